"""HTTP for downloads and live services: one session, redirected with care, patient with servers.

What a server does that is not a reply is ``TryAgain`` or, where a retry is useless, ``GiveUp``.
No message repeats more than a line of what a server says, nor what was asked.
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import BadStatusLine, UnknownProtocol
from importlib import metadata
from typing import Final, Self
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from tenacity import RetryCallState, Retrying, retry_if_exception
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, ReadTimeoutError

from gazetteer.errors import BudgetSpent

OUT_OF_TIME: Final = "the seconds that a document may cost have passed (--wikidata-budget)"
_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_OVERBURDENED: Final = frozenset({500, 504})  # what a query that runs out of time comes back as
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_SCHEMES: Final = frozenset({"http", "https"})
_FAIR_S: Final = 5.0  # a service that does not answer in less is not left alone for it
_MOST_SAID: Final = 120  # code points
_BLOCK: Final = 1 << 16


class TryAgain(Exception):
    """What may go well the next time; ``seconds`` is how long the server asks to wait."""

    def __init__(self, what: str, seconds: float | None = None) -> None:
        super().__init__(what)
        self.seconds = seconds


class GiveUp(TryAgain):
    """What will not go well the next time either."""


class BrokenOff(TryAgain):
    """An answer that ended before its end."""


class Overburdened(TryAgain):
    """What may be more than the server does for one request: half of it may go well at once."""


@dataclass(kw_only=True, eq=False)
class Session:
    """Asks servers over connections that stay open, straight or through the proxy of the system.

    Attributes:
        agent: The User-Agent.
        timeout_s: Seconds without a byte after which a connection counts as dead.
        connect_s: Seconds that connecting may take.
        lead: Given an address and where it leads; raises what is not to be followed.
        redirects: How many are followed.
        whole: Whether ``timeout_s`` is also what one reply may take in all.
        sent: How many requests reached a server.
    """

    agent: str
    timeout_s: float
    connect_s: float
    lead: Callable[[str, str], object]
    redirects: int
    whole: bool
    sent: int = field(default=0, init=False)
    _pools: dict[str, urllib3.PoolManager] = field(default_factory=dict, init=False)

    @contextlib.contextmanager
    def get(
        self,
        url: str,
        headers: Mapping[str, str],
        allowed: Callable[[], float] | None = None,
        form: bytes | None = None,
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        """Ask for an address and whatever it leads to, and give the reply.

        Args:
            url: The address with its parameters.
            headers: All but the User-Agent.
            allowed: Called before each request; gives the seconds that it may take, or refuses it.
            form: Encoded parameters that are sent in the body, for they are too many for an
                address; None to ask by the address alone.

        Raises:
            TryAgain: There is no reply, or the server is busy.
            GiveUp: It leads from address to address, or is nothing that can be asked for.
            HTTPError: While the body is read, it breaks off.
            BudgetSpent: It did not come in the seconds that were allowed, which were so few that
                the server is not to blame.
        """
        for _ in range(self.redirects + 1):
            with self._replied(url, headers, allowed, form) as response:
                target = response.headers.get("Location")
                if response.status not in _MOVED or not target:
                    _refuse_busy(response)
                    yield response
                    return
            url = self._led(url, target)
        raise GiveUp("leads from address to address")

    def _led(self, at: str, target: str) -> str:
        try:
            led = urljoin(at, target)
            self.lead(at, led)
        except ValueError as error:  # "http://[::1"
            raise GiveUp("leads to what is not an address") from error
        return led

    @contextlib.contextmanager
    def _replied(
        self,
        at: str,
        headers: Mapping[str, str],
        allowed: Callable[[], float] | None,
        form: bytes | None,
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        seconds = min(self.timeout_s, allowed()) if allowed else self.timeout_s
        with Deadline(seconds if self.whole else None) as deadline:
            try:
                with contextlib.closing(self._asked(at, headers, seconds, form)) as response:
                    yield response
            except (TryAgain, HTTPError) as error:
                cause = error.__cause__ if isinstance(error, TryAgain) else error
                if deadline.passed or (self.whole and isinstance(cause, ReadTimeoutError)):
                    raise self._slow(seconds) from error
                raise
        if deadline.passed:  # a connection that is cut can look like one that has ended
            raise self._slow(seconds)

    def _asked(
        self, url: str, headers: Mapping[str, str], seconds: float, form: bytes | None
    ) -> urllib3.BaseHTTPResponse:
        pool = self._pool(url)
        self.sent += 1
        sort = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            return pool.request(
                "GET" if form is None else "POST", url, body=form,
                headers={**headers, **sort, "User-Agent": self.agent},
                preload_content=False, redirect=False, retries=False,
                timeout=urllib3.Timeout(connect=min(self.connect_s, seconds), read=seconds),
            )  # fmt: skip
        except (HTTPError, OSError) as error:
            if isinstance(error, ConnectTimeoutError):  # nobody was reached
                self.sent -= 1
            raise broken("cannot be reached", error) from error

    def _pool(self, url: str) -> urllib3.PoolManager:
        scheme, host = _scheme_and_host(url)
        proxy = ("" if proxy_bypass(host) else getproxies().get(scheme)) or ""
        if proxy not in self._pools:
            pool = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
            pool.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
            self._pools[proxy] = pool
        return self._pools[proxy]

    def _slow(self, seconds: float) -> TryAgain | BudgetSpent:
        if seconds < min(_FAIR_S, self.timeout_s):
            return BudgetSpent(OUT_OF_TIME)
        return Overburdened(f"is slow: no whole answer in {seconds:.0f} seconds")


def _scheme_and_host(url: str) -> tuple[str, str]:
    with contextlib.suppress(ValueError):  # "http://[::1"
        parts = urlsplit(url)
        if parts.scheme in _SCHEMES and parts.hostname:
            return parts.scheme, parts.hostname
    raise GiveUp("is not an http or https address")


class Deadline:
    """Cuts the connection on which this thread waits for a reply that takes too long.

    The timeout of a socket is that of a single read: a server that sends a byte now and then,
    lines of a head without end, or one "100 Continue" after another, never reaches it.

    Args:
        seconds: From the request until the whole reply must be there; None for no limit.

    Attributes:
        passed: Whether the connection was cut.
    """

    def __init__(self, seconds: float | None) -> None:
        self.passed = False
        self._seconds = seconds
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Self:
        _DEADLINE.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _DEADLINE.set(None)
        self._stop()

    def watch(self, sock: socket.socket) -> None:
        """Begin to count, for a connection over which a request was sent."""
        self._stop()
        if self._seconds is not None:
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


_DEADLINE: Final[ContextVar[Deadline | None]] = ContextVar("deadline", default=None)


class _Connection(HTTPConnection):
    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # as urllib3 does
        deadline = _DEADLINE.get()
        if deadline is not None and self.sock is not None:
            deadline.watch(self.sock)
        return super().getresponse()


class _SecureConnection(_Connection, HTTPSConnection):
    pass


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def retrying(
    grows: Callable[[RetryCallState], float],
    wish: Callable[[TryAgain, float, float], float],
    stop: Callable[[RetryCallState], bool],
    sleep: Callable[[float], None],
) -> Retrying:
    """Return what tries again where that may go well, and raises the last ``TryAgain``.

    It waits for the seconds that ``grows`` says; where the server asks for some, ``wish`` decides,
    given the error, what is asked for, and what ``grows`` says.
    """

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if not isinstance(error, TryAgain) or error.seconds is None:
            return grows(state)
        return wish(error, error.seconds, grows(state))

    return Retrying(
        retry=retry_if_exception(lambda e: isinstance(e, TryAgain) and not isinstance(e, GiveUp)),
        wait=wait, stop=stop, sleep=sleep, reraise=True,
    )  # fmt: skip


def body_of(response: urllib3.BaseHTTPResponse, most: int, endless: str) -> bytes:
    """Return the body of a reply, unpacked; of one longer than ``most`` bytes, say ``endless``."""
    body = bytearray()
    while block := response.read1(_BLOCK, decode_content=True):
        body += block
        if len(body) > most:
            raise GiveUp(endless)
    return bytes(body)


def user_agent() -> str:
    """Return the name and version that servers are told."""
    with contextlib.suppress(metadata.PackageNotFoundError):
        return f"enrich-geo/{metadata.version('enrich-geo')}"
    return "enrich-geo"


def _refuse_busy(response: urllib3.BaseHTTPResponse) -> None:
    """Refuse a reply whose status says that the same request may go well later."""
    if response.status in _BUSY:
        sort = Overburdened if response.status in _OVERBURDENED else TryAgain
        raise sort(f"answers {status_named(response.status)}", retry_after(response.headers))


def status_named(status: int) -> str:
    """Return a status with its own name, not with whatever the server calls it.

    Example:
        >>> status_named(503)
        '503 Service Unavailable'
    """
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a busy server asks for, which it gives as a number or as a date."""
    text = headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text)
    with contextlib.suppress(TypeError, ValueError):
        when = parsedate_to_datetime(text)
        return max(0.0, (when - datetime.now(when.tzinfo)).total_seconds())
    return None


def broken(what: str, error: Exception) -> TryAgain:
    """Return what became of a connection, and why in the words of a library.

    Without the names of the objects that noticed it, nor the line of a server that may echo what
    was asked.
    """
    cause = error.reason if isinstance(error, MaxRetryError) and error.reason else error
    why = cause.args[-1] if cause.args else type(cause).__name__
    if type(why) in {BadStatusLine, UnknownProtocol}:
        return TryAgain(f"{what} (it does not speak HTTP)")
    plain = re.sub(r"^<[^>]*>:\s*|^\w*Connection\([^)]*\):\s*", "", str(why))
    return TryAgain(f"{what} ({one_line(plain)})")


def one_line(text: str) -> str:
    """Return a text as one short line."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(plain.split())[:_MOST_SAID]
