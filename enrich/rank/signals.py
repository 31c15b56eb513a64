"""The signals by which candidates are told apart: each one named, documented, and measured here.

prominence          0 to 1, how readily news names the entity (places: from population)
country             1 for a sovereign or dependent state
first-level area    1 for a state, province or region of a country
second-level area   1 for a county or district named without its last word
alias, short form, abbreviation, fuzzy
                    1 when the name matched in this way (fuzzy: the number of edits)
full name           1 when the whole name stands in the text (people and organisations)
container           1 when an area around the place follows its name: "Bangor, Maine"
other container     1 when an area follows that is around another candidate, not this one
town of its name inside
                    1 for an area in which a candidate of at least 50,000 people lies
in a list of areas  1 for an area in "Becker, Clay and Wilkin counties"
contains the place before
                    1 when it is around the place before the comma: "Savannah, Georgia"
country votes       0 to 1, share of the other places that lie in the candidate's country
area votes          0 to 1, share of the other places in its first-level area
siblings            0 to 1, share of the other places that are areas of its level and country
nearness            0 to 1, 1 / (1 + d / 100 km) for the nearest other place
antecedent          1 when the text gives this entity's full name elsewhere
title               1 when an office the person held stands beside the name
country before      1 when the candidate's country stands in the words beside the name
in office           1 when a position of the person covers the date of the document
hint                1 when the caller's country is the candidate's
out of time         1 when the entity had ended, or not begun, years before the document
"""

from __future__ import annotations

from collections.abc import Mapping

from enrich.model import Candidate, Match
from gazetteer.model import Entity, Kind, Position
from gazetteer.names import fold

__all__ = ["Values", "in_office", "local_signals", "out_of_time", "title_signals"]

Values = dict[str, float]

_OF_MATCH = {
    Match.ALIAS: "alias",
    Match.SHORT_FORM: "short form",
    Match.ABBREVIATION: "abbreviation",
}
_GRACE_YEARS = 3
_GENERIC = frozenset("of the for and to in a member".split())


def local_signals(candidate: Candidate, published: str | None, hint: str | None) -> Values:
    """Return the signals that the candidate itself gives, whatever the text says.

    Args:
        candidate: The candidate.
        published: ISO 8601 date of the document, or None.
        hint: ISO 3166-1 alpha-2 of the country that the caller expects, or None.
    """
    entity = candidate.entity
    values: Values = {"prominence": entity.prominence}
    if signal := _OF_MATCH.get(candidate.match):
        values[signal] = 1.0
    elif candidate.match is Match.EXACT or " " in candidate.matched_name:
        values["full name"] = 1.0
    if candidate.match is Match.FUZZY:
        values["fuzzy"] = float(max(1, candidate.edits))
    if entity.kind is Kind.PLACE:
        values |= _level(candidate)
    if hint is not None and entity.country == hint:
        values["hint"] = 1.0
    if out_of_time(entity, published):
        values["out of time"] = 1.0
    return values


def _level(candidate: Candidate) -> Values:
    feature = candidate.entity.feature or ""
    if feature.startswith("PCL") and feature != "PCLH":
        return {"country": 1.0}
    if feature == "ADM1":
        return {"first-level area": 1.0}
    if feature == "ADM2" and candidate.match is Match.SHORT_FORM:
        return {"second-level area": 1.0}
    return {}


def _year(date: str | None) -> int | None:
    digits = (date or "")[:4]
    return int(digits) if digits.isdigit() else None


def out_of_time(entity: Entity, published: str | None) -> bool:
    """Whether an entity ended years before a document, or began after it.

    Example:
        >>> ussr = Entity("wikidata:Q15180", "Soviet Union", Kind.PLACE,
        ...               valid=("1922-12-30", "1991-12-26"))
        >>> out_of_time(ussr, "2023-05-17"), out_of_time(ussr, "1980")
        (True, False)
    """
    year, first, last = _year(published), _year(entity.valid[0]), _year(entity.valid[1])
    if year is None:
        return False
    if entity.kind is Kind.PERSON:
        return first is not None and year < first + 15
    return (first is not None and year < first) or (last is not None and year > last + _GRACE_YEARS)


def in_office(position: Position, published: str | None) -> bool:
    """Whether a position covers a date; without a date, whether it is still open.

    Dates are compared as exactly as both are known: one who took office in May 2023 was in it
    in "2023".

    Example:
        >>> held = Position("minister", "AM", "2023-05-03", "2024-01")
        >>> [in_office(held, day) for day in ("2023-05-02", "2023", "2024-01-31", "2024-02")]
        [False, True, True, False]
    """
    if published is None:
        return position.end is None
    day = published[:10]
    began = position.start is None or position.start[: len(day)] <= day
    return began and (position.end is None or position.end >= day[: len(position.end)])


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
    words = set(phrase.split())
    held = [p for p in entity.roles if _is_named(p, words)]
    if held:
        values["title"] = 1.0
    if entity.country in states or any(p.country in states for p in held):
        values["country before"] = 1.0
    if any(in_office(p, published) for p in (held or entity.roles)):
        values["in office"] = 1.0
    return values


# How news writes offices that the gazetteer holds under one title. Any one set of words will do.
_SAME_OFFICE: Mapping[str, tuple[frozenset[str], ...]] = {
    title: tuple(frozenset(words.split()) for words in spellings)
    for title, spellings in {
        "minister of foreign affairs": ("foreign minister", "foreign secretary", "top diplomat"),
        "minister of defence": ("defence minister", "defence secretary"),
        "minister of finance": ("finance minister", "chancellor exchequer", "treasury minister"),
        "minister of the interior": ("interior minister", "home secretary"),
        "prime minister": ("premier", "chancellor", "taoiseach"),
        "secretary of the treasury": ("treasury secretary",),
        "member of parliament": ("mp", "lawmaker", "deputy", "legislator", "parliamentarian"),
        "representative": ("congressman", "congresswoman", "lawmaker"),
        "senator": ("lawmaker",),
    }.items()
}
_WRITTEN = {
    "defense": "defence", "gov": "governor", "sen": "senator", "rep": "representative",
    "gen": "general", "amb": "ambassador", "spokesman": "spokesperson",
    "spokeswoman": "spokesperson", "chairman": "chair", "chairwoman": "chair",
}  # fmt: skip


def _is_named(position: Position, words: set[str]) -> bool:
    """Whether the words hold the office: every word of its title that says something."""
    words = words | {_WRITTEN[w] for w in words if w in _WRITTEN}
    if any(spelling <= words for spelling in _SAME_OFFICE.get(position.title, ())):
        return True
    telling = {w for w in fold(position.title).split() if w not in _GENERIC}
    return bool(telling) and telling <= words
