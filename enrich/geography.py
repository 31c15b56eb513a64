"""Stage 4: how exact a point is, how places contain one another, which one a text is about."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Sequence
from enum import StrEnum

from enrich.model import Link, Role
from gazetteer.model import Entity, Kind

__all__ = ["Precision", "precision", "primary_place"]

_PEOPLE_PER_KM2 = (
    3000.0  # built-up density of a middling city (Angel et al., Atlas of Urban Expansion)
)
_COUNTRIES = ("PCL", "TERR", "CONT", "OCN")
_SETTLEMENTS = ("PPL", "STLMT")
# GeoNames codes of summits, falls, passes and buildings. Whatever is not known to be so small is
# an area: a reef of 900 km must never look like a house.
_SPOTS = frozenset(
    "MT PK VLC FLLS PASS AIRB AIRP BDG BLDG CH CSTL DAM FT HSP LTHSE MNMT MSQE MUS PAL PRN PS RSTN"
    " SCH SQR STDM TMPL UNIV".split()
)
_DEFAULT_RADIUS_KM = {"ADM1": 80.0, "ADM2": 25.0, "PCLI": 300.0}
# The primary place is a place the text is set in: how much a mention of each role tells of it.
_SALIENCE = {
    Role.LITERAL: 1.0, Role.METONYMIC: 0.3, Role.MODIFIER: 0.25, Role.EMBEDDED: 0.15,
    Role.DEMONYM: 0.2, Role.DATELINE: 0.5,
}  # fmt: skip


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
    disc of 3,000 people a square kilometre, no smaller than one kilometre. A region, whether
    larger or smaller than a country, is an area.

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
    feature = entity.feature or ""
    if feature.startswith(_SETTLEMENTS) or not feature:
        radius = math.sqrt(entity.population / _PEOPLE_PER_KM2 / math.pi)
        return Precision.SETTLEMENT, entity.radius_km or round(max(1.0, radius), 1)
    if feature.startswith(_COUNTRIES):
        return Precision.COUNTRY, entity.radius_km or _DEFAULT_RADIUS_KM["PCLI"]
    if feature in _SPOTS:
        return Precision.EXACT, entity.radius_km or 0.5
    return Precision.AREA, entity.radius_km or _DEFAULT_RADIUS_KM.get(feature, 30.0)


def primary_place(links: Sequence[Link]) -> Entity | None:
    """Return the place a text is most about, or None when it names none.

    Each mention counts by its role, literal ones most; a mention of a place also counts, less,
    for the areas around it that the text names too, so that five towns of Armenia speak for
    Armenia. A dateline alone never decides.

    Args:
        links: The links of one document, in the order of the text.
    """
    named = {e.id: e for link in links if (e := link.entity) and e.kind is Kind.PLACE}
    salience: dict[str, float] = defaultdict(float)
    own: dict[str, float] = defaultdict(float)
    for position, link in enumerate(links):
        entity = link.entity
        if entity is None or entity.kind is not Kind.PLACE:
            continue
        weight = _SALIENCE[link.mention.role or Role.LITERAL] * (1.0 + 0.5 * (position < 3))
        own[entity.id] += 0.0 if link.mention.role is Role.DATELINE else weight
        salience[entity.id] += weight
        for container in _named_containers(entity, named):
            salience[container] += 0.3 * weight
    ranked = sorted(salience, key=lambda i: (-salience[i], i))
    return next((named[i] for i in ranked if own[i] > 0), None)


def _named_containers(entity: Entity, named: Container[str]) -> list[str]:
    return [i for i in entity.containers if i in named]
