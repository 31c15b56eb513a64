"""Which sentence a name stands in."""

import re

import pytest

from enrich.text.sentences import is_shortened, sentence_around


def sentence(text, name, **options):
    start = text.index(name)
    begin, stop = sentence_around(text, start, start + len(name), 200, **options)
    return text[begin:stop]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It failed. Mr. J. Doe of St. Paul left. He stayed.", "Mr. J. Doe of St. Paul left."),
        ('"Why?" he asked. "Doe left." He stayed.', '"Doe left."'),
        ("It cost $3.5. In Doe v. 12 the U.S. envoy won.", "In Doe v. 12 the U.S. envoy won."),
        ("Он ушёл. Doe остался. Она тоже.", "Doe остался."),
        ("彼は去った。Doe は残った。彼女も。", "Doe は残った。"),
        ("Election of 2015\nDoe left.\nHe stayed.", "Doe left."),
        ("Doe left", "Doe left"),
    ],
)
def test_a_sentence_ends_where_it_ends(text, expected):
    assert sentence(text, "Doe") == expected


def test_a_line_may_end_inside_a_sentence():
    text = "Talks ended.\nIn 2015 Doe\nleft.\n\nHe stayed."
    assert sentence(text, "Doe", wrapped=True) == "In 2015 Doe\nleft."


def test_a_sentence_without_end_is_cut():
    assert sentence("word " * 100 + "Doe" + " word" * 100, "Doe").count("word") == 80


def test_letters_with_stops_between_are_short_however_they_go_on():
    text = "W.Va. 61 is shut. N.C. too, the U.S. 5."
    shortened = [text[: m.end()].rsplit(maxsplit=1)[-1] for m in re.finditer(r"\.(?= |$)", text)
                 if is_shortened(text, m.start())]  # fmt: skip
    assert shortened == ["W.Va.", "N.C.", "U.S."]
