"""A file that a publisher offers, and whether what came is that file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gazetteer.errors import SourceError

__all__ = ["Remote", "check_digest", "check_end", "check_start"]

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
        packed: Whether reading the archive to its end is a check of its own: not for files of
            many gigabytes that have a digest.
    """

    url: str
    name: str
    digest: tuple[str, str] | None = None
    packed: bool = True


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
