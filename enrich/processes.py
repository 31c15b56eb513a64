"""What processes that link have in common: one thread each, and an end when their parent ends."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from typing import Final

_THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@contextmanager
def one_thread() -> Iterator[None]:
    """Let processes that are started compute in one thread: several would fight over the cores.

    Example:
        >>> with one_thread():
        ...     os.environ["OMP_NUM_THREADS"]
        '1'
    """
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def end_with_parent(*others: Connection) -> None:
    """From now on, end this process when its parent does, or when one of ``others`` is closed."""
    threading.Thread(target=_end, args=(others,), daemon=True).start()


def _end(others: tuple[Connection, ...]) -> None:
    parent = parent_process()
    connection.wait([*others, *([parent.sentinel] if parent else [])])
    os._exit(1)
