"""Bars on standard error for what takes minutes or hours: downloads and stages of a build."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:  # loaded with the first bar
    from rich.progress import Progress, TaskID

    from gazetteer.download import Transfer

__all__ = ["Display"]


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

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
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
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )

        self._transfers = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            redirect_stdout=False,
        )
        self._transfers.start()
        return self._transfers

    def _start_stages(self) -> Progress:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self._stages = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            TextColumn("{task.completed:,}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
        )
        self._stages.start()
        return self._stages
