"""The training of the ranker: its two models, and what it writes."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ranker.examples import _Reader
from ranker.logit import Choice, fit_choices, fit_logistic
from ranker.training import PRIORS, to_json

from enrich.evaluation.gold import GoldDocument
from enrich.mentions import MentionFinder
from enrich.mentions.taggers.model import NameTagger
from enrich.rank.ranker import Ranker
from enrich.rank.signals import SIGNALS
from enrich.rank.weights import load_weights
from gazetteer.model import Kind

number = st.floats(-2, 2, allow_nan=False).map(lambda x: round(x, 3))
option = st.fixed_dictionaries({"a": number, "b": number})
choice = st.lists(option, min_size=2, max_size=5).flatmap(
    lambda options: st.builds(
        Choice,
        st.just(options),
        st.lists(st.integers(0, 3), min_size=len(options), max_size=len(options)).filter(any),
    )
)


def loss(choices, weights, ridge, prior):
    """The conditional logit as the textbook has it."""
    total = 0.5 * ridge * sum((weights[s] - prior.get(s, 0.0)) ** 2 for s in weights)
    for made in choices:
        scores = [sum(weights[s] * v for s, v in o.items()) for o in made.options]
        total -= sum(
            n * (score - math.log(sum(map(math.exp, scores))))
            for n, score in zip(made.chosen, scores, strict=True)
        )
    return total


@settings(max_examples=60, deadline=None)
@given(st.lists(choice, min_size=1, max_size=6), st.floats(0.05, 3), number)
def test_no_weights_nearby_fit_better(choices, ridge, centre):
    prior = {"a": centre}
    fitted = fit_choices(choices, ["a", "b"], ridge, prior)
    best = loss(choices, fitted, ridge, prior)
    rng = np.random.default_rng(7)
    for step in (1e-3, 1e-1, 1.0):
        for _ in range(5):
            moved = {s: w + step * rng.normal() for s, w in fitted.items()}
            assert best <= loss(choices, moved, ridge, prior) + 1e-6


def test_what_no_example_shows_keeps_its_prior():
    fitted = fit_choices([Choice([{"a": 1.0}, {}], [3, 1])], ["a", "hint"], 0.1, {"hint": 5.0})
    assert fitted["hint"] == pytest.approx(5.0)
    assert fit_choices([], ["hint"], 0.1, {"hint": 5.0}) == {"hint": 5.0}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(option, st.booleans()), min_size=4, max_size=40))
def test_the_logistic_hits_the_mean(rows):
    """With a free intercept, the mean of the probabilities is the share of right ones."""
    inputs, right = zip(*rows, strict=True)
    if len(set(right)) < 2:
        return
    w = fit_logistic(inputs, right, ["a", "b"], {})
    logits = [w["constant"] + sum(w[s] * v for s, v in row.items()) for row in inputs]
    mean = sum(1 / (1 + math.exp(-x)) for x in logits) / len(logits)
    assert mean == pytest.approx(sum(right) / len(right), abs=1e-3)


def test_priors_are_for_documented_signals():
    for kind in Kind:
        assert set(PRIORS[kind]) <= set(SIGNALS)


def test_weights_survive_the_file(tmp_path):
    import json

    path = tmp_path / "weights.json"
    path.write_text(json.dumps(to_json(load_weights(), "a note")), encoding="utf-8")
    assert load_weights(path) == load_weights()


def test_a_document_is_read_with_the_spans_of_its_golds_and_its_other_names(gazetteer):
    document = GoldDocument("one", "Talks in Yerevan. Goris was calm.", [], title="News of Armenia")
    finder = MentionFinder(gazetteer, NameTagger(gazetteer))
    draft = _Reader(gazetteer, Ranker(gazetteer)).read(document, [(9, 16, Kind.PLACE)], finder)
    (group,) = draft.groups
    assert group.options[0].candidate.entity.id == "geonames:616052"
    assert {voter.name for voter in draft.voters} == {"goris", "armenia"}
