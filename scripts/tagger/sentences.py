"""Sentences of our own, filled with names of the gazetteer: ``data/sentences.txt``."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from gazetteer.store import Gazetteer
from tagger.samples import Sample, Span

__all__ = ["NameLists", "fill", "read_sentences"]

_SLOT = re.compile(r"\{([A-Z]+)(?::([a-z]+))?\}")
_ROLES = {"lit": "literal", "met": "metonymic", "mod": "modifier", "emb": "embedded"}
_LABELS = {
    "PER": "PER", "LAST": "PER", "FIRST": "PER", "ORG": "ORG", "PARTY": "ORG", "DEM": "DEM",
    "PLACE": "LOC", "STATE": "LOC", "AREA": "LOC", "SITE": "LOC", "STREET": "LOC", "WATER": "LOC",
    "CLUB": "ORG", "COMPANY": "ORG", "MEDIA": "ORG", "BODY": "ORG", "SCHOOL": "ORG",
}  # fmt: skip
_NO_NAME = "none"  # a slot whose name is used for something else: "Hurricane {FIRST:none}"
_STREETS = ("Street", "Road", "Avenue", "Drive", "Lane", "St.", "Boulevard", "Rd.", "Highway")
_PARTY = re.compile(r"(?i)\bparty\b|\bunion for\b|democrats|alliance|front\b|movement")
# Rows of the gazetteer by kind of slot; names in Latin letters without brackets.
_QUERIES: Mapping[str, str] = {
    "PLACE": "SELECT name FROM entity WHERE kind = 0 AND feature LIKE 'PPL%' ORDER BY key",
    "STATE": "SELECT name FROM entity WHERE kind = 0 AND feature LIKE 'PCL%' ORDER BY key",
    "AREA": "SELECT name FROM entity WHERE kind = 0 AND feature = 'ADM1' ORDER BY key",
    "PER": "SELECT name FROM entity WHERE kind = 1 ORDER BY key",
    "ORG": "SELECT name FROM entity WHERE kind = 2 ORDER BY key",
    "SITE": "SELECT name FROM entity WHERE kind = 0 AND feature IN ('AIRP', 'STDM', 'CH', 'CSTL',"
    " 'MSQE', 'PAL', 'BDG', 'TOWR', 'AIRB') ORDER BY key",
    "WATER": "SELECT name FROM entity WHERE kind = 0 AND feature IN ('STM', 'LK', 'BAY', 'GULF',"
    " 'SEA', 'ISL', 'MT', 'MTS') ORDER BY key",
    "CLUB": "SELECT name FROM entity WHERE kind = 2 AND (description LIKE '%club%'"
    " OR description LIKE '%sports team%') ORDER BY key",
    "COMPANY": "SELECT name FROM entity WHERE kind = 2 AND (description LIKE '%company%'"
    " OR description LIKE '%bank%') ORDER BY key",
    "MEDIA": "SELECT name FROM entity WHERE kind = 2 AND (description LIKE '%newspaper%'"
    " OR description LIKE '%broadcaster%' OR description LIKE '%magazine%'"
    " OR description LIKE '%news%') ORDER BY key",
    "BODY": "SELECT name FROM entity WHERE kind = 2 AND (description LIKE '%ministry%'"
    " OR description LIKE '%public body%' OR description LIKE '%police%'"
    " OR description LIKE '%agency%') ORDER BY key",
    "SCHOOL": "SELECT name FROM entity WHERE kind = 2 AND (description LIKE '%universit%'"
    " OR description LIKE '%hospital%' OR description LIKE '%institute%') ORDER BY key",
    # Types stand doubled in the file, see schema.sql.
    "DEM": "SELECT text FROM name WHERE type / 2 = 4 AND ifnull(language, 'en') = 'en'",
}


@dataclass(frozen=True)
class NameLists:
    """Names to fill slots with, by kind of slot."""

    names: Mapping[str, Sequence[str]]

    @classmethod
    def from_gazetteer(cls, gazetteer: Gazetteer) -> NameLists:
        """Collect the names of a gazetteer that are written in Latin letters."""
        import sqlite3

        names: dict[str, list[str]] = {}
        with sqlite3.connect(f"file:{gazetteer.path}?mode=ro", uri=True) as connection:
            for kind, query in _QUERIES.items():
                rows = connection.execute(query).fetchall()
                names[kind] = [n for (n,) in rows if n and n[0].isupper() and n[0] < "\u0250"]
        names["PER"] = [n for n in names["PER"] if " " in n and "(" not in n]
        names["FIRST"] = [n.split()[0] for n in names["PER"]]
        names["LAST"] = [n.split()[-1] for n in names["PER"]]
        streets = zip(names["LAST"], cycle(_STREETS), strict=False)
        names["STREET"] = [f"{name} {street}" for name, street in streets]
        names["PARTY"] = [n for n in names["ORG"] if _PARTY.search(n)]
        names["DEM"] = [n for n in names["DEM"] if n.isalpha() and n.isascii()]
        return cls(names)


def read_sentences() -> list[str]:
    """Return the sentences with their slots."""
    text = Path(__file__).with_name("data").joinpath("sentences.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def fill(sentences: Sequence[str], names: NameLists, chance: random.Random) -> Iterator[Sample]:
    """Yield each sentence once, filled anew.

    Args:
        sentences: Of ``read_sentences``.
        names: What the slots are filled with.
        chance: Which of them.
    """
    for number, sentence in enumerate(sentences):
        text, spans, done = "", [], 0
        for slot in _SLOT.finditer(sentence):
            text += sentence[done : slot.start()]
            name = chance.choice(names.names[slot[1]])
            if slot[2] == _NO_NAME:
                text += name
                done = slot.end()
                continue
            label = _LABELS[slot[1]]
            toponym = {"LOC": True, "DEM": None, "ORG": None}.get(label, False)
            roles = frozenset({_ROLES[slot[2]]} if slot[2] else ())
            spans.append(Span(len(text), len(text) + len(name), frozenset({label}), toponym, roles))
            text += name
            done = slot.end()
        yield Sample("sentences", f"sentences:{number}", text + sentence[done:], tuple(spans))
