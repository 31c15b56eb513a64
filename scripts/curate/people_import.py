"""Carry over the people that world news names from the references beside the first one.

`people_gate.py` says who comes in, `people_import_names.py` under which names; what is shown of
them is made of facts (`people_rank.describe`, `people_occupations.py`). Who stands in the tables
already gains names, and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from curate.fame import Fame, prominence_of
from curate.people_bearers import SHORTEST, Bearers
from curate.people_gate import Gate
from curate.people_import_names import (
    further_names,
    in_order,
    names_in_languages,
    shown_name,
)
from curate.people_import_source import Figure, Offices, read_figures, written_low
from curate.people_legislatures import Legislatures
from curate.people_match import closed_at
from curate.people_occupations import Nationalities, Occupations
from curate.people_rank import describe, leading, past, prominence
from curate.people_spans import birth_before, merge_positions
from curate.people_spelling import GENERATION, Spellings
from curate.references import read_city_dump

from gazetteer.names import fold, surname
from gazetteer.sources.edits import read_rows, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from curate.people_source import Countries
    from curate.people_spans import Position
    from curate.people_titles import Titles

__all__ = ["Holding", "Imported", "Importer"]

COMMON_WORDS = "enrich/mentions/data/common_words.txt"
WIKIDATA = "wikidata"
_BYNAME = re.compile(r" (?:the|of) |,")
SURNAME_ALONE = 0.5
"""Prominence from which on a surname that few bear means a person without the given name."""
AHEAD = 0.15
"""How far ahead in prominence of all others of the surname they must be."""
OUTSHONE = 0.3
"""So far behind a namesake in prominence nobody is meant by the name."""
COMMON_IN_TITLES = frozenset(
    """Bank Co-operatives Corporation Corporations Crown Department Endowment Endowments Green
    Leisure Lowlands Metropolitan Middle Mines News Ocean Oceans Palm Parks Plantation Railways
    Royal Rural Society University""".split()
)
"""Words of some places' names that titles of offices write in lower case: no reason for a
capital."""
BORNE_OFTEN = 20
"""People of a given name from whose gender that of another bearer is told."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A person who was carried over.

    Attributes:
        id: CURIE.
        name: The name to show.
        names: Further names, each with "variant" for a type in the table.
        gender: "male", "female" or "".
        country: ISO 3166-1 alpha-2, or "".
        born: ISO 8601, or "".
        died: Likewise.
        prominence: 0 to 1.
        description: In our own words, or "".
        positions: The offices held.
        by_surname: Whether the surname alone means them.
    """

    id: str
    name: str
    names: tuple[str, ...]
    gender: str
    country: str
    born: str
    died: str
    prominence: float
    description: str
    positions: tuple[Position, ...]
    by_surname: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """Who stands in the tables already: what tells whether another is the same.

    Attributes:
        name: The name shown.
        prominence: 0 to 1.
        born: ISO 8601, or "".
        positions: The offices held.
        unnumbered: Whether no reference has told which item of Wikidata they are.
    """

    name: str
    prominence: float
    born: str
    positions: tuple[Position, ...]
    unnumbered: bool = False


class Importer:
    """Reads the references once and decides on everybody in them.

    Args:
        shared: Folder of the reference data.
        curated: Folder of the curated tables.
        countries: Maps country names.
        titles: Reads offices.
        bodies: Names of bodies by CURIE.
    """

    def __init__(
        self,
        shared: Path,
        curated: Path,
        countries: Countries,
        titles: Titles,
        bodies: Mapping[str, str],
    ) -> None:
        edits = curated / "edits"
        self._countries, self._bodies = countries, bodies
        self._nationalities = Nationalities(shared, edits, countries)
        self._occupations = Occupations(edits, countries.names.values())
        self._fame = Fame(shared)
        self._spellings = Spellings(edits)
        self._latin, self._cyrillic = names_in_languages(shared)
        seats = Legislatures(countries, self._nationalities.adjectives)
        words = curated.parents[1] / COMMON_WORDS
        proper = self._nationalities.words | _words_of_places(shared, curated, words)
        offices = Offices(titles, seats, proper)
        self._figures = read_figures(shared, offices, self._nationalities, self._occupations)
        everybody = ((f.qid, name) for f in self._figures.values() if (name := shown_name(f)))
        self._bearers = Bearers(everybody, shared, curated, words)
        self._genders = {
            row["name"]: row["gender"]
            for row in read_rows(curated / "given_names.csv")
            if int(row["count"]) >= BORNE_OFTEN and row["gender"] != "both"
        }

    def people(self, held: Mapping[str, Holding]) -> list[Imported]:
        """Return the people who come in, the most prominent first.

        Args:
            held: Those in the tables, by Wikidata id or other key.
        """
        gate = Gate(self._bearers)
        found = []
        for figure in self._figures.values():
            if figure.qid in held:
                continue
            name, signs = shown_name(figure), self._fame.signs(figure.qid)
            if gate.admits(figure, name, signs, prominence_of(signs)):
                found.append(self._person(figure, name))
        found.sort(key=lambda person: (-person.prominence, person.id))
        return self._with_own_names(_without_doubles(found, held), held)

    def names_of_held(self, held: Mapping[str, Holding]) -> Iterator[tuple[str, str]]:
        """Yield Wikidata id and further name of those who stand in the tables.

        Args:
            held: Those in the tables, by Wikidata id or other key.
        """
        for qid, known in held.items():
            figure = self._figures.get(qid) or Figure(qid)
            written = (*figure.names, *self._latin.get(qid, ()))
            cyrillic = in_order(self._cyrillic.get(qid, ()), known.name)
            for further in (*further_names(known.name, written), *cyrillic):
                if not self._is_doubtful(further, known.prominence):
                    yield qid, further

    def _person(self, figure: Figure, name: str) -> Imported:
        """Return the row of a person and what belongs to it."""
        terms = (seat.position for seat in figure.seats)
        positions = merge_positions(term for term in terms if _in_life(term, figure.died))
        gender = figure.gender or self._genders.get(name.split(maxsplit=1)[0], "")
        country = self._country(figure, positions)
        fame = self._fame.prominence(figure.qid, died=figure.died)
        if positions:
            listed = self._fame.signs(figure.qid).article or bool(figure.title)
            fame = max(fame, prominence(positions, listed=listed))
        written = (figure.label, *figure.names, *self._latin.get(figure.qid, ()))
        return Imported(
            id=f"wikidata:{figure.qid}",
            name=name,
            names=(
                *further_names(name, written),
                *in_order(self._cyrillic.get(figure.qid, ()), name),
            ),
            gender=gender,
            country=country,
            born=birth_before(figure.born, positions),
            died=figure.died,
            prominence=fame,
            description=self._description(figure, positions, country, gender),
            positions=tuple(closed_at(figure.died, positions)),
        )

    def _country(self, figure: Figure, positions: list[Position]) -> str:
        """Return the country served in the best known office, else the one that is known."""
        best = leading(positions)
        if best and best.country:
            return best.country
        return self._nationalities.country(figure.states)

    def _description(
        self, figure: Figure, positions: list[Position], country: str, gender: str
    ) -> str:
        """Return the office, else the nationality and the occupation, in a few words."""
        if office := describe(positions, self._countries.names, self._bodies):
            return past(office) if figure.dead else office
        doing = self._occupations.shown(figure.occupations, figure.known_for, gender)
        return f"{self._nationalities.adjective(country)} {doing}".strip() if doing else ""

    def _with_own_names(
        self, people: list[Imported], held: Mapping[str, Holding]
    ) -> list[Imported]:
        """Return the people with those further names that lead to nobody better known."""
        borne: dict[str, float] = {}
        families: dict[str, list[float]] = {}
        for known in (*held.values(), *people):
            key = fold(known.name)
            borne[key] = max(borne.get(key, 0.0), known.prominence)
            families.setdefault(_last(key), []).append(known.prominence)
        second = {family: sorted([0.0, *known])[-2] for family, known in families.items()}
        return [self._named(person, borne, second) for person in people]

    def _named(
        self, person: Imported, borne: Mapping[str, float], second: Mapping[str, float]
    ) -> Imported:
        """Return a person with the names that are theirs, the generated spellings among them."""
        spelt = self._spellings.variants(person.name, (person.country,), person.prominence)
        kept = []
        seen = {fold(person.name)}
        for name in (*person.names, *spelt):
            key = fold(name)
            fits = key not in seen and borne.get(key, 0.0) < person.prominence
            if fits and not self._is_doubtful(name, person.prominence):
                seen.add(key)
                kept.append(name)
        return replace(person, names=tuple(kept), by_surname=self._is_known_by(person, second))

    def _is_known_by(self, person: Imported, second: Mapping[str, float]) -> bool:
        """Tell whether the surname alone means a person: none of it is nearly as prominent."""
        family = surname(person.name, person.country or None)
        given = person.name.split(maxsplit=1)[0]
        if not family or _BYNAME.search(person.name) or not self._bearers.is_given_name(given):
            return False  # "Gregory of Nazianzus", "Daddy Yankee"
        if not self._bearers.is_telling_surname(family):
            return False
        ahead = person.prominence - second.get(_last(family), 0.0)
        return person.prominence >= SURNAME_ALONE and ahead >= AHEAD

    def _is_doubtful(self, name: str, fame: float) -> bool:
        """Tell whether a further name is more likely somebody else's, or something else's."""
        whole = [word for word in fold(GENERATION.sub("", name)).split() if len(word) > 1]
        if len(whole) < len(("given name", "surname")) or self._bearers.is_claimed(name):
            return True
        return fame < self._bearers.least_fame(name)


def _without_doubles(people: list[Imported], held: Mapping[str, Holding]) -> list[Imported]:
    """Return the people who are nobody held already, nor lost behind a namesake.

    Args:
        people: Who may come in, the most prominent first.
        held: Those in the tables.
    """
    namesakes: dict[str, list[Holding | Imported]] = {}
    for known in held.values():
        namesakes.setdefault(fold(known.name), []).append(known)
    kept = []
    for person in people:
        others = namesakes.setdefault(fold(person.name), [])
        lost = any(other.prominence - person.prominence >= OUTSHONE for other in others)
        if not lost and not any(_is_same(person, other) for other in others):
            others.append(person)
            kept.append(person)
    return kept


def _is_same(one: Imported, other: Holding | Imported) -> bool:
    """Tell whether two of one name are one person, twice in Wikidata: a birthday, an office."""
    if len(one.born) == len("1952-02-15") and one.born == other.born:
        return True
    if isinstance(other, Holding) and other.unnumbered:
        return True  # one of the name who has an id would stand beside one who has none
    terms = {(p.title, p.country, p.start[:4]) for p in one.positions if p.start}
    return bool(terms & {(p.title, p.country, p.start[:4]) for p in other.positions})


def _in_life(term: Position, died: str) -> bool:
    """Tell whether a term began before death; where it did not, its holder is somebody else."""
    exact = min(len(term.start), len(died))
    return not exact or term.start[:exact] <= died[:exact]


def _last(name: str) -> str:
    """Return the key of the last word of a name."""
    return fold(name).rpartition(" ")[2]


def _words_of_places(shared: Path, curated: Path, common_words: Path) -> frozenset[str]:
    """Return the words of divisions and cities that no title of an office writes in lower case."""
    common = set(common_words.read_text(encoding="utf-8").splitlines()) | written_low(shared)
    dump = read_city_dump(shared / "sources/geonames/cities15000.txt.gz")
    rows = (row["name"] for row in read_table(curated / "admin1.csv"))
    names = (*rows, *(city.name for city in dump))
    words = {word for name in names for word in name.split() if word[:1].isupper()}
    words -= COMMON_IN_TITLES
    return frozenset(word for word in words if len(word) >= SHORTEST and fold(word) not in common)
