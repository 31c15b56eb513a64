"""Files that are compressed as a whole: gzip, and Zstandard, which later Pythons have."""

from __future__ import annotations

import io
import sys
import zlib
from importlib import import_module
from pathlib import PurePath
from typing import Any, BinaryIO, Final

from gazetteer.errors import InputError

PACKINGS: Final = {".gz": ("gzip", "gunzip"), ".zst": ("zstd", "unzstd")}
"""The suffixes that may follow any other: what such a file is, and the command that unpacks it."""

_ZSTD: Final = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
_BUFFER: Final = 1 << 16


def split_packing(path: str) -> tuple[str, str]:
    """Return a path without the suffix that says how it is compressed, and that suffix or "".

    Example:
        >>> split_packing("corpus.jsonl.ZST"), split_packing("corpus.jsonl")
        (('corpus.jsonl', '.zst'), ('corpus.jsonl', ''))
    """
    suffix = PurePath(path).suffix
    packing = suffix.lower() if suffix.lower() in PACKINGS else ""
    return (path[: -len(suffix)] if packing else path), packing


def open_packed(path: str, packing: str) -> BinaryIO:
    """Open what a compressed file holds; the next of its members or frames follows the last.

    A frame of Zstandard that asks for a window of more than 128 MB is refused when it is read.

    Raises:
        InputError: There is no Zstandard in this Python.
        OSError: The file cannot be opened.
    """
    if packing == ".gz":
        import gzip

        return io.BufferedReader(_Unpacked(gzip.open(path)), _BUFFER)
    return io.BufferedReader(_Unpacked(_zstd(path).ZstdFile(path)), _BUFFER)


class _Unpacked(io.RawIOBase):
    """What a compressed file holds, all of it that comes before the place where it is damaged."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._error: Exception | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        position: int = self._file.seek(offset, whence)
        return position

    def tell(self) -> int:
        position: int = self._file.tell()
        return position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        view = memoryview(buffer)
        size = 0
        while size < len(view) and not self._error:
            try:
                count = self._file.readinto1(view[size:])
            except read_errors() as error:
                self._error = error
                break
            if not count:
                break
            size += count
        if self._error and not size:
            raise self._error
        return size

    def close(self) -> None:
        self._file.close()
        super().close()


def read_errors() -> tuple[type[Exception], ...]:
    """Return what reading a file may raise, damaged ones among them."""
    zstd = sys.modules.get(_ZSTD)  # which alone raises its error
    return (OSError, EOFError, zlib.error, *((zstd.ZstdError,) if zstd else ()))


def why_damaged(error: Exception, packing: str) -> str:
    """Return what is wrong with a compressed file, and how to find out more."""
    if "too much memory" in str(error):
        return "was compressed with a window of more than 128 MB; unpack it: zstd -d --long=31"
    kind, command = PACKINGS[packing]
    return f"is damaged or not a {kind} file ({error}); {command} -t tests it"


def _zstd(path: str) -> Any:
    try:
        return import_module(_ZSTD)
    except ImportError as error:
        mend = (
            "take a Python that was built with it"
            if _ZSTD.startswith("compression")
            else 'pip install "backports.zstd>=1.0"'
        )
        raise InputError(
            f"{path}: needs {_ZSTD}, which cannot be loaded ({error}); {mend}, or unpack it by"
            " hand: unzstd"
        ) from error
