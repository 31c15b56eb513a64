"""From the labels of a model's word pieces to names: the BIO schemes and their relatives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

_TAG: Final = re.compile(r"([BIESLUM])[-_](.+)", re.DOTALL)
_STARTS: Final = frozenset("BSU")  # begin, single, unit
_ENDS: Final = frozenset("ESLU")  # end, last
# Scripts written without spaces: a letter beside a letter is not a sign of one word.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)


class Piece(NamedTuple):
    """A word piece, a word or a name, and what the model says of it.

    Attributes:
        start: Offset of its first code point.
        end: Offset after its last.
        label: The likeliest label: "B-LOC"; of a name without the scheme's prefix, "LOC".
        probability: Of that label, 0 to 1; of a name the mean over its words.
    """

    start: int
    end: int
    label: str
    probability: float


def read_tag(label: str) -> tuple[str, str]:
    """Split a label into the prefix of its scheme and the type.

    Reads BIO, BIOES, BILOU, BMES and labels without a prefix, whose prefix is "I".

    Example:
        >>> read_tag("B-LOC"), read_tag("S-PER"), read_tag("LOC"), read_tag("O")
        (('B', 'LOC'), ('S', 'PER'), ('I', 'LOC'), ('O', ''))
    """
    if label == "O":
        return "O", ""
    found = _TAG.fullmatch(label)
    return (found[1], found[2]) if found else ("I", label)


def words_of(text: str, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield words, each with the label of its first piece, as such models are trained.

    What makes a word of two pieces is the text between them, not the tokenizer, which may count
    the comma of "Paris," or a whole sentence of Chinese as one word with its neighbour.

    Example:
        >>> pieces = [Piece(0, 4, "B-LOC", 0.9), Piece(4, 7, "O", 0.5), Piece(7, 8, "O", 0.9)]
        >>> [word[:3] for word in words_of("Yerevan,", pieces)]
        [(0, 7, 'B-LOC'), (7, 8, 'O')]
    """
    word: Piece | None = None
    for piece in pieces:
        if word is not None and _continues(text, word.end, piece.start):
            word = word._replace(end=max(word.end, piece.end))
            continue
        if word is not None:
            yield word
        word = piece
    if word is not None:
        yield word


def _continues(text: str, end: int, start: int) -> bool:
    if start < end:  # bytes of one character
        return True
    return start == end and start > 0 and _is_inside_word(text[start - 1], text[start])


def _is_inside_word(left: str, right: str) -> bool:
    if _is_mark(right):
        return True
    if _UNSPACED.match(left) or _UNSPACED.match(right):
        return False
    return (left.isalnum() or _is_mark(left)) and right.isalnum()


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or character in "\u200c\u200d"


def names_of(words: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the names that the labels of words in a row make up.

    A name begins at a B, and wherever the type changes: models do forget the B.

    Example:
        >>> words = [Piece(0, 3, "B-LOC", 0.9), Piece(4, 8, "I-LOC", 0.7), Piece(9, 10, "O", 1.0)]
        >>> [name[:3] for name in names_of(words)]
        [(0, 8, 'LOC')]
    """
    open_type = ""
    name: list[Piece] = []
    for word in words:
        prefix, type_ = read_tag(word.label)
        if name and (type_ != open_type or prefix in _STARTS):
            yield _name(name, open_type)
            name = []
        if prefix == "O":
            continue
        open_type = type_
        name.append(word)
        if prefix in _ENDS:
            yield _name(name, type_)
            name = []
    if name:
        yield _name(name, open_type)


def _name(words: list[Piece], type_: str) -> Piece:
    probability = sum(word.probability for word in words) / len(words)
    return Piece(words[0].start, words[-1].end, type_, probability)
