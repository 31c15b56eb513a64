"""What a source hands to the builder: one row per entity, with its names and positions.

How readily the news names a place follows from its kind and its inhabitants, and what has no
inhabitants from the articles about it: one rule each, all sources.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from gazetteer.model import Kind, Name, Point, Position


@dataclass(frozen=True, slots=True)
class Row:
    """One entity as a source describes it; the other fields are those of ``Entity``.

    Attributes:
        names: Every further name.
        wikidata: Q id as "Q1953", where it is not the entity's own, or None.
        geonames: Likewise a GeoNames number.
        area: GeoNames code of the smallest area around it: "AM.08".
        code: GeoNames code of the area that it is itself, or None.
        positions: Offices held, in any order.
        same_as: Ids of the same thing in other schemes, as "scheme:local".
        geometry: Outline of an area as WKB, WGS 84, or None.
    """

    id: str
    kind: Kind
    name: str
    names: tuple[Name, ...] = ()
    wikidata: str | None = None
    geonames: int | None = None
    country: str | None = None
    area: str | None = None
    code: str | None = None
    feature: str | None = None
    point: Point | None = None
    radius_km: float | None = None
    population: int = 0
    prominence: float = 0.0
    valid: tuple[str | None, str | None] = (None, None)
    description: str = ""
    positions: tuple[Position, ...] = ()
    same_as: tuple[str, ...] = ()
    geometry: bytes | None = None
    source: str = ""


def settlement_prominence(population: int) -> float:
    """Return the prominence of a settlement of so many inhabitants.

    Linear in the logarithm: 0 at a hundred inhabitants, 0.57 at a million, 0.76 at the largest.

    Example:
        >>> round(settlement_prominence(1_000_000), 2)
        0.57
    """
    return max(0.0, (math.log10(population) - 2) / 7) if population > 0 else 0.0


def area_prominence(feature: str, population: int, *, is_country: bool) -> float:
    """Return the prominence of an area of a GeoNames feature code, 0 to 1.

    An area is named more readily than a town of as many people when it is a country, most of all,
    or a first-level division; a smaller one less. A territory with a code of its own is a country.

    Example:
        >>> round(area_prominence("ADM1", 1_000_000, is_country=False), 2)
        0.6
    """
    base = settlement_prominence(population)
    if is_country:
        return min(1.0, 0.6 + 0.4 * base)
    return max(0.0, base + (0.03 if feature == "ADM1" else -0.1))


def place_prominence(feature: str, population: int) -> float:
    """Return the prominence of anything that is not an area, by its GeoNames feature code, 0 to 1.

    A capital is named more than its size explains: it stands for the whole state.

    Example:
        >>> round(place_prominence("PPLC", 1_000_000), 2), place_prominence("STM", 0)
        (0.82, 0.0)
    """
    own = settlement_prominence(population)
    return min(0.98, own + 0.25) if feature == "PPLC" else own


def fame_prominence(editions: float) -> float:
    """Return the prominence of what so many editions of Wikipedia have an article about, 0 to 1.

    Linear in the logarithm: two or three editions (a member of parliament) make 0.1, 25 (the
    foreign minister of a middling state) 0.5, 250 (who is on front pages every week) 0.9. That is
    the scale that gazetteer/curated/README.md gives for offices. Towns and divisions have another,
    ``gazetteer.sources.wikidata_rows.town_prominence``.

    Args:
        editions: How many; not whole where they are inferred from other signs.

    Example:
        >>> [round(fame_prominence(n), 2) for n in (0, 1, 2.5, 25, 250)]
        [0.0, 0.0, 0.1, 0.5, 0.9]
    """
    return min(1.0, max(0.0, 0.4 * math.log10(editions) - 0.06)) if editions > 0 else 0.0
