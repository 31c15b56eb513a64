"""The word lists of the rules, read once from ``data/``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from enrich.offices.vocabulary import vocabulary

_DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of words, most in lower case; what each is for stands in ``data/cues.toml``.

    Among the titles are those of ``enrich.offices``.
    """

    common: frozenset[str]
    connectors: frozenset[str]
    days: frozenset[str]
    directional: frozenset[str]
    event_beginnings: frozenset[str]
    event_ends: frozenset[str]
    facility_ends: frozenset[str]
    facility_of: frozenset[str]
    function_words: frozenset[str]
    law_beginnings: frozenset[str]
    law_ends: frozenset[str]
    locative: frozenset[str]
    maker_ends: frozenset[str]
    makers: frozenset[str]
    months: frozenset[str]
    nature_ends: frozenset[str]
    never: frozenset[str]
    of_place: frozenset[str]
    organisation_beside: frozenset[str]
    organisation_ends: frozenset[str]
    organisation_of: frozenset[str]
    parties: frozenset[str]
    place_ends: frozenset[str]
    prize_ends: frozenset[str]
    saying: frozenset[str]
    ship_prefixes: frozenset[str]
    storms: frozenset[str]
    street_ends: frozenset[str]
    titles: frozenset[str]
    vessels: frozenset[str]
    vessels_with_article: frozenset[str]
    weather: frozenset[str]
    weekdays: frozenset[str]
    works: frozenset[str]


def _words(name: str) -> frozenset[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _split(text: str) -> frozenset[str]:
    parts = text.replace("\n", " ").split("," if "," in text else None)
    return frozenset(" ".join(part.split()) for part in parts if part.strip())


@cache
def lexicon() -> Lexicon:
    """Return the word lists."""
    cues = tomllib.loads((_DATA / "cues.toml").read_text(encoding="utf-8"))
    lists = {name: _split(text) for name, text in cues.items()}
    lists["titles"] |= vocabulary().titles
    return Lexicon(common=_words("common_words.txt"), **lists)
