"""Regions, waters, historical places, demonyms and abbreviations: the rules of their tables."""

import csv
import gzip
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from gazetteer.sources.edits import read_table

ROOT = Path(__file__).resolve().parents[2]
CURATED = ROOT / "gazetteer" / "curated"
SHARED = Path(os.environ.get("ENRICH_SHARED", ROOT.parent / "shared" / "data"))

COLUMNS = {
    "regions": "id name feature country lat lon radius_km population prominence wikidata "
    "valid_from valid_to description source",
    "region_names": "id name type language source",
    "demonyms": "id name type source",
    "abbreviations": "id name type source",
}
CURIE = re.compile(r"geonames:[1-9]\d*|wikidata:Q[1-9]\d*|enrich:[a-z0-9]+(-[a-z0-9]+)*")
DATE = re.compile(r"\d{3,4}(-\d\d(-\d\d)?)?")
EVERYDAY_WORDS = frozenset(
    """about above across after again all alpine also and another any april are area around art
    back bank bay beach bear because been before being best better between black blue both bridge
    but call can central church city close coast come common could county cross dark day deep do
    down dry each east end even every far field first fish for forest from full gold good great
    green ground had half hall hand has have head her here high hill his home hope house how if
    into island its jersey just lake land large last left less like line little live long made
    main many march may might mill more most mouth much must near need new next no north not now
    of off old on once one only open or other our out over own park part past peace people plain
    point pole pool port post power present press public rain real red rest right river road rock
    round run sale salt sand save sea second see set she short shore should side since small snake
    some sound south spring stand star state still stone such sun take than that the their them
    then there these they this those through time to top tower town turkey two under union up use
    valley very wall was water way well west what when where which white who why wide will wind
    with wood work world would year yellow you young your""".split()
)
PLURALS_THAT_ARE_WORDS = frozenset({"Poles"})  # the people have no other name


def read(table):
    return read_table(CURATED / f"{table}.csv")


@pytest.fixture(scope="module")
def regions():
    return {row["id"]: row for row in read("regions")}


@pytest.fixture(scope="module")
def places(regions):
    tables = ("countries", "admin1", "admin2")
    areas = {row["id"]: row["name"] for table in tables for row in read(table)}
    return areas | {curie: row["name"] for curie, row in regions.items()}


def named(table, name):
    return {(row["id"], row["type"]) for row in read(table) if row["name"] == name}


@pytest.mark.parametrize("table", COLUMNS)
def test_table_has_its_columns_sorted_rows_and_no_row_twice(table):
    text = (CURATED / f"{table}.csv").read_bytes().decode("utf-8")
    assert "\r" not in text
    header, *rows = csv.reader(text.splitlines())
    assert header == COLUMNS[table].split()
    assert rows == sorted(rows)
    assert len({tuple(row) for row in rows}) == len(rows)
    cells = {cell for row in read(table) for cell in row.values()}
    assert not [cell for cell in cells if cell != cell.strip() or "  " in cell]


def test_ids_are_well_formed_unique_and_not_those_of_areas_or_cities(regions):
    rows = read("regions")
    assert [row["id"] for row in rows if not CURIE.fullmatch(row["id"])] == []
    assert len(regions) == len(rows)
    areas = {row["id"] for table in ("countries", "admin1", "admin2") for row in read(table)}
    cities = {row["id"] for row in read("city_facts")}
    assert regions.keys() & (areas | cities) == set()
    items = Counter(row["wikidata"] for row in rows if row["wikidata"])
    assert [item for item, count in items.items() if count > 1] == []


def test_a_wikidata_id_of_a_region_stands_in_its_wikidata_cell(regions):
    for curie, row in regions.items():
        if curie.startswith("wikidata:"):
            assert row["wikidata"] == curie.removeprefix("wikidata:")


def test_values_lie_in_their_ranges(regions):
    for row in regions.values():
        assert row["name"], row
        assert -90 <= float(row["lat"]) <= 90, row
        assert -180 <= float(row["lon"]) <= 180, row
        assert 0 < float(row["radius_km"]) <= 10_000, row
        assert 0 < float(row["prominence"]) <= 1, row
        assert re.fullmatch(r"([A-Z]{2})?", row["country"]), row
        assert row["source"] in {"hand", "natural-earth"}, row


def test_dates_are_iso_and_in_order(regions):
    for row in regions.values():
        start, end = row["valid_from"], row["valid_to"]
        assert all(DATE.fullmatch(date) for date in (start, end) if date), row
        if start and end:
            assert start.zfill(4) < end.zfill(4), row
        if row["feature"] in {"PCLH", "ADM1H", "PPLH"} and row["name"] not in {
            "Prussia",  # it faded away in steps
            "British Empire",
        }:
            assert end, row


def test_feature_codes_are_those_of_geonames(regions):
    path = SHARED / "sources/geonames/featureCodes_en.txt"
    if not path.exists():
        pytest.skip(f"no reference data at {SHARED}")
    codes = {
        line.split("\t")[0].split(".")[1]
        for line in path.read_text(encoding="utf-8").splitlines()
        if "." in line[:2]
    }
    assert {row["feature"] for row in regions.values()} - codes == set()


def test_names_belong_to_known_places(places):
    assert {row["id"] for row in read("region_names")} - places.keys() == set()
    cities = {row["id"] for row in read("city_facts")}
    for table in ("demonyms", "abbreviations"):
        assert {row["id"] for row in read(table)} - places.keys() - cities == set(), table


def test_types_of_names():
    assert {row["type"] for row in read("region_names")} <= {
        "official",
        "short",
        "variant",
        "former",
    }
    assert {row["type"] for row in read("demonyms")} == {"adjective", "demonym"}
    assert {row["type"] for row in read("abbreviations")} == {"abbreviation"}


def test_no_further_name_only_repeats_the_name_shown(places):
    repeated = [
        row["name"]
        for row in read("region_names")
        if row["name"].casefold() == places[row["id"]].casefold()
    ]
    assert repeated == []


@pytest.mark.parametrize("table", ["regions", "region_names", "demonyms"])
def test_no_name_is_an_everyday_word(table):
    names = {row["name"] for row in read(table)} - PLURALS_THAT_ARE_WORDS
    assert {name for name in names if name.casefold() in EVERYDAY_WORDS} == set()


def test_an_abbreviation_cannot_be_taken_for_a_word():
    for row in read("abbreviations"):
        name = row["name"]
        assert name[0].isupper(), name
        assert name.casefold() not in EVERYDAY_WORDS or name.isupper(), name


def test_ids_are_held_by_a_reference(regions):
    pairs_file = SHARED / "sources/reference/geonames_wikidata.tsv.gz"
    if not pairs_file.exists():
        pytest.skip(f"no reference data at {SHARED}")
    with gzip.open(pairs_file, "rt", encoding="utf-8") as lines:
        pairs = {tuple(line.split("\t")[:2]) for line in lines}
    seas_file = SHARED / "sources/geonames_like/XY.txt.gz"
    with gzip.open(seas_file, "rt", encoding="utf-8") as lines:
        seas = {line.split("\t")[0] for line in lines}
    held = {row["wikidata"] for row in read("edits/region_id_references")}
    seas |= {row["geonames"] for row in read("edits/region_geonames")}
    words_file = SHARED / "sources/reference/namenet_names.tsv.gz"  # of Open English WordNet
    with gzip.open(words_file, "rt", encoding="utf-8") as lines:
        held |= {line.split("\t")[0] for line in lines}
    for curie, row in regions.items():
        number = curie.removeprefix("geonames:")
        assert not curie.startswith("geonames:") or number in seas, row
        if row["wikidata"]:
            assert row["wikidata"] in held or (number, row["wikidata"]) in pairs, row


@pytest.mark.parametrize(
    ("name", "curie", "kind"),
    [
        ("Armenian", "geonames:174982", "adjective"),
        ("Armenians", "geonames:174982", "demonym"),
        ("Russian", "geonames:2017370", "adjective"),
        ("Americans", "geonames:6252001", "demonym"),
        ("European", "geonames:6255148", "adjective"),
        ("Texans", "geonames:4736286", "demonym"),
        ("Londoners", "geonames:2643743", "demonym"),
        ("Muscovites", "geonames:524901", "demonym"),
        ("Soviet", "geonames:8354411", "adjective"),
    ],
)
def test_demonyms_lead_to_their_places(name, curie, kind):
    assert named("demonyms", name) == {(curie, kind)} or kind == "adjective"
    assert (curie, kind) in named("demonyms", name)


def test_forms_that_several_places_share():
    assert {curie for curie, _ in named("demonyms", "Congolese")} == {
        "geonames:203312",
        "geonames:2260494",
    }
    assert {curie for curie, _ in named("demonyms", "Chinese")} == {"geonames:1814991"}
    assert named("demonyms", "Korean") == set()


@pytest.mark.parametrize(
    ("name", "curie"),
    [
        ("Ala.", "geonames:4829764"),
        ("Calif.", "geonames:5332921"),
        ("AK", "geonames:5879092"),
        ("B.C.", "geonames:5909050"),
        ("U.S.", "geonames:6252001"),
        ("UAE", "geonames:290557"),
        ("DRC", "geonames:203312"),
        ("Washington, D.C.", "geonames:4140963"),
        ("USSR", "geonames:8354411"),
    ],
)
def test_abbreviations_lead_to_their_places(name, curie):
    assert named("abbreviations", name) == {(curie, "abbreviation")}


def test_every_us_state_has_its_postal_code():
    states = {row["id"]: row["code"] for row in read("admin1") if row["country"] == "US"}
    codes = {row["id"]: [] for row in read("abbreviations")}
    for row in read("abbreviations"):
        codes[row["id"]].append(row["name"])
    assert len(states) == 51
    assert {c for i, c in states.items() if c.removeprefix("US.") not in codes.get(i, [])} == set()


def test_artsakh_ended_and_its_region_did_not(regions):
    artsakh = regions["wikidata:Q244165"]
    assert (artsakh["valid_from"], artsakh["valid_to"]) == ("1991-09-02", "2024-01-01")
    region = regions["enrich:nagorno-karabakh"]
    assert (region["country"], region["valid_to"], region["wikidata"]) == ("AZ", "", "")


@pytest.mark.parametrize(
    ("curie", "name", "lat", "lon"),
    [
        ("geonames:630673", "Black Sea", 43, 34),
        ("geonames:1668281", "Taiwan Strait", 24, 119),
        ("enrich:strait-of-hormuz", "Strait of Hormuz", 26.6, 56.5),
        ("enrich:lake-sevan", "Lake Sevan", 40.3, 45.3),
        ("enrich:suez-canal", "Suez Canal", 30.6, 32.3),
        ("enrich:mount-ararat", "Mount Ararat", 39.7, 44.3),
        ("enrich:drava", "Drava", 46.7, 14.8),
    ],
)
def test_features_lie_where_they_are_known_to_lie(regions, curie, name, lat, lon):
    row = regions[curie]
    assert row["name"] == name
    assert float(row["lat"]) == pytest.approx(lat, abs=1)
    assert float(row["lon"]) == pytest.approx(lon, abs=1)


def test_a_river_is_known_with_and_without_its_kind(regions):
    names = {row["name"] for row in read("region_names") if row["id"] == "geonames:791630"}
    assert regions["geonames:791630"]["name"] == "Danube"
    assert {"Danube River", "River Danube"} <= names
