"""Whose names the other curated tables hold, so that no facility takes one that is in use."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from curate.references import read_cities, read_city_names

from gazetteer.names import fold
from gazetteer.rows import area_prominence, place_prominence
from gazetteer.sources.edits import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["HeldNames"]

AREA_TABLES = ("countries", "admin1", "admin2", "regions")
PLACE_NAMES = ("area_names", "region_names", "place_names", "demonyms", "abbreviations")
OTHER_NAMES = ("people_names", "organisation_names")


class HeldNames:
    """The names of places, people and organisations that the curated tables hold, folded.

    Args:
        curated: The folder of the curated tables, all of them compiled.
    """

    def __init__(self, curated: Path) -> None:
        self._places: dict[str, float] = defaultdict(float)
        self._others: set[str] = set()
        self._add_cities()
        prominences = self._add_areas(curated)
        for table in PLACE_NAMES:
            for row in read_table(curated / f"{table}.csv"):
                self._put(row["name"], prominences.get(row["id"], 0.0))
        self._add_others(curated)

    def place(self, name: str) -> float | None:
        """Return the prominence of the most prominent place of a name, or None."""
        return self._places.get(fold(name))

    def is_other(self, name: str) -> bool:
        """Tell whether a person, a surname, a given name or an organisation bears a name."""
        return fold(name) in self._others

    def _put(self, name: str, prominence: float) -> None:
        key = fold(name)
        self._places[key] = max(self._places[key], prominence)

    def _add_cities(self) -> None:
        others = read_city_names()
        for city in read_cities():
            prominence = place_prominence(city.feature, city.population)
            for name in (city.name, *others.get(city.id, [])):
                self._put(name, prominence)

    def _add_areas(self, curated: Path) -> dict[str, float]:
        found = {}
        for table in (*AREA_TABLES, "places"):
            for row in read_table(curated / f"{table}.csv"):
                found[row["id"]] = _prominence(row, is_country=table == "countries")
                self._put(row["name"], found[row["id"]])
        return found

    def _add_others(self, curated: Path) -> None:
        def add(names: Iterable[str]) -> None:
            self._others |= {fold(name) for name in names}

        for table in ("people", "organisations", "given_names", "surnames"):
            add(row["name"] for row in read_table(curated / f"{table}.csv"))
        for table in OTHER_NAMES:
            add(row["name"] for row in read_table(curated / f"{table}.csv"))


def _prominence(row: dict[str, str], *, is_country: bool) -> float:
    if row.get("prominence"):
        return float(row["prominence"])
    return area_prominence(row["feature"], int(row["population"] or 0), is_country=is_country)
