"""Where a tagged name begins and ends: the first two rules of ``joining``."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from enrich.mentions.lexicon import lexicon
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.tokens import Tokens
from gazetteer.model import Kind

__all__ = ["LONGEST", "settle_borders", "words_of"]

LONGEST = 15
"""Most words of a name."""
_NEVER_LAST = ",;:-–—/ "
_PARTING = re.compile(r"[\t\x00-\x08\x0b-\x1f]+|\n\s*\n")
_APART = re.compile(r"(?:\s+(?:[.,;:/'’\"”–—-]|['’]s)|['’]s|(?<=[^\W\d_.]{7})\.)+$", re.IGNORECASE)
_TAIL = 40  # code points that may hold a possessive and marks that stand apart
_TITLES_AND_NAMES = frozenset(
    "dean major marshal prince king count judge baron bishop pope".split()
)


def settle_borders(tokens: Tokens, span: TaggedSpan) -> Iterator[TaggedSpan]:
    """Yield a tagged span in whole words, without titles and what is no part of a name.

    Args:
        tokens: The words of the text.
        span: As tagged.

    Yields:
        None, one, or several where a tab or a blank line parts two names.
    """
    for piece in _pieces(tokens.text, span):
        settled = _without_title(tokens, _whole_words(tokens, piece))
        if settled.start < settled.end:
            yield settled


def words_of(tokens: Tokens, span: TaggedSpan) -> tuple[int, int]:
    """Return the indices of the first and the last word of a span.

    Args:
        tokens: The words of the text.
        span: Offsets into it; where it touches no word, the last comes before the first.
    """
    first = bisect_right(tokens.items, span.start, key=lambda t: t.end)
    last = bisect_left(tokens.items, span.end, key=lambda t: t.start) - 1
    return first, last


def _pieces(text: str, span: TaggedSpan) -> Iterator[TaggedSpan]:
    """Rule 1, of what parts names."""
    start = span.start
    for gap in _PARTING.finditer(text, span.start, span.end):
        if gap.start() > start:
            yield replace(span, start=start, end=gap.start())
        start = gap.end()
    if span.end > start:
        yield replace(span, start=start)


def _whole_words(tokens: Tokens, span: TaggedSpan) -> TaggedSpan:
    """Rule 1."""
    items = tokens.items
    first = bisect_right(items, span.start, key=lambda t: t.start) - 1
    start, end = span.start, span.end
    if first >= 0 and items[first].end > start:
        start = items[first].start
    last = bisect_left(items, span.end, key=lambda t: t.start) - 1
    if last >= 0 and items[last].end > end:
        end = items[last].end
    tail = max(start, end - _TAIL)
    kept = tokens.text[start:tail] + _APART.sub("", tokens.text[tail:end])
    kept = kept.rstrip(_NEVER_LAST)
    return replace(span, start=start, end=start + len(kept) if kept else end)


def _without_title(tokens: Tokens, span: TaggedSpan) -> TaggedSpan:
    """Rule 2; nothing is left of a title, or of a word that is no name, alone."""
    first, last = words_of(tokens, span)
    if first > last:
        return replace(span, end=span.start)
    if span.kind is Kind.PERSON:
        while first <= last and _is_title(tokens, first):
            first += 1
    if span.kind is Kind.ORGANISATION:
        while first < last and tokens[first].capital and _is_plain_noun(tokens, last):
            last -= 1
            span = replace(span, end=tokens[last].end)
    words = " ".join(tokens.word(i) for i in range(first, last + 1))
    titled = span.kind is Kind.ORGANISATION and words in lexicon().titles
    if (
        last - first >= LONGEST
        or titled
        or (words in lexicon().never and not span.adjectival)
        or first > last
    ):
        return replace(span, end=span.start)
    return replace(span, start=max(tokens[first].start, span.start))


def _is_plain_noun(tokens: Tokens, index: int) -> bool:
    """A lower-case word of the kind that says what an organisation is: "television", "party"."""
    lists = lexicon()
    word = tokens.word(index)
    kind = word in lists.organisation_beside or word.removesuffix("s") in lists.organisation_ends
    return kind and tokens[index].text.islower() and tokens.gap(index - 1) == " "


def _is_title(tokens: Tokens, index: int) -> bool:
    word = tokens.word(index).rstrip(".")
    return word in lexicon().titles and word not in _TITLES_AND_NAMES
