"""What is written of a shard: a file in each data set, and last the record that it is done.

    OUT/documents/00000.parquet   a row a document
    OUT/mentions/00000.parquet    a row a mention
    OUT/places/00000.parquet      a row a place and document: GeoParquet
    OUT/errors/00000.parquet      a row for what could not be read; only where there is any
    OUT/_shards/00000.json        that shard 0 is done, of what and how
    OUT/_run.json                 version, gazetteer, models and options of them all
    OUT/_done.json                that there are no more shards; gone while a run is under way

Readers of data sets pass over what begins with "_". Each file is written whole or not at all, and a
shard without its record is linked again: whenever a run is killed, what it has finished stays.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from pyarrow import parquet

from enrich.batches import ERRORS, documents_of, errors_of, mentions_of, places_of
from enrich.records.record import dumps
from enrich.records.vector import CREDITS
from gazetteer.atomic import replacing, replacing_file
from gazetteer.errors import OutputError

DATASETS: Final = ("documents", "mentions", "places", "errors")
SUFFIXES: Final = {"parquet": ".parquet", "jsonl": ".jsonl"}
"""The formats of the data sets, with the suffix of their files."""
SHARDS: Final = "_shards"
RUN: Final = "_run.json"
DONE: Final = "_done.json"
_OWN: Final = re.compile(r"\d{5,}\.(?:parquet|jsonl|geojsons|json)|\.enrich-.*")
_GEO: Final = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}
_RECORD_SEPARATOR: Final = "\x1e"  # before each feature of a GeoJSON text sequence, RFC 8142


@dataclass(frozen=True, slots=True)
class Done:
    """The record of a shard.

    Attributes:
        number: Which shard.
        digest: The SHA-256 of its input.
        fingerprint: What linked it: version, gazetteer, models, options.
        documents: Rows of the data set of that name.
        mentions: Likewise.
        linked: How many of the mentions have an entity.
        places: Likewise.
        errors: Likewise.
        seconds: What it took one process.
        files: Its files, relative to the folder.
    """

    number: int
    digest: str
    fingerprint: str
    documents: int
    mentions: int
    linked: int
    places: int
    errors: int
    seconds: float
    files: tuple[str, ...]


def fingerprint_of(run: Mapping[str, Any]) -> str:
    """Return the SHA-256 of all that results depend on, but for the documents."""
    return hashlib.sha256(json.dumps(run, sort_keys=True).encode()).hexdigest()


class Datasets:
    """The data sets in a folder.

    Args:
        folder: Of them all.
        form: "parquet" or "jsonl".
        fingerprint: What links them.
    """

    def __init__(self, folder: Path, form: str, fingerprint: str) -> None:
        self.folder, self.form, self.fingerprint = folder, form, fingerprint

    def make_folders(self) -> None:
        """Make the folders that are missing."""
        try:
            for name in (*DATASETS, SHARDS):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{self.folder}: no folder can be made: {error.strerror}") from error

    def done(self, number: int, digest: str) -> Done | None:
        """Return the record of a shard that needs no more work, or None."""
        try:
            held = json.loads(self._record(number).read_text(encoding="utf-8"))
            found = Done(**{**held, "files": tuple(held["files"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None  # never written, or by something else
        same = (found.digest, found.fingerprint) == (digest, self.fingerprint)
        return found if same and all((self.folder / f).is_file() for f in found.files) else None

    def write(
        self,
        number: int,
        digest: str,
        linked: Iterable[pa.RecordBatch],
        errors: Iterable[tuple[str | None, str]],
    ) -> Done:
        """Write what was linked of a shard, and last its record.

        Args:
            number: Which shard.
            digest: Of its input.
            linked: What ``link_batches`` yields, taken one by one.
            errors: What could not be read at all: the id of a document, if it has one, and why.
        """
        began = time.monotonic()
        self._record(number).unlink(missing_ok=True)  # its files are about to change
        counts = dict.fromkeys((*DATASETS, "linked"), 0)
        told = [{"document_id": document, "error": error} for document, error in errors]
        unread = pa.RecordBatch.from_pylist(told, schema=ERRORS)
        with ExitStack() as stack:
            writers = {
                name: stack.enter_context(_WRITERS[self.form](self._file(name, number), name))
                for name in DATASETS
                if name != "errors"
            }
            failed = [unread]
            for batch in linked:
                tables = {
                    "documents": documents_of(batch),
                    "mentions": mentions_of(batch),
                    "places": places_of(batch),
                }
                for name, rows in tables.items():
                    writers[name](rows)
                    counts[name] += rows.num_rows
                ids = tables["mentions"].column("entity_id")
                counts["linked"] += len(ids) - ids.null_count
                failed.append(errors_of(batch))
        counts["errors"] = self._write_errors(number, failed)
        files = [self._file(name, number) for name in DATASETS if name != "errors" or counts[name]]
        done = Done(
            number, digest, self.fingerprint,
            seconds=round(time.monotonic() - began, 2),
            files=tuple(file.relative_to(self.folder).as_posix() for file in files),
            **counts,
        )  # fmt: skip
        with replacing(self._record(number)) as out:
            out.write(dumps(asdict(done)) + "\n")
        return done

    def begin(self) -> None:
        """Say that shards are being linked."""
        (self.folder / DONE).unlink(missing_ok=True)

    def finish(self, shards: int) -> None:
        """Say that all are done, and remove what is of none: of a longer run, or another format.

        Args:
            shards: How many this run has.
        """
        kept = {
            self.folder / file
            for record in map(self._record, range(shards))
            for file in json.loads(record.read_text(encoding="utf-8"))["files"]
        }
        kept |= {self._record(number) for number in range(shards)}
        for name in (*DATASETS, SHARDS):
            for file in (self.folder / name).iterdir():
                if _OWN.fullmatch(file.name) and file not in kept:
                    file.unlink(missing_ok=True)
        with replacing(self.folder / DONE) as out:
            out.write(dumps({"shards": shards}) + "\n")

    def _record(self, number: int) -> Path:
        return self.folder / SHARDS / f"{number:05}.json"

    def _file(self, dataset: str, number: int) -> Path:
        suffix = ".geojsons" if (self.form, dataset) == ("jsonl", "places") else SUFFIXES[self.form]
        return self.folder / dataset / f"{number:05}{suffix}"

    def _write_errors(self, number: int, failed: list[pa.RecordBatch]) -> int:
        path = self._file("errors", number)
        rows = pa.Table.from_batches(failed).combine_chunks()
        if not rows.num_rows:
            path.unlink(missing_ok=True)
            return 0
        with _WRITERS[self.form](path, "errors") as write:
            for batch in rows.to_batches():
                write(batch)
        return int(rows.num_rows)


Write = Callable[[pa.RecordBatch], None]


@contextmanager
def _parquet(path: Path, dataset: str) -> Iterator[Write]:
    """Open a Parquet file that is there when all batches are in it."""
    with replacing_file(path) as part, ExitStack() as stack:
        writers: list[parquet.ParquetWriter] = []

        def write(rows: pa.RecordBatch) -> None:
            if not writers:
                schema = rows.schema.with_metadata(_about(dataset))
                writer = parquet.ParquetWriter(part, schema, compression="zstd")
                writers.append(stack.enter_context(writer))
            writers[0].write_batch(rows)

        yield write


def _about(dataset: str) -> dict[str, str]:
    told = {"enrich": json.dumps({"attribution": CREDITS}, ensure_ascii=False)}
    return {**told, "geo": json.dumps(_GEO)} if dataset == "places" else told


@contextmanager
def _lines(path: Path, dataset: str) -> Iterator[Write]:
    """Open a file of JSON, a line a row; places are a GeoJSON text sequence (RFC 8142)."""
    with replacing(path) as out:

        def write(rows: pa.RecordBatch) -> None:
            for row in rows.to_pylist():
                line = dumps(_feature(row)) if dataset == "places" else dumps(row)
                out.write(f"{_RECORD_SEPARATOR if dataset == 'places' else ''}{line}\n")

        yield write


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    properties = {key: value for key, value in row.items() if key != "geometry"}
    point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    name = f"{row['document_id']}:{row['entity_id']}"
    return {"type": "Feature", "id": name, "geometry": point, "properties": properties}


_WRITERS: Final[Mapping[str, Callable[[Path, str], AbstractContextManager[Write]]]] = {
    "parquet": _parquet,
    "jsonl": _lines,
}
