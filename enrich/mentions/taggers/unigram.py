"""A text as the multilingual network reads it: pieces of SentencePiece's unigram model.

A word is a run of letters and digits, or one mark of punctuation. In scripts that set no spaces
between words (Chinese) each piece is a word, since nothing else says where one ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from enrich.mentions.scan.words import UNSPACED
from enrich.mentions.taggers.encoding import Words

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
"""Ids of the pieces that open a chunk, fill it up, close it, and stand for what is not known."""

# What the encoder's own normalisation drops or takes for a space, where NFKC does not.
_DROPPED: Final = "[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]"
_SPACES: Final = "[\\s\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]+"
_SPACE: Final = re.compile(_SPACES)
_MARK: Final = "\u2581?[\\p{P}$+<=>^`|~]"


def make_unigram(pieces: Sequence[tuple[str, float]]) -> Tokenizer:
    """Return the tokeniser over pieces with their scores, the place of each being its id."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    tokeniser = Tokenizer(models.Unigram(list(pieces), UNKNOWN, byte_fallback=False))
    tokeniser.normalizer = normalizers.Sequence([
        normalizers.Replace(Regex(_DROPPED), ""),
        normalizers.Replace(Regex(_SPACES), " "),
        normalizers.NFKC(),
    ])  # fmt: skip
    tokeniser.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always"),
        pre_tokenizers.Split(Regex(_MARK), behavior="isolated"),
    ])  # fmt: skip
    return tokeniser


def split_unigram(text: str, tokeniser: Tokenizer) -> Words:
    """Split a text into words and pieces.

    Args:
        text: The text.
        tokeniser: Of ``make_unigram``.

    Returns:
        The words; their shapes are 0, since the pieces tell capitals themselves.
    """
    encoded = tokeniser.encode(text, add_special_tokens=False)
    offsets = np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2)
    word_ids = np.array(encoded.word_ids, dtype=np.int64)
    # A piece begins with the space before it, and may be nothing else.
    begins = [_behind_space(text, start, end) for start, end in encoded.offsets]
    starts = np.array(begins, dtype=np.int64)
    kept = starts < offsets[:, 1] if len(starts) else np.zeros(0, dtype=bool)
    starts, ends = starts[kept], offsets[kept, 1]
    pieces = np.array(encoded.ids, dtype=np.int64)[kept]
    word_ids = word_ids[kept]
    if not len(pieces):
        none = np.zeros(0, dtype=np.int64)
        return Words(text, none, none, none, np.zeros(1, dtype=np.int64), none)
    new = np.diff(word_ids, prepend=-1) != 0
    if UNSPACED.search(text):
        unspaced = np.array([UNSPACED.match(text, at) is not None for at in starts.tolist()])
        new |= unspaced | np.append(False, unspaced[:-1])
    new[1:] &= starts[1:] >= np.maximum.accumulate(ends)[:-1]  # several pieces of one code point
    at = np.flatnonzero(new)
    first = np.append(at, len(pieces))
    shapes = np.zeros(len(at), dtype=np.int64)
    return Words(text, starts[at], ends[first[1:] - 1], pieces, first, shapes)


def _behind_space(text: str, start: int, end: int) -> int:
    while start < end and _SPACE.match(text[start]):
        start += 1
    return start
