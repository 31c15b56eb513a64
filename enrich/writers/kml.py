"""KML: one layer of the map for globes, each place with its quotes as its description."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from enrich.model import Result
from enrich.writers.vector import Table, layer_table, write_table

__all__ = ["write_file"]

_TITLES: Final = ("name", "title")
_SAID: Final = ("quotes", "reason", "area_name")


def write_file(results: Iterable[Result], path: Path, *, layer: str = "places") -> None:
    """Write one KML document.

    Args:
        results: One per document.
        path: The new file.
        layer: "places", "mentions" or "footprint".

    Raises:
        OutputError: pyogrio is missing, or the file cannot be written.
    """
    write_table(_named(layer_table(results, layer)), path, "LIBKML")


def _named(table: Table) -> Table:
    """Give the columns that globes show the names that they have in KML."""
    columns = dict(table.columns)
    title = next((columns[key] for key in _TITLES if key in columns), None)
    said = next((columns[key] for key in _SAID if key in columns), None)
    columns.pop("name", None)
    shown = {"Name": title or [], "Description": said or []}
    return replace(table, columns={**{k: v for k, v in shown.items() if v}, **columns})
