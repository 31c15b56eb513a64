"""Tallies: counts by the name of the measure, over some documents.

The counts themselves are those of ``enrich.evaluation.scores``, and can be had from here too.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from enrich.evaluation.scores import (
    WITHIN_KM,
    Ratio,
    Score,
    Span,
    match_overlaps,
    touches,
)

__all__ = [
    "WITHIN_KM",
    "Miss",
    "Ratio",
    "Score",
    "Span",
    "Tally",
    "match_overlaps",
    "score_spans",
    "touches",
]


def score_spans(
    gold: Collection[Span], predicted: Iterable[Span], ignored: Collection[Span]
) -> tuple[Score, Score]:
    """Count spans that are equal, and spans that overlap.

    Args:
        gold: Spans annotated.
        predicted: Spans found.
        ignored: Spans that count neither way: a prediction there is left out, for overlaps also
            one that only touches them, unless it is exactly a gold.

    Returns:
        The exact score and the overlap score.

    Example:
        >>> exact, overlap = score_spans({(0, 4)}, [(0, 6), (9, 12)], {(9, 12)})
        >>> (exact.right, exact.predicted, overlap.right)
        (0, 1, 1)
    """
    counted = [span for span in predicted if span not in ignored]
    clear = [span for span in counted if span in gold or not touches(span, ignored)]
    exact = Score(sum(span in gold for span in counted), len(counted), len(gold))
    return exact, Score(match_overlaps(clear, list(gold)), len(clear), len(gold))


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that went wrong, for reading.

    Attributes:
        sort: What went wrong: "missed", "spurious", "wrong id", "not linked", "wrong role".
        document: Corpus and id of the document.
        context: The mention in square brackets, with some text around it.
        expected: What the annotators say.
        got: What came out.
    """

    sort: str
    document: str
    context: str
    expected: str = ""
    got: str = ""

    def __str__(self) -> str:
        return f"{self.document}: {self.context}  expected {self.expected}, got {self.got}"


@dataclass(slots=True)
class Tally:
    """All that was counted over some documents, by name of the measure."""

    scores: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    ratios: defaultdict[str, Ratio] = field(default_factory=lambda: defaultdict(Ratio))
    distances: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Pool with another tally."""
        for name, score in other.scores.items():
            self.scores[name] += score
        for name, ratio in other.ratios.items():
            self.ratios[name] += ratio
        for name, kilometres in other.distances.items():
            self.distances[name] += kilometres
        self.counts.update(other.counts)
        self.misses += other.misses

    def lines(self) -> Iterable[str]:
        """Yield the report, a measure a line."""
        named: dict[str, object] = {**self.scores, **self.ratios}
        named |= {name: _median(values) for name, values in self.distances.items()}
        named |= dict(self.counts)
        width = max(map(len, named), default=0)
        for name in sorted(named):
            yield f"  {name:{width}}  {named[name]}"

    def to_dict(self) -> dict[str, Any]:
        """Return every figure with its counts, for ``--json``."""
        return {
            **{name: score.to_dict() for name, score in sorted(self.scores.items())},
            **{name: ratio.to_dict() for name, ratio in sorted(self.ratios.items())},
            **{
                name: {"median_km": statistics.median(values), "of": len(values)}
                for name, values in sorted(self.distances.items())
            },
            **dict(sorted(self.counts.items())),
        }


def _median(values: list[float]) -> str:
    if not values:
        return "– (of 0)"
    return f"{statistics.median(values):.1f} km (of {len(values)})"
