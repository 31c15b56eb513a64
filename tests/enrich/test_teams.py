"""Teams that a text calls by their city."""

from __future__ import annotations

import pytest

from enrich import Linker
from enrich.decisions import Action, Decision, Decisions
from enrich.mentions.clubs import clubs_of
from enrich.mentions.sport import is_about_sport, sport_at, sport_of
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


def test_all_clubs_of_a_great_city_are_found(gazetteer):
    names = {club.name for club in clubs_of("New York", gazetteer)}
    assert {"New York Yankees", "New York Rangers", "New York Jets"} <= names


def test_a_club_has_the_name_of_its_city(gazetteer):
    assert clubs_of("Paris", gazetteer)[0].name == "Paris Saint-Germain F.C."
    assert clubs_of("IPSWICH", gazetteer)[0].name == "Ipswich Town F.C."


def test_clubs_of_a_city_that_play_a_sport(gazetteer):
    assert clubs_of("Leicester", gazetteer, "rugby")[0].name == "Leicester Tigers"
    assert clubs_of("Leicester", gazetteer, "football")[0].name == "Leicester City F.C."
    assert clubs_of("Toulouse", gazetteer, "baseball") == []


def test_a_club_of_a_longer_named_city_is_not_of_the_shorter(gazetteer):
    assert not any("City" in club.name for club in clubs_of("Kansas", gazetteer))
    assert any(club.name == "Leicester City F.C." for club in clubs_of("Leicester", gazetteer))


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("\n\nThe ministry said that Moscow attacked the talks and won no aid for jobs.", "Moscow"),
        ("\n\nParis joined Berlin on sanctions, and the government signed a treaty.", "Paris"),
        ("The Chelsea mayor and the Chelsea council were there.", "Chelsea"),
        ("The government of Valencia had no words.", "Valencia"),
        ("The club hopes that Manchester gets a stadium.", "Manchester"),
    ],
)
def test_politics_beside_sport_names_the_city(link, sentence, name):
    result = link(FOOTBALL.format(sentence))
    assert {kind for kind, _ in named(result, name)} <= {"place"}


def test_a_page_about_one_sport_after_the_other(link):
    text = (
        "LEAGUE TWO\nWalsall 2 Bradford 1\nCrewe 1 Barrow 1\n\nSUPER LEAGUE\nWigan 12 Leeds 10"
        "\n\nNFL\n* Cleveland at Pittsburgh, 1 p.m.\n* Atlanta at Carolina, 4 p.m.\n"
    )
    result = link(text)
    for name, club in {
        "Walsall": "Walsall F.C.",
        "Bradford": "Bradford City A.F.C.",
        "Wigan": "Wigan Warriors",
        "Leeds": "Leeds Rhinos",
        "Cleveland": "Cleveland Browns",
        "Carolina": "Carolina Panthers",
    }.items():
        assert ("organisation", club) in named(result, name)


def test_a_city_without_a_club_of_that_sport_has_no_club_of_another(link):
    text = "Mumbai beat Chennai by six wickets. The batsman hit 80 and the bowler took five."
    clubs = {name for kind, name in named(link(text), "Mumbai") if kind == "organisation"}
    assert clubs <= {None}


def test_a_club_that_is_named_whole_is_that_whatever_the_sport(link):
    text = (
        "Kerry won the hurling match at home, 1-12 to 0-9, and the GAA sang. Cork City lost 2-0"
        " in the league and sacked the coach."
    )
    assert ("organisation", "Cork City F.C.") in named(link(text), "Cork City")


def test_the_city_of_a_team_lies_in_the_country_of_its_club(link):
    text = (
        "NFL: Cleveland at Pittsburgh, Dallas at Miami, Denver at Houston.\n\nSOCCER: "
        "Liverpool beat Everton 2-1 in the Premier League. The striker scored twice."
    )
    cities = [k for k in link(text).links if k.mention.text == "Liverpool" and k.entity]
    assert [(k.entity.country, k.mention.kind) for k in cities if k.entity.feature] == [
        ("GB", Kind.PLACE)
    ]


@pytest.mark.parametrize(
    ("text", "at", "sport"),
    [
        ("The goalkeeper saved it. NFL: Leeds at Ames, 1 p.m.", "Leeds", "US football"),
        ("A premier spoke in Leeds.", "Leeds", ""),
        ("The Premier League is on. Leeds won.", "Leeds", "football"),
        ("The Indian Premier League is on. Mumbai won.", "Mumbai", "cricket"),
    ],
)
def test_the_sport_that_is_named_nearest(text, at, sport):
    assert sport_at(text, text.index(at)) == sport


def test_a_paragraph_about_the_world_is_not_about_sport():
    text = (
        "The striker scored.\n" + "The government of Leeds signed a treaty with the ministry. " * 3
    )
    assert not is_about_sport(text, text.index("Leeds"), text.index("Leeds") + 5)


def test_a_sentence_about_sport_in_a_paragraph_about_the_world():
    text = "The ministry and the senate voted on aid for Leeds. Fulham lost the League Cup match. "
    told = [is_about_sport(text, at, at + 5) for at in map(text.index, ("Leeds", "Fulham"))]
    assert told == [False, True]


def test_sport_of_words():
    assert sport_of("the puck hit the goalie".split()) == "ice hockey"
    assert sport_of("parliament voted".split()) == ""


def test_an_organisation_that_is_given_is_the_club(link):
    text = FOOTBALL.format("Norwich were beaten by Hull.")
    start = text.index("Norwich")
    result = link(Document(text, spans=((start, start + 7, Kind.ORGANISATION),)))
    assert [k.entity.name for k in result.links] == ["Norwich City F.C."]


@pytest.mark.parametrize("is_given", [False, True])
def test_a_club_goes_by_the_last_word_of_its_name_given_or_found(link, is_given):
    text = FOOTBALL.format("Nottingham Forest won. Forest, who were fifth, will host Hull next.")
    starts = [text.index("Nottingham Forest"), text.index("Forest, who")]
    ends = [text.index(" won"), text.index(", who")]
    spans = tuple((*span, Kind.ORGANISATION) for span in zip(starts, ends, strict=True))
    result = link(Document(text, spans=spans if is_given else None))
    found = {k.mention.start: k.id for k in result.links if k.mention.kind is Kind.ORGANISATION}
    assert [found.get(start) for start in starts] == ["wikidata:Q19490"] * 2


@pytest.mark.parametrize(
    ("entity", "kind"), [("wikidata:Q1130849", "organisation"), ("geonames:2644210", "place")]
)
def test_what_is_decided_of_a_team_and_its_city_is_said_once(gazetteer, entity, kind):
    decided = Decisions([Decision("Liverpool", Action.REPLACE, entity)])
    with Linker(gazetteer, decisions=decided) as linker:
        result = linker(FOOTBALL.format(""))
    links = [k for k in result.links if k.mention.text == "Liverpool"]
    assert [(str(k.mention.kind), k.entity.id) for k in links] == [(kind, entity)]
