"""How the time grows with the text, for texts made to make it grow faster than they do.

    .venv/bin/python scripts/benchmark_growth.py [--size 2000] [--patterns | --line 10]

Each shape is linked at three lengths, each four times the one before. The table has the seconds of
the processor and the exponent between the last two: 1 for work in proportion to the text, 2 for
squared work. Pages of many attributes and mentions that the caller gives are tried too.
``--patterns`` tries every regular expression of the package by itself instead, which takes some
minutes. ``--line`` links a text of so many megabytes in one line, and tells words a second and
memory beside those of an article. Exit code 1 where something grows too fast.
"""

from __future__ import annotations

import argparse
import importlib
import io
import math
import pkgutil
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import enrich
from enrich.inputs.documents import iter_documents
from enrich.model import Document
from enrich.pipeline import Linker

_FACTOR: Final = 4
_TOO_FAST: Final = 8.0
"""Times as long for a text ``_FACTOR`` times as long: between 4, in proportion, and 16, squared."""
_EXPONENT: Final = 1.15
_TRIES: Final = 3  # the best counts: another program may have had the cache of the processor
_ARTICLE: Final = (
    "The prime minister of Armenia, Nikol Pashinyan, met Sergey Lavrov in Yerevan on Tuesday. Talks"
    " in Goris and Kapan go on, the foreign ministry said. Mr. Lavrov flew to Baku, Azerbaijan. "
)
_TOO_SHORT_S: Final = 0.004  # what takes less says nothing
_LENGTH: Final = 3000
_BOUNDED: Final = frozenset({
    "enrich.text.areawords._LIST",  # these are tried at one place, or on one line
    "enrich.decisions.writing._HEADER", "enrich.decisions.writing._TABLE",
    "enrich.rank.near._POINT",
    "enrich.writers.csv._FORMULA",
    "enrich.mentions.borders._APART",  # and these on a few words
    "enrich.offices.phrases._NAME_BEHIND",
})  # fmt: skip
"""Patterns that never search a whole text."""

SHAPES: Final = {
    "numbers": "1000,", "numbers and points": "1.", "coordinates": "40.1776,44.5126,",
    "addresses": "10.0.0.1.", "initials": "U.S.", "initial": "A.", "apostrophes": "D'",
    "tags": "#a_b_", "word": "Yerevan", "Chinese": "北京", "accents": "e\u0301",
    "hyphens": "Paris-",
    "names": "Paris ", "cells": "Paris\tRome\t", "rows": "| Paris | Rome |\n", "items": "- Paris\n",
    "sentences": "He left Paris. ", "blanks": " ", "lines": "\n", "marks": "- ",
    "brackets": "(", "quotes": "“", "distances": "20 km north of ", "counties": "Clay, ",
    "offices": "the prime minister of ", "Cyrillic": "Москва ", "numerals": "Ⅺ ",
    "invisible": "a\u200b\u200b", "scripts": "Paris и Москва. ", "people": "Ann Lee, Bob Ray, ",
    "surnames": "Ann Lee said Lee ", "states": "Paris, Texas, ", "titles": "President Lee of Iran ",
}  # fmt: skip
_MORE: Final = (
    "a", "A", "1", ".", ",", "\t", "'", "’", '"', "_", "#", "&", "`", "<", "[", "*", ";", ":", "/",
    "—", "--", "1,", "1.", "a.", "a ", "A, ", "a,b ", "the ", "about a ", "(a) ", "a (", "“a",
    " \n", "a_", ", and ", "A of the ", ". ", '") ', ").", "http://a/", "1a", "А", "19", "1999, ",
    "$1", "\r", "\x85", "\u00a0", "=", "~", "A (B) ", "A – ", "•", "a-",
)  # fmt: skip


def grows(work: Callable[[str], Any], unit: str, length: int) -> tuple[float, float]:
    """Return the seconds of a text and how many times as long a longer one takes, at best of two.

    Args:
        work: What is measured.
        unit: What the text repeats.
        length: Of the text, in code points.
    """
    short = _seconds(work, _text(unit, length))
    if short < _TOO_SHORT_S:
        return short, 0.0
    ratio = _seconds(work, _text(unit, _FACTOR * length)) / short
    if ratio > _TOO_FAST:
        again = _seconds(work, _text(unit, length))
        ratio = min(ratio, _seconds(work, _text(unit, _FACTOR * length)) / again)
    return short, ratio


def exponent(
    work: Callable[[Any], Any], made: Callable[[int], Any], size: int
) -> tuple[list[float], float]:
    """Return the seconds at three sizes, and the exponent between the last two, at best of some.

    Args:
        work: What is measured.
        made: What it is given, for a size.
        size: The least.
    """
    best: tuple[list[float], float] = ([], math.inf)
    for _ in range(_TRIES):
        seconds = [_seconds(work, made(size * _FACTOR**step)) for step in range(3)]
        found = math.log(max(seconds[2], 1e-9) / max(seconds[1], 1e-9), _FACTOR)
        best = min(best, (seconds, found if seconds[2] > _TOO_SHORT_S else 0.0), key=lambda b: b[1])
        if best[1] <= _EXPONENT:
            break
    return best


def _text(unit: str, length: int) -> str:
    return f"Talks in Yerevan. {unit * (length // len(unit))}\x01 Talks in Yerevan."


def _seconds(work: Callable[[Any], Any], given: Any) -> float:
    begun = time.process_time()
    work(given)
    return time.process_time() - begun


def _page(number: int) -> bytes:
    attributes = " ".join(f'a{n}="{n}"' for n in range(number))
    return f"<html><body><p {attributes}>Talks in Yerevan.</p></body></html>".encode()


def _read_page(page: bytes) -> int:
    return len(
        list(iter_documents(["-"], on_error=print, stdin=io.BytesIO(page), input_format="html"))
    )


def _nested(number: int) -> Document:
    spans = tuple((n, 2 * number - n, None) for n in range(number))
    return Document("x" * (2 * number), spans=spans)


def iter_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the compiled patterns that modules hold, by themselves or in a table."""
    for module in pkgutil.walk_packages(enrich.__path__, "enrich."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            held = value.values() if isinstance(value, dict) else value
            for pattern in held if isinstance(held, tuple | list) else (value,):
                where = f"{module.name}.{name}"
                if where in _BOUNDED or not isinstance(pattern, re.Pattern):
                    continue
                if isinstance(pattern.pattern, str):
                    yield where, pattern


def _iter_shapes(size: int) -> Iterator[tuple[str, list[float], float]]:
    with Linker(user_gazetteer="", seconds_per_document=None) as linker:
        linker("Talks in Yerevan.")
        for name, unit in SHAPES.items():
            yield name, *exponent(linker, partial(_text, unit), size)
        yield "nested mentions given", *exponent(linker, _nested, max(20, size // 100))
    yield "attributes of a tag", *exponent(_read_page, _page, max(100, size // 2))


def _iter_patterns(length: int) -> Iterator[tuple[str, float, float]]:
    for name, pattern in iter_patterns():
        for unit in (*SHAPES.values(), *_MORE):
            yield f"{name} {unit!r}", *grows(partial(_find_all, pattern), unit, length)


def _find_all(pattern: re.Pattern[str], text: str) -> list[Any]:
    return list(pattern.finditer(text))


def _measure_line(megabytes: float) -> None:
    """Print how fast articles are linked, and as many words in one line."""
    with Linker(user_gazetteer="", seconds_per_document=None) as linker:
        article = _ARTICLE * 20
        linker(article)
        for name, text, times in (
            ("article", article, 30),
            ("one line", _ARTICLE * int(megabytes * 1e6 / len(_ARTICLE)), 1),
        ):
            seconds = sum(_seconds(linker, text) for _ in range(times))
            words = times * len(text.split())
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
            print(
                f"{name:10} {len(text) / 1e6:6.2f} MB {words:9} words {seconds:8.1f} s"
                f" {words / seconds:8.0f} words/s   peak {peak:6.0f} MB",
                flush=True,
            )


def main() -> int:
    """Print what was measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=2000, help="code points of the shortest text")
    parser.add_argument("--patterns", action="store_true", help="try the patterns, not the texts")
    parser.add_argument(
        "--line", type=float, metavar="MB", help="link one line of so many megabytes"
    )
    options = parser.parse_args()
    failed = 0
    if options.line:
        _measure_line(options.line)
    elif options.patterns:
        for name, seconds, ratio in _iter_patterns(_LENGTH):
            if ratio > _TOO_FAST:
                failed += 1
                print(f"{name:24} {seconds:8.3f} s   x{ratio:5.1f}  TOO FAST", flush=True)
    else:
        print(f"{'':22} {'n':>9} {'4n':>9} {'16n':>9} exponent")
        for name, several, found in _iter_shapes(options.size):
            failed += found > _EXPONENT
            mark = "  TOO FAST" if found > _EXPONENT else ""
            columns = " ".join(f"{seconds:8.3f}s" for seconds in several)
            print(f"{name:22} {columns} {found:8.2f}{mark}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
