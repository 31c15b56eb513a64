"""Datelines: where, when and by whom a report was filed, before its first sentence.

One grammar for all papers and agencies, read from the start of a block:

    dateline  = [agency] places {", " qualifier} [date] [agency] closer
              | agency closer
    places    = name {("/" | " and " | " & ") name}     MOGADISHU/ADDIS ABABA
    qualifier = name                                    TROY, N.C.; Tripoli, Libya
    date      = month day [year] | day month [year] | year-month-day | day.month.year | weekday
    agency    = "(" name ")" | "/" name "/" | "[" name "]" | a known one without brackets
    closer    = a dash | "." or ":" behind an agency or a date | ":" behind capitals | a line end

What reads so may still be prose ("Russia - the largest of all"), so it must also look the part:
an agency or a date beside a place, capitals or a qualifier beside a place that the gazetteer
knows; a known place in small letters and a dash open only one of the first blocks of a text, and
only before a capital. ``tests/enrich/test_datelines.py`` has a table of what each means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from enrich.mentions.lexicon import lexicon
from enrich.mentions.newswire.agencies import known_agency
from enrich.mentions.newswire.grammar import (
    NAME_WORD,
    OPENING,
    REACH,
    SMALL,
    Dateline,
    end_of_name,
    is_shouted,
    may_open,
    parse_dateline,
)
from enrich.model import Block, BlockKind
from gazetteer.model import ADJECTIVAL, Kind
from gazetteer.store import Gazetteer

__all__ = ["Dateline", "find_datelines", "split_datelines"]

_NOWHERE: Final = re.compile(r"(?:on|aboard|in|at|above|along|over|with)\b", re.IGNORECASE)
"""What says that no town follows: "ON BOARD THE PAPAL PLANE"."""
_FIRST_BLOCKS: Final = 4
_FAMOUS: Final = 0.5
_GIVEN: Final = 3  # bearers, in the lists of given names
_KNOWN: Final = 0.3
"""Prominence of a town of some ten thousand people."""


def find_datelines(
    text: str, blocks: Sequence[Block], gazetteer: Gazetteer
) -> tuple[Dateline, ...]:
    """Return the datelines of a text, normalised such that each block is on a line.

    Example:
        >>> text = "TROY, N.C. (AP) -- A fire broke out."
        >>> blocks = [Block(0, len(text), BlockKind.PARAGRAPH)]
        >>> with Gazetteer.open() as gazetteer:
        ...     (found,) = find_datelines(text, blocks, gazetteer)
        >>> [(m.text, m.kind.value) for m in found.mentions(text)], text[found.end :]
        ([('TROY', 'place'), ('N.C.', 'place'), ('AP', 'organisation')], 'A fire broke out.')
    """
    found: list[Dateline] = []
    for index, block in enumerate(b for b in blocks if b.kind in _OPENED):
        if not may_open(text, block.start):
            continue
        dateline = parse_dateline(text, block.start, block.end)
        if dateline:
            _sort_brackets(text, dateline, gazetteer)
        if dateline and _is_believed(text, dateline, block, index, gazetteer):
            found.append(dateline)
    return tuple(found)


_OPENED: Final = (BlockKind.PARAGRAPH, BlockKind.HEADLINE, BlockKind.DATELINE)


def split_datelines(
    text: str, blocks: Sequence[Block], found: Sequence[Dateline]
) -> tuple[str, tuple[Block, ...]]:
    """Return the text with a line end behind each dateline, and its blocks with datelines apart.

    The text keeps its length: the line end takes the place of a space, where there is one.
    """
    ends = {dateline.start: dateline.end for dateline in found}
    parts, at = [], 0
    parted: list[Block] = []
    for block in blocks:
        end = ends.get(block.start)
        if end is None:
            parted.append(block)
            continue
        line = text[block.start : end].rstrip()
        parted.append(Block(block.start, block.start + len(line), BlockKind.DATELINE))
        if end < block.end:
            parted.append(Block(end, block.end, BlockKind.PARAGRAPH))
            if text[end - 1].isspace():
                parts += [text[at : end - 1], "\n"]
                at = end
    return "".join([*parts, text[at:]]), tuple(parted)


def _sort_brackets(text: str, dateline: Dateline, gazetteer: Gazetteer) -> None:
    """Take a place in brackets for what it is: "(RED OAK) -- Three", "ATHENS (Greece) -"."""
    for span in list(dateline.agencies):
        name = text[slice(*span)]
        letters = name.isupper() and bool(dateline.places)  # "(FENA)" is not a place behind one
        if not letters and not known_agency(name) and _is_known(name, gazetteer):
            dateline.agencies.remove(span)
            dateline.qualified += bool(dateline.places)
            dateline.places.append(span)


def _is_believed(
    text: str, dateline: Dateline, block: Block, index: int, gazetteer: Gazetteer
) -> bool:
    """Whether what reads as a dateline is one."""
    whole = dateline.end >= block.end
    if block.kind is BlockKind.HEADLINE and not whole:
        return False
    if not dateline.places:
        return bool(dateline.agencies) and not whole and dateline.closed != ""
    first = text[slice(*dateline.places[0])]
    if _NOWHERE.match(first):
        return False
    if known_agency(first) and first.isupper() and not dateline.agencies:
        return False
    shouted = all(is_shouted(w) or w.lower() in SMALL for w in first.split())
    known = _is_known(first, gazetteer)
    if dateline.agencies:
        filed = dateline.dated or any(known_agency(text[slice(*a)]) for a in dateline.agencies)
        closed = dateline.closed != "" or (filed and _goes_on(text, dateline.end))
        named = shouted and first.lower() not in lexicon().common
        return (known or named or bool(dateline.qualified)) and closed
    if dateline.dated:
        return (known or shouted) and (dateline.closed != "" or whole)
    if whole and shouted and dateline.qualified and not dateline.closed:
        return known and _is_known(text[slice(*dateline.places[-1])], gazetteer)
    if dateline.closed in ("", "."):
        return not whole and dateline.closed == "" and _is_bare(text, dateline, index, gazetteer)
    if shouted:
        placed = known or bool(dateline.qualified)
        return placed and len(first) > (3 if dateline.closed == ":" else 2)
    return index < _FIRST_BLOCKS and _is_believed_in_small(text, dateline, gazetteer)


def _is_bare(text: str, dateline: Dateline, index: int, gazetteer: Gazetteer) -> bool:
    """Whether capitals alone are one: "WASHINGTON Barack Obama pardoned his last turkey"."""
    first = text[slice(*dateline.places[0])]
    shouted = all(map(is_shouted, first.split()))
    opens = shouted and index < _FIRST_BLOCKS and not dateline.qualified
    return opens and _is_known(first, gazetteer, _KNOWN) and _goes_on(text, dateline.end)


def _is_believed_in_small(text: str, dateline: Dateline, gazetteer: Gazetteer) -> bool:
    """Whether a place in small letters is one: "Tripoli, Libya — Fighters", "Kabul – A bomb"."""
    first = text[slice(*dateline.places[0])]
    if not _goes_on(text, dateline.end):
        return False
    if dateline.qualified:
        around = text[slice(*dateline.places[1])]
        return _is_known(first, gazetteer) and _is_known(around, gazetteer)
    if dateline.closed != "—" or text[dateline.end].isdigit() or _may_be_else(first, gazetteer):
        return False
    famous = _is_known(first, gazetteer, _FAMOUS)
    return famous and not _begins_with_place(text, dateline, gazetteer)


def _may_be_else(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is a common word or a given name too: "Nice — That was all"."""
    counts = gazetteer.person_word(name)
    return name.lower() in lexicon().common or (counts is not None and counts.given > _GIVEN)


def _goes_on(text: str, at: int) -> bool:
    """Whether a sentence begins there, in capitals and small letters as usual."""
    opening = OPENING.match(text, at)
    word = NAME_WORD.match(text, opening.end() if opening else at)
    if word is None:
        return text[at : at + 1].isdigit()
    return not word[0][0].islower() and not is_shouted(word[0])


def _begins_with_place(text: str, dateline: Dateline, gazetteer: Gazetteer) -> bool:
    """Whether a place follows: "Paris - London trains" names two ends of a line."""
    end = end_of_name(text, dateline.end, dateline.end + REACH)
    return end is not None and _is_known(text[dateline.end : end], gazetteer, _KNOWN)


def _is_known(name: str, gazetteer: Gazetteer, least: float = 0.0) -> bool:
    fame = dict.fromkeys(Kind, -1.0)
    for hit in gazetteer.lookup(name):
        if hit.name.type not in ADJECTIVAL:
            fame[hit.entity.kind] = max(fame[hit.entity.kind], hit.entity.prominence)
    return fame[Kind.PLACE] >= max(least, 0.5 * max(fame.values()), 0.0)
