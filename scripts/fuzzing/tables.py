"""Tables of a user's own, and the TOML files that map them: damaged, odd and hostile."""

from __future__ import annotations

import contextlib
import json
import random
import sqlite3
import struct
from functools import partial
from pathlib import Path
from typing import Any, Final

from fuzzing import damage
from fuzzing.files import HOSTILE, built, left_in, outcome
from fuzzing.kinds import Case, Outcome
from gazetteer.model import Point
from gazetteer.sources.options import BuildOptions, Report
from gazetteer.sources.table import iter_rows
from gazetteer.store import Gazetteer

GEOPACKAGE: Final = """
CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id);
INSERT INTO gpkg_contents VALUES ('a', 'features');
INSERT INTO gpkg_geometry_columns VALUES ('a', 'geom', 4326);
INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326);
"""
"""What a GeoPackage with one layer ``a`` holds, but for the layer."""
_COLUMNS: Final = "geom, id, name, also, lat, lon, people, code, item, name_hy"
_TABLE: Final = """name = "Towns"
file = "t.csv"
separator = ";"
[columns]
id = "id"
name = "name"
aliases = ["also"]
lat = "lat"
lon = "lon"
population = "people"
code = "code"
wikidata = "item"
[constants]
country = "AM"
kind = "place"
[names]
hy = "name_hy"
[values.kind]
Stadt = "place"
"""
_LINE: Final = '{n},"Town {n}",T{n};U{n},{lat},{lon},{n}000,AM.{n},Q{n},Ա{n}\n'
_CSV: Final = "id,name,also,lat,lon,people,code,item,name_hy\n" + "".join(
    _LINE.format(n=n, lat=40 + n / 10, lon=44 + n / 10) for n in range(9)
)
_SHAPES: Final = (
    {"type": "Point", "coordinates": [44.5, 40.2]},
    {"type": "Polygon", "coordinates": [[[44, 40], [45, 40], [45, 41], [44, 41], [44, 40]]]},
    {"type": "MultiPolygon", "coordinates": [[[[179, 1], [181, 1], [181, 2], [179, 2], [179, 1]]]]},
    {"type": "LineString", "coordinates": [[44, 40], [45, 41], [46, 41]]},
    {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]},
)
_NUMBERS: Final = (
    0,
    44.5,
    90,
    180.0,
    -180,
    181,
    540,
    1e9,
    1e15,
    1e308,
    float("nan"),
    float("inf"),
    10**400,
    None,
    "x",
    [],
    2e7,
)


def tables(folder: Path) -> Case:
    """Tables of a user's own, CSV and GeoJSON, and the TOML files that map them."""

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        toml, name, data = _TABLE, "t.csv", _CSV
        if rng.random() < 0.5:
            name, data = "t.geojson", _geojson(rng)
            toml = toml.replace("t.csv", name)
        if rng.random() < 0.5:
            toml = damage.lines_of(rng, toml)
        if rng.random() < 0.5:
            data = damage.lines_of(rng, data)
        return _read_table(folder, toml, {name: data.encode("utf-8", "surrogatepass")})

    return case


def _geojson(rng: random.Random) -> str:
    features = []
    for number in range(6):
        facts = {"id": number, "name": f"T{number}", "also": "", "lat": None, "lon": None,
                 "people": number, "code": f"AM.{number}", "item": "", "name_hy": ""}  # fmt: skip
        shape = _changed_numbers(rng, rng.choice(_SHAPES))
        if rng.random() < 0.05:
            for _ in range(rng.choice((50, 150))):
                shape = {"type": "GeometryCollection", "geometries": [shape]}
        feature = {"type": "Feature", "geometry": shape, "properties": facts}
        features.append(damage.value_of(rng, feature) if rng.random() < 0.3 else feature)
    return json.dumps({"type": "FeatureCollection", "features": features})


def _changed_numbers(rng: random.Random, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _changed_numbers(rng, part) for key, part in value.items()}
    if isinstance(value, list):
        return [_changed_numbers(rng, part) for part in value]
    is_number = isinstance(value, int | float)
    return rng.choice(_NUMBERS) if is_number and rng.random() < 0.08 else value


def _read_table(folder: Path, toml: str, files: dict[str, bytes]) -> Outcome:
    (folder / "t.toml").write_bytes(toml.encode("utf-8", "surrogatepass"))
    for name, data in files.items():
        (folder / name).write_bytes(data)

    def use() -> list[str]:
        rows = list(iter_rows(folder / "t.toml", BuildOptions(), Report()))
        with Gazetteer.open(built(folder / "out.gaz", rows)) as gazetteer:
            found = [entity for name in ("Town 1", "T1") for entity in gazetteer.lookup(name)]
        return [
            f"{hit.entity.id} lies off the globe"
            for hit in found
            if not _on_globe(hit.entity.point)
        ]

    known = ("t.toml", "t.csv", "t.geojson", "t.gpkg", "out.gaz")
    return outcome(sum(map(len, files.values())), use, partial(left_in, folder, known))


def _on_globe(point: Point | None) -> bool:
    return point is None or (abs(point.lat) <= 90 and abs(point.lon) <= 180)


def geopackages(folder: Path) -> Case:
    """GeoPackages with odd geometries, odd values, hostile tables and damaged bytes."""

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        path = folder / "t.gpkg"
        path.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(path)) as db:
            db.executescript(f"{GEOPACKAGE} CREATE TABLE a ({_COLUMNS})")
            for number in range(6):
                values = (b"GP\0\x01" + bytes(4) + _wkb(rng), number, f"T{number}", "", None, None,
                          number, f"AM.{number}", "", "")  # fmt: skip
                db.execute("INSERT INTO a VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            db.commit()
        if rng.random() < 0.5:
            damage.database(rng, path, HOSTILE)
        elif rng.random() < 0.3:
            path.write_bytes(damage.bytes_of(rng, path.read_bytes()))
        data = path.read_bytes()
        return _read_table(folder, _TABLE.replace("t.csv", "t.gpkg"), {"t.gpkg": data})

    return case


def _wkb(rng: random.Random) -> bytes:
    """Return WKB of any type, whole or not, nested, curved, and with odd numbers in it."""
    odd = (44.0, 45.0, 40.0, 41.0, 1e9, 1e15, 1e308, float("nan"), float("inf"), 181.0, 2e7)

    def number() -> bytes:
        return struct.pack("<d", rng.choice(odd[:4] if rng.random() < 0.9 else odd))

    def head(kind: int, *counts: int) -> bytes:
        return struct.pack(f"<BI{len(counts)}I", 1, kind, *counts)

    ring = [number() for _ in range(8)]
    closed = struct.pack("<I", 5) + b"".join(ring) + ring[0] + ring[1]
    polygon = head(3, 1) + closed
    line = head(2, 3) + b"".join(number() for _ in range(6))
    point = head(1) + number() + number()
    shape = rng.choice((
        point, line, polygon, head(6, 2) + polygon * 2, head(4, 1) + point, head(5, 1) + line,
        head(7, 1) + polygon, head(8, 3) + b"".join(number() for _ in range(6)), head(10, 1) + line,
        head(11, 1) + line, head(12, 1) + polygon, head(15, 1) + polygon, head(16, 1) + polygon,
        head(17, 1) + closed, head(3, 1 << 31), head(6, 0xFFFFFFFF), head(2, 1 << 30),
        head(1003, 1) + closed, head(0x80000003, 1) + closed, head(99, 1),
    ))  # fmt: skip
    if rng.random() < 0.1:
        for _ in range(rng.choice((2, 100, 100_000))):
            shape = (
                b"".join((head(rng.choice((4, 5, 6, 7)), 1), shape)) if len(shape) < 2000 else shape
            )
        if rng.random() < 0.5:
            shape = head(rng.choice((4, 6, 7)), 1) * 100_000 + point
    return damage.bytes_of(rng, shape) if rng.random() < 0.3 else shape
