"""A limit to what one reply may take: the timeout of a socket is that of a single read.

A server that sends a byte now and then, lines of a head without end, or one "100 Continue" after
another, never reaches that timeout. A ``Deadline`` cuts the connection, wherever it is read.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Mapping
from typing import Final, Self

from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class _Current(threading.local):
    deadline: Deadline | None = None


_CURRENT: Final = _Current()


class Deadline:
    """Cuts the connection on which this thread waits for a reply that takes too long.

    It holds for connections of ``POOL_CLASSES``.

    Args:
        seconds: From the request until the whole reply must be there; None for no limit.

    Attributes:
        passed: Whether the connection was cut.

    Example:
        with Deadline(15.0) as deadline:
            response = pools("https", host).request("GET", url, preload_content=False)
            body = response.read()
    """

    def __init__(self, seconds: float | None) -> None:
        self.passed = False
        self._seconds = seconds
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Self:
        _CURRENT.deadline = self
        return self

    def __exit__(self, *_: object) -> None:
        _CURRENT.deadline = None
        self._stop()

    def watch(self, sock: socket.socket) -> None:
        """Begin to count, for a connection over which a request was sent."""
        self._stop()
        if self._seconds is None:
            return
        self._timer = threading.Timer(self._seconds, self._cut, [sock])
        self._timer.daemon = True
        self._timer.start()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _cut(self, sock: socket.socket) -> None:
        self.passed = True
        with contextlib.suppress(OSError):  # it is closed already
            sock.shutdown(socket.SHUT_RDWR)


class _Connection(HTTPConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 does
        _watch(self)
        return super().getresponse()


class _SecureConnection(HTTPSConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 does
        _watch(self)
        return super().getresponse()


def _watch(connection: HTTPConnection) -> None:
    if _CURRENT.deadline is not None and connection.sock is not None:
        _CURRENT.deadline.watch(connection.sock)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


POOL_CLASSES: Final[Mapping[str, type[HTTPConnectionPool]]] = {
    "http": _Pool,
    "https": _SecurePool,
}
"""What a ``PoolManager`` makes its connections with, by scheme."""
