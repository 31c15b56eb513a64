"""JSON Lines: the record of one mention a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from enrich.model import Result
from enrich.records.record import dumps, iter_records


def write(results: Iterable[Result], out: TextIO) -> None:
    """Write the records of all mentions, one JSON object a line, as the results come."""
    for result in results:
        out.writelines(f"{dumps(record)}\n" for record in iter_records(result))
