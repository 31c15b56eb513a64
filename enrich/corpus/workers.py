"""Processes that link shards, each with a linker of its own that stays open.

A process that dies (out of memory, killed, a crash in a library) costs a repetition of the shards
that were under way. A shard during which processes die twice is worked on by itself, and a document
at which one dies twice more is left out and told.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Generic, TypeVar

from enrich.processes import end_with_parent, one_thread
from gazetteer.errors import EnrichError

T = TypeVar("T")
R = TypeVar("R")

Started = Callable[[int], None]
"""Is called with the position in its item that a process begins with."""
Work = Callable[[Any, T, frozenset[int] | None, Started], R]
"""Works on an item with the state of its process.

Alone with it, it is given the positions in the item to leave out, and tells each of the others
before it begins with it; else it is given None.
"""

_AHEAD: Final = 2  # items that wait, so that no process does
_PATIENCE: Final = 2  # deaths, of an item or at a position in it, until it is held to be the cause


@dataclass(slots=True)
class _Task(Generic[T]):
    """An item, and how often a process died while it was under way."""

    item: T
    deaths: int = 0


@dataclass(frozen=True)
class Workers(Generic[T, R]):
    """Does work in several processes, and survives the death of some.

    Attributes:
        work: What is done with an item; a function of a module, as processes are started anew.
        start: Makes the state of a process, once.
        number: Of processes.
    """

    work: Work[T, R]
    start: Callable[[], Any]
    number: int

    def __call__(self, items: Iterable[T]) -> Iterator[R]:
        """Yield what becomes of the items, in the order in which they are done.

        Items are taken as processes are free: a few more than there are processes are held.

        Raises:
            EnrichError: What the work raised, or processes die before they begin.
        """
        tasks = map(_Task, items)
        again: list[_Task[T]] = []
        while True:
            lost: list[_Task[T]] = []
            yield from self._in_pool(chain(again, tasks), lost)
            if not lost:
                return
            for task in lost:
                task.deaths += 1
                if task.deaths >= _PATIENCE:
                    yield self._alone(task.item)
            again = [task for task in lost if task.deaths < _PATIENCE]

    def _in_pool(self, tasks: Iterator[_Task[T]], lost: list[_Task[T]]) -> Iterator[R]:
        """Work on tasks until there are none, or until a process dies and some are lost."""
        with self._pool(self.number) as pool:
            pending: dict[Future[R], _Task[T]] = {}
            while True:
                while len(pending) < self.number + _AHEAD and not lost:
                    task = next(tasks, None)
                    if task is None:
                        break
                    try:
                        pending[pool.submit(_do, self.work, task.item)] = task
                    except BrokenProcessPool:
                        lost.append(task)
                if not pending:
                    return
                for future in wait(pending, return_when=FIRST_COMPLETED).done:
                    task = pending.pop(future)
                    try:
                        result = future.result()
                    except BrokenProcessPool:
                        lost.append(task)
                    else:
                        yield result

    def _alone(self, item: T) -> R:
        """Work on an item with nothing beside it, without the positions at which processes die."""
        deaths: Counter[int] = Counter()
        with TemporaryDirectory() as folder:
            at = Path(folder, "at")
            while True:
                spared = frozenset(n for n, times in deaths.items() if times >= _PATIENCE)
                with self._pool(1) as pool:
                    try:
                        return pool.submit(_do, self.work, item, spared, at).result()
                    except BrokenProcessPool as error:
                        position = int(at.read_text() or -1) if at.exists() else -1
                        deaths[position] += 1
                        if position < 0 and deaths[position] >= _PATIENCE:
                            raise EnrichError(
                                "worker processes die before they begin; is there enough memory?"
                            ) from error

    @contextmanager
    def _pool(self, number: int) -> Iterator[ProcessPoolExecutor]:
        """Start processes, which end with the block and never outlive this process."""
        spawn = get_context("spawn")  # a fork would share an open gazetteer and its locks
        reader, writer = spawn.Pipe(duplex=False)
        with reader, writer, one_thread():
            pool = ProcessPoolExecutor(number, spawn, _begin, (self.start, reader))
            try:
                yield pool
            except BaseException:
                writer.close()  # at which the processes end, in the middle of their work
                raise
            finally:
                pool.shutdown(cancel_futures=True)


# ------------------------------------------------------------------------------ in the processes


@dataclass(slots=True)
class _Process:
    """What a process keeps between items."""

    start: Callable[[], Any]
    state: Any = None
    started: bool = False


_process: _Process


def _begin(start: Callable[[], Any], stop: Connection) -> None:
    """Set a process up; what may fail is left to the first item, whose error then is told."""
    global _process  # noqa: PLW0603 - a process of a pool has nowhere else to keep it
    _process = _Process(start)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who started it stops it
    end_with_parent(stop)


def _do(
    work: Work[T, R], item: T, spared: frozenset[int] | None = None, at: Path | None = None
) -> R:
    if not _process.started:
        _process.state, _process.started = _process.start(), True
    return work(_process.state, item, spared, partial(_put_down, at))


def _put_down(at: Path | None, position: int) -> None:
    if at is not None:
        at.write_text(str(position))
