"""The table of settlements beyond GeoNames' extract of cities keeps its rules."""

import re
from pathlib import Path

import pytest

from gazetteer.sources.curated import PLACE_SOURCES, iter_places
from gazetteer.sources.edits import read_table

CURATED = Path(__file__).parents[2] / "gazetteer" / "curated"


def read(table):
    return read_table(CURATED / f"{table}.csv")


@pytest.fixture(scope="module")
def places():
    return {row["id"]: row for row in read("places")}


def test_ids_are_of_a_reference_or_made_of_name_and_state(places):
    for curie, row in places.items():
        if curie.startswith("enrich:"):
            assert row["source"] in ("us-census", "us-postal"), row
            state = f"-us-{row['admin1'].lower()}" if row["country"] == "US" else "-"
            assert re.fullmatch(rf"enrich:[a-z0-9-]+{state}.*", curie), row
        else:
            assert re.fullmatch(r"geonames:[1-9]\d*|wikidata:Q[1-9]\d*", curie), row


def test_no_place_stands_in_another_table(places):
    for table in ("countries", "admin1", "admin2", "regions", "city_facts"):
        assert not places.keys() & {row["id"] for row in read(table)}


def test_places_are_settlements_with_a_point_and_known_divisions(places):
    codes = {row["code"] for table in ("admin1", "admin2") for row in read(table)}
    for row in places.values():
        assert re.fullmatch(r"PPL[A-Z]?[2-5]?|STLMT|STNB", row["feature"]), row
        assert row["source"] in PLACE_SOURCES
        assert -90 <= float(row["lat"]) <= 90
        assert -180 <= float(row["lon"]) <= 180
        assert 0 < float(row["radius_km"] or 1) < 100
        parts = [row["country"], row["admin1"], row["admin2"]]
        code = ".".join(filter(None, parts))
        assert code == row["country"] or code in codes, row


def test_names_belong_to_a_place(places):
    for row in read("place_names"):
        assert row["id"] in places
        assert row["name"] != places[row["id"]]["name"]


def test_a_row_carries_its_divisions_and_names():
    rows = {row.id: row for row in iter_places(CURATED)}
    bagram = rows["geonames:1147513"]
    assert (bagram.country, bagram.population > 0) == ("AF", True)
    repton = rows["enrich:repton-us-al"]
    assert (repton.name, repton.area, repton.source) == ("Repton", "US.AL.035", "us-census")
