"""Compile what areas, cities, people and organisations are called in other languages.

And in English, where a short form is no abbreviation: "New York" of New York City.

``edits/language_forms.csv`` has a row an entity and a column a language, ``edits/
language_adjectives.csv`` the same for the adjectives and peoples of countries; the forms of a cell
stand between semicolons. CLDR's names of all countries come on top of these (``areas``).
``of`` is a code as in ``edits/demonym_forms.csv``, else the name shown of a region, a first-level
division, an organisation or the best-known person of that name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from curate.demonyms import Places
from curate.tables import AREA_NAME_COLUMNS, Row, write_table

from gazetteer.errors import CuratedFactError
from gazetteer.sources.edits import read_rows, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["compile_tables"]

LANGUAGES = ("ru", "uk", "hy", "ar", "de", "fr", "es", "en")
EDITS = ("language_forms.csv", "language_adjectives.csv")
# In the order in which a name is looked for.
NAMED = ("regions.csv", "admin1.csv", "organisations.csv", "people.csv")
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
    for file in EDITS:
        for edit in read_rows(curated / "edits" / file):
            curie = _get_curie(edit["of"], places, named)
            for row in _names(curie, edit):
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


def _names(curie: str, edit: Row) -> Iterator[Row]:
    for language in LANGUAGES:
        for name in edit.get(language, "").split(";"):
            if name:
                yield {
                    "id": curie,
                    "name": name,
                    "type": edit["type"],
                    "language": language,
                    "source": "hand",
                }
