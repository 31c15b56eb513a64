"""Which decisions another gazetteer changed, for better or worse, and by which entities.

A decision is worth 1 where the link is right, -1 where it is wrong (another entity, a gold that is
nobody, nothing annotated in a corpus that annotates the kind), and 0 otherwise: unlinked, or
nothing that could be judged. What is worth more than before is a gain, what is worth less is harm.

Each change is put down to one entity: the one linked now; where a link was lost, the best candidate
now, which took its place without being sure; where there is none, what the gazetteer no longer
offers. Where no mention is left, it is the finder that changed.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evaluation.markdown import table

from gazetteer.errors import UnknownEntity
from gazetteer.store import Gazetteer
from knowledge.classes import band_of
from knowledge.decisions import Decision, Known, facts_of

__all__ = ["Change", "changes_of", "iter_lines", "verdict_of", "worth_of", "write"]

RIGHT: Final = "right"
WRONG: Final = "wrong"
UNLINKED: Final = "unlinked"
SPURIOUS: Final = "linked, nothing annotated"
NOBODY: Final = "linked, nobody of note"
OTHER_KIND: Final = "linked as another kind"
NOTHING: Final = "nothing"
UNJUDGED: Final = "linked, cannot be judged"
HARMFUL: Final = frozenset({WRONG, SPURIOUS, NOBODY, OTHER_KIND})

NEW: Final = "new"
HELD: Final = "held before"
FINDER: Final = "finder"
_MOST_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Change:
    """A span that is linked to something else than before.

    Attributes:
        before: What was decided, or None where there was neither mention nor gold.
        after: What is decided now, likewise.
        cause: The entity that it is put down to, or None.
        newness: "new", "held before", or "finder" where no mention is left or none was before.
        group: Class of the cause.
    """

    before: Decision | None
    after: Decision | None
    cause: Known | None
    newness: str
    group: str

    @property
    def decision(self) -> Decision:
        """One of the two, for what they have in common."""
        decision = self.after or self.before
        if decision is None:
            raise ValueError("a change from nothing to nothing")
        return decision

    @property
    def verdicts(self) -> tuple[str, str]:
        """What came of it before and now."""
        return verdict_of(self.before), verdict_of(self.after)

    @property
    def effect(self) -> int:
        """1 for a gain, -1 for harm, 0 for neither."""
        difference = worth_of(self.before) < worth_of(self.after)
        return int(difference) - int(worth_of(self.before) > worth_of(self.after))

    @property
    def kind(self) -> str:
        """Of the cause, else of the mention."""
        return self.cause.kind if self.cause else self.decision.kind

    @property
    def match(self) -> str:
        """How the name matched that is linked now, or was."""
        return next((d.match for d in (self.after, self.before) if d and d.match), "")


def verdict_of(decision: Decision | None) -> str:
    """Return what came of a span, in a word or two."""
    if decision is None:
        return NOTHING
    if decision.entity is None:
        return UNLINKED if decision.known else NOTHING
    if decision.right:
        return RIGHT
    if decision.ignored:
        return UNJUDGED
    if decision.nil:
        return NOBODY
    if decision.known:
        return WRONG if decision.kind == decision.expected else OTHER_KIND
    if decision.expected:
        return UNJUDGED
    # A name inside or around an annotated one may well be right.
    return SPURIOUS if decision.judged and not decision.touches else UNJUDGED


def worth_of(decision: Decision | None) -> int:
    """Return 1 for a right link, -1 for a wrong one, 0 otherwise."""
    verdict = verdict_of(decision)
    return 1 if verdict == RIGHT else -int(verdict in HARMFUL)


def changes_of(
    before: Iterable[Decision],
    after: Iterable[Decision],
    old: Gazetteer,
    new: Gazetteer,
    class_of: Callable[[Known], str],
) -> list[Change]:
    """Return the decisions that changed, harm first, then gains, then what is neither.

    An entity that only got another id is the same: the gazetteers are asked.

    Args:
        before: Decisions with the old gazetteer.
        after: Decisions with the new one, of the same texts.
        old: The old gazetteer.
        new: The new one.
        class_of: Tells the class of an entity.
    """
    olds = {d.key: d for d in before}
    news = {d.key: d for d in after}
    causes = _Causes(old, new)
    changes = []
    for key in sorted({*olds, *news}):
        was, now = olds.get(key), news.get(key)
        if causes.is_same(was, now):
            continue
        cause, newness = causes.of(was, now)
        group = class_of(cause) if cause else newness
        changes.append(Change(was, now, cause, newness, group))
    return sorted(changes, key=lambda c: (c.effect == 0, c.effect))


class _Causes:
    """Tells what a change is put down to."""

    def __init__(self, old: Gazetteer, new: Gazetteer) -> None:
        self._old = old
        self._new = new

    def is_same(self, was: Decision | None, now: Decision | None) -> bool:
        """Whether both are unlinked, or linked to one entity."""
        before = was.entity if was else None
        after = now.entity if now else None
        if before is None or after is None:
            return before is after
        if not set(before.ids).isdisjoint(after.ids):
            return True
        return any(_id(self._new, curie) == after.id for curie in before.ids)

    def of(self, was: Decision | None, now: Decision | None) -> tuple[Known | None, str]:
        if now is None or not now.mentioned:
            return None, FINDER
        if now.entity is not None:
            return now.entity, self._newness(now.entity)
        cause = self._rival(now, was)
        if cause is not None:
            return cause, self._newness(cause)
        return (was.entity if was else None), HELD

    def _rival(self, now: Decision, was: Decision | None) -> Known | None:
        """The best new candidate of what is unlinked now, else the best."""
        curies = tuple(dict.fromkeys(filter(None, (now.best, *now.candidates))))
        held = [known for curie in curies if (known := _facts(self._new, curie))]
        fresh = [known for known in held if self._newness(known) == NEW]
        lost = set(was.entity.ids) if was and was.entity else set()
        others = [known for known in held if lost.isdisjoint(known.ids)]
        return next(iter([*fresh, *others, *held]), None)

    def _newness(self, entity: Known) -> str:
        """Whether the old gazetteer held an entity, under any id or as one of its very name."""
        if any(_id(self._old, curie) for curie in entity.ids):
            return HELD
        named = (hit.entity for hit in self._old.lookup(entity.name))
        same = any(e.kind == entity.kind and e.id.startswith("enrich:") for e in named)
        return HELD if same and entity.kind != "place" else NEW


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


def _facts(gazetteer: Gazetteer, curie: str) -> Known | None:
    try:
        return facts_of(gazetteer.get(curie))
    except UnknownEntity:
        return None


def _id(gazetteer: Gazetteer, curie: str) -> str:
    known = _facts(gazetteer, curie)
    return known.id if known else ""
