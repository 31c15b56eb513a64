"""What geocoders call the sorts of places, as GeoNames feature codes and sizes.

An address is exact, and so is what is known to be a building or another small thing. A street, a
suburb or a postcode is an area, never a town. An area is of the first level only where the
geocoder says "state": what it calls a region or a county is of different levels in different
countries. What is of no known sort is a locality, ``LCTY``, as large as its box.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    importance: float = 0.0
    largest_km: float = float("inf")


_UNKNOWN: Final = Sort("LCTY", 1.0, 0.1)
_STREET: Final = "highway"
_TOLD_BY_LEVEL: Final = frozenset({"place", "boundary"})
_SPOT_KM: Final = 0.3
# Words of OpenStreetMap, Photon and Pelias for one sort each.
_SORTS: Final = {
    "continent": Sort("CONT", 3000.0, 0.37),
    "country": Sort("PCLI", 300.0, 0.35),
    "dependency": Sort("PCLD", 100.0, 0.35),
    "state": Sort("ADM1", 80.0, 0.29),
    "administrative political region province state_district district county municipality"
    " macroregion macrocounty localadmin": Sort("ADMD", 25.0, 0.24),
    "city": Sort("PPL", 8.0, 0.19),
    "town": Sort("PPL", 3.0, 0.16),
    "village": Sort("PPL", 1.0, 0.15),
    "hamlet isolated_dwelling": Sort("PPL", 0.5, 0.13),
    "borough city_district": Sort("PPLX", 3.0, 0.16),
    "suburb": Sort("PPLX", 1.5, 0.15),
    "neighbourhood quarter macrohood": Sort("PPLX", 1.0, 0.12),
    "city_block": Sort("PPLX", 0.3, 0.07),
    "postcode postal_code postalcode": Sort("LCTY", 3.0, 0.12),
    "street road": Sort("ST", 0.5, 0.05),
    "square": Sort("SQR", 0.1, 0.05),
    "intersection": Sort("RDJN", 0.05, 0.05),
    "house house_number house_name address building": Sort("BLDG", 0.05),
    "venue amenity shop office tourism craft healthcare historic leisure man_made emergency"
    " military club": Sort("BLDG", 0.1, 0.0, _SPOT_KM),
    "school kindergarten college": Sort("SCH", 0.2),
    "university": Sort("UNIV", 0.5),
    "hospital clinic": Sort("HSP", 0.2),
    "church cathedral chapel": Sort("CH", 0.05),
    "mosque": Sort("MSQE", 0.05),
    "temple": Sort("TMPL", 0.05),
    "museum": Sort("MUS", 0.1),
    "stadium": Sort("STDM", 0.2),
    "prison": Sort("PRN", 0.3),
    "palace": Sort("PAL", 0.1),
    "castle": Sort("CSTL", 0.1),
    "fort fortress": Sort("FT", 0.2),
    "monument memorial": Sort("MNMT", 0.05),
    "lighthouse": Sort("LTHSE", 0.05),
    "bridge": Sort("BDG", 0.2),
    "dam": Sort("DAM", 0.3),
    "power_plant plant": Sort("PS", 0.5),
    "aerodrome": Sort("AIRP", 2.0, 0.12),
    "station halt": Sort("RSTN", 0.2),
    "cemetery": Sort("CMTY", 0.3),
    "park": Sort("PRK", 0.5),
    "nature_reserve national_park protected_area": Sort("RESN", 10.0, 0.12),
    "peak": Sort("MT", 1.0, 0.12),
    "volcano": Sort("VLC", 3.0, 0.12),
    "saddle mountain_pass": Sort("PASS", 0.3, 0.1),
    "ridge mountain_range": Sort("MTS", 20.0, 0.12),
    "valley": Sort("VAL", 5.0, 0.1),
    "glacier": Sort("GLCR", 2.0, 0.1),
    "desert": Sort("DSRT", 100.0, 0.12),
    "wood forest": Sort("FRST", 3.0, 0.1),
    "beach": Sort("BCH", 0.5, 0.1),
    "cape": Sort("CAPE", 1.0, 0.1),
    "peninsula": Sort("PEN", 10.0, 0.12),
    "island": Sort("ISL", 5.0, 0.15),
    "islet": Sort("ISL", 0.3, 0.12),
    "archipelago": Sort("ISLS", 50.0, 0.15),
    "water lake": Sort("LK", 1.0, 0.1),
    "reservoir": Sort("RSV", 1.0, 0.1),
    "waterfall": Sort("FLLS", 0.1, 0.1),
    "river": Sort("STM", 50.0, 0.15),
    "stream": Sort("STM", 3.0, 0.1),
    "canal": Sort("CNL", 10.0, 0.1),
    "bay": Sort("BAY", 5.0, 0.12),
    "strait": Sort("STRT", 10.0, 0.12),
    "sea marinearea": Sort("SEA", 300.0, 0.37),
    "ocean": Sort("OCN", 2000.0, 0.37),
}
_BY_WORD: Final = {word: sort for words, sort in _SORTS.items() for word in words.split()}


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
    if category == _STREET:
        return _BY_WORD["venue" if is_spot else "street"]
    words = (level, kind) if category in _TOLD_BY_LEVEL else (kind, category)
    return next((_BY_WORD[word] for word in words if word in _BY_WORD), _UNKNOWN)
