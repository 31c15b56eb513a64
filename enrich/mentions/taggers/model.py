"""Our own tagger: a small transformer that ships with the package and runs on one core.

``scripts/train_tagger.py`` trains it; ``docs/tagger.md`` is its model card.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from enrich.deadline import check_time
from enrich.mentions.taggers.decoding import OUTPUTS
from enrich.mentions.taggers.encoding import (
    Chunk,
    Words,
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
    GROUP,
    PASSAGE,
    Reading,
    find_runs,
    iter_batches,
    open_session,
)
from enrich.mentions.taggers.passages import iter_passages
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.tokens import tokenise
from enrich.model import Role
from gazetteer.store import Gazetteer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_PLACES = [FEATURES.index(f"place, {how}: first word") for how in ("known", "well known")]


class NameTagger:
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
        self._given = gazetteer
        self._opened: Gazetteer | None = None
        self._model = model or DATA / "tagger.onnx"
        self._lock = threading.Lock()
        self._last: tuple[str, Reading] | None = None  # spans, then roles, of the same text

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
    def _session(self) -> InferenceSession:
        return open_session(self._model)

    @cached_property
    def _tokeniser(self) -> Tokenizer:
        pieces = (DATA / "tagger.vocab.txt").read_text(encoding="utf-8")
        return make_tokeniser(pieces.removesuffix("\n").split("\n"))

    def __call__(self, text: str) -> tuple[TaggedSpan, ...]:
        """Return the names of a text in the order of their starts.

        Places may lie inside organisations and people; otherwise spans do not overlap.
        """
        found = [
            span
            for offset, passage in iter_passages(text, PASSAGE)
            for span in self._read(passage).spans(offset)
        ]
        return tuple(sorted(found, key=lambda s: (s.start, -s.end)))

    def roles_of(
        self, text: str, spans: Sequence[tuple[int, int]]
    ) -> tuple[tuple[tuple[Role, float], ...], ...]:
        """Return the probability of each role for places that somebody else found."""
        found: dict[tuple[int, int], tuple[tuple[Role, float], ...]] = {}
        for offset, passage in iter_passages(text, PASSAGE):
            within = [s for s in spans if offset <= s[0] < offset + len(passage)]
            if within:
                reading = self._read(passage)
                for start, end in within:
                    words = reading.words_of(start - offset, end - offset)
                    found[start, end] = reading.roles(*words)
        return tuple(found[span] for span in spans)

    def scores(self, text: str) -> tuple[Words, NDArray[np.float32]]:
        """Return the words of a text and what the network says of each.

        Returns:
            The words, and unnormalised log-probabilities, (words, OUTPUTS); all 0 for the words of
            a sentence that cannot hold a name and is not read.
        """
        reading = self._read(text)
        return reading.words, reading.scores

    def _read(self, text: str) -> Reading:
        last = self._last
        if last is not None and last[0] == text:
            return last[1]
        with self._lock:  # cached_property is not safe by itself
            session, tokeniser = self._session, self._tokeniser
        tokens = tokenise(text)
        words = split_words(text, tokens, tokeniser)
        features = name_features(words, tokens, self._gazetteer())
        places = (features[:, _PLACES] > 0).max(axis=1).tolist()

        def is_needed(first: int, last: int) -> bool:
            return (first < last and places[first]) or may_hold_names(words, first, last)

        chunks = list(chunk_words(words, tokens, is_needed=is_needed))
        reading = Reading(
            words, _scores(session, words, features, chunks), find_runs(chunks, line_starts(words))
        )
        self._last = (text, reading)
        return reading


def _scores(
    session: InferenceSession, words: Words, features: NDArray[np.float32], chunks: Sequence[Chunk]
) -> NDArray[np.float32]:
    """The network's output for each word, (words, OUTPUTS)."""
    scores = np.zeros((len(words), OUTPUTS), dtype=np.float32)
    for begin in range(0, len(chunks), GROUP):
        group = sorted(chunks[begin : begin + GROUP], key=lambda c: c.size)
        for batch in iter_batches(group):
            check_time()
            arrays = [chunk_arrays(words, features, chunk) for chunk in batch]
            (out,) = session.run(None, _padded(arrays))
            for row, chunk in enumerate(batch):
                kept = slice(chunk.keep_first, chunk.keep_last)
                at = words.first[kept] - words.first[chunk.first] + 1
                scores[kept] = out[row, at]
    return scores


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
