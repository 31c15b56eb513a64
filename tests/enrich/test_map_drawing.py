"""How maps are drawn: styles beside and in them, rings for areas, nothing hidden by another."""

import json
import os
import re
import subprocess
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from enrich.cli.summary import Summary
from enrich.formats import Holds, write
from enrich.model import Role
from enrich.records.features import iter_features
from enrich.styles import qgis_style
from enrich.writers.geojson import feature_collection
from gazetteer.errors import OutputError

pyogrio = pytest.importorskip("pyogrio", reason="pyogrio is not installed: enrich-geo[maps]")

TEXT = "Lavrov flew to Yerevan in Armenia; the CSTO met in Nowhere, and Atlantis sank in Yerevan."


@pytest.fixture
def results(result_of):
    return [result_of(TEXT, "one"), result_of(f"In Yerevan. {TEXT}", "two")]


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


def test_simplestyle_keeps_to_the_specification(results):
    for result in results:
        for feature in result.to_geojson(simplestyle=True)["features"]:
            drawn = feature["properties"]
            assert drawn["marker-size"] in {"small", "medium", "large"}
            assert drawn["marker-symbol"] in {"circle", "circle-stroked"}
            assert drawn["marker-color"].startswith("#")
            assert drawn["title"] == drawn["name"]


def test_the_styles_are_there():
    from enrich import styles

    folder = Path(styles.__file__).parent
    assert {p.stem for p in folder.glob("*.qml")} == {
        "places",
        "mentions",
        "areas",
        "footprint",
        "corpus_places",
        "corpus_areas",
    }


def test_places_on_one_spot_say_so(at):
    result = at(
        ("Russia", "PCLI", 60.0, 90.0), ("Siberia", "RGN", 60.004, 90.004),
        ("Tomsk", "PPL", 56.5, 85.0), ("Soviet Union", "PCLH", 60.0, 90.0),
    )  # fmt: skip
    features = feature_collection([result])["features"]
    assert [
        (p["name"], p["at_point"], p["nth_at_point"]) for p in (f["properties"] for f in features)
    ] == [("Russia", 3, 1), ("Siberia", 3, 2), ("Tomsk", 1, 1), ("Soviet Union", 3, 3)]
    assert features[1]["geometry"]["coordinates"] == [90.004, 60.004], "points are never moved"


def test_the_mentions_of_a_place_are_numbered(results):
    features = feature_collection(results, layer="mentions")["features"]
    numbers = [
        f["properties"]["nth_at_point"] for f in features if f["properties"]["name"] == "Yerevan"
    ]
    assert numbers == [1, 2, 3, 4, 5]


def test_places_that_would_hide_one_another_are_told(at):
    summary = Summary()
    result = at(("Russia", "PCLI", 60.0, 90.0), ("Soviet Union", "PCLH", 60.0, 90.0))
    list(summary.watch([result]))
    assert summary.line(Holds.LAYER) == (
        "2 places on the map (2 of them within a kilometre of another), and nothing else was found"
    )


def test_nothing_is_told_of_places_that_lie_apart(run, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("Talks in Russia and Georgia, in Paris and Lyon.", encoding="utf-8")
    done = run(article, "-o", tmp_path / "a.geojson")
    assert done.exit_code == 0
    assert "kilometre" not in done.stderr


def test_a_geopackage_is_said_to_hold_the_rest_in_tables(run, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("Lavrov flew to Yerevan.", encoding="utf-8")
    done = run(article, "-o", tmp_path / "a.gpkg")
    assert "1 place on the map; in tables beside it: 1 person\n" in done.stderr


@pytest.mark.parametrize("other", ["LIBKML", ""])
def test_kml_draws_small_areas_as_rings(at, tmp_path, gdal, other):
    """GDAL has two readers of KML."""
    result = at(
        ("Fiji", "PCLI", -17.8, 177.97), ("Taveuni", "PPL", -16.8, -179.9),
        ("Lau", "ADM1", -18.2, -179.9), ("Antarctica", "CONT", -80.0, 20.0),
        ("Rewa", "STM", -18.1, 178.5),
    )  # fmt: skip
    path = tmp_path / "map.kml"
    write([result], path)
    rings = gdal("ogrinfo", "-al", path, OGR_SKIP=other).partition("Layer name: rings")[2]
    assert "Feature Count: 1" in rings, "no country is a circle, no continent and no river"
    assert "POINT" not in rings
    assert "Lau, 80 km" in rings
    text = path.read_text(encoding="utf-8")
    assert (text.count("<styleUrl>#area<"), text.count("<styleUrl>#ring<")) == (4, 1)


def test_what_an_article_says_is_no_markup_on_a_globe(result_of, tmp_path):
    path = tmp_path / "map.kml"
    write([result_of("<b>In Yerevan</b> & <script>x</script>")], path)
    fields, data = (
        pyogrio.read_info(path, layer="places")["fields"],
        pyogrio.raw.read(path, layer="places")[3],
    )
    assert dict(zip(fields, data, strict=True))["description"][0] == (
        "&lt;b&gt;In Yerevan&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;"
    )


def test_qgis_opens_the_maps_styled(results, tmp_path, root):
    """In real QGIS, where the system has it."""
    python = Path("/usr/bin/python3")
    if not (root / "scripts").is_dir() or not python.exists():
        pytest.skip("no scripts, or no Python of the system")
    write(results, tmp_path / "map.gpkg")
    for layer in ("places", "mentions", "areas"):
        write(results, tmp_path / f"{layer}.geojson", layer=layer, style=True)
    write(results, tmp_path / "map.fgb", style=True)
    quiet = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [python, root / "scripts" / "check_qgis.py", *sorted(tmp_path.glob("*.[gf]*")),
         "--png", tmp_path / "png"],
        capture_output=True, text=True, check=False, timeout=300,
        env={**quiet, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    if done.stdout.startswith("skipped"):
        pytest.skip(done.stdout.strip())
    assert "WRONG" not in done.stdout
    assert done.stdout.count("style: RuleRenderer, labels on") == 6
    assert len(list((tmp_path / "png").iterdir())) == 5


def test_styles_are_what_their_script_makes(tmp_path, root):
    """Byte for byte, where the system has the QGIS that made them."""
    python, script = Path("/usr/bin/python3"), root / "scripts" / "compile_styles.py"
    if not script.exists() or not python.exists():
        pytest.skip("no scripts, or no Python of the system")
    quiet = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [python, script, tmp_path], capture_output=True, text=True, check=False, timeout=300,
        env={**quiet, "XDG_RUNTIME_DIR": str(tmp_path)},
    )  # fmt: skip
    if done.returncode == 1 and done.stdout.startswith("QGIS is not installed"):
        pytest.skip(done.stdout.strip())
    assert done.returncode == 0, done.stdout + done.stderr
    made = {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.qml")}
    kept = {name: (files("enrich.styles") / name).read_text("utf-8") for name in made}
    version = re.compile('<qgis [^>]*version="([^"]+)"')
    if version.findall(made["places.qml"]) != version.findall(kept["places.qml"]):
        pytest.skip("they were made by another version of QGIS")
    assert len(made) == 6
    assert made == kept


def test_the_library_writes_all_that_the_command_does(results, tmp_path):
    results[0].write(tmp_path / "a.geojson", layer="mentions", simplestyle=True, style=True)
    assert "marker-color" in (tmp_path / "a.geojson").read_text(encoding="utf-8")
    assert (tmp_path / "a.qml").exists()
    with pytest.raises(OutputError, match="takes no simplestyle"):
        results[0].write(tmp_path / "a.csv", simplestyle=True)


def test_a_mention_tells_which_it_is_of_its_place_and_role(result_of):
    """One name for each place is drawn by these."""
    plain = result_of("In Yerevan, in Armenia, in Yerevan, in Yerevan.")
    first, area, second, third = plain.links
    second = replace(second, mention=replace(second.mention, role=Role.METONYMIC))
    found = iter_features([replace(plain, links=(first, area, second, third))], "mentions")
    keys = ("nth_at_point", "nth_of_place", "nth_in_role")
    told = [tuple(feature["properties"][key] for key in keys) for feature in found]
    assert told == [(1, 1, 1), (1, 1, 1), (2, 2, 1), (3, 3, 2)]
    style = qgis_style("mentions")
    assert "CASE WHEN &quot;nth_of_place&quot; = 1" in style


# Of the largest part of each country: none is named on an island or beyond a border.
MAINLANDS = {
    "France": (-5, 42, 8, 51), "Azerbaijan": (46.2, 38.3, 50.5, 42), "Norway": (4, 57, 31, 71.5),
    "Argentina": (-74, -53, -53, -21), "Ukraine": (22, 46, 40.5, 52.5), "Russia": (28, 41, 180, 74),
    "Spain": (-9, 36, 2, 43.5), "United States of America": (-125, 25, -67, 49.5),
}  # fmt: skip


@pytest.mark.parametrize("name", MAINLANDS)
def test_the_page_names_a_country_in_its_largest_part(name):
    held = json.loads(files("enrich.page").joinpath("basemap.json").read_text(encoding="utf-8"))
    (x, y) = next((row[1] / 40, row[2] / 40) for row in held["countries"] if row[0] == name)
    west, south, east, north = MAINLANDS[name]
    assert west < x < east
    assert south < y < north
