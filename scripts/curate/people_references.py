"""What all references together know of people: one record an item, for matching and for deaths.

A reference gives sightings: the names, dates, countries and offices that it holds of one item.
`gather` joins those of the items that somebody asks for. Names are compared folded.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from curate.fame import Fame, read_reference
from curate.people_hand import fold
from curate.people_source import QUALIFIER, clean_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from curate.people_source import Countries

__all__ = ["ABOUT_PEOPLE", "PERSONAL", "KnownPerson", "Term", "gather", "states_by_word"]

PERSONAL = re.compile(r"-death-year|-taking-office")
"""Topics of the items with sitelinks that are of people alone."""
ABOUT_PEOPLE = re.compile(rf"{PERSONAL.pattern}|nobel-laureates")
"""And those that are of people nearly always: prizes went to bodies, too."""

FOLDER = "sources/reference"
LINES = ("politicians_eps", "public_figures_2026-09")
SURE, GUESSED = 2, 1
"""How a reference knows that an item is a person: it is told so, or guesses by the name."""
NO_STATES = frozenset({"", "CS", "YU", "SU", "DD", "AN"})
"""States that are gone, whose people are now those of others."""
OLD_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class Term(NamedTuple):
    """An office that a reference tells of, as it writes it; unknown dates are ""."""

    title: str
    country: str
    start: str
    end: str


@dataclass(slots=True)
class Sighting:
    """What one reference holds of one item."""

    qid: str
    names: tuple[str, ...]
    born: str = ""
    died: str = ""
    countries: tuple[str, ...] = ()
    text: str = ""
    terms: tuple[Term, ...] = ()
    gender: str = ""
    article: str = ""
    person: int = SURE
    labelled: bool = True
    """Whether the first name is the one that the item is shown with."""


@dataclass(slots=True)
class KnownPerson:
    """What the references hold of one item.

    Attributes:
        qid: Wikidata id.
        names: As written, the labels first.
        labels: The folded labels and titles; the other names are aliases.
        born: Dates of birth, as exact as known, with the number of references that have each.
        died: Likewise.
        countries: ISO codes of states served or of citizenship.
        text: Occupations, descriptions and what qualifies the title of the article.
        terms: Offices.
        gender: "male", "female" or "".
        articles: Titles of the English Wikipedia.
        person: How sure it is that this is a person: SURE, GUESSED, or 0 for not at all.
        fame: Prominence by the signs of fame, 0 to 1.
    """

    qid: str
    names: dict[str, None] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    born: Counter[str] = field(default_factory=Counter)
    died: Counter[str] = field(default_factory=Counter)
    countries: set[str] = field(default_factory=set)
    text: list[str] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    gender: str = ""
    articles: set[str] = field(default_factory=set)
    person: int = 0
    fame: float = 0.0

    def add(self, seen: Sighting) -> None:
        """Add what one more reference holds."""
        label, *_ = seen.names
        article = seen.article.replace("_", " ")
        shown = [n for n in (label if seen.labelled else "", QUALIFIER.sub("", article)) if n]
        self.labels |= {fold(name) for name in shown}
        self.names |= dict.fromkeys((*shown, *seen.names))
        for dates, date in ((self.born, seen.born), (self.died, seen.died)):
            if date:
                dates[date] += 1
        self.countries |= {*seen.countries, *(t.country for t in seen.terms)} - NO_STATES
        qualifier = QUALIFIER.search(article)
        self.text += [t for t in (seen.text, qualifier[0] if qualifier else "") if t]
        self.terms += seen.terms
        self.gender = self.gender or (seen.gender if seen.gender in {"male", "female"} else "")
        if article:
            self.articles.add(article)
        self.person = max(self.person, seen.person)


def gather(
    shared: Path, countries: Countries, names: Collection[str], qids: Collection[str] = ()
) -> dict[str, KnownPerson]:
    """Return what the references hold of the items that bear some names or have some ids.

    Args:
        shared: Folder of the reference data.
        countries: Maps names of countries to codes.
        names: Folded by `fold`.
        qids: Wikidata ids of further items.
    """
    wanted = set(qids)
    for seen in _iter_sightings(shared, countries):
        if seen.qid not in wanted and any(fold(name) in names for name in seen.names):
            wanted.add(seen.qid)
    found: dict[str, KnownPerson] = {}
    for seen in _iter_sightings(shared, countries):
        if seen.qid in wanted:
            found.setdefault(seen.qid, KnownPerson(seen.qid)).add(seen)
    people = {qid: known for qid, known in found.items() if known.person}
    fame = Fame(shared)
    for qid, known in people.items():
        known.fame = fame.prominence(qid, died=max(known.died, default=""))
    return people


def states_by_word(curated: Path, countries: Countries) -> dict[str, str]:
    """Return the code of the state that a word stands for: "British" is GB, and so is "Peru" PE."""
    with (curated / "countries.csv").open(encoding="utf-8", newline="") as lines:
        codes = {row["id"]: row["iso2"] for row in csv.DictReader(lines)}
    with (curated / "demonyms.csv").open(encoding="utf-8", newline="") as lines:
        found: dict[str, set[str]] = defaultdict(set)
        for row in csv.DictReader(lines):
            if row["id"] in codes:
                found[row["name"]].add(codes[row["id"]])
    for code, name in countries.names.items():
        found[name].add(code)
    return {name: states.pop() for name, states in found.items() if len(states) == 1}


def _iter_sightings(shared: Path, countries: Countries) -> Iterator[Sighting]:
    folder = shared / FOLDER
    yield from _iter_tables(folder, countries)
    for name in LINES:
        for record in _lines(folder / f"{name}.jsonl.gz"):
            terms = tuple(
                Term(p.get("label") or p["title"], p["country_iso2"] or "", p["start"], p["end"])
                for p in record["positions"]
            )
            yield Sighting(
                record["qid"], (record["name"], *record["names"]), clean_date(record["born"]),
                clean_date(record["died"]), (), "", terms, record["gender"], record["enwiki"] or "",
            )  # fmt: skip
    for record in _lines(folder / "politicians_wikidata.jsonl.gz"):
        states = tuple(c for n in record["countries"] if (c := countries.code(n)))
        only = states[0] if len(states) == 1 else ""
        terms = tuple(Term(t, only, start, end) for t, start, end in record["positions"])
        names = tuple(n for n in record["names"] if n)
        if names:
            yield Sighting(
                record["qid"], names, clean_date(record["dob"] or ""), "", states, "", terms,
                record["gender"] or "", record["enwiki"] or "",
            )  # fmt: skip
    yield from _iter_sample(shared / "wikidata" / "sample-all.json.bz2")


def _iter_tables(folder: Path, countries: Countries) -> Iterator[Sighting]:
    for row in read_reference(folder / "people_wikidata.tsv.gz"):
        states = tuple(c for n in _split(row["country"]) if (c := countries.code(n)))
        text = f"{row['occupation']}|{row['description']}"
        yield Sighting(
            row["qid"], (row["label"], *_split(row["aliases"])), _date(row["birth"]),
            _date(row["death"]), states, text, article=row["enwiki_title"],
            person=GUESSED if row["basis"].startswith("name") else SURE,
        )  # fmt: skip
    for row in read_reference(folder / "wikitrivia_items.tsv.gz"):
        text = "|".join((row["occupation"], row["description"], row["nationality"]))
        known = row["occupation"] or row["nationality"] or PERSONAL.search(row["topics"])
        guessed = GUESSED if ABOUT_PEOPLE.search(row["topics"]) else 0
        yield Sighting(
            row["qid"], (row["label"],), text=text, article=unquote(row["enwiki"]),
            person=SURE if known else guessed,
        )  # fmt: skip
    for row in read_reference(folder / "celebrities.tsv.gz"):
        yield Sighting(
            row["qid"], (row["label"],), _date(row["born"]), _date(row["died"]),
            text=row["occupation"],
        )  # fmt: skip
    for row in read_reference(folder / "death_updates_for_held_people.tsv.gz"):
        yield Sighting(row["qid"], (row["label"],), _date(row["birth"]), _date(row["death"]))
    for row in read_reference(folder / "titles_qid_crosswalk.tsv.gz"):
        title = row["enwiki_title"].replace("_", " ")
        yield Sighting(
            row["qid"], (QUALIFIER.sub("", title),), article=title,
            person=GUESSED if row["kind"] == "person" else 0,
        )  # fmt: skip
    for row in read_reference(folder / "names_in_languages.tsv.gz"):
        if row["kind"] == "person" and row["lang"] == "en":
            names = tuple(_split(row["names"]))
            yield Sighting(row["qid"], names, person=GUESSED, labelled=False)
    for row in read_reference(folder / "namenet_names.tsv.gz"):
        if row["kind"] == "person":
            yield Sighting(row["qid"], tuple(_split(row["names"])), labelled=False)


def _iter_sample(path: Path) -> Iterator[Sighting]:
    """Yield the people of the sample of Wikidata's dump."""
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("{"):
                continue
            item = json.loads(line.rstrip().rstrip(","))
            claims = item.get("claims", {})
            label = item.get("labels", {}).get("en", {}).get("value", "")
            if "Q5" not in _values(claims, "P31") or not label:
                continue
            aliases = (a["value"] for a in item.get("aliases", {}).get("en", ()))
            born, died = (next(iter(_values(claims, p)), "") for p in ("P569", "P570"))
            article = item.get("sitelinks", {}).get("enwiki", {}).get("title", "")
            yield Sighting(item["id"], (label, *aliases), born, died, article=article)


def _values(claims: dict[str, list[dict[str, object]]], name: str) -> list[str]:
    """Return ids or dates that an item states under a property."""
    found = []
    for claim in claims.get(name, ()):
        value = claim["mainsnak"].get("datavalue", {}).get("value", {})  # type: ignore[attr-defined]
        if "id" in value:
            found.append(value["id"])
        elif str(value.get("time", "")).startswith("+"):
            exact = {9: 4, 10: 7, 11: 10}.get(value["precision"], 0)
            found.append(value["time"][1 : 1 + exact])
    return found


def _lines(path: Path) -> Iterator[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _split(cell: str) -> Iterable[str]:
    return [part for part in cell.split("|") if part]


def _date(text: str) -> str:
    return text if OLD_DATE.fullmatch(text) else ""
