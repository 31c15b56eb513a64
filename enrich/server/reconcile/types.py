"""The types of entities that the service tells apart: kinds, and sorts of places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gazetteer import codes
from gazetteer.model import Entity, Kind

_ISLANDS: Final = frozenset({"ISL", "ISLS", "ISLF", "ISLM", "ISLT", "ISLX", "ATOL"})
_MOUNTAINS: Final = frozenset({"MT", "MTS", "PK", "PKS", "VLC", "HLL", "HLLS", "RDGE"})
_RIVERS: Final = frozenset({"STM", "STMA", "STMB", "STMI", "STMS", "STMX", "WAD", "CNL"})
_LAKES: Final = frozenset({"LK", "LKS", "LKI", "LKN", "LKX", "LGN", "RSV"})
_SEAS: Final = frozenset({"SEA", "OCN", "GULF", "BAY", "BAYS", "SD", "STRT", "CHN", "FJD"})


@dataclass(frozen=True, slots=True)
class EntityType:
    """A type as clients see it.

    Attributes:
        id: What names it.
        name: For people.
        kind: Which kind of entities has it.
        description: What belongs to it.
        broader: Id of the type around it, or "".
        has_feature: For places, of which GeoNames feature codes it is true.
    """

    id: str
    name: str
    kind: Kind
    description: str
    broader: str = ""
    has_feature: Callable[[str | None], bool] | None = None

    def __contains__(self, entity: Entity) -> bool:
        if entity.kind is not self.kind:
            return False
        return self.has_feature is None or self.has_feature(entity.feature)


def _sort(
    id_: str, name: str, is_one: Callable[[str | None], bool], description: str, broader: str
) -> EntityType:
    return EntityType(id_, name, Kind.PLACE, description, broader, is_one)


TYPES: Final = (
    EntityType("place", "Place", Kind.PLACE, "anything that has a position on the map"),
    EntityType("person", "Person", Kind.PERSON, "people, with the offices that they held"),
    EntityType(
        "organisation", "Organisation", Kind.ORGANISATION,
        "governments and their bodies, parties, companies, universities, clubs, news media",
    ),
    _sort("country", "Country", codes.is_country,
          "states, dependencies and former states", "place"),
    _sort("area", "Administrative area", codes.is_division,
          "divisions of a country, of whatever level", "place"),
    _sort("admin1", "State, province or region of a country", codes.is_first_level,
          "first-level administrative areas", "area"),
    _sort("admin2", "County or district", codes.is_second_level,
          "second-level administrative areas", "area"),
    _sort("settlement", "City, town or village", codes.is_settlement,
          "populated places and parts of them", "place"),
    _sort("capital", "Capital of a country", lambda code: code == codes.CAPITAL,
          "seats of a country's government", "settlement"),
    _sort("water", "Body of water", codes.is_water, "running or standing water", "place"),
    _sort("river", "River", lambda code: code in _RIVERS, "rivers, streams and canals", "water"),
    _sort("lake", "Lake", lambda code: code in _LAKES, "lakes, lagoons and reservoirs", "water"),
    _sort("sea", "Sea", lambda code: code in _SEAS,
          "oceans, seas, gulfs, bays and straits", "water"),
    _sort("mountain", "Mountain", lambda code: code in _MOUNTAINS,
          "summits, hills, volcanoes and ranges", "place"),
    _sort("island", "Island", lambda code: code in _ISLANDS, "islands and groups of them", "place"),
    _sort("airport", "Airport", codes.is_airport, "airports and air bases", "place"),
    _sort("building", "Building", codes.is_building,
          "stadiums, castles, churches, towers, bridges", "place"),
)  # fmt: skip
"""Every type; the broader ones come first."""

BY_ID: Final = {one.id: one for one in TYPES}
_ALIASES: Final = {
    "organization": "organisation", "location": "place", "city": "settlement",
    "populated place": "settlement", "people": "person",
}  # fmt: skip


def find_type(id_: str) -> EntityType | None:
    """Return the type that an id names, in whatever case, or None.

    Example:
        >>> find_type("Organization").name, find_type("song")
        ('Organisation', None)
    """
    key = id_.strip().lower()
    return BY_ID.get(_ALIASES.get(key, key))


def types_of(entity: Entity) -> tuple[EntityType, ...]:
    """Return the types of an entity, the narrowest first.

    Example:
        >>> yerevan = Entity("geonames:616052", "Yerevan", Kind.PLACE, feature="PPLC")
        >>> [one.id for one in types_of(yerevan)]
        ['capital', 'settlement', 'place']
    """
    return tuple(one for one in reversed(TYPES) if entity in one)
