"""The grammar of datelines: ``datelines`` has it in words, and says which are believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from enrich.mentions.lexicon import lexicon
from enrich.mentions.newswire.agencies import agency_mention, known_agency
from enrich.model import Mention, Role
from enrich.text.sentences import SHORTENED
from gazetteer.model import Kind

REACH: Final = 160  # code points that a dateline has at most
_WORD: Final = r"[^\W\d_](?:[.'’ʻʼ-]?[^\W\d_])*\.?"
NAME_WORD: Final = re.compile(_WORD)
SMALL: Final = frozenset(
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
_MOST_PLACES: Final = 4
_BEFORE_DATE: Final = re.compile(r"\s?[.,]?\s\(?")
_BEFORE_AGENCY: Final = re.compile(r"\s?(?:[.,]|--?|[—–])?\s?")
_BETWEEN: Final = re.compile(r"\s?/\s?|\s(?:and|AND|&)\s")
_DASH: Final = re.compile(r"\s?(?:\.\s?[-–—]+|[—–―]|--+|(?<=\))-|(?<=\s)[-_](?=\s))[ \t]*")
_STOP: Final = re.compile(r"\s?[.:](?:\s+|$)")
_COMMA: Final = re.compile(r"\s?,\s|\s")
_CLOSING: Final = re.compile(r"[—–―:)\]]|--|\s[-_]\s|/\.|[0-9]$", re.MULTILINE)
"""One of these stands in every dateline that is not all capitals."""
OPENING: Final = re.compile(r"[\"'“‘«(\s]*")
_SHORT: Final = 2  # letters in capitals that may begin a name in small ones: "DR Congo"


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
            yield agency_mention(text, start, end, "dateline")


def may_open(text: str, start: int) -> bool:
    """Return whether a block begins as datelines do; most blocks do not."""
    begin = _after(OPENING, text, start, len(text))
    first = text[begin : begin + 1]
    if first.islower() and first != "d":  # as in "dpa"
        return False
    return _CLOSING.search(text, begin, begin + REACH) is not None or is_shouted(
        text[begin : begin + 4]
    )


def parse_dateline(text: str, start: int, end: int) -> Dateline | None:
    """Return the longest dateline that a block begins with, however unlikely, or None."""
    end = min(end, start + REACH)
    opening = OPENING.match(text, start, end)
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
    at = _after(_COMMA, text, at, end) if dateline.agencies or dateline.dated else at
    at = _after(_NEARBY, text, at, end)
    place = end_of_name(text, at, end)
    while place is not None:
        place -= _ends_in_stop(text[at:place])
        dateline.places.append((at, place))
        at = place
        between = _BETWEEN.match(text, at, end)
        place = end_of_name(text, between.end(), end) if between else None
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
    """Whether the full stop behind a name is not one of its own: "KIEV. May 7 (Interfax)"."""
    bare = name.removesuffix(".").rpartition(" ")[2]
    return name.endswith(".") and "." not in bare and bare.lower() not in SHORTENED


def _qualifier(text: str, at: int, end: int, dateline: Dateline) -> int:
    comma = re.compile(r"\s?,\s").match(text, at, end)
    if comma is None or not dateline.places or len(dateline.places) > 3:
        return at
    name = end_of_name(text, comma.end(), end)
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
        begin = _after(_COMMA, text, at, end)
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
    word = NAME_WORD.match(text, at, end)
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
    """Where a text goes on behind a sign, at once where there is none."""
    found = sign.match(text, at, end)
    return found.end() if found else at


def end_of_name(text: str, at: int, end: int) -> int | None:
    """Return where a name of a few capitalised words ends, None where there is none.

    A name in capitals ends where the capitals do: "WASHINGTON Barack Obama".
    """
    first = NAME_WORD.match(text, at, end)
    if first is None or first[0][0].islower() or _is_date_word(first[0]):
        return None
    shouted = is_shouted(first[0]) and len(first[0]) > _SHORT
    last = first.end()
    for _ in range(_LONGEST_NAME - 1):
        word = NAME_WORD.match(text, last + 1, end) if text[last : last + 1] == " " else None
        if word is None or _is_date_word(word[0]) or not _continues(word[0], shouted=shouted):
            break
        if not shouted and (known_agency(word[0]) or _changes(text, word, end)):
            break
        last = word.end()
    while last > at and (word := re.search(r" (\w+)$", text[at:last])) and word[1] in SMALL:
        last = at + word.start()
    return last


def _changes(text: str, word: re.Match[str], end: int) -> bool:
    """Whether another name in capitals is joined: "Israel and RAMALLAH"."""
    following = NAME_WORD.match(text, word.end() + 1, end)
    return word[0] == "and" and following is not None and is_shouted(following[0])


def _continues(word: str, *, shouted: bool) -> bool:
    if word.lower() in SMALL and (word.isupper() or (word.islower() and word != "and" * shouted)):
        return True
    return word[0].isupper() and (not shouted or is_shouted(word) or len(word) == 1)


def is_shouted(word: str) -> bool:
    """Return whether a word is two or more letters, all capitals: "N.Y." and "ROME"."""
    letters = word.replace(".", "")
    return len(letters) > 1 and letters.isupper()


def _is_date_word(word: str) -> bool:
    plain = word.rstrip(".").lower()
    return plain in lexicon().months or plain in lexicon().weekdays
