"""What is shown of people and organisations: their occupation, their office, what and where."""

from pathlib import Path

import pytest
from curate.organisation_called import Organisation
from curate.organisation_doubles import without_doubles
from curate.organisation_gate import describe_kind
from curate.organisation_place import in_place
from curate.people_occupations import Occupations
from curate.people_rank import Successors, describe
from curate.people_spans import Position, birth_before

EDITS = Path(__file__).resolve().parents[2] / "gazetteer/curated/edits"


@pytest.mark.parametrize(
    ("written", "text", "shown"),
    [
        (["pianist", "actor", "composer", "musician", "singer"], "plays piano", "singer"),
        (["diplomat", "lawyer"], "11th Prime Minister of Canada (1870-1947)", "politician"),
        ([], "model, activist, and actress", "actress"),
        ([], "Archbishop; Pope", "pope"),
        (["writer"], "priest and theologian (1483-1546)", "priest"),
        (["novelist", "poet", "writer", "translator", "politician"], "", "novelist"),
        ([], "president of Harvard University", ""),
    ],
)
def test_the_occupation_is_what_somebody_is_known_for(written, text, shown):
    occupations = Occupations(EDITS, ["Canada"])
    assert occupations.shown(written, occupations.words(text), "") == shown


def test_an_open_office_that_another_holds_by_now_is_not_held_from_then_on():
    first = Position("minister of foreign affairs", "CA", "", "2006-02-06", "", "wikidata")
    later = Position("minister of foreign affairs", "CA", "", "2019-11-20", "", "wikidata")
    successors = Successors([("a", first), ("b", later)])
    names = {"CA": "Canada"}
    text = "minister of foreign affairs of Canada"
    assert successors.mend("a", describe([first], names, {}), [first]) == (
        f"{text}, took office in 2006"
    )
    assert successors.mend("b", describe([later], names, {}), [later]) == f"{text}, from 2019"


def test_nobody_comes_into_an_office_at_the_age_of_166():
    seat = Position("member of parliament", "MX", "", "2021", "", "wikidata")
    assert birth_before("1855", [seat]) == ""
    assert birth_before("1955", [seat]) == "1955"


@pytest.mark.parametrize(
    ("category", "name", "word"),
    [
        ("company", "Stade de France", "stadium"),
        ("company", "Mariinsky Theatre", "theatre"),
        ("company", "Castle Rock Entertainment", "film company"),
        ("sport", "Stade Rennais F.C.", "sports club"),
        ("sport", "NASA Astronaut Group 3", "group of astronauts"),
        ("sport", "Nippon Professional Baseball", "sports league"),
        ("sport", "Springboks", "sports team"),
    ],
)
def test_a_building_or_a_league_is_no_company_and_no_club(category, name, word):
    assert describe_kind(category, name, football=False, paper=False) == word


def test_a_place_stands_in_a_sentence():
    assert in_place("", "United Kingdom") == " in the United Kingdom"
    assert in_place("The Hague", "The Netherlands") == " in The Hague, Netherlands"
    assert in_place("Santiago, Chile", "Chile") == " in Santiago, Chile"


def test_of_one_name_the_best_known_stands_and_namesakes_abroad_stay():
    def one(qid, country, fame, category="university", name="University of Lorraine", **more):
        return Organisation(qid, category, name, country, fame, **more)

    assert [o.qid for o in without_doubles([one("Q1", "FR", 0.4), one("Q2", "", 0.3)], {})] == [
        "Q1"
    ]
    assert len(without_doubles([one("Q1", "FR", 0.4), one("Q2", "US", 0.3)], {})) == len("ab")
    titles = {"Q1": "Jesus, Oxford", "Q2": "Jesus, Cambridge"}
    assert len(without_doubles([one("Q1", "GB", 0.4), one("Q2", "", 0.3)], titles)) == len("ab")
    branches = [
        one(qid, country, 0.06, "company", "Celgene", source="ror")
        for qid, country in (("Q1", "DE"), ("Q2", "CH"))
    ]
    kept = without_doubles(branches, {})
    assert [(o.qid, o.country) for o in kept] == [("Q1", "")]
