"""Places that a geocoder found: where to look for them, and as rows like all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from enrich.geography.places import precision
from enrich.model import Link, Role
from gazetteer.codes import is_division, is_first_level, may_be_settlement
from gazetteer.model import Kind, Name, NameType, Point
from gazetteer.names import fold
from gazetteer.regions import Box, bounds, box_around
from gazetteer.rows import Row

if TYPE_CHECKING:
    from gazetteer.geocoding import Geocoded

SOURCE: Final = "geocoded by {}"
_AROUND_KM: Final = 50.0
_LARGEST_KM: Final = 400.0  # a country and more is not an area to look for a street in


def area_of(links: Sequence[Link]) -> Box | None:
    """Return the area that a text is about: a box around its places, or None where there is none.

    Towns and small areas count, and those that the text is set in rather than those that act; only
    where there are none, larger ones do.
    """
    places = [
        (link.entity, link.mention.role)
        for link in links
        if link.entity is not None and link.entity.kind is Kind.PLACE and link.entity.point
    ]
    near = [e for e, _ in places if _is_small(e.feature)]
    literal = [e for e, role in places if role in (Role.LITERAL, None) and e in near]
    areas = [e for e, _ in places if precision(e)[1] <= _LARGEST_KM]
    for chosen in (literal, near, areas):
        corners: list[Point] = []
        for entity in chosen:
            if entity.point is not None:
                corners += _corners(entity.point, max(_AROUND_KM, precision(entity)[1]))
        box = bounds(corners)
        if box is not None:
            west, south, east, north = box
            return Box(south, west, north, east)
    return None


def _is_small(feature: str | None) -> bool:
    small_area = is_division(feature) and not is_first_level(feature)
    return small_area or may_be_settlement(feature)


def _corners(point: Point, km: float) -> Iterator[Point]:
    for half in box_around(point, km).halves():
        yield Point(lat=max(-90.0, half.south), lon=half.west)
        yield Point(lat=min(90.0, half.north), lon=half.east)


def rows_of(name: str, answers: Iterable[Geocoded]) -> Iterator[Row]:
    """Yield what a geocoder found for a name as rows, known by that name and marked."""
    for found in answers:
        names = () if fold(found.name) == fold(name) else (Name(name, NameType.VARIANT),)
        yield Row(
            id=found.id,
            kind=Kind.PLACE,
            name=found.name,
            names=names,
            wikidata=found.wikidata,
            country=found.country,
            area=found.country,
            feature=found.feature,
            point=found.point,
            radius_km=found.radius_km,
            prominence=found.importance / 2,  # of the world's places, few are as well known
            description=found.label if found.label != found.name else "",
            source=SOURCE.format(found.provider),
        )
