"""Every mention is a piece of the text, seen at both ends, and no two cross."""

import random
import unicodedata

import pytest
from fuzzing.invariants import broken
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enrich import Linker
from enrich.mentions.scan.words import cut_letters
from enrich.mentions.whole import whole_mentions
from enrich.model import Document, Mention
from gazetteer.errors import InputError
from gazetteer.model import Kind

NUMERALS = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) in ("Nl", "No")]
AROUND = ["Людовик {} правил во Франции в {} веке.", "لويس {} فرنسا", "King Louis {} of {}.", "{}"]
EDGES = [" ", "\n", "\x08", "\x85", "\u200f", "\u2028", "\ufeff", "\u00ad", "\u3000"]


@pytest.mark.parametrize("around", AROUND)
def test_numerals_lose_no_offsets(linker, around):
    for numeral in (*"ⅪⅮⅫⅿⅭ②½", *random.Random(1).sample(NUMERALS, 40)):
        text = around.format(numeral, numeral)
        assert broken(linker(text)) == []


def test_a_numeral_is_not_xi_jinping(linker):
    links = linker("Людовик Ⅺ правил во Франции в Ⅺ веке.").links
    assert [link.mention.text for link in links] == ["Людовик Ⅺ", "Франции"]
    assert "Xi Jinping" not in [link.name for link in links]


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize(
    "text", ["David{e}\x08l Smith in Haid{e}\x15a", "in Paris{e}{e}, Texas{e}", "{e}Yerevan{e}"]
)
def test_nothing_unseen_is_at_the_edge_of_a_mention(linker, edge, text):
    text = text.format(e=edge)
    assert broken(linker(text)) == []


PIECES = st.sampled_from(
    [*"ⅪⅮ②\x08\x85\u200f\ufeff'’.,-–(){}\n\t", " ", "Paris", "New York", "Bosnia and Herzegovina",
     "Hr.Jos", "Москва", "ЕС", "الصين", "Xi", "U.S.", "St.", "\U0010ffff", "🙂", "e\u0301", "1,000"]
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(PIECES, min_size=1, max_size=25), st.sampled_from(["", " "]))
def test_mentions_of_anything_are_whole(linker, pieces, between):
    text = between.join(pieces)
    assert broken(linker(text)) == []


def mention(start, end, text="x" * 40):
    return Mention(start, end, text[start:end], Kind.PLACE)


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        ([(0, 5), (3, 9)], [(3, 9)]),
        ([(0, 6), (3, 8)], [(0, 6)]),
        ([(0, 9), (2, 4), (4, 9)], [(0, 9), (2, 4), (4, 9)]),
        ([(0, 9), (2, 5), (4, 9)], [(0, 9), (4, 9)]),
        ([(0, 5), (1, 4), (3, 12)], [(3, 12)]),
        ([(0, 5), (0, 3), (5, 7)], [(0, 5), (0, 3), (5, 7)]),
    ],
)
def test_of_two_that_cross_the_longer_stays(spans, kept):
    found = whole_mentions("x" * 40, [mention(*span) for span in spans])
    assert [(m.start, m.end) for m in found] == kept


def test_a_stage_of_ones_own_is_held_to_it(gazetteer):
    def found(_):
        return (Mention(8, 17, " Yerevan.", Kind.PLACE), Mention(0, 0, "", Kind.PLACE))

    result = Linker(gazetteer, find_mentions=found)("Talks in Yerevan.")
    assert [link.mention.text for link in result.links] == ["Yerevan."]
    assert broken(result) == []
    outside = Linker(gazetteer, find_mentions=lambda _: (Mention(3, 99, "x", Kind.PLACE),))
    with pytest.raises(InputError, match="outside"):
        outside("Talks in Yerevan.")
    (told,) = outside.link_many([Document("Talks in Yerevan.")])
    assert "outside" in told.error


def test_what_a_caller_gave_stays_as_it_is(linker):
    (link,) = linker("Talks in Yerevan .", mentions=[(8, 17)]).links
    assert (link.mention.start, link.mention.end) == (8, 17)


def test_a_cut_counts_numerals_as_letters():
    assert cut_letters("Ⅺ", 0) == 0
    assert cut_letters("Ⅺа", 1) == 1
    assert cut_letters("وَبَغْدَاد", 1) == 2
