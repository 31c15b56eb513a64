"""Readers of the references that hold settlements beyond GeoNames' extract of cities."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from curate.references import (
    City,
    read_admin1,
    read_admin2,
    read_city_dump,
    read_features,
    read_later_extract,
    read_lines,
    read_qids,
)
from curate.words import fold

if TYPE_CHECKING:
    from pathlib import Path

    from curate.geometry import LatLon

__all__ = [
    "Place",
    "read_census_places",
    "read_later_cities",
    "read_like_places",
    "read_natural_earth_places",
    "read_postal_places",
]

SETTLED = frozenset("PPL PPLA PPLA2 PPLA3 PPLA4 PPLA5 PPLC PPLG PPLL PPLR PPLS PPLX STLMT".split())
PAST = frozenset({"Historic place", "Meteorogical Station"})
SEATS = frozenset({"PPLA", "PPLA2", "PPLA3"})
TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})  # countries to GeoNames, states to others
SMALLEST_SECTION = 15_000  # below it the section of a city is a name among streets
REMOTE = frozenset({"AK", "AS", "GU", "MP"})  # where the mail is sorted far from the place
_SPELLINGS = (
    (re.compile(r"^Ft\b\.?"), "Fort"),
    (re.compile(r"^Mt\b\.?"), "Mount"),
    (re.compile(r"^St\b\.?"), "St."),
    (re.compile(r"\bMc ?([a-z])"), r"Mc\1"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A settlement of a reference.

    Attributes:
        city: What GeoNames' tables say too; its ``id`` is "" where the reference has none.
        source: As in the tables.
        names: Further names.
        square_km: Its area of land in square kilometres, 0 where unknown.
        wikidata: The item that the reference itself gives, or "".
        certain: Whether GeoNames of today has it, so that it is no other place's second record.
    """

    city: City
    source: str
    names: tuple[str, ...] = ()
    square_km: float = 0.0
    wikidata: str = ""
    certain: bool = False


def read_later_cities(shared: Path, known: set[str]) -> Iterator[Place]:
    """Yield settlements of GeoNames' extracts of other years that one of a known year lacks.

    Those of 2026 are of today. Those of 2018 left the extract since: as a rule because they fell
    below its bounds or were merged, hence they are checked like others.
    """
    folder = shared / "sources/geonames"
    for city in read_city_dump(folder / "cities15000.txt.gz"):
        if city.id not in known and city.feature in SETTLED:
            yield Place(city, "geonames", certain=True)
    for city in read_later_extract():
        if city.id not in known:
            yield Place(city, "geonames", certain=True)
    for city in read_city_dump(folder / "cities5000.txt.gz"):
        small = city.feature == "PPLX" and city.population < SMALLEST_SECTION
        if city.id not in known and city.feature in SETTLED and not small:
            yield Place(city, "geonames")


def read_natural_earth_places(shared: Path) -> Iterator[Place]:
    """Yield the populated places and research stations of Natural Earth.

    One without a GeoNames id, or with that of the division around it, has that of its Wikidata
    item, else the item itself stands for it.
    """
    areas = {d.id for d in (*read_admin1(shared), *read_admin2(shared))} | {"0", "-1"}
    owners = {item: number for number, item in read_qids(shared).items() if number not in areas}
    codes = {
        (division.country, fold(name)): division.code.partition(".")[2]
        for division in read_admin1(shared)
        for name in (division.name, division.ascii)
    }
    for feature in read_features(shared, "ne_10m_populated_places"):
        place = feature["properties"]
        item = place["wikidataid"] or ""
        number = str(int(place["GEONAMEID"] or 0))
        id_ = owners.get(item, item and f"wikidata:{item}") if number in areas else number
        kind = "STNB" if "station" in place["FEATURECLA"] else place["FEATURE_CO"] or "PPL"
        is_state = place["ISO_A2"] not in ("-99", None)
        is_kept = kind in SETTLED | {"STNB"} and place["FEATURECLA"] not in PAST
        position = (place["LATITUDE"], place["LONGITUDE"])
        is_somewhere = position != (0, 0)  # where Natural Earth puts what it could not place
        if id_ and is_state and is_kept and is_somewhere:
            people = int(place["GN_POP"] or place["POP_MAX"] or 0)
            admin1 = codes.get((place["ISO_A2"], fold(place["ADM1NAME"] or "")), "")
            city = City(id_, place["NAME"], position, place["ISO_A2"], admin1, people, kind)
            yield Place(city, "natural-earth", _others(place), wikidata=item)


def _others(place: dict[str, str]) -> tuple[str, ...]:
    names = [place["NAMEASCII"], place["NAME_EN"], *(place["NAMEALT"] or "").split("|")]
    return tuple(name.strip() for name in names if name and name.strip())


def read_like_places(shared: Path) -> Iterator[Place]:
    """Yield settlements of the eleven rebuilt countries that are seats or have inhabitants."""
    for path in sorted((shared / "sources/geonames_like").glob("??.txt.gz")):
        names = {row[0]: row[3] for row in read_lines(path)}
        for city in read_city_dump(path):
            if city.feature in SETTLED and (city.population or city.feature in SEATS):
                others = tuple(filter(None, names[city.id].split(",")))
                plain = replace(city, admin1=city.admin1.removesuffix(".0"))
                yield Place(plain, "whosonfirst", others)


def read_census_places(shared: Path) -> Iterator[Place]:
    """Yield the places of the United States Census: incorporated ones and designated ones.

    What is left of a county that merged with its city ("balance") is no place of its own.
    """
    path = shared / "sources/us_census_places_2015.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if "(balance)" not in row["name"]:
                names = [n.strip() for n in re.split(r"[(/]", row["name"].rstrip(")"))]
                position = (float(row["lat"]), float(row["lon"]))
                city = _american(names[0], row["state"], position)
                yield Place(city, "us-census", tuple(names[1:]), float(row["aland"]) / 1e6)


def read_postal_places(shared: Path) -> Iterator[Place]:
    """Yield the places of the United States that have a post office of their name."""
    path = shared / "sources/reference/us_cities_with_county.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            name = row["CITY"]
            for short, long in _SPELLINGS:
                name = short.sub(long, name)
            name = re.sub(r"\bMc([a-z])", lambda match: f"Mc{match[1].upper()}", name)
            position = (float(row["LATITUDE"]), float(row["LONGITUDE"]))
            if row["STATE_CODE"] not in REMOTE:
                yield Place(_american(name, row["STATE_CODE"], position), "us-postal")


def _american(name: str, state: str, position: LatLon) -> City:
    is_land = state in TERRITORIES
    return City("", name, position, state if is_land else "US", "" if is_land else state, 0)
