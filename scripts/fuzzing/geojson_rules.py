"""What RFC 7946 and the mapping tools ask of a GeoJSON file, as a list of broken rules."""

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

AREAS = {"Polygon", "MultiPolygon"}


def broken_rules(collection: Any) -> list[str]:
    """Return every rule that a parsed GeoJSON file breaks; none for a good one."""
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        return ["the top level is not a FeatureCollection"]
    features = collection.get("features")
    if not isinstance(features, list):
        return ["features is not an array"]
    return [
        *_collection_rules(collection, features),
        *(rule for feature in features for rule in _feature_rules(feature)),
        *_shared_rules(features),
    ]


def _collection_rules(collection: dict[str, Any], features: list[Any]) -> Iterator[str]:
    if "crs" in collection:
        yield "crs was removed from GeoJSON (RFC 7946, 4)"
    for member in ("geometry", "properties", "coordinates"):
        if member in collection:
            yield f"a FeatureCollection must not have {member} (7.1)"
    box = collection.get("bbox")
    if features and box is None:
        yield "no bbox"
    if box is not None:
        yield from _bbox_rules(box, features)


def _bbox_rules(box: Any, features: list[Any]) -> Iterator[str]:
    if not (isinstance(box, list) and len(box) == 4 and all(map(_is_number, box))):
        yield f"bbox {box} is not four numbers (5)"
        return
    west, south, east, north = box
    if south > north:
        yield f"bbox {box}: south above north"
    for lon, lat in (p for f in features for p in _positions(f["geometry"]["coordinates"])):
        inside = west <= lon <= east if west <= east else lon >= west or lon <= east
        if not (inside and south <= lat <= north):
            yield f"bbox {box} leaves out {lon}, {lat}"


def _positions(coordinates: list[Any]) -> Iterator[list[Any]]:
    if coordinates and isinstance(coordinates[0], list):
        for part in coordinates:
            yield from _positions(part)
    else:
        yield coordinates


def _feature_rules(feature: Any) -> Iterator[str]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        yield "a feature is not a Feature"
        return
    name = feature.get("id")
    if not isinstance(name, str) or not name:
        yield f"id {name!r} is not a string"
    for member in ("geometry", "properties"):
        if not isinstance(feature.get(member), dict):
            yield f"{name}: {member} is missing or null"
            return
    yield from (f"{name}: {rule}" for rule in _geometry_rules(feature["geometry"]))
    if feature["properties"].get("id") != name:
        yield f"{name}: the id is not repeated in the properties"


def _geometry_rules(geometry: dict[str, Any]) -> Iterator[str]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind in AREAS:
        for polygon in [coordinates] if kind == "Polygon" else coordinates:
            yield from _polygon_rules(polygon)
        return
    if kind != "Point":
        yield f"geometry type {kind!r} among points"
    yield from _position_rules(coordinates)


def _polygon_rules(polygon: list[Any]) -> Iterator[str]:
    for number, ring in enumerate(polygon):
        for position in ring:
            yield from _position_rules(position)
        if len(ring) < 4 or ring[0] != ring[-1]:
            yield "a ring is not closed, or has less than four positions (3.1.6)"
        twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
        if (twice > 0) != (number == 0):
            yield "an exterior ring must run counterclockwise, a hole clockwise (3.1.6)"
        if any(abs(a[0] - b[0]) > 180 for a, b in pairwise(ring)):
            yield "an edge goes the long way round, or crosses the antimeridian uncut (3.1.9)"


def _position_rules(position: Any) -> Iterator[str]:
    if not (isinstance(position, list) and len(position) == 2 and all(map(_is_number, position))):
        yield f"coordinates {position!r} are not longitude and latitude"
        return
    lon, lat = position
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        yield f"coordinates {position} are off the globe, or latitude stands first"
    if any(round(value, 7) != value for value in position):
        yield f"coordinates {position} have more than seven decimals"


def _shared_rules(features: list[Any]) -> Iterator[str]:
    kinds = {feature["geometry"].get("type") for feature in features if feature.get("geometry")}
    if kinds & AREAS and kinds - AREAS:
        yield "points and areas in one layer"
    names = [feature.get("id") for feature in features]
    if len(names) != len(set(names)):
        yield "two features share an id"
    if len({tuple(feature["properties"]) for feature in features}) > 1:
        yield "the features differ in their properties"
    types: dict[str, set[str]] = defaultdict(set)
    for feature in features:
        for key, value in feature["properties"].items():
            if value is not None:
                types[key].add(type(value).__name__)
    for key, found in types.items():
        if len(found) > 1:
            yield f"property {key} has several types: {sorted(found)}"
        if found & {"dict", "list"}:
            yield f"property {key} is not flat"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
