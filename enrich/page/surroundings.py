"""What lies around the places of a page, for its map close up: towns, and borders of provinces.

The basemap knows only countries and great cities. These are the towns of the embedded gazetteer,
thinned as maps are: at each scale the largest of each square of the map, the finer the scale the
nearer to a place that the page names. The provinces are those that the places lie in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final

from enrich.geography.places import Precision, precision
from enrich.model import Result, Role
from enrich.page.data import outline_steps
from gazetteer.model import Entity, Kind, Point
from gazetteer.regions import box_around, distance_km
from gazetteer.store import Gazetteer
from gazetteer.store.spatial import Town

_SCALES: Final = (
    (24, 250.0), (48, 250.0), (96, 150.0), (192, 100.0), (384, 50.0), (768, 25.0), (1536, 15.0),
)  # fmt: skip
"""Pixels a degree of longitude, and how many kilometres from a place towns are drawn from there."""
_ASKED: Final = ((250.0, 20_000), (100.0, 3_000), (50.0, 1))
"""How many kilometres from a place which towns are looked for: of so many inhabitants at least."""
_SQUARE: Final = 44  # pixels: one town each
_PLACES: Final = 16  # places that towns are drawn around, those named most
_APART_KM: Final = 30.0  # places nearer to each other have the same towns
_PROVINCES: Final = 24
_TOWNS: Final = 800
_STEPS: Final = 1000  # of a degree: a hundred metres
_DEGREE_KM: Final = 111.2
_NORTHERNMOST: Final = 85.0  # where the map ends, nearly


class Surroundings:
    """The places of a page, gathered document by document.

    Example:
        >>> Surroundings().drawn()
        {'towns': [], 'provinces': []}
    """

    def __init__(self) -> None:
        self._named: dict[str, list[Any]] = {}  # id: weight, place

    def add(self, result: Result) -> None:
        """Add the towns and spots that a document names."""
        for link in result.links:
            place = link.entity
            if place is None or not _is_spot(place) or not result.is_mapped(link.mention):
                continue
            named = self._named.setdefault(place.id, [0, place])
            named[0] += 3 if link.mention.role is Role.LITERAL else 1

    def drawn(self) -> dict[str, list[Any]]:
        """Return what the map draws: ``towns`` and the outlines of ``provinces``.

        A town is its name, degrees east and north in thousandths, and the scale from which it is
        drawn, in pixels a degree of longitude; the largest scale is last, and of two towns the
        larger first. An outline is a list of rings, as those of ``enrich.page.data.outlines``.
        """
        places = [place for _, place in sorted(self._named.values(), key=lambda named: -named[0])]
        return {"towns": _towns(_points(places)), "provinces": _provinces(places)}


def _towns(points: Sequence[Point]) -> list[list[Any]]:
    if not points:
        return []
    with Gazetteer.open() as gazetteer:
        around = {
            town for point in points for km, least in _ASKED
            for town in gazetteer.towns(box_around(point, km), least)
        }  # fmt: skip
    drawn = _thinned(sorted(around, key=lambda town: (-town.population, town)), points)
    drawn.sort(key=lambda pair: pair[0])  # a stable sort: the larger stay first
    return [
        [town.name, round(town.lon * _STEPS), round(town.lat * _STEPS), scale]
        for scale, town in drawn[:_TOWNS]
    ]


def _provinces(places: Iterable[Entity]) -> list[list[list[int]]]:
    around = {curie: None for place in places for curie in place.containers[1:2]}
    held = (outline_steps(Entity(curie, "", Kind.PLACE)) for curie in around)
    return list(islice(filter(None, held), _PROVINCES))


def _points(places: Iterable[Entity]) -> list[Point]:
    """Where the first places are, without those beside one of them."""
    kept: list[Point] = []
    for place in places:
        point = place.point
        if point and all(distance_km(point, other) > _APART_KM for other in kept):
            kept.append(point)
        if len(kept) == _PLACES:
            break
    return kept


def _is_spot(place: Entity) -> bool:
    exact = (Precision.SETTLEMENT, Precision.EXACT)
    point = place.point
    return (
        place.kind is Kind.PLACE and point is not None and abs(point.lat) < _NORTHERNMOST
        and precision(place)[0] in exact
    )  # fmt: skip


def _away(town: Town, point: Point) -> float:
    """How many kilometres a town lies from a point near it, about: there are thousands to ask."""
    east = (town.lon - point.lon + 180) % 360 - 180
    return math.hypot(town.lat - point.lat, east * math.cos(math.radians(point.lat))) * _DEGREE_KM


def _thinned(towns: Iterable[Town], points: Sequence[Point]) -> list[tuple[int, Town]]:
    """Return the towns, the largest first, that are the first in their square at some scale."""
    taken: set[tuple[int, int, int]] = set()
    drawn: list[tuple[int, Town]] = []
    for town in towns:
        y = math.degrees(math.asinh(math.tan(math.radians(town.lat))))
        squares = [(k, int(town.lon * k // _SQUARE), int(y * k // _SQUARE)) for k, _ in _SCALES]
        free = next((n for n, square in enumerate(squares) if square not in taken), None)
        if free is None:
            continue
        if min(_away(town, point) for point in points) <= _SCALES[free][1]:
            drawn.append((_SCALES[free][0], town))
            taken.update(squares[free:])
    return drawn
