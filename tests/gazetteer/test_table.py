"""Tables of the user's own: CSV, GeoJSON, GeoPackage and the TOML that maps them."""

import json
import re
import sqlite3
import struct
from pathlib import Path

import pytest
import shapely
from shapely import box

from gazetteer.build.writer import Builder
from gazetteer.errors import SourceError
from gazetteer.model import Kind, NameType, Point
from gazetteer.rows import Row
from gazetteer.sources import table
from gazetteer.sources.options import BuildOptions, Report
from gazetteer.store import Gazetteer


def rows(path: Path, report: Report | None = None, options: BuildOptions | None = None):
    return list(table.iter_rows(path, options or BuildOptions(), report or Report()))


def write(folder: Path, toml: str, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    path = folder / "t.toml"
    path.write_text(toml, encoding="utf-8")
    return path


def blob(geometry, *, envelope: int = 0, srs: int = 4326) -> bytes:
    head = b"GP\0" + bytes([1 | envelope << 1]) + struct.pack("<i", srs)
    west, south, east, north = geometry.bounds
    return (
        head
        + struct.pack("<4d", west, east, south, north)[: 32 * envelope]
        + (shapely.to_wkb(geometry, byte_order=1))
    )


def geopackage(path: Path, layers: dict[str, list[tuple]], srs: int = 4326) -> None:
    db = sqlite3.connect(path)
    db.executescript(
        "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);"
        "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);"
        "CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id);"
    )
    db.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, 'EPSG', ?)", (srs, srs))
    for layer, features in layers.items():
        db.execute("INSERT INTO gpkg_contents VALUES (?, 'features')", (layer,))
        db.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?)", (layer, srs))
        db.execute(f'CREATE TABLE "{layer}" (fid INTEGER, geom BLOB, name, name_hy, art, people)')
        db.executemany(f'INSERT INTO "{layer}" VALUES (?, ?, ?, ?, ?, ?)', features)  # noqa: S608
    db.commit()
    db.close()


QUARTERS = [
    (1, blob(box(44.50, 40.17, 44.52, 40.19), envelope=1), "Kentron", "Կենտրոն", "Viertel", 125000),
    (2, blob(shapely.Point(44.47, 40.2)), "Ajapnyak", None, "Viertel", None),
]

MINIMAL = 'name = "T"\nfile = "t.csv"\n[columns]\nname = "name"\n'


@pytest.fixture
def documented(root, tmp_path) -> Path:
    """The files of docs/tables.md, as a reader would write them."""
    text = (root / "docs/tables.md").read_text(encoding="utf-8")
    files = re.findall(r"`([a-z]+\.(?:csv|toml))`:\n\n```\w+\n(.*?)```", text, re.DOTALL)
    assert [name for name, _ in files] == ["monasteries.csv", "monasteries.toml", "quarters.toml"]
    for name, content in files:
        (tmp_path / name).write_text(content, encoding="utf-8")
    geopackage(tmp_path / "quarters.gpkg", {"quarters": QUARTERS, "other": []})
    return tmp_path


def test_the_documented_csv(documented):
    report = Report()
    tatev, noravank, yerevan = rows(documented / "monasteries.toml", report)
    assert not report.counts
    assert (tatev.id, tatev.name, tatev.feature) == (
        "enrich:monasteries-7", "Tatev Monastery", "MSTY",
    )  # fmt: skip
    assert [name.text for name in tatev.names] == ["Tatevi vank", "Tat'ev"]
    assert tatev.point == Point(lat=39.379, lon=46.25)
    assert (tatev.valid, tatev.country, tatev.description) == (("0895", None), "AM", "monastery")
    assert noravank.point == Point(lat=39.684, lon=45.233)
    assert (yerevan.id, yerevan.point) == ("wikidata:Q1953", None)
    assert table.info(documented / "monasteries.toml").licence == "CC0 1.0"


def test_the_documented_geopackage(documented):
    kentron, ajapnyak = rows(documented / "quarters.toml")
    assert (kentron.id, kentron.feature, kentron.population) == (
        "enrich:quarters-kentron", "PPLX", 125000,
    )  # fmt: skip
    assert kentron.point == Point(lat=40.18, lon=44.51)
    assert 1.0 < kentron.radius_km < 1.2  # 2.2 km by 1.7 km
    assert [(n.text, n.language) for n in kentron.names] == [("Կենտրոն", "hy")]
    assert (kentron.area, kentron.country) == ("AM.11", "AM")
    assert (ajapnyak.point, ajapnyak.population) == (Point(lat=40.2, lon=44.47), 0)


def test_a_gazetteer_built_from_the_documented_tables(documented):
    known = [
        Row("geonames:174982", Kind.PLACE, "Armenia", country="AM", code="AM", feature="PCLI"),
        Row("geonames:616051", Kind.PLACE, "Yerevan", area="AM.11", code="AM.11", feature="ADM1"),
        Row("geonames:616052", Kind.PLACE, "Yerevan", wikidata="Q1953", feature="PPLC"),
    ]
    output = documented / "mine.gaz"
    with Builder(output) as builder:
        builder.add(known)
        for name in ("monasteries", "quarters"):
            builder.add(rows(documented / f"{name}.toml"), strict=False)
        builder.finish([])
        assert builder.merged == 1
    with Gazetteer.open(output) as gazetteer:
        (hit,) = gazetteer.lookup("tatevi vank")
        assert hit.entity.id == "enrich:monasteries-7"
        (hit,) = gazetteer.lookup("Կենտրոն")
        assert hit.entity.admin == ("Yerevan",)
        assert len(gazetteer.lookup("Yerevan")) == 2


def test_a_missing_column_is_named_with_those_there_are(tmp_path):
    toml = write(tmp_path, MINIMAL + 'lat = "y"\nlon = "x"\n', t_csv="name,X,Y\nA,1,2\n")
    with pytest.raises(SourceError, match=r"no column 'y', 'x'; the columns there are 'name'"):
        rows(toml)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('file = "t.csv"\n[columns]\nname = "name"\n', "name is missing"),
        ('name = "T"\n[columns]\nname = "name"\n', "file is missing"),
        (MINIMAL + 'colour = "x"\n', "'colour' is not a field"),
        (MINIMAL + 'lat = "y"\n', "lat and lon go together"),
        ('name = "T"\nfile = "t.csv"\n[columns]\nid = "x"\n', "no column for the name"),
        (MINIMAL + '[constants]\nname = "x"\n', "a column and a constant"),
        ('nam = "T"\n', "unknown 'nam'"),
        ("name = 3\n", "name must be a text"),
        ("columns = 3\n", "columns must be a table"),
        (MINIMAL + "aliases = 3\n", "aliases must name a column"),
        ("no toml at all", "no TOML"),
        ('delimiter = ";;"\n' + MINIMAL, "delimiter must be one character"),
        ('encoding = "klingon"\n' + MINIMAL, "no encoding is called 'klingon'"),
        ('name = "T"\nfile = "t.xlsx"\n[columns]\nname = "name"\n', "of what format"),
        ('name = "T"\nfile = "u.csv"\n[columns]\nname = "name"\n', "no such file"),
    ],
)
def test_a_toml_file_that_cannot_be_used_says_why(tmp_path, toml, words):
    with pytest.raises(SourceError, match=words):
        rows(write(tmp_path, toml, t_csv="name\nA\n"))


FULL = MINIMAL + "".join(
    f'{key} = "{key}"\n'
    for key in ("lat", "lon", "kind", "country", "wikidata", "population", "valid_from")
)
HEADER = "name,lat,lon,kind,country,wikidata,population,valid_from\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("A,91,0,,,,,", "coordinates"),
        ("A,x,0,,,,,", "coordinates"),
        ("A,4,,,,,,", "coordinates"),
        ("A,,,town,,,,", "kind is not one of place, person, organisation"),
        ("A,,,,Armenia,,,", "country"),
        ("A,,,,,X5,,", "wikidata"),
        ("A,,,,,,many,", "population"),
        ("A,,,,,,-5,", "population"),
        ("A,,,,,,,1991-13", "valid_from"),
        ("...,,,,,,,", "no name"),
        ("A,,,,,,", "wrong number of columns"),
        ("A,,,,,,,,", "wrong number of columns"),
    ],
)
def test_a_row_that_cannot_be_used_is_counted_with_its_line(tmp_path, line, words):
    report = Report()
    found = rows(write(tmp_path, FULL, t_csv=f"{HEADER}{line}\nB,1,2,,,,,\n"), report)
    assert [row.name for row in found] == ["B"]
    ((what, where),) = report.examples.items()
    assert words in what
    assert where == ["t.csv:2"]


def test_latin_1_is_counted_and_can_be_read_when_it_is_named(tmp_path):
    (tmp_path / "t.csv").write_bytes("name\nMálaga\nRonda\n".encode("latin-1"))
    report = Report()
    assert [row.name for row in rows(write(tmp_path, MINIMAL), report)] == ["Ronda"]
    assert report.counts == {"no utf-8: set encoding in the TOML file": 1}
    named = write(tmp_path, 'encoding = "latin-1"\n' + MINIMAL)
    assert [row.name for row in rows(named)] == ["Málaga", "Ronda"]


def test_ids_of_every_sort(tmp_path):
    toml = MINIMAL + 'id = "id"\nwikidata = "q"\ngeonames = "g"\nkind = "kind"\n'
    lines = ["geonames:616052,A,,,", "pleiades:638807,B,,,", "Tell 7,C,,,"]
    lines += ["x,D,Q5,7,", "x,E,Q5,7,person"]
    found = rows(write(tmp_path, toml, t_csv="\n".join(["id,name,q,g,kind", *lines])))
    assert [(row.id, row.wikidata, row.geonames, row.same_as) for row in found] == [
        ("geonames:616052", None, None, ()),
        ("enrich:pleiades-638807", None, None, ("pleiades:638807",)),
        ("enrich:t-tell-7", None, None, ()),
        ("geonames:7", "Q5", None, ()),
        ("wikidata:Q5", None, 7, ()),
    ]
    assert found[4].kind is Kind.PERSON


def test_namesakes_without_ids_are_two_entities(tmp_path):
    found = rows(write(tmp_path, MINIMAL, t_csv="name\nSpring\nSpring\nԱկունք\n"))
    assert [row.id for row in found[:2]] == ["enrich:t-spring", "enrich:t-spring-2"]
    assert re.fullmatch(r"enrich:t-[0-9a-f]{12}", found[2].id)


def test_languages_and_countries_that_are_not_wanted(tmp_path):
    toml = MINIMAL + 'country = "c"\n[names]\nhy = "hy"\nru = "ru"\n'
    path = write(tmp_path, toml, t_csv="name,c,hy,ru\nA,AM,Ա,А\nB,GE,Բ,Б\n")
    options = BuildOptions(countries=frozenset({"AM"}), languages=frozenset({"hy"}))
    (row,) = rows(path, options=options)
    assert [name.text for name in row.names] == ["Ա"]


def test_the_language_of_the_name_shown_is_kept(tmp_path):
    (row,) = rows(write(tmp_path, MINIMAL + '[constants]\nlanguage = "fr"\n', t_csv="name\nNice\n"))
    assert [(n.text, n.type, n.language) for n in row.names] == [("Nice", NameType.PRIMARY, "fr")]


def test_geojson_properties_are_columns(tmp_path):
    square = shapely.geometry.mapping(box(44, 40, 45, 41))
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"name": "A", "c": "AM.99"}, "geometry": square},
            {"type": "Feature", "properties": {"name": "B"}, "geometry": {"type": "Blob"}},
            {"type": "Feature", "properties": {"name": "C"}, "geometry": None},
        ],
    }
    toml = MINIMAL.replace("csv", "geojson") + 'code = "c"\n'
    report = Report()
    a, c = rows(write(tmp_path, toml, t_geojson=json.dumps(collection)), report)
    assert (a.point, a.code, a.area) == (Point(lat=40.5, lon=44.5), "AM.99", "AM.99")
    assert shapely.from_wkb(a.geometry).area == pytest.approx(1)
    assert c.point is None
    assert report.examples == {"a geometry that cannot be used": ["t.geojson: feature 2"]}


GPKG = MINIMAL.replace("t.csv", "t.gpkg")


def test_a_geopackage_with_two_layers_needs_a_name(tmp_path):
    geopackage(tmp_path / "t.gpkg", {"a": [], "b": QUARTERS})
    with pytest.raises(SourceError, match=r"name the layer.*'a', 'b'"):
        rows(write(tmp_path, GPKG))
    with pytest.raises(SourceError, match="no layer 'c'; the layers there are 'a', 'b'"):
        rows(write(tmp_path, 'layer = "c"\n' + GPKG))
    assert len(rows(write(tmp_path, 'layer = "b"\n' + GPKG))) == 2


def test_a_geopackage_in_another_projection_is_refused(tmp_path):
    geopackage(tmp_path / "t.gpkg", {"a": QUARTERS}, srs=3857)
    with pytest.raises(SourceError, match="EPSG:3857; export it in WGS 84"):
        rows(write(tmp_path, GPKG))


def test_broken_geometries_of_a_geopackage_are_counted(tmp_path):
    whole = QUARTERS[0][1]
    blobs = [b"XX" + whole[2:], whole[:60], b"GP", whole[:3] + b"\x0f" + whole[4:], whole]
    layer = [(n, blob, f"N{n}", None, None, None) for n, blob in enumerate(blobs)]
    geopackage(tmp_path / "t.gpkg", {"a": layer})
    report = Report()
    assert [row.name for row in rows(write(tmp_path, GPKG), report)] == ["N4"]
    assert sum(report.counts.values()) == 4


def test_a_geopackage_that_is_none(tmp_path):
    (tmp_path / "t.gpkg").write_bytes(b"no database")
    with pytest.raises(SourceError, match="no GeoPackage"):
        rows(write(tmp_path, GPKG))
    geopackage(tmp_path / "u.gpkg", {"a": QUARTERS * 500})
    data = (tmp_path / "u.gpkg").read_bytes()
    (tmp_path / "t.gpkg").write_bytes(data[: len(data) // 2])
    with pytest.raises(SourceError, match=r"cut short or damaged|cannot be read"):
        rows(write(tmp_path, GPKG))
