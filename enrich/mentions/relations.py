"""The words that put something in relation to a place: "20 km north of Goris", "northern Syria".

The place is what is linked; the words are kept, so that nobody takes its point for the spot meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from enrich.geography.distance import DISTANCE
from enrich.mentions.lexicon import lexicon
from enrich.model import Mention
from gazetteer.model import Kind
from gazetteer.store import Gazetteer, Hit

# What names a part of a place: "northern Syria", "downtown Goris".
_PARTS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast"
    " southwest northeastern northwestern southeastern southwestern upper lower inner outer"
    " greater metro metropolitan downtown uptown midtown upstate rural mainland mid old".split()
)

_WELL_KNOWN = 0.4
"""Prominence from which a place that is called like a thing is meant behind a side: West Bath."""
_SIDE = r"(?:north|south)(?:[ -]?(?:east|west))?|east|west"
_RELATION = re.compile(
    rf"""\b(?P<phrase>
      (?:(?:about|some|around|roughly|nearly|just|almost|over)\s)?
      (?:{DISTANCE}(?:\s\([^()]{{1,20}}\))?
         (?:\s(?:to\sthe\s)?(?:{_SIDE}))?\s(?:of|from|off|outside|away\sfrom|inland\sfrom)
        |(?:to\sthe\s)?(?:{_SIDE})\sof
        |(?:on|in|at)\sthe\s(?:outskirts|suburbs|edge)\sof
        |just\soutside)
      (?:\sthe\s(?:city|town|village|port|capital)\sof)?(?:\sthe)?
      |(?:(?:{_SIDE})ern|central|rural|upstate|downtown)
    )\s(?=\S)""",
    re.VERBOSE | re.IGNORECASE,
)


def note_relations(text: str, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return mentions, each place with the words that put something in relation to it.

    Example:
        >>> text = "A quake 20 km north of Goris."
        >>> note_relations(text, [Mention(23, 28, "Goris", Kind.PLACE)])[0].relation
        '20 km north of'
    """
    phrases = {match.end(): match["phrase"] for match in _RELATION.finditer(text)}
    if not phrases:
        return tuple(mentions)
    return tuple(
        replace(m, relation=phrases[m.start]) if m.start in phrases and m.kind is Kind.PLACE else m
        for m in mentions
    )


def part_of(mention: Mention, gazetteer: Gazetteer) -> Mention:
    """Return a mention of a part of a place as one of the place, the words for the part kept.

    What the gazetteer holds as it is written ("South Sudan") stays as it is.

    Example:
        >>> with Gazetteer.open() as opened:
        ...     found = part_of(Mention(0, 14, "northern Syria", Kind.PLACE), opened)
        >>> found.name, found.relation
        ('Syria', 'northern')
    """
    words = mention.name.split()
    if mention.kind is not Kind.PLACE or len(words) < 2 or words[0].lower() not in _PARTS:
        return mention
    if gazetteer.lookup(mention.name, Kind.PLACE):
        return mention
    for first in range(1, len(words)):
        if words[first - 1].lower() not in _PARTS:
            break
        whole = " ".join(words[first:])
        street = whole.lower() in lexicon().street_ends | lexicon().facility_ends
        held = gazetteer.lookup(whole, Kind.PLACE)
        if held and not street and not _is_word(whole, words[first - 1], held[0]):
            part = " ".join(filter(None, (mention.relation, *words[:first])))
            return replace(mention, lookup=whole, relation=part)
    return mention


def _is_word(whole: str, part: str, best: Hit) -> bool:
    """Whether it is not a place that a capital gives a part to, but a thing: the West Wing."""
    known = best.entity.prominence >= _WELL_KNOWN
    return part[:1].isupper() and whole.lower() in lexicon().common and not known
