"""Compile what areas, cities, people and organisations are called in other languages.

And in English, where a short form is no abbreviation: "New York" of New York City.

``edits/language_forms.csv`` has a row an entity and a column a language, ``edits/
language_adjectives.csv`` the same for the adjectives and peoples of countries; the forms of a cell
stand between semicolons. CLDR's names of countries and of parts of the world come behind these.
A name that two languages share is kept once, for the one that stands first in ``LANGUAGES``.
``of`` is a code as in ``edits/demonym_forms.csv``, else the name shown of a region, a first-level
division, an organisation or the best-known person of that name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from curate.demonyms import Places
from curate.tables import AREA_NAME_COLUMNS, Row, write_table
from curate.words import is_usable_alias

from gazetteer.errors import CuratedFactError
from gazetteer.names import fold
from gazetteer.sources.edits import read_rows, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["compile_tables"]

LANGUAGES = (
    "ru", "uk", "hy", "ar", "de", "fr", "es", "en",
    "az", "tr", "ka", "fa", "he", "pl", "it", "pt", "nl", "zh",
)  # fmt: skip
EDITS = ("language_forms.csv", "language_adjectives.csv")
# In the order in which a name is looked for.
NAMED = ("regions.csv", "admin1.csv", "organisations.csv", "people.csv")
PARTS_OF_THE_WORLD = {
    "002": "Africa", "003": "North America", "005": "South America", "009": "Oceania",
    "011": "West Africa", "013": "Central America", "014": "East Africa", "015": "North Africa",
    "019": "Americas", "029": "Caribbean", "030": "East Asia", "034": "South Asia",
    "035": "Southeast Asia", "039": "Southern Europe", "142": "Asia", "143": "Central Asia",
    "150": "Europe", "151": "Eastern Europe", "154": "Northern Europe", "155": "Western Europe",
    "202": "Sub-Saharan Africa", "419": "Latin America",
}  # fmt: skip
"""Names in regions.csv of the UN's codes, under which CLDR has them."""
UNUSABLE = frozenset(
    "Argentine Dominika Fas Granada Guadalupe Guiana Guinea Indie Maurício Norfolk Reunión"
    " Salvador Somali Tunis".split()
)
"""Names by CLDR that are, in English, words or other places and people."""
CODE = re.compile(r"[A-Z]{2}(?:\.\w+)?|.+, [A-Z]{2}(?:\.\w+)?|[a-z]+:.+")


def compile_tables(shared: Path, curated: Path) -> None:
    """Write language_names.csv; the other tables must have been written before.

    Args:
        shared: The folder of the reference data.
        curated: The folder of the curated tables; ``edits`` lies in it.

    Raises:
        CuratedFactError: A row names nothing that the tables hold.
    """
    places = Places(shared, curated)
    named = _named(curated)
    rows: dict[tuple[str, str, str], Row] = {}
    languages: dict[tuple[str, str, str], str] = {}
    for row in (*_listed(curated, places, named), *_cldr_names(curated, named)):
        key = (row["id"], fold(row["name"]), row["type"])
        if languages.setdefault(key, row["language"]) == row["language"]:
            rows.setdefault((row["id"], row["name"], row["type"]), row)
    write_table(curated / "language_names.csv", AREA_NAME_COLUMNS, rows.values())


def _named(curated: Path) -> dict[str, str]:
    """Return the CURIE of each name shown; of namesakes the best known is taken."""
    found: dict[str, str] = {}
    for file in NAMED:
        rows = read_table(curated / file)
        rows.sort(key=lambda row: -float(row.get("prominence") or 0))
        for row in rows:
            found.setdefault(row["name"], row["id"])
    return found


def _get_curie(of: str, places: Places, named: dict[str, str]) -> str:
    if CODE.fullmatch(of):
        return places.get_curie(of)
    if of in named:
        return named[of]
    raise CuratedFactError(f"language names: nothing is called {of!r} in {', '.join(NAMED)}")


def _listed(curated: Path, places: Places, named: dict[str, str]) -> Iterator[Row]:
    """Yield the names that were written by hand."""
    for file in EDITS:
        for edit in read_rows(curated / "edits" / file):
            curie = _get_curie(edit["of"], places, named)
            for language in LANGUAGES:
                for name in filter(None, edit.get(language, "").split(";")):
                    yield _row(curie, name, edit["type"], language, "hand")


def _cldr_names(curated: Path, named: dict[str, str]) -> Iterator[Row]:
    """Yield what CLDR calls countries and parts of the world."""
    from babel import Locale

    held: dict[str, set[str]] = {}
    for file in ("area_names.csv", "demonyms.csv"):
        for row in read_table(curated / file):
            held.setdefault(row["id"], set()).add(fold(row["name"]))
    of = {row["iso2"]: row["id"] for row in read_table(curated / "countries.csv")}
    of |= {code: named[name] for code, name in PARTS_OF_THE_WORLD.items()}
    shown = {row["id"]: row["name"] for row in read_table(curated / "countries.csv")}
    for language in filter("en".__ne__, LANGUAGES):
        territories = Locale(language).territories
        for code, curie in of.items():
            name = territories.get(code, "").replace("’", "'")
            known = fold(name) in held.get(curie, ()) or name == shown.get(curie)
            if not known and _is_usable(name, language):
                yield _row(curie, name, "variant", language, "cldr")


def _is_usable(name: str, language: str) -> bool:
    """Whether a name is one as texts have it: not "Myanmar (Burma)", "Congo - Kinshasa"."""
    if name in UNUSABLE or any(sign in name for sign in ("&", " - ", "（")):
        return False
    return is_usable_alias(name) or (language == "zh" and len(name) > 1)


def _row(curie: str, name: str, kind: str, language: str, source: str) -> Row:
    return dict(zip(AREA_NAME_COLUMNS, (curie, name, kind, language, source), strict=True))
