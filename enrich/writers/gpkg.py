"""GeoPackage: everything found in one file that QGIS opens styled.

Layers ``places`` and ``mentions`` (``place_id`` of a mention is the ``id`` of its place) and
``footprint``; tables ``people``, ``organisations`` and ``unlinked``, which have no geometry: what
is not on the map is in the file all the same. Mentions are written in batches as they come.

``layer_styles`` is the table in which QGIS keeps styles with their data. The metadata tables, with
the credits and how the file was made, are those of the standard (OGC 12-128r18, annex F.8).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

from enrich.formats import LAYERS
from enrich.model import Link, Result
from enrich.records.features import Feature, feature_source
from enrich.records.manifest import Manifest
from enrich.records.record import ids, joined, record, rounded
from enrich.records.tally import Quoted
from enrich.records.vector import CREDITS, Table, layer_of, write_table
from enrich.styles import qgis_style
from gazetteer.errors import OutputError
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
_STAMP: Final = "2000-01-01T00:00:00.000Z"  # the same results give the same content
_STANDARD: Final = "https://pypi.org/project/enrich-geo/"
_STYLES: Final = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
    f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
    styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
    owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP
)"""
_METADATA: Final = """
CREATE TABLE IF NOT EXISTS gpkg_metadata (
    id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
    md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml',
    metadata TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS gpkg_metadata_reference (
    reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
    timestamp DATETIME NOT NULL, md_file_id INTEGER NOT NULL, md_parent_id INTEGER
);
CREATE TABLE IF NOT EXISTS gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
    scope TEXT NOT NULL
);
"""
_EXTENSION: Final = "http://www.geopackage.org/spec121/#extension_metadata"


def write(results: Iterable[Result], path: Path) -> None:
    """Write one GeoPackage."""
    manifest = Manifest()
    package = _Package(path)
    for result in manifest.watch(results):
        package.add(result)
    package.finish()
    try:
        _finish(path, manifest.to_dict())
    except sqlite3.Error as error:
        raise OutputError(f"{path.name}: cannot be written: {error}") from error


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


def _finish(path: Path, manifest: Mapping[str, Any]) -> None:
    """Add styles and metadata, and take out the time of writing."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA synchronous = OFF")  # who made the file flushes it, once
        with database:
            _add_styles(database)
            _add_metadata(database, _credits(str(manifest.get("gazetteer", ""))), manifest)
            database.execute("UPDATE gpkg_contents SET last_change = ?", (_STAMP,))
        database.execute("VACUUM")


def _add_styles(database: sqlite3.Connection) -> None:
    database.execute(_STYLES)
    for layer in LAYERS:
        database.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
            " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner,"
            " update_time) VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '', ?)",
            (layer, layer, qgis_style(layer), f"How {layer} are drawn", _STAMP),
        )
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
        (_STAMP,),
    )


def _credits(build: str) -> dict[str, Any]:
    """Return whom to credit, and source by source where the gazetteer is the embedded one."""
    from gazetteer.errors import GazetteerError
    from gazetteer.store import Gazetteer

    with suppress(GazetteerError), Gazetteer.open() as embedded:
        if build.partition("+")[0] == embedded.manifest["build"]:
            return {"attribution": CREDITS, "sources": embedded.manifest["sources"]}
    return {"attribution": CREDITS}


def _add_metadata(database: sqlite3.Connection, *told: Mapping[str, Any]) -> None:
    database.executescript(_METADATA)
    for values in told:
        added = database.execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata)"
            " VALUES ('dataset', ?, 'application/json', ?)",
            (_STANDARD, json.dumps(values, ensure_ascii=False)),
        )
        database.execute(
            "INSERT INTO gpkg_metadata_reference VALUES"
            " ('geopackage', NULL, NULL, NULL, ?, ?, NULL)",
            (_STAMP, added.lastrowid),
        )
    for table in ("gpkg_metadata", "gpkg_metadata_reference"):
        database.execute(
            "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_metadata', ?, 'read-write')",
            (table, _EXTENSION),
        )
