"""Counts, each with its denominator: a figure without one is worthless.

Everything here is a plain count that can be added to another, so that documents and corpora are
pooled by adding them up and never by averaging averages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

WITHIN_KM: Final = 161.0
"""100 miles: the distance within which geoparsing counts a place as found."""

Span = tuple[int, int]
"""Start and end in code points, half-open."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """So many right, of so many.

    Example:
        >>> str(Ratio(3, 4) + Ratio(0, 1))
        '60.0 % (3/5)'
    """

    right: int = 0
    of: int = 0

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.right + other.right, self.of + other.of)

    def __str__(self) -> str:
        if not self.of:
            return "– (0/0)"
        return f"{100 * self.right / self.of:.1f} % ({self.right}/{self.of})"

    def to_dict(self) -> dict[str, Any]:
        """Return the counts and their quotient, None of nothing."""
        return {**asdict(self), "value": self.right / self.of if self.of else None}


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 from counts.

    Attributes:
        right: Predictions that are right: true positives.
        predicted: All predictions.
        gold: All golds.

    Example:
        >>> str(Score(right=1, predicted=2, gold=1))
        'P 50.0 R 100.0 F1 66.7 (right 1, predicted 2, gold 1)'
    """

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right, self.predicted + other.predicted, self.gold + other.gold
        )

    @property
    def precision(self) -> float:
        """Share of the predictions that are right, 0 to 1."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the golds that were predicted, 0 to 1."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.predicted + self.gold) if self.right else 0.0

    def __str__(self) -> str:
        return (
            f"P {100 * self.precision:.1f} R {100 * self.recall:.1f} F1 {100 * self.f1:.1f}"
            f" (right {self.right}, predicted {self.predicted}, gold {self.gold})"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the counts and what follows from them."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return asdict(self) | shares


def match_overlaps(predicted: Sequence[Span], gold: Sequence[Span]) -> int:
    """Count the golds that can be given a prediction of their own that overlaps them.

    Both are taken from left to right, and each prediction serves one gold only: a prediction
    across two golds is right once.

    Args:
        predicted: Spans found.
        gold: Spans annotated.

    Example:
        >>> match_overlaps([(0, 9), (20, 25)], [(0, 4), (5, 9), (22, 30)])
        2
    """
    free = sorted(predicted)
    matched = 0
    for start, end in sorted(gold):
        hit = next((span for span in free if span[0] < end and start < span[1]), None)
        if hit is not None:
            free.remove(hit)
            matched += 1
    return matched


def touches(span: Span, others: Iterable[Span]) -> bool:
    """Tell whether a span has a code point in common with any of others.

    Example:
        >>> touches((0, 4), [(4, 6)]), touches((0, 5), [(4, 6)])
        (False, True)
    """
    return any(span[0] < end and start < span[1] for start, end in others)
