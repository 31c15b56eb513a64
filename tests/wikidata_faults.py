"""What a service may do instead of answering well; the faults of http_server.py and more.

A fault is called with the handler and the body that would have been the answer. It stands in a
list of ``Wikibase.faults``, where the last one stays: ``[busy(503), well]`` fails once,
``[hangs_up]`` always.
"""

import json
import time
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from http_server import announces, answers, breaks_after, hangs_up, moved, page
from wikidata_answers import error_body

__all__ = [
    "announces",
    "answers",
    "breaks_after",
    "busy",
    "circles",
    "deep",
    "dribbles",
    "elsewhere",
    "empty",
    "endless",
    "error",
    "gzip_bomb",
    "half",
    "hangs_up",
    "maxlag",
    "misshapen",
    "moved",
    "page",
    "sends",
    "slow",
    "well",
    "wrong_bytes",
]

_JSON = "application/json; charset=utf-8"
_MOST_OF_ENDLESS = 1 << 30
_INFO = {
    "ratelimited": "You've exceeded your rate limit. Please wait some time and try again.",
    "readonly": "The wiki is currently in read-only mode.",
    "internal_api_error_DBQueryError": "[0f] Caught exception of type Wikimedia\\DBQueryError",
}


def well(handler: Any, _body: bytes) -> None:
    """Answer as if there were no fault."""
    handler.send_planned()


# ------------------------------------------------------------------------ statuses and errors


def busy(status: int = 429, seconds: int | None = None, *, as_date: bool = False) -> Any:
    """Answer with a status and, if seconds are given, Retry-After as a number or as a date."""

    def respond(handler: Any, _body: bytes) -> None:
        headers = {"Content-Type": "text/html"}
        if seconds is not None:
            when = datetime.now(UTC) + timedelta(seconds=seconds)
            headers["Retry-After"] = format_datetime(when, usegmt=True) if as_date else str(seconds)
        handler.send_body(b"<html><body>Too many requests</body></html>", status, headers)

    return respond


def error(code: str, info: str | None = None, headers: dict[str, str] | None = None) -> Any:
    """Tell an error of the API inside a reply of status 200."""

    def respond(handler: Any, _body: bytes) -> None:
        version = handler.asked.parameters.get("formatversion", "1")
        body = error_body(code, info or _INFO.get(code, code), version)
        more = {"MediaWiki-API-Error": code, **(headers or {})}
        handler.send_body(json.dumps(body).encode(), 200, {"Content-Type": _JSON, **more})

    return respond


def maxlag(lag: float = 3.45, seconds: int | None = 5) -> Any:
    """Say, inside a reply of status 200, that the databases lag behind."""

    def respond(handler: Any, _body: bytes) -> None:
        version = handler.asked.parameters.get("formatversion", "1")
        info = f"Waiting for all: {lag} seconds lagged."
        more = {"host": "all", "lag": lag, "type": "wikibase-queryservice", "queryserviceLag": 626}
        headers = {"Content-Type": _JSON, "MediaWiki-API-Error": "maxlag"}
        headers["X-Database-Lag"] = str(int(lag))
        if seconds is not None:
            headers["Retry-After"] = str(seconds)
        body = json.dumps(error_body("maxlag", info, version, **more)).encode()
        handler.send_body(body, 200, headers)

    return respond


# -------------------------------------------------------------------------------- the body


def sends(body: Any, status: int = 200, content_type: str = _JSON) -> Any:
    """Send this instead: bytes as they are, anything else as JSON."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda handler, _: handler.send_body(sent, status, {"Content-Type": content_type})


def empty(handler: Any, _body: bytes) -> None:
    """Send no body with status 200."""
    handler.send_body(b"")


def half(handler: Any, body: bytes) -> None:
    """Send half a document under the right Content-Length."""
    handler.send_body(body[: len(body) // 2])


def deep(levels: int = 100_000) -> Any:
    """Send arrays within arrays, more than a parser follows."""
    return sends(b"[" * levels + b"]" * levels)


def misshapen(handler: Any, body: bytes) -> None:
    """Send valid JSON of another shape: entities as a list, no search, no bindings, no features."""
    found = json.loads(body)
    if isinstance(found, list):  # Nominatim
        found = {"places": found}
    else:
        if "entities" in found:
            found["entities"] = list(found["entities"].values())
        for key in ("search", "features"):
            found.pop(key, None)
        for key, part in (("query", "search"), ("results", "bindings")):
            found.get(key, {}).pop(part, None)
    handler.send_body(json.dumps(found).encode())


def wrong_bytes(handler: Any, body: bytes) -> None:
    """Send bytes that are not UTF-8 in the midst of the first text."""
    at = body.index(b'"') + 1
    handler.send_body(body[:at] + b"\xff\xfe\xe9" + body[at:])


def gzip_bomb(mebibytes: int = 128) -> Any:
    """Send a small body that unpacks to many bytes of white space, and a number."""
    packer = zlib.compressobj(9, wbits=31)
    packed = b"".join([packer.compress(b" " * (1 << 20)) for _ in range(mebibytes)])
    packed += packer.compress(b"1") + packer.flush()
    headers = {"Content-Type": _JSON, "Content-Encoding": "gzip"}
    return lambda handler, _: handler.send_body(packed, 200, headers)


def endless(handler: Any, _body: bytes) -> None:
    """Send one block after another until the client goes away."""
    handler.close_connection = True
    handler.head(200, {"Content-Type": _JSON})
    block = b'{"entities":{' + b" " * 65_523
    for _ in range(_MOST_OF_ENDLESS // len(block)):
        handler.wfile.write(block)


# ------------------------------------------------------------------------- time and place


def slow(seconds: float) -> Any:
    """Wait before the answer, which is a good one."""

    def respond(handler: Any, _body: bytes) -> None:
        time.sleep(seconds)
        handler.send_planned()

    return respond


def dribbles(pause_s: float = 0.05, size: int = 1) -> Any:
    """Send the answer a few bytes at a time."""

    def respond(handler: Any, body: bytes) -> None:
        handler.close_connection = True
        handler.head(200, {"Content-Type": _JSON, "Content-Length": str(len(body))})
        for at in range(0, len(body), size):
            handler.wfile.write(body[at : at + size])
            handler.wfile.flush()
            time.sleep(pause_s)

    return respond


def elsewhere(scheme: str = "http", host: str = "localhost", status: int = 302) -> Any:
    """Lead to the same path under another host or scheme: ``file`` leads to a file."""

    def respond(handler: Any, _body: bytes) -> None:
        port = handler.server.server_port
        target = f"{scheme}://{host}:{port}{handler.path}"
        if scheme == "file":
            target = "file:///etc/hostname"
        handler.head(status, {"Location": target, "Content-Length": "0"})

    return respond


def circles(handler: Any, _body: bytes) -> None:
    """Lead to the same address again."""
    handler.head(302, {"Location": handler.path, "Content-Length": "0"})
