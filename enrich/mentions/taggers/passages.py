"""Long texts in passages: a model reads a few pages at most, and no name may be lost at a cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Where a text is cut, the best place first. No name runs over a blank line. A full stop after
# four letters ends a sentence: after fewer it may be the one of "St. Petersburg" or "U.S. Steel".
# Line ends come later, since a text wrapped at 80 columns breaks the line inside its names.
_PLACES = tuple(
    map(
        re.compile,
        (
            r"\n[^\S\n]*\n",
            r"(?<=[^\W\d_]{4})[.!?…؟।։][\"'”’»)\]]*\s|[。！？][”’」』）]*",
            r"\n",
            r"[,;:،؛]\s|[、，；：]",
            r"\s",
            r"[,;:/|]",
        ),
    )
)
_JOINERS = "\u200d\ufe0e\ufe0f"  # inside an emoji


def iter_passages(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """Cut a text at the ends of its paragraphs and sentences.

    Args:
        text: A text of any length.
        longest: Code points a passage has at most; 2 or more.

    Yields:
        The offset of each passage and its text. Together they are the whole text. Only where
        ``longest / 2`` code points hold no end of a line or sentence may a cut part a name.

    Example:
        >>> list(iter_passages("Talks in Yerevan failed. They go on in Tbilisi.", 40))
        [(0, 'Talks in Yerevan failed. '), (25, 'They go on in Tbilisi.')]
    """
    start = 0
    while len(text) - start > longest:
        end = find_cut(text, start + longest // 2, start + longest)
        yield start, text[start:end]
        start = end
    if start < len(text):
        yield start, text[start:]


def find_cut(text: str, low: int, high: int) -> int:
    """Return the best offset to cut a text at, more than ``low`` and at most ``high``.

    Example:
        >>> text = "He left Moscow, she left St. Petersburg"
        >>> text[: find_cut(text, 5, 30)]
        'He left Moscow, '
    """
    for place in _PLACES:
        cuts = [found.end() for found in place.finditer(text, low, high)]
        if cuts:
            return cuts[-1]
    while high > low + 1 and _is_inside_character(text, high):
        high -= 1
    return high


def _is_inside_character(text: str, offset: int) -> bool:
    """Whether an accent or a part of an emoji comes next."""
    around = text[offset - 1 : offset + 1]
    return unicodedata.category(around[-1])[0] == "M" or any(c in _JOINERS for c in around)
