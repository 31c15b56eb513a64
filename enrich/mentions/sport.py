"""Whether the words around a name are about sport, and about which one."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

__all__ = ["RESULT", "TeamWords", "is_about_sport", "sport_at", "sport_of", "team_words"]

RESULT: Final = re.compile(r"(?<![\w-])\d{1,3}[-–]\d{1,3}(?![\w-])")
"""How a result is written: "2-1"."""

_DATA: Final = Path(__file__).with_name("data") / "teams.toml"
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHORT: Final = 20  # words of a paragraph that lines around it say what it is about
_BESIDE: Final = 120  # code points of those
_AROUND: Final = 250  # code points of a long paragraph, on either side of a name
_REACH: Final = 3000  # code points in which the sport is named
_BEHIND: Final = 3  # times as far counts a sign behind a name
_NEAR: Final = 20  # code points: a sign counts the more, the nearer it is


@dataclass(frozen=True, slots=True)
class TeamWords:
    """The lists of ``data/teams.toml``."""

    sport: frozenset[str]
    weak: frozenset[str]
    world: frozenset[str]
    sports: dict[str, frozenset[str]]
    after: frozenset[str]
    before: frozenset[str]
    before_pair: frozenset[str]
    nouns: frozenset[str]
    civic: frozenset[str]
    shared: frozenset[str]


@cache
def team_words() -> TeamWords:
    """Return the words by which a team is told from its city."""
    read = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    beside = read["beside"]
    pairs = (" ".join(pair.split()) for pair in beside.pop("before_pair").split("|"))
    return TeamWords(
        sport=frozenset(read["sport"].split()),
        weak=frozenset(read["weak"].split()),
        world=frozenset(read["world"].split()),
        sports={
            sport: frozenset(word.replace("_", " ") for word in words.split())
            for sport, words in read["sports"].items()
        },
        before_pair=frozenset(pairs),
        **{name: frozenset(words.split()) for name, words in beside.items()},
    )


def is_about_sport(text: str, start: int, end: int) -> bool:
    """Return whether the words around a name tell of sport more than of the world.

    Its sentence says so, or where that tells of neither or of both, its paragraph; of a short one
    that tells of neither, such as a line of a list of fixtures, the lines around it do.

    Args:
        text: The text.
        start: Offset of the first code point of the name.
        end: Offset after its last.

    Example:
        >>> text = "The coach left Leeds." + chr(10) + "The minister of Leeds spoke of jobs. " * 5
        >>> is_about_sport(text, 15, 20), is_about_sport(text, 38, 43)
        (True, False)
    """
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    last = text.find("\n", end)
    last = min(len(text) if last < 0 else last, end + _AROUND)
    opening, closing = text.rfind(". ", first, start), text.find(". ", end, last)
    sentence = max(first, opening), last if closing < 0 else closing
    signs, world, _ = _told(text, *sentence)
    if bool(signs) is not bool(world):
        return signs > 0
    signs, world, count = _told(text, first, last)
    if not signs and not world and count < _SHORT:
        signs, world, _ = _told(text, max(0, first - _BESIDE), last + _BESIDE)
    return signs > world


def _told(text: str, first: int, last: int) -> tuple[int, int, int]:
    """How many words of a stretch tell of sport, how many of the world, and how many there are."""
    around, lists = _WORD.findall(text[first:last].lower()), team_words()
    words = set(around)
    signs = len(words & (lists.sport | lists.weak)) + 2 * len(RESULT.findall(text, first, last))
    return signs, len(words & lists.world), len(around)


def sport_of(words: Sequence[str]) -> str:
    """Return the sport that most of some lower-case words are of, or "".

    Example:
        >>> sport_of(["the", "quarterback", "threw", "a", "touchdown"])
        'US football'
    """
    return _most_named((sport, 1.0) for _, sport in _signs(words))


def sport_at(text: str, at: int) -> str:
    """Return the sport that a text is about where a name stands, or "".

    What is named nearest counts most, and before rather than behind the name, as headings stand: a
    page of results is about one sport after the other.

    Args:
        text: The text.
        at: Offset of the name.

    Example:
        >>> text = "The goalkeeper saved it. NFL: Leeds at Ames, 1 p.m."
        >>> sport_at(text, 30)
        'US football'
    """
    offsets, sports = _signs_in(text)
    first, last = (bisect_left(offsets, at + reach) for reach in (-_REACH, _REACH))
    return _most_named(
        (sport, 1 / (_NEAR + max(at - offset, _BEHIND * (offset - at))) ** 3)
        for offset, sport in zip(offsets[first:last], sports[first:last], strict=True)
    )


@lru_cache(maxsize=2)
def _signs_in(text: str) -> tuple[list[int], list[str]]:
    """Where in a text a sport is named, and which."""
    found = list(_WORD.finditer(text))
    signs = list(_signs([match[0].lower() for match in found]))
    return [found[i].start() for i, _ in signs], [sport for _, sport in signs]


def _signs(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The words that name a sport, and the pairs: "Indian Premier League" is one of cricket."""
    sports, last = _sports(), -1
    for index, word in enumerate(words):
        pair = f"{word} {words[index + 1]}" if index + 1 < len(words) else ""
        sport = sports.get(word) or sports.get(pair)
        if sport is not None and index > last:
            yield index, sport
            last = index if word in sports else index + 1


@cache
def _sports() -> dict[str, str]:
    return {word: sport for sport, words in team_words().sports.items() for word in words}


def _most_named(votes: Iterator[tuple[str, float]]) -> str:
    weights: defaultdict[str, float] = defaultdict(float)
    for sport, weight in votes:
        weights[sport] += weight
    return max(weights, key=lambda sport: (weights[sport], sport)) if weights else ""
