"""The table of airports, stadiums and buildings keeps its rules, and takes no name away."""

import re
from collections import Counter
from pathlib import Path

import pytest

from enrich.geography.places import Precision, precision
from gazetteer.codes import is_facility
from gazetteer.model import Kind
from gazetteer.sources.edits import read_table

CURATED = Path(__file__).parents[2] / "gazetteer" / "curated"
OTHERS = ("countries", "admin1", "admin2", "regions", "places", "people", "organisations")


def read(table):
    return read_table(CURATED / f"{table}.csv")


@pytest.fixture(scope="module")
def facilities():
    return {row["id"]: row for row in read("facilities")}


def test_every_class_is_there(facilities):
    counts = Counter(row["feature"] for row in facilities.values())
    assert counts["AIRP"] > 3000
    assert counts["STDM"] > 600
    for feature in ("AIRB", "CSTL", "CH", "MSQE", "PAL", "BLDG"):
        assert counts[feature] > 50, feature
    assert all(map(is_facility, counts))


def test_ids_are_of_a_reference_and_of_no_other_table(facilities):
    items = Counter(row["wikidata"] for row in facilities.values() if row["wikidata"])
    items.update(curie[9:] for curie in facilities if curie.startswith("wikidata:"))
    assert max(items.values()) == 1
    local = r"enrich:[a-z0-9]+(-[a-z0-9]+)*-[a-z]{2}(-[a-z]{3})?"
    pattern = rf"geonames:[1-9]\d*|wikidata:Q[1-9]\d*|{local}"
    assert all(re.fullmatch(pattern, curie) for curie in facilities)
    for curie, row in facilities.items():
        assert curie.startswith({"ourairports": "enrich"}.get(row["source"], row["source"])), row
    for table in OTHERS:
        rows = read(table)
        assert not facilities.keys() & {row["id"] for row in rows}, table
        held = {row.get("wikidata") for row in rows} | {row["id"][9:] for row in rows}
        assert not items.keys() & held, table


def test_a_facility_lies_in_divisions_that_are_held_and_has_a_point(facilities):
    codes = {row["code"] for table in ("admin1", "admin2") for row in read(table)}
    countries = {row["iso2"] for row in read("countries")}
    for row in facilities.values():
        parts = [row["country"], row["admin1"], row["admin2"]]
        assert row["country"] in countries
        assert not row["admin1"] or ".".join(filter(None, parts)) in codes, row
        assert -90 <= float(row["lat"]) <= 90
        assert -180 <= float(row["lon"]) <= 180
        assert 0 < float(row["prominence"]) < 1


def test_the_radius_says_whether_the_point_is_the_facilitys_or_its_towns(facilities, gazetteer):
    for row in facilities.values():
        radius = float(row["radius_km"])
        if row["feature"] in ("AIRP", "AIRB"):
            assert radius in (2, 3)
        else:
            assert 1 <= radius < 60, row
    for name, expected in (("Heathrow Airport", "exact"), ("Bunyodkor Stadium", "settlement")):
        (hit,) = gazetteer.lookup(name, Kind.PLACE)
        assert precision(hit.entity)[0] is Precision(expected)


def test_no_settlement_person_or_organisation_loses_its_name(facilities):
    """A name that says no airport and no building is nobody else's, but a village's."""
    villages = {row["name"].casefold() for row in read("places")}
    taken = {row["name"].casefold() for table in OTHERS for row in read(table)}
    taken |= {row["name"].casefold() for row in read("surnames")}
    names = [(row["id"], row["name"]) for row in read("facility_names")]
    names += [(curie, row["name"]) for curie, row in facilities.items()]
    airports = {curie for curie, row in facilities.items() if row["feature"].startswith("AIR")}
    clear = re.compile(r"(?i:air ?port|air ?field|air ?base|air force|air station)|AFB|NAS|RAF")
    clashes = {
        name
        for curie, name in names
        if name.casefold() in taken
        and not (curie in airports and (clear.search(name) or name.casefold() in villages))
    }
    assert clashes == set()


def test_names_belong_to_a_facility_and_do_not_repeat_its_own(facilities):
    for row in read("facility_names"):
        assert row["name"] != facilities[row["id"]]["name"], row


@pytest.mark.parametrize(
    ("name", "curie"),
    [
        ("Heathrow Airport", "enrich:london-heathrow-airport-gb"),
        ("London Heathrow", "enrich:london-heathrow-airport-gb"),
        ("Schiphol", "geonames:6296680"),
        ("O'Hare International Airport", "wikidata:Q213717"),
        ("Bunyodkor Stadium", "wikidata:Q2817374"),
    ],
)
def test_a_facility_is_found_by_the_names_that_news_gives_it(gazetteer, name, curie):
    assert gazetteer.lookup(name, Kind.PLACE)[0].entity.id == curie


@pytest.mark.parametrize("name", ["Valletta", "Logan", "Lanzarote", "Grand Turk", "Rogers"])
def test_a_town_an_island_and_a_surname_are_no_airport(gazetteer, name):
    assert not any(is_facility(hit.entity.feature) for hit in gazetteer.lookup(name, Kind.PLACE))


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Greater Manchester", "GB", 53.5, -2.3),
        ("County Down", "GB", 54.4, -5.9),
        ("Sussex", "GB", 50.9, -0.1),
        ("County Dublin", "IE", 53.35, -6.3),
        ("Co Mayo", "IE", 53.9, -9.4),
        ("Caithness", "GB", 58.5, -3.4),
    ],
)
def test_counties_of_britain_and_ireland_are_found(gazetteer, name, country, lat, lon):
    place = gazetteer.lookup(name, Kind.PLACE)[0].entity
    assert place.country == country
    assert place.point.lat == pytest.approx(lat, abs=0.3)
    assert place.point.lon == pytest.approx(lon, abs=0.4)


@pytest.mark.parametrize(
    ("name", "item"),
    [("Zambezi River", "Q43106"), ("Golan Heights", "Q83210"), ("Lake Tahoe", "Q169962")],
)
def test_regions_and_waters_have_items(gazetteer, name, item):
    assert gazetteer.lookup(name, Kind.PLACE)[0].entity.id_in("wikidata") == item
