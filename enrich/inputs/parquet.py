"""Tables in Parquet: a document a row, of which a few hundred are in memory at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from enrich.inputs.arrow import holds_spans, lost_with, members, plain, readable
from enrich.inputs.packing import PACKINGS, split_packing
from enrich.inputs.source import Found, Source
from gazetteer.errors import InputError

_ROWS: Final = 256
_SHOWN: Final = 160
_BUFFER: Final = 1 << 20
"""Bytes of a column that are read at once; without a limit it is all that a row group has."""
_CALLED: Final = "{name}: row {number}"
_TEXTS: Final = frozenset("string large_string string_view binary large_binary binary_view".split())
"""What a text may be: older writers give strings no type of their own."""


def read_parquet(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Read a document a row; ``mentions`` are spans where the table says that they have offsets."""
    file, schema = _opened(source, stream)
    _check_columns(schema, source)
    spans = "mentions" in schema.names and holds_spans(schema.field("mentions").type)
    if "mentions" in schema.names and not spans:
        source.on_note(
            f"{source.name}: `mentions` is not a list of objects with whole numbers `start` and"
            " `end`, and is left out"
        )
    rows = _Rows(source, left_out=() if spans else ("mentions",))
    yield from source.documents(rows.of(file), spans=spans, called=_CALLED)


def _opened(source: Source, stream: BinaryIO) -> tuple[Any, Any]:
    """Open a table; return it and its columns, which stand at its end."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise InputError(
            f"{source.name}: Parquet needs pyarrow: pip install 'enrich-geo[corpus]'"
        ) from error
    if source.path == "-" or not stream.seekable():
        raise InputError(
            f"{source.name}: Parquet is read from its end, which takes a file; save it as .parquet"
        )
    if packing := split_packing(source.path)[1]:
        raise InputError(
            f"{source.name}: Parquet is read from its end, and is compressed inside already;"
            f" unpack it first, with {PACKINGS[packing][1]}"
        )
    head = stream.read(4)
    if not head:
        raise InputError(f"{source.name}: the file is empty")
    if head != b"PAR1":
        raise InputError(f"{source.name}: is not a Parquet file; give it the suffix of what it is")
    try:
        file = parquet.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
        schema = file.schema_arrow
    except (pa.ArrowException, OSError, ValueError) as error:  # names of columns are UTF-8 too
        raise _damaged(source, error) from error
    return file, schema


def _damaged(source: Source, error: Exception) -> InputError:
    said = " ".join(str(error).split()).rstrip(".")
    return InputError(f"{source.name}: is damaged or cut off ({said}); fetch it again")


def _check_columns(schema: Any, source: Source) -> None:
    """Refuse a table in which no column can be the text, before its rows are read."""
    names = schema.names
    twice = sorted(name for name, number in Counter(names).items() if number > 1)
    if twice:
        raise InputError(f"{source.name}: the column {', '.join(twice)} is there twice")
    members = [path for path in source.columns.chosen.values() if _is_member(schema, path)]
    lost = source.columns.missing([*names, *members])
    if lost:
        raise InputError(f"{source.name}: {lost}")
    fields = {field.name: "en" if _is_text(field.type) else None for field in schema}
    if "text" not in source.columns.found(fields | dict.fromkeys(members, "en")):
        there = ", ".join(names) or "none"
        raise InputError(
            f"{source.name}: no column is called `text`; the columns are: {there};"
            " --column text=NAME names the one that holds the articles"
        )


def _is_member(schema: Any, path: str) -> bool:
    """Return whether a dotted path leads through objects to a member."""
    held: Any = {field.name: field.type for field in schema}
    for step in path.split("."):
        if not isinstance(held, Mapping) or step not in held:
            return False
        held = members(held[step])
    return "." in path


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    return str(kind.value_type if types.is_dictionary(kind) else kind) in _TEXTS


@dataclass(slots=True)
class _Rows:
    """The rows of a table as the fields of documents."""

    source: Source
    left_out: Sequence[str]
    _told: set[str] = field(default_factory=set)

    def of(self, file: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield the numbered rows of a table, reporting those that cannot be used."""
        import pyarrow as pa

        number = 0
        try:
            for batch in file.iter_batches(batch_size=_ROWS, use_threads=False):
                columns = self._columns(batch)
                for index in range(batch.num_rows):
                    number += 1
                    try:
                        yield number, self._row(columns, index, number)
                    except InputError as error:
                        self.source.on_error(error)
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            raise _damaged(self.source, error) from error
        if not number:
            raise InputError(f"{self.source.name}: holds no row")

    def _columns(self, batch: Any) -> dict[str, Any]:
        named = zip(batch.schema.names, batch.columns, strict=True)
        return {name: readable(column) for name, column in named if name not in self.left_out}

    def _row(self, columns: Mapping[str, Any], index: int, number: int) -> dict[str, Any]:
        where = _CALLED.format(name=self.source.name, number=number)
        heads = {path.partition(".")[0] for path in self.source.columns.chosen.values()}
        row = {}
        for name, column in columns.items():
            value = self._value(column[index], name, where)
            row[name] = _filled(value, column.type) if name in heads else value
        _check_size(row, where, self.source.max_bytes)
        return row

    def _value(self, scalar: Any, name: str, where: str) -> Any:
        """Return a value as JSON has it; one that Python has no room for costs only itself."""
        try:
            return plain(scalar.as_py())
        except UnicodeDecodeError as error:
            raise InputError(
                f"{where}: `{name}` is not valid UTF-8 ({error.reason}); write the table again"
                " from strings in UTF-8"
            ) from error
        except lost_with() as error:
            if name not in self._told:
                self._told.add(name)
                said = " ".join(str(error).split())[:_SHOWN]
                self.source.on_note(
                    f"{where}: `{name}` cannot be read ({said}) and is left out, there and in"
                    " other such rows"
                )
            return None


def _filled(value: Any, kind: Any) -> Any:
    """Return an object with all the members that its type has, also where it is null."""
    inner = members(kind)
    if inner is None:
        return value
    return {name: _filled((value or {}).get(name), held) for name, held in inner.items()}


def _check_size(row: Mapping[str, Any], where: str, max_bytes: int) -> None:
    size = sum(len(value.encode()) for value in row.values() if isinstance(value, str))
    if size > max_bytes:
        raise InputError(
            f"{where}: is larger than {max_bytes} bytes, the limit for one document; split it or"
            " raise --max-bytes"
        )
