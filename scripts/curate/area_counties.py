"""Compile the table of United States counties and the facts of cities."""

from __future__ import annotations

import csv
import gzip
import math
from collections import defaultdict
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from curate.geometry import LatLon, distance_km, mean_position
from curate.references import (
    City,
    Division,
    read_admin2,
    read_city_divisions,
    read_city_dump,
    read_features,
    read_us_titles,
)
from curate.tables import Row, format_coordinate, format_radius
from curate.words import fold, is_usable_alias, strip_division_word

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "CITY_COLUMNS",
    "COUNTY_COLUMNS",
    "SPACING_TO_RADIUS",
    "compile_cities",
    "compile_counties",
    "county_names",
    "with_counties",
    "with_features",
]

COUNTY_COLUMNS = (
    "id",
    "code",
    "name",
    "feature",
    "country",
    "lat",
    "lon",
    "radius_km",
    "population",
    "prominence",
    "wikidata",
    "source",
)
CITY_COLUMNS = ("id", "feature", "admin2", "wikidata", "source")

SAME_PLACE_KM = 25.0  # two records of one name in one state, no farther apart, are one place
WITNESSES, WITNESS_KM = 4, 12.0  # how many neighbours must agree on a county, and how near
NEIGHBOURS = 6  # of a county on average
SPACING_TO_RADIUS = 0.564  # 1/sqrt(pi): points at spacing d share out discs of area d²


def with_features(shared: Path, cities: list[City], *, keep_feature: bool = False) -> list[City]:
    """Return the cities with feature and second-level code as GeoNames has them, newest first.

    A code that names no second-level division of today, or one of another first-level division
    than the city's, is left out. ``keep_feature`` leaves a feature that the city has already.
    """
    facts: dict[str, City] = {}
    for name in ("cities5000", "cities15000"):
        for city in read_city_dump(shared / f"sources/geonames/{name}.txt.gz"):
            facts[city.id] = city
    divisions = read_city_divisions()
    codes = {division.code for division in read_admin2(shared)}
    done = []
    for city in cities:
        fact = facts.get(city.id)
        above = f"{city.country}.{city.admin1}."
        choices = [divisions.get(city.id, ""), f"{above}{fact.admin2}" if fact else ""]
        code = next((c for c in choices if c in codes and c.startswith(above)), "")
        feature = city.feature if keep_feature else ""
        feature = feature or (fact.feature if fact else "")
        done.append(replace(city, feature=feature, admin2=code.removeprefix(above)))
    return done


def with_counties(shared: Path, cities: list[City]) -> list[City]:
    """Return the cities, those of the United States with their county where a reference has it.

    GeoNames' own code stands; a city without one takes the county of the nearest record of the
    same name and state within 25 km, else the one that its four nearest records within 12 km
    agree on (of 637 known ones hidden on trial, 615 came out right with looser bounds).
    """
    codes = _county_codes(_read_counties(shared))
    records = defaultdict(list)
    for state, place, county, position in _county_records(shared):
        if code := codes.get((state, _county_key(county))):
            records[state, fold(place)].append((position, code))
    named = [_with_county(city, records[city.admin1, fold(city.name)]) for city in cities]
    around = _Surroundings(named)
    return [around.settle(city) for city in named]


def compile_counties(shared: Path, cities: list[City], qids: dict[str, str]) -> list[Row]:
    """Return a row for every county of the United States.

    The label point is the mean of the county's settlements. ``radius_km`` is 0.564 times the
    median distance to the six nearest counties: that of the disc a county would fill among evenly
    spaced neighbours. ``population`` is the sum of the settlements known to lie in it.
    """
    counties = _read_counties(shared)
    inside: dict[str, list[City]] = defaultdict(list)
    for city in cities:
        if city.country == "US" and city.admin2:
            inside[f"US.{city.admin1}.{city.admin2}"].append(city)
    centres = _county_centres(shared, counties, inside)
    cities_items = set(qids.values())  # "Carson City, Nevada" is both: the item is the city's
    titles = {k: qid for k, qid in read_us_titles(shared).items() if qid not in cities_items}
    rows = []
    for county in counties:
        centre, state = centres.get(county.code), county.code.split(".")[1]
        people = sum(c.population for c in inside[county.code] if c.feature != "PPLX")
        rows.append(
            {
                "id": f"geonames:{county.id}",
                "code": county.code,
                "name": county.name,
                "feature": "ADM2",
                "country": "US",
                "lat": format_coordinate(centre[0]) if centre else "",
                "lon": format_coordinate(centre[1]) if centre else "",
                "radius_km": format_radius(_cell_radius(centre, centres)) if centre else "",
                "population": str(people) if people else "",
                "wikidata": qids.get(county.id) or titles.get((county.name, state), ""),
                "source": "geonames",
            }
        )
    return rows


def county_names(rows: list[Row]) -> list[Row]:
    """Return the counties' names without "County": "Rapides" for "Rapides Parish".

    An independent city ("City of Alexandria") has none: the city itself bears that name.
    """
    found = []
    for row in rows:
        short = strip_division_word(row["name"])
        if short != row["name"] and is_usable_alias(short):
            found.append(
                {
                    "id": row["id"],
                    "name": short,
                    "type": "short",
                    "language": "",
                    "source": "geonames",
                }
            )
    return found


def compile_cities(
    shared: Path, cities: list[City], qids: dict[str, str], districts: list[Row]
) -> list[Row]:
    """Return a row for every city of which more is known than GeoNames' extract of cities says.

    A Wikidata item that the references give to several cities goes to the largest of them. The
    code of a second-level division that is not held is left out.
    """
    codes = {row["code"] for row in districts}
    items = _natural_earth_items(shared) | qids
    owners: dict[str, str] = {}
    for city in sorted(cities, key=lambda city: (city.population, city.id)):
        owners[items.get(city.id, "")] = city.id
    rows = []
    for city in cities:
        item = items.get(city.id, "")
        item = item if owners[item] == city.id else ""
        held = f"{city.country}.{city.admin1}.{city.admin2}" in codes
        admin2 = city.admin2 if held else ""
        if city.feature or admin2 or item:
            source = "geonames" if city.feature or admin2 else "wikidata"
            facts = (f"geonames:{city.id}", city.feature, admin2, item, source)
            rows.append(dict(zip(CITY_COLUMNS, facts, strict=True)))
    return rows


def _read_counties(shared: Path) -> list[Division]:
    """Return the counties, parishes, boroughs and independent cities of the United States."""
    return [division for division in read_admin2(shared) if division.country == "US"]


def _natural_earth_items(shared: Path) -> dict[str, str]:
    """Return the Wikidata items of Natural Earth's populated places by GeoNames id."""
    found = {}
    for feature in read_features(shared, "ne_10m_populated_places"):
        place = feature["properties"]
        if place["wikidataid"] and (place["GEONAMEID"] or 0) > 0:
            found[str(int(place["GEONAMEID"]))] = place["wikidataid"]
    return found


def _county_records(shared: Path) -> list[tuple[str, str, str, LatLon]]:
    """Return state, place, county and position of each record of the table of US places."""
    path = shared / "sources/reference/us_cities_with_county.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return [
            (
                row["STATE_CODE"],
                row["CITY"],
                row["COUNTY"],
                (float(row["LATITUDE"]), float(row["LONGITUDE"])),
            )
            for row in csv.DictReader(lines)
        ]


def _county_key(name: str) -> str:
    """Return a county's name as it is compared; "Fairfax City" is not "Fairfax"."""
    name = name.strip()
    if name.startswith("City of "):
        return fold(f"{name.removeprefix('City of ')} City")
    key = fold(strip_division_word(name))
    return key.replace("saint", "st")


def _county_codes(counties: list[Division]) -> dict[tuple[str, str], str]:
    """Return the three-digit code of each county by state and compared name."""
    return {
        (county.code.split(".")[1], _county_key(county.name)): county.code.split(".")[2]
        for county in counties
    }


def _with_county(city: City, records: list[tuple[LatLon, str]]) -> City:
    """Return a city with the county of the nearest record, if one is near."""
    if city.country != "US" or city.admin2 or not records:
        return city
    apart, code = min((distance_km(city.position, at), code) for at, code in records)
    return replace(city, admin2=code) if apart <= SAME_PLACE_KM else city


class _Surroundings:
    """The cities of the United States whose county is known, by cells of one degree."""

    def __init__(self, cities: list[City]) -> None:
        self._cells: dict[tuple[str, int, int], list[City]] = defaultdict(list)
        for city in cities:
            if city.country == "US" and city.admin2:
                lat, lon = map(math.floor, city.position)
                self._cells[city.admin1, lat, lon].append(city)

    def settle(self, city: City) -> City:
        """Return a city with the county that its nearest neighbours agree on, if they do."""
        if city.country != "US" or city.admin2:
            return city
        lat, lon = map(math.floor, city.position)
        close = [
            (distance_km(city.position, other.position), other.admin2)
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for other in self._cells[city.admin1, lat + i, lon + j]
        ]
        nearest = sorted(close)[:WITNESSES]
        counties = {county for apart, county in nearest if apart <= WITNESS_KM}
        agree = len(counties) == 1 and len(nearest) == WITNESSES and nearest[-1][0] <= WITNESS_KM
        return replace(city, admin2=counties.pop()) if agree else city


def _county_centres(
    shared: Path, counties: list[Division], inside: dict[str, list[City]]
) -> dict[str, LatLon]:
    """Return the mean of the settlements of each county, by its code."""
    codes = _county_codes(counties)
    positions: dict[str, list[LatLon]] = defaultdict(list)
    for state, _, name, position in _county_records(shared):
        if code := codes.get((state, _county_key(name))):
            positions[f"US.{state}.{code}"].append(position)
    for county in counties:
        if county.code not in positions and inside[county.code]:
            positions[county.code] = [city.position for city in inside[county.code]]
    return {code: mean_position(points) for code, points in positions.items()}


def _cell_radius(centre: LatLon, centres: dict[str, LatLon]) -> float:
    """Return the radius of the disc that a county fills among its neighbours."""
    close = [c for c in centres.values() if abs(c[0] - centre[0]) < 8 and c != centre]
    apart = sorted(distance_km(centre, other) for other in close)[:NEIGHBOURS]
    return SPACING_TO_RADIUS * median(apart)
