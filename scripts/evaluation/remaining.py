"""Section "What remains wrong": the commonest classes of mistakes, each with examples."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from evaluation.error_classes import classify
from evaluation.markdown import code, percent, table
from evaluation.mistakes import Knowledge, Mistake, find_mistakes
from evaluation.scores import Span
from evaluation.trial import CROSS_VALIDATED, Trial
from gazetteer.model import ADJECTIVAL, Kind

__all__ = ["QUOTE_SIZE", "choose_examples", "excerpt", "measure", "render"]

QUOTE_SIZE = 59
"""Longest quotation, in code points: a few words show the form, and more would be copying."""
_SHOWN = 20
_EXAMPLES = 3


def measure(trial: Trial) -> dict[str, Any]:
    """Sort the mistakes of the cross-validated finder on the three place corpora into classes.

    Args:
        trial: Where corpora and models are.
    """
    known = Knowledge(trial.is_demonym, _place_rule(trial))
    by_class: defaultdict[str, list[Mistake]] = defaultdict(list)
    for reading in trial.read_all(CROSS_VALIDATED):
        for mistake in find_mistakes(reading, known):
            by_class[classify(mistake)].append(mistake)
    sizes = Counter({title: len(mistakes) for title, mistakes in by_class.items()})
    return {
        "mistakes": sizes.total(),
        "classes": [
            {"class": title, "count": count, "examples": choose_examples(by_class[title])}
            for title, count in sizes.most_common()
        ],
    }


def render(figures: dict[str, Any]) -> str:
    """Return the section in Markdown.

    Args:
        figures: What ``measure`` returned.
    """
    shown: Sequence[dict[str, Any]] = figures["classes"][:_SHOWN]
    rows = [
        [
            found["class"],
            found["count"],
            percent(found["count"] / figures["mistakes"]),
            "<br>".join(code(example) for example in found["examples"]),
        ]
        for found in shown
    ]
    rest = sum(found["count"] for found in figures["classes"][_SHOWN:])
    return (
        f"{_INTRODUCTION.format(mistakes=figures['mistakes'], shown=len(shown), rest=rest)}\n\n"
        + table(["class", "count", "%", "examples"], rows, left=(0, 3))
    )


def choose_examples(mistakes: Sequence[Mistake], wanted: int = _EXAMPLES) -> list[str]:
    """Return quotations of some mistakes, of different names and spread over the documents.

    Args:
        mistakes: Of one class.
        wanted: How many at most.
    """
    by_name: dict[str, Mistake] = {}
    for mistake in mistakes:
        by_name.setdefault(mistake.name.casefold(), mistake)
    different = list(by_name.values())
    step = max(1, len(different) // wanted)
    return [excerpt(mistake) for mistake in different[::step][:wanted]]


def excerpt(mistake: Mistake, size: int = QUOTE_SIZE) -> str:
    """Return a mistake in its surroundings, with what came out where that is not the same.

    Args:
        mistake: Any.
        size: Longest result in code points.
    """
    ours = mistake.our_name
    note = f" → {ours}" if ours and ours != mistake.name else ""
    room = size - len(mistake.name) - 2
    if room < len(note):
        return f"[{mistake.name}]{note}"[: size - 1] + "…"
    width = (room - len(note)) // 2
    before, name, after = _parts(mistake.text, mistake.span, width)
    return f"{before}[{name}]{after}{note}"


def _parts(text: str, span: Span, width: int) -> tuple[str, str, str]:
    """A name and the whole words around it, on one line."""
    start, end = span
    before, after = text[max(0, start - width) : start], text[end : end + width]
    if start > width and text[start - width - 1].isalnum():
        before = re.sub(r"^\w+", "", before)
    if text[end + width : end + width + 1].isalnum():
        after = re.sub(r"\w+$", "", after)
    before, name, after = (re.sub(r"\s+", " ", s) for s in (before, text[start:end], after))
    return before.lstrip(), name, after.rstrip()


def _place_rule(trial: Trial) -> Any:
    def is_place(text: str) -> bool:
        hits: Iterable[Any] = trial.models.gazetteer.lookup(text, Kind.PLACE)
        return any(hit.name.type not in ADJECTIVAL for hit in hits)

    return is_place


_INTRODUCTION = """\
All toponyms of the three place corpora, read by the whole finder, cross-validated: {mistakes}
mistakes. A gold and a span of ours that overlap without being equal are one mistake of borders.
Roles are those of GeoWebNews, over the places whose exact span was found. Classes go by form
(`scripts/evaluation/error_classes.py`), the first that applies; shown are the {shown} commonest,
the others hold {rest} mistakes. In the examples the annotated name, or ours where none is
annotated, stands in brackets, and after an arrow what was found instead."""
