"""The user gazetteer: entities that a user has added, used beside the one that is opened.

It is a text file, one JSON object a line, that can be read, shared and kept under version control.
Each line holds the fields of a ``Row`` that are not at their defaults. It is read as a whole when
a gazetteer is opened with it: made for some hundreds or thousands of entities. For more, build a
gazetteer from a table.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from gazetteer.atomic import expanded, replacing
from gazetteer.errors import GazetteerDamaged, GazetteerError, InputError, OutputError
from gazetteer.net.folders import data_folder
from gazetteer.reading import read_plain
from gazetteer.rowlines import line_of, row_of
from gazetteer.rows import Row
from gazetteer.store import Gazetteer
from gazetteer.store.adopt import prepare
from gazetteer.store.layers import Layer

_VARIABLE: Final = "ENRICH_USER_GAZETTEER"
_NOT_USED: Final = "none"
_MOST_BYTES: Final = 256 << 20


def default_user_path() -> Path:
    """Return where the user gazetteer lies: ``$ENRICH_USER_GAZETTEER``, or in ``data_folder()``.

    Where the variable says "none", ``open_gazetteer`` uses none at all.
    """
    if named := os.environ.get(_VARIABLE):
        return expanded(named)
    try:
        folder = data_folder()
    except RuntimeError:  # a container whose user has no home
        folder = Path(tempfile.gettempdir(), ".local", "share", "enrich")
    return folder / "user.jsonl"


def open_gazetteer(
    path: str | os.PathLike[str] | None = None, user: str | os.PathLike[str] | None = None
) -> Gazetteer:
    """Open a gazetteer with what the user has added over it.

    Args:
        path: The gazetteer; None for the embedded one.
        user: The user gazetteer; None for the default one, "" for none. It need not exist.

    Raises:
        GazetteerError: One of them cannot be used.

    Example:
        >>> with open_gazetteer(user="") as gazetteer:
        ...     gazetteer.get("geonames:616052").name
        'Yerevan'
    """
    gazetteer = Gazetteer.open(path)
    if user is None and os.environ.get(_VARIABLE) == _NOT_USED:
        user = ""
    if user == "":
        return gazetteer
    path_of_user = default_user_path() if user is None else expanded(user)
    added = UserGazetteer(path_of_user)
    try:
        # Nobody asked for the default file: where it may not be looked at, there is none.
        rows = added.rows() if user is not None or os.access(path_of_user, os.R_OK) else {}
    except GazetteerError as error:
        gazetteer.close()
        raise type(error)(f"{error}; --user-gazetteer none does without the file") from error
    if not rows:
        return gazetteer
    layer = Layer((prepare(row, gazetteer) for row in rows.values()), digest=added.digest())
    return gazetteer.with_layer(layer)


class UserGazetteer:
    """One file of added entities.

    Args:
        path: The file; it is made when something is added.

    Example:
        >>> from gazetteer.model import Kind
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     user = UserGazetteer(Path(folder, "user.jsonl"))
        ...     user.add([Row("wikidata:Q615", Kind.PERSON, "Lionel Messi")])
        ...     list(user.rows())
        (1, 0)
        ['wikidata:Q615']
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def rows(self) -> dict[str, Row]:
        """Return the entities by id; none where there is no file.

        Raises:
            GazetteerDamaged: A line cannot be read.
        """
        found = {}
        for number, line in enumerate(self._read().split("\n"), 1):
            if line.strip():
                row = self._row(number, line)
                found[row.id] = row
        return found

    def digest(self) -> str:
        """Return what names its content: eight hexadecimal digits."""
        return hashlib.sha256(self._read().encode()).hexdigest()[:8]

    def add(self, rows: Iterable[Row]) -> tuple[int, int]:
        """Add entities; one that is there already is replaced, and keeps names of its own.

        Returns:
            How many are new, and how many were replaced.

        Raises:
            InputError: What is known of one could not be read again; the file stays as it was.
            GazetteerError: The file cannot be read or written; it stays as it was.
        """
        with self._locked():
            held = self.rows()
            new = replaced = 0
            for row in rows:
                before = held.get(row.id)
                if before is None:
                    new += 1
                else:
                    replaced += 1
                names = dict.fromkeys((*row.names, *(before.names if before else ())))
                held[row.id] = replace(row, names=tuple(names))
            self._write(held)
        return new, replaced

    def remove(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Remove entities and return the ids of those that were there.

        Raises:
            GazetteerError: The file cannot be read or written; it stays as it was.
        """
        if not self.path.exists():
            return ()
        with self._locked():
            held = self.rows()
            gone = tuple(curie for curie in dict.fromkeys(ids) if held.pop(curie, None))
            if gone:
                self._write(held)
        return gone

    def _read(self) -> str:
        try:
            if self.path.stat().st_size > _MOST_BYTES:
                raise GazetteerDamaged(f"{self.path}: too large for a user gazetteer")
            return read_plain(self.path).decode("utf-8-sig")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError as error:
            raise GazetteerDamaged(
                f"{self.path}: is not text in UTF-8; save it as UTF-8 in your editor"
            ) from error
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise GazetteerDamaged(f"{self.path}: cannot be read: {why}") from error

    def _row(self, number: int, line: str) -> Row:
        try:
            return row_of(line)
        except ValueError as error:
            raise GazetteerDamaged(
                f"{self.path}:{number}: not an entity of a user gazetteer ({error}); correct or"
                " remove the line"
            ) from error

    def _line(self, row: Row) -> str:
        try:
            return line_of(row)
        except ValueError as error:
            raise InputError(f"{row.id} cannot be added to {self.path}: {error}") from error

    def _write(self, rows: Mapping[str, Row]) -> None:
        text = "".join(f"{self._line(row)}\n" for _, row in sorted(rows.items()))
        try:
            with replacing(self.path) as file:
                file.write(text)
        except OutputError as error:
            raise GazetteerError(str(error)) from error

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Let one process at a time read, change and write."""
        from filelock import FileLock

        target = Path(os.path.realpath(self.path))  # one lock, whatever link leads there
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(target.with_name(f".{target.name}.lock"))
            lock.acquire()
        except OSError as error:
            raise GazetteerError(f"{self.path}: cannot be written: {error.strerror}") from error
        try:
            yield
        finally:
            lock.release()
