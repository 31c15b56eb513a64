"""Names that the words before them say what they are of: "the cruiser Moskva", "Storm Babet"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, cached_property
from typing import Final

from enrich.mentions.lexicon import lexicon
from enrich.model import Mention, Role
from gazetteer.model import Kind
from gazetteer.store import Gazetteer

_REACH: Final = 40
"""Code points before a name that are looked at."""
_OWN_ROLES: Final = frozenset({Role.DEMONYM, Role.DATELINE, Role.EMBEDDED})
"""Roles of places that no storm or ship has."""
_CAPITAL_BEHIND: Final = re.compile(r"[ –-][^\W\d_a-z]")
_CLOSED: Final = re.compile(r"[.,]?[\"”’']")
_NO_STORMS: Final = frozenset(
    "ridge lake creek season watch relief city energy oil power studios studio group holdings"
    " capital records music films media press books lamp technologies systems games gaming".split()
)
_PREPOSITIONS: Final = frozenset(
    "in at near inside outside around across throughout into to".split()
)


class Thing(StrEnum):
    """What a name may be of that is not a place, a person or an organisation."""

    STORM = "a storm"
    VESSEL = "a vessel"
    PRIZE = "a prize"
    LAW = "a law or a treaty"
    EVENT = "an event"
    DAY = "a day of the year"
    PRODUCT = "a product"
    FIRE = "a wildfire"
    OPERATION = "an operation"
    WORK = "a film, a book or a piece of music"


class Called:
    """What the words right before a name say that it is.

    Args:
        text: The text in which the names stand.

    Example:
        >>> text = "The cruiser Moskva sank."
        >>> Called(text).thing(Mention(12, 18, "Moskva", Kind.PLACE))
        <Thing.VESSEL: 'a vessel'>
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def thing(self, mention: Mention, *, country: bool = False) -> Thing | None:
        """Return what a name is, or None where nothing before it says so.

        Args:
            mention: The name, with or without those words.
            country: Whether a country or a great state has it: no storm is called like one.
        """
        if mention.role in (Role.DEMONYM, Role.EMBEDDED):
            return None
        if not country and self._is_storm(mention):
            return Thing.STORM
        if self._is_vessel(mention):
            return Thing.VESSEL
        return Thing.WORK if self._is_work(mention) else None

    def _before(self, pattern: re.Pattern[str], mention: Mention) -> re.Match[str] | None:
        return pattern.search(self._text, max(0, mention.start - _REACH), mention.start)

    def _is_storm(self, mention: Mention) -> bool:
        found = self._before(_storm(), mention)
        if found is None:  # the mention may be the whole: "Hurricane Florence"
            return self._is_whole_storm(mention)
        kind = found[1]
        if kind == "Storm" and _CAPITAL_BEHIND.match(self._text, mention.end):
            return False
        club = f"{mention.text} {kind.split()[-1]}" in self._text  # "Melbourne Storm"
        return self._is_weather(kind) and not club

    def _is_whole_storm(self, mention: Mention) -> bool:
        """ "Hurricane Florence", but Hurricane Ridge, Hurricane FC and Hurricane Carter."""
        whole = _whole_storm().fullmatch(mention.text)
        if whole is None or whole["name"].isupper():
            return False
        lists, word = lexicon(), whole["name"].lower()
        if word in _NO_STORMS | lists.place_ends | lists.organisation_ends | lists.facility_ends:
            return False
        doubtful = mention.kind is Kind.PERSON or whole["kind"] == "Storm"
        return self._tells_of_weather or not doubtful

    def _is_weather(self, word: str) -> bool:
        return word != "Storm" or self._tells_of_weather

    @cached_property
    def _tells_of_weather(self) -> bool:
        words = re.findall(r"[^\W\d_]+(?:/h)?", self._text.lower())
        return not lexicon().weather.isdisjoint(words)

    def _is_vessel(self, mention: Mention) -> bool:
        found = self._before(_vessel(), mention)
        if found is None or _CAPITAL_BEHIND.match(self._text, mention.end):
            return False  # a part of its name, "the tanker Exxon Valdez", or of a route
        if found["kind"] is None or found["kind"].lower() not in lexicon().vessels_with_article:
            return True
        return found["article"] is not None

    def _is_work(self, mention: Mention) -> bool:
        closed = _CLOSED.match(self._text, mention.end)
        return closed is not None and self._before(_work(), mention) is not None


def propose_called(
    text: str, mentions: Sequence[Mention], gazetteer: Gazetteer
) -> tuple[Mention, ...]:
    """Return mentions, with the storms and ships among them that no tagger takes for a name.

    They come to nothing (``enrich.flow.miscellany``), and the text says that they are there.

    Args:
        text: The text.
        mentions: Found in it so far, in its order.
        gazetteer: Of what kind such a name is otherwise.

    Example:
        >>> with Gazetteer.open() as gazetteer:
        ...     [m.text for m in propose_called("Hurricane Florence and USS Ohio", (), gazetteer)]
        ['Florence', 'Ohio']
    """
    called = Called(text)
    more: list[Mention] = []
    for found in _named().finditer(text):
        start, end = found.span("name")
        if any(m.start < end and start < m.end for m in mentions):
            continue
        hits = gazetteer.lookup(found["name"])
        kind = hits[0].entity.kind if hits else Kind.ORGANISATION
        role = Role.LITERAL if kind is Kind.PLACE else None
        mention = Mention(start, end, found["name"], kind, role, "storm or ship")
        if called.thing(mention) is not None:
            more.append(mention)
    if not more:
        return tuple(mentions)
    return tuple(sorted([*mentions, *more], key=lambda m: (m.start, -m.end)))


def named_later(
    text: str, mentions: Sequence[Mention], names: Mapping[str, Thing], known: Collection[int]
) -> dict[int, Thing]:
    """Return the mentions of storms and ships by their names alone.

    Where the text says that something is in a place of that name, it is the place; and what people
    of the text are called too is theirs.

    Args:
        text: The text of the mentions.
        mentions: In its order.
        names: Names that the text says what they are of.
        known: Mentions that it says so of.
    """
    if not names:
        return {}
    people = set(_words_of_people(mentions, known))
    return {
        index: names[mention.text]
        for index, mention in enumerate(mentions)
        if index not in known and mention.text in names and mention.text not in people
        and mention.role not in _OWN_ROLES
        and _may_be(text, mention, names[mention.text])
        and not _is_located(text, mentions, index)
    }  # fmt: skip


def _words_of_people(mentions: Sequence[Mention], known: Collection[int]) -> Iterator[str]:
    for index, mention in enumerate(mentions):
        words = mention.text.split()
        if mention.kind is Kind.PERSON and index not in known and len(words) > 1:
            yield from words


def _may_be(text: str, mention: Mention, thing: Thing) -> bool:
    """Whether a ship has its article, "the Missouri", by which no state goes, nor any person."""
    before = text[max(0, mention.start - 5) : mention.start].lower()
    article = before.rstrip("\"“‘'").endswith("the ")
    if thing is Thing.VESSEL:
        quoted = mention.kind is Kind.PERSON and before[-1:] in ('"', "“")
        return article or quoted or mention.kind is Kind.ORGANISATION
    return mention.kind is not Kind.PLACE or not article


def _is_located(text: str, mentions: Sequence[Mention], index: int) -> bool:
    """Whether the words around a name make it a place: "in Florence", "Florence, Italy"."""
    mention = mentions[index]
    owning = text[mention.end : mention.end + 2] in ("'s", "’s")
    words = re.findall(r"[\w-]+", text[max(0, mention.start - _REACH) : mention.start].lower())
    gap = re.search(r"\s$", text[: mention.start][-1:]) is not None
    if gap and words and words[-1] in _PREPOSITIONS and not owning:
        return True
    if gap and words[-1:] == ["of"] and words[-2:-1] and words[-2] in lexicon().of_place:
        return True
    behind = re.compile(r" ([^\W\d_]+)").match(text, mention.end)
    if behind is not None and behind[1].lower() in lexicon().of_place | {"police"}:
        return True
    return any(
        other.start == mention.end + 2 and other.kind is Kind.PLACE
        and text[mention.end : other.start] == ", "
        for other in mentions[index + 1 : index + 3]
    )  # fmt: skip


@cache
def _storm() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({_either(lexicon().storms)})\s+$")


@cache
def _named() -> re.Pattern[str]:
    before = _either(lexicon().storms | lexicon().ship_prefixes)
    return re.compile(rf"(?<!\w)(?:{before})\s+(?P<name>[^\W\d_a-z][^\W\d_]+)(?![\w-])")


@cache
def _whole_storm() -> re.Pattern[str]:
    return re.compile(rf"(?P<kind>{_either(lexicon().storms)}) (?P<name>[^\W\d_a-z][^\W\d_]+)")


@cache
def _vessel() -> re.Pattern[str]:
    kinds, prefixes = _either(lexicon().vessels), _either(lexicon().ship_prefixes)
    article = r"(?P<article>\b(?:[Tt]he|[Tt]heir|[Ii]ts|[^\W\d_a-z]\w+(?:n|ish|ese)) )?"
    opening = rf"(?:^|(?<=[.\n“\"] ))(?i:{kinds})"
    return re.compile(
        rf"(?:(?<!\w)(?:{prefixes})|{article}(?<![\w-])(?P<kind>{kinds}|{opening}))\s+[\"“‘']?$"
    )


@cache
def _work() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either(lexicon().works)}),?\s+[\"“‘']$")


def _either(words: Collection[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, longest_first))
