"""``enrich corpus``: many documents linked into data sets, in several processes, to be resumed."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import typer

from enrich.cli.linking import Linking
from enrich.cli.options import CONFIG, Files
from enrich.cli.parameters import LINKING, OUTPUT, flag, grouped, option
from enrich.cli.progress import count_documents
from enrich.cli.reading import InputOptions
from enrich.cli.streams import Report, reporting
from enrich.inputs.columns import OnError
from enrich.text.counting import counted
from gazetteer.errors import InputError

if TYPE_CHECKING:
    from enrich.corpus import CorpusOptions, Totals
    from enrich.model import Document

EXAMPLES = """\
enrich corpus news.parquet -o linked/ --workers 8
enrich corpus archive/ --recursive -o linked/       # stopped? the same command goes on
enrich corpus crawl.warc.gz -o linked/ --format jsonl"""

_FORMATS = ("parquet", "jsonl")
_INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Choices:
    """How a corpus is linked, and what is written of it."""

    panel: ClassVar[str] = OUTPUT

    format_: str = option(
        "--format", "Format of the data sets.", default=_FORMATS[0], choices=_FORMATS
    )
    keep: list[str] | None = option(
        "--keep COLUMN",
        "Another column of the input to keep with the documents, as text; may be repeated.",
    )
    overwrite: bool = flag("--overwrite", "If OUT was linked with other options, link it again.")
    workers: int = option(
        "--workers N",
        "Processes that link; one per core by default.",
        default=0,
        min=0,
        panel=LINKING,
    )
    alone: bool = flag(
        "--alone",
        "Link each document on its own, ignoring the other articles of its outlet.",
        panel=LINKING,
    )

    def options(self, files: Collection[str]) -> CorpusOptions:
        """Return them as ``link_corpus`` takes them."""
        from enrich.corpus import CorpusOptions

        return CorpusOptions(
            workers=self.workers or os.cpu_count() or 1,
            form=self.format_,
            keep=tuple(self.keep or ()),
            alone=self.alone or "-" in files,  # which cannot be read twice
            overwrite=self.overwrite,
        )


@grouped
def corpus(
    files: Files,
    *,
    output: Path = typer.Option(
        ...,
        "-o",
        "--output",
        metavar="OUT",
        help="Folder to write the data sets to.",
        rich_help_panel=OUTPUT,
    ),
    choices: Choices,
    reading: InputOptions,
    linking: Linking,
    _config: str | None = CONFIG,
    quiet: bool = flag("--quiet", "Print only errors on standard error."),
) -> None:
    """Link a corpus into data sets, in several processes.

    To resume an interrupted run, run the same command again.
    """
    with reporting(quiet=quiet) as report:
        files = reading.files(files, report)
        decisions = linking.decisions_file(report)
        options = linking.linker_options(decisions, outlet=reading.outlet)
        from enrich.corpus import link_corpus

        read = _Reader(reading, files, report)
        began = time.monotonic()
        try:
            steps = link_corpus(read, output, options, choices.options(files), report.note)
            total = count_documents(files, reading.input_format) if _shows_bar(report) else None
            totals = deque(_with_bar(steps, total) if _shows_bar(report) else steps, maxlen=1).pop()
        except KeyboardInterrupt:
            report.note(f"stopped; run the same command again to go on from what {output} holds")
            raise typer.Exit(_INTERRUPTED) from None
        for error in totals.unread:
            report.note(error)
        if not totals.rows["documents"]:
            raise InputError("the input holds no document")
        for line in _lines(totals, output, time.monotonic() - began):
            report.note(line)


@dataclass
class _Reader:
    """Reads the documents of files from the beginning, and says once what is to be said of them."""

    reading: InputOptions
    files: Sequence[str]
    report: Report
    said: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for file in self.files:
            if file != "-" and not os.path.lexists(file):
                raise InputError(f"{file}: no such file")

    def __call__(self, on_error: OnError) -> Iterator[Document]:
        return self.reading.iter_documents(self.files, on_error, self._note, unique=False)

    def _note(self, line: str) -> None:
        if line not in self.said:
            self.said.add(line)
            self.report.note(line)


def _shows_bar(report: Report) -> bool:
    return not report.quiet and sys.stderr is not None and sys.stderr.isatty()


def _with_bar(steps: Iterator[Totals], total: int | None) -> Iterator[Totals]:
    """Pass steps on, and show how far they are to a person who waits."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    rate = TextColumn("{task.fields[rate]}", markup=False)
    shown = (BarColumn(), MofNCompleteColumn(), rate, TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("documents", total=total, rate="")
        began = time.monotonic()
        for totals in steps:
            rate_now = totals.fresh / max(time.monotonic() - began, 1e-3)
            done = totals.rows["documents"] + totals.rows["errors"]
            progress.update(task, completed=done, rate=f"{rate_now:,.1f}/s")
            yield totals


def _lines(totals: Totals, output: Path, seconds: float) -> Iterator[str]:
    rows = totals.rows
    yield (
        f"{counted(rows['documents'], 'document')}, {counted(rows['mentions'], 'mention')}"
        f" ({rows['linked']:,} linked), {counted(rows['places'], 'row')} of places, in {output}"
    )
    if rows["errors"]:
        yield f"{rows['errors']:,} could not be read, or not completely: {output / 'errors'}"
    for column in totals.missing:
        yield f"--keep {column}: no document has such a column"
    if totals.skipped:
        yield f"{totals.skipped:,} of {counted(totals.shards, 'shard')} were already done"
    if totals.fresh:
        rate = totals.fresh / seconds
        yield f"{counted(totals.fresh, 'document')} linked in {seconds:,.0f} s, {rate:,.1f}/s"
