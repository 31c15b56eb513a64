"""Compile the second-level divisions of the world but for the counties of the United States."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from curate.area_counties import SPACING_TO_RADIUS
from curate.district_names import bare_name, comparable, english_name, further_names, is_town
from curate.geometry import LatLon, distance_km, mean_position, spread_km
from curate.references import City, Division, read_admin2, read_alternates, read_district_dumps
from curate.tables import Row, format_coordinate, format_radius
from curate.words import common_words, fold

from gazetteer.rows import area_prominence, place_prominence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["compile_districts", "district_names", "with_prominence"]

MUNICIPAL = frozenset(
    "AL AM BG BR CO CR CU CY DK DO EC EE GT HN HR JP KR LT LU LV MX NI NL NO PA PT PY RO SE SV "
    "UY VE".split()
)
"""Where the second level is the municipality: one of a town's name is that town to a reader."""

SECTIONS = frozenset({"JM", "KW", "LC", "PR"})
"""Where the second level is the neighbourhood, or the barrio of a dozen farms."""

NEIGHBOURS = 6  # of a division on average
FEW_SETTLEMENTS = 8  # with fewer, the share of the space between the neighbours is the circle
SMALLEST_RADIUS_KM, LARGEST_RADIUS_KM = 3.0, 400.0
LONE_RADIUS_KM = 10.0  # of a division without known neighbours
BEFORE_ITS_DIVISION = 0.02  # a town's prominence over that of the division around it


def compile_districts(shared: Path, cities: list[City], qids: dict[str, str]) -> list[Row]:
    """Return a row for every second-level division that a reader can tell from a town.

    The label point is the mean of its settlements, else that of a dump that holds the division,
    else that of the one settlement of its name in the first-level division. ``radius_km`` is the
    distance within which nine in ten of eight or more settlements lie, else 0.564 times the
    median distance to the six nearest divisions of the country.

    Left out are those without a point, sections of towns, and municipalities with the name of a
    settlement inside.

    Args:
        shared: The folder of the reference data.
        cities: The settlements, with their second-level codes where known.
        qids: Wikidata items by GeoNames id.
    """
    divisions = [d for d in read_admin2(shared) if d.country not in SECTIONS | {"US"}]
    alternates = read_alternates()
    inside = _by_code(cities)
    points = _Points(shared, cities, inside)
    kept = []
    for division in divisions:
        names = comparable([division.name, division.ascii, *alternates.get(division.id, [])])
        within = inside.get(division.code, [])
        if division.country in MUNICIPAL and any(fold(city.name) in names for city in within):
            continue
        if point := points.find(division, names):
            kept.append((division, point))
    centres = defaultdict(list)
    for division, point in kept:
        centres[division.country].append(point)
    return [
        _row(division, point, inside.get(division.code, []), centres[division.country])
        | {
            "name": _shown_name(division, alternates.get(division.id, [])),
            "wikidata": qids.get(division.id, ""),
        }
        for division, point in kept
    ]


def district_names(shared: Path, rows: list[Row]) -> list[Row]:
    """Return the further names of the compiled and edited divisions."""
    alternates = read_alternates()
    shown = {row["id"]: row["name"] for row in rows}
    names: list[Row] = []
    for division in read_admin2(shared):
        curie = f"geonames:{division.id}"
        if curie in shown and division.country != "US":
            others = alternates.get(division.id, [])
            known = [shown[curie], division.name, division.ascii, *others]
            names.extend(further_names(curie, list(dict.fromkeys(known))))
    return names


def with_prominence(rows: list[Row], cities: list[City]) -> list[Row]:
    """Return second-level divisions with a prominence where it is not that of their size.

    That is so where the largest settlement inside has the division's name and the rule would put
    the division first, though not by so much that it must be what is meant.
    """
    inside = _by_code(cities)
    done = []
    for row in rows:
        names = comparable([row["name"]])
        within = [city for city in inside.get(row["code"], []) if city.feature != "PPLX"]
        largest = max(within, key=lambda city: city.population, default=None)
        own = area_prominence("ADM2", int(row["population"] or 0), is_country=False)
        known = ""
        if largest is not None and fold(largest.name) in names:
            town = place_prominence(largest.feature, largest.population)
            known = f"{max(0.0, town - BEFORE_ITS_DIVISION):.3f}" if own >= town else ""
        done.append(row | {"prominence": known})
    return done


def _by_code(cities: list[City]) -> dict[str, list[City]]:
    """Return the settlements of each second-level code."""
    found = defaultdict(list)
    for city in cities:
        if city.admin2:
            found[f"{city.country}.{city.admin1}.{city.admin2}"].append(city)
    return found


def _shown_name(division: Division, others: list[str]) -> str:
    """Return the name shown; one that is a common word gets the word for its kind."""
    name = english_name(division.name, others)
    if name.casefold() not in common_words():
        return name
    longer = (other for other in others if bare_name(other) == name != other)
    return next(longer, f"{name} District")


def _row(division: Division, point: LatLon, within: list[City], centres: list[LatLon]) -> Row:
    """Return the row of a division, but for its name and item."""
    people = sum(city.population for city in within if city.feature != "PPLX")
    return {
        "id": f"geonames:{division.id}",
        "code": division.code,
        "feature": "ADM2",
        "country": division.country,
        "lat": format_coordinate(point[0]),
        "lon": format_coordinate(point[1]),
        "radius_km": format_radius(_radius_km(point, within, centres)),
        "population": str(people) if people else "",
        "source": "geonames",
    }


def _radius_km(point: LatLon, within: list[City], centres: list[LatLon]) -> float:
    """Return the radius of a division's circle."""
    if len(within) >= FEW_SETTLEMENTS:
        radius = spread_km(point, [city.position for city in within])
    else:
        others = (c for c in centres if abs(c[0] - point[0]) < 8 and c != point)
        apart = sorted(distance_km(point, other) for other in others)[:NEIGHBOURS]
        radius = SPACING_TO_RADIUS * median(apart) if apart else LONE_RADIUS_KM
    return min(LARGEST_RADIUS_KM, max(SMALLEST_RADIUS_KM, radius))


class _Points:
    """Label points of divisions, from the references in order of trust."""

    def __init__(self, shared: Path, cities: list[City], inside: Mapping[str, list[City]]) -> None:
        self._inside = inside
        self._dumps = read_district_dumps(shared)
        self._towns: dict[tuple[str, str], list[City]] = defaultdict(list)
        for city in cities:
            if city.feature != "PPLX":
                self._towns[f"{city.country}.{city.admin1}", fold(city.name)].append(city)

    def find(self, division: Division, names: set[str]) -> LatLon | None:
        """Return the label point of a division, or None where none is known."""
        if within := self._inside.get(division.code):
            return mean_position([city.position for city in within])
        if division.id in self._dumps:
            return self._dumps[division.id]
        if division.country in MUNICIPAL or is_town(division.name):
            return None
        above = division.code.rpartition(".")[0]
        towns = {city.id: city for name in names for city in self._towns.get((above, name), ())}
        return next(iter(towns.values())).position if len(towns) == 1 else None
