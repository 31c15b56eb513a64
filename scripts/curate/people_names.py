"""Lists of given names and surnames, counted over all people of the reference."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from curate.people_spelling import GENERATION, NICKNAME, PEER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from curate.people_source import ReferencePerson
    from curate.tables import Row

__all__ = ["name_lists"]

SURNAME_FIRST = frozenset("CN TW HK KR KP VN KH HU".split())
WORD = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ɏḀ-ỿ][a-zà-öø-ÿ\u0100-\u024f\u1e00-\u1eff’'A-Z]+(?:-\w+)*")
TITLES = frozenset(
    """Sir Lord Lady Baron Baroness Prince Princess Sheikh Sheikha King Queen Emperor Pope Dr Count
    Earl Viscount Duke Saint General Colonel Captain Reverend Bishop Hadji Haji Ayatollah""".split()
)
PARTICLES = frozenset("Al El De Da Di Du Van Von Der Bin Ibn Ben Abu Mac Saint St La Le".split())
BOTH = 0.12
"""From this share of the rarer gender on, a given name counts as borne by both."""
SURE = 0.9
SURNAME_TWICE = 2


def name_lists(
    people: Iterable[ReferencePerson], common_words: Sequence[Row]
) -> tuple[list[Row], list[Row]]:
    """Return the rows of ``given_names.csv`` and of ``surnames.csv``.

    Args:
        people: All people of the reference.
        common_words: Rows ``word``, ``given_from``, ``surname_from``: English words and place
            names that count as a name only when at least that many bear it; 0 for never.
    """
    given: dict[str, Counter[str]] = defaultdict(Counter)
    surnames: Counter[str] = Counter()
    for person in people:
        for name, count in _plain_names(person):
            words = name.split()
            if not set(person.countries) & SURNAME_FIRST and _is_name(words[0]):
                given[words[0]][person.gender] += count
            if _is_name(words[-1]) and words[-1] not in PARTICLES:
                surnames[words[-1]] += count
    least_given = {row["word"]: int(row["given_from"]) for row in common_words}
    least_surname = {row["word"]: int(row["surname_from"]) for row in common_words}
    return (
        [
            {"name": n, "gender": _gender(c), "count": str(c.total()), "source": "wikidata"}
            for n, c in given.items()
            if _often(c.total(), least_given.get(n, 1))
        ],
        [
            {"name": n, "count": str(c), "source": "wikidata"}
            for n, c in surnames.items()
            if c >= SURNAME_TWICE and _often(c, least_surname.get(n, 1))
        ],
    )


def _plain_names(person: ReferencePerson) -> Iterator[tuple[str, int]]:
    """Yield the name of a person as given name and surname, and how often to count it: once."""
    name = person.name
    if peer := PEER.match(name):
        name = peer["name"]
    name = GENERATION.sub("", NICKNAME.sub(" ", name))
    words = [w for w in name.split() if w not in TITLES]
    if len(words) > 1 and "," not in name:
        yield " ".join(words), 1


def _is_name(word: str) -> bool:
    """Tell whether a word may be a name: capitalised Latin letters, no initial."""
    return bool(WORD.fullmatch(word)) and not word.isupper() and word not in PARTICLES


def _often(count: int, least: int) -> bool:
    """Tell whether a word is borne often enough; a least of 0 means never."""
    return least > 0 and count >= least


def _gender(counts: Counter[str]) -> str:
    """Return the gender of a given name: "male", "female" or "both"; "both" where unknown."""
    male, female = counts["male"], counts["female"]
    known = male + female
    if not known or min(male, female) / known >= BOTH:
        return "both"
    return "male" if male > female else "female"
