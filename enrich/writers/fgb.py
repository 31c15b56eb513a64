"""FlatGeobuf: one layer of the map, with an index that web maps read piece by piece.

The index puts the features in the order of where they lie.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from enrich.model import Result
from enrich.records.vector import CREDITS, layer_table, write_table


def write(results: Iterable[Result], path: Path, *, layer: str = "places") -> None:
    """Write one FlatGeobuf file."""
    table = layer_table(results, layer)
    write_table(table, path, "FlatGeobuf", layer_options={"DESCRIPTION": CREDITS})
