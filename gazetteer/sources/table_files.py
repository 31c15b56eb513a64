"""Records of a user's table, whatever it is kept in: CSV, GeoJSON or GeoPackage."""

from __future__ import annotations

import csv
import io
import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from gazetteer.errors import SourceError
from gazetteer.sources import sqlite_files
from gazetteer.sources.files import open_bytes
from gazetteer.sources.geojson import iter_features
from gazetteer.sources.options import UNUSABLE, Report
from gazetteer.sources.shapes import Shape, read_shape, read_wkb

_LOOKED_AT: Final = 100  # features whose properties are taken for the columns of a GeoJSON file
_ENVELOPE_BYTES: Final = (0, 32, 48, 48, 64)  # OGC 12-128r19, table 7
_WGS84: Final = frozenset({("EPSG", 4326), ("OGC", 84)})


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file of records, and how it is written.

    Attributes:
        path: CSV, GeoJSON or GeoPackage, plain or packed.
        layer: Of a GeoPackage, the table; "" where it has but one.
        delimiter: Between the cells of a CSV file; "" for a comma, a tab in ``.tsv``.
        encoding: Of a CSV file.
    """

    path: Path
    layer: str = ""
    delimiter: str = ""
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Record:
    """One line, feature or row: where it stands, its values by column, what its geometry says."""

    where: str
    cells: Mapping[str, Any]
    shape: Shape | None = None


def iter_records(file: TableFile, wanted: Iterable[str], report: Report) -> Iterator[Record]:
    """Yield the records of a file, which must have the columns that are wanted."""
    suffixes = [s.lower() for s in file.path.suffixes if s.lower() not in {".gz", ".bz2"}]
    suffix = suffixes[-1] if suffixes else ""
    if suffix in {".gpkg", ".sqlite", ".db"}:
        yield from _iter_geopackage(file, wanted, report)
    elif suffix in {".geojson", ".json", ".geojsonl", ".ndjson", ".jsonl", ".geojsons"}:
        yield from _iter_geojson(file, wanted, report)
    elif suffix in {".csv", ".tsv", ".txt"}:
        yield from _iter_csv(file, wanted, report)
    else:
        raise SourceError(f"{file.path}: of what format? Name it .csv, .tsv, .geojson or .gpkg")


def _check(path: Path, wanted: Iterable[str], there: Iterable[str]) -> None:
    held = list(there)
    missing = [column for column in wanted if column not in held]
    if missing:
        lacks = ", ".join(map(repr, missing))
        has = ", ".join(map(repr, held)) or "none"
        raise SourceError(f"{path}: no column {lacks}; the columns there are {has}")


def _iter_csv(file: TableFile, wanted: Iterable[str], report: Report) -> Iterator[Record]:
    delimiter = file.delimiter or ("\t" if ".tsv" in file.path.suffixes else ",")
    with open_bytes(file.path) as raw:
        text = _decoded(file, raw)
        reader = csv.DictReader(text, delimiter=delimiter, strict=True)
        try:
            _check(file.path, wanted, reader.fieldnames or ())
            for cells in reader:
                where = f"{file.path.name}:{reader.line_num}"
                if None in cells or None in cells.values():
                    report.problem(where, "wrong number of columns")
                elif any("\ufffd" in value for value in cells.values()):
                    report.problem(where, f"no {file.encoding}: set encoding in the TOML file")
                else:
                    yield Record(where, cells)
        except UnicodeError as error:
            raise SourceError(
                f"{file.path}: cannot be read as {file.encoding} ({error}); set encoding in the"
                " TOML file"
            ) from error
        except csv.Error as error:
            raise SourceError(
                f"{file.path}:{reader.line_num}: no CSV ({error}); check quotes and delimiter"
            ) from error


def _decoded(file: TableFile, raw: IO[bytes]) -> IO[str]:
    encoding = "utf-8-sig" if file.encoding.lower() in {"utf-8", "utf8"} else file.encoding
    try:
        return io.TextIOWrapper(raw, encoding, errors="replace", newline="")
    except (LookupError, ValueError) as error:
        raise SourceError(f"{file.path}: no encoding is called {file.encoding!r}") from error


def _iter_geojson(file: TableFile, wanted: Iterable[str], report: Report) -> Iterator[Record]:
    features = iter_features(file.path, report)
    first = list(itertools.islice(features, _LOOKED_AT))
    columns = dict.fromkeys(key for _, feature in first for key in feature["properties"])
    if first:
        _check(file.path, wanted, columns)
    for where, feature in itertools.chain(first, features):
        try:
            shape = read_shape(feature["geometry"])
        except UNUSABLE:
            report.problem(where, "a geometry that cannot be used")
            continue
        yield Record(where, feature["properties"], shape)


def _iter_geopackage(file: TableFile, wanted: Iterable[str], report: Report) -> Iterator[Record]:
    if not sqlite_files.is_sqlite(file.path):
        raise SourceError(f"{file.path}: no GeoPackage; export it again")
    with sqlite_files.opened(file.path) as db:
        layer = _layer(db, file)
        columns = sqlite_files.columns(db, layer)
        geometry = _geometry_column(db, file.path, layer)
        _check(file.path, [*wanted, *([geometry] if geometry else [])], columns)
        _check(file.path, wanted, [c for c in columns if c != geometry])
        names = ", ".join(map(sqlite_files.quoted, columns))
        query = f"SELECT {names} FROM {sqlite_files.quoted(layer)}"
        for number, row in enumerate(sqlite_files.rows(db, file.path, query), 1):
            where = f"{file.path.name}: {layer} row {number}"
            cells = dict(zip(columns, row, strict=True))
            try:
                shape = _read_blob(cells.pop(geometry)) if geometry else None
            except ValueError as error:
                report.problem(where, f"a geometry that cannot be used: {error}")
                continue
            yield Record(where, cells, shape)


def _layer(db: sqlite3.Connection, file: TableFile) -> str:
    """Return the name of the layer to read."""
    if not sqlite_files.columns(db, "gpkg_contents"):
        raise SourceError(f"{file.path}: no GeoPackage: it has no table gpkg_contents")
    query = (
        "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes')"
        " ORDER BY table_name"
    )
    layers = [name for (name,) in sqlite_files.rows(db, file.path, query)]
    there = ", ".join(map(repr, layers)) or "none"
    if file.layer and file.layer not in layers:
        raise SourceError(f"{file.path}: no layer {file.layer!r}; the layers there are {there}")
    if not file.layer and len(layers) != 1:
        raise SourceError(f"{file.path}: name the layer in the TOML file; there are {there}")
    return file.layer or str(layers[0])


def _geometry_column(db: sqlite3.Connection, path: Path, layer: str) -> str | None:
    """Return the column of the geometries, which must be in WGS 84, None where there is none."""
    if not sqlite_files.columns(db, "gpkg_geometry_columns"):
        return None
    query = (
        "SELECT g.table_name, g.column_name, s.organization, s.organization_coordsys_id"
        " FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id"
    )
    for table, column, organisation, number in sqlite_files.rows(db, path, query):
        if table != layer:
            continue
        if (str(organisation).upper(), number) not in _WGS84:
            raise SourceError(
                f"{path}: layer {layer!r} is in {organisation}:{number};"
                " export it in WGS 84 (EPSG:4326)"
            )
        return str(column)
    return None


def _read_blob(blob: Any) -> Shape | None:
    """Read a geometry with its GeoPackage header (OGC 12-128r19, clause 2.1.3)."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        raise ValueError("no GeoPackage header")
    flags = blob[3]
    envelope = flags >> 1 & 0b111
    if envelope >= len(_ENVELOPE_BYTES) or flags & 0b100000:
        raise ValueError("a header of another kind")
    return read_wkb(blob[8 + _ENVELOPE_BYTES[envelope] :])
