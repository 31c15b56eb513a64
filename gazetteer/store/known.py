"""Places that the embedded gazetteer holds, for sources without concordances.

A name alone joins nothing: the place must be of the same sort, lie where the other lies, and not
be in another country.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gazetteer.errors import UnknownEntity
from gazetteer.model import Entity, Kind, Point
from gazetteer.regions import distance_km
from gazetteer.store import Gazetteer

HELD_AS: Final = {
    "settlement": ("PPL", "STN"),
    "area": ("ADM", "PCL", "TERR", "RGN", "ISL", "PEN", "ZN", "LTER", "MIL", "PPL", "RF", "CONT"),
    "division": ("ADM1",),
    "sea": ("OCN", "SEA", "GULF", "BAY", "STRT", "CHN", "SD", "FJD", "LGN", "INLT", "RF", "BGHT"),
    "lake": ("LK", "RSV", "LGN"),
    "river": ("STM", "CNL"),
    "landform": ("ISL", "CAPE", "PT", "FLLS", "PLN", "MT", "PEN", "ATOL"),
    "airport": ("AIR",),
}
"""Beginnings of the feature codes under which a place of each sort may be held.

Wider than what ``gazetteer.codes`` calls so: what one source has as an area is a town in another.
"""
_FAR_KM: Final = 100.0  # what a concordance may be out by; more, and it names another place


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """Finds the entity that a source describes."""

    gazetteer: Gazetteer

    def is_far(self, curie: str, point: Point) -> bool:
        """Tell whether the place of an id is held and lies somewhere else."""
        try:
            entity = self.gazetteer.get(curie)
        except UnknownEntity:
            return False
        if entity.point is None:
            return False
        return distance_km(entity.point, point) > _FAR_KM + (entity.radius_km or 0.0)

    def near(
        self, names: Iterable[str], sort: str, point: Point, *, km: float, country: str | None
    ) -> Entity | None:
        """Return the nearest place of a sort of ``HELD_AS`` that bears one of the names, or None.

        Args:
            names: In any spelling.
            sort: A key of ``HELD_AS``.
            point: Where it lies.
            km: Farthest distance, to which the radius of the place is added.
            country: ISO 3166-1 alpha-2; a place of another country is another place.
        """
        found: list[tuple[float, str, Entity]] = []
        for name in names:
            for hit in self.gazetteer.lookup(name, Kind.PLACE):
                entity = hit.entity
                if entity.point is None or not (entity.feature or "").startswith(HELD_AS[sort]):
                    continue
                if country and entity.country and country != entity.country:
                    continue
                distance = distance_km(entity.point, point)
                if distance <= km + (entity.radius_km or 0.0):
                    found.append((distance, entity.id, entity))
        return min(found, key=lambda item: item[:2])[2] if found else None
