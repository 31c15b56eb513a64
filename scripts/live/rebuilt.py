"""Items rebuilt from what is at hand of them, for a server that lacks the real ones.

    references   politicians, organisations and parties of the reference tables: their ids, names,
                 countries and dates; one Wikipedia article where the table names one, else none
    annotated    what the annotation of a corpus says of a gold: its id, name and kind, and one
                 Wikipedia article, which each of them has

A rebuilt item has the names of its source only, no office, no description, and far fewer articles
than the real one, so that it is known less well. What is linked to rebuilt items says what linking
does with what a search finds, not what Wikidata's own search would find.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from evaluation.corpora import GoldDocument

from gazetteer.names import fold

__all__ = ["iter_annotated", "iter_references", "names_in"]

Item = dict[str, Any]

_HUMAN: Final = "Q5"
_PARTY: Final = "Q7278"
_CLASSES: Final = {"person": _HUMAN, "place": "Q486972", "organisation": "Q43229"}
_LONGEST: Final = 9  # words of a name


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """Return every run of words of some texts, folded: what a name of theirs can be."""
    found: set[str] = set()
    for text in texts:
        words = fold(text).split(" ")
        for first in range(len(words)):
            for last in range(first + 1, min(first + _LONGEST, len(words)) + 1):
                found.add(" ".join(words[first:last]))
    return frozenset(found)


def iter_references(
    references: Path, countries: Mapping[str, int], among: Collection[str]
) -> Iterator[Item]:
    """Yield items of the reference tables.

    Args:
        references: Folder of the tables.
        countries: Number of the item of a country by its ISO 3166-1 alpha-2 code.
        among: Folded names: what bears none of them cannot be a candidate and is left out.
    """
    for item in _iter_all(references, countries):
        if any(fold(name) in among for name in _names_of(item)):
            yield item


def iter_annotated(corpus: Iterable[GoldDocument], names: Mapping[str, str]) -> Iterator[Item]:
    """Yield an item for each entity that golds of a corpus mean.

    Args:
        corpus: Its documents.
        names: What the annotators call an entity, by its Wikidata id.
    """
    seen: set[str] = set()
    for document in corpus:
        for gold in document.golds:
            id_, kind = gold.wikidata, gold.kind
            if id_ in names and id_ not in seen and kind in _CLASSES:
                seen.add(id_)
                yield _item(id_, [names[id_]], _CLASSES[kind], articles=1)


def _iter_all(references: Path, countries: Mapping[str, int]) -> Iterator[Item]:
    for line in _lines(references / "politicians_wikidata.jsonl.gz"):
        if not line["names"]:
            continue
        item = _item(line["qid"], line["names"], _HUMAN, articles=bool(line["enwiki"]))
        citizen = [countries[code] for code in line["countries"] if code in countries]
        item["claims"]["P27"] = [_says({"id": f"Q{number}"}) for number in citizen]
        item["claims"]["P569"] = [_says(_day(line["dob"]))] if line["dob"] else []
        yield item
    for line in _lines(references / "ror_organisations.jsonl.gz"):
        if line.get("wd"):
            articles = any(sort == "wikipedia" for sort, _ in line.get("links") or ())
            names = [line["label"], *(name for name, *_ in line["names"])]
            item = _item(line["wd"], names, _CLASSES["organisation"], articles=articles)
            if line["cc"] in countries:
                item["claims"]["P17"] = [_says({"id": f"Q{countries[line['cc']]}"})]
            yield item
    with gzip.open(references / "parties_wikidata.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["wikidata_id"] and row["name"]:
                names = [row["name"], row["name_short"], row["name_native"]]
                yield _item(row["wikidata_id"], names, _PARTY, articles=0)


def _item(id_: str, names: Iterable[str], class_: str, *, articles: int) -> Item:
    """Return an item; the first of its names is its label."""
    label, *others = dict.fromkeys(name.strip() for name in names if name and name.strip())
    aliases = [{"language": "en", "value": name} for name in others]
    return {
        "id": id_,
        "type": "item",
        "labels": {"en": {"language": "en", "value": label}},
        "descriptions": {},
        "aliases": {"en": aliases} if aliases else {},
        "claims": {"P31": [_says({"id": class_})]},
        "sitelinks": {"enwiki": {"site": "enwiki", "title": label}} if articles else {},
    }


def _says(value: Mapping[str, Any]) -> Item:
    return {
        "mainsnak": {"snaktype": "value", "datavalue": {"value": dict(value)}},
        "type": "statement",
        "rank": "normal",
    }


def _day(date: str) -> dict[str, Any]:
    """Return an ISO 8601 date of a year, month or day as Wikidata has it."""
    parts = date.split("-")
    year, month, day = [*parts, "00", "00"][:3]
    return {
        "time": f"+{year}-{month}-{day}T00:00:00Z",
        "precision": 8 + len(parts),
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }


def _names_of(item: Item) -> Iterator[str]:
    yield item["labels"]["en"]["value"]
    yield from (alias["value"] for alias in item["aliases"].get("en", ()))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
