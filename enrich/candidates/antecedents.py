"""Which full name of a text a short one stands for: "Lavrov", "CSTO", "the Pacers"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from enrich.mentions.clubs import is_club
from enrich.mentions.lexicon import lexicon
from enrich.mentions.shortforms import initials
from enrich.model import Mention
from gazetteer.model import Kind
from gazetteer.names import fold, surname
from gazetteer.store import Gazetteer

_SEX: Final = {
    **dict.fromkeys("mr sir lord king prince duke".split(), "male"),
    **dict.fromkeys("mrs ms miss mme dame lady queen princess duchess".split(), "female"),
}
_OTHER_SEX: Final = {"male": "female", "female": "male"}
_KIN: Final = (
    r"wife|husband|spouse|partner|daughter|son|children|child|brother|sister|"
    r"uncle|aunt|nephew|niece|cousin|widow|widower|grandson|granddaughter|grandfather|grandmother|"
    r"stepson|stepdaughter|half-brother|half-sister|(?:son|daughter|brother|sister)-in-law"
)
_OF_ITS_KIN: Final = re.compile(rf"['’]s?(?: [\w-]+){{0,2}} (?:{_KIN}), ?$", re.IGNORECASE)
_BEFORE_KIN: Final = r"\b(?:his|her|their|whose|['’]s?)(?: [\w-]+){0,2} "
_AS_KIN: Final = re.compile(rf"{_BEFORE_KIN}(?:{_KIN})s?,? $", re.IGNORECASE)
# A text goes on with the mother of a child by the surname alone, but not by an office.
_AS_PARENT: Final = re.compile(rf"{_BEFORE_KIN}(?:father|mother|parents),? $", re.IGNORECASE)
_TITLE: Final = re.compile(r"(?:^|[\s“\"(])([A-Z][a-z]+)\.? $")
_REACH: Final = 60
_MOST: Final = 50
"""Full names on either side of a short one that it may stand for."""


@dataclass(frozen=True)
class ShortForms:
    """The full names of people and organisations of a text, by each word that stands for them.

    Args:
        mentions: The names of the text.
        text: The text.
        gazetteer: Knows men's and women's given names.
    """

    mentions: Sequence[Mention]
    text: str
    gazetteer: Gazetteer
    _named: dict[tuple[Kind, str], list[Mention]] = field(default_factory=dict, init=False)
    _shared: dict[int, Mention] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        mentions = sorted(self.mentions, key=lambda m: m.start)
        for one, other in pairwise(mentions):
            if self._share_surname(one, other):
                name = f"{one.name} {surname(other.name)}"
                self._shared[one.start] = replace(one, lookup=name)
        for mention in (self._shared.get(m.start, m) for m in mentions):
            for key in self._short_forms(mention):
                self._named.setdefault((mention.kind, key), []).append(mention)

    def antecedent(self, mention: Mention) -> Mention | None:
        """Return the full name that a short one stands for, or None.

        The last one before it, else the first behind it; of a family the one whose title or sex
        fits, and nobody who is only named as the wife, son or daughter of one called by the
        surname alone: "Mr. Netanyahu's wife, Sara Netanyahu".

        Example:
            >>> text = "George W. Bush met his father, George H. Bush. President Bush spoke."
            >>> people = [Mention(s, e, text[s:e], Kind.PERSON) for s, e in ((0, 14), (31, 45))]
            >>> with Gazetteer.open() as gazetteer:
            ...     names = ShortForms(people, text, gazetteer)
            ...     names.antecedent(Mention(57, 61, "Bush", Kind.PERSON)).text
            'George W. Bush'
        """
        if (shared := self._shared.get(mention.start)) is not None and mention.name in shared.name:
            return shared
        key = short_key(mention)
        named = self._named.get((mention.kind, key))
        if named is None:
            return None
        at = bisect_left(named, mention.start, key=lambda full: full.start)
        named = named[max(0, at - _MOST) : at + _MOST]
        if mention.kind is Kind.PERSON:
            named = self._of_family(mention, key, named)
        return _nearest(mention, named) if named else None

    def may_be(self, mention: Mention, name: str) -> bool:
        """Whether a name of several words is no man's behind "Mrs." and no woman's behind "Mr."."""
        return self._is_of_sex(_SEX.get(self._word_before(mention)), name)

    def _is_of_sex(self, sex: str | None, name: str) -> bool:
        if sex is None or " " not in name:
            return True
        given = self.gazetteer.person_word(name.split(maxsplit=1)[0])
        return given is None or given.gender != _OTHER_SEX[sex]

    def _of_family(self, mention: Mention, key: str, named: Sequence[Mention]) -> list[Mention]:
        """The full names that a person by a part of one may have; a given name tells of no kin."""
        sex = _SEX.get(self._word_before(mention))
        fitting = [
            full
            for full in named
            if self._is_of_sex(sex, full.name)
            and not _OF_ITS_KIN.fullmatch(self.text, mention.end, full.start)
        ]
        if not fitting or key != fold(surname(fitting[0].name)):
            return fitting
        if all(full.name == fitting[0].name for full in fitting):
            alone = self._is_kin(fitting[0]) and self._names_head(fitting[0], key)
            return [] if alone else fitting
        office = self._office(mention)
        titled = [full for full in fitting if office and self._office(full) == office]
        kin = [f for f in fitting if self._is_kin(f) or (office and self._is_parent(f))]
        return titled or [full for full in fitting if full not in kin] or fitting

    def _short_forms(self, full: Mention) -> set[str]:
        if full.kind is Kind.PERSON:
            words = full.name.split()
            if len(words) < 2:
                return set()  # a surname alone explains no other
            endings = (" ".join(words[i:]) for i in range(1, len(words)))
            return {fold(name) for name in (surname(full.name), *words, *endings)} - {""}
        if full.kind is Kind.ORGANISATION and (" " in full.name or "-" in full.name):
            return {initials(full.name), self._nickname(full.name)} - {""}
        return set()

    def _nickname(self, name: str) -> str:
        """The last word of a team's name, by which it goes: "Pacers" of "Indiana Pacers".

        A word of English is one only of a club: "Forest" of "Nottingham Forest".
        """
        first, *words = name.split() or [""]
        if not words or (first.lower() == "the" and len(words) == 1):
            return ""  # "The Times" is not any Times
        last = words[-1]
        lists = lexicon()
        if last.lower() in lists.organisation_ends or not last[0].isupper() or last.isupper():
            return ""
        if last.lower() in lists.common:
            clubs = self.gazetteer.lookup(name, Kind.ORGANISATION)
            return last if clubs and is_club(clubs[0].entity) else ""
        return last

    def _share_surname(self, one: Mention, other: Mention) -> bool:
        """Whether two have one surname between them: "Bill and Hillary Clinton"."""
        if not one.kind is other.kind is Kind.PERSON or " " in one.name or " " not in other.name:
            return False
        given = self.gazetteer.person_word(one.name)
        between = self.text[one.end : other.start]
        return given is not None and given.given > given.family and between in (" and ", " & ")

    def _is_kin(self, full: Mention) -> bool:
        return bool(_AS_KIN.search(self._before(full)))

    def _is_parent(self, full: Mention) -> bool:
        return bool(_AS_PARENT.search(self._before(full)))

    def _names_head(self, kin: Mention, name: str) -> bool:
        """Whether the surname alone stands before one who is named as somebody's kin."""
        return self._first_ends.get(name, kin.start + 1) <= kin.start

    @cached_property
    def _first_ends(self) -> dict[str, int]:
        """Where each person's name, as it is compared, ends the first time."""
        ends: dict[str, int] = {}
        for mention in sorted(self.mentions, key=lambda m: m.end):
            if mention.kind is Kind.PERSON:
                ends.setdefault(fold(mention.name), mention.end)
        return ends

    def _before(self, mention: Mention) -> str:
        return self.text[max(0, mention.start - _REACH) : mention.start]

    def _word_before(self, mention: Mention) -> str:
        """The capitalised word right before a name, in lower case; a span may hold its title."""
        found = _TITLE.search(self._before(mention))
        if found is not None:
            return found[1].lower()
        words = mention.text.split() if mention.text != mention.name else ()
        return words[0].rstrip(".").lower() if words else ""

    def _office(self, mention: Mention) -> str:
        """The title that a name stands behind: "president"; "" for none and for "Mr."."""
        word = self._word_before(mention)
        return word if word in lexicon().titles and word not in _SEX else ""


def antecedents(
    mentions: Sequence[Mention], beside: Sequence[Mention], text: str, gazetteer: Gazetteer
) -> dict[int, Mention]:
    """Return the full name that a short one stands for, by the index of the short one."""
    names = ShortForms([*mentions, *beside], text, gazetteer)
    found = ((i, names.antecedent(m)) for i, m in enumerate(mentions))
    return {i: full for i, full in found if full is not None}


def short_key(mention: Mention) -> str:
    """Return what a mention is looked up by among the short forms; "" where it can be none."""
    if mention.kind is Kind.PERSON:
        return fold(mention.name)
    if " " in mention.name or mention.kind is not Kind.ORGANISATION:
        return ""
    return mention.name.replace(".", "") if mention.name.isupper() else mention.name


def _nearest(mention: Mention, named: Sequence[Mention]) -> Mention:
    """Return the last of some full names before a short one, else the first behind it."""
    before = [m for m in named if m.end <= mention.start]
    return before[-1] if before else named[0]
