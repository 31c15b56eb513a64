"""What a build works with: a set of millions of keys, and a file that is whole or absent."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gazetteer.errors import OutputError

_BITMAP: Final = 1 << 26


class Keys:
    """A set of entity keys: a bitmap for the dense GeoNames numbers, a set for the rest."""

    def __init__(self) -> None:
        self._bits = bytearray()
        self._rest: set[int] = set()

    def __contains__(self, key: int) -> bool:
        if key >= _BITMAP:
            return key in self._rest
        byte = key >> 3
        return byte < len(self._bits) and bool(self._bits[byte] >> (key & 7) & 1)

    def add(self, key: int) -> None:
        """Add a key."""
        if key >= _BITMAP:
            self._rest.add(key)
            return
        byte = key >> 3
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte + 65_536 - len(self._bits)))
        self._bits[byte] |= 1 << (key & 7)


def digest(path: Path) -> str:
    """Equal facts, added in the same order, make equal files; the digest names them."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def remove_left_overs(output: Path) -> None:
    """Remove what builds left behind that were killed; those still running keep theirs."""
    pattern = re.compile(re.escape(f".{output.name}.") + r"(\d+)(?:\.stage)?\.part")
    for path in output.parent.iterdir():
        match = pattern.fullmatch(path.name)
        if match and (int(match[1]) == os.getpid() or not _is_running(int(match[1]))):
            path.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextlib.contextmanager
def disk_errors(output: Path, *, reading: bool = False) -> Iterator[None]:
    """Say of the output what went wrong with it; while a source is read, its own errors pass."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        if reading and isinstance(error, OSError):
            raise
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise OutputError(
            f"{output}: cannot be written ({reason}); free space or choose another place with -o"
        ) from error
