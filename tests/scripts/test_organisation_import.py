"""The import of organisations: which come in, and under which names."""

from pathlib import Path

import pytest
from curate.organisation_facts import Registered
from curate.organisation_gate import Entrant, category_of, describe_kind, is_wanted
from curate.organisation_readers import Held
from curate.organisation_surfaces import NEVER, Bearer, Surfaces, is_generic, is_initials, share

CURATED = Path(__file__).resolve().parents[2] / "gazetteer" / "curated"


@pytest.fixture(scope="module")
def surfaces():
    return Surfaces(CURATED, ["Calvin Klein", "Ana Botín", "Ana Soto"])


def registered(types, *, article=False, linked=False):
    return Registered(frozenset(types), "", (), article, linked, "DE", None, "", None, None)


def wanted(category, *names, prominence=0.06, **more):
    return is_wanted(Entrant(category, names, prominence=prominence, **more))


def test_a_further_name_that_means_something_else_is_none(surfaces):
    for name in (
        "Manchester",
        "Chelsea",
        "Target",
        "Now",
        "David",
        "Council",
        "the hornets",
        "1860",
    ):
        assert surfaces.needed(name, main=False) == NEVER, name
    assert surfaces.needed("Foreign Ministry", main=False) == NEVER
    assert surfaces.needed("Bayern Munich", main=False) == 0
    assert 0 < surfaces.needed("Gazprom", main=False) < NEVER


def test_a_main_name_needs_fame_where_it_means_something_else(surfaces):
    needed = {name: surfaces.needed(name, main=True) for name in ("Gazprom", "Santos", "Target")}
    assert needed["Gazprom"] == 0
    assert needed["Santos"] >= 0.4
    assert needed["Target"] >= 0.4
    assert surfaces.needed("Calvin Klein", main=True) == 0.3
    assert surfaces.needed("Calvin Kleiner", main=True) == 0


def test_generic_names_and_initials_are_told():
    assert is_generic("National Assembly")
    assert not is_generic("National Assembly of Kenya")
    assert is_initials("PSD")
    assert is_initials("BaFin")
    assert not is_initials("Reuters")
    assert not is_initials("Al Jazeera")


def test_a_name_of_several_goes_to_the_best_known():
    bearers = [
        ("psd", Bearer(p, f"wikidata:Q{i}")) for i, p in enumerate((0.5, 0.45, 0.3, 0.28, 0.2))
    ]
    kept = {curie for _, curie in share([], bearers)}
    assert kept == {"wikidata:Q0", "wikidata:Q1", "wikidata:Q2"}
    assert share([], [("xyz", Bearer(0.2, "wikidata:Q1"))]) == set()
    assert share([], [("xy", Bearer(0.5, "wikidata:Q1"))]) == set()
    assert share([("xyz", Bearer(0.2, "wikidata:Q1"))], []) == {("xyz", "wikidata:Q1")}


def test_the_category_is_that_of_the_surest_reference():
    export = Held("wikidata", "Q1", ("A",), kind="military")
    register = registered(["government"])
    assert category_of([export], register) == "military"
    assert category_of([], register) == "government"
    assert category_of([Held("wikidata", "Q1", ("A",), kind="festival")], register) == ""
    brand = Held("name-suggestion-index", "Q1", ("A",), kind="brands/amenity/bank")
    assert category_of([brand], None) == "bank"
    shop = Held("name-suggestion-index", "Q1", ("A",), kind="brands/shop/bakery")
    assert category_of([shop], None) == ""


def test_little_known_producers_second_teams_and_unsure_categories_stay_out():
    films = frozenset({"nitrate-filmtv-2023"})
    assert not wanted("company", "Some Pictures", collections=films)
    assert wanted("company", "Some Pictures", collections=films, prominence=0.4)
    assert wanted("company", "Some Works", collections=frozenset({"xfactr-2020"}))
    assert not wanted("sport", "FC Minsk-2", providers=4)
    assert not wanted("sport", "Minsk U19", providers=4)
    assert wanted("sport", "FC Minsk", providers=4)
    exports = frozenset({"xfactr-2020", "bear-2024"})
    assert not wanted("police", "Clydebank", collections=exports)
    assert wanted("police", "Atlanta Police Department", collections=exports)
    assert wanted("museum", "Te Papa", collections=exports, confirmed=True)
    assert not wanted("ministry", "Seventh Martin Ministry", collections=exports, country="AU")
    assert not wanted("government", "City of Lancaster")


def test_of_the_registry_those_with_an_article_come_in():
    assert wanted("university", "U School", registered=registered(["education"], linked=True))
    assert not wanted("university", "Salafism", registered=registered(["education"], linked=True))
    assert not wanted("institute", "L", registered=registered(["facility"], linked=True))
    assert wanted("institute", "L", registered=registered(["facility"], article=True))


def test_kinds_are_described_by_what_names_tell():
    assert describe_kind("sport", "FK Teplice", football=True, paper=False) == "football club"
    assert describe_kind("media", "Radio Veritas", football=False, paper=True) == "radio station"
    assert (
        describe_kind("media", "Tahlequah Daily Press", football=False, paper=True) == "newspaper"
    )
    assert describe_kind("company", "Wintek", football=False, paper=False) == "company"
