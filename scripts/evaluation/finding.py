"""Section "Toponyms": are places found, by models that have not seen the document?

The conventions are those of ``docs/evaluation.md``. What is counted here are the mentions that
stage 1 hands on; the linker may still set one aside as no entity, which ``scripts/evaluate.py``
measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from tagger.parts import NAMES, PLACES, fold_of

from enrich.evaluation.bootstrap import RESAMPLES, f1_interval
from enrich.evaluation.demonyms import Rule, names_people
from evaluation import corpora
from evaluation.corpora import GoldDocument
from evaluation.markdown import counts, percent, prf, ratio, table
from evaluation.scores import Ratio, Score, score_spans
from evaluation.trial import (
    CROSS_VALIDATED,
    FINDER,
    LEFT_OUT,
    NO_PLACES,
    RULES,
    TAGGER,
    Found,
    Reading,
    Trial,
)
from gazetteer.model import Kind
from gazetteer.names import fold

__all__ = ["detection", "measure", "novelty", "render"]

VIEWS = {"no demonyms": False, "all": True}
POOLED = "pooled"

_SETTINGS_TOLD = {
    CROSS_VALIDATED: "Each document is read by the model that was trained without its quarter of"
    " the documents of the place corpora.",
    LEFT_OUT: "Each corpus is read by the model that was trained without that corpus: what to"
    " expect of texts from other publishers and other annotators.",
    NO_PLACES: "Read by the model that was trained on names in general and on none of the place"
    " corpora.",
}


def measure(trial: Trial) -> dict[str, Any]:
    """Count every setting, system and corpus.

    Args:
        trial: Where corpora and models are.
    """
    return {setting: _measure_setting(trial, setting) for setting in trial.settings}


def render(figures: dict[str, Any]) -> str:
    """Return the section in Markdown.

    Args:
        figures: What ``measure`` returned.
    """
    parts = [_CONVENTIONS]
    for setting, systems in figures.items():
        parts.append(f"### {setting.capitalize()}\n\n{_SETTINGS_TOLD[setting]}")
        parts += [f"{_VIEWS_TOLD[view]}\n\n{_score_table(systems, view)}" for view in VIEWS]
    return "\n\n".join([*parts, _novel_table(figures)])


def detection(
    document: GoldDocument, found: Sequence[Found], is_demonym: Rule, *, demonyms: bool
) -> tuple[Score, Score]:
    """Count the places of a document: the exact score and the overlap score.

    Args:
        document: With its golds.
        found: What came out; places alone count.
        is_demonym: The rule of ``demonym_rule``.
        demonyms: Whether golds and predictions that are demonyms count.
    """
    left_out = {g.span for g in document.golds if _is_left_out(g, is_demonym, demonyms=demonyms)}
    golds = {g.span for g in document.golds} - left_out
    spans = {f.span for f in found if f.kind is Kind.PLACE}
    if not demonyms:
        spans = {s for s in spans if not is_demonym(document.text[s[0] : s[1]])}
    return score_spans(golds, sorted(spans), left_out)


def novelty(
    document: GoldDocument, found: Sequence[Found], is_demonym: Rule, seen: frozenset[str]
) -> tuple[Ratio, Ratio]:
    """Return exact recall over names seen in training, and over novel ones, demonyms aside.

    Args:
        document: With its golds.
        found: What came out; places alone count.
        is_demonym: The rule of ``demonym_rule``.
        seen: Folded names annotated in the training part.
    """
    spans = {f.span for f in found if f.kind is Kind.PLACE}
    old, new = Ratio(), Ratio()
    golds = [g for g in document.golds if not _is_left_out(g, is_demonym, demonyms=False)]
    for gold in golds:
        if fold(gold.text) in seen:
            old += Ratio(gold.span in spans, 1)
        else:
            new += Ratio(gold.span in spans, 1)
    return old, new


def _is_left_out(gold: corpora.Gold, is_demonym: Rule, *, demonyms: bool) -> bool:
    return gold.optional or (not demonyms and names_people(gold, is_demonym))


def _measure_setting(trial: Trial, setting: str) -> dict[str, Any]:
    systems = (FINDER, TAGGER, RULES) if setting == CROSS_VALIDATED else (FINDER, TAGGER)
    seen_by = _seen_names(trial)
    figures: dict[str, Any] = {}
    for system in systems:
        by_corpus = {corpus: trial.read(corpus, setting) for corpus in PLACES}
        by_corpus[POOLED] = list(trial.read_all(setting))
        figures[system] = {
            corpus: _figures(readings, system, trial.is_demonym, seen_by)
            for corpus, readings in by_corpus.items()
        }
    return figures


def _figures(
    readings: Sequence[Reading],
    system: str,
    is_demonym: Rule,
    seen_by: Callable[[str], frozenset[str]],
) -> dict[str, Any]:
    figures: dict[str, Any] = {"documents": len(readings)}
    for view, demonyms in VIEWS.items():
        pairs = [
            detection(r.document, r.found[system], is_demonym, demonyms=demonyms) for r in readings
        ]
        exact = [pair[0] for pair in pairs]
        figures[view] = {
            "exact": sum(exact, Score()).to_dict(),
            "exact F1, 95 %": f1_interval(exact),
            "overlap": sum((pair[1] for pair in pairs), Score()).to_dict(),
        }
    recalls = [novelty(r.document, r.found[system], is_demonym, seen_by(r.model)) for r in readings]
    figures["recall, seen names"] = sum((old for old, _ in recalls), Ratio()).to_dict()
    figures["recall, novel names"] = sum((new for _, new in recalls), Ratio()).to_dict()
    return figures


def _seen_names(trial: Trial) -> Callable[[str], frozenset[str]]:
    """Return what tells the names annotated in the training part of a model."""
    places = list(_training_names(trial))
    general = frozenset(_general_names(trial))

    @cache
    def seen_by(model: str) -> frozenset[str]:
        kind, _, which = model.partition("-")
        if kind == "base":
            return general
        return general | {
            name
            for document, name in places
            if not (kind == "fold" and fold_of(document) == int(which))
            and not (kind == "without" and document.startswith(f"places_{which}:"))
        }

    return seen_by


def _training_names(trial: Trial) -> Iterator[tuple[str, str]]:
    """Yield document and folded name of every gold, whatever the trial's limit."""
    folder = trial.shared / "corpora"
    for corpus in PLACES:
        for document in corpora.read_places(folder / f"places_{corpus}.jsonl"):
            for gold in document.golds:
                yield f"places_{corpus}:{document.id}", fold(gold.text)
    for document in corpora.read_relocar(folder / "roles_relocar.xml"):
        for gold in document.golds:
            yield f"relocar:{document.id}", fold(gold.text)


def _general_names(trial: Trial) -> Iterator[str]:
    """Yield the folded names of the corpora that every model is trained on."""
    from tagger.samples import Names, read_conll

    known = Names(trial.models.gazetteer)
    for name in NAMES:
        for sample in read_conll(trial.shared / f"ner/{name}.conll.gz", known):
            for span in sample.spans:
                yield fold(sample.text[span.start : span.end])


_CONVENTIONS = f"""\
Exact: a span is right when both its ends are those of a gold. Overlap: each gold may be given one
span of ours that touches it. Names of languages and namesakes ("Miss Montana Smith"), which
GeoWebNews marks, count neither way. Places inside other names ("University of Texas") are golds in
all three corpora, and count in ours. "Whole finder" is what the package does: the tagger, joined
with the gazetteer and the rules. Intervals are 95 % percentiles of F1 over {RESAMPLES:,} resamples
of the documents. Counts are right / found / annotated."""
_VIEWS_TOLD = {
    "no demonyms": "No demonyms: what the gazetteer holds as an adjective or a people and not as a"
    " name of that place, and what is annotated as a demonym, is left out of both sides.",
    "all": 'All toponyms, adjectives and peoples ("Syrian", "Germans") among them, which'
    " annotators mark in some places and leave in others.",
}


def _score_table(systems: dict[str, Any], view: str) -> str:
    header = [
        "system", "corpus", "documents", "P", "R", "F1", "95 %", "counts", "overlap F1",
    ]  # fmt: skip
    rows = []
    for system, by_corpus in systems.items():
        for corpus, figures in by_corpus.items():
            scores = figures[view]
            low, high = scores["exact F1, 95 %"]
            rows.append(
                [
                    system, _corpus(corpus), figures["documents"], *prf(scores["exact"]),
                    f"{percent(low)}–{percent(high)}", counts(scores["exact"]),
                    percent(scores["overlap"]["f1"]),
                ]
            )  # fmt: skip
    return table(header, rows, left=(0, 1))


def _novel_table(figures: dict[str, Any]) -> str:
    rows = [
        [setting, system, ratio(pooled["recall, seen names"]), ratio(pooled["recall, novel names"])]
        for setting, systems in figures.items()
        for system, by_corpus in systems.items()
        for pooled in (by_corpus[POOLED],)
    ]
    shown = table(["setting", "system", "names seen", "novel names"], rows, left=(0, 1))
    return f"### Novel names\n\n{_NOVEL}\n\n{shown}"


_NOVEL = """\
Exact recall, demonyms aside, all three corpora. A name is novel when, case and diacritics folded,
it is annotated nowhere in what the model was trained on: place corpora, ReLocaR and the corpora of
names. Names that training fills in from the gazetteer are not looked at."""


def _corpus(name: str) -> str:
    titles = {"lgl": "LGL", "trnews": "TR-News", "gwn": "GeoWebNews"}
    return titles.get(name, name)
