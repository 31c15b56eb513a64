"""What every section of the accuracy report draws on: corpora, models, and what they read.

A document is read once by each model and kept, since several sections look at the same reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tagger.parts import FOLDS, PLACES, fold_model

from enrich.evaluation.demonyms import Rule, demonym_rule
from enrich.model import Document, Mention, Role
from evaluation import corpora
from evaluation.corpora import GoldDocument
from evaluation.scores import Span
from gazetteer.model import Kind
from gazetteer.store import Gazetteer

if TYPE_CHECKING:
    from enrich.mentions import MentionFinder
    from enrich.mentions.taggers import TaggedSpan
    from enrich.mentions.taggers.model import NameTagger

__all__ = [
    "CROSS_VALIDATED",
    "FINDER",
    "LEFT_OUT",
    "NO_PLACES",
    "RULES",
    "TAGGER",
    "Found",
    "Models",
    "Reading",
    "Trial",
]

T = TypeVar("T")
FINDER, TAGGER, RULES = "whole finder", "tagger alone", "gazetteer and rules alone"
CROSS_VALIDATED, LEFT_OUT, NO_PLACES = "cross-validated", "corpus left out", "no place corpora"

_MODEL_OF: Mapping[str, Callable[[str, str], str]] = {
    CROSS_VALIDATED: lambda corpus, id_: fold_model(f"places_{corpus}:{id_}"),
    LEFT_OUT: lambda corpus, _: f"without-{corpus}",
    NO_PLACES: lambda _, __: "base",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A name that came out, of the finder or of the tagger.

    Attributes:
        start: Offset of its first code point.
        end: Offset after its last.
        kind: What it names.
        role: Of a place, in which sense, where that was decided.
    """

    start: int
    end: int
    kind: Kind
    role: Role | None = None

    @property
    def span(self) -> Span:
        """Start and end."""
        return self.start, self.end

    @classmethod
    def from_spans(cls, spans: Iterable[TaggedSpan]) -> tuple[Found, ...]:
        """Take what a tagger found, its roles aside."""
        return tuple(cls(s.start, s.end, s.kind) for s in spans)

    @classmethod
    def from_mentions(cls, mentions: Iterable[Mention]) -> tuple[Found, ...]:
        """Take what the finder found."""
        return tuple(cls(m.start, m.end, m.kind, m.role) for m in mentions)


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as one model read it.

    Attributes:
        corpus: Name of its corpus, "lgl".
        document: With its golds.
        model: Name of the model.
        found: What came out, by system: ``FINDER``, ``TAGGER`` and, where asked for, ``RULES``.
    """

    corpus: str
    document: GoldDocument
    model: str
    found: Mapping[str, tuple[Found, ...]]


@dataclass
class Models:
    """The models of a folder, each loaded when it is first asked for.

    Attributes:
        folder: Where ``fold-0.onnx`` and the others are.
        gazetteer: The embedded one.
    """

    folder: Path
    gazetteer: Gazetteer
    _taggers: dict[str, NameTagger] = field(default_factory=dict)

    @staticmethod
    def needed() -> tuple[str, ...]:
        """Return the names of the models without which there is no report."""
        folds = (f"fold-{k}" for k in range(FOLDS))
        return (*folds, *(f"without-{corpus}" for corpus in PLACES), "final")

    def has(self, name: str) -> bool:
        """Tell whether a model is there."""
        return self.path(name).is_file()

    def path(self, name: str) -> Path:
        """Return where a model is to be."""
        return self.folder / f"{name}.onnx"

    def tagger(self, name: str) -> NameTagger:
        """Return a model as a tagger."""
        from enrich.mentions.taggers.model import NameTagger

        if name not in self._taggers:
            self._taggers[name] = NameTagger(self.gazetteer, self.path(name))
        return self._taggers[name]

    def finder(self, name: str | None) -> MentionFinder:
        """Return the finder with a model, or with none: the gazetteer and the rules alone."""
        from enrich.mentions import MentionFinder
        from evaluation.rules import RulesFinder

        return (
            RulesFinder(self.gazetteer)
            if name is None
            else MentionFinder(self.gazetteer, self.tagger(name))
        )


class Trial:
    """Corpora, models and readings of one run.

    Args:
        shared: Folder of the reference data.
        models: What reads them.
        limit: How many documents of each corpus at most: for a quick look only.
        speed: What ``scripts/benchmark.py --json`` wrote, or None.
        ranker: Folder of ``rank-fold-0.json`` and the others; by default that of the models.
    """

    def __init__(
        self,
        shared: Path,
        models: Models,
        limit: int | None = None,
        *,
        speed: Path | None = None,
        ranker: Path | None = None,
    ) -> None:
        self.shared = shared
        self.models = models
        self.limit = limit
        self.speed = speed
        self.ranker = ranker or models.folder
        self._readings: dict[tuple[str, str], list[Reading]] = {}

    @cached_property
    def is_demonym(self) -> Rule:
        """The rule of ``demonym_rule``."""
        return demonym_rule(self.models.gazetteer)

    @property
    def settings(self) -> tuple[str, ...]:
        """The settings for which there are models."""
        settings = (CROSS_VALIDATED, LEFT_OUT)
        return (*settings, NO_PLACES) if self.models.has("base") else settings

    def limited(self, items: Iterable[T]) -> list[T]:
        """Return the first ``limit`` items."""
        return list(islice(items, self.limit))

    def places(self, corpus: str) -> list[GoldDocument]:
        """Return the documents of a place corpus."""
        return self.limited(corpora.read_places(self.shared / f"corpora/places_{corpus}.jsonl"))

    def relocar(self) -> list[GoldDocument]:
        """Return ReLocaR's sentences."""
        return self.limited(corpora.read_relocar(self.shared / "corpora/roles_relocar.xml"))

    def read(self, corpus: str, setting: str) -> list[Reading]:
        """Return a place corpus as the models of a setting read it, each document as it comes."""
        key = (corpus, setting)
        if key not in self._readings:
            self._readings[key] = [
                self._read(corpus, document, _MODEL_OF[setting](corpus, document.id), setting)
                for document in self.places(corpus)
            ]
        return self._readings[key]

    def read_all(self, setting: str) -> Sequence[Reading]:
        """Return all place corpora as the models of a setting read them."""
        return [reading for corpus in PLACES for reading in self.read(corpus, setting)]

    def _read(self, corpus: str, document: GoldDocument, model: str, setting: str) -> Reading:
        text = document.text
        found = {
            FINDER: Found.from_mentions(self.models.finder(model)(Document(text))),
            TAGGER: Found.from_spans(self.models.tagger(model)(text)),
        }
        if setting == CROSS_VALIDATED:  # no model has a part in it: once is enough
            found[RULES] = Found.from_mentions(self.models.finder(None)(Document(text)))
        return Reading(corpus, document, model, found)
