"""Every figure of an evaluation, each with its counts and, the main ones, with a 95 % interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from operator import attrgetter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from enrich.evaluation.bootstrap import f1_interval, interval, ratio_interval
from enrich.evaluation.calibration import (
    Bin,
    calibration_error,
    coverage_at,
    equal_mass_bins,
    equal_width_bins,
)
from enrich.evaluation.decisions import Judged, JudgedSpan
from enrich.evaluation.distances import error_auc, summarise_errors
from enrich.evaluation.groups import (
    PEOPLE_AND_ORGANISATIONS,
    PLACES,
    GoldGroup,
    detection,
    groups_of,
)
from enrich.evaluation.scores import WITHIN_KM, Ratio, Score

Figures = dict[str, Any]
Rule = Callable[[JudgedSpan], bool]

_has_id: Final[Rule] = attrgetter("has_id")
_right: Final[Rule] = attrgetter("right")
ACCURACY: Final = 0.95
"""The accuracy that coverage is given at."""
WITHOUT_COMPARABLE_ID: Final = "links without an id that golds have, counted as wrong"
THRESHOLDS: Final = (0.25, 0.5, 0.7, 0.8, 0.9, 0.95)


def figures_of(judged: Mapping[str, Sequence[Judged]]) -> Figures:
    """Return all figures of every setting.

    Args:
        judged: The documents, by setting as in ``enrich.evaluation.settings``.
    """
    figures: Figures = {}
    for setting, documents in judged.items():
        given = setting.startswith("gold spans")
        measure = _given_figures if given else _found_figures
        figures[setting] = {"documents": len(documents), **measure(documents)}
    return figures


def _given_figures(judged: Sequence[Judged]) -> Figures:
    calibrated = [g for g in (PLACES, PEOPLE_AND_ORGANISATIONS) if _has_ids(g, judged)]
    return {
        "golds": _count_golds(judged),
        "resolution": {g.name: resolution_figures(g.of(judged)) for g in groups_of(judged)},
        "calibration": {g.name: calibration_figures(g.of(judged)) for g in calibrated},
    }


def _found_figures(judged: Sequence[Judged]) -> Figures:
    return {g.name: end_to_end_figures(g.of(judged)) for g in groups_of(judged)}


def _has_ids(group: GoldGroup, judged: Sequence[Judged]) -> bool:
    return any(d.has_id for document in group.of(judged) for d in document.decisions)


def _count_golds(judged: Sequence[Judged]) -> Figures:
    golds = [d for document in judged for d in document.decisions]
    return {
        "annotated": len(golds),
        "with an id": sum(d.has_id for d in golds),
        "coordinates only": sum(_is_only_point(d) for d in golds),
        "neither, not scored": sum(not d.has_id and not _is_only_point(d) for d in golds),
    }


def resolution_figures(judged: Sequence[Judged]) -> Figures:
    """Return how often the entity is right, of one group, where the spans are given."""
    figures = {
        "exact id": _ratio(judged, _has_id, _right),
        "linked": _ratio(judged, _has_id, lambda d: d.linked),
        "exact id, gazetteer holds it": _ratio(judged, lambda d: d.has_id and d.held, _right),
        "left unlinked, gazetteer does not hold it": _ratio(
            judged, lambda d: d.has_id and not d.held, lambda d: not d.linked
        ),
    }
    if any(d.novel is not None for j in judged for d in j.decisions):
        novel = _ratio(judged, lambda d: d.novel is True, _right)
        seen = _ratio(judged, lambda d: d.novel is False, _right)
        figures |= {"exact id, novel pairs": novel, "exact id, pairs seen": seen}
    return figures | _distance_figures(judged)


def _distance_figures(judged: Sequence[Judged]) -> Figures:
    """What needs coordinates: nothing of people and organisations."""
    places = [Judged(j.document, tuple(filter(_is_place, j.decisions))) for j in judged]
    if not any(d.error_km is not None for j in places for d in j.decisions):
        return {}
    figures = {
        "within 161 km": _ratio(places, _has_id, lambda d: d.near),
        "within 161 km, by points alone": _ratio(
            places, lambda d: d.has_id and d.error_km is not None, _near_by_point
        ),
        "within 161 km, gazetteer does not hold it": _ratio(
            places, lambda d: d.has_id and not d.held, lambda d: d.near
        ),
        "errors": _error_figures(places),
    }
    if any(_is_only_point(d) for j in places for d in j.decisions):
        alone = _ratio(places, _is_only_point, lambda d: d.near)
        figures["within 161 km, golds with coordinates only"] = alone
    return figures


def _error_figures(judged: Sequence[Judged]) -> Figures | None:
    by_document = [
        [d.error_km for d in j.decisions if d.has_id and d.error_km is not None] for j in judged
    ]
    errors = np.array([km for of_document in by_document for km in of_document])
    summary = summarise_errors(errors.tolist())
    if summary is None:
        return None
    sizes = [len(of_document) for of_document in by_document]

    auc = interval(sizes, lambda items: error_auc(errors[items].tolist()), resamples=200)
    return {
        **asdict(summary),
        "mean_km, 95 %": interval(sizes, lambda items: float(errors[items].mean())),
        "auc, 95 %": auc,
    }


def end_to_end_figures(judged: Sequence[Judged]) -> Figures:
    """Return what is found and linked, of one group, when nothing is given."""
    pairs = [detection(j) for j in judged]
    figures: Figures = {
        "detection, exact": _f1([exact for exact, _ in pairs]),
        "detection, overlap": _f1([overlap for _, overlap in pairs]),
        "linking, exact id": _f1([_linking(j, _right) for j in judged]),
    }
    if any(d.error_km is not None for j in judged for d in j.decisions):
        places = [Judged(j.document, tuple(filter(_is_place, j.decisions))) for j in judged]
        figures["linking, within 161 km"] = _f1([_linking(j, lambda d: d.near) for j in places])
    held = [_held_only(j) for j in judged]
    figures["linking, exact id, gazetteer holds it"] = _f1([_linking(j, _right) for j in held])
    if any(d.novel is not None for j in judged for d in j.decisions):
        found = _ratio(judged, lambda d: d.novel is True, _right)
        figures["recall, exact id, novel pairs"] = found
    figures[WITHOUT_COMPARABLE_ID] = sum(
        bool(d.counts.predicted) and not d.comparable for j in judged for d in j.decisions
    )
    figures["thresholds"] = [
        {"threshold": t, **sum((_linking(j, _right, t) for j in judged), Score()).to_dict()}
        for t in THRESHOLDS
    ]
    return figures


def _linking(judged: Judged, good: Rule, threshold: float = 0.0) -> Score:
    kept = [
        d
        for d in judged.decisions
        if d.counts.predicted and d.answer is not None and d.answer.score >= threshold
    ]
    right = sum(d.has_id and good(d) for d in kept)
    return Score(right, len(kept), sum(d.has_id for d in judged.decisions))


def _held_only(judged: Judged) -> Judged:
    """Leave out the golds that could not be linked; what was linked there is left out too."""
    kept = tuple(d for d in judged.decisions if d.gold is None or d.held)
    return Judged(judged.document, kept, judged.ignored)


def calibration_figures(judged: Sequence[Judged]) -> Figures:
    """Return how far scores are what they say, over the golds with an id whose span is given.

    A gold that was left unlinked is in no bin, since no link was made that could be right; it
    counts among the golds that shares are taken of. So does one whose link has no id in any scheme
    that golds of its kind use: whether it is right cannot be told.
    """
    by_document = [[d for d in j.decisions if d.has_id] for j in judged]
    links = [[d for d in of_document if d.linked and d.comparable] for of_document in by_document]
    flat = [d for of_document in links for d in of_document]
    scores = np.array([d.answer.score for d in flat if d.answer is not None], dtype=np.float64)
    right = np.array([d.right for d in flat], dtype=np.float64)
    golds = sum(map(len, by_document))
    sizes = [len(of_document) for of_document in links]
    linked = sum(d.linked for of_document in by_document for d in of_document)

    def kept(items: NDArray[np.intp]) -> float:
        return coverage_at(scores[items], right[items], len(items), ACCURACY).kept / len(items)

    return {
        "golds": golds,
        "links": len(flat),
        "left unlinked": golds - linked,
        "not comparable": linked - len(flat),
        "right": int(right.sum()),
        "mean score": float(scores.mean()) if len(scores) else None,
        "error, 15 equal-mass bins": _calibration_error(scores, right, sizes, equal_mass_bins),
        "error, 10 equal-width bins": _calibration_error(scores, right, sizes, equal_width_bins),
        "reliability": [asdict(b) for b in equal_width_bins(scores, right)],
        "coverage": {
            "at accuracy": ACCURACY,
            **coverage_at(scores, right, golds, ACCURACY).to_dict(),
            "of_links, 95 %": interval(sizes, kept),
        },
        "thresholds": [_threshold(t, scores, right, golds) for t in THRESHOLDS],
    }


def _calibration_error(
    scores: NDArray[np.float64],
    right: NDArray[np.float64],
    sizes: Sequence[int],
    bins: Callable[[NDArray[np.float64], NDArray[np.float64]], list[Bin]],
) -> Figures:
    def error(items: NDArray[np.intp]) -> float | None:
        return calibration_error(bins(scores[items], right[items]))

    return {
        "value": calibration_error(bins(scores, right)),
        "of": len(scores),
        "95 %": interval(sizes, error, resamples=200),
    }


def _threshold(
    threshold: float, scores: NDArray[np.float64], right: NDArray[np.float64], golds: int
) -> Figures:
    kept = scores >= threshold
    count = int(kept.sum())
    good = int(right[kept].sum())
    return {
        "threshold": threshold,
        "kept": count,
        "right": good,
        "golds": golds,
        "accuracy": good / count if count else None,
        "of_golds": count / golds if golds else None,
    }


def _ratio(judged: Sequence[Judged], counted: Rule, good: Rule) -> Figures:
    ratios = []
    for document in judged:
        of = [d for d in document.decisions if counted(d)]
        ratios.append(Ratio(sum(map(good, of)), len(of)))
    total = sum(ratios, Ratio())
    return {**total.to_dict(), "95 %": ratio_interval(ratios) if total.of else None}


def _f1(scores: Sequence[Score]) -> Figures:
    return {**sum(scores, Score()).to_dict(), "f1, 95 %": f1_interval(scores)}


def _is_place(decision: JudgedSpan) -> bool:
    return decision.kind in ("place", None)


def _is_only_point(decision: JudgedSpan) -> bool:
    return not decision.has_id and decision.error_km is not None


def _near_by_point(decision: JudgedSpan) -> bool:
    return decision.distance_km is not None and decision.distance_km <= WITHIN_KM
