"""JSON Lines: the record of one mention a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from enrich.model import Result
from enrich.writers.records import dumps, iter_records

__all__ = ["write"]


def write(results: Iterable[Result], out: TextIO, *, layer: str = "places") -> None:
    """Write the records of all mentions, one JSON object a line, as the results come.

    Args:
        results: One per document.
        out: Where to.
        layer: Not used: a record per mention, on a map or not.
    """
    del layer
    for result in results:
        out.writelines(f"{dumps(record)}\n" for record in iter_records(result))
