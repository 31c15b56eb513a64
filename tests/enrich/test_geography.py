"""Distances, honest geometry, the primary place."""

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from enrich import Entity, Kind, Link, Mention, Point, Role
from enrich.geography.places import Precision, precision, primary_place
from gazetteer.regions import distance_km

POINTS = st.builds(
    lambda lat, lon: Point(lat=lat, lon=lon), st.floats(-90, 90), st.floats(-180, 180)
)


@given(POINTS, POINTS)
def test_distance_is_within_six_thousandths_of_the_geodesic(a, b):
    exact = geodesic((a.lat, a.lon), (b.lat, b.lon)).km
    assert distance_km(a, b) == pytest.approx(exact, rel=0.006, abs=0.001)


@pytest.mark.parametrize(
    ("feature", "population", "radius", "expected"),
    [
        ("PPLC", 1_093_485, None, (Precision.SETTLEMENT, 10.8)),
        ("PPL", 0, None, (Precision.SETTLEMENT, 1.0)),
        ("PPLX", 150_000, None, (Precision.AREA, 4.0)),
        ("PPLX", 0, 1.5, (Precision.AREA, 1.5)),
        ("ST", 0, 0.5, (Precision.AREA, 0.5)),
        ("LCTY", 0, 0.2, (Precision.AREA, 0.2)),
        ("BLDG", 0, 0.05, (Precision.EXACT, 0.05)),
        ("STDM", 0, 5.3, (Precision.SETTLEMENT, 5.3)),
        ("AIRP", 0, 3.0, (Precision.EXACT, 3.0)),
        ("PCLI", 3_000_000, 97.3, (Precision.COUNTRY, 97.3)),
        ("ADM1", 0, None, (Precision.AREA, 80.0)),
        ("SEA", 0, 400.0, (Precision.AREA, 400.0)),
        ("MT", 0, None, (Precision.EXACT, 0.5)),
        ("CONT", 0, 4000.0, (Precision.COUNTRY, 4000.0)),
        ("RGN", 0, 90.0, (Precision.AREA, 90.0)),
        ("RF", 0, 900.0, (Precision.AREA, 900.0)),
        ("CNYN", 0, None, (Precision.AREA, 30.0)),
        ("STLMT", 0, None, (Precision.SETTLEMENT, 1.0)),
    ],
)
def test_precision_follows_the_feature(feature, population, radius, expected):
    entity = Entity(
        "geonames:1", "X", Kind.PLACE, feature=feature, population=population, radius_km=radius
    )
    assert precision(entity) == expected


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (-91, 0), (0, 181), (float("nan"), 0)])
def test_a_point_outside_the_globe_is_refused(lat, lon):
    with pytest.raises(ValueError, match="itude"):
        Point(lat=lat, lon=lon)


def linked(name, role, containers=(), kind=Kind.PLACE, roles=()):
    entity = Entity(f"enrich:{name.lower()}", name, kind, containers=containers)
    return Link(Mention(0, len(name), name, kind, role, roles=roles), entity, 0.9)


def test_literal_places_outweigh_governments():
    links = [linked("Moscow", Role.METONYMIC)] * 3 + [linked("Goris", Role.LITERAL)] * 2
    assert primary_place(links).name == "Goris"


def test_towns_speak_for_the_country_that_the_text_names_too():
    towns = [linked(n, Role.LITERAL, ("enrich:armenia",)) for n in ("Goris", "Kapan", "Sisian")]
    links = [*towns, linked("Armenia", Role.LITERAL)]
    assert primary_place(links).name == "Armenia"


def test_a_country_that_stands_only_inside_a_name_is_not_what_its_towns_speak_for():
    us = ("enrich:united states",)
    towns = [linked(n, Role.METONYMIC, us) for n in ("Dubuque", "Davenport", "Clinton", "Savanna")]
    assert primary_place([linked("United States", Role.EMBEDDED), *towns]).name == "Dubuque"
    assert primary_place([linked("United States", Role.EMBEDDED)]).name == "United States"


def test_a_dateline_alone_never_decides():
    links = [linked("Beirut", Role.DATELINE), linked("Aleppo", Role.METONYMIC)]
    assert primary_place(links).name == "Aleppo"
    assert primary_place([linked("Beirut", Role.DATELINE)]) is None


def test_a_dateline_lends_weight_to_what_the_text_speaks_of():
    places = [linked("Aleppo", Role.LITERAL), linked("Beirut", Role.LITERAL)]
    assert primary_place(places).name == "Aleppo"
    assert primary_place([linked("Beirut", Role.DATELINE), *places]).name == "Beirut"
    lone = [linked("Beirut", Role.DATELINE), linked("Beirut", Role.EMBEDDED)]
    assert primary_place([*lone, linked("Aleppo", Role.LITERAL)]).name == "Aleppo"


def test_a_dateline_that_may_be_something_else_still_never_decides():
    likely = linked("Beirut", Role.DATELINE, roles=((Role.DATELINE, 0.8), (Role.LITERAL, 0.2)))
    assert primary_place([likely]) is None
    assert primary_place([likely, linked("Aleppo", Role.EMBEDDED)]).name == "Aleppo"


def test_a_lone_town_does_not_lift_its_country_over_itself():
    links = [
        linked("Rome", Role.METONYMIC, ("enrich:italy",)),
        linked("Italy", Role.MODIFIER),
    ]
    assert primary_place(links).name == "Rome"


def test_a_mention_counts_by_what_is_to_be_expected_of_its_role():
    surely = linked("Goris", Role.LITERAL, roles=((Role.LITERAL, 0.9), (Role.EMBEDDED, 0.1)))
    hardly = linked("Kapan", Role.LITERAL, roles=((Role.LITERAL, 0.4), (Role.EMBEDDED, 0.6)))
    assert primary_place([hardly, surely]).name == "Goris"
    assert primary_place([hardly, linked("Sisian", Role.METONYMIC)]).name == "Kapan"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LITERAL])
def test_a_literal_mention_counts_most_and_an_embedded_one_least(role):
    assert primary_place([linked("A", role), linked("B", Role.LITERAL)]).name == "B"
    if role not in (Role.EMBEDDED, Role.DATELINE):
        assert primary_place([linked("A", Role.EMBEDDED), linked("B", role)]).name == "B"


def test_the_lead_counts_more_and_of_equals_the_first_is_chosen():
    names = ("Goris", "Kapan", "Sisian", "Meghri", "Meghri")
    assert primary_place([linked(name, Role.LITERAL) for name in names[:4]]).name == "Goris"
    assert primary_place([linked(name, Role.LITERAL) for name in names]).name == "Meghri"
    people = [linked(f"P{n}", None, kind=Kind.PERSON) for n in range(5)]
    text = [*people, linked("Cork", Role.MODIFIER), linked("Mallow", Role.MODIFIER)]
    assert primary_place(text).name == "Cork", "people do not use up the lead"


def test_a_place_of_no_role_counts_like_an_average_one():
    assert primary_place([linked("A", None), linked("B", Role.LITERAL)]).name == "B"
    assert primary_place([linked("A", Role.METONYMIC), linked("B", None)]).name == "B"
    assert primary_place([linked("A", None)]).name == "A"


def test_no_place_no_primary_place():
    assert primary_place([linked("Lavrov", None, kind=Kind.PERSON)]) is None


def test_nothing_of_the_gazetteer_that_is_called_exact_is_wide(gazetteer):
    for name in ("Great Barrier Reef", "Grand Canyon", "Everglades", "Donbas", "Nagorno-Karabakh"):
        for hit in gazetteer.lookup(name, Kind.PLACE):
            exactness, radius_km = precision(hit.entity)
            assert exactness is not Precision.EXACT or radius_km < 20, hit.entity
            assert exactness is not Precision.COUNTRY, hit.entity


def test_a_link_that_is_hardly_believed_is_not_what_a_text_is_about():
    def link(name, score):
        place = Entity(f"enrich:{name}", name, Kind.PLACE)
        return Link(Mention(0, len(name), name, Kind.PLACE, Role.LITERAL), place, score)

    assert primary_place([link("Villa Park", 0.33), link("Birmingham", 0.95)]).name == "Birmingham"
