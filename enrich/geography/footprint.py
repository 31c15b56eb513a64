"""A document as one place: an outline around what it names literally, and the area that holds most.

An outline must not pretend to know more than the text says. So a place counts with the circle that
covers it, never with its bare point; an area that the text names for a finer place in it ("Paris,
Texas") is left out, and so is a country, a continent, an ocean or a river beside anything else, for
its circle would swallow all the rest. What is left out is listed. Where a text names nothing else,
these circles are all there is, and are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from enrich.geography.places import Precision, precision
from enrich.model import Result, Role
from gazetteer.codes import SEMI_INDEPENDENT, TERRITORY, is_country_today, is_division, is_line
from gazetteer.model import Entity, Kind
from gazetteer.regions import bounds

_MOST: Final = 0.5  # an area that holds more than this share holds most


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area.

    Attributes:
        id: CURIE; None for a country that no place of the text names as its container.
        name: Its name; of a country that the text does not name, the ISO 3166-1 alpha-2 code.
        share: How much of the literal mentions of places is in it, 0 to 1.
    """

    id: str | None
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Footprint:
    """Where a document is set, as one geometry.

    Attributes:
        box: West, south, east, north of the points in degrees; west is greater than east where it
            crosses the antimeridian.
        hull: The outline, a GeoJSON Polygon or MultiPolygon.
        area: The smallest administrative area that holds most of the mentions, None where none
            does.
        places: How many places the outline is drawn around.
        left_out: Ids of the literal places that it is not drawn around, being areas of finer ones,
            or countries, rivers and the like beside them.
    """

    box: tuple[float, ...]
    hull: Mapping[str, Any]
    area: Area | None
    places: int
    left_out: tuple[str, ...]


def footprint(result: Result) -> Footprint | None:
    """Return the footprint of a document, None where it names no place with coordinates.

    Counted are the mentions in the roles that ``Result.mapped_roles`` names, the literal ones where
    nobody named roles.

    Args:
        result: Of the document.

    Example:
        >>> from enrich.model import Document, Link, Mention
        >>> from gazetteer.model import Point
        >>> gyumri = Entity("geonames:616635", "Gyumri", Kind.PLACE, country="AM",
        ...     admin=("Shirak Province",), containers=("geonames:174982", "geonames:828264"),
        ...     feature="PPLA", point=Point(lat=40.79, lon=43.85))
        >>> mention = Mention(0, 6, "Gyumri", Kind.PLACE, Role.LITERAL)
        >>> found = footprint(Result(Document("Gyumri"), (Link(mention, gyumri, 1.0),)))
        >>> found.area
        Area(id='geonames:828264', name='Shirak Province', share=1.0)
    """
    counts = _places(result)
    located = [place for place, _ in counts.values() if place.point is not None]
    if not located:
        return None
    from enrich.geography.hull import hull  # shapely is needed only here

    drawn = _finest(located)
    discs = [(place.point, precision(place)[1]) for place in drawn if place.point is not None]
    box = bounds(place.point for place in located if place.point is not None) or []
    held = {place.id for place in drawn}
    return Footprint(
        tuple(box),
        hull(discs),
        _area(counts.values(), result),
        len(drawn),
        tuple(place.id for place in located if place.id not in held),
    )


def _places(result: Result) -> dict[str, tuple[Entity, int]]:
    """Return the places that count, by id, each with how often it is named so."""
    roles = {Role.LITERAL} if result.mapped_roles is None else result.mapped_roles
    found: dict[str, tuple[Entity, int]] = {}
    for link in result.links:
        place = link.entity
        if place is None or place.kind is not Kind.PLACE or link.mention.role not in roles:
            continue
        found[place.id] = (place, found.get(place.id, (place, 0))[1] + 1)
    return found


def _finest(places: list[Entity]) -> list[Entity]:
    """Return the places without those that only say where others lie."""
    finer = [place for place in places if not _is_spread(place)] or places
    around = {container for place in finer for container in place.containers}
    within = [place for place in finer if not around.intersection((place.id, *place.same_as))]
    return within or finer  # areas that name each other as containers


def _is_spread(place: Entity) -> bool:
    """Whether the circle that covers a place would swallow the others."""
    return precision(place)[0] is Precision.COUNTRY or is_line(place.feature)


# ---------------------------------------------------------------------------------------- area

_Key = tuple[str, str]  # ("country", its code) or ("area", its CURIE)


def _area(counted: Iterable[tuple[Entity, int]], result: Result) -> Area | None:
    """Return the smallest administrative area with more than half of the mentions."""
    mentions: dict[_Key, int] = {}
    depths: dict[_Key, int] = {}
    names: dict[_Key, str] = {}
    total = 0
    for place, count in counted:
        total += count
        for depth, (key, name) in enumerate(_chain(place)):
            mentions[key] = mentions.get(key, 0) + count
            depths[key] = max(depth, depths.get(key, 0))
            names[key] = name
    most = [key for key, count in mentions.items() if count > _MOST * total]
    if not most:
        return None
    key = max(most, key=lambda key: (depths[key], -mentions[key]))
    curie, name = _named(key, names[key], result)
    return Area(curie, name, round(mentions[key] / total, 4))


def _chain(place: Entity) -> list[tuple[_Key, str]]:
    """Return the administrative areas that a place lies in or is, broad to narrow."""
    chain: list[tuple[_Key, str]] = []
    if place.country:
        chain.append((("country", place.country), place.country))
    below = place.containers[1:] if place.country else place.containers
    names = place.admin if len(place.admin) == len(below) else below
    chain += [(("area", curie), name) for curie, name in zip(below, names, strict=True)]
    if is_division(place.feature):
        chain.append((("area", place.id), place.name))
    return chain


def _named(key: _Key, name: str, result: Result) -> tuple[str | None, str]:
    """Return id and name; of a country, those that a place of the text tells."""
    sort, code = key
    if sort == "area":
        return code, name
    of_it = [place for place in result.places if place.country == code]
    curie = next((place.containers[0] for place in of_it if place.containers), None)
    for place in of_it:
        if place.id == curie or (curie is None and _has_own_code(place)):
            return place.id, place.name
    return curie, name


def _has_own_code(place: Entity) -> bool:
    """Whether a place is what its country code stands for.

    A breakaway state has the code of the one that it broke from, a former one of its heir.
    """
    own = is_country_today(place.feature) and place.feature != SEMI_INDEPENDENT
    return own or place.feature == TERRITORY
