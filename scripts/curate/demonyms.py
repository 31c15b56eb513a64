"""Compile adjectives, demonyms and abbreviations of places.

``edits/demonym_forms.csv`` and ``edits/abbreviation_forms.csv`` name a place by a CURIE, an
ISO 3166-1 alpha-2 code (``AM``), a GeoNames first-level code (``US.CA``) or a city and its
country (``London, GB``: the most populous of that name), and list forms between semicolons.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from curate.references import (
    read_admin1,
    read_city_dump,
    read_country_info,
    read_lines,
)
from curate.tables import Row

from gazetteer.errors import CuratedFactError
from gazetteer.sources.edits import read_rows, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["Places", "compile_abbreviations", "compile_demonyms"]

SEPARATORS = re.compile(r",|/| or |\(|\)")
WORD = re.compile(r"[A-ZÅÉ][^\"\d]+")
NO_FORM = re.compile(r" (Islands?|Territories|citizens)$|^(NZ|UK)$")
COUNTRY_SPELLINGS = {
    "Åland Islands": "AX", "Bahamas, The": "BS", "Bonaire": "", "Burma": "MM",
    "Congo, Republic of the": "CG", "Côte d'Ivoire": "CI", "Curaçao": "CW",
    "Czech Republic": "CZ", "East Timor": "TL", "Gambia, The": "GM", "Guernsey": "",
    "Jersey": "", "Macau": "MO", "Macedonia, Republic of": "MK",
    "Micronesia, Federated States of": "FM", "Netherlands": "NL", "Palestine": "PS",
    "Pitcairn Islands": "PN", "Réunion": "RE", "Saint Barthélemy": "BL",
    "Saint Helena, Ascension and Tristan da Cunha": "SH", "São Tomé and Príncipe": "ST",
    "South Ossetia (Region of Georgia)": "", "Surinam": "SR", "Swaziland": "SZ",
    "Timor-Leste": "TL", "United Kingdom of Great Britain and Northern Ireland": "GB",
    "United States of America": "US", "Vatican City State": "",
    "Virgin Islands, British": "VG", "Virgin Islands, United States": "VI",
    "French Southern Territories": "", "Northern Ireland": "", "Scotland": "",
}  # fmt: skip
"""How the table of demonyms calls countries that GeoNames calls otherwise; "" leaves one out."""


class Places:
    """Resolves the codes by which the hand-written forms name their places."""

    def __init__(self, shared: Path, curated: Path) -> None:
        self.countries = {row["iso2"]: row for row in read_country_info(shared)}
        self._divisions = {division.code: division.id for division in read_admin1(shared)}
        self._regions = {row["id"] for row in read_table(curated / "regions.csv")}
        cities = read_city_dump(shared / "sources/geonames/cities15000.txt.gz")
        cities.sort(key=lambda city: city.population)
        self._cities = {f"{city.name}, {city.country}": city.id for city in cities}

    def get_curie(self, code: str) -> str:
        """Return the CURIE of a place.

        Args:
            code: As described at the head of this module.

        Raises:
            CuratedFactError: No reference holds the place.
        """
        if ":" in code:
            if code in self._regions or code.startswith("geonames:"):
                return code
        elif code in self.countries:
            return f"geonames:{self.countries[code]['id']}"
        elif found := self._divisions.get(code) or self._cities.get(code):
            return f"geonames:{found}"
        raise CuratedFactError(f"no place {code!r} in regions.csv or the GeoNames references")


def compile_demonyms(shared: Path, curated: Path) -> list[Row]:
    """Return the rows of demonyms.csv; regions.csv must have been written before.

    Args:
        shared: The folder of the reference data.
        curated: The folder of the curated tables.
    """
    places = Places(shared, curated)
    rows = list(_reference_forms(shared, places))
    for edit in read_rows(curated / "edits/demonym_forms.csv"):
        curie = places.get_curie(edit["place"])
        for column, kind in (("adjectives", "adjective"), ("demonyms", "demonym")):
            rows.extend(_row(curie, form, kind, "hand") for form in _split(edit[column]))
    return list({(row["id"], row["name"], row["type"]): row for row in rows}.values())


def compile_abbreviations(shared: Path, curated: Path) -> list[Row]:
    """Return the rows of abbreviations.csv; regions.csv must have been written before.

    Args:
        shared: The folder of the reference data.
        curated: The folder of the curated tables.
    """
    places = Places(shared, curated)
    return [
        _row(places.get_curie(edit["place"]), form, "abbreviation", "hand")
        for edit in read_rows(curated / "edits/abbreviation_forms.csv")
        for form in _split(edit["abbreviations"])
    ]


def _reference_forms(shared: Path, places: Places) -> Iterator[Row]:
    """Yield the forms of countries that the reference table holds."""
    by_name = {row["name"]: code for code, row in places.countries.items()}
    for cells in read_lines(shared / "sources/reference/demonyms.tsv"):
        name, adjectives, demonyms = (*cells, "", "")[:3]
        code = COUNTRY_SPELLINGS.get(name, by_name.get(name.strip(), ""))
        if not code:
            continue
        curie = places.get_curie(code)
        own = {name, places.countries[code]["name"]}
        heads = [form for form in _forms(adjectives) if form not in own]
        peoples = [form for form in _forms(demonyms) if form not in own]
        yield from (_row(curie, form, "adjective", "hand") for form in heads)
        yield from (_row(curie, form, "demonym", "hand") for form in peoples)
        yield from (_row(curie, form, "demonym", "hand") for form in _singulars(peoples))


def _forms(cell: str) -> Iterator[str]:
    """Yield the single forms of a cell of the reference: "Finnish", "Comoran"."""
    for part in SEPARATORS.split(cell):
        form = part.strip()
        if WORD.fullmatch(form) and not NO_FORM.search(form):
            yield form


def _singulars(peoples: Iterable[str]) -> Iterator[str]:
    """Yield the singular of each plural in -s: "Armenian", "Dane"; "Congolese" is its own."""
    for form in peoples:
        if form.endswith("men"):
            yield f"{form[:-3]}man"
        elif form.endswith("s") and not form.endswith(("ss", "ais", "ois", "lles")):
            yield form[:-1]


def _split(cell: str) -> list[str]:
    """Return the forms between semicolons."""
    return [form for form in cell.split(";") if form]


def _row(curie: str, form: str, kind: str, source: str) -> Row:
    """Return a row of demonyms.csv or abbreviations.csv."""
    return {"id": curie, "name": form, "type": kind, "source": source}
