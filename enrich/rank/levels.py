"""Which areas are around an entity, and which of two namesakes lies in the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gazetteer.codes import Level, is_division, is_settlement
from gazetteer.model import Entity
from gazetteer.regions import distance_km


def are_twins(one: Entity, other: Entity) -> bool:
    """Tell whether one of two namesakes is an area around the other: Kyiv and its region.

    By their containers, or by the area's radius where the town is a division of its own, as Kyiv
    is beside Kyiv Oblast.

    Example:
        >>> from gazetteer.model import Kind
        >>> city = Entity("geonames:1", "Kyiv", Kind.PLACE, containers=("geonames:2",))
        >>> are_twins(Entity("geonames:2", "Kyiv City", Kind.PLACE), city)
        True
    """
    if one.id in other.containers or other.id in one.containers:
        return True
    area, town = (one, other) if is_division(one.feature) else (other, one)
    if not is_division(area.feature) or not is_settlement(town.feature):
        return False
    if area.country != town.country or area.point is None or town.point is None:
        return False
    return distance_km(area.point, town.point) <= (area.radius_km or 0.0)


@dataclass(frozen=True, slots=True)
class AreasAround:
    """The ids of the areas that a place lies in, or is.

    Attributes:
        country: ISO 3166-1 alpha-2, or None.
        first: Of the first-level area, or None.
        second: Of the second-level area, or None.
    """

    country: str | None
    first: str | None
    second: str | None


def areas_around(entity: Entity, sort: Level | Literal[""]) -> AreasAround:
    """Return the areas that a place lies in, itself among them where it is one.

    Example:
        >>> from gazetteer.model import Kind
        >>> goris = Entity("geonames:1", "Goris", Kind.PLACE, country="AM",
        ...                containers=("geonames:174982", "geonames:409314"))
        >>> areas_around(goris, "settlement")
        AreasAround(country='AM', first='geonames:409314', second=None)
    """
    _, first, second, *_ = (*entity.containers, None, None, None)
    if sort == "first-level area":
        return AreasAround(entity.country, entity.id, None)
    return AreasAround(entity.country, first, entity.id if sort == "second-level area" else second)
