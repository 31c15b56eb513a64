"""Bylines: who wrote a report, on a line of its own above it.

    byline = "By" person {("," | " and ") person} ["," agency] [place]

"By Ann Lee and Bo Chen, Associated Press" names two people and an agency. What stands behind a
preposition ("in Kabul", "for the Herald") is left to the tagger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enrich.mentions.newswire.agencies import agency_mention, known_agency
from enrich.model import Block, BlockKind, Mention
from gazetteer.model import Kind

_BY: Final = re.compile(r"by\s+", re.IGNORECASE)
_PART: Final = re.compile(r"[^,|/]+")
_PARTING: Final = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_REST: Final = re.compile(
    r"\s+(?:(?:in|at|for|from|of)\s|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\b|\d).*",
    re.IGNORECASE,
)
_NAME_WORD: Final = re.compile(
    r"[^\W\d_a-z](?:[.'’-]?[^\W\d_])*\.?|(?:de|da|di|van|von|der|bin|al)"
)
_FEWEST, _MOST = 2, 5  # words of a full name


def find_authors(text: str, blocks: Sequence[Block]) -> Iterator[Mention]:
    """Yield the people and agencies of the bylines of a text with each block on a line.

    Example:
        >>> text = "By Ann Lee and Bo Chen, Associated Press"
        >>> blocks = [Block(0, len(text), BlockKind.BYLINE)]
        >>> [(m.text, m.kind.value) for m in find_authors(text, blocks)]
        [('Ann Lee', 'person'), ('Bo Chen', 'person'), ('Associated Press', 'organisation')]
    """
    for block in blocks:
        begin = _BY.match(text, block.start, block.end)
        if block.kind is BlockKind.BYLINE and begin is not None:
            listed = _PARTING.search(text[text.rfind(",", 0, block.end) + 1 : block.end])
            for number, part in enumerate(_PART.finditer(text, begin.end(), block.end)):
                for start, end in _names(text, *part.span()):
                    person = number == 0 or listed is not None
                    yield from _mention(text, start, end, person=person)


def _names(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts that "and" joins, without what a preposition adds."""
    while start < end:
        parting = _PARTING.search(text, start, end)
        until = parting.start() if parting else end
        rest = _REST.search(text, start, until)
        name = text[start : rest.start() if rest else until]
        left = start + len(name) - len(name.lstrip())
        yield left, left + len(name.strip())
        start = parting.end() if parting else end


def _mention(text: str, start: int, end: int, *, person: bool) -> Iterator[Mention]:
    name = text[start:end]
    words = name.split()
    if known_agency(name):
        yield agency_mention(text, start, end, "byline")
    elif person and _FEWEST <= len(words) <= _MOST and all(map(_NAME_WORD.fullmatch, words)):
        yield Mention(start, end, name, Kind.PERSON, None, "byline")
