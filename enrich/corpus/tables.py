"""What ``enrich corpus`` has written, as tables that SQL is asked of: DuckDB over the files.

Only the files of finished shards are read, so that a corpus can be looked at while it is linked, or
after a run that was killed.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import astuple, dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from enrich.corpus.datasets import DONE, RUN, SHARDS, fingerprint_of
from enrich.text.counting import counted
from gazetteer.errors import InputError, OutputError

if TYPE_CHECKING:
    import duckdb

T = TypeVar("T")
_FETCHED: Final = 10_000
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
# Documents that share an id cannot be told apart in the mentions: they count as one, which has a
# day and an outlet where all of them agree. What is white space is the same as for Python.
_VIEWS: Final = r"""
CREATE VIEW dated AS
    SELECT id, count(*) AS documents,
           CASE WHEN count(DISTINCT coalesce(left(published, 10), '')) = 1
                THEN min(left(published, 10)) END AS day,
           CASE WHEN count(DISTINCT coalesce(outlet, '')) = 1 THEN min(outlet) END AS outlet
    FROM documents GROUP BY id;
CREATE VIEW named AS
    SELECT m.*, d.day, d.outlet AS outlet,
           trim(regexp_replace(m.text, '[\s\x0b\x1c-\x1f\x85\p{Z}]+', ' ', 'g')) AS spelling
    FROM mentions m JOIN dated d ON m.document_id = d.id, chosen c
    WHERE (c.since IS NULL OR d.day >= c.since)
        AND (c.until IS NULL OR left(d.day, length(c.until)) <= c.until)
        AND (c.outlet IS NULL OR d.outlet = c.outlet);
"""
_SHARED: Final = (
    "SELECT count(*) AS ids, sum(documents) AS documents FROM dated WHERE documents > 1"
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which documents of a corpus are looked at.

    Attributes:
        since: The first day, as YYYY-MM-DD, YYYY-MM or YYYY, or None. What has no date is then left
            out.
        until: The last day, month or year, likewise.
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

    Attributes:
        run: How it was linked, as the corpus says; empty where it does not.
        notes: What a reader of the answers should know.

    Raises:
        InputError: The folder holds no corpus, or a file of it cannot be read.
        OutputError: DuckDB is missing.
    """

    def __init__(self, folder: Path, chosen: Chosen | None = None) -> None:
        self.folder = folder
        self.run = _object(folder / RUN)
        files = _files_of(folder, fingerprint_of(self.run))
        self._spill = tempfile.TemporaryDirectory(prefix="enrich-")
        with ExitStack() as stack:
            stack.callback(self._spill.cleanup)
            self._duck = stack.enter_context(_connected(self._spill.name))
            # While DuckDB works it heeds no signal, so that it works in a thread of its own.
            self._thread = stack.enter_context(ThreadPoolExecutor(1, "duckdb"))
            for table, columns in _COLUMNS.items():
                self._open(table, files[table], columns)
            days = ("since", "until", "outlet")
            self.load("chosen", days, [_in_days(chosen or Chosen())])
            self.do(_VIEWS)
            self.notes = tuple(self._notes())
            self._opened = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the tables."""
        self._opened.close()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query, by column; another query ends it."""
        found = self._done(lambda: self._duck.execute(sql, values))
        names = [column[0] for column in found.description or ()]
        while some := self._done(lambda: found.fetchmany(_FETCHED)):
            for row in some:
                yield dict(zip(names, row, strict=True))

    def do(self, sql: str) -> None:
        """Run a statement that returns nothing."""
        self._done(lambda: self._duck.execute(sql))

    def load(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[str | None]]
    ) -> None:
        """Make a table of texts."""
        import pyarrow as pa

        values = list(zip(*rows, strict=True)) or [()] * len(columns)
        arrays = [pa.array(column, pa.string()) for column in values]
        self._duck.register("loaded", pa.Table.from_arrays(arrays, list(columns)))
        self.do(f"CREATE TABLE {table} AS SELECT * FROM loaded")  # noqa: S608 - a name of ours
        self._duck.unregister("loaded")

    def _notes(self) -> Iterator[str]:
        if not (self.folder / DONE).is_file():
            yield f"{self.folder}: linking has not finished; only what is there so far counts"
        (shared,) = self.rows(_SHARED)
        if shared["ids"]:
            yield (
                f"{counted(shared['documents'], 'document')} share {counted(shared['ids'], 'id')}:"
                " those of one id count as one, without outlet or date where they differ"
            )

    def _open(self, table: str, files: Sequence[str], columns: Sequence[str]) -> None:
        kept = ", ".join(f'"{column}"' for column in columns)
        types = {column: _TYPES.get(column, "VARCHAR") for column in columns}

        def opened() -> None:
            if files[0].endswith(".jsonl"):
                held = self._duck.read_json(files, format="newline_delimited", columns=types)
            else:
                held = self._duck.read_parquet(files)
            held.project(kept).create_view(table)

        self._done(opened)

    def _done(self, work: Callable[[], T]) -> T:
        """Return what DuckDB comes to; a signal ends its work.

        Raises:
            InputError: It cannot read a file.
        """
        import duckdb

        done = self._thread.submit(work)
        try:
            return done.result()
        except (duckdb.Error, RuntimeError) as error:
            line = (str(error).splitlines() or [type(error).__name__])[0]
            raise InputError(f"{self.folder}: a data set cannot be read: {line}") from error
        except BaseException:
            self._duck.interrupt()
            raise


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


def _in_days(chosen: Chosen) -> tuple[str | None, ...]:
    """Return what is chosen, days without their time."""
    since, until, outlet = astuple(chosen)
    return since and since[:10], until and until[:10], outlet


def _object(path: Path) -> dict[str, Any]:
    """Return the object of a file of JSON, an empty one where there is none."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def _files_of(folder: Path, fingerprint: str) -> Mapping[str, list[str]]:
    """Return the files of each data set, without those that another run has left.

    Raises:
        InputError: There are none.
    """
    files: dict[str, list[str]] = {table: [] for table in _COLUMNS}
    for path in sorted((folder / SHARDS).glob("*.json")):
        record = _object(path)
        listed = record.get("files")
        if record.get("fingerprint") != fingerprint or not isinstance(listed, list):
            continue
        for file in map(str, listed):
            table, _, name = file.partition("/")
            # The record is a file like any other: what it names lies here, or is not read.
            if table in files and Path(file).name == name:
                files[table].append(str(folder / file))
    if not all(files.values()):
        raise InputError(f"{folder}: holds no corpus; enrich corpus FILE -o {folder} makes one")
    return files
