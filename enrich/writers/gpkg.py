"""GeoPackage: everything found in one file that QGIS opens styled.

Layers ``places`` and ``mentions`` (``entity_id`` of a mention is the ``id`` of its place) and
``footprint``; tables ``people``, ``organisations`` and ``unlinked``, which have no geometry: what
is not on the map is in the file all the same. ``layer_styles`` holds the styles, and the metadata
tables of the standard (OGC 12-128r18, annex F.8) say where the facts come from and how the run can
be repeated.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from enrich.model import Link, Result
from enrich.writers.geojson import quote
from enrich.writers.manifest import Manifest
from enrich.writers.records import Tally, ids, rounded
from enrich.writers.styles import qgis_style
from enrich.writers.vector import Table, layer_table, load_pyogrio, write_table
from gazetteer.errors import OutputError
from gazetteer.model import Kind

__all__ = ["write_file"]

CREDITS: Final = (
    "Places © GeoNames (geonames.org), CC-BY 4.0; made with Natural Earth; ids, people and offices"
    " from Wikidata, CC0"
)
_LAYERS: Final = ("places", "mentions", "footprint")
_QUOTES: Final = 3
_STAMP: Final = "2000-01-01T00:00:00.000Z"  # the same results give the same content
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


def write_file(results: Iterable[Result], path: Path, *, layer: str = "places") -> None:
    """Write one GeoPackage.

    Args:
        results: One per document.
        path: The new file.
        layer: Not used: all layers are in it.

    Raises:
        OutputError: pyogrio is missing, or the file cannot be written.
    """
    del layer
    load_pyogrio()  # says at once that it is missing
    manifest = Manifest()
    held = list(manifest.watch(results))
    tables = [layer_table(held, name) for name in _LAYERS]
    tables += [_entities(held, kind, name) for kind, name in _TABLES.items()]
    tables.append(_unlinked(held))
    for number, table in enumerate(tables):
        # Version 1.2 is what QGIS and GDAL have read without a warning since 2018.
        made = {"append": True} if number else {"dataset_options": {"VERSION": "1.2"}}
        write_table(table, path, "GPKG", **made)
    try:
        _finish(path, manifest)
    except sqlite3.Error as error:
        raise OutputError(f"{path.name}: cannot be written: {error}") from error


_TABLES: Final = {Kind.PERSON: "people", Kind.ORGANISATION: "organisations"}


def _entities(results: Iterable[Result], kind: Kind, name: str) -> Table:
    """Each linked person or organisation once, with what is known of it and where it was named."""
    tallies: dict[str, Tally] = {}
    quotes: dict[str, list[str]] = {}
    documents: dict[str, dict[str, None]] = {}
    for result in results:
        for link in result.links:
            entity = link.entity
            if entity is None or entity.kind is not kind:
                continue
            tallies.setdefault(entity.id, Tally(entity)).add(link)
            documents.setdefault(entity.id, {})[result.document.id] = None
            said = quotes.setdefault(entity.id, [])
            if len(said) < _QUOTES:
                said.append(quote(result.document.text, link.mention))
    rows = [_entity(t, quotes[i], documents[i]) for i, t in tallies.items()]
    return Table(name, {key: [row[key] for row in rows] for key in _ENTITY})


_ENTITY: Final = (
    "id", "name", "description", "country", "wikidata", "mentions", "score", "offices", "quotes",
    "documents",
)  # fmt: skip


def _entity(counted: Tally, quotes: Iterable[str], documents: Iterable[str]) -> dict[str, Any]:
    entity = counted.entity
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
        "mentions": counted.mentions,
        "score": rounded(counted.score),
        "offices": "; ".join(offices) or None,
        "quotes": " | ".join(quotes),
        "documents": ",".join(documents),
    }


def _unlinked(results: Iterable[Result]) -> Table:
    links = [(result, link) for result in results for link in _without_place(result)]
    columns: dict[str, list[Any]] = {
        "document_id": [result.document.id for result, _ in links],
        "start": [link.mention.start for _, link in links],
        "end": [link.mention.end for _, link in links],
        "text": [link.mention.text for _, link in links],
        "kind": [str(link.entity.kind if link.entity else link.mention.kind) for _, link in links],
        "nil": [str(link.nil) if link.nil else "no_coordinates" for _, link in links],
        "reason": [link.reason for _, link in links],
    }
    return Table("unlinked", columns)


def _without_place(result: Result) -> Iterator[Link]:
    """Yield what no other table holds: names not linked, and places without coordinates."""
    for link in result.links:
        entity = link.entity
        if entity is None or (entity.kind is Kind.PLACE and entity.point is None):
            yield link


def _finish(path: Path, manifest: Manifest) -> None:
    """Add styles and metadata, and take out the time of writing."""
    database = sqlite3.connect(path)
    try:
        with database:
            database.execute(_STYLES)
            for layer in _LAYERS:
                database.execute(
                    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
                    " f_geometry_column, styleName, styleQML, useAsDefault, description, owner,"
                    " update_time) VALUES ('', '', ?, 'geom', ?, ?, 1, ?, '', ?)",
                    (layer, layer, qgis_style(layer), f"How {layer} are drawn", _STAMP),
                )
            database.executescript(_METADATA)
            for text, mime in (
                (json.dumps({"attribution": CREDITS}, ensure_ascii=False), "application/json"),
                (json.dumps(manifest.to_dict(), ensure_ascii=False), "application/json"),
            ):
                added = database.execute(
                    "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata)"
                    " VALUES ('dataset', 'https://pypi.org/project/enrich-geo/', ?, ?)",
                    (mime, text),
                )
                database.execute(
                    "INSERT INTO gpkg_metadata_reference VALUES"
                    " ('geopackage', NULL, NULL, NULL, ?, ?, NULL)",
                    (_STAMP, added.lastrowid),
                )
            for table in ("gpkg_metadata", "gpkg_metadata_reference"):
                database.execute(
                    "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_metadata', ?,"
                    " 'read-write')",
                    (table, _EXTENSION),
                )
            database.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, description,"
                " last_change) VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
                (_STAMP,),
            )
            database.execute("UPDATE gpkg_contents SET last_change = ?", (_STAMP,))
        database.execute("VACUUM")
    finally:
        database.close()
