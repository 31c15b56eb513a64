"""What is written like no name is none, whatever a tagger takes it for."""

import pytest

from enrich.mentions.noise import is_language, is_no_name, is_road
from enrich.mentions.tokens import tokenise
from gazetteer.model import Kind


def is_none(gazetteer, text, name, kind=Kind.ORGANISATION):
    start = text.index(name)
    return is_no_name(tokenise(text), start, start + len(name), kind, gazetteer)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("See Fig. 2 for more.", "Fig"),
        ("See Fig. 2 for more.", "Fig. 2"),
        ("It stands in Table 3 below.", "Table 3"),
        ("It stands in Part IV below.", "Part IV"),
        ("He sat in Division 5 there.", "Division 5"),
        ("The case CR-2023-01187 goes on.", "CR"),
        ("Drawn from Gate 10 again.", "Gate 10"),
        ("The G3 stations failed.", "G3"),
        ("The code SVF42 failed.", "SVF42"),
        ("Cases of H5N1 rose.", "H5N1"),
        ("Sales fell in Q3 again.", "Q3"),
        ("Sales fell in FY2023 again.", "FY2023"),
        ("It costs Rp18.680 now.", "Rp18.680"),
        ("It costs Rs 200 now.", "Rs 200"),
        ("It costs USD 400 now.", "USD 400"),
        ("It costs US$5 now.", "US"),
        ("It costs C$5 now.", "C"),
        ("The 1200 block was shut.", "1200"),
        ("Measure B passed.", "B"),
        ("Some 24 GW were added.", "GW"),
        ("It began on Apr 5 there.", "Apr 5"),
        ("Clash VI was held.", "VI"),
        ("Covid-19 spread.", "Covid-19"),
        ("Provincial ministers met.", "Provincial"),
    ],
)
def test_no_name(gazetteer, text, name):
    assert is_none(gazetteer, text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The G7 met.", "G7"),
        ("The M23 withdrew.", "M23"),
        ("He was with U2 then.", "U2"),
        ("MI5 knew.", "MI5"),
        ("At COP28 they met.", "COP28"),
        ("ABC13 showed it.", "ABC13"),
        ("A US court ruled.", "US"),
        ("Republican voters left.", "Republican"),
        ("The Provincial met. Provincial ministers met.", "Provincial"),
        ("Orange bought shares.", "Orange"),
        ("Focus said so.", "Focus"),
        ("Focus magazine said so.", "Focus"),
        ("Northwestern is known for it.", "Northwestern"),
        ("The 1st Battalion left.", "1st Battalion"),
    ],
)
def test_a_name_after_all(gazetteer, text, name):
    assert not is_none(gazetteer, text, name)


@pytest.mark.parametrize(
    ("text", "name", "road"),
    [
        ("Queues formed on the M25 today.", "M25", True),
        ("The A120 is closed.", "A120", True),
        ("The A120 at Coggeshall.", "A120", True),
        ("He drove on the I-95 south.", "I-95", True),
        ("Via the A436, A40 and back.", "A40", True),
        ("On board the A380 today.", "A380", False),
        ("Rebels of M23 left.", "M23", False),
        ("The B52 bombers left.", "B52", False),
    ],
)
def test_a_road_by_the_words_around_it(text, name, road):
    start = text.index(name)
    assert is_road(tokenise(text), start, start + len(name)) is road


def test_a_road_is_a_place(linker):
    result = linker("The A120 is closed near Braintree. Later he drove on the I-95 to Baltimore.")
    (road,) = [link for link in result.links if link.mention.text == "A120"]
    assert (road.mention.kind, road.entity) == (Kind.PLACE, None)


def test_the_number_of_a_note_is_no_part_of_a_place(linker):
    result = linker("Imports from China30. grew faster than those from India12 did.")
    assert [(k.mention.text, k.entity.name) for k in result.links] == [
        ("China", "China"),
        ("India", "India"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("It was put into English by her.", "English", True),
        ("They spoke Armenian and Russian.", "Armenian", True),
        ("He wrote in French.", "French", True),
        ("He plays in English football.", "English", False),
        ("He lives in France.", "France", False),
        ("The English left.", "English", False),
    ],
)
def test_a_language_is_no_place(gazetteer, text, name, expected):
    start = text.index(name)
    assert is_language(tokenise(text), start, start + len(name), gazetteer) is expected
