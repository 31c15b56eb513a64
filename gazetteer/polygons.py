"""Which area a point lies in, and outlines small enough for a map.

Outlines are WKB polygons in WGS 84 degrees, lon before lat. One that crosses the antimeridian may
be cut there (RFC 7946), run on beyond 180 degrees, or jump from one side to the other: all three
are brought to the first form.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon, affinity, box
from shapely.errors import ShapelyError

from gazetteer.errors import SourceError
from gazetteer.model import Point

_CHUNK: Final = 50_000  # points tested at a time: bounds the memory of a batch
_EDGE: Final = 1e-9  # degrees
_DECIMALS: Final = 1e-7  # degrees, a centimetre
_MOST_LON: Final = 900.0  # degrees: a world is cut out of it for each turn


class AreaIndex:
    """Areas by position.

    A border belongs to both its areas; of several areas around a point the smallest is given, so
    that a district goes before its state.

    Args:
        areas: (code, outline as WKB); one code may have several outlines.

    Raises:
        SourceError: An outline is not a WKB polygon.

    Example:
        >>> square = bytes(shapely.to_wkb(box(44, 40, 45, 41)))
        >>> AreaIndex([("AM.11", square)]).areas_of([Point(lat=40.18, lon=44.51)])
        ['AM.11']
    """

    def __init__(self, areas: Iterable[tuple[str, bytes]]) -> None:
        outlines = [(code, _polygons(wkb, code)) for code, wkb in areas]
        outlines = [(code, shape) for code, shape in outlines if not shape.is_empty]
        # Smallest first: the rank of an outline is its place in the list.
        outlines.sort(key=lambda item: (_equal_area(item[1]), item[0]))
        self._codes = [code for code, _ in outlines]
        self._shapes = np.array([shape for _, shape in outlines], dtype=object)
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def areas_of(self, points: Sequence[Point]) -> list[str | None]:
        """Return the code of the smallest area around each point, or None.

        Args:
            points: Any number; memory is bounded.
        """
        found: list[str | None] = []
        for start in range(0, len(points), _CHUNK):
            found += self._chunk(points[start : start + _CHUNK])
        return found

    def _chunk(self, points: Sequence[Point]) -> list[str | None]:
        lon = np.array([point.lon for point in points])
        lat = np.array([point.lat for point in points])
        near, shapes = self._tree.query(shapely.points(lon, lat))
        inside = shapely.intersects_xy(self._shapes[shapes], lon[near], lat[near])
        none = len(self._codes)
        best = np.full(len(points), none)
        np.minimum.at(best, near[inside], shapes[inside])
        return [None if rank == none else self._codes[rank] for rank in best.tolist()]


def simplify(wkb: bytes, tolerance_deg: float) -> bytes:
    """Return an outline with fewer points, still valid.

    Islands and holes smaller than the tolerance squared are left out, but never the largest
    island; no outline moves by more than a twentieth of the extent of that island, so that a small
    state keeps its form. The two sides of an outline cut at the antimeridian are simplified as
    one, so that they meet there.

    Args:
        wkb: Polygon or MultiPolygon, WGS 84.
        tolerance_deg: How far the new line may lie from the old, degrees; 0 leaves all points.

    Returns:
        WKB of a Polygon or MultiPolygon, cut at the antimeridian.

    Raises:
        SourceError: The outline is not a WKB polygon.
        ValueError: The tolerance is negative or no number.

    Example:
        >>> line = box(0, 0, 1, 1).segmentize(0.1)
        >>> len(shapely.from_wkb(simplify(shapely.to_wkb(line), 0.01)).exterior.coords)
        5
    """
    if not tolerance_deg >= 0 or math.isinf(tolerance_deg):
        raise ValueError(f"a tolerance of {tolerance_deg!r} degrees; give 0 or more")
    shape = _joined(_polygons(wkb, "outline"))
    tolerance = min(tolerance_deg, _extent(shape) / 20)
    simple = shapely.simplify(shape, tolerance, preserve_topology=True)
    simple = _without_small(_only_polygons(shapely.make_valid(simple)), tolerance**2)
    # Rounding can close a strait: the precision model of GEOS keeps the result valid.
    simple = _only_polygons(shapely.set_precision(simple, _DECIMALS))
    kept = cut_at_antimeridian(shape if simple.is_empty else simple)
    return bytes(shapely.to_wkb(kept, byte_order=1))


def cut_at_antimeridian(shape: Any) -> Any:
    """Return a polygon in longitudes -180 to 180, cut in two where it crosses the antimeridian.

    An edge of more than 180 degrees is taken to go the short way round, unless it runs along a
    pole or from one side of the map to the other.

    Args:
        shape: Shapely Polygon or MultiPolygon, WGS 84.

    Raises:
        SourceError: It goes round the world more than twice.

    Example:
        >>> cut_at_antimeridian(box(170, 0, 190, 10)).bounds
        (-180.0, 0.0, 180.0, 10.0)
    """
    parts = [_unrolled(part) for part in shapely.get_parts(shape)]
    if any(max(map(abs, part.bounds[::2]), default=0.0) > _MOST_LON for part in parts):
        raise SourceError("the outline leaves the map; give WGS 84 degrees")
    if not any(part.bounds[0] < -180 or part.bounds[2] > 180 for part in parts):
        return shape
    cut = []
    for part in (shapely.make_valid(part) for part in parts):
        first, last = (math.floor((bound + 180) / 360) for bound in part.bounds[::2])
        for turn in range(first, last + 1):
            world = box(turn * 360 - 180, -90, turn * 360 + 180, 90)
            cut.append(affinity.translate(part.intersection(world), -360.0 * turn))
    return _only_polygons(shapely.union_all(cut))


def _polygons(wkb: bytes, name: str) -> Any:
    """Read WKB as valid two-dimensional polygons, cut at the antimeridian."""
    try:
        shape = shapely.force_2d(shapely.from_wkb(wkb))
        if shape.geom_type not in {"Polygon", "MultiPolygon"}:
            raise SourceError(f"{name}: the outline is a {shape.geom_type}; give a polygon")
        bounds = () if shape.is_empty else shape.bounds
        # Longitudes may run on by a turn of the world; a bound that is NaN is never within.
        if not all(abs(b) <= most for b, most in zip(bounds, (540, 90) * 2, strict=False)):
            raise SourceError(f"{name}: the outline leaves the map; give WGS 84 degrees")
        shape = cut_at_antimeridian(shape)
        return shape if shape.is_valid else _only_polygons(shapely.make_valid(shape))
    except (ShapelyError, TypeError, ValueError) as error:
        raise SourceError(f"{name}: the outline cannot be read ({error})") from error


def _only_polygons(shape: Any) -> Any:
    """Leave out the points and lines that repairs and cuts leave behind."""
    parts = [
        part
        for piece in shapely.get_parts(shape)
        for part in shapely.get_parts(piece)
        if part.geom_type == "Polygon" and not part.is_empty
    ]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _equal_area(shape: Any) -> float:
    """Return the area in Lambert's cylindrical equal-area projection, for comparing sizes."""
    projected = shapely.transform(
        shape, lambda xy: np.column_stack([np.radians(xy[:, 0]), np.sin(np.radians(xy[:, 1]))])
    )
    return float(projected.area)


def _unrolled(polygon: Any) -> Any:
    """Let longitudes run on beyond 180 degrees where a ring jumps to the other side."""
    rings = [polygon.exterior, *polygon.interiors]
    if not any(_jumps(np.asarray(ring.coords)).any() for ring in rings):
        return polygon
    outer, *holes = (_unrolled_ring(np.asarray(ring.coords)) for ring in rings)
    middle = outer[:, 0].mean()
    # A hole goes where its ring is, not a turn of the world beside it.
    for hole in holes:
        hole[:, 0] += 360.0 * round((middle - hole[:, 0].mean()) / 360.0)
    return Polygon(outer, holes)


def _jumps(ring: Any) -> Any:
    """Tell for each edge of a ring whether it goes the long way round for want of a cut."""
    step = np.abs(np.diff(ring[:, 0]))
    at_side = np.abs(np.abs(ring[:, 0]) - 180.0) < _EDGE
    at_pole = np.abs(ring[:, 1]) > 90.0 - _EDGE
    long_way = (at_side[:-1] & at_side[1:]) | (at_pole[:-1] & at_pole[1:])
    return (step > 180.0) & ~long_way


def _unrolled_ring(ring: Any) -> Any:
    jumps = _jumps(ring)
    turns = np.where(jumps, -np.sign(np.diff(ring[:, 0])), 0.0)
    lon = ring[:, 0] + 360.0 * np.concatenate([[0.0], np.cumsum(turns)])
    return np.column_stack([lon, ring[:, 1]])


def _joined(shape: Any) -> Any:
    """Put the western pieces of an outline beyond 180 degrees, and join what meets there."""
    parts = list(shapely.get_parts(shape))
    west = [p for p in parts if p.bounds[0] <= -180 + _EDGE]
    east = [p for p in parts if p.bounds[2] >= 180 - _EDGE]
    if not west or not east or any(p.bounds[2] - p.bounds[0] >= 360 - _EDGE for p in parts):
        return shape
    moved = {id(part) for part in west}
    shifted = [affinity.translate(p, 360.0) if id(p) in moved else p for p in parts]
    return _only_polygons(shapely.union_all(shifted))


def _extent(shape: Any) -> float:
    """Return the longer side of the largest part, degrees."""
    parts = list(shapely.get_parts(shape))
    if not parts:
        return 0.0
    west, south, east, north = max(parts, key=lambda part: part.area).bounds
    return float(max(east - west, north - south))


def _without_small(shape: Any, area: float) -> Any:
    """Leave out islands and holes below an area in square degrees; keep the largest island."""
    parts = list(shapely.get_parts(shape))
    if not parts:
        return shape
    largest = max(parts, key=lambda part: part.area)
    kept = [
        Polygon(part.exterior, [h for h in part.interiors if Polygon(h).area >= area])
        for part in parts
        if part is largest or part.area >= area
    ]
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)
