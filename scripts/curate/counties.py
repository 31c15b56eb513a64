"""Compile counties of Britain and Ireland that are no districts of today but in daily use.

``edits/counties.csv`` says what each consists of: GeoNames codes of second-level divisions, or
towns where a division of today holds more than the county. The label is the mean of the
settlements, the radius covers nine in ten of them, as for every division.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from curate.geometry import mean_position, spread_km
from curate.references import read_cities, read_city_divisions
from curate.tables import Row, format_coordinate, format_radius
from curate.towns import Towns

from gazetteer.errors import CuratedFactError
from gazetteer.sources.edits import read_rows

if TYPE_CHECKING:
    from pathlib import Path

    from curate.geometry import LatLon

__all__ = ["compile_counties"]

ADMIN1_OF = {"England": "ENG", "Northern Ireland": "NIR", "Scotland": "SCT", "Wales": "WLS"}
TOWN_KM = 8.0  # how far a county reaches beyond the towns that were named for it


def compile_counties(curated: Path) -> list[tuple[Row, list[str]]]:
    """Return the rows of regions.csv, each with its further names; most have no id yet.

    Args:
        curated: The folder of the curated tables; ``edits`` lies in it.

    Raises:
        CuratedFactError: A part is no division with settlements, or no certain town.
    """
    settlements: dict[str, list[tuple[LatLon, int]]] = defaultdict(list)
    divisions = read_city_divisions()
    for city in read_cities():
        if city.id in divisions:
            settlements[divisions[city.id]].append((city.position, city.population))
    towns = Towns()
    return [
        (_row(edit, settlements, towns), [name for name in edit["names"].split(";") if name])
        for edit in read_rows(curated / "edits/counties.csv")
    ]


def _row(edit: Row, settlements: dict[str, list[tuple[LatLon, int]]], towns: Towns) -> Row:
    of_country = edit["description"].rpartition(" of ")[2]
    found: list[tuple[LatLon, int]] = []
    margin = 0.0
    for part in edit["parts"].split(";"):
        if "." in part:
            found += settlements[part]
            missing = not settlements[part]
        else:
            town = towns.one(part, {edit["country"]}, ADMIN1_OF[of_country])
            missing = town is None
            found += [(town.position, 0)] if town else []
            margin = TOWN_KM
        if missing:
            raise CuratedFactError(f"counties.csv: {edit['name']} has no part {part!r}")
    points = [point for point, _ in found]
    centre = mean_position(points)
    return {
        "id": f"wikidata:{edit['wikidata']}" if edit["wikidata"] else "",
        "name": edit["name"],
        "feature": edit["feature"],
        "country": edit["country"],
        "lat": format_coordinate(centre[0]),
        "lon": format_coordinate(centre[1]),
        "radius_km": format_radius(spread_km(centre, points) + margin),
        "population": str(sum(population for _, population in found) or ""),
        "prominence": edit["prominence"],
        "wikidata": edit["wikidata"],
        "valid_from": "",
        "valid_to": edit["valid_to"],
        "description": edit["description"],
        "source": "hand",
    }
