"""What sort of place an entity is, and which areas are around it."""

from __future__ import annotations

from dataclasses import dataclass

from gazetteer.model import Entity
from gazetteer.regions import distance_km

__all__ = ["Areas", "are_twins", "areas_around", "level"]

_WATERS = frozenset(
    "OCN SEA GULF STRT BAY BAYS LK LKS LKN STM STMS CHN CHNM SD FJD RSV LGN CNL RF INLT COVE ESTY"
    " FLLS RPDS MRSH SWMP DLTA OAS".split()
)
_LEVEL_OF_FEATURE = {"ADM1": "first-level area", "ADM1H": "first-level area",
                     "ADM2": "second-level area", "PPLC": "capital", "PPLX": "part of a town",
                     "PPLA": "first-level seat", "PPLA2": "second-level seat"}  # fmt: skip


def level(entity: Entity) -> str:
    """Return what sort of place an entity is, by its GeoNames feature code.

    Example:
        >>> from gazetteer.model import Kind
        >>> level(Entity("geonames:1", "Goris", Kind.PLACE, feature="PPLA2"))
        'second-level seat'
    """
    feature = entity.feature or ""
    if named := _LEVEL_OF_FEATURE.get(feature):
        return named
    if feature.startswith("PCL") and feature != "PCLH":
        return "country"
    if feature.startswith("PPL"):
        return "settlement"
    if feature.startswith(("ADM", "TERR", "ZN")):
        return "lesser area"
    return "water" if feature in _WATERS else "region"


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
    area, town = (one, other) if (one.feature or "").startswith("ADM") else (other, one)
    if not (area.feature or "").startswith("ADM") or not (town.feature or "").startswith("PPL"):
        return False
    if area.country != town.country or area.point is None or town.point is None:
        return False
    return distance_km(area.point, town.point) <= (area.radius_km or 0.0)


@dataclass(frozen=True, slots=True)
class Areas:
    """The ids of the areas that a place lies in, or is.

    Attributes:
        country: ISO 3166-1 alpha-2, or None.
        first: Of the first-level area, or None.
        second: Of the second-level area, or None.
    """

    country: str | None
    first: str | None
    second: str | None


def areas_around(entity: Entity, sort: str) -> Areas:
    """Return the areas that a place lies in, itself among them where it is one.

    Args:
        entity: Of any kind.
        sort: Its ``level``; "" for people and organisations.

    Example:
        >>> from gazetteer.model import Kind
        >>> goris = Entity("geonames:1", "Goris", Kind.PLACE, country="AM",
        ...                containers=("geonames:174982", "geonames:409314"))
        >>> areas_around(goris, "settlement")
        Areas(country='AM', first='geonames:409314', second=None)
    """
    around = entity.containers
    if sort == "first-level area":
        return Areas(entity.country, entity.id, None)
    if sort == "second-level area":
        return Areas(entity.country, around[1] if len(around) > 1 else None, entity.id)
    return Areas(
        entity.country,
        around[1] if len(around) > 1 else None,
        around[2] if len(around) > 2 else None,
    )
