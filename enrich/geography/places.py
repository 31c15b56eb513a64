"""How exact a point is, how places contain one another, which one a text is about."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from enrich.model import Link, Mention, Role
from gazetteer.codes import SECTION, Level, is_building, is_spot, is_vast, level, may_be_settlement
from gazetteer.model import Entity, Kind

_PEOPLE_PER_KM2 = (
    3000.0  # built-up density of a middling city (Angel et al., Atlas of Urban Expansion)
)
_VAST_KM: Final = 300.0
_TOWN_KM: Final = 1.0  # no building is so wide: of one that is said to be, only the town is known
_RADIUS_KM: Final[Mapping[Level, float]] = {"first-level area": 80.0, "second-level area": 25.0}
# The primary place is a place the text is set in: how much a mention of each role tells of it.
_SALIENCE: Final[Mapping[Role | None, float]] = {
    Role.LITERAL: 1.0,  # something is or happens there
    Role.METONYMIC: 0.3,  # a government acts, often on what lies elsewhere
    Role.MODIFIER: 0.3,  # "Cork mother" tells where, "Russian troops" does not
    Role.DEMONYM: 0.2,  # people are of a place, wherever they are
    Role.EMBEDDED: 0.1,  # a name may come from anywhere: "Cambridge Analytica"
    Role.DATELINE: 0.5,  # where the reporter was, often near; it only ever confirms
    None: 0.65,  # unclear: what mentions weigh on average
}
_LEADING: Final = 3  # mentions of places that lead the text
_LEAD: Final = 1.5
_BELIEVED: Final = 0.5  # probability from which a link counts in full
_CONTAINED: Final = 0.3  # what each further town in it tells of an area


class Precision(StrEnum):
    """What the point of a place stands for."""

    EXACT = "exact"
    """The thing itself: a building, a summit, an address."""
    SETTLEMENT = "settlement"
    """The middle of a town."""
    AREA = "area-centroid"
    """A label point of a region, a river, a sea: no single location."""
    COUNTRY = "country-centroid"
    """A label point of a country or something larger."""


def precision(entity: Entity) -> tuple[Precision, float]:
    """Return what the point of a place stands for, and the radius of the circle that covers it.

    The radius is the gazetteer's own where it has one. A settlement without one is taken for a
    disc of 3,000 people a square kilometre, no smaller than one kilometre, and so is a part of a
    town, which is an area. A region, whether larger or smaller than a country, is an area. A
    building with a radius of a kilometre or more stands at the point of its town, and is known no
    more exactly than that.

    Args:
        entity: A place.

    Returns:
        The precision and a radius in kilometres.

    Example:
        >>> yerevan = Entity("geonames:616052", "Yerevan", Kind.PLACE, feature="PPLC",
        ...                  population=1_093_485)
        >>> precision(yerevan)
        (<Precision.SETTLEMENT: 'settlement'>, 10.8)
    """
    feature = entity.feature
    if may_be_settlement(feature):
        radius = math.sqrt(entity.population / _PEOPLE_PER_KM2 / math.pi)
        sort = Precision.AREA if feature == SECTION else Precision.SETTLEMENT
        return sort, entity.radius_km or round(max(1.0, radius), 1)
    if is_vast(feature):
        return Precision.COUNTRY, entity.radius_km or _VAST_KM
    if is_spot(feature):
        radius_km = entity.radius_km or 0.5
        of_town = is_building(feature) and radius_km >= _TOWN_KM
        return Precision.SETTLEMENT if of_town else Precision.EXACT, radius_km
    return Precision.AREA, entity.radius_km or _RADIUS_KM.get(level(feature), 30.0)


def primary_place(links: Sequence[Link]) -> Entity | None:
    """Return the place a text is most about, or None when it names none.

    Every mention of a linked place counts by its role, literal ones most, and less where its link
    is likelier wrong than right; where a model told the probabilities of the roles, by what is to
    be expected of them. The first three count half as much again: news leads with its setting.
    Several places also count, less, for an area around them that the text names too, so that five
    towns of Armenia speak for Armenia; a lone town speaks for itself. A dateline tells where a
    report was filed: it lends weight to a place that the text speaks of, as much again at most, and
    never decides alone. A place that stands only inside other names ("United States Army") is
    chosen only where there is no other. Of equals, the one named first is chosen.

    Args:
        links: The links of one document, in the order of the text.

    Example:
        >>> def named(name: str, role: Role) -> Link:
        ...     place = Entity(f"enrich:{name}", name, Kind.PLACE)
        ...     return Link(Mention(0, len(name), name, Kind.PLACE, role), place, 0.9)
        >>> place = primary_place([named("Moscow", Role.METONYMIC), named("Goris", Role.LITERAL)])
        >>> place.name
        'Goris'
    """
    places: dict[str, Entity] = {}
    spoken_of: dict[str, float] = {}
    filed_from: dict[str, float] = defaultdict(float)
    by_itself: set[str] = set()
    leading = _LEADING
    for link in links:
        place = link.entity
        if place is None or place.kind is not Kind.PLACE:
            continue
        weight = _weight(link.mention) * min(link.score / _BELIEVED, 1.0)
        if link.mention.role is Role.DATELINE:
            filed_from[place.id] += weight
            continue
        places.setdefault(place.id, place)
        if link.mention.role is not Role.EMBEDDED:
            by_itself.add(place.id)
        lead = _LEAD if leading > 0 else 1.0
        leading -= 1
        spoken_of[place.id] = spoken_of.get(place.id, 0.0) + lead * weight
    own = {i: weight + min(weight, filed_from[i]) for i, weight in spoken_of.items()}
    inside: dict[str, list[float]] = {i: [0.0] for i in own}
    for inner, weight in own.items():
        for container in places[inner].containers:
            if container in inside:
                inside[container].append(weight)
    # What a lone town tells of its country it tells of itself: the weightiest does not count.
    salience = {i: own[i] + _CONTAINED * (sum(w) - max(w)) for i, w in inside.items()}
    # The dictionary is in the order of the text, and max keeps the first of equals.
    best = max(salience, key=lambda i: (i in by_itself, salience[i]), default=None)
    return None if best is None else places[best]


def _weight(mention: Mention) -> float:
    """Return how much a mention tells of where a text is set: expected, if roles have odds."""
    if mention.roles:
        return sum(probability * _SALIENCE[role] for role, probability in mention.roles)
    return _SALIENCE[mention.role]
