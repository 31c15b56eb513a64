"""Compile regions, waters, disputed and historical places, with demonyms and abbreviations.

Waters come from Natural Earth; the rest was written by hand in ``edits/regions.csv`` and
``edits/region_names.csv`` and stands in no compiled table. ``edits/demonym_forms.csv`` and
``edits/abbreviation_forms.csv`` name each place by its code, which is resolved to an id here. See
gazetteer/curated/README.md.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from curate.counties import compile_counties
from curate.demonyms import compile_abbreviations, compile_demonyms
from curate.region_items import RegionItems
from curate.tables import AREA_NAME_COLUMNS, Row, write_table
from curate.water import Water, compile_waters

from gazetteer.errors import CuratedFactError
from gazetteer.sources.edits import read_rows, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


__all__ = ["compile_tables", "slug"]

REGION_COLUMNS = (
    "id", "name", "feature", "country", "lat", "lon", "radius_km", "population", "prominence",
    "wikidata", "valid_from", "valid_to", "description", "source",
)  # fmt: skip
IDENTIFIED = ("countries", "admin1", "admin2", "city_facts", "places", "organisations")
FORM_COLUMNS = ("id", "name", "type", "source")
UNDECOMPOSED = str.maketrans({"ø": "o", "Ø": "O", "ı": "i", "ł": "l", "æ": "ae", "'": "", "’": ""})


def compile_tables(shared: Path, curated: Path) -> None:
    """Write regions, region_names, demonyms and abbreviations.

    Args:
        shared: The folder of the reference data.
        curated: The folder of the curated tables; ``edits`` lies in it.

    Raises:
        CuratedFactError: An edit has become stale, or a row breaks a rule.
        FileNotFoundError: A reference is missing.
    """
    edits = read_rows(curated / "edits/regions.csv")
    by_hand = {edit["id"] for edit in edits if edit["action"] == "add"}
    ids = _geonames_ids(curated)
    taken = by_hand | {old for old, curie in ids.items() if curie in by_hand}
    waters = _with_ids([*compile_waters(shared, curated), *_counties(curated)], taken)
    if unknown := ids.keys() - taken:
        raise CuratedFactError(f"region_geonames {sorted(unknown)}: no such region; drop the row")
    items = RegionItems(shared, _names_shown(waters, edits), _held_items(curated))
    for water in waters:
        if not (water.row["wikidata"] or water.row["id"].startswith("wikidata:")):
            water.row["wikidata"] = items.item(water.row)
    rows = _renamed((water.row for water in waters), ids)
    write_table(curated / "regions.csv", REGION_COLUMNS, rows)
    regions = read_table(curated / "regions.csv")
    names = _further(_renamed(_water_names(waters), ids), regions)
    write_table(curated / "region_names.csv", AREA_NAME_COLUMNS, names)
    write_table(curated / "demonyms.csv", FORM_COLUMNS, compile_demonyms(shared, curated))
    write_table(curated / "abbreviations.csv", FORM_COLUMNS, compile_abbreviations(shared, curated))


def _names_shown(waters: Iterable[Water], edits: Iterable[Row]) -> list[str]:
    """Return the names of all regions, compiled and written by hand."""
    by_hand = [edit["name"] for edit in edits if edit["action"] == "add"]
    return [*by_hand, *(water.row["name"] for water in waters)]


def _held_items(curated: Path) -> set[str]:
    """Return the Wikidata items that other tables hold, and those of the hand edits."""
    rows = [row for table in IDENTIFIED for row in read_table(curated / f"{table}.csv")]
    rows += read_rows(curated / "edits/regions.csv")
    ids = {row["id"].removeprefix("wikidata:") for row in rows}
    return (ids | {row["wikidata"] for row in rows}) - {""}


def _counties(curated: Path) -> Iterator[Water]:
    """Yield the counties like waters, whose missing ids are made here."""
    for row, names in compile_counties(curated):
        yield Water(row, tuple(names))


def _geonames_ids(curated: Path) -> dict[str, str]:
    """Return the GeoNames CURIEs that references of names hold, by the id without them."""
    rows = read_rows(curated / "edits/region_geonames.csv")
    return {row["id"]: f"geonames:{row['geonames']}" for row in rows}


def _renamed(rows: Iterable[Row], ids: dict[str, str]) -> list[Row]:
    return [row | {"id": ids.get(row["id"], row["id"])} for row in rows]


def slug(name: str) -> str:
    """Return a name as the local part of an ``enrich:`` id.

    Example:
        >>> slug("Bab-el-Mandeb"), slug("Río de la Plata")
        ('bab-el-mandeb', 'rio-de-la-plata')
    """
    plain = unicodedata.normalize("NFKD", name.translate(UNDECOMPOSED))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")


def _with_ids(waters: Iterable[Water], taken: set[str]) -> list[Water]:
    """Give each water without an id an ``enrich:`` one; namesakes get their country, then a number.

    Args:
        waters: What was compiled; the rows are completed in place.
        taken: Ids of the hand edits, also those that GeoNames ids have replaced; extended.
    """
    done = []
    for water in waters:
        row = water.row
        if not row["id"]:
            base = f"enrich:{slug(row['name'])}"
            choices = [base, f"{base}-{row['country'].lower() or 'shared'}"]
            choices += [f"{choices[1]}-{number}" for number in range(2, 10)]
            row["id"] = next(choice for choice in choices if choice not in taken)
        taken.add(row["id"])
        done.append(water)
    return done


def _water_names(waters: Iterable[Water]) -> list[Row]:
    """Return the variants of the waters as rows."""
    shared_cells = {"type": "variant", "language": "en", "source": "natural-earth"}
    return [
        {"id": water.row["id"], "name": variant, **shared_cells}
        for water in waters
        for variant in dict.fromkeys(water.variants)
    ]


def _further(names: Iterable[Row], regions: Iterable[Row]) -> list[Row]:
    """Leave out names that only repeat the name shown."""
    shown = {row["id"]: row["name"].casefold() for row in regions}
    return [row for row in names if shown.get(row["id"]) != row["name"].casefold()]
