"""Which corrected spellings a live service is asked for: those that could be candidates."""

import pytest

from enrich.live.asked import Asked, corrected
from gazetteer.model import Kind


@pytest.mark.parametrize(
    ("name", "kind", "forms"),
    [
        ("Lionel Mesi", Kind.PERSON, ("Lionel Messi",)),
        ("Yervean", Kind.PLACE, ("Yerevan",)),
        ("Steven Knight", Kind.PERSON, ()),  # every word is a name: somebody else
        ("Blinkenn", Kind.PERSON, ()),  # a single word
        ("FIFB", Kind.ORGANISATION, ()),  # an abbreviation
        ("AFP News", Kind.ORGANISATION, ()),  # two letters from "ABC News"
    ],
)
def test_what_is_asked_for_instead(gazetteer, name, kind, forms):
    assert corrected(Asked(name, kind, "en"), gazetteer)[: len(forms) or None] == forms
