"""Measure a service: articles a second beside the same work in a process, waiting, a rush, memory.

    python scripts/benchmark_service.py [--workers N] [--requests 600] [--words 350] [--json OUT]

Starts ``enrich serve`` on a free port of this machine and asks it ``POST /link`` for JSON with
articles of the place corpora (reference data), cut at a number of words; without these, with
tests/data/summit.txt over and over. The client is a few lines of asyncio in this process, so it has
its share of the same cores: on a machine with no core to spare, the service is slower by that.

- *alone*: the same articles linked and written as JSON in one process, without HTTP.
- *service*: with as many clients as keep every process busy.
- *32 clients*: how long each waits for its answer, all of them asking without a pause.
- *a rush*: 500 clients at once, each with one article; which statuses there are.
- *memory*: after all that, of the server and of a process; Pss shares pages out among those that
  have them mapped, so that the sum over processes is what they take together (Linux).
"""

from __future__ import annotations

import argparse
import asyncio
import io
import itertools
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from benchmark import describe_machine, read_texts
from reference_data import add_shared

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ("places_lgl", "places_trnews", "places_gwn")
CLIENTS = 32
RUSH = 500


class Reply(NamedTuple):
    """The status of an answer, 0 for none, and the seconds that it took."""

    status: int
    seconds: float


def main() -> int:
    """Measure, print, and write the figures if asked to; return the exit status."""
    options = _parse_arguments()
    texts = read_articles(options.shared / "corpora", options.words, options.requests)
    figures: dict[str, Any] = {"machine": describe_machine(), "articles": len(texts)}
    figures |= measure_alone(texts)
    words = [sys.executable, "-m", "enrich", "serve", "--port", "0", "--user-gazetteer", "none"]
    words += ["--workers", str(options.workers)]
    with (
        tempfile.NamedTemporaryFile("r+", encoding="utf-8") as log,
        subprocess.Popen(words, stderr=log) as service,
    ):
        try:
            port = _port_of(Path(log.name), service)
            figures |= asyncio.run(measure_service(port, service.pid, texts, options.workers))
            figures |= measure_memory(service.pid)
        finally:
            service.terminate()
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


async def measure_service(port: int, server: int, texts: list[str], workers: int) -> dict[str, Any]:
    """Return what clients see, few and many."""
    await _asked(port, texts[: 4 * workers], 2 * workers)  # all processes have loaded their model
    pids = [server, *_workers(server)]
    before = _processor_seconds(pids)
    replies, seconds = await _asked(port, texts, 2 * workers)
    busy = _processor_seconds(pids) - before
    figures: dict[str, Any] = {
        f"service, {workers} workers, articles/s": round(_good(replies) / seconds, 1),
        "service, processor ms an article": round(1000 * busy / len(texts), 1),
    }
    replies, seconds = await _asked(port, texts, CLIENTS)
    waited = sorted(1000 * reply.seconds for reply in replies if reply.status == 200)
    figures[f"{CLIENTS} clients, articles/s"] = round(_good(replies) / seconds, 1)
    figures[f"{CLIENTS} clients, statuses"] = dict(Counter(r.status for r in replies))
    figures[f"{CLIENTS} clients, p50 ms"] = round(statistics.median(waited))
    figures[f"{CLIENTS} clients, p99 ms"] = round(waited[int(0.99 * (len(waited) - 1))])
    many = list(itertools.islice(itertools.cycle(texts), RUSH))
    replies, seconds = await _asked(port, many, RUSH)
    figures[f"a rush of {RUSH}, statuses"] = dict(Counter(reply.status for reply in replies))
    figures[f"a rush of {RUSH}, seconds"] = round(seconds, 1)
    return figures


def measure_memory(server: int) -> dict[str, Any]:
    """Return the memory of the server and of its processes, in MiB; nothing where it is unknown."""
    if not Path("/proc/self/smaps_rollup").is_file():
        return {}
    return {
        "server, MiB (Rss, Pss)": _memory(server),
        "each process, MiB (Rss, Pss)": [_memory(pid) for pid in _workers(server)],
    }


def _workers(server: int) -> list[int]:
    """Return the processes that link; none where the system does not tell them."""
    told = Path(f"/proc/{server}/task/{server}/children")
    children = told.read_text(encoding="ascii").split() if told.is_file() else []
    lines = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
    return [pid for pid, line in lines.items() if b"spawn_main" in line]


def _processor_seconds(pids: list[int]) -> float:
    """Return the processor time that processes have taken; NaN where the system does not tell."""
    stats = [Path(f"/proc/{pid}/stat") for pid in pids]
    if not all(stat.is_file() for stat in stats):
        return math.nan
    fields = [stat.read_text(encoding="utf-8").rpartition(")")[2].split() for stat in stats]
    return sum(int(f[11]) + int(f[12]) for f in fields) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> tuple[int, int]:
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    rss, pss = (re.search(rf"^{name}:\s+(\d+) kB", told, re.MULTILINE) for name in ("Rss", "Pss"))
    return (int(rss[1]) // 1024 if rss else 0, int(pss[1]) // 1024 if pss else 0)


def _good(replies: list[Reply]) -> int:
    return sum(reply.status == 200 for reply in replies)


def _port_of(log: Path, service: subprocess.Popen[bytes]) -> int:
    """Return the port that a service says it listens on."""
    while service.poll() is None:
        told = log.read_text(encoding="utf-8")
        if found := re.search(r"listening on http://\S+:(\d+) ", told):
            return int(found[1])
        time.sleep(0.1)
    raise SystemExit("the service did not start")


async def _asked(port: int, texts: list[str], clients: int) -> tuple[list[Reply], float]:
    """Ask for articles with so many clients at a time; return the replies and the seconds."""
    waiting = iter(texts)
    begun = time.perf_counter()
    replies = await asyncio.gather(*(_client(port, waiting) for _ in range(clients)))
    return list(itertools.chain(*replies)), time.perf_counter() - begun


async def _client(port: int, waiting: Any) -> list[Reply]:
    """Ask for one article after the other over one connection."""
    replies = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for text in waiting:
        begun = time.perf_counter()
        body = text.encode()
        writer.write(
            b"POST /link HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        )
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
            status = int(head.split()[1])
        except (OSError, asyncio.IncompleteReadError):
            status = 0
        replies.append(Reply(status, time.perf_counter() - begun))
        if not status:
            break
    writer.close()
    return replies


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure a service on this machine.")
    parser.add_argument("--workers", type=int, default=2, help="processes that link")
    parser.add_argument("--requests", type=int, default=600, help="articles to ask for")
    parser.add_argument("--words", type=int, default=350, help="of an article")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    add_shared(parser)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
