"""Texts made to make the work grow faster than they do: each is done while a person waits.

``scripts/benchmark_growth.py`` measures how it grows; here the limits only catch what would hang.
"""

import time

import pytest

from enrich.geography.distance import distance_of
from enrich.mentions.borders import settle_borders
from enrich.mentions.plain import plain_name
from enrich.mentions.relations import note_relations
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.tokens import tokenise
from enrich.model import Mention
from gazetteer.model import Kind

CHART = ",".join(str(number) for number in range(1000, 61000))
LISTS = {
    "chart": CHART,
    "addresses": ".".join(["10", "0", "0", "1"] * 25_000),
    "coordinates": "40.1776,44.5126," * 19_000,
    "thousands": "1,000" * 60_000,
    "about": "about 1,000," * 25_000,
    "digits": "1" * 300_000,
}


@pytest.fixture
def soon():
    """Fails where a test took minutes, as squared work would."""
    begun = time.perf_counter()
    yield
    assert time.perf_counter() - begun < 30


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("numbers", LISTS.values(), ids=LISTS)
def test_lists_of_numbers_without_spaces(numbers):
    text = f"[{numbers}] 20 km north of Goris"
    goris = Mention(len(text) - 5, len(text), "Goris", Kind.PLACE)
    assert note_relations(text, [goris])[0].relation == "20 km north of"
    assert len(tokenise(text)) > 4


@pytest.mark.usefixtures("soon")
def test_an_article_with_a_chart_and_one_whose_title_is_one(linker):
    text = f"The chart data: [{CHART}]. Talks in Yerevan."
    assert [link.mention.text for link in linker(text).links] == ["Yerevan"]
    result = linker("Talks in Yerevan.", title="1," * 20_000)
    assert [link.mention.text for link in result.links] == ["Yerevan"]


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("unit", ["U.S.", "A.", "D'", "#a_", "1.A", "北京", "e\u0301"])
def test_a_word_without_end_is_cut(unit):
    tokens = tokenise(unit * 50_000)
    assert max(len(token.text) for token in tokens.items) <= 250
    for start in range(0, 50_000, 2):  # as a tagger may find a name in every part of it
        list(settle_borders(tokens, TaggedSpan(start, start + 2, Kind.PLACE, 0.9)))


@pytest.mark.usefixtures("soon")
def test_blanks_in_a_span_that_somebody_drew(gazetteer):
    assert plain_name("Donald" + " \n" * 100_000 + "'s", Kind.PERSON, gazetteer) == "Donald"


@pytest.mark.parametrize(
    ("text", "relation", "km"),
    [
        ("1,200 km south of Goris", "1,200 km south of", 1200.0),
        ("2.125 km from Goris", "2.125 km from", 2.1),
        ("On the 1st, 2, 20 km off Goris", "20 km off", 20.0),
        ("From 10,20 km off Goris", "10,20 km off", 10.2),
        ("1,2,3,4,5,6,7 km off Goris", "", None),
        ("12345678901 km off Goris", "", None),
    ],
)
def test_a_distance_is_a_whole_number_or_none(text, relation, km):
    goris = Mention(len(text) - 5, len(text), "Goris", Kind.PLACE)
    assert note_relations(text, [goris])[0].relation == relation
    assert distance_of(relation) == km


@pytest.mark.parametrize(
    "word", ["U.S.S.R.", "A.B.C.D.E.F.", "N'Djamena", "Donaudampfschifffahrtsgesellschaft", "1,000"]
)
def test_words_that_there_are_stay_whole(word):
    assert [token.text for token in tokenise(f"the {word} there").items][1] == word
