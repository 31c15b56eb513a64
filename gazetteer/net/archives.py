"""Packed files from strangers, read in blocks to their end and within bounds."""

from __future__ import annotations

import bz2
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from gazetteer.atomic import replacing_file
from gazetteer.errors import SourceError

_BLOCK: Final = 1 << 20
_GRACE: Final = 16 << 20  # a file of blanks packs well: below this the ratio says nothing
_BROKEN: Final = (EOFError, OSError, zlib.error, zipfile.BadZipFile)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may become; by default no more than what publishers offer.

    Attributes:
        total: Bytes unpacked: twice the largest public file (Who's On First, 42 GB).
        ratio: Bytes unpacked per byte packed, ten times that file's; applied above 16 MiB.
        members: How many files it may hold.
    """

    total: int = 100 << 30
    ratio: int = 150
    members: int = 1_000_000


def check(path: Path, limits: Limits | None = None) -> None:
    """Read a zip archive to its end and compare its checksums.

    Raises:
        SourceError: It is cut short, damaged, encrypted, or too large when unpacked.
    """
    limits = limits or Limits()
    for _ in _bounded(path, _iter_zip(path, limits), limits):
        pass


def unpack(path: Path, target: Path, limits: Limits | None = None) -> None:
    """Unpack a bzip2 file; what it holds appears when it is whole.

    Raises:
        SourceError: The file is cut short or damaged, or unpacks to more than the limits allow.
        OutputError: The target cannot be written.
    """
    with replacing_file(target) as part, part.open("wb") as out:
        for block in _bounded(path, _iter_bzip2(path), limits or Limits()):
            out.write(block)


def _bounded(path: Path, blocks: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """Yield blocks unless they become too many."""
    allowed = min(limits.total, max(_GRACE, limits.ratio * max(1, path.stat().st_size)))
    size = 0
    for block in blocks:
        size += len(block)
        if size > allowed:
            raise SourceError(
                f"{path}: unpacks to more than {allowed:,} bytes, which no honest archive of its"
                " size does; not unpacked"
            )
        yield block


def _iter_bzip2(path: Path) -> Iterator[bytes]:
    with _damage(path), bz2.open(path, "rb") as stream:
        yield from _blocks(stream)


def _iter_zip(path: Path, limits: Limits) -> Iterator[bytes]:
    with _damage(path), zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > limits.members:
            raise SourceError(f"{path}: holds more than {limits.members:,} files; not unpacked")
        for member in members:
            if member.flag_bits & 1:
                raise SourceError(f"{path}: {member.filename} is encrypted; it cannot be read")
            with archive.open(member) as stream:
                yield from _blocks(stream)


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(_BLOCK), b"")


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        why = str(error) or type(error).__name__
        raise SourceError(
            f"{path}: the archive is cut short or damaged ({why}); remove it and download it again"
        ) from error
