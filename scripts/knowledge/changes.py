"""Which decisions another gazetteer changed, for better or worse, and by which entities.

A decision is worth 1 where the link is right, -1 where it is wrong (another entity, a gold that is
nobody, nothing annotated in a corpus that annotates the kind), and 0 otherwise: unlinked, or
nothing that could be judged. What is worth more than before is a gain, what is worth less is harm.

Each change is put down to one entity: the one linked now; where a link was lost, the best candidate
now, which took its place without being sure; where no mention is left, what is linked across its
span, else the finder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from enrich.evaluation.scores import touches
from gazetteer.errors import UnknownEntity
from gazetteer.store import Gazetteer
from knowledge.decisions import Decision, Known, Measured, facts_of

__all__ = ["Change", "changes_of", "in_both", "verdict_of", "worth_of"]

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
    causes = _Causes(old, new, news.values())
    changes = []
    for key in sorted({*olds, *news}):
        was, now = olds.get(key), news.get(key)
        if causes.is_same(was, now):
            continue
        cause, newness = causes.of(was, now)
        group = class_of(cause) if cause else newness
        changes.append(Change(was, now, cause, newness, group))
    return sorted(changes, key=lambda c: (c.effect == 0, c.effect))


def in_both(before: Measured, after: Measured) -> tuple[list[Decision], list[Decision]]:
    """Return the decisions end to end of two runs, of the documents that both have read."""
    common = set(before.about["documents"]) & set(after.about["documents"])
    old, new = ([d for d in run.found if d.document in common] for run in (before, after))
    return old, new


class _Causes:
    """Tells what a change is put down to."""

    def __init__(self, old: Gazetteer, new: Gazetteer, after: Iterable[Decision]) -> None:
        self._old = old
        self._new = new
        self._linked: dict[str, list[Decision]] = {}
        for decision in after:
            if decision.entity is not None:
                self._linked.setdefault(decision.document, []).append(decision)

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
            across = self._across(now or was)
            return (across, self._newness(across)) if across else (None, FINDER)
        if now.entity is not None:
            return now.entity, self._newness(now.entity)
        cause = self._rival(now, was)
        if cause is not None:
            return cause, self._newness(cause)
        return (was.entity if was else None), HELD

    def _across(self, lost: Decision | None) -> Known | None:
        """What is linked now at a span that has a code point in common."""
        if lost is None:
            return None
        others = self._linked.get(lost.document, ())
        span = lost.start, lost.end
        return next((d.entity for d in others if touches(span, [(d.start, d.end)])), None)

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


def _facts(gazetteer: Gazetteer, curie: str) -> Known | None:
    try:
        return facts_of(gazetteer.get(curie))
    except UnknownEntity:
        return None


def _id(gazetteer: Gazetteer, curie: str) -> str:
    known = _facts(gazetteer, curie)
    return known.id if known else ""
