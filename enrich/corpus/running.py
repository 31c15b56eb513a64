"""A corpus linked on this machine: read, put into shards, linked in processes, written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from enrich.batches import link_batches, linked_schema
from enrich.batches.documents import batch_of
from enrich.corpus.datasets import DATASETS, RUN, Datasets, Done, fingerprint_of
from enrich.corpus.outlets import Sample, chosen
from enrich.corpus.shards import LARGEST, Shard, Sharding
from enrich.corpus.workers import Started, Workers
from enrich.flow.options import LinkerOptions
from enrich.flow.windows import Article
from enrich.inputs.columns import OnError
from enrich.model import Document
from enrich.pipeline import Linker
from enrich.records.record import dumps
from gazetteer.atomic import replacing
from gazetteer.errors import OutputError

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")

_BATCH: Final = 32  # documents that go through the seam at once
_TOLD: Final = 3  # errors that are said beside being written
_LEARNT: Final = 50  # documents that a process learns from at once
_DIED: Final = "the process that read it died, several times; it is too large or breaks a library"

Read = Callable[[OnError], Iterator[Document]]
"""Reads the documents of a corpus from the beginning, and reports what cannot be read."""


@dataclass(frozen=True, slots=True)
class CorpusOptions:
    """How a corpus is linked.

    Attributes:
        workers: Processes.
        form: "parquet" or "jsonl".
        keep: Keys of the documents' metadata that become columns of the documents.
        shard: Documents of a shard at most.
        alone: Whether each document is decided without what its outlet's articles are about.
        overwrite: Whether a corpus in the folder that was linked otherwise is linked anew.
    """

    workers: int = 1
    form: str = "parquet"
    keep: tuple[str, ...] = ()
    shard: int = LARGEST
    alone: bool = False
    overwrite: bool = False


@dataclass(slots=True)
class Totals:
    """What has been linked so far.

    Attributes:
        shards: That are done.
        skipped: How many of them an earlier run has done.
        rows: By data set, and the mentions that are linked as "linked".
        fresh: Documents that this run has linked.
        missing: Columns to keep that no document has had.
        unread: Why the first few documents that cannot be read cannot be.
    """

    shards: int = 0
    skipped: int = 0
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*DATASETS, "linked"), 0))
    fresh: int = 0
    missing: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(self, done: Done, *, skipped: bool = False) -> None:
        """Count a shard."""
        self.shards += 1
        self.skipped += skipped
        self.fresh += 0 if skipped else done.documents
        for name in self.rows:
            self.rows[name] += getattr(done, name)


def link_corpus(
    read: Read,
    folder: Path,
    options: LinkerOptions,
    corpus: CorpusOptions,
    on_note: Callable[[str], None] = lambda _: None,
) -> Iterator[Totals]:
    """Link a corpus into the data sets of a folder; what is done there is not done again.

    Args:
        read: Reads the documents; called three times if they have outlets, unless ``alone``.
        folder: Of the data sets; made if it is not there.
        options: What the linkers are made of.
        corpus: How it is done.
        on_note: Told what a user should know.

    Yields:
        What has been linked, the same object each time: after each shard, and once at the end.

    Raises:
        ArgumentError: A column to keep is called like one that the output has.
        OutputError: The folder cannot be written to, holds other files, or another corpus.
        EnrichError: The options are refused.
    """
    linked_schema(batch_of([], corpus.keep).schema, corpus.keep)  # refuses what cannot be kept
    with Linker(options) as linker, _only_run(folder):
        keys = frozenset[bytes]()
        if not corpus.alone:
            keys = Sample(options.outlet).of(read(lambda _: None))
        run = _run_of(linker, options, corpus, keys)
        datasets = Datasets(folder, corpus.form, fingerprint_of(run))
        _claim(datasets, run, overwrite=corpus.overwrite)
        totals = Totals(missing=list(corpus.keep))
        to_do = _to_do(read, datasets, corpus, totals)
        if (first := next(to_do, None)) is not None:
            datasets.begin()
            if keys:
                on_note(f"learning what outlets write about from {len(keys):,} of their articles")
                _learn_from(read, keys, linker, corpus.workers)
            work = partial(_link_shard, datasets, corpus.keep)
            start = partial(_same, linker)
            for done in Workers(work, start, corpus.workers)(chain([first], to_do)):
                totals.add(done)
                yield totals
        datasets.finish(totals.shards)
        yield totals


def _to_do(
    read: Read, datasets: Datasets, corpus: CorpusOptions, totals: Totals
) -> Iterator[tuple[Shard, str]]:
    """Yield the shards that are to be linked, with their digests, and count those that are done."""
    sharding = Sharding(corpus.shard)
    for shard in sharding(read(sharding.error)):
        totals.unread += shard.errors[: _TOLD - len(totals.unread)]
        if totals.missing:
            there = set().union(*(document.metadata for document in shard.documents))
            totals.missing = [name for name in totals.missing if name not in there]
        digest = shard.digest()
        if done := datasets.done(shard.number, digest):
            totals.add(done, skipped=True)
        else:
            yield shard, digest


def _learn_from(read: Read, keys: frozenset[bytes], linker: Linker, workers: int) -> None:
    """Learn what outlets write about, in processes, in an order that depends on nothing."""
    learn = Workers(_learn, partial(Linker, linker.options), workers)
    found = chain.from_iterable(learn(_some(chosen(read(lambda _: None), keys))))
    linker.count(article for _, article in sorted(found, key=itemgetter(0)))


# ------------------------------------------------------------------------------ in the processes


def _same(linker: Linker) -> Linker:
    """The linker that was sent: its options, and what it has learnt."""
    return linker


def _learn(
    linker: Linker, some: Sequence[tuple[bytes, Document]], _: object, __: object
) -> list[tuple[bytes, Article]]:
    found = ((key, next(linker.articles([document]), None)) for key, document in some)
    return [(key, article) for key, article in found if article]


def _link_shard(  # noqa: PLR0913, PLR0917 - what a shard needs, and what every work is given
    datasets: Datasets,
    keep: Sequence[str],
    linker: Linker,
    item: tuple[Shard, str],
    spared: frozenset[int] | None,
    started: Started,
) -> Done:
    shard, digest = item
    size = _BATCH if spared is None else 1

    def batches() -> Iterator[pa.RecordBatch]:
        yield batch_of([], keep)  # every file has its columns, whatever is read or spared
        for first in range(0, len(shard.documents), size):
            if spared is None or first not in spared:
                started(first)
                yield batch_of(shard.documents[first : first + size], keep)

    died = [(str(shard.documents[n].id), _DIED) for n in sorted(spared or ())]
    errors = [*((None, error) for error in shard.errors), *died]
    return datasets.write(shard.number, digest, link_batches(batches(), linker, keep=keep), errors)


# ----------------------------------------------------------------------------------- the folder


@contextmanager
def _only_run(folder: Path) -> Iterator[None]:
    """Hold the folder for this run alone."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "_lock", timeout=0):
            yield
    except Timeout as error:
        raise OutputError(f"{folder}: another run is writing to it") from error
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}") from error


def _claim(datasets: Datasets, run: dict[str, Any], *, overwrite: bool) -> None:
    """Make sure that a folder is for this corpus, and say so in it.

    Raises:
        OutputError: It holds other files, or a corpus that was linked otherwise.
    """
    path = datasets.folder / RUN
    try:
        before = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        before = None
        if any(not file.name.startswith((".", "_")) for file in datasets.folder.iterdir()):
            raise OutputError(
                f"{datasets.folder}: holds other files; name a folder that is new or empty"
            ) from None
    except ValueError:
        before = {}
    # Other articles of an outlet are other input: what depends on them is linked again.
    told = {*(before or {}), *run} - {"outlets"}
    changed = sorted(key for key in told if before is not None and before.get(key) != run.get(key))
    if changed and not overwrite:
        raise OutputError(
            f"{datasets.folder}: holds a corpus linked with other options ({', '.join(changed)});"
            " --overwrite links it again"
        )
    datasets.make_folders()
    with replacing(path) as out:
        out.write(dumps(run) + "\n")


def _run_of(
    linker: Linker, options: LinkerOptions, corpus: CorpusOptions, keys: frozenset[bytes]
) -> dict[str, Any]:
    """Return all that the results depend on, but for the documents."""
    told = {key: value for key, value in linker("").run.items() if key not in {"input", "notes"}}
    return {
        "format": "enrich-corpus-1",
        **told,
        "decisions": _file_digest(options.decisions),
        "seconds_per_document": options.seconds_per_document,
        "written": {"as": corpus.form, "shard": corpus.shard, "keep": list(corpus.keep)},
        "outlets": hashlib.sha256(b"".join(sorted(keys))).hexdigest() if keys else None,
    }


def _file_digest(decisions: object) -> str | None:
    if isinstance(decisions, str | Path):
        return hashlib.sha256(Path(decisions).read_bytes()).hexdigest()
    return None if decisions is None else hashlib.sha256(repr(decisions).encode()).hexdigest()


def _some(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while some := list(islice(iterator, _LEARNT)):
        yield some
