"""The lines of a Wikidata dump in chunks of a few megabytes, however it is packed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from gazetteer.errors import SourceError
from gazetteer.sources.files import open_bytes
from gazetteer.sources.options import Report

Chunk = tuple[int, bytes]
"""Number of its first line, counted from 1, and the lines."""

_BLOCK: Final = 1 << 22
_LONGEST: Final = 1 << 26  # bytes of a line; the largest items have some five million


def iter_chunks(
    path: Path, report: Report, block: int = _BLOCK, longest: int = _LONGEST
) -> Iterator[Chunk]:
    """Yield whole lines, a block of bytes at a time, without those too long to be an item."""
    try:
        with open_bytes(path) as file:
            yield from _Lines(path, report, block, longest).read(file)
    except OSError as error:  # bzip2 says no more of a damaged file
        raise SourceError(f"{path}: cannot be read ({error}); download it again") from error


class _Lines:
    """Cuts what is read into whole lines, and drops those without end."""

    def __init__(self, path: Path, report: Report, block: int, longest: int) -> None:
        self._path = path
        self._report = report
        self._block = block
        self._longest = longest
        self._number = 1
        self._rest = b""
        self._skipping = False

    def read(self, file: IO[bytes]) -> Iterator[Chunk]:
        data = file.read(self._block)
        is_array = _check_head(data, self._path)
        last = b""
        while data:
            last = data.rstrip()[-1:] or last
            if chunk := self._take(data):
                yield chunk
            data = file.read(self._block)
        if self._rest:
            yield self._number, self._rest
        if is_array and last != b"]":
            raise SourceError(
                f"{self._path}: cut short: the list of items has no end; download it again"
            )

    def _take(self, data: bytes) -> Chunk | None:
        if self._skipping:
            _, newline, data = data.partition(b"\n")
            if not newline:
                return None
            self._skipping = False
            self._number += 1
        whole, newline, tail = data.rpartition(b"\n")
        if not newline:
            self._keep(self._rest + tail)
            return None
        chunk = self._number, self._rest + whole
        self._number += chunk[1].count(b"\n") + 1
        self._keep(tail)
        return chunk

    def _keep(self, rest: bytes) -> None:
        self._rest = rest
        if len(rest) > self._longest:
            mebibytes = self._longest >> 20
            self._report.problem(
                f"{self._path.name}:{self._number}", f"line of more than {mebibytes} MiB"
            )
            self._rest, self._skipping = b"", True


def _check_head(data: bytes, path: Path) -> bool:
    """Return whether a dump is one array; refuse what is no dump."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:40]
    if not start.startswith((b"[", b"{")):
        shown = start.decode("utf-8", "replace").split("\n")[0]
        raise SourceError(
            f"{path}: no Wikidata JSON dump: it begins with {shown!r};"
            " give latest-all.json.gz or .bz2 of dumps.wikimedia.org/wikidatawiki/entities"
        )
    return start.startswith(b"[")
