"""Measure what live Wikidata costs: requests cold and warm, and seconds beside offline linking.

    python scripts/benchmark_wikidata.py [--shared DIR] [--runs 3] [--json OUT]

A hundred news articles (the first fifty of TR-News and of LGL) are linked as one batch: offline,
with an empty cache, and again with the cache that this has filled, each in a process of its own;
offline and warm runs alternate, and their medians are compared. Wikidata is played by the server
of the tests, over the 1,130 real items of the reference data, in this process. Seconds are those
of linking after one document, without the start of the process.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from live import SHARED, documents, sample_items, serving

CORPORA = ("places_trnews", "places_lgl")
EACH = 50
BATCH = 50  # items that one request may ask for


def main() -> int:
    """Measure, print, and write the figures if asked to; return the exit status."""
    options = _parse_arguments()
    if options.link:
        print(json.dumps(_link(options.shared, *options.link)))
        return 0
    figures: dict[str, Any] = {
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}"
    }
    with serving(sample_items(options.shared)) as site, tempfile.TemporaryDirectory() as folder:
        cache = str(Path(folder, "answers.sqlite"))

        def run(mode: str) -> dict[str, Any]:
            site.forget()
            words = [sys.executable, __file__, "--shared", str(options.shared), "--link", mode,
                     site.api, site.sparql, cache]  # fmt: skip
            done = subprocess.run(words, check=True, capture_output=True, text=True)
            return {**json.loads(done.stdout), "requests": dict(site.counts())}

        cold = run("live")
        figures |= _cold(cold, site)
        pairs = [(run("offline"), run("live")) for _ in range(options.runs)]
        offline = statistics.median(one["seconds"] for one, _ in pairs)
        warm = statistics.median(other["seconds"] for _, other in pairs)
        figures |= {
            "requests, warm": sum(sum(w["requests"].values()) for _, w in pairs),
            "seconds, offline": round(offline, 2),
            "seconds, cold": round(cold["seconds"], 2),
            "seconds, warm": round(warm, 2),
            "warm over offline": round(warm / offline, 3),
        }
    for name, value in figures.items():
        print(f"{name}: {value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def _cold(cold: dict[str, Any], site: Any) -> dict[str, Any]:
    items = {item for r in site.asked("wbgetentities") for item in r.parameters["ids"].split("|")}
    searched = Counter(
        r.parameters.get("srsearch") or r.parameters.get("search")
        for name in ("query", "wbsearchentities")
        for r in site.asked(name)
    )
    asked = cold["requests"]
    return {
        "documents": cold["documents"],
        "mentions": cold["mentions"],
        "requests, cold": asked,
        "new candidates": len(items),
        "entity requests allowed (one per 50 candidates)": -(-len(items) // BATCH),
        "distinct names searched, corrected forms among them": len(searched),
        "names searched more than once": sum(n > 1 for n in searched.values()),
        "names not asked, for the budget": cold["missed"],
    }


def _link(shared: Path, mode: str, api: str, sparql: str, cache: str) -> dict[str, Any]:
    from enrich import Document, Linker, LiveOptions
    from gazetteer.wikidata.settings import Settings

    texts = [
        Document(line["text"], f"{corpus}-{line['id']}", language="en")
        for corpus in CORPORA
        for line in documents(shared, corpus)[:EACH]
    ]
    live = LiveOptions(wikidata=True, settings=Settings(api, sparql), cache=cache, requests=200)
    with Linker(live=None if mode == "offline" else live, user_gazetteer="") as linker:
        linker("Talks were held in Paris.")
        begun = time.perf_counter()
        results = list(linker.link_many(texts))
        seconds = time.perf_counter() - begun
    return {
        "documents": len(results),
        "mentions": sum(len(result.links) for result in results),
        "missed": sum(len(r.run.get("live", {}).get("not asked", ())) for r in results),
        "seconds": seconds,
    }


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of the reference data")
    parser.add_argument("--runs", type=int, default=3, help="pairs of offline and warm runs")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--link", nargs=4, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
