"""What the places of a text say of one another: countries, areas, nearness."""

from __future__ import annotations

import math
from collections import defaultdict

from enrich.rank.groups import Group
from gazetteer.model import Entity, Kind
from gazetteer.regions import distance_km

__all__ = ["Votes"]

_NEAR_KM = 100.0
_MAX_ANCHORS = 25
_LEAST_SHARE = 0.5


class Votes:
    """Counts the votes of the groups of a document, each weighed by how sure it is.

    Args:
        groups: All groups, with the shares of their candidates.
    """

    def __init__(self, groups: list[Group]) -> None:
        self._countries: dict[str, float] = defaultdict(float)
        self._areas: dict[str, float] = defaultdict(float)
        self._own: dict[int, tuple[dict[str, float], dict[str, float], float]] = {}
        self._levels: dict[tuple[str, str], float] = defaultdict(float)
        self._own_levels: dict[int, dict[tuple[str, str], float]] = {}
        self._total = 0.0
        for group in groups:
            self._count(group)
        self._anchors = _anchors(groups)

    def _count(self, group: Group) -> None:
        weight = math.sqrt(len(group.mentions)) * (1.0 if group.kind is Kind.PLACE else 0.5)
        countries: dict[str, float] = defaultdict(float)
        areas: dict[str, float] = defaultdict(float)
        levels: dict[tuple[str, str], float] = defaultdict(float)
        for option in group.options[:20]:
            part = option.share * weight
            entity = option.candidate.entity
            if entity.country:
                countries[entity.country] += part
            if area := _area(entity):
                areas[area] += part
            if level := _level(entity):
                levels[level] += part
        total = sum(countries.values())
        for level, part in levels.items():
            self._levels[level] += part
        self._own_levels[id(group)] = levels
        for country, part in countries.items():
            self._countries[country] += part
        for area, part in areas.items():
            self._areas[area] += part
        self._total += total
        self._own[id(group)] = (countries, areas, total)

    def country(self, group: Group, country: str | None) -> float:
        """Return the share, 0 to 1, of the other groups' votes for a country."""
        if country is None:
            return 0.0
        own, _, total = self._own[id(group)]
        rest = self._total - total
        return (
            (self._countries[country] - own.get(country, 0.0)) / (rest + 0.5) if rest > 0 else 0.0
        )

    def area(self, group: Group, entity: Entity) -> float:
        """Return the share, 0 to 1, of the other groups' votes for an entity's first-level area."""
        area = _area(entity)
        if area is None:
            return 0.0
        _, own, total = self._own[id(group)]
        rest = self._total - total
        return (self._areas[area] - own.get(area, 0.0)) / (rest + 0.5) if rest > 0 else 0.0

    def siblings(self, group: Group, entity: Entity) -> float:
        """Return the share, 0 to 1, of the other groups that are areas of its level and country."""
        level = _level(entity)
        if level is None:
            return 0.0
        own, total = self._own_levels[id(group)], self._own[id(group)][2]
        rest = self._total - total
        return (self._levels[level] - own.get(level, 0.0)) / (rest + 0.5) if rest > 0 else 0.0

    def nearness(self, group: Group, entity: Entity) -> float:
        """Return 1 / (1 + d / 100 km) for the nearest place of another name, 0 without one."""
        point = entity.point
        if point is None:
            return 0.0
        distances = [
            distance_km(point, anchor.point)
            for name, anchor in self._anchors
            if name != group.name and anchor.point is not None
        ]
        return 1.0 / (1.0 + min(distances) / _NEAR_KM) if distances else 0.0


def _area(entity: Entity) -> str | None:
    """The id of the first-level area that a place lies in, or is."""
    if entity.feature == "ADM1":
        return entity.id
    return entity.containers[1] if len(entity.containers) > 1 else None


def _level(entity: Entity) -> tuple[str, str] | None:
    """Country and level of an area: Georgia is the state beside Alabama and Florida."""
    if entity.country and entity.feature in ("ADM1", "ADM2"):
        return entity.country, entity.feature
    return None


def _anchors(groups: list[Group]) -> list[tuple[str, Entity]]:
    """The settlements and small areas that are sure enough to measure distances from."""
    anchors = [
        (group.name, best.candidate.entity, best.share)
        for group in groups
        if group.kind is Kind.PLACE
        and (best := group.best) is not None
        and best.candidate.entity.point is not None
        and best.share >= _LEAST_SHARE
        and not (best.candidate.entity.feature or "").startswith(("PCL", "CONT", "RGN", "OCN"))
    ]
    anchors.sort(key=lambda anchor: -anchor[2])
    return [(name, entity) for name, entity, _ in anchors[:_MAX_ANCHORS]]
