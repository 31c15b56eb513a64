"""Changes as tables: gain and harm by source, class, prominence and match; every change to read."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from evaluation.markdown import table

from knowledge.changes import Change
from knowledge.classes import band_of
from knowledge.decisions import Decision

__all__ = ["iter_lines", "write"]

_MOST_SHOWN: Final = 40


def iter_lines(changes: Sequence[Change]) -> Iterator[str]:
    """Yield what changed as tables in Markdown."""
    counts = Counter(change.effect for change in changes)
    yield f"Changed: {counts[1]} better, {counts[-1]} worse, {counts[0]} neither."
    yield ""
    yield from _iter_transitions(changes)
    header = ("better", "worse", "neither", "better less worse")
    for title, name, key in (
        ("Gain and harm by corpus and kind of what is linked", ("corpus", "kind"),
         lambda c: (c.decision.corpus, c.kind)),
        ("Gain and harm by source and class", ("kind", "source", "class", "entity"), _source),
        ("Gain and harm by prominence", ("kind", "entity", "prominence"), _band),
        ("Gain and harm by match", ("kind", "entity", "match"),
         lambda c: (c.kind, c.newness, c.match)),
    ):  # fmt: skip
        yield ""
        yield f"{title}:"
        yield ""
        yield table([*name, *header], _balance(changes, key), left=range(len(name)))
    yield ""
    yield "Entities with most harm:"
    yield ""
    rows = _balance(changes, lambda c: (c.cause.id if c.cause else "", _shown(c)))
    yield table(
        ["id", "entity", *header], [r for r in rows if r[3]][:_MOST_SHOWN], left=(0, 1)
    )  # fmt: skip


def write(changes: Iterable[Change], path: Path) -> None:
    """Write every change as a row of tab-separated values, harm first, to be read."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(
            ["effect", "before", "after", "corpus", "document", "context", "gold", "entity before",
             "entity after", "cause", "kind", "source", "class", "newness", "prominence", "match",
             "score", "reading"]
        )  # fmt: skip
        for change in changes:
            writer.writerow(_row(change))


def _row(change: Change) -> list[object]:
    decision, cause = change.decision, change.cause
    gold = " ".join(filter(None, (*decision.ids, decision.name, "NIL" * decision.nil)))
    return [
        change.effect, *change.verdicts, decision.corpus, decision.document, decision.context, gold,
        _named(change.before), _named(change.after),
        f"{cause.id} {cause.name}" if cause else "", change.kind,
        cause.source if cause else "", change.group, change.newness,
        cause.prominence if cause else "", change.match,
        change.after.score if change.after else "", "",
    ]  # fmt: skip


def _named(decision: Decision | None) -> str:
    if decision is None or not decision.mentioned:
        return "not found"
    entity = decision.entity
    return f"{entity.id} {entity.name}" if entity else decision.unlinked


def _iter_transitions(changes: Iterable[Change]) -> Iterator[str]:
    counts = Counter(change.verdicts for change in changes)
    rows = [[*verdicts, number] for verdicts, number in counts.most_common()]
    yield table(["before", "after", "decisions"], rows, left=(0, 1))


def _balance(
    changes: Iterable[Change], key: Callable[[Change], tuple[str, ...]]
) -> list[list[object]]:
    """Count by a key; what did most harm, less its gain, comes first."""
    counts: dict[tuple[str, ...], Counter[int]] = {}
    for change in changes:
        counts.setdefault(key(change), Counter())[change.effect] += 1
    order = sorted(counts.items(), key=lambda item: (item[1][1] - item[1][-1], item[0]))
    return [[*k, c[1], c[-1], c[0], f"{c[1] - c[-1]:+}"] for k, c in order]


def _source(change: Change) -> tuple[str, ...]:
    source = change.cause.source if change.cause else change.newness
    return change.kind, source, change.group, change.newness


def _band(change: Change) -> tuple[str, ...]:
    band = band_of(change.cause.prominence) if change.cause else ""
    return change.kind, change.newness, band


def _shown(change: Change) -> str:
    return f"{change.cause.name} ({change.group})" if change.cause else change.newness
