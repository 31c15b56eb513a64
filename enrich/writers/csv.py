r"""CSV (RFC 4180, UTF-8): a header and the record of one mention a row.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@``, in some languages also
in full width, for a formula, and an article can hold any of them. Such a text gets an apostrophe
in front; so does one that has apostrophes before such a sign, so that the guard can be taken off
again: where a cell matches ``^'+[=+\-@＝＋－＠\t\r\n]``, drop its first character. Numbers are left
alone. Of ids of documents, the command says how many have one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TextIO

from enrich.model import Result
from enrich.records.record import FIELDS, iter_records

_FORMULA: Final = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")


def guarded(value: Any) -> Any:
    """Return what is written to a cell: no spreadsheet takes it for a formula.

    Example:
        >>> guarded("=HYPERLINK(0)"), guarded("'s-Hertogenbosch")
        ("'=HYPERLINK(0)", "'s-Hertogenbosch")
    """
    return f"'{value}" if is_guarded(value) else value


def is_guarded(value: Any) -> bool:
    """Return whether a cell holds something else than the value that is written to it."""
    return isinstance(value, str) and _FORMULA.match(value) is not None


def write(results: Iterable[Result], out: TextIO, *, excel: bool = False) -> None:
    """Write the records of all mentions, one a row, as the results come; None is an empty cell."""
    # Without a byte order mark Excel takes the encoding of the machine and shows "ErdoÄŸan"; other
    # programs may take it for a part of the first name.
    if excel:
        out.write("\ufeff")
    # CRLF is the standard, and makes the module quote every cell that holds a CR or an LF.
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(FIELDS)
    for result in results:
        rows.writerows(map(guarded, record.values()) for record in iter_records(result))


def write_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], out: TextIO) -> int:
    """Write a header and rows; return how many rows there were.

    Args:
        rows: Values by column. A list of texts becomes one cell, with " | " between them.
        columns: Which of them, in order.
        out: Where to, its line ends untranslated.

    Example:
        >>> from io import StringIO
        >>> rows = [{"id": "geonames:1", "spellings": ["Goris", "Gorris"]}]
        >>> out = StringIO(newline="")
        >>> write_rows(rows, ("spellings",), out), out.getvalue().split()
        (1, ['spellings', 'Goris', '|', 'Gorris'])
    """
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(columns)
    number = 0
    for row in rows:
        table.writerow([guarded(_flat(row[name])) for name in columns])
        number += 1
    return number


def _flat(value: Any) -> Any:
    return " | ".join(value) if isinstance(value, list) else value
