"""Documents of every script, mutated: linked, and written in every format that is text."""

from __future__ import annotations

import random
import tomllib
import warnings
from pathlib import Path
from typing import Any, Final

from enrich import Document, Linker
from enrich.formats import LAYERS
from enrich.model import Kind
from fuzzing import damage
from fuzzing.invariants import MAPS, TEXT_FORMATS, broken, broken_output
from fuzzing.kinds import Case, Outcome

DATA: Final = Path(__file__).resolve().parents[2] / "tests" / "data"
_NAMES: Final = (
    "Paris", "Paris, Texas", "New York", "Bosnia and Herzegovina", "U.S.", "St. Louis",
    "Xi Jinping",     "D'Angelo", "N'Djamena", "İstanbul",
    "Москва", "الصين", "北京", "ירושלים", "Αθήνα", "Georgia",
    "Washington", "Sergey Lavrov", "Lavrov's", "the UN", "Hr.Jos", "Mr. Lee", "Côte d’Ivoire",
    "Nagorno-Karabakh", "Clay County", "AC Milan",
    "the Armenian prime minister", "20 km north of",
    "northern Syria", "University of Texas", "ერევანი",
    "Երևան", "서울", "東京", "दिल्ली", "กรุงเทพ",
)  # fmt: skip
_OFTEN: Final = 10  # one document in so many is written out
_PAGES: Final = 100  # and one as a page


def documents(_: Path) -> Case:
    """Return the case of a document: linked, and what is broken in the result and its outputs."""
    told = tomllib.loads((DATA / "languages.toml").read_text("utf-8"))
    passages = [one["text"] for one in told.values()]
    passages += [(DATA / "summit.txt").read_text("utf-8")]
    linker = Linker(user_gazetteer="", decisions=None)
    linker("Talks in Yerevan.")

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        document = _document(rng, passages)
        size = len(document.text) if isinstance(document.text, str) else 0
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = linker(document)
        found = broken(result)
        if seed % _OFTEN == 0:
            name = (
                "html" if seed % _PAGES == 0 else rng.choice(TEXT_FORMATS[:-5] + TEXT_FORMATS[-4:])
            )
            layer = rng.choice(LAYERS) if name in MAPS else LAYERS[0]
            found += broken_output([result], name, layer)
        return Outcome(size, found)

    return case


def _document(rng: random.Random, passages: list[str]) -> Document:
    text = damage.text_of(rng, passages, _NAMES)
    fields: dict[str, Any] = {"id": rng.choice(("d1", "d2", "=1+1", "<b>", "a\tb", 7))}
    if rng.random() < 0.4:
        fields["title"] = damage.text_of(rng, passages, _NAMES)[: rng.choice((20, 80, 400))]
    if rng.random() < 0.3:
        fields["published"] = rng.choice(
            ("2024-05-14", "2024", "14 May 2024", "20240514", "1893-02")
        )
    if rng.random() < 0.2:
        fields["language"] = rng.choice(("en", "ru", "ar", "zh", "hy", "xx", "EN-us", ""))
    if rng.random() < 0.2:
        fields["outlet"] = rng.choice(("The Herald", "<b>", "a\nb", "=1"))
    if rng.random() < 0.2:
        fields["metadata"] = {
            "url": "https://example.org/a?b=<c>",
            text[:20]: [text[:40], 1.5, None],
        }
    if rng.random() < 0.15 and text:
        fields["spans"] = tuple(_span(rng, len(text)) for _ in range(rng.choice((1, 5, 40))))
    if rng.random() < 0.05:  # a field of another type or shape than it is to have
        fields[
            rng.choice(("id", "title", "published", "language", "outlet", "metadata", "spans"))
        ] = rng.choice(damage.ODD)
    return Document(text, **fields)


def _span(rng: random.Random, size: int) -> tuple[int, int, Kind | None]:
    start = rng.randrange(size)
    return start, min(size, start + rng.choice((1, 5, 20, 300))), rng.choice((None, *Kind))
