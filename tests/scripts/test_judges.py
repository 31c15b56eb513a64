"""Newswire labelled by judges: what they agree on, what is left open; sentences of our own."""

from __future__ import annotations

import random

from tagger.judges import OPEN, agree, tagger_judgement
from tagger.sentences import NameLists, fill

from enrich.mentions.taggers import TaggedSpan
from gazetteer.model import Kind

TEXT = "Rita hit Shell in Texas."
RITA, SHELL, TEXAS = (0, 4), (9, 14), (18, 23)


def labels(*judgements):
    sample = agree("n:0", TEXT, judgements, 0.5)
    return {(s.start, s.end): set(s.labels) for s in sample.spans}


def test_what_both_judges_say_is_a_name():
    assert labels({TEXAS: "LOC"}, {TEXAS: "LOC"}) == {TEXAS: {"LOC"}}


def test_where_two_judges_differ_the_label_is_open():
    assert labels({SHELL: "ORG"}, {SHELL: "PER"}) == {SHELL: {"ORG", "PER"}}
    assert labels({SHELL: "ORG"}, {}) == {SHELL: {"ORG", "O"}}
    assert labels({RITA: OPEN}, {RITA: "PER"}) == {RITA: {"ORG", "DEM", "PER"}}


def test_spans_that_touch_are_open_as_far_as_they_reach():
    longer = (9, 23)
    assert labels({SHELL: "ORG"}, {longer: "ORG"}) == {longer: {"ORG", "O"}}


def test_most_of_three_judges_are_enough():
    assert labels({SHELL: "ORG"}, {SHELL: "ORG"}, {}) == {SHELL: {"ORG"}}


def test_what_nobody_marks_is_no_name():
    sample = agree("n:0", TEXT, [{}, {}], 0.5)
    assert (sample.spans, sample.others, sample.weight) == ((), frozenset({"O"}), 0.5)


def test_of_our_tagger_the_outermost_names_count():
    spans = [
        TaggedSpan(0, 19, Kind.ORGANISATION, 0.9),
        TaggedSpan(14, 19, Kind.PLACE, 0.9),
        TaggedSpan(25, 33, Kind.PLACE, 0.9, adjectival=True),
    ]
    assert tagger_judgement(spans) == {(0, 19): "ORG", (25, 33): "DEM"}


def test_a_slot_may_stand_for_no_name():
    lists = NameLists({"FIRST": ["Helene"], "PLACE": ["Tampa"]})
    (sample,) = fill(["Hurricane {FIRST:none} hit {PLACE:lit}."], lists, random.Random(1))
    named = [sample.text[s.start : s.end] for s in sample.spans]
    assert (sample.text, named) == ("Hurricane Helene hit Tampa.", ["Tampa"])
