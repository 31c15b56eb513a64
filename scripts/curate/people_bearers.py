"""How sure a name of a person is: who else bears it, how common it is, what else it means."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from curate.fame import read_reference
from curate.people_spelling import GENERATION
from curate.references import read_city_dump

from gazetteer.names import fold
from gazetteer.sources.edits import read_rows, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["SHORTEST", "Bearers"]

COMMON, RARER = 1.0, 0.2
"""How many people of a given name and a surname the references would hold by chance alone."""
COMMON_FAME, RARER_FAME = 0.45, 0.25
"""The fame that such a name needs."""
TOLD_APART = 20
"""Of as many people of a given name and surname, a middle name or a "Jr." tells one."""
BORNE_BY_FEW = 40
"""People of a surname, of the 300,000 of the references, up to which it may mean one of them."""
GIVEN_TO_FEW = 2
"""People with a surname for a given name, up to which it is none."""
SHORTEST = 4
"""Letters of a name of one word."""
_AREAS = ("countries.csv", "admin1.csv", "admin2.csv", "regions.csv", "places.csv")
_AREA_NAMES = ("area_names.csv", "region_names.csv", "place_names.csv")


class Bearers:
    """The names of all people of the references, and of all else that the tables know.

    Args:
        people: Pairs of a Wikidata id and a full name, of everybody.
        shared: Folder of the reference data.
        curated: Folder of the curated tables.
        common_words: English words that are no names as a rule, one a line.
    """

    def __init__(
        self, people: Iterable[tuple[str, str]], shared: Path, curated: Path, common_words: Path
    ) -> None:
        self._given: Counter[str] = Counter()
        self._family: Counter[str] = Counter()
        self._bearers: dict[str, set[str]] = {}
        for qid, name in people:
            words = fold(name).split()
            if len(words) > 1:
                self._given[words[0]] += 1
                self._family[words[-1]] += 1
                self._bearers.setdefault(" ".join(words), set()).add(qid)
        self._total = max(1, self._given.total())
        self._claimed = _places(shared, curated) | _organisations(shared)
        lines = common_words.read_text(encoding="utf-8").splitlines()
        self._words = {line for line in lines if not line.startswith("#")}
        self._names: set[str] = set()
        for table in ("given_names.csv", "surnames.csv"):
            self._names |= {fold(row["name"]) for row in read_rows(curated / table)}

    def is_given_name(self, word: str) -> bool:
        """Tell whether at least two people have this first name."""
        return self._given[fold(word)] > 1

    def is_claimed(self, name: str) -> bool:
        """Tell whether a place or an organisation has this name."""
        return fold(name) in self._claimed

    def is_shared(self, name: str, qid: str) -> bool:
        """Tell whether somebody else has this name."""
        return bool(self._bearers.get(fold(name), set()) - {qid})

    def least_fame(self, name: str) -> float:
        """Return the fame that a name needs, by how many there must be who bear it.

        A given name and a surname fall together as often as their shares say: "John Smith" is
        many people, whoever of them has an article.
        """
        words = fold(GENERATION.sub("", name)).split()
        told_apart = TOLD_APART ** (len(fold(name).split()) - len(words) + len(words[1:-1]))
        by_chance = self._given[words[0]] * self._family[words[-1]] / self._total / told_apart
        if by_chance >= COMMON:
            return COMMON_FAME
        return RARER_FAME if by_chance >= RARER else 0.0

    def is_free_word(self, name: str) -> bool:
        """Tell whether one word is a name that means nothing else: no word, place or surname."""
        key = fold(name)
        free = not any(key in known for known in (self._words, self._names, self._claimed))
        few = self._given[key] + self._family[key]
        return free and len(key) >= SHORTEST and few <= 1 and " " not in key

    def is_telling_surname(self, family: str) -> bool:
        """Tell whether a surname is borne by few, and is no word, place, firm or given name."""
        key = fold(family)
        last = key.split()[-1] if key else ""
        free = key not in self._words and key not in self._claimed and len(key) >= SHORTEST
        return free and self._family[last] <= BORNE_BY_FEW and self._given[key] <= GIVEN_TO_FEW


def _places(shared: Path, curated: Path) -> set[str]:
    """Return the keys of the names of all places that the tables or the extract of cities hold."""
    keys = {fold(row["name"]) for table in _AREAS for row in read_table(curated / table)}
    keys |= {fold(row["name"]) for table in _AREA_NAMES for row in read_table(curated / table)}
    for file in ("cities15000.txt.gz", "cities5000.txt.gz"):
        dump = read_city_dump(shared / "sources/geonames" / file)
        keys |= {fold(city.name) for city in dump}
    return keys


def _organisations(shared: Path) -> set[str]:
    """Return the keys of the names of the organisations and brands of the references."""
    folder = shared / "sources/reference"
    keys = {fold(row["label"]) for row in read_reference(folder / "organisations_wikidata.tsv.gz")}
    return keys | {fold(row["name"]) for row in read_reference(folder / "brands_operators.tsv.gz")}
