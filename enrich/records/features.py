"""The features of a map, as GeoJSON has them; every map format is written from these.

Points, or polygons in the layers ``areas`` and ``footprint``; longitude first; at most seven
decimals; flat
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
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, Final, Protocol

from enrich.geography.footprint import Footprint, footprint
from enrich.geography.outlines import outline_geometry
from enrich.model import Link, Result, Role
from enrich.records.overlaps import Share, shares
from enrich.records.record import FIELDS, ids, joined, place_fields, record, rounded, undated
from enrich.records.tally import Quoted, roles_text
from gazetteer.errors import OutputError
from gazetteer.model import Entity, Kind, Point
from gazetteer.regions import degrees

Feature = dict[str, Any]

PROPERTIES: Final[dict[str, tuple[str, ...]]] = {
    "places": (
        "id", "name", "kind", "country", "admin1", "feature", "geonames", "wikidata", "mentions",
        "literal_mentions", "roles", "score", "quotes", "precision", "radius_km", "documents",
        "at_point", "nth_at_point",
    ),
    "mentions": ("id", *FIELDS, "nth_at_point", "nth_of_place", "nth_in_role"),
    "footprint": (
        "id", "title", "primary_place", "primary_place_name", "area", "area_name", "share",
        "places", "left_out", "documents",
    ),
}  # fmt: skip
PROPERTIES["areas"] = PROPERTIES["places"]
"""The properties of each layer's features, in order; each is always there."""


class FeatureSource(Protocol):
    """What makes the features of a layer from results, one after the other."""

    def add(self, result: Result) -> Iterator[Feature]:
        """Yield the features that are complete once a further result is known."""

    def finish(self) -> Iterator[Feature]:
        """Yield those that are complete when no result follows."""
        return iter(())


def feature_source(layer: str) -> FeatureSource:
    """Return what makes the features of a layer.

    Raises:
        OutputError: The layer is unknown.
    """
    if layer not in _SOURCES:
        raise OutputError(f"{layer!r} is not a layer; choose places, mentions, areas or footprint")
    return _SOURCES[layer]()


def iter_features(results: Iterable[Result], layer: str = "places") -> Iterator[Feature]:
    """Yield the features of a layer, which ``feature_source`` may refuse."""
    source = feature_source(layer)
    for result in results:
        yield from source.add(result)
    yield from source.finish()


def located(result: Result) -> Iterator[tuple[Link, Entity, Point]]:
    """Yield what is on a map: links to places that have a point, in a role that is mapped."""
    for link in result.links:
        entity = link.entity
        if entity is None or entity.kind is not Kind.PLACE or entity.point is None:
            continue
        if result.is_mapped(link.mention):
            yield link, entity, entity.point


class _Places(FeatureSource):
    """A feature per place over all documents, in the order of first mention."""

    def __init__(self) -> None:
        self._places: dict[str, Quoted] = {}
        self._points: dict[str, Point] = {}

    def add(self, result: Result) -> Iterator[Feature]:
        for link, entity, point in located(result):
            self._points.setdefault(entity.id, point)
            self._places.setdefault(entity.id, Quoted(entity)).quote(link, result.document)
        return iter(())

    def finish(self) -> Iterator[Feature]:
        held = shares(self._points)
        for name, place in self._places.items():
            yield _point_feature(self._points[name], _place_properties(place, held[name]))


class _Areas(_Places):
    """The places that have an outline, as polygons: as many as the layer of places has points."""

    def __init__(self) -> None:
        super().__init__()
        self._held: dict[str, bytes] = {}

    def add(self, result: Result) -> Iterator[Feature]:
        self._held.update(result.outlines)
        return super().add(result)

    def finish(self) -> Iterator[Feature]:
        for feature in super().finish():
            entity = self._places[feature["id"]].entity
            if outline := outline_geometry(entity, self._held.get(entity.id)):
                yield {**feature, "geometry": outline}


class _Mentions(FeatureSource):
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


class _Footprints(FeatureSource):
    """An outline per document that has one, as they come."""

    def add(self, result: Result) -> Iterator[Feature]:
        found = footprint(result)
        if found is not None:
            yield _feature(found.hull, _footprint_properties(result, found))


_SOURCES: Final[dict[str, type[FeatureSource]]] = {
    "places": _Places,
    "mentions": _Mentions,
    "areas": _Areas,
    "footprint": _Footprints,
}


def _feature(geometry: Mapping[str, Any], properties: dict[str, Any]) -> Feature:
    return {
        "type": "Feature",
        "id": properties["id"],
        "geometry": dict(geometry),
        "properties": properties,
    }


def _point_feature(point: Point, properties: dict[str, Any]) -> Feature:
    coordinates = [degrees(point.lon), degrees(point.lat)]
    return _feature({"type": "Point", "coordinates": coordinates}, properties)


def _place_properties(place: Quoted, share: Share) -> dict[str, Any]:
    entity, where = place.entity, place_fields(place.entity)
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": str(entity.kind),
        **{key: where[key] for key in ("country", "admin1", "feature")},
        **ids(entity),
        "mentions": place.mentions,
        "literal_mentions": place.roles[Role.LITERAL],
        "roles": roles_text(place.roles),
        "score": rounded(place.score),
        "quotes": " | ".join(place.quotes),
        "precision": where["precision"],
        "radius_km": where["radius_km"],
        "documents": joined(place.documents),
        "at_point": share.number,
        "nth_at_point": share.nth,
    }


def _footprint_properties(result: Result, found: Footprint) -> dict[str, Any]:
    """Return whose outline it is, and of what: docs/footprint.md says what the properties mean."""
    document, primary, area = result.document, result.primary_place, found.area
    return {
        "id": f"{document.id}:footprint",
        "title": document.title,
        "primary_place": primary.id if primary else None,
        "primary_place_name": primary.name if primary else None,
        "area": area.id if area else None,
        "area_name": area.name if area else None,
        "share": area.share if area else None,
        "places": found.places,
        "left_out": ",".join(found.left_out),
        "documents": undated(str(document.id)),
    }
