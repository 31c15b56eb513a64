"""Offices linked to who held them when the text was published, or to nobody, with the reason."""

import json
from dataclasses import replace

import pytest

from enrich import Linker
from enrich.cli.evidence import explanation
from enrich.model import Document, Link, Match, Mention, Nil
from enrich.offices.linking import OfficeLinker
from enrich.offices.phrases import FOUND_BY, find_offices
from enrich.writers.json import document_object
from gazetteer.model import Kind


def with_offices(document, names, gazetteer, min_score=0.0):
    """The links of the names in a document, and of the offices."""
    found = find_offices(document, [link.mention for link in names], gazetteer)
    return OfficeLinker(gazetteer, min_score)(document, names, found)


@pytest.fixture
def office_links(linker, gazetteer):
    """The links of the offices in a text."""

    def link(text, published=None, min_score=0.0):
        document = Document(text, published=published, language="en")
        names = [k for k in linker(document).links if k.mention.found_by != FOUND_BY]
        found = with_offices(document, names, gazetteer, min_score)
        assert [k for k in found if k.mention.found_by != FOUND_BY] == names
        return [k for k in found if k.mention.found_by == FOUND_BY]

    return link


@pytest.mark.parametrize(
    ("text", "published", "name"),
    [
        ("The prime minister of Armenia agreed.", "2019-07-01", "Nikol Pashinyan"),
        ("The prime minister of Armenia agreed.", "2015-07-01", "Hovik Abrahamyan"),
        ("Armenia's foreign minister agreed.", "2010-01-15", "Edward Nalbandian"),
        ("The US secretary of state agreed.", "2023-05-17", "Antony Blinken"),
        ("The UN secretary-general agreed.", "2005-05-17", "Kofi Annan"),
        ("The NATO chief agreed.", "2023-05-17T08:00:00Z", "Jens Stoltenberg"),
        ("The governor of Texas agreed.", "2009-03-01", "Rick Perry"),
        ("The German chancellor agreed.", "2016", "Angela Merkel"),
        ("The Russian president agreed.", "2010-02", "Dmitry Medvedev"),
    ],
)
def test_who_held_the_office_that_day_is_meant(office_links, text, published, name):
    (link,) = office_links(text, published)
    assert link.entity.name == name
    assert link.candidate.match is Match.OFFICE
    assert link.candidate.entity == link.entity
    assert 0.9 < link.score < 1
    assert name in link.reason
    assert link.evidence
    assert link.nil is None


@pytest.mark.parametrize(
    ("text", "published", "reason", "nil"),
    [
        ("The prime minister of Armenia agreed.", None, "depends on the date", Nil.LOW_SCORE),
        ("The British prime minister agreed.", "2019-07-24",
         "each of Theresa May and Boris Johnson may have been", Nil.LOW_SCORE),
        ("The US president agreed.", "2009", "each of George W. Bush and Barack Obama",
         Nil.LOW_SCORE),
        ("The Russian president agreed.", "1825-05-01", "does not know who was",
         Nil.NO_CANDIDATES),
        ("Nauru's foreign minister agreed.", "2019-07-24", "has nobody who ever was",
         Nil.NO_CANDIDATES),
        ("In 1998, the Armenian president resigned.", "2023-05-17", "speaks of 1998",
         Nil.LOW_SCORE),
    ],
)  # fmt: skip
def test_nobody_is_meant_where_that_is_not_known_and_the_reason_says_why(
    office_links, text, published, reason, nil
):
    (link,) = office_links(text, published)
    assert link.entity is None
    assert link.nil is nil
    assert reason in link.reason
    assert link.candidate is None


def test_a_past_year_does_not_matter_where_the_holder_was_the_same(office_links):
    (link,) = office_links("In 2019 the Armenian prime minister agreed.", "2023-05-17")
    assert link.entity.name == "Nikol Pashinyan"


def test_the_least_score_that_was_asked_for_holds(office_links):
    (link,) = office_links("The prime minister of Armenia agreed.", "2023-05-17", min_score=0.99)
    assert link.entity is None
    assert link.nil is Nil.LOW_SCORE
    assert "below min_score" in link.reason
    assert link.runner_up.name == "Nikol Pashinyan"


def test_a_mayor_of_a_namesake_elsewhere_is_not_meant(gazetteer, linker):
    text = "The mayor of London agreed."
    document = Document(text, published="2020-05-05")
    (london,) = (k for k in linker(document).links if k.mention.text == "London")
    for country, name in (("GB", "Sadiq Khan"), ("CA", None)):
        towns = (h.entity for h in gazetteer.lookup("London") if h.entity.country == country)
        place = type(london)(london.mention, next(towns), 0.9)
        office, _ = with_offices(document, [place], gazetteer)
        assert (office.entity and office.entity.name) == name


def test_names_inside_come_behind_and_one_of_the_very_words_gives_way(gazetteer):
    text = "Armenians: the prime minister of Armenia left."
    people, office, place = (
        Link(Mention(start, end, text[start:end], kind), None, 0.0)
        for start, end, kind in ((0, 9, Kind.PLACE), (15, 40, Kind.PERSON), (33, 40, Kind.PLACE))
    )
    document = Document(text, published="2019-07-01")
    links = with_offices(document, [people, office, place], gazetteer)
    assert [(k.mention.text, k.mention.found_by == FOUND_BY) for k in links] == [
        ("Armenians", False), ("prime minister of Armenia", True), ("Armenia", False),
    ]  # fmt: skip


def test_writers_and_explanations_take_offices_around_places(linker, gazetteer):
    document = Document("The prime minister of Armenia left for Baku.", published="2023-05-17")
    result = linker(document)
    names = [k for k in result.links if k.mention.found_by != FOUND_BY]
    result = replace(result, links=with_offices(document, names, gazetteer))
    lines = "\n".join(explanation(result))
    assert "'prime minister of Armenia' (person) is Nikol Pashinyan" in lines
    assert "in office" in lines
    records = json.loads(json.dumps(document_object(result)))["mentions"]
    office = next(r for r in records if r["match"] == "office")
    assert (office["text"], office["kind"], office["role"]) == (
        "prime minister of Armenia", "person", None,
    )  # fmt: skip
    assert [p.name for p in result.people] == ["Nikol Pashinyan"]
    assert {"Armenia", "Baku"} <= {p.name for p in result.places}
    assert [f["properties"]["name"] for f in result.to_geojson()["features"]] == ["Armenia", "Baku"]


def test_a_linker_finds_offices_unless_the_mentions_are_the_callers(linker, gazetteer):
    text = "The prime minister of Armenia left."
    office, _ = linker(text, published="2023-05-17").links
    assert (office.mention.found_by, office.entity.name) == (FOUND_BY, "Nikol Pashinyan")
    with Linker(gazetteer, find_mentions=lambda _: ()) as own:
        assert own(text, published="2023-05-17").links == ()
    assert len(linker(text, published="2023-05-17", mentions=[(22, 29)]).links) == 1


@pytest.mark.parametrize(
    ("name", "published", "said"),
    [
        ("Boris Johnson", "2021-01-01", "in office at the date of the text."),
        ("Vladimir Putin", None, "not known to have left office as president."),
        ("Boris Johnson", None, "not known to have left office as minister of the union."),
        # No source is as new as the text; of another's years only the last is known.
        ("Susil Premajayantha", "2025-06-01", ": may have been in office at the date of the text."),
        ("Joe Lieberman", "2010-01-01", ": may have been in office at the date of the text."),
    ],
)
def test_of_people_in_office_no_more_is_said_than_is_known(linker, name, published, said):
    (link,) = linker(f"{name} spoke.", published=published).links
    assert link.reason.endswith(said)
