"""The processes that answer, the queue before them, and what becomes of both when one dies.

A process has one request at a time. One that dies costs the request that it had; one that takes too
long is ended. Either way another is started. All of this runs in the loop of the server, but for
what may wait: a thread sends to the processes, and one listens to each.
"""

from __future__ import annotations

import asyncio
import logging
import math
import threading
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Final, Self

from enrich.flow.options import LinkerOptions
from enrich.processes import one_thread
from enrich.server.process import Answer, work
from enrich.server.refusals import Busy, Failed, Refusal
from enrich.server.tasks import Limits
from gazetteer.errors import EnrichError

_log = logging.getLogger("enrich.server")
_GRACE: Final = 1.0  # seconds beyond the limit until a process is ended
_OPENING: Final = 120.0  # seconds until one that does not get ready is ended
_LONGEST_PAUSE: Final = 30.0  # seconds before a process that fails to get ready is started again
_USUAL: Final = 0.1  # seconds of a request, before any was measured
_SHARE: Final = 0.1  # that the last request has in the average


@dataclass(eq=False, slots=True)
class _Job:
    """A request that waits for a process or is in one."""

    number: int
    task: str
    asked: Any
    done: asyncio.Future[Any]
    begun: float = 0.0
    is_taken: bool = False


@dataclass(eq=False, slots=True)
class _Worker:
    """A process, and the request it has."""

    process: Any
    pipe: Connection
    job: _Job | None = None
    sending: asyncio.Future[None] | None = None
    timer: asyncio.TimerHandle | None = None
    is_ready: bool = False
    is_late: bool = False


@dataclass(slots=True)
class Pool:
    """Processes that do tasks; a context manager, which starts and ends them.

    Attributes:
        options: Of the linkers.
        limits: Of what is asked.
        number: Of processes.
        queue: Requests that may wait.
        build: The gazetteer that is in use, once a process is ready.
        ended: How many processes died, were late, or failed to get ready.

    Raises:
        EnrichError: When it is entered: a file is missing, an option makes no sense.
    """

    options: LinkerOptions
    limits: Limits
    number: int
    queue: int
    build: str = ""
    ended: Counter[str] = field(default_factory=Counter)
    _jobs: deque[_Job] = field(default_factory=deque)
    _workers: set[_Worker] = field(default_factory=set)
    _idle: deque[_Worker] = field(default_factory=deque)
    _numbers: Iterator[int] = field(default_factory=partial(count, 1))
    _room: asyncio.Event = field(default_factory=asyncio.Event)
    _empty: asyncio.Event = field(default_factory=asyncio.Event)
    _seconds: float = _USUAL
    _failures: int = 0
    _closing: bool = False
    _opened: asyncio.Future[None] | None = None
    _sender: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self._sender = ThreadPoolExecutor(self.number, "send")

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return len(self._jobs)

    @property
    def ready(self) -> int:
        """How many processes are there to answer, busy or not."""
        return sum(worker.is_ready for worker in self._workers)

    async def __aenter__(self) -> Self:
        try:
            await self._open()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _open(self) -> None:
        """Start the processes, and wait until the first is ready, or cannot be."""
        self._opened = asyncio.get_running_loop().create_future()
        for _ in range(self.number):
            self._start()
        await self._opened

    async def call(self, task: str, asked: Any, *, patient: bool = False) -> Any:
        """Return what a task answers, done by a process that is free.

        Args:
            task: Its name in ``enrich.server.tasks``.
            asked: What it is given.
            patient: Whether to wait for room in the queue; else a full one is ``Busy``.

        Raises:
            Busy: The queue is full, or no process was free in time.
            Refusal: The task refused, took too long or broke.
        """
        while len(self._jobs) >= self.queue:
            if not patient:
                raise Busy(f"{self.queue} requests wait already", self._estimate())
            self._room.clear()
            await self._room.wait()
        job = _Job(next(self._numbers), task, asked, asyncio.get_running_loop().create_future())
        self._jobs.append(job)
        self._dispatch()
        try:
            return await self._outcome(job)
        finally:  # also where nobody waits for it any more
            job.done.cancel()
            with suppress(ValueError):
                self._jobs.remove(job)
                self._room.set()

    async def _outcome(self, job: _Job) -> Any:
        while not job.done.done():
            await asyncio.wait({job.done}, timeout=None if job.begun else self.limits.seconds)
            if not job.begun and not job.done.done():
                raise Busy("no process was free in time", self._estimate())
        return job.done.result()

    async def close(self) -> None:
        """End all processes."""
        self._closing = True
        for job in self._jobs:
            if not job.done.done():
                job.done.set_exception(Busy("the service is being stopped", 5))
        for worker in [*self._workers]:
            worker.process.kill()
        if self._workers:
            await self._empty.wait()
        self._sender.shutdown(wait=False, cancel_futures=True)

    # -------------------------------------------------------------------------------- requests

    def _estimate(self) -> int:
        """Return in how many seconds the queue may be done."""
        seconds = (len(self._jobs) + 1) * self._seconds / max(self.ready, 1)
        return max(1, min(60, math.ceil(seconds)))

    def _dispatch(self) -> None:
        """Give the requests that wait to the processes that are free."""
        while self._idle and self._jobs:
            job = self._jobs.popleft()
            self._room.set()
            if not job.done.done():
                self._give(self._idle.popleft(), job)

    def _give(self, worker: _Worker, job: _Job) -> None:
        loop = asyncio.get_running_loop()
        worker.job, job.begun = job, loop.time()
        worker.timer = loop.call_later(self.limits.seconds + _GRACE, self._late, worker)
        message = (job.number, job.task, job.asked)
        worker.sending = loop.run_in_executor(self._sender, worker.pipe.send, message)
        worker.sending.add_done_callback(lambda sent: self._sent(worker, job, sent.exception()))

    def _sent(self, worker: _Worker, job: _Job, error: BaseException | None) -> None:
        """Fail a request that cannot be sent; that its process has ended is noticed elsewhere."""
        if error is None or isinstance(error, OSError):
            return
        broken = f"{type(error).__name__} at sending to {job.task}"
        self._said(worker, Answer(broken=broken, number=job.number))

    def _late(self, worker: _Worker) -> None:
        worker.is_late = True
        worker.process.kill()

    def _said(self, worker: _Worker, answer: Answer) -> None:
        """Take what a process says: that it is ready, has a request, or what it answers to that."""
        job = worker.job
        if answer.number != (job.number if job else 0):
            worker.process.kill()  # out of step: nobody is to get the answer of another
            return
        if job is not None and answer.is_receipt:
            job.is_taken = True
            return
        if worker.timer is not None:
            worker.timer.cancel()
        if job is None:
            self._greeted(worker, answer)
            return
        worker.job = None
        taken = asyncio.get_running_loop().time() - job.begun
        self._seconds += _SHARE * (taken - self._seconds)
        if not job.done.done():
            _settle(job.done, answer)
        if not worker.is_late:  # else it was ended when it had just answered
            self._idle.append(worker)
            self._dispatch()

    # ------------------------------------------------------------------------------- processes

    def _start(self) -> None:
        if self._closing:
            return
        loop = asyncio.get_running_loop()
        spawn = get_context("spawn")  # a fork would share an open gazetteer and its locks
        here, there = spawn.Pipe()
        process = spawn.Process(target=work, args=(self.options, self.limits, there), daemon=True)
        with one_thread():
            process.start()
        there.close()
        worker = _Worker(process, here)
        worker.timer = loop.call_later(_OPENING, self._late, worker)
        self._workers.add(worker)
        threading.Thread(target=self._listen, args=(worker, loop), daemon=True).start()

    def _listen(self, worker: _Worker, loop: asyncio.AbstractEventLoop) -> None:
        """Pass on what a process says, then that it has ended. Runs in a thread of its own."""
        with suppress(RuntimeError):  # the loop is closed
            with suppress(EOFError, OSError):
                while True:
                    loop.call_soon_threadsafe(self._said, worker, worker.pipe.recv())
            worker.process.kill()
            worker.process.join()
            loop.call_soon_threadsafe(self._gone, worker)

    def _greeted(self, worker: _Worker, answer: Answer) -> None:
        if answer.refused:
            self._failed(answer.refused[1])
            return
        worker.is_ready, self.build, self._failures = True, answer.value, 0
        if self._opened is not None and not self._opened.done():
            self._opened.set_result(None)
        self._idle.append(worker)
        self._dispatch()

    def _failed(self, line: str) -> None:
        """Tell that a process cannot get ready: at the start, to the operator who waits for it."""
        if self._opened is not None and not self._opened.done():
            self._opened.set_exception(EnrichError(line))
        else:
            _log.error("a process cannot begin: %s", line)

    def _gone(self, worker: _Worker) -> None:
        """Answer the request of a process that has ended, and start another."""
        if worker.timer is not None:
            worker.timer.cancel()
        self._workers.discard(worker)
        with suppress(ValueError):
            self._idle.remove(worker)
        _close(worker)
        why = "late" if worker.is_late else "died" if worker.is_ready else "unready"
        if worker.job is not None and not worker.job.done.done():
            self._lost(worker, worker.job)
        if self._closing:
            if not self._workers:
                self._empty.set()
            return
        self.ended[why] += 1
        _log.warning("process %s ended (%s), another is started", worker.process.pid, why)
        self._failures = 0 if worker.is_ready else self._failures + 1
        if not worker.is_ready and self._opened is not None and not self._opened.done():
            self._failed("the process ended before it was ready; is there enough memory?")
        pause = min(_LONGEST_PAUSE, 2.0**self._failures - 1)
        asyncio.get_running_loop().call_later(pause, self._start)

    def _lost(self, worker: _Worker, job: _Job) -> None:
        """Answer a request whose process has ended; one that it had not begun goes to another."""
        if worker.is_late:
            job.done.set_exception(too_long(self.limits.seconds))
        elif self._closing:
            job.done.set_exception(Busy("the service is being stopped", 5))
        elif job.is_taken:
            line = "the process that had this request ended; others go on"
            job.done.set_exception(Failed(line, "a process died"))
        else:
            job.begun = 0.0
            self._jobs.appendleft(job)
            self._dispatch()


def _close(worker: _Worker) -> None:
    """Close the pipe of a process that has ended, but not under a thread that writes to it.

    Its number is soon that of another pipe, and what is written then goes there.
    """
    if worker.sending is None or worker.sending.done():
        worker.pipe.close()
    else:
        worker.sending.add_done_callback(lambda _: worker.pipe.close())


def too_long(seconds: float) -> Refusal:
    """Return what a request is told that takes more time than it may.

    Example:
        >>> too_long(30.0).line
        'took more than 30 seconds, the limit of a request; send less text at a time'
    """
    return Refusal(
        504, f"took more than {seconds:g} seconds, the limit of a request; send less text at a time"
    )


def _settle(done: asyncio.Future[Any], answer: Answer) -> None:
    if answer.broken:
        done.set_exception(Failed("this request cannot be answered", answer.broken))
    elif answer.refused:
        done.set_exception(Refusal(*answer.refused))
    else:
        done.set_result(answer.value)
