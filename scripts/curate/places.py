"""Compile settlements that GeoNames' extract of cities lacks, from dumps and other references.

Each is checked by name and distance against what is held already; a settlement without an id in
any reference gets an ``enrich:`` one of its name and state. See gazetteer/curated/README.md.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from curate.area_counties import with_counties, with_features
from curate.geometry import LatLon, disc_radius_km, distance_km
from curate.place_references import (
    Place,
    read_census_places,
    read_later_cities,
    read_like_places,
    read_natural_earth_places,
    read_postal_places,
)
from curate.references import (
    City,
    read_admin1,
    read_cities,
    read_city_names,
    read_qids,
    read_us_titles,
)
from curate.regions import slug
from curate.tables import (
    AREA_NAME_COLUMNS,
    Row,
    format_coordinate,
    format_radius,
    write_table,
)
from curate.words import is_usable_alias

from gazetteer.names import fold
from gazetteer.sources.edits import read_table

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["compile_tables"]

PLACE_COLUMNS = (
    "id", "name", "feature", "country", "admin1", "admin2", "lat", "lon", "radius_km",
    "population", "wikidata", "source",
)  # fmt: skip

WITNESSES, WITNESS_KM = 3, 40.0  # how many neighbours must agree on a division, and how near
SAME_PLACE_KM = 15.0  # a settlement of one name, no farther apart, is the one that is held
SAME_VILLAGE_KM = 5.0  # where villages of one name are many
POSTAL_KM = 60.0  # the point of a post office is often where its mail is sorted


def compile_tables(shared: Path, curated: Path) -> None:
    """Write places and place_names.

    Args:
        shared: The folder of the reference data.
        curated: The folder of the curated tables; ``admin2.csv`` must be compiled.

    Raises:
        CuratedFactError: A row breaks a rule.
        FileNotFoundError: A reference is missing.
    """
    cities = read_cities()
    held = _Held(cities)
    places: list[Place] = []
    for found, km in (
        (read_later_cities(shared, {city.id for city in cities}), SAME_PLACE_KM),
        (read_natural_earth_places(shared), SAME_PLACE_KM),
        (read_like_places(shared), SAME_VILLAGE_KM),
        (read_census_places(shared), SAME_PLACE_KM),
        (read_postal_places(shared), POSTAL_KM),
    ):
        places += held.take(found, km)
    _name_ids(places)
    settled = _with_areas(shared, curated, cities, places)
    qids = read_qids(shared)
    taken = {row["wikidata"] for row in read_table(curated / "city_facts.csv")}
    titles = read_us_titles(shared)
    rows = [_row(place, qids, titles, taken) for place in settled]
    write_table(curated / "places.csv", PLACE_COLUMNS, rows)
    names = [row for place in settled for row in _name_rows(place)]
    write_table(curated / "place_names.csv", AREA_NAME_COLUMNS, names)


class _Held:
    """The settlements held, by country or state of the United States and folded name."""

    def __init__(self, cities: list[City]) -> None:
        self._ids = {city.id for city in cities}
        self._at: dict[tuple[str, str], list[LatLon]] = defaultdict(list)
        others = read_city_names()
        for city in cities:
            self._put(city, [city.name, *others.get(city.id, [])])

    def take(self, places: Iterable[Place], km: float) -> Iterator[Place]:
        """Yield the places that are not held yet, and hold them from then on."""
        for place in places:
            city, names = place.city, [place.city.name, *place.names]
            if city.id in self._ids:
                continue
            if not place.certain and any(self._is_near(city, name, km) for name in names):
                continue
            self._put(city, names)
            self._ids |= {city.id} - {""}
            yield place

    def _put(self, city: City, names: Iterable[str]) -> None:
        for name in {fold(name) for name in names}:
            self._at[_land(city), name].append(city.position)

    def _is_near(self, city: City, name: str, km: float) -> bool:
        there = self._at.get((_land(city), fold(name)), ())
        return any(distance_km(city.position, position) <= km for position in there)


def _land(city: City) -> str:
    """Return the state of a place in the United States, else the country."""
    return f"US.{city.admin1}" if city.country == "US" else city.country


def _name_ids(places: list[Place]) -> None:
    """Give each place without an id an ``enrich:`` one; namesakes in a state get a number."""
    taken: set[str] = set()
    for number, place in enumerate(places):
        city = place.city
        if not city.id:
            state = city.admin1 if city.country == "US" else ""
            base = "-".join(filter(None, (slug(city.name), city.country, state))).lower()
            choices = [base, *(f"{base}-{n}" for n in range(2, 20))]
            chosen = next(choice for choice in choices if choice not in taken)
            taken.add(chosen)
            places[number] = replace(place, city=replace(city, id=f"enrich:{chosen}"))


def _with_areas(
    shared: Path, curated: Path, cities: list[City], places: list[Place]
) -> list[Place]:
    """Return the places with the divisions around them, so far as these are held."""
    first = {division.code for division in read_admin1(shared)}
    second = {row["code"] for row in read_table(curated / "admin2.csv")}
    known = _Neighbours(cities)
    new = [
        place.city
        if f"{place.city.country}.{place.city.admin1}" in first
        else replace(place.city, admin1=known.admin1_at(place.city))
        for place in places
    ]
    new = with_features(shared, new, keep_feature=True)
    around = with_counties(shared, [*with_features(shared, cities), *new])
    done = []
    for place, city in zip(places, around[len(cities) :], strict=True):
        admin1 = city.admin1 if f"{city.country}.{city.admin1}" in first else ""
        held = f"{city.country}.{admin1}.{city.admin2}" in second
        done.append(
            replace(place, city=replace(city, admin1=admin1, admin2=city.admin2 if held else ""))
        )
    return done


class _Neighbours:
    """The settlements of each country, by cells of one degree."""

    def __init__(self, cities: list[City]) -> None:
        self._cells: dict[tuple[str, int, int], list[City]] = defaultdict(list)
        for city in cities:
            lat, lon = map(math.floor, city.position)
            self._cells[city.country, lat, lon].append(city)

    def admin1_at(self, city: City) -> str:
        """Return the first-level division that the nearest settlements agree on, or ""."""
        lat, lon = map(math.floor, city.position)
        close = [
            (distance_km(city.position, other.position), other.admin1)
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for other in self._cells[city.country, lat + i, lon + j]
        ]
        nearest = sorted(close)[:WITNESSES]
        agreed = {admin1 for _, admin1 in nearest}
        near = nearest and nearest[-1][0] <= WITNESS_KM
        return agreed.pop() if near and len(agreed) == 1 else ""


def _row(
    place: Place, qids: dict[str, str], titles: dict[tuple[str, str], str], taken: set[str]
) -> Row:
    city = place.city
    item = qids.get(city.id, place.wikidata)
    if not item and city.country == "US":
        item = titles.get((city.name, city.admin1), "")
    item = "" if item in taken or city.id.endswith(f":{item}") else item
    taken.add(item)
    return {
        "id": _curie(city.id),
        "name": city.name,
        "feature": city.feature or "PPL",
        "country": city.country,
        "admin1": city.admin1,
        "admin2": city.admin2,
        "lat": format_coordinate(city.position[0]),
        "lon": format_coordinate(city.position[1]),
        "radius_km": format_radius(disc_radius_km(place.square_km)) if place.square_km else "",
        "population": str(city.population or ""),
        "wikidata": item,
        "source": place.source,
    }


def _name_rows(place: Place) -> Iterator[Row]:
    curie = _curie(place.city.id)
    seen = {place.city.name.casefold()}
    for name in place.names:
        if name.casefold() not in seen and is_usable_alias(name):
            seen.add(name.casefold())
            cells = {"type": "variant", "language": "", "source": place.source}
            yield {"id": curie, "name": name, **cells}


def _curie(id_: str) -> str:
    return id_ if ":" in id_ else f"geonames:{id_}"
