"""Answers of live services, kept on disk until they expire.

    get_many("wikidata", ["Q1953", "Q399"])     what is held of these
    put_many("wikidata", {"Q1953": {...}}, days=30)

Losing a cache costs time, never a result: where the disk refuses, ``problem`` says so in a
sentence and the run goes on without it.
"""

# Not diskcache: unmaintained since 2023, it unpickles what lies on disk (CVE-2025-69872, unfixed).

from __future__ import annotations

import json
import math
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from gazetteer.cachefile import CacheFile, is_damage
from gazetteer.errors import CacheError

__all__ = ["Cache", "CacheInfo", "SpaceInfo"]

_T = TypeVar("_T")
_Work = Callable[[sqlite3.Connection], _T]
_FAULTS: Final = (CacheError, sqlite3.Error, OSError)

_DAY_S: Final = 86_400.0
_TIDY_EVERY_S: Final = 3_600.0
_TRIES: Final = 5  # while other processes set a damaged file aside
_KEYS_AT_ONCE: Final = 500  # older builds of SQLite bind no more than 999 values

_GET: Final = "SELECT key, value FROM answers WHERE space = ? AND expires > ? AND key IN (%s)"
_PUT: Final = (
    "INSERT INTO answers (space, key, value, stored, expires) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (space, key) DO UPDATE SET value = excluded.value,"
    " stored = excluded.stored, expires = excluded.expires"
)
_SPACES: Final = (
    "SELECT space, count(*), total(expires <= ?), min(stored), max(stored)"
    " FROM answers INDEXED BY answers_by_end GROUP BY space ORDER BY space"
)
_REMOVE_EXPIRED: Final = "DELETE FROM answers WHERE expires <= ?"
_REMOVE_ALL: Final = "DELETE FROM answers"


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
    several processes a file. A damaged file is renamed to ``NAME.damaged`` and a new one begun;
    a database of another program, or a file whose name is not that of a database (``.sqlite``,
    ``.sqlite3``, ``.db``), is left alone.

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
        self._file = CacheFile(path)
        self._clock = clock
        self._lock = threading.Lock()
        self._may_read = True
        self._may_write = True
        self._was_begun_anew = False
        self._tidied_at = -math.inf

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; whatever is asked later opens it again."""
        with self._lock:
            self._file.close()

    def get_many(self, space: str, keys: Iterable[str]) -> dict[str, Any]:
        """Return the values that are held and not expired, in the order of the keys.

        What cannot be read counts as not held.

        Args:
            space: The service, or a kind of its answers.
            keys: Any text.
        """
        wanted = {_encoded(key): key for key in keys}
        names = list(wanted)
        if not names:
            return {}
        held = self._attempt(lambda c: self._read(c, _encoded(space), names), writing=False) or {}
        found = ((key, _unpacked(held.get(name))) for name, key in wanted.items())
        return {key: value[0] for key, value in found if value}

    def put_many(self, space: str, values: Mapping[str, Any], *, days: float) -> None:
        """Store values, all or none, in place of those held under their keys.

        Args:
            space: As in ``get_many``.
            values: By key; what JSON can hold. Tuples come back as lists.
            days: For how long they hold.

        Raises:
            TypeError: A value is none that JSON can hold.
            ValueError: Likewise, or ``days`` is not a number.
        """
        if math.isnan(days):
            raise ValueError(f"days: {days} is no number of days")
        now = self._clock()
        name, until = _encoded(space), now + days * _DAY_S
        packed = ((key, _packed(value)) for key, value in values.items())
        rows = [(name, _encoded(key), value, now, until) for key, value in packed if value]
        if rows:
            self._attempt(lambda c: self._write(c, rows, now), writing=True)

    def info(self) -> CacheInfo:
        """Return what is held; where there is no file, that it holds nothing.

        Raises:
            CacheError: The cache cannot be used; the file stays as it is.
        """
        with self._lock:
            now = self._clock()
            rows = self._demand(lambda c: c.execute(_SPACES, (now,)).fetchall()) or []
            spaces = tuple(
                SpaceInfo(_decoded(name), entries, int(expired), oldest, newest)
                for name, entries, expired, oldest, newest in rows
            )
            return CacheInfo(
                self._file.path, self._demand(lambda _: self._file.size()) or 0, spaces
            )

    def clear(self, *, expired_only: bool = False) -> int:
        """Remove all answers or the expired ones; return how many, and give their space back.

        All of them means also what lies in a damaged file, now or set aside before.

        Raises:
            CacheError: The cache cannot be used; the file stays as it is. So does a damaged one
                that was named and does not say that it is a cache.
        """

        def remove(connection: sqlite3.Connection) -> int:
            which = (_REMOVE_EXPIRED, (self._clock(),)) if expired_only else (_REMOVE_ALL,)
            removed = connection.execute(*which).rowcount
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return removed

        with self._lock:
            try:
                connection = self._file.open(create=False)
                removed = 0 if connection is None else remove(connection)
            except _FAULTS as error:
                if expired_only or not is_damage(error) or not self._file.remove_damaged():
                    raise self._file.unusable(error) from error
                removed = 0
            if not expired_only:
                self._file.remove_set_aside()
            return removed

    # ------------------------------------------------------------------------ with the lock

    def _read(
        self, connection: sqlite3.Connection, space: bytes, keys: Sequence[bytes]
    ) -> dict[bytes, Any]:
        found: dict[bytes, Any] = {}
        now = self._clock()
        for start in range(0, len(keys), _KEYS_AT_ONCE):
            some = keys[start : start + _KEYS_AT_ONCE]
            query = _GET % ",".join("?" * len(some))
            found.update(connection.execute(query, (space, now, *some)))
        return found

    def _write(
        self, connection: sqlite3.Connection, rows: Sequence[tuple[object, ...]], now: float
    ) -> None:
        is_due = now - self._tidied_at >= _TIDY_EVERY_S
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(_PUT, rows)
            if is_due:
                connection.execute(_REMOVE_EXPIRED, (now,))
        if is_due:
            self._tidied_at = now

    def _attempt(self, work: _Work[_T], *, writing: bool) -> _T | None:
        """Do something with the file; None where that is impossible or there is none."""
        with self._lock:
            for is_last in (*[False] * _TRIES, True):
                if not (self._may_write if writing else self._may_read):
                    break
                try:
                    connection = self._file.open(create=writing)
                    return None if connection is None else work(connection)
                except _FAULTS as error:
                    if is_last or not (self._file.has_moved() or self._begin_anew(error)):
                        self._give_up(error, writing=writing)
            return None

    def _begin_anew(self, error: Exception) -> bool:
        """Set a damaged file aside; whether that was done, which it is once."""
        if self._was_begun_anew or not is_damage(error):
            return False
        self._was_begun_anew = True
        try:
            aside = self._file.set_aside()
        except OSError:
            return False
        if aside is None:
            return False
        self.problem = (
            f"the cache {self._file.path} was damaged: it is kept as {aside.name}, a new one begins"
        )
        return True

    def _give_up(self, error: Exception, *, writing: bool) -> None:
        """Do without: a full disk may still be read, and no lock is waited for twice."""
        self._may_write = False
        self._may_read = writing and self._file.is_open
        what = "answers are not kept" if self._may_read else "no cache is used"
        self.problem = f"{what}: {self._file.unusable(error)}"

    def _demand(self, work: _Work[_T]) -> _T | None:
        """Do something with the file, None where there is none; raise what is wrong."""
        try:
            connection = self._file.open(create=False)
            return None if connection is None else work(connection)
        except _FAULTS as error:
            raise self._file.unusable(error) from error


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decoded(name: bytes) -> str:
    return name.decode("utf-8", "surrogatepass")


def _packed(value: Any) -> bytes | None:
    """Return a value as it is stored, None if it is nested too deeply to be."""
    try:
        return zlib.compress(json.dumps(value, separators=(",", ":")).encode("ascii"))
    except RecursionError:
        return None


def _unpacked(packed: Any) -> tuple[Any] | None:
    """Return a stored value in a tuple, since it may be None itself; None if it cannot be read."""
    try:
        return None if packed is None else (json.loads(zlib.decompress(packed).decode("ascii")),)
    except (zlib.error, ValueError, TypeError, RecursionError):
        return None
