"""Compile countries, first- and second-level divisions, facts of cities, and their names.

Each table is compiled from what those before it say with their edits; see
gazetteer/curated/README.md.
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
from curate.tables import AREA_NAME_COLUMNS, Row, write_table

from gazetteer.sources.edits import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["compile_tables"]


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
    countries = _written(
        curated, "countries", COUNTRY_COLUMNS, compile_countries(shared, cities, qids)
    )
    divisions = compile_admin1(shared, cities, qids, countries)
    admin1 = _written(curated, "admin1", ADMIN1_COLUMNS, divisions)
    districts = [*compile_counties(shared, cities, qids), *compile_districts(shared, cities, qids)]
    admin2 = _written(curated, "admin2", COUNTY_COLUMNS, with_prominence(districts, cities))
    facts = compile_cities(shared, cities, qids, admin2)
    write_table(curated / "city_facts.csv", CITY_COLUMNS, facts)
    names = [
        *country_names(shared, countries),
        *division_names(shared, admin1),
        *county_names([row for row in admin2 if row["country"] == "US"]),
        *district_names(shared, admin2),
    ]
    write_table(curated / "area_names.csv", AREA_NAME_COLUMNS, names)


def _written(curated: Path, table: str, columns: Sequence[str], rows: list[Row]) -> list[Row]:
    """Write a table, and return it as it is read: with its hand edits."""
    path = curated / f"{table}.csv"
    write_table(path, columns, rows)
    return read_table(path)
