"""The features of a map, as GeoJSON has them; every map format is written from these.

Points, or areas in the layer ``footprint``; longitude first; at most seven decimals; flat
properties with one type per key (or null); the id of a feature again in its properties. A place
without coordinates has no feature, and neither has a mention in a role that
``Result.mapped_roles`` leaves out.

Beside the documented keys, a place has ``at_point``, how many places of the layer lie within a
kilometre of it, itself among them, and ``nth_at_point``, which of them it is, from 1. A mention
tells which it is of those on its very point, of those of its place, and of those of its place in
its role: how many there are is known only when all documents are read, and mentions are written as
they come. Coordinates are never moved: it is for styles to draw apart what lies together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import Any, Final, Protocol

from enrich.model import Result, Role
from enrich.records.footprints import FOOTPRINT_FIELDS, footprint_features
from enrich.records.overlaps import Share, shares
from enrich.records.quotes import Named, located
from enrich.records.record import FIELDS, ids, joined, place_fields, record, rounded
from enrich.records.tally import Tally, roles_text
from gazetteer.errors import OutputError
from gazetteer.model import Point
from gazetteer.regions import degrees

Feature = dict[str, Any]

PROPERTIES: Final[dict[str, tuple[str, ...]]] = {
    "places": (
        "id",
        "name",
        "kind",
        "country",
        "admin1",
        "feature",
        "geonames",
        "wikidata",
        "mentions",
        "literal_mentions",
        "roles",
        "score",
        "quotes",
        "precision",
        "radius_km",
        "documents",
        "at_point",
        "nth_at_point",
    ),
    "mentions": ("id", *FIELDS, "nth_at_point", "nth_of_place", "nth_in_role"),
    "footprint": FOOTPRINT_FIELDS,
}
"""The properties of each layer's features, in order; each is always there."""


class FeatureSource(Protocol):
    """What makes the features of a layer from results, one after the other."""

    def add(self, result: Result) -> Iterator[Feature]:
        """Yield the features that are complete once a further result is known."""

    def finish(self) -> Iterator[Feature]:
        """Yield those that are complete when no result follows."""


def feature_source(layer: str) -> FeatureSource:
    """Return what makes the features of a layer.

    Args:
        layer: "places", "mentions" or "footprint".

    Raises:
        OutputError: The layer is unknown.
    """
    if layer not in _SOURCES:
        raise OutputError(f"{layer!r} is no layer; choose places, mentions or footprint")
    return _SOURCES[layer]()


def iter_features(results: Iterable[Result], layer: str = "places") -> Iterator[Feature]:
    """Yield the features of a layer.

    Args:
        results: One per document.
        layer: "places", "mentions" or "footprint".

    Raises:
        OutputError: The layer is unknown.
    """
    return _features(results, feature_source(layer))


def _features(results: Iterable[Result], source: FeatureSource) -> Iterator[Feature]:
    for result in results:
        yield from source.add(result)
    yield from source.finish()


class _Places:
    """A feature per place over all documents, in the order of first mention."""

    def __init__(self) -> None:
        self._places: dict[str, Named] = {}
        self._points: dict[str, Point] = {}

    def add(self, result: Result) -> Iterator[Feature]:
        for link, entity, point in located(result):
            self._points.setdefault(entity.id, point)
            place = self._places.setdefault(entity.id, Named(Tally(entity)))
            place.add(link, result.document)
        return iter(())

    def finish(self) -> Iterator[Feature]:
        held = shares(self._points)
        for name, place in self._places.items():
            yield _point_feature(self._points[name], _place_properties(place, held[name]))


class _Mentions:
    """A feature per mention of a place, as they come."""

    def __init__(self) -> None:
        self._seen: Counter[Hashable] = Counter()

    def add(self, result: Result) -> Iterator[Feature]:
        for link, entity, point in located(result):
            held = record(link, result.document)
            yield _point_feature(
                point,
                {
                    "id": f"{held['document_id']}:{held['start']}-{held['end']}",
                    **held,
                    "nth_at_point": self._nth((point.lat, point.lon)),
                    "nth_of_place": self._nth(entity.id),
                    "nth_in_role": self._nth((entity.id, link.mention.role)),
                },
            )

    def _nth(self, of: Hashable) -> int:
        self._seen[of] += 1
        return self._seen[of]

    def finish(self) -> Iterator[Feature]:
        return iter(())


class _Footprints:
    """An outline per document, as they come."""

    def add(self, result: Result) -> Iterator[Feature]:
        return footprint_features([result])

    def finish(self) -> Iterator[Feature]:
        return iter(())


_SOURCES: Final[dict[str, type[FeatureSource]]] = {
    "places": _Places,
    "mentions": _Mentions,
    "footprint": _Footprints,
}


def _point_feature(point: Point, properties: dict[str, Any]) -> Feature:
    coordinates = [degrees(point.lon), degrees(point.lat)]
    return {
        "type": "Feature",
        "id": properties["id"],
        "geometry": {"type": "Point", "coordinates": coordinates},
        "properties": properties,
    }


def _place_properties(place: Named, share: Share) -> dict[str, Any]:
    entity, counted = place.entity, place.tally
    where = place_fields(entity)
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": str(entity.kind),
        "country": where["country"],
        "admin1": where["admin1"],
        "feature": where["feature"],
        **ids(entity),
        "mentions": counted.mentions,
        "literal_mentions": counted.roles[Role.LITERAL],
        "roles": roles_text(counted.roles),
        "score": rounded(counted.score),
        "quotes": " | ".join(place.quotes),
        "precision": where["precision"],
        "radius_km": where["radius_km"],
        "documents": joined(place.documents),
        "at_point": share.number,
        "nth_at_point": share.nth,
    }
