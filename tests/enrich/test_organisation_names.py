"""Organisations by another legal form, and by a part of their name."""

import pytest

from enrich.candidates.finder import CandidateFinder
from enrich.model import Mention
from gazetteer import Gazetteer
from gazetteer.model import Kind


@pytest.fixture(scope="module")
def finder():
    with Gazetteer.open() as gazetteer:
        yield CandidateFinder(gazetteer)


def candidates(finder, name, kind=Kind.ORGANISATION):
    return finder([Mention(text=name, start=0, end=len(name), kind=kind)])[0]


def found(finder, name, kind=Kind.ORGANISATION):
    return [c.entity.name for c in candidates(finder, name, kind)]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Gazprom OAO", "Gazprom"),
        ("PAO Gazprom", "Gazprom"),
        ("Siemens AG", "Siemens"),
        ("Nokia Oyj", "Nokia"),
        ("Toyota Motor Co., Ltd.", "Toyota"),
        ("Gap", "Gap Inc."),
        ("Liverpool FC", "Liverpool F.C."),
        ("FC Liverpool", "Liverpool F.C."),
        ("Edmonton FC", "FC Edmonton"),
        ("Stanford", "Stanford University"),
        ("UK Foreign Ministry", "Foreign, Commonwealth and Development Office"),
        ("British Labour Party", "Labour Party"),
    ],
)
def test_it_is_found_under_another_form(finder, name, meant):
    assert found(finder, name)[:1] == [meant]


@pytest.mark.parametrize("name", ["Target Systems GmbH", "M.Sc.", "Division", "Laboratory", "Mach"])
def test_what_only_begins_alike_is_nobody(finder, name):
    assert found(finder, name) == []


@pytest.mark.parametrize("name", ["US Home Office", "U.S. Foreign Ministry", "US Labour Party"])
def test_a_body_of_one_state_is_none_of_another(finder, name):
    assert not {c.entity.country for c in candidates(finder, name)} - {"US"}


def test_the_initials_of_a_club_are_no_state(finder):
    assert found(finder, "US Lecce")[:1] == ["U.S. Lecce"]


def test_a_place_has_no_legal_form(finder):
    assert found(finder, "Siemens AG", Kind.PLACE) == []


def test_a_name_is_no_brand_with_a_mark_behind_it(finder):
    assert "Disney+" not in found(finder, "Disney")
    assert found(finder, "Disney+")[0] == "Disney+"


@pytest.mark.parametrize("name", ["Fulham", "Clippers", "Red Sox"])
def test_clubs_and_teams_are_found_by_their_short_names(finder, name):
    assert any(name in club for club in found(finder, name))
