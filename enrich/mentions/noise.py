"""What is written like no name: amounts, codes, labels, dates, common words that open sentences.

A tagger that goes by capitals takes some of them for names of organisations. Each kind is told by
its form, in one expression. What the gazetteer holds under the very words (G7, U2, M23, 7-Eleven)
is a name after all, but for a sign of currency: the "US" of "US$5" names no country.
"""

from __future__ import annotations

import re
from typing import Final

from enrich.mentions.lexicon import lexicon
from enrich.mentions.proposals import Proposal
from enrich.mentions.tokens import Tokens
from gazetteer.legal_forms import without_legal_form
from gazetteer.model import ADJECTIVAL, Kind
from gazetteer.names import fold
from gazetteer.store import Gazetteer

_WELL_KNOWN: Final = 0.6
"""Prominence of an organisation that goes by the first word of its name."""
_KNOWN: Final = 0.5
"""And of one that is meant by its name even where a tagger takes it for a place: the M23."""
_SIGNS: Final = "$€£¥₤₹₦₽₩₺"
_MONTHS: Final = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_UNITS: Final = (
    r"(?:[ap]\.?m\.?|AM|PM|k?m|km/h|mph|kg|lbs?|[kMGT]Wh?|[kMGT]?Hz|[kMGT]B|[kMGT]bps|ha|°[CF])"
)
_CURRENCIES: Final = (
    r"(?:Rp|Rs|Re|Tk|KSh|Ksh|TSh|USh|GH|US|A|AU|C|CA|NZ|HK|NT|S|R|RM|N|P|PhP|Br|Fr|Kr|EUR|USD|GBP|CHF"
    r"|JPY|CNY|RMB|INR|PKR|AED|SAR|QAR|KRW|ZAR|NGN|BRL|MXN|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|TRY|RUB"
    r"|UAH|AMD|GEL|KES|GHS|IDR|MYR|SGD|THB|VND|PHP)"
)
_FORMS: Final = re.compile(
    "|".join(
        (
            r"[^\W\d_]\.?",  # "C", "R."
            r"[‘'’#№]?\d[\d.,:/–-]*(?:st|nd|rd|th|s|m|bn|k)?",  # "1000", "'05", "35th", "95.7"
            rf"{_CURRENCIES}\.?\s?[{_SIGNS}¢]?\s?\d[\d.,]*(?:k|m|bn|tn)?",  # "Rp18.680", "Rs 200"
            r"[A-Z]{1,2}\d{1,4}[A-Z]{0,2}\d{0,3}",  # "G3", "A1B", "H5N1", "Q3", "FY2023"
            r"(?!ABC|CBS|NBC|FOX|PBS|CTV|BBC|ITV|COP)[A-Z]{3}\d{2,}",  # "SVF42", and no ABC13
            r"\d{1,4}[A-Z]{1,3}",  # "40B"
            r"(?:Q[1-4]|H[12]|FY)\s?\d{2,4}",
            rf"{_MONTHS}\s?\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?",  # "Apr 5"
            rf"\d[\d.,]*\s?{_UNITS}",
            r"[IVX]{2,5}",
            r"(?i:covid|sars-cov)(?:[- ]?\d{1,2})?",
        )
    )
)
_NUMBER: Final = r"(?:No\.?\s?)?(?:\d[\w.–-]*|[IVXLC]+|[A-Z])"
_LABEL: Final = (
    r"(?:Figs?|Figures?|Tables?|Chapters?|Sections?|Sec|Parts?|Pages?|Vols?|Volumes?|Nos?|No|Class"
    r"|Grades?|Phases?|Blocks?|Rooms?|Gates?|Platforms?|Levels?|Box|Boxes|Articles?|Art|Appendix"
    r"|Annex|Panels?|Versions?|Steps?|Rounds?|Games?|Match|Weeks?|Days?|Items?|Photos?|Images?|Maps?"
    r"|Exits?|Pct|Lots?|Flights?|Types?|Categor(?:y|ies)|Stages?|Seasons?|Episodes?|Apt|Suite"
    r"|Postcode|Divisions?|Eqs?|Equations?|Refs?|Notes?|Lines?|Rows?|Columns?|Schemes?|Plates?|Schedules?)"
)
_LABELLED: Final = re.compile(rf"{_LABEL}\.?\s{_NUMBER}")
_LABEL_ALONE: Final = re.compile(rf"{_LABEL}\.?")
_FOLLOWING_NUMBER: Final = re.compile(r"\.?\s?\d")
_UNIT: Final = re.compile(_UNITS)
_CODE: Final = re.compile(r"[A-Z]{1,5}")
_CODE_BEHIND: Final = re.compile(r"-\d")
_QUANTITY: Final = re.compile(r"\d[\d.,]*\s?$")


def is_no_name(tokens: Tokens, start: int, end: int, kind: Kind, gazetteer: Gazetteer) -> bool:
    """Return whether a stretch of a text is written like no name.

    Args:
        tokens: The words of the text.
        start: Offset of its first code point.
        end: Offset after its last.
        kind: What it was taken for: "A40" may be a road, which is a place.
        gazetteer: What it holds under the words, of that kind, is a name.

    Example:
        >>> from enrich.mentions.tokens import tokenise
        >>> tokens = tokenise("Fig. 2 shows the G7.")
        >>> with Gazetteer.open() as gazetteer:
        ...     [is_no_name(tokens, start, end, Kind.ORGANISATION, gazetteer)
        ...      for start, end in ((0, 3), (17, 19))]
        [True, False]
    """
    text = tokens.text
    if text[end : end + 1] and text[end] in _SIGNS and end - start <= 3:
        return True  # "US$5", "NT$30"
    name = text[start:end]
    if kind is Kind.PLACE and is_language(tokens, start, end, gazetteer):
        return True
    if _is_written_so(tokens, start, end, kind):
        return not any(
            hit.entity.kind is kind
            or (hit.entity.kind is Kind.ORGANISATION and hit.entity.prominence >= _KNOWN)
            for hit in gazetteer.lookup(name)
        )
    if kind is not Kind.ORGANISATION or not _is_opening(tokens, start, end):
        return False
    return not any(
        hit.entity.prominence >= _WELL_KNOWN  # "Republican voters"
        or fold(without_legal_form(hit.name.text)) == fold(name)  # "Orange bought shares"
        for hit in gazetteer.completions(name, kind)
    )


def _is_written_so(tokens: Tokens, start: int, end: int, kind: Kind) -> bool:
    text = tokens.text
    name = text[start:end]
    if _FORMS.fullmatch(name):
        return kind is not Kind.PLACE or not _ROAD.fullmatch(name)
    if _LABELLED.fullmatch(name) or (_CODE.fullmatch(name) and _CODE_BEHIND.match(text, end)):
        return True  # "CR" of "CR-2023-01187"
    if _LABEL_ALONE.fullmatch(name) and _FOLLOWING_NUMBER.match(text, end):
        return True
    return bool(_UNIT.fullmatch(name) and _QUANTITY.search(text[max(0, start - 20) : start]))


_SPEAKING: Final = re.compile(
    r"\b(?:in|into|(?:speak|spoke|learn|teach|taught|stud|read|translated? from)[a-z]*) $"
)


def is_language(tokens: Tokens, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Return whether an adjective of a place is the name of its language: "put into English".

    Example:
        >>> from enrich.mentions.tokens import tokenise
        >>> tokens = tokenise("She wrote in French, in French style.")
        >>> with Gazetteer.open() as gazetteer:
        ...     is_language(tokens, 13, 19, gazetteer), is_language(tokens, 24, 30, gazetteer)
        (True, False)
    """
    first, last = tokens.words_of(start, end)
    if first != last or not _SPEAKING.search(tokens.text[max(0, start - 20) : start]):
        return False
    goes_on = tokens.gap(last) in (" ", "-") and last + 1 < len(tokens)
    if goes_on and tokens.word(last + 1) not in lexicon().function_words:
        return False
    hits = gazetteer.lookup(tokens.text[start:end], Kind.PLACE)
    best = max(hits, key=lambda hit: hit.entity.prominence, default=None)
    return best is not None and best.name.type in ADJECTIVAL  # there is an English in Indiana


_VERBS: Final = frozenset("of is was are were has had have will would can could may must".split())
_ROAD: Final = re.compile(r"(?!A3\d0)[ABEMNR]\d{1,4}|I-\d{1,3}")
_ROAD_ALONE: Final = re.compile(rf"(?<![\w-])(?:{_ROAD.pattern})(?![\w-])")
_ROAD_NAMED: Final = re.compile(
    r"\b(?:Interstate(?: Highway)?|(?:State |U\.S\. |US )?(?:Highway|Route)|Motorway)"
    r" \d{1,4}[A-Z]?\b"
)
_ON_ROAD: Final = re.compile(
    r"(?<![\w-])(?:on|off|along|via|onto|to|of|near|from|between|and|now|cross(?:es|ed)?|clos(?:es|ed)?"
    r"|join(?:s|ed)?|reopen(?:s|ed)?|block(?:s|ed)?|into|lorry|crash|traffic) (?:the )$",
    re.IGNORECASE,
)
_ROAD_BEHIND: Final = re.compile(
    r" (?:at|near|between|in both|(?:north|south|east|west)(?:bound)?|junction"
    r"|(?:is|was|remains|has been) (?:now |still |partly )?(?:closed|shut|blocked|open|reopened))\b"
)


def is_road(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether a number is one of a road, by the words around it: "on the A120".

    Example:
        >>> from enrich.mentions.tokens import tokenise
        >>> is_road(tokenise("Queues on the A120."), 14, 18), is_road(tokenise("An A120."), 3, 7)
        (True, False)
    """
    text = tokens.text
    if not _ROAD.fullmatch(text, start, end):
        return False
    listed = re.search(r"\b[ABM]\d{1,4}(?:, | and |, and )$", text[max(0, start - 15) : start])
    before = _ON_ROAD.search(text[max(0, start - 20) : start])
    behind = _ROAD_BEHIND.match(text, end) and text[max(0, start - 4) : start].lower() == "the "
    return bool(listed or before or behind)


def find_roads(tokens: Tokens, gazetteer: Gazetteer) -> list[Proposal]:
    """Return the roads that a text names by their numbers, as places.

    Example:
        >>> from enrich.mentions.tokens import tokenise
        >>> with Gazetteer.open() as gazetteer:
        ...     [(p.start, p.end) for p in find_roads(tokenise("Queues on the A120."), gazetteer)]
        [(14, 18)]
    """
    named = [found.span() for found in _ROAD_NAMED.finditer(tokens.text)]
    numbers = (found.span() for found in _ROAD_ALONE.finditer(tokens.text))
    return [
        Proposal(*tokens.words_of(*at), *at, Kind.PLACE, 1.0, "road")
        for at in [*named, *(at for at in numbers if is_road(tokens, *at))]
        if not any(
            hit.entity.prominence >= _KNOWN
            for hit in gazetteer.lookup(tokens.text[slice(*at)], Kind.ORGANISATION)
        )
    ]


def _is_opening(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a common word has its capital from the sentence: "Provincial ministers met"."""
    first, last = tokens.words_of(start, end)
    if first != last:
        return False
    word, lists = tokens[first], lexicon()
    if not word.opens or word.shouted or word.possessive or word.lower not in lists.common:
        return False
    following = tokens.word(first + 1)
    if tokens.gap(first) != " " or following in lists.organisation_beside | lists.saying | _VERBS:
        return False
    if following in lists.function_words and following not in lists.locative:
        return False
    if following.endswith("ed") and tokens[first + 1].text.islower():
        return False
    return not any(other.text == word.text and not other.opens for other in tokens.items)
