"""Where things lie: boxes, cells of a quarter of a degree, distances, degrees as written out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from gazetteer.model import Point

EARTH_KM: Final = 6371.0088
"""Mean radius of the Earth, kilometres (IUGG, Moritz 2000)."""

UNITS: Final = 100_000
"""Coordinates are stored as whole hundred-thousandths of a degree: about a metre."""
_DEGREE_DECIMALS: Final = 7  # a centimetre; RFC 7946 advises against more
_HALF_TURN: Final = 180.0
_CELL: Final = 25_000
_COLUMNS: Final = 1440
_SMALLEST_KM: Final = 110.0  # of a degree of latitude, rounded down: a box too large does no harm


@dataclass(frozen=True, slots=True)
class Box:
    """An area between two parallels and two meridians, WGS 84 degrees.

    Attributes:
        south: Latitude of its southern edge.
        west: Longitude of its western edge.
        north: Latitude of its northern edge.
        east: Longitude of its eastern edge; less than ``west`` where it crosses the antimeridian.
    """

    south: float
    west: float
    north: float
    east: float

    def halves(self) -> tuple[Box, ...]:
        """Return it as one box, or as two where it crosses the antimeridian."""
        if self.west <= self.east:
            return (self,)
        return (
            Box(self.south, self.west, self.north, 180.0),
            Box(self.south, -180.0, self.north, self.east),
        )


def distance_km(a: Point, b: Point) -> float:
    """Return the great-circle distance of two points in kilometres, within 0.6 % of the geodesic.

    The haversine formula (Sinnott 1984) on the mean sphere: ranking needs thousands of distances
    a document; where exact ones are reported, geopy's geodesic is used.

    Example:
        >>> round(distance_km(Point(lat=40.18, lon=44.51), Point(lat=41.72, lon=44.78)))
        173
    """
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = math.sin((lat_b - lat_a) / 2) ** 2
    half_lon = math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    chord = half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lon
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, chord)))


def box_around(point: Point, km: float) -> Box:
    """Return a box that holds every point within a distance, all meridians near a pole.

    Example:
        >>> box_around(Point(lat=0.0, lon=179.9), 110.0)
        Box(south=-1.0, west=178.89985, north=1.0, east=-179.09985)
    """
    reach = km / _SMALLEST_KM
    south, north = max(-90.0, point.lat - reach), min(90.0, point.lat + reach)
    widest = math.cos(math.radians(max(abs(south), abs(north))))
    turn = reach / widest if widest > 1e-6 else 360.0
    if turn >= 180.0:
        return Box(round(south, 5), -180.0, round(north, 5), 180.0)
    west, east = point.lon - turn, point.lon + turn
    west = west + 360.0 if west < -180.0 else west
    east = east - 360.0 if east > 180.0 else east
    return Box(round(south, 5), round(west, 5), round(north, 5), round(east, 5))


def iter_cell_ranges(box: Box) -> Iterator[tuple[int, int, int, int, int, int]]:
    """Yield the ranges of cells that cover a box, a row of cells each.

    Returns:
        First cell, last cell, and the box's own bounds: south, north, west, east, in
        hundred-thousandths of a degree, as the query over the index of cells takes them.
    """
    for part in box.halves():
        south, north = math.floor(part.south * UNITS), math.ceil(part.north * UNITS)
        west, east = math.floor(part.west * UNITS), math.ceil(part.east * UNITS)
        edges = (south, north, west, east)
        first = (west + 180 * UNITS) // _CELL
        last = min((east + 180 * UNITS) // _CELL, _COLUMNS - 1)
        for row in range((south + 90 * UNITS) // _CELL, (north + 90 * UNITS) // _CELL + 1):
            yield row * _COLUMNS + first, row * _COLUMNS + last, *edges
            if east >= 180 * UNITS and first > 0:  # the antimeridian itself lies in the first cell
                yield row * _COLUMNS, row * _COLUMNS, *edges


def degrees(value: float) -> float:
    """Return degrees with seven decimals, never minus zero."""
    return round(float(value), _DEGREE_DECIMALS) + 0.0


def bounds(points: Iterable[Point]) -> list[float] | None:
    """Return the bounding box of points: west, south, east, north in degrees; None of none.

    Where the points lie close together across the antimeridian, west is greater than east, as
    RFC 7946 (5.2) asks for; otherwise the box does not cross it.

    Example:
        >>> bounds([Point(lat=-18.1, lon=178.4), Point(lat=-16.8, lon=-179.9)])
        [178.4, -18.1, -179.9, -16.8]
    """
    held = list(points)
    if not held:
        return None
    west, east = _west_east(sorted(degrees(point.lon) for point in held))
    lats = [degrees(point.lat) for point in held]
    return [west, min(lats), east, max(lats)]


def _west_east(longitudes: list[float]) -> tuple[float, float]:
    west, east = longitudes[0], longitudes[-1]
    if east - west <= _HALF_TURN:
        return west, east
    gaps = [(b - a, a, b) for a, b in pairwise(longitudes)]
    widest, before, after = max(gaps)
    # The box may cross the antimeridian only if that makes it narrower than half the globe.
    return (after, before) if 360.0 - widest < _HALF_TURN <= widest else (west, east)
