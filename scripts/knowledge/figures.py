"""Figures of a run: links over all golds, and what becomes of a gold whose span is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from evaluation.markdown import table
from evaluation.wikinews import is_name

from enrich.evaluation.scores import Ratio, Score
from enrich.mentions.lexicon import lexicon
from knowledge.decisions import BY_ID, BY_NAME, Decision, Measured
from knowledge.golds import LINKING, PLACES, WIKINEWS

__all__ = ["KINDS", "OUTCOMES", "figures_of", "iter_lines", "linking_score", "outcome_of"]

KINDS: Final = ("person", "organisation", "place")
POOLED: Final = "linking corpora, pooled"

_SHARES: Final = (
    "held under the name",
    "id right, of held by id",
    "right, of held",
    "right, of held names",
    "among the candidates, of held",
)
RIGHT: Final = "right"
BEATEN: Final = "another was linked, the right one among the candidates"
STRAY: Final = "another was linked, the right one no candidate"
REFUSED: Final = "unlinked: the right one was the best, its score too low"
REFUSED_OTHER: Final = "unlinked: the right one was a candidate, another the best"
NO_CANDIDATE: Final = "unlinked: the right one no candidate"
OUTCOMES: Final = (RIGHT, BEATEN, STRAY, REFUSED, REFUSED_OTHER, NO_CANDIDATE)


def figures_of(measured: Measured) -> dict[str, Any]:
    """Return all figures by corpus and kind, the corpora of entity linking also pooled."""
    figures: dict[str, Any] = {}
    for name, corpora in _groups(measured):
        found = [d for d in measured.found if d.corpus in corpora]
        given = [d for d in measured.given if d.corpus in corpora]
        kinds = KINDS if not corpora <= set(PLACES) else ("place",)
        figures[name] = {kind: _of_kind(kind, found, given) for kind in kinds}
    return figures


def linking_score(found: Iterable[Decision], kind: str, *, by_id: bool) -> Score:
    """Count links of a kind over all golds of it, the ones not held among them.

    Args:
        found: Decisions end to end.
        kind: "person", ...
        by_id: Whether an entity without an id is wrong where the gold has one.
    """
    score = Score()
    for decision in found:
        linked = decision.entity is not None and decision.kind == kind
        right = decision.right_by_id if by_id and decision.ids else decision.right
        same_kind = decision.mentioned and decision.kind == decision.expected
        predicted = linked and decision.judged and not decision.ignored
        gold = decision.known and decision.expected == kind
        score += Score(bool(right and gold and same_kind and linked), bool(predicted), bool(gold))
    return score


def outcome_of(decision: Decision) -> str:
    """Return what became of a gold that the gazetteer holds."""
    held = decision.holds
    if decision.right or (decision.entity is not None and decision.entity.id == held):
        return RIGHT
    among = held in decision.candidates
    if decision.entity is not None:
        return BEATEN if among else STRAY
    if not among:
        return NO_CANDIDATE
    return REFUSED if decision.best == held else REFUSED_OTHER


def iter_lines(figures: Mapping[str, Any]) -> Iterator[str]:
    """Yield the figures as tables in Markdown."""
    yield "Links end to end, over all golds:"
    yield ""
    yield _table(
        ["corpus", "kind", "golds", "P", "R", "F1", "F1, names count", "right", "linked"],
        figures, lambda f: _found_cells(f["found"]),
    )  # fmt: skip
    yield ""
    yield "Spans given:"
    yield ""
    yield _table(
        ["corpus", "kind", "golds", "held by id", "held without id", "under the name",
         "id right, of held", "right, of held", "right, of held names", "among candidates"],
        figures, lambda f: _given_cells(f["given"]),
    )  # fmt: skip
    yield ""
    yield "Held golds, spans given, that are not right:"
    yield ""
    yield _table(
        ["corpus", "kind", *OUTCOMES[1:]], figures,
        lambda f: [f["given"]["outcomes"][name] for name in OUTCOMES[1:]] if f["given"] else None,
    )  # fmt: skip


def _groups(measured: Measured) -> Iterator[tuple[str, set[str]]]:
    corpora = list(dict.fromkeys(d.corpus for d in measured.found))
    yield from ((name, {name}) for name in corpora)
    pooled = {name for name in corpora if name in (*LINKING, WIKINEWS)}
    if len(pooled) > 1:
        yield POOLED, pooled


def _of_kind(kind: str, found: Sequence[Decision], given: Sequence[Decision]) -> dict[str, Any]:
    asked = [d for d in given if d.known and d.expected == kind]
    held = [d for d in asked if d.holds]
    outcomes = Counter(map(outcome_of, held))
    with_id = [d for d in held if d.held_by == BY_ID]
    names = [d for d in held if _is_name(d.text)]
    return {
        "found": {
            "by id": linking_score(found, kind, by_id=True).to_dict(),
            "by id or name": linking_score(found, kind, by_id=False).to_dict(),
        },
        "given": {
            "golds": len(asked),
            "held by id": Ratio(len(with_id), len(asked)).to_dict(),
            "held without an id": sum(d.held_by == BY_NAME for d in held),
            "held under the name": Ratio(sum(d.named for d in held), len(asked)).to_dict(),
            "id right, of held by id": Ratio(
                sum(outcome_of(d) == RIGHT for d in with_id), len(with_id)
            ).to_dict(),
            "right, of held": Ratio(outcomes[RIGHT], len(held)).to_dict(),
            "right, of held names": Ratio(
                sum(outcome_of(d) == RIGHT for d in names), len(names)
            ).to_dict(),
            "among the candidates, of held": Ratio(
                sum(d.holds in d.candidates for d in held), len(held)
            ).to_dict(),
            "outcomes": {name: outcomes[name] for name in OUTCOMES},
        }
        if asked
        else {},
    }


def _is_name(text: str) -> bool:
    """Whether a gold is a name, and no pronoun or bare title, which some corpora annotate too."""
    bare = text.removesuffix("'s").removesuffix("’s").strip(" .").lower()
    return is_name(text) and bare not in lexicon().titles


def _found_cells(found: Mapping[str, Any]) -> list[object] | None:
    score, named = found["by id"], found["by id or name"]
    if not score["gold"] and not score["predicted"]:
        return None
    shares = [f"{100 * score[name]:.1f}" for name in ("precision", "recall", "f1")]
    return [score["gold"], *shares, f"{100 * named['f1']:.1f}", score["right"], score["predicted"]]


def _given_cells(given: Mapping[str, Any]) -> list[object] | None:
    if not given:
        return None
    shares = [_share(given[name]) for name in _SHARES]
    return [given["golds"], _share(given["held by id"]), given["held without an id"], *shares]


def _share(ratio: Mapping[str, Any]) -> str:
    return str(Ratio(ratio["right"], ratio["of"]))


def _table(
    header: Sequence[str],
    figures: Mapping[str, Any],
    cells: Callable[[Mapping[str, Any]], list[object] | None],
) -> str:
    rows = [
        [corpus, kind, *found]
        for corpus, kinds in figures.items()
        for kind, of_kind in kinds.items()
        if (found := cells(of_kind)) is not None
    ]
    return table(header, rows, left=(0, 1))
