"""Each document linked by what has not seen it: the tagger and the ranker of its fold.

Mentions are found once for each document, by the tagger of its own fold, and shared by all
rankers. A ranker's weights are ``rank-fold-K.json`` of the folder of the models, made by
``scripts/train_ranker.py``; where they are absent, all documents get the shipped weights, which
have seen them.

With their outlets, all documents of a corpus are linked in one batch by the ranker of each fold,
and of each batch only the documents of its fold are judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tagger.parts import FOLDS, fold_model, fold_of

from enrich import Linker
from enrich.evaluation.decisions import Judged, Knowledge
from enrich.evaluation.gold import GoldDocument
from enrich.evaluation.settings import (
    FOUND,
    FOUND_OUTLET,
    GIVEN,
    GIVEN_OUTLET,
    KeptMentions,
    judge_alone,
    judge_with_outlet,
)
from enrich.mentions import MentionFinder
from enrich.mentions.found import Found
from enrich.model import Document
from gazetteer.store import Gazetteer

__all__ = ["SHIPPED", "Folds", "missing_weights", "model_of", "weights_of"]

SHIPPED = "final"
"""The tagger for corpora that no tagger has seen."""


def model_of(document: str) -> str:
    """Return the name of the tagger that has not seen a document.

    Args:
        document: Its corpus and id: "places_lgl:3". Corpora of entity linking are no part of the
            training of any tagger.
    """
    return SHIPPED if document.startswith("linking_") else fold_model(document)


def weights_of(folder: Path, fold: int) -> Path:
    """Return where the weights are to be that have not seen the documents of a fold."""
    return folder / f"rank-fold-{fold}.json"


def missing_weights(folder: Path | None) -> str | None:
    """Say that the shipped weights have seen the documents, unless those of all folds are there."""
    if folder is None:
        return "the shipped weights of the ranker have seen the documents"
    absent = [p.name for k in range(FOLDS) if not (p := weights_of(folder, k)).is_file()]
    if not absent:
        return None
    return (
        f"no {', '.join(absent)} in {folder}, so that the shipped weights of the ranker are used,"
        " which have seen the documents; make them with python scripts/train_ranker.py"
        f" --models {folder} --work {folder}"
    )


@dataclass
class Folds:
    """Rankers and taggers by fold.

    Attributes:
        gazetteer: What is linked to.
        finder: Returns the finder with the tagger of a name, as ``model_of`` has them.
        weights: Folder of the weights by fold, or None for the shipped ones.
    """

    gazetteer: Gazetteer
    finder: Callable[[str], MentionFinder]
    weights: Path | None = None
    _linkers: dict[Path | None, Linker] = field(default_factory=dict)
    _by_text: _ByText = field(init=False)
    _mentions: KeptMentions = field(init=False)

    def __post_init__(self) -> None:
        self._by_text = _ByText(self.finder)
        self._mentions = KeptMentions(self._by_text)

    @property
    def ranker(self) -> str:
        """Name of the shipped ranker."""
        return str(self._linker(None)("").run["models"]["rank"])

    @property
    def default_min_score(self) -> float:
        """Below this score a mention is left unlinked unless the user says otherwise."""
        return float(self._linker(None)("").run["settings"]["min_score"])

    def judge(
        self, documents: Sequence[GoldDocument], known: Knowledge
    ) -> Mapping[str, list[Judged]]:
        """Judge the documents of a corpus in all settings, in their order.

        Args:
            documents: Their ids with the name of the corpus: "places_lgl:3".
            known: What golds are compared with.
        """
        self._by_text.add(documents)
        known = known.of(documents)
        by_fold = {k: [d for d in documents if fold_of(d.id) == k] for k in range(FOLDS)}
        judged: dict[str, dict[str, Judged]] = {GIVEN: {}, FOUND: {}}
        for fold, of_fold in by_fold.items():
            linker = self._linker(self._weights(fold))
            for document in of_fold:
                for setting, done in judge_alone(document, linker, known).items():
                    judged[setting][document.id] = done
        if any(document.outlet for document in documents):
            judged |= self._with_outlet(documents, known)
        return {
            setting: [by_id[document.id] for document in documents]
            for setting, by_id in judged.items()
        }

    def _with_outlet(
        self, documents: Sequence[GoldDocument], known: Knowledge
    ) -> dict[str, dict[str, Judged]]:
        judged: dict[str, dict[str, Judged]] = {GIVEN_OUTLET: {}, FOUND_OUTLET: {}}
        folds_by_weights: dict[Path | None, set[int]] = {}
        for fold in range(FOLDS):
            folds_by_weights.setdefault(self._weights(fold), set()).add(fold)
        for weights, folds in folds_by_weights.items():
            scored = {d.id for d in documents if fold_of(d.id) in folds}
            done = judge_with_outlet(
                documents,
                self._linker(weights),
                known,
                scored=lambda document, scored=scored: document.id in scored,
            )
            for setting, of_setting in done.items():
                judged[setting] |= {each.document: each for each in of_setting}
        return judged

    def _weights(self, fold: int) -> Path | None:
        return None if missing_weights(self.weights) else weights_of(self.weights or Path(), fold)

    def _linker(self, weights: Path | None) -> Linker:
        if weights not in self._linkers:
            options: dict[str, Any] = {} if weights is None else {"weights": weights}
            linker = Linker(self.gazetteer, find_mentions=self._mentions, **options)
            self._linkers[weights] = linker
        return self._linkers[weights]


class _ByText:
    """Stage 1 that reads each text by the tagger that has not seen it.

    A headline is read like its document; of two documents with one headline, like the first.
    """

    languages = frozenset({"en"})

    def __init__(self, finder: Callable[[str], MentionFinder]) -> None:
        self._finder = finder
        self._models: dict[str, str] = {}

    def add(self, documents: Sequence[GoldDocument]) -> None:
        for document in documents:
            for text in (document.text, document.title.strip()):
                self._models.setdefault(text, model_of(document.id))

    def __call__(self, document: Document) -> Found:
        return self._of(document)(document)

    def _of(self, document: Document) -> MentionFinder:
        return self._finder(self._models.get(document.text, SHIPPED))
