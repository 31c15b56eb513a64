"""What the references tell of an organisation beside its names: how old, how known, where.

`organisation_readers.Held` says what an id is called and confirms it. These are the facts that only
a row of a new organisation needs, by Wikidata id.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from curate.fame import read_reference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Facts", "Registered"]

ARTICLE = "://en."
"""Part of the address of an article of the English Wikipedia."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What the Research Organization Registry says of an organisation.

    Attributes:
        types: "education", "government" ...
        founded: Year, or "".
        initials: Its acronyms.
        article: Whether the record links an article of the English Wikipedia.
        linked: Whether it links an article in any language.
        country: ISO 3166-1 alpha-2, or "".
        geonames: GeoNames id of its seat, or None.
        place: Name of its seat, or "".
        lat: Of the seat, WGS 84 degrees, or None.
        lon: The same.
    """

    types: frozenset[str]
    founded: str
    initials: tuple[str, ...]
    article: bool
    linked: bool
    country: str
    geonames: int | None
    place: str
    lat: float | None
    lon: float | None


class Facts:
    """The facts of all organisations of the references.

    Args:
        shared: Folder of the reference data.

    Attributes:
        registered: Records of the Research Organization Registry, those withdrawn left out. An id
            that several records have, and the branches of a company, have none.
        collections: Exports of Wikidata that hold an organisation.
        regions: State or city of a newspaper.
        clubs: Year of foundation of a football club, or "", and how many providers of data know it.
        languages: Names of an organisation as (language, name).
        people: Ids of people, and what they are called.
    """

    def __init__(self, shared: Path) -> None:
        folder = shared / "sources" / "reference"
        self.registered = dict(_iter_registered(folder / "ror_organisations.jsonl.gz"))
        self.collections: dict[str, frozenset[str]] = {}
        self.regions: dict[str, str] = {}
        for row in read_reference(folder / "organisations_wikidata.tsv.gz"):
            self.collections[row["qid"]] = frozenset(row["source"].split("+"))
            self.regions[row["qid"]] = row["region_or_hq"]
        self.clubs = {
            row["qid"]: (_year(row["founded"]), int(row["providers"]))
            for row in read_reference(folder / "reep_football_clubs.tsv.gz")
        }
        self.languages: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in read_reference(folder / "names_in_languages.tsv.gz"):
            if row["kind"] == "organisation":
                pairs = ((row["lang"], name) for name in row["names"].split("|") if name)
                self.languages[row["qid"]].extend(pairs)
        self.people = {
            row["qid"]: row["label"] for row in read_reference(folder / "people_wikidata.tsv.gz")
        }
        self.places = _read_places(folder / "geonames_wikidata.tsv.gz")


def _iter_registered(path: Path) -> Iterator[tuple[str, Registered]]:
    """Read the registry; yield what one record alone says of an id."""
    records: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record.get("wd") and record["status"] != "withdrawn":
                records[record["wd"]].append(record)
    companies = Counter(
        _without_country(record["label"])
        for own in records.values()
        for record in own
        if "company" in map(str.lower, record["types"])
    )
    for qid, own in records.items():
        if len(own) == 1 and companies[_without_country(own[0]["label"])] <= 1:
            yield qid, _registered(own[0])


def _registered(record: dict[str, Any]) -> Registered:
    articles = [link for kind, link in record["links"] if kind == "wikipedia" and link]
    return Registered(
        frozenset(kind.lower() for kind in record["types"]),
        f"{record['established']:04}" if record.get("established") else "",
        tuple(name for name, _, kinds in record["names"] if "acronym" in kinds),
        any(ARTICLE in link for link in articles),
        bool(articles),
        record.get("cc") or "",
        record.get("geonames"),
        record.get("place") or "",
        record.get("lat"),
        record.get("lng"),
    )


def _read_places(path: Path) -> frozenset[str]:
    """Return the ids that are those of places."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(line.split("\t")[1] for line in lines)


def _without_country(label: str) -> str:
    """Return a label of the registry without the country of a branch: "Agilent (Japan)"."""
    return label.partition(" (")[0]


def _year(date: str) -> str:
    """Return a date as exact as known: a first of January stands for the year."""
    return date.removesuffix("-01-01")
