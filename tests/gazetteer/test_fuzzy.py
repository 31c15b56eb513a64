"""The index of misspellings against a naive scan."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from gazetteer import Gazetteer, Kind
from gazetteer.build.writer import Builder
from gazetteer.names import fold
from gazetteer.rows import Row
from gazetteer.store.fuzzy import KeyFilter, hash_keys, iter_near, one_edit_away

SYLLABLES = ["go", "ris", "ka", "pan", "ye", "re", "van", "ar", "ta", "shat", "mos", "cow", " "]
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=6).map("".join).map(fold)


def test_what_is_one_edit_away_is_exactly_the_neighbours():
    words = ["".join(letters) for n in range(6) for letters in itertools.product("ab", repeat=n)]
    for key in (word for word in words if 0 < len(word) < 5):
        near = {word for word in words if OSA.distance(key, word) <= 1}
        assert one_edit_away(key, "ab").keys() == near


@given(st.sets(NAMES.filter(bool), min_size=1, max_size=40), NAMES.filter(bool), st.integers(1, 2))
@settings(max_examples=60, deadline=None)
def test_every_key_within_the_edits_is_yielded(keys, name, edits):
    held = KeyFilter.for_keys(len(keys))
    held.add(hash_keys(sorted(keys)))
    near = set(iter_near(name, edits, held))
    assert {k for k in keys if 0 < OSA.distance(k, name) <= edits} <= near
    assert all(OSA.distance(k, name) <= edits for k in near)


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=50))
def test_the_filter_never_denies_what_it_holds(keys):
    held = KeyFilter.for_keys(len(keys))
    held.add(hash_keys(keys))
    assert held.may_hold(hash_keys(keys)).all()


def test_the_filter_denies_nearly_all_it_does_not_hold():
    generator = random.Random(1)
    held = KeyFilter.for_keys(20_000)
    held.add(hash_keys([f"held {i}" for i in range(20_000)]))
    strange = hash_keys([f"other {generator.random()}" for _ in range(20_000)])
    assert held.may_hold(strange).mean() < 0.02


@pytest.mark.parametrize("script", ["ерeвангюмри", "երևանգյումրի", "بيروتدمشق", "თბილისიქუთაისი"])
def test_other_scripts_are_searched_in_their_own_alphabet(script):
    key = fold(script)
    held = KeyFilter.for_keys(1)
    held.add(hash_keys([key]))
    for edited in (key[1:], key[:-1] + key[-2], key[0] + key):
        assert key in set(iter_near(edited, 2, held))


def test_names_of_eight_letters_are_found_over_two_edits(tmp_path):
    path = tmp_path / "names.gaz"
    with Builder(path) as builder:
        builder.add(
            Row(f"enrich:p{i}", Kind.PLACE, name, source="hand")
            for i, name in enumerate(["Vladivostok", "Goris", "Stepanakert"])
        )
        builder.finish([])
    with Gazetteer.open(path) as gazetteer:
        assert [(h.entity.name, h.edits) for h in gazetteer.fuzzy("Vladyvosstok")] == [
            ("Vladivostok", 2)
        ]
        assert gazetteer.fuzzy("Vladyvosstok", max_edits=1) == ()
        assert gazetteer.fuzzy("Korus") == ()
        assert [h.edits for h in gazetteer.fuzzy("Stepanakert")] == []
