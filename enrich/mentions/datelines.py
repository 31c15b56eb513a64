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
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from enrich.mentions.lexicon import lexicon
from enrich.mentions.tokens import SHORTENED
from enrich.model import Block, BlockKind, Mention, Role
from gazetteer.model import Kind, NameType
from gazetteer.names import fold
from gazetteer.store import Gazetteer

__all__ = ["Dateline", "find_datelines", "known_agency", "split_datelines"]

_REACH: Final = 160  # code points that a dateline has at most
_WORD: Final = r"[^\W\d_](?:[.'’ʻʼ-]?[^\W\d_])*\.?"
_NAME_WORD: Final = re.compile(_WORD)
_SMALL: Final = frozenset(
    "of the and upon on in under sur de del della di da do dos das du la las le les el al am an bin"
    " y e und".split()
)
_LONGEST_NAME: Final = 5  # words
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_DAY: Final = r"[0-3]?[0-9](?:st|nd|rd|th)?\b"
_AGENCY: Final = re.compile(
    r"\((?P<round>[^()\n]{2,40})\)|/(?P<slashes>[^/\n]{2,30})/|\[(?P<square>[^\[\]\n]{2,30})\]"
)
_NEARBY: Final = re.compile(r"(?i:near|outside|inside)\s+(?=[^\W\d_a-z])")
_NOWHERE: Final = re.compile(r"(?:on|aboard|in|at|above|along|over|with)\b", re.IGNORECASE)
"""What says that no town follows: "ON BOARD THE PAPAL PLANE"."""
_MOST_PLACES: Final = 4
_BEFORE_DATE: Final = re.compile(r"\s?[.,]?\s\(?")
_BEFORE_AGENCY: Final = re.compile(r"\s?(?:[.,]|--?|[—–])?\s?")
_BETWEEN: Final = re.compile(r"\s?/\s?|\s(?:and|AND|&)\s")
_DASH: Final = re.compile(r"\s?(?:\.\s?[-–—]+|[—–―]|--+|(?<=\))-|(?<=\s)[-_](?=\s))[ \t]*")
_STOP: Final = re.compile(r"\s?[.:](?:\s+|$)")
_COLON: Final = re.compile(r":\s+")
_COMMA: Final = re.compile(r"\s?,\s|\s")
_CLOSING: Final = re.compile(r"[—–―:)\]]|--|\s[-_]\s|/\.|[0-9]$", re.MULTILINE)
"""One of these stands in every dateline that is not all capitals."""
_OPENING: Final = re.compile(r"[\"'“‘«(\s]*")
_SHORT_AGENCY: Final = 3
_FIRST_BLOCKS: Final = 4
_FAMOUS: Final = 0.5
_GIVEN: Final = 3  # bearers, in the lists of given names
_ADJECTIVAL: Final = (NameType.ADJECTIVE, NameType.DEMONYM)
_SHORT: Final = 2  # letters in capitals that may begin a name in small ones: "DR Congo"
_KNOWN: Final = 0.3
"""Prominence of a town of some ten thousand people."""


@cache
def _date_pattern() -> re.Pattern[str]:
    """A date as datelines have it; compiled when the first one is looked for."""
    return re.compile(
        rf"(?:{_WEEKDAY},?\s)?(?:{_MONTH}\s{_DAY}(?:,?\s[12][0-9]{{3}}\b)?"
        rf"|{_DAY}\s{_MONTH}(?:,?\s[12][0-9]{{3}}\b)?|{_MONTH}\s[12][0-9]{{3}}\b"
        # A month in another language: "12 июня", "12. Juni 2024".
        r"|[0-3]?[0-9]\.?\s[^\W\d_]{3,12}\b\.?(?:,?\s[12][0-9]{3}\b)?"
        r"|[12][0-9]{3}[-/.][0-9]{1,2}[-/.][0-9]{1,2}\b|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}\b"
        rf"|{_WEEKDAY})(?:,?\s[0-2]?[0-9][:.][0-5][0-9](?:\s?[ap]\.?m\b\.?)?(?:\s[A-Z]{{2,4}}\b)?)?",
        re.IGNORECASE,
    )


@cache
def _agencies() -> Mapping[str, str]:
    path = Path(__file__).with_name("data") / "datelines.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))["agencies"]
    return {_agency_key(form): name for name, forms in table.items() for form in forms}


def _agency_key(form: str) -> str:
    """A form without regard to case, but for short ones: "PA" is no "Pa."."""
    return form if len(form.replace(".", "")) <= _SHORT_AGENCY else fold(form)


def known_agency(text: str) -> str:
    """Return the full name of an agency, "" for anything else.

    Example:
        >>> known_agency("AFP"), known_agency("Yerevan")
        ('Agence France-Presse', '')
    """
    return _agencies().get(_agency_key(text), "")


@dataclass(slots=True)
class Dateline:
    """One dateline.

    Attributes:
        start: Offset of its first code point.
        end: Offset after its closing dash, stop or colon and the space behind it.
        places: Start and end of each place, the town first.
        agencies: Start and end of each agency.
        dated: Whether it has a date.
        closed: What closes it: "—", "." or ":", "" where the line ends or goes on without a mark.
        qualified: How many of the places are an area around another.
    """

    start: int
    end: int
    places: list[tuple[int, int]] = field(default_factory=list)
    agencies: list[tuple[int, int]] = field(default_factory=list)
    dated: bool = False
    closed: str = ""
    qualified: int = 0

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield its places and agencies, in no order."""
        for start, end in self.places:
            yield Mention(start, end, text[start:end], Kind.PLACE, Role.DATELINE, "dateline")
        for start, end in self.agencies:
            name = text[start:end]
            full = known_agency(name)
            lookup = full if full != name else ""
            yield Mention(start, end, name, Kind.ORGANISATION, None, "dateline", lookup=lookup)


def find_datelines(
    text: str, blocks: Sequence[Block], gazetteer: Gazetteer
) -> tuple[Dateline, ...]:
    """Return the datelines of a text.

    Args:
        text: Normalised: each block on a line.
        blocks: Its blocks.
        gazetteer: Tells places.

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
        if not _may_open(text, block.start):
            continue
        dateline = _parse(text, block.start, block.end)
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
        letters = name.isupper() and bool(dateline.places)  # "(FENA)" is no place behind one
        if not letters and not known_agency(name) and _is_known(name, gazetteer):
            dateline.agencies.remove(span)
            dateline.qualified += bool(dateline.places)
            dateline.places.append(span)


# ------------------------------------------------------------------------------------ grammar


def _may_open(text: str, start: int) -> bool:
    """Whether a block begins as datelines do: what most blocks are told by."""
    at = _OPENING.match(text, start)
    begin = at.end() if at else start
    first = text[begin : begin + 1]
    if first.islower() and first != "d":  # as in "dpa"
        return False
    return _CLOSING.search(text, begin, begin + _REACH) is not None or _is_shouted(
        text[begin : begin + 4]
    )


def _parse(text: str, start: int, end: int) -> Dateline | None:
    """The longest dateline that a block begins with, however unlikely."""
    end = min(end, start + _REACH)
    opening = _OPENING.match(text, start, end)
    at = opening.end() if opening and "(" not in opening[0] else start
    dateline = Dateline(start, at)
    at = _agency(text, at, end, dateline)
    at = _date(text, at, end, dateline)
    at = _places(text, at, end, dateline)
    for _ in range(5):
        reached = at
        for part in (_date, _agency, _qualifier, _further):
            at = part(text, at, end, dateline)
        if at == reached:
            break
    return _close(text, at, end, dateline)


def _places(text: str, at: int, end: int, dateline: Dateline) -> int:
    at = _skip_comma(text, at, end) if dateline.agencies or dateline.dated else at
    if lead := _NEARBY.match(text, at, end):
        at = lead.end()
    place = _name(text, at, end)
    while place is not None:
        dateline.places.append((at, place - _ends_in_stop(text[at:place])))
        at = place - _ends_in_stop(text[at:place])
        between = _BETWEEN.match(text, at, end)
        place = _name(text, between.end(), end) if between else None
        if place is not None and between:
            at = between.end()
    return at


def _further(text: str, at: int, end: int, dateline: Dateline) -> int:
    """Places behind an area: "TEL AVIV, Israel and RAMALLAH, West Bank"."""
    between = _BETWEEN.match(text, at, end)
    if between is None or not dateline.qualified or len(dateline.places) > _MOST_PLACES:
        return at
    return _places(text, between.end(), end, dateline)


def _ends_in_stop(name: str) -> bool:
    """Whether the full stop behind a name is none of its own: "KIEV. May 7 (Interfax)"."""
    bare = name.removesuffix(".").rpartition(" ")[2]
    return name.endswith(".") and "." not in bare and bare.lower() not in SHORTENED


def _qualifier(text: str, at: int, end: int, dateline: Dateline) -> int:
    comma = re.compile(r"\s?,\s").match(text, at, end)
    if comma is None or not dateline.places or len(dateline.places) > 3:
        return at
    name = _name(text, comma.end(), end)
    if name is None:
        return at
    span = comma.end(), name
    if known_agency(text[slice(*span)]) and _is_closed(text, name, end):
        dateline.agencies.append(_without_stop(text, span))
        return dateline.agencies[-1][1]
    dateline.places.append(span)
    dateline.qualified += 1
    return name


def _is_closed(text: str, at: int, end: int) -> bool:
    ended = text[at - 1] == "." and text[at : at + 1].isspace()
    return ended or bool(_DASH.match(text, at, end) or _STOP.match(text, at, end))


def _without_stop(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    return (start, end - 1) if text[end - 1] == "." else span


def _date(text: str, at: int, end: int, dateline: Dateline) -> int:
    if dateline.dated:
        return at
    begin = _after(_BEFORE_DATE, text, at, end)
    date = _date_pattern().match(text, begin, end)
    if date is None:
        return at
    dateline.dated = True
    bracket = text[begin - 1 : begin] == "(" and text[date.end() : date.end() + 1] == ")"
    return date.end() + bracket


def _agency(text: str, at: int, end: int, dateline: Dateline) -> int:
    held = _AGENCY.match(text, _after(_BEFORE_AGENCY, text, at, end), end)
    if held is None:
        begin = _skip_comma(text, at, end)
        return at if dateline.agencies else _bare_agency(text, begin, end, dateline) or at
    group = held.lastgroup or "round"
    inner = held[group]
    if len(inner.split()) > 4 or any(c.isdigit() for c in inner):
        return at
    dateline.agencies += _agencies_in(text, *held.span(group))
    return held.end()


def _agencies_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """ "IANS/ANI" is two; of "dpa/lsw" the second is a desk of the first."""
    if known_agency(text[start:end]):
        return [(start, end)]
    parts = [(m.start() + start, m.end() + start) for m in _PART.finditer(text[start:end])]
    known = [part for part in parts if known_agency(text[slice(*part)])]
    return known or [(start, end)]


_PART: Final = re.compile(r"[^/,;|\s](?:[^/,;|]*[^/,;|\s])?")


def _bare_agency(text: str, at: int, end: int, dateline: Dateline) -> int | None:
    """A known agency in capitals, without brackets: "TASS, June 12", "YEREVAN ARMENPRESS"."""
    word = _NAME_WORD.match(text, at, end)
    if word is None:
        return None
    span = _without_stop(text, word.span())
    name = text[slice(*span)]
    if len(name) < 3 or not known_agency(name) or not (name.isupper() or dateline.places):
        return None
    dateline.agencies.append(span)
    return span[1]


def _close(text: str, at: int, end: int, dateline: Dateline) -> Dateline | None:
    dash = _DASH.match(text, at, end)
    if dash is not None:
        dateline.closed, dateline.end = "—", dash.end()
        return dateline
    stop = _STOP.match(text, at, end)
    if stop is not None and text[at : stop.end()].strip():
        dateline.closed, dateline.end = stop[0].strip(), stop.end()
        return dateline
    if at and text[at - 1] == "." and text[at : at + 1].isspace():
        dateline.closed, dateline.end = ".", at + 1
        return dateline
    space = len(text[at:end]) - len(text[at:end].lstrip())
    dateline.end = at + space
    return dateline if at >= end or space or text[at - 1] == ")" else None


def _after(sign: re.Pattern[str], text: str, at: int, end: int) -> int:
    found = sign.match(text, at, end)
    return found.end() if found else at


def _skip_comma(text: str, at: int, end: int) -> int:
    return _after(_COMMA, text, at, end)


def _name(text: str, at: int, end: int) -> int | None:
    """Where a name of a few capitalised words ends, None where there is none.

    A name in capitals ends where the capitals do: "WASHINGTON Barack Obama".
    """
    first = _NAME_WORD.match(text, at, end)
    if first is None or first[0][0].islower() or _is_date_word(first[0]):
        return None
    shouted = _is_shouted(first[0]) and len(first[0]) > _SHORT
    last = first.end()
    for _ in range(_LONGEST_NAME - 1):
        word = _NAME_WORD.match(text, last + 1, end) if text[last : last + 1] == " " else None
        if word is None or _is_date_word(word[0]) or not _continues(word[0], shouted=shouted):
            break
        if not shouted and (known_agency(word[0]) or _changes(text, word, end)):
            break
        last = word.end()
    while last > at and (word := re.search(r" (\w+)$", text[at:last])) and word[1] in _SMALL:
        last = at + word.start()
    return last


def _changes(text: str, word: re.Match[str], end: int) -> bool:
    """Whether another name in capitals is joined: "Israel and RAMALLAH"."""
    following = _NAME_WORD.match(text, word.end() + 1, end)
    return word[0] == "and" and following is not None and _is_shouted(following[0])


def _continues(word: str, *, shouted: bool) -> bool:
    if word.lower() in _SMALL and (word.isupper() or (word.islower() and word != "and" * shouted)):
        return True
    return word[0].isupper() and (not shouted or _is_shouted(word) or len(word) == 1)


def _is_shouted(word: str) -> bool:
    letters = word.replace(".", "")
    return len(letters) > 1 and letters.isupper()


def _is_date_word(word: str) -> bool:
    plain = word.rstrip(".").lower()
    return (
        plain in lexicon().months or plain in lexicon().weekdays or bool(_MONTH_WORD.match(plain))
    )


_MONTH_WORD: Final = re.compile(r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$")


# ------------------------------------------------------------------------------------- belief


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
    shouted = all(_is_shouted(w) or w.lower() in _SMALL for w in first.split())
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
    shouted = all(map(_is_shouted, first.split()))
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
    opening = _OPENING.match(text, at)
    word = _NAME_WORD.match(text, opening.end() if opening else at)
    if word is None:
        return text[at : at + 1].isdigit()
    return not word[0][0].islower() and not _is_shouted(word[0])


def _begins_with_place(text: str, dateline: Dateline, gazetteer: Gazetteer) -> bool:
    """Whether a place follows: "Paris - London trains" names two ends of a line."""
    end = _name(text, dateline.end, dateline.end + _REACH)
    return end is not None and _is_known(text[dateline.end : end], gazetteer, _KNOWN)


def _is_known(name: str, gazetteer: Gazetteer, least: float = 0.0) -> bool:
    fame = dict.fromkeys(Kind, -1.0)
    for hit in gazetteer.lookup(name):
        if hit.name.type not in _ADJECTIVAL:
            fame[hit.entity.kind] = max(fame[hit.entity.kind], hit.entity.prominence)
    return fame[Kind.PLACE] >= max(least, 0.5 * max(fame.values()), 0.0)
