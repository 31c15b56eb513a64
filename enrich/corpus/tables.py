"""What ``enrich corpus`` has written, as tables that SQL is asked of: DuckDB over the files.

Only the files of finished shards are read, so that a corpus can be looked at while it is linked, or
after a run that was killed.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from gazetteer.errors import InputError, OutputError

if TYPE_CHECKING:
    import duckdb

_TYPES: Final = {
    **dict.fromkeys(("start", "end"), "INTEGER"),
    "geonames": "BIGINT",
    **dict.fromkeys(("score", "lat", "lon", "radius_km"), "DOUBLE"),
}
_COLUMNS: Final = {
    "documents": ("id", "published", "outlet"),
    "mentions": (
        "document_id", "start", "end", "text", "kind", "role", "entity_id", "name", "description",
        "score", "nil", "geonames", "wikidata", "lat", "lon", "country", "admin1", "feature",
        "precision", "radius_km", "runner_up", "sentence",
    ),
}  # fmt: skip
# Documents may share an id; what they name is then counted as of one.
_VIEWS: Final = """
CREATE VIEW dated AS
    SELECT id, min(left(published, 10)) AS day, min(outlet) AS outlet
    FROM documents GROUP BY id;
CREATE VIEW named AS
    SELECT m.*, d.day, d.outlet AS outlet, regexp_replace(m.text, '\\s+', ' ', 'g') AS spelling
    FROM mentions m JOIN dated d ON m.document_id = d.id, chosen c
    WHERE (c.since IS NULL OR d.day >= c.since) AND (c.until IS NULL OR d.day <= c.until)
        AND (c.outlet IS NULL OR d.outlet = c.outlet);
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which documents of a corpus are looked at.

    Attributes:
        since: The first day, YYYY-MM-DD, or None. What has no date is then left out.
        until: The last day, likewise.
        outlet: The name of an outlet, or None for all.
    """

    since: str | None = None
    until: str | None = None
    outlet: str | None = None


class Corpus(AbstractContextManager["Corpus"]):
    """The data sets of a corpus as tables: ``documents``, ``mentions`` and ``named``.

    A row of ``named`` is a mention of a chosen document, with the ``day`` and ``outlet`` of that
    and its ``spelling`` on one line.

    Args:
        folder: What ``enrich corpus`` has written.
        chosen: Which documents count.

    Raises:
        InputError: The folder holds no corpus.
        OutputError: DuckDB is missing.
    """

    def __init__(self, folder: Path, chosen: Chosen | None = None) -> None:
        self.folder, self._chosen = folder, chosen or Chosen()
        files = _files_of(folder)
        self._spill = tempfile.TemporaryDirectory(prefix="enrich-")
        with ExitStack() as stack:
            stack.callback(self._spill.cleanup)
            self._duck = stack.enter_context(_connected(self._spill.name))
            for table, columns in _COLUMNS.items():
                self._open(table, files[table], columns)
            self.load("chosen", ("since", "until", "outlet"), [astuple(self._chosen)])
            self.do(_VIEWS)
            self._opened = stack.pop_all()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __enter__(self) -> Self:
        return self

    def close(self) -> None:
        """Close the tables."""
        self._opened.close()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query, by column."""
        found = self._asked(sql, values)
        names = [column[0] for column in found.description or ()]
        while some := found.fetchmany(_FETCHED):
            for row in some:
                yield dict(zip(names, row, strict=True))

    def do(self, sql: str) -> None:
        """Run a statement that returns nothing."""
        self._asked(sql, ())

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Make a table of texts."""
        held = ", ".join(f"{column} VARCHAR" for column in columns)
        self._duck.execute(f"CREATE TABLE {table} ({held})")
        given = list(rows)
        if given:
            marks = ", ".join("?" * len(columns))
            self._duck.executemany(f"INSERT INTO {table} VALUES ({marks})", given)  # noqa: S608 - ours

    def _asked(self, sql: str, values: Sequence[Any]) -> duckdb.DuckDBPyConnection:
        with self._read():
            return self._duck.execute(sql, values)

    def _open(self, table: str, files: Sequence[str], columns: Sequence[str]) -> None:
        kept = ", ".join(f'"{column}"' for column in columns)
        with self._read():
            if files[0].endswith(".jsonl"):
                types = {column: _TYPES.get(column, "VARCHAR") for column in columns}
                held = self._duck.read_json(files, format="newline_delimited", columns=types)
            else:
                held = self._duck.read_parquet(files)
            held.project(kept).create_view(table)

    @contextmanager
    def _read(self) -> Iterator[None]:
        """Tell what DuckDB says of a file that it cannot read."""
        try:
            yield
        except _unreadable() as error:
            line = str(error).splitlines()[0]
            raise InputError(f"{self.folder}: a data set cannot be read: {line}") from error


_FETCHED: Final = 10_000


def _unreadable() -> tuple[type[Exception], ...]:
    """Return what DuckDB raises for a file that is damaged, or of another sort or version."""
    import duckdb

    return (
        duckdb.OperationalError,
        duckdb.DataError,
        duckdb.InvalidInputException,
        duckdb.BinderException,
    )


def _connected(spill: str) -> duckdb.DuckDBPyConnection:
    try:
        import duckdb
    except ImportError as error:
        raise OutputError(
            "looking at a corpus needs DuckDB: pip install 'enrich-geo[corpus]'"
        ) from error
    # What memory does not hold goes to a folder of its own, not to the one that happens to be
    # current; and nothing is fetched, whatever a file says.
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": spill,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(":memory:", config=settings)


def _files_of(folder: Path) -> Mapping[str, list[str]]:
    """Return the files of each data set.

    Raises:
        InputError: There are none.
    """
    files: dict[str, list[str]] = {table: [] for table in _COLUMNS}
    for record in sorted((folder / "_shards").glob("*.json")):
        try:
            listed = json.loads(record.read_text(encoding="utf-8"))["files"]
        except (OSError, ValueError, TypeError, KeyError):
            continue
        for file in listed:
            table = str(file).partition("/")[0]
            # The record is a file like any other: what it names lies here, or is not read.
            if table in files and Path(file).name == str(file).partition("/")[2]:
                files[table].append(str(folder / file))
    if not all(files.values()):
        raise InputError(f"{folder}: holds no corpus; enrich corpus FILE -o {folder} makes one")
    return files
