"""GeoJSON feature by feature, Who's On First and Natural Earth."""

import bz2
import gzip
import json
import sqlite3
from pathlib import Path

import pytest
import shapely
from shapely import box

from gazetteer.errors import SourceError
from gazetteer.model import Name, NameType, Point
from gazetteer.sources import natural_earth, whosonfirst
from gazetteer.sources.geojson import iter_features
from gazetteer.sources.options import BuildOptions, Report

SQUARE = shapely.geometry.mapping(box(44, 40, 45, 41))


def feature(geometry=None, **properties) -> dict:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def save(path: Path, text: str) -> Path:
    pack = {".gz": gzip.compress, ".bz2": bz2.compress}.get(path.suffix, bytes)
    path.write_bytes(pack(text.encode()))
    return path


def names_of(path: Path, report: Report | None = None) -> list[str]:
    return [f["properties"]["n"] for _, f in iter_features(path, report or Report())]


MANY = [feature(SQUARE, n=f"place {n} " + "x" * 50) for n in range(3000)]
FORMS = {
    "collection": json.dumps({"type": "FeatureCollection", "features": MANY, "more": [1, {}]}),
    "indented": json.dumps(
        {"crs": {"a": 1}, "features": MANY, "type": "FeatureCollection"}, indent=1
    ),
    "lines": "\n".join(map(json.dumps, MANY)),
    "sequence": "\n".join("\x1e" + json.dumps(f) for f in MANY) + "\n",
}


@pytest.mark.parametrize("suffix", ["", ".gz", ".bz2"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_every_feature(tmp_path, form, suffix):
    path = save(tmp_path / f"f.geojson{suffix}", FORMS[form])
    assert names_of(path) == [f["properties"]["n"] for f in MANY]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_single_feature(tmp_path, indent):
    assert names_of(save(tmp_path / "f.json", json.dumps(MANY[0], indent=indent))) == [
        MANY[0]["properties"]["n"]
    ]


def test_a_feature_longer_than_a_block_on_one_line(tmp_path):
    ring = [[i / 1e4, i / 1e5] for i in range(10_000)]
    long = feature({"type": "Polygon", "coordinates": [ring]}, n="long")
    assert names_of(save(tmp_path / "f.jsonl", "\n".join(map(json.dumps, [long, *MANY[:2]])))) == [
        "long", MANY[0]["properties"]["n"], MANY[1]["properties"]["n"],
    ]  # fmt: skip


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_a_broken_line_is_counted_and_the_others_read(tmp_path, broken):
    lines = [json.dumps(feature(n=str(n))) for n in range(3)]
    lines[broken] = lines[broken][:-9]
    report = Report()
    found = names_of(save(tmp_path / "f.jsonl", "\n".join(lines)), report)
    assert found == [str(n) for n in range(3) if n != broken]
    assert report.examples == {"no JSON": [f"f.jsonl:{broken + 1}"]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FORMS["collection"][:100_000], "cut short"),
        (FORMS["collection"][:70], "cut short"),
        (FORMS["collection"].replace('"place 99 ', "place 99 ", 1), "broken JSON"),
        ('{"type": "Topology", "arcs": []}', "an object of type 'Topology'"),
        ("<!DOCTYPE html><html>", "web page"),
        ("geonameid\tname", "no GeoJSON"),
        ("", "no GeoJSON"),
    ],
)
def test_what_is_no_geojson_is_named(tmp_path, text, words):
    with pytest.raises(SourceError, match=words):
        names_of(save(tmp_path / "f.geojson", text))


def test_a_truncated_archive_is_named(tmp_path):
    path = save(tmp_path / "f.geojson.gz", FORMS["lines"])
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(SourceError, match="cut short"):
        names_of(path)


# ------------------------------------------------------------------------- Who's On First

YEREVAN = {
    "wof:id": 421182367, "wof:name": "Yerevan", "wof:placetype": "locality", "wof:country": "AM",
    "wof:concordances": {"gn:id": 616052, "wd:id": "Q1953"}, "wof:population": 1093485,
    "mz:is_current": 1, "lbl:latitude": 40.18, "lbl:longitude": 44.51, "edtf:inception": "-0782~",
    "wof:hierarchy": [{"country_id": 85632773, "region_id": 85668109}],
    "name:hye_x_preferred": ["Երևան"], "name:eng_x_colloquial": ["Pink City"],
    "name:eng_x_historical": ["Erivan"], "name:zho_min_nan_x_preferred": ["Yerevan"],
    "name:und_x_variant": ["EREVAN"],
}  # fmt: skip


def wof(**changes) -> dict:
    changes = {key.replace("__", ":"): value for key, value in changes.items()}
    facts = {k: v for k, v in (YEREVAN | changes).items() if v is not None}
    return feature(changes.get("geometry"), **facts)


def wof_rows(path: Path, places: list[dict], report: Report | None = None, **options):
    save(path, "\n".join(map(json.dumps, places)))
    return list(whosonfirst.iter_rows(path, BuildOptions(**options), report or Report()))


def test_a_place_with_concordances(tmp_path):
    (row,) = wof_rows(tmp_path / "a.geojsonl", [wof()])
    assert (row.id, row.wikidata, row.same_as) == ("geonames:616052", "Q1953", ("wof:421182367",))
    assert (row.country, row.area, row.feature, row.population) == ("AM", "AM", "PPL", 1093485)
    assert (row.point, row.valid) == (Point(lat=40.18, lon=44.51), ("-0782", None))
    assert row.names == (
        Name("Երևան", NameType.VARIANT, "hy", preferred=True),
        Name("Pink City", NameType.VARIANT, "en"),
        Name("Erivan", NameType.FORMER, "en"),
        Name("EREVAN", NameType.VARIANT),
    )


def test_ids_without_concordances_and_the_containers_of_the_hierarchy(tmp_path):
    region = {"wof__id": 85668109, "wof__placetype": "region", "wof__concordances": {"gn:id": -1}}
    place, only_wikidata, container = wof_rows(
        tmp_path / "a.geojsonl",
        [
            wof(wof__concordances={}),
            wof(wof__concordances={"wd:id": "Q1953"}),
            wof(**region) | {"geometry": SQUARE},
        ],
    )
    assert (place.id, place.area) == ("enrich:wof-421182367", "AM.wof85668109")
    assert (only_wikidata.id, only_wikidata.wikidata) == ("wikidata:Q1953", None)
    assert (container.id, container.code) == ("enrich:wof-85668109", "AM.wof85668109")
    assert shapely.from_wkb(container.geometry).area == pytest.approx(1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mz__is_current": 0}, "no longer current"),
        ({"wof__superseded_by": [1]}, "no longer current"),
        ({"edtf__deprecated": "2019-01-01"}, "no longer current"),
        ({"wof__placetype": "venue"}, "placetype venue is not read"),
        ({"wof__id": None}, "no wof:id or wof:name"),
        ({"wof__name": " "}, "no wof:id or wof:name"),
        ({"wof__id": "x"}, "another type"),
    ],
)
def test_what_is_passed_over_is_counted(tmp_path, changes, words):
    report = Report()
    assert wof_rows(tmp_path / "a.geojsonl", [wof(**changes)], report) == []
    ((what, count),) = report.counts.items()
    assert words in what
    assert count == 1


def test_options_of_who_s_on_first(tmp_path):
    path = tmp_path / "a.geojsonl"
    assert wof_rows(path, [wof()], countries=frozenset({"GE"})) == []
    assert wof_rows(path, [wof()], min_population=2_000_000) == []
    assert wof_rows(path, [wof()], features=frozenset({"A"})) == []
    (row,) = wof_rows(path, [wof()], languages=frozenset({"hy"}))
    assert [name.text for name in row.names] == ["Երևան", "EREVAN"]


def database(path: Path) -> bytes:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE geojson (id INTEGER, body TEXT, is_alt BOOLEAN)")
    bodies = [(1, json.dumps(wof()), 0), (2, json.dumps(wof()), 1), (3, '{"type"', 0)]
    db.executemany("INSERT INTO geojson VALUES (?, ?, ?)", bodies)
    db.commit()
    db.close()
    return path.read_bytes()


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress])
def test_the_sqlite_distribution_plain_or_packed(tmp_path, pack):
    path = tmp_path / "wof #1?.db"
    path.write_bytes(pack(database(tmp_path / "plain")))
    report = Report()
    (row,) = whosonfirst.iter_rows(path, BuildOptions(), report)
    assert row.id == "geonames:616052"
    assert report.examples == {"no JSON": ["wof #1?.db: 3"]}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["plain", "wof #1?.db"]


def test_another_database_and_an_empty_folder(tmp_path):
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (a)").connection.close()
    with pytest.raises(SourceError, match="no table geojson"):
        list(whosonfirst.iter_rows(tmp_path / "other.db", BuildOptions(), Report()))
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="no GeoJSON or SQLite"):
        list(whosonfirst.iter_rows(tmp_path / "empty", BuildOptions(), Report()))


def test_a_folder_of_files_without_the_alternate_outlines(tmp_path):
    folder = tmp_path / "data/421"
    folder.mkdir(parents=True)
    save(folder / "421182367.geojson", json.dumps(wof(), indent=2))
    save(folder / "421182367-alt-meso.geojson", json.dumps(wof(**{"src:alt_label": "meso"})))
    (row,) = whosonfirst.iter_rows(tmp_path, BuildOptions(), Report())
    assert row.name == "Yerevan"


def test_the_armenian_sample(shared):
    report = Report()
    path = shared / "sources/whosonfirst_am_sample.geojsonl.gz"
    rows = list(whosonfirst.iter_rows(path, BuildOptions(), report))
    assert len(rows) == 400
    assert not report.counts
    norashen = next(row for row in rows if row.id == "enrich:wof-1108782571")
    assert norashen.point == Point(lat=40.68093, lon=44.10028)
    assert Name("Նորաշեն", NameType.VARIANT, "hy", preferred=True) in norashen.names


# -------------------------------------------------------------------------- Natural Earth


def point(lon: float, lat: float) -> dict:
    return {"type": "Point", "coordinates": [lon, lat]}


def ne_rows(folder: Path, layer: str, places: list[dict], report: Report | None = None, **opts):
    text = json.dumps({"type": "FeatureCollection", "features": places})
    save(folder / f"ne_10m_{layer}.geojson", text)
    return list(natural_earth.iter_rows(folder, BuildOptions(**opts), report or Report()))


def test_a_populated_place_in_the_columns_of_a_recent_release(tmp_path):
    facts = {
        "NAME": "Yerevan", "FEATURECLA": "Admin-0 capital", "ISO_A2": "AM", "POP_MIN": 1093485,
        "POP_MAX": 1102000, "GEONAMESID": 616052.0, "WIKIDATAID": "Q1953", "NE_ID": 1159150983,
        "NAME_HY": "Երևան", "NAME_DE": "Jerewan", "NAME_ZHT": "葉里溫", "NAMEALT": "Erevan",
    }  # fmt: skip
    (row,) = ne_rows(tmp_path, "populated_places", [feature(point(44.51, 40.18), **facts)])
    assert (row.id, row.wikidata, row.feature) == ("geonames:616052", "Q1953", "PPLC")
    assert (row.population, row.country, row.same_as) == (1093485, "AM", ("ne:1159150983",))
    assert {(n.text, n.language) for n in row.names} == {
        ("Երևան", "hy"), ("Jerewan", "de"), ("葉里溫", "zh"), ("Erevan", None),
    }  # fmt: skip


def test_an_id_of_a_place_far_off_is_not_believed(tmp_path):
    report = Report()
    facts = {"NAME": "Nowhere", "FEATURECLA": "Populated place", "GEONAMEID": 616052}
    (row,) = ne_rows(tmp_path, "populated_places", [feature(point(-70, -30), **facts)], report)
    assert row.id == "enrich:ne-settlement-nowhere"
    assert report.counts == {"the id of a place far off": 1}


def test_a_country_is_the_entity_of_its_code_and_keeps_its_outline(tmp_path):
    facts = {"NAME": "Armenia", "TYPE": "Sovereign country", "ISO_A2": "AM", "POP_EST": 3e6}
    (row,) = ne_rows(tmp_path, "admin_0_countries", [feature(SQUARE, **facts)])
    assert (row.id, row.code, row.feature) == ("geonames:174982", "AM", "PCLI")
    assert shapely.from_wkb(row.geometry).area == pytest.approx(1)


def test_a_river_in_parts_is_one_and_a_lake_of_another_continent_another(tmp_path):
    line = {"type": "LineString", "coordinates": [[44, 40], [45, 40]]}
    parts = [
        feature(line, name="Testwater", featurecla="River", rivernum=7, scalerank=8),
        feature(
            {"type": "LineString", "coordinates": [[45, 40], [46, 40]]},
            name="Testwater", featurecla="River", rivernum=7, scalerank=8,
        ),
        feature(None, name=None, featurecla="River", rivernum=8),
    ]  # fmt: skip
    (river,) = ne_rows(tmp_path, "rivers_lake_centerlines", parts)
    assert (river.id, river.point) == ("enrich:ne-river-testwater", Point(lat=40, lon=45))
    far = feature(SQUARE, name="Lake Superior", featurecla="Lake", scalerank=0)
    near = feature(shapely.geometry.mapping(box(-88, 47, -87, 48)), **far["properties"])
    (tmp_path / "ne_10m_rivers_lake_centerlines.geojson").unlink()
    lakes = ne_rows(tmp_path, "lakes", [far, near])
    assert [lake.id for lake in lakes] == ["enrich:ne-lake-lake-superior", "enrich:lake-superior"]


def test_a_folder_without_layers_and_a_layer_nobody_reads(tmp_path):
    with pytest.raises(SourceError, match="no layer of Natural Earth"):
        list(natural_earth.iter_rows(tmp_path, BuildOptions(), Report()))
    report = Report()
    save(tmp_path / "ne_10m_roads.geojson", "{}")
    assert ne_rows(tmp_path, "lakes", [], report) == []
    assert report.examples == {"a layer that is not read": ["ne_10m_roads.geojson"]}


def test_the_layers_of_the_world(shared):
    report = Report()
    folder = shared / "sources/natural_earth"
    rows = list(natural_earth.iter_rows(folder, BuildOptions(), report))
    by_id = {row.id: row for row in rows}
    assert len(by_id) == len(rows) > 15_000
    assert by_id["geonames:616052"].names
    assert by_id["geonames:1545739"].name == "Indian Ocean"
    assert sum(row.geometry is not None for row in rows) > 230
    assert not any("\ufffd" in row.name for row in rows)
    counted = set(report.counts) - {"a further part of a place", "the id of a place far off"}
    assert all("not read" in what or what == "no position" for what in counted), counted
