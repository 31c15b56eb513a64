"""How readily the news names a place, from its kind and its inhabitants: one rule, all sources."""

from __future__ import annotations

from gazetteer.rows import settlement_prominence


def area_prominence(feature: str, population: int, *, is_country: bool) -> float:
    """Return the prominence of an area, 0 to 1.

    An area is named more readily than a town of as many people when it is a country, most of all,
    or a first-level division; a smaller one less.

    Args:
        feature: GeoNames feature code, "ADM1".
        population: Inhabitants; 0 where unknown.
        is_country: Whether it is a country or a territory with a code of its own.

    Example:
        >>> round(area_prominence("ADM1", 1_000_000, is_country=False), 2)
        0.6
    """
    base = settlement_prominence(population)
    if is_country:
        return min(1.0, 0.6 + 0.4 * base)
    return max(0.0, base + (0.03 if feature == "ADM1" else -0.1))


def place_prominence(feature: str, population: int) -> float:
    """Return the prominence of anything that is no area, 0 to 1.

    A capital is named more than its size explains: it stands for the whole state.

    Args:
        feature: GeoNames feature code, "PPLC".
        population: Inhabitants; 0 where unknown.

    Example:
        >>> round(place_prominence("PPLC", 1_000_000), 2), place_prominence("STM", 0)
        (0.82, 0.0)
    """
    own = settlement_prominence(population)
    return min(0.98, own + 0.25) if feature == "PPLC" else own
