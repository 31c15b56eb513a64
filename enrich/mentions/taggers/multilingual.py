"""Our own tagger for other languages than English: one small transformer for all of them.

``scripts/train_multilingual.py`` trains it; ``docs/languages.md`` has its figures.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from enrich.deadline import check_time
from enrich.languages import MULTILINGUAL
from enrich.mentions.scan.words import split_words
from enrich.mentions.taggers.decoding import OUTPUTS
from enrich.mentions.taggers.encoding import Chunk, Words, chunk_words, line_starts
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
from enrich.mentions.taggers.unigram import BEGIN, END, PAD, make_unigram, split_unigram
from enrich.model import Role

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MAX_PIECES: Final = 128
"""Longest chunk in pieces, with those that open and close it."""


class MultilingualTagger:
    """Finds people, places, organisations and adjectives of places in seventeen languages.

    Safe for use from several threads. The model is loaded with the first text.

    Args:
        model: Another model file than the packaged one.

    Example:
        >>> spans = MultilingualTagger()("Пашинян встретился с Лавровым в Москве.")
        >>> [(span.start, span.end, str(span.kind)) for span in spans]
        [(0, 7, 'person'), (21, 29, 'person'), (32, 38, 'place')]
    """

    id = "enrich-multilingual-1"
    languages = MULTILINGUAL

    def __init__(self, model: Path | None = None) -> None:
        self._model = model or DATA / "multilingual.onnx"
        self._lock = threading.Lock()
        self._last: tuple[str, Reading] | None = None  # spans, then roles, of the same text

    @cached_property
    def _session(self) -> InferenceSession:
        return open_session(self._model)

    @cached_property
    def _tokeniser(self) -> Tokenizer:
        return read_pieces(DATA / "multilingual.pieces.txt")

    def __call__(self, text: str) -> tuple[TaggedSpan, ...]:
        """Return the names of a text in the order of their starts.

        Places may lie inside organisations and people; otherwise spans do not overlap.
        """
        found = [
            span
            for offset, passage in iter_passages(text, PASSAGE)
            for span in self._read(passage).flat_spans(offset)
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

    def _read(self, text: str) -> Reading:
        last = self._last
        if last is not None and last[0] == text:
            return last[1]
        with self._lock:  # cached_property is not safe by itself
            session, tokeniser = self._session, self._tokeniser
        words = split_unigram(text, tokeniser)
        chunks = list(chunk_words(words, split_words(text), MAX_PIECES))
        scores = _scores(session, words, chunks)
        reading = Reading(words, scores, find_runs(chunks, line_starts(words)))
        self._last = (text, reading)
        return reading


def read_pieces(path: Path) -> Tokenizer:
    """Return the tokeniser whose pieces a file lists, one a line with its score behind a tab."""
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return make_unigram([(p, float(s)) for p, _, s in (line.rpartition("\t") for line in lines)])


def _scores(
    session: InferenceSession, words: Words, chunks: Sequence[Chunk]
) -> NDArray[np.float32]:
    """The network's output for each word, (words, OUTPUTS)."""
    scores = np.zeros((len(words), OUTPUTS), dtype=np.float32)
    for begin in range(0, len(chunks), GROUP):
        group = sorted(chunks[begin : begin + GROUP], key=lambda c: c.size)
        for batch in iter_batches(group):
            check_time()
            (out,) = session.run(None, {"pieces": _padded(words, batch)})
            for row, chunk in enumerate(batch):
                kept = slice(chunk.keep_first, chunk.keep_last)
                at = words.first[kept] - words.first[chunk.first] + 1
                scores[kept] = out[row, at]
    return scores


def _padded(words: Words, chunks: Sequence[Chunk]) -> NDArray[np.int64]:
    # One word of more pieces than a chunk may hold is a chunk of its own; its end is left out.
    size = min(MAX_PIECES, max(chunk.size for chunk in chunks))
    pieces = np.full((len(chunks), size), PAD, dtype=np.int64)
    for row, chunk in enumerate(chunks):
        own = words.pieces[words.first[chunk.first] : words.first[chunk.last]][: MAX_PIECES - 2]
        pieces[row, 0] = BEGIN
        pieces[row, 1 : len(own) + 1] = own
        pieces[row, len(own) + 1] = END
    return pieces
