"""A service started and stopped: the socket, the processes, the server, the signals."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Final

import uvicorn

from enrich.flow.options import LinkerOptions
from enrich.server.app import make_app
from enrich.server.metrics import Metrics
from enrich.server.pool import Pool
from enrich.server.protocol import connection_of
from enrich.server.service import Service
from enrich.server.settings import Settings
from enrich.server.tasks import Limits
from enrich.text.counting import counted
from gazetteer.errors import ArgumentError

_KEEP_ALIVE: Final = 5  # seconds that a connection may be idle between two requests
_BACKLOG: Final = 1024  # connections taken at a time, and those that wait to be
_REFUSED: Final = (
    4 * _BACKLOG
)  # that are open for a moment, until they are told that there are too many
_OTHER_FILES: Final = 256  # of the processes, libraries, logs


class _Server(uvicorn.Server):
    """A server that stops when it is told to, and leaves it to others to end the process.

    Args:
        config: Of the server.
        stopping: Set when it stops, before it waits for what is under way.
    """

    def __init__(self, config: uvicorn.Config, stopping: asyncio.Event) -> None:
        super().__init__(config)
        self._stopping = stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop, once it has been said that it stops."""
        self._stopping.set()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at a signal; at a second one, without waiting for what is under way."""

        def stop(number: int, frame: FrameType | None) -> None:
            del number, frame
            self.force_exit = self.should_exit
            self.should_exit = True

        before = {sent: signal.signal(sent, stop) for sent in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for sent, handler in before.items():
                signal.signal(sent, handler)


def run(options: LinkerOptions, settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until a signal says to stop.

    Args:
        options: Of the linkers.
        settings: Of the service.
        say: Is told, in a line each, where the service is and that it stops.

    Raises:
        ArgumentError: The address cannot be used.
        EnrichError: A process cannot begin: a file is missing, an option makes no sense.
    """
    _log_lines(quiet=settings.quiet)
    _allow_files(settings.max_connections + _REFUSED + _OTHER_FILES)
    with _listening(settings) as listener:
        asyncio.run(_serve(options, settings, listener, say))


async def _serve(
    options: LinkerOptions, settings: Settings, listener: socket.socket, say: Callable[[str], None]
) -> None:
    limits = Limits(settings.seconds, settings.max_text, settings.max_documents)
    async with Pool(options, limits, settings.workers, settings.queue) as pool:
        service = Service(settings, pool, Metrics(pool))
        server = _Server(
            uvicorn.Config(
                make_app(service),
                http=connection_of(settings),
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=_KEEP_ALIVE,
                timeout_graceful_shutdown=max(1, round(settings.stop_seconds)),
                h11_max_incomplete_event_size=settings.max_header,
                backlog=_BACKLOG,
            ),
            service.stopping,
        )
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        say(f"listening on http://{shown}:{port} with {counted(settings.workers, 'worker')}")
        await server.serve(sockets=[listener])
        say("stopped")


def _listening(settings: Settings) -> socket.socket:
    """Return a socket that listens where the operator said."""
    where = (settings.host, settings.port)
    try:
        found = socket.getaddrinfo(*where, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, address = found[0][0], found[0][4][:2]
        both = address[0] == "::" and socket.has_dualstack_ipv6()  # everywhere is also IPv4
        return socket.create_server(address, family=family, backlog=_BACKLOG, dualstack_ipv6=both)
    except (OSError, OverflowError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise ArgumentError(
            f"{settings.host}:{settings.port} cannot be listened on: {why};"
            " --host and --port name another address"
        ) from error


def _allow_files(number: int) -> None:
    """Let this process have so many files open, if the system does; each connection is one."""
    try:
        import resource
    except ImportError:  # Windows, which counts them otherwise
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = number if hard == resource.RLIM_INFINITY else min(number, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _log_lines(*, quiet: bool) -> None:
    """Log a line for each request on standard error, and nothing of its text."""
    log: Any = logging.getLogger("enrich.server")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.handlers = [handler]
    log.propagate = False
    log.setLevel(logging.WARNING if quiet else logging.INFO)
