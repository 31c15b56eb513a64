"""The curated tables with what was written by hand laid over them.

``edits/people.csv`` holds edits of ``people.csv``: the columns of the table, and ``action``.
``add`` puts in a row whose key is new; ``replace`` sets the cells that the edit fills in, on every
row of its key (`CLEARED` empties one); ``remove`` drops every row of its key. The tables in the
repository do not hold the edits: whoever reads them does it by ``read_table``.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from gazetteer.errors import CuratedFactError

CLEARED: Final = "-"
"""A cell of a ``replace`` edit that empties the cell below it; an empty cell leaves it alone."""

_ACTION: Final = "action"
_ACTIONS: Final = ("add", "replace", "remove")
_NAME: Final = ("id", "name")
_FORM: Final = ("id", "name", "type")
_KEYS: Final = {
    "abbreviations.csv": _FORM,
    "area_names.csv": _NAME,
    "demonyms.csv": _FORM,
    "facility_names.csv": _NAME,
    "former_ids.csv": ("former",),
    "given_names.csv": ("name",),
    "language_names.csv": _FORM,
    "organisation_names.csv": _NAME,
    "people_names.csv": _NAME,
    "people_positions.csv": ("id", "title", "country", "organisation", "start"),
    "place_names.csv": _NAME,
    "region_names.csv": _NAME,
    "surnames.csv": ("name",),
}
"""The columns that say which rows of a table an edit means; of the others it is ``id``."""

TableRow = dict[str, str]


def read_table(path: Path) -> list[TableRow]:
    """Return the rows of a curated table, with its edits; an empty text means unknown.

    Raises:
        CuratedFactError: The table is missing, a row has more or fewer cells than the header, or
            an edit has nothing to act on: it is stale, or misspelt.
    """
    if not path.exists():
        raise CuratedFactError(f"{path.name} is missing: run scripts/compile_curated.py")
    columns, rows = _read(path)
    edits = path.parent / "edits" / path.name
    return _laid_over(columns, rows, edits) if edits.exists() else rows


def read_rows(path: Path) -> list[TableRow]:
    """Return the rows of a CSV file with a header line, as they stand there."""
    return _read(path)[1]


def check_edits(curated: Path) -> None:
    """Refuse a file of edits that no table goes by: nobody would read it."""
    for path in sorted((curated / "edits").glob("*.csv")):
        if not (curated / path.name).exists() and _ACTION in _read(path)[0]:
            raise CuratedFactError(
                f"{path}: not named after a table; name it after the table it edits"
            )


def _read(path: Path) -> tuple[list[str], list[TableRow]]:
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        columns = next(reader, [])
        rows = []
        for cells in reader:
            if len(cells) != len(columns):
                raise CuratedFactError(
                    f"{path}:{reader.line_num}: {len(cells)} cells, expected {len(columns)}"
                )
            rows.append(dict(zip(columns, cells, strict=True)))
        return columns, rows


def _laid_over(columns: Sequence[str], rows: list[TableRow], path: Path) -> list[TableRow]:
    edited, edits = _read(path)
    if sorted(edited) != sorted((*columns, _ACTION)):
        wanted = ", ".join((*columns, _ACTION))
        raise CuratedFactError(f"{path}: has other columns than {wanted}")
    keys = _KEYS.get(path.name, ("id",))
    by_key: dict[tuple[str, ...], list[TableRow]] = {}
    for row in rows:
        by_key.setdefault(tuple(row[key] for key in keys), []).append(row)
    for line, edit in enumerate(edits, 2):
        _apply(by_key, edit, tuple(edit[key] for key in keys), f"{path}:{line}")
    ordered = sorted({tuple(row[c] for c in columns) for group in by_key.values() for row in group})
    return [dict(zip(columns, cells, strict=True)) for cells in ordered]


def _apply(
    by_key: dict[tuple[str, ...], list[TableRow]], edit: TableRow, key: tuple[str, ...], where: str
) -> None:
    """Carry out one edit on the rows grouped by key."""
    values = {column: cell.strip() for column, cell in edit.items()}
    action = values.pop(_ACTION)
    if action not in _ACTIONS:
        raise CuratedFactError(f"{where}: action {action!r} is not one of {', '.join(_ACTIONS)}")
    if (action == "add") == (key in by_key):
        found = "is there already" if key in by_key else "does not exist"
        raise CuratedFactError(f"{where}: the row to {action} {found}: {' '.join(key)}")
    if action == "add":
        by_key[key] = [values]
    elif action == "remove":
        del by_key[key]
    else:
        filled = {c: "" if cell == CLEARED else cell for c, cell in values.items() if cell}
        by_key[key] = [row | filled for row in by_key[key]]
