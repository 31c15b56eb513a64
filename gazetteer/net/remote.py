"""A file that a publisher offers: asked for, and looked at whether what came is that file."""

from __future__ import annotations

import contextlib
import hashlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tenacity import Retrying, stop_after_attempt, wait_exponential
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from gazetteer.errors import SourceError
from gazetteer.net.http import (
    GiveUp,
    Session,
    TryAgain,
    body_of,
    broken,
    retrying,
    status_named,
    user_agent,
)

_GONE: Final = frozenset({404, 410})
_MAX_PAUSE_S: Final = 300.0
_MAX_PAGE: Final = 16 << 20
_TRIES: Final = 4
_RANGE: Final = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")
_LENGTH: Final = re.compile(r"\d{1,18}", re.ASCII)
_PAGE: Final = (b"<!doctype html", b"<html", b"<head", b'<?xml version="1.0" encoding="utf-8"?><!d')
_MAGIC: Final = {
    ".zip": ((b"PK\x03\x04",), "a zip archive"),
    ".bz2": ((b"BZh",), "bzip2"),
    ".gz": ((b"\x1f\x8b",), "gzip"),
    ".zst": ((b"\x28\xb5\x2f\xfd",), "zstd"),
    ".geojson": ((b"{",), "GeoJSON"),
    ".json": ((b"{", b"["), "JSON"),
}


@dataclass(frozen=True, slots=True)
class Remote:
    """A file that a publisher offers.

    Attributes:
        url: Where.
        name: What it is called in the cache.
        digest: Algorithm and hexadecimal checksum that the publisher gives, or None.
    """

    url: str
    name: str
    digest: tuple[str, str] | None = None


class NotFound(SourceError):
    """The server knows no such file."""


class Client:
    """Asks servers for files; one object may be used for many.

    Args:
        timeout_s: Seconds without a byte after which a connection counts as dead.
        sleep: What waits; tests do not.

    Example:
        client = Client()
        with client.get("https://download.geonames.org/export/dump/countryInfo.txt") as reply:
            first = next(reply.stream(1024))
    """

    def __init__(
        self, *, timeout_s: float = 60.0, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._sleep = sleep
        self._session = Session(
            agent=user_agent(), timeout_s=timeout_s, connect_s=20.0, whole=False,
            lead=_refuse_other_scheme, redirects=5,
        )  # fmt: skip

    def tries(self, most: int) -> Retrying:
        """Return what tries again, after as long as the server asks or twice as long each time.

        Raises:
            SourceError: While it is used: the server asks for more than five minutes.
        """
        return retrying(wait_exponential(max=60.0), _wished, stop_after_attempt(most), self._sleep)

    def page(self, url: str) -> str:
        """Return a small text: an index, a list of checksums.

        Raises:
            NotFound: There is none.
            SourceError: It cannot be had.
        """
        try:
            return str(self.tries(_TRIES)(self._page, url))
        except TryAgain as error:
            raise SourceError(f"{url}: {error} ({_TRIES} tries)") from error

    def _page(self, url: str) -> str:
        with self.get(url) as response:
            body = body_of(response, _MAX_PAGE, "is longer than any index; not read")
        return body.decode("utf-8", "replace")

    @contextlib.contextmanager
    def get(
        self, url: str, start: int = 0, validator: str | None = None
    ) -> Iterator[BaseHTTPResponse]:
        """Ask for a file, or for what is behind a byte of the version that ``validator`` names.

        Raises:
            TryAgain: The server is busy or cannot be reached now, or the connection broke.
            NotFound: There is no such file.
            SourceError: It refuses, or leads elsewhere.
        """
        headers = {"Accept-Encoding": "identity"}
        if start and validator:
            headers |= {"Range": f"bytes={start}-", "If-Range": validator}
        try:
            with self._session.get(url, headers) as response:
                _check_status(url, response.status)
                yield response
        except GiveUp as error:
            raise SourceError(f"{url}: {error}") from error
        except HTTPError as error:
            raise broken("the connection broke", error) from error


def _refuse_other_scheme(at: str, target: str) -> None:
    if urlsplit(target).scheme != urlsplit(at).scheme:
        raise SourceError(f"{at}: leads to {target}, which is of another scheme; not followed")


def _wished(error: TryAgain, seconds: float, _: float) -> float:
    if seconds > _MAX_PAUSE_S:
        raise SourceError(f"{error}; it asks to come back in {seconds:.0f} seconds: do so")
    return seconds


def _check_status(url: str, status: int) -> None:
    if status in {200, 206, 416}:
        return
    if status in _GONE:
        raise NotFound(f"{url}: the server has no such file ({status}); is the address right?")
    raise SourceError(
        f"{url}: the server refuses ({status_named(status)}); open the address in a browser,"
        " or download the file by hand and name that"
    )


def is_behind_the_end(response: BaseHTTPResponse, start: int) -> bool:
    """Whether the server says that there is nothing behind a byte."""
    return response.status == 416 and start > 0


def continues(response: BaseHTTPResponse, start: int, total: int | None) -> bool:
    """Whether the body goes on from a byte of a file of that length."""
    match = _RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
    if response.status != 206 or not match or match[1] != str(start):
        return False
    return total is None or match[2] in {"*", str(total)}


def described(response: BaseHTTPResponse) -> dict[str, Any]:
    """Return what the server says of the file, to be compared with later replies."""
    length = response.headers.get("Content-Length", "")
    modified = response.headers.get("Last-Modified")
    return {
        "etag": response.headers.get("ETag"),
        "last_modified": modified,
        "modified": _iso(modified),
        "total": int(length) if _LENGTH.fullmatch(length) else None,
    }


def _iso(http_date: str | None) -> str | None:
    with contextlib.suppress(TypeError, ValueError):
        return parsedate_to_datetime(http_date or "").astimezone(UTC).date().isoformat()
    return None


def check_start(remote: Remote, first: bytes, response: BaseHTTPResponse) -> None:
    """Refuse a web page, or first bytes that are not what the name says."""
    opening = first.removeprefix(b"\xef\xbb\xbf").lstrip()
    content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if opening[:100].lower().startswith(_PAGE) or content_type == "text/html":
        raise SourceError(
            f"{remote.url}: answers with a web page instead of {remote.name} (a login, a notice"
            " or a block?); open the address in a browser, or download the file by hand"
        )
    magic, what = _MAGIC.get(Path(remote.name).suffix, ((b"",), ""))
    is_text = remote.name.endswith("json")
    if not (opening if is_text else first).startswith(magic):
        raise SourceError(f"{remote.url}: what comes is not {what}, as {remote.name} should be")


def check_end(path: Path, remote: Remote) -> None:
    """Refuse text that breaks off in a line, or JSON in an object: that is not all there is."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 64))
        end = file.read()
    if not size:
        raise SourceError(f"{remote.url}: the file is empty")
    text = remote.name.endswith(".txt") and not end.endswith(b"\n")
    json_ = remote.name.endswith("json") and not end.rstrip().endswith((b"}", b"]"))
    if text or json_:
        raise SourceError(
            f"{remote.url}: the file breaks off after {size:,} bytes, though the server says"
            " that this is all; try again later or another mirror"
        )


def check_digest(path: Path, remote: Remote, algorithm: str, expected: str) -> None:
    """Compare the checksum of a file with its publisher's."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, algorithm).hexdigest()
    if found != expected.lower():
        raise SourceError(
            f"{remote.url}: the {algorithm} checksum is {found}, the publisher's is {expected};"
            " the file was removed, start again"
        )
