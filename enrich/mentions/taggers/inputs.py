"""Chunks as the arrays that go into the network."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from enrich.mentions.taggers.encoding import Chunk, Words

_CLS, _SEP = 101, 102  # of BERT's uncased vocabulary


def chunk_arrays(
    words: Words, features: NDArray[np.float32], chunk: Chunk
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Return the pieces of a chunk, and the shape and features of each piece's word.

    Args:
        words: The words of a text.
        features: Of each word, (words, features).
        chunk: Which of them.

    Returns:
        Arrays of lengths ``chunk.size``, [CLS] and [SEP] with shape and features 0.
    """
    begin, end = words.first[chunk.first], words.first[chunk.last]
    counts = np.diff(words.first[chunk.first : chunk.last + 1])
    pieces = np.full(chunk.size, _SEP, dtype=np.int64)
    pieces[0] = _CLS
    pieces[1:-1] = words.pieces[begin:end]
    shapes = np.zeros(chunk.size, dtype=np.int64)
    shapes[1:-1] = np.repeat(words.shapes[chunk.first : chunk.last], counts)
    known = np.zeros((chunk.size, features.shape[1]), dtype=np.float32)
    known[1:-1] = np.repeat(features[chunk.first : chunk.last], counts, axis=0)
    return pieces, shapes, known
