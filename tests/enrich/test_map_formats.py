"""Map formats: what GDAL reads back is what was found, and what cannot be on a map is there too."""

import json
import sqlite3
from pathlib import Path

import pytest

from enrich.model import Document, Result
from enrich.writers import FORMATS, write
from enrich.writers.geojson import feature_collection
from gazetteer.errors import OutputError

pyogrio = pytest.importorskip("pyogrio", reason="pyogrio is not installed: enrich-geo[maps]")

TEXT = "Lavrov flew to Yerevan in Armenia; the CSTO met in Nowhere, and Atlantis sank in Yerevan."
DRIVERS = {"gpkg": ".gpkg", "fgb": ".fgb", "kml": ".kml", "geojson": ".geojson",
           "geojsonseq": ".geojsons"}  # fmt: skip
HOSTILE = "a'; DROP TABLE places; --\n<b>&\"]]> \U0001f310\x07" + "x" * 300


@pytest.fixture
def results(result_of):
    return [result_of(TEXT, "one"), result_of(f"In Yerevan. {TEXT}", HOSTILE)]


def read(path, layer):
    name = layer if path.suffix == ".gpkg" else None
    _, _, geometry, data = pyogrio.raw.read(path, layer=name)
    meta = pyogrio.read_info(path, layer=name)
    return meta, geometry, dict(zip(meta["fields"], data, strict=True))


def point(wkb):
    import shapely

    found = shapely.from_wkb(wkb)
    return round(found.x, 5), round(found.y, 5)


@pytest.mark.parametrize("layer", ["places", "mentions"])
@pytest.mark.parametrize("form", DRIVERS)
def test_ids_coordinates_and_counts_come_back(results, tmp_path, form, layer):
    path = tmp_path / f"map{DRIVERS[form]}"
    write(results, path, format=form, layer="places" if form == "gpkg" else layer)
    meta, geometry, columns = read(path, layer)
    features = feature_collection(results, layer=layer)["features"]
    assert meta["features"] == len(features) > 1
    assert "4326" in meta["crs"] or "WGS" in meta["crs"]
    expected = {f["id"]: tuple(round(x, 5) for x in f["geometry"]["coordinates"]) for f in features}
    identifiers = columns["identifier" if form == "kml" else "id"]
    found = {
        str(i).replace("\r\n", "\n"): point(g) for i, g in zip(identifiers, geometry, strict=True)
    }
    if form == "kml":  # XML has no place for a control
        expected = {i.replace("\x07", ""): p for i, p in expected.items()}
        found = {i.replace("\x07", ""): p for i, p in found.items()}
    assert found == expected
    if layer == "places" and form != "kml":
        counted = {f["id"]: f["properties"]["mentions"] for f in features}
        assert dict(zip(columns["id"], map(int, columns["mentions"]), strict=True)) == counted


def test_types_are_kept(results, tmp_path):
    path = tmp_path / "map.gpkg"
    write(results, path)
    meta, _, columns = read(path, "places")
    types = dict(zip(meta["fields"], meta["dtypes"], strict=True))
    assert types["mentions"] == "int64"
    assert types["score"] == types["radius_km"] == "float64"
    assert types["name"] == "object"
    assert [a is None for a in columns["admin1"]].count(True) == 1  # Armenia lies in no area


def test_a_geopackage_holds_what_is_on_no_map(results, tmp_path):
    path = tmp_path / "map.gpkg"
    write(results, path)
    with sqlite3.connect(path) as database:
        people = database.execute("SELECT id, mentions, offices FROM people").fetchall()
        assert [(i, n) for i, n, _ in people] == [("wikidata:Q58217", 2)]
        assert people[0][2].startswith("minister of foreign affairs")
        unlinked = database.execute("SELECT text, nil, reason FROM unlinked").fetchall()
        assert {text for text, _, _ in unlinked} == {"Atlantis", "Nowhere"}
        joined = database.execute(
            "SELECT count(*) FROM mentions m JOIN places p ON p.id = m.entity_id"
        ).fetchone()
        total = database.execute("SELECT count(*) FROM mentions").fetchone()
        assert joined == total
        documents = {d for (d,) in database.execute("SELECT document_id FROM mentions")}
    assert documents == {"one", HOSTILE}


def test_a_geopackage_opens_styled_and_says_where_it_is_from(results, tmp_path):
    path = tmp_path / "map.gpkg"
    write(results, path)
    with sqlite3.connect(path) as database:
        styles = database.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        ).fetchall()
        geometry = dict(
            database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")
        )
        told = [json.loads(text) for (text,) in database.execute(
            "SELECT metadata FROM gpkg_metadata ORDER BY id")]  # fmt: skip
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert {name: column for name, column, _, _ in styles} == geometry
    assert all(default and "<qgis" in qml for _, _, default, qml in styles)
    assert "GeoNames" in told[0]["attribution"]
    assert told[1]["gazetteer"] == "build-1"
    assert [d["id"] for d in told[1]["documents"]] == ["one", HOSTILE]


def test_the_same_results_give_the_same_content(results, tmp_path):
    one, other = tmp_path / "a.gpkg", tmp_path / "b.gpkg"
    write(results, one)
    write(results, other)
    contents = []
    for path in (one, other):
        with sqlite3.connect(path) as database:
            contents.append(list(database.iterdump()))
    assert contents[0] == contents[1]


@pytest.mark.parametrize("form", [*DRIVERS, "parquet"])
def test_nothing_found_is_a_file_all_the_same(tmp_path, form):
    path = tmp_path / f"map.{form}"
    write([Result(Document("Nothing."), ())], path, format=form)
    assert path.stat().st_size > 0 or form == "geojsonseq"


def test_geoparquet_describes_itself(results, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "map.parquet"
    write(results, path)
    table = parquet.read_table(path)
    about = json.loads(table.schema.metadata[b"geo"])
    assert about["primary_column"] == "geometry"
    assert about["columns"]["geometry"]["encoding"] == "WKB"
    features = feature_collection(results)["features"]
    assert table.column("id").to_pylist() == [f["id"] for f in features]
    assert [point(w) for w in table.column("geometry").to_pylist()] == [
        tuple(round(x, 5) for x in f["geometry"]["coordinates"]) for f in features
    ]
    assert json.loads(table.schema.metadata[b"enrich"])["gazetteer"] == "build-1"


def test_a_sequence_is_a_feature_a_record(results, tmp_path):
    path = tmp_path / "map.geojsons"
    write(results, path, layer="mentions")
    records = path.read_text(encoding="utf-8").split("\x1e")
    assert records[0] == ""
    assert all(json.loads(record)["type"] == "Feature" for record in records[1:])
    assert all(record.endswith("\n") for record in records[1:])


@pytest.mark.parametrize("form", ["geojson", "fgb"])
def test_a_style_lies_beside_a_file_on_request(results, tmp_path, form):
    path = tmp_path / f"map.{form}"
    write(results, path)
    assert not path.with_suffix(".qml").exists()
    write(results, path, style=True)
    assert "RuleRenderer" in path.with_suffix(".qml").read_text(encoding="utf-8")


def test_other_formats_have_no_style_beside_them(results, tmp_path):
    with pytest.raises(OutputError, match="no style"):
        write(results, tmp_path / "map.csv", style=True)
    assert list(tmp_path.iterdir()) == []


def test_simplestyle_is_there_on_request_only(results, tmp_path):
    path = tmp_path / "map.geojson"
    write(results, path)
    assert "marker-color" not in path.read_text(encoding="utf-8")
    write(results, path, simplestyle=True)
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    sizes = {f["properties"]["name"]: f["properties"]["marker-size"] for f in features}
    assert sizes == {"Yerevan": "large", "Armenia": "small"}


def test_what_a_library_writes_needs_a_file(run, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("In Yerevan.", encoding="utf-8")
    done = run(article, "--format", "gpkg")
    assert done.exit_code == 2
    assert "-o" in done.stderr
    assert run(article, "--style", "--geojson").exit_code == 2
    assert run(article, "--simplestyle", "--format", "csv").exit_code == 2


def test_a_missing_library_is_said_in_a_line(results, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyogrio.raw", None)
    path = tmp_path / "map.gpkg"
    path.write_bytes(b"what was there before")
    with pytest.raises(OutputError, match=r"enrich-geo\[maps\]"):
        write(results, path)
    assert path.read_bytes() == b"what was there before"
    assert [p.name for p in tmp_path.iterdir()] == ["map.gpkg"]


def test_every_file_format_is_tried_here():
    tried = {*DRIVERS, "parquet"}
    assert {name for name, form in FORMATS.items() if form.to_file} <= tried


def test_the_styles_are_there():
    from enrich.writers import styles

    folder = Path(styles.__file__).parent
    assert {p.stem for p in folder.glob("*.qml")} == {"places", "mentions", "footprint"}


def test_places_that_would_hide_one_another_are_told(run, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("Talks in Russia and the Soviet Union, in Paris and Lyon.", encoding="utf-8")
    done = run(article, "--geojson")
    assert done.exit_code == 0
    points = [f["geometry"]["coordinates"] for f in json.loads(done.stdout)["features"]]
    spots = {(round(lon, 2), round(lat, 2)) for lon, lat in points}
    assert ("share a spot" in done.stderr) == (len(spots) < len(points))


def test_the_library_writes_all_that_the_command_does(results, tmp_path):
    results[0].write(tmp_path / "a.geojson", layer="mentions", simplestyle=True, style=True)
    assert "marker-color" in (tmp_path / "a.geojson").read_text(encoding="utf-8")
    assert (tmp_path / "a.qml").exists()
    with pytest.raises(OutputError, match="takes no simplestyle"):
        results[0].write(tmp_path / "a.csv", simplestyle=True)
