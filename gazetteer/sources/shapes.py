"""What a geometry says of a place: a point for its label, how far it reaches, its outline.

Geometries come from strangers. What Shapely or GEOS, a library of C, would fail on is refused
before it is handed over: nested or curved geometries, coordinates that are no numbers or far off
the globe. Shapely is imported when the first geometry is read.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from gazetteer.errors import SourceError
from gazetteer.model import Point
from gazetteer.regions import distance_km
from gazetteer.sources.options import UNUSABLE

_KM_A_DEGREE: Final = 111.195  # of a great circle on the mean sphere
_DECIMALS: Final = 5  # about a metre
_MOST_LON: Final = 540.0  # longitudes may run on by a turn of the world
_POINT, _LINE, _AREA, _SEVERAL = 1, 2, 3, 3  # in WKB; of several the type is three higher
_TYPES: Final = {
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
}  # fmt: skip
_OTHERS: Final = {
    7: "GeometryCollection", 8: "CircularString", 9: "CompoundCurve", 10: "CurvePolygon",
    11: "MultiCurve", 12: "MultiSurface", 15: "PolyhedralSurface", 16: "TIN", 17: "Triangle",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry, as far as a gazetteer needs it.

    Attributes:
        point: A point of it: of several parts, of the largest.
        radius_km: Of the circle of the same area; of a line, half the way between its ends'
            corners; None for a point.
        outline: WKB of an area, WGS 84, else None.
    """

    point: Point
    radius_km: float | None = None
    outline: bytes | None = None


def read_shape(geometry: Mapping[str, Any] | None) -> Shape | None:
    """Return what a geometry says, None where there is none or it is empty.

    Raises:
        ValueError: It is not a geometry, or lies outside the range of coordinates.

    Example:
        >>> read_shape({"type": "Point", "coordinates": [44.51, 40.18]}).point
        Point(lat=40.18, lon=44.51)
    """
    if not geometry:
        return None
    if geometry.get("type") == "Point":
        coordinates = geometry.get("coordinates")
        if not isinstance(coordinates, list) or not coordinates:
            return None
        try:
            lon, lat = map(float, coordinates[:2])
        except (TypeError, OverflowError) as error:
            raise ValueError(f"no geometry ({error})") from error
        return Shape(_point(lon, lat))
    return _shape_of(parse_geojson(geometry))


def read_wkb(wkb: bytes) -> Shape | None:
    """Return what a geometry in well-known binary says, None where it is empty.

    Raises:
        ValueError: It is broken, nested or curved, or lies outside the range of coordinates.

    Example:
        >>> read_wkb(struct.pack("<BIdd", 1, 1, 44.51, 40.18)).point
        Point(lat=40.18, lon=44.51)
    """
    try:
        end = _skipped(wkb, 0)
    except (struct.error, IndexError) as error:
        raise ValueError("broken WKB") from error
    if end > len(wkb):
        raise ValueError("broken WKB")
    import shapely

    try:
        with np.errstate(invalid="ignore"):
            parsed = shapely.force_2d(shapely.from_wkb(wkb))
    except shapely.errors.ShapelyError as error:
        raise ValueError("broken WKB") from error
    return _shape_of(_near(parsed))


def parse_geojson(geometry: Mapping[str, Any]) -> Any:
    """Return a GeoJSON geometry as one of Shapely's, in two dimensions.

    Raises:
        ValueError: It is not a point, line or area or several of them, or is off the globe.
    """
    if geometry.get("type") not in _TYPES:
        raise ValueError(f"a {str(geometry.get('type'))[:30]} is not a place")
    import shapely
    from shapely.geometry import shape

    try:
        with np.errstate(invalid="ignore"):  # what is no number is refused, without a warning
            return _near(shapely.force_2d(shape(geometry)))
    except (shapely.errors.ShapelyError, *UNUSABLE) as error:
        raise ValueError(f"no geometry ({error})") from error


def _skipped(wkb: bytes, at: int, wanted: int | None = None) -> int:
    """Return where a geometry ends that holds no others than it should: GEOS would follow any."""
    order = "<" if wkb[at] == 1 else ">"
    (kind,) = struct.unpack_from(f"{order}I", wkb, at + 1)
    flags, (thousands, kind) = kind >> 29, divmod(kind & 0x1FFFFFFF, 1000)
    if kind not in range(1, 7) or thousands > 3 or wanted not in {None, kind}:
        raise ValueError(f"a {_OTHERS.get(kind, 'geometry of another type')} is not a place")
    size: int = 8 * (2 + max((flags >> 2) + (flags >> 1 & 1), (0, 1, 1, 2)[thousands]))
    at += int(5 + 4 * (flags & 1))
    if kind == _POINT:
        return at + size
    (count,) = struct.unpack_from(f"{order}I", wkb, at)
    at += 4
    if kind == _LINE:
        return at + int(count) * size
    for _ in range(count):
        if kind == _AREA:
            (points,) = struct.unpack_from(f"{order}I", wkb, at)
            at += 4 + points * size
        else:
            at = _skipped(wkb, at, kind - _SEVERAL)
    return at


def _near(parsed: Any) -> Any:
    """Refuse coordinates that are no numbers or off the map."""
    import shapely

    found = np.abs(shapely.get_coordinates(parsed))
    if not (found <= (_MOST_LON, 90.0)).all():  # NaN is not
        raise ValueError("coordinates that are off the globe; give WGS 84 degrees")
    return parsed


def _shape_of(parsed: Any) -> Shape | None:
    if parsed.is_empty:
        return None
    if parsed.geom_type in {"Polygon", "MultiPolygon"}:
        return _area(parsed)
    if parsed.geom_type in {"LineString", "MultiLineString"}:
        return _line(parsed)
    middle = parsed.centroid
    return Shape(_point(middle.x, middle.y))


def _area(shape: Any) -> Shape:
    import shapely

    from gazetteer.polygons import cut_at_antimeridian

    try:
        cut = shapely.make_valid(cut_at_antimeridian(shape))
    except (shapely.errors.ShapelyError, SourceError) as error:
        raise ValueError(f"no area ({error})") from error
    parts = [p for part in shapely.get_parts(cut) for p in shapely.get_parts(part)]
    parts = [part for part in parts if part.geom_type == "Polygon"]
    if not parts:
        raise ValueError("an area without extent")
    largest = max(parts, key=_square_km)
    label = largest.centroid
    if not largest.contains(label):
        label = largest.representative_point()
    radius = math.sqrt(sum(map(_square_km, parts)) / math.pi)
    whole = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    return Shape(_point(label.x, label.y), _rounded(radius), bytes(shapely.to_wkb(whole)))


def _square_km(polygon: Any) -> float:
    """Return an area, square kilometres, as flat as its middle parallel: for comparing sizes."""
    shrink = math.cos(math.radians(polygon.centroid.y))
    return float(polygon.area) * shrink * _KM_A_DEGREE**2


def _line(shape: Any) -> Shape:
    import shapely

    merged = shapely.line_merge(shape)
    longest = max(shapely.get_parts(merged), key=lambda part: part.length)
    label = longest.interpolate(0.5, normalized=True)
    west, south, east, north = shape.bounds
    reach = distance_km(_point(west, south), _point(east, north)) / 2
    return Shape(_point(label.x, label.y), _rounded(reach))


def _rounded(km: float) -> float:
    return round(km) if km >= 10 else round(km, 1)


def _point(lon: float, lat: float) -> Point:
    return Point(lat=round(lat, _DECIMALS), lon=round(lon, _DECIMALS))
