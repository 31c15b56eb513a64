"""Which full name of a text a short one stands for: "Lavrov", "CSTO", "the Pacers"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from enrich.mentions.lexicon import lexicon
from enrich.mentions.shortforms import initials
from enrich.model import Mention
from gazetteer.model import Kind
from gazetteer.names import fold, surname
from gazetteer.store import Gazetteer

_MALE: Final = frozenset({"mr", "sir", "lord", "king", "prince", "duke", "father", "brother"})
_FEMALE: Final = frozenset(
    {"mrs", "ms", "miss", "mme", "dame", "lady", "queen", "princess", "duchess", "sister"}
)
_KIN: Final = (
    r"wife|husband|spouse|partner|daughter|son|children|child|father|mother|parents|brother|sister|"
    r"uncle|aunt|nephew|niece|cousin|widow|widower|grandson|granddaughter|grandfather|grandmother|"
    r"stepson|stepdaughter|half-brother|half-sister|(?:son|daughter|brother|sister)-in-law"
)
_OF_ITS_KIN: Final = re.compile(rf"['’]s?(?: [\w-]+){{0,2}} (?:{_KIN}), ?$", re.IGNORECASE)
_AS_KIN: Final = re.compile(
    rf"\b(?:his|her|their|whose|['’]s?)(?: [\w-]+){{0,2}} (?:{_KIN})s?,? $", re.IGNORECASE
)
_TITLE: Final = re.compile(r"(?:^|[\s“\"(])([A-Z][a-z]+)\.? $")
_REACH: Final = 60
_NEVER_OFFICES: Final = _MALE | _FEMALE | {"dr", "the", "and", "but", "when", "while", "in"}


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
            for key in _short_forms(mention):
                self._named.setdefault((mention.kind, key), []).append(mention)

    def full_names(self, mention: Mention) -> list[Mention]:
        """Return the full names that a mention may be short for."""
        return self._named.get((mention.kind, short_key(mention)), [])

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
        named = self.full_names(mention)
        if not named or mention.kind is not Kind.PERSON:
            return _nearest(mention, named) if named else None
        fitting = [full for full in named if self._may_be(mention, full)]
        if len({fold(full.name) for full in fitting}) > 1:
            office = self._title(mention)
            titled = [f for f in fitting if office and self._title(f) == office]
            fitting = titled or [f for f in fitting if not self._is_kin(f)] or fitting
        elif fitting and self._is_kin(fitting[0]) and self._names_head(fitting[0]):
            return None
        return _nearest(mention, fitting) if fitting else None

    def _share_surname(self, one: Mention, other: Mention) -> bool:
        """Whether two have one surname between them: "Bill and Hillary Clinton"."""
        if not one.kind is other.kind is Kind.PERSON or " " in one.name or " " not in other.name:
            return False
        given = self.gazetteer.person_word(one.name)
        between = self.text[one.end : other.start]
        return given is not None and given.given > given.family and between in (" and ", " & ")

    def _may_be(self, mention: Mention, full: Mention) -> bool:
        """Whether title and sex allow it; whose wife somebody is they are not."""
        title = self._word_before(mention)
        sex = "male" if title in _MALE else "female" if title in _FEMALE else None
        given = self.gazetteer.person_word(full.name.split()[0])
        if sex and given is not None and given.gender in ("male", "female") and given.gender != sex:
            return False
        return not _OF_ITS_KIN.fullmatch(self.text, mention.end, full.start)

    def _is_kin(self, full: Mention) -> bool:
        return bool(_AS_KIN.search(self.text[max(0, full.start - _REACH) : full.start]))

    def _names_head(self, kin: Mention) -> bool:
        """Whether the surname alone stands before one who is named as somebody's kin."""
        name = fold(surname(kin.name))
        return any(
            m.kind is Kind.PERSON and fold(m.name) == name and m.end <= kin.start
            for m in self.mentions
        )

    def _word_before(self, mention: Mention) -> str:
        before = self.text[max(0, mention.start - _REACH) : mention.start]
        found = _TITLE.search(before)
        if found is None:  # a span may hold its title
            first = mention.text.split()[0].rstrip(".")
            return first.lower() if mention.text != mention.name else ""
        return found[1].lower()

    def _title(self, mention: Mention) -> str:
        """The capitalised office right before a name: "President"."""
        word = self._word_before(mention)
        return "" if word in _NEVER_OFFICES else word


def antecedents(
    mentions: Sequence[Mention], beside: Sequence[Mention], text: str, gazetteer: Gazetteer
) -> dict[int, Mention]:
    """Return the full name that a short one stands for, by the index of the short one."""
    names = ShortForms([*mentions, *beside], text, gazetteer)
    found = ((i, names.antecedent(m)) for i, m in enumerate(mentions))
    return {i: full for i, full in found if full is not None}


def _short_forms(full: Mention) -> set[str]:
    if full.kind is Kind.PERSON:
        words = full.name.split()
        if len(words) < 2:
            return set()  # a surname alone explains no other
        endings = (" ".join(words[i:]) for i in range(1, len(words)))
        return {fold(name) for name in (surname(full.name), *words, *endings)} - {""}
    if full.kind is Kind.ORGANISATION and (" " in full.name or "-" in full.name):
        return {initials(full.name), _nickname(full.name)} - {""}
    return set()


def _nickname(name: str) -> str:
    """The last word of a team's name, by which it goes: "Pacers" of "Indiana Pacers"."""
    first, *words = name.split()
    if not words or (first.lower() == "the" and len(words) == 1):
        return ""  # "The Times" is not any Times
    last = words[-1]
    lists = lexicon()
    common = last.lower() in lists.organisation_ends or last.lower() in lists.common
    return "" if common or not last[0].isupper() or last.isupper() else last


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
