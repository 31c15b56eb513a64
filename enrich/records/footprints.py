"""The map layer ``footprint``: an outline per document around the places that it names literally.

Plain values, ready for GeoJSON and for every other map format: a Polygon or MultiPolygon in WGS 84
degrees, longitude first, cut at the antimeridian; flat properties with one type per key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from enrich.geography.footprint import footprint
from enrich.model import Result
from enrich.records.record import undated

FOOTPRINT_FIELDS: Final = (
    "id",
    "title",
    "primary_place",
    "primary_place_name",
    "area",
    "area_name",
    "share",
    "places",
    "left_out",
    "documents",
)
"""The properties of a footprint, in order; each is always there."""


def footprint_features(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    """Yield a GeoJSON feature per document that names a place with coordinates literally.

    Its properties: ``id``, ``title``, ``primary_place`` and ``primary_place_name`` (what the text
    is most about, which need not be where anything happened), ``area`` and ``area_name`` (the
    smallest administrative area that holds most of the literal mentions) with its ``share`` of
    them, ``places`` (how many the outline is drawn around), ``left_out`` (the ids, with commas
    between, of areas that only say where those lie) and ``documents`` (the id of the document).

    Args:
        results: One per document.
    """
    for result in results:
        feature = _feature(result)
        if feature is not None:
            yield feature


def _feature(result: Result) -> dict[str, Any] | None:
    found = footprint(result)
    if found is None:
        return None
    document, primary, area = result.document, result.primary_place, found.area
    identifier = f"{document.id}:footprint"
    return {
        "type": "Feature",
        "id": identifier,
        "geometry": dict(found.hull),
        "properties": {
            "id": identifier,
            "title": document.title,
            "primary_place": primary.id if primary else None,
            "primary_place_name": primary.name if primary else None,
            "area": area.id if area else None,
            "area_name": area.name if area else None,
            "share": area.share if area else None,
            "places": found.places,
            "left_out": ",".join(found.left_out),
            "documents": undated(str(document.id)),
        },
    }
