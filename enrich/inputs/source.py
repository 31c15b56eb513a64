"""A file or standard input, and what its readers need to know and may say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from enrich.inputs.columns import Columns, OnError, OnNote, document_of, published_of
from enrich.inputs.decoding import check_text, decode, read_bounded, refuse_binary
from enrich.inputs.packing import split_packing
from enrich.model import Document
from gazetteer.errors import InputError

Found = tuple[str, Document]
"""A document, its id "" where none was given, after the part of its place that follows the name
of the source: "" for a whole file, ":7" for its seventh line."""

_DATES_NAMED: Final = 10
"""Dates of a source that are complained of one by one; a column of a million is counted."""


@dataclass(slots=True)
class Source:
    """A file or standard input."""

    path: str  # as given
    on_error: OnError  # told of a line or row that cannot be used
    on_note: OnNote  # told what a user should know, a line each
    max_bytes: int  # of one document
    columns: Columns = field(default_factory=Columns)
    records: str | None = None  # where the articles of a JSON file are: "data.articles"
    forced: bool = False  # whether somebody named the format
    _lost_dates: int = 0
    _told: set[tuple[str, str]] = field(default_factory=set)

    @property
    def name(self) -> str:
        """What to call it in errors."""
        return "standard input" if self.path == "-" else self.path

    @property
    def stem(self) -> str:
        """What its documents are called by default; always writable as UTF-8."""
        if self.path == "-":
            return "stdin"
        stem = Path(split_packing(self.path)[0]).stem
        return stem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    def data(self, stream: BinaryIO) -> bytes:
        """Read the whole of it."""
        return read_bounded(stream, self.name, self.max_bytes)

    def checked_data(self, stream: BinaryIO) -> bytes:
        """Read the whole of it, unless it is binary or empty."""
        data = self.data(stream)
        refuse_binary(data, self.name)
        if not data.strip():
            raise InputError(f"{self.name}: the file is empty")
        return data

    def text(self, stream: BinaryIO) -> str:
        """Read the whole of it as one text."""
        text = decode(self.data(stream), self.name)
        check_text(text, self.name)
        return text

    def date(self, value: Any, where: str | None = None) -> str | None:
        """Return a publication date in ISO 8601; one that cannot be read is told and lost."""
        return published_of(value, where or self.name, self._lose_date, self.columns.day_first)

    def documents(
        self,
        table: Iterable[tuple[int, Mapping[str, Any]]],
        *,
        spans: bool,
        called: str = "{name}:{number}",
    ) -> Iterator[Found]:
        """Turn the numbered lines or rows of a table into documents, reporting those that are none.

        ``spans`` tells whether ``mentions`` holds given mentions, ``called`` how a line is named.

        Raises:
            InputError: The column that was named for the text is not there.
        """
        unseen = dict(self.columns.chosen)
        first: Mapping[str, Any] = {}
        for number, record in table:
            fields = self.columns.lifted(record)
            where = called.format(name=self.name, number=number)
            found = self.columns.found(fields)
            if not first and "text" in unseen and "text" not in found:
                raise InputError(f"{where}: {self.columns.missing(fields)}")
            first = first or dict.fromkeys(fields)
            for known in found:
                unseen.pop(known, None)
            try:
                document = document_of(
                    fields, where, on_note=self._lose_date, spans=spans, columns=self.columns
                )
            except InputError as error:
                self.on_error(error)
                continue
            self._tell_columns(found)
            yield f":{number}", document
        for known, name in unseen.items() if first else ():
            self.on_error(
                InputError(
                    f"{self.name}: --column {known}={name}: no record has such a column; those of"
                    f" the first are: {', '.join(first)}"
                )
            )

    def finish(self) -> None:
        """Say how many more dates were lost than were named."""
        more = self._lost_dates - _DATES_NAMED
        if more > 0:
            self.on_note(f"{self.name}: {more} more dates like these")

    def _lose_date(self, note: str) -> None:
        self._lost_dates += 1
        if self._lost_dates <= _DATES_NAMED:
            self.on_note(note)

    def _tell_columns(self, found: Mapping[str, str]) -> None:
        """Say once which columns were recognised under another name than ours."""
        new = {
            known: name
            for known, name in found.items()
            if not (known in self.columns.chosen or name.lower() == known)
            and (known, name) not in self._told
        }
        if new:
            self._told |= new.items()
            said = ", ".join(f'{known} from "{name}"' for known, name in new.items())
            known = "text" if "text" in new else next(iter(new))
            self.on_note(f"{self.name}: {said} (--column {known}=NAME names another column)")
