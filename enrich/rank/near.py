"""The place that the caller's readers are near."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from enrich.rank.profile import Profile
from gazetteer.codes import level
from gazetteer.errors import ArgumentError, UnknownEntity
from gazetteer.model import Entity, Kind, NameType, Point
from gazetteer.store import Gazetteer

_POINT = re.compile(r"\s*([-+]?[0-9.]+)\s*,\s*([-+]?[0-9.]+)\s*")
_CURIE = re.compile(r"(?:geonames|wikidata|enrich):\S+")
_REACH_KM = 50.0
_OWN = ("country", "first-level area", "second-level area")  # what it may be of its own areas


@dataclass(frozen=True)
class Near:
    """A point and the areas around it.

    Attributes:
        name: What it is called in the record of a run.
        point: Where it is.
        areas: The country, the first- and the second-level area around it, as far as known.
    """

    name: str
    point: Point
    areas: tuple[Entity, ...]

    @cached_property
    def profile(self) -> Profile:
        """The profile of an outlet that writes about it."""
        return Profile.around(self.point, self.areas)


def place_near(gazetteer: Gazetteer, near: Point | tuple[float, float] | str) -> Near:
    """Return what is around a point or a place.

    Args:
        gazetteer: Where areas are looked up.
        near: A point, (latitude, longitude) in degrees, "40.18,44.51", a name or an id.

    Raises:
        ArgumentError: It is outside the globe, or no place of the gazetteer.

    Example:
        >>> with Gazetteer.open() as gazetteer:
        ...     place_near(gazetteer, "Goris").areas[0].name
        'Armenia'
    """
    if isinstance(near, str):
        matched = _POINT.fullmatch(near)
        if matched is None:
            return _of_place(gazetteer, near)
        near = (_number(matched[1], near), _number(matched[2], near))
    try:
        if not isinstance(near, Point):
            lat, lon = near
            near = Point(lat=lat, lon=lon)
        point = near
    except (ValueError, TypeError) as error:
        raise ArgumentError(f"near {near!r} is not a point: {error}") from error
    around = gazetteer.near(point, _REACH_KM)
    closest = around[0][0] if around else None
    name = f"{point.lat:g},{point.lon:g}"
    return Near(name, point, _areas(gazetteer, closest) if closest else ())


def _number(text: str, near: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ArgumentError(
            f"near {near!r} is not a latitude and longitude such as 40.18,44.51"
        ) from error


def _of_place(gazetteer: Gazetteer, name: str) -> Near:
    place = None
    if _CURIE.fullmatch(name):
        with suppress(UnknownEntity):
            place = gazetteer.get(name)
    else:
        head, _, tail = name.partition(", ")
        hits = [h for h in gazetteer.lookup(head, Kind.PLACE) if h.entity.point]
        if tail:
            around = {h.entity.id for h in gazetteer.lookup(tail, Kind.PLACE)}
            hits = [h for h in hits if around.intersection(h.entity.containers)]
        hits.sort(key=lambda h: h.name.type is not NameType.PRIMARY)  # Goris before Gori
        place = hits[0].entity if hits else None
    if place is None or place.point is None:
        raise ArgumentError(
            f"near {name!r} is not a place with coordinates in the gazetteer;"
            " give LATITUDE,LONGITUDE such as 40.18,44.51, a name such as 'Paris, Texas', or an id"
        )
    return Near(place.id, place.point, _areas(gazetteer, place))


def _areas(gazetteer: Gazetteer, place: Entity) -> tuple[Entity, ...]:
    found = [gazetteer.get(curie) for curie in place.containers[:3]]
    if level(place.feature) in _OWN:
        found.append(place)
    return tuple(found[:3])
