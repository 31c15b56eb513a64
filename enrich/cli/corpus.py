"""``enrich corpus``: many documents linked into data sets, in several processes, to be resumed."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from enrich.cli.linking import Linking
from enrich.cli.options import CONFIG, Files
from enrich.cli.parameters import OUTPUT, flag, grouped, option
from enrich.cli.progress import count_documents
from enrich.cli.reading import InputOptions
from enrich.cli.streams import Report, reporting
from enrich.inputs.columns import OnError
from gazetteer.errors import InputError

if TYPE_CHECKING:
    from enrich.corpus import Totals
    from enrich.model import Document

EXAMPLES = """\
enrich corpus news.parquet -o linked/ --workers 8
enrich corpus archive/ --recursive -o linked/       # stopped? the same command goes on
enrich corpus crawl.warc.gz -o linked/ --format jsonl"""

_FORMATS = ("parquet", "jsonl")
_INTERRUPTED = 130


@grouped
def corpus(
    context: typer.Context,
    files: Files,
    *,
    output: Path = typer.Option(
        ...,
        "-o",
        "--output",
        metavar="OUT",
        help="Folder of the data sets.",
        rich_help_panel=OUTPUT,
    ),
    reading: InputOptions,
    linking: Linking,
    workers: int = option(
        "--workers N", "Processes that link; otherwise one for each core.", default=0, min=0
    ),
    format_: str = option(
        "--format", "Of the data sets.", default=_FORMATS[0], choices=_FORMATS, panel=OUTPUT
    ),
    keep: list[str] | None = option(
        "--keep COLUMN",
        "A further column of the input that the documents keep; may be repeated.",
        panel=OUTPUT,
    ),
    alone: bool = flag(
        "--alone", "Decide each document without what other articles of its outlet are about."
    ),
    overwrite: bool = flag(
        "--overwrite",
        "Link anew what OUT holds, if it was linked with other options.",
        panel=OUTPUT,
    ),
    _config: str | None = CONFIG,
    quiet: bool = flag("--quiet", "Say nothing but errors on standard error."),
) -> None:
    """Link a corpus into data sets, in several processes; what is done is not done again."""
    del context
    with reporting(quiet=quiet) as report:
        files = reading.files(files, report)
        decisions = linking.decisions_file(report)
        options = linking.linker_options(decisions, outlet=reading.outlet)
        from enrich.corpus import CorpusOptions, link_corpus

        how = CorpusOptions(
            workers=workers or os.cpu_count() or 1,
            form=format_,
            keep=tuple(keep or ()),
            alone=alone or "-" in files,  # which cannot be read twice
            overwrite=overwrite,
        )
        read = _Reader(reading, files, report)
        began = time.monotonic()
        try:
            steps = link_corpus(read, output, options, how, report.note)
            counted = _with_bar(
                steps, lambda: count_documents(files, reading.input_format), quiet=quiet
            )
            totals = deque(counted, maxlen=1).pop()
        except KeyboardInterrupt:
            report.note(f"stopped; the same command goes on from what {output} holds")
            raise typer.Exit(_INTERRUPTED) from None
        if not any(totals.rows.values()):
            raise InputError("there is no document in what was given")
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
                raise InputError(f"{file}: there is no such file")

    def __call__(self, on_error: OnError) -> Iterator[Document]:
        return self.reading.iter_documents(self.files, on_error, self._note, unique=False)

    def _note(self, line: str) -> None:
        if line not in self.said:
            self.said.add(line)
            self.report.note(line)


def _with_bar(
    steps: Iterator[Totals], count: Callable[[], int | None], *, quiet: bool
) -> Iterator[Totals]:
    """Pass steps on, and show how far they are to a person who waits."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield from steps
        return
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
        task = progress.add_task("documents", total=count(), rate="")
        began = time.monotonic()
        for totals in steps:
            rate_now = totals.fresh / max(time.monotonic() - began, 1e-3)
            done = totals.rows["documents"] + totals.rows["errors"]
            progress.update(task, completed=done, rate=f"{rate_now:,.1f}/s")
            yield totals


def _lines(totals: Totals, output: Path, seconds: float) -> Iterator[str]:
    rows = totals.rows
    yield (
        f"{rows['documents']:,} documents, {rows['mentions']:,} mentions ({rows['linked']:,}"
        f" linked), {rows['places']:,} places of documents in {output}"
    )
    if rows["errors"]:
        yield f"{rows['errors']:,} could not be read, or not to the end: {output / 'errors'}"
    if totals.skipped:
        yield f"{totals.skipped:,} of {totals.shards:,} shards were done before"
    if totals.fresh:
        rate = totals.fresh / seconds
        yield f"{totals.fresh:,} documents linked in {seconds:,.0f} s, {rate:,.1f}/s"
