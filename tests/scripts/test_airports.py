"""Names and ids of airports, as they are compiled."""

from dataclasses import replace

import pytest
from curate.airport_names import forms_of, shown_name
from curate.airport_references import LARGE, Airport
from curate.airports import _local_ids


class OneTown:
    """Settlements around an airport, of which one is known."""

    def __init__(self, town):
        self._town = town

    def has_town(self, name, _airport, _km=0.0):
        return name == self._town


def airport(name, **cells):
    row = Airport(
        name=name, keywords=(), article="", country="NO", region="", town="", iata="AAA",
        size=LARGE, has_airlines=True, position=(60.0, 11.0),
    )  # fmt: skip
    return replace(row, **cells)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Halifax / Stanfield Airport", "Halifax Stanfield Airport"),
        ("Clark International Airport / Clark Air Base", "Clark International Airport"),
        ("Augusto Sandino (Managua) Airport", "Augusto Sandino Airport"),
        ("Oslo Airport, Gardermoen", "Oslo Airport Gardermoen"),
        ("RAF Akrotiri", "RAF Akrotiri"),
        ("P G Matante Intl", "P G Matante Intl Airport"),
    ],
)
def test_the_name_shown_is_whole_and_says_what_it_is(name, shown):
    assert shown_name(airport(name)) == shown


def forms(row, town):
    return {form.text: (form.type, form.language) for form in forms_of(row, OneTown(town))}


def test_a_name_is_shortened_behind_its_town():
    found = forms(airport("Chicago O'Hare International Airport"), "Chicago")
    assert {"Chicago O'Hare", "O'Hare Airport", "O'Hare International Airport"} <= found.keys()
    assert "Chicago O'Hare International Airport" not in found


def test_no_airport_is_made_international():
    found = forms(airport("Catania-Fontanarossa Airport"), "Catania")
    assert "Fontanarossa Airport" in found
    assert not any("International" in text for text in found)


def test_the_town_is_the_longest():
    found = forms(airport("São Paulo-Guarulhos Airport", town="São"), "São Paulo")
    assert "Guarulhos Airport" in found
    assert "Paulo-Guarulhos Airport" not in found


def test_what_follows_upon_airport_is_its_own_name():
    found = forms(airport("Oslo Airport, Gardermoen"), "Oslo")
    assert {"Oslo Airport", "Gardermoen Airport", "Oslo Gardermoen", "Gardermoen"} == found.keys()


def test_keywords_count_where_they_say_what_they_are_and_in_which_language():
    row = airport(
        "Boryspil International Airport",
        keywords=("KBP", "Kyiv", "Borispol Airport", "Аеропорт Бориспіль", "Аэропорт Борисполь"),
        article="Boryspil International Airport",
    )
    found = forms(row, "")
    assert found["Borispol Airport"] == ("variant", "en")
    assert found["Аеропорт Бориспіль"] == ("variant", "uk")
    assert found["Аэропорт Борисполь"] == ("variant", "ru")
    assert not {"KBP", "Kyiv"} & found.keys()


def test_namesakes_of_a_country_have_their_codes_in_their_ids():
    rows = [
        airport("San Juan Airport", iata="AAA", country="AR"),
        airport("San Juan Airport", iata="BBB", country="AR"),
        airport("San Juan Airport", iata="CCC", country="PE"),
    ]
    assert list(_local_ids(rows).values()) == [
        "enrich:san-juan-airport-ar-aaa",
        "enrich:san-juan-airport-ar-bbb",
        "enrich:san-juan-airport-pe",
    ]
