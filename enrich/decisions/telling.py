"""How a decision names what it is about: the name, and the words around one mention of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enrich.decisions.holding import evened, is_within
from enrich.model import Mention
from enrich.offices.phrases import FOUND_BY as OFFICE

_SPACE: Final = re.compile(r"\s+")
_REACHES: Final = (25, 60, 150)


def name_decided(mention: Mention) -> str:
    """Return the name that is decided on where more than one mention is meant.

    Example:
        >>> from gazetteer.model import Kind
        >>> name_decided(Mention(0, 6, "Москвы", Kind.PLACE, lookup="Москва"))
        'Москва'
    """
    return mention.text if mention.found_by == OFFICE else mention.name


def told_apart(mention: Mention, namesakes: Sequence[Mention], text: str) -> tuple[str, int | None]:
    """Return the words around a mention that no other of its name has around it.

    Where there are none, also which of them it is.

    Args:
        mention: The mention.
        namesakes: All mentions of the same words and kind, in the order of the text, itself too.
        text: That they stand in.

    Example:
        >>> from gazetteer.model import Kind
        >>> text = "In Paris. A fire in Paris, Texas."
        >>> first, second = (Mention(s, s + 5, "Paris", Kind.PLACE) for s in (3, 20))
        >>> told_apart(second, [first, second], text)
        ('A fire in Paris, Texas.', None)
    """
    if alone := words_alone(mention, namesakes, text, evened(text)):
        return alone, None
    words, within = mention.text, [mention]
    for words in _quotes(mention, namesakes, text):
        within = [m for m in namesakes if is_within(m, text, words)]
        if len(within) == 1:
            return words, None
    return words, 1 + within.index(mention)


def words_alone(mention: Mention, namesakes: Sequence[Mention], text: str, flat: str) -> str | None:
    """Return words around a mention that stand once in its text, or None; this takes no time.

    Args:
        mention: The mention.
        namesakes: As for ``told_apart``.
        text: That they stand in.
        flat: The same, ``evened``.

    Example:
        >>> from gazetteer.model import Kind
        >>> one = Mention(3, 8, "Paris", Kind.PLACE)
        >>> words_alone(one, [one], "In Paris.", "in paris.")
        'In Paris.'
    """
    for words in _quotes(mention, namesakes, text):
        sought = evened(words)
        first = flat.find(sought)
        if first >= 0 and flat.find(sought, first + 1) < 0:
            return words
    return None


def _quotes(mention: Mention, namesakes: Sequence[Mention], text: str) -> Iterator[str]:
    """Yield more and more of the words around a mention, but no other of its name."""
    left = max((m.end for m in namesakes if m.end <= mention.start), default=0)
    right = min((m.start for m in namesakes if m.start >= mention.end), default=len(text))
    for reach in _REACHES:
        limits = max(left, mention.start - reach), min(right, mention.end + reach)
        yield _around(text, mention.start, mention.end, limits)


def _around(text: str, start: int, end: int, limits: tuple[int, int]) -> str:
    """Return a piece of a text within limits, from word to word where it has any."""
    first, last = limits
    before, after = text[first:start], text[end:last]
    if first and (gap := _SPACE.search(before)):
        before = before[gap.end() :]
    if last < len(text) and (gaps := list(_SPACE.finditer(after))):
        after = after[: gaps[-1].start()]
    return " ".join(f"{before}{text[start:end]}{after}".split())
