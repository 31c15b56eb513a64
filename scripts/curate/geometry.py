"""Distances, mean positions and equal-area radii on a sphere of 6,371.0088 km.

A sphere is within 0.5 % of the ellipsoid, far below the uncertainty of a label point.
"""

from __future__ import annotations

import math
from statistics import fmean
from typing import TYPE_CHECKING, Any

from shapely import Polygon, transform
from shapely.geometry import shape
from shapely.ops import polylabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = [
    "EARTH_RADIUS_KM",
    "LatLon",
    "disc_radius_km",
    "distance_km",
    "label_of_shape",
    "mean_position",
    "spread_km",
]

LatLon = tuple[float, float]
"""Degrees, latitude first."""

EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius
OVERSEAS_KM = 1800.0  # parts of a country farther from its main part do not widen its circle


def distance_km(here: LatLon, there: LatLon) -> float:
    """Return the great-circle distance of two positions (haversine).

    Example:
        >>> round(distance_km((40.18, 44.51), (41.69, 44.83)))
        170
    """
    lat1, lon1, lat2, lon2 = map(math.radians, (*here, *there))
    chord = math.sin((lat2 - lat1) / 2) ** 2
    chord += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def mean_position(points: Sequence[LatLon]) -> LatLon:
    """Return the mean of positions, through three dimensions, so that the date line is no edge."""
    vectors = [
        (
            math.cos(math.radians(lat)) * math.cos(math.radians(lon)),
            math.cos(math.radians(lat)) * math.sin(math.radians(lon)),
            math.sin(math.radians(lat)),
        )
        for lat, lon in points
    ]
    x, y, z = (fmean(axis) for axis in zip(*vectors, strict=True))
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def spread_km(centre: LatLon, points: Sequence[LatLon], share: float = 0.9) -> float:
    """Return the distance from ``centre`` within which a share of the points lies."""
    distances = sorted(distance_km(centre, point) for point in points)
    return distances[math.ceil(share * len(distances)) - 1] if distances else 0.0


def disc_radius_km(square_kilometres: float) -> float:
    """Return the radius of the disc with an area."""
    return math.sqrt(square_kilometres / math.pi)


def label_of_shape(geometry: dict[str, Any]) -> tuple[LatLon, float]:
    """Return a label point inside a GeoJSON area's largest polygon, and the area's radius.

    The label is the centroid where that lies inside, else the pole of inaccessibility. The radius
    is that of the disc with the same second moment about the label, each part counted as a disc:
    for one polygon the disc of equal area, for an archipelago one that reaches its parts.

    Args:
        geometry: A GeoJSON Polygon or MultiPolygon in WGS 84 degrees.

    Returns:
        The label point and a radius in kilometres.
    """
    outline = shape(geometry)
    parts = sorted(getattr(outline, "geoms", [outline]), key=_square_kilometres, reverse=True)
    label = _label_of_polygon(parts[0])
    moment = total = 0.0
    for part in parts:
        area = _square_kilometres(part)
        apart = distance_km(label, (part.centroid.y, part.centroid.x)) if part != parts[0] else 0.0
        if apart < OVERSEAS_KM:
            total += area
            moment += area * (2 * apart**2 + disc_radius_km(area) ** 2)
    return label, math.sqrt(moment / total)


def _label_of_polygon(polygon: Polygon) -> LatLon:
    """Return a point well inside a polygon, found where areas are true."""
    flat = transform(polygon, _equal_area)
    point = flat.centroid
    if not flat.contains(point):
        point = polylabel(flat, tolerance=20.0)
    lat = math.degrees(math.asin(max(-1.0, min(1.0, point.y / EARTH_RADIUS_KM))))
    return lat, math.degrees(point.x / EARTH_RADIUS_KM)


def _square_kilometres(polygon: Polygon) -> float:
    """Return the area of a polygon in degrees."""
    return float(transform(polygon, _equal_area).area)


def _equal_area(degrees: NDArray[Any]) -> NDArray[Any]:
    """Project longitude and latitude to Lambert's cylindrical equal-area plane, in kilometres."""
    import numpy as np

    radians = np.radians(degrees)
    return EARTH_RADIUS_KM * np.column_stack((radians[:, 0], np.sin(radians[:, 1])))
