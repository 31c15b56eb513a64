"""Which class an entity is of: the groups that gain and harm are counted by.

People are classed by their offices and by the words that describe them, organisations by their
category, places by their feature code.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from knowledge.decisions import Known
from knowledge.references import References

__all__ = ["BANDS", "Classes", "band_of"]

BANDS: Final = (0.05, 0.1, 0.2, 0.35, 0.5, 0.7)
"""Bounds of the bands of prominence."""
UNKNOWN: Final = "unknown"
_WORDS: Final = {
    "sport": "footballer|athlete|player|football|soccer|midfielder|goalkeeper|quarterback"
    "|linebacker|cricketer|cyclist|boxer|swimmer|sprinter|racing|driver|coach|wrestler|golfer|skier|skater"
    "|olympic|gymnast|rower|fencer|pitcher|catcher|outfielder|baseball|basketball|hockey|rugby"
    "|tennis|chess|sportsperson|jockey|martial|defen[cs]e(?:man|d)|winger|striker|judoka",
    "politics": "politician|president|minister|senator|governor|mayor|member of parliament"
    "|chancellor|diplomat|ambassador|congress|deput(?:y|ies)|councillor|party|statesperson|legislator"
    "|secretary|lawmaker|spokes\\w+|commissioner|mp",
    "royalty": "monarch|king|queen|prince|princess|emperor|sultan|duke|aristocrat|noble\\w*|shah"
    "|empress|archduke|count(?:ess)?",
    "military": "military|general|admiral|colonel|soldier|officer|commander|marshal",
    "religion": "priest|bishop|pope|cardinal|rabbi|imam|cleric|theologian|missionary|monk"
    "|patriarch",
    "business": "business\\w*|executive|entrepreneur|banker|industrialist|investor|manager|founder"
    "|engineer",
    "journalism": "journalist|reporter|presenter|broadcaster|editor|columnist|correspondent",
    "music": "musician|singer\\S*|composer|rapper|songwriter|pianist|guitarist|conductor|drummer"
    "|dj|disc jockey|voice|soprano|tenor|violinist",
    "film and stage": "actor|actress|director|producer|comedian|screenwriter|model|dancer|circus"
    "|filmmaker|entertainer|film|television|tv",
    "science": "scientist|physicist|chemist|mathematician|astronomer|biologist|economist|historian"
    "|philosopher|professor|academic|teacher|physician|surgeon|astronaut|researcher|psychologist"
    "|architect|inventor|linguist|archaeologist",
    "law": "lawyer|judge|jurist|attorney|prosecutor",
    "letters and art": "writer|poet|novelist|author|playwright|painter|artist|sculptor|photographer"
    "|illustrator|translator|designer",
    "crime": "criminal|murderer|terrorist|militant|gangster|drug",
    "activism": "activist|campaigner|revolutionary",
}
_PATTERNS: Final = {
    name: re.compile(rf"\b(?:{words})s?\b", re.IGNORECASE) for name, words in _WORDS.items()
}


def band_of(prominence: float) -> str:
    """Return the band of a prominence.

    Example:
        >>> band_of(0.01), band_of(0.2), band_of(0.9)
        ('0–0.05', '0.2–0.35', '0.7–1')
    """
    bounds = (0, *BANDS, 1)
    number = sum(prominence >= bound for bound in BANDS)
    return f"{bounds[number]}–{bounds[number + 1]}"


class Classes:
    """Tells the class of an entity.

    Args:
        curated: Folder of the curated tables, which hold the categories of organisations.
        references: What else tells an occupation or a category.
    """

    def __init__(self, curated: Path, references: References) -> None:
        self._curated = curated
        self._references = references

    def __call__(self, entity: Known) -> str:
        """Return the class of an entity, "unknown" where nothing tells it."""
        if entity.kind == "place":
            return entity.feature or UNKNOWN
        if entity.kind == "organisation":
            return self._categories.get(entity.id) or self._work(entity, "organisation") or UNKNOWN
        if entity.offices:
            return "politics"
        told = person_class(entity.description)
        return told or person_class(self._work(entity, "person")) or UNKNOWN

    @cached_property
    def _categories(self) -> Mapping[str, str]:
        path = self._curated / "organisations.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            return {row["id"]: row["category"] for row in csv.DictReader(lines)}

    def _work(self, entity: Known, kind: str) -> str:
        qid = next((i.partition(":")[2] for i in entity.ids if i.startswith("wikidata:")), "")
        rows = self._references.by_id.get(qid, ())
        return next((row.work for row in rows if row.kind == kind and row.work), "")


def person_class(words: str) -> str:
    """Return the class that words about a person name first, or "".

    Example:
        >>> person_class("Portuguese footballer"), person_class("actor and politician")
        ('sport', 'film and stage')
    """
    found = {name: match.start() for name, p in _PATTERNS.items() if (match := p.search(words))}
    return min(found, key=lambda name: found[name]) if found else ""
