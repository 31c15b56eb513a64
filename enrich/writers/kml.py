"""KML: one layer of the map for globes, each place with its quotes as its description."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from enrich.model import Result
from enrich.writers.vector import Table, layer_table, write_table

__all__ = ["write_file"]

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 has no way to write."""
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
    write_table(_named(layer_table(results, layer)), path, "KML")


def _named(table: Table) -> Table:
    """Give the columns that globes show the names that they have in KML."""
    columns = dict(table.columns)
    title = next((columns[key] for key in _TITLES if key in columns), None)
    said = next((columns[key] for key in _SAID if key in columns), None)
    columns.pop("name", None)
    # Readers put the id of the XML element in the place of a column "id".
    columns = {"identifier" if k == "id" else k: v for k, v in columns.items()}
    # Globes show a description as HTML: there, what stands in an article must not become markup.
    told = [None if text is None else html.escape(str(text)) for text in said or ()]
    shown = {"Name": title or [], "Description": told}
    whole = {**{k: v for k, v in shown.items() if v}, **columns}
    return replace(table, columns={k: [_legal(v) for v in held] for k, held in whole.items()})


def _legal(value: Any) -> Any:
    return _ILLEGAL.sub("", value) if isinstance(value, str) else value
