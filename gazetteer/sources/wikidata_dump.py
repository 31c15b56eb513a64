"""Wikidata's JSON dump, ``latest-all.json`` plain, gzip or bzip2: places, people, organisations.

The dump is read once, for unpacking it takes longest. While it is read, each item that may be
wanted is kept as a short draft in a temporary file (the spill), and the subclass relation is
gathered from the dump itself. When both are whole, the spill is read twice: for the areas, seats
and offices that other items refer to, and for the rows, in the order of the dump.

Memory does not grow with the items: it holds the subclass relation (8 bytes an edge), what other
items refer to, and a few chunks of lines for each worker. The spill takes about a kilobyte an item
that is kept, less with few languages and with ``min_sitelinks``; it lies where ``TMPDIR`` says.

Of several GeoNames ids of an item the first of the best rank counts. Countries and first-level
areas are known by the embedded gazetteer, further countries by their ISO code (P297) in the dump.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from gazetteer.errors import SourceError
from gazetteer.rows import Row
from gazetteer.sources.files import open_bytes
from gazetteer.sources.options import BuildOptions, Report, Source
from gazetteer.sources.wikidata_batch import Batch, iter_drafts, load_json, read_chunk
from gazetteer.sources.wikidata_classes import ClassGraph
from gazetteer.sources.wikidata_item import Draft
from gazetteer.sources.wikidata_rows import Referred, RowMaker, referred_of
from gazetteer.store import Gazetteer

Chunk = tuple[int, bytes]
"""Number of its first line, counted from 1, and the lines."""

_BLOCK: Final = 1 << 22
_LONGEST: Final = 1 << 26  # bytes of a line; the largest items have some five million
_LENGTH: Final = struct.Struct("<I")
_AHEAD: Final = 3  # chunks waiting for each worker


def iter_rows(path: Path, options: BuildOptions, report: Report) -> Iterator[Row]:
    """Yield the places, people and organisations of a dump.

    With ``options.workers`` above one, that many processes parse while this one unpacks; they are
    started afresh, so a script that asks for them needs ``if __name__ == "__main__":``.

    Raises:
        SourceError: The file is missing, cut short or no dump, or orjson is not installed.

    Example:
        >>> report = Report()
        >>> rows = iter_rows(Path("latest-all.json.gz"), BuildOptions(min_sitelinks=5), report)
    """
    load_json(b"0")  # says at once that orjson is missing
    with TemporaryFile(prefix="enrich-wikidata-") as spill:
        reading = Reading(spill)
        for batch in _iter_batches(path, options, report):
            reading.add(batch, path, report)
        reading.check(path, report)
        yield from reading.iter_rows(path, options, report)


def _iter_batches(path: Path, options: BuildOptions, report: Report) -> Iterator[Batch]:
    """Yield batches in the order of the dump, read by one process or several."""
    chunks = iter_chunks(path, report)
    if options.workers <= 1:
        for first, data in chunks:
            yield read_chunk(first, data, options)
        return
    # Spawned, not forked: the caller may run threads, such as those of a progress bar.
    with ProcessPoolExecutor(options.workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Batch]] = deque()
        for first, data in islice(chunks, options.workers * _AHEAD):
            waiting.append(pool.submit(read_chunk, first, data, options))
        while waiting:
            yield waiting.popleft().result()
            for first, data in islice(chunks, 1):
                waiting.append(pool.submit(read_chunk, first, data, options))


def iter_chunks(
    path: Path, report: Report, block: int = _BLOCK, longest: int = _LONGEST
) -> Iterator[Chunk]:
    """Yield whole lines, a block of bytes at a time, without those too long to be an item."""
    try:
        with open_bytes(path) as file:
            yield from _Lines(path, report, block, longest).read(file)
    except OSError as error:  # bzip2 says no more of a damaged file
        raise SourceError(f"{path}: cannot be read ({error}); download it again") from error


@dataclass(slots=True)
class _Lines:
    """Cuts what is read into whole lines, and drops those without end."""

    path: Path
    report: Report
    block: int
    longest: int
    number: int = 1
    rest: bytes = b""
    skipping: bool = False

    def read(self, file: IO[bytes]) -> Iterator[Chunk]:
        data = file.read(self.block)
        is_array = _check_head(data, self.path)
        last = b""
        while data:
            last = data.rstrip()[-1:] or last
            if chunk := self._take(data):
                yield chunk
            data = file.read(self.block)
        if self.rest:
            yield self.number, self.rest
        if is_array and last != b"]":
            raise SourceError(
                f"{self.path}: cut short: the list of items has no end; download it again"
            )

    def _take(self, data: bytes) -> Chunk | None:
        if self.skipping:
            _, newline, data = data.partition(b"\n")
            if not newline:
                return None
            self.skipping = False
            self.number += 1
        whole, newline, tail = data.rpartition(b"\n")
        if not newline:
            self._keep(self.rest + tail)
            return None
        chunk = self.number, self.rest + whole
        self.number += chunk[1].count(b"\n") + 1
        self._keep(tail)
        return chunk

    def _keep(self, rest: bytes) -> None:
        self.rest = rest
        if len(rest) > self.longest:
            mebibytes = self.longest >> 20
            self.report.problem(
                f"{self.path.name}:{self.number}", f"line of more than {mebibytes} MiB"
            )
            self.rest, self.skipping = b"", True


def _check_head(data: bytes, path: Path) -> bool:
    """Return whether a dump is one array; refuse what is not a dump."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:40]
    if not start.startswith((b"[", b"{")):
        shown = start.decode("utf-8", "replace").split("\n")[0]
        raise SourceError(
            f"{path}: no Wikidata JSON dump: it begins with {shown!r};"
            " give latest-all.json.gz or .bz2 of dumps.wikimedia.org/wikidatawiki/entities"
        )
    return start.startswith(b"[")


class Reading:
    """What has been gathered from a dump so far.

    Args:
        spill: A temporary file for the drafts.
    """

    def __init__(self, spill: IO[bytes]) -> None:
        self._spill = spill
        self._graph = ClassGraph()
        self._referred: set[int] = set()
        self._countries: dict[int, str] = {}
        self._items = 0

    def add(self, batch: Batch, path: Path, report: Report) -> None:
        """Take over a batch of lines of a file, which is named where something is wrong."""
        self._graph.add_edges(batch.edges)
        self._graph.add_features(batch.features)
        self._referred |= batch.referred
        self._countries.update(batch.countries)
        self._items += batch.items
        for line, what in batch.problems:
            report.problem(f"{path.name}:{line}", what)
        if batch.drafts:
            self._write(batch.drafts)

    def _write(self, drafts: bytes) -> None:
        try:
            self._spill.write(_LENGTH.pack(len(drafts)))
            self._spill.write(drafts)
        except OSError as error:
            raise SourceError(
                f"no room for the drafts of Wikidata items ({error});"
                " point TMPDIR at a larger disk, or ask for fewer with --min-sitelinks"
            ) from error

    def check(self, path: Path, report: Report) -> None:
        """Refuse a file of which not one line was an item."""
        if not self._items and report.counts:
            raise SourceError(f"{path}: no line of it is a Wikidata item; is it latest-all.json?")

    def iter_rows(self, path: Path, options: BuildOptions, report: Report) -> Iterator[Row]:
        """Yield the rows, once everything has been added."""
        self._graph.resolve()
        maker = RowMaker(
            graph=self._graph,
            referred=self._read_referred(),
            codes=self._countries | _known_codes(),
            options=options,
            report=report,
            file=path.name,
        )
        for draft in self._iter_drafts():
            if row := maker.row(draft):
                yield row

    def _read_referred(self) -> dict[int, Referred]:
        found: dict[int, Referred] = {}
        for draft in self._iter_drafts():
            if draft["id"] in self._referred:
                verdict = self._graph.verdict(draft["classes"])
                found[draft["id"]] = referred_of(draft, verdict.kind if verdict else None)
        return found

    def _iter_drafts(self) -> Iterator[Draft]:
        self._spill.seek(0)
        while head := self._spill.read(_LENGTH.size):
            yield from iter_drafts(self._spill.read(_LENGTH.unpack(head)[0]))


def _known_codes() -> dict[int, str]:
    with Gazetteer.open() as embedded:
        return embedded.area_codes()


SOURCE: Final = Source(iter_rows)
