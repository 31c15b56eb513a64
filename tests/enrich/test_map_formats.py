"""Map formats: what GDAL reads back is what was found, and what cannot be on a map is there too."""

import io
import json
import sqlite3
from dataclasses import replace

import pytest

from enrich.formats import FORMATS, write, write_to
from enrich.model import Document, Result
from enrich.records.features import PROPERTIES, iter_features
from enrich.writers import gpkg
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


@pytest.fixture
def renamed(result_of, entities, monkeypatch):
    """A result about Yerevan by another name, in a document of that name."""

    def make(name):
        monkeypatch.setitem(entities, "Yerevan", replace(entities["Yerevan"], name=name))
        return result_of(TEXT, name)

    return make


def read(path, layer):
    name = layer if path.suffix in {".gpkg", ".kml"} else None
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


@pytest.mark.parametrize("form", DRIVERS)
def test_another_gdal_reads_the_same(results, tmp_path, gdal, form):
    """ogr2ogr makes GeoJSON of each: the same ids, points and texts come out."""
    path, back = tmp_path / f"map{DRIVERS[form]}", tmp_path / "back.geojson"
    write(results, path, format=form)
    layers = ["places"] if form in {"gpkg", "kml"} else []
    gdal("ogr2ogr", "-f", "GeoJSON", "-lco", "RFC7946=YES", back, path, *layers)
    key = "identifier" if form == "kml" else "id"
    found = {
        f["properties"].get(key) or f["id"]: (
            [round(x, 5) for x in f["geometry"]["coordinates"]],
            f["properties"]["quotes"],
        )
        for f in json.loads(back.read_text(encoding="utf-8"))["features"]
    }
    assert found == {
        f["id"]: ([round(x, 5) for x in f["geometry"]["coordinates"]], f["properties"]["quotes"])
        for f in feature_collection(results)["features"]
    }


@pytest.mark.parametrize("form", [*DRIVERS, "parquet"])
def test_the_order_is_the_same_each_time(results, tmp_path, form):
    one, other = tmp_path / f"a.{form}", tmp_path / f"b.{form}"
    for path in (one, other):
        write(results, path, format=form)
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("form", ["gpkg", "fgb", "geojson", "geojsonseq"])
@pytest.mark.parametrize("name", [HOSTILE, "'; DELETE FROM places; --", "a\tb\r\nc", "\u202eab"])
def test_any_name_is_data(renamed, tmp_path, form, name):
    path = tmp_path / f"map{DRIVERS[form]}"
    write([renamed(name)], path, format=form)
    _, _, columns = read(path, "places")
    assert name in columns["name"]
    assert set(columns["documents"]) == {name}


def test_kml_keeps_any_name_but_for_controls_that_xml_lacks(renamed, tmp_path):
    path = tmp_path / "map.kml"
    write([renamed(HOSTILE)], path)
    _, _, columns = read(path, "places")
    assert HOSTILE.replace("\x07", "") in columns["label"]


@pytest.mark.parametrize("form", DRIVERS)
def test_places_on_either_side_of_the_antimeridian_stay_there(at, tmp_path, form):
    path = tmp_path / f"map{DRIVERS[form]}"
    result = at(("Fiji", "PCLI", -17.8, 177.97), ("Taveuni", "PPL", -16.8, -179.9))
    write([result], path, format=form)
    _, geometry, _ = read(path, "places")
    assert {point(g) for g in geometry} == {(177.97, -17.8), (-179.9, -16.8)}


def test_types_are_kept(results, tmp_path):
    path = tmp_path / "map.gpkg"
    write(results, path)
    meta, _, columns = read(path, "places")
    types = dict(zip(meta["fields"], meta["dtypes"], strict=True))
    assert types["mentions"] == types["at_point"] == types["geonames"] == "int64"
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
            "SELECT count(*) FROM mentions m JOIN places p ON p.id = m.place_id"
        ).fetchone()
        total = database.execute("SELECT count(*) FROM mentions").fetchone()
        assert joined == total
        documents = {d for (d,) in database.execute("SELECT document_id FROM mentions")}
    assert documents == {"one", HOSTILE}


def test_what_roles_leave_off_the_map_is_in_a_geopackage(link_span, tmp_path):
    text = "Yerevan refused. Nowhere."
    links = (link_span(text, 0, 7, "metonymic"), link_span(text, 17, 24))
    write([Result(Document(text, "d"), links).with_roles("literal")], tmp_path / "map.gpkg")
    with sqlite3.connect(tmp_path / "map.gpkg") as database:
        assert database.execute("SELECT count(*) FROM places").fetchone() == (0,)
        rows = database.execute("SELECT name, nil FROM unlinked").fetchall()
    assert rows == [("Yerevan", "other_role"), ("Nowhere", "no_coordinates")]


def test_a_corpus_goes_into_a_geopackage_in_batches(result_of, tmp_path, monkeypatch):
    whole, pieces = tmp_path / "whole.gpkg", tmp_path / "pieces.gpkg"
    results = [result_of(TEXT, f"d{number}") for number in range(20)]
    write(results, whole)
    monkeypatch.setattr(gpkg, "_BATCH", 7)
    write(results, pieces)
    for layer in ("places", "mentions", "unlinked", "people"):
        (_, one, columns), (_, other, same) = read(whole, layer), read(pieces, layer)
        assert (one is None) == (other is None) == (layer in {"unlinked", "people"})
        assert {k: list(v) for k, v in columns.items()} == {k: list(v) for k, v in same.items()}
    assert len(read(pieces, "mentions")[1]) == 60
    box = (44.4, 40.1, 44.6, 40.3)  # asks the spatial index, which batches must keep
    assert len(pyogrio.raw.read(pieces, layer="mentions", bbox=box)[2]) == 40


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
    assert [name for name, _, default, _ in styles if not default] == ["footprint"]
    assert all("<qgis" in qml for _, _, _, qml in styles)
    assert "GeoNames" in told[0]["attribution"]
    assert told[1]["gazetteer"] == "build-1"
    assert [d["id"] for d in told[1]["documents"]] == ["one", HOSTILE]
    assert "sources" not in told[0]  # of another gazetteer, nothing is known


def test_a_geopackage_credits_the_sources_of_the_embedded_gazetteer(linker, tmp_path):
    write([linker("Talks in Yerevan.")], tmp_path / "map.gpkg")
    with sqlite3.connect(tmp_path / "map.gpkg") as database:
        text = database.execute("SELECT metadata FROM gpkg_metadata ORDER BY id").fetchone()[0]
    sources = {source["name"]: source for source in json.loads(text)["sources"]}
    assert sources["GeoNames"]["licence"] == "CC-BY 4.0"


@pytest.mark.parametrize("given", [[], [Result(Document("Nothing."), ())]])
def test_a_layer_without_features_has_its_fields(tmp_path, given):
    path = tmp_path / "map.gpkg"
    write(given, path)
    for layer, names in PROPERTIES.items():
        meta, _, _ = read(path, layer)
        assert meta["features"] == 0
        extra = {"mentions": ["place_id"], "places": ["outlined"]}.get(layer, [])
        assert list(meta["fields"]) == [*names, *extra]


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


def test_a_sequence_of_mentions_is_written_as_the_documents_come(result_of):
    out, seen = io.StringIO(), []

    def corpus():
        for number in range(5):
            seen.append(out.getvalue().count("\x1e"))
            yield result_of(TEXT, f"d{number}")

    write_to(corpus(), out, format="geojsonseq", layer="mentions")
    assert seen == [0, 3, 6, 9, 12]


def test_a_sequence_is_a_feature_a_record(results, tmp_path):
    path = tmp_path / "map.geojsons"
    write(results, path, layer="mentions")
    records = path.read_text(encoding="utf-8").split("\x1e")
    assert records[0] == ""
    assert all(json.loads(record)["type"] == "Feature" for record in records[1:])
    assert all(record.endswith("\n") for record in records[1:])


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


@pytest.mark.parametrize("before", [None, True])
def test_what_gdal_was_told_by_others_stays(result_of, tmp_path, before):
    pyogrio.set_gdal_config_options({"OGR_SQLITE_SYNCHRONOUS": before})
    try:
        write([result_of("In Yerevan.")], tmp_path / "a.gpkg")
        assert pyogrio.get_gdal_config_option("OGR_SQLITE_SYNCHRONOUS") == before
    finally:
        pyogrio.set_gdal_config_options({"OGR_SQLITE_SYNCHRONOUS": None})


def test_a_geopackage_may_have_another_name(result_of, tmp_path, recwarn):
    write([result_of("In Yerevan.")], tmp_path / "map.db", format="gpkg")
    assert [str(warning.message) for warning in recwarn] == []
    assert pyogrio.read_info(tmp_path / "map.db", layer="places")["features"] == 1


def test_documents_can_be_taken_apart(result_of):
    results = [
        replace(r, document=replace(r.document, id=name))
        for r, name in ((result_of("In Yerevan."), "a,b"), (result_of("In Yerevan."), "c"))
    ]
    (feature,) = iter_features(results)
    assert feature["properties"]["documents"] == "a%2Cb,c"
