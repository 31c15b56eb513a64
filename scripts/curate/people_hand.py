"""Read the hand facts on people and find who of them the reference holds.

``edits/people_figures.csv`` has a row a person, ``edits/people_offices.csv`` a row a term; both
name a person by a name, or by name and Wikidata id where the name alone is not enough. An id is
never typed from memory: it is looked up in the references (``people_match``), and an id that a row
does give must be one that a reference holds under that name.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from curate.people_spans import HAND, Position

from gazetteer.errors import CuratedFactError
from gazetteer.sources.edits import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from curate.people_source import ReferencePerson

__all__ = ["NEW", "HandPerson", "fold", "read_bodies", "read_hand", "resolve", "slug"]

NEW = "new"
"""In the column ``id``: someone else than the namesakes in the reference."""


@dataclass(slots=True)
class HandPerson:
    """What was written by hand about one person; empty fields leave the reference's alone."""

    key: str
    id: str = ""
    name: str = ""
    gender: str = ""
    country: str = ""
    born: str = ""
    died: str = ""
    prominence: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    positions: list[Position] = field(default_factory=list)


def read_bodies(edits: Path) -> dict[str, str]:
    """Return the CURIE of each international body that an office may serve, by its name."""
    return {row["body"]: row["id"] for row in read_rows(edits / "people_bodies.csv")}


def read_hand(edits: Path) -> dict[str, HandPerson]:
    """Return the people of the hand edits by the name they go under there.

    Raises:
        CuratedFactError: A person stands twice, or an office names an unknown body.
    """
    people: dict[str, HandPerson] = {}
    for row in read_rows(edits / "people_figures.csv"):
        if row["person"] in people:
            raise CuratedFactError(f"people_figures.csv: {row['person']!r} stands there twice")
        people[row["person"]] = _figure(row)
    bodies = read_bodies(edits)
    for row in read_rows(edits / "people_offices.csv"):
        if row["body"] and row["body"] not in bodies:
            raise CuratedFactError(f"people_offices.csv: unknown body {row['body']!r} in {row}")
        person = people.setdefault(row["person"], HandPerson(row["person"]))
        person.positions.append(
            Position(
                title=row["title"],
                country=row["country"],
                organisation=bodies.get(row["body"], ""),
                start=row["start"],
                end=row["end"],
                source=HAND,
            )
        )
    return people


def resolve(people: Iterable[HandPerson], reference: Iterable[ReferencePerson]) -> dict[str, str]:
    """Return the Wikidata id of each person who is a politician of the reference, by key.

    A person is held where exactly one of that name served the same state, or a state unknown.
    """
    by_name: dict[str, dict[str, ReferencePerson]] = defaultdict(dict)
    for known in reference:
        for name in (known.name, *known.names):
            by_name[fold(name)][known.qid] = known
    found = {}
    for person in people:
        names = {fold(person.key), fold(person.name or person.key)}
        namesakes = {q: k for name in names for q, k in by_name[name].items()}
        if qid := _match(person, namesakes):
            found[person.key] = qid
    return found


def _match(person: HandPerson, namesakes: dict[str, ReferencePerson]) -> str:
    """Return the id of the one namesake that fits, or ""."""
    if person.id:
        return ""
    states = {p.country for p in person.positions if p.country} | {person.country} - {""}
    alive = {q: k for q, k in namesakes.items() if _same_birth(person, k.born)}
    fitting = [q for q, k in alive.items() if states & set(k.countries)]
    if not fitting:
        fitting = [q for q, k in alive.items() if not k.countries]
    return fitting[0] if len(fitting) == 1 else ""


def _same_birth(person: HandPerson, born: str) -> bool:
    """Tell whether two dates of birth may be one; an unknown one contradicts nothing."""
    return not (born and person.born) or born[:4] == person.born[:4]


def fold(name: str) -> str:
    """Return a name without case, diacritics and punctuation.

    Example:
        >>> fold("Recep Tayyip Erdoğan")
        'recep tayyip erdogan'
    """
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ł", "l"))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"[^\w\s]", " ", letters.replace("'", "").replace("’", "")).split())


def slug(name: str) -> str:
    """Return the local part of an ``enrich:`` id for a name.

    Example:
        >>> slug("Charles Michel")
        'charles-michel'
    """
    plain = fold(name).replace("ø", "o").replace("đ", "d").replace("æ", "ae")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _figure(row: dict[str, str]) -> HandPerson:
    """Build a person from a row of ``people_figures.csv``."""
    return HandPerson(
        key=row["person"],
        id=row["id"],
        name=row["name"],
        gender=row["gender"],
        country=row["country"],
        born=row["born"],
        died=row["died"],
        prominence=row["prominence"],
        description=row["description"],
        aliases=tuple(a.strip() for a in row["aliases"].split(";") if a.strip()),
        short=tuple(a.strip() for a in row["short"].split(";") if a.strip()),
    )
