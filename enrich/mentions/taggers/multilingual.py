"""Our own tagger for other languages than English: one small transformer for all of them.

``scripts/train_multilingual.py`` trains it; ``docs/languages.md`` has its figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from enrich.languages import MULTILINGUAL
from enrich.mentions.scan.words import split_words
from enrich.mentions.taggers.encoding import Chunk, Words, chunk_words, line_starts
from enrich.mentions.taggers.network import (
    DATA,
    NetworkTagger,
    Reading,
    find_runs,
    score_words,
)
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.taggers.unigram import BEGIN, END, PAD, make_unigram, split_unigram

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MAX_PIECES: Final = 128
"""Longest chunk in pieces, with those that open and close it."""


class MultilingualTagger(NetworkTagger):
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
        super().__init__(model or DATA / "multilingual.onnx")

    @cached_property
    def _tokeniser(self) -> Tokenizer:
        return read_pieces(DATA / "multilingual.pieces.txt")

    def _reading(self, text: str, session: InferenceSession, tokeniser: Tokenizer) -> Reading:
        words = split_unigram(text, tokeniser)
        chunks = list(chunk_words(words, split_words(text), MAX_PIECES))
        scores = score_words(
            session, words, chunks, lambda batch: {"pieces": _padded(words, batch)}
        )
        return Reading(words, scores, find_runs(chunks, line_starts(words)))

    def _spans(self, reading: Reading, offset: int) -> Iterator[TaggedSpan]:
        return reading.flat_spans(offset)


def read_pieces(path: Path) -> Tokenizer:
    """Return the tokeniser whose pieces a file lists, one a line with its score behind a tab."""
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return make_unigram([(p, float(s)) for p, _, s in (line.rpartition("\t") for line in lines)])


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
