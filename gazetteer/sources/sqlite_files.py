"""SQLite files of others, opened to read: distributions of Who's On First, GeoPackages.

Nothing but their tables is read: a view can hold a query without end.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import quote

from gazetteer.atomic import temporary_prefix
from gazetteer.errors import SourceError
from gazetteer.sources.files import open_bytes
from gazetteer.store.file import SQLITE_HEADER

_BLOCK: Final = 1 << 20


def is_sqlite(path: Path) -> bool:
    """Tell whether a file, plain or packed, is an SQLite database."""
    with open_bytes(path) as file:
        return file.read(len(SQLITE_HEADER)) == SQLITE_HEADER


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database to read; unpack a packed one first, beside itself where that is allowed."""
    with path.open("rb") as file:
        packed = file.read(len(SQLITE_HEADER)) != SQLITE_HEADER
    beside = path.parent if os.access(path.parent, os.W_OK) else None
    with ExitStack() as stack:
        plain = path
        if packed:
            folder = stack.enter_context(TemporaryDirectory(prefix=temporary_prefix(), dir=beside))
            plain = Path(folder, "unpacked.db")
            _unpack(path, plain)
        # A path may hold "?" and "#", which a URI gives a meaning.
        uri = f"file:{quote(str(plain.resolve()))}?mode=ro"
        try:
            db = sqlite3.connect(uri, uri=True)
        except sqlite3.Error as error:
            raise SourceError(f"{path}: cannot be opened ({error})") from error
        db.set_authorizer(_allowed)
        db.execute("PRAGMA trusted_schema = 0")
        yield stack.enter_context(closing(db))


def _allowed(
    action: int, first: str | None, second: str | None, _: str | None, by: str | None
) -> int:
    """Let tables be read, and nothing run that the file has brought: a view, an expression.

    ``by`` is the view or trigger that asks.
    """
    is_harmless = (
        action in {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
        or (action == sqlite3.SQLITE_PRAGMA and first in {"table_info", "trusted_schema"})
        or (action == sqlite3.SQLITE_FUNCTION and second == "coalesce")
    )
    return sqlite3.SQLITE_OK if is_harmless and by is None else sqlite3.SQLITE_DENY


def _unpack(path: Path, plain: Path) -> None:
    try:
        with open_bytes(path) as source, plain.open("wb") as target:
            shutil.copyfileobj(source, target, _BLOCK)
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be unpacked in {plain.parent.parent} ({error.strerror or error});"
            " unpack it yourself where there is space"
        ) from error


def quoted(name: str) -> str:
    """Return a table or column name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def columns(db: sqlite3.Connection, table: str) -> list[str]:
    """Return the columns of a table, none where there is no such table."""
    try:
        return [str(name) for _, name, *_ in db.execute(f"PRAGMA table_info({quoted(table)})")]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _refused("the database", error) from error


def rows(db: sqlite3.Connection, path: Path, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query one by one."""
    try:
        yield from db.execute(query)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _refused(str(path), error) from error


def _refused(what: str, error: Exception) -> SourceError:
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_AUTH:
        return SourceError(
            f"{what}: only tables are read, and this is a view or an expression;"
            " export it as a table"
        )
    return SourceError(f"{what}: cut short or damaged ({error}); fetch it again")
