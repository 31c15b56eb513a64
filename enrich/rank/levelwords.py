"""What the words beside a name say of its level: "the governor of Córdoba", "Boston's mayor"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enrich.model import Candidate, Mention
from enrich.rank.groups import NameGroup, ScoredCandidate
from enrich.rank.levels import are_twins
from enrich.rank.surroundings import Surroundings
from enrich.text import areawords
from enrich.text.areawords import AREA_WORDS, is_named_as_river, level_of_list
from gazetteer.codes import is_country, is_division, is_settlement
from gazetteer.model import Kind

_AREA_OFFICES: Final = (
    r"governors?|gov|governorship|gubernatorial|lt\. gov|attorney general|legislature|"
    r"legislators?|lawmakers?|statehouse|premier|chief minister|provincial|statewide|state"
)
_TOWN_THINGS: Final = (
    r"mayors?|mayoral|city|cities|town|township|village|suburbs?|downtown|streets?|outskirts|"
    r"neighbou?rhoods?|municipality|city hall|airport|metro|subway|bus station|port"
)
_AREAS: Final = "|".join(sorted(AREA_WORDS - {"township", "municipality", "department", "state"}))
_DIRECTIONS: Final = (
    r"(?:north|south)(?:ern)?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?"
    r"|central|rural|across|throughout"
)
_AREA_BEFORE: Final = re.compile(
    rf"\b(?:(?:{_AREA_OFFICES}|{_AREAS}|provinces|states|regions)\.? (?:of|in|for) (?:the )?"
    rf"|(?:{_AREAS}) )$"
)
_AREA_AFTER: Final = re.compile(
    rf"(?:['’]s?)? (?:(?:new|former|acting|outgoing) )?(?:{_AREA_OFFICES}|{_AREAS})\b"
    r"(?! council| league)"
)
_TOWN_BEFORE: Final = re.compile(
    rf"\b(?:{_TOWN_THINGS}|streets|centre|center|port city|capital)(?: of| in)? (?:the )?$"
)
_TOWN_AFTER: Final = re.compile(
    rf"(?:['’]s?)? (?:(?:new|former|acting|outgoing) )?(?:{_TOWN_THINGS}|police department)\b"
    r"|-(?:based|born)\b"
)
_DIRECTION_BEFORE: Final = re.compile(rf"\b(?:{_DIRECTIONS})(?: tip of| part of)? (?:the )?$")
_COUNTRY_BEFORE: Final = re.compile(r"\b(?:country|nation|republic|kingdom)(?: of)? (?:the )?$")
_REACH: Final = 40
_GREAT: Final = 0.6  # prominence of what is meant by a name as a rule

AREA, TOWN, DIRECTION = "said to be an area", "said to be a town", "a part of it is named"
COUNTRY, RIVER = "said to be a country", "said to be a river"


def said_of(text: str, start: int, end: int) -> Iterator[str]:
    """Yield what the words right beside a name say: an area, a town, a river, a part.

    Example:
        >>> text = "The governor of Lagos met Boston's mayor in northern Lebanon."
        >>> list(said_of(text, 16, 21)), list(said_of(text, 26, 32)), list(said_of(text, 53, 60))
        (['said to be an area'], ['said to be a town'], ['a part of it is named'])
    """
    before = text[max(0, start - _REACH) : start].lower()
    after = text[end : end + _REACH].lower()
    if _AREA_BEFORE.search(before) or _AREA_AFTER.match(after):
        yield AREA
    if _TOWN_BEFORE.search(before) or _TOWN_AFTER.match(after):
        yield TOWN
    if _DIRECTION_BEFORE.search(before):
        yield DIRECTION
    if _COUNTRY_BEFORE.search(before):
        yield COUNTRY
    if is_named_as_river(text, start, end) or level_of_list(text, end) == areawords.RIVER:
        yield RIVER


def level_apart(mention: Mention, options: Sequence[Candidate], around: Surroundings) -> str:
    """Return what the words beside a mention say of it alone, and not of others of its name.

    "Georgia Gov. Brian Kemp" names a state wherever else the text writes of the country. What is
    said of an area and of its city is left to the text as a whole.
    """
    if mention.kind is not Kind.PLACE or len(options) < 2:
        return ""
    said = set(said_of(around.text, mention.start, mention.end))
    entities = [o.entity for o in options]
    if COUNTRY in said and any(is_country(e.feature) for e in entities):
        return COUNTRY
    areas = [e for e in entities if is_division(e.feature) and not is_country(e.feature)]
    if AREA not in said or not areas:
        return ""
    best = max(areas, key=lambda e: e.prominence)
    great = [e for e in entities if e.prominence >= _GREAT and e not in areas]
    apart = any(is_country(e.feature) or not are_twins(best, e) for e in great)
    return AREA if apart else ""


def add_levels(
    groups: Sequence[NameGroup], mentions: Sequence[Mention], around: Surroundings
) -> None:
    """Mark the areas and the towns where the words beside a name say that it is one.

    What they say of one of a list they say of all: "the governors of Formosa and La Rioja".
    """
    said: dict[int, dict[str, float]] = {}
    for group in groups:
        own = said[id(group)] = {}
        for at in group.mentions:
            for level in said_of(around.text, mentions[at].start, mentions[at].end):
                own[level] = own.get(level, 0.0) + 1.0 / len(group.mentions)
    for group in groups:
        levels = dict(said[id(group)])
        for other in group.listed:
            for level, share in said.get(id(other), {}).items():
                levels[level] = max(share, levels.get(level, 0.0))
        for option in group.options if levels else ():
            for level, share in levels.items():
                if _fits(option, level):
                    option.values[level] = share


def _fits(option: ScoredCandidate, level: str) -> bool:
    if level == TOWN:
        return is_settlement(option.candidate.entity.feature)
    if level == RIVER:
        return option.sort == "water"
    return option.sort == "country" if level == COUNTRY else option.sort.endswith("area")
