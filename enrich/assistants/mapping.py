"""The places of a text as GeoJSON, with whom to credit."""

from __future__ import annotations

from typing import Any, Final

from enrich.assistants.shapes import PlaceFeature, PlacesOnMapAnswer
from enrich.model import Result
from gazetteer.model import Point
from gazetteer.regions import bounds

_LEFT_OUT: Final = frozenset({"documents", "at_point", "nth_at_point", "kind", "geonames"})
"""Properties that say nothing where there is one text, or what the id says."""

Json = dict[str, Any]


def mapped(
    result: Result, roles: str | None, limit: int, attribution: str, notes: list[str]
) -> PlacesOnMapAnswer:
    """Return the places of a text as features, those named first where the limit cuts some off.

    Args:
        result: Of the text.
        roles: Only mentions in these roles, "literal,dateline"; None for all.
        limit: Most places.
        attribution: Whom to credit.
        notes: What the reader should know.
    """
    features = result.to_geojson(roles=roles)["features"]
    shown = [_feature(one) for one in features[:limit]]
    answer: PlacesOnMapAnswer = {
        "type": "FeatureCollection",
        "features": shown,
        "attribution": attribution,
    }
    box = bounds(
        Point(lat=lat, lon=lon) for lon, lat in (one["geometry"]["coordinates"] for one in shown)
    )
    if box:
        answer["bbox"] = list(box)
    if len(features) > limit:
        answer["omitted"] = len(features) - limit
    if rest := _not_mapped(result, len(features)):
        answer["not_mapped"] = rest
    if notes:
        answer["notes"] = notes
    return answer


def _feature(feature: Json) -> PlaceFeature:
    properties = {
        key: value for key, value in feature["properties"].items() if key not in _LEFT_OUT
    }
    properties["quotes"] = properties["quotes"].partition(" | ")[0]  # the assistant has the text
    made: Any = {**feature, "properties": properties}
    kept: PlaceFeature = made
    return kept


def _not_mapped(result: Result, drawn: int) -> str:
    """Return in words what the text names that is not a feature; "" where there is nothing."""
    counts = (
        (len(result.places) - drawn, "other place", "other places"),
        (len(result.people), "person", "people"),
        (len(result.organisations), "organisation", "organisations"),
        (len(result.unlinked), "unlinked mention", "unlinked mentions"),
    )
    return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n > 0)
