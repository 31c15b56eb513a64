"""Writers: the record's contract, valid JSON for any text, maps that tools open, no half file."""

import copy
import csv
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from enrich.cli.evidence import explanation
from enrich.cli.summary import Summary
from enrich.formats import LAYERS, Holds, write, write_to
from enrich.model import Document, Result, Role
from enrich.records.record import FIELDS, dumps, iter_records
from enrich.records.tally import QUOTE_LENGTH, QUOTES
from enrich.writers.csv import guarded
from enrich.writers.geojson import feature_collection
from enrich.writers.json import document_object
from enrich.writers.table import entity_table
from gazetteer.model import Entity, Kind, Point
from gazetteer.regions import bounds

TEXT = "In Yerevan, Lavrov left Nowhere for Armenia and Atlantis. The CSTO met in Yerevan."
# Any text that a reader lets through: no surrogates, no NUL.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=120)
any_text = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def unguarded(cell):
    """What was guarded, as the format's documentation says to take the guard off."""
    return cell[1:] if re.match(r"'+[=+\-@＝＋－＠\t\r\n]", cell) else cell


def written(results, format_, **options):
    out = io.StringIO(newline="")
    write_to(results, out, format=format_, **options)
    return out.getvalue()


def test_a_record_has_every_key_in_order_with_one_type_each(result_of):
    types = {
        "start": int, "end": int, "score": float, "geonames": int, "lat": float, "lon": float,
        "radius_km": float, "runner_up_score": float,
    }  # fmt: skip
    records = list(iter_records(result_of(TEXT)))
    assert len(records) == 7
    for record in records:
        assert tuple(record) == FIELDS
        for key, value in record.items():
            assert value is None or type(value) is types.get(key, str), key


def test_the_records_say_what_was_found(result_of):
    place, person, unlocated, _, unlinked, *_ = iter_records(result_of(TEXT))
    assert place == {
        "document_id": "article", "start": 3, "end": 10, "text": "Yerevan", "kind": "place",
        "role": "literal", "entity_id": "geonames:616052", "name": "Yerevan",
        "description": "capital of Armenia", "score": 0.9877, "nil": None, "geonames": 616052,
        "wikidata": "Q1953", "lat": 40.17765, "lon": 44.5126, "country": "AM",
        "admin1": "Yerevan", "feature": "PPLC", "precision": "settlement", "radius_km": 11.0,
        "match": "exact", "reason": "The best-known place of this name.",
        "runner_up": "geonames:174982", "runner_up_score": 0.0123,
    }  # fmt: skip
    geography = ("lat", "lon", "country", "admin1", "feature", "precision", "radius_km")
    assert all(person[key] is None for key in geography), "a person is nowhere"
    assert person["wikidata"] == "Q58217"
    assert (unlocated["name"], unlocated["lat"], unlocated["precision"]) == ("Nowhere", None, None)
    assert (unlinked["nil"], unlinked["entity_id"]) == ("no_candidates", None)
    assert unlinked["reason"]


@any_text
@given(TEXTS, st.data())
def test_offsets_count_code_points_in_every_format(link_span, text, data):
    ends = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(ends, ends).map(sorted).filter(lambda s: s[0] < s[1])))
    result = Result(Document(text, "d"), tuple(link_span(text, *span) for span in spans))
    lines = written([result], "jsonl").splitlines()
    rows = list(csv.DictReader(io.StringIO(written([result], "csv"), newline="")))
    mentions = json.loads(written([result], "json"))["mentions"]
    assert len(lines) == len(rows) == len(mentions) == len(spans)
    for (start, end), line, row, mention in zip(spans, lines, rows, mentions, strict=True):
        assert json.loads(line) == mention
        assert (mention["start"], mention["end"]) == (start, end)
        assert mention["text"] == unguarded(row["text"]) == text[start:end]


@any_text
@given(TEXTS, TEXTS, st.sampled_from(["json", "jsonl", "geojson"]))
def test_any_text_gives_valid_json_without_control_characters(result_of, text, title, format_):
    result = result_of(f"{text} Yerevan {text}", "d", title=title, metadata={title: [text, None]})
    out = written([result], format_)
    values = (
        [json.loads(line) for line in out.splitlines()] if format_ == "jsonl" else json.loads(out)
    )
    assert values
    assert not any(c in out.replace("\n", "") for c in "\x00\x1b\x7f\x85\u2028\u2029\u202e\u2066")
    out.encode()


def test_json_refuses_numbers_that_json_has_not():
    with pytest.raises(ValueError, match="JSON"):
        dumps({"score": float("nan")})


def test_json_holds_the_whole_result(result_of):
    found = document_object(result_of(TEXT, metadata={"url": "https://example.org", "n": [1]}))
    assert list(found) == [
        "document", "mentions", "entities", "unlinked", "primary_place", "footprint",
        "footprint_area", "hull", "error", "run",
    ]  # fmt: skip
    assert found["document"]["metadata"] == {"url": "https://example.org", "n": [1]}
    assert found["document"]["text"] == TEXT
    yerevan, lavrov, *_ = found["entities"]
    assert (yerevan["mentions"], yerevan["roles"]) == (2, {"literal": 2})
    assert yerevan["same_as"] == ["wikidata:Q1953"]
    assert lavrov["positions"][0]["title"] == "minister of foreign affairs"
    assert (lavrov["country"], lavrov["roles"]) == ("RU", {})
    assert [(u["text"], u["mentions"], u["nil"]) for u in found["unlinked"]] == [
        ("Atlantis", 1, "no_candidates")
    ]
    assert found["primary_place"]["id"] == "geonames:616052"
    assert found["footprint"] == [44.5126, 40.17765, 45.0, 40.2]
    assert found["run"] == {"gazetteer": "build-1", "version": "0"}


def test_one_document_is_an_object_and_several_are_an_array(result_of):
    results = [result_of(TEXT, name) for name in "abc"]
    assert json.loads(written(results[:1], "json"))["document"]["id"] == "a"
    assert [o["document"]["id"] for o in json.loads(written(results, "json"))] == ["a", "b", "c"]
    assert json.loads(written([], "json")) == []


def test_json_and_lines_are_written_as_results_come(result_of):
    out = io.StringIO()
    seen = []

    def results():
        for name in "abc":
            seen.append(out.getvalue().count("document_id"))
            yield result_of("Yerevan", name)

    write_to(results(), out, format="jsonl")
    assert seen == [0, 1, 2]


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("texts", [[TEXT], [TEXT, "Yerevan"], ["Nothing at all"], []])
def test_maps_break_no_rule(result_of, geojson_rules, layer, texts):
    results = [result_of(text, f"d{number}") for number, text in enumerate(texts)]
    out = json.loads(written(results, "geojson", layer=layer))
    assert geojson_rules.broken_rules(out) == []
    assert out == feature_collection(results, layer=layer)


def test_a_map_says_how_it_was_made(result_of):
    first = replace(result_of("Yerevan", "a"), run={"version": "0", "input": {"sha256": "12"}})
    other = replace(result_of("Yerevan", "b"), run={"version": "0", "notes": ["scanned"]})
    assert feature_collection([first, other])["run"] == {
        "gazetteer": "build-1", "version": "0",
        "documents": [{"id": "a", "sha256": "12"}, {"id": "b", "notes": ["scanned"]}],
    }  # fmt: skip
    assert "run" not in feature_collection([])


def test_the_places_layer_has_a_feature_per_place_over_all_documents(result_of):
    results = [result_of(TEXT, "first"), result_of("Yerevan refused. Nowhere.", "second")]
    yerevan, armenia = feature_collection(results)["features"]
    assert yerevan == {
        "type": "Feature",
        "id": "geonames:616052",
        "geometry": {"type": "Point", "coordinates": [44.5126, 40.17765]},
        "properties": {
            "id": "geonames:616052", "name": "Yerevan", "kind": "place", "country": "AM",
            "admin1": "Yerevan", "feature": "PPLC", "geonames": 616052, "wikidata": "Q1953",
            "mentions": 3, "literal_mentions": 3, "roles": "literal:3", "score": 0.9877,
            "quotes": "In Yerevan, Lavrov left Nowhere for Armenia and Atlantis.…"
            " | …Nowhere for Armenia and Atlantis. The CSTO met in Yerevan."
            " | Yerevan refused. Nowhere.",
            "precision": "settlement", "radius_km": 11.0, "documents": "first,second",
            "at_point": 1, "nth_at_point": 1,
        },
    }  # fmt: skip
    assert armenia["properties"]["documents"] == "first"


def test_roles_are_counted_in_a_fixed_order(link_span):
    text = "Yerevan " * 6
    roles = [
        Role.DEMONYM,
        Role.METONYMIC,
        Role.LITERAL,
        Role.METONYMIC,
        Role.DATELINE,
        Role.LITERAL,
    ]
    links = tuple(link_span(text, n * 8, n * 8 + 7, role) for n, role in enumerate(roles))
    (feature,) = feature_collection([Result(Document(text, "d"), links)])["features"]
    assert feature["properties"]["roles"] == "literal:2 metonymic:2 demonym:1 dateline:1"
    assert feature["properties"]["literal_mentions"] == 2


@any_text
@given(TEXTS)
def test_quotes_are_short_single_lines_of_the_text(result_of, text):
    places = feature_collection([result_of(f"{text} Yerevan{text * 3} Yerevan {text}")])["features"]
    quotes = places[0]["properties"]["quotes"]
    assert "Yerevan" in quotes
    assert "\n" not in quotes
    assert len(quotes) <= QUOTES * QUOTE_LENGTH + 3 * (QUOTES - 1)


def test_quotes_have_no_control_that_turns_the_rest_around(result_of):
    (feature,) = feature_collection([result_of("said \u202eYerevan\x1b[31m\u2066 is")])["features"]
    assert feature["properties"]["quotes"] == "said Yerevan [31m is"


@pytest.mark.parametrize(
    ("lons", "west_east"),
    [
        ([178.4, -179.9, 177.0], (177.0, -179.9)),
        ([10.0, 20.0], (10.0, 20.0)),
        ([-120.0, 0.0, 140.0], (-120.0, 140.0)),
        ([180.0], (180.0, 180.0)),
    ],
)
def test_the_box_crosses_the_antimeridian_only_where_that_is_shorter(lons, west_east):
    box = bounds(Point(lat=-18.0, lon=lon) for lon in lons)
    assert box is not None
    assert (box[0], box[2]) == west_east


def test_the_rules_see_what_is_wrong(result_of, geojson_rules):
    """The checker itself: each fault is found."""
    good = feature_collection([result_of(TEXT)])

    def broken(change):
        changed = copy.deepcopy(good)
        change(changed, changed["features"][0])
        return geojson_rules.broken_rules(changed)

    faults = [
        lambda c, _: c.update(crs={}),
        lambda c, _: c.pop("bbox"),
        lambda c, _: c.update(bbox=[0, 0, 1, 1]),
        lambda _, f: f.update(geometry=None),
        lambda _, f: f.update(id=7),
        lambda _, f: f["geometry"].update(coordinates=[44.123456789, 40.0]),
        lambda _, f: f["geometry"].update(coordinates=[40.0, 144.0]),
        lambda _, f: f["geometry"].update(type="LineString"),
        lambda _, f: f["properties"].update(mentions="3"),
        lambda _, f: f["properties"].update(roles={"literal": 1}),
        lambda _, f: f["properties"].pop("kind"),
        lambda c, f: c["features"].append(copy.deepcopy(f)),
    ]
    assert geojson_rules.broken_rules(good) == []
    for number, fault in enumerate(faults):
        if number == 3:  # a null geometry has no place in the box either
            good_box = good.pop("bbox")
            assert any("geometry" in rule for rule in broken(fault))
            good["bbox"] = good_box
        else:
            assert broken(fault), f"fault {number} was not seen"


def test_gdal_opens_the_map_as_one_layer_of_points(result_of, tmp_path, gdal):
    path = tmp_path / "map.geojson"
    write([result_of(TEXT)], path)
    told = gdal("ogrinfo", "-al", "-so", path)
    assert "Geometry: Point" in told
    assert "Feature Count: 2" in told
    for field in ("geonames: Integer", "mentions: Integer", "score: Real", "radius_km: Real"):
        assert field in told
    for field in ("id", "name", "roles", "quotes", "documents", "precision"):
        assert f"{field}: String" in told


def test_csv_has_a_header_and_a_row_per_mention(result_of):
    rows = list(csv.reader(io.StringIO(written([result_of(TEXT)], "csv"), newline="")))
    assert tuple(rows[0]) == FIELDS
    assert len(rows) == 8
    assert rows[1][FIELDS.index("lat")] == "40.17765"
    assert rows[2][FIELDS.index("lat")] == ""


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "'=1", "''=1", "＝1", "＋1", "－1",
        "＠A1",
    ],
)  # fmt: skip
def test_no_text_becomes_a_formula(cell):
    assert guarded(cell) == f"'{cell}"
    assert unguarded(guarded(cell)) == cell


@given(st.text(alphabet="'=+-@＝＠\t\r\nab"))
def test_the_guard_can_be_taken_off_again(text):
    cell = guarded(text)
    assert unguarded(cell) == text
    assert cell[:1] not in set("=+-@＝＠\t\r\n")


@pytest.mark.parametrize("cell", ["'s-Hertogenbosch", "Yerevan", "", "Saint-Denis", "a=b"])
def test_ordinary_names_are_left_alone(cell):
    assert guarded(cell) == cell


def test_southern_and_western_coordinates_stay_numbers(result_of, entities, monkeypatch):
    import dataclasses

    lima = dataclasses.replace(entities["Yerevan"], point=Point(lat=-12.04318, lon=-77.02824))
    monkeypatch.setitem(entities, "Yerevan", lima)
    row = written([result_of("Yerevan")], "csv").splitlines()[1]
    assert ",-12.04318,-77.02824," in row


def test_the_summary_counts_what_is_on_the_map_and_what_is_not(result_of):
    summary = Summary()
    list(summary.watch([result_of(TEXT), result_of("Yerevan. Atlantis. Atlantis.", "b")]))
    assert summary.line(Holds.LAYER) == (
        "2 places on the map; not on it: 1 place without coordinates, 1 person, 1 organisation,"
        " 3 mentions not linked (--format json shows all, with reasons)"
    )
    assert summary.line(Holds.MENTIONS) == (
        "10 mentions in 2 documents: 3 places, 1 person, 1 organisation; 3 not linked"
        " (--explain shows the evidence)"
    )


def test_the_explanation_gives_evidence_alternative_and_reason(result_of):
    lines = "\n".join(explanation(result_of(TEXT)))
    assert "3-10 'Yerevan' (place, literal) is Yerevan (geonames:616052), score 0.99" in lines
    assert "+2.50  population = 6.1" in lines
    assert "next: Armenia (geonames:174982) 0.01" in lines
    assert "'Atlantis' (place) is not linked: no_candidates" in lines
    assert "Nothing has this name." in lines


def test_tables_show_places_people_organisations_and_what_is_left(result_of):
    out = written([result_of(TEXT)], "table")
    for part in ("Places", "People", "Organisations", "geonames:616052", "literal", "Q58217"):
        assert part in out
    assert "Not linked (no_candidates): Atlantis" in out


@pytest.mark.parametrize("width", [80, 120])
def test_a_table_of_80_columns_breaks_between_words_and_never_within_an_id(monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    names = ("Springfield", "Saint-Germain-en-Laye", "Kabardino-Balkarian Republic")
    rows = [
        (
            Entity(
                id=f"geonames:425054{number}", name=name, kind=Kind.PLACE, country="US",
                admin=("Masovian Voivodeship", "Sangamon County"), feature="PPLA",
                point=Point(lat=39.80172, lon=-122.64371), source="geonames",
            ),
            ("Spring Field",) if number else (),
        )
        for number, name in enumerate(names)
    ]  # fmt: skip
    out = io.StringIO()
    Console(file=out, markup=False).print(entity_table(rows))
    assert max(map(len, out.getvalue().splitlines())) <= width
    words = set(out.getvalue().split())
    assert words >= {"geonames:4250540", "geonames:4250542", "Springfield", "Republic", "-122.64"}
    assert words >= {"Masovian", "Voivodeship,", "Sangamon", "County,", "(PPLA)"}


@pytest.mark.parametrize("width", [1, 20, 40, 300])
def test_tables_fit_any_terminal(result_of, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    out = written([result_of(TEXT)], "table")
    assert "Atlantis" in "".join(out.split())
    assert max(map(len, out.splitlines())) <= max(width, 20)
