"""Whether an item is the person that a hand edit means: signs decide, a name alone never does."""

from collections import Counter

import pytest
from curate.people_hand import HandPerson, fold
from curate.people_match import Matches, _take, closed_at, death_of, further_names
from curate.people_references import GUESSED, SURE, KnownPerson, Sighting, Term
from curate.people_signs import choose, fit
from curate.people_spans import Position

STATES = {"British": "GB", "American": "US", "Peru": "PE"}


def item(qid="Q1", name="Ada Moss", **seen):
    known = KnownPerson(qid)
    fame = seen.pop("fame", 0.0)
    known.add(Sighting(qid, (name,), **{"person": SURE, **seen}))
    known.fame = fame
    return known


def person(key="Ada Moss", *offices, **facts):
    held = [Position(*office, "hand") for office in offices]
    return HandPerson(key, positions=held, **facts)


def chosen(hand, *items):
    best, reason = choose([fit(hand, known, {fold(hand.key)}, STATES) for known in items])
    return best.known.qid if best else reason


MINISTER = ("minister of finance", "GB", "", "2010-05-11", "2016-07-13")


@pytest.mark.parametrize(
    ("hand", "seen"),
    [
        (person(born="1960-03-01"), {"born": "1960-03-01"}),
        (person(born="1960"), {"born": "1960-03-01"}),
        (person(died="2001-05-06"), {"died": "2001-05-06"}),
        (person("Ada Moss", MINISTER), {"terms": (Term("Minister of Finance", "GB", "2010", ""),)}),
        (person("Ada Moss", ("president of FIFO", "", "", "2010", "")),
         {"text": "chairperson of FIFO"}),
        (person(country="GB", description="British novelist"), {"text": "British writer"}),
        (person(description="American singer"), {"text": "songwriter"}),
        (person(prominence="0.5"), {"fame": 0.6}),
        (person(prominence="0.5"), {"article": "Ada_Moss"}),
    ],
)  # fmt: skip
def test_a_sign_beside_the_name_makes_a_match(hand, seen):
    assert chosen(hand, item(**seen)) == "Q1"


@pytest.mark.parametrize(
    ("hand", "seen"),
    [
        (person(), {}),
        (person(prominence="0.1"), {"article": "Ada_Moss"}),
        (person(prominence="0.5"), {"article": "Ada_Moss_(singer)"}),
        (person(description="politician"), {"text": "politician"}),
        (person(description="American singer"), {"text": "songwriter", "person": GUESSED}),
        (person("Moss", description="American singer"), {"name": "Moss", "text": "songwriter"}),
    ],
)
def test_a_name_alone_decides_nothing(hand, seen):
    assert chosen(hand, item(**seen)) == "no confirming sign"


@pytest.mark.parametrize(
    ("hand", "seen", "against"),
    [
        (person(born="1960"), {"born": "1931-02-03", "text": "British"}, "another birth"),
        (person(died="2001"), {"died": "1999"}, "another death"),
        (person("Ada Moss", MINISTER), {"died": "2009-01-01"}, "dead before an office"),
        (person("Ada Moss", MINISTER), {"born": "2001"}, "too young or old for an office"),
        (person(country="GB", description="novelist"), {"text": "American boxer"},
         "another country and occupation"),
        (person(country="GB", description="novelist"), {"text": "American novelist"},
         "another country"),
        (person(prominence="0.5"), {"died": "1821", "fame": 0.9}, "long dead"),
    ],
)  # fmt: skip
def test_a_contradiction_refuses_an_item(hand, seen, against):
    assert chosen(hand, item(**seen)) == f"contradicted: {against}"


def test_a_disputed_year_of_birth_is_none_where_the_day_of_death_agrees():
    hand = person(born="1942", died="2017-12-04")
    assert chosen(hand, item(born="1947-03-21", died="2017-12-04")) == "Q1"


def test_of_namesakes_the_one_with_a_deciding_sign_is_meant():
    hand = person(born="1960-03-01", country="GB", description="British novelist")
    one = item("Q1", born="1960-03-01", text="footballer")
    other = item("Q2", text="British novelist")
    assert chosen(hand, one, other) == "Q1"
    assert chosen(hand, other, item("Q3", text="British writer")) == "ambiguous"
    assert chosen(person(prominence="0.5"), item("Q1", article="Ada_Moss"), item("Q2")) != "Q1"


def test_two_rows_of_one_item_become_one_person():
    matches = Matches({}, {}, {}, {})
    _take(matches, "Ada Moss", person(born="1960"), "Q1")
    _take(matches, "A. Moss", person("A. Moss", MINISTER, country="GB", aliases=("Adie",)), "Q1")
    assert matches.keys == {"Ada Moss": "Ada Moss", "A. Moss": "Ada Moss"}
    (one,) = matches.hand.values()
    assert (one.born, one.country, len(one.positions)) == ("1960", "GB", 1)
    assert one.aliases == ("A. Moss", "Adie")


def test_a_death_is_taken_where_nothing_speaks_against_it():
    known = item(born="1930", died="2001-05-06")
    known.died += Counter({"2001": 3})
    assert death_of(known, "1930-01-01", []) == "2001-05-06"
    assert death_of(known, "1950", []) == ""
    assert death_of(known, "", [Position("senator", "US", "", "2003", "", "hand")]) == ""
    known.died["1999"] = 1
    assert death_of(known, "1930", []) == ""


def test_no_office_outlasts_its_holder():
    terms = [
        Position("senator", "US", "", "1990", end, "wikidata")
        for end in ("", "1999-01-03", "2001", "2004")
    ]
    closed = [term.end for term in closed_at("2001-05-06", terms)]
    assert closed == ["2001-05-06", "1999-01-03", "2001", "2001-05-06"]
    assert closed_at("", terms) == terms


def test_an_epithet_or_a_lone_surname_is_no_further_name():
    known = item(name="Angela Merkel")
    known.names |= dict.fromkeys(
        ["Merkel", "Merkel, Angela", "Angela Dorothea Merkel", "Chancellor Merkel", "The Iron One"]
    )
    assert list(further_names(known, "Angela Merkel")) == [
        "Angela Merkel",
        "Angela Dorothea Merkel",
    ]
