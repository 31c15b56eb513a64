"""Who held an office on a day, told from the terms that the gazetteer holds.

Terms are as good as their sources: some lack an end, some are known to the year only, and a
deputy who stood in for a week may be among them. So there are three answers, each of which holds
only where those before it do:

may_cover    no date that is known speaks against it: weak evidence, and nothing to be claimed
covers       its source says so, as exactly as it knows: may be claimed
is_certain   so it is whatever its dates leave open

A day is ISO 8601, as exact as known: "2018" asks for any day of that year.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final, TypeVar

from gazetteer.ids import curie_of
from gazetteer.model import Position
from gazetteer.store.file import TEXT_OR_NONE, StoreFile

_Person = TypeVar("_Person", bound=Hashable)
_CACHED: Final = 2_000  # offices
_LIFELONG: Final = frozenset({"monarch", "president", "prime minister"})
# A minister in office for longer than this, by a source that has no end, has one it does not know.
_LONG_YEARS: Final = 8


class OfficeTerms:
    """The terms of each office that a gazetteer's file holds, read when they are asked for."""

    def __init__(self, file: StoreFile) -> None:
        self._file = file
        self._known: dict[tuple[str, str], tuple[tuple[str, Position], ...]] = {}

    def of(self, title: str, country: str | None) -> tuple[tuple[str, Position], ...]:
        """Return every term of an office with the id of the person, the earliest first."""
        office = (title, country or "")
        terms = self._known.get(office)
        if terms is None:
            rows = self._file.all(
                "SELECT entity, start, end, organisation, as_of FROM position"
                " WHERE title = ? AND country = ? ORDER BY start, entity",
                office,
                (int, str, TEXT_OR_NONE, str, TEXT_OR_NONE),
            )
            terms = tuple(
                (
                    self._curie(key),
                    Position(title, country or None, start or None, end, body or None, as_of),
                )
                for key, start, end, body, as_of in rows
            )
            if len(self._known) >= _CACHED:
                self._known.clear()
            self._known[office] = terms
        return terms

    def _curie(self, key: int) -> str:
        if curie := curie_of(key):
            return curie
        slugs = self._file.all("SELECT slug FROM local_id WHERE key = ?", (key,), (str,))
        if not slugs:
            raise self._file.damaged(f"an office of {key}, who is not held")
        return f"enrich:{slugs[0][0]}"

    def countries(self, title: str) -> frozenset[str]:
        """Return the states in which an office of a title is held, "" for a body without one."""
        rows = self._file.all(
            "SELECT DISTINCT country FROM position WHERE title = ?", (title,), (str,)
        )
        return frozenset(country for (country,) in rows)


def may_cover(term: Position, day: str | None) -> bool:
    """Return whether no date that is known of a term speaks against a day.

    An unknown first day may lie ever so far back. A term without an end is taken to last, even
    beyond the day that its source reaches: a minister known to be in office as of 2023 may be the
    one whom a text of 2024 names, but nobody is said to be in office by that.

    Without a day, now is meant.

    Example:
        >>> held = Position("minister", "AM", "2023-05-03", "2024-01")
        >>> [may_cover(held, day) for day in ("2023-05-02", "2023", "2024-01-31", "2024-02", None)]
        [False, True, True, False, False]
    """
    if day is None:
        return term.end is None
    began = term.start is None or term.start[: len(day)] <= day[: len(term.start)]
    return began and (term.end is None or term.end[: len(day)] >= day[: len(term.end)])


def covers(term: Position, day: str) -> bool:
    """Return whether a term covers a day, as far as its source knows.

    Without a first day it covers none. Without a last one it goes as far as its source, unless
    nobody is that long in such an office.

    Example:
        >>> held = Position("minister", "AM", "2020-05-03", as_of="2023")
        >>> [covers(held, day) for day in ("2020-05-02", "2020", "2023-12-31", "2024-02")]
        [False, True, True, False]
    """
    if term.start is None or not may_cover(term, day):
        return False
    if term.end is not None or term.as_of is None:
        return True
    return _is_credible(term) and day[: len(term.as_of)] <= term.as_of


def is_certain(term: Position, day: str) -> bool:
    """Return whether a term covers the whole of a day, however inexact its own dates are.

    Example:
        >>> [is_certain(Position("minister", "AM", "2018"), day) for day in ("2018-06", "2019")]
        [False, True]
    """
    return (
        covers(term, day)
        and term.start is not None
        and _is_before(term.start, day)
        and (term.end is None or _is_before(day, term.end))
    )


def is_of(term: Position, title: str, country: str | None) -> bool:
    """Whether a term is one of an office."""
    return term.title == title and term.country == country


def holding(
    terms: Sequence[tuple[_Person, Position]], day: str
) -> tuple[tuple[_Person, Position], ...]:
    """Return the terms of an office that count on a day, one a person.

    A term without an end gives way once somebody else has taken over, and where one term covers
    the day with certainty, those that may only touch it give way too.

    Args:
        terms: Every term of one office, each with a key for the person, the earliest first.
        day: As exact as known.

    Example:
        >>> terms = [(1, Position("premier", "XX", "2001")), (2, Position("premier", "XX", "2005"))]
        >>> [key for key, _ in holding(terms, "2004-02-01")]
        [1]
        >>> [key for key, _ in holding(terms, "2007-02-01")]
        [2]
    """
    found = {
        key: (key, term)
        for key, term in terms
        if covers(term, day) and not _is_superseded(term, key, terms, day)
    }
    certain = [held for held in found.values() if is_certain(held[1], day)]
    return tuple(certain or found.values())


def _is_superseded(
    term: Position, key: Hashable, terms: Sequence[tuple[Hashable, Position]], day: str
) -> bool:
    return term.end is None and any(
        other.start is not None
        and (term.start or "") < other.start
        and _is_before(other.start, day)
        for person, other in terms
        if person != key
    )


def _is_before(first: str, second: str) -> bool:
    """Whether a day is surely not after another: "2018-05" is before "2018-06-01"."""
    if len(first) == len(second) == len("2018-05-08"):
        return first <= second
    size = min(len(first), len(second))
    return first[:size] < second[:size]


def _is_credible(term: Position) -> bool:
    """Whether someone with an open end can still have been in office when the source was made."""
    if term.title in _LIFELONG or term.as_of is None or term.start is None:
        return True
    return int(term.as_of[:4]) - int(term.start[:4]) <= _LONG_YEARS


def merged_positions(held: Sequence[Position], learnt: Sequence[Position]) -> tuple[Position, ...]:
    """Return the terms of a person, brought up to date by what Wikidata says now.

    A term that is held and has no end takes the end of the one that began at the same time. Terms
    that began at another time than any that is held are new.

    Example:
        >>> held = (Position("minister of foreign affairs", "AM", "2018-05", as_of="2023"),)
        >>> learnt = [Position("minister", "AM", "2018-05-12", "2020"),
        ...           Position("ambassador", "AM", "2021")]
        >>> [(p.title, p.start, p.end) for p in merged_positions(held, learnt)]
        [('minister of foreign affairs', '2018-05', '2020'), ('ambassador', '2021', None)]
    """
    open_ends = [p for p in learnt if p.start]
    merged = []
    for term in held:
        same = [p for p in open_ends if _begin_together(p, term)]
        ends = {p.end for p in same}
        if term.end is None and len(ends) == 1:
            end = ends.pop()
            # Found open now: what is said of it is no longer as old as its first source.
            term = Position(term.title, term.country, term.start, end, term.organisation)  # noqa: PLW2901
        merged.append(term)
    merged += [p for p in learnt if not any(_begin_together(p, term) for term in held)]
    return tuple(sorted(merged, key=lambda p: (p.start or "", p.title)))


def description_since(
    description: str, before: Sequence[Position], after: Sequence[Position]
) -> str:
    """Return a description that says of an office since when it is held, now that it has ended.

    Args:
        description: "minister of defence of Armenia, from 2008", or any other.
        before: The terms that it was made from.
        after: The same terms, brought up to date.

    Example:
        >>> before = [Position("minister of defence", "AM", "2008-04-14")]
        >>> after = [Position("minister of defence", "AM", "2008-04-14", "2016-10-03")]
        >>> description_since("minister of defence of Armenia, from 2008", before, after)
        'minister of defence of Armenia, 2008–2016'
    """
    for term in before:
        year = (term.start or "")[:4]
        ending = f", from {year}"
        if not year or term.end or not description.endswith(ending):
            continue
        if not description.startswith(term.title):
            continue
        ends = {p.end for p in after if p.title == term.title and _begin_together(p, term)}
        if len(ends) == 1 and (end := ends.pop()):
            years = year if end[:4] == year else f"{year}–{end[:4]}"
            return f"{description.removesuffix(ending)}, {years}"
    return description


def _begin_together(one: Position, other: Position) -> bool:
    if not one.start or not other.start:
        return one.start == other.start and one.title == other.title
    size = min(len(one.start), len(other.start))
    return one.start[:size] == other.start[:size] and one.country in {other.country, None}
