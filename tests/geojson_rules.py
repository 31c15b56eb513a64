"""What RFC 7946 and the mapping tools ask of a GeoJSON file, as a list of broken rules."""

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

TYPES = {"Feature", "FeatureCollection", "Point"}


def broken_rules(collection: Any) -> list[str]:
    """Return every rule that a parsed GeoJSON file breaks; none for a good one."""
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        return ["the top level is no FeatureCollection"]
    features = collection.get("features")
    if not isinstance(features, list):
        return ["features is no array"]
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
    for feature in features:
        lon, lat = feature["geometry"]["coordinates"]
        inside = west <= lon <= east if west <= east else lon >= west or lon <= east
        if not (inside and south <= lat <= north):
            yield f"bbox {box} leaves out {lon}, {lat}"


def _feature_rules(feature: Any) -> Iterator[str]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        yield "a feature is no Feature"
        return
    name = feature.get("id")
    if not isinstance(name, str) or not name:
        yield f"id {name!r} is no string"
    for member in ("geometry", "properties"):
        if not isinstance(feature.get(member), dict):
            yield f"{name}: {member} is missing or null"
            return
    yield from (f"{name}: {rule}" for rule in _geometry_rules(feature["geometry"]))
    if feature["properties"].get("id") != name:
        yield f"{name}: the id is not repeated in the properties"


def _geometry_rules(geometry: dict[str, Any]) -> Iterator[str]:
    if geometry.get("type") != "Point":
        yield f"geometry type {geometry.get('type')!r} among points"
    position = geometry.get("coordinates")
    if not (isinstance(position, list) and len(position) == 2 and all(map(_is_number, position))):
        yield f"coordinates {position!r} are not longitude and latitude"
        return
    lon, lat = position
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        yield f"coordinates {position} are off the globe, or latitude stands first"
    if any(round(value, 7) != value for value in position):
        yield f"coordinates {position} have more than seven decimals"


def _shared_rules(features: list[Any]) -> Iterator[str]:
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
