"""The sense in which a text names a place."""

from dataclasses import replace

import pytest

from enrich.mentions import MentionFinder
from enrich.mentions.taggers.model import NameTagger
from enrich.model import Document, Role
from gazetteer.model import Kind


class Roleless:
    """Our own tagger, but for the roles: the rules decide them, as for any tagger that has none."""

    id = "roleless"
    languages = None

    def __init__(self, gazetteer):
        self._tag = NameTagger(gazetteer)

    def __call__(self, text):
        return [replace(span, roles=()) for span in self._tag(text)]


@pytest.fixture(scope="module")
def finder(gazetteer):
    return MentionFinder(gazetteer, Roleless(gazetteer))


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("The summit was held in Yerevan.", "Yerevan", Role.LITERAL),
        ("Yerevan refused the offer.", "Yerevan", Role.METONYMIC),
        ("They tried to pressure Yerevan.", "Yerevan", Role.METONYMIC),
        ("The deal was brokered by Moscow.", "Moscow", Role.METONYMIC),
        ("Azerbaijan’s blockade continued.", "Azerbaijan", Role.METONYMIC),
        ("Armenia’s border with Turkey is shut.", "Armenia", Role.LITERAL),
        ("Russian troops left.", "Russian", Role.MODIFIER),
        ("The Russia-led bloc met.", "Russia", Role.MODIFIER),
        ("Delegates reached the Yerevan summit.", "Yerevan", Role.MODIFIER),
        ("He spoke to the Armenians.", "Armenians", Role.DEMONYM),
        ("YEREVAN, March 3 — Talks began.", "YEREVAN", Role.DATELINE),
        ("BEIRUT (Reuters) - Shells fell.", "BEIRUT", Role.DATELINE),
        ("Studies at Aleppo University went on.", "Aleppo", Role.EMBEDDED),
        ("A treaty between Russia and Armenia was signed.", "Russia", Role.METONYMIC),
        ("The road between Goris and Kapan is closed.", "Goris", Role.LITERAL),
        ("Russia and Iran also refused.", "Russia", Role.METONYMIC),
        ("Many Americans celebrate it.", "Americans", Role.DEMONYM),
        ("Swiss banks closed.", "Swiss", Role.MODIFIER),
    ],
)
def test_role(finder, text, name, role):
    mentions = finder(Document(text))
    assert [m.role for m in mentions if m.text == name] == [role]


def test_people_and_organisations_have_no_role(finder):
    mentions = finder(Document("Sergei Lavrov addressed the European Union."))
    assert {m.role for m in mentions if m.kind is not Kind.PLACE} == {None}


@pytest.mark.parametrize("tail", ["and Iran " * 3000, "now " * 3000], ids=["names", "adverbs"])
def test_words_without_end_do_no_harm(finder, tail):
    mentions = finder(Document(f"Armenia {tail}"))
    assert mentions[0].text == "Armenia"
    assert mentions[0].role is not None
