"""Write the figures of the documentation that follow from what the package ships.

    python scripts/report_figures.py [--check]

Each figure stands in a sentence of README.md or ``docs/``, found by the words around it, and is
counted in the embedded gazetteer or measured on a file. With ``--check`` nothing is written, and
the exit status is 1 if any figure is out of date.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gazetteer.model import Kind
from gazetteer.share import pack
from gazetteer.store import Gazetteer

ROOT: Final = Path(__file__).resolve().parent.parent
_NUMBER: Final = r"(\d[\d,]*(?:\.\d+)?)"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a page.

    Attributes:
        page: The page, from the root of the project.
        words: The words around it, with "#" for each number.
        values: The numbers, as the page writes them.
    """

    page: str
    words: str
    values: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds it: a line of the page may break anywhere between its words."""
        words = r"\s+".join(re.escape(word) for word in self.words.split())
        return re.compile(words.replace(re.escape("#"), _NUMBER))

    def written(self, text: str) -> str:
        """Return the text of its page with the numbers as they are now.

        Raises:
            ValueError: The page has no such sentence.
        """
        found = self.pattern.search(text)
        if found is None:
            raise ValueError(f"{self.page}: has no sentence like {self.words!r}")
        parts, last = [], 0
        for number, value in enumerate(self.values, 1):
            parts += [text[last : found.start(number)], value]
            last = found.end(number)
        return "".join([*parts, text[last:]])


def figures(gazetteer: Gazetteer) -> Iterator[Figure]:
    """Yield the figures, counted in a gazetteer."""
    counts = gazetteer.manifest["counts"]
    thousands = {kind: f"{round(count, -3):,}" for kind, count in counts.items()}
    kinds = (Kind.PLACE, Kind.PERSON, Kind.ORGANISATION)
    places, people, organisations = (thousands[kind.value] for kind in kinds)
    size = gazetteer.path.stat().st_size / 1e6
    own_ids = _features_of_own_ids(gazetteer.path)
    airports = own_ids["AIRP"] + own_ids["AIRB"]
    yield Figure("README.md", "when the gazetteer holds them: some #,", (people,))
    yield Figure(
        "docs/gazetteer.md",
        "ships a gazetteer of some # places, # people and # organisations",
        (places, people, organisations),
    )
    yield Figure(
        "docs/gazetteer.md",
        "# airports and air bases and # small settlements, nearly all of the latter in the",
        (f"{airports:,}", f"{own_ids['PPL']:,}"),
    )
    yield Figure("docs/corpora.md", "the wheel and its gazetteer (# MB", (f"{size:.0f}",))
    packed = _packed_megabytes(gazetteer.path)
    yield Figure(
        "docs/gazetteer.md",
        "Packing the embedded gazetteer (# MB) makes # MB",
        (f"{size:.0f}", f"{packed:.0f}"),
    )
    models = ROOT / "enrich" / "mentions" / "data"
    for page, words, model in (
        ("docs/tagger.md", "tagger.onnx`, # MB,", "tagger.onnx"),
        ("docs/languages.md", "multilingual.onnx` (# MB)", "multilingual.onnx"),
    ):
        yield Figure(page, words, (f"{(models / model).stat().st_size / 1e6:.0f}",))
    own = ROOT / "scripts" / "tagger" / "data" / "languages"
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in own.glob("*.txt"))
    yield Figure("docs/languages.md", "| sentences of our own | # in", (f"{lines:,}",))


def _features_of_own_ids(path: Path) -> dict[str, int]:
    """Return how many entities of each feature code have an ``enrich:`` id."""
    query = "SELECT feature, count(*) FROM local_id JOIN entity USING (key) GROUP BY feature"
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        return {feature: count for feature, count in database.execute(query) if feature}


def _packed_megabytes(path: Path) -> float:
    """Return the size of a gazetteer as ``enrich gazetteer pack`` writes it."""
    with tempfile.TemporaryDirectory() as folder:
        return pack(path, Path(folder, "packed.gaz.tar.zst")).size / 1e6


def main() -> int:
    """Write the figures, or check them; return the exit status."""
    parser = argparse.ArgumentParser(description="Write the figures of the documentation.")
    parser.add_argument("--check", action="store_true", help="write nothing, say what is outdated")
    check = parser.parse_args().check
    with Gazetteer.open() as gazetteer:
        found = list(figures(gazetteer))
    outdated = 0
    for page in sorted({figure.page for figure in found}):
        before = after = (ROOT / page).read_text(encoding="utf-8")
        for figure in found:
            if figure.page == page:
                now = figure.written(after)
                if now != after:
                    outdated += 1
                    print(f"{page}: {figure.words}: now {', '.join(figure.values)}")
                after = now
        if after != before and not check:
            (ROOT / page).write_text(after, encoding="utf-8")
    return 1 if check and outdated else 0


if __name__ == "__main__":
    sys.exit(main())
