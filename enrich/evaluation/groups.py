"""The groups that figures are given for: kinds, and places without demonyms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from enrich.evaluation.decisions import Judged, JudgedSpan
from enrich.evaluation.scores import Score, match_overlaps, touches


@dataclass(frozen=True, slots=True)
class GoldGroup:
    """Golds and answers that are counted together.

    Attributes:
        name: What it is called in figures.
        kinds: Its kinds; None for all, and for golds without one.
        demonyms: Whether adjectives and peoples count; their spans count neither way otherwise.
    """

    name: str
    kinds: frozenset[str] | None
    demonyms: bool = True

    def holds(self, decision: JudgedSpan) -> bool:
        """Tell whether a decision belongs to it."""
        if self.kinds is not None and decision.kind not in self.kinds:
            return False
        return self.demonyms or not decision.demonym

    def of(self, judged: Iterable[Judged]) -> list[Judged]:
        """Return the decisions that belong to it, documents without any among them."""
        return [self._of(document) for document in judged]

    def _of(self, judged: Judged) -> Judged:
        kept = tuple(filter(self.holds, judged.decisions))
        if self.demonyms:
            return replace(judged, decisions=kept)
        people = {d.span for d in judged.decisions if d.gold and d.demonym}
        spurious = {d.span for d in kept if d.gold is None} & people
        return replace(
            judged,
            decisions=tuple(d for d in kept if d.span not in spurious),
            ignored=judged.ignored | people,
        )


PLACES: Final = GoldGroup("places", frozenset({"place"}))
NO_DEMONYMS: Final = GoldGroup("places, no demonyms", frozenset({"place"}), demonyms=False)
ALL: Final = GoldGroup("all kinds", None)
PEOPLE_AND_ORGANISATIONS: Final = GoldGroup(
    "people and organisations", frozenset({"person", "organisation"})
)
GROUPS: Final = (
    ALL,
    PLACES,
    NO_DEMONYMS,
    GoldGroup("people", frozenset({"person"})),
    GoldGroup("organisations", frozenset({"organisation"})),
)


def groups_of(judged: Sequence[Judged]) -> list[GoldGroup]:
    """Return the groups that have a gold; all kinds only where there is more than one."""
    golds = [d for document in judged for d in document.decisions if d.gold is not None]
    found = [group for group in GROUPS if any(map(group.holds, golds))]
    return found if len({d.kind for d in golds}) > 1 or not found[1:] else found[1:]


def detection(judged: Judged) -> tuple[Score, Score]:
    """Count the mentions of a document: the exact score and the overlap score.

    Exact: span and kind are those of a gold. Overlap: each gold may be given one mention of a
    kind of the group that touches it.
    """
    gold = [d for d in judged.decisions if d.gold is not None]
    found = [d for d in judged.decisions if d.answer is not None]
    exact = Score(sum(d.answer is not None for d in gold), len(found), len(gold))
    gold_spans = {d.span for d in gold}
    clear = [
        s for s in (d.span for d in found) if s in gold_spans or not touches(s, judged.ignored)
    ]
    return exact, Score(match_overlaps(clear, list(gold_spans)), len(clear), len(gold_spans))
