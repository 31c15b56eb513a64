"""HTTP as the downloads need it: resumed, redirected with care, and patient with busy servers."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from typing import Any, Final
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError

from gazetteer.deadline import POOL_CLASSES
from gazetteer.errors import SourceError

__all__ = [
    "MOVED",
    "Answer",
    "Client",
    "NotFound",
    "Pools",
    "TryAgain",
    "is_busy",
    "plain_reason",
    "retry_after",
    "retry_after_of",
    "size_text",
    "user_agent",
]

_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
MOVED: Final = frozenset({301, 302, 303, 307, 308})
"""Statuses that lead elsewhere."""
_GONE: Final = frozenset({404, 410})
_SCHEMES: Final = ("http", "https")
_MAX_REDIRECTS: Final = 5
_MAX_PAUSE_S: Final = 300.0
_MAX_PAGE: Final = 16 << 20
_RANGE: Final = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")
_UNITS: Final = ("bytes", "kB", "MB", "GB", "TB")


class NotFound(SourceError):
    """The server knows no such file."""


class TryAgain(Exception):
    """What may go well the next time; ``seconds`` is how long the server asks to wait."""

    def __init__(self, what: str, seconds: float | None = None) -> None:
        super().__init__(what)
        self.seconds = seconds


def size_text(size: float) -> str:
    """Return a number of bytes for a person.

    Example:
        >>> size_text(999), size_text(1_640_000_000)
        ('999 bytes', '1.6 GB')
    """
    unit = 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size /= 1000
        unit += 1
    return f"{size:.1f} {_UNITS[unit]}" if unit else f"{size:.0f} {_UNITS[0]}"


class Answer:
    """The head of a reply, and its body in blocks."""

    def __init__(self, url: str, response: urllib3.BaseHTTPResponse) -> None:
        self._url = url
        self._response = response
        match = _RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
        self._first = int(match[1]) if match and match[1] else None
        whole = match[3] if match else None
        self._range_total = int(whole) if whole and whole != "*" else None

    @property
    def content_type(self) -> str:
        """The media type, in lower case and without parameters."""
        return self._response.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    def continues(self, start: int, total: int | None) -> bool:
        """Whether the body goes on from a byte of a file of that length."""
        if self._response.status != 206 or self._first != start:
            return False
        return None in (total, self._range_total) or total == self._range_total

    def require_whole(self) -> None:
        """Refuse a body that is not the file from its first byte.

        Raises:
            TryAgain: It is another part, or none.
        """
        if self._response.status != 200:
            raise TryAgain("sends another part of the file than was asked for")

    def complete_at(self, start: int) -> bool:
        """Whether the server says that there is nothing behind a byte."""
        return self._response.status == 416 and start > 0

    def meta(self) -> dict[str, Any]:
        """Return what the server says of the file, to be compared with later replies."""
        headers = self._response.headers
        length = headers.get("Content-Length", "")
        modified = headers.get("Last-Modified")
        return {
            "etag": headers.get("ETag"),
            "last_modified": modified,
            "modified": _iso(modified),
            "total": int(length) if length.isdecimal() else None,
        }

    def blocks(self, size: int) -> Iterator[bytes]:
        """Yield the body.

        Raises:
            TryAgain: The connection broke.
        """
        try:
            yield from self._response.stream(size, decode_content=False)
        except (HTTPError, OSError) as error:
            raise TryAgain(f"the connection broke ({plain_reason(error)})") from error


def _iso(http_date: str | None) -> str | None:
    with contextlib.suppress(TypeError, ValueError):
        return parsedate_to_datetime(http_date or "").astimezone(UTC).date().isoformat()
    return None


class Pools:
    """Connections kept open, straight or through the proxy that the environment names."""

    def __init__(self) -> None:
        self._pools: dict[str, urllib3.PoolManager] = {}

    def __call__(self, scheme: str, host: str) -> urllib3.PoolManager:
        """Return what connects to a host."""
        proxy = None if proxy_bypass(host) else getproxies().get(scheme)
        if (proxy or "") not in self._pools:
            pool = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
            pool.pool_classes_by_scheme = dict(POOL_CLASSES)
            self._pools[proxy or ""] = pool
        return self._pools[proxy or ""]


class Client:
    """Asks servers for files; one object may be used for many.

    Args:
        timeout_s: Seconds without a byte after which a connection counts as dead.
        sleep: What waits; tests do not.

    Example:
        client = Client()
        with client.get("https://download.geonames.org/export/dump/countryInfo.txt") as answer:
            first = next(answer.blocks(1024))
    """

    def __init__(
        self, *, timeout_s: float = 60.0, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._sleep = sleep
        self._pools = Pools()
        self._timeout = urllib3.Timeout(connect=min(20.0, timeout_s), read=timeout_s)

    def pause(self, failed: int, error: TryAgain) -> None:
        """Wait before the next try: as long as the server asks, or twice as long each time.

        Raises:
            SourceError: The server asks for more than five minutes.
        """
        seconds = error.seconds if error.seconds is not None else min(60.0, 2.0 ** (failed - 1))
        if seconds > _MAX_PAUSE_S:
            raise SourceError(f"{error}; it asks to come back in {seconds:.0f} seconds: do so")
        self._sleep(seconds)

    def page(self, url: str, *, tries: int = 4) -> str:
        """Return a small text: an index, a list of checksums.

        Raises:
            NotFound: There is none.
            SourceError: It cannot be had.
        """
        for failed in range(1, tries + 1):
            try:
                with self.get(url) as answer:
                    body = b""
                    for block in answer.blocks(1 << 16):
                        body += block
                        if len(body) > _MAX_PAGE:
                            raise SourceError(f"{url}: is longer than any index; not read")
                    return body.decode("utf-8", "replace")
            except TryAgain as error:
                if failed == tries:
                    raise SourceError(f"{url}: {error} ({tries} tries)") from error
                self.pause(failed, error)
        raise AssertionError  # pragma: no cover - the loop returns or raises

    @contextlib.contextmanager
    def get(self, url: str, start: int = 0, validator: str | None = None) -> Iterator[Answer]:
        """Ask for a file, or for what is behind a byte if it is still the same.

        Args:
            url: Where.
            start: First byte wanted.
            validator: ETag or date of the version whose first bytes are here.

        Raises:
            TryAgain: The server is busy or cannot be reached now.
            NotFound: There is no such file.
            SourceError: It refuses, or leads elsewhere.
        """
        headers = {"Accept-Encoding": "identity", "User-Agent": user_agent()}
        if start and validator:
            headers |= {"Range": f"bytes={start}-", "If-Range": validator}
        at, response = self._followed(url, headers)
        try:
            _check_status(at, response)
            yield Answer(at, response)
        finally:
            response.close()

    def _followed(self, url: str, headers: dict[str, str]) -> tuple[str, urllib3.BaseHTTPResponse]:
        at = url
        for _ in range(_MAX_REDIRECTS + 1):
            response = self._asked(at, headers)
            target = response.headers.get("Location")
            if response.status not in MOVED or not target:
                return at, response
            response.close()
            target = urljoin(at, target)
            if urlsplit(target).scheme != urlsplit(at).scheme:
                raise SourceError(
                    f"{at}: leads to {target}, which is of another scheme; not followed"
                )
            at = target
        raise SourceError(f"{url}: leads from address to address; given up after {at}")

    def _asked(self, url: str, headers: dict[str, str]) -> urllib3.BaseHTTPResponse:
        parts = urlsplit(url)
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise SourceError(f"{url}: is no http or https address")
        try:
            return self._pools(parts.scheme, parts.hostname).request(
                "GET", url, headers=headers, preload_content=False, redirect=False,
                retries=False, timeout=self._timeout,
            )  # fmt: skip
        except (HTTPError, OSError) as error:
            raise TryAgain(f"cannot be reached ({plain_reason(error)})") from error


def user_agent() -> str:
    """Return the name and version that servers are told."""
    with contextlib.suppress(metadata.PackageNotFoundError):
        return f"enrich-geo/{metadata.version('enrich-geo')}"
    return "enrich-geo"


def is_busy(status: int) -> bool:
    """Whether a status says that the same request may go well later."""
    return status in _BUSY


def _check_status(url: str, response: urllib3.BaseHTTPResponse) -> None:
    status = response.status
    if status in {200, 206, 416}:
        return
    if is_busy(status):
        raise TryAgain(f"answers {status} {response.reason}", retry_after(response))
    if status in _GONE:
        raise NotFound(f"{url}: the server has no such file ({status}); is the address right?")
    raise SourceError(
        f"{url}: the server refuses ({status} {response.reason}); open the address in a browser,"
        " or download the file by hand and name it as a SOURCE"
    )


def retry_after(response: urllib3.BaseHTTPResponse) -> float | None:
    """Return the seconds that a busy server asks for."""
    return retry_after_of(response.headers)


def retry_after_of(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of a Retry-After header, which gives them as a number or as a date."""
    text = headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text)
    with contextlib.suppress(TypeError, ValueError):
        when = parsedate_to_datetime(text)
        return max(0.0, (when - datetime.now(when.tzinfo)).total_seconds())
    return None


def plain_reason(error: Exception) -> str:
    """Return what is the matter, without the names of the objects that noticed it."""
    cause: BaseException = (
        error.reason if isinstance(error, MaxRetryError) and error.reason else error
    )
    text = str(cause.args[-1] if cause.args else cause) or type(cause).__name__
    return re.sub(r"^<[^>]*>:\s*|^\w*Connection\([^)]*\):\s*", "", text)
