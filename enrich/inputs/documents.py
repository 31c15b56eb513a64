"""Files, lines, rows, items and standard input as documents.

``enrich.inputs`` has a reader per format; a suffix picks it, and what has none that is known is
looked at. Whatever cannot be used becomes one ``InputError``, handed to a callback, and the reading
goes on with the next document. ``docs/input.md`` says what is read from what.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Final

from enrich.inputs import CURES, FORMATS, format_of, reader_of, suffix_of
from enrich.inputs.columns import Columns, OnError, OnNote
from enrich.inputs.decoding import MAX_BYTES
from enrich.inputs.packing import open_packed, read_errors, why_damaged
from enrich.inputs.sniffing import head_of, peekable, sniffed
from enrich.inputs.source import Found, Source
from enrich.model import Document
from gazetteer.errors import InputError

INPUT_FORMATS: Final = tuple(FORMATS)
"""What ``input_format`` may be."""
_BUFFER: Final = 1 << 16
"""Bytes of a file that can be looked at before a reader is chosen."""


def iter_documents(  # noqa: PLR0913 - one keyword per option of the command
    paths: Iterable[str | os.PathLike[str]],
    *,
    on_error: OnError,
    on_note: OnNote = lambda _: None,
    stdin: BinaryIO | None = None,
    published: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
    input_format: str | None = None,
    max_bytes: int = MAX_BYTES,
    columns: Columns | None = None,
    records: str | None = None,
    unique: bool = True,
) -> Iterator[Document]:
    """Read documents one after the other; none but the current one is held in memory.

    Args:
        paths: Files; "-" is standard input.
        on_error: Called once with whatever cannot be read. A document whose id was used before
            is reported too, but yielded under another id.
        on_note: Called with what a user should know of what was read: columns that were
            recognised, dates that are lost.
        stdin: What "-" reads; by default the standard input of the process.
        published: ISO 8601 date of documents that name none.
        outlet: Publisher of documents that name none.
        language: ISO 639 code of documents that name none.
        input_format: One of ``INPUT_FORMATS``, whatever the suffixes say.
        max_bytes: Size limit of one document, in bytes.
        columns: Which columns of tables stand for what.
        records: Where the articles of a JSON file are: "data.articles".
        unique: Whether ids are made unique, for which all of them are remembered.

    Yields:
        Documents with unique ids: the one given, else the file's stem, else stem:line. Unless they
        are to be unique: the one given, else the path as given, else path:line.

    Example:
        >>> [d.id for d in iter_documents(["missing.txt"], on_error=print)]
        missing.txt: no such file
        []
    """
    ids = _Ids(on_error) if unique else _AsGiven()
    for path in paths:
        source = Source(
            os.fspath(path),
            on_error,
            on_note,
            max_bytes,
            columns or Columns(),
            records,
            forced=input_format is not None,
        )
        for place, document in _readable(source, stdin, input_format):
            yield replace(
                document,
                id=ids.unique(document.id, f"{source.stem}{place}", f"{source.name}{place}"),
                published=document.published or published,
                outlet=document.outlet or outlet,
                language=document.language or language,
            )
        source.finish()


def _readable(
    source: Source, stdin: BinaryIO | None, input_format: str | None
) -> Iterator[tuple[str, Document]]:
    """Yield what can be read of a source, and report what ends it."""
    try:
        yield from _read(source, stdin, input_format)
    except InputError as error:
        source.on_error(error)
    except read_errors() as error:
        source.on_error(InputError(f"{source.name}: {_why_unreadable(error, source.path)}"))


def _why_unreadable(error: Exception, path: str) -> str:
    packing = suffix_of(path)[1]
    if packing and (not isinstance(error, OSError) or error.errno is None):
        return why_damaged(error, packing)
    if isinstance(error, FileNotFoundError):
        pattern = isinstance(error.filename, str) and not {"*", "?"}.isdisjoint(error.filename)
        hint = "; with --recursive, it is a pattern of names" if pattern else ""
        return f"no such file{hint}"
    if isinstance(error, IsADirectoryError):
        return "is a directory; --recursive reads the files in it"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"


@dataclass(slots=True)
class _Ids:
    """The ids used so far, so that results can be joined back to their documents."""

    on_error: OnError
    used: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def unique(self, given: str | int, default: str, where: str) -> str | int:
        """Return the id given, else the default one, numbered where it was used before."""
        wanted = default if given == "" else str(given)
        chosen = wanted
        while chosen in self.used:
            number = self.numbers[wanted] = self.numbers.get(wanted, 1) + 1
            chosen = f"{wanted}-{number}"
        if given != "" and chosen != wanted:
            self.on_error(
                InputError(
                    f"{where}: the id {given!r} was used before, by {self.used[wanted]}; this one"
                    f" is written as {chosen!r}"
                )
            )
        self.used[chosen] = where
        return given if given != "" and chosen == wanted else chosen


class _AsGiven:
    """The ids of a corpus that is too large to remember them all."""

    def unique(self, given: str | int, default: str, where: str) -> str | int:  # noqa: ARG002
        """Return the id given, else where the document stands, which no other does."""
        return where if given == "" else given


def is_table(path: str, input_format: str | None = None) -> bool:
    """Return whether a file may be read as many documents, one a line, row or item."""
    return FORMATS[input_format or format_of(path) or "text"].many


def _read(source: Source, stdin: BinaryIO | None, input_format: str | None) -> Iterator[Found]:
    with _opened(source, stdin) as stream:
        form = input_format or _format(source, stream)
        if form == "text" and not source.forced:
            _tell_other_format(source, stream)
        yield from reader_of(form)(source, stream)


def _opened(source: Source, stdin: BinaryIO | None) -> AbstractContextManager[BinaryIO]:
    if "\0" in source.path:
        raise InputError(f"{source.name}: no file can be called so")
    if source.path == "-":
        if stdin is None and sys.stdin is None:  # started with <&-
            raise InputError("standard input is closed; name a file")
        return nullcontext(peekable(stdin or sys.stdin.buffer))
    if packing := suffix_of(source.path)[1]:
        return open_packed(source.path, packing)
    return Path(source.path).open("rb", buffering=_BUFFER)


def _format(source: Source, stream: BinaryIO) -> str:
    """Return the format of a file: by its suffix, or by how it begins."""
    if source.path == "-":
        return "text"
    suffix = suffix_of(source.path)[0]
    if suffix in CURES:
        raise InputError(f"{source.name}: is {CURES[suffix]}")
    return format_of(source.path) or sniffed(head_of(stream))


def _tell_other_format(source: Source, stream: BinaryIO) -> None:
    """Say where a text looks like something else: it is read as it is told to be."""
    found = sniffed(head_of(stream))
    if found != "text":
        source.on_note(
            f"{source.name}: looks like {FORMATS[found].about} but is read as plain text;"
            f" --input-format {found} reads it as what it is"
        )
