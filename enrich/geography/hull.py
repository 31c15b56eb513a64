"""Outlines around discs on the globe, right across the antimeridian and at the poles.

A hull drawn in degrees goes wrong where longitudes jump and where they meet. So it is drawn in a
plane that touches the globe in the middle of the discs, in which distances from there are true
(azimuthal equidistant), cut along the meridians 0 and 180, and only then told in degrees. The cut
is made in the gnomonic plane, in which every great circle is a straight line. Formulas: J. P.
Snyder, Map Projections: A Working Manual (USGS Professional Paper 1395), 22 and 25. The globe is a
sphere here: what is off by a third of a per cent is a circle around a label point.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from gazetteer.model import Point
from gazetteer.regions import EARTH_KM, degrees

if TYPE_CHECKING:
    from shapely import Geometry, Polygon

_CORNERS: Final = 16  # of the polygon that stands for a disc
_WIDEST: Final = math.radians(80)  # from the middle; beyond it a plane is stretched too far
_CONVEX_TO: Final = 3  # so few discs have no shape to follow
_RATIO: Final = 0.5  # of concave_hull: 1 is the convex hull, 0 as tight as can be
_PIECES: Final = 24  # an edge as long as the whole is drawn in as many
_STRAIGHT: Final = 100.0 / EARTH_KM  # so short an edge is straight in every plane
_BEND: Final = 0.02  # of its length, by which an edge may miss its great circle
_BENDS: Final = (0.05 / EARTH_KM, 10.0 / EARTH_KM)  # but never less nor more
_HALVINGS: Final = 10  # most of an edge
_GRID: Final = 1e-4  # degrees, ten metres
_METRE: Final = 1e-3 / EARTH_KM
_ON_CUT: Final = 1e-9  # of the radius
_FAR: Final = 1e4  # of the radius, more than a plane reaches

Vector = tuple[float, float, float]
Position = tuple[float, float]
Disc = tuple[Point, float]


def hull(discs: Sequence[Disc]) -> dict[str, Any]:
    """Return the outline around discs as a GeoJSON geometry.

    One disc gives itself, two the strip from one to the other, more the concave hull of all with
    the strips that join them in the shortest way. Discs that are scattered over more than a
    hemisphere have no outline in common: they are given as they are. What crosses the antimeridian
    is cut there into a MultiPolygon (RFC 7946, 3.1.9); exterior rings run counterclockwise.

    Args:
        discs: At least one: the middle and the radius in kilometres.

    Example:
        >>> suva, taveuni = Point(lat=-18.1, lon=178.4), Point(lat=-16.8, lon=-179.9)
        >>> shape = hull([(suva, 50.0), (taveuni, 50.0)])
        >>> shape["type"], len(shape["coordinates"])
        ('MultiPolygon', 2)
    """
    import shapely

    discs = _outermost(discs)
    middle = _middle(discs)
    groups = [discs] if middle is not None else [[disc] for disc in discs]
    parts = [part for group in groups for part in _in_degrees(_Frame(_middle(group)), group)]
    # Not by the grid of union_all, which leaves a single part as it is.
    whole = shapely.set_precision(shapely.union_all(parts), _GRID)
    polygons = [shapely.orient_polygons(polygon) for polygon in _polygons(whole)]
    rings = [
        [[[degrees(x), degrees(y)] for x, y in ring.coords] for ring in (p.exterior, *p.interiors)]
        for p in polygons
    ]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0]}
    return {"type": "MultiPolygon", "coordinates": rings}


def _outermost(discs: Sequence[Disc]) -> list[Disc]:
    """Return the discs that lie in no other: where two share a middle, a strip joins the wider."""
    wide: list[tuple[Disc, Vector, float]] = []
    for disc in sorted(discs, key=lambda disc: -disc[1]):
        at, radius = _vector(disc[0]), min(disc[1] / EARTH_KM, _WIDEST)
        if all(_angle(at, middle) + radius > around + _METRE for _, middle, around in wide):
            wide.append((disc, at, radius))
    return [disc for disc, _, _ in wide]


def _middle(discs: Sequence[Disc]) -> Vector | None:
    """Return what lies in the middle, None where the discs are all around the globe."""
    if len(discs) == 1:
        return _vector(discs[0][0])
    x, y, z = (sum(axis) for axis in zip(*(_vector(point) for point, _ in discs), strict=True))
    if math.hypot(x, y, z) < 1e-6 * len(discs):
        return None
    middle = _unit(x, y, z)
    reach = max(_angle(middle, _vector(point)) + _angular(km) for point, km in discs)
    return middle if reach <= _WIDEST else None


def _angular(km: float) -> float:
    """Return a radius as an angle, never more than one plane can show."""
    return min(km / EARTH_KM / math.cos(math.pi / _CORNERS), _WIDEST)


class _Frame:
    """A plane that touches the unit sphere."""

    def __init__(self, middle: Vector | None) -> None:
        if middle is None:
            raise ValueError("no middle")
        x, y, _ = self.up = middle
        length = math.hypot(x, y)
        self.east: Vector = (-y / length, x / length, 0.0) if length > 1e-12 else (0.0, 1.0, 0.0)
        self.north = _cross(self.up, self.east)

    def circle(self, radius: float) -> Iterator[Vector]:
        """Yield the corners of a polygon around the circle of an angular radius."""
        for corner in range(_CORNERS):
            turn = math.tau * corner / _CORNERS
            yield self._at(radius, math.cos(turn), math.sin(turn))

    def flat(self, vector: Vector) -> Position:
        """Return where a point of the sphere lies, at its true distance, in radians."""
        east, north = _dot(vector, self.east), _dot(vector, self.north)
        length = math.hypot(east, north)
        angle = math.atan2(length, _dot(vector, self.up))
        return (angle * east / length, angle * north / length) if length else (0.0, 0.0)

    def round(self, position: Position) -> Vector:
        """Return the point of the sphere that lies there: the reverse of ``flat``."""
        angle = math.hypot(*position)
        return self._at(angle, position[0] / angle, position[1] / angle) if angle else self.up

    def straight(self, vector: Vector) -> Position:
        """Return where it lies in the plane of straight great circles."""
        height = _dot(vector, self.up)
        return _dot(vector, self.east) / height, _dot(vector, self.north) / height

    def bent(self, position: Position) -> Vector:
        """Return the point of the sphere: the reverse of ``straight``."""
        east, north = position
        length = math.hypot(1.0, east, north)
        return self._sum(1 / length, east / length, north / length)

    def _at(self, angle: float, east: float, north: float) -> Vector:
        away = math.sin(angle)
        return self._sum(math.cos(angle), away * east, away * north)

    def _sum(self, up: float, east: float, north: float) -> Vector:
        axes = zip(self.up, self.east, self.north, strict=True)
        x, y, z = (up * u + east * e + north * n for u, e, n in axes)
        return x, y, z


def _in_degrees(frame: _Frame, discs: Sequence[Disc]) -> Iterator[Polygon]:
    """Yield the hull as polygons in degrees that do not cross the meridians 0 and 180."""
    import shapely

    outline = _outline(frame, discs)
    extent = max(abs(value) for value in outline.bounds)
    ring = shapely.segmentize(outline.exterior, max(extent / _PIECES, _STRAIGHT)).coords
    straight = shapely.Polygon([frame.straight(frame.round((x, y))) for x, y in ring]).buffer(0)
    for side in (1.0, -1.0):  # east of Greenwich, west of it
        for part in _polygons(straight.intersection(_half_plane(frame, side))):
            vectors = [frame.bent((x, y)) for x, y in part.exterior.coords[:-1]]
            polygon = shapely.Polygon(_degrees(vectors, side))
            yield from _polygons(polygon if polygon.is_valid else shapely.make_valid(polygon))


def _outline(frame: _Frame, discs: Sequence[Disc]) -> Polygon:
    """Return the hull in the plane of true distances."""
    import shapely

    circles = [_Frame(_vector(point)).circle(_angular(km)) for point, km in discs]
    flat = [shapely.Polygon([_settled(frame.flat(v)) for v in circle]) for circle in circles]
    if len(flat) <= _CONVEX_TO:
        return shapely.convex_hull(shapely.MultiPolygon(flat))
    corners = shapely.MultiPoint([corner for disc in flat for corner in disc.exterior.coords])
    tight = shapely.concave_hull(corners, ratio=_RATIO)
    middles = [frame.flat(_vector(point)) for point, _ in discs]
    strips = [shapely.MultiPolygon([flat[a], flat[b]]).convex_hull for a, b in _tree(middles)]
    return shapely.Polygon(shapely.union_all([tight, *strips]).exterior)


def _settled(position: Position) -> Position:
    return _rounded(position[0]), _rounded(position[1])


def _rounded(value: float) -> float:
    """Round to a metre, lest the last digit decide between two hulls that are as good."""
    return round(value, 7)


def _tree(middles: Sequence[Position]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that join all positions in the shortest way (Prim's algorithm)."""
    nearest = {n: (_rounded(math.dist(middles[0], at)), 0) for n, at in enumerate(middles) if n}
    while nearest:
        added = min(nearest, key=lambda n: nearest[n])
        yield nearest.pop(added)[1], added
        for n, known in nearest.items():
            nearest[n] = min(known, (_rounded(math.dist(middles[added], middles[n])), added))


def _half_plane(frame: _Frame, side: float) -> Geometry:
    """Return the part of the straight plane that lies east (1) or west (-1) of Greenwich."""
    import shapely

    height, normal = frame.up[1], (frame.east[1], frame.north[1])
    length = math.hypot(*normal)
    whole = shapely.box(-_FAR, -_FAR, _FAR, _FAR)
    if abs(height) > _FAR * length:  # the middle lies 90 degrees away from the cut: out of sight
        return whole if height * side > 0 else shapely.Polygon()
    east, north = normal[0] / length, normal[1] / length
    x, y = -height / length * east, -height / length * north  # the point of the cut nearest to 0, 0
    along, across = (-north * _FAR * 2, east * _FAR * 2), side * _FAR * 2
    near = [(x - along[0], y - along[1]), (x + along[0], y + along[1])]
    far = [(px + across * east, py + across * north) for px, py in reversed(near)]
    return shapely.Polygon([*near, *far])


def _degrees(vectors: Sequence[Vector], side: float) -> Iterator[Position]:
    """Yield a ring in degrees: longitudes 0 to 180, or to -180 where ``side`` is negative.

    Where the ring goes through a pole, from one meridian of the cut to the other, it follows the
    edge of the map there.
    """
    ring = [vector for vector in vectors if not _is_pole(vector)]
    for here, there in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        lon, ahead = _longitude(here, side), _longitude(there, side)
        yield lon, _latitude(here)
        if {lon, ahead} == {0.0, side * 180.0}:
            pole = math.copysign(90.0, here[2] + there[2])
            yield lon, pole
            yield ahead, pole
        else:
            yield from _between(here, there, side, _HALVINGS)


def _between(a: Vector, b: Vector, side: float, halvings: int) -> Iterator[Position]:
    """Yield what keeps an edge near its great circle, which in degrees bends towards the poles."""
    lon = (_longitude(a, side) + _longitude(b, side)) / 2
    lat = (_latitude(a) + _latitude(b)) / 2
    middle = _unit(a[0] + b[0], a[1] + b[1], a[2] + b[2])
    least, most = _BENDS
    bend = max(least, min(most, _BEND * _angle(a, b)))
    if halvings and _angle(middle, _vector(Point(lat=lat, lon=lon))) > bend:
        yield from _between(a, middle, side, halvings - 1)
        yield _longitude(middle, side), _latitude(middle)
        yield from _between(middle, b, side, halvings - 1)


def _is_pole(vector: Vector) -> bool:
    return math.hypot(vector[0], vector[1]) < _ON_CUT


def _latitude(vector: Vector) -> float:
    return math.degrees(math.asin(max(-1.0, min(1.0, vector[2]))))


def _longitude(vector: Vector, side: float) -> float:
    x, y, _ = vector
    if abs(y) < _ON_CUT:
        return 0.0 if x > 0 else side * 180.0
    return side * abs(math.degrees(math.atan2(y, x)))


def _polygons(shape: Geometry) -> list[Polygon]:
    """Return the polygons of a geometry; a cut may leave lines and points, which have no area."""
    parts: Iterable[Geometry] = getattr(shape, "geoms", [shape])
    flat = [p for part in parts for p in (_polygons(part) if hasattr(part, "geoms") else [part])]
    return [part for part in flat if part.geom_type == "Polygon" and not part.is_empty]


# --------------------------------------------------------------------------------- vectors


def _vector(point: Point) -> Vector:
    lat, lon = math.radians(point.lat), math.radians(point.lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _unit(x: float, y: float, z: float) -> Vector:
    length = math.hypot(x, y, z)
    return x / length, y / length, z / length


def _dot(a: Vector, b: Vector) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def _cross(a: Vector, b: Vector) -> Vector:
    (ax, ay, az), (bx, by, bz) = a, b
    return ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx


def _angle(a: Vector, b: Vector) -> float:
    return math.atan2(math.hypot(*_cross(a, b)), _dot(a, b))
