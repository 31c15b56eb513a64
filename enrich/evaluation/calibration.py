"""Do scores mean what they say? Of the links with a score of 0.8, are 80 of 100 right?

All measures here look at links that were made, each with its score and whether it is right. What
was not linked has nothing that could be right or wrong, so it enters no bin; it counts where a
share is taken of all golds, as in ``Coverage.of_golds``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

EQUAL_MASS_BINS: Final = 15
EQUAL_WIDTH_BINS: Final = 10

Floats = NDArray[np.float64]
Scores = Sequence[float] | Floats
Rights = Sequence[bool] | Floats


@dataclass(frozen=True, slots=True)
class Bin:
    """Links of like scores.

    Attributes:
        low: Lowest score: of the bin if its width is fixed, else of its links.
        high: Highest score, likewise.
        of: How many links.
        score: Their mean score, 0 to 1.
        accuracy: Share of them that is right, 0 to 1.
    """

    low: float
    high: float
    of: int
    score: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much a threshold keeps at an accuracy.

    Attributes:
        threshold: Keep links with at least this score; None where none will do.
        kept: Links kept.
        right: Right ones among them.
        links: All links.
        golds: All golds, linked or not.
    """

    threshold: float | None
    kept: int
    right: int
    links: int
    golds: int

    def to_dict(self) -> dict[str, Any]:
        """Return the counts and the shares kept of the links and of the golds."""
        return {
            **asdict(self),
            "accuracy": self.right / self.kept if self.kept else None,
            "of_links": self.kept / self.links if self.links else None,
            "of_golds": self.kept / self.golds if self.golds else None,
        }


def equal_mass_bins(scores: Scores, right: Rights, bins: int = EQUAL_MASS_BINS) -> list[Bin]:
    """Sort links by score and cut them into bins that differ by one link at most.

    Links of one score share its accuracy, so that the cuts between them do not depend on the
    order they came in.

    Args:
        scores: Of each link, 0 to 1.
        right: Whether each link is right.
        bins: How many at most; there are fewer where there are fewer links.

    Example:
        >>> [b.of for b in equal_mass_bins([0.1, 0.2, 0.3, 0.4, 0.5], [True] * 5, bins=2)]
        [3, 2]
    """
    s, r = _sorted(scores, right)
    return [
        _bin(s, r, part, float(s[part[0]]), float(s[part[-1]]))
        for part in np.array_split(np.arange(len(s)), bins)
        if len(part)
    ]


def equal_width_bins(scores: Scores, right: Rights, bins: int = EQUAL_WIDTH_BINS) -> list[Bin]:
    """Cut 0 to 1 into bins of one width, each without its upper end but for the last.

    Args:
        scores: Of each link, 0 to 1.
        right: Whether each link is right.
        bins: How many; those without a link are left out.

    Example:
        >>> [(b.low, b.of, b.accuracy) for b in equal_width_bins([0.81, 0.89, 1.0], [1, 0, 1])]
        [(0.8, 2, 0.5), (0.9, 1, 1.0)]
    """
    s, r = _sorted(scores, right)
    at = np.minimum((s * bins + 1e-9).astype(int), bins - 1)
    found = (np.flatnonzero(at == k) for k in range(bins))
    return [_bin(s, r, part, k / bins, (k + 1) / bins) for k, part in enumerate(found) if len(part)]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Return the expected calibration error, 0 best, None of nothing.

    The mean over links of the difference between their bin's mean score and its accuracy: Guo,
    Pleiss, Sun and Weinberger, "On calibration of modern neural networks" (2017), equation 3.

    Example:
        >>> calibration_error([Bin(0, 1, 3, 0.9, 0.8), Bin(0, 1, 1, 0.5, 0.9)])
        0.175
    """
    total = sum(b.of for b in bins)
    if not total:
        return None
    return round(sum(b.of * abs(b.score - b.accuracy) for b in bins) / total, 12)


def coverage_at(scores: Scores, right: Rights, golds: int, accuracy: float = 0.95) -> Coverage:
    """Return the lowest threshold at which the links that are kept are accurate enough.

    Args:
        scores: Of each link, 0 to 1.
        right: Whether each link is right.
        golds: How many golds there are, those without a link too.
        accuracy: The accuracy asked for.

    Example:
        >>> coverage_at([0.9, 0.8, 0.7, 0.6], [True, True, True, False], golds=5).threshold
        0.7
    """
    s, r = _arrays(scores, right)
    order = np.argsort(-s, kind="stable")
    s, r = s[order], r[order]
    kept = np.arange(1, len(s) + 1)
    right_so_far = np.cumsum(r)
    last_of_score = np.append(s[1:] != s[:-1], True)[: len(s)]  # a threshold parts no equal scores
    enough = np.flatnonzero((right_so_far >= accuracy * kept - 1e-9) & last_of_score)
    if not len(enough):
        return Coverage(None, 0, 0, len(s), golds)
    at = int(enough[-1])
    return Coverage(float(s[at]), at + 1, int(right_so_far[at]), len(s), golds)


def _arrays(scores: Scores, right: Rights) -> tuple[Floats, Floats]:
    return np.asarray(scores, dtype=np.float64), np.asarray(right, dtype=np.float64)


def _sorted(scores: Scores, right: Rights) -> tuple[Floats, Floats]:
    """Both in the order of the scores, the links of one score with their common accuracy."""
    s, r = _arrays(scores, right)
    order = np.argsort(s, kind="stable")
    s, r = s[order], r[order]
    _, group, sizes = np.unique(s, return_inverse=True, return_counts=True)
    means = np.bincount(group, weights=r) / sizes if len(s) else r
    return s, means[group] if len(s) else r


def _bin(scores: Floats, right: Floats, part: NDArray[np.intp], low: float, high: float) -> Bin:
    return Bin(low, high, len(part), float(scores[part].mean()), float(right[part].mean()))
