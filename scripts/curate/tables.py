"""Write the curated tables: one place for the rules of their form.

A table is a list of rows, a row a dict from column to text; an empty text means unknown. Every
module of this folder reads references, builds rows and hands them to `write_table`, so that two
runs over the same references give the same bytes. The edits of a table are no part of it: they are
laid over by ``gazetteer.sources.edits.read_table``, whoever reads it.
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
    "format_coordinate",
    "format_radius",
    "write_table",
]

Row = dict[str, str]

AREA_NAME_COLUMNS = ("id", "name", "type", "language", "source")
"""Columns of the tables of areas' and regions' names."""


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


def _cells(row: Mapping[str, str], columns: Sequence[str]) -> tuple[str, ...]:
    """Return a row's cells in order, or say what is wrong with it."""
    if set(row) != set(columns):
        odd = sorted(set(row) ^ set(columns))
        raise CuratedFactError(f"row {dict(row)}: missing or unknown columns {odd}")
    cells = tuple(row[column].strip() for column in columns)
    if any("\n" in cell or "\r" in cell for cell in cells):
        raise CuratedFactError(f"row {dict(row)}: a cell holds a line break")
    return cells
