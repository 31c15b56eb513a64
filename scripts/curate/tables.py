"""Read, edit and write the curated tables: one place for the rules of their form.

A table is a list of rows, a row a dict from column to text; an empty text means unknown. Every
module of this folder reads references, builds rows, lays ``edits/`` over them and hands them to
`write_table`, so that two runs over the same references give the same bytes.
"""

from __future__ import annotations

import csv
import os
import tempfile
from typing import TYPE_CHECKING

from gazetteer.errors import CuratedFactError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = [
    "AREA_NAME_COLUMNS",
    "CLEARED",
    "apply_edits",
    "format_coordinate",
    "format_radius",
    "read_edits",
    "read_table",
    "write_table",
]

Row = dict[str, str]

AREA_NAME_COLUMNS = ("id", "name", "type", "language", "source")
"""Columns of the tables of areas' and regions' names."""

CLEARED = "-"
"""A cell of a ``replace`` edit that empties the cell below it; an empty cell leaves it alone."""

ACTIONS = frozenset({"add", "replace", "remove"})


def read_table(path: Path) -> list[Row]:
    """Read a CSV table with a header line.

    Args:
        path: The file; UTF-8, comma-separated.

    Returns:
        One dict a row, in the order of the file; every value is a string.

    Raises:
        CuratedFactError: A row has more or fewer cells than the header.
        FileNotFoundError: There is no such file.

    Example:
        >>> read_table(Path("gazetteer/curated/countries.csv"))[0]["iso2"]  # doctest: +SKIP
        'TG'
    """
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        columns = next(reader)
        rows = []
        for cells in reader:
            if len(cells) != len(columns):
                raise CuratedFactError(
                    f"{path}:{reader.line_num}: {len(cells)} cells, expected {len(columns)}"
                )
            rows.append(dict(zip(columns, cells, strict=True)))
        return rows


def read_edits(path: Path) -> list[Row]:
    """Read a file of hand edits; an absent file means that there are none.

    Args:
        path: ``gazetteer/curated/edits/<table>.csv``.

    Returns:
        Its rows, each with ``action``; an empty list where there is no file.
    """
    return read_table(path) if path.exists() else []


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> int:
    """Write a table whole or not at all, sorted by its columns and without repeated rows.

    Args:
        path: Where to; replaced in one step when the new file is complete.
        columns: The header, in order.
        rows: Each with exactly those columns; cells are stripped of blanks at either end.

    Returns:
        The number of rows written.

    Raises:
        CuratedFactError: A row lacks a column, has one too many, or a cell holds a line break.

    Example:
        >>> write_table(Path("x.csv"), ("id",), [{"id": "b"}, {"id": "a"}])  # doctest: +SKIP
        2
    """
    ordered = sorted({_cells(row, columns) for row in rows})
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(ordered)
        os.chmod(draft, 0o644)  # noqa: PTH101 -- mkstemp makes it private
        os.replace(draft, path)  # noqa: PTH105 -- both are paths of text
    except BaseException:
        os.unlink(draft)  # noqa: PTH108
        raise
    return len(ordered)


def apply_edits(rows: Iterable[Row], edits: Iterable[Row], key_columns: Sequence[str]) -> list[Row]:
    """Lay hand edits over compiled rows.

    ``add`` puts in a row whose key is new; ``replace`` sets the cells that the edit fills in, on
    every row of its key (`CLEARED` empties one); ``remove`` drops every row of its key. An edit
    that hits nothing, or adds what the references have by now, is stale and stops the run.

    Args:
        rows: What was compiled; not changed.
        edits: Rows with the same columns and ``action``.
        key_columns: The columns that say which rows an edit means.

    Returns:
        New rows.

    Raises:
        CuratedFactError: An unknown action, or an edit that has nothing to act on.

    Example:
        >>> apply_edits([{"id": "a", "n": "1"}], [{"id": "a", "n": "2", "action": "replace"}],
        ...             ["id"])
        [{'id': 'a', 'n': '2'}]
    """
    by_key: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        by_key.setdefault(tuple(row[column] for column in key_columns), []).append(dict(row))
    for edit in edits:
        _apply_edit(by_key, edit, tuple(edit[column] for column in key_columns))
    return [row for group in by_key.values() for row in group]


def format_coordinate(degrees: float) -> str:
    """Return degrees with at most five decimals and no trailing zeros.

    Example:
        >>> format_coordinate(40.181110)
        '40.18111'
    """
    text = f"{degrees:.5f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def format_radius(kilometres: float) -> str:
    """Return a radius in kilometres: one decimal below ten, a whole number above.

    Example:
        >>> format_radius(4.56), format_radius(123.4)
        ('4.6', '123')
    """
    whole = 10.0
    text = f"{kilometres:.1f}" if kilometres < whole else f"{kilometres:.0f}"
    return text.removesuffix(".0")


def _apply_edit(by_key: dict[tuple[str, ...], list[Row]], edit: Row, key: tuple[str, ...]) -> None:
    """Carry out one edit on the rows grouped by key."""
    action = edit["action"]
    if action not in ACTIONS:
        raise CuratedFactError(f"edit {edit}: action {action!r} is none of {sorted(ACTIONS)}")
    if (action == "add") == (key in by_key):
        found = "is there already" if key in by_key else "does not exist"
        raise CuratedFactError(f"edit {edit}: the row to {action} {found}; drop the edit")
    values = {column: value for column, value in edit.items() if column != "action"}
    if action == "add":
        by_key[key] = [values]
    elif action == "remove":
        del by_key[key]
    else:
        filled = {c: "" if v == CLEARED else v for c, v in values.items() if v}
        by_key[key] = [row | filled for row in by_key[key]]


def _cells(row: Mapping[str, str], columns: Sequence[str]) -> tuple[str, ...]:
    """Return a row's cells in order, or say what is wrong with it."""
    if set(row) != set(columns):
        odd = sorted(set(row) ^ set(columns))
        raise CuratedFactError(f"row {dict(row)}: missing or unknown columns {odd}")
    cells = tuple(row[column].strip() for column in columns)
    if any("\n" in cell or "\r" in cell for cell in cells):
        raise CuratedFactError(f"row {dict(row)}: a cell holds a line break")
    return cells
