"""Connections: what uvicorn leaves to a proxy in front of it, so that none is needed.

Headers that do not come, or are too long, bodies that go on when they were refused, and clients
that do not read what they asked for end a connection; and there are only so many.
"""

from __future__ import annotations

import asyncio
import sys
from http import HTTPStatus
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from enrich.server.refusals import PROBLEM, Busy, Refusal, long_headers
from enrich.server.settings import UNDER_WAY, Settings

_LINGER: Final = 2.0  # seconds for a client to read the last answer before its connection ends

_CRUMB: Final = 16  # bytes that chunks of a body have at least on the average
_CRUMBS: Final = 1000  # chunks of a body that may have fewer
_PIECE: Final = 1 << 16  # bytes taken from one connection before the others have their turn


class CrumbsError(h11.RemoteProtocolError):
    """A body comes in chunks that are too small."""


class _Reader(h11.Connection):
    """Reads requests, but no body in crumbs: each chunk takes its time, however small it is."""

    def __init__(self, most: int) -> None:
        super().__init__(h11.SERVER, most)
        self._chunks = self._bytes = 0

    def next_event(self) -> Any:
        """Return what comes next.

        Raises:
            CrumbsError: It is one crumb too many.
        """
        event = super().next_event()
        if isinstance(event, h11.Data):
            self._chunks += event.chunk_start
            self._bytes += len(event.data)
            if self._chunks > _CRUMBS + self._bytes // _CRUMB:
                raise CrumbsError("the chunks of the body are too small")
        elif isinstance(event, h11.Request):
            self._chunks = self._bytes = 0
        return event


class Connection(H11Protocol):
    """A connection of HTTP/1.1 that does not wait for ever; ``connection_of`` sets its limits."""

    limits: Settings

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.conn = _Reader(self.limits.max_header)
        # The requests under way, which ``gate.Watch`` enters here.
        self._under_way: set[asyncio.Task[Any]] = set()
        self.app_state = {**self.app_state, UNDER_WAY: self._under_way}
        self._waiting: asyncio.TimerHandle | None = None
        self._writing: asyncio.TimerHandle | None = None
        self._is_last = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the headers of a request, unless there are too many connections."""
        super().connection_made(transport)
        transport.max_size = _PIECE  # type: ignore[attr-defined]  # of asyncio's own transports
        if len(self.connections) > self.limits.max_connections:
            self._refuse(Busy(f"{self.limits.max_connections} connections are open, the limit"))
            return
        self._wait(self.limits.header_seconds)

    def data_received(self, data: bytes) -> None:
        """Take data; between requests, the headers of the next one have their time from here."""
        super().data_received(data)
        if self._is_last and self.conn.our_state is h11.IDLE:  # all was sent that was not taken
            self.transport.close()
        elif self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()
        elif self._waiting is None and self.timeout_keep_alive_task is None:
            self._wait(self.limits.header_seconds)

    def on_response_complete(self) -> None:
        """Wait for the next request, as uvicorn does."""
        super().on_response_complete()
        self._stop_waiting()
        if self.conn.their_state is h11.SEND_BODY:  # what was refused is still coming
            self._wait(_LINGER if self._is_last else self.limits.header_seconds)
        elif self._is_last:
            self.transport.close()

    def shutdown(self) -> None:
        """Close when what is under way is answered.

        An answer that has begun can no longer say that it is the last. Its client may be sending
        still, and would lose what it has not read if the connection ended at once.
        """
        self._is_last = True
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all clocks, and what is done for a client that is not there any more."""
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)
        while self._under_way:
            self._under_way.pop().cancel()

    def pause_writing(self) -> None:
        """Give the client some time to read what it was sent."""
        super().pause_writing()
        self._writing = self.loop.call_later(self.limits.write_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on, for it has read."""
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong with what is no request."""
        error = sys.exc_info()[1]
        if isinstance(error, h11.RemoteProtocolError) and error.error_status_hint == 431:
            self._refuse(long_headers(self.limits.max_header))
        elif isinstance(error, CrumbsError):
            self._refuse(Refusal(400, str(error)))
        else:
            self._refuse(Refusal(400, msg.rstrip(".").lower().replace("http", "HTTP")))

    def _wait(self, seconds: float) -> None:
        self._waiting = self.loop.call_later(seconds, self._late)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _late(self) -> None:
        seconds = self.limits.header_seconds
        self._refuse(Refusal(408, f"the headers did not arrive within {seconds:g} seconds"))

    def _refuse(self, refusal: Refusal) -> None:
        """Answer what has not become a request, and close."""
        if self.transport.is_closing():
            return
        if self.conn.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            self.transport.abort()  # an answer is under way, or was given
            return
        body = refusal.body()
        headers = {
            "content-type": PROBLEM,
            "content-length": str(len(body)),
            **refusal.headers,
            "Connection": "close",
        }
        reason = HTTPStatus(refusal.status).phrase
        response = h11.Response(
            status_code=refusal.status, headers=[*headers.items()], reason=reason
        )
        events = (response, h11.Data(data=body), h11.EndOfMessage())
        self.transport.write(b"".join(self.conn.send(event) or b"" for event in events))
        self.transport.close()


def connection_of(settings: Settings) -> type[Connection]:
    """Return the class of the connections of one service.

    Example:
        >>> connection_of(Settings(max_header=2048)).limits.max_header
        2048
    """
    return type("ServiceConnection", (Connection,), {"limits": settings})
