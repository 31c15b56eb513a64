"""Measure what a corpus costs: documents a second, what a second process gains, memory, stages.

    python scripts/benchmark_corpus.py [--documents 1200] [--pairs 3] [--json OUT]
    python scripts/benchmark_corpus.py --long 200000     # memory and speed to the end: hours
    python scripts/benchmark_corpus.py --long 200000 --words 100     # of their beginnings: sooner

The documents are those of the place corpora (reference data), repeated under new ids; the host of
their address is their outlet in the long run, and in the short ones they have none. What is
compared is measured in pairs, one right after the other, and the ratio told is the median of the
pairs. Ray and Spark are measured where they are installed. Memory is read from ``/proc`` (Linux):
of each worker its resident set, and what of it is its own, shared with no other process. The long
run tells documents for each second of a processor too, which other work on the machine does not
change.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import cycle, islice
from multiprocessing import active_children
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
from benchmark import CORPORA, describe_machine
from reference_data import add_shared

from enrich import Document, Linker, LinkerOptions
from enrich.batches import link_batches, mentions_of, places_of
from enrich.batches.documents import batch_of
from enrich.candidates.finder import CandidateFinder
from enrich.corpus import CorpusOptions, link_corpus
from enrich.flow.windows import host_of
from enrich.mentions.finder import MentionFinder
from enrich.mentions.taggers.model import NameTagger
from enrich.rank.ranker import Ranker

BATCH = 32
WORDS = 350  # of the article that costs are told for
STAGES = (
    ("tagger", NameTagger, "__call__"),
    ("names, the tagger among them", MentionFinder, "__call__"),
    ("candidates", CandidateFinder, "__call__"),
    ("ranking", Ranker, "draft"),
    ("ranking", Ranker, "link"),
)


def main() -> int:
    """Measure, print, and write the figures if asked to; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=1200)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--long", type=int, metavar="N", help="only the memory over N documents")
    parser.add_argument("--words", type=int, metavar="N", help="with --long: of each, the first N")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path, metavar="OUT")
    add_shared(parser)
    options = parser.parse_args()
    figures: dict[str, Any] = {}
    for told in _measured(options):
        figures |= told
        for name, value in told.items():
            shown = round(value, 3) if isinstance(value, float) else value
            print(f"{name:60} {shown}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def _measured(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    yield {"machine": describe_machine()}
    articles = list(_read(options.shared))
    if options.long:
        cut = [_beginning(article, options.words) for article in articles]
        yield measure_long(cut, options.long, options.workers)
        return
    repeated = _repeated(articles, options.documents)
    documents = [replace(document, outlet=None, metadata={}) for document in repeated]
    some = documents[: len(documents) // 4]
    yield measure_seam(some, options.pairs)
    yield measure_stages(some)
    for measure in (measure_pool, measure_ray, measure_spark):
        yield measure(documents, options.pairs, options.workers)


def _read(shared: Path) -> Iterator[Document]:
    for name in CORPORA:
        with (shared / "corpora" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                held = json.loads(line)
                yield Document(held["text"], outlet=host_of(held.get("url") or "") or None)


def _repeated(documents: list[Document], count: int) -> Iterator[Document]:
    for number, document in enumerate(islice(cycle(documents), count)):
        yield replace(document, id=f"d{number}")


def _beginning(document: Document, words: int | None) -> Document:
    """Return a document as far as the end of so many words, all of it for None."""
    ends = [match.end() for match in islice(re.finditer(r"\S+", document.text), words)]
    return replace(document, text=document.text[: ends[-1] if ends else 0])


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure_seam(documents: list[Document], pairs: int) -> dict[str, Any]:
    """Compare ``link_batches`` with ``Linker.link_many`` in one process."""
    batches = [batch_of(documents[n : n + BATCH]) for n in range(0, len(documents), BATCH)]
    with Linker() as linker:
        linker("Talks in Yerevan.")
        times = [
            (
                _timed(lambda: list(linker.link_many(documents))),
                _timed(lambda: list(link_batches(batches, linker))),
            )
            for _ in range(pairs)
        ]
    words = sum(len(document.text.split()) for document in documents)
    rate = statistics.median(words / alone for alone, _ in times)
    return {
        "link_many, words a second": rate,
        "seam, times the documents a second of link_many": _ratio(times),
        f"core hours for a million articles of {WORDS} words": WORDS * 1e6 / rate / 3600,
    }


def _ratio(times: list[tuple[float, float]]) -> float:
    return statistics.median(one / other for one, other in times)


def measure_stages(documents: list[Document]) -> dict[str, Any]:
    """Share out the time of the seam, and of what is written, in one process."""
    spent: dict[str, float] = {}

    def watched(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def watching(*args: Any, **others: Any) -> Any:
            began = time.perf_counter()
            try:
                return work(*args, **others)
            finally:
                spent[name] = spent.get(name, 0.0) + time.perf_counter() - began

        return watching

    batches = [batch_of(documents[n : n + BATCH]) for n in range(0, len(documents), BATCH)]
    linked: list[pa.RecordBatch] = []
    with ExitStack() as stack:
        linker = stack.enter_context(Linker())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        linker("Talks in Yerevan.")
        for name, owner, work in STAGES:
            stack.enter_context(patch.object(owner, work, watched(name, getattr(owner, work))))
        total = _timed(lambda: linked.extend(link_batches(batches, linker)))
        spent["writing Parquet"] = _timed(lambda: _write(linked, folder))
    total += spent["writing Parquet"]
    shared_out = sum(spent.values()) - spent["tagger"]
    spent["rows of Arrow, and the rest"] = total - shared_out
    return {f"share of {name}, %": 100 * took / total for name, took in spent.items()}


def _write(linked: list[pa.RecordBatch], folder: Path) -> None:
    from pyarrow import parquet

    for name, flat in (("mentions", mentions_of), ("places", places_of)):
        table = pa.Table.from_batches([flat(batch) for batch in linked])
        parquet.write_table(table, folder / f"{name}.parquet", compression="zstd")


def measure_pool(documents: list[Document], pairs: int, workers: int) -> dict[str, Any]:
    """Compare ``enrich corpus`` with one worker and with several, the starting included."""

    def run(number: int) -> float:
        with tempfile.TemporaryDirectory() as folder:
            how = CorpusOptions(workers=number, alone=True, shard=25)
            return _timed(
                lambda: list(
                    link_corpus(lambda _: iter(documents), Path(folder), LinkerOptions(), how)
                )
            )

    return _compared("pool", run, documents, pairs, workers)


def _compared(
    name: str, run: Callable[[int], float], documents: list[Document], pairs: int, workers: int
) -> dict[str, Any]:
    times = [(run(1), run(workers)) for _ in range(pairs)]
    return {
        f"{name}, 1 worker, documents a second": len(documents)
        / statistics.median(one for one, _ in times),
        f"{name}, {workers} workers, documents a second": len(documents)
        / statistics.median(many for _, many in times),
        f"{name}, {workers} workers, times 1 worker": _ratio(times),
    }


def measure_ray(documents: list[Document], pairs: int, workers: int) -> dict[str, Any]:
    """Do the same with Ray Data; the cluster is up, its actors are not."""
    try:
        import ray

        from enrich.batches.ray import link_dataset
    except ImportError:
        return {"ray": "not installed"}
    table = pa.Table.from_batches([batch_of(documents)])
    ray.init(num_cpus=workers + 1, include_dashboard=False, log_to_driver=False)
    rows = ray.data.from_arrow(table).repartition(8 * workers)

    def run(number: int) -> float:
        return _timed(lambda: link_dataset(rows, concurrency=number).materialize())

    try:
        return _compared("ray", run, documents, pairs, workers)
    finally:
        ray.shutdown()


def measure_spark(documents: list[Document], pairs: int, workers: int) -> dict[str, Any]:
    """Do the same with Spark, a session each time."""
    try:
        from pyspark.sql import SparkSession

        from enrich.batches.spark import link_dataframe
    except ImportError:
        return {"spark": "not installed"}

    os.environ["PYSPARK_PYTHON"] = sys.executable

    def run(number: int) -> float:
        with tempfile.TemporaryDirectory() as folder:
            from pyarrow import parquet

            parquet.write_table(
                pa.Table.from_batches([batch_of(documents)]), f"{folder}/in.parquet"
            )
            session = SparkSession.builder.master(f"local[{number}]").getOrCreate()
            try:
                frame = session.read.parquet(f"{folder}/in.parquet").repartition(8 * workers)
                linked = link_dataframe(frame)
                return _timed(lambda: linked.write.parquet(f"{folder}/out"))
            finally:
                session.stop()

    return _compared("spark", run, documents, pairs, workers)


def measure_long(documents: list[Document], count: int, workers: int) -> dict[str, Any]:
    """Link very many documents, and watch memory and speed from the first thousand to the end."""
    seen: list[tuple[float, float, int]] = []
    with tempfile.TemporaryDirectory() as folder, _memory() as memory:
        how = CorpusOptions(workers=workers)
        steps = link_corpus(
            lambda _: _repeated(documents, count), Path(folder), LinkerOptions(), how
        )
        early: dict[str, float] = {}
        for totals in steps:
            spent = sum(map(_processor_seconds, active_children()))
            seen.append((time.perf_counter(), spent or seen[-1][1], totals.rows["documents"]))
            if totals.rows["documents"] >= 1000 * workers and not early:
                early = dict(memory)
            print(*seen[-1], json.dumps(memory), file=sys.stderr, flush=True)
    tenth = len(seen) // 10 or 1
    return {
        "documents": seen[-1][2],
        "documents a second, first tenth": _rate(seen[: tenth + 1], 0),
        "documents a second, last tenth": _rate(seen[-tenth - 1 :], 0),
        "documents a processor second, first tenth": _rate(seen[: tenth + 1], 1),
        "documents a processor second, last tenth": _rate(seen[-tenth - 1 :], 1),
        **{f"{name}, MB, after the first thousand": value for name, value in early.items()},
        **{f"{name}, MB, at the end": value for name, value in memory.items()},
    }


def _rate(seen: list[tuple[float, float, int]], clock: int) -> float:
    spent = seen[-1][clock] - seen[0][clock]
    return (seen[-1][2] - seen[0][2]) / spent if spent else 0.0


def _processor_seconds(process: Any) -> float:
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    except OSError:  # it has just ended
        return 0.0
    user, system = fields.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _memory() -> Iterator[dict[str, float]]:
    """Keep the largest figures of the workers over the last half minute."""
    told: dict[str, float] = {}
    recent: list[tuple[float, dict[str, float]]] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(2.0):
            now = time.monotonic()
            recent.append((now, _of_workers()))
            recent[:] = [one for one in recent if now - one[0] < 30.0]
            for name in ("resident, largest worker", "of its own, largest worker", "main process"):
                told[name] = max(one[name] for _, one in recent)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        stop.set()
        thread.join()


def _of_workers() -> dict[str, float]:
    rows = [found for child in active_children() if (found := _rollup(str(child.pid)))]
    main = _rollup("self")
    return {
        "resident, largest worker": max((row["Rss"] for row in rows), default=0.0),
        "of its own, largest worker": max(
            (row["Private_Clean"] + row["Private_Dirty"] for row in rows), default=0.0
        ),
        "main process": main.get("Rss", 0.0),
    }


def _rollup(process: str) -> dict[str, float]:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    except OSError:  # it has just ended
        return {}
    return {name: int(size.split()[0]) / 1024 for name, size in (one.split(":") for one in lines)}


if __name__ == "__main__":
    sys.exit(main())
