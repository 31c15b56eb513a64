"""What the words beside a person say: offices, countries, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping

from enrich.rank.signals import Values
from gazetteer.model import Entity, Position
from gazetteer.names import fold
from gazetteer.offices import may_cover

__all__ = ["title_signals"]

_GENERIC = frozenset("of the for and to in a member".split())


def title_signals(
    entity: Entity, phrase: str, states: frozenset[str], published: str | None
) -> Values:
    """Return what the words beside a name say of a person.

    Args:
        entity: A person.
        phrase: Those words, folded.
        states: The countries they name.
        published: ISO 8601 date of the document, or None.
    """
    values: Values = {}
    held = [p for p in entity.roles if _is_named(p, phrase)]
    if held:
        values["title"] = 1.0
    if entity.country in states or any(p.country in states for p in held):
        values["country before"] = 1.0
    if any(may_cover(p, published and published[:10]) for p in (held or entity.roles)):
        values["in office"] = 1.0
    return values


# How news writes offices that the gazetteer holds under one title, and where it does so.
_SAME_OFFICE: Mapping[str, tuple[tuple[str, frozenset[str]], ...]] = {
    title: tuple((words, frozenset(countries.split())) for words, countries in spellings)
    for title, spellings in {
        "minister of foreign affairs": (
            ("foreign minister", ""), ("foreign secretary", "GB PH"), ("top diplomat", ""),
            ("external affairs minister", "IN"),
        ),
        "minister of defence": (("defence minister", ""), ("defence secretary", "GB")),
        "minister of finance": (
            ("finance minister", ""), ("chancellor of the exchequer", "GB"), ("chancellor", "GB"),
            ("treasury minister", ""),
        ),
        "minister of the interior": (("interior minister", ""), ("home secretary", "GB")),
        "prime minister": (("premier", ""), ("chancellor", "AT DE"), ("taoiseach", "IE")),
        "secretary of the treasury": (("treasury secretary", ""),),
        "member of parliament": (
            ("mp", ""), ("lawmaker", ""), ("legislator", ""), ("parliamentarian", ""),
        ),
        "representative": (("congressman", ""), ("congresswoman", ""), ("lawmaker", "")),
        "senator": (("lawmaker", ""),),
    }.items()
}  # fmt: skip
# Words around an office that make another one of it, or none.
_NO_OFFICE = re.compile(
    r" (?:deputy (?:prime|foreign|defence|finance|interior)|vice (?:prime|foreign)|shadow) "
    r"| premier league | sheriff s deputy "
)
_WRITTEN = {
    "defense": "defence", "gov": "governor", "sen": "senator", "rep": "representative",
    "gen": "general", "amb": "ambassador", "spokesman": "spokesperson",
    "spokeswoman": "spokesperson", "chairman": "chair", "chairwoman": "chair",
}  # fmt: skip


def _is_named(position: Position, phrase: str) -> bool:
    """Whether a phrase holds the office, in its own words or in those of the news."""
    said = f" {' '.join(_WRITTEN.get(word, word) for word in phrase.split())} "
    for spelling, countries in _SAME_OFFICE.get(position.title, ()):
        if countries and position.country not in countries:
            continue
        if f" {spelling} " in said and not _NO_OFFICE.search(said):
            return True
    telling = {w for w in fold(position.title).split() if w not in _GENERIC}
    return bool(telling) and telling <= set(said.split()) and not _NO_OFFICE.search(said)
