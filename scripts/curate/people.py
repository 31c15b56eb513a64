"""Compile ``people.csv``, ``people_names.csv``, ``people_positions.csv`` and the name lists.

The bulk comes from the reference of politicians (Wikidata, 2023); what it lacks or holds out of
date is written by hand in ``edits/people_*.csv``:

    people_figures.csv          a row a person: name, dates, prominence, aliases
    people_offices.csv          a row a term in office
    people_titles.csv           titles of the reference whose meaning no rule finds
    people_country_names.csv    names of countries in the reference
    people_given_spellings.csv  transliterations of one given name
    people_bodies.csv           ids of the bodies served
    people_names.csv            names to add or remove, in the form of the other tables' edits
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from curate.former_ids import moved, shipped_ids, write_former_ids
from curate.people_hand import HandPerson, read_bodies, read_hand, slug
from curate.people_import import Holding, Importer
from curate.people_import_rows import imported_names, imported_positions, imported_row
from curate.people_match import Matches, closed_at, death_of, further_names, match_people
from curate.people_names import name_lists
from curate.people_rank import Successors, describe, leading, past, prominence
from curate.people_source import Countries, ReferencePerson, clean_date, iter_reference
from curate.people_spans import HAND, Position, birth_before, merge_positions
from curate.people_spelling import Spellings
from curate.people_titles import LEGISLATOR, Titles
from curate.tables import write_table

from gazetteer.sources.edits import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from curate.people_references import KnownPerson

__all__ = ["compile_tables"]

PEOPLE = (
    "id", "name", "gender", "country", "born", "died", "prominence", "description", "by_surname",
    "source",
)  # fmt: skip
NAMES = ("id", "name", "type", "source")
POSITIONS = ("id", "title", "country", "organisation", "start", "end", "source")
WIKIDATA = "wikidata"

SITTING = frozenset({LEGISLATOR, "senator", "member of the House of Representatives"})
ASSEMBLY = "member of the Parliamentary Assembly of the Council of Europe"
WIDE_NETS = frozenset({"FR", "RU", "UA", "GB"})
"""Countries whose legislators come by thousands: those with an English article only."""
FIRST_KNOWN = {
    "US": "1999-01-31", "GB": "1997-05-31", "RU": "2000-01-31", "UA": "1998-05-31",
    "IL": "1999-06-30", "FR": "1997-06-30", "IR": "2020-05-31", "AZ": "2015-12-31",
    "AM": "2007-12-31",
}  # fmt: skip
"""Until when a first seat in the reference may stand for one held before its records begin."""


@dataclass(slots=True)
class Person:
    """A person on the way into the tables.

    Attributes:
        told: The offices as the sources tell of them: an end that the reference does not know is
            not the day of death, though the office had ended by then.
    """

    id: str
    name: str
    countries: tuple[str, ...]
    positions: list[Position]
    known: ReferencePerson | None
    hand: HandPerson | None
    item: KnownPerson | None = None
    died: str = ""
    told: list[Position] = field(default_factory=list)

    @property
    def prominence(self) -> float:
        """How readily world news names the person, 0 to 1."""
        if self.hand and self.hand.prominence:
            return float(self.hand.prominence)
        return prominence(self.told, listed=self.known is None or self.known.listed)


def compile_tables(shared: Path, curated: Path) -> None:
    """Write the tables of people and of given names and surnames.

    Args:
        shared: Folder of the reference data.
        curated: Folder of the curated tables, with the hand edits in ``edits``.

    Raises:
        CuratedFactError: A hand edit contradicts the reference or a rule of the tables.
    """
    edits = curated / "edits"
    countries = Countries(shared, edits)
    reference = list(iter_reference(shared, countries))
    spellings, titles = Spellings(edits), Titles(edits, countries)
    shipped = shipped_ids(curated, "people.csv")
    matches = match_people(read_hand(edits), reference, spellings, countries, (shared, curated))
    people = list(_people(reference, matches, titles, edits))
    bodies = {curie: body for body, curie in read_bodies(edits).items()}
    holdings = {p.id.removeprefix(f"{WIKIDATA}:"): _holding(p) for p in people}
    importer = Importer(shared, curated, countries, titles, bodies)
    imported = importer.people(holdings)
    everybody = [*people, *imported]
    successors = Successors((one.id, term) for one in everybody for term in one.positions)
    rows = [*(_row(p, countries.names, bodies) for p in people), *map(imported_row, imported)]
    told = ((one.id, one.told if isinstance(one, Person) else one.positions) for one in everybody)
    for row, (holder, terms) in zip(rows, told, strict=True):
        row["description"] = successors.mend(holder, row["description"], terms)
    write_table(curated / "people.csv", PEOPLE, rows)
    names = list(_name_rows(people, spellings))
    names += imported_names(imported, importer.names_of_held(holdings), [*rows, *names])
    write_table(curated / "people_names.csv", NAMES, names)
    positions = [*_position_rows(people), *imported_positions(imported)]
    write_table(curated / "people_positions.csv", POSITIONS, positions)
    held = {row["id"] for row in rows}
    now = {f"enrich:{slug(key)}": _id(matches, key) for key in matches.keys}
    write_former_ids(curated, "person", moved(shipped, held, now), held)
    given, surnames = name_lists(reference, read_rows(edits / "people_common_words.csv"))
    write_table(curated / "given_names.csv", ("name", "gender", "count", "source"), given)
    write_table(curated / "surnames.csv", ("name", "count", "source"), surnames)


def _holding(person: Person) -> Holding:
    """Return what tells whether another is the same person."""
    unnumbered = not person.id.startswith(f"{WIKIDATA}:")
    facts = (person.name, person.prominence, _born(person), tuple(person.positions))
    return Holding(*facts, unnumbered=unnumbered)


def _people(
    reference: list[ReferencePerson], matches: Matches, titles: Titles, edits: Path
) -> Iterator[Person]:
    """Yield the people of the reference that matter, with the hand facts, then the others."""
    by_qid = {qid: matches.hand[key] for key, qid in matches.found.items()}
    bodies = read_bodies(edits)
    for known in reference:
        person = _known_person(known, by_qid.get(known.qid), titles, bodies)
        if person is not None:
            yield _buried(person, matches.known.get(known.qid))
    politicians = {known.qid for known in reference}
    for key, facts in matches.hand.items():
        qid = matches.found.get(key, "")
        if qid not in politicians:
            yield _buried(_hand_person(facts, _id(matches, key)), matches.known.get(qid))


def _id(matches: Matches, key: str) -> str:
    """Return the id of a person of the hand edits."""
    qid = matches.found.get(matches.keys[key])
    return f"wikidata:{qid}" if qid else f"enrich:{slug(matches.keys[key])}"


def _buried(person: Person, item: KnownPerson | None) -> Person:
    """Return a person with what the references hold, and with the offices ended by death."""
    born = (person.known.born if person.known else "") or (person.hand.born if person.hand else "")
    by_hand = person.hand.died if person.hand else ""
    died = by_hand or death_of(item, born, person.positions)
    closed = closed_at(died, person.positions)
    told = [now if p.source == HAND else p for p, now in zip(person.positions, closed, strict=True)]
    return replace(person, item=item, died=died, positions=closed, told=told)


def _known_person(
    known: ReferencePerson, hand: HandPerson | None, titles: Titles, bodies: dict[str, str]
) -> Person | None:
    """Return a person of the reference with their offices, or None where too few know them."""
    held = []
    for raw in known.positions:
        office = titles.office(raw.title, known)
        if office is not None:
            body = bodies.get(office.body, "")
            dates = (raw.start, raw.end)
            held.append(Position(office.title, office.country, body, *dates, WIKIDATA))
    merged = merge_positions([*held, *(hand.positions if hand else ())])
    if not hand and not _matters(known, merged):
        return None
    name = hand.name or hand.key if hand else known.name
    positions = [_without_false_start(p) for p in merged]
    own = (hand.country,) if hand and hand.country else ()
    countries = tuple(dict.fromkeys((*own, *known.countries)))
    return Person(f"wikidata:{known.qid}", name, countries, positions, known, hand)


def _hand_person(hand: HandPerson, curie: str) -> Person:
    """Return a person whom the reference of politicians does not hold."""
    served = dict.fromkeys(p.country for p in hand.positions if p.country)
    countries = (hand.country,) if hand.country else tuple(served)[:1]
    name = hand.name or hand.key
    positions = merge_positions(hand.positions)
    return Person(curie, name, countries, positions, None, hand)


def _matters(known: ReferencePerson, positions: list[Position]) -> bool:
    """Tell whether world news may name a person: an office, a national seat, an article."""
    if not any("a" <= letter.lower() <= "z" for letter in known.name):
        return False
    kinds = {_kind(p) for p in positions}
    if "office" in kinds:
        return True
    if " " not in known.name:  # "Ruslana" would be every Ruslana
        return False
    wide = bool(set(known.countries) & WIDE_NETS)
    if "seat" in kinds:
        return known.listed or not wide
    return "minor" in kinds and known.listed


def _kind(position: Position) -> str:
    """Return whether a position is an office, a national seat, a minor or a local one."""
    if position.title in SITTING:
        return "seat"
    if position.title == "member of the House of Lords" or position.title.startswith("ambassador"):
        return "minor"
    if position.title == ASSEMBLY:
        return "local"
    local = position.title.startswith("member of ") and position.country in {"US", "FR", "RU"}
    old = position.title.endswith((" state senator", " state representative"))
    return "local" if local or old else "office"


def _without_false_start(position: Position) -> Position:
    """Drop the start of a seat that may have been held before the reference's records begin."""
    limit = FIRST_KNOWN.get(position.country, "")
    if position.title in SITTING and position.source == WIKIDATA and position.start <= limit:
        return replace(position, start="")
    return position


def _row(person: Person, countries: dict[str, str], bodies: dict[str, str]) -> dict[str, str]:
    """Return the row of a person in ``people.csv``."""
    known, hand, item = person.known, person.hand, person.item
    best = leading(person.told)
    described = hand.description if hand and hand.description else ""
    office = describe(person.told, countries, bodies)
    country = person.countries[0] if person.countries else best.country if best else ""
    if best and best.country in person.countries and not (hand and hand.country):
        country = best.country
    return {
        "id": person.id,
        "name": person.name,
        "gender": next(filter(None, (facts.gender for facts in (hand, known, item) if facts)), ""),
        "country": country,
        "born": _born(person),
        "died": person.died,
        "prominence": f"{person.prominence:.2f}".rstrip("0").rstrip("."),
        "description": described or (past(office) if person.died else office),
        "by_surname": "yes",
        "source": WIKIDATA if person.id.startswith(f"{WIKIDATA}:") else HAND,
    }


def _born(person: Person) -> str:
    """Return the date of birth, unless nobody of that age came into one of the offices."""
    return birth_before(_told_birth(person), person.positions)


def _told_birth(person: Person) -> str:
    """Return the date of birth; that of other references where they agree on it."""
    told = (person.known.born if person.known else "") or (person.hand.born if person.hand else "")
    if told or not (person.hand and person.item) or len({d[:4] for d in person.item.born}) != 1:
        return told
    return clean_date(max(person.item.born, key=lambda date: (len(date), date)))


def _name_rows(people: Iterable[Person], spellings: Spellings) -> Iterator[dict[str, str]]:
    """Yield the further names of all people: by hand, those of the reference, and generated."""
    people = list(people)
    borne: dict[str, float] = {}
    for person in people:
        borne[person.name] = max(borne.get(person.name, 0.0), person.prominence)
    for person in people:
        seen = {person.name}
        for name, kind, source in _written_names(person):
            if name and name not in seen:
                seen.add(name)
                yield {"id": person.id, "name": name, "type": kind, "source": source}
        for name in _spelt_names(person, spellings):
            # "Donald Trump Jr." without "Jr." is somebody else
            if name not in seen and borne.get(name, 0.0) <= person.prominence:
                seen.add(name)
                yield {"id": person.id, "name": name, "type": "variant", "source": HAND}


def _written_names(person: Person) -> Iterator[tuple[str, str, str]]:
    """Yield name, type and source of the further names that somebody wrote down."""
    if person.hand:
        yield from ((n, "short", HAND) for n in person.hand.short)
        for name in (person.hand.key, *person.hand.aliases):
            yield name, "abbreviation" if name.isupper() else "variant", HAND
    if person.known:
        yield from ((n, "variant", WIKIDATA) for n in (person.known.name, *person.known.names))
    elif person.item:
        names = further_names(person.item, person.name)
        yield from ((n, "variant", WIKIDATA) for n in names)


def _spelt_names(person: Person, spellings: Spellings) -> Iterator[str]:
    """Yield the generated spellings of a person's name and of the reference's first two."""
    written = person.known.names[:2] if person.known else ()
    for name in dict.fromkeys((person.name, *written)):
        if any("a" <= letter.lower() <= "z" for letter in name):
            yield from spellings.variants(name, person.countries, person.prominence)


def _position_rows(people: Iterable[Person]) -> Iterator[dict[str, str]]:
    """Yield the rows of ``people_positions.csv``."""
    for person in people:
        for p in person.positions:
            cells = (person.id, p.title, p.country, p.organisation, p.start, p.end, p.source)
            yield dict(zip(POSITIONS, cells, strict=True))
