"""Files of strangers: what would end the process, or never end, is refused in a line or counted."""

import contextlib
import os
import shutil
import sqlite3
import struct
import subprocess
import sys

import pytest
import shapely
from fuzzing.files import HOSTILE, ROWS
from fuzzing.tables import GEOPACKAGE

from gazetteer.atomic import replacing, replacing_file, temporary_prefix
from gazetteer.build import build
from gazetteer.build.writer import Builder
from gazetteer.errors import EnrichError, GazetteerDamaged, OutputError, SourceError
from gazetteer.polygons import cut_at_antimeridian
from gazetteer.sources.options import BuildOptions, Report
from gazetteer.sources.shapes import read_shape, read_wkb
from gazetteer.sources.table import iter_rows
from gazetteer.store import Gazetteer


def head(kind, *counts):
    return struct.pack(f"<BI{len(counts)}I", 1, kind, *counts)


POINT = head(1) + struct.pack("<2d", 44.5, 40.2)


def ring(lon=44.0, lat=40.0):
    return struct.pack("<I8d", 4, lon, lat, lon + 1, lat, lon, lat + 1, lon, lat)


# ----------------------------------------------------------------------------------- geometries


@pytest.mark.parametrize("kind", [4, 5, 6, 7])
def test_a_geometry_nested_without_end_is_refused_before_a_library_follows_it(kind):
    with pytest.raises(ValueError, match="is not a place"):
        read_wkb(head(kind, 1) * 100_000 + POINT)


@pytest.mark.parametrize(
    ("wkb", "said"),
    [
        (head(8, 3) + bytes(48), "CircularString"),
        (head(10, 1) + POINT, "CurvePolygon"),
        (head(12, 1) + POINT, "MultiSurface"),
        (head(7, 1) + POINT, "GeometryCollection"),
        (head(99, 1), "another type"),
        (head(3, 1 << 31), "broken"),
        (head(2, 1 << 30), "broken"),
        (head(6, 0xFFFFFFFF), "broken"),
        (POINT[:-1], "broken"),
        (b"", "broken"),
        (head(3, 1) + ring(lon=1e15), "off the globe"),
        (head(3, 1) + ring(lat=float("nan")), "broken"),
        (head(2, 2) + struct.pack("<4d", 44, 40, float("nan"), 41), "off the globe"),
        (head(3, 1) + ring(lon=2e7, lat=5e6), "off the globe"),
    ],
)
def test_a_geometry_that_is_no_place_says_why(wkb, said):
    with pytest.raises(ValueError, match=said):
        read_wkb(wkb)


AREA = "(44 40, 45 40, 45 40.4, 44 40.4, 44 40), (44.1 40.1, 44.2 40.1, 44.2 40.2, 44.1 40.1)"
SHAPES = [
    "POINT (44.5 40.2)", "POINT Z (44.5 40.2 1)", "MULTIPOINT ((44.5 40.2), (44.5 40.2))",
    "LINESTRING (44 40, 45 40.4)", f"POLYGON ({AREA})", f"MULTIPOLYGON (({AREA}))",
    "POLYGON Z ((44 40 1, 45 40 1, 45 40.4 1, 44 40.4 1, 44 40 1))",
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("flavor", ["extended", "iso"])
@pytest.mark.parametrize("order", [0, 1])
def test_every_geometry_of_a_place_is_read_in_every_dialect(shape, flavor, order):
    parsed = shapely.set_srid(shapely.from_wkt(shape), 4326)
    wkb = shapely.to_wkb(parsed, flavor=flavor, byte_order=order, include_srid=flavor == "extended")
    found = read_wkb(bytes(wkb)).point
    assert found.lat == pytest.approx(40.2, abs=0.05)
    assert found.lon == pytest.approx(44.5, abs=0.05)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [10**400, 1]},
        {"type": "Point", "coordinates": [None, 1]},
        {"type": "LineString", "coordinates": [[44, 40], [float("nan"), 41]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1e15, 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [10**400, 0], [1, 1], [0, 0]]]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Curve", "coordinates": []},
        {"type": ["Point"], "coordinates": [1, 2]} | {"type": "x" * 5000},
    ],
)
def test_a_geometry_of_geojson_that_cannot_be_used_is_one_kind_of_error(geometry):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - said in its own words each
        read_shape(geometry)
    assert len(str(caught.value)) < 500


def test_longitudes_may_run_on_by_a_turn_and_no_further():
    assert read_wkb(head(3, 1) + ring(lon=185.0)).point.lon == pytest.approx(-174.7, abs=0.1)
    with pytest.raises(SourceError, match="leaves the map"):
        cut_at_antimeridian(shapely.box(0, 0, 1e9, 1))


# ------------------------------------------------------------------------------------ databases

TOML = 'name = "T"\nfile = "t.gpkg"\n[columns]\nname = "name"\n'


@pytest.fixture
def geopackage(tmp_path):
    """Write a GeoPackage, changed by some SQL; return the TOML file beside it."""

    def write(sql="", geometry=POINT):
        with contextlib.closing(sqlite3.connect(tmp_path / "t.gpkg")) as db:
            db.executescript(f"{GEOPACKAGE} CREATE TABLE a (geom, name)")
            for number, blob in enumerate((POINT, geometry)):
                db.execute(
                    "INSERT INTO a VALUES (?, ?)", (b"GP\0\1" + bytes(4) + blob, f"N{number}")
                )
            db.commit()
            db.executescript(sql)
        (tmp_path / "t.toml").write_text(TOML)
        return tmp_path / "t.toml"

    return write


def read(toml):
    report = Report()
    return [row.name for row in iter_rows(toml, BuildOptions(), report)], sum(
        report.counts.values()
    )


HOSTILE_LAYERS = """
ALTER TABLE a RENAME TO b; CREATE VIEW a AS WITH RECURSIVE n(x) AS
  (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS geom, x AS name FROM n

ALTER TABLE a RENAME TO b; CREATE VIEW a AS SELECT geom, hex(zeroblob(400000000)) AS name FROM b

ALTER TABLE a RENAME TO b; CREATE VIEW a AS SELECT geom, load_extension('x') AS name FROM b

CREATE TABLE c (geom, x, name AS (hex(zeroblob(400000000)))); DROP TABLE a;
ALTER TABLE c RENAME TO a

DROP TABLE gpkg_contents;
CREATE VIEW gpkg_contents AS SELECT 'a' AS table_name, 'features' AS data_type
"""


@pytest.mark.parametrize("sql", HOSTILE_LAYERS.strip().split("\n\n"))
def test_only_tables_of_a_geopackage_are_read(geopackage, sql):
    with pytest.raises(SourceError, match=r"only tables are read|unsafe use|no column"):
        read(geopackage(sql))


def test_a_trigger_of_a_geopackage_runs_for_nobody_who_reads(geopackage):
    assert read(geopackage("CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; END")) == (
        ["N0", "N1"], 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    "geometry", [head(8, 3) + bytes(48), head(7, 1) * 20_000 + POINT, head(3, 1) + ring(lon=1e15)]
)
def test_a_row_with_such_a_geometry_costs_itself_alone(geopackage, geometry):
    assert read(geopackage(geometry=geometry)) == (["N0"], 1)


@pytest.fixture
def gaz(tmp_path):
    """A small gazetteer."""
    with Builder(tmp_path / "a.gaz") as builder:
        builder.add(ROWS)
        builder.finish([])
    return tmp_path / "a.gaz"


@pytest.mark.parametrize("sql", HOSTILE)
@pytest.mark.parametrize("table", ["name", "manifest"])
def test_a_gazetteer_with_other_tables_is_refused_at_once(gaz, sql, table):
    with contextlib.closing(sqlite3.connect(gaz, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = 1")
        try:
            db.executescript(sql.replace("{table}", table))
        except sqlite3.Error as error:
            pytest.skip(f"SQLite itself refuses: {error}")
    if "rootpage" in sql:
        return  # the schema reads the same; what is read then is damaged, or of another type
    with pytest.raises(GazetteerDamaged, match=r"not a usable gazetteer|cut short"):
        Gazetteer.open(gaz)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("radius_km", "x"), ("radius_km", 9e999), ("radius_km", 1e308), ("radius_km", -5.0),
        ("population", "x"), ("prominence", 99_999), ("name", b"x"), ("source", 99),
        ("source", "x"), ("kind", 9), ("kind", "x"), ("lat", 99_999_999), ("lat", "x"),
        ("country", b"1"),
    ],
)  # fmt: skip
def test_a_value_of_another_type_or_range_is_damage(gaz, column, value):
    with contextlib.closing(sqlite3.connect(gaz)) as db:
        db.execute(f"UPDATE entity SET {column} = ?", (value,))  # noqa: S608
        db.commit()
    with Gazetteer.open(gaz) as gazetteer, pytest.raises(GazetteerDamaged) as caught:
        gazetteer.lookup("Yerevan")
    assert "\n" not in str(caught.value)


def test_a_manifest_nested_without_end_is_damage(gaz):
    with contextlib.closing(sqlite3.connect(gaz)) as db:
        db.execute("UPDATE manifest SET value = ? WHERE key = 'counts'", ("[" * 60_000,))
        db.commit()
    with pytest.raises(GazetteerDamaged, match="manifest"), Gazetteer.open(gaz) as gazetteer:
        gazetteer.build_id  # noqa: B018 - what is read when it is asked for


# ------------------------------------------------------------------------------------ the rest


@pytest.mark.parametrize("text", ["x = " + "[" * 20_000, "\ud800", "x = 1\0"])
def test_a_toml_file_that_is_none_is_one_line(tmp_path, text):
    path = tmp_path / "t.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(SourceError, match="no TOML") as caught:
        list(iter_rows(path, BuildOptions(), Report()))
    assert "\n" not in str(caught.value)


def test_an_encoding_that_cannot_be_used_is_one_line(tmp_path):
    (tmp_path / "t.csv").write_text("name\nA\n")
    for encoding in ("utf-16", "undefined", "idna", "\\u0000", "no-such"):
        text = f'name = "T"\nfile = "t.csv"\nencoding = "{encoding}"\n[columns]\nname = "name"\n'
        (tmp_path / "t.toml").write_text(text)
        with pytest.raises(EnrichError):
            list(iter_rows(tmp_path / "t.toml", BuildOptions(), Report()))


@pytest.mark.parametrize("name", ["t.csv", "t.toml"])
def test_no_input_is_replaced_by_the_gazetteer_made_of_it(tmp_path, small_base, name):
    assert small_base
    (tmp_path / "t.csv").write_text("name\nA\n")
    (tmp_path / "t.toml").write_text('name = "T"\nfile = "t.csv"\n[columns]\nname = "name"\n')
    before = (tmp_path / name).read_bytes()
    with pytest.raises(OutputError, match="is an input too"):
        build(tmp_path / name, [("table", tmp_path / "t.toml")])
    assert (tmp_path / name).read_bytes() == before


# ---------------------------------------------------------------------------------- left-overs

KILLED = """
import os, signal, sys
from pathlib import Path
from gazetteer.atomic import replacing, replacing_file
out = Path(sys.argv[1])
with replacing(out / "a.txt") as text, replacing_file(out / "b.gpkg") as part:
    text.write("half"); text.flush()
    part.write_bytes(b"half")
    part.with_name(part.name + "-journal").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path, package_path):
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / ".enrich-notes").write_text("of somebody else")
    words = [sys.executable, "-c", KILLED, tmp_path]
    subprocess.run(words, env={"PYTHONPATH": str(package_path)}, check=False)
    assert (tmp_path / "a.txt").read_text() == "old"
    assert len(list(tmp_path.glob(".enrich-*"))) == 4
    other = tmp_path / ".enrich-000000-1-of-another-machine.part"
    other.write_text("half")
    own = tmp_path / f"{temporary_prefix()}mine.part"
    own.write_text("half")
    with replacing(tmp_path / "c.txt") as out:
        out.write("whole")
    left = {".enrich-notes", other.name, own.name}
    assert {path.name for path in tmp_path.glob(".enrich-*")} == left


def test_of_a_library_that_cannot_write_the_name_given_is_told(tmp_path, monkeypatch):
    path = tmp_path / "a.gpkg"

    def fails(part):
        raise OutputError(f"{part.name}: GDAL cannot write it: Failed to commit transaction")

    with (
        pytest.raises(OutputError, match=r"a\.gpkg: GDAL cannot write it: Failed") as caught,
        replacing_file(path) as part,
    ):
        fails(part)
    assert ".enrich-" not in str(caught.value)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(OutputError, match="the disk is full"), replacing_file(path) as part:
        fails(part)
    assert list(tmp_path.iterdir()) == []


SORTING = """
import resource, sys
from pathlib import Path
from gazetteer.errors import EnrichError
from gazetteer.store.file import EMBEDDED, StoreFile
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    StoreFile(EMBEDDED).all("SELECT a.name FROM entity a ORDER BY a.name || a.key")
except EnrichError as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""


def test_a_disk_too_full_to_sort_on_is_not_said_of_the_gazetteer(package_path, tmp_path):
    environment = {"PYTHONPATH": str(package_path), "TMPDIR": str(tmp_path)}
    words = [sys.executable, "-c", SORTING]
    ran = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode == 0:
        pytest.skip("this SQLite sorts in memory")
    assert ran.stderr.startswith(f"OutputError: {tmp_path}: ")
    assert "embedded.gaz" not in ran.stderr


def test_the_prefix_of_unfinished_files_names_machine_and_process():
    assert temporary_prefix().endswith(f"-{os.getpid()}-")
