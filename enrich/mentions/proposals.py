"""What the rules hold for a mention, each with a score, before any choice is made."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.tokens import WordRun
from gazetteer.model import Kind


@dataclass(frozen=True, slots=True)
class Proposal(WordRun):
    """A run of words that a rule takes for a name.

    Attributes:
        kind: What it would name.
        score: How much speaks for it, in the units of ``enrich.mentions.evidence``; at or below
            zero it is not chosen.
        found_by: The rule.
        adjective: Whether it is the adjective or demonym of a place.
    """

    kind: Kind
    score: float
    found_by: str
    adjective: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """One name, with the tagged span that it comes from; None where a rule found it."""

    proposal: Proposal
    span: TaggedSpan | None = None
    embedded: bool = False

    @property
    def offsets(self) -> tuple[int, int]:
        """Where it begins, and where it ends."""
        return self.proposal.start, self.proposal.end


def choose(proposals: list[Proposal]) -> list[Proposal]:
    """Return the set of non-overlapping proposals with the greatest sum of scores.

    Weighted interval scheduling (Kleinberg and Tardos, Algorithm Design, 6.1), O(n log n).

    Example:
        >>> a = Proposal(0, 0, 0, 3, Kind.PLACE, 2.0, "x")
        >>> b = Proposal(0, 1, 0, 8, Kind.ORGANISATION, 3.0, "x")
        >>> [p.score for p in choose([a, b])]
        [3.0]
    """
    ranked = sorted((p for p in proposals if p.score > 0), key=lambda p: (p.end, -p.start))
    ends = [p.end for p in ranked]
    best = [0.0]
    taken: list[int] = []
    for index, proposal in enumerate(ranked):
        before = bisect_right(ends, proposal.start, 0, index)
        with_it = best[before] + proposal.score
        taken.append(before if with_it > best[index] else -1)
        best.append(max(with_it, best[index]))
    chosen: list[Proposal] = []
    index = len(ranked)
    while index > 0:
        if taken[index - 1] >= 0:
            chosen.append(ranked[index - 1])
            index = taken[index - 1]
        else:
            index -= 1
    return chosen[::-1]


class Stretches:
    """Stretches of a text that do not overlap, in code points.

    Example:
        >>> taken = Stretches([(0, 6), (10, 14)])
        >>> taken.free(6, 10), taken.free(5, 8), taken.inside(11, 13), taken.inside(10, 14)
        (True, False, True, False)
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)

    def add(self, start: int, end: int) -> None:
        """Add one that is free."""
        self._spans.insert(bisect_left(self._spans, (start, end)), (start, end))

    def free(self, start: int, end: int) -> bool:
        """Whether nothing touches a stretch."""
        at = bisect_left(self._spans, (end,))
        return not at or self._spans[at - 1][1] <= start

    def inside(self, start: int, end: int) -> bool:
        """Whether a stretch is a part of one of them, and not all of it."""
        at = bisect_left(self._spans, (start + 1,))
        first, last = self._spans[at - 1] if at else (end, start)
        return first <= start and end <= last and last - first > end - start
