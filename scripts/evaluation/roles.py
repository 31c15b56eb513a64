"""Section "Roles": in which sense is a place named, its span given?

The conventions are those of ``evaluation.places`` and ``linking.evaluate_relocar``: a dateline is
literal, golds annotated as "mixed" have no counterpart of ours and are excluded; ReLocaR's "met" is
our metonymic and demonym, its "lit" every other role.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tagger.parts import fold_model

from enrich.model import Document, Role
from evaluation.corpora import GoldDocument
from evaluation.markdown import counts, prf, ratio, table
from evaluation.scores import Ratio, Score
from evaluation.trial import Trial
from gazetteer.model import Kind

if TYPE_CHECKING:
    from enrich.mentions import MentionFinder

__all__ = ["CLASSES", "measure", "measure_pairs", "our_class", "render"]

CLASSES = ("literal", "metonymic", "modifier", "embedded", "demonym")
UNCLEAR = "unclear"
_CROSS_VALIDATED, _RULES = "cross-validated", "rules alone"
_TITLES = {"gwn": "GeoWebNews", "relocar": "ReLocaR, training part"}

Pair = tuple[str, Role | None]
"""An annotated role and ours."""


def measure(trial: Trial) -> dict[str, Any]:
    """Count both corpora, with the models of the folds and with the rules alone.

    Args:
        trial: Where corpora and models are.
    """
    rules = trial.models.finder(None)
    figures: dict[str, Any] = {}
    for corpus, documents in (("gwn", trial.places("gwn")), ("relocar", trial.relocar())):
        prefix = "relocar" if corpus == "relocar" else f"places_{corpus}"
        finders = [trial.models.finder(fold_model(f"{prefix}:{d.id}")) for d in documents]
        golds = [g.role for d in documents for g in d.golds if not g.optional]
        excluded = Counter(str(role) for role in golds if not _counts(role, corpus))
        by_models = _pairs(zip(documents, finders, strict=True), corpus)
        by_rules = _pairs(((document, rules) for document in documents), corpus)
        figures[corpus] = {
            "documents": len(documents),
            "excluded": dict(excluded),
            _CROSS_VALIDATED: measure_pairs(by_models, corpus),
            _RULES: measure_pairs(by_rules, corpus),
            "majority": _majority([gold for gold, _ in by_models], corpus),
        }
    return figures


def render(figures: dict[str, Any]) -> str:
    """Return the section in Markdown.

    Args:
        figures: What ``measure`` returned.
    """
    return "\n\n".join([_CONVENTIONS, *(_render_corpus(*pair) for pair in figures.items())])


def our_class(role: Role | None, corpus: str) -> str:
    """Return a role of ours as the classes of a corpus have it.

    Args:
        role: Ours.
        corpus: "gwn" or "relocar".

    Example:
        >>> our_class(Role.DATELINE, "gwn"), our_class(Role.DEMONYM, "relocar")
        ('literal', 'met')
    """
    if corpus == "relocar":
        return "met" if role in (Role.METONYMIC, Role.DEMONYM) else "lit"
    if role is None:
        return UNCLEAR
    return "literal" if role is Role.DATELINE else str(role)


def measure_pairs(pairs: Sequence[Pair], corpus: str) -> dict[str, Any]:
    """Count pairs of an annotated role and ours.

    Args:
        pairs: Of each gold that counts.
        corpus: "gwn" or "relocar".
    """
    classes = _classes(corpus)
    told = [(gold, our_class(ours, corpus)) for gold, ours in pairs]
    by_class = {
        name: Score(
            sum(gold == ours == name for gold, ours in told),
            sum(ours == name for _, ours in told),
            sum(gold == name for gold, _ in told),
        ).to_dict()
        for name in classes
    }
    same_side = sum((gold == classes[0]) == (ours == classes[0]) for gold, ours in told)
    confusion: dict[str, Counter[str]] = {name: Counter() for name in classes}
    for gold, ours in pairs:
        confusion[gold][UNCLEAR if ours is None else str(ours)] += 1
    return {
        "literal or not": Ratio(same_side, len(told)).to_dict(),
        "exact class": Ratio(sum(gold == ours for gold, ours in told), len(told)).to_dict(),
        "classes": by_class,
        "confusion": {name: dict(row) for name, row in confusion.items()},
    }


def _pairs(read: Iterable[tuple[GoldDocument, MentionFinder]], corpus: str) -> list[Pair]:
    """Let each document's finder decide the roles of its golds."""
    pairs: list[Pair] = []
    for document, finder in read:
        golds = [g for g in document.golds if not g.optional]
        spans = tuple((g.start, g.end, Kind.PLACE) for g in golds)
        mentions = finder(Document(document.text, language="en", spans=spans))
        pairs += [
            (str(gold.role), mention.role)
            for gold, mention in zip(golds, mentions, strict=True)
            if _counts(gold.role, corpus)
        ]
    return pairs


def _counts(role: str | None, corpus: str) -> bool:
    return role in _classes(corpus)


def _classes(corpus: str) -> tuple[str, ...]:
    return ("lit", "met") if corpus == "relocar" else CLASSES


def _majority(golds: Sequence[str], corpus: str) -> dict[str, Any]:
    literal = _classes(corpus)[0]
    share = sum(gold == literal for gold in golds)
    most = Counter(golds).most_common(1)
    return {
        "literal or not": Ratio(max(share, len(golds) - share), len(golds)).to_dict(),
        "exact class": Ratio(most[0][1] if most else 0, len(golds)).to_dict(),
    }


_CONVENTIONS = """\
Spans are given, so that nothing but the role is measured. "Literal or not" has two classes: the
place itself (literal, dateline) against all else. GeoWebNews is scored over five classes; a
dateline is literal there. ReLocaR knows two: its "met" is our metonymic and demonym, its "lit"
every other role, since it counts a name before a noun as the place itself. Golds annotated as
"mixed" have no counterpart of ours and are excluded. "Cross-validated": each document is read by
the model trained without its quarter of the documents. "Rules alone": the hand-written rules
without a model. "Majority": always the commonest class."""


def _render_corpus(corpus: str, figures: Mapping[str, Any]) -> str:
    excluded = ", ".join(f"{n} annotated as {role}" for role, n in figures["excluded"].items())
    many = corpus != "relocar"
    accuracy = table(
        ["system", "literal or not", *(["five classes"] if many else [])],
        [
            [name, ratio(shares["literal or not"]), *([ratio(shares["exact class"])] * many)]
            for name in (_CROSS_VALIDATED, _RULES, "majority")
            for shares in (figures[name],)
        ],
    )
    classes = table(
        ["system", "role", "P", "R", "F1", "counts"],
        [
            [system, name, *prf(score), counts(score)]
            for system in (_CROSS_VALIDATED, _RULES)
            for name, score in figures[system]["classes"].items()
        ],
        left=(0, 1),
    )
    read = f"{figures['documents']} {'documents' if many else 'sentences'}"
    parts = [
        f"### {_TITLES[corpus]}",
        f"{read}; excluded: {excluded or 'none'}.",
        accuracy,
        classes,
        "Annotated (rows) and ours (columns), cross-validated:",
        _confusion(figures[_CROSS_VALIDATED]["confusion"]),
    ]
    return "\n\n".join(parts)


def _confusion(confusion: Mapping[str, Mapping[str, int]]) -> str:
    columns = [*(str(role) for role in Role), UNCLEAR]
    columns = [c for c in columns if any(c in row for row in confusion.values())]
    rows = [[gold, *(row.get(c, 0) for c in columns)] for gold, row in confusion.items()]
    return table(["", *columns], rows)
