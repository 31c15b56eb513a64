"""Merge the terms of one person: consecutive ones, and the same one known twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Position", "birth_before", "days_between", "merge_positions"]

DAYS_BETWEEN_TERMS = 31
"""Terms that follow each other within a month are one time in office."""
DAYS_BETWEEN_SITTINGS = 210
"""A dissolved parliament may be gone for half a year before its members are back."""
DAYS_IN_YEAR = 366
"""Two open terms that begin within a year are one that the reference dates twice."""
SITTING = frozenset({"member of parliament", "senator", "member of the House of Representatives"})
DAYS_APART = 120
"""So far may the reference's first day lie from the one written by hand."""
HAND = "hand"
OLDEST = 105
"""Years of age at which nobody comes into an office."""


@dataclass(frozen=True, slots=True)
class Position:
    """An office held: a row of ``people_positions.csv`` without the person.

    Attributes:
        title: One spelling for one office.
        country: ISO 3166-1 alpha-2 of the state served, or "".
        organisation: CURIE of the body served, or "".
        start: ISO 8601, as exact as known, or "".
        end: Likewise; "" while in office or where unknown.
        source: "wikidata" or "hand".
    """

    title: str
    country: str
    organisation: str
    start: str
    end: str
    source: str


def merge_positions(positions: Iterable[Position]) -> list[Position]:
    """Return the offices of a person with repeated and consecutive terms merged.

    The same term known twice ("2003" and "2003-10-31") keeps the more exact dates; what was
    written by hand goes before the reference.

    Args:
        positions: The offices of one person, in any order.

    Example:
        >>> [p.end for p in merge_positions([
        ...     Position("president", "US", "", "2021", "", "wikidata"),
        ...     Position("president", "US", "", "2021-01-20", "2025-01-20", "hand")])]
        ['2025-01-20']
    """
    groups: dict[tuple[str, str, str], list[Position]] = {}
    for position in positions:
        key = (position.title, position.country, position.organisation)
        groups.setdefault(key, []).append(position)
    merged = [p for group in groups.values() for p in _merge_group(group)]
    return sorted(merged, key=lambda p: (p.start, p.end, p.title, p.country, p.organisation))


def _merge_group(group: list[Position]) -> list[Position]:
    """Merge the terms of one office, oldest first; undated ones go where dated ones exist."""
    dated = sorted((p for p in group if p.start), key=lambda p: (p.start, p.end or "9999"))
    if not dated:
        return [max(group, key=lambda p: (p.source == HAND, p.end))]
    by_hand = [p for p in dated if p.source == HAND]
    result: list[Position] = []
    for position in dated:
        if position.source != HAND and any(_same_term(position, p) for p in by_hand):
            continue
        if result and _joins(result[-1], position):
            result[-1] = _joined(result[-1], position)
        else:
            result.append(position)
    ends = {p.end[:4] for p in result}
    return result + [p for p in group if not p.start and p.end and p.end[:4] not in ends]


def _same_term(known: Position, hand: Position) -> bool:
    """Tell whether a term of the reference is one that was written by hand."""
    loose = DAYS_APART if len(known.start) > len("2006") else DAYS_IN_YEAR
    if _compatible(known.start, hand.start) or _days(known.start, hand.start) <= loose:
        return True
    inside = known.start > hand.start and (not hand.end or known.start < hand.end)
    if known.title in SITTING:
        return inside
    return inside and (not known.end or not hand.end or known.end <= hand.end)


def _joins(first: Position, second: Position) -> bool:
    """Tell whether the second term repeats or follows on the first, of the same source."""
    if first.source != second.source:
        return False
    if _compatible(first.start, second.start):
        return True
    if not first.end and first.title not in SITTING:
        return _days(first.start, second.start) <= DAYS_IN_YEAR
    if not first.end:
        return True
    gap = DAYS_BETWEEN_SITTINGS if first.title in SITTING else DAYS_BETWEEN_TERMS
    return second.start <= first.end or _days(first.end, second.start) <= gap


def _joined(first: Position, second: Position) -> Position:
    """Return one term for two that join."""
    if _compatible(first.start, second.start):
        start = max(first.start, second.start, key=len)
        end = _more_exact_end(first.end, second.end)
    else:
        start = first.start
        end = "" if not second.end else max(first.end, second.end)
    return replace(first, start=start, end=end)


def _more_exact_end(one: str, other: str) -> str:
    """Return the known end of the same term, the more exact one where both are known."""
    if _compatible(one, other):
        return max(one, other, key=len)
    return max(one, other)


def _compatible(one: str, other: str) -> bool:
    """Tell whether one date is the other, known less exactly."""
    shorter = min(len(one), len(other))
    return shorter > 0 and one[:shorter] == other[:shorter]


def _days(one: str, other: str) -> int:
    """Return the days between two dates, taking what is unknown as the first of the period."""
    return abs((_first_day(other) - _first_day(one)).days)


def days_between(start: str, end: str) -> int:
    """Return the days of a term whose first and last day are known, else -1.

    Example:
        >>> days_between("2022-09-06", "2022-10-25"), days_between("2022", "")
        (49, -1)
    """
    whole = len("2022-09-06")
    return _days(start, end) if len(start) == len(end) == whole else -1


def birth_before(born: str, positions: Iterable[Position]) -> str:
    """Return a date of birth, or "" where somebody so old came into one of the offices.

    Example:
        >>> birth_before("1855", [Position("senator", "US", "", "2021", "", "wikidata")])
        ''
    """
    years = (int(p.start[:4]) - int(born[:4]) for p in positions if p.start and born)
    return "" if any(age > OLDEST for age in years) else born


def _first_day(text: str) -> date:
    """Return the first day a date may mean; a day its month lacks falls on the first."""
    year, month, day = (int(part) for part in (text + "-01-01")[:10].split("-")[:3])
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 1)
