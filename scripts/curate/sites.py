"""Compile stadiums, castles, religious buildings, bridges and other famous buildings.

The reference (Wikidata by way of quiz cards, MIT) has names, sitelinks and, in words, the town: in
a cell of its own or in the description ("cathedral in Bruges, Belgium"). It has no coordinates, so
that a building stands at the point of its town and with its town's radius, which
``enrich.geography.precision`` reads as "settlement". One whose town is not certain is left out, and
so is one whose name others have or may have: ``_is_own_name``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote

from curate.facility import FacilityName, Site
from curate.fame import read_reference
from curate.references import read_city_divisions
from curate.words import common_words, is_usable_alias, strip_division_word

from gazetteer.names import fold
from gazetteer.sources.edits import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from curate.fame import Fame
    from curate.held_names import HeldNames
    from curate.references import City
    from curate.towns import Towns

__all__ = ["CLASSES", "iter_sites"]

TOPICS = (
    "stadiums-", "castles-and-palaces-", "religious-buildings-", "historic-landmarks-",
    "notable-buildings-and-structures-", "bridges-towers-and-skyscrapers-",
    "museums-and-historic-sites-",
)  # fmt: skip
CLASSES = (
    ("HSTS", "concentration camp", "concentration camp|extermination camp"),
    ("MSQE", "mosque", "mosque|masjid"),
    ("SYG", "synagogue", "synagogue"),
    ("MSTY", "monastery", "monastery|abbey|convent|priory|lavra"),
    ("CH", "cathedral", "cathedral|minster"),
    ("CH", "church", "church|basilica|chapel"),
    ("TMPL", "temple", "temple|pagoda|shrine|stupa"),
    ("LTHSE", "lighthouse", "lighthouse"),
    ("BDG", "bridge", "bridge|viaduct"),
    ("CSTL", "castle", "castle|fortress|fort|citadel|kremlin|alcázar|château"),
    ("PAL", "palace", "palace|residence|palazzo"),
    ("BLDG", "skyscraper", "skyscraper"),
    ("TOWR", "tower", "tower"),
    ("MNMT", "monument", "monument|memorial|triumphal arch|column"),
    ("BLDG", "building", "building"),
)
"""Feature code, the word for it, and what the description or the name says; the first counts."""
RELIGIOUS = frozenset({"MSQE", "SYG", "MSTY", "CH", "TMPL"})
NO_SITE = re.compile(
    r"\b(museum|gallery|former|destroyed|demolished|ancient|ruins?)\b", re.IGNORECASE
)
"""Museums are organisations here; what no longer stands is no place in the news."""
GENERIC = frozenset(
    """stadium arena park ground field stadion stadyum stadyumu estadio stade stadio stadionul
    olympic olimpico olimpic olimpiyskiy national nacional nazionale municipal comunale central
    city town memorial new old saint sainte san santa sao great grand royal church cathedral
    castle palace tower bridge mosque temple abbey chapel basilica monastery our lady mary john
    peter paul michael nicholas james george andrew joseph stephen trinity holy cross sports
    sport sportpark complex university the of and in de la le du des del di da do el al plaza
    center centre world trade building house hall one international stade cathedrale dom notre
    dame jama masjid friday ataturk youth labor labour workers railway army police independence
    revolution peace victory liberty freedom hotel bank america spirit sacred heart assumption
    annunciation ascension nativity virgin mother god christ saviour savior immaculate conception
    all saints transfiguration resurrection intercession dormition redeemer barbara anne anna
    catherine martin francis anthony clement lawrence luke mark matthew thomas bartholomew philip
    elijah gabriel demetrius family dinamo dynamo lokomotiv spartak""".split()
)
"""Words that tell no building from another of its kind."""
SURE = 25  # sitelinks from which a name of one word, or without a word for its kind, may stand
TWICE = 2  # how many times the sitelinks of its namesake the better known one must have
CITY_OF_ITS_NAME = 1_000_000  # inhabitants: "in Kyiv" and "in Vienna" are in the city
PEOPLE_PER_KM2 = 3000.0  # as in enrich.geography.places
AT = re.compile(r"\b(?:in|near|at) (?:the (?:city|town|centre|center) of )?(?P<where>[A-ZÀ-ž].*)$")
SOURCE = "wikidata"


def iter_sites(
    shared: Path, curated: Path, fame: Fame, held: HeldNames, towns: Towns
) -> Iterator[Site]:
    """Yield the buildings whose name is their own and whose town is certain.

    Args:
        shared: The folder of the reference data.
        curated: The folder of the curated tables.
        fame: What the references tell of fame.
        held: The names in use.
        towns: Where a town lies.
    """
    lands = _Lands(curated)
    clubs = _stadium_countries(shared, lands)
    table = shared / "sources/reference/wikitrivia_items.tsv.gz"
    cards = [
        row | {"label": " ".join(row["label"].split())}
        for row in read_reference(table)
        if _is_building(row)
    ]
    famous = _most_famous(cards)
    for card in cards:
        sort = _class_of(card)
        if sort is None or famous[fold(card["label"])] != card["qid"]:
            continue
        town = _town(card, lands, towns, clubs.get(card["qid"], ""))
        if town is not None and _is_own_name(card["label"], card, held):
            yield _site(card, sort, town, fame, held)


def _is_building(card: dict[str, str]) -> bool:
    return any(topic.startswith(TOPICS) for topic in card["topics"].split("|"))


def _class_of(card: dict[str, str]) -> tuple[str, str] | None:
    if "stadiums-" in card["topics"]:
        return "STDM", "stadium"
    if NO_SITE.search(card["description"]) and "concentration camp" not in card["description"]:
        return None
    said, named = card["description"], card["label"]
    religious = [sort for sort in CLASSES if sort[0] in RELIGIOUS]
    for text, classes in (
        (named, religious),
        (said, CLASSES[:-1]),
        (named, CLASSES[:-1]),
        (said, CLASSES),
    ):
        for feature, what, words in classes:
            if re.search(rf"\b(?:{words})s?\b", text, re.IGNORECASE):
                return feature, what
    return None


def _most_famous(cards: list[dict[str, str]]) -> dict[str, str]:
    """Return the item that each name means; "" where two are about as well known."""
    by_name: dict[str, dict[str, int]] = {}
    for card in cards:
        by_name.setdefault(fold(card["label"]), {})[card["qid"]] = int(card["sitelinks"] or 0)
    found = {}
    for name, links in by_name.items():
        ranked = sorted(links, key=lambda qid: (-links[qid], qid))
        alone = len(ranked) == 1 or links[ranked[0]] >= TWICE * links[ranked[1]]
        found[name] = ranked[0] if alone else ""
    return found


class _Lands:
    """Countries, and states of the United States, by their English names."""

    def __init__(self, curated: Path) -> None:
        self._countries = {"England": "GB", "Scotland": "GB", "Wales": "GB", "UK": "GB",
                           "Northern Ireland": "GB", "USA": "US", "US": "US"}  # fmt: skip
        codes = {}
        for row in read_table(curated / "countries.csv"):
            self._countries[row["name"]] = row["iso2"]
            codes[row["id"]] = row["iso2"]
        for row in read_table(curated / "area_names.csv"):
            if row["id"] in codes and row["language"] in {"", "en"}:
                self._countries.setdefault(row["name"], codes[row["id"]])
        self._codes = read_city_divisions()
        self._named: dict[tuple[str, str], set[str]] = {}
        for table in ("admin1", "admin2"):
            for row in read_table(curated / f"{table}.csv"):
                key = row["country"], fold(strip_division_word(row["name"]))
                self._named.setdefault(key, set()).add(row["code"])
        self._divisions = {
            (row["country"], fold(strip_division_word(row["name"])))
            for row in read_table(curated / "admin1.csv")
        }
        self._states = {
            row["name"]: row["code"].partition(".")[2]
            for row in read_table(curated / "admin1.csv")
            if row["country"] == "US"
        }

    def country(self, name: str) -> str:
        """Return the code of a country, or ""."""
        return self._countries.get(name.removeprefix("the ").strip(" ."), "")

    def is_wider(self, name: str, town: City) -> bool:
        """Tell whether a name may rather be that of the division around a smaller town."""
        divided = (town.country, fold(name)) in self._divisions
        return divided and town.population < CITY_OF_ITS_NAME

    def agree(self, names: list[str], town: City) -> bool:
        """Tell whether a town lies in each of the names that are of divisions of its country.

        "Castle in Kent, England" is not in the city of Leeds.
        """
        code = f"{self._codes.get(town.id, f'{town.country}.{town.admin1}')}."
        for name in names:
            codes = self._named.get((town.country, fold(strip_division_word(name))), set())
            if codes and not any(code.startswith(f"{one}.") for one in codes):
                return False
        return True

    def state(self, name: str) -> str:
        """Return the code of a state of the United States, or ""."""
        return self._states.get(name.strip(" ."), "")


def _stadium_countries(shared: Path, lands: _Lands) -> dict[str, str]:
    """Return the country of each stadium, which is that of all the clubs that play there."""
    found: dict[str, Counter[str]] = {}
    for row in read_reference(shared / "sources/reference/reep_football_clubs.tsv.gz"):
        if row["stadium"] and (code := lands.country(row["country"])):
            found.setdefault(row["stadium"], Counter())[code] += 1
    return {qid: next(iter(codes)) for qid, codes in found.items() if len(codes) == 1}


def _town(card: dict[str, str], lands: _Lands, towns: Towns, country: str) -> City | None:
    """Return the town that a card names, if only one can be meant and nothing contradicts it."""
    match = AT.search(card["description"])
    parts = [part.strip() for part in match["where"].split(",")] if match else []
    said = {code for part in parts if (code := lands.country(part))}
    state = next((code for part in parts if (code := lands.state(part))), "")
    if len(said) > 1 or (country and said and country not in said):
        return None
    countries = said or ({country} if country else {"US"} if state else set())
    names = [card["location"], *(part for part in parts[:1] if not lands.country(part))]
    for name in filter(None, names):
        town = towns.one(name, countries, state if countries == {"US"} else "")
        if town is not None and not lands.is_wider(name, town) and lands.agree(parts, town):
            return town
    return None


def _is_own_name(name: str, card: dict[str, str], held: HeldNames) -> bool:
    """Tell whether a name means this building and nothing else.

    It says the kind or is well known; it has a word that is not of every such building, or its
    town's; and no place, person or organisation bears it.
    """
    if not is_usable_alias(name) or held.is_other(name) or held.place(name) is not None:
        return False
    words = [word for word in fold(name).split() if word]
    kinds = "|".join(kind for _, _, kind in CLASSES) + "|stadi|arena|estadi|estádi|park|stade"
    says_kind = re.search(kinds, name, re.IGNORECASE) is not None
    if (len(words) == 1 or not says_kind) and int(card["sitelinks"] or 0) < SURE:
        return False
    common = GENERIC | common_words()
    return any(not {word, word.removesuffix("s")} & common and not word.isdigit() for word in words)


def _site(
    card: dict[str, str], sort: tuple[str, str], town: City, fame: Fame, held: HeldNames
) -> Site:
    feature, what = sort
    title = unquote(card["enwiki"]).replace("_", " ")
    names = [title] if title and fold(title) != fold(card["label"]) else []
    return Site(
        id=f"wikidata:{card['qid']}",
        name=card["label"],
        feature=feature,
        country=town.country,
        admin1=town.admin1,
        admin2=town.admin2,
        position=town.position,
        radius_km=max(1.0, math.sqrt(town.population / PEOPLE_PER_KM2 / math.pi)),
        prominence=fame.prominence(card["qid"]),
        wikidata="",
        what=what,
        town=town.name,
        names=tuple(
            FacilityName(name, "variant", "en") for name in names if _is_own_name(name, card, held)
        ),
        source=SOURCE,
    )
