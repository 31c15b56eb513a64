"""Teams that a text calls by their city."""

from __future__ import annotations

import pytest

from enrich import Linker
from enrich.mentions.teams import clubs_of, sport_of
from enrich.model import Document, Role
from gazetteer.model import Kind


@pytest.fixture(scope="module")
def link():
    with Linker() as linker:
        yield linker


def named(result, text):
    return [
        (str(k.mention.kind), k.entity.name if k.entity else None)
        for k in result.links
        if k.mention.text == text
    ]


FOOTBALL = (
    "Liverpool beat Newcastle United 2-1 in the Premier League on Sunday. The striker scored twice"
    " before half-time and the goalkeeper saved a penalty. {}"
)


def test_a_city_that_plays_is_its_club_and_stays_inside_it(link):
    result = link(FOOTBALL.format("Liverpool have not lost since May."))
    teams = [k for k in result.links if k.mention.text == "Liverpool"]
    assert [(str(k.mention.kind), k.mention.role) for k in teams] == [
        ("place", Role.EMBEDDED), ("organisation", None),
    ] * 2  # fmt: skip
    assert {k.entity.name for k in teams if k.mention.kind is Kind.ORGANISATION} == {
        "Liverpool F.C."
    }
    assert all("Liverpool" in k.reason for k in teams)


@pytest.mark.parametrize(
    "sentence",
    [
        "Thousands of fans lined the streets in Liverpool.",
        "He was born in Liverpool, England, to a nurse.",
    ],
)
def test_where_people_are_is_the_city(link, sentence):
    result = link(FOOTBALL.format(sentence))
    last = [k.mention for k in result.links if k.mention.text == "Liverpool"][-1]
    assert (last.kind, last.role) == (Kind.PLACE, Role.LITERAL)


def test_a_text_that_is_not_about_sport_names_the_city(link):
    result = link("Liverpool beat Glasgow to host the song contest, the ministry said.")
    assert [kind for kind, _ in named(result, "Liverpool")] == ["place"]


def test_a_country_stays_a_country(link):
    text = "England beat Scotland 2-1. The striker scored and the goalkeeper saved a penalty."
    result = link(text)
    assert [kind for kind, _ in named(result, "England") + named(result, "Scotland")] == [
        "place", "place",
    ]  # fmt: skip


def test_the_sport_tells_which_club(link):
    text = (
        "Miami beat {} in overtime, 110-104. {} The playoffs go on Friday, the coach said."
    ).format
    basketball = link(text("Chicago", "He had 12 rebounds and a dunk in an NBA season of wins."))
    football = link(text("Chicago", "The quarterback threw two touchdowns in an NFL game."))
    assert ("organisation", "Miami Heat") in named(basketball, "Miami")
    assert ("organisation", "Miami Dolphins") in named(football, "Miami")
    assert ("organisation", "Chicago Bears") in named(football, "Chicago")


def test_a_club_named_in_full_is_meant_by_its_city(link):
    text = (
        "The Indiana Fever won the WNBA playoff game 81-70, their coach said. Indiana scored 30"
        " points in the last quarter, with 12 rebounds."
    )
    assert ("organisation", "Indiana Fever") in named(link(text), "Indiana")


def test_a_list_of_clubs(link):
    text = FOOTBALL.format("He played for Fulham, Birmingham and Wigan before he became a coach.")
    kinds = [kind for name in ("Birmingham", "Wigan") for kind, _ in named(link(text), name)]
    assert kinds == ["place", "organisation"] * 2


def test_given_spans_are_left_as_they_are(link):
    text = FOOTBALL.format("")
    result = link(Document(text, spans=((0, 9, Kind.PLACE),)))
    assert [k.mention.kind for k in result.links] == [Kind.PLACE]


def test_clubs_of_a_city(gazetteer):
    assert next(club.name for club in clubs_of("Chelsea", gazetteer)) == "Chelsea F.C."
    assert clubs_of("Goris", gazetteer) == []


def test_sport_of_words():
    assert sport_of("the puck hit the goalie".split()) == "ice hockey"
    assert sport_of("parliament voted".split()) == ""
