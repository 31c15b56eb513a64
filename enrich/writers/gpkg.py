"""GeoPackage: everything found in one file that QGIS opens styled.

Layers ``places`` and ``mentions`` (``place_id`` of a mention is the ``id`` of its place) and
``footprint``; tables ``people``, ``organisations`` and ``unlinked``, which have no geometry: what
is not on the map is in the file all the same. Mentions are written in batches as they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from enrich.formats import LAYERS
from enrich.model import Link, Result
from enrich.records.features import Feature, feature_source
from enrich.records.geopackage import finish_package
from enrich.records.manifest import Manifest
from enrich.records.record import ids, joined, record, rounded
from enrich.records.tally import Quoted
from enrich.records.vector import Table, layer_of, write_table
from gazetteer.model import Kind

NO_COORDINATES: Final = "no_coordinates"
"""Why a place that is linked is not on the map: nobody knows where it lies."""
OTHER_ROLE: Final = "other_role"
"""Likewise: ``--roles`` leaves out the role that it has in the text."""
_BATCH: Final = 20_000  # rows
_TABLES: Final = {Kind.PERSON: "people", Kind.ORGANISATION: "organisations"}
_ENTITY: Final = (
    "id", "name", "description", "country", "wikidata", "mentions", "score", "offices", "quotes",
    "documents",
)  # fmt: skip
_UNLINKED: Final = (
    "document_id", "start", "end", "text", "kind", "role", "entity_id", "name", "score", "nil",
    "reason",
)  # fmt: skip


def write(results: Iterable[Result], path: Path) -> None:
    """Write one GeoPackage."""
    manifest = Manifest()
    package = _Package(path)
    for result in manifest.watch(results):
        package.add(result)
    package.finish()
    finish_package(path, {layer: layer for layer in LAYERS}, manifest.to_dict())


class _Package:
    """The layers and tables of a file that is being written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sources = {name: feature_source(name) for name in LAYERS}
        self._named: dict[Kind, dict[str, Quoted]] = {kind: {} for kind in _TABLES}
        tables = (
            layer_of("places"),
            layer_of("mentions", "place_id"),
            layer_of("footprint"),
            *(Table(name, _ENTITY) for name in _TABLES.values()),
            Table("unlinked", _UNLINKED),
        )
        self._tables = {table.name: table for table in tables}
        for number, table in enumerate(tables):
            # Empty, so that the order of the layers does not hang on which is full first. Version
            # 1.2 is what QGIS and GDAL have read without a warning since 2018.
            made = {"append": True} if number else {"dataset_options": {"VERSION": "1.2"}}
            write_table(table, path, "GPKG", **made)

    def add(self, result: Result) -> None:
        """Take in what a document says."""
        for name, source in self._sources.items():
            self._add_features(name, source.add(result))
        for link in result.links:
            entity = link.entity
            if entity is not None and entity.kind in _TABLES:
                named = self._named[entity.kind].setdefault(entity.id, Quoted(entity))
                named.quote(link, result.document)
        for row in _off_the_map(result):
            self._add("unlinked", row)

    def finish(self) -> None:
        """Write all that is still held."""
        for name, source in self._sources.items():
            self._add_features(name, source.finish())
        for kind, name in _TABLES.items():
            for named in self._named[kind].values():
                self._add(name, _entity(named))
        for name in self._tables:
            self._write(name)

    def _add_features(self, name: str, features: Iterator[Feature]) -> None:
        for feature in features:
            properties = feature["properties"]
            if name == "mentions":
                properties["place_id"] = properties["entity_id"]
            self._add(name, properties, feature["geometry"])

    def _add(self, name: str, row: dict[str, Any], geometry: dict[str, Any] | None = None) -> None:
        self._tables[name].add(row, geometry)
        if len(self._tables[name]) >= _BATCH:
            self._write(name)

    def _write(self, name: str) -> None:
        table = self._tables[name]
        if len(table):
            write_table(table, self._path, "GPKG", append=True)
            table.clear()


def _entity(named: Quoted) -> dict[str, Any]:
    """Return a person or organisation with what is known of it and where it was named."""
    entity = named.entity
    offices = (
        f"{held.title}{f' ({held.country})' if held.country else ''}"
        f" {held.start or '?'} to {held.end or ''}".rstrip()
        for held in entity.roles
    )
    return {
        "id": entity.id,
        "name": entity.name,
        "description": entity.description or None,
        "country": entity.country,
        "wikidata": ids(entity)["wikidata"],
        "mentions": named.mentions,
        "score": rounded(named.score),
        "offices": "; ".join(offices) or None,
        "quotes": " | ".join(named.quotes),
        "documents": joined(named.documents),
    }


def _off_the_map(result: Result) -> Iterator[dict[str, Any]]:
    """Yield a row per mention that no other table holds, with why not."""
    for link in result.links:
        if why := _why(result, link):
            held = record(link, result.document)
            yield {**{key: held[key] for key in _UNLINKED}, "nil": why}


def _why(result: Result, link: Link) -> str | None:
    """Return why a mention is in no other table; None where it is."""
    entity = link.entity
    if entity is None:
        return str(link.nil) if link.nil else None
    if entity.kind is not Kind.PLACE:
        return None
    if entity.point is None:
        return NO_COORDINATES
    return None if result.is_mapped(link.mention) else OTHER_ROLE
