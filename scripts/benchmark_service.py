"""Measure a service: articles a second beside the same work in processes, waiting, a rush, memory.

    python scripts/benchmark_service.py [--workers N] [--seconds 30] [--words 350] [--json OUT]
    python scripts/benchmark_service.py --soak MINUTES [--workers N] [--json OUT]

Starts ``enrich serve`` on a free port of this machine and asks it ``POST /link`` for JSON with
articles of the place corpora (reference data), cut at a number of words; without these, with
tests/data/summit.txt over and over. wrk asks where it is installed, with
scripts/service_load/articles.lua, and else a few lines of asyncio. Either has its share of the same
cores: on a machine with no core to spare, the service is slower by that. The load of the machine
before all of it is told too.

- *alone*: the same articles linked and written as JSON in one process, without HTTP.
- *the command*: ``enrich corpus`` with as many processes as the service, without its start.
- *service*: with as many clients as keep every process busy.
- *32 clients*: how long each waits for its answer, all of them asking without a pause.
- *500 clients*: who ask again as soon as they are answered; which statuses there are, what the
  processes have in memory, and in how many seconds after that an article is answered again.
- *memory*: Rss is all that a process has mapped, Uss what it shares with no other (Linux).

A soak asks for half of what the service can do, for so many minutes: articles, and now and then a
look-up, cells to match and a text to annotate. What the processes have in memory after the first
minute and at the end is told, and the ratio of both.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import itertools
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmark import describe_machine, read_texts, run_child
from reference_data import add_shared
from service_load import (
    Memory,
    asked_of,
    client_name,
    load,
    memory_of_all,
    paced,
    processor_seconds,
    request_of,
    workers_of,
)

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ("places_lgl", "places_trnews", "places_gwn")
CLIENTS = 32
RUSH = 500
_FORM = "application/x-www-form-urlencoded"
_OFTEN = 20  # articles for each of the other requests of a soak


def main() -> int:
    """Measure, print, and write the figures if asked to; return the exit status."""
    options = _parse_arguments()
    texts = read_articles(options.shared / "corpora", options.words, options.articles)
    figures: dict[str, Any] = {
        "machine": describe_machine(),
        "articles": len(texts),
        "client": client_name(),
    }
    if options.soak:
        with _running(options.workers) as (port, server):
            figures |= soak(port, server, texts, options.workers, options.soak)
    else:
        figures |= measure_alone(texts)
        figures |= measure_command(texts, options.workers)
        with _running(options.workers) as (port, server):
            figures |= measure_service(port, server, texts, options.workers, options.seconds)
    for name, value in figures.items():
        print(f"{name:40} {value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def read_articles(folder: Path, words: int, number: int) -> list[str]:
    """Return so many articles, each cut behind so many words."""
    files = [folder / f"{name}.jsonl" for name in CORPORA]
    if all(file.is_file() for file in files):
        texts = (text for file in files for text in read_texts(file, None))
        whole = [text for text in texts if len(text.split()) >= words]
    else:
        print(f"no reference data at {folder}: one article over and over", file=sys.stderr)
        whole = [(ROOT / "tests" / "data" / "summit.txt").read_text(encoding="utf-8") * 20]
    cut = [re.match(rf"\s*(?:\S+\s+){{{words - 1}}}\S+", text) for text in whole]
    return list(itertools.islice(itertools.cycle([found[0] for found in cut if found]), number))


def measure_alone(texts: list[str]) -> dict[str, float]:
    """Return what the articles take in one process without HTTP."""
    from enrich import Linker
    from enrich.formats import write_to

    with Linker(user_gazetteer="") as linker:
        linker(texts[0])
        begun, busy = time.perf_counter(), time.process_time()
        for text in texts:
            write_to([linker(text)], io.StringIO(), format="json")
        seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    return {
        "alone, articles/s": round(len(texts) / seconds, 1),
        "alone, processor ms an article": round(1000 * busy / len(texts), 1),
    }


def measure_command(texts: list[str], workers: int) -> dict[str, float]:
    """Return how many articles ``enrich corpus`` links, without what it takes to begin."""
    with tempfile.TemporaryDirectory() as folder:

        def seconds_for(several: list[str], name: str) -> float:
            lines = (json.dumps({"id": n, "text": text}) for n, text in enumerate(several))
            file = Path(folder, f"{name}.jsonl")
            file.write_text("\n".join(lines), encoding="utf-8")
            words = [sys.executable, "-m", "enrich", "corpus", str(file), "--format", "jsonl"]
            words += ["-o", str(Path(folder, name)), "--workers", str(workers)]
            return run_child([*words, "--user-gazetteer", "none", "--decisions", "none"])[0]

        few = texts[: 2 * workers]
        start, whole = seconds_for(few, "few"), seconds_for(texts, "all")
    rate = (len(texts) - len(few)) / (whole - start)
    return {f"the command, {workers} workers, articles/s": round(rate, 1)}


def measure_service(
    port: int, server: int, texts: list[str], workers: int, seconds: float
) -> dict[str, Any]:
    """Return what clients see, few and many."""
    load(port, texts, 2 * workers, 5)  # all processes have loaded their model
    pids = [server, *workers_of(server)]
    before = processor_seconds(pids)
    few = load(port, texts, 2 * workers, seconds)
    busy = processor_seconds(pids) - before
    figures: dict[str, Any] = {
        f"service, {workers} workers, articles/s": few.rate,
        "service, processor ms an article": round(1000 * busy / max(few.statuses[200], 1), 1),
        "memory, MiB (Rss, Uss)": _plain(memory_of_all(server)),
    }
    many = load(port, texts, CLIENTS, seconds)
    figures[f"{CLIENTS} clients, articles/s"] = many.rate
    figures[f"{CLIENTS} clients, statuses"] = many.statuses
    figures[f"{CLIENTS} clients, p50 ms"] = many.p50_ms
    figures[f"{CLIENTS} clients, p99 ms"] = many.p99_ms
    with _greatest_memory(server) as greatest:
        rush = load(port, texts, RUSH, seconds)
    figures[f"{RUSH} clients, statuses"] = rush.statuses
    figures[f"{RUSH} clients, articles/s"] = rush.rate
    figures[f"{RUSH} clients, most memory, MiB"] = _plain(greatest)
    figures[f"{RUSH} clients, seconds to recover"] = _seconds_to_recover(port, texts)
    return figures


def soak(port: int, server: int, texts: list[str], workers: int, minutes: float) -> dict[str, Any]:
    """Return what becomes of memory under half of the load that the service can take."""
    load(port, texts, 2 * workers, 5)
    capacity = load(port, texts, 2 * workers, 20).rate
    told: list[dict[str, Memory]] = []

    def say(seconds: float) -> None:
        told.append(memory_of_all(server))
        print(f"{seconds / 60:.1f} min: {_plain(told[-1])}", file=sys.stderr, flush=True)

    asked = [*_mixed(texts)]
    seen = asyncio.run(paced(port, asked, capacity / 2, 60 * minutes, say))
    say(seen.seconds)
    first, last = told[0], told[-1]
    return {
        "capacity, articles/s": capacity,
        "asked, requests/s": round(sum(seen.statuses.values()) / seen.seconds, 1),
        "minutes": round(seen.seconds / 60, 1),
        "statuses": seen.statuses,
        "p50 ms": seen.p50_ms,
        "p99 ms": seen.p99_ms,
        "after the first minute, MiB (Rss, Uss)": _plain(first),
        "at the end, MiB (Rss, Uss)": _plain(last),
        "ratio (Rss, Uss)": {
            name: [
                round(one / other, 3) for one, other in zip(last[name], first[name], strict=True)
            ]
            for name in first
            if name in last
        },
    }


def _mixed(texts: list[str]) -> Iterator[bytes]:
    """Yield requests: articles, and now and then others."""
    for number, text in enumerate(texts):
        yield asked_of(text)
        if number % _OFTEN == 0:
            name = next(iter(re.findall(r"\b[A-Z][a-z]{3,}\b", text)), "Paris")
            cells = json.dumps(
                {"q": {"query": name, "properties": [{"pid": "country", "v": "US"}]}}
            )
            yield request_of("GET", f"/lookup?{urlencode({'name': name})}")
            yield request_of("POST", "/reconcile", urlencode({"queries": cells}), _FORM)
            yield request_of("POST", "/annotate", urlencode({"text": text}), _FORM)


@contextmanager
def _greatest_memory(server: int) -> Iterator[dict[str, Memory]]:
    """Look at the memory twice a second; the greatest that is seen is there afterwards."""
    greatest: dict[str, Memory] = {}
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.5):
            for name, held in memory_of_all(server).items():
                before = greatest.get(name, held)
                greatest[name] = Memory(max(before.rss, held.rss), max(before.uss, held.uss))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield greatest
    finally:
        done.set()
        watcher.join()


def _seconds_to_recover(port: int, texts: list[str]) -> float:
    """Return when an article is answered again, from now on."""
    begun = time.perf_counter()
    while asyncio.run(paced(port, [asked_of(texts[0])], 1, 0.5, print)).statuses.get(200, 0) == 0:
        time.sleep(0.05)
    return round(time.perf_counter() - begun, 2)


def _plain(told: dict[str, Memory]) -> dict[str, list[float]]:
    return {name: [*held] for name, held in told.items()}


@contextmanager
def _running(workers: int) -> Iterator[tuple[int, int]]:
    """Start a service; its port and its process are there while it runs."""
    words = [sys.executable, "-m", "enrich", "serve", "--port", "0", "--user-gazetteer", "none"]
    words += ["--workers", str(workers)]
    with (
        tempfile.NamedTemporaryFile("r+", encoding="utf-8") as log,
        subprocess.Popen(words, stderr=log) as service,
    ):
        try:
            yield _port_of(Path(log.name), service), service.pid
        finally:
            service.terminate()


def _port_of(log: Path, service: subprocess.Popen[bytes]) -> int:
    """Return the port that a service says it listens on."""
    while service.poll() is None:
        told = log.read_text(encoding="utf-8")
        if found := re.search(r"listening on http://\S+:(\d+) ", told):
            return int(found[1])
        time.sleep(0.1)
    raise SystemExit("the service did not start")


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure a service on this machine.")
    parser.add_argument("--workers", type=int, default=2, help="processes that link")
    parser.add_argument("--seconds", type=float, default=30, help="of each load")
    parser.add_argument("--articles", type=int, default=600, help="that are asked for in turn")
    parser.add_argument("--words", type=int, default=350, help="of an article")
    parser.add_argument("--soak", type=float, default=0, metavar="MINUTES", help="this alone")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    add_shared(parser)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
