"""Files, lines, rows and standard input as documents.

One reader per format; a suffix picks it. Whatever cannot be used becomes one ``InputError``,
handed to a callback, and the reading goes on with the next document.

    .txt and anything else    the text as it is
    .md .markdown             the text, its markup blanked out (``enrich.markup``)
    .html .htm                the main text, title and date of the page
    .jsonl .ndjson            one document a line
    .csv .tsv                 one document a row, a header line first

The columns ``text``, ``id``, ``title``, ``published``, ``language`` and ``outlet`` mean what
``Document`` says; every other one is carried through as metadata.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from enrich.columns import document_of, iso_date
from enrich.decoding import MAX_BYTES, check_text, decode, read_bounded
from enrich.model import Document
from gazetteer.errors import InputError

__all__ = ["INPUT_FORMATS", "is_table", "iter_documents"]

OnError = Callable[[InputError], None]
Found = tuple[str, Document]
"""A document, its id "" where none was given, after the part of its place that follows the name
of the source: "" for a whole file, ":7" for its seventh line."""


def iter_documents(  # noqa: PLR0913 - one keyword per option of the command
    paths: Iterable[str | os.PathLike[str]],
    *,
    on_error: OnError,
    stdin: BinaryIO | None = None,
    published: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
    input_format: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Document]:
    """Read documents one after the other; none but the current one is held in memory.

    Args:
        paths: Files; "-" is standard input.
        on_error: Called once with whatever cannot be read. A document whose id was used before
            is reported too, but yielded under another id.
        stdin: What "-" reads; by default the standard input of the process.
        published: ISO 8601 date of every document that names none.
        outlet: Publisher of every document that names none.
        language: ISO 639 code of every document that names none.
        input_format: One of ``INPUT_FORMATS``, whatever the suffixes say.
        max_bytes: Size limit of one document, in bytes.

    Yields:
        Documents with unique ids: the one given, else the file's stem, else stem:line.

    Example:
        >>> [d.id for d in iter_documents(["missing.txt"], on_error=print)]
        missing.txt: there is no such file
        []
    """
    ids = _Ids(on_error)
    for path in paths:
        source = _Source(os.fspath(path), on_error, max_bytes)
        try:
            for place, document in _read(source, stdin, input_format):
                yield replace(
                    document,
                    id=ids.unique(document.id, f"{source.stem}{place}", f"{source.name}{place}"),
                    published=document.published or published,
                    outlet=document.outlet or outlet,
                    language=document.language or language,
                )
        except InputError as error:
            on_error(error)
        except OSError as error:
            on_error(InputError(f"{source.name}: {_why_unreadable(error)}"))


def _why_unreadable(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        pattern = isinstance(error.filename, str) and not {"*", "?"}.isdisjoint(error.filename)
        return "no file matches this pattern" if pattern else "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "is a directory; name the files in it, for example with a pattern such as *.txt"
    return f"cannot be read: {error.strerror or error}"


@dataclass(slots=True)
class _Source:
    """A file or standard input, and what its readers need to know.

    Attributes:
        path: As given.
        on_error: Where a line or row that cannot be used is reported.
        max_bytes: Size limit of one document.
    """

    path: str
    on_error: OnError
    max_bytes: int

    @property
    def name(self) -> str:
        """What to call it in errors."""
        return "standard input" if self.path == "-" else self.path

    @property
    def stem(self) -> str:
        """What its documents are called by default; always writable as UTF-8."""
        if self.path == "-":
            return "stdin"
        stem = Path(self.path).stem
        return stem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    def text(self, stream: BinaryIO) -> str:
        """Read the whole of it as one text."""
        text = decode(read_bounded(stream, self.name, self.max_bytes), self.name)
        check_text(text, self.name)
        return text

    def documents(
        self, table: Iterable[tuple[int, dict[str, Any]]], *, spans: bool
    ) -> Iterator[Found]:
        """Turn the lines or rows of a table into documents, reporting those that are none."""
        for number, fields in table:
            try:
                yield f":{number}", document_of(fields, f"{self.name}:{number}", spans=spans)
            except InputError as error:
                self.on_error(error)


@dataclass(slots=True)
class _Ids:
    """The ids used so far, so that results can be joined back to their documents."""

    on_error: OnError
    used: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def unique(self, given: str, default: str, where: str) -> str:
        """Return the id given, else the default one, numbered where it was used before."""
        wanted = given or default
        chosen = wanted
        while chosen in self.used:
            number = self.numbers[wanted] = self.numbers.get(wanted, 1) + 1
            chosen = f"{wanted}-{number}"
        if given and chosen != given:
            self.on_error(
                InputError(
                    f"{where}: the id {given!r} was used before, by {self.used[given]}; this one"
                    f" is written as {chosen!r}"
                )
            )
        self.used[chosen] = where
        return chosen


# ------------------------------------------------------------------------------------ readers


def is_table(path: str, input_format: str | None = None) -> bool:
    """Return whether a file is read as many documents, one a line or row."""
    return _format_of(path, input_format) in {"jsonl", "csv", "tsv"}


def _format_of(path: str, input_format: str | None) -> str:
    return input_format or _SUFFIXES.get(Path(path).suffix.lower(), "text")


def _read(source: _Source, stdin: BinaryIO | None, input_format: str | None) -> Iterator[Found]:
    reader = _READERS[_format_of(source.path, input_format)]
    with ExitStack() as stack:
        if "\0" in source.path:
            raise InputError(f"{source.name}: no file can be called so")
        if source.path == "-":
            stream = stdin or _standard_input()
        else:
            stream = stack.enter_context(Path(source.path).open("rb"))
        yield from reader(source, stream)


def _standard_input() -> BinaryIO:
    if sys.stdin is None:  # started with <&-
        raise InputError("standard input is closed; name a file")
    return sys.stdin.buffer


def _read_text(source: _Source, stream: BinaryIO) -> Iterator[Found]:
    yield "", Document(source.text(stream))


def _read_markdown(source: _Source, stream: BinaryIO) -> Iterator[Found]:
    from enrich.markup import front_matter, mask_markdown

    text = source.text(stream)
    about = front_matter(text)
    prose = mask_markdown(text)
    check_text(prose, source.name, "the text without its markup")
    yield (
        "",
        Document(
            prose,
            title=about.get("title", ""),
            published=_hint_of_date(about.get("published") or about.get("date")),
            language=about.get("lang") or about.get("language"),
        ),
    )


def _read_html(source: _Source, stream: BinaryIO) -> Iterator[Found]:
    from enrich.markup import extract_html

    data = read_bounded(stream, source.name, source.max_bytes)
    page = extract_html(data, source.name)
    check_text(page.text, source.name)
    yield (
        "",
        Document(
            page.text,
            title=page.title,
            published=_hint_of_date(page.published),
            outlet=page.outlet,
            metadata={"url": page.url} if page.url else {},
        ),
    )


def _hint_of_date(value: str | None) -> str | None:
    try:
        return iso_date(value) if value else None
    except ValueError:
        return None  # what a page says of itself is a hint; a strange date must not cost the page


def _read_jsonl(source: _Source, stream: BinaryIO) -> Iterator[Found]:
    from enrich.tables import iter_jsonl

    lines = iter_jsonl(stream, source.name, source.max_bytes, source.on_error)
    yield from source.documents(lines, spans=True)


def _read_csv(source: _Source, stream: BinaryIO, delimiters: str = ",;\t") -> Iterator[Found]:
    from enrich.tables import iter_csv

    rows = iter_csv(stream, source.name, source.max_bytes, source.on_error, delimiters=delimiters)
    yield from source.documents(rows, spans=False)


def _read_tsv(source: _Source, stream: BinaryIO) -> Iterator[Found]:
    yield from _read_csv(source, stream, delimiters="\t")


_READERS: Final[dict[str, Callable[[_Source, BinaryIO], Iterator[Found]]]] = {
    "text": _read_text,
    "md": _read_markdown,
    "html": _read_html,
    "jsonl": _read_jsonl,
    "csv": _read_csv,
    "tsv": _read_tsv,
}
_SUFFIXES: Final = {
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
}
INPUT_FORMATS: Final = tuple(_READERS)
"""What ``input_format`` may be."""
