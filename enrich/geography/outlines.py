"""The outlines of countries and their first-level divisions that come with the package.

Natural Earth at 1:10 million, simplified to about a kilometre: good for a map of a country, too
coarse for one of a town. ``scripts/compile_outlines.py`` tells how the file is made and written.
It is read when the first outline is asked for, and of it only the lines of that outline.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any, Final

from enrich.model import Link
from gazetteer.errors import UnknownEntity
from gazetteer.model import Entity, Kind
from gazetteer.store import Gazetteer

_DECIMALS: Final = 5  # of a degree, a metre: more than any outline is exact to
Points = list[tuple[float, float]]


def held_outlines(links: Iterable[Link], gazetteer: Gazetteer) -> dict[str, bytes]:
    """Return the outlines that a gazetteer has of linked places, as WKB by their ids."""
    found: dict[str, bytes] = {}
    if gazetteer.has_outlines:
        for curie in {of.entity.id for of in links if of.entity and of.entity.kind is Kind.PLACE}:
            with suppress(UnknownEntity):  # it was found live, or a user has added it
                if wkb := gazetteer.outline(curie):
                    found[curie] = wkb
    return found


def shipped_outline(entity: Entity) -> Any:
    """Return the outline of a country or division, a shapely MultiPolygon, or None without one.

    WGS 84, longitude first, cut at the antimeridian, outer rings counterclockwise. Borders are
    those of GeoNames: Crimea is in Ukraine, Kosovo and Taiwan are by themselves.

    Example:
        >>> from gazetteer.model import Kind
        >>> armenia = Entity("geonames:174982", "Armenia", Kind.PLACE)
        >>> [round(bound) for bound in shipped_outline(armenia).bounds]
        [43, 39, 47, 41]
    """
    return next(
        (_outline(curie) for curie in (entity.id, *entity.same_as) if curie in _held()["areas"]),
        None,
    )


def has_outline(entity: Entity) -> bool:
    """Return whether the package has the outline of a place."""
    return any(curie in _held()["areas"] for curie in (entity.id, *entity.same_as))


def outline_geometry(entity: Entity, held: bytes | None = None) -> dict[str, Any] | None:
    """Return the outline of a place as a GeoJSON MultiPolygon (RFC 7946), or None without one.

    Args:
        entity: The place.
        held: The outline that a gazetteer has of it, WKB; None for that of the package, if any.
    """
    shape = shipped_outline(entity) if held is None else _polygons(held)
    if shape is None or shape.is_empty:
        return None
    return {
        "type": "MultiPolygon",
        "coordinates": [
            [_positions(ring) for ring in (part.exterior, *part.interiors)] for part in shape.geoms
        ],
    }


def _positions(ring: Any) -> list[list[float]]:
    return [[round(x, _DECIMALS), round(y, _DECIMALS)] for x, y in ring.coords]


def _polygons(wkb: bytes) -> Any:
    import shapely

    return _oriented(shapely.from_wkb(wkb))


def _oriented(shape: Any) -> Any:
    """Return the polygons of a shape, outer rings counterclockwise."""
    import shapely
    from shapely.geometry.polygon import orient

    # The edge along a pole goes all around the world: in steps, it has a direction.
    parts = shapely.get_parts(shapely.get_parts(shapely.segmentize(shape, 90.0)))
    return shapely.MultiPolygon([orient(part) for part in parts if part.geom_type == "Polygon"])


@cache
def _held() -> dict[str, Any]:
    packed = (files("enrich.geography") / "outlines.json.gz").read_bytes()
    found: dict[str, Any] = json.loads(gzip.decompress(packed))
    return found


@cache
def _outline(curie: str) -> Any:
    import shapely

    rings = [[_ring(ring) for ring in polygon] for polygon in _held()["areas"][curie]]
    shape = shapely.make_valid(
        shapely.MultiPolygon([shapely.Polygon(outer, holes) for outer, *holes in rings])
    )
    return _oriented(shape)  # simplified lines may cross: what repairs leave of lines is dropped


def _ring(indices: list[int]) -> Points:
    """Return the points of a ring of arcs; ``~i`` is arc i backwards."""
    return [point for n in indices for point in (_arc(n) if n >= 0 else _arc(~n)[::-1])]


@cache
def _arc(number: int) -> Points:
    """Return the points of an arc, of which the file has the first and then the steps."""
    steps, parts = _held()["arcs"][number], _held()["steps"]
    return [
        (x / parts, y / parts)
        for x, y in zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True)
    ]
