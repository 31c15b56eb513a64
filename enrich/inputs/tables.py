"""JSON Lines and CSV, read a line at a time and forgiving of broken ones.

Both yield the fields of one document with the line they stand on. A line that cannot be used is
reported and left out; the next one is read as if nothing had happened. However long a file is,
only one line or row of at most ``max_bytes`` is in memory.
"""

from __future__ import annotations

import codecs
import csv
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final, NoReturn

from enrich.inputs.columns import Columns, OnError
from enrich.inputs.decoding import refuse_binary, utf8
from gazetteer.errors import InputError

_MOST_DIGITS: Final = 4300
_LARGEST_LONG: Final = 2**31 - 1  # on Windows
_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")

_TWICE: Final = "a quote inside a cell is written twice"
_WRONG: Final = {
    "unexpected end of data": f"a quote opened here is never closed; {_TWICE}",
    "expected after": f"text follows a closing quote; {_TWICE}",
    "field limit": "a cell is too large ({said}); is a closing quote missing?",
    "new-line character": "a carriage return stands in a cell without quotes; save it with Unix"
    " line ends",
}
"""What is wrong with a row, by what Python's reader says of it."""
_BLANK: Final = " \t\r\n\v\f"

Fields = dict[str, Any]


_Line = tuple[int, str, InputError | None]
"""One physical line of a file: its number, counted from 1; its text with the line end, in which
what cannot be read is replaced; and why it cannot be used, None where it can."""


def _lines(stream: BinaryIO, name: str, max_bytes: int) -> Iterator[_Line]:
    number = offset = 0
    while data := stream.readline(max_bytes + 1):
        number += 1
        begin, offset = offset, offset + len(data)
        too_long = len(data) > max_bytes and not data.endswith(b"\n")
        rest = data
        while too_long and rest and not rest.endswith(b"\n"):
            rest = stream.readline(max_bytes + 1)
            offset += len(rest)
        if number == 1:
            refuse_binary(data, name)
            if data.startswith(codecs.BOM_UTF8):
                begin, data = len(codecs.BOM_UTF8), data[len(codecs.BOM_UTF8) :]
        where = f"{name}:{number}"
        yield _too_long(number, where, max_bytes) if too_long else _line(number, where, data, begin)


def _too_long(number: int, where: str, max_bytes: int) -> _Line:
    error = InputError(
        f"{where}: is longer than {max_bytes} bytes, the limit for one document; split it or"
        " raise --max-bytes"
    )
    return number, "\n", error


def _line(number: int, where: str, data: bytes, begin: int) -> _Line:
    try:
        return number, utf8(data, where, begin), None
    except InputError as error:
        return number, data.decode("utf-8", "replace"), error


def iter_jsonl(
    stream: BinaryIO, name: str, max_bytes: int, on_error: OnError
) -> Iterator[tuple[int, Fields]]:
    """Yield (line number, fields) for each object of a JSON Lines file."""
    empty = True
    for number, text, wrong in _lines(stream, name, max_bytes):
        if wrong is None and not text.strip(_BLANK):
            continue
        empty = False
        try:
            if wrong is not None:
                raise wrong
            yield number, _object(text, f"{name}:{number}")
        except InputError as error:
            on_error(error)
    if empty:
        raise InputError(f"{name}: the file is empty")


def _object(text: str, where: str) -> Fields:
    value = parse_json(text, where, "; each line must be a whole object")
    if isinstance(value, dict) and not _SURROGATE_ESCAPE.search(text):
        return value
    return object_of(value, where)


def parse_json(text: str, where: str, needed: str = "") -> Any:
    """Return the value of a JSON text; ``needed`` is said of a text that is none."""
    try:
        return json.loads(
            text, parse_constant=_refuse_constant, parse_float=_finite, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        line = f" of line {error.lineno}" if error.lineno > 1 else ""
        what = f"is not JSON: {error.msg} at character {error.colno}{line}"
        raise InputError(f"{where}: {what}{needed}") from error
    except (ValueError, RecursionError) as error:
        what = "is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InputError(f"{where}: {what}") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value; use null")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"the number {digits[:40]} is too large")
    return value


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:  # Python's own limit; it takes time that grows squared
        raise ValueError(f"the number {digits[:40]}... is too large")
    return int(digits)


def object_of(value: Any, where: str) -> Fields:
    """Return a value that is a JSON object of whole letters.

    Half a surrogate pair in any string is refused: it could not be written again.
    """
    if not isinstance(value, dict):
        raise InputError(f'{where}: is not a JSON object such as {{"text": "..."}}')
    for key, member in value.items():
        try:
            json.dumps({key: member}, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            if isinstance(member, str):
                position = next(n for n, c in enumerate(member) if "\ud800" <= c <= "\udfff")
                place = f"character {position} of `{key}`"
            else:
                place = f"a character of `{key}`"
            code = ord(error.object[error.start])
            raise InputError(
                f"{where}: {place} is a lone surrogate (U+{code:04X}), half of a pair: write the"
                " source again as UTF-8"
            ) from error
    return value


def iter_csv(  # noqa: PLR0913 - what a reader of any table is given, and two more
    stream: BinaryIO,
    name: str,
    max_bytes: int,
    on_error: OnError,
    *,
    columns: Columns,
    delimiters: str = ",;\t",
) -> Iterator[tuple[int, Fields]]:
    """Yield (line number, fields) for each row of a table with a header line.

    The delimiters are tried in order on the header until one finds the column of the text.

    Raises:
        InputError: There is no header with a column that holds the text.
    """
    # The limit belongs to the whole process, so it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), min(max_bytes, _LARGEST_LONG)))
    wrong: list[InputError] = []
    texts = _texts(_lines(stream, name, max_bytes), wrong)
    header, delimiter = _header(next(texts, ""), name, delimiters, columns)
    if wrong:
        raise wrong[0]
    reader = csv.reader(texts, delimiter=delimiter, strict=True)
    for number, row in _rows(reader, name, wrong, on_error):
        if len(row) > len(header):
            on_error(
                InputError(
                    f"{name}:{number}: has {len(row)} cells, the header has {len(header)}: is a"
                    " cell with the delimiter in it not quoted?"
                )
            )
            continue
        cells = [*row, *[""] * (len(header) - len(row))]
        yield number, dict(zip(header, cells, strict=True))
    if reader.line_num == 0:
        raise InputError(f"{name}: holds a header and no row")


def _texts(lines: Iterable[_Line], wrong: list[InputError]) -> Iterator[str]:
    """Yield the texts of lines; what was wrong with them is kept until the row is whole."""
    for _, text, error in lines:
        if error is not None:
            wrong.append(error)
        yield text


def _rows(
    reader: Any, name: str, wrong: list[InputError], on_error: OnError
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number in the file, cells) of every row that can be read."""
    while True:
        wrong.clear()
        number = reader.line_num + 2  # the header was taken before the reader began
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            on_error(InputError(f"{name}:{number}: {_explained(error)}"))
            continue
        if wrong:
            on_error(wrong[0])
        elif row:
            yield number, row


def _explained(error: csv.Error) -> str:
    said = str(error)
    told = next((words for sign, words in _WRONG.items() if sign in said), None)
    return (told or "is not a row of a table ({said})").format(said=said)


def _header(line: str, name: str, delimiters: str, columns: Columns) -> tuple[list[str], str]:
    headers = [(_cells(line, name, delimiter), delimiter) for delimiter in delimiters]
    for header, delimiter in headers:
        if "text" in columns.of_header(header) and columns.missing(header) is None:
            twice = {column for column, number in Counter(header).items() if number > 1}
            if twice:
                raise InputError(f"{name}:1: the column {', '.join(sorted(twice))} is there twice")
            return header, delimiter
    header = max((cells for cells, _ in headers), key=len)
    if not any(header):
        raise InputError(f"{name}: the file is empty or begins with an empty line")
    if columns.chosen:
        raise InputError(f"{name}:1: {columns.missing(header)}")
    raise InputError(
        f"{name}:1: no column is called `text`; the columns are: {', '.join(header)};"
        " --column text=NAME names the one that holds the articles"
    )


def _cells(line: str, name: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error as error:
        raise InputError(f"{name}:1: {_explained(error)}") from error
