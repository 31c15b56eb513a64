"""Compile countries, first- and second-level divisions, facts of cities, and their names.

What the references say is overlaid with ``edits/<table>.csv``; see gazetteer/curated/README.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from curate.area_counties import (
    CITY_COLUMNS,
    COUNTY_COLUMNS,
    compile_cities,
    compile_counties,
    county_names,
    with_counties,
    with_features,
)
from curate.area_countries import COUNTRY_COLUMNS, compile_countries, country_names
from curate.area_districts import compile_districts, district_names, with_prominence
from curate.area_divisions import ADMIN1_COLUMNS, compile_admin1, division_names
from curate.references import read_cities, read_qids
from curate.tables import AREA_NAME_COLUMNS, Row, apply_edits, read_edits, write_table

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["compile_tables"]

NAME_KEY = ("id", "name")


def compile_tables(shared: Path, curated: Path) -> None:
    """Write countries, admin1, admin2, city_facts and area_names.

    Args:
        shared: The folder of the reference data.
        curated: The folder of the curated tables; ``edits`` lies in it.

    Raises:
        CuratedFactError: An edit has become stale, or a row breaks a rule.
        FileNotFoundError: A reference is missing.
    """
    qids = read_qids(shared)
    cities = with_counties(shared, with_features(shared, read_cities()))
    countries = _edited(curated, "countries", compile_countries(shared, cities, qids))
    admin1 = _edited(curated, "admin1", compile_admin1(shared, cities, qids, countries))
    districts = [*compile_counties(shared, cities, qids), *compile_districts(shared, cities, qids)]
    admin2 = _edited(curated, "admin2", with_prominence(districts, cities))
    facts = _edited(curated, "city_facts", compile_cities(shared, cities, qids, admin2))
    names = [
        *country_names(shared, countries),
        *division_names(shared, admin1),
        *county_names([row for row in admin2 if row["country"] == "US"]),
        *district_names(shared, admin2),
    ]
    write_table(curated / "countries.csv", COUNTRY_COLUMNS, countries)
    write_table(curated / "admin1.csv", ADMIN1_COLUMNS, admin1)
    write_table(curated / "admin2.csv", COUNTY_COLUMNS, admin2)
    write_table(curated / "city_facts.csv", CITY_COLUMNS, facts)
    write_table(
        curated / "area_names.csv", AREA_NAME_COLUMNS, _edited(curated, "area_names", names)
    )


def _edited(curated: Path, table: str, rows: list[Row]) -> list[Row]:
    """Return compiled rows with the hand edits of their table laid over."""
    key = NAME_KEY if table == "area_names" else ("id",)
    return apply_edits(rows, read_edits(curated / "edits" / f"{table}.csv"), key)
