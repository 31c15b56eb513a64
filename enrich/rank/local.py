"""What a candidate says for itself: its kind and size, how it matched, its mentions' form."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from enrich.model import Candidate, Match, Mention, Role
from enrich.rank.groups import ScoredCandidate
from enrich.rank.signals import SIGNALS, Values
from enrich.settings import LOCAL_SOURCE
from enrich.text.areawords import AREA_WORDS
from gazetteer.codes import is_settlement, level
from gazetteer.model import Entity, Kind
from gazetteer.names import fold
from gazetteer.romanise import is_latin

_TELLING = frozenset({Match.ALIAS, Match.SHORT_FORM, Match.ABBREVIATION, Match.DEMONYM})
_GRACE_YEARS = 3
_LEAST_ROLE = 0.01
_AS_GOOD = 0.2  # unlikeness up to which another name is as good: "Kiev", "Bombay"
_MOST_MEASURED = 50_000  # candidates
_MILLIONS = 7.0  # decimal digits of ten million: population signals run from 0 to about 1


class LocalSignals:
    """Measures what a candidate says for itself, and keeps what holds of it in every text.

    Texts name the same places again and again.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, Match, str, int, bool], Values] = {}

    def __call__(
        self, candidate: Candidate, published: str | None, *, foreign: bool = False
    ) -> Values:
        """Return the signals that the candidate itself gives, whatever the text says.

        Args:
            candidate: The candidate.
            published: ISO 8601 date of the document, or None.
            foreign: Whether the text is in another language than the names shown: another name
                of an entity is its name there.
        """
        entity = candidate.entity
        key = (entity.id, candidate.match, candidate.matched_name, candidate.edits, foreign)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= _MOST_MEASURED:
                self._kept.clear()
            kept = _own_signals(candidate)
            other_script = not is_latin(candidate.matched_name)
            if (foreign or other_script) and kept.pop("alias", 0.0):
                kept.pop("unlike its name", 0.0)
                kept["full name"] = 1.0
            if other_script and kept.pop("fuzzy", 0.0):
                kept["full name"] = 1.0  # a case ending
            self._kept[key] = kept  # last: other threads copy it as soon as it is there
        values = kept.copy()
        valid = entity.valid
        if published is not None and (valid[0] or valid[1]) and out_of_time(entity, published):
            values["out of time"] = 1.0
        return values


def _own_signals(candidate: Candidate) -> Values:
    entity, match = candidate.entity, candidate.match
    values: Values = {"prominence": entity.prominence}
    if entity.source == LOCAL_SOURCE:
        values["local entity"] = 1.0
    given_in_full = match is Match.SHORT_FORM and entity.kind is Kind.PERSON
    if given_in_full and " " in candidate.matched_name:
        values["full name"] = 1.0  # elsewhere in the text, and only that was looked up
    elif match in _TELLING:
        values[match.value] = 1.0
    elif match in (Match.EXACT, Match.FOLDED) or " " in candidate.matched_name:
        values["full name"] = 1.0
    if match is Match.FUZZY:
        values["fuzzy"] = float(max(1, candidate.edits))
    if match is Match.ALIAS:
        unlike = 1.0 - _likeness(candidate.matched_name, entity.name)
        values["unlike its name"] = unlike * (1.0 - entity.prominence)
        if values["unlike its name"] < _AS_GOOD:
            values["full name"] = 1.0
    return values | _of_place(candidate) if entity.kind is Kind.PLACE else values


def _of_place(candidate: Candidate) -> Values:
    values: Values = {}
    entity = candidate.entity
    own = level(entity.feature)
    if own != "settlement":
        values[own] = 1.0
    if is_settlement(entity.feature) and entity.name_count:
        values["many names"] = math.log10(1 + entity.name_count) / 2.0
    if entity.population:
        values["population"] = math.log10(1 + entity.population) / _MILLIONS
    else:
        values["population unknown"] = 1.0
    if own == "country" and candidate.match is Match.ABBREVIATION:
        values["abbreviated country"] = 1.0
    return values


def _likeness(name: str, shown: str) -> float:
    """1 for equal names, 1 where one is the other's beginning or end, else by common letters."""
    a, b = fold(name), fold(shown)
    if f" {a} " in f" {b} " or f" {b} " in f" {a} ":
        return 1.0
    return fuzz.ratio(a, b) / 100.0


def has_area_word(name: str) -> bool:
    """Tell whether a name says that it is an area's: "Sokoto State"."""
    return fold(name).rpartition(" ")[2] in AREA_WORDS


def form_signals(name: str, roles: Mapping[str, float], option: ScoredCandidate) -> Values:
    """Return what the mentions' own form says of a place: its words, its roles."""
    values: Values = {}
    candidate, own = option.candidate, option.sort
    is_town = is_settlement(candidate.entity.feature)
    if candidate.match is Match.SHORT_FORM and candidate.matched_name.count(" ") < name.count(" "):
        values["part of the name"] = 1.0
    elif candidate.match is Match.SHORT_FORM and is_town:
        values |= {"short form": 0.0, "full name": 1.0}  # "New York" is what the city is called
    last = name.rpartition(" ")[2]
    if last in AREA_WORDS:
        values["area word" if own.endswith("area") else "area word, town"] = 1.0
    if last == "city" and is_town:
        values["town word"] = 1.0
    sort = "area" if own.endswith("area") else "town" if is_town else own
    for role, share in roles.items():
        for named in (sort, own) if own != sort else (sort,):
            if (signal := f"{named}, {role}") in SIGNALS:
                values[signal] = share
    return values


def mean_roles(mentions: Sequence[Mention]) -> dict[str, float]:
    """Return how probably the mentions of a name have each of the roles that tell, 0 to 1."""
    total: dict[Role, float] = {}
    for mention in mentions:
        if mention.roles:
            for role, share in mention.roles:
                total[role] = total.get(role, 0.0) + share
        elif mention.role is not None:
            total[mention.role] = total.get(mention.role, 0.0) + 1.0
    return {
        role.value: share / len(mentions)
        for role, share in total.items()
        if role is not Role.LITERAL and share > _LEAST_ROLE
    }


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
