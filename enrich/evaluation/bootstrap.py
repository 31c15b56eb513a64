"""How far a figure would move with other documents of the same sort.

Documents are drawn and not mentions, since the mentions of one article go right or wrong together.
Seeds are fixed: the same counts give the same interval.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from enrich.evaluation.scores import Ratio, Score

RESAMPLES: Final = 1000
_SEED: Final = 20
_PERCENTILES: Final = (2.5, 97.5)

Interval = tuple[float, float]
"""The 2.5th and the 97.5th percentile over the resamples: a 95 % interval."""
Counts = NDArray[np.int64]


def f1_interval(scores: Sequence[Score]) -> Interval:
    """Return the 95 % percentile interval of pooled F1 over resampled documents.

    Args:
        scores: The counts of each document.

    Returns:
        The 2.5th and the 97.5th percentile, 0 to 1.

    Example:
        >>> f1_interval([Score(1, 1, 1)] * 3)
        (1.0, 1.0)
    """
    if not scores:
        return 0.0, 0.0
    counts = _f1_counts(scores)
    return _percentiles(_resampled(counts, _draw(len(counts))))


def ratio_interval(ratios: Sequence[Ratio]) -> Interval:
    """Return the 95 % percentile interval of a pooled ratio over resampled documents.

    Args:
        ratios: The counts of each document.

    Example:
        >>> ratio_interval([Ratio(1, 2)] * 3)
        (0.5, 0.5)
    """
    return f1_interval([Score(r.right, r.of, r.of) for r in ratios])


def paired_interval(before: Sequence[Score], after: Sequence[Score]) -> Interval:
    """Return the 95 % interval of the difference in pooled F1, both over the same documents.

    Each resample draws documents once and counts them before and after, so that what makes a
    document hard for both is not part of the difference. An interval without 0 is a difference that
    other documents of the same sort would show too.

    Args:
        before: The counts of each document.
        after: Of the same documents in the same order.

    Returns:
        Percentiles of after less before, -1 to 1.

    Raises:
        ValueError: There are more documents on one side.

    Example:
        >>> paired_interval([Score(1, 2, 2)] * 3, [Score(2, 2, 2)] * 3)
        (0.5, 0.5)
    """
    if len(before) != len(after):
        raise ValueError(f"{len(before)} documents before, {len(after)} after")
    if not before:
        return 0.0, 0.0
    drawn = _draw(len(before))
    return _percentiles(
        _resampled(_f1_counts(after), drawn) - _resampled(_f1_counts(before), drawn)
    )


def interval(
    sizes: Sequence[int],
    statistic: Callable[[NDArray[np.intp]], float | None],
    resamples: int = RESAMPLES,
) -> Interval | None:
    """Return the 95 % interval of any figure over items that documents hold.

    Args:
        sizes: How many items each document holds; they are numbered through.
        statistic: The figure of the items with these numbers, some of them more than once, and
            never of none; None where it is undefined.
        resamples: How many samples with replacement.

    Returns:
        None where the figure is undefined in every resample.

    Example:
        >>> interval([1, 1, 1], lambda items: float(len(items)))
        (3.0, 3.0)
    """
    if not sizes:
        return None
    ends = np.cumsum(sizes)
    items = [np.arange(end - size, end) for size, end in zip(sizes, ends, strict=True)]
    drawn = (np.concatenate([items[k] for k in row]) for row in _draw(len(sizes), resamples))
    found = [statistic(of_sample) for of_sample in drawn if len(of_sample)]
    known = [value for value in found if value is not None]
    return _percentiles(np.array(known)) if known else None


def _draw(documents: int, resamples: int = RESAMPLES) -> NDArray[np.int64]:
    return np.random.default_rng(_SEED).integers(documents, size=(resamples, documents))


def _f1_counts(scores: Sequence[Score]) -> Counts:
    return np.array([(s.right, s.predicted + s.gold) for s in scores], dtype=np.int64)


def _resampled(counts: Counts, drawn: NDArray[np.int64]) -> NDArray[np.float64]:
    right, spans = counts[drawn].sum(axis=1).T
    return np.asarray(2 * right / np.maximum(spans, 1), dtype=np.float64)


def _percentiles(values: NDArray[np.float64]) -> Interval:
    low, high = np.percentile(values, _PERCENTILES)
    return float(low), float(high)
