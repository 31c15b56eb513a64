"""What a GeoJSON geometry says of a place: a point for its label, how far it reaches, its outline.

Shapely is imported when the first geometry is read.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gazetteer.errors import SourceError
from gazetteer.model import Point
from gazetteer.regions import distance_km

_KM_A_DEGREE: Final = 111.195  # of a great circle on the mean sphere
_DECIMALS: Final = 5  # about a metre


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
        lon, lat = coordinates[:2]
        return Shape(_point(float(lon), float(lat)))
    import shapely
    from shapely.geometry import shape

    try:
        parsed = shapely.force_2d(shape(geometry))
    except (shapely.errors.ShapelyError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise ValueError(f"no geometry ({error})") from error
    return shape_of(parsed)


def shape_of(parsed: Any) -> Shape | None:
    """Return what a shapely geometry says, None where it is empty.

    Raises:
        ValueError: It lies outside the range of coordinates, or is a collection.
    """
    if parsed.is_empty:
        return None
    if parsed.geom_type in {"Polygon", "MultiPolygon"}:
        return _area(parsed)
    if parsed.geom_type in {"LineString", "MultiLineString"}:
        return _line(parsed)
    if parsed.geom_type in {"Point", "MultiPoint"}:
        middle = parsed.centroid
        return Shape(_point(middle.x, middle.y))
    raise ValueError(f"a {parsed.geom_type} is not a place")


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
