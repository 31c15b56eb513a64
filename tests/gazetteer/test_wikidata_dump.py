"""The Wikidata reader, on a dump of a dozen items written here and on the shared samples."""

from __future__ import annotations

import bz2
import gzip
import json
import os
import sys
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.errors import SourceError
from gazetteer.model import Kind, NameType, Point, Position
from gazetteer.rows import Row, fame_prominence
from gazetteer.sources.options import BuildOptions, Report
from gazetteer.sources.wikidata_batch import iter_drafts, read_chunk
from gazetteer.sources.wikidata_classes import ClassGraph, listed_classes
from gazetteer.sources.wikidata_dump import iter_chunks, iter_rows
from gazetteer.sources.wikidata_rows import item_prominence, plain_title

SHARED = Path(os.environ.get("ENRICH_SHARED", Path(__file__).parents[3] / "shared" / "data"))
SAMPLE = SHARED / "wikidata" / "sample-all.json.bz2"
MOCKS = SHARED / "wikidata" / "mock_dumps"

GREGORIAN, JULIAN = "Q1985727", "Q1985786"


def item_value(number, **more):
    value = {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}
    return statement({"value": value, "type": "wikibase-entityid"}, **more)


def text_value(text, **more):
    return statement({"value": text, "type": "string"}, **more)


def date_value(time, precision=11, calendar=GREGORIAN):
    return {
        "value": {
            "time": time,
            "precision": precision,
            "calendarmodel": f"http://www.wikidata.org/entity/{calendar}",
        },
        "type": "time",
    }


def point_value(lat, lon, globe="Q2"):
    value = {"latitude": lat, "longitude": lon, "globe": f"http://www.wikidata.org/entity/{globe}"}
    return statement({"value": value, "type": "globecoordinate"})


def statement(datavalue, rank="normal", **qualifiers):
    snak = {"snaktype": "value", "datavalue": datavalue}
    return {
        "mainsnak": snak,
        "rank": rank,
        "type": "statement",
        "qualifiers": {
            prop: [{"snaktype": "value", "datavalue": value} for value in values]
            for prop, values in qualifiers.items()
        },
    }


def of(*numbers):
    return [item_value(n)["mainsnak"]["datavalue"] for n in numbers]


def item(number, label, sitelinks=3, aliases=(), labels=None, *, description="", **claims):  # noqa: PLR0913 - an item has many parts
    labels = {"en": label} if labels is None else labels
    return {
        "type": "item",
        "id": f"Q{number}",
        "labels": {code: {"language": code, "value": text} for code, text in labels.items()},
        "descriptions": {"en": {"language": "en", "value": description}} if description else {},
        "aliases": {"en": [{"language": "en", "value": text} for text in aliases]},
        "claims": claims,
        "sitelinks": {f"w{n}wiki": {} for n in range(sitelinks)} | {"commonswiki": {}},
    }


# Classes, numbered from 9001 on where Wikidata's own numbers do not matter.
DISTRICT, PORT, OFFICE = 9001, 9002, 9003
LAND, PROVINCE, TOWN, PARTY, PERSON = 9101, 9102, 9103, 9104, 9105

ITEMS = [
    item(PERSON, "Anna van Veld", 50, ["A. v. V."], description="politician",
         P31=[item_value(5)], P27=[item_value(LAND)],
         P569=[statement(date_value("+1950-03-02T00:00:00Z"))],
         P570=[statement(date_value("+2001-00-00T00:00:00Z", 9))],
         P39=[item_value(OFFICE, P580=[date_value("+1990-05-00T00:00:00Z", 10)],
                         P582=[date_value("+1994-01-31T00:00:00Z")], P642=of(PARTY))]),
    item(TOWN, "Portville", 120, ["PV"], {"en": "Portville", "de": "Hafenstadt", "ru": "Портвиль"},
         P31=[item_value(PORT)], P131=[item_value(PROVINCE)], P17=[item_value(LAND)],
         P625=[point_value(10.5, 20.25)], P1566=[text_value("123456")],
         P6766=[text_value("85632505")], P571=[statement(date_value("+1300-00-00T00:00:00Z", 9))],
         P1082=[statement({"value": {"amount": "+900"}},
                          P585=[date_value("+1990-01-01T00:00:00Z")]),
                statement({"value": {"amount": "+1200"}},
                          P585=[date_value("+2010-01-01T00:00:00Z")])]),
    item(LAND, "Testland", 280, P31=[item_value(6256)], P297=[text_value("XT")],
         P625=[point_value(10, 20)]),
    item(PROVINCE, "West Province", P31=[item_value(DISTRICT)], P17=[item_value(LAND)]),
    item(PARTY, "People's Party", 8, P31=[item_value(7278)], P159=[item_value(TOWN)],
         P1813=[statement({"value": {"text": "PP", "language": "en"}})],
         P571=[statement(date_value("+1905-01-01T00:00:00Z", 11, JULIAN))],
         P576=[statement(date_value("+1990-02-01T00:00:00Z"))]),
    item(OFFICE, "Minister of Foreign Affairs of Testland", P279=[item_value(4164871)],
         P1001=[item_value(LAND)]),
    item(PORT, "port town", 0, P279=[item_value(3957)], P2452=[text_value("P.PPLA")]),
    item(DISTRICT, "province of Testland", 0, P279=[item_value(10864048)]),
    item(9201, "Crater", P31=[item_value(23397)], P625=[point_value(1, 2, "Q111")]),
    item(9202, "Invented Hero", P31=[item_value(15632617), item_value(5)]),
    item(9203, "A paper on towns", P31=[item_value(13442814)]),
    item(9204, "", P31=[item_value(532)], labels={}),
    item(9205, "Nowhere", P31=[item_value(532)], P625=[point_value(91, 0)]),
    {"type": "property", "id": "P31", "claims": {}},
    {"type": "lexeme", "id": "L1"},
]  # fmt: skip


def dump_text(items=ITEMS):
    return "[\n" + ",\n".join(json.dumps(i, ensure_ascii=False) for i in items) + "\n]\n"


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "latest-all.json"
    path.write_text(dump_text(), encoding="utf-8")
    return path


def read(path, report=None, **options) -> dict[str, Row]:
    rows = iter_rows(path, BuildOptions(**options), report or Report())
    return {row.id.removeprefix("wikidata:Q"): row for row in rows}


def test_kinds_follow_the_subclasses_of_the_dump(dump):
    kinds = {row.name: row.kind for row in read(dump).values()}
    assert kinds == {
        "Anna van Veld": Kind.PERSON,
        "Portville": Kind.PLACE,
        "Testland": Kind.PLACE,
        "West Province": Kind.PLACE,
        "People's Party": Kind.ORGANISATION,
        "Nowhere": Kind.PLACE,
    }


def test_a_place_has_its_point_country_feature_population_and_foreign_ids(dump):
    town = read(dump)[str(TOWN)]
    assert town.point == Point(lat=10.5, lon=20.25)
    assert (town.country, town.area, town.feature) == ("XT", "XT", "PPLA")
    assert (town.geonames, town.same_as) == (123456, ("wof:85632505",))
    assert (town.population, town.valid) == (1200, ("1300", None))
    assert read(dump)[str(PROVINCE)].feature == "ADM1"


def test_an_area_of_the_embedded_gazetteer_is_found_up_the_chain(tmp_path):
    items = [
        item(9301, "Hamlet", P31=[item_value(5084)], P131=[item_value(9302)]),
        item(9302, "Some County", P31=[item_value(13220204)], P131=[item_value(771)]),
    ]  # Q771 is Massachusetts
    path = tmp_path / "dump.json"
    path.write_text(dump_text(items))
    hamlet = read(path)["9301"]
    assert (hamlet.area, hamlet.country) == ("US.MA", "US")


def test_circles_of_areas_end(tmp_path):
    items = [
        item(9301, "Hen", P31=[item_value(5084)], P131=[item_value(9302)]),
        item(9302, "Egg", P31=[item_value(532)], P131=[item_value(9301)]),
    ]
    path = tmp_path / "dump.json"
    path.write_text(dump_text(items))
    assert [row.area for row in read(path).values()] == [None, None]


def test_a_person_has_life_dates_and_offices(dump):
    person = read(dump)[str(PERSON)]
    assert person.valid == ("1950-03-02", "2001")
    assert person.positions == (
        Position("minister of foreign affairs of Testland", "XT", "1990-05", "1994-01-31",
                 f"wikidata:Q{PARTY}"),
    )  # fmt: skip
    assert person.country == "XT"
    assert person.description == "politician"
    assert ("van Veld", NameType.SHORT) in {(n.text, n.type) for n in person.names}


def test_a_person_without_a_description_is_described_by_occupations(tmp_path):
    jobs = [item(9401 + n, name, 0, P279=[item_value(9499)]) for n, name in enumerate("abcd")]
    held = [item_value(9404, P582=[date_value("+1990-01-01T00:00:00Z")])]
    held += [item_value(9400 + n) for n in (3, 1, 2)]
    people = [
        item(9301, "Ann", P31=[item_value(5)], P106=held),
        item(9302, "Ben", P31=[item_value(5)], P106=held, description="somebody"),
        item(9303, "Cid", P31=[item_value(5)], P106=[item_value(9999)]),
    ]
    path = tmp_path / "dump.json"
    path.write_text(dump_text([*people, *jobs]), encoding="utf-8")
    described = {row.name: row.description for row in read(path).values()}
    assert described == {"Ann": "c, a, b", "Ben": "somebody", "Cid": ""}


def test_an_organisation_has_its_seat_dates_and_short_name(dump):
    party = read(dump)[str(PARTY)]
    assert party.point == Point(lat=10.5, lon=20.25)
    assert party.country == "XT"
    assert party.valid == ("1905", "1990-02-01")  # Julian days are not those of ISO 8601
    assert ("PP", NameType.ABBREVIATION) in {(n.text, n.type) for n in party.names}


def test_names_of_the_languages_asked_for(dump):
    names = {n.text: n for n in read(dump)[str(TOWN)].names}
    assert set(names) == {"PV", "Hafenstadt", "Портвиль"}
    assert names["Hafenstadt"].language == "de"
    assert names["Hafenstadt"].preferred
    assert names["PV"].type is NameType.ABBREVIATION
    only = read(dump, languages=frozenset({"ru"}))[str(TOWN)]
    assert [n.text for n in only.names] == ["Портвиль"]
    assert only.name == "Portville"


def test_options_leave_out_what_is_not_asked_for(dump):
    assert {r.name for r in read(dump, min_sitelinks=100).values()} == {"Portville", "Testland"}
    assert str(TOWN) not in read(dump, countries=frozenset({"AM"}))
    features = read(dump, features=frozenset({"A"}))
    assert {r.name for r in features.values() if r.kind is Kind.PLACE} == {
        "Testland",
        "West Province",
    }
    assert str(TOWN) not in read(dump, min_population=2000)
    assert str(PROVINCE) in read(dump, min_population=2000)


def test_offices_are_known_although_few_articles_are_about_them(dump):
    person = read(dump, min_sitelinks=40)[str(PERSON)]
    assert person.positions[0].title == "minister of foreign affairs of Testland"


def test_what_is_passed_over_is_counted(dump):
    report = Report()
    read(dump, report)
    assert report.counts == {"item without a label": 1, "coordinates out of range": 1}
    assert report.examples["coordinates out of range"] == ["latest-all.json:Q9205"]


@pytest.mark.parametrize("line", ['{"type":"item","id":"Q1","claims":{"P31":[', "garbage", "{}}"])
def test_a_broken_line_is_counted_and_the_others_are_read(tmp_path, line):
    lines = dump_text().split("\n")
    path = tmp_path / "dump.json"
    path.write_text("\n".join([*lines[:3], line, *lines[3:]]), encoding="utf-8")
    report = Report()
    assert len(read(path, report)) == 6
    assert any(places == ["dump.json:4"] for places in report.examples.values())


def test_an_item_on_another_globe_is_no_place(dump):
    assert "9201" not in read(dump)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_packed_dumps_read_like_plain_ones(dump, tmp_path, pack):
    packed = tmp_path / "latest-all.json.packed"
    packed.write_bytes(pack(dump.read_bytes()))
    assert read(packed) == read(dump)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, bytes])
def test_a_dump_cut_short_stops_the_build(dump, tmp_path, pack):
    packed = pack(dump.read_bytes())
    cut = tmp_path / "cut.json"
    cut.write_bytes(packed[: len(packed) * 2 // 3])
    with pytest.raises(SourceError, match="download it again"):
        read(cut)


def test_damaged_bzip2_stops_the_build(dump, tmp_path):
    packed = bytearray(bz2.compress(dump.read_bytes()))
    packed[len(packed) // 2] ^= 0xFF
    path = tmp_path / "damaged.json.bz2"
    path.write_bytes(packed)
    with pytest.raises(SourceError, match=r"damaged\.json\.bz2"):
        read(path)


@pytest.mark.parametrize(
    "content", ["<!DOCTYPE html><html>log in</html>", "id,name\n1,Yerevan\n", "", "PK\3\4 no zip"]
)
def test_another_format_stops_the_build(tmp_path, content):
    path = tmp_path / "latest-all.json.gz"
    path.write_text(content)
    with pytest.raises(SourceError, match=r"latest-all\.json\.gz"):
        read(path)


def test_a_file_without_a_single_item_stops_the_build(tmp_path):
    path = tmp_path / "other.json"
    path.write_text('[\n{"a":1,"P31":2\n{"b":\n]\n')
    with pytest.raises(SourceError, match="no line of it is a Wikidata item"):
        read(path)


def test_a_missing_file_stops_the_build(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        read(tmp_path / "none.json")


def test_without_orjson_the_error_says_what_to_install(dump, monkeypatch):
    monkeypatch.setitem(sys.modules, "orjson", None)
    with pytest.raises(SourceError, match=r"enrich-geo\[build\]"):
        read(dump)


def test_several_processes_give_the_same_rows_in_the_same_order(tmp_path):
    path = tmp_path / "dump.json"
    filler = [item(20_000 + n, f"Village {n}", P31=[item_value(532)]) for n in range(9000)]
    path.write_text(dump_text([*ITEMS, *filler]), encoding="utf-8")
    assert path.stat().st_size > 1 << 20
    one = list(iter_rows(path, BuildOptions(), Report()))
    several = list(iter_rows(path, BuildOptions(workers=2), Report()))
    assert one == several
    assert len(one) == 9006


@given(block=st.integers(1, 200), lines=st.lists(st.text("abc{}\u00e9", max_size=60), max_size=12))
def test_chunks_hold_every_line_once_and_number_it(tmp_path_factory, block, lines):
    path = tmp_path_factory.mktemp("lines") / "x"
    text = "\n".join(["[", *lines, "]"])
    path.write_text(text, encoding="utf-8", newline="\n")
    seen = {}
    for first, data in iter_chunks(path, Report(), block):
        seen.update(enumerate(data.decode().split("\n"), first))
    assert seen == dict(enumerate(text.split("\n"), 1))


def test_a_line_without_end_is_dropped_and_counted(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("[\n{" + "a" * 5000 + "\n{1}\n]")
    report = Report()
    chunks = list(iter_chunks(path, report, block=100, longest=1000))
    found = {n: line for first, data in chunks for n, line in enumerate(data.split(b"\n"), first)}
    assert found == {1: b"[", 3: b"{1}", 4: b"]"}
    assert report.examples == {"line of more than 0 MiB": ["x.json:2"]}


scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats() | st.text()
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
PROPERTIES = "P31 P279 P17 P27 P131 P159 P297 P39 P569 P571 P625 P1001 P1082 P1448 P1566 P1813"


@st.composite
def mangled_items(draw):
    """A good item with one part of it, at any depth, replaced by any JSON."""
    made = json.loads(json.dumps(draw(st.sampled_from(ITEMS[:6]))))
    if draw(st.booleans()):
        prop = draw(st.sampled_from(PROPERTIES.split()))
        made.setdefault("claims", {})[prop] = draw(json_values)
        return made
    node = made
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = draw(st.sampled_from(keys))
        inner = node[key]
        if not (isinstance(inner, dict | list) and inner) or draw(st.integers(0, 4)) == 0:
            node[key] = draw(json_values)
            return made
        node = inner


@settings(deadline=None, max_examples=400)
@given(value=json_values | mangled_items())
def test_no_line_of_json_stops_the_reader(tmp_path_factory, value):
    path = tmp_path_factory.mktemp("fuzz") / "dump.json"
    line = json.dumps(value)
    path.write_text("[\n" + line + ",\n" + json.dumps(ITEMS[2]) + "\n]\n")
    rows = list(iter_rows(path, BuildOptions(), Report()))
    assert any(row.id == f"wikidata:Q{LAND}" for row in rows)


@given(data=st.binary(max_size=200))
def test_no_bytes_stop_the_reader(data):
    batch = read_chunk(1, b'{"type":"item","P31":' + data, BuildOptions())
    assert list(iter_drafts(batch.drafts)) == []


def test_the_shipped_list_is_sound():
    listed = listed_classes()
    assert len(listed) > 80
    for verdict in listed.values():
        assert verdict.kind is Kind.PLACE or not verdict.feature


def test_the_nearest_listed_class_decides_and_on_a_tie_the_first():
    graph = ClassGraph()
    graph.add_edges([(1, 41176), (1, 33506), (2, 1), (2, 5), (3, 3)])
    graph.resolve()
    assert graph.verdict([1]).kind is Kind.ORGANISATION  # a museum and a building
    assert graph.verdict([2]).kind is Kind.PERSON
    assert graph.verdict([3]) is None


@given(st.sampled_from([None, "PPL", "ADM2", "MT"]), st.integers(0, 500), st.integers(0, 500))
def test_prominence_grows_with_the_articles_and_stays_in_range(feature, one, other):
    low, high = sorted((one, other))
    assert 0 <= item_prominence(feature, low) <= item_prominence(feature, high) <= 1


@pytest.mark.parametrize("editions", [2, 25, 250])
def test_people_are_as_prominent_as_those_of_the_tables_and_towns_less(editions):
    assert item_prominence(None, editions) == fame_prominence(editions)
    assert item_prominence("STDM", editions) == fame_prominence(editions)
    assert item_prominence("PPL", editions) < fame_prominence(editions)
    assert item_prominence("ADM3", editions) == item_prominence("PPL", editions)


def test_titles_keep_their_names():
    assert plain_title("Member of the House of Lords") == "member of the House of Lords"
    assert plain_title("Prime Minister of Armenia") == "prime minister of Armenia"


shared = pytest.mark.skipif(not SAMPLE.exists(), reason="the shared Wikidata samples are absent")


@shared
def test_the_sample_of_real_items():
    report = Report()
    rows = read(SAMPLE, report)
    assert not report.counts
    by_kind = {kind: sum(r.kind is kind for r in rows.values()) for kind in Kind}
    assert by_kind[Kind.PLACE] > 200
    assert by_kind[Kind.PERSON] == 86
    assert by_kind[Kind.ORGANISATION] > 60
    assert (rows["145"].country, rows["145"].feature) == ("GB", "PCLI")
    amsterdam = rows["727"]
    assert (amsterdam.area, amsterdam.geonames, amsterdam.feature) == ("NL.07", 2759794, "PPL")
    assert rows["42"].valid == ("1952-03-11", "2001-05-11")
    assert rows["81888"].kind is Kind.ORGANISATION
    assert "839954" not in rows  # "archaeological site" is a sort of places, not one


@shared
@pytest.mark.parametrize("name", ["mock-dump-for-testing", "mock-dump-for-long-testing"])
def test_mock_dumps(name):
    report = Report()
    rows = read(MOCKS / f"{name}.json", report)
    assert not rows  # their places and people have no labels
    assert set(report.counts) <= {"item without a label"}


@shared
def test_the_mock_dump_with_bugs():
    report = Report()
    read(MOCKS / "mock-dump-with-bugs.json", report)
    assert report.examples["list where a mapping of labels belongs"] == [
        "mock-dump-with-bugs.json:3"
    ]


@shared
def test_the_xml_dumps_are_refused():
    with pytest.raises(SourceError, match="no Wikidata JSON dump"):
        read(MOCKS / "mock-dump-for-testing.xml")


def test_drafts_survive_the_spill():
    data = dump_text().encode()
    batch = read_chunk(1, data, BuildOptions())
    drafts = list(iter_drafts(batch.drafts))
    assert {d["id"] for d in drafts} >= {PERSON, TOWN, LAND, PARTY, OFFICE}
    assert orjson.dumps(drafts[0])
