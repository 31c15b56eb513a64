"""What changed from one evaluation to another, decision by decision."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from enrich.evaluation.bootstrap import Interval, paired_interval
from enrich.evaluation.records import Evaluation, Record
from enrich.evaluation.scores import Score
from enrich.runs.ids import id_of_now

RIGHT: Final = "right"
WRONG: Final = "wrong"
UNLINKED: Final = "unlinked"
"""There is a gold with an id, and no link."""
NOTHING: Final = "nothing"
"""There is no gold with an id that could be missed, and no link that could be wrong."""


@dataclass(frozen=True, slots=True)
class ChangedDecision:
    """A span that is linked to something else than before.

    Attributes:
        before: What was decided, None where nothing was found and nothing is annotated.
        after: What is decided now, likewise.
    """

    before: Record | None
    after: Record | None

    @property
    def record(self) -> Record:
        """One of the two, for what they have in common."""
        record = self.after or self.before
        if record is None:
            raise ValueError("a change from nothing to nothing")
        return record

    @property
    def verdicts(self) -> tuple[str, str]:
        """What came of it before and now: "right", "wrong", "unlinked" or "nothing"."""
        return _verdict(self.before), _verdict(self.after)

    @property
    def effect(self) -> int:
        """1 for a gain, -1 for a loss, 0 for neither, such as from "wrong" to "unlinked"."""
        before, after = ((verdict in (RIGHT, NOTHING)) for verdict in self.verdicts)
        return after - before

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {
            "before": asdict(self.before) if self.before else None,
            "after": asdict(self.after) if self.after else None,
            "verdicts": list(self.verdicts),
            "effect": self.effect,
        }


@dataclass(frozen=True, slots=True)
class EvaluationComparison:
    """One setting before and after.

    Attributes:
        documents: How many documents are compared, those without golds and mentions aside.
        left_out: How many of either evaluation are not, since the other lacks them or has other
            text or golds.
        before: Score of linking over them; with gold spans, precision and recall are the accuracy.
        after: The same now.
        interval: 95 % interval of the difference in F1, paired by document.
        changes: What changed, gains first, then losses, then what is neither.
        rescored: How many decisions are the same but for their score.
        reworded: How many are the same but for their reason.
    """

    documents: int
    left_out: int
    before: Score
    after: Score
    interval: Interval
    changes: Sequence[ChangedDecision]
    rescored: int = 0
    reworded: int = 0

    @property
    def difference(self) -> float:
        """F1 after less F1 before."""
        return self.after.f1 - self.before.f1

    def count(self, effect: int) -> int:
        """Return how many changes are gains (1), losses (-1) or neither (0)."""
        return sum(change.effect == effect for change in self.changes)

    @property
    def transitions(self) -> Counter[tuple[str, str]]:
        """How many changes went from one verdict to another."""
        return Counter(change.verdicts for change in self.changes)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {
            "documents": self.documents,
            "documents left out": self.left_out,
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "difference": self.difference,
            "difference, 95 %": self.interval,
            "gains": self.count(1),
            "losses": self.count(-1),
            "neither": self.count(0),
            "same but for the score": self.rescored,
            "same but for the reason": self.reworded,
            "transitions": {f"{a} -> {b}": n for (a, b), n in sorted(self.transitions.items())},
            "changes": [change.to_dict() for change in self.changes],
        }


def compare(before: Evaluation, after: Evaluation) -> dict[str, EvaluationComparison]:
    """Compare two evaluations over the documents that both have, by setting.

    A setting that only one of them has is left out.
    """
    same = {d for d, digest in after.digests.items() if before.digests.get(d) == digest}
    left_out = len(before.digests.keys() | after.digests.keys()) - len(same)
    return {
        setting: _compare(before.records[setting], records, same, left_out)
        for setting, records in after.records.items()
        if setting in before.records
    }


def _compare(
    before: Iterable[Record], after: Iterable[Record], same: Collection[str], left_out: int
) -> EvaluationComparison:
    old, new = _by_document(before), _by_document(after)
    documents = sorted({*old, *new}.intersection(same))  # in this setting, with anything in them
    olds = [_total(old[d].values()) for d in documents]
    news = [_total(new[d].values()) for d in documents]
    changes = [c for d in documents for c in _changes(old[d], new[d])]
    same_entity = [pair for d in documents for pair in _unchanged(old[d], new[d])]
    return EvaluationComparison(
        len(documents),
        left_out,
        sum(olds, Score()),
        sum(news, Score()),
        paired_interval(olds, news),
        sorted(changes, key=lambda c: (c.effect == 0, -c.effect)),  # stable: text order is kept
        sum(a.score != b.score for a, b in same_entity),
        sum(None not in (a.reason, b.reason) and a.reason != b.reason for a, b in same_entity),
    )


def _by_document(records: Iterable[Record]) -> Mapping[str, dict[Any, Record]]:
    found: defaultdict[str, dict[Any, Record]] = defaultdict(dict)
    for record in records:
        found[record.document][record.key] = record
    return found


def _total(records: Iterable[Record]) -> Score:
    return sum((record.counts for record in records), Score())


def _changes(old: Mapping[Any, Record], new: Mapping[Any, Record]) -> list[ChangedDecision]:
    pairs = [(old.get(key), new.get(key)) for key in {**old, **new}]
    changed = [ChangedDecision(a, b) for a, b in pairs if _entity(a) != _entity(b)]
    return sorted(changed, key=lambda change: change.record.key[1:3])


def _unchanged(old: Mapping[Any, Record], new: Mapping[Any, Record]) -> list[tuple[Record, Record]]:
    pairs = ((old[key], new[key]) for key in old.keys() & new.keys())
    return [(a, b) for a, b in pairs if _entity(a) == _entity(b)]


def _entity(record: Record | None) -> str | None:
    """Return the id of what a record links to, as it is now."""
    return id_of_now(record.entity) if record else None


def _verdict(record: Record | None) -> str:
    if record is None:
        return NOTHING
    if record.right:
        return RIGHT
    if record.entity is None:
        return UNLINKED if record.gold else NOTHING
    return WRONG if record.gold or record.predicted else NOTHING
