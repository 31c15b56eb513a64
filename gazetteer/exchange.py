"""One request and what comes of it: a whole body, or an error that says whether to try again.

Redirects are followed within a service only, a reply must come in time and end, and nothing that a
server says stands in a message longer than a line, nor what was asked.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.client import BadStatusLine, UnknownProtocol
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ReadTimeoutError

from gazetteer.deadline import Deadline
from gazetteer.errors import BudgetSpent, ServiceError
from gazetteer.http import MOVED, Pools, TryAgain, is_busy, plain_reason, retry_after

__all__ = ["OUT_OF_TIME", "Exchange", "GiveUp", "Json", "origin", "parsed", "shown"]

Json = Any

_MOST_BYTES: Final = 64 << 20
_BLOCK: Final = 1 << 16
_MOST_REDIRECTS: Final = 3
_CONNECT_S: Final = 5.0
_FAIR_S: Final = 5.0  # a service that does not answer in less is not left alone for it
_ODD: Final = frozenset({400, 413, 414, 422})  # one question is at fault, not the service
_PORTS: Final = {"http": 80, "https": 443}
OUT_OF_TIME: Final = "the seconds that a document may cost have passed (--wikidata-budget)"
_MOST_SAID: Final = 120  # code points
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


class GiveUp(TryAgain):
    """What will not go well the next time either: the service is left alone for a while."""


class Exchange:
    """Sends requests and reads the replies, one at a time or from several threads.

    Args:
        agent: The User-Agent.
        timeout_s: Seconds without a byte after which a connection counts as dead, and seconds
            that one reply may take in all.
        clock: Seconds that only grow.

    Attributes:
        sent: How many requests reached a server.
    """

    def __init__(self, agent: str, timeout_s: float, clock: Callable[[], float]) -> None:
        self.sent = 0
        self._agent = agent
        self._timeout_s = timeout_s
        self._clock = clock
        self._lock = threading.Lock()
        self._pools = Pools()

    def __call__(
        self, url: str, accept: str, before: Callable[[], float] | None = None
    ) -> tuple[bytes, Mapping[str, str]]:
        """Return the body and the headers of a reply.

        Args:
            url: The address with its parameters.
            accept: The media type asked for.
            before: Called before each request, that a redirect leads to too; gives the seconds
                that it may take, or refuses it.

        Raises:
            BudgetSpent: There is none in the time that was left, which was too short to blame the
                service for it.
            TryAgain: There is none now.
            GiveUp: There is none, and will be none soon.
            ServiceError: There is none to this question.
        """
        at: str | None = url
        for _ in range(_MOST_REDIRECTS + 1):
            seconds = self._timeout_s if before is None else min(self._timeout_s, before())
            with Deadline(seconds) as deadline:
                try:
                    at, body, headers = self._replied(at or url, accept, seconds)
                except TryAgain as error:
                    if deadline.passed or isinstance(error.__cause__, ReadTimeoutError):
                        raise self._slow(seconds) from error
                    raise
            if deadline.passed:  # a connection that is cut can look like one that has ended
                raise self._slow(seconds)
            if at is None:
                return body, headers
        raise GiveUp("leads from address to address")

    def _replied(
        self, at: str, accept: str, seconds: float
    ) -> tuple[str | None, bytes, Mapping[str, str]]:
        """Return where a reply leads, or its body and its headers."""
        response = self._send(at, accept, seconds)
        try:
            target = response.headers.get("Location")
            if response.status in MOVED and target:
                return _target(at, target), b"", {}
            _check_status(response, at)
            return None, self._body(response, seconds), response.headers
        finally:
            response.close()

    def _send(self, url: str, accept: str, seconds: float) -> urllib3.BaseHTTPResponse:
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ServiceError(f"{shown(url)} is no http or https address")
        headers = {"Accept": accept, "Accept-Encoding": "gzip", "User-Agent": self._agent}
        try:
            response = self._pools(parts.scheme, parts.hostname).request(
                "GET", url, headers=headers, preload_content=False, redirect=False, retries=False,
                timeout=urllib3.Timeout(connect=min(_CONNECT_S, seconds), read=seconds),
            )  # fmt: skip
        except (HTTPError, OSError) as error:
            if not isinstance(error, ConnectTimeoutError):  # otherwise nobody was reached
                self._count()
            raise TryAgain(f"cannot be reached ({_reason(error)})") from error

        self._count()
        return response

    def _count(self) -> None:
        with self._lock:
            self.sent += 1

    def _body(self, response: urllib3.BaseHTTPResponse, seconds: float) -> bytes:
        body = bytearray()
        until = self._clock() + seconds
        try:
            # Whatever has come is looked at, lest a server that dribbles keeps us for hours.
            while block := response.read1(_BLOCK, decode_content=True):
                body += block
                if len(body) > _MOST_BYTES:
                    raise GiveUp("answers without end")
                if self._clock() > until:
                    raise self._slow(seconds)
        except (HTTPError, OSError) as error:
            raise TryAgain(f"broke the connection ({_reason(error)})") from error
        return bytes(body)

    def _slow(self, seconds: float) -> TryAgain | BudgetSpent:
        if seconds < min(_FAIR_S, self._timeout_s):
            return BudgetSpent(OUT_OF_TIME)
        return TryAgain(f"is slow: no whole answer in {seconds:.0f} seconds")


def parsed(body: bytes) -> Json:
    """Return what a body of JSON says.

    Raises:
        TryAgain: It is no JSON, or holds what is no text or no number.

    Example:
        >>> parsed(b'{"search": []}')
        {'search': []}
    """
    try:
        found = json.loads(body.decode(), parse_constant=_no_number)
        if _SURROGATE.search(body):  # escaped, and without its other half no text at all
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        web = body.lstrip()[:1] == b"<"
        what = "a web page" if web else "something that is no JSON"
        raise TryAgain(f"answers with {what}") from error
    return found


def origin(url: str) -> str:
    """Return scheme, host and port: what a redirect must not leave.

    Example:
        >>> origin("https://www.wikidata.org/w/api.php?action=query")
        'https://www.wikidata.org:443'
    """
    parts = urlsplit(url)
    try:
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:  # "http://host:port"
        port = 0
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"


def shown(url: str) -> str:
    """Return an address as messages give it: without parameters, which hold what was asked.

    Example:
        >>> shown("https://www.wikidata.org/w/api.php?action=query")
        'https://www.wikidata.org/w/api.php'
    """
    return url.partition("?")[0]


def _check_status(response: urllib3.BaseHTTPResponse, at: str) -> None:
    status = response.status
    if is_busy(status):
        raise TryAgain(f"answers {_named(status)}", retry_after(response))
    if status in _ODD:
        raise ServiceError(f"{shown(at)} refuses this question ({_named(status)})")
    if status != 200:
        raise GiveUp(f"refuses ({_named(status)})")


def _target(at: str, target: str) -> str:
    """Return where a redirect leads; the same service may move its path and nothing else."""
    try:
        led = urljoin(at, target)
        there = origin(led)
    except ValueError as error:  # "http://[::1"
        raise GiveUp("leads to what is no address") from error
    if there != origin(at):
        raise GiveUp(f"leads to {_brief(there)}, another address than was named; not followed")
    return led


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _named(status: int) -> str:
    """Return a status with its own name, not with whatever the server calls it."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _reason(error: Exception) -> str:
    """Return what a library says, without the line of a server that may echo what was asked."""
    cause = error.args[-1] if error.args else None
    if type(cause) in {BadStatusLine, UnknownProtocol}:
        return "it does not speak HTTP"
    return _brief(plain_reason(error))


def _brief(text: str) -> str:
    """Return a text as one short line."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(plain.split())[:_MOST_SAID]
