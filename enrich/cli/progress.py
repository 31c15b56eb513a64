"""Bars on standard error for a person who waits: documents, downloads, stages of a build."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from enrich.inputs import format_of, suffix_of
from enrich.inputs.documents import is_table
from enrich.model import Result

if TYPE_CHECKING:  # loaded with the first bar
    from rich.progress import Progress, ProgressColumn, TaskID

    from gazetteer.net.transfer import Transfer

_LARGEST: Final = 500_000_000  # bytes of a table that are read once more to count its documents
_COUNTED: Final = frozenset({"csv", "jsonl", "tsv"})  # a document a line, or nearly so
_PIECE: Final = 1 << 20


def count_documents(files: Iterable[str], input_format: str | None = None) -> int | None:
    """Return how many documents there are, or None where only reading would tell.

    Lines of a .jsonl file and rows of a table are counted without being read: one that turns out
    to be none counts too.
    """
    total = 0
    for file in files:
        path = Path(file)
        form = input_format or format_of(file)
        if not is_table(file, input_format):
            total += 1
        elif form not in _COUNTED or suffix_of(file)[1] or not _is_small(path):
            return None
        else:
            quoted = form != "jsonl"
            total += max(0, _lines(path, quoted=quoted) - quoted)  # a table has a line of names
    return total


def _is_small(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= _LARGEST


def _lines(path: Path, *, quoted: bool) -> int:
    """Count lines that are not empty, those inside of quotes not."""
    lines, inside, last = 0, False, b"\n"
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            for index, part in enumerate(piece.split(b'"') if quoted else [piece]):
                inside ^= index > 0
                if not inside:
                    # What ends a line that is empty ends none.
                    lines += part.count(b"\n") - (last + part).replace(b"\r", b"").count(b"\n\n")
                last = part[-1:] or last
            last = piece[-1:]
    return lines + (last != b"\n")


def with_progress(results: Iterable[Result], total: int | None) -> Iterator[Result]:
    """Pass results on; a bar appears with the second, so that a single one costs nothing."""
    iterator = iter(results)
    yield from islice(iterator, 1)
    second = next(iterator, None)
    if second is None:
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with _progress(*columns, transient=True) as progress:
        task = progress.add_task("documents", total=total, completed=2)
        yield second
        for result in iterator:
            progress.advance(task)
            yield result


class Display:
    """Shows how far things are, on a terminal; says nothing into a pipe or a file.

    Example:
        with Display() as display:
            display.stage("geonames", 1_000_000)
    """

    def __init__(self) -> None:
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._transfers: Progress | None = None
        self._stages: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for progress in (self._transfers, self._stages):
            if progress is not None:
                progress.stop()

    def transfer(self, state: Transfer) -> None:
        """Show a download: name, bar, size, speed, time left."""
        if not self._shown:
            return
        progress = self._transfers or self._start_transfers()
        if state.name not in self._tasks:
            self._tasks[state.name] = progress.add_task(state.name)
        progress.update(self._tasks[state.name], completed=state.done, total=state.total)

    def stage(self, name: str, count: int) -> None:
        """Show a stage of the build and how many rows it has seen."""
        if not self._shown:
            return
        if self._transfers is not None:  # two sets of bars would draw over each other
            self._transfers.stop()
        progress = self._stages or self._start_stages()
        if name not in self._tasks:
            self._tasks[name] = progress.add_task(name, total=None)
        progress.update(self._tasks[name], completed=count)

    def _start_transfers(self) -> Progress:
        from rich import progress as bars

        self._transfers = _progress(
            bars.TextColumn("{task.description}", markup=False),
            bars.BarColumn(),
            bars.DownloadColumn(),
            bars.TransferSpeedColumn(),
            bars.TimeRemainingColumn(),
        )
        self._transfers.start()
        return self._transfers

    def _start_stages(self) -> Progress:
        from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

        name = TextColumn("{task.description}", markup=False)
        count = TextColumn("{task.completed:,}")
        self._stages = _progress(SpinnerColumn(), name, count, TimeElapsedColumn(), transient=True)
        self._stages.start()
        return self._stages


def _progress(*columns: ProgressColumn, transient: bool = False) -> Progress:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=transient, redirect_stdout=False)
