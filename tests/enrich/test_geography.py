"""Distances, honest geometry, the primary place."""

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from enrich import Entity, Kind, Link, Mention, Point, Role
from enrich.geography import Precision, precision, primary_place
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


def linked(name, role, containers=(), kind=Kind.PLACE):
    entity = Entity(f"enrich:{name.lower()}", name, kind, containers=containers)
    return Link(Mention(0, len(name), name, kind, role), entity, 0.9)


def test_literal_places_outweigh_governments():
    links = [linked("Moscow", Role.METONYMIC)] * 3 + [linked("Goris", Role.LITERAL)] * 2
    assert primary_place(links).name == "Goris"


def test_towns_speak_for_the_country_that_the_text_names_too():
    towns = [linked(n, Role.LITERAL, ("enrich:armenia",)) for n in ("Goris", "Kapan", "Sisian")]
    links = [*towns, linked("Armenia", Role.LITERAL)]
    assert primary_place(links).name == "Armenia"


def test_a_dateline_alone_never_decides():
    links = [linked("Beirut", Role.DATELINE), linked("Aleppo", Role.METONYMIC)]
    assert primary_place(links).name == "Aleppo"
    assert primary_place([linked("Beirut", Role.DATELINE)]) is None


def test_no_place_no_primary_place():
    assert primary_place([linked("Lavrov", None, kind=Kind.PERSON)]) is None


def test_nothing_of_the_gazetteer_that_is_called_exact_is_wide(gazetteer):
    for name in ("Great Barrier Reef", "Grand Canyon", "Everglades", "Donbas", "Nagorno-Karabakh"):
        for hit in gazetteer.lookup(name, Kind.PLACE):
            exactness, radius_km = precision(hit.entity)
            assert exactness is not Precision.EXACT or radius_km < 20, hit.entity
            assert exactness is not Precision.COUNTRY, hit.entity
