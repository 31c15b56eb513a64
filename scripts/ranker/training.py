"""From examples to weights: alone, in context, with the outlet's profile, and calibrated.

The first stage is a conditional logit over the candidates of each name that has the right one
among them. The second stage, the probability that the best candidate is right, is fitted on
decisions of first stages that have not seen the document: the folds of the training documents
are left out in turn.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from enrich.rank.calibration import MEASURES, measures
from enrich.rank.groups import NameGroup
from enrich.rank.profile import ArticleVotes, Profile, footprint_of
from enrich.rank.ranker import Ranker
from enrich.rank.signals import CONTEXT, SIGNALS, Values
from enrich.rank.weights import Weights
from gazetteer.model import Kind
from gazetteer.store import Gazetteer
from ranker.examples import Example
from ranker.logit import Choice, fit_choices, fit_logistic

__all__ = ["PRIORS", "to_json", "train"]

RIDGE = 0.3
RIDGE_OF_OUTLETS = 1.0  # outlets are few, and their articles alike
RIDGE_OF_FEW = 2.0  # for people and organisations, of which there are few hundred examples

PRIORS: Mapping[Kind, Mapping[str, float]] = {
    Kind.PLACE: {
        "container": 4.0, "other container": -2.5, "contains the place before": 5.0,
        "fuzzy": -2.5, "out of time": -2.0, "hint": 2.0, "part of the name": -1.0,
        "listed with its like": 4.0, "fuzzy, named elsewhere": 4.0,
        "country": 2.5, "capital": 1.5, "capital, world news": 1.0, "population unknown": 0.5,
        "country votes, of people": 0.5, "country named": 0.5,
        "in a list of areas": 4.0, "said to be a country": 4.0, "said to be an area": 4.0,
        "said to be a river": 7.0,
        "capital, metonymic": 1.5, "prominence": 5.0, "capital, dateline": 2.0, "former name": 2.5,
        "country of its body": 3.0, "local entity": 4.0, "town inside, no other": -2.5,
        "capital, no other": 1.0, "state of its name": -4.0,
    },
    Kind.PERSON: {
        "prominence": 5.0, "title": 2.5, "calling": 1.5, "another calling": -3.0,
        "another's title": -1.5, "local entity": 4.0, "country before": 1.5,
        "in office": 1.0, "fuzzy": -2.5, "out of time": -3.0, "hint": 1.0, "country votes": 1.5,
        "country votes, of people": 0.75, "full name": 1.0,
    },
    Kind.ORGANISATION: {
        "prominence": 4.0, "fuzzy": -2.5, "out of time": -2.0, "hint": 1.0, "country votes": 2.0,
        "local entity": 4.0,
        "country votes, of people": 1.0, "full name": 1.0, "country named": 1.0,
        "shared name, elsewhere": -4.0,
    },
}  # fmt: skip
"""Set by hand, from what the words mean, before any figure: what the examples do not show keeps
these. No corpus has a caller's country, and few have misspelt or outdated names."""

FIXED = frozenset({
    "container", "other container", "contains the place before", "listed with its like", "hint",
    "population unknown", "in a list of areas", "said to be a country", "said to be an area",
    "said to be a river", "capital, metonymic", "former name", "local entity",
    "country of its body", "country", "capital", "capital, world news",
    "country votes, of people", "country named", "shared name, elsewhere", "town inside, no other",
    "another's title", "capital, no other", "state of its name",
})  # fmt: skip
"""What the text or the caller says outright is not left to what a corpus happens to show. Nor are
states and capitals, and what their peoples and officials say of where other names lie: the local
news of one corpus, whose outlet a text does not always tell, names the small namesakes of many."""

_CALIBRATION_PRIOR = {
    "log-odds": 0.6, "fuzzy": -1.0, "fuzzy, named elsewhere": 4.0, "hint": 2.0, "capital": 1.5,
    "shared name, elsewhere": -4.0, "shared name, at home": 1.0, "common name": -6.0,
    "calling": 1.0, "another calling": -4.0, "former name": 1.5, "part of the name": -1.0,
    "local entity": 2.0, "another's title": -1.0, "capital, no other": 1.0,
    "said to be a river": 1.5,
}  # fmt: skip

_CALIBRATION_FIXED = frozenset({
    "capital", "shared name, at home", "calling", "another calling", "former name",
    "another's title", "capital, no other", "local entity",
})  # fmt: skip


def train(examples: Sequence[Example], gazetteer: Gazetteer, folds: Iterable[str]) -> Weights:
    """Return weights fitted on examples.

    Args:
        examples: All that may be seen.
        gazetteer: The embedded one.
        folds: Names of their folds, each left out once to fit the second stage.
    """
    rows: dict[Kind, list[tuple[Values, bool]]] = defaultdict(list)
    for fold in folds:
        seen = [e for e in examples if e.fold != fold]
        unseen = [e for e in examples if e.fold == fold]
        if seen and unseen:
            ranker = Ranker(gazetteer, _first_stage(seen, gazetteer))
            for kind, decisions in _decisions(unseen, examples, ranker).items():
                rows[kind] += decisions
    weights = _first_stage(examples, gazetteer)
    calibration = {kind: _second_stage(kind, rows[kind]) for kind in Kind}
    return _named(weights, calibration)


def _first_stage(examples: Sequence[Example], gazetteer: Gazetteer) -> Weights:
    """Fit the weights of the candidates, one pass after the other."""
    nothing: dict[Kind, dict[str, float]] = {kind: dict(PRIORS[kind]) for kind in Kind}
    flat = {kind: {"constant": 0.0, "log-odds": 1.0} for kind in Kind}
    alone = {kind: _fit(examples, kind, without=CONTEXT) for kind in Kind}
    in_context, with_outlet = dict(nothing), dict(nothing)

    def ranker() -> Ranker:
        return Ranker(gazetteer, Weights("in training", alone, in_context, with_outlet, flat))

    for kind in Kind:
        _look_around(examples, ranker(), {})
        in_context[kind] = _fit(examples, kind)
    with_outlet.update(in_context)
    profiles, footprints = _profiles(examples, ranker())
    _look_around(examples, ranker(), profiles, footprints)
    with_outlet[Kind.PLACE] = _fit(
        [e for e in examples if e.outlet and profiles[e.outlet].articles > 1],
        Kind.PLACE,
        RIDGE_OF_OUTLETS,
        prior=in_context[Kind.PLACE],
    )
    return Weights("in training", alone, in_context, with_outlet, flat)


def _look_around(
    examples: Iterable[Example],
    ranker: Ranker,
    profiles: Mapping[str, Profile],
    footprints: Mapping[int, ArticleVotes] | None = None,
) -> None:
    for example in examples:
        profile = profiles.get(example.outlet) if example.outlet else None
        own = (footprints or {}).get(id(example))
        ranker.look_around(example.draft, profile, own)


def _profiles(
    examples: Iterable[Example], ranker: Ranker
) -> tuple[dict[str, Profile], dict[int, ArticleVotes]]:
    """Profiles of the outlets, from the articles' own decisions: no answer is looked at."""
    profiles: dict[str, Profile] = defaultdict(Profile)
    footprints = {}
    for example in examples:
        if example.outlet:
            ranker.look_around(example.draft)
            footprints[id(example)] = footprint_of(example.draft.groups)
            profiles[example.outlet].add(footprints[id(example)])
    return profiles, footprints


def _fit(
    examples: Iterable[Example],
    kind: Kind,
    ridge: float | None = None,
    without: Container[str] = (),
    prior: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Fit the signals as they are measured now, all but some.

    What the examples do not show keeps its prior: set by hand, or learnt from more of them.
    """
    choices = [
        Choice([dict(o.values) for o in group.options], chosen)
        for example in examples
        for group in example.draft.groups
        if group.kind is kind and len(group.options) > 1 and any(chosen := _chosen(example, group))
    ]
    shown = {s for choice in choices for option in choice.options for s in option}
    prior = PRIORS[kind] if prior is None else prior
    signals = [s for s in SIGNALS if (s in shown or s in prior) and s not in without]
    if ridge is None:
        ridge = RIDGE if kind is Kind.PLACE else RIDGE_OF_FEW
    return fit_choices(choices, signals, ridge, prior, fixed=FIXED)


def _chosen(example: Example, group: NameGroup) -> list[float]:
    return [
        float(sum(example.is_right(at, option) for at in group.mentions))
        for option in group.options
    ]


def _decisions(
    unseen: Sequence[Example], all_: Sequence[Example], ranker: Ranker
) -> dict[Kind, list[tuple[Values, bool]]]:
    """Decide unseen documents, each without and, where there is one, with its outlet's profile."""
    found: dict[Kind, list[tuple[Values, bool]]] = defaultdict(list)
    profiles, footprints = _profiles(all_, ranker)
    for example in unseen:
        settings: list[tuple[Profile | None, ArticleVotes | None]] = [(None, None)]
        profile = profiles.get(example.outlet)
        if profile is not None and profile.articles > 1:
            settings.append((profile, footprints.get(id(example))))
        for profile, own in settings:
            ranker.look_around(example.draft, profile, own)
            for group in example.draft.groups:
                for at in group.mentions:
                    if group.options and example.answers[at] is not None:
                        right = example.is_right(at, group.options[0])
                        found[group.kind].append((measures(group), right))
    return found


def _second_stage(kind: Kind, rows: Sequence[tuple[Values, bool]]) -> dict[str, float]:
    shown = {m for row, _ in rows for m, value in row.items() if value}
    names = [m for m in MEASURES if m in shown or m in _CALIBRATION_PRIOR]
    if kind is Kind.ORGANISATION:
        names.remove("candidates")  # that every country has a Congress makes none less sure
    return fit_logistic(
        [row for row, _ in rows],
        [right for _, right in rows],
        names,
        _CALIBRATION_PRIOR,
        _CALIBRATION_FIXED,
    )


def _named(weights: Weights, calibration: Mapping[Kind, Mapping[str, float]]) -> Weights:
    """Round what is written, and name the weights by what they are."""
    parts = [
        {kind: _rounded(part[kind]) for kind in Kind}
        for part in (weights.alone, weights.in_context, weights.with_outlet, calibration)
    ]
    text = json.dumps(parts, sort_keys=True)
    return Weights(f"logit-{hashlib.sha256(text.encode()).hexdigest()[:8]}", *parts)


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: rounded for name, w in weights.items() if (rounded := round(w, 3)) or not w}


def to_json(weights: Weights, note: str) -> dict[str, Any]:
    """Return weights as ``weights.json`` holds them."""
    return {
        "id": weights.id,
        "note": note,
        **{
            kind.value: {
                "alone": weights.alone[kind],
                "in context": weights.in_context[kind],
                "with outlet": weights.with_outlet[kind],
                "calibration": weights.calibration[kind],
            }
            for kind in Kind
        },
    }
