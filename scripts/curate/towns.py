"""Towns by name and country, for what a reference places by words alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from curate.references import City, read_cities, read_city_names

from gazetteer.names import fold

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Towns"]

CLEAR = 5  # how many times as many inhabitants as the next namesake of its country
CLEAR_ANYWHERE = 20  # of the world
LEAST_ANYWHERE = 100_000


class Towns:
    """GeoNames' settlements by each of their names."""

    def __init__(self) -> None:
        self._of: dict[str, list[City]] = defaultdict(list)
        others = read_city_names()
        for city in read_cities():
            for name in {fold(name) for name in (city.name, *others.get(city.id, []))}:
                self._of[name].append(city)

    def one(self, name: str, countries: Collection[str], admin1: str = "") -> City | None:
        """Return the one town that a name in one of some countries can mean, or None.

        Args:
            name: The name, in any language that GeoNames has it in.
            countries: ISO 3166-1 alpha-2 codes; empty where the country is not known, which asks
                for a large town without a rival anywhere.
            admin1: GeoNames code of its first-level division, where that is known.
        """
        found = [
            city
            for city in self._of.get(fold(name), ())
            if (not countries or city.country in countries)
            and (not admin1 or city.admin1 == admin1)
        ]
        found.sort(key=lambda city: (-city.population, city.id))
        if not found:
            return None
        first, next_ = found[0], found[1].population if len(found) > 1 else 0
        if countries:
            return first if first.population >= CLEAR * next_ or admin1 else None
        large = first.population >= max(LEAST_ANYWHERE, CLEAR_ANYWHERE * next_)
        return first if large else None
