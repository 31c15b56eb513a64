"""What the modules on facilities hand to ``facilities.py``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curate.geometry import LatLon

__all__ = ["FacilityName", "Site"]


@dataclass(frozen=True, slots=True)
class FacilityName:
    """A further name of a facility.

    Attributes:
        text: As it is written.
        type: A type of ``gazetteer/curated/README.md``.
        language: ISO 639 code, or "".
    """

    text: str
    type: str
    language: str


@dataclass(frozen=True, slots=True)
class Site:
    """A facility, before its divisions are checked and its description is written.

    Attributes:
        id: CURIE.
        name: The name shown.
        feature: GeoNames feature code.
        country: ISO 3166-1 alpha-2.
        admin1: GeoNames code of the first-level division within the country, or "".
        admin2: Likewise of the second level, or "".
        position: Its own point, or that of its town.
        radius_km: Its extent; that of the town where the point is the town's.
        prominence: 0 to 1.
        wikidata: Q id where the id is another, or "".
        what: The word for its kind: "airport".
        town: The town it belongs to, or "".
        names: Further names.
        source: As in the table.
    """

    id: str
    name: str
    feature: str
    country: str
    admin1: str
    admin2: str
    position: LatLon
    radius_km: float
    prominence: float
    wikidata: str
    what: str
    town: str
    names: tuple[FacilityName, ...]
    source: str
