"""The words that put something in relation to a place: "20 km north of Goris", "northern Syria".

The place is what is linked; the words are kept, so that nobody takes its point for the spot meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from enrich.mentions.lexicon import lexicon
from enrich.model import Mention
from gazetteer.model import Kind
from gazetteer.store import Gazetteer

__all__ = ["distance_of", "note_relations", "part_of"]

# What names a part of a place: "northern Syria", "downtown Goris".
_PARTS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast"
    " southwest northeastern northwestern southeastern southwestern upper lower inner outer"
    " greater metro metropolitan downtown uptown midtown upstate rural mainland mid old".split()
)

_SIDE = r"(?:north|south)(?:[ -]?(?:east|west))?|east|west"
# A number begins where no other one goes on, and is as long as a distance can be: in a list
# without spaces, "1000,1001,1002", it would otherwise be read to the end from each of its members.
_NUMBER = (
    r"(?<![0-9])(?<![0-9][.,])[0-9]{1,9}+(?:[.,][0-9]{1,9}+){0,4}+"
    r"|(?:a|one|two|three|four|five|six|seven|eight|nine)\shundred|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty"
    r"|thirty|forty|fifty|a\sfew|several"
)
_UNIT = r"km|kms|kilomet(?:er|re)s?|(?:nautical[ ])?miles?"
_RELATION = re.compile(
    rf"""\b(?P<phrase>
      (?:(?:about|some|around|roughly|nearly|just|almost|over)\s)?
      (?:(?P<number>{_NUMBER})[\s-]?(?P<unit>{_UNIT})\b(?:\s\([^()]{{1,20}}\))?
         (?:\s(?:to\sthe\s)?(?:{_SIDE}))?\s(?:of|from|off|outside|away\sfrom|inland\sfrom)
        |(?:to\sthe\s)?(?:{_SIDE})\sof
        |(?:on|in|at)\sthe\s(?:outskirts|suburbs|edge)\sof
        |just\soutside)
      (?:\sthe\s(?:city|town|village|port|capital)\sof)?(?:\sthe)?
      |(?:(?:{_SIDE})ern|central|rural|upstate|downtown)
    )\s(?=\S)""",
    re.VERBOSE | re.IGNORECASE,
)
_WORDS = {
    "a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0,
    "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "twelve": 12.0, "fifteen": 15.0,
    "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "a few": 5.0, "several": 7.0,
}  # fmt: skip
_KM_PER_MILE = 1.609344  # the international mile of 1959
_KM_PER_NAUTICAL_MILE = 1.852  # the international one of 1929


def note_relations(text: str, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return mentions, each place with the words that put something in relation to it.

    Args:
        text: The text.
        mentions: Its mentions.

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

    Args:
        mention: Of any kind.
        gazetteer: Tells names.

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
        if not street and gazetteer.lookup(whole, Kind.PLACE):
            part = " ".join(filter(None, (mention.relation, *words[:first])))
            return replace(mention, lookup=whole, relation=part)
    return mention


def distance_of(relation: str) -> float | None:
    """Return the distance that the words of a relation name, in kilometres, or None.

    Example:
        >>> distance_of("20 km north of"), distance_of("10 miles from"), distance_of("northern")
        (20.0, 16.1, None)
    """
    match = _RELATION.match(f"{relation} x")
    if match is None or match["number"] is None:
        return None
    digits = match["number"].lower()
    few, hundred, _ = digits.partition(" hundred")
    number = _WORDS.get(few if hundred else digits)
    if number is None:
        number = _read(digits)
    return round(number * (100.0 if hundred else 1.0) * _km(match["unit"].lower()), 1)


def _km(unit: str) -> float:
    if unit.startswith("nautical"):
        return _KM_PER_NAUTICAL_MILE
    return _KM_PER_MILE if unit.startswith("mile") else 1.0


def _read(digits: str) -> float:
    """Read "1,200" as twelve hundred, "2.125" as a little over two, "2,5" as two and a half."""
    whole, dot, decimals = digits.partition(".")
    head, *rest = whole.split(",")
    if rest and not all(len(group) == 3 for group in rest):
        return float(f"{head}.{rest[0]}")
    return float(f"{head}{''.join(rest)}{dot}{decimals.replace('.', '')}")
