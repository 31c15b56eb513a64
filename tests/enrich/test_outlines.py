"""Areas drawn as areas: the outlines that the package has, and what each format makes of them."""

import io
import json
import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest
import shapely
from shapely.geometry import mapping, shape

from enrich.formats import write, write_to
from enrich.geography.outlines import held_outlines, outline_geometry, shipped_outline
from enrich.model import Document, Kind
from enrich.records.features import iter_features
from enrich.writers.geojson import feature_collection
from gazetteer.errors import UnknownEntity

TEXT = "Talks in Armenia and Texas, on Africa, in the Black Sea and in Yerevan."
CROSSING = ("Russia", "Fiji", "United States", "New Zealand", "Antarctica", "Chukotka")


@pytest.fixture(scope="module")
def result(linker):
    return linker(Document(TEXT, "one"))


@pytest.fixture(scope="module")
def known(gazetteer):
    """What a name means first, with an outline."""

    def find(name):
        hits = gazetteer.lookup(name, Kind.PLACE)
        return next(hit.entity for hit in hits if shipped_outline(hit.entity))

    return find


def test_what_has_an_outline_is_drawn_as_one(result):
    areas = {f["properties"]["name"]: f for f in iter_features([result], "areas")}
    assert set(areas) == {"Armenia", "Texas"}, "a continent, a sea and a town have none"
    places = {f["properties"]["name"]: f for f in iter_features([result], "places")}
    for name, area in areas.items():
        assert area["properties"] == places[name]["properties"]
        assert places[name]["geometry"]["type"] == "Point"
        assert shape(area["geometry"]).contains(shape(places[name]["geometry"]))


@pytest.mark.parametrize("name", CROSSING)
def test_no_outline_crosses_the_antimeridian(known, name):
    outline = shipped_outline(known(name))
    assert outline.is_valid
    west, south, east, north = outline.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    # Nothing is drawn around the world: only Antarctica is that wide.
    wide = [part for part in outline.geoms if part.bounds[2] - part.bounds[0] > 180]
    assert bool(wide) == (name == "Antarctica")


def test_rings_run_as_rfc_7946_has_them(known, geojson_rules):
    for name in (*CROSSING, "South Africa"):
        entity = known(name)
        feature = {
            "type": "Feature",
            "id": entity.id,
            "geometry": outline_geometry(entity),
            "properties": {"id": entity.id},
        }
        bounds = list(shape(feature["geometry"]).bounds)
        collection = {"type": "FeatureCollection", "features": [feature], "bbox": bounds}
        assert geojson_rules.broken_rules(collection) == []


def test_outlines_hold_their_label_points(gazetteer):
    """A sample: all countries, and the states of some."""
    far = []
    for code in "AM AZ BR CA CN DE EG ES FR GB GE IN IT JP KE NG PL RU SY TR UA US ZA".split():
        country = gazetteer.area(code)
        outline = shipped_outline(country)
        assert outline.contains(shapely.Point(country.point.lon, country.point.lat)), country.name
        for entity in gazetteer.within(country.id):
            if entity.feature != "ADM1" or (drawn := shipped_outline(entity)) is None:
                continue
            if drawn.area < 0.1:  # an island too small for the map of its country
                continue
            assert outline.buffer(0.1).contains(drawn.representative_point()), entity.name
            far.append(drawn.distance(shapely.Point(entity.point.lon, entity.point.lat)) > 0.2)
    assert len(far) > 500
    assert sum(far) < 0.02 * len(far)


@pytest.mark.parametrize(
    ("town", "areas"),
    [
        ("Maseru", {"Lesotho"}),  # and not South Africa
        ("Sevastopol", {"Ukraine"}),
        ("Pristina", {"Kosovo"}),
        ("Paris", {"France"}),
        ("Fairbanks", {"United States"}),
    ],
)
def test_a_town_is_in_one_country(gazetteer, town, areas):
    point = gazetteer.lookup(town, Kind.PLACE)[0].entity.point
    countries = (gazetteer.area(c) for c in ("LS", "ZA", "UA", "RU", "XK", "RS", "FR", "US", "CA"))
    at = shapely.Point(point.lon, point.lat)
    assert {c.name for c in countries if shipped_outline(c).contains(at)} == areas


@pytest.mark.parametrize(
    ("name", "nothing_at"),
    [  # Where maps of single countries put what lies far away.
        ("Norway", (4, 69, 11, 71)),
        ("Spain", (-15, 34.5, -10, 36)),
        ("United States", (-122, 22, -104, 28)),
        ("France", (-9, 44, -7.5, 52)),
        ("Mexico", (-126, 22, -116, 28.2)),
        ("Portugal", (-18, 34, -10.5, 39)),
    ],
)
def test_nothing_was_moved_to_make_a_map_smaller(known, name, nothing_at):
    assert not shipped_outline(known(name)).intersects(shapely.box(*nothing_at))


def test_neighbours_share_their_border(known):
    texas, oklahoma = shipped_outline(known("Texas")), shipped_outline(known("Oklahoma"))
    assert texas.intersection(oklahoma).area < 1e-6
    assert texas.boundary.intersection(oklahoma.boundary).length > 5


def test_an_outline_of_the_gazetteer_goes_before(result):
    texas = next(place for place in result.places if place.name == "Texas")
    own = shapely.to_wkb(shapely.box(-106, 26, -94, 36))
    drawn = {
        f["id"]: shape(f["geometry"]).bounds
        for f in iter_features([replace(result, outlines={texas.id: own})], "areas")
    }
    assert drawn[texas.id] == (-106, 26, -94, 36)
    assert len(drawn) == 2


def test_outlines_come_with_the_result_where_the_gazetteer_has_them(result):
    class Built:
        has_outlines = True

        def outline(self, curie):
            if curie == "geonames:174982":
                return b"wkb"
            raise UnknownEntity(curie)

    assert held_outlines(result.links, Built()) == {"geonames:174982": b"wkb"}
    assert dict(result.outlines) == {}, "the embedded gazetteer has none"


@pytest.mark.parametrize("form", ["geojson", "geojsonseq", "kml"])
def test_areas_are_a_layer_of_every_format(result, form):
    out = io.StringIO()
    write_to([result], out, format=form, layer="areas")
    assert out.getvalue().count("Armenia") >= 1
    assert out.getvalue().lower().count("polygon") >= 2


def test_viewers_are_told_how_to_draw_areas(result):
    features = result.to_geojson("areas", simplestyle=True)["features"]
    assert {f["properties"]["fill"] for f in features} == {"#1f5a8a"}
    assert all("marker-color" not in f["properties"] for f in features)


def test_a_map_of_areas_stays_small(linker, root):
    article = root / "tests" / "data" / "summit.txt"
    text = article.read_text(encoding="utf-8")
    result = linker(Document(text, "summit"))
    for form, most, asked in (
        ("geojson", 300_000, {"layer": "areas"}),
        ("html", 1_500_000, {}),
    ):
        out = io.StringIO()
        write_to([result], out, format=form, **asked)
        assert len(out.getvalue().encode()) < most


def test_the_outlines_are_not_read_for_points(tmp_path):
    program = (
        "import sys; from enrich.cli import main; from enrich.geography import outlines\n"
        "sys.argv[1:] = sys.argv[1:]\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print('read', outlines._held.cache_info().misses)"
    )
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    for layer, times in (("places", 0), ("areas", 1)):
        words = [sys.executable, "-c", program, str(article), "--geojson", "--layer", layer]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == f"read {times}"


def test_the_command_says_what_has_no_outline(run, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    done = run(article, "-o", tmp_path / "a.geojson", "--layer", "areas")
    assert "2 areas on the map; 3 places have no outline" in done.stderr
    drawn = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))
    assert len(drawn["features"]) == 2


# ------------------------------------------------------------------------------- the GeoPackage


def rows(path, query):
    with sqlite3.connect(path) as database:
        return database.execute(query).fetchall()


def test_a_geopackage_has_areas_below_points_that_say_so(result, tmp_path, gdal):
    pytest.importorskip("pyogrio", reason="pip install 'enrich-geo[maps]'")
    path = tmp_path / "map.gpkg"
    write([result], path)
    layers = "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY rowid"
    assert [name for (name,) in rows(path, layers)] == ["places", "mentions", "areas", "footprint"]
    outlined = {name for (name,) in rows(path, "SELECT name FROM places WHERE outlined = 1")}
    assert outlined == {"Armenia", "Texas"}
    assert set(rows(path, "SELECT id FROM areas")) <= set(rows(path, "SELECT id FROM places"))
    told = gdal("ogrinfo", "-so", path, "areas")
    assert "Multi Polygon" in told
    assert "Feature Count: 2" in told


def test_a_geopackage_tells_which_document_names_which_place(linker, tmp_path, gdal):
    pytest.importorskip("pyogrio", reason="pip install 'enrich-geo[maps]'")
    path = tmp_path / "map.gpkg"
    hostile = {'a"; DROP TABLE places; --': "x", "ID": 7, "geom": None, "score": "high"}
    documents = [
        Document("Yerevan. The talks in Yerevan. Armenia refused.", "a,1", "Talks", "2024-05-01"),
        Document("In Gyumri, Armenia.", 2, outlet="News", metadata=hostile),
        Document("Nothing.", "3"),
    ]
    write([linker(document) for document in documents], path)
    named = rows(
        path,
        "SELECT documents.id, places.name, place_documents.mentions,"
        " place_documents.literal_mentions FROM place_documents"
        " JOIN places ON places.id = place_id JOIN documents ON documents.id = document_id"
        " ORDER BY 1, 2",
    )
    assert named == [("2", "Armenia", 1, 1), ("2", "Gyumri", 1, 1), ("a,1", "Armenia", 1, 0),
                     ("a,1", "Yerevan", 2, 2)]  # fmt: skip
    known = "SELECT id, title, published, outlet, primary_place_name, ID_2, geom_2, score FROM"
    assert rows(path, f"{known} documents ORDER BY id") == [
        ("2", None, None, "News", "Gyumri", "7", None, "high"),
        ("3", None, None, None, None, None, None, None),
        ("a,1", "Talks", "2024-05-01", None, "Yerevan", None, None, None),
    ]
    assert "Feature Count: 4" in gdal("ogrinfo", "-so", path, "place_documents")
    assert "Feature Count: 3" in gdal("ogrinfo", "-so", path, "documents")
    assert rows(path, 'SELECT "a""; DROP TABLE places; --" FROM documents WHERE id = 2') == [("x",)]


def test_a_geopackage_takes_any_number_of_columns(result, tmp_path):
    pytest.importorskip("pyogrio", reason="pip install 'enrich-geo[maps]'")
    path = tmp_path / "map.gpkg"
    wide = {f"column {n}": n for n in range(3000)}
    write([replace(result, document=replace(result.document, metadata=wide))], path)
    ((held,),) = rows(path, "SELECT metadata FROM documents")
    assert json.loads(held) == wide


def test_layers_that_double_others_are_drawn_close_up_or_on_request(result, tmp_path):
    pytest.importorskip("pyogrio", reason="pip install 'enrich-geo[maps]'")
    path = tmp_path / "map.gpkg"
    write([result], path)
    default = "SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"
    styles = dict(rows(path, default))
    assert set(styles) == {"places", "mentions", "areas", "footprint"}
    assert 'hasScaleBasedVisibilityFlag="1"' in styles["mentions"]
    assert 'minScale="2000000"' in styles["mentions"]
    assert 'hasScaleBasedVisibilityFlag="0"' in styles["areas"]
    assert "nullSymbol" in styles["footprint"]
    (other,) = rows(path, "SELECT styleName FROM layer_styles WHERE NOT useAsDefault")
    assert other == ("outline",)


def test_pyogrio_reads_areas_as_the_geojson_has_them(result, tmp_path):
    raw = pytest.importorskip("pyogrio", reason="pip install 'enrich-geo[maps]'").raw
    path = tmp_path / "map.gpkg"
    write([result], path)
    _, _, geometry, _ = raw.read(path, layer="areas")
    expected = feature_collection([result], layer="areas")["features"]
    for wkb, feature in zip(geometry, expected, strict=True):
        found = json.loads(json.dumps(mapping(shapely.from_wkb(wkb))))
        assert found == feature["geometry"]
