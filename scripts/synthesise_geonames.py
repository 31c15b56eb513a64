"""Make a synthetic GeoNames of any size from real rows, to measure a build at full scale.

    python scripts/synthesise_geonames.py OUT [--rows 13500000] [--names 30000000] [--gzip]

Writes ``OUT/allCountries.txt`` and ``OUT/alternateNamesV2.txt``. Each row takes country, feature,
codes and population from a real one, moves it by up to a degree, and is named anew from pieces of
the real names of its country, so that lengths, letters and the sharing of names are like the
original's. Further names stand in both files; the second has languages, dates and Wikidata ids as
the original does. Equal arguments make equal files.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT.parent / "shared" / "data" / "sources"
SHARED_NAMES = 0.35
"""Share of rows that keep a real name as it is: namesakes are common in the original."""
LANGUAGES = ("en", "ru", "fr", "fa", "ar", "tr", "uk", "nl", "de", "zh-Hans", "")


def read_real(folder: Path) -> list[list[str]]:
    """Return the fields of every real row that lies in the reference data."""
    files = [*sorted((folder / "geonames_like").glob("*.txt.gz"))]
    files += [folder / "geonames" / name for name in ("NL.txt.gz", "cities5000.txt.gz")]
    rows: list[list[str]] = []
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            rows += [f for line in lines if len(f := line.rstrip("\n").split("\t")) == 19]
    return rows


class Namer:
    """Makes names of a country out of pieces of its real ones."""

    def __init__(self, rows: list[list[str]], generator: random.Random) -> None:
        self._random = generator
        words: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            words[row[8]] += [w for w in row[1].split() if len(w) > 2]
        self._words = dict(words)
        self._all = [w for found in words.values() for w in found]

    def new(self, country: str) -> str:
        """Return a name of one or two words, each joined from halves of two real words."""
        words = self._words.get(country) or self._all
        pick, chance = self._random.random, len(words)
        one, two = words[int(pick() * chance)], words[int(pick() * chance)]
        name = (one[: len(one) // 2 + 1] + two[len(two) // 2 :]).capitalize()
        return name if pick() < 0.6 else f"{name} {words[int(pick() * chance)]}"


def iter_rows(
    real: list[list[str]], namer: Namer, count: int, spare: float, generator: random.Random
) -> Iterator[tuple[str, list[str]]]:
    """Yield (line of allCountries, further names of the row for alternateNamesV2)."""
    pick, total = generator.random, len(real)
    for number in range(1, count + 1):
        f = real[int(pick() * total)]
        name = f[1] if pick() < SHARED_NAMES else namer.new(f[8])
        lat = max(-90.0, min(90.0, float(f[4]) + pick() - 0.5))
        lon = (float(f[5]) + pick() - 0.5 + 180.0) % 360.0 - 180.0
        extra = [namer.new(f[8]) for _ in range(int(spare + pick()))]
        beside = ",".join(extra[::2])
        line = (
            f"{number}\t{name}\t{name}\t{beside}\t{lat:.5f}\t{lon:.5f}\t{f[6]}\t{f[7]}\t{f[8]}\t"
            f"\t{f[10]}\t{f[11]}\t\t\t{f[14]}\t\t\t\t2026-01-01\n"
        )
        yield line, extra[1::2]


def iter_alternates(number: int, names: list[str]) -> Iterator[str]:
    """Yield the columns of alternateNamesV2 behind the first, for one place.

    Args:
        number: Of the place; languages and marks follow from it, so that chance is not asked.
        names: Its names; one in ten places has a Wikidata id as well, beyond all real ones.
    """
    for name in names:
        language = LANGUAGES[number % len(LANGUAGES)]
        preferred = "1" if number % 7 == 0 else ""
        historic, until = ("1", "1936") if number % 29 == 0 else ("", "")
        yield f"{number}\t{language}\t{name}\t{preferred}\t\t\t{historic}\t\t{until}"
    if number % 10 == 0:
        yield f"{number}\twkdt\tQ{900_000_000 + number}\t\t\t\t\t\t"


def opened(path: Path, *, packed: bool) -> IO[str]:
    """Open a file for writing, in gzip without a time stamp where it is packed."""
    if not packed:
        return path.open("w", encoding="utf-8")
    raw = gzip.GzipFile(path.with_name(f"{path.name}.gz"), "wb", compresslevel=3, mtime=0)
    return io.TextIOWrapper(raw, encoding="utf-8")


def main() -> None:
    """Write the two files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=int, default=13_500_000)
    parser.add_argument("--names", type=int, default=30_000_000, help="primary names included")
    parser.add_argument("--sources", type=Path, default=SOURCES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gzip", action="store_true", help="write gzip files")
    options = parser.parse_args()
    generator = random.Random(options.seed)
    real = read_real(options.sources)
    namer = Namer(real, generator)
    spare = options.names / options.rows - 1
    options.out.mkdir(parents=True, exist_ok=True)
    alternate = 0
    with (
        opened(options.out / "allCountries.txt", packed=options.gzip) as places,
        opened(options.out / "alternateNamesV2.txt", packed=options.gzip) as names,
    ):
        rows = iter_rows(real, namer, options.rows, spare, generator)
        for number, (line, extra) in enumerate(rows, start=1):
            places.write(line)
            for columns in iter_alternates(number, extra):
                alternate += 1
                names.write(f"{alternate}\t{columns}\n")
    print(f"{options.rows} rows, {alternate} lines of alternate names -> {options.out}")


if __name__ == "__main__":
    main()
