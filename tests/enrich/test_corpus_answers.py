"""``enrich entities`` and ``enrich map``: what a linked corpus tells as a whole."""

import contextlib
import csv
import json
import random
import shutil
import sqlite3
import subprocess
import sys

import numpy as np
import pytest

from enrich import Document, LinkerOptions
from enrich.decisions import Action, read_decisions

pa = pytest.importorskip("pyarrow", reason="pip install 'enrich-geo[corpus]'")
pytest.importorskip("duckdb", reason="pip install 'enrich-geo[corpus]'")
pytest.importorskip("h3", reason="pip install 'enrich-geo[corpus]'")
import h3  # noqa: E402 - after it is known to be there
import shapely  # noqa: E402
from shapely.geometry import shape  # noqa: E402

from enrich.corpus import CorpusOptions, link_corpus  # noqa: E402
from enrich.corpus.entities import iter_entities, iter_unlinked  # noqa: E402
from enrich.corpus.mapping import map_corpus  # noqa: E402
from enrich.corpus.tables import Chosen, Corpus  # noqa: E402
from gazetteer.errors import InputError  # noqa: E402
from gazetteer.store import Gazetteer  # noqa: E402

ARTICLES = [
    Document("Talks in Goris and in Yerevan. Goris is small.", "a", published="2024-05-01"),
    Document("YEREVAN, May 9 - A fire in\nGoris, Armenia.", "b", published="2024-05-09",
             outlet="The Herald"),
    Document("Kremlin officials flew from Moscow to Fiji.", "c", published="2024-06-02",
             outlet="The Herald"),
    Document("A letter from Qwxyzburg. QWXYZBURG is far.", "d"),
    Document("Qwxyzburg again, said Sergei Lavrov.", "e", published="2024-06-03"),
]  # fmt: skip


def linked_into(folder, documents=tuple(ARTICLES), **how):
    def read(_):
        yield from documents

    for _ in link_corpus(read, folder, LinkerOptions(user_gazetteer=""), CorpusOptions(**how)):
        pass
    return folder


@pytest.fixture(scope="module")
def linked(tmp_path_factory):
    return linked_into(tmp_path_factory.mktemp("corpus") / "linked")


def by_name(rows):
    return {row["name"]: row for row in rows}


# -------------------------------------------------------------------------------------- entities


def test_an_entity_is_one_row_over_all_documents(linked):
    with Corpus(linked) as corpus:
        goris = by_name(iter_entities(corpus))["Goris"]
    assert (goris["mentions"], goris["documents"], goris["outlets"]) == (3, 2, 1)
    assert (goris["first"], goris["last"]) == ("2024-05-01", "2024-05-09")
    assert goris["spellings"] == ["Goris"]
    assert goris["geonames"] == 174895


def test_spellings_are_told_the_most_frequent_first_and_on_one_line(linked):
    with Corpus(linked) as corpus:
        yerevan = by_name(iter_entities(corpus))["Yerevan"]
    assert sorted(yerevan["spellings"]) == ["YEREVAN", "Yerevan"]


def test_entities_can_be_asked_for_by_kind_day_and_outlet(linked):
    with Corpus(linked) as corpus:
        assert {row["kind"] for row in iter_entities(corpus, "person")} == {"person"}
        assert len(list(iter_entities(corpus, limit=2))) == 2
    with Corpus(linked, Chosen(since="2024-05-02", until="2024-05-31")) as corpus:
        found = by_name(iter_entities(corpus))
        assert found["Goris"]["documents"] == 1
        assert "Moscow" not in found
    with Corpus(linked, Chosen(outlet="The Herald")) as corpus:
        assert "Sergey Lavrov" not in by_name(iter_entities(corpus))
        assert "Moscow" in by_name(iter_entities(corpus))


def test_lines_of_json_tell_the_same_as_parquet(linked, tmp_path):
    lines = linked_into(tmp_path / "lines", form="jsonl")
    with Corpus(linked) as corpus, Corpus(lines) as other:
        assert list(iter_entities(corpus)) == list(iter_entities(other))
        assert list(iter_unlinked(corpus)) == list(iter_unlinked(other))


def test_an_unlinked_name_is_a_document_with_the_name_as_its_mention(linked):
    with Corpus(linked) as corpus:
        row = by_name(iter_unlinked(corpus))["Qwxyzburg"]
    assert (row["times"], row["documents"], row["nil"]) == (3, 2, "no_candidates")
    (span,) = row["mentions"]
    assert row["text"][span["start"] : span["end"]].casefold() == "qwxyzburg"
    assert "_" not in row["text"]


def test_the_shards_of_a_run_that_is_not_finished_are_read(linked, tmp_path):
    folder = shutil.copytree(linked, tmp_path / "copy")
    (folder / "mentions" / "00007.parquet").write_bytes(b"a part of one")
    with Corpus(folder) as corpus:
        assert by_name(iter_entities(corpus))["Goris"]["documents"] == 2


def test_documents_with_one_id_do_not_multiply_what_they_name(tmp_path):
    twice = [Document("In Goris.", "x"), Document("In Goris.", "x")]
    with Corpus(linked_into(tmp_path / "twice", twice)) as corpus:
        goris = by_name(iter_entities(corpus))["Goris"]
    assert (goris["mentions"], goris["documents"]) == (2, 1)


def test_names_in_a_corpus_are_data(tmp_path):
    odd = [Document("In Goris.", "x'); DROP TABLE mentions; --", outlet="%' OR 1=1 --")]
    with Corpus(linked_into(tmp_path / "a'b*[c]", odd), Chosen(outlet="%' OR 1=1 --")) as corpus:
        assert by_name(iter_entities(corpus))["Goris"]["outlets"] == 1


@pytest.mark.parametrize("damage", [b"", b"PAR1 no more", None])
def test_a_data_set_that_cannot_be_read_is_one_line(linked, tmp_path, damage, run):
    folder = shutil.copytree(linked, tmp_path / "copy")
    file = folder / "mentions" / "00000.parquet"
    file.unlink() if damage is None else file.write_bytes(damage)
    done = run("entities", folder)
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "cannot be read" in done.stderr


def test_a_folder_without_a_corpus_says_what_makes_one(tmp_path, run):
    with pytest.raises(InputError, match="enrich corpus FILE"):
        Corpus(tmp_path)
    done = run("map", tmp_path, "-o", tmp_path / "m.gpkg")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert not (tmp_path / "m.gpkg").exists()


def test_a_record_that_names_files_elsewhere_is_not_followed(linked, tmp_path):
    folder = shutil.copytree(linked, tmp_path / "copy")
    record = folder / "_shards" / "00000.json"
    held = json.loads(record.read_text())
    held["files"] = ["documents/../../secret.parquet", "mentions/../x.parquet"]
    record.write_text(json.dumps(held))
    with pytest.raises(InputError, match="holds no corpus"):
        Corpus(folder)


def test_documents_of_two_outlets_that_share_ids_are_told_of_and_mixed_with_nothing(tmp_path):
    documents = [
        Document("In Goris.", "1", outlet="A", published="2024-01-01"),
        Document("In Lagos.", "1", outlet="B", published="2025-01-01"),
        Document("In Paris.", "2", outlet="B", published="2025-01-01"),
    ]
    with Corpus(linked_into(tmp_path / "shared", documents)) as corpus:
        found = by_name(iter_entities(corpus))
        assert (found["Lagos"]["first"], found["Lagos"]["outlets"]) == (None, 0)
        assert (found["Paris"]["first"], found["Paris"]["outlets"]) == ("2025-01-01", 1)
        assert any("2 documents share 1 id" in note for note in corpus.notes)


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        (Chosen(until="2024-05"), 2), (Chosen(until="2024"), 2), (Chosen(since="2024-05-09"), 1),
        (Chosen(since="2024-05-09T12:00"), 1), (Chosen(until="2024-05-01T00:00"), 1),
    ],
)  # fmt: skip
def test_months_years_and_times_are_days(linked, chosen, count):
    with Corpus(linked, chosen) as corpus:
        assert by_name(iter_entities(corpus))["Goris"]["documents"] == count


def test_a_name_is_marked_where_it_stands_by_itself(tmp_path):
    text = "Over the Zorblatania hills flew Zorblat\u00a0\u00a0Vex, and Zorblat alone."
    with Corpus(linked_into(tmp_path / "z", [Document(text, "z")])) as corpus:
        rows = list(iter_unlinked(corpus))
    assert rows
    for row in rows:
        (span,) = row["mentions"]
        before, after = row["text"][: span["start"]], row["text"][span["end"] :]
        assert not before[-1:].isalnum()
        assert not after[:1].isalnum()
        assert row["text"][span["start"] : span["end"]] == row["name"]


def test_another_run_in_the_folder_is_not_mixed_in_and_an_unfinished_one_says_so(linked, tmp_path):
    folder = shutil.copytree(linked, tmp_path / "copy")
    (folder / "_done.json").unlink()
    record = json.loads((folder / "_shards/00000.json").read_text())
    (folder / "_shards/00001.json").write_text(json.dumps({**record, "fingerprint": "of another"}))
    with Corpus(folder) as corpus:
        assert by_name(iter_entities(corpus))["Goris"]["mentions"] == 3
        assert any("linking has not finished" in note for note in corpus.notes)
    with Corpus(linked) as corpus:
        assert not corpus.notes


@pytest.mark.parametrize("record", ["null", '{"files": 5}', '{"files": null}', "[" * 100_000, "{"])
def test_a_record_that_is_none_is_passed_over(linked, tmp_path, record):
    folder = shutil.copytree(linked, tmp_path / "copy")
    (folder / "_shards" / "00001.json").write_text(record)
    with Corpus(folder) as corpus:
        assert by_name(iter_entities(corpus))["Goris"]["mentions"] == 3


def test_damaged_files_are_one_line_wherever_the_damage_is(linked, tmp_path):
    folder = shutil.copytree(linked, tmp_path / "copy")
    file = folder / "mentions" / "00000.parquet"
    whole, moments = file.read_bytes(), random.Random(18)
    for _ in range(40):
        broken = bytearray(whole)
        for _ in range(moments.randint(1, 30)):
            broken[moments.randrange(len(broken))] = moments.randrange(256)
        file.write_bytes(broken)
        with contextlib.suppress(InputError), Corpus(folder) as corpus:
            list(iter_entities(corpus))
            list(iter_unlinked(corpus))


# ---------------------------------------------------------------------------------- the commands


@pytest.mark.parametrize("name", ["mentions/00000.jsonl", "_run.json", "x.csv"])
def test_no_file_of_the_corpus_is_replaced(linked, run, name):
    before = {path: path.stat().st_mtime_ns for path in linked.rglob("*")}
    assert run("entities", linked, "-o", linked / name, "--format", "jsonl").exit_code == 1
    assert run("map", linked, "-o", linked / "m.gpkg").exit_code == 1
    assert {path: path.stat().st_mtime_ns for path in linked.rglob("*")} == before


def test_an_interrupted_query_ends_like_any_interrupted_command(linked, tmp_path, environment):
    program = """
import os, signal, sys, threading
from pathlib import Path
from enrich.corpus.tables import Corpus
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell may have turned off
with Corpus(Path(sys.argv[1])) as corpus:
    threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()
    try:
        list(corpus.rows("SELECT count(*) FROM range(1000000000000) a, range(1000000) b"))
    except KeyboardInterrupt:
        print("interrupted")
"""
    words = [sys.executable, "-c", program, str(linked)]
    done = subprocess.run(
        words, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    assert done.stdout == "interrupted\n", done.stderr


def test_an_empty_choice_is_an_empty_file_or_says_why_not(linked, tmp_path, run):
    none = ("--since", "2099-01-01")
    assert run("entities", linked, "-o", tmp_path / "u.csv", "--unlinked", *none).exit_code == 0
    assert "mentions" not in (tmp_path / "u.csv").read_text()
    assert run("map", linked, "-o", tmp_path / "m.gpkg", *none).exit_code == 0
    done = run("map", linked, "-o", tmp_path / "m.pmtiles", "--layer", "hexagons", *none)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert not (tmp_path / "m.pmtiles").exists()


def test_geojson_is_as_the_standard_wants_it(linked, tmp_path, run):
    for layer in ("hexagons", "countries"):
        run("map", linked, "-o", tmp_path / "m.geojson", "--layer", layer)
        held = json.loads((tmp_path / "m.geojson").read_text())
        assert "GeoNames" in held["attribution"]
        for feature in held["features"]:
            for part in shape(feature["geometry"]).geoms:
                assert part.exterior.is_ccw


def test_the_command_writes_csv_and_lines_whole(linked, tmp_path, run):
    out = tmp_path / "entities.csv"
    done = run("entities", linked, "-o", out, "--kind", "place")
    assert done.exit_code == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert {row["kind"] for row in rows} == {"place"}
    assert by_name(rows)["Yerevan"]["spellings"].count("|") == 1
    assert f"{len(rows)} entities written" in done.stderr
    piped = [json.loads(line) for line in run("entities", linked).stdout.splitlines()]
    assert piped[0]["documents"] >= piped[-1]["documents"]


def test_the_table_is_for_a_person(linked, run):
    shown = run("entities", linked, "--format", "table", "--limit", "3").stdout
    assert "2024-05-01" in shown
    assert "geonames:" in shown
    shown = run("entities", linked, "--format", "table", "--unlinked").stdout
    assert "Qwxyzburg" in shown


def test_an_unknown_suffix_is_refused_before_any_work(linked, tmp_path, run):
    assert run("entities", linked, "-o", tmp_path / "x.xml").exit_code == 2
    assert run("map", linked, "-o", tmp_path / "x.shp").exit_code == 2
    assert run("map", linked, "-o", tmp_path / "x.gpkg", "--layer", "places").exit_code == 2


def test_unlinked_names_go_into_review_and_come_back_as_decisions(tmp_path, run, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = [Document("Boys train in the gated suburb of Madinaty.", str(n)) for n in range(3)]
    folder = linked_into(tmp_path / "linked", names)
    run("entities", folder, "--unlinked", "-o", "unlinked.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "unlinked.jsonl").read_text().splitlines()]
    assert rows, "nothing is left to decide"
    asked = run("review", "unlinked.jsonl", "--below", "1", given="e\nr\nq\n").stdout
    assert "3 times" in asked
    (decision,) = read_decisions(tmp_path / "decisions.toml").entries
    assert (decision.name, decision.action, decision.document) == ("Madinaty", Action.REJECT, None)


def test_a_name_that_nothing_is_known_under_is_asked_about_and_can_be_decided(
    tmp_path, run, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    folder = linked_into(tmp_path / "linked", [Document("A letter from Qwxyzburg came.", "x")] * 2)
    run("entities", folder, "--unlinked", "-o", "unlinked.jsonl")
    done = run("review", "unlinked.jsonl", given="e\ni geonames:174895\n")
    assert ">>Qwxyzburg<<" in done.stdout
    assert "2 times" in done.stdout
    (decision,) = read_decisions(tmp_path / "decisions.toml").entries
    assert (decision.name, decision.entity) == ("Qwxyzburg", "geonames:174895")


# ------------------------------------------------------------------------------------------- map


def layers_of(folder, **how):
    with Corpus(folder) as corpus, Gazetteer.open() as gazetteer:
        return map_corpus(corpus, gazetteer, **how)


def test_places_are_counted_by_document(linked):
    places = layers_of(linked).layers["places"].columns
    goris = places["id"].index("geonames:174895")
    assert (places["documents"][goris], places["mentions"][goris]) == (2, 3)
    assert places["literal_documents"][goris] == 2


def test_a_hexagon_holds_what_lies_in_it_and_nothing_wider_than_it(linked):
    found = layers_of(linked, resolution=4)
    hexagons = found.layers["hexagons"].columns
    cell = h3.latlng_to_cell(39.51111, 46.33889, 4)
    row = hexagons["id"].index(cell)
    assert hexagons["documents"][row] == 2
    assert hexagons["most_named"][row] == "Goris (2)"
    armenia = h3.latlng_to_cell(40.0, 45.0, 4)
    assert armenia not in hexagons["id"]
    assert "wider than they are" in found.notes["hexagons"]


def test_a_country_counts_what_lies_in_it_once_a_document(linked):
    found = layers_of(linked)
    countries = found.layers["countries"].columns
    armenia = countries["id"].index("AM")
    assert countries["name"][armenia] == "Armenia"
    assert countries["documents"][armenia] == 2
    outline = shapely.from_wkb(found.layers["countries"].geometry[armenia])
    assert outline.contains(shapely.Point(44.51, 40.18))


def test_roles_choose_what_is_counted(linked):
    every, literal = layers_of(linked), layers_of(linked, roles=["dateline"])
    assert literal.layers["places"].columns["name"] == ["Yerevan"]
    assert len(every.layers["places"]) > 1


@pytest.mark.parametrize(("lat", "lon"), [(90, 0), (-90, 0), (-17.8, 179.99), (64.7, -179.9)])
@pytest.mark.parametrize("resolution", [0, 3, 6])
def test_cells_at_the_poles_and_the_antimeridian_are_whole(lat, lon, resolution):
    from enrich.corpus.mapping import _Located

    cell = h3.latlng_to_cell(lat, lon, resolution)
    with Gazetteer.open() as gazetteer:
        drawn = shape(_Located(gazetteer, resolution)._cell(cell))
    assert drawn.is_valid
    assert drawn.distance(shapely.Point(lon, lat)) < 1e-6
    assert drawn.bounds[0] >= -180
    assert drawn.bounds[2] <= 180
    on_globe = shapely.transform(
        drawn.segmentize(0.05),
        lambda at: np.column_stack([np.radians(at[:, 0]), np.sin(np.radians(at[:, 1]))]),
    )
    assert on_globe.area == pytest.approx(h3.cell_area(cell, unit="rads^2"), rel=0.02)


def test_a_geopackage_has_all_layers_with_styles_and_how_it_was_made(linked, tmp_path, run):
    pytest.importorskip("pyogrio", reason="pip install 'enrich-geo[maps]'")
    out = tmp_path / "news.gpkg"
    done = run("map", linked, "-o", out)
    assert done.exit_code == 0, done.stderr
    with sqlite3.connect(out) as database:
        layers = [
            row[0]
            for row in database.execute("SELECT table_name FROM gpkg_contents ORDER BY rowid")
        ]
        styles = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles"))
        told = [row[0] for row in database.execute("SELECT metadata FROM gpkg_metadata")]
    database.close()
    assert layers[:3] == ["places", "hexagons", "countries"]
    assert "graduatedSymbol" in styles["countries"]
    assert any('"format": "enrich-corpus-1"' in text for text in told)


@pytest.mark.parametrize("name", ["h.geojson", "h.fgb", "h.pmtiles"])
def test_one_layer_is_a_file_of_its_own(linked, tmp_path, run, name):
    raw = pytest.importorskip("pyogrio", reason="pip install 'enrich-geo[maps]'")
    out = tmp_path / name
    done = run("map", linked, "-o", out, "--layer", "hexagons")
    assert done.exit_code == 0, done.stderr
    assert raw.read_info(out)["geometry_type"].endswith("Polygon")


def test_divisions_are_drawn_with_the_outlines_of_the_package(linked, tmp_path, run):
    out = tmp_path / "d.geojson"
    done = run("map", linked, "-o", out, "--layer", "divisions")
    assert done.exit_code == 0, done.stderr
    assert {f["geometry"]["type"] for f in json.loads(out.read_text())["features"]} == {
        "MultiPolygon"
    }


def test_divisions_are_drawn_by_the_outlines_of_the_gazetteer(linked, monkeypatch):
    square = shapely.box(45.5, 39.0, 46.7, 40.0)
    with Gazetteer.open() as gazetteer:
        syunik = gazetteer.get("geonames:174895").containers[1]
    monkeypatch.setattr(
        Gazetteer, "outline", lambda _, curie: square.wkb if curie == syunik else None
    )
    divisions = layers_of(linked).layers["divisions"]
    row = divisions.columns["id"].index(syunik)
    assert divisions.columns["name"][row] == "Syunik Province"
    assert divisions.columns["documents"][row] == 2
    assert shapely.from_wkb(divisions.geometry[row]).equals(square)


def test_the_command_offers_every_layer_and_every_format():
    from enrich.cli import map as command
    from enrich.corpus.mapping import DRIVERS, MAP_LAYERS

    assert tuple(command._LAYERS) == MAP_LAYERS
    assert set(command._FORMATS) == set(DRIVERS)
