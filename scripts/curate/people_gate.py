"""Which people of the references world news may name: by fame, time, and how sure a name is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curate.people_offices import LOCAL, OFFICE
from curate.people_rank import weight

if TYPE_CHECKING:
    from curate.fame import Signs
    from curate.people_bearers import Bearers
    from curate.people_import_source import Figure

__all__ = ["Gate"]

RECENT = "1990"
"""News since then is what is read."""
OLD_AGE = "1925"
"""Who was born before and has no known death is taken for dead."""
LONG_KNOWN = 0.45
"""Fame, on the scale of prominence, from which on the long dead are named still."""
LATELY_DEAD = 0.25
"""Fame of those who died since 1990, but not in the last years."""
LAST_YEARS = "2010"
SHARED = 0.35
"""Fame that a name needs which others bear, too, or which is common."""
CLAIMED = 0.5
"""Fame that a name needs which is also a place's or an organisation's."""
CLAIMED_BY_DEAD = 0.65
"""The same of the dead, whom places and firms are called after."""
UNLISTED = 0.25
"""Fame of those whose time and article no reference tells."""
MINISTERIAL = 0.15
"""Weight of an office from which on it needs no article beside."""
CURRENT = frozenset({"pat-2021-2024", "mep-2024", "wdqs-ceos-2025"})
"""Collections of who held a post of some note when they were made."""
YEARS_OF_SERVICE = "1945"
"""Members of the Bundestag born since may have sat there since 1990."""
GENEALOGY = frozenset({"nitrate-familysearch-2024"})
"""Collections of people that families look for, nearly all of them long dead."""

_TITLED = re.compile(
    r"\b(?:[IVX]{2,}|V|X)\b(?! ?\d)|\b\d+(?:st|nd|rd|th)\b|\b(?:of|von|zu|de) [A-Z].*-[A-Z]"
    r"|\b(?:Count(?:ess)?|Duke|Duchess|Margrave|Margravine|Elector|Landgrave|Earl|Marquess|Viscount"
    r"|Baron(?:ess|et)?|Archduke|Archduchess|Infanta|Prince(?:ss)?|King|Queen|Emperor|Empress"
    r"|Sultan|Tsar|Pope|Saint|Lord|Lady|Sir|Dame|Patriarch) |\w of [A-Z]"
)
_NO_PERSON = re.compile(
    r"&|\band\b|\bvs\b|\d|[/!?:@]"
    r"|\b(?:Brothers|Sisters|Twins|Family|Band|Trio|Quartet|Quintet|Orchestra|Ensemble|Choir|Crew"
    r"|Boys|Girls|House|Cottage|Apartments?|Church|Cathedral|Field|School|College|University|Hotel"
    r"|Building|Park|Bridge|Station|Club|Records|Museum|Library|Theatre|Hospital|Company|Inc\.?"
    r"|Ltd\.?|F\.?C\.?|Mill|Farm|Plantation|Island|River|Lake|Airport|Stadium|District|Award|Prize"
    r"|Cup|Trophy|Tournament|Case|Project|Experience|Murders?|Death|Killing|Assassination"
    r"|Disappearance|List|Miss|Mister)\b|^(?:The|Los|Las|Les|Die) "
)
_CAPITALS = re.compile(r"\b[A-Z\u00c0-\u00de]{3,}\b.*\b[A-Z\u00c0-\u00de]{3,}\b")
"""A register's way to write a name: "KAMBALE Jean PALUKU"."""
_NO_PERSON_TITLE = re.compile(
    r"(?i)\b(?:band|duo|group|film|album|song|novel|book|series|comics|character|company|brand|ship"
    r"|house|building|football club|rugby union|rugby league|basketball|team|horse|dog|species"
    r"|genus|crater|village|town|city|county|state|district|disambiguation|murder|mythology)$"
    r"|,"
)


@dataclass(frozen=True, slots=True)
class Gate:
    """Decides on one person at a time.

    Attributes:
        bearers: Who else bears a name, and how common it is.
    """

    bearers: Bearers

    def admits(self, figure: Figure, name: str, signs: Signs, fame: float) -> bool:
        """Tell whether a person comes into the tables.

        Args:
            figure: The person.
            name: The name to show.
            signs: What is known of their fame.
            fame: The same as a number, whenever they died.
        """
        listed = signs.article or bool(figure.title)
        if not self._is_person(figure, name, signs, listed=listed):
            return False
        if not self._is_sure(figure, name, fame):
            return False
        held = self._holds_office(figure, fame, listed=listed)
        if held is not None:
            return held
        return self._is_known(figure, fame, listed=listed)

    def _is_person(self, figure: Figure, name: str, signs: Signs, *, listed: bool) -> bool:
        """Tell whether this is one person, for what a classifier of names said by a second sign."""
        if not name or _NO_PERSON.search(name) or _CAPITALS.search(name):
            return False
        if figure.bases & {"P31", "list", "relation"}:
            return True
        if not self.bearers.is_given_name(name.split(maxsplit=1)[0]):
            return False
        if figure.qualifier and _NO_PERSON_TITLE.search(figure.qualifier):
            return False
        known = signs.languages > 0 or signs.sitelinks > 0
        return listed or known or len(figure.collections) > 1

    def _is_sure(self, figure: Figure, name: str, fame: float) -> bool:
        """Tell whether the name, where a text has it, is likely to mean this person."""
        if " " not in name:
            return fame >= CLAIMED and self.bearers.is_free_word(name)
        if self.bearers.is_claimed(name):
            return fame >= (CLAIMED_BY_DEAD if figure.dead else CLAIMED)
        if figure.qualifier or self.bearers.is_shared(name, figure.qid):
            return fame >= SHARED or self._serves(figure)
        return fame >= self.bearers.least_fame(name) or self._serves(figure)

    @staticmethod
    def _serves(figure: Figure) -> bool:
        """Tell whether a person holds or held an office that papers of other countries name."""
        return any(s.kind == OFFICE and weight(s.position) >= MINISTERIAL for s in figure.seats)

    @staticmethod
    def _holds_office(figure: Figure, fame: float, *, listed: bool) -> bool | None:
        """Tell whether the offices admit a person; None where there are none to go by."""
        if not figure.seats:
            return None
        last = max(s.position.end or s.position.start or RECENT for s in figure.seats)
        if last < RECENT or (figure.died and figure.died < RECENT):
            return fame >= LONG_KNOWN
        if Gate._serves(figure) or figure.collections & CURRENT:
            return True
        national = any(s.kind != LOCAL for s in figure.seats)
        return listed or fame >= LATELY_DEAD or (national and last >= LAST_YEARS)

    @staticmethod
    def _is_known(figure: Figure, fame: float, *, listed: bool) -> bool:
        """Tell whether fame and time admit a person without an office."""
        if figure.collections & CURRENT and not figure.dead:
            return True
        if figure.died >= RECENT:
            return fame >= LATELY_DEAD or (listed and figure.died >= LAST_YEARS)
        if (
            figure.dead
            or figure.died
            or (figure.born and figure.born < OLD_AGE and not figure.living)
        ):
            return fame >= LONG_KNOWN
        if figure.living or figure.born >= OLD_AGE:
            sat = "bundestag-2018" in figure.collections and figure.born >= YEARS_OF_SERVICE
            return listed or sat or fame >= LATELY_DEAD
        if _TITLED.search(figure.title or figure.label) or figure.collections <= GENEALOGY:
            return fame >= LONG_KNOWN
        return listed or fame >= UNLISTED
