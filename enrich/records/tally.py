"""What the mentions of one entity add up to, with the words around them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from enrich.model import Document, Link, Mention
from enrich.roles import UNCLEAR, Role
from enrich.text.escape import CONTROLS
from gazetteer.model import Entity, Kind

HEADINGS: Final = {Kind.PLACE: "Places", Kind.PERSON: "People", Kind.ORGANISATION: "Organisations"}
"""What the entities of a kind are called together, in the order in which they are listed."""
QUOTES: Final = 3
"""Most quotes per entity."""
QUOTE_LENGTH: Final = 120
"""Most characters of a quote."""
_CONTEXT: Final = 50  # characters on either side of a mention
_BLANK: Final = re.compile(rf"[\s{CONTROLS}]+")


@dataclass(slots=True)
class Tally:
    """What the mentions of one entity add up to.

    Attributes:
        entity: The entity.
        mentions: How many there are.
        roles: How many in each role; None counts those without one.
        score: The best of their scores.
        told: Per role, the probabilities of its mentions, of those whose role a model told.
    """

    entity: Entity
    mentions: int = 0
    roles: Counter[Role | None] = field(default_factory=Counter)
    score: float = 0.0
    told: defaultdict[Role | None, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, link: Link) -> None:
        """Count one more mention."""
        self.mentions += 1
        role = link.mention.role
        self.roles[role] += 1
        self.told[role] += [p for named, p in link.mention.roles if named is role]
        self.score = max(self.score, link.score)


@dataclass(slots=True)
class Quoted(Tally):
    """A tally over all documents, with quotes.

    Attributes:
        quotes: The words around the first few mentions.
        documents: Ids of the documents that name the entity, in order.
        quoted_to: Offset up to which the last quote reaches in its document.
    """

    quotes: list[str] = field(default_factory=list)
    documents: dict[str, None] = field(default_factory=dict)
    quoted_to: int = 0

    def quote(self, link: Link, document: Document) -> None:
        """Count one more mention, and quote it unless enough is quoted."""
        self.add(link)
        if (name := str(document.id)) not in self.documents:
            self.documents[name] = None
            self.quoted_to = 0
        # A mention inside the last quote would only repeat it.
        if len(self.quotes) < QUOTES and link.mention.start >= self.quoted_to:
            self.quotes.append(_around(document.text, link.mention))
            self.quoted_to = link.mention.end + _CONTEXT


def tally(links: Iterable[Link]) -> dict[str, Tally]:
    """Count the mentions of each linked entity, in the order of first mention, by id."""
    found: dict[str, Tally] = {}
    for link in links:
        if link.entity is not None:
            found.setdefault(link.entity.id, Tally(link.entity)).add(link)
    return found


def role_counts(roles: Counter[Role | None]) -> dict[str, int]:
    """Return the count of each role that occurs, in the order in which ``Role`` lists them.

    Example:
        >>> role_counts(Counter([Role.METONYMIC, Role.LITERAL, None]))
        {'literal': 1, 'metonymic': 1, 'unclear': 1}
    """
    named = {str(role): roles[role] for role in Role if roles[role]}
    return {**named, UNCLEAR: roles[None]} if roles[None] else named


def roles_text(roles: Counter[Role | None]) -> str:
    """Return the counts as one string: "literal:3 metonymic:5"."""
    return " ".join(f"{role}:{count}" for role, count in role_counts(roles).items())


def _around(text: str, mention: Mention) -> str:
    """Return the words around a mention on one line, at most ``QUOTE_LENGTH`` characters.

    Whole words are kept where they fit; what is left out on either side is marked with an
    ellipsis. Controls become spaces: cut in two, a direction control would turn the rest around.
    """
    start = max(0, mention.start - _CONTEXT)
    end = min(len(text), mention.end + _CONTEXT)
    before, after = text[start : mention.start], text[mention.end : end]
    if start > 0:
        whole = text[start - 1].isspace()
        before = "…" + (before if whole else before.partition(" ")[2])
    if end < len(text):
        whole = text[end].isspace()
        after = (after if whole else after.rpartition(" ")[0]) + "…"
    words = _BLANK.sub(" ", f"{before}{text[mention.start : mention.end]}{after}").strip()
    return words if len(words) <= QUOTE_LENGTH else words[: QUOTE_LENGTH - 1] + "…"
