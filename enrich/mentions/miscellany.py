"""Names that are neither a place's nor a person's nor an organisation's: MISC, as the field has it.

A storm, a ship, a prize, a law, an event or a product may be called like a place, or after one.
Two things tell:

* **its form**, where a mention is the whole name: "Treaty of Lausanne", "Dubai Air Show",
  "Operation Barbarossa", "Ford Crown Victoria". What the gazetteer holds under that very name,
  such as a band or a festival that is an organisation, is what it holds;
* **the words before it** say what it is: "Hurricane Florence", "the cruiser Moskva" (``called``).
  From then on the name alone is meant so too.

A place inside such a name is embedded, where a tagger found the place alone too (``is_inside``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from enrich.mentions.called import Called, Thing, named_later
from enrich.mentions.lexicon import lexicon
from enrich.model import Candidate, Match, Mention
from gazetteer.codes import is_country, is_first_level
from gazetteer.model import Kind

_NUMBERED: Final = re.compile(r"(?:\s+(?:\d{1,4}|[IVXL]+))+$")
_CONFERENCE: Final = re.compile(r"COP[ -]?\d{1,2}$")
_FIRE: Final = re.compile(r"[^\W\d_][\w' -]* Fire$")
_BURNING: Final = re.compile(r"\b(?:acres|hectares|wildfires?|containment|percent contained)\b")
_WHOLE: Final = frozenset({Match.EXACT, Match.FOLDED, Match.ALIAS, Match.ABBREVIATION})
_REACH: Final = 30
_GREAT: Final = 0.6
"""Prominence of a state that the world knows."""
_BEFORE: Final = re.compile(r"(?<!\w)([A-Z][a-z]+ (?:of|de))(?: the)? $")
_BEHIND: Final = re.compile(r"(?: [A-Z][a-z]+){1,4}(?![\w-]| [A-Z])")


def find_miscellany(
    text: str, mentions: Sequence[Mention], candidates: Sequence[Collection[Candidate]]
) -> dict[int, Thing]:
    """Return which mentions are names of things that no gazetteer of ours holds, and what each is.

    Args:
        text: The text of the mentions.
        mentions: In its order.
        candidates: What each might be: what is held under the whole of a name is no such thing
            by its form.

    Example:
        >>> text = "Hurricane Florence came on Friday. Florence had grown weak."
        >>> found = [Mention(at, at + 8, "Florence", Kind.PLACE) for at in (10, 35)]
        >>> find_miscellany(text, found, [(), ()])
        {0: <Thing.STORM: 'a storm'>, 1: <Thing.STORM: 'a storm'>}
    """
    called = Called(text)
    things: dict[int, Thing] = {}
    for index, (mention, options) in enumerate(zip(mentions, candidates, strict=True)):
        thing = called.thing(mention, country=_is_country(options))
        if thing is None and not _is_held(options):
            thing = _by_form(mention) or _wildfire(text, mention)
        if thing is not None:
            things[index] = thing
    return things | named_later(text, mentions, _names(mentions, things), set(things))


def _names(mentions: Sequence[Mention], things: Mapping[int, Thing]) -> dict[str, Thing]:
    """The names of storms and ships, by which alone they are called later in a text."""
    names: dict[str, Thing] = {}
    for index, thing in things.items():
        if thing in (Thing.STORM, Thing.VESSEL):
            names[_bare(mentions[index].text)] = thing
    return names


def _bare(name: str) -> str:
    """A name without the words that say what it is: "Florence" of "Hurricane Florence"."""
    lists = lexicon()
    words = name.split()
    for length in (2, 1):
        first = " ".join(words[:length])
        if len(words) > length and (first in lists.storms or first in lists.ship_prefixes):
            return " ".join(words[length:])
    return name


def _is_held(options: Collection[Candidate]) -> bool:
    """Whether something is held under the whole of a name."""
    return any(candidate.match in _WHOLE for candidate in options)


def _is_country(options: Collection[Candidate]) -> bool:
    """Whether a name is one of a country, or of a great state, such as Florida."""
    areas = (c.entity for c in options if c.match in _WHOLE)
    return any(
        is_country(e.feature) or (is_first_level(e.feature) and e.prominence >= _GREAT)
        for e in areas
    )


def _by_form(mention: Mention) -> Thing | None:
    return _thing_of_name(mention.text, person=mention.kind is Kind.PERSON)


@lru_cache(maxsize=4096)
def _thing_of_name(name: str, *, person: bool) -> Thing | None:
    """What a whole name is by its first and its last words; people are rarely called so."""
    lists = lexicon()
    words = name.split()
    if not words:
        return None  # a given span may be blank
    if len(words) > 1 and words[0] in lists.ship_prefixes:
        return Thing.VESSEL
    last = words[-1].lower()
    begins_only = last not in lists.organisation_ends or last in ("treaty", "pact")
    if len(words) > 1 and words[0] == "Operation" and words[1][0].isupper() and begins_only:
        return Thing.OPERATION
    if person:
        return None
    plain = _NUMBERED.sub("", name)
    lower = plain.lower().replace("’", "'")
    beginnings = _beginnings(name.lower()) if begins_only else frozenset()
    if _CONFERENCE.match(name) or _is_event(lower, beginnings, numbered=plain != name):
        return Thing.EVENT
    if lower in lists.days:
        return Thing.DAY
    if not beginnings.isdisjoint(lists.law_beginnings) or _ends(lower, lists.law_ends):
        return Thing.PRODUCT if words[0].lower() in lists.makers else Thing.LAW
    if _ends(lower, lists.prize_ends):
        return Thing.PRIZE
    return Thing.PRODUCT if _is_product(words) else None


def _is_event(lower: str, beginnings: Collection[str], *, numbered: bool) -> bool:
    lists = lexicon()
    if lower in ("euro", "expo"):
        return numbered
    begins = any(b in lists.event_beginnings and b not in ("euro", "expo") for b in beginnings)
    return begins or _ends(lower, lists.event_ends)


def _beginnings(lower: str) -> frozenset[str]:
    """The first word and the first two of a name that goes on behind them."""
    words = re.split(r"[\s'’]+", lower)
    return frozenset(" ".join(words[:n]) for n in (1, 2) if len(words) > n)


def _ends(lower: str, endings: Collection[str]) -> bool:
    """Whether a name ends in one of some words, and is more than one of them in one word."""
    words = lower.split()
    return any(
        " ".join(words[-n:]) in endings and (len(words) > n or n > 1)
        for n in (1, 2, 3)
        if len(words) >= n
    )


def _is_product(words: Sequence[str]) -> bool:
    """ "Ford Crown Victoria", but Ford Motor Company and Ford Field."""
    lists = lexicon()
    if len(words) < 2 or words[0].lower() not in lists.makers:
        return False
    others = {word.strip(".,").lower() for word in words[1:]}
    plain = any(word.islower() for word in words[1:])
    kinds = lists.maker_ends | lists.organisation_ends | lists.facility_ends
    return not plain and others.isdisjoint(kinds)


def _wildfire(text: str, mention: Mention) -> Thing | None:
    """ "The Dixie Fire", where the text counts acres; "Huntsville Fire" is who puts fires out."""
    if not _FIRE.match(mention.text) or text[: mention.start][-4:].lower() != "the ":
        return None
    return Thing.FIRE if _BURNING.search(text) else None


def is_inside(text: str, mention: Mention) -> bool:
    """Return whether a place stands in the name of an event or a law that is not a mention itself.

    Args:
        text: The text of the mention.
        mention: A place.

    Example:
        >>> is_inside("They left the Paris Agreement.", Mention(14, 19, "Paris", Kind.PLACE))
        True
        >>> is_inside("They signed an agreement in Paris.", Mention(28, 33, "Paris", Kind.PLACE))
        False
    """
    before = _BEFORE.search(text, max(0, mention.start - _REACH), mention.start)
    if before is not None and before[1].lower() in _phrases_before():
        return True
    if mention.text.isupper():
        return False
    behind = _BEHIND.match(text, mention.end)
    words = behind[0].lower().split() if behind is not None else []
    return any(" ".join(words[-n:]) in _phrases_behind() for n in range(1, len(words) + 1))


@cache
def _phrases_before() -> frozenset[str]:
    lists = lexicon()
    phrases = lists.event_beginnings | lists.law_beginnings
    return frozenset(phrase for phrase in phrases if phrase.endswith((" of", " de")))


@cache
def _phrases_behind() -> frozenset[str]:
    lists = lexicon()
    return lists.event_ends | lists.law_ends | lists.prize_ends | {"open"}
