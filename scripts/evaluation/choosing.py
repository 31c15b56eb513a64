"""Section "Choosing the entity": what is measured; ``choosing_page`` renders it.

The place corpora are linked by taggers and rankers that have not seen the document
(``evaluation.folds``), once by itself and once in a batch with its outlet; the corpora of entity
linking by the shipped tagger, which has seen none of them, and rankers that have not seen the
document. What is counted is said in ``docs/evaluation.md``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tagger.parts import PLACES

from enrich.evaluation.decisions import Judged, Knowledge
from enrich.evaluation.figures import calibration_figures, figures_of
from enrich.evaluation.gold import GoldDocument
from enrich.evaluation.groups import PEOPLE_AND_ORGANISATIONS
from enrich.evaluation.settings import GIVEN
from evaluation import corpora
from evaluation.folds import Folds, missing_weights
from evaluation.novelty import novelty_rule
from evaluation.trial import Trial
from evaluation.wikinews import Titles, read_wikinews

__all__ = ["LINKING", "POOLED", "WIKINEWS", "measure", "named", "training_documents"]

POOLED = "pooled"
LINKING = ("linking_wiki_fair_v2", "linking_kore50", "linking_oke_2016_train")
WIKINEWS = "linking_gum_wikinews"
_BESIDE = Path(__file__).with_name("data") / "published_choosing.csv"


def measure(trial: Trial) -> dict[str, Any]:
    """Link every corpus and count.

    Args:
        trial: Where corpora and models are.
    """
    folds = Folds(trial.models.gazetteer, trial.models.finder, trial.ranker)
    novel = novelty_rule(training_documents(trial.shared))
    known = Knowledge(trial.models.gazetteer, trial.is_demonym, novel)
    places = {
        corpus: folds.judge(named(trial.places(corpus), f"places_{corpus}"), known)
        for corpus in PLACES
    }
    linking, excluded = _judge_linking(trial, folds, known)
    pooled = _pool(linking.values())
    figures = {
        "cross-validated": missing_weights(trial.ranker) is None,
        "min_score": folds.default_min_score,
        "places": {name: figures_of(judged) for name, judged in places.items()},
        "linking": {name: figures_of(judged) for name, judged in linking.items()},
        "wikinews": excluded,
        "people and organisations": calibration_figures(PEOPLE_AND_ORGANISATIONS.of(pooled[GIVEN])),
    }
    figures["places"][POOLED] = figures_of(_pool(places.values()))
    figures["beside"] = list(_beside(figures))
    return figures


def named(documents: Iterable[GoldDocument], corpus: str) -> list[GoldDocument]:
    """Return documents with the name of their corpus in their ids, as folds have them.

    Args:
        documents: Of one corpus.
        corpus: "places_lgl".
    """
    return [replace(document, id=f"{corpus}:{document.id}") for document in documents]


def training_documents(shared: Path) -> Iterator[GoldDocument]:
    """Yield every document that rankers are trained on, unless it is of their fold.

    Args:
        shared: Folder of the reference data.
    """
    folder = shared / "corpora"
    for corpus in (f"places_{name}" for name in PLACES):
        yield from named(corpora.read_places(folder / f"{corpus}.jsonl"), corpus)
    for corpus in LINKING:
        yield from named(corpora.read_linking(folder / f"{corpus}.jsonl"), corpus)


def _judge_linking(
    trial: Trial, folds: Folds, known: Knowledge
) -> tuple[dict[str, Mapping[str, list[Judged]]], dict[str, int]]:
    """Judge the corpora of entity linking; tell how many golds of Wikinews could not be mapped."""
    folder = trial.shared / "corpora"
    documents = {
        corpus: trial.limited(corpora.read_linking(folder / f"{corpus}.jsonl"))
        for corpus in LINKING
    }
    titles = Titles.from_references(trial.models.gazetteer, trial.shared / "sources" / "reference")
    wikinews, counts = read_wikinews(folder / f"{WIKINEWS}.jsonl", titles)
    documents[WIKINEWS] = trial.limited(wikinews)
    judged = {name: folds.judge(named(of, name), known) for name, of in documents.items()}
    return judged, dict(counts)


def _pool(parts: Iterable[Mapping[str, Sequence[Judged]]]) -> dict[str, list[Judged]]:
    pooled: dict[str, list[Judged]] = {}
    for part in parts:
        for setting, judged in part.items():
            pooled.setdefault(setting, []).extend(judged)
    return pooled


def _beside(figures: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what others published, with our figure beside it.

    The column ``ours`` leads to it: keys with bars between them, from the figures of a corpus on.
    """
    with _BESIDE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found: Any = figures
            for key in filter(None, row["ours"].split("|")):
                found = found.get(key) if isinstance(found, Mapping) else None
            yield {**row, "ours": found if row["ours"] else None}
