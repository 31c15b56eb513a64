"""Compile what is named like a place and is none to live in: airports, stadiums, castles, bridges.

See gazetteer/curated/README.md. Run after the other parts: a name that one of their tables holds is
no facility's, and neither is an item.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from curate.airports import iter_airport_sites
from curate.fame import Fame
from curate.held_names import HeldNames
from curate.sites import iter_sites
from curate.tables import AREA_NAME_COLUMNS, Row, format_coordinate, format_radius, write_table
from curate.towns import Towns
from curate.words import strip_division_word

from gazetteer.names import fold
from gazetteer.sources.edits import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from curate.facility import Site

__all__ = ["compile_tables"]

FACILITY_COLUMNS = (
    "id", "name", "feature", "country", "admin1", "admin2", "lat", "lon", "radius_km",
    "prominence", "wikidata", "description", "source",
)  # fmt: skip
IDENTIFIED = ("organisations", "people", "regions", "admin1", "admin2", "countries", "places")


def compile_tables(shared: Path, curated: Path) -> None:
    """Write facilities and facility_names.

    Args:
        shared: The folder of the reference data.
        curated: The folder of the curated tables; all others must be compiled.

    Raises:
        CuratedFactError: A row breaks a rule.
        FileNotFoundError: A reference is missing.
    """
    fame, held = Fame(shared), HeldNames(curated)
    found = [
        *iter_airport_sites(shared, curated, fame, held),
        *iter_sites(shared, curated, fame, held, Towns()),
    ]
    sites = list(_not_held(found, _held_ids(curated)))
    divisions = {
        row["code"]: fold(strip_division_word(row["name"]))
        for table in ("admin1", "admin2")
        for row in read_table(curated / f"{table}.csv")
    }
    countries = {row["iso2"]: row["name"] for row in read_table(curated / "countries.csv")}
    rows = [_row(site, divisions, countries) for site in sites]
    write_table(curated / "facilities.csv", FACILITY_COLUMNS, rows)
    names = [row for site in sites for row in _name_rows(site)]
    write_table(curated / "facility_names.csv", AREA_NAME_COLUMNS, names)


def _held_ids(curated: Path) -> set[str]:
    """Return every id of the other tables, and their Wikidata ids as CURIEs."""
    rows = [row for table in IDENTIFIED for row in read_table(curated / f"{table}.csv")]
    items = {f"wikidata:{row['wikidata']}" for row in rows if row.get("wikidata")}
    return items | {row["id"] for row in rows}


def _not_held(sites: Iterable[Site], held: set[str]) -> Iterator[Site]:
    """Yield each site once, by its ids, without those that another table holds."""
    taken = set(held)
    for site in sites:
        ids = {site.id} | ({f"wikidata:{site.wikidata}"} if site.wikidata else set())
        if not ids & taken:
            taken |= ids
            yield site


def _row(site: Site, divisions: dict[str, str], countries: dict[str, str]) -> Row:
    admin1, admin2 = _divisions(site, divisions)
    where = [site.town] if site.town else []
    if countries[site.country] not in where:
        where.append(countries[site.country])
    return {
        "id": site.id,
        "name": site.name,
        "feature": site.feature,
        "country": site.country,
        "admin1": admin1,
        "admin2": admin2,
        "lat": format_coordinate(site.position[0]),
        "lon": format_coordinate(site.position[1]),
        "radius_km": format_radius(site.radius_km),
        "prominence": f"{site.prominence:g}",
        "wikidata": site.wikidata,
        "description": f"{site.what} in {', '.join(where)}",
        "source": site.source,
    }


def _divisions(site: Site, divisions: dict[str, str]) -> tuple[str, str]:
    """Return the codes of the divisions around a site, so far as they are held.

    Without any where one bears the name of the town: beside Domodedovo Airport "Moscow" is the
    city, though the airport lies in Moscow Oblast, and what lies in an area speaks for the area.
    """
    first = f"{site.country}.{site.admin1}"
    second = f"{first}.{site.admin2}"
    if fold(site.town) in (divisions.get(first), divisions.get(second)):
        return "", ""
    if first not in divisions:
        return "", ""
    return site.admin1, site.admin2 if second in divisions else ""


def _name_rows(site: Site) -> Iterator[Row]:
    for name in site.names:
        yield {
            "id": site.id,
            "name": name.text,
            "type": name.type,
            "language": name.language,
            "source": site.source,
        }
