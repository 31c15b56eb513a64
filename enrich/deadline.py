"""How long a document may take: a limit that the stages look at themselves, in any thread.

A signal would reach the main thread only, so the loops of the stages ask. The limit belongs to the
thread (to the context) that works on the document; where none is set, nothing is ever over.
Whoever waits for the result may also have lost interest in it: ``watched`` asks for that too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

SECONDS: Final = 60.0
"""What a document may take by default: some 300,000 words on one core."""

_ends: ContextVar[float | None] = ContextVar("ends", default=None)
_watch: ContextVar[Callable[[], None] | None] = ContextVar("watch", default=None)


class OutOfTime(Exception):
    """A document has taken as long as it may: no error, whoever set the limit goes on."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Let ``check_time`` raise when so many seconds are over; infinity means no limit."""
    token = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(token)


@contextmanager
def watched(watch: Callable[[], None]) -> Iterator[None]:
    """Let ``check_time`` call something first, such as what raises where a caller has given up.

    Args:
        watch: What it raises ends the work. Unless that is no ``Exception``, as cancellation is
            none, a linker takes it for a fault of the document.

    Example:
        >>> with watched(lambda: print("still wanted")):
        ...     check_time()
        still wanted
    """
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)


def check_time() -> None:
    """Go on, unless the time of the document is over, or nobody wants it any more.

    Raises:
        OutOfTime: The time is over.

    Example:
        >>> with limited(60.0):
        ...     check_time()
    """
    watch = _watch.get()
    if watch is not None:
        watch()
    ends = _ends.get()
    if ends is not None and time.monotonic() > ends:
        raise OutOfTime
