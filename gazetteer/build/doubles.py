"""Places without a published id that a dump of GeoNames holds under its own.

No reference gave the curated airports and the small places of the United States their GeoNames ids:
they have an ``enrich:`` id, by which nothing merges. A place of the dump is such a one where

- it is of the same sort, an airport or a settlement, and lies in the same country, a settlement
  in the same first-level division too;
- it has a name of it, or its Wikidata item;
- it lies as near as two records of one place do (``_reach_km``);
- the package does not hold it already: what stands in two rows of the curated tables is two things;
- nothing of the dump lies nearer, and the place nothing nearer of those without an id.

A dump is read once, a row at a time; only the rows that agree are kept, and paired at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from gazetteer.codes import is_airport, is_settlement
from gazetteer.names import fold
from gazetteer.regions import distance_km
from gazetteer.rows import Row

_AIRPORT_KM: Final = 10.0  # two sources have one no farther apart, and namesakes lie farther
_SETTLEMENT_KM: Final = 15.0  # the tables of the package hold no nearer namesakes either
_POSTAL_KM: Final = 60.0  # the point of a post office is often where its mail is sorted
_POSTAL: Final = "us-postal"
_AIRPORT_WORDS: Final = frozenset(
    "aerodrome air airbase airfield airport base field intl international".split()
)

Group = tuple[bool, str]
"""Whether airports or settlements, and which country."""


class Doubles:
    """Finds the places with an ``enrich:`` id that a dump holds too.

    Args:
        is_held: Whether the package holds a GeoNames id.

    Example:
        >>> from gazetteer.model import Kind, Point
        >>> point = Point(lat=51.47, lon=-0.46)
        >>> heathrow = Row("enrich:heathrow", Kind.PLACE, "London Heathrow Airport", country="GB",
        ...                feature="AIRP", point=point)
        >>> dumped = replace(heathrow, id="geonames:2647216", name="London Heathrow")
        >>> doubles = Doubles(lambda number: False)
        >>> for rows in (doubles.watch([heathrow]), doubles.through([dumped])):
        ...     _ = list(rows)
        >>> [(curie, row.id) for curie, row in doubles.pairs()]
        [('enrich:heathrow', 'geonames:2647216')]
    """

    def __init__(self, is_held: Callable[[int], bool]) -> None:
        self._is_held = is_held
        self._named: dict[Group, dict[str, list[Row]]] = {}
        self._found: list[tuple[float, str, Row]] = []

    def watch(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield rows of the package, and look out for those among them that have no id."""
        for row in rows:
            group = _group(row) if row.id.startswith("enrich:") else None
            if group is not None:
                named = self._named.setdefault(group, {})
                kept = replace(row, names=(), description="")
                for name in _names(row):
                    named.setdefault(name, []).append(kept)
            yield row

    def through(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows of a dump, and note which of them may be one that was looked out for."""
        for row in rows:
            group = _group(row)
            if group is not None and (named := self._named.get(group)):
                self._compare(row, named)
            yield row

    def pairs(self) -> Iterator[tuple[str, Row]]:
        """Yield the ids of the places that are held twice, each with the row of the dump."""
        taken: set[str] = set()
        for _, curie, row in sorted(self._found, key=lambda found: (*found[:2], found[2].id)):
            if curie not in taken and row.id not in taken:
                taken |= {curie, row.id}
                yield curie, row

    def _compare(self, row: Row, named: dict[str, list[Row]]) -> None:
        alike = {own.id: own for name in _names(row) for own in named.get(name, ())}
        near = [
            (km, own.id, replace(row, names=()))
            for own in alike.values()
            if (km := _apart_km(own, row)) is not None
        ]
        if near and not self._is_held(int(row.id.removeprefix("geonames:"))):
            self._found += near


def _reach_km(row: Row) -> float:
    """Return how far from a place another record of it may lie."""
    if is_airport(row.feature):
        return _AIRPORT_KM
    return _POSTAL_KM if row.source == _POSTAL else _SETTLEMENT_KM


def _group(row: Row) -> Group | None:
    if row.country is None or row.point is None:
        return None
    if is_airport(row.feature):
        return True, row.country
    return (False, row.country) if is_settlement(row.feature) else None


def _names(row: Row) -> set[str]:
    """Return what two records of one place have in common: its keys, and its item.

    An airport goes by what is left of a name without the words for its sort: "Volkel Air Base" is
    "Volkel Airport" elsewhere.
    """
    keys = {fold(name) for name in (row.name, *(name.text for name in row.names))}
    if is_airport(row.feature):
        keys = {" ".join(w for w in k.split() if w not in _AIRPORT_WORDS) or k for k in keys}
    keys.discard("")
    return keys | {row.wikidata} if row.wikidata else keys


def _apart_km(own: Row, row: Row) -> float | None:
    """Return how far apart two records lie, None where that is too far for one place."""
    if own.point is None or row.point is None:
        return None
    if not is_airport(own.feature) and _division(own) != _division(row):
        return None
    km = distance_km(own.point, row.point)
    return km if km <= _reach_km(own) else None


def _division(row: Row) -> list[str]:
    return (row.area or "").split(".")[:2]
