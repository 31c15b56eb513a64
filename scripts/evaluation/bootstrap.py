"""How far a figure would move with other documents of the same sort."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evaluation.scores import Score

__all__ = ["RESAMPLES", "f1_interval"]

RESAMPLES = 1000
_SEED = 20


def f1_interval(scores: Sequence[Score], resamples: int = RESAMPLES) -> tuple[float, float]:
    """Return the 95 % percentile interval of pooled F1 over resampled documents.

    Documents are drawn and not mentions, since the mentions of one article go right or wrong
    together. The seed is fixed.

    Args:
        scores: The counts of each document.
        resamples: How many samples with replacement.

    Returns:
        The 2.5th and the 97.5th percentile, 0 to 1.

    Example:
        >>> f1_interval([Score(1, 1, 1)] * 3)
        (1.0, 1.0)
    """
    if not scores:
        return 0.0, 0.0
    counts = np.array([(s.right, s.predicted + s.gold) for s in scores], dtype=np.int64)
    drawn = np.random.default_rng(_SEED).integers(len(counts), size=(resamples, len(counts)))
    right, all_spans = counts[drawn].sum(axis=1).T
    f1 = 2 * right / np.maximum(all_spans, 1)
    low, high = np.percentile(f1, [2.5, 97.5])
    return float(low), float(high)
