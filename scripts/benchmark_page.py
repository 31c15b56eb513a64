"""Measure the article page: its size, and how long a browser takes until the map is drawn.

    python scripts/benchmark_page.py [--mentions 2000] [--runs 5] [--browser /usr/bin/chromium]

The text is made of names of the best-known places of the embedded gazetteer, until there are as
many mentions as asked for. The time runs from the start of the navigation to the moment when the
map is drawn, by the browser's own clock, in headless Chromium through Playwright; the median.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from enrich import Document, Kind, Linker

SENTENCES = ("Talks were held in {}.", "A visit to {} followed.", "{} was named once more.")

DRAWN = "performance.getEntriesByName('map drawn')[0].startTime"  # milliseconds


def main() -> int:
    """Measure and print; return the exit status."""
    options = _parse_arguments()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        document = made(options.mentions)
        with Linker(user_gazetteer="") as linker:
            begun = time.perf_counter()
            result = linker(document)
            linked = time.perf_counter()
            result.write(path)
            written = time.perf_counter()
        print(
            f"mentions: {len(result.links):,}, linked: {len(result.links) - len(result.unlinked):,}"
        )
        print(f"linking: {linked - begun:.2f} s, writing the page: {written - linked:.2f} s")
        print(f"page: {path.stat().st_size / 1e6:.2f} MB")
        times = _opened(path, options.runs, options.browser)
        print(f"opens in {statistics.median(times):.0f} ms (of {options.runs}: "
              f"{min(times):.0f} to {max(times):.0f})")  # fmt: skip
    return 0


def made(mentions: int) -> Document:
    """Return a document of so many given mentions of well-known entities."""
    with Linker(user_gazetteer="") as linker:
        from gazetteer.regions import Box

        gazetteer = linker.gazetteer
        whole = Box(-90.0, -180.0, 90.0, 180.0)
        names = [place.name for place in gazetteer.within(whole)[:600]]
    text, spans = "", []
    for number in range(mentions):
        sentence, name = SENTENCES[number % len(SENTENCES)], names[number % len(names)]
        start = len(text) + sentence.index("{}")
        text += sentence.format(name) + ("\n\n" if number % 8 == 7 else " ")
        spans.append((start, start + len(name), Kind.PLACE))
    return Document(text, "names", "So many names", spans=tuple(spans), language="en")


def _opened(path: Path, runs: int, browser: str) -> list[float]:
    from playwright.sync_api import sync_playwright

    times = []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for _ in range(runs):
            tab = opened.new_page()
            tab.goto(path.as_uri())
            tab.wait_for_selector("html[data-ready=true]")
            times.append(tab.evaluate(DRAWN))
            tab.close()
        opened.close()
    return times


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--mentions", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
