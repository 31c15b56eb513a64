"""GeoJSON (RFC 7946): the linked places as points that every mapping tool takes.

Points, or areas in the layer ``footprint``; longitude first; at most seven decimals; no ``crs``, no
null geometry; flat properties with one JSON type per key (or null); the id of a feature again in
its properties. A place without coordinates has no feature: ``enrich`` counts it on standard error,
and the other formats list it. So it is with mentions in a role that ``Result.mapped_roles`` leaves
out: all that a feature counts and quotes, it counts and quotes of the others.

The collection has a foreign member (RFC 7946, 6.1), ``run``: version, gazetteer, settings and
models, and per document its id and the SHA-256 of its text. Mapping tools pass over it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TextIO

from enrich.escape import CONTROLS
from enrich.geography import bounds, degrees
from enrich.model import Document, Link, Mention, Result, Role
from enrich.writers import styles
from enrich.writers.footprints import footprint_features
from enrich.writers.manifest import Manifest
from enrich.writers.records import (
    Tally,
    dumps,
    ids,
    place_fields,
    record,
    roles_text,
    rounded,
)
from gazetteer.errors import OutputError
from gazetteer.model import Kind, Point

__all__ = ["feature_collection", "iter_features", "quote", "write"]

QUOTES: Final = 3
"""Most quotes per place."""
QUOTE_LENGTH: Final = 120
"""Most characters of a quote."""
_CONTEXT: Final = 50  # characters on either side of a mention
_BLANK: Final = re.compile(rf"[\s{CONTROLS}]+")

Feature = dict[str, Any]


def feature_collection(results: Iterable[Result], *, layer: str = "places") -> dict[str, Any]:
    """Return results as one FeatureCollection.

    Args:
        results: One per document; a place named in several gives one feature.
        layer: "places" (a feature per linked place), "mentions" (one per mention of one) or
            "footprint" (an outline per document).

    Raises:
        OutputError: The layer is unknown.
    """
    manifest = Manifest()
    features = list(_features(layer)(manifest.watch(results)))
    positions = {p for feature in features for p in _positions(feature["geometry"]["coordinates"])}
    return {"type": "FeatureCollection", "features": features, **_last(positions, manifest)}


def write(
    results: Iterable[Result],
    out: TextIO,
    *,
    layer: str = "places",
    simplestyle: bool = False,
) -> None:
    """Write one FeatureCollection, a feature a line, ``bbox`` and ``run`` last.

    Args:
        results: One per document.
        out: Where to.
        layer: "places", "mentions" or "footprint".
        simplestyle: Whether features say how web viewers are to draw them.

    Raises:
        OutputError: The layer is unknown.
    """
    positions: set[tuple[float, float]] = set()
    separator = ""
    manifest = Manifest()
    features = _features(layer)(manifest.watch(results))
    out.write('{"type": "FeatureCollection", "features": [')
    for feature in features:
        if simplestyle:
            feature["properties"] |= styles.simplestyle(feature["properties"])
        out.write(f"{separator}\n{dumps(feature)}")
        separator = ","
        positions.update(_positions(feature["geometry"]["coordinates"]))
    last = _last(positions, manifest)
    out.write("\n]")
    out.writelines(f", {dumps(key)}: {dumps(value)}" for key, value in last.items())
    out.write("}\n")


def iter_features(results: Iterable[Result], layer: str = "places") -> Iterator[Feature]:
    """Yield the features of a layer.

    Args:
        results: One per document.
        layer: "places", "mentions" or "footprint".

    Raises:
        OutputError: The layer is unknown.
    """
    return _features(layer)(results)


def _features(layer: str) -> Callable[[Iterable[Result]], Iterator[Feature]]:
    if layer == "places":
        return _place_features
    if layer == "mentions":
        return _mention_features
    if layer == "footprint":
        return footprint_features
    raise OutputError(f"{layer!r} is no layer; choose places, mentions or footprint")


def _last(positions: Iterable[tuple[float, float]], manifest: Manifest) -> dict[str, Any]:
    """Return the members that are known when all features are: box and manifest, if any."""
    members = {"bbox": _box(positions), "run": manifest.to_dict()}
    return {name: value for name, value in members.items() if value}


def _box(positions: Iterable[tuple[float, float]]) -> list[float] | None:
    return bounds(Point(lat=lat, lon=lon) for lon, lat in positions)


def _positions(coordinates: list[Any]) -> Iterator[tuple[float, float]]:
    """Yield the positions of a geometry, however deep it nests them."""
    if coordinates and isinstance(coordinates[0], list):
        for part in coordinates:
            yield from _positions(part)
    else:
        yield coordinates[0], coordinates[1]


def _feature(identifier: str, point: Point, properties: dict[str, Any]) -> Feature:
    coordinates = [degrees(point.lon), degrees(point.lat)]
    return {
        "type": "Feature",
        "id": identifier,
        "geometry": {"type": "Point", "coordinates": coordinates},
        "properties": properties,
    }


def _located(result: Result) -> Iterator[tuple[Link, Point]]:
    """Yield the links to places that have a point, in a role that is mapped."""
    for link in result.links:
        entity = link.entity
        if entity is None or entity.kind is not Kind.PLACE or entity.point is None:
            continue
        if result.is_mapped(link.mention):
            yield link, entity.point


# ------------------------------------------------------------------------------------- places


@dataclass(slots=True)
class _Place:
    """A place as it gathers mentions over all documents."""

    point: Point
    tally: Tally
    quotes: list[str] = field(default_factory=list)
    documents: dict[str, None] = field(default_factory=dict)
    quoted_to: int = 0

    def add(self, link: Link, document: Document) -> None:
        self.tally.add(link)
        if document.id not in self.documents:
            self.documents[document.id] = None
            self.quoted_to = 0
        # A mention inside the last quote would only repeat it.
        if len(self.quotes) < QUOTES and link.mention.start >= self.quoted_to:
            self.quotes.append(quote(document.text, link.mention))
            self.quoted_to = link.mention.end + _CONTEXT


def _place_features(results: Iterable[Result]) -> Iterator[Feature]:
    places: dict[str, _Place] = {}
    for result in results:
        for link, point in _located(result):
            if link.entity is not None:
                place = places.setdefault(link.entity.id, _Place(point, Tally(link.entity)))
                place.add(link, result.document)
    for place in places.values():
        yield _feature(place.tally.entity.id, place.point, _place_properties(place))


def _place_properties(place: _Place) -> dict[str, Any]:
    entity, counted = place.tally.entity, place.tally
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
        "documents": ",".join(place.documents),
    }


def quote(text: str, mention: Mention) -> str:
    """Return the words around a mention on one line, at most ``QUOTE_LENGTH`` characters.

    Whole words are kept where they fit; what is left out on either side is marked with an
    ellipsis. Controls become spaces: cut in two, a direction control would turn the rest around.

    Example:
        >>> from gazetteer.model import Kind
        >>> quote("He went to Yerevan.", Mention(11, 18, "Yerevan", Kind.PLACE))
        'He went to Yerevan.'
    """
    start = max(0, mention.start - _CONTEXT)
    end = min(len(text), mention.end + _CONTEXT)
    before, after = text[start : mention.start], text[mention.end : end]
    if start > 0:
        whole = text[start - 1].isspace()
        before = "…" + (before if whole else before.partition(" ")[2])
    if end < len(text):
        whole = text[end].isspace()
        after = (after if whole else after.rpartition(" ")[0]) + "…"
    words = _BLANK.sub(" ", f"{before}{text[mention.start : mention.end]}{after}").strip()
    return words if len(words) <= QUOTE_LENGTH else words[: QUOTE_LENGTH - 1] + "…"


# ----------------------------------------------------------------------------------- mentions


def _mention_features(results: Iterable[Result]) -> Iterator[Feature]:
    for result in results:
        for link, point in _located(result):
            held = record(link, result.document)
            identifier = f"{held['document_id']}:{held['start']}-{held['end']}"
            yield _feature(identifier, point, {"id": identifier, **held})
