"""GeoJSON (RFC 7946): the linked places as points that every mapping tool takes.

``enrich.records.features`` says what the features are; no ``crs``, no null geometry. What is not on
the map, ``enrich`` counts on standard error, and the other formats list it.

The collection has a foreign member (RFC 7946, 6.1), ``run``: version, gazetteer, settings and
models, and per document its id and the SHA-256 of its text. Mapping tools pass over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from enrich import styles
from enrich.model import Result
from enrich.records.features import Feature, iter_features
from enrich.records.manifest import Manifest
from enrich.records.record import dumps
from gazetteer.model import Point
from gazetteer.regions import bounds


def feature_collection(
    results: Iterable[Result], *, layer: str = "places", simplestyle: bool = False
) -> dict[str, Any]:
    """Return results as one FeatureCollection, as ``Result.to_geojson`` does one result."""
    manifest = Manifest()
    features = list(_drawn(manifest.watch(results), layer, simplestyle=simplestyle))
    positions = {p for feature in features for p in _positions(feature["geometry"]["coordinates"])}
    return {"type": "FeatureCollection", "features": features, **_last(positions, manifest)}


def write(
    results: Iterable[Result], out: TextIO, *, layer: str = "places", simplestyle: bool = False
) -> None:
    """Write one FeatureCollection, a feature a line, ``bbox`` and ``run`` last."""
    positions: set[tuple[float, float]] = set()
    separator = ""
    manifest = Manifest()
    out.write('{"type": "FeatureCollection", "features": [')
    for feature in _drawn(manifest.watch(results), layer, simplestyle=simplestyle):
        out.write(f"{separator}\n{dumps(feature)}")
        separator = ","
        positions.update(_positions(feature["geometry"]["coordinates"]))
    last = _last(positions, manifest)
    out.write("\n]")
    out.writelines(f", {dumps(key)}: {dumps(value)}" for key, value in last.items())
    out.write("}\n")


def _drawn(results: Iterable[Result], layer: str, *, simplestyle: bool) -> Iterator[Feature]:
    for feature in iter_features(results, layer):
        if simplestyle:
            outlined = layer == "areas"
            feature["properties"] |= styles.simplestyle(feature["properties"], outlined=outlined)
        yield feature


def _last(positions: Iterable[tuple[float, float]], manifest: Manifest) -> dict[str, Any]:
    """Return the members that are known when all features are: box and manifest, if any."""
    box = bounds(Point(lat=lat, lon=lon) for lon, lat in positions)
    members = {"bbox": box, "run": manifest.to_dict()}
    return {name: value for name, value in members.items() if value}


def _positions(coordinates: list[Any]) -> Iterator[tuple[float, float]]:
    """Yield the positions of a geometry, however deep it nests them."""
    if isinstance(coordinates[0], list):
        for part in coordinates:
            yield from _positions(part)
    else:
        yield coordinates[0], coordinates[1]
