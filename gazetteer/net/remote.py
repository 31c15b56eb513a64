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

from tenacity import RetryCallState, Retrying, stop_after_attempt
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from gazetteer.errors import SourceError
from gazetteer.net.http import (
    GiveUp,
    Session,
    TryAgain,
    broken,
    refuse_busy,
    retrying,
    status_named,
    user_agent,
)

_GONE: Final = frozenset({404, 410})
_MAX_PAUSE_S: Final = 300.0
_MAX_PAGE: Final = 16 << 20
_RANGE: Final = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")
_PAGE: Final = (b"<!doctype html", b"<html", b"<head", b'<?xml version="1.0" encoding="utf-8"?><!d')
_MAGIC: Final = {
    ".zip": ((b"PK\x03\x04",), "a zip archive"),
    ".bz2": ((b"BZh",), "bzip2"),
    ".gz": ((b"\x1f\x8b",), "gzip"),
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


class Answer:
    """The head of a reply, and its body in blocks."""

    def __init__(self, response: BaseHTTPResponse) -> None:
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
            raise broken("the connection broke", error) from error


def _iso(http_date: str | None) -> str | None:
    with contextlib.suppress(TypeError, ValueError):
        return parsedate_to_datetime(http_date or "").astimezone(UTC).date().isoformat()
    return None


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
        self._session = Session(
            user_agent(), timeout_s=timeout_s, connect_s=20.0, lead=_refuse_other_scheme,
            redirects=5, whole=False,
        )  # fmt: skip

    def tries(self, most: int) -> Retrying:
        """Return what tries again, after as long as the server asks or twice as long each time.

        Raises:
            SourceError: While it is used: the server asks for more than five minutes.
        """
        return retrying(wait=_pause, stop=stop_after_attempt(most), sleep=self._sleep)

    def page(self, url: str, *, tries: int = 4) -> str:
        """Return a small text: an index, a list of checksums.

        Raises:
            NotFound: There is none.
            SourceError: It cannot be had.
        """
        try:
            return str(self.tries(tries)(self._page, url))
        except TryAgain as error:
            raise SourceError(f"{url}: {error} ({tries} tries)") from error

    def _page(self, url: str) -> str:
        with self.get(url) as answer:
            body = b""
            for block in answer.blocks(1 << 16):
                body += block
                if len(body) > _MAX_PAGE:
                    raise SourceError(f"{url}: is longer than any index; not read")
        return body.decode("utf-8", "replace")

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
        headers = {"Accept-Encoding": "identity"}
        if start and validator:
            headers |= {"Range": f"bytes={start}-", "If-Range": validator}
        try:
            with self._session.get(url, headers) as response:
                _check_status(url, response)
                yield Answer(response)
        except GiveUp as error:
            raise SourceError(f"{url}: {error}") from error


def _refuse_other_scheme(at: str, target: str) -> None:
    if urlsplit(target).scheme != urlsplit(at).scheme:
        raise SourceError(f"{at}: leads to {target}, which is of another scheme; not followed")


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    wished = error.seconds if isinstance(error, TryAgain) else None
    seconds = min(60.0, 2.0 ** (state.attempt_number - 1)) if wished is None else wished
    if seconds > _MAX_PAUSE_S:
        raise SourceError(f"{error}; it asks to come back in {seconds:.0f} seconds: do so")
    return seconds


def _check_status(url: str, response: BaseHTTPResponse) -> None:
    refuse_busy(response)
    status = response.status
    if status in {200, 206, 416}:
        return
    if status in _GONE:
        raise NotFound(f"{url}: the server has no such file ({status}); is the address right?")
    raise SourceError(
        f"{url}: the server refuses ({status_named(status)}); open the address in a browser,"
        " or download the file by hand and name it as a SOURCE"
    )


def check_start(remote: Remote, first: bytes, content_type: str) -> None:
    """Refuse a web page, or anything that is not what the name says.

    Args:
        remote: The file.
        first: Its first bytes.
        content_type: What the server says it is.

    Raises:
        SourceError: It is something else.
    """
    opening = first.removeprefix(b"\xef\xbb\xbf").lstrip()
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
    """Refuse text that breaks off in a line, or JSON in an object: that is not all there is.

    Raises:
        SourceError: The end is missing.
    """
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


def check_digest(path: Path, remote: Remote) -> None:
    """Compare the checksum of a file with its publisher's.

    Raises:
        SourceError: They differ.
    """
    algorithm, expected = remote.digest or ("sha1", "")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, algorithm).hexdigest()
    if found != expected.lower():
        raise SourceError(
            f"{remote.url}: the {algorithm} checksum is {found}, the publisher's is {expected};"
            " the file was removed, start again"
        )
