"""What the properties of a query say of the entity, read with the help of the gazetteer."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from enrich.candidates import MOST_EDITS, CandidateFinder
from enrich.geography.places import precision
from enrich.model import Mention
from enrich.rank.local import out_of_time
from enrich.server.reconcile.model import Condition, Value
from enrich.text.dates import AmbiguousDate, read_date
from gazetteer.codes import is_administrative, is_country, is_first_level, is_second_level, is_wide
from gazetteer.errors import UnknownEntity
from gazetteer.model import ADJECTIVAL, Entity, Kind, Point
from gazetteer.regions import distance_km
from gazetteer.store import Gazetteer

_NEAR_KM: Final = 25.0
_RADII: Final = 1.5  # a point in a town, or in an area, is seldom at its middle
_POINT: Final = re.compile(
    r"\s*(?:POINT\s*\(\s*(?P<lon>[-+]?[0-9.]+)\s+(?P<lat>[-+]?[0-9.]+)\s*\)"
    r"|\(?\s*(?P<first>[-+]?[0-9.]+)\s*[,;]\s*(?P<second>[-+]?[0-9.]+)\s*\)?)\s*",
    re.ASCII | re.IGNORECASE,
)
_KEPT: Final = 5_000

Fits = Callable[[Entity], bool | None]
"""Whether an entity has what a property says; None where the gazetteer does not know."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One property, read.

    Attributes:
        property: Its id.
        fits: Tells of an entity whether it has it. What cannot be read fits nothing.
        required: Whether what does not fit is no candidate.
    """

    property: str
    fits: Fits
    required: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of the entity beside its name.

    Attributes:
        tests: Property by property.
        areas: Those that it lies in, the narrowest first, where just one is meant of each.
        point: Where it is, or None.
        day: As of which date it is meant, ISO 8601, or None.
        office: Words for the office it holds, or "".
    """

    tests: tuple[Fact, ...] = ()
    areas: tuple[Entity, ...] = ()
    point: Point | None = None
    day: str | None = None
    office: str = ""

    def refuses(self, entity: Entity) -> bool:
        """Whether something is known that speaks against an entity."""
        return any(fact.fits(entity) is False for fact in self.tests)

    def excludes(self, entity: Entity) -> bool:
        """Whether it lacks something that is required."""
        return any(fact.required and not fact.fits(entity) for fact in self.tests)


class FactReader:
    """Reads the conditions of queries; what they name is looked up once.

    Args:
        gazetteer: Where countries and areas are looked up.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._find = CandidateFinder(gazetteer)
        self._known: dict[tuple[str, Value], tuple[Entity, ...]] = {}

    def __call__(self, conditions: Sequence[Condition]) -> Facts:
        """Return what conditions say; one that cannot be read fits nothing."""
        tests: list[Fact] = []
        areas: list[Entity] = []
        point, day, office = None, None, ""
        countries: frozenset[str] = frozenset()
        for condition in sorted(conditions, key=lambda c: _ORDER.get(c.property, len(_ORDER))):
            match condition.property:
                case "country" | "country_code":
                    found = self.named(condition, countries)
                    countries |= {e.country for e in _all(found) if e.country}
                    tests.append(_inside_fact(condition, found))
                    areas += _meant(condition, found)
                case "area" | "admin1" | "admin2":
                    found = self.named(condition, countries)
                    tests.append(_inside_fact(condition, found))
                    areas += _meant(condition, found)
                case "date":
                    day = _day(condition.values[0].text)
                    tests.append(_time_fact(condition, day))
                case "office":
                    office = condition.values[0].text
        if located := [c for c in conditions if c.property in _LOCATING]:
            point = _point(located)
            tests.append(_near_fact(located[0], point))
        return Facts(tuple(tests), tuple(reversed(areas)), point, day, office)

    def named(self, condition: Condition, countries: frozenset[str]) -> list[tuple[Entity, ...]]:
        """Return, for each value of a condition, the areas that it may name."""
        return [self._named(condition.property, v, countries) for v in condition.values]

    def areas(self, text: str) -> tuple[Entity, ...]:
        """Return the areas that a text may name: a country or another area, or nothing."""
        return self._named("area", Value(text), frozenset())

    def _named(self, property_: str, value: Value, countries: frozenset[str]) -> tuple[Entity, ...]:
        key = (property_, value)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[key] = tuple(self._look_up(property_, value))
        inside = tuple(e for e in found if e.country in countries)
        return inside or found  # "CA" beside the United States is California

    def _look_up(self, property_: str, value: Value) -> Iterator[Entity]:
        if value.id:
            try:
                yield self._gazetteer.get(value.id)
            except UnknownEntity:
                return
        elif property_ in ("country", "country_code"):
            yield from self._countries(value.text)
        else:
            is_one = _LEVELS.get(property_, _is_area)
            hits = self._places(value.text)
            found = [e for e in hits if is_one(e.feature)]
            found = found or [e for e in hits if is_wide(e.feature)]
            area = self._gazetteer.area(value.text.upper())  # "AM.08", "AM"
            yield from [area] if area is not None and not found else found

    def _countries(self, text: str) -> Iterator[Entity]:
        if len(text) == 2 and text.isascii():
            area = self._gazetteer.area(text.upper())
            if area is not None:
                yield area
                return
        named = self._places(text) or self._places(text.title())
        found = [e for e in named if is_country(e.feature)]
        if not found:  # "England" in a column of countries, and what is misspelt
            found = [e for e in named if is_wide(e.feature)] or [
                hit.entity for hit in self._gazetteer.fuzzy(text, Kind.PLACE, MOST_EDITS)
                if is_country(hit.entity.feature) and hit.name.type not in ADJECTIVAL
            ]  # fmt: skip
        yield from dict.fromkeys(found)

    def _places(self, text: str) -> list[Entity]:
        mention = Mention(0, len(text), text, Kind.PLACE, None, "given")
        return [candidate.entity for candidate in self._find([mention])[0]]


_ORDER: Final = {"country": 0, "country_code": 0, "admin1": 1, "area": 1, "admin2": 2}
_LOCATING: Final = frozenset({"coordinates", "latitude", "longitude"})


def _is_area(feature: str | None) -> bool:
    return is_administrative(feature) or is_wide(feature)


_LEVELS: Final = {"admin1": is_first_level, "admin2": is_second_level}


def _all(found: Iterable[Iterable[Entity]]) -> Iterator[Entity]:
    return (entity for several in found for entity in several)


def _meant(condition: Condition, found: Sequence[tuple[Entity, ...]]) -> list[Entity]:
    """The one area that a condition names, if it names one."""
    if condition.quantifier == "none" or len(found) != 1 or len(found[0]) != 1:
        return []
    return list(found[0])


def _inside_fact(condition: Condition, found: Sequence[tuple[Entity, ...]]) -> Fact:
    each = [_is_inside(areas) for areas in found]

    def fits(entity: Entity) -> bool | None:
        told = [one(entity) for one in each]
        if condition.quantifier == "all":
            return False if False in told else None if None in told else True
        fitting = True if True in told else None if None in told else False
        if condition.quantifier == "none":
            return None if fitting is None else not fitting
        return fitting

    return Fact(condition.property, fits, condition.required)


def _is_inside(areas: Sequence[Entity]) -> Fits:
    """Tells whether an entity lies in one of some areas, or is one."""
    ids = {area.id for area in areas}
    states = {area.country for area in areas if is_country(area.feature)} - {None}
    lesser = [area for area in areas if not is_country(area.feature)]

    def fits(entity: Entity) -> bool | None:
        if entity.id in ids or ids.intersection(entity.containers):
            return True
        if entity.country is None:
            # Of a sea or an alliance no country is known; and what cannot be read fits nothing.
            return None if areas else False
        if entity.country in states:
            return True
        if lesser and entity.kind is not Kind.PLACE:
            return None if any(entity.country == area.country for area in lesser) else False
        return False

    return fits


def _time_fact(condition: Condition, day: str | None) -> Fact:
    def fits(entity: Entity) -> bool | None:
        if day is None:
            return False
        if not any(entity.valid):
            return None
        return not out_of_time(entity, day)

    return Fact(condition.property, fits, condition.required)


def _day(text: str) -> str | None:
    try:
        return read_date(text)
    except AmbiguousDate as error:
        return error.year
    except ValueError:
        return None


def _point(conditions: Sequence[Condition]) -> Point | None:
    given = {c.property: c.values[0].text for c in conditions}
    lat, lon = given.get("latitude", ""), given.get("longitude", "")
    if text := given.get("coordinates"):
        matched = _POINT.fullmatch(text)
        if matched is None:
            return None
        lat, lon = matched["lat"] or matched["first"], matched["lon"] or matched["second"]
    try:
        return Point(lat=float(lat), lon=float(lon))
    except ValueError:
        return None


def _near_fact(condition: Condition, point: Point | None) -> Fact:
    def fits(entity: Entity) -> bool | None:
        if point is None:
            return False
        if entity.point is None:
            return None
        return distance_km(point, entity.point) <= reach_km(entity)

    return Fact("coordinates", fits, condition.required)


def reach_km(entity: Entity) -> float:
    """Return how far from its point something said to be at the entity may lie, in kilometres.

    Example:
        >>> reach_km(Entity("geonames:1", "Goris", Kind.PLACE, feature="PPL"))
        25.0
    """
    radius = precision(entity)[1] if entity.kind is Kind.PLACE else 0.0
    return max(_NEAR_KM, _RADII * radius if math.isfinite(radius) else 0.0)
