"""What geocoders call the sorts of places, as GeoNames feature codes and sizes.

An address is exact, and so is what is known to be a building or another small thing. A street, a
suburb or a postcode is an area, never a town. An area is of the first level only where the
geocoder says "state": what it calls a region or a county is of different levels in different
countries. What is of no known sort is a locality, ``LCTY``, as large as its box.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final


@dataclass(frozen=True, slots=True)
class Sort:
    """What a place of a sort is taken for.

    Attributes:
        feature: GeoNames feature code.
        radius_km: Of the circle that covers it, where the answer gives no box; typical rather
            than exact, and on the large side.
        importance: 0 to 1, where the answer gives none: what Nominatim gives to things of the sort
            that have no article in Wikipedia (0.4 - rank / 75, lib-sql/functions/importance.sql).
        largest_km: Radius beyond which something is not believed to be of the sort.
    """

    feature: str
    radius_km: float
    importance: float
    largest_km: float = float("inf")


_UNKNOWN: Final = Sort("LCTY", 1.0, 0.1)
_STREET: Final = "highway"
_TOLD_BY_LEVEL: Final = frozenset({"place", "boundary"})


@cache
def _by_word() -> Mapping[str, Sort]:
    """Return the sorts by the words of OpenStreetMap, Photon and Pelias for them."""
    text = (files("gazetteer.geocoding") / "sorts.csv").read_text(encoding="utf-8")
    return {
        word: Sort(
            row["feature"], float(row["radius_km"]), float(row["importance"] or 0),
            float(row["largest_km"] or "inf"),
        )
        for row in csv.DictReader(text.splitlines())
        for word in row["words"].split()
    }  # fmt: skip


def sort_of(category: str, kind: str, level: str, *, is_spot: bool = False) -> Sort:
    """Return the sort of a place by what OpenStreetMap has of it.

    Args:
        category: Key of its main tag: "place", "highway", "amenity".
        kind: Value of it: "town", "residential", "school".
        level: Of its address, as the geocoder calls it: "city", "suburb", "road".
        is_spot: Whether it is a point of its own, as a bus stop is, and not part of an address.

    Example:
        >>> sort_of("boundary", "administrative", "state").feature
        'ADM1'
        >>> sort_of("highway", "residential", "road").feature
        'ST'
        >>> sort_of("amenity", "school", "amenity").feature
        'SCH'
    """
    sorts = _by_word()
    if category == _STREET:
        return sorts["venue" if is_spot else "street"]
    words = (level, kind) if category in _TOLD_BY_LEVEL else (kind, category)
    return next((sorts[word] for word in words if word in sorts), _UNKNOWN)
