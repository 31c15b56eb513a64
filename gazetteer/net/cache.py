"""Answers of live services, kept on disk until they expire.

    get_many("wikidata", ["Q1953", "Q399"])     what is held of these
    put_many("wikidata", {"Q1953": {...}}, days=30)

Losing a cache costs time, never a result: where the disk refuses, ``problem`` says so in a
sentence and the run goes on without it; a damaged file is set aside and a new one begun.
"""

# Not diskcache: unmaintained since 2023, it unpickles what lies on disk (CVE-2025-69872, unfixed).

from __future__ import annotations

import contextlib
import json
import math
import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from gazetteer.atomic import expanded
from gazetteer.errors import CacheError
from gazetteer.net.folders import cache_folder

_T = TypeVar("_T")
_Work = Callable[[sqlite3.Connection], _T]

_APPLICATION: Final = 0x67616331  # PRAGMA application_id: "gac1"
_FORMAT: Final = 1  # PRAGMA user_version: raised whenever the table changes
_NAME: Final = "answers.sqlite"
_JOURNALS: Final = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database
_PATIENCE_S: Final = 30.0
_DAY_S: Final = 86_400.0
_BEGIN: Final = (
    # Space and key are UTF-8 in blobs: a text could hold neither NUL nor a lone surrogate.
    """CREATE TABLE IF NOT EXISTS answers (
        space BLOB NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL,
        stored REAL NOT NULL, expires REAL NOT NULL, PRIMARY KEY (space, key)
    )""",
    # Counting what is held reads this index alone, not the values.
    "CREATE INDEX IF NOT EXISTS answers_by_end ON answers (expires, space, stored)",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_FORMAT}",
)
_GET: Final = "SELECT value FROM answers WHERE space = ? AND key = ? AND expires > ?"
_PUT: Final = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)"
_REMOVE: Final = "DELETE FROM answers WHERE expires <= ?"
_SPACES: Final = (
    "SELECT space, count(*), total(expires <= ?), min(stored), max(stored)"
    " FROM answers INDEXED BY answers_by_end GROUP BY space ORDER BY space"
)
_DAMAGE: Final = frozenset({
    sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT,
    sqlite3.SQLITE_ERROR,  # what we ask is fixed: only a table that is not ours refuses it
})  # fmt: skip
_ELSEWHERE: Final = "name another file with --cache or $ENRICH_CACHE"
_inherited: list[sqlite3.Connection] = []


class _Damaged(CacheError):
    """A cache of ours that SQLite cannot read."""


@dataclass(frozen=True, slots=True)
class SpaceInfo:
    """What is held of one service.

    Attributes:
        name: The space.
        entries: How many answers are held, the expired ones among them.
        expired: How many of them are expired: not given out, and soon removed.
        oldest: When the first of them was stored, in seconds since 1970.
        newest: When the last of them was stored, likewise.
    """

    name: str
    entries: int
    expired: int
    oldest: float
    newest: float


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What a cache holds.

    Attributes:
        path: The file.
        bytes: What it takes on disk; 0 if there is none yet.
        spaces: By name.
    """

    path: Path
    bytes: int
    spaces: tuple[SpaceInfo, ...]


class Cache:
    """Answers by space and key, until they expire.

    Nothing is made before the first answer is stored. Several threads may share an object, and
    several processes a file. A damaged cache is renamed to ``NAME.damaged`` and a new one begun;
    a file that does not say that it is a cache is left alone, unless it lies in the folder for
    caches.

    Args:
        path: The file; ``answers.sqlite`` in the folder for caches if None.
        clock: Seconds since 1970.

    Attributes:
        problem: What hinders the cache, in a sentence, or None. Nothing is raised for it.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, Cache(Path(folder, "a.sqlite")) as cache:
        ...     cache.put_many("wikidata", {"Q1953": {"en": "Yerevan"}, "Q0": None}, days=30)
        ...     cache.get_many("wikidata", ["Q1953", "Q0", "Q2"])
        {'Q1953': {'en': 'Yerevan'}, 'Q0': None}
    """

    def __init__(self, path: Path | None = None, *, clock: Callable[[], float] = time.time) -> None:
        self.problem: str | None = None
        self._named = None if path is None else expanded(path)
        self._clock = clock
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._inode = 0
        self._may_read = self._may_write = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; whatever is asked later opens it again."""
        with self._lock:
            self._close()

    def get_many(self, space: str, keys: Iterable[str]) -> dict[str, Any]:
        """Return the values that are held and not expired, in the order of the keys.

        What cannot be read counts as not held.

        Args:
            space: The service, or a kind of its answers.
            keys: Any text.
        """
        asked = [(key, (_encoded(space), _encoded(key), self._clock())) for key in keys]

        def read(connection: sqlite3.Connection) -> dict[str, Any]:
            with connection:
                connection.execute("BEGIN")  # all as of one moment
                rows = [(key, connection.execute(_GET, row).fetchone()) for key, row in asked]
            return {key: value for key, row in rows if row for value in _unpacked(row[0])}

        return self._attempt(read, writing=False) or {}

    def put_many(self, space: str, values: Mapping[str, Any], *, days: float) -> None:
        """Store values, all or none, in place of those held under their keys.

        What has expired is removed.

        Args:
            space: As in ``get_many``.
            values: By key; what JSON can hold. Tuples come back as lists.
            days: For how long they hold.

        Raises:
            TypeError: A value is none that JSON can hold.
            ValueError: Likewise, or ``days`` is not a number.
        """
        if math.isnan(days):
            raise ValueError(f"days: {days} is not a number of days")
        now = self._clock()
        until, name = now + days * _DAY_S, _encoded(space)
        packed = ((_encoded(key), _packed(value)) for key, value in values.items())
        rows = [(name, key, value, now, until) for key, value in packed if value]

        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(_REMOVE, (now,))
                connection.executemany(_PUT, rows)

        if rows:
            self._attempt(write, writing=True)

    def info(self) -> CacheInfo:
        """Return what is held; where there is no file, that it holds nothing.

        Raises:
            CacheError: The cache cannot be used; the file stays as it is.
        """

        def count(connection: sqlite3.Connection) -> CacheInfo:
            spaces = tuple(
                SpaceInfo(_shown(name), held, int(expired), *times)
                for name, held, expired, *times in connection.execute(_SPACES, (self._clock(),))
            )
            size = sum(file.stat().st_size for file in _files(self._path) if file.exists())
            return CacheInfo(self._path, size, spaces)

        with self._lock:
            return self._do(count) or CacheInfo(self._path, 0, ())

    def clear(self, *, expired_only: bool = False) -> int:
        """Remove all answers or the expired ones; return how many, and give their space back.

        All of them means also what lies in a damaged file that was set aside.

        Raises:
            CacheError: The cache cannot be used; the file stays as it is.
        """

        def remove(connection: sqlite3.Connection) -> int:
            until = self._clock() if expired_only else math.inf
            removed = connection.execute(_REMOVE, (until,)).rowcount
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return removed

        with self._lock:
            removed = self._do(remove) or 0
            try:
                if not expired_only:
                    _aside(self._path).unlink(missing_ok=True)
            except OSError as error:
                raise self._unusable(f"cannot be cleared ({error.strerror})") from error
            return removed

    def _do(self, work: _Work[_T], *, create: bool = False) -> _T | None:
        """Do something with the file, None where there is none; raise what is wrong."""
        try:
            connection = self._open(create=create)
            return None if connection is None else work(connection)
        except OSError as error:
            raise self._unusable(f"cannot be used ({error.strerror})") from error
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if self._is_damage(error):
                mend = "remove the file, or "
                raise self._unusable("the cache is damaged", mend, _Damaged) from error
            raise self._unusable(f"cannot be used ({error})") from error

    def _is_damage(self, error: sqlite3.Error | UnicodeDecodeError) -> bool:
        """Whether an error tells of a damaged cache, not of a file of others or a bad disk."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if not isinstance(error, UnicodeDecodeError) and code not in _DAMAGE:
            return False
        with contextlib.suppress(sqlite3.Error):
            return self._named is None or _marks(self._path)[0] == _APPLICATION
        return False

    def _attempt(self, work: _Work[_T], *, writing: bool) -> _T | None:
        """Do something with the file; None where that is impossible or there is none."""
        with self._lock:
            for is_last in (False, True):
                if not (self._may_write if writing else self._may_read):
                    break
                try:
                    return self._do(work, create=writing)
                except CacheError as error:
                    if is_last or not isinstance(error, _Damaged) or not self._is_set_aside():
                        # A full disk may still be read, and no lock is waited for twice.
                        self._may_write = False
                        self._may_read = writing and self._connection is not None
                        what = "answers are not kept" if self._may_read else "no cache is used"
                        self.problem = f"{what}: {error}"
            return None

    def _is_set_aside(self) -> bool:
        """Give a damaged file another name, unless another process was faster."""
        self._close()
        file, *journals = _files(self._path)
        aside = _aside(file)
        try:
            if file.stat().st_ino == self._inode:
                for journal in journals:  # before a new file could meet it
                    journal.unlink(missing_ok=True)
                file.replace(aside)
        except FileNotFoundError:
            pass
        except OSError:
            return False
        self.problem = f"the cache {file} was damaged: it is kept as {aside.name}, a new one begins"
        return True

    def _unusable(
        self, what: str, mend: str = "", error: type[CacheError] = CacheError
    ) -> CacheError:
        return error(f"{self._path}: {what}; {mend}{_ELSEWHERE}")

    @cached_property
    def _path(self) -> Path:
        """The file that is meant, whatever links lead to it and wherever the process goes."""
        try:
            return Path(os.path.realpath(self._named or cache_folder() / _NAME))
        except (RuntimeError, ValueError) as error:  # no home, as in some containers; "a\0b"
            raise CacheError(f"{str(self._named or _NAME)!r}: {error}; {_ELSEWHERE}") from error

    def _open(self, *, create: bool) -> sqlite3.Connection | None:
        """Return the connection, or None if there is no file and none is to be made."""
        if self._connection is not None and self._process != os.getpid():
            _inherited.append(self._connection)  # a fork must neither use it nor close it
            self._connection = None
        if self._connection is None:
            self._connection, self._process = self._opened(create=create), os.getpid()
        return self._connection

    def _opened(self, *, create: bool) -> sqlite3.Connection | None:
        if create:
            _make(self._path)
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        self._inode = found.st_ino
        if found.st_size:
            self._refuse_others()
        with contextlib.ExitStack() as unless_begun:
            connection = _connection(self._path, "mode=rw")
            unless_begun.callback(connection.close)
            if _is_begun(connection, create=create):
                unless_begun.pop_all()
                return connection
        return None

    def _refuse_others(self) -> None:
        """Refuse another program's database before SQLite tidies up what that may have left."""
        application, form = _marks(self._path)
        if application != _APPLICATION and self._named is not None:
            raise self._unusable("a file of another kind, no cache")
        if application == _APPLICATION and form != _FORMAT:
            raise self._unusable(
                f"a cache in format {form}, this version uses format {_FORMAT}", "remove it, or "
            )

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _connection(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.as_uri()}?{mode}", uri=True, timeout=_PATIENCE_S, isolation_level=None,
        check_same_thread=False,
    )  # fmt: skip


def _marks(path: Path) -> tuple[int, int]:
    """Return application_id and user_version of a file; zeros where it is not a database.

    Not by reading its head: closing a file takes all locks that a process has on it.
    """
    with contextlib.closing(_connection(path, "mode=ro&immutable=1")) as connection:
        try:
            # Or it refuses a file that is cut short.
            connection.execute("PRAGMA writable_schema = ON")
            return _pragma(connection, "application_id"), _pragma(connection, "user_version")
        except (sqlite3.DatabaseError, UnicodeDecodeError):  # what SQLite quotes is no text
            return 0, 0


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _make(path: Path) -> None:
    """Make an empty file, and its folder, for the eyes of their owner: it tells what is asked."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _is_begun(connection: sqlite3.Connection, *, create: bool) -> bool:
    """Whether there is a table, made in an empty file if it is to be."""
    if not _pragma(connection, "page_count"):
        if not create:
            return False
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            for statement in _BEGIN:
                connection.execute(statement)
    with contextlib.suppress(sqlite3.OperationalError):  # it is being used: next time
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    return True


def _files(path: Path) -> list[Path]:
    """Return a database and what SQLite may have beside it."""
    return [path.with_name(path.name + suffix) for suffix in ("", *_JOURNALS)]


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")


def _shown(name: object) -> str:
    """Return the name of a space; a damaged file may hold anything there."""
    if not isinstance(name, bytes):
        return str(name)
    try:
        return name.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return name.decode("utf-8", "replace")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _packed(value: Any) -> bytes | None:
    """Return a value as it is stored, None if it is nested too deeply to be."""
    try:
        return zlib.compress(json.dumps(value, separators=(",", ":")).encode("ascii"))
    except RecursionError:
        return None


def _unpacked(packed: Any) -> tuple[Any, ...]:
    """Return a stored value, or nothing if it cannot be read."""
    try:
        return (json.loads(zlib.decompress(packed).decode("ascii")),)
    except (zlib.error, ValueError, TypeError, RecursionError):
        return ()
