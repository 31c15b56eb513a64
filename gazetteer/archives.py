"""Archives from strangers: their members stay in their folder and within bounds.

    check(path)             the archive is whole: every member is read, checksums compared
    unpack(path, folder)    its members as files; zip, tar, and single files in gzip or bzip2

Everything is read in blocks, so that memory does not depend on the size of what is packed.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final, cast

from gazetteer.errors import OutputError, SourceError

__all__ = ["DEFAULT_LIMITS", "Limits", "check", "unpack"]

_BLOCK: Final = 1 << 20
_TAR_BLOCK: Final = 512
_GRACE: Final = 16 << 20  # a file of blanks packs well: below this the ratio says nothing
_BROKEN: Final = (EOFError, OSError, zlib.error, zipfile.BadZipFile, tarfile.TarError)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may become.

    Attributes:
        total: Bytes that all members together may have.
        ratio: Bytes unpacked per byte packed; applied above 16 MiB.
        members: How many files it may hold.
    """

    total: int = 100 << 30
    ratio: int = 150
    members: int = 1_000_000


DEFAULT_LIMITS: Final = Limits()
"""Twice the largest public file (Who's On First, 42 GB), ten times its ratio of packing."""


class _Budget:
    """Counts what comes out of one archive and stops it when that is too much."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self._limits = limits
        self._allowed = min(limits.total, max(_GRACE, limits.ratio * max(1, path.stat().st_size)))
        self._members = 0
        self._bytes = 0

    def member(self) -> None:
        self._members += 1
        if self._members > self._limits.members:
            raise SourceError(
                f"{self._path}: holds more than {self._limits.members:,} files; not unpacked"
            )

    def spend(self, size: int) -> None:
        self._bytes += size
        if self._bytes > self._allowed:
            raise SourceError(
                f"{self._path}: unpacks to more than {self._allowed:,} bytes, which no honest"
                " archive of its size does; not unpacked"
            )


def check(path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
    """Read a zip archive or a gzip or bzip2 file to its end and compare its checksums.

    Args:
        path: The archive; a file of another kind passes.
        limits: How much it may become.

    Raises:
        SourceError: It is cut short, damaged or too large when unpacked.
    """
    budget = _Budget(path, limits)
    with _damage(path):
        for _, stream in _iter_members(path, budget):
            for block in iter(lambda s=stream: s.read(_BLOCK), b""):  # type: ignore[misc]
                budget.spend(len(block))


def unpack(path: Path, folder: Path, limits: Limits = DEFAULT_LIMITS) -> list[Path]:
    """Unpack an archive into a folder; each file appears when it is whole.

    Args:
        path: Zip, tar (packed or not), or a single file in gzip or bzip2, told by its content.
        folder: Where to; made if need be. Files of the same names are replaced.
        limits: How much it may become.

    Returns:
        The files, in the archive's order. Links and devices in it are left out.

    Raises:
        SourceError: A member would lie outside the folder, or the archive is damaged, cut short
            or unpacks to more than the limits allow.
        OutputError: The folder cannot be written to.
    """
    budget = _Budget(path, limits)
    written = []
    with _damage(path):
        for name, stream in _iter_members(path, budget):
            target = _target(path, folder, name)
            _write(stream, target, budget)
            written.append(target)
    return written


def _target(path: Path, folder: Path, name: str) -> Path:
    """Return where a member goes; refuse what would leave the folder, through links too."""
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in name or "\0" in name:
        raise SourceError(f"{path}: a member would be written outside its folder: {name!r}")
    target = folder.joinpath(*parts.parts)
    if not Path(os.path.realpath(target)).is_relative_to(os.path.realpath(folder)):
        raise SourceError(f"{path}: a member would be written through a link: {name!r}")
    return target


def _write(stream: IO[bytes], target: Path, budget: _Budget) -> None:
    part = target.with_name(f"{target.name}.part")
    try:
        with _opened(part) as out:
            for block in iter(lambda: stream.read(_BLOCK), b""):
                budget.spend(len(block))
                _put(out, block, target)
        _replace(part, target)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _opened(part: Path) -> IO[bytes]:
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        return part.open("wb", buffering=0)
    except OSError as error:  # told apart, here and below, from an archive that cannot be read
        raise OutputError(f"{part}: cannot be written: {error.strerror}") from error


def _replace(part: Path, target: Path) -> None:
    try:
        part.replace(target)
    except OSError as error:
        raise OutputError(f"{target}: cannot be written: {error.strerror}") from error


def _put(out: IO[bytes], block: bytes, target: Path) -> None:
    view = memoryview(block)
    try:
        while view:
            view = view[out.write(view) :]
    except OSError as error:
        raise OutputError(f"{target}: cannot be unpacked: {error.strerror}") from error


# ------------------------------------------------------------------------------------- formats


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        why = str(error) or type(error).__name__
        raise SourceError(
            f"{path}: the archive is cut short or damaged ({why}); remove it and download it again"
        ) from error


def _iter_members(path: Path, budget: _Budget) -> Iterator[tuple[str, IO[bytes]]]:
    with path.open("rb") as file:
        magic = file.read(6)
    if magic.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _iter_zip(path, budget)
    elif _is_tar(path, magic):
        yield from _iter_tar(path, budget)
    elif magic.startswith(b"BZh"):
        with bz2.open(path, "rb") as stream:
            yield path.name.removesuffix(".bz2"), stream
    elif magic.startswith(b"\x1f\x8b"):
        with gzip.open(path, "rb") as packed:
            yield path.name.removesuffix(".gz"), cast("IO[bytes]", packed)


def _iter_zip(path: Path, budget: _Budget) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            budget.member()
            if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16):
                continue
            if info.flag_bits & 1:
                raise SourceError(f"{path}: {info.filename} is encrypted; it cannot be read")
            with archive.open(info) as stream:
                yield info.filename, stream


def _iter_tar(path: Path, budget: _Budget) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(path, "r|*") as archive:
        for info in archive:
            budget.member()
            stream = archive.extractfile(info) if info.isfile() else None
            if stream is not None:
                yield info.name, stream


def _is_tar(path: Path, magic: bytes) -> bool:
    opened = bz2.open if magic.startswith(b"BZh") else gzip.open
    packed = magic.startswith((b"BZh", b"\x1f\x8b"))
    try:
        with opened(path, "rb") if packed else path.open("rb") as file:
            return file.read(_TAR_BLOCK)[257:262] == b"ustar"
    except (EOFError, OSError, zlib.error):
        return False
