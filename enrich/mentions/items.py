"""Names that stand alone: items of lists, cells of tables, hashtags, a text that is one name.

No sentence says what they are, so a tagger has little to go by. What the gazetteer holds decides:
an item is of a kind that its name is held for, the one that most items of the text have, and a
known name that the tagger passed over is a name after all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from enrich.mentions.lexicon import lexicon
from enrich.mentions.splitting import Known
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.windows import NameWindow
from enrich.model import Block, BlockKind
from gazetteer.model import ADJECTIVAL, Kind, NameType

Items = frozenset[tuple[int, int]]
"""Offsets of what stands alone."""

_ITEM: Final = re.compile(r"(?:(?!\s(?:and|or|&)\s)[^,;/|:()\[\]{}<>→!?•·–—\n])+")
_JOINED: Final = re.compile(r"(?:and|or|&)\s+")
_HASHTAG: Final = re.compile(r"(?<!\w)#(?P<tag>[^\W\d_a-z]\w+)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_EDGES: Final = " \t\"'“”‘’«»*_-0123456789%"
_DOTTED: Final = re.compile(r"(?<!\w)(?:[^\W\d_]\.)+$")
_LONGEST: Final = 400
"""Code points of a line without a verb that may be a list of names."""
_MOST_WORDS: Final = 6
_WELL_KNOWN: Final = 0.6
_HEADS: Final = frozenset("city town village state capital place location venue country".split())
"""What stands above a column of names."""
_PROBABLE: Final = 0.9
_NO_NAMES: Final = (*ADJECTIVAL, NameType.ABBREVIATION)


def find_items(text: str, blocks: Sequence[Block]) -> Items:
    """Return what stands alone in a text, normalised such that each block is on a line.

    Example:
        >>> text = "Kharkiv, Odesa (port)"
        >>> items = find_items(text, [Block(0, len(text), BlockKind.PARAGRAPH)])
        >>> sorted(text[start:end] for start, end in items)
        ['Kharkiv', 'Odesa']
    """
    listed = {
        item
        for block in blocks
        if block.end - block.start <= _LONGEST and _may_list(text, block)
        for item in _items(text, block)
    }
    return frozenset(listed | {match.span("tag") for match in _HASHTAG.finditer(text)})


def _may_list(text: str, block: Block) -> bool:
    """Whether a block is an item or a cell, or holds no word but names and their particles."""
    if block.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_CELL):
        return True
    if block.kind in (BlockKind.DATELINE, BlockKind.BYLINE):
        return False
    line = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", text[block.start : block.end])
    words = _WORD.findall(line)
    small = lexicon().connectors
    return bool(words) and all(not w.islower() or w in small for w in words)


def _items(text: str, block: Block) -> Iterator[tuple[int, int]]:
    for part in _ITEM.finditer(text, block.start, block.end):
        item = part[0]
        start = part.start() + len(item) - len(item.lstrip(_EDGES + "."))
        if joined := _JOINED.match(text, start, part.end()):
            start = joined.end()
        end = part.end() - (len(item) - len(item.rstrip(_EDGES)))
        if not _DOTTED.search(text[start:end]):
            end = start + len(text[start:end].rstrip(_EDGES + "."))
        words = text[start:end].split()
        if words and len(words) <= _MOST_WORDS and not text[start].islower():
            yield start, end


def settle_items(
    text: str, spans: Sequence[TaggedSpan], items: Items, known: Known
) -> list[TaggedSpan]:
    """Return the names of a text, those that stand alone as the gazetteer holds them."""
    held = {item: known[item] for item in items if item in known}
    if not held:
        return list(spans)
    commonest = Counter(kind for window in held.values() for kind in window.kinds)
    starts, ends = zip(*sorted(held), strict=True)
    settled = [
        _as_held(text, span, held.get((span.start, span.end)), commonest)
        for span in spans
        if not _cuts(span, starts, ends)
    ]
    taken = {(s.start, s.end) for s in settled}
    new = [
        TaggedSpan(*item, _kind(window, commonest), _PROBABLE)
        for item, window in held.items()
        if item not in taken and _is_name(text[slice(*item)], window)
    ]
    return [*settled, *new]


def _cuts(span: TaggedSpan, starts: Sequence[int], ends: Sequence[int]) -> bool:
    """Whether a span is a part of a known item: "Salvador" of "El Salvador"; no two overlap."""
    at = bisect_right(starts, span.start) - 1
    return at >= 0 and span.end <= ends[at] and (starts[at], ends[at]) != (span.start, span.end)


def _as_held(
    text: str, span: TaggedSpan, window: NameWindow | None, commonest: Counter[Kind]
) -> TaggedSpan:
    if window is None or not _is_name(text[span.start : span.end], window):
        return span
    probability = max(span.probability, _PROBABLE)
    if span.kind in window.kinds:
        return replace(span, probability=probability)
    return replace(span, kind=_kind(window, commonest), probability=probability, roles=())


def _kind(window: NameWindow, commonest: Counter[Kind]) -> Kind:
    fame = {hit.entity.kind: hit.entity.prominence for hit in reversed(window.hits)}
    return max(fame, key=lambda kind: (commonest[kind], fame[kind]))


def _is_name(text: str, window: NameWindow) -> bool:
    """Whether a known name is one here: "Reading", "Total" and "Date" head columns too."""
    best = max(
        (hit.entity.prominence for hit in window.hits if hit.name.type not in _NO_NAMES),
        default=-1.0,
    )
    word, lists = text.lower(), lexicon()
    if word in lists.months or word in lists.weekdays:
        return False
    common = any(word in words for words in (lists.common, lists.never, lists.place_ends, _HEADS))
    return best >= (_WELL_KNOWN if common else 0.0)
