"""Samples as arrays for the multilingual network, and English texts with a teacher's opinion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from enrich.mentions.taggers.decoding import (
    FLAT_SLICE,
    OUTPUTS,
    ROLE_SLICE,
    TOPONYM,
    TOPONYM_SLICE,
    log_softmax,
)
from enrich.mentions.taggers.encoding import Words
from enrich.mentions.taggers.model import NameTagger
from enrich.mentions.taggers.multilingual import MAX_PIECES
from enrich.mentions.taggers.unigram import BEGIN, END, split_unigram
from tagger.samples import Sample
from tagger.targets import word_targets

__all__ = ["Example", "Taught", "examples", "taught_examples", "teach"]


@dataclass(frozen=True, slots=True)
class Example:
    """One chunk, piece by piece; only the first piece of a word has targets.

    Attributes:
        pieces: Ids, (pieces,).
        targets: What each output shall be, (pieces, OUTPUTS); all 0 in a head where nothing is
            known. Of a sample: 1 for every label that a word may have. Of a taught text: the
            teacher's probabilities.
        weight: How much the chunk counts.
        soft: Whether the targets are probabilities.
    """

    pieces: NDArray[np.int64]
    targets: NDArray[np.float32]
    weight: float
    soft: bool


@dataclass(frozen=True, slots=True)
class Taught:
    """A text, where its words begin, and what the teacher says of each, (words, OUTPUTS)."""

    text: str
    starts: NDArray[np.int32]
    probabilities: NDArray[np.float16]


def examples(sample: Sample, tokeniser: Tokenizer) -> Iterator[Example]:
    """Yield the chunks of a sample."""
    words = split_unigram(sample.text, tokeniser)
    if not len(words):
        return
    flat, toponym, roles = word_targets(sample, words.starts, words.ends)
    known = np.zeros((len(words), len(TOPONYM)), dtype=np.float32)
    for label in range(len(TOPONYM)):
        known[toponym == label, label] = 1.0
    targets = np.concatenate([flat, known, roles], axis=1)
    yield from _chunks(words, targets, sample.weight, soft=False)


def teach(texts: Iterable[str], teacher: NameTagger) -> Iterator[Taught]:
    """Yield what the English tagger says of texts; of sentences that it skips, that it is none."""
    for text in texts:
        words, scores = teacher.scores(text)
        parts = [
            np.exp(log_softmax(scores[:, part])) for part in (FLAT_SLICE, TOPONYM_SLICE, ROLE_SLICE)
        ]
        probabilities = np.concatenate(parts, axis=1)
        skipped = ~scores.any(axis=1)
        probabilities[skipped] = 0.0
        probabilities[skipped, FLAT_SLICE.start] = 1.0
        probabilities[skipped, TOPONYM_SLICE.start] = 1.0
        # A word that is no place has no role.
        probabilities[:, ROLE_SLICE] *= 1 - probabilities[:, TOPONYM_SLICE][:, :1]
        yield Taught(text, words.starts.astype(np.int32), probabilities.astype(np.float16))


def taught_examples(taught: Taught, tokeniser: Tokenizer) -> Iterator[Example]:
    """Yield the chunks of an English text; words that the teacher splits otherwise stay open."""
    words = split_unigram(taught.text, tokeniser)
    if not len(words):
        return
    index = {start: at for at, start in enumerate(taught.starts.tolist())}
    at = np.array([index.get(start, -1) for start in words.starts.tolist()])
    targets = taught.probabilities.astype(np.float32)[at]
    targets[at < 0] = 0.0
    yield from _chunks(words, targets, 1.0, soft=True)


def _chunks(
    words: Words, targets: NDArray[np.float32], weight: float, *, soft: bool
) -> Iterator[Example]:
    first, room, begin = words.first, MAX_PIECES - 2, 0
    while begin < len(words):
        end = int(np.searchsorted(first, first[begin] + room, side="right")) - 1
        end = max(begin + 1, min(end, len(words)))
        own = words.pieces[first[begin] : first[end]][:room]
        pieces = np.concatenate([[BEGIN], own, [END]]).astype(np.int64)
        at = first[begin:end] - first[begin] + 1
        placed = np.zeros((len(pieces), OUTPUTS), dtype=np.float32)
        placed[at] = targets[begin:end]
        yield Example(pieces, placed, weight, soft)
        begin = end
