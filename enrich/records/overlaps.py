"""Places on one spot: on a map the last one drawn hides the others, unless somebody says so."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from gazetteer.model import Point
from gazetteer.regions import EARTH_KM

NEAR_KM: Final = 1.0
"""So close, two points are one to the eye on every map but that of a town."""

_Position = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Share:
    """What a place has of its spot.

    Attributes:
        number: How many places lie within ``NEAR_KM`` of it, itself among them.
        nth: Which of them it is, from 1, in the order in which they were given.
    """

    number: int
    nth: int


def shares(points: Mapping[str, Point]) -> dict[str, Share]:
    """Return what each place has of its spot; the places by id, in order.

    Example:
        >>> found = shares({"Russia": Point(lat=60, lon=90), "Soviet Union": Point(lat=60, lon=90),
        ...                 "Tomsk": Point(lat=56.5, lon=84.97)})
        >>> found["Soviet Union"]
        Share(number=2, nth=2)
        >>> found["Tomsk"]
        Share(number=1, nth=1)
    """
    cells: dict[tuple[int, ...], list[tuple[int, _Position]]] = {}
    positions = [_position(point) for point in points.values()]
    for order, position in enumerate(positions):
        cells.setdefault(_cell(position), []).append((order, position))
    found = {}
    for order, (name, position) in enumerate(zip(points, positions, strict=True)):
        near = [
            other
            for cell in product(*((n - 1, n, n + 1) for n in _cell(position)))
            for other, there in cells.get(cell, ())
            if math.dist(position, there) <= NEAR_KM
        ]
        found[name] = Share(len(near), sum(other <= order for other in near))
    return found


def _position(point: Point) -> _Position:
    """Return where a point lies in space, in kilometres: no pole and no antimeridian there."""
    lat, lon = math.radians(point.lat), math.radians(point.lon)
    away = EARTH_KM * math.cos(lat)
    return away * math.cos(lon), away * math.sin(lon), EARTH_KM * math.sin(lat)


def _cell(position: _Position) -> tuple[int, ...]:
    return tuple(math.floor(value / NEAR_KM) for value in position)
