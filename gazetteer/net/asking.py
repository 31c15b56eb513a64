"""Live web services asked for JSON, as a guest who wants to be asked back.

One request at a time, over connections that stay open, under a name that says who asks; a busy
server is left alone for as long as it wishes, otherwise with waits that grow and differ by chance
(tenacity). Whatever comes that is not a usable answer is a ``ServiceError``, and a service that has
failed is not asked again for a minute, then for longer, so that a run over many documents does not
wait for it at each of them.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from tenacity import RetryCallState, wait_exponential, wait_random
from urllib3.exceptions import HTTPError

from gazetteer.errors import BudgetSpent, InputError, ServiceError, TooMuch
from gazetteer.net.http import (
    OUT_OF_TIME,
    BrokenOff,
    GiveUp,
    Overburdened,
    Session,
    TryAgain,
    body_of,
    broken,
    one_line,
    retrying,
    status_named,
    user_agent,
)

Json = Any

PROJECT_URL: Final = "https://pypi.org/project/enrich-geo/"
"""Where an operator finds out what it is that asks."""

Check = Callable[[Json, Mapping[str, str]], None]
"""Looks at an answer and its headers.

Raises ``TryAgain`` or ``GiveUp`` where the service is at fault, ``ServiceError`` where only this
question has no answer.
"""

_GROWS: Final = wait_exponential(multiplier=0.5, max=20.0) + wait_random(0.0, 1.0)
_REST_S: Final = 60.0
_LONGEST_REST_S: Final = 900.0
_MOST_DOUBLED: Final = 10  # a server that is gone for weeks must not overflow
_HEADER_TEXT: Final = re.compile(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*")
_MOST_CONTACT: Final = 200
_MOST_BYTES: Final = 64 << 20
_ODD: Final = frozenset({400, 413, 414, 422})  # one question is at fault, not the service
_PORTS: Final = {"http": 80, "https": 443}
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


class Budget:
    """What asking may cost: requests, and seconds spent with them.

    Args:
        requests: How many may be sent; retries count.
        seconds: How long they may take together, pauses included.
        clock: Seconds that only grow.

    Attributes:
        allowed: How many requests a document may cost.
        requests_left: How many may still be sent.
        seconds_left: How long they may still take.

    Example:
        >>> budget = Budget(1, 10.0)
        >>> budget.take()
        10.0
        >>> budget.is_spent
        True
    """

    def __init__(
        self, requests: int, seconds: float, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.requests_left = self.allowed = requests
        self.seconds_left = seconds
        self._clock = clock
        self._since: float | None = None

    @property
    def is_spent(self) -> bool:
        """Whether nothing more may be asked."""
        self._count_time()
        return self.requests_left <= 0 or self.seconds_left <= 0

    @classmethod
    def of_all(cls, budgets: Sequence[Budget]) -> Budget:
        """Return what several budgets have left together; ``share`` gives back what stays of it."""
        together = cls(
            sum(max(0, budget.requests_left) for budget in budgets),
            sum(max(0.0, budget.seconds_left) for budget in budgets),
        )
        together.allowed = max((budget.allowed for budget in budgets), default=0)
        return together

    def share(self, budgets: Sequence[Budget]) -> None:
        """Divide what is left among budgets, in place of what they had.

        Example:
            >>> budgets = [Budget(4, 60.0), Budget(1, 60.0)]
            >>> together = Budget.of_all(budgets)
            >>> _ = together.take()
            >>> together.share(budgets)
            >>> [budget.requests_left for budget in budgets]
            [2, 2]
        """
        self._count_time()
        for number, budget in enumerate(budgets):
            each, more = divmod(max(0, self.requests_left), len(budgets))
            budget.requests_left = each + (number < more)
            budget.seconds_left = max(0.0, self.seconds_left) / len(budgets)

    def take(self) -> float:
        """Count a request, and return how many seconds it may take.

        Raises:
            BudgetSpent: There is none left.
        """
        self._count_time()
        if self.requests_left <= 0:
            raise BudgetSpent(
                f"a document may send at most {self.allowed} requests (--wikidata-budget)"
            )
        if self.seconds_left <= 0:
            raise BudgetSpent(OUT_OF_TIME)
        self.requests_left -= 1
        return self.seconds_left

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
        patience_s: Seconds for which a busy service is waited at most, if it asks for so many.
        sleep: What waits; tests do not.
        clock: Seconds that only grow.

    Raises:
        InputError: The contact cannot stand in a header.

    Example:
        asker = Asker(contact="map-desk@example.org")
        asker.ask("https://www.wikidata.org/w/api.php", {"action": "query", "format": "json"})
    """

    def __init__(  # noqa: PLR0913 - one object for a run, with all that the run asks
        self,
        *,
        contact: str | None = None,
        timeout_s: float = 15.0,
        tries: int = 3,
        patience_s: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = Session(
            agent=agent_named(contact), timeout_s=timeout_s, connect_s=5.0, whole=True,
            lead=_refuse_other_origin, redirects=3,
        )  # fmt: skip
        self._tries = tries
        self._patience_s = patience_s
        self._lock = threading.Lock()  # held while one question is asked
        self._sleep = sleep
        self._clock = clock
        self._resting: dict[str, tuple[float, str]] = {}
        self._failed: dict[str, int] = {}

    @property
    def sent(self) -> int:
        """How many requests reached a server."""
        return self._session.sent

    def ask(  # noqa: PLR0913 - how one question is asked
        self,
        url: str,
        parameters: Mapping[str, str],
        *,
        check: Check | None = None,
        budget: Budget | None = None,
        accept: str = "application/json",
        turn: Callable[[], object] | None = None,
        large: bool = False,
        smallest: bool = False,
    ) -> Json:
        """Return the JSON that a service answers.

        Args:
            url: The address without parameters.
            parameters: By name; sent encoded, so that any text is data.
            check: Refuses what is JSON and yet no answer.
            budget: What this may cost, or None for no limit but the tries.
            accept: The media type asked for.
            turn: Waits before each request until it may be sent, or refuses it with an error of
                its own.
            large: Whether the parameters go in the body of the request, which bounds them less
                than an address; and a service that seems to be overburdened with the question
                is not asked it again. Where each try breaks off, it is too large as well.
            smallest: Whether a large question is tried again all the same, since it has no half.

        Raises:
            BudgetSpent: The budget does not allow it.
            TooMuch: The question is large, and more than the service can do.
            ServiceError: There is no usable answer.
        """
        host = _origin(url)
        self._refuse_while_resting(host)
        spent = budget or Budget(sys.maxsize, float("inf"))

        def once() -> Json:
            try:
                body, headers = self._body(url, urlencode(parameters), accept, allowed, large=large)
                found = parsed(body)
            except Overburdened as error:
                if large and not smallest:
                    raise TooMuch(f"{shown(url)} {error}") from error
                raise
            if check is not None:
                check(found, headers)
            return found

        def allowed() -> float:
            if turn is not None and not spent.is_spent:
                turn()
            return spent.take()

        stop = partial(self._is_over, spent)
        with self._lock, spent:
            self._refuse_while_resting(host)  # it may have failed while this one waited
            try:
                found = retrying(_GROWS, _wished, stop, self._sleep)(once)
            except TryAgain as error:
                told = ServiceError(f"{shown(url)} {error}")
                if large and isinstance(error, BrokenOff | Overburdened):  # time and again
                    raise TooMuch(str(told)) from error
                self._let_rest(host, str(told), error.seconds or 0.0)
                raise told from error
            self._failed.pop(host, None)
        return found

    def _body(
        self, url: str, asked: str, accept: str, allowed: Callable[[], float], *, large: bool
    ) -> tuple[bytes, Mapping[str, str]]:
        headers = {"Accept": accept, "Accept-Encoding": "gzip"}
        address, form = (url, asked.encode()) if large else (f"{url}?{asked}", None)
        try:
            with self._session.get(address, headers, allowed, form) as response:
                _check_status(response.status, url)
                return body_of(response, _MOST_BYTES, "answers without end"), response.headers
        except HTTPError as error:
            raise BrokenOff(str(broken("broke the connection", error))) from error

    def _is_over(self, budget: Budget, state: RetryCallState) -> bool:
        if budget.is_spent or state.attempt_number >= self._tries:
            return True
        return state.upcoming_sleep > min(self._patience_s, budget.seconds_left)

    def _let_rest(self, host: str, told: str, wished_s: float) -> None:
        """Leave a service alone: for a minute, and twice as long each time that it fails again."""
        failed = self._failed[host] = self._failed.get(host, 0) + 1
        rest = min(_LONGEST_REST_S, _REST_S * 2.0 ** min(failed - 1, _MOST_DOUBLED))
        self._resting[host] = (self._clock() + max(rest, wished_s), told)

    def _refuse_while_resting(self, host: str) -> None:
        until, told = self._resting.get(host, (0.0, ""))
        if self._clock() < until:
            raise ServiceError(told)


def _wished(_: TryAgain, seconds: float, grown: float) -> float:
    # The wish of a server is a least: by chance a little more, lest all come back at once.
    return seconds + grown / 20.0


def _check_status(status: int, url: str) -> None:
    if status in _ODD:
        raise ServiceError(f"{shown(url)} refuses this question ({status_named(status)})")
    if status != 200:
        raise GiveUp(f"refuses ({status_named(status)})")


def parsed(body: bytes) -> Json:
    """Return what a body of JSON says.

    Raises:
        TryAgain: It is not JSON, or holds what is neither text nor a number.

    Example:
        >>> parsed(b'{"search": []}')
        {'search': []}
    """
    try:
        found = json.loads(body.decode(), parse_constant=_no_number)
        if _SURROGATE.search(body):  # escaped, and without its other half no text at all
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        if body.lstrip()[:1] == b"<":
            raise TryAgain("answers with a web page") from error
        # A query that runs out of time half-way ends so, with status 200.
        raise Overburdened("answers with something that is not JSON") from error
    return found


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not a number of JSON")


def _origin(url: str) -> str:
    """Return scheme, host and port: what a redirect must not leave."""
    parts = urlsplit(url)
    try:
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:  # "http://host:port"
        port = 0
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"


def _refuse_other_origin(at: str, target: str) -> None:
    """The same service may move its path and nothing else."""
    there = _origin(target)
    if there != _origin(at):
        raise GiveUp(f"leads to {one_line(there)}, another address than was named; not followed")


def shown(url: str) -> str:
    """Return an address as messages give it: without parameters, which hold what was asked.

    Example:
        >>> shown("https://www.wikidata.org/w/api.php?action=query")
        'https://www.wikidata.org/w/api.php'
    """
    return url.partition("?")[0]


def agent_named(contact: str | None) -> str:
    """Return what services are told of who asks.

    Args:
        contact: An e-mail or web address, or None.

    Raises:
        InputError: It cannot stand in a header.

    Example:
        >>> agent_named("map-desk@example.org").partition(" ")[2]
        '(https://pypi.org/project/enrich-geo/; map-desk@example.org)'
    """
    told = (contact or "").strip()
    if told and (len(told) > _MOST_CONTACT or not _HEADER_TEXT.fullmatch(told)):
        raise InputError(
            f"contact {told!r} cannot be sent: give an e-mail or web address in plain letters"
        )
    return f"{user_agent()} ({PROJECT_URL}{f'; {told}' if told else ''})"
