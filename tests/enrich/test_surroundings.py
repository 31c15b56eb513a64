"""What lies around the places of a page, and what its map draws of it."""

import json
import re

import pytest

from enrich.formats import write
from enrich.page.surroundings import Surroundings
from gazetteer.regions import Box

LOCAL = "A lorry burned near Pontarddulais, between Swansea and Llanelli. Loughor was closed."
NAMED = """name => [...document.querySelectorAll(".context .town + text, .context text.town")]
    .some((label) => label.textContent === name)"""


def drawn(*results):
    around = Surroundings()
    for result in results:
        around.add(result)
    return around.drawn()


def test_the_larger_a_town_the_sooner_it_is_drawn(linker):
    towns = drawn(linker(LOCAL))["towns"]
    assert 50 < len(towns) <= 800
    assert len({(x, y) for _, x, y, _ in towns}) == len(towns)
    scales = [scale for *_, scale in towns]
    assert scales == sorted(scales)
    of = {name: scale for name, _, _, scale in towns}
    assert of["Bristol"] < of["Carmarthen"]


def test_the_provinces_are_those_that_the_places_lie_in(linker):
    (wales,) = drawn(linker(LOCAL))["provinces"]
    assert sum(map(len, wales)) > 100
    assert -5.4 < wales[0][0] / 100 < -2.6


@pytest.mark.parametrize("text", ["Nothing.", "Talks in Armenia.", "The Mississippi rose."])
def test_what_names_no_town_has_nothing_around_it(linker, text):
    assert drawn(linker(text)) == {"towns": [], "provinces": []}


def test_many_places_have_a_bounded_number_of_towns(linker, gazetteer):
    names = [town.name for town in gazetteer.towns(Box(36.0, -10.0, 60.0, 25.0))[:300]]
    found = drawn(linker(". ".join(f"He went to {name}" for name in names)))
    assert len(found["towns"]) <= 800
    assert 5 < len(found["provinces"]) <= 24


@pytest.fixture
def tab(browser, watched, linker, tmp_path):
    path = tmp_path / "a.html"
    write([linker(LOCAL)], path)
    held = re.search(r'id="around">(.*?)</script>', path.read_text(encoding="utf-8"))
    assert "Carmarthen" in [town[0] for town in json.loads(held[1])["towns"]]
    opened = watched(browser.new_page(viewport={"width": 1280, "height": 760}))
    opened.goto(path.as_uri())
    opened.wait_for_selector("html[data-ready=true]")
    yield opened
    opened.close()


def test_the_map_names_more_towns_the_closer_it_is(tab):
    tab.wait_for_function(NAMED, arg="Cardigan")
    assert not tab.evaluate(NAMED, "Ferryside")
    assert tab.locator(".border.inner").get_attribute("d").startswith("M")
    for _ in range(2):
        tab.locator("#in").click()
    tab.wait_for_function(NAMED, arg="Ferryside")
    tab.locator("#fit").click()
    for _ in range(8):
        tab.locator("#out").click()
    tab.wait_for_function("getComputedStyle(document.querySelector('.inner')).display === 'none'")
    assert not tab.evaluate(NAMED, "Cardigan")
