"""What the references of people beside the first one say, one record an item of Wikidata."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from curate.fame import read_reference
from curate.people_offices import Offices, Seat
from curate.people_references import ABOUT_PEOPLE, PERSONAL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from curate.people_occupations import Nationalities, Occupations

__all__ = ["Figure", "Offices", "read_figures", "written_low"]

FOLDER = "sources/reference"
EMPLOYEES = "pat-2021-2024"
_QUALIFIER = re.compile(r" \(([^)]*)\)$")
_DATE = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_BORN = re.compile(r",? *(?:born|b\.)? *(?:1[5-9]|20)\d\d(?:[–-]\d*)?$")
_OF_TEAM = re.compile(r"(?i)(?:plays for|head coach of|member of [A-Z].*\b(?:F\.?C|club))")
_LIVING = frozenset({"living", "likely", "no-death-known"})


@dataclass(slots=True)
class Figure:
    """What the references say of one person; "" or nothing where they do not.

    Attributes:
        qid: Wikidata id.
        label: The item's label.
        title: The English article's title, with what stands in brackets.
        names: Further names, in any script, most of them unchecked.
        born: ISO 8601, as exact as known.
        died: Likewise.
        dead: Whether they are known to be dead, with or without a date.
        living: Whether a reference says so, or knows no death of one born lately.
        gender: "male", "female" or "".
        states: Countries as the references write them: names, adjectives and codes.
        occupations: All that a reference gives.
        known_for: Those that a title or description names.
        bases: What says that this is a person: "P31", "list", "relation" or "name".
        collections: The collections that hold the item.
        seats: The offices held.
    """

    qid: str
    label: str = ""
    title: str = ""
    names: list[str] = field(default_factory=list)
    born: str = ""
    died: str = ""
    dead: bool = False
    living: bool = False
    gender: str = ""
    states: list[str] = field(default_factory=list)
    occupations: list[str] = field(default_factory=list)
    known_for: list[str] = field(default_factory=list)
    bases: set[str] = field(default_factory=set)
    collections: set[str] = field(default_factory=set)
    seats: list[Seat] = field(default_factory=list)

    @property
    def qualifier(self) -> str:
        """What stands in brackets behind the title: somebody else has the name alone."""
        found = _QUALIFIER.search(self.title)
        return found[1] if found else ""


def read_figures(
    shared: Path,
    offices: Offices,
    nationalities: Nationalities,
    occupations: Occupations,
) -> dict[str, Figure]:
    """Return the people of all references, by Wikidata id.

    Args:
        shared: Folder of the reference data.
        offices: Reads the positions of politicians.
        nationalities: Reads the adjectives of descriptions.
        occupations: Reads the occupations of titles and descriptions.
    """
    folder = shared / FOLDER
    figures: dict[str, Figure] = {}
    for row in read_reference(folder / "people_wikidata.tsv.gz"):
        _read_person(figures.setdefault(row["qid"], Figure(row["qid"])), row)
        _read_description(figures[row["qid"]], row["description"], nationalities, occupations)
    for record in _iter_politicians(folder):
        figure = figures.setdefault(record["qid"], Figure(record["qid"]))
        _read_politician(figure, record)
        figure.seats = list(offices.seats(record["positions"]))
    for row in read_reference(folder / "wikitrivia_items.tsv.gz"):
        if row["occupation"] or ABOUT_PEOPLE.search(row["topics"]):
            figure = figures.setdefault(row["qid"], Figure(row["qid"]))
            _read_trivia(figure, row, nationalities)
            if not figure.known_for:
                _read_description(figure, row["description"], nationalities, occupations)
    _fill_in(figures, folder)
    for figure in figures.values():
        _read_brackets(figure, nationalities, occupations)
    return figures


def written_low(shared: Path) -> set[str]:
    """Return the words that some title of an office writes in lower case."""
    titles = (p["title"] for r in _iter_politicians(shared / FOLDER) for p in r["positions"])
    return {word for title in set(titles) for word in title.split() if word.islower()}


def _iter_politicians(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of the reference of politicians."""
    with gzip.open(folder / "politicians_eps.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _read_person(figure: Figure, row: dict[str, str]) -> None:
    """Read a row of the people of many collections."""
    figure.label = row["label"].strip()
    figure.title = row["enwiki_title"].replace("_", " ")
    figure.names += [name for name in row["aliases"].split("|") if name]
    figure.born, figure.died = _date(row["birth"]), _date(row["death"])
    figure.dead = bool(row["death"]) or row["living"] == "dead"
    figure.living = row["living"] in _LIVING and not figure.dead
    figure.states += [state for state in row["country"].split("|") if state]
    figure.occupations += [word.strip() for word in row["occupation"].split("|") if word]
    figure.bases.add(re.split(r"[>=(]", row["basis"])[0])
    figure.collections.update(row["source"].split("+"))


def _read_description(
    figure: Figure, text: str, nationalities: Nationalities, occupations: Occupations
) -> None:
    """Take the country and the occupations that a description names, and no other word of it."""
    if text.startswith("works for"):
        figure.collections.discard(EMPLOYEES)  # most of them teach somewhere
    if not text or ":" in text:
        return
    if _OF_TEAM.match(text):
        figure.occupations += ["head coach"] if text.startswith("head coach") else []
        return
    country, words = nationalities.read(text)
    figure.states += [country] if country and not figure.states else []
    figure.known_for += occupations.words(words)


def _read_brackets(figure: Figure, nationalities: Nationalities, occupations: Occupations) -> None:
    """Take the country and the occupation that an article's title tells its subject by."""
    for part in re.split(r",| and ", _BORN.sub("", figure.qualifier)):
        country, words = nationalities.read(part.strip())
        figure.states += [country] if country else []
        figure.known_for[:0] = occupations.words(words)


def _read_politician(figure: Figure, record: dict[str, Any]) -> None:
    """Read the person of a record of politicians; what is known already stays."""
    figure.label = figure.label or str(record["name"])
    figure.title = figure.title or str(record["enwiki"] or "")
    figure.names += [str(record["name"]), *record["names"]]
    figure.born = figure.born or _date(str(record["born"] or ""))
    figure.died = figure.died or _date(str(record["died"] or ""))
    figure.dead = figure.dead or bool(figure.died)
    figure.gender = str(record["gender"]) if record["gender"] in {"male", "female"} else ""
    figure.occupations.append("politician")
    figure.bases.add("list")
    figure.collections.add("politicians")


def _read_trivia(figure: Figure, row: dict[str, str], nationalities: Nationalities) -> None:
    """Read a person of the items with sitelinks; those with a year of death are dead."""
    figure.label = figure.label or row["label"].strip()
    figure.title = figure.title or unquote(row["enwiki"]).replace("_", " ")
    figure.dead = figure.dead or "death-year" in row["topics"]
    known = nationalities.country(row["nationality"].split("|")[:1])
    figure.states += [known] if known and not figure.states else []
    figure.occupations += [word for word in row["occupation"].split("|") if word]
    # Peace prizes went to bodies too: a name must be seen to be a person's.
    figure.bases.add("P31" if PERSONAL.search(row["topics"]) or row["occupation"] else "name")
    figure.collections.add("trivia")


def _fill_in(figures: dict[str, Figure], folder: Path) -> None:
    """Take dates from the tables whose own people are seldom in the news, or are held by others."""
    for row in read_reference(folder / "nga_people.tsv.gz"):
        if figure := figures.get(row["qid"]):
            _read_artist(figure, row)
    for name in ("celebrities.tsv.gz", "death_updates_for_held_people.tsv.gz"):
        for row in read_reference(folder / name):
            if figure := figures.get(row["qid"]):
                figure.born = figure.born or _date(row.get("born") or row.get("birth") or "")
                figure.died = figure.died or _date(row.get("died") or row.get("death") or "")
                figure.dead = figure.dead or bool(figure.died)


def _read_artist(figure: Figure, row: dict[str, str]) -> None:
    """Read what a gallery knows of an artist or patron."""
    figure.born = figure.born or _date(row["born"])
    figure.died = figure.died or _date(row["died"])
    figure.dead = figure.dead or bool(row["died"])
    figure.states += [row["nationality"]] if row["nationality"] and not figure.states else []
    figure.collections.add("gallery")


def _date(text: str) -> str:
    """Return an ISO 8601 date as it is, or "" for anything else."""
    return text if _DATE.fullmatch(text or "") else ""
