"""What lies in a box, in the outline of an area, or under its administrative codes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from gazetteer.model import Entity
from gazetteer.regions import UNITS, Box, iter_cell_ranges
from gazetteer.store import queries
from gazetteer.store.file import StoreFile


class Town(NamedTuple):
    """A town as maps need it.

    Attributes:
        name: As shown.
        lat: Degrees north, WGS 84.
        lon: Degrees east.
        population: Inhabitants, at least one.
    """

    name: str
    lat: float
    lon: float
    population: int


class Outline:
    """The outline of an area, of WKB in WGS 84."""

    def __init__(self, wkb: bytes) -> None:
        import shapely  # slow to load, and only needed here

        self._shape = shapely.from_wkb(wkb)
        shapely.prepare(self._shape)

    @cached_property
    def box(self) -> Box:
        """What surrounds it."""
        west, south, east, north = self._shape.bounds
        return Box(south, west, north, east)

    def holds(self, entity: Entity) -> bool:
        """Whether the point of an entity lies inside or on the edge."""
        import shapely

        point = entity.point
        return point is not None and bool(shapely.intersects_xy(self._shape, point.lon, point.lat))


def holds(area: Box | Outline | str, entity: Entity) -> bool:
    """Whether an entity lies in an area; what lies in one given by its id names it."""
    if isinstance(area, Outline):
        return area.holds(entity)
    if isinstance(area, str):
        return area in entity.containers
    point = entity.point
    return point is not None and any(
        half.south <= point.lat <= half.north and half.west <= point.lon <= half.east
        for half in area.halves()
    )


def in_box(file: StoreFile, box: Box) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the entities in a box."""
    for ranges in iter_cell_ranges(box):
        yield from file.all(queries.IN_CELLS, ranges)


def towns_in_box(file: StoreFile, box: Box, least: int) -> Iterator[Town]:
    """Yield the towns in a box with so many inhabitants."""
    for ranges in iter_cell_ranges(box):
        for name, lat, lon, population in file.all(queries.TOWNS_IN_CELLS, (*ranges, least)):
            yield Town(name, lat / UNITS, lon / UNITS, population)


def in_codes(file: StoreFile, key: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the entities that carry a code of the area with a key."""
    for (code,) in file.all("SELECT code FROM area WHERE entity = ?", (key,)):
        yield from file.all(queries.IN_AREA, (code, code, code))
