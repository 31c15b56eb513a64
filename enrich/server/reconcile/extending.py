"""Columns of facts for entities that were matched: the data extension of the protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from enrich.server.reconcile.checks import (
    checked_limit,
    checked_list,
    checked_object,
    checked_text,
    shown,
)
from enrich.server.reconcile.model import ReconcileError, Version
from enrich.server.reconcile.properties import PROPERTIES, Property, find_property
from enrich.server.reconcile.queries import parse_id
from enrich.server.reconcile.types import BY_ID, EntityType, types_of
from enrich.text.dates import AmbiguousDate, read_date
from gazetteer.errors import UnknownEntity
from gazetteer.model import Entity, Position
from gazetteer.store import Gazetteer
from gazetteer.store.offices import holding, may_cover

MOST_IDS: Final = 1_000
_MOST_PROPERTIES: Final = 50
_MOST_VALUES: Final = 1_000
CONTENTS: Final = {"entity": "Entities, with their ids", "name": "Names only", "id": "Ids only"}
"""As what the values of properties such as country come, for the setting ``content``."""

Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A property asked for, with its settings.

    Attributes:
        property: The property.
        limit: Values an entity at most.
        content: As what entities come: a key of ``CONTENTS``.
        day: As of which day offices are told; None for those held now.
        id: What the client calls the property.
    """

    property: Property
    limit: int
    content: str
    day: str | None
    id: str


class Extender:
    """Tells facts about entities.

    Args:
        gazetteer: Where they are looked up.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def __call__(self, query: Any, version: Version) -> dict[str, Any]:
        """Return the values of properties of entities, with what the properties are.

        Args:
            query: ``ids`` and ``properties``, as the protocol has them.
            version: Which shape the reply is to have.

        Raises:
            ReconcileError: It is no such query. An id that is not held has no values.
        """
        asked = checked_object(query, "extend", ("ids", "properties", "lang", "dir"))
        if missing := [key for key in ("ids", "properties") if key not in asked]:
            raise ReconcileError(f'extend has no "{missing[0]}"')
        ids = [
            checked_text(one, "an id of extend")
            for one in checked_list(asked["ids"], "ids", MOST_IDS)
        ]
        listed = checked_list(asked["properties"], "properties", _MOST_PROPERTIES)
        wanted = [_wanted(one, f"property {number}") for number, one in enumerate(listed)]
        rows = {
            id_: {one.id: self._values(entity, one) for one in wanted}
            for id_, entity in ((id_, self._entity(id_)) for id_ in ids)
        }
        return {"meta": [_meta(one) for one in wanted], "rows": _rows(rows, version)}

    def _entity(self, id_: str) -> Entity | None:
        curie = parse_id(id_)
        if curie is None:
            return None
        try:
            return self._gazetteer.get(curie)
        except UnknownEntity:
            return None

    def _values(self, entity: Entity | None, wanted: Wanted) -> list[Value]:
        if entity is None or entity.kind not in wanted.property.kinds:
            return []
        if wanted.property.id == "office":
            found = [{"str": self._office(term)} for term in self._held(entity, wanted.day)]
        elif wanted.property.id in _OF_AREAS:
            areas = self._areas(entity, wanted.property.id)
            found = [_shown(area, wanted.content) for area in areas]
        else:
            value = _PLAIN[wanted.property.id](entity)
            found = [] if value is None else [value]
        return found[: wanted.limit]

    def _areas(self, entity: Entity, which: str) -> Iterator[Entity]:
        """Yield the areas around an entity that a property names, the narrowest first."""
        if which == "country":
            country = self._gazetteer.area(entity.country) if entity.country else None
            if country is not None:
                yield country
            return
        around = [*entity.containers, *([entity.id] if which != "area" else [])]
        for curie in reversed(around):
            try:
                area = self._gazetteer.get(curie)
            except UnknownEntity:
                continue
            if which == "area" or area in BY_ID[which]:
                yield area

    def _held(self, person: Entity, day: str | None) -> Iterator[Position]:
        """Yield the offices that a person holds, or held on a day."""
        for term in dict.fromkeys(person.roles):
            if day is None:
                if may_cover(term, None):
                    yield term
            elif self._holds(person, term, day):
                yield term

    def _holds(self, person: Entity, term: Position, day: str) -> bool:
        """Whether a term covers a day, and nobody else had taken over by then."""
        if not may_cover(term, day):
            return False
        if term.end is not None:
            return term.start is not None
        held = self._gazetteer.office_holders(term.title, term.country)
        others = [(p.id, t) for p, t in held]
        return any(key == person.id for key, _ in holding(others, day))

    def _office(self, term: Position) -> str:
        area = self._gazetteer.area(term.country) if term.country else None
        return f"{term.title} of {area.name}" if area is not None else term.title


def propose_properties(type_: EntityType | None, limit: int) -> list[Property]:
    """Return the properties that columns of a type may be extended with.

    Example:
        >>> [one.id for one in propose_properties(BY_ID["person"], 3)]
        ['country', 'wikidata', 'office']
    """
    found = [one for one in PROPERTIES if one.extends]
    if type_ is not None:
        found = [one for one in found if type_.kind in one.kinds]
    return found[:limit]


def _wanted(given: Any, what: str) -> Wanted:
    one = checked_object(given, what)
    id_ = checked_text(one.get("id"), f"{what}: id")
    known = find_property(id_)
    if known is None or not known.extends:
        ids = ", ".join(each.id for each in PROPERTIES if each.extends)
        raise ReconcileError(f"{what}: id {shown(id_)} is none of {ids}")
    settings = checked_object(one.get("settings") or {}, f"{what}: settings")
    content = settings.get("content", "entity")
    if not isinstance(content, str) or content not in CONTENTS:
        raise ReconcileError(f"{what}: the setting content is one of {', '.join(CONTENTS)}")
    limit = settings.get("limit")
    most = _MOST_VALUES  # 0 is for no limit
    if limit not in (0, "0", 0.0):
        most = checked_limit(limit, f"{what}: the setting limit", most, most)
    return Wanted(known, most, content, _day(settings.get("date"), what), id_)


def _day(given: Any, what: str) -> str | None:
    text = checked_text(given or "", f"{what}: the setting date")
    try:
        return read_date(text)
    except AmbiguousDate as error:
        raise ReconcileError(
            f"{what}: the date {shown(text)} has two readings; write {error.year}-MM-DD"
        ) from error
    except ValueError as error:
        raise ReconcileError(
            f"{what}: {shown(text)} is no date; write one such as 2023-05-17"
        ) from error


def _meta(wanted: Wanted) -> dict[str, Any]:
    one: dict[str, Any] = {"id": wanted.id, "name": wanted.property.name}
    if wanted.property.type and wanted.content == "entity":
        type_ = BY_ID[wanted.property.type]
        one["type"] = {"id": type_.id, "name": type_.name}
    return one


def _rows(rows: Mapping[str, Mapping[str, list[Value]]], version: Version) -> Any:
    if version == "0.2":
        return rows
    return [
        {
            "id": id_,
            "properties": [{"id": pid, "values": values} for pid, values in found.items()],
        }
        for id_, found in rows.items()
    ]


def _shown(area: Entity, content: str) -> Value:
    if content == "name":
        return {"str": area.name}
    return {"str": area.id} if content == "id" else {"id": area.id, "name": area.name}


def _text(value: str | None) -> Value | None:
    return {"str": value} if value else None


def _number(value: float | None) -> Value | None:
    return None if value is None else {"float": value}


def _coordinates(entity: Entity) -> Value | None:
    point = entity.point
    return None if point is None else {"str": f"{point.lat:g},{point.lon:g}"}


_OF_AREAS: Final = frozenset({"country", "area", "admin1", "admin2"})
_PLAIN: Final[Mapping[str, Callable[[Entity], Value | None]]] = {
    "coordinates": _coordinates,
    "latitude": lambda e: _number(e.point.lat if e.point else None),
    "longitude": lambda e: _number(e.point.lon if e.point else None),
    "geonames": lambda e: _text(e.id_in("geonames")),
    "wikidata": lambda e: _text(e.id_in("wikidata")),
    "country_code": lambda e: _text(e.country),
    "population": lambda e: {"int": e.population} if e.population else None,
    "feature": lambda e: _text(e.feature),
    "type": lambda e: _text(types_of(e)[0].name),
    "description": lambda e: _text(e.description),
    "name": lambda e: _text(e.name),
}
