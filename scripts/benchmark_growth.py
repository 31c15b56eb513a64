"""How the time grows with the text, for texts made to make it grow faster than they do.

    .venv/bin/python scripts/benchmark_growth.py [--size 8000] [--patterns]

Each shape is linked at two lengths, one four times the other. Work in proportion to the text takes
four times as long, squared work sixteen times. ``--patterns`` tries every regular expression of the
package by itself instead, which takes some minutes. Exit code 1 where something grows too fast.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import enrich
from enrich.pipeline import Linker

_FACTOR: Final = 4
_TOO_FAST: Final = 8.0
"""Times as long for a text ``_FACTOR`` times as long: between 4, in proportion, and 16, squared."""
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
    short = _seconds(work, unit, length)
    if short < _TOO_SHORT_S:
        return short, 0.0
    ratio = _seconds(work, unit, _FACTOR * length) / short
    if ratio > _TOO_FAST:
        ratio = min(ratio, _seconds(work, unit, _FACTOR * length) / _seconds(work, unit, length))
    return short, ratio


def _seconds(work: Callable[[str], Any], unit: str, length: int) -> float:
    text = f"Talks in Yerevan. {unit * (length // len(unit))}\x01 Talks in Yerevan."
    begun = time.perf_counter()
    work(text)
    return time.perf_counter() - begun


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


def _tried(size: int, *, patterns: bool) -> Iterator[tuple[str, float, float]]:
    if not patterns:
        with Linker() as linker:
            linker("Talks in Yerevan.")
            for name, unit in SHAPES.items():
                yield name, *grows(linker, unit, size)
        return
    for name, pattern in iter_patterns():
        for unit in (*SHAPES.values(), *_MORE):
            yield (
                f"{name} {unit!r}",
                *grows(lambda t, p=pattern: list(p.finditer(t)), unit, _LENGTH),
            )  # type: ignore[misc]


def main() -> int:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=8000, help="code points of the shorter text")
    parser.add_argument("--patterns", action="store_true", help="try the patterns, not the texts")
    options = parser.parse_args()
    failed = 0
    for name, seconds, ratio in _tried(options.size, patterns=options.patterns):
        failed += ratio > _TOO_FAST
        if not options.patterns or ratio > _TOO_FAST:
            mark = "  TOO FAST" if ratio > _TOO_FAST else ""
            print(f"{name:24} {seconds:8.3f} s   x{ratio:5.1f}{mark}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
