"""The file a gazetteer is: what marks it as ours, and how it is opened, read and found damaged."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import stat
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Final
from urllib.parse import quote

from gazetteer.errors import GazetteerDamaged, GazetteerMissing, GazetteerOutdated, OutputError
from gazetteer.store.schema import has_schema

APPLICATION_ID: Final = 0x67617A31
"""``PRAGMA application_id`` of every gazetteer: "gaz1"."""
SCHEMA: Final = 4
"""``PRAGMA user_version``: raised whenever schema.sql changes."""
EMBEDDED: Final = Path(__file__).parent.with_name("embedded.gaz")
"""The gazetteer that the package ships."""
SQLITE_HEADER: Final = b"SQLite format 3\0"
"""What every SQLite database begins with."""

TEXT_OR_NONE: Final = (str, type(None))
"""Type of a column that may be NULL."""

_NO_SPACE: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE})
_MMAP_BYTES: Final = 1 << 34  # an upper bound: pages are mapped, not read
_MANIFEST_KEYS: Final = frozenset({"schema", "build", "built_at", "sources", "counts"})
_PACKED: Final = b"\x28\xb5\x2f\xfd"  # zstd
_ADDRESS: Final = re.compile(r"([a-z][a-z0-9+.-]+):/+", re.IGNORECASE)


class StoreFile:
    """Read-only connections to one file: in each process as many as threads read at once.

    Raises:
        GazetteerMissing: There is no such file.
        GazetteerDamaged: It is not a gazetteer, or was cut short.
        GazetteerOutdated: It was built for another schema.
    """

    def __init__(self, path: Path) -> None:
        _check(path)
        self.path = path
        self._idle: dict[int, list[sqlite3.Connection]] = {}  # by process
        self._check_schema()

    def close(self) -> None:
        """Close the connections that no thread of this process uses."""
        idle = self._own_idle()
        while idle:
            idle.pop().close()

    def all(
        self, query: str, arguments: tuple[Any, ...] = (), types: tuple[Any, ...] = ()
    ) -> list[tuple[Any, ...]]:
        """Return all rows of a query.

        Args:
            query: In SQL.
            arguments: The values of its question marks.
            types: Of the columns: SQLite keeps what it is given, whatever the table says.

        Raises:
            GazetteerDamaged: The file is, or a value is of another type.
        """
        connection: sqlite3.Connection | None = None
        try:
            connection = self._take()
            rows = connection.execute(query, arguments).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in _NO_SPACE:  # to sort in: nothing of ours is written
                raise OutputError(
                    f"{gettempdir()}: SQLite cannot keep what it sorts ({error}); free space there"
                    " or name another folder with TMPDIR"
                ) from error
            raise self.damaged(str(error)) from error
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise self.damaged(str(error)) from error
        finally:
            if connection is not None:
                self._own_idle().append(connection)
        for row in rows if types else ():
            if not all(map(isinstance, row, types)):
                raise self.damaged("a value of another type")
        return rows

    def damaged(self, what: str) -> GazetteerDamaged:
        """Return the error that says what is wrong with the file and how to mend it."""
        return _damaged(self.path, what)

    def _check_schema(self) -> None:
        connection = self._connect()
        try:
            if not has_schema(connection):
                raise self.damaged("it holds other tables than a gazetteer")
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise self.damaged(str(error)) from error
        finally:
            self._own_idle().append(connection)

    def _take(self) -> sqlite3.Connection:
        """Return a connection that no other thread uses: list.pop is atomic."""
        try:
            return self._own_idle().pop()
        except IndexError:
            return self._connect()

    def _own_idle(self) -> list[sqlite3.Connection]:
        """Return what is idle here: a fork may neither use nor close what its parent has open."""
        return self._idle.setdefault(os.getpid(), [])

    def _connect(self) -> sqlite3.Connection:
        uri = f"file:{quote(str(self.path.resolve()))}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        connection.execute(f"PRAGMA mmap_size = {_MMAP_BYTES}")
        connection.execute("PRAGMA query_only = 1")
        connection.execute("PRAGMA trusted_schema = 0")
        return connection

    def manifest(self) -> dict[str, Any]:
        """Return what the file says of itself.

        Raises:
            GazetteerDamaged: It does not, or not all.
        """
        rows = self.all("SELECT key, value FROM manifest", ())
        try:
            manifest = {key: json.loads(value) for key, value in rows}
        except (TypeError, ValueError, RecursionError) as error:
            raise self.damaged("its manifest cannot be read") from error
        if missing := _MANIFEST_KEYS - manifest.keys():
            lacks = ", ".join(sorted(missing))
            raise self.damaged(f"its manifest lacks {lacks}")
        return manifest


def _damaged(path: Path, what: str) -> GazetteerDamaged:
    mend = (
        "install the package again: pip install --force-reinstall enrich-geo"
        if path == EMBEDDED
        else "build it again or name another with --gazetteer"
    )
    return GazetteerDamaged(f"{path}: not a usable gazetteer ({what}); {mend}")


def _check(path: Path) -> None:
    """Refuse a file that is missing, foreign, cut short or of another schema; reads 100 bytes."""
    header, size = _read_header(path)
    if header.startswith(_PACKED):
        raise GazetteerDamaged(
            f"{path}: is packed; unpack it with: enrich gazetteer fetch {path}, and name what that"
            " writes"
        )
    if len(header) < 100 or not header.startswith(SQLITE_HEADER):
        raise _damaged(path, "the file is of another kind or empty")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise _damaged(path, "a database of something else")
    schema = int.from_bytes(header[60:64], "big")
    if schema != SCHEMA:
        raise GazetteerOutdated(
            f"{path}: built for schema {schema}, this version reads schema {SCHEMA};"
            " rebuild it with: enrich gazetteer build"
        )
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    if size != page * int.from_bytes(header[28:32], "big"):
        raise _damaged(path, "the file was cut short or added to")


def _read_header(path: Path) -> tuple[bytes, int]:
    mend = "reinstall the package" if path == EMBEDDED else "give the path of a gazetteer"
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
            raise GazetteerMissing(f"{path}: no file; {mend}")
        with path.open("rb") as file:
            return file.read(100), os.fstat(file.fileno()).st_size
    except FileNotFoundError as error:
        if (address := _ADDRESS.match(str(path))) is not None:
            url = f"{address[1]}://{str(path)[address.end() :]}"  # a path has lost a slash
            raise GazetteerMissing(
                f"{url}: a gazetteer is not used from an address; bring it first, with: enrich"
                f" gazetteer fetch {url}, and give the file that this writes"
            ) from error
        raise GazetteerMissing(f"{path}: no gazetteer there; {mend}") from error
    except ValueError as error:
        raise GazetteerMissing(f"{str(path)!r}: no path of a file; {mend}") from error
    except OSError as error:
        raise GazetteerMissing(f"{path}: cannot be read ({error.strerror}); {mend}") from error
