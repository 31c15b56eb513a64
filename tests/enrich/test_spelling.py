"""Capitals tell what a name means, for every stage the same."""

import pytest

from enrich.model import Document
from enrich.text.spelling import fits


@pytest.mark.parametrize(
    ("word", "is_meant"),
    [
        ("NATO", True), ("Nato", True), ("nato", False), ("N.A.T.O.", True),
        ("WHO", True), ("Who", False), ("IKEA", True), ("Ikea", False),
    ],
)  # fmt: skip
def test_an_abbreviation_is_written_as_one_or_as_all_say_it(gazetteer, word, is_meant):
    held = [hit for hit in gazetteer.lookup(word) if hit.name.text.replace(".", "").isupper()]
    assert held
    assert any(fits(word, hit) for hit in held) is is_meant


@pytest.mark.parametrize(("word", "names"), [("EU", {"European Union"}), ("Eu", {"Eu"})])
def test_initials_are_no_town_of_the_same_letters(gazetteer, word, names):
    assert {hit.entity.name for hit in gazetteer.lookup(word) if fits(word, hit)} == names


def test_what_all_say_as_a_word_is_linked_in_british_spelling(linker):
    found = {
        link.mention.text: link.entity for link in linker(Document("He left Nato in May.")).links
    }
    assert found["Nato"].name == "NATO"
