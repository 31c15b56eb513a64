"""What a GeoPackage holds beside its layers: how QGIS draws them, whom to credit, how it was made.

``layer_styles`` is the table in which QGIS keeps styles with their data. The metadata tables, with
the credits and the manifest, are those of the standard (OGC 12-128r18, annex F.8).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from enrich.records.vector import CREDITS
from gazetteer.errors import OutputError

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


class Style(NamedTuple):
    """How a layer is drawn.

    Attributes:
        layer: Its name.
        qml: The style of QGIS.
        name: What QGIS lists it as.
        default: Whether the layer opens with it.
    """

    layer: str
    qml: str
    name: str
    default: bool = True


def finish_package(path: Path, styles: Iterable[Style], manifest: Mapping[str, Any]) -> None:
    """Add styles and metadata to a GeoPackage whose layers are written.

    The time of writing is taken out: the same results give the same content.

    Args:
        path: The file.
        styles: How its layers are drawn.
        manifest: How the results were made, with the ``gazetteer``.

    Raises:
        OutputError: It cannot be written.
    """
    try:
        _finish(path, styles, manifest)
    except sqlite3.Error as error:
        raise OutputError(f"{path.name}: cannot be written: {error}") from error


def _finish(path: Path, styles: Iterable[Style], manifest: Mapping[str, Any]) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA synchronous = OFF")  # who made the file flushes it, once
        with database:
            _add_styles(database, styles)
            _add_metadata(database, _credits(str(manifest.get("gazetteer", ""))), manifest)
            database.execute("UPDATE gpkg_contents SET last_change = ?", (_STAMP,))
        database.execute("VACUUM")
    _settle_counter(path)


def _settle_counter(path: Path) -> None:
    """Write down one change of the file, in how many transactions ever GDAL made it.

    That depends on the clock. Readers compare the number with what they saw of the same file before
    (https://sqlite.org/fileformat2.html#file_change_counter), and of this one there is no before.
    """
    with path.open("rb+") as file:
        for offset in (24, 92):
            file.seek(offset)
            file.write((1).to_bytes(4, "big"))


def _add_styles(database: sqlite3.Connection, styles: Iterable[Style]) -> None:
    database.execute(_STYLES)
    for style in styles:
        database.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
            " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner,"
            " update_time) VALUES ('', '', ?, 'geom', ?, ?, '', ?, ?, '', ?)",
            (
                style.layer,
                style.name,
                style.qml,
                style.default,
                f"How {style.layer} are drawn",
                _STAMP,
            ),
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
