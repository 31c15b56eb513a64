"""The short names of organisations: of bodies, clubs and teams."""

from pathlib import Path

import pytest
from curate.organisation_shortened import CountryForms, Shortener

CURATED = Path(__file__).resolve().parents[2] / "gazetteer" / "curated"


@pytest.fixture(scope="module")
def forms():
    return CountryForms(CURATED)


@pytest.fixture(scope="module")
def shorten():
    def run(*rows, names=(), providers=None):
        columns = ("id", "name", "category", "country", "prominence")
        full = [
            dict(zip(columns, row, strict=True))
            | {"valid_to": "", "wikidata": row[0].upper(), "source": "hand"}
            for row in rows
        ]
        more = [
            {"id": id_, "name": name, "type": kind, "language": ""} for id_, name, kind in names
        ]
        found = Shortener(CURATED, providers or {}).rows(full, more)
        assert {row["type"] for row in found} <= {"short"}
        return {(row["id"], row["name"]) for row in found}

    return run


@pytest.mark.parametrize(
    ("name", "country", "bare"),
    [
        ("National Assembly of Armenia", "AM", "National Assembly"),
        ("Argentine National Congress", "AR", "National Congress"),
        ("Supreme Court of the United Kingdom", "GB", "Supreme Court"),
        ("National Assembly (France)", "FR", "National Assembly"),
        ("Georgia Supreme Court", "US", ""),  # a state is not a country
        ("Sejm", "PL", ""),
    ],
)
def test_a_country_is_taken_off_the_names_of_its_bodies(forms, name, country, bare):
    assert forms.without(name, country) == bare


def test_a_body_goes_by_its_bare_name_where_several_countries_have_one(shorten):
    found = shorten(
        ("a", "National Assembly of Armenia", "parliament", "AM", "0.3"),
        ("b", "National Assembly of Pakistan", "parliament", "PK", "0.4"),
        ("c", "House of Elders of Pakistan", "parliament", "PK", "0.4"),
        ("d", "Assembly Museum of Armenia", "museum", "AM", "0.4"),
    )
    assert found == {("a", "National Assembly"), ("b", "National Assembly")}


def test_of_two_bodies_of_one_country_the_better_known_has_the_name(shorten):
    found = shorten(
        ("a", "Liberal Party of Canada", "party", "CA", "0.6"),
        ("b", "Canadian Liberal Party", "party", "CA", "0.1"),
        ("c", "Liberal Party of Australia", "party", "AU", "0.5"),
    )
    assert found == {(i, name) for i in "ac" for name in ("Liberal Party", "Liberals")}


def test_a_notable_club_goes_by_its_name_without_initials(shorten):
    clubs = (
        ("q1", "Fulham F.C.", "sport", "GB", "0.7"),
        ("q2", "C.F. Pachuca", "sport", "MX", "0.2"),
        ("q3", "FC Nowhere", "sport", "GB", "0.1"),
        ("q4", "Fulham F.C. Women", "sport", "GB", "0.4"),
    )
    assert shorten(*clubs) == {("q1", "Fulham")}
    assert shorten(*clubs, providers={"Q2": 6}) == {("q1", "Fulham"), ("q2", "Pachuca")}


def test_a_little_known_club_does_not_go_by_a_word_of_english(shorten):
    clubs = (
        ("q1", "Arsenal F.C.", "sport", "GB", "0.7"),
        ("q2", "Defence F.C.", "sport", "ET", "0.06"),
        ("q3", "Police FC", "sport", "UG", "0.06"),
    )
    assert shorten(*clubs, providers={"Q2": 6, "Q3": 6}) == {("q1", "Arsenal")}


def test_a_team_goes_by_its_nickname(shorten):
    found = shorten(
        ("a", "Los Angeles Clippers", "sport", "US", "0.4"),
        ("b", "Boston Red Sox", "sport", "US", "0.4"),
        ("c", "Detroit Safari", "sport", "US", "0.2"),
        ("d", "Chicago Fire FC", "sport", "US", "0.1"),
        ("e", "Chicago Athletic Club", "sport", "US", "0.6"),
        ("f", "Newcastle Eagles", "sport", "GB", "0.6"),
    )
    assert found == {("a", "Clippers"), ("b", "Red Sox")}


def test_nothing_is_added_that_is_a_name_already(shorten):
    rows = [
        ("a", "Parliament of Kenya", "parliament", "KE", "0.3"),
        ("b", "Parliament of Ghana", "parliament", "GH", "0.3"),
    ]
    assert shorten(*rows, names=[("b", "Parliament", "short")]) == {("a", "Parliament")}
