"""What the words right beside a mention say: containers, titles, states."""

from __future__ import annotations

import re
from functools import cache

from enrich.model import Document, Mention
from enrich.offices.vocabulary import vocabulary
from enrich.text.areawords import RIVER, level_of_list
from gazetteer.codes import is_administrative, is_country
from gazetteer.model import ADJECTIVAL, Kind, NameType
from gazetteer.names import fold
from gazetteer.store import Gazetteer

# What follows "Bangor" in "Bangor, Maine", "Bangor (Maine)", "Bangor, in Maine".
_CONTAINER = re.compile(
    r"(?:, (?:in |near )?(?:the )?|,? \((?:in )?|,| in (?:the )?(?=[A-Z]))"
    r"(?P<name>[^\W\d_][^,;:()\n\"“”!?]{1,40})"
)
_PLACE_BEFORE = re.compile(r"(?P<name>[^\W\d_][^,;:.!?()\n\"“”]{1,40})(?:, | \()$")
_WORD = re.compile(r"[^\s,;:()\"“”]+")
_CLAUSE_END = re.compile(r"[.!?;:]\s|\n|[,“”\"]")
_APPOSED = re.compile(r"[,.;:)\n]|['’]s|$")  # behind "the foreign minister, Ararat Mirzoyan"
# How what somebody is ends before a comma, other than with the name of another.
_DESCRIPTION = re.compile(
    r"\b(?:[a-z][\w’'-]*|(?:of|to|for|from|at) (?:the )?(?:[A-Z][\w.’'-]* ?){1,4})$"
)
_REACH = 60
_TITLE_WORDS = 9


class Surroundings:
    """Reads the text beside the mentions of one document."""

    def __init__(self, document: Document, gazetteer: Gazetteer) -> None:
        self.text = document.text
        self._gazetteer = gazetteer

    def containers(self, mention: Mention) -> tuple[frozenset[str], str]:
        """Return the ids of the areas named right behind a place, and the first one's name.

        Two links of a chain are followed: "Bangor, Penobscot County, Maine".
        """
        found: set[str] = set()
        named = ""
        end = mention.end
        for _ in range(2):
            match = _CONTAINER.match(self.text, end, end + _REACH)
            if match is None:
                break
            areas, end = self._areas(match["name"], match.start("name"))
            if not areas:
                break
            named = named or self.text[match.start("name") : end]
            found |= areas
        return frozenset(found), named

    def contains_the_place_before(self, mention: Mention) -> frozenset[str]:
        """Return the ids around the place that stands before a comma.

        For "Georgia" in "Savannah, Georgia": everything that some Savannah lies in.
        """
        if self.text[max(0, mention.start - 2) : mention.start] not in (", ", " ("):
            return frozenset()
        match = _PLACE_BEFORE.search(self.text, max(0, mention.start - _REACH), mention.start)
        if match is None:
            return frozenset()
        words = match["name"].split()
        for first in range(len(words)):
            hits = self._gazetteer.lookup(" ".join(words[first:]), Kind.PLACE)
            around = {c for h in hits if h.name.type not in ADJECTIVAL for c in h.entity.containers}
            if around:
                return frozenset(around)
        return frozenset()

    def _areas(self, text: str, start: int) -> tuple[set[str], int]:
        """Return the areas that the longest opening words of a text name, and where they end."""
        words = list(_WORD.finditer(text))[:3]
        for count in range(len(words), 0, -1):
            name = text[: words[count - 1].end()]
            ids = self._named_areas(name)
            if ids:
                return ids, start + len(name.rstrip("."))
        return set(), start

    def _named_areas(self, name: str) -> set[str]:
        return {
            hit.entity.id
            for hit in self._gazetteer.lookup(name, Kind.PLACE)
            if is_administrative(hit.entity.feature)
            and hit.name.type not in ADJECTIVAL
            and (hit.name.type is not NameType.ABBREVIATION or name[:1].isupper())
        }

    def in_list_of_areas(self, mention: Mention) -> bool:
        """Whether a list that the mention stands in ends with "counties" or the like."""
        return level_of_list(self.text, mention.end) not in ("", RIVER)

    def title(self, mention: Mention) -> str:
        """Return the words before a person's name, folded: "russian foreign minister".

        A span that somebody else drew may hold them itself.
        """
        start = mention.start + max(0, mention.text.find(mention.name))
        before = vocabulary().short.sub(r"\1", self.text[max(0, start - 120) : start])
        if before.endswith(", ") and _APPOSED.match(self.text, mention.end):
            clause = _CLAUSE_END.split(before[:-2])[-1]
            return _words_of(clause) if _is_description(clause) else ""
        return _words_of(_CLAUSE_END.split(before)[-1])

    def apposition(self, mention: Mention) -> str:
        """Return the words behind a person, folded: ", the Armenian foreign minister,"."""
        match = re.match(
            r"(?:,| of)([^.;:!?\n“”\"]{3,80})", self.text[mention.end : mention.end + 90]
        )
        if match is None:
            return ""
        article = "the " if match[1].lower().startswith(" the ") else ""  # which is in no key
        return article + fold(match[1])

    def states(self, phrase: str) -> frozenset[str]:
        """Return the countries that a folded phrase names or whose adjective it holds."""
        words = phrase.split()
        keys = {" ".join(words[i:j]) for i in range(len(words)) for j in (i + 1, i + 2, i + 3)}
        known = self._gazetteer.known_keys(keys)
        return frozenset(
            hit.entity.country
            for key in known
            for hit in self._gazetteer.lookup_key(key)
            if hit.entity.country and is_country(hit.entity.feature)
        )


def _is_description(clause: str) -> bool:
    """Whether a clause ends with what somebody is: "and the minister of the Isle of Man"."""
    if _DESCRIPTION.search(clause):
        return True
    return fold(" ".join(clause.split()[-1:])) in _title_heads()


@cache
def _title_heads() -> frozenset[str]:
    return frozenset(title.split()[-1] for title in vocabulary().titles)


def _words_of(clause: str) -> str:
    return fold(" ".join(clause.split()[-_TITLE_WORDS:]))
