"""The options of what is read, and the documents that they make of files."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import typer

from enrich.cli.parameters import INPUT, flag, option
from enrich.cli.streams import Report
from enrich.cli.values import date, language_code, plain
from enrich.inputs.columns import COLUMN_FIELDS, Columns, OnError, OnNote
from enrich.inputs.decoding import MAX_BYTES
from enrich.inputs.documents import INPUT_FORMATS, is_table, iter_documents
from enrich.text.escape import message

if TYPE_CHECKING:
    from enrich.model import Document

_DATE_ORDERS = ("day-first", "month-first")


@dataclass(frozen=True, slots=True)
class InputOptions:
    """How texts are read."""

    panel: ClassVar[str] = INPUT

    input_format: str | None = option(
        "--input-format", "Read every file as this, whatever its suffix.", choices=INPUT_FORMATS
    )
    recursive: bool = flag(
        "--recursive", "Also read folders, including subfolders, and quoted patterns."
    )
    column: list[str] | None = option(
        "--column FIELD=NAME",
        "Which column of a table holds what: text=body or, inside a JSON or Parquet object,"
        f" text=fields.body; may be repeated. FIELD is one of {', '.join(COLUMN_FIELDS)}."
        " By default, the column names of common tools are recognised.",
        autocompletion=lambda: [f"{field}=" for field in COLUMN_FIELDS],
    )
    records: str | None = option(
        "--records NAME.NAME",
        "Where the articles are in a .json file, such as data.articles.",
        plain,
    )
    date_order: str | None = option(
        "--date-order",
        "How to read dates such as 03/04/2023; by default, only their year is used.",
        choices=_DATE_ORDERS,
    )
    published: str | None = option(
        "--published DATE", "Date of texts without one: 2024-06-12.", date
    )
    outlet: str | None = option(
        "--outlet NAME",
        "Publisher of texts without one: each is linked in the light of its other texts.",
        plain,
    )
    language: str | None = option(
        "--language CODE",
        "Language of texts without one (hy, ru); by default, it is detected.",
        language_code,
    )
    max_bytes: int = option(
        "--max-bytes N",
        "Refuse documents larger than this.",
        default=MAX_BYTES,
        min=1,
        max=sys.maxsize - 1,
    )

    def files(self, given: list[str], report: Report) -> list[str]:
        """Return the files to read: those given, and those of folders and patterns if so asked."""
        if not self.recursive:
            return given
        from enrich.inputs.paths import expanded

        return expanded(given, on_error=report.error, on_note=report.note)

    def documents(self, files: Iterable[str], report: Report) -> "Iterator[Document]":
        """Return the documents of files, as they are read.

        Raises:
            typer.BadParameter: A column is not named as it has to be.
        """
        self._note_same_names(files, report)
        return self.iter_documents(files, report.error, report.note)

    def iter_documents(
        self, files: Iterable[str], on_error: OnError, on_note: OnNote, *, unique: bool = True
    ) -> "Iterator[Document]":
        """Return the documents of files, as ``enrich.inputs.documents.iter_documents`` does.

        Raises:
            typer.BadParameter: A column is not named as it has to be.
        """
        columns = self._columns()
        return iter_documents(
            files,
            on_error=on_error,
            on_note=on_note,
            unique=unique,
            published=self.published,
            outlet=self.outlet,
            language=self.language,
            input_format=self.input_format,
            max_bytes=self.max_bytes,
            columns=columns,
            records=self.records,
        )

    def _columns(self) -> Columns:
        """Return which columns of tables stand for what."""
        chosen: dict[str, str] = {}
        for pair in self.column or ():
            known, equals, name = pair.partition("=")
            if not equals or not name or known not in COLUMN_FIELDS:
                raise typer.BadParameter(
                    f"--column {pair}: give FIELD=COLUMN, such as text=body; FIELD is one of"
                    f" {', '.join(COLUMN_FIELDS)}"
                )
            chosen[known] = name
        order = self.date_order
        return Columns(chosen, None if order is None else order == _DATE_ORDERS[0])

    def _note_same_names(self, files: Iterable[str], report: Report) -> None:
        """Say which documents get their ids by the order of the files: decisions hold by id."""
        first: dict[str, str] = {}
        for file in files:
            if is_table(file, self.input_format):
                continue
            before = first.setdefault(Path(file).stem, file)
            if before != file:
                report.note(
                    f"{message(file)} has the same name as {message(before)}: their ids are"
                    " numbered in the order given"
                )
                return
