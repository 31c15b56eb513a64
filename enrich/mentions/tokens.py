"""Words of a text, where they stand, and where its sentences begin."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Final
from weakref import WeakKeyDictionary

from enrich.text.sentences import opens

# In order: initials ("U.S.", "J."), words with inner apostrophes ("N'Djamena"), numbers, "&".
# What may repeat has a limit, for each name found in a word is widened to all of it: "U.S.U.S.U.S."
# goes on as the next word.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,12}|[^\W\d_][^\W\d_\u0300-\u036f]{0,99}(?:[\u0300-\u036f]+[^\W\d_]*){0,40}"
    r"(?:['’‘ʻʼ`](?![sS]\b)[^\W\d_]+){0,4}|\d(?:\w|[.,](?![.,])){0,60}|[#@]\w{1,60}|&"
)
_LINE_END = re.compile("\n")
_POSSESSIVE = re.compile(r"(?:['’][sS]|['’](?=\s))")


@dataclass(frozen=True, slots=True)
class Token:
    """One word.

    Attributes:
        start: Offset of its first code point.
        end: Offset after its last; a possessive "'s" is not part of it.
        text: As written.
        possessive: Whether "'s" or "'" follows.
        opens: Whether it is the first word of a sentence, a line or a quotation.
    """

    start: int
    end: int
    text: str
    possessive: bool
    opens: bool

    @property
    def capital(self) -> bool:
        """Whether the first letter is upper case."""
        return self.text[0].isupper()

    @property
    def shouted(self) -> bool:
        """Whether it is two or more letters, all upper case."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class WordRun:
    """Words of a text in a row.

    Attributes:
        first: Index of the first.
        last: Index of the last.
        start: Offset of the first code point that counts: a prefix of the word may not.
        end: Offset after the last one.
    """

    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True)
class Tokens:
    """The words of one text, and what gazetteers hold of it, for who asks the same again."""

    text: str
    items: tuple[Token, ...]
    lookups: WeakKeyDictionary[object, Any] = field(
        default_factory=WeakKeyDictionary, compare=False, repr=False
    )

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> Token:
        return self.items[index]

    def gap(self, index: int) -> str:
        """Return what stands between a word and the next one, "" after the last."""
        if index + 1 >= len(self.items):
            return ""
        return self.text[self.items[index].end : self.items[index + 1].start]

    def word(self, index: int) -> str:
        """Return a word in lower case, or "" beyond either end."""
        return self.items[index].lower if 0 <= index < len(self.items) else ""

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each word starts."""
        return tuple(token.start for token in self.items)

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Where each word ends."""
        return tuple(token.end for token in self.items)

    def words_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the indices of the first and the last word that a span touches.

        Where it touches none, the last comes before the first.
        """
        return bisect_right(self.ends, start), bisect_left(self.starts, end) - 1

    @cached_property
    def shouting(self) -> frozenset[int]:
        """Indices of the words on lines written in capitals throughout."""
        return frozenset(_shouting(self))

    @cached_property
    def lower_cased(self) -> bool:
        """Whether a text of several words has next to no capitals."""
        capitals = sum(token.text[0].isupper() for token in self.items)
        letters = capitals + sum(token.text[0].islower() for token in self.items)
        return letters >= 4 and capitals <= 0.01 * letters


def _shouting(tokens: Tokens) -> Iterator[int]:
    ends = [end.start() for end in _LINE_END.finditer(tokens.text)]
    borders = [0, *(bisect_left(tokens.starts, end) for end in ends), len(tokens)]
    for first, last in pairwise(borders):
        words = [token.text for token in tokens.items[first:last] if token.text[0].isalpha()]
        if len(words) > 2 and sum(map(str.isupper, words)) > 0.8 * len(words):
            yield from range(first, last)


def tokenise(text: str) -> Tokens:
    """Split a text into words.

    Example:
        >>> [t.text for t in tokenise("Armenia’s U.S. envoy, St. Louis-born.").items]
        ['Armenia', 'U.S.', 'envoy', 'St', 'Louis', 'born']
    """
    return _last(text) if len(text) <= _LONGEST_KEPT else _tokenise(text)


def _tokenise(text: str) -> Tokens:
    items: list[Token] = []
    previous = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        if start < previous:
            continue
        possessive = _POSSESSIVE.match(text, end)
        new = not items or opens(items[-1].text, text[items[-1].end : start])
        items.append(Token(start, end, match[0], possessive is not None, new))
        previous = possessive.end() if possessive else end
    return Tokens(text, tuple(items))


_last = lru_cache(maxsize=1)(_tokenise)
"""The tagger and the rules read the same text, one after the other."""
_LONGEST_KEPT: Final = 100_000
"""Code points of a text whose words are kept for the next who asks: no book's."""
