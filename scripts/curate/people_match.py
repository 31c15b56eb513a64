"""Which items of the references the people of the hand edits are, and what the items add to them.

An id that a hand edit gives goes first, then what the signs tell (``people_signs``), then the one
politician of that name who served the same state.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from curate.people_hand import NEW, HandPerson, fold, resolve
from curate.people_references import gather, states_by_word
from curate.people_signs import Fit, choose, fit

from gazetteer.errors import CuratedFactError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from curate.people_references import KnownPerson
    from curate.people_source import Countries, ReferencePerson
    from curate.people_spans import Position
    from curate.people_spelling import Spellings

__all__ = ["Matches", "closed_at", "death_of", "match_people"]

VARIED = 0.5
"""People of this prominence have their names spelt in as many ways as anybody's."""
YEAR = len("2000")


@dataclass(slots=True)
class Matches:
    """The people of the hand edits and the items that they are.

    Attributes:
        hand: By key; those that are one person are one, under the first key.
        found: Wikidata id by key, of those whom a reference holds.
        keys: The key that a person goes under now, by every key of the edits.
        known: What the references hold, by Wikidata id, of those found and of all politicians.
        reasons: How many were found, and why the others were not.
    """

    hand: dict[str, HandPerson]
    found: dict[str, str]
    keys: dict[str, str]
    known: Mapping[str, KnownPerson]
    reasons: Counter[str] = field(default_factory=Counter)


def match_people(
    hand: Mapping[str, HandPerson],
    reference: Sequence[ReferencePerson],
    spellings: Spellings,
    countries: Countries,
    folders: tuple[Path, Path],
) -> Matches:
    """Find who of the hand edits is in a reference.

    Args:
        hand: The people by key.
        reference: The politicians.
        spellings: Varies names.
        countries: Maps names of countries to codes.
        folders: That of the reference data, and that of the curated tables.

    Raises:
        CuratedFactError: An id given by hand is in no reference under that name.
    """
    shared, curated = folders
    names = {key: _names(person, spellings) for key, person in hand.items()}
    wanted = set().union(*(shown | aliases for shown, aliases in names.values()))
    known = gather(shared, countries, wanted, {person.qid for person in reference})
    states = states_by_word(curated, countries)
    by_name: dict[str, set[str]] = defaultdict(set)
    for qid, item in known.items():
        for name in item.names:
            by_name[fold(name)].add(qid)
    politicians = {person.qid for person in reference}
    given = resolve(hand.values(), reference)
    matches = Matches({}, {}, {}, known)
    for key, person in hand.items():
        shown, aliases = names[key]
        bearers = sorted(set().union(*(by_name[name] for name in shown | aliases)))
        if person.id == NEW:
            bearers = [qid for qid in bearers if qid not in politicians]
        best, reason = choose([fit(person, known[qid], shown, states) for qid in bearers])
        qid = _decided(person, best, given.get(key, ""), bearers)
        matches.reasons["found" if qid else reason] += 1
        _take(matches, key, person, qid)
    return matches


def death_of(known: KnownPerson | None, born: str, positions: Sequence[Position]) -> str:
    """Return the day on which a person died as the references have it, "" where unknown.

    Nothing is taken from an item that was born in another year, that is said to have died in
    different years, or that took an office afterwards.
    """
    if known is None or not known.died:
        return ""
    years = {date[:YEAR] for date in known.died}
    births = {date[:YEAR] for date in known.born}
    died = max(known.died, key=lambda date: (len(date), known.died[date]))
    other = bool(born and births and born[:YEAR] not in births)
    later = any(p.start > died[: len(p.start)] for p in positions if p.start)
    return "" if len(years) > 1 or other or later or (born and born[:YEAR] >= died[:YEAR]) else died


def closed_at(died: str, positions: Sequence[Position]) -> list[Position]:
    """Return the offices of a person, none of them held after death."""
    if not died:
        return list(positions)
    return [p if p.end and p.end <= died else replace(p, end=_last(p, died)) for p in positions]


def _last(position: Position, died: str) -> str:
    """Return the end of an office that is open, or is said to have lasted beyond death."""
    end = position.end
    return end if end and end[: len(died)] <= died[: len(end)] else died


def _names(person: HandPerson, spellings: Spellings) -> tuple[set[str], set[str]]:
    """Return the names that a person is shown with, in their spellings, and the aliases."""
    states = [c for c in (person.country, *(p.country for p in person.positions)) if c]
    shown = {person.key, person.name or person.key}
    shown |= {s for name in tuple(shown) for s in spellings.variants(name, states, VARIED)}
    aliases = {*person.aliases}
    aliases |= {s for name in person.aliases for s in spellings.variants(name, states, VARIED)}
    return {fold(name) for name in shown}, {fold(name) for name in aliases}


def _decided(person: HandPerson, best: Fit | None, politician: str, bearers: list[str]) -> str:
    if person.id and person.id != NEW:
        if person.id not in bearers:
            raise CuratedFactError(f"{person.key}: no reference has {person.id} of that name")
        return person.id
    return best.known.qid if best else politician


def _take(matches: Matches, key: str, person: HandPerson, qid: str) -> None:
    """Add a person; one whose item another has is the same, written twice."""
    twin = next((k for k, q in matches.found.items() if q == qid), "") if qid else ""
    matches.keys[key] = twin or key
    if twin:
        matches.hand[twin] = _joined(matches.hand[twin], person)
        return
    matches.hand[key] = person
    if qid:
        matches.found[key] = qid


def _joined(one: HandPerson, other: HandPerson) -> HandPerson:
    """Return one person for two rows of the edits; the first one's facts go first."""
    texts = ("gender", "country", "born", "died", "prominence", "description")
    filled = {name: getattr(one, name) or getattr(other, name) for name in texts}
    names = dict.fromkeys((*one.aliases, other.name or other.key, other.key, *other.aliases))
    return replace(
        one,
        **filled,
        aliases=tuple(names),
        short=tuple(dict.fromkeys((*one.short, *other.short))),
        positions=[*one.positions, *other.positions],
    )


def further_names(known: KnownPerson, shown: str) -> Iterator[str]:
    """Yield the names of an item that are surely names of the person shown.

    Labels and titles of articles, and of the aliases those of two to four words in Latin letters
    that end in the surname: no surname alone, no epithet.
    """
    surname = fold(shown).split()[-1]
    for name in known.names:
        words = fold(name).split()
        written = name[:1].isupper() and name.split()[-1][:1].isupper() and not name.isupper()
        if not 2 <= len(words) <= 4 or not written or {*name} & {*",%()|"}:
            continue
        if fold(name) in known.labels or (words[-1] == surname and words[0] not in STYLES):
            yield name


STYLES = frozenset(
    """president chancellor premier prime minister senator governor king queen prince princess
    sheikh sir dame lord lady baron general colonel pope saint st mr mrs dr comrade first vice
    emperor emir sultan ayatollah imam cardinal bishop archbishop justice judge mayor""".split()
)
