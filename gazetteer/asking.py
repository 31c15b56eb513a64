"""Live web services asked for JSON, as a guest who wants to be asked back.

One request at a time, over connections that stay open, under a name that says who asks; a busy
server is left alone for as long as it wishes, otherwise with waits that grow and differ by chance
(tenacity). Whatever comes that is no usable answer is a ``ServiceError``, and a service that has
failed is not asked again for a minute, then for longer, so that a run over many documents does not
wait for it at each of them.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode, urljoin, urlsplit

import urllib3
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    wait_exponential,
    wait_random,
)
from urllib3.exceptions import HTTPError

from gazetteer.errors import BudgetSpent, InputError, ServiceError
from gazetteer.http import MOVED, Pools, TryAgain, is_busy, plain_reason, retry_after, user_agent

__all__ = ["PROJECT_URL", "Asker", "Budget", "Check", "GiveUp"]

PROJECT_URL: Final = "https://pypi.org/project/enrich-geo/"
"""Where an operator finds out what it is that asks."""

Json = Any
Check = Callable[[Json, Mapping[str, str]], None]
"""Looks at an answer and its headers.

Raises ``TryAgain`` or ``GiveUp`` where the service is at fault, ``ServiceError`` where only this
question has no answer.
"""

_MOST_BYTES: Final = 64 << 20
_BLOCK: Final = 1 << 16
_MOST_REDIRECTS: Final = 3
_LONGEST_PAUSE_S: Final = 60.0
_REST_S: Final = 60.0
_LONGEST_REST_S: Final = 900.0
_CONNECT_S: Final = 5.0
_ODD: Final = frozenset({400, 413, 414, 422})  # one question is at fault, not the service
_PORTS: Final = {"http": 80, "https": 443}
_HEADER_TEXT: Final = re.compile(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*")
_MOST_CONTACT: Final = 200


class GiveUp(TryAgain):
    """What will not go well the next time either: the service is left alone for a while."""


class Budget:
    """What asking may cost: requests, and seconds spent with them.

    Args:
        requests: How many may be sent; retries count.
        seconds: How long they may take together, pauses included.
        clock: Seconds that only grow.

    Example:
        >>> budget = Budget(1, 10.0)
        >>> budget.take()
        >>> budget.is_spent
        True
    """

    def __init__(
        self, requests: int, seconds: float, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.requests_left = requests
        self.seconds_left = seconds
        self._clock = clock
        self._since: float | None = None

    @property
    def is_spent(self) -> bool:
        """Whether nothing more may be asked."""
        return self.requests_left <= 0 or self.seconds_left <= 0

    def take(self) -> None:
        """Count a request.

        Raises:
            BudgetSpent: There is none left.
        """
        self._count_time()
        if self.requests_left <= 0:
            raise BudgetSpent("all requests that a document may cost were sent")
        if self.seconds_left <= 0:
            raise BudgetSpent("the seconds that a document may cost have passed")
        self.requests_left -= 1

    def __enter__(self) -> None:
        self._since = self._clock()

    def __exit__(self, *_: object) -> None:
        self._count_time()
        self._since = None

    def _count_time(self) -> None:
        if self._since is not None:
            now = self._clock()
            self.seconds_left -= now - self._since
            self._since = now


class Asker:
    """Asks services; one object for a run, so that its limits hold for all that the run asks.

    May be used from several threads.

    Args:
        contact: How the user can be reached, told to the services: an e-mail or web address.
        timeout_s: Seconds without a byte after which a connection counts as dead, and seconds
            that one answer may take in all.
        tries: How often one question is asked before it is given up.
        at_once: How many requests may be under way.
        sleep: What waits; tests do not.
        clock: Seconds that only grow.

    Attributes:
        sent: How many requests went out.

    Raises:
        InputError: The contact cannot stand in a header.

    Example:
        asker = Asker(contact="map-desk@example.org")
        asker.ask("https://www.wikidata.org/w/api.php", {"action": "query", "format": "json"})
    """

    def __init__(  # noqa: PLR0913 - each is a limit that an operator may want to set
        self,
        *,
        contact: str | None = None,
        timeout_s: float = 15.0,
        tries: int = 3,
        at_once: int = 1,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.sent = 0
        self._agent = _agent_named(contact)
        self._timeout_s = timeout_s
        self._timeout = urllib3.Timeout(connect=min(_CONNECT_S, timeout_s), read=timeout_s)
        self._tries = tries
        self._turn = threading.Semaphore(at_once)
        self._lock = threading.Lock()
        self._sleep = sleep
        self._clock = clock
        self._pools = Pools()
        self._resting: dict[str, tuple[float, str]] = {}
        self._failed: dict[str, int] = {}

    def ask(
        self,
        url: str,
        parameters: Mapping[str, str],
        *,
        check: Check | None = None,
        budget: Budget | None = None,
        accept: str = "application/json",
    ) -> Json:
        """Return the JSON that a service answers.

        Args:
            url: The address without parameters.
            parameters: By name; sent encoded, so that any text is data.
            check: Refuses what is JSON and yet no answer.
            budget: What this may cost, or None for no limit but the tries.
            accept: The media type asked for.

        Raises:
            BudgetSpent: The budget does not allow it.
            ServiceError: There is no usable answer.
        """
        host = _origin(url)
        self._refuse_while_resting(host)
        try:
            with self._turn, budget or Budget(self._tries, float("inf")):
                found = self._ask_patiently(url, parameters, check, budget, accept)
        except TryAgain as error:
            told = ServiceError(f"{_shown(url)} {error}")
            self._let_rest(host, str(told), error.seconds or 0.0)
            raise told from error
        self._failed.pop(host, None)
        return found

    def _let_rest(self, host: str, told: str, wished_s: float) -> None:
        """Leave a service alone: for a minute, and twice as long each time that it fails again."""
        with self._lock:
            failed = self._failed[host] = self._failed.get(host, 0) + 1
            rest = min(_LONGEST_REST_S, _REST_S * 2.0 ** (failed - 1))
            self._resting[host] = (self._clock() + max(rest, wished_s), told)

    def _refuse_while_resting(self, host: str) -> None:
        until, told = self._resting.get(host, (0.0, ""))
        if self._clock() < until:
            raise ServiceError(told)

    def _ask_patiently(
        self,
        url: str,
        parameters: Mapping[str, str],
        check: Check | None,
        budget: Budget | None,
        accept: str,
    ) -> Json:
        grows = wait_exponential(multiplier=0.5, max=20.0) + wait_random(0.0, 1.0)

        def pause(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            wished = error.seconds if isinstance(error, TryAgain) else None
            # The wish of a server is a least: by chance a little more, lest all come back at once.
            return grows(state) if wished is None else wished + grows(state) / 20.0

        def is_over(state: RetryCallState) -> bool:
            longest = _LONGEST_PAUSE_S
            if budget is not None:
                longest = min(longest, budget.seconds_left)
                if budget.requests_left <= 0:
                    return True
            return state.attempt_number >= self._tries or state.upcoming_sleep > longest

        for attempt in Retrying(
            retry=retry_if_exception(_may_go_well),
            wait=pause,
            stop=is_over,
            sleep=self._sleep,
            reraise=True,
        ):
            with attempt:
                if budget is not None:
                    budget.take()
                return self._ask_once(url, parameters, check, accept)
        raise AssertionError  # pragma: no cover - the loop returns or raises

    # ------------------------------------------------------------------------- one request

    def _ask_once(
        self, url: str, parameters: Mapping[str, str], check: Check | None, accept: str
    ) -> Json:
        at = f"{url}?{urlencode(parameters)}"
        for _ in range(_MOST_REDIRECTS + 1):
            response = self._send(at, accept)
            try:
                target = response.headers.get("Location")
                if response.status in MOVED and target:
                    at = _target(at, target)
                    continue
                return self._answer(response, check)
            finally:
                response.close()
        raise GiveUp("leads from address to address")

    def _send(self, url: str, accept: str) -> urllib3.BaseHTTPResponse:
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ServiceError(f"{_shown(url)} is no http or https address")
        headers = {
            "Accept": accept,
            "Accept-Encoding": "gzip",
            "User-Agent": self._agent,
        }
        with self._lock:
            self.sent += 1
        try:
            return self._pools(parts.scheme, parts.hostname).request(
                "GET", url, headers=headers, preload_content=False, redirect=False, retries=False,
                timeout=self._timeout,
            )  # fmt: skip
        except (HTTPError, OSError) as error:
            raise TryAgain(f"cannot be reached ({plain_reason(error)})") from error

    def _answer(self, response: urllib3.BaseHTTPResponse, check: Check | None) -> Json:
        status = response.status
        if is_busy(status):
            raise TryAgain(f"answers {status} {response.reason}", retry_after(response))
        if status in _ODD:
            raise ServiceError(f"the service refuses this question ({status} {response.reason})")
        if status != 200:
            raise GiveUp(f"refuses ({status} {response.reason})")
        body = self._body(response)
        try:
            found = json.loads(body)
        except (ValueError, RecursionError) as error:
            web = body.lstrip()[:1] == b"<"
            what = "a web page" if web else "something that is no JSON"
            raise TryAgain(f"answers with {what}") from error
        if check is not None:
            check(found, response.headers)
        return found

    def _body(self, response: urllib3.BaseHTTPResponse) -> bytes:
        body = bytearray()
        until = self._clock() + self._timeout_s
        try:
            # Whatever has come is looked at, lest a server that dribbles keeps us for hours.
            while block := response.read1(_BLOCK, decode_content=True):
                body += block
                if len(body) > _MOST_BYTES:
                    raise GiveUp("answers without end")
                if self._clock() > until:
                    raise TryAgain(f"is slow: no whole answer in {self._timeout_s:.0f} seconds")
        except (HTTPError, OSError) as error:
            raise TryAgain(f"broke the connection ({plain_reason(error)})") from error
        return bytes(body)


def _may_go_well(error: BaseException) -> bool:
    return isinstance(error, TryAgain) and not isinstance(error, GiveUp)


def _agent_named(contact: str | None) -> str:
    told = (contact or "").strip()
    if told and (len(told) > _MOST_CONTACT or not _HEADER_TEXT.fullmatch(told)):
        raise InputError(
            f"contact {told!r} cannot be sent: give an e-mail or web address in plain letters"
        )
    return f"{user_agent()} ({PROJECT_URL}{f'; {told}' if told else ''})"


def _origin(url: str) -> str:
    """Scheme, host and port: what a redirect must not leave."""
    parts = urlsplit(url)
    try:
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:  # "http://host:port"
        port = 0
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"


def _target(at: str, target: str) -> str:
    """Return where a redirect leads; the same service may move its path and nothing else."""
    led = urljoin(at, target)
    if _origin(led) != _origin(at):
        raise GiveUp(f"leads to {_origin(led)}, another address than was named; not followed")
    return led


def _shown(url: str) -> str:
    """An address as messages give it: without parameters, which hold what was asked."""
    return url.partition("?")[0]
