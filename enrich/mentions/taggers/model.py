"""Our own tagger: a small transformer that ships with the package and runs on one core.

``scripts/train_tagger.py`` trains it; ``docs/tagger.md`` is its model card.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from enrich.mentions.taggers.encoding import (
    Chunk,
    chunk_arrays,
    chunk_words,
    line_starts,
    make_tokeniser,
    may_hold_names,
    split_words,
)
from enrich.mentions.taggers.features import FEATURES, name_features
from enrich.mentions.taggers.network import (
    DATA,
    NetworkTagger,
    Reading,
    find_runs,
    score_words,
)
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.tokens import tokenise
from gazetteer.store import Gazetteer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_PLACES = [FEATURES.index(f"place, {how}: first word") for how in ("known", "well known")]


class NameTagger(NetworkTagger):
    """Finds people, places, organisations and adjectives of places in English text.

    Safe for use from several threads.

    Args:
        gazetteer: Where names are known from: the embedded one, whatever is linked to. None
            opens it when it is needed; ``close`` closes it then.
        model: Another model file than the packaged one.

    Example:
        >>> with Gazetteer.open() as gazetteer:
        ...     spans = NameTagger(gazetteer)("Lavrov met the Armenian envoy in Moscow.")
        >>> [(span.start, span.end, str(span.kind)) for span in spans]
        [(0, 6, 'person'), (15, 23, 'place'), (33, 39, 'place')]
    """

    languages = frozenset({"en"})

    def __init__(self, gazetteer: Gazetteer | None = None, model: Path | None = None) -> None:
        super().__init__(model or DATA / "tagger.onnx")
        self._given = gazetteer
        self._opened: Gazetteer | None = None

    @property
    def id(self) -> str:
        """Name and version of the model."""
        packaged = self._model == DATA / "tagger.onnx"
        return "enrich-tagger-2" if packaged else f"enrich-tagger {self._model.stem}"

    def close(self) -> None:
        """Close the gazetteer, unless the caller opened it, and forget the last text."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
            self._opened = None
            self._last = None

    def _gazetteer(self) -> Gazetteer:
        if self._given is not None:
            return self._given
        with self._lock:
            if self._opened is None:
                self._opened = Gazetteer.open()
            return self._opened

    @cached_property
    def _tokeniser(self) -> Tokenizer:
        pieces = (DATA / "tagger.vocab.txt").read_text(encoding="utf-8")
        return make_tokeniser(pieces.removesuffix("\n").split("\n"))

    def _reading(self, text: str, session: InferenceSession, tokeniser: Tokenizer) -> Reading:
        tokens = tokenise(text)
        words = split_words(text, tokens, tokeniser)
        features = name_features(words, tokens, self._gazetteer())
        places = (features[:, _PLACES] > 0).max(axis=1).tolist()

        def is_needed(first: int, last: int) -> bool:
            return (first < last and places[first]) or may_hold_names(words, first, last)

        def inputs(batch: Sequence[Chunk]) -> dict[str, NDArray[np.generic]]:
            return _padded([chunk_arrays(words, features, chunk) for chunk in batch])

        chunks = list(chunk_words(words, tokens, is_needed=is_needed))
        scores = score_words(session, words, chunks, inputs)
        return Reading(words, scores, find_runs(chunks, line_starts(words)))

    def _spans(self, reading: Reading, offset: int) -> Iterator[TaggedSpan]:
        return reading.spans(offset)


def _padded(
    arrays: Sequence[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]],
) -> dict[str, NDArray[np.generic]]:
    size = max(len(pieces) for pieces, _, _ in arrays)
    pieces = np.zeros((len(arrays), size), dtype=np.int64)
    shapes = np.zeros((len(arrays), size), dtype=np.int64)
    features = np.zeros((len(arrays), size, arrays[0][2].shape[1]), dtype=np.float32)
    for row, own in enumerate(arrays):
        kept = slice(len(own[0]))
        pieces[row, kept], shapes[row, kept], features[row, kept] = own
    return {"pieces": pieces, "shapes": shapes, "features": features}
