"""The file a cache is: how it is begun, opened, told from others, and set aside when damaged."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

from gazetteer.atomic import expanded
from gazetteer.errors import CacheError
from gazetteer.folders import cache_folder

try:
    import fcntl
except ImportError:  # not on Windows, which renames no file that is open
    fcntl = None  # type: ignore[assignment]

__all__ = ["APPLICATION_ID", "FORMAT", "CacheFile", "is_damage"]

APPLICATION_ID: Final = 0x67616331
"""``PRAGMA application_id`` of every cache: "gac1"."""
FORMAT: Final = 1
"""``PRAGMA user_version``: raised whenever the table changes."""

_NAME: Final = "answers.sqlite"
_PATIENCE_S: Final = 30.0
_TURN_S: Final = 2.0
_HEADER: Final = b"SQLite format 3\0"
_SMALLEST_PAGE: Final = 512
_SUFFIXES: Final = frozenset({".db", ".sqlite", ".sqlite3"})
_BESIDE: Final = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database
_ELSEWHERE: Final = "name another file with --cache or $ENRICH_CACHE"
_BEGIN: Final = (
    # Space and key are UTF-8 in blobs: a text could hold neither NUL nor a lone surrogate.
    """CREATE TABLE answers (
        space BLOB NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL,
        stored REAL NOT NULL, expires REAL NOT NULL, PRIMARY KEY (space, key)
    )""",
    # Counting what is held reads this index alone, not the values.
    "CREATE INDEX answers_by_end ON answers (expires, space, stored)",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {FORMAT}",
)
_DAMAGE: Final = frozenset(
    {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_ERROR,  # what we ask is fixed: only a table that is not ours refuses it
    }
)
_TOLD: Final = {
    sqlite3.SQLITE_FULL: ("the disk is full", "free space on it"),
    sqlite3.SQLITE_READONLY: ("it is write-protected", "allow yourself to write file and folder"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "allow yourself to write file and folder"),
    sqlite3.SQLITE_PERM: ("it may not be used", "allow yourself to write file and folder"),
    sqlite3.SQLITE_BUSY: (
        f"another process keeps it locked for more than {_PATIENCE_S:.0f} seconds",
        "try again when that has ended",
    ),
    sqlite3.SQLITE_IOERR: ("the disk does not read or write it", f"check it, or {_ELSEWHERE}"),
}
_OPENING = threading.Lock()
_inherited: list[sqlite3.Connection] = []


class _CutShort(CacheError):
    """A file so short that SQLite does not notice."""


class CacheFile:
    """One connection to one file, opened when it is first asked for.

    The caller sees to it that one thread at a time uses it.

    Args:
        path: The file, or None for the one in the folder for caches.
    """

    def __init__(self, path: Path | None) -> None:
        self._named = None if path is None else expanded(path)
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._identity: tuple[int, int] | None = None

    @cached_property
    def path(self) -> Path:
        """The file as it was named.

        Raises:
            CacheError: None was named, and there is no folder for caches.
        """
        if self._named is not None:
            return self._named
        try:
            return cache_folder() / _NAME
        except RuntimeError as error:  # no home, as in some containers
            raise CacheError(f"{_NAME}: there is no home folder for it; {_ELSEWHERE}") from error

    @cached_property
    def _real(self) -> Path:
        """The file that is meant, whatever links lead to it and wherever the process goes."""
        try:
            return Path(os.path.realpath(self.path))
        except ValueError as error:
            raise CacheError(f"{str(self.path)!r}: no path of a file; {_ELSEWHERE}") from error

    @property
    def is_open(self) -> bool:
        """Whether a connection was made."""
        return self._connection is not None

    def open(self, *, create: bool) -> sqlite3.Connection | None:
        """Return the connection, or None if there is no file and none is to be made.

        Raises:
            CacheError: What lies there is no cache that this version can use.
            OSError: The folder or file cannot be made or looked at.
            sqlite3.Error: The file cannot be opened or is damaged.
        """
        if self._connection is not None and self._process != os.getpid():
            _inherited.append(self._connection)  # a fork must neither use it nor close it
            self._connection = None
        if self._connection is None:
            # Whoever closes a file loses all locks that the process holds on it: SQLite knows of
            # this, os.open does not. So a file is not begun while another cache opens it.
            with _OPENING, _folder_held(self._real.parent):
                self._connection = self._connect(create=create)
                self._process = os.getpid()
        return self._connection

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def size(self) -> int:
        """Return what the file takes with the journals beside it, in bytes."""
        total = 0
        for suffix in ("", "-wal", "-journal"):
            with contextlib.suppress(FileNotFoundError):
                total += _with(self._real, suffix).stat().st_size
        return total

    def has_moved(self) -> bool:
        """Whether the file that was opened lies there no more: renamed, removed or replaced.

        The connection is then closed, so that the next use opens what lies there now.
        """
        if self._identity is None or _identity_at(self._real) == self._identity:
            return False
        self.close()
        return True

    def set_aside(self) -> Path | None:
        """Give a damaged file another name; return that, or None if the file may not be ours.

        Raises:
            OSError: It cannot be renamed.
        """
        self.close()
        aside = _with(self._real, ".damaged")
        with contextlib.suppress(FileNotFoundError), _folder_held(aside.parent, alone=True):
            if _identity_at(self._real) != self._identity:  # another process was faster
                return aside
            if not _was_cache(self._real):
                return None
            for suffix in _BESIDE:  # first: a new file must not meet the journal of the old one
                _with(aside, suffix).unlink(missing_ok=True)
                with contextlib.suppress(FileNotFoundError):
                    _with(self._real, suffix).rename(_with(aside, suffix))
            self._real.replace(aside)
        return aside

    def remove_set_aside(self) -> None:
        """Remove a damaged file that was set aside, if it is surely one of ours.

        Raises:
            OSError: It cannot be removed.
        """
        aside = _with(self._real, ".damaged")
        if aside.is_file() and self._is_ours(aside):
            for suffix in ("", *_BESIDE):
                _with(aside, suffix).unlink(missing_ok=True)

    def remove_damaged(self) -> bool:
        """Remove a damaged file and its journals, if it is surely ours; whether it was.

        Raises:
            OSError: It cannot be removed.
        """
        if not self._is_ours(self._real) or self.set_aside() is None:
            return False
        self.remove_set_aside()
        return True

    def _is_ours(self, path: Path) -> bool:
        """Whether a damaged file is a cache by its mark, or lies where nobody else puts one."""
        mark = _mark_of(path)
        return mark == APPLICATION_ID or (mark is None and self._named is None)

    def unusable(self, error: Exception) -> CacheError:
        """Return the error that says what is wrong, where, and how to mend it."""
        if isinstance(error, OSError):
            return CacheError(f"{self.path}: cannot be used ({error.strerror}); {_ELSEWHERE}")
        if is_damage(error):
            what, mend = self._what_is_damaged()
        elif isinstance(error, CacheError):
            return error
        else:
            what, mend = _TOLD.get(_code(error), (str(error), _ELSEWHERE))
        return CacheError(f"{self.path}: {what}; {mend}")

    def _what_is_damaged(self) -> tuple[str, str]:
        with contextlib.suppress(OSError):
            if _was_cache(self._real):
                return "the cache is damaged", f"remove the file, or {_ELSEWHERE}"
        return "a file of another kind, no cache", _ELSEWHERE

    # ----------------------------------------------------------------------------- opening

    def _connect(self, *, create: bool) -> sqlite3.Connection | None:
        try:
            found = self._real.stat()
        except FileNotFoundError:
            if not create:
                return None
            _make(self._real)
            found = self._real.stat()
        if not stat.S_ISREG(found.st_mode):  # reading a pipe would wait for ever
            raise CacheError(f"{self.path}: no file but a folder or device; {_ELSEWHERE}")
        self._identity = found.st_dev, found.st_ino
        if 0 < found.st_size < _SMALLEST_PAGE:  # SQLite would read zeros where it ends
            raise _CutShort
        if found.st_size:
            self._refuse_others()
        connection = _connection(self._real, "mode=rw")
        try:
            return self._prepared(connection, create=create)
        except BaseException:
            connection.close()
            raise

    def _refuse_others(self) -> None:
        """Refuse another program's database before SQLite tidies up what that may have left."""
        with contextlib.closing(_connection(self._real, "mode=ro&immutable=1")) as connection:
            try:
                marks = _marks(connection)
            except sqlite3.DatabaseError:  # damaged, or being written right now: opening tells
                return
        self._check(marks)

    def _prepared(
        self, connection: sqlite3.Connection, *, create: bool
    ) -> sqlite3.Connection | None:
        if _pragma(connection, "page_count") == 0:  # an empty file
            if not create:
                connection.close()
                return None
            _begin(connection)
        self._check(_marks(connection))
        with contextlib.suppress(sqlite3.OperationalError):  # it is being used: next time
            if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal":
                # A power cut may then lose the last answers, but not damage the file.
                connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    def _check(self, marks: tuple[int, int]) -> None:
        application, form = marks
        if application != APPLICATION_ID:
            raise CacheError(f"{self.path}: the database of another program; {_ELSEWHERE}")
        if form != FORMAT:
            raise CacheError(
                f"{self.path}: a cache in format {form}, this version uses format {FORMAT};"
                f" remove it, or {_ELSEWHERE}"
            )


def is_damage(error: Exception) -> bool:
    """Whether an error tells of a damaged file, not of a disk or folder that refuses."""
    return isinstance(error, _CutShort) or _code(error) in _DAMAGE


def _code(error: Exception) -> int:
    """Return the primary result code of SQLite, 0 if there is none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _connection(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.as_uri()}?{mode}",
        uri=True,
        timeout=_PATIENCE_S,
        isolation_level=None,
        check_same_thread=False,
    )


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    return _pragma(connection, "application_id"), _pragma(connection, "user_version")


def _make(path: Path) -> None:
    """Make an empty file, and its folder, for the eyes of their owner: it tells what is asked."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):  # another process was faster
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _begin(connection: sqlite3.Connection) -> None:
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        if _marks(connection) == (0, 0):  # no other process was faster
            for statement in _BEGIN:
                connection.execute(statement)


def _with(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _identity_at(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:  # gone, or its folder is closed or a file by now
        return None
    return found.st_dev, found.st_ino


@contextlib.contextmanager
def _folder_held(folder: Path, *, alone: bool = False) -> Iterator[None]:
    """Open files of a folder together with others, or have it alone to rename them.

    A database that is opened while its journals are renamed would share one with the next.

    Raises:
        OSError: Others are there, and do not leave.
    """
    descriptor = None
    with contextlib.suppress(OSError):  # no folder yet, or a system that opens none
        descriptor = os.open(folder, os.O_RDONLY)
    try:
        if fcntl is not None and descriptor is not None:
            _lock(descriptor, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
    finally:
        if descriptor is not None:
            if fcntl is not None:  # a fork may have a copy, so that closing is not enough
                with contextlib.suppress(OSError):
                    fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)


def _lock(descriptor: int, how: int) -> None:
    until = time.monotonic() + _TURN_S
    while True:
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() < until:
                time.sleep(0.005)
                continue
            if how == fcntl.LOCK_EX:
                raise
        except OSError:  # a file system without such locks
            pass
        return


def _mark_of(path: Path) -> int | None:
    """Return the application_id in a file, None if it does not begin like a database."""
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(_HEADER):
        return None
    return int.from_bytes(head[68:72], "big")


def _was_cache(path: Path) -> bool:
    """Whether a damaged file was a cache: by its mark or, without one, by its name.

    ``--cache article.txt`` is a slip, and the article stays where it is.
    """
    mark = _mark_of(path)
    return path.suffix.lower() in _SUFFIXES if mark is None else mark == APPLICATION_ID
