"""Measure what live Wikidata costs: requests cold and warm, and seconds beside offline linking.

    python scripts/benchmark_wikidata.py [--shared DIR] [--runs 5] [--json OUT]
    python scripts/benchmark_wikidata.py --namesakes 0      # the real items alone

A hundred news articles (the first fifty of TR-News and of LGL) are linked as one batch: offline,
with an empty cache, and again with the cache that this has filled, each in a process of its own
with the same settings; offline and warm runs alternate, and their medians are compared. Wikidata
is played by the server of the tests, in this process, which links nothing. It is measured twice:

- real: the server holds the 1,130 items of the reference data, in which few names of the articles
  are found;
- crowded: it also holds ``--namesakes`` items by each name that was asked for (copies of real ones,
  live/namesakes.py), so that there is as much to fetch and to weigh as from Wikidata itself.

Seconds are those of linking after one document, without the start of the process. A busy machine
lengthens them; seconds of processor time are told beside them, and say of a cold run what it costs
apart from waiting. Searches are counted per distinct name and kind of search; those for corrected
forms of a name that nothing was found for are counted apart. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmark import describe_machine
from evaluation.markdown import table
from live import documents, sample_items, serving
from live.namesakes import iter_namesakes
from reference_data import add_shared

from gazetteer.model import Kind

CORPORA: Final = ("places_trnews", "places_lgl")
EACH: Final = 50
BATCH: Final = 50  # items that one request may ask for
REQUESTS: Final = 200  # a document may cost; articles with over 40 unknown names are complete too
_SEARCHES: Final = {"query": "srsearch", "wbsearchentities": "search"}
_QUOTED: Final = re.compile(r'"([^"]*)" haswbstatement:\S+')

Search = tuple[str, str]
"""An action of the API and the name that it searched for."""
Figures = dict[str, Any]


def main() -> int:
    """Measure, print, and write the figures if asked to; return the exit status."""
    options = _parse_arguments()
    if options.link:
        print(json.dumps(_link(options.shared, *options.link)))
        return 0
    figures: Figures = {"machine": describe_machine()}
    items = sample_items(options.shared)
    figures["real"], asked = _measure(items, options)
    if options.namesakes:
        named = [(name, Kind(kind)) for name, kind in asked]
        crowd = [*items, *iter_namesakes(named, items, options.namesakes)]
        figures[f"crowded, {options.namesakes} by each name"], _ = _measure(crowd, options)
    _print(figures)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


# --------------------------------------------------------------------------- around the processes


def _measure(
    items: Sequence[dict[str, Any]], options: argparse.Namespace
) -> tuple[Figures, list[list[str]]]:
    """Return the figures with a server of some items, and the names asked for with their kinds."""
    with serving(items) as site, tempfile.TemporaryDirectory() as folder:
        cache = str(Path(folder, "answers.sqlite"))

        def run(mode: str) -> Figures:
            site.forget()
            words = [sys.executable, __file__, "--shared", str(options.shared), "--link", mode,
                     site.api, site.sparql, cache]  # fmt: skip
            done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
            return {**json.loads(done.stdout), "requests": site.counts()}

        cold = run("live")
        figures = {"items that the server holds": len(items), **_cold(cold, site)}
        run("offline")  # the files of the gazetteer come into the page cache
        pairs = [(run("offline"), run("live")) for _ in range(options.runs)]
    return figures | _times(cold, pairs), cold["asked"]


def _cold(cold: Figures, site: Any) -> Figures:
    """Count what a cold run asked."""
    fetched = [r.parameters["ids"].split("|") for r in site.asked("wbgetentities")]
    candidates = {id_ for ids in fetched for id_ in ids}
    searches = Counter(
        (action, _searched(request.parameters[parameter]))
        for action, parameter in _SEARCHES.items()
        for request in site.asked(action)
    )
    asked = {_search_of(name, kind) for name, kind in cold["asked"]}
    of_asked = sum(searches[search] for search in asked)
    requests = cold["requests"]
    actions = ("wbsearchentities", "query", "wbgetentities")
    return {
        "documents": cold["documents"],
        "mentions": cold["mentions"],
        "names asked for, distinct": len(asked),
        "cold: requests": sum(requests.values()),
        "cold: searches by label (wbsearchentities)": requests.get("wbsearchentities", 0),
        "cold: searches among people (list=search)": requests.get("query", 0),
        "cold: of these, for corrected forms": sum(searches.values()) - of_asked,
        "cold: searches per distinct name asked for": round(of_asked / max(1, len(asked)), 3),
        "cold: most searches for one name": max(searches.values(), default=0),
        "cold: new candidates": len(candidates),
        "cold: requests for items (wbgetentities)": len(fetched),
        "cold: requests for items, one per 50 would be": -(-len(candidates) // BATCH),
        "cold: SPARQL requests": sum(n for name, n in requests.items() if name not in actions),
        "cold: names not asked for, for want of budget": cold["missed"],
    }


def _times(cold: Figures, pairs: Sequence[tuple[Figures, Figures]]) -> Figures:
    figures: Figures = {
        "warm: requests": sum(sum(warm["requests"].values()) for _, warm in pairs),
        "cold: seconds": round(cold["seconds"], 2),
        "cold: seconds of processor time": round(cold["busy"], 2),
        "runs": len(pairs),
    }
    for what, told in (("seconds", "seconds"), ("busy", "seconds of processor time")):
        offline = [one[what] for one, _ in pairs]
        warm = [other[what] for _, other in pairs]
        figures |= {
            f"offline: {told}, median": round(statistics.median(offline), 2),
            f"warm: {told}, median": round(statistics.median(warm), 2),
            f"warm over offline, {told}": round(
                statistics.median(warm) / statistics.median(offline), 3
            ),
            f"warm over offline, {told}, pair by pair": " ".join(
                f"{w / o:.2f}" for o, w in zip(offline, warm, strict=True)
            ),
        }
    return figures


def _search_of(name: str, kind: str) -> Search:
    from gazetteer.wikidata.api import search_term

    action = "query" if kind == Kind.PERSON else "wbsearchentities"
    return action, _unquoted(search_term(name)) if action == "query" else search_term(name)


def _searched(text: str) -> str:
    match = _QUOTED.fullmatch(text)
    return match[1] if match else text


def _unquoted(term: str) -> str:
    return " ".join(re.sub(r'["\\]', " ", term).split())


def _print(figures: Mapping[str, Any]) -> None:
    machine = figures["machine"]
    print(", ".join(f"{name} {value}" for name, value in machine.items()) + "\n")
    columns = [name for name in figures if name != "machine"]
    rows = [[name, *(figures[column][name] for column in columns)] for name in figures["real"]]
    print(table(["", *columns], rows))


# ----------------------------------------------------------------------------- inside a process


def _link(shared: Path, mode: str, api: str, sparql: str, cache: str) -> Figures:
    """Link the articles; return what it took."""
    from enrich import Document, Linker, LiveOptions
    from gazetteer.wikidata.settings import Settings

    texts = [
        Document(line["text"], f"{corpus}-{line['id']}")
        for corpus in CORPORA
        for line in documents(shared, corpus)[:EACH]
    ]
    asked = _record_names()
    options = {"wikidata": True, "settings": Settings(api, sparql), "cache": cache}
    live = LiveOptions(**options, requests=REQUESTS) if mode == "live" else None
    with Linker(live=live, user_gazetteer="") as linker:
        linker("Talks were held today.")  # loads the tagger, and asks for nothing
        begun, busy = time.perf_counter(), time.process_time()
        results = list(linker.link_many(texts))
        seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    return {
        "documents": len(results),
        "mentions": sum(len(result.links) for result in results),
        "missed": sum(len(r.run.get("live", {}).get("not asked", ())) for r in results),
        "asked": sorted(asked),
        "seconds": seconds,
        "busy": busy,
    }


def _record_names() -> set[tuple[str, str]]:
    """Return what will hold the names that are asked for, to be told from corrected forms."""
    from enrich.live import looking

    found: set[tuple[str, str]] = set()
    names_asked = looking.names_asked

    def recording(*arguments: Any) -> Any:
        names = names_asked(*arguments)
        found.update((asked.name, str(asked.kind)) for asked in names)
        return names

    looking.names_asked = recording
    return found


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Measure what live Wikidata costs.", allow_abbrev=False
    )
    add_shared(parser)
    parser.add_argument(
        "--runs", type=int, default=5, help="pairs of offline and warm runs (default: 5)"
    )
    parser.add_argument(
        "--namesakes", type=int, default=5, metavar="N", help="items by each name (default: 5)"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures to a file")
    parser.add_argument("--link", nargs=4, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
