"""The file that a build writes: whole or absent."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from gazetteer.atomic import is_running
from gazetteer.errors import OutputError


def digest(path: Path) -> str:
    """Equal facts, added in the same order, make equal files; the digest names them."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def remove_left_overs(output: Path) -> None:
    """Remove what builds left behind that were killed; those still running keep theirs."""
    pattern = re.compile(re.escape(f".{output.name}.") + r"(\d+)(?:\.stage)?\.part")
    for path in output.parent.iterdir():
        match = pattern.fullmatch(path.name)
        if match and (int(match[1]) == os.getpid() or not is_running(int(match[1]))):
            path.unlink(missing_ok=True)


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
