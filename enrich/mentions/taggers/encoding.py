"""A text as the network reads it: word pieces in chunks of whole sentences.

A word here is what BERT's pre-tokeniser makes of a text: a run of letters and digits, or one mark
of punctuation. Labels belong to words; a word's label is read at its first piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from enrich.mentions.lexicon import lexicon
from enrich.mentions.tokens import Tokens
from enrich.text.sentences import STOPS

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MAX_PIECES = 96
"""Longest chunk in word pieces, with [CLS] and [SEP]: more context gains little and costs time."""

_CLS, _SEP = 101, 102  # of BERT's uncased vocabulary
_OVERLAP = 24  # pieces that the parts of an overlong sentence share
_SENTENCE_GAP = re.compile(rf"[{STOPS}\n]")
_ENDINGS = frozenset(STOPS + ":;\"'”’»)")


class Shape(IntEnum):
    """How a word is written: the encoder itself reads everything in lower case."""

    NONE = 0
    LOWER = 1
    TITLE = 2
    OPENING_TITLE = 3
    """A capital that any first word of a sentence would have."""
    UPPER = 4
    LETTER = 5
    MIXED = 6
    DIGITS = 7
    MARK = 8
    SCRIPT_WITHOUT_CASE = 9
    CASE_UNKNOWN = 10
    """In a line of capitals, or a text without any: its case says nothing."""


@dataclass(frozen=True)
class Words:
    """The words of a text with their pieces.

    Attributes:
        text: The text.
        starts: Offset of the first code point of each word, shape (words,).
        ends: Offset after its last, shape (words,).
        pieces: Word piece ids of the whole text, shape (pieces,).
        first: Index in ``pieces`` of each word's first piece, with the number of pieces last,
            shape (words + 1,).
        shapes: ``Shape`` of each word, shape (words,).
    """

    text: str
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    pieces: NDArray[np.int64]
    first: NDArray[np.int64]
    shapes: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive words that go through the network together.

    Attributes:
        first: Index of the first word.
        last: Index after the last word.
        keep_first: Index of the first word whose labels are taken from this chunk.
        keep_last: Index after the last such word.
        size: Length in pieces, with [CLS] and [SEP].
    """

    first: int
    last: int
    keep_first: int
    keep_last: int
    size: int


def make_tokeniser(vocabulary: Sequence[str]) -> Tokenizer:
    """Return BERT's uncased tokeniser over word pieces, the place of each being its id."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    ids = {piece: index for index, piece in enumerate(vocabulary)}
    model = models.WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=100)  # noqa: S106
    tokeniser = Tokenizer(model)
    tokeniser.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokeniser.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokeniser


def split_words(text: str, tokens: Tokens, tokeniser: Tokenizer) -> Words:
    """Split a text into words and word pieces.

    The words of the rules, ``tokens``, know where sentences and shouting begin.
    """
    encoded = tokeniser.encode(text, add_special_tokens=False)
    word_ids = np.array([-1 if w is None else w for w in encoded.word_ids], dtype=np.int64)
    offsets = np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2)
    pieces = np.array(encoded.ids, dtype=np.int64)
    if not len(pieces):
        none = np.zeros(0, dtype=np.int64)
        return Words(text, none, none, none, np.zeros(1, dtype=np.int64), none)
    new = np.flatnonzero(np.diff(word_ids, prepend=-2))
    first = np.append(new, len(pieces))
    starts, ends = offsets[new, 0], offsets[first[1:] - 1, 1]
    shapes = _shapes(text, starts.tolist(), ends.tolist(), tokens)
    return Words(text, starts, ends, pieces, first, shapes)


def _shapes(text: str, starts: list[int], ends: list[int], tokens: Tokens) -> NDArray[np.int64]:
    opening = {t.start for t in tokens.items if t.opens}
    unknown = _spans_without_case(tokens)
    shapes: list[int] = []
    at = 0
    for start, end in zip(starts, ends, strict=True):
        shape = _shape(text[start:end])
        if shape == _TITLE and start in opening:
            shape = _OPENING_TITLE
        while at < len(unknown) and unknown[at][1] <= start:
            at += 1
        if at < len(unknown) and unknown[at][0] <= start and shape in _CASED:
            shape = _CASE_UNKNOWN
        shapes.append(shape)
    return np.array(shapes, dtype=np.int64)


# Plain numbers: numpy takes long to tell that a member of an enumeration is one.
_TITLE, _OPENING_TITLE = Shape.TITLE.value, Shape.OPENING_TITLE.value
_CASE_UNKNOWN = Shape.CASE_UNKNOWN.value
_CASED = frozenset({
    Shape.LOWER.value, Shape.TITLE.value, Shape.OPENING_TITLE.value,
    Shape.UPPER.value, Shape.LETTER.value, Shape.MIXED.value,
})  # fmt: skip


@lru_cache(maxsize=20_000)
def _shape(word: str) -> int:
    if word.islower():
        return Shape.LOWER.value
    if word.isupper():
        return Shape.UPPER.value if len(word) > 1 else Shape.LETTER.value
    if word.istitle():
        return Shape.TITLE.value
    if not any(c.isalnum() for c in word):
        return Shape.MARK.value
    if not any(c.isalpha() for c in word):
        return Shape.DIGITS.value
    if not any(c.isupper() or c.islower() for c in word):
        return Shape.SCRIPT_WITHOUT_CASE.value
    return Shape.MIXED.value


def _spans_without_case(tokens: Tokens) -> list[tuple[int, int]]:
    """Stretches of the text whose case says nothing: lines of capitals, or a lower-cased text."""
    if tokens.lower_cased:
        return [(0, len(tokens.text))]
    spans: list[tuple[int, int]] = []
    for index in sorted(tokens.shouting):
        token = tokens[index]
        if spans and index - 1 in tokens.shouting:
            spans[-1] = (spans[-1][0], token.end)
        else:
            spans.append((token.start, token.end))
    return spans


def chunk_words(
    words: Words,
    tokens: Tokens,
    max_pieces: int = MAX_PIECES,
    is_needed: Callable[[int, int], bool] = lambda _first, _last: True,
) -> Iterator[Chunk]:
    """Yield the chunks of a text: whole sentences, as many as fit.

    A block that does not end like a sentence, such as a headline or a cell of a table, is read by
    itself: what follows it goes on with something else.

    A sentence longer than a chunk is read in parts that overlap, and each word keeps the labels
    of the part in which it stands farther from the edge.

    Args:
        words: Of ``split_words``.
        tokens: Of the same text.
        max_pieces: Longest chunk, with [CLS] and [SEP].
        is_needed: Whether a sentence, given as its first word and the one after its last, is to
            be read at all.
    """
    room = max_pieces - 2
    begin = end = 0
    apart = _unfinished_blocks(words)
    for sentence_end in _sentence_ends(words, tokens):
        if end in apart and end > begin:
            yield _chunk(words, begin, end)
            begin = end
        if not is_needed(end, sentence_end):
            if end > begin:
                yield _chunk(words, begin, end)
            begin = end = sentence_end
            continue
        if words.first[sentence_end] - words.first[begin] > room and end > begin:
            yield _chunk(words, begin, end)
            begin = end
        end = sentence_end
        if words.first[end] - words.first[begin] > room:
            yield from _parts(words, begin, end, room)
            begin = end
    if end > begin:
        yield _chunk(words, begin, end)


def may_hold_names(words: Words, first: int, last: int) -> bool:
    """Whether a sentence has anything that could be a name, by its capitals alone.

    A sentence that begins with a capital, as it should, and has no other but on the commonest of
    words, hardly names anybody: a fifth of news need not be read. That its first word may be the
    town of Reading, the caller has to know.
    """
    shapes = words.shapes[first:last].tolist()
    if _WITHOUT_LETTERS.issuperset(shapes):
        return False
    if shapes[0] != Shape.OPENING_TITLE:
        return True
    lists = lexicon()
    for index, shape in enumerate(shapes, first):
        if shape in _NAMELESS:
            continue
        word = words.text[words.starts[index] : words.ends[index]].lower()
        if shape not in _OPENING or not (word in lists.common or word in lists.function_words):
            return True
    return False


_WITHOUT_LETTERS = frozenset({Shape.NONE, Shape.DIGITS, Shape.MARK})
_NAMELESS = frozenset({*_WITHOUT_LETTERS, Shape.LOWER})
_OPENING = frozenset({Shape.OPENING_TITLE, Shape.LETTER})


def _sentence_ends(words: Words, tokens: Tokens) -> list[int]:
    """Indices of the words that begin a sentence or a line, but the first, and the word count."""
    openings = [
        tokens[i].start
        for i in range(1, len(tokens))
        if tokens[i].opens and _SENTENCE_GAP.search(tokens.gap(i - 1))
    ]
    ends = set(np.searchsorted(words.starts, openings).tolist()) - {0}
    return sorted(ends | {len(words)})


def line_starts(words: Words) -> NDArray[np.int64]:
    """Return the indices of the words that begin a line, as each block does, but the first."""
    ends = [match.start() for match in re.finditer(r"\n", words.text)]
    starts = set(np.searchsorted(words.starts, ends).tolist()) - {0, len(words)}
    return np.array(sorted(starts), dtype=np.int64)


def _unfinished_blocks(words: Words) -> frozenset[int]:
    """Indices of the words that begin a block behind one that does not end like a sentence."""
    return frozenset(
        int(at) for at in line_starts(words) if words.text[words.ends[at - 1] - 1] not in _ENDINGS
    )


def _chunk(words: Words, first: int, last: int) -> Chunk:
    return Chunk(first, last, first, last, int(words.first[last] - words.first[first]) + 2)


def _parts(words: Words, begin: int, end: int, room: int) -> Iterator[Chunk]:
    """Split an overlong sentence into parts that share up to ``_OVERLAP`` pieces."""
    first = keep = begin
    while True:
        last = _fit(words, first, end, room)
        if last == end:
            yield replace(_chunk(words, first, last), keep_first=keep)
            return
        following = max(first + 1, _fit_before(words, last, _OVERLAP))
        middle = (following + last) // 2
        yield replace(_chunk(words, first, last), keep_first=keep, keep_last=middle)
        first, keep = following, middle


def _fit(words: Words, first: int, end: int, room: int) -> int:
    """Return the last word index such that the pieces from ``first`` on fit, one word at least."""
    last = int(np.searchsorted(words.first, words.first[first] + room, side="right")) - 1
    return max(first + 1, min(last, end))


def _fit_before(words: Words, last: int, pieces: int) -> int:
    return int(np.searchsorted(words.first, words.first[last] - pieces))


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
