"""Every request on its way in and out: who may ask, what every answer carries, what is logged.

Nothing of a text, an address or a header is logged: the method, the route, the status, the time.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from enrich.server.metrics import Metrics
from enrich.server.refusals import PROBLEM, Busy, Failed, Refusal, long_headers, where
from enrich.server.settings import UNDER_WAY, Settings

_log = logging.getLogger("enrich.server")
_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_OWN_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_OPEN: Final = frozenset(
    {"/", "/page", "/desk", "/docs", "/openapi.json", "/health", "/health/live"}
)
_OPEN_FOLDER: Final = "/static/"
_SAFE: Final = frozenset({"GET", "OPTIONS"})
_BROKEN: Final = 500
_GONE: Final = 499  # the client went before it was answered; for the log alone
NOTHING: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The content security policy of what is no page."""
_FRAMED: Final = "frame-ancestors *"
_HEADERS: Final = {
    "content-security-policy": NOTHING,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


async def send_refusal(refusal: Refusal, send: Send) -> None:
    """Answer with a refusal."""
    body = refusal.body()
    headers = {"content-type": PROBLEM, "content-length": str(len(body)), **refusal.headers}
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": refusal.status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def has_token(given: str, token: str) -> bool:
    """Tell whether a token is the right one, in a time that does not tell how nearly it was.

    Example:
        >>> has_token("secret", "secret"), has_token("", "secret"), has_token("é", "secret")
        (True, False, False)
    """
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), token.encode())


def is_open_to_all(path: str) -> bool:
    """Tell whether a path needs no token.

    Example:
        >>> is_open_to_all("/health"), is_open_to_all("/link")
        (True, False)
    """
    return path in _OPEN or path.startswith(_OPEN_FOLDER)


class Gate:
    """Lets those requests through that the operator means: by host, origin, encoding, token.

    Args:
        app: What answers them.
        settings: Of the service.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        named = {host.lower() for host in settings.hosts}
        own = _OWN_NAMES | {settings.host.lower(), f"[{settings.host.lower()}]"}
        self._hosts = named | own if named or settings.is_local else frozenset()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        try:
            if scope["type"] == "http":
                self._check(scope)
        except Refusal as refusal:
            await send_refusal(refusal, send)
            return
        await self._app(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        if _size(scope) > self._settings.max_header:  # what came in pieces was cut off before
            raise long_headers(self._settings.max_header)
        headers = Headers(scope=scope)
        host = re.sub(r":\d*$", "", headers.get("host", "").lower())
        if self._hosts and host not in self._hosts:
            line = (
                "this service does not go by the name in the header Host; its operator can add it"
            )
            raise Refusal(421, line)
        if scope["method"] not in _SAFE and headers.get("sec-fetch-site") == "cross-site":
            origins = self._settings.origins
            if "*" not in origins and headers.get("origin") not in origins:
                line = "pages of other sites may not ask; the operator can allow an origin"
                raise Refusal(403, line)
        if headers.get("content-encoding", "identity").lower() != "identity":
            line = "compressed bodies are not read; send it as it is"
            raise Refusal(415, line, {"Accept-Encoding": "identity"})
        if self._settings.token and not is_open_to_all(scope["path"]):
            scheme, _, given = headers.get("authorization", "").partition(" ")
            if scheme.lower() != "bearer" or not has_token(given.strip(), self._settings.token):
                line = "a token is needed: Authorization: Bearer TOKEN"
                raise Refusal(401, line, {"WWW-Authenticate": "Bearer"})


def _size(scope: Scope) -> int:
    """Return how many bytes the request line and the headers had, about."""
    headers = sum(len(name) + len(value) + 4 for name, value in scope["headers"])
    return len(scope["raw_path"]) + len(scope["query_string"]) + headers


def _as_get(scope: Scope) -> Scope:
    """Return a request for the head of an answer as one for all of it; the body is not sent."""
    return {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope


@contextmanager
def _ends_with_connection(scope: Scope) -> Iterator[None]:
    """Cancel the task that answers a request when its client goes.

    Raises:
        ClientDisconnect: It has gone.
    """
    task, under_way = asyncio.current_task(), scope.get("state", {}).get(UNDER_WAY)
    if task is None or under_way is None:
        yield
        return
    under_way.add(task)
    try:
        yield
    except asyncio.CancelledError as error:
        if task in under_way:  # the service is being stopped
            raise
        task.uncancel()
        raise ClientDisconnect from error
    finally:
        under_way.discard(task)


class Watch:
    """Adds what every answer carries, logs and counts each request, and catches what breaks.

    Args:
        app: What answers them.
        settings: Of the service.
        metrics: That count.
    """

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have a request answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.monotonic(), 0
        asked = scope["method"]
        scope = _as_get(scope)
        given = Headers(scope=scope).get("x-request-id", "")
        name = given if _NAME.fullmatch(given) else uuid4().hex

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(message, name)
            await send(message)

        try:
            with _ends_with_connection(scope):
                await self._app(scope, receive, answer)
        except ClientDisconnect:
            if status in (0, _BROKEN):  # which the framework makes of it, for nobody
                status = _GONE
        except asyncio.CancelledError:  # the time that stopping may take is up
            if not status:
                await send_refusal(Busy("the service is being stopped", 5), answer)
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the log tells where it was
            _log.error("%s", where(error))
            if not status:
                await send_refusal(Failed("this request cannot be answered", "the server"), answer)
        finally:
            self._tell(scope, asked, status, time.monotonic() - begun, name)

    def _add_headers(self, message: Message, name: str) -> None:
        headers = MutableHeaders(raw=message.setdefault("headers", []))
        framed = _FRAMED in headers.get("content-security-policy", "")
        for key, value in _HEADERS.items():
            if not (framed and key == "x-frame-options"):  # which knows no "anybody"
                headers.setdefault(key, value)
        if not self._settings.origins:
            headers.setdefault("cross-origin-resource-policy", "same-origin")
        headers["x-request-id"] = name
        message["headers"] = headers.raw

    def _tell(self, scope: Scope, method: str, status: int, seconds: float, name: str) -> None:
        route = getattr(scope.get("route"), "path", "-")
        method = method if method.isalpha() else "-"
        self._metrics.count_request(route, method, status, seconds)
        if not self._settings.quiet:
            _log.info("%.10s %s %s %.0f ms %s", method, route, status, 1000 * seconds, name)
