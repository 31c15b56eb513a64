"""Which names are found, where, of what kind."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrich.mentions import MentionFinder
from enrich.mentions.proposals import Proposal, choose
from enrich.mentions.shortforms import initials, is_slip
from enrich.mentions.taggers import TaggedSpan
from enrich.mentions.taggers.model import NameTagger
from enrich.mentions.tokens import tokenise
from enrich.model import Document, Role
from gazetteer.model import Kind


@pytest.fixture(scope="module")
def finder(gazetteer):
    return MentionFinder(gazetteer, NameTagger(gazetteer))


def found(finder, text, kind=None):
    mentions = finder(Document(text))
    return [m.text for m in mentions if kind in (None, m.kind)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Talks were held in Yerevan on Friday.", ["Yerevan"]),
        ("Armenia’s border with Turkey is closed.", ["Armenia", "Turkey"]),
        ("The Armenia-Azerbaijan peace process stalled.", ["Armenia", "Azerbaijan"]),
        ("Flooding hit the Syunik Province overnight.", ["Syunik Province"]),
        ("He moved from St. Louis to The Hague.", ["St. Louis", "The Hague"]),
        ("Police in Bangor, Maine, made an arrest.", ["Bangor", "Maine"]),
        ("She lives in Long Beach, CA now.", ["Long Beach", "CA"]),
        ("The U.S. and the UK agreed.", ["U.S.", "UK"]),
        ("He defied the US for decades.", ["US"]),
        ("GIVE US BREAD AND PEACE", []),
        ("US President-elect Donald Trump spoke.", ["US"]),
        ("Troops entered Trinidad and Tobago.", ["Trinidad and Tobago"]),
        ("They met in Martha's Vineyard.", ["Martha's Vineyard"]),
        ("Rep. Jane Doe, R-Elbow Lake, voted no.", ["Elbow Lake"]),
        ("The Soviet Union fell; the West cheered.", ["Soviet Union"]),
    ],
)
def test_places(finder, text, places):
    assert found(finder, text, Kind.PLACE) == places


@pytest.mark.parametrize(
    "text",
    [
        "Most people were nice to us in March.",
        "Who said that? Reading is fun. Mobile phones rang.",
        "I told him. May we go? It was a deal.",
        "The European Central Bank raised rates.",
        "Nelson Mandela spoke. Mandela was applauded.",
    ],
)
def test_common_words_and_other_names_are_no_places(finder, text):
    places = [m for m in finder(Document(text)) if m.kind is Kind.PLACE]
    assert [m.text for m in places if m.role is not Role.EMBEDDED] == []


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Foreign Minister Sergei Lavrov spoke. Lavrov left.", ["Sergei Lavrov", "Lavrov"]),
        ("Mr. Blinken arrived.", ["Blinken"]),
        ("Gen. Mark Testperson saluted.", ["Mark Testperson"]),
        ("Prime Minister Nikol Pashinyan of Armenia", ["Nikol Pashinyan"]),
        ("Maria Zork was charged. Zork denied it.", ["Maria Zork", "Zork"]),
        ("Crown Prince Mohammed bin Salman visited.", ["Mohammed bin Salman"]),
    ],
)
def test_people(finder, text, people):
    assert found(finder, text, Kind.PERSON) == people


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        (
            "The Collective Security Treaty Organization met. The CSTO agreed.",
            ["Collective Security Treaty Organization", "CSTO"],
        ),
        ("The Russian Foreign Ministry objected.", ["Russian Foreign Ministry"]),
        ("European Council President Charles Michel spoke.", ["European Council"]),
        ("The Global Testing Association (GTA) met; GTA won.",
         ["Global Testing Association", "GTA", "GTA"]),
        ("Researchers at the University of Texas agree.", ["University of Texas"]),
    ],
)  # fmt: skip
def test_organisations(finder, text, organisations):
    assert found(finder, text, Kind.ORGANISATION) == organisations


def test_a_place_inside_an_organisation_is_kept_as_embedded(finder):
    mentions = finder(Document("Researchers at the University of Texas agree."))
    assert [(m.text, m.role) for m in mentions if m.kind is Kind.PLACE] == [
        ("Texas", Role.EMBEDDED)
    ]


class Once:
    """Finds the first "Tsargrad"."""

    id = "once"
    languages = None

    def __call__(self, text):
        start = text.index("Tsargrad")
        return [TaggedSpan(start, start + len("Tsargrad"), Kind.ORGANISATION)]


def test_the_same_name_misspelt_is_found(gazetteer):
    text = "He told Tsargrad television. The Tsargard channel is Russian."
    organisations = found(MentionFinder(gazetteer, Once()), text, Kind.ORGANISATION)
    assert organisations == ["Tsargrad", "Tsargard"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_offsets_hold_for_any_text(finder, text):
    for mention in finder(Document(text)):
        assert text[mention.start : mention.end] == mention.text


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([
    "Yerevan", "Sergei Lavrov", "said", "in", "the", "U.S.", "“", ", ", "\n", "St.", "–", "’s ",
    "\u202e", "e\u0301", "CSTO", "University of", "Texas", "Мoscow", "مصر", "(", "-",
]), max_size=30).map(" ".join))  # fmt: skip
def test_mentions_come_in_order_and_overlap_only_when_embedded(finder, text):
    mentions = finder(Document(text))
    outer = [m for m in mentions if m.role is not Role.EMBEDDED]
    assert all(a.end <= b.start for a, b in pairwise(outer))
    assert all(text[m.start : m.end] == m.text for m in mentions)


def test_given_spans_are_taken_and_nothing_else(finder):
    text = "Lavrov will meet Blinken in Yerevan."
    mentions = finder(Document(text, spans=((28, 35, None),)))
    assert [(m.text, m.kind, m.found_by) for m in mentions] == [("Yerevan", Kind.PLACE, "given")]


def test_initials_and_slips():
    assert initials("Organization for Security and Co-operation") == "OSC"
    assert is_slip("Tsargard", "Tsargrad")
    assert not is_slip("Armenia", "Armenian")
    assert not is_slip("Austria", "Australia")


def test_sentences_open_where_they_should():
    tokens = tokenise("Gov. Smith left. He went to St. Paul, Minn. Then “Good,” he said.")
    assert [t.text for t in tokens.items if t.opens] == ["Gov", "He", "Good"]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6), st.integers(-3, 9)), max_size=9))
def test_the_choice_is_the_best_of_all_choices(spans):
    proposals = [
        Proposal(a, a + n, a, a + n, Kind.PLACE, float(score), "t") for a, n, score in spans
    ]
    best = 0.0
    for mask in range(1 << len(proposals)):
        picked = [p for i, p in enumerate(proposals) if mask >> i & 1]
        ordered = sorted(picked, key=lambda p: p.start)
        if all(p.end <= q.start for p, q in pairwise(ordered)):
            best = max(best, sum(p.score for p in picked))
    chosen = choose(proposals)
    assert sum(p.score for p in chosen) == best
    assert all(p.end <= q.start for p, q in pairwise(chosen))
