"""Samples as arrays: what goes into the network, and what shall come out for each word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from enrich.mentions.taggers.decoding import FLAT, ROLES
from enrich.mentions.taggers.encoding import chunk_arrays, chunk_words, split_words
from enrich.mentions.taggers.features import name_features
from enrich.mentions.tokens import tokenise
from gazetteer.store import Gazetteer
from tagger.samples import Sample, Span

__all__ = ["Example", "examples", "word_targets"]

OPEN = -1


@dataclass(frozen=True, slots=True)
class Example:
    """One chunk, piece by piece; only the first piece of a word has targets.

    Attributes:
        pieces: Word piece ids, (pieces,).
        shapes: Of each piece's word, (pieces,).
        features: Of each piece's word, (pieces, features).
        flat: 1.0 for each flat label that a word may have; all 0 where there is no target,
            (pieces, len(FLAT)).
        toponym: 0, 1, 2 for O, B, I, or -1, (pieces,).
        roles: 1.0 for each role that a word may have, all 0 where unknown, (pieces, roles).
        weight: How much the chunk counts.
    """

    pieces: NDArray[np.int64]
    shapes: NDArray[np.int64]
    features: NDArray[np.float32]
    flat: NDArray[np.float32]
    toponym: NDArray[np.int64]
    roles: NDArray[np.float32]
    weight: float


def examples(
    sample: Sample, tokeniser: object, gazetteer: Gazetteer, max_pieces: int, *, known: bool
) -> Iterator[Example]:
    """Yield the chunks of a sample.

    Args:
        sample: With its spans.
        tokeniser: Of ``make_tokeniser``.
        gazetteer: For the features.
        max_pieces: Longest chunk.
        known: Whether the gazetteer's knowledge is given; without it the network learns to do
            without.
    """
    tokens = tokenise(sample.text)
    words = split_words(sample.text, tokens, tokeniser)
    if not len(words):
        return
    features = name_features(words, tokens, gazetteer)
    if not known:
        features = np.zeros_like(features)
    flat, toponym, roles = word_targets(sample, words.starts, words.ends)
    for chunk in chunk_words(words, tokens, max_pieces):
        pieces, shapes, known_of = chunk_arrays(words, features, chunk)
        size = len(pieces)
        at = words.first[chunk.first : chunk.last] - words.first[chunk.first] + 1
        kept = slice(chunk.first, chunk.last)
        chunk_flat = np.zeros((size, len(FLAT)), dtype=np.float32)
        chunk_flat[at] = flat[kept]
        chunk_toponym = np.full(size, OPEN, dtype=np.int64)
        chunk_toponym[at] = toponym[kept]
        chunk_roles = np.zeros((size, len(ROLES)), dtype=np.float32)
        chunk_roles[at] = roles[kept]
        yield Example(
            pieces, shapes, known_of, chunk_flat, chunk_toponym, chunk_roles, sample.weight
        )


def word_targets(
    sample: Sample, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]]:
    """Return what is known of each word of a sample.

    Args:
        sample: With its spans.
        starts: Offset of each word, (words,).
        ends: Offset after it, (words,).

    Returns:
        As the fields of ``Example``, word by word: ``flat``, ``toponym`` and ``roles``.
    """
    count = len(starts)
    flat = np.tile(_allowed(sample.others, None), (count, 1))
    open_ = sample.other_toponyms is None
    toponym = np.full(count, OPEN if open_ else 0, dtype=np.int64)
    roles = np.zeros((count, len(ROLES)), dtype=np.float32)
    for span in sample.spans:
        first = int(np.searchsorted(ends, span.start, side="right"))
        last = int(np.searchsorted(starts, span.end))
        if first >= last:
            continue
        flat[first] = _allowed(span.labels, "B")
        flat[first + 1 : last] = _allowed(span.labels, "I")
        if not span.around:
            toponym[first:last] = _toponym(span, last - first)
        for role in span.roles:
            roles[first:last, ROLES.index(role)] = 1.0
    return flat, toponym, roles


def _toponym(span: Span, size: int) -> list[int]:
    if span.toponym is None:
        return [OPEN] * size
    return [1] + [2] * (size - 1) if span.toponym else [0] * size


@cache
def _allowed(labels: frozenset[str], tag: str | None) -> NDArray[np.float32]:
    """Which flat labels a word may have: at the beginning of a span, inside one, or outside.

    A span that may be two kinds may also be part of a longer name, so both tags are open then.
    """
    tags = (tag,) if tag and len(labels) == 1 else ("B", "I")
    names = {f"{t}-{label}" for t in tags for label in labels - {"O"}} | (labels & {"O"})
    if tag and labels == {"LOC", "ORG"}:
        names -= {f"{'I' if tag == 'B' else 'B'}-LOC"}
    return np.array([label in names for label in FLAT], dtype=np.float32)
