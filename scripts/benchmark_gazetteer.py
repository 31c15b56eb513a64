"""Measure a gazetteer of any size: opening, look-ups, recall of the fuzzy index, memory.

    python scripts/benchmark_gazetteer.py world.gaz --article tests/data/summit.txt
    python scripts/benchmark_gazetteer.py world.gaz --recall 2000

Figures are medians and worst cases over names drawn at random from the file, each asked for once,
so that no cache of ours answers. Recall is against a naive scan: rapidfuzz compares each
misspelt name with every key of the file.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import string
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from gazetteer import Gazetteer
from gazetteer.names import fold
from gazetteer.store.file import StoreFile

SAMPLE = 2000
FUZZY_SAMPLE = 200
OPENING = (
    "import time, sys; from gazetteer import Gazetteer; t = time.perf_counter();"
    " Gazetteer.open(sys.argv[1]); print((time.perf_counter() - t) * 1000)"
)


def draw_keys(file: StoreFile, count: int, seed: int) -> list[str]:
    """Return keys drawn at random over the alphabet of keys, each at most once.

    The first letters of one name and the inner letters of another make a place in the index; the
    next key behind it is drawn. So a name that many places share is not drawn more often.
    """
    (first, last) = file.all("SELECT min(key), max(key) FROM entity WHERE key < (1 << 48)")[0]
    generator = random.Random(seed)
    keys: dict[str, None] = {}

    def some_name() -> str:
        at = generator.randint(first, last)
        rows = file.all("SELECT name FROM entity WHERE key >= ? ORDER BY key LIMIT 1", (at,))
        return fold(rows[0][0])

    while len(keys) < count:
        seek = some_name()[:3] + some_name()[2:5]
        rows = file.all("SELECT key FROM name WHERE key >= ? ORDER BY key LIMIT 1", (seek,))
        if rows and 5 <= len(rows[0][0]) <= 24:
            keys[rows[0][0]] = None
    return list(keys)


def misspell(key: str, edits: int, generator: random.Random) -> str:
    """Return a key with so many random edits behind its first letter."""
    letters = list(key)
    for _ in range(edits):
        at = generator.randrange(1, len(letters))
        kind = generator.choice(("drop", "add", "change", "swap"))
        if kind == "drop" and len(letters) > 4:
            del letters[at]
        elif kind == "add":
            letters.insert(at, generator.choice(string.ascii_lowercase))
        elif kind == "swap" and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters[at] = generator.choice(string.ascii_lowercase)
    return "".join(letters)


def timed(ask: Callable[[str], object], names: list[str]) -> tuple[float, float]:
    """Return the median and the worst time of a question, in milliseconds."""
    times: list[float] = []
    for name in names:
        begin = time.perf_counter()
        ask(name)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times), max(times)


def iter_all_keys(file: StoreFile) -> Iterator[list[str]]:
    """Yield all keys of the file in blocks of a million."""
    last = ""
    while True:
        rows = file.all(
            "SELECT DISTINCT key FROM name WHERE key > ? ORDER BY key LIMIT 1000000", (last,)
        )
        if not rows:
            return
        yield [key for (key,) in rows]
        last = rows[-1][0]


def naive(file: StoreFile, names: list[str], allowed: list[int]) -> list[set[str]]:
    """Return, for each name, every key within its number of edits, by comparing with all."""
    found: list[set[str]] = [set() for _ in names]
    limit = max(allowed)
    for block in iter_all_keys(file):
        lengths = np.fromiter(map(len, block), np.int64, len(block))
        order = np.argsort(lengths, kind="stable")
        ranked = [block[i] for i in order]
        ends = np.searchsorted(lengths[order], np.arange(0, 80))
        for which, name in enumerate(names):
            near = ranked[ends[max(0, len(name) - limit)] : ends[min(79, len(name) + limit + 1)]]
            hits = process.extract_iter(
                name, near, scorer=OSA.distance, processor=None, score_cutoff=allowed[which]
            )
            found[which].update(key for key, _, _ in hits if key != name)
    return found


def recall(gazetteer: Gazetteer, file: StoreFile, count: int) -> dict[str, object]:
    """Compare the index with the naive scan on misspelt names: one edit, two from eight letters."""
    generator = random.Random(7)
    keys = draw_keys(file, count, 3)
    edits = [2 if len(key) >= 10 and i % 2 else 1 for i, key in enumerate(keys)]
    names = [misspell(key, n, generator) for key, n in zip(keys, edits, strict=True)]
    allowed = [2 if len(name) >= 8 else 1 for name in names]
    expected = naive(file, names, allowed)
    wanted = held = 0
    for name, most, truth in zip(names, allowed, expected, strict=True):
        got = {key for key, _ in gazetteer._near(name, most)}  # noqa: SLF001 - the index itself
        wanted += len(truth)
        held += len(truth & got)
    return {"misspelt names": count, "pairs of the naive scan": wanted, "found": held,
            "recall": round(held / wanted, 5) if wanted else None}  # fmt: skip


def resident_mb(command: list[str]) -> float:
    """Return the peak resident memory of a command, in megabytes."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("--article", type=Path, help="link this text and report the memory")
    parser.add_argument("--recall", type=int, metavar="N", help="compare with a naive scan")
    options = parser.parse_args()
    figures: dict[str, object] = {"file MB": round(options.gazetteer.stat().st_size / 1e6, 1)}
    opened = [
        float(subprocess.run([sys.executable, "-c", OPENING, str(options.gazetteer)], check=True,
                             capture_output=True, text=True).stdout)
        for _ in range(5)
    ]  # fmt: skip
    figures["open, ms (median of 5 processes)"] = round(statistics.median(opened), 2)
    if options.article:
        code = "import sys; from enrich.cli import main; main()"
        command = [sys.executable, "-c", code, str(options.article), "--geojson", "--gazetteer",
                   str(options.gazetteer)]  # fmt: skip
        figures["linking an article, peak MB"] = round(resident_mb(command), 1)
    file = StoreFile(options.gazetteer)
    with Gazetteer.open(options.gazetteer) as gazetteer:
        figures["counts"] = gazetteer.manifest["counts"]
        keys = draw_keys(file, SAMPLE, 1)
        median, worst = timed(gazetteer.lookup_key, keys)
        figures["exact look-up, µs (median, worst)"] = (round(median * 1000, 1), round(worst * 1e3))
        generator = random.Random(5)
        ones = [misspell(k, 1, generator) for k in draw_keys(file, FUZZY_SAMPLE, 2)]
        long = [k for k in draw_keys(file, 3 * FUZZY_SAMPLE, 4) if len(k) >= 8][:FUZZY_SAMPLE]
        twos = [misspell(k, 2, generator) for k in long]
        gazetteer.fuzzy("warming up the filter once")
        median, worst = timed(lambda n: gazetteer.fuzzy(n, max_edits=1), ones)
        figures["one edit, ms (median, worst)"] = (round(median, 2), round(worst, 1))
        median, worst = timed(lambda n: gazetteer.fuzzy(n, max_edits=2), twos)
        figures["two edits, ms (median, worst)"] = (round(median, 1), round(worst, 1))
        if options.recall:
            figures["recall"] = recall(gazetteer, file, options.recall)
    print(json.dumps(figures, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
