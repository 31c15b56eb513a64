"""The names of an airport: what OurAirports writes in one cell, and what the news makes of it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from curate.airport_references import LARGE
from curate.facility import FacilityName
from curate.geometry import distance_km
from curate.references import City, read_cities, read_city_divisions, read_city_names
from curate.words import is_usable_alias

from gazetteer.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curate.airport_references import Airport
    from curate.geometry import LatLon
    from curate.held_names import HeldNames

__all__ = ["AirportNames", "Neighbours", "forms_of", "shown_name"]

AIRPORT = re.compile(
    r"air ?port|air ?field|air ?base|air force (base|station)|air station|aerodrome"
    r"|a[eé]roport|flug(hafen|platz)|aeropuerto|base a[eé]re?a|base aérienne"
    r"|аэропорт|аеропорт|аэродром|օդանավակայան|مطار|قاعدة",
    re.IGNORECASE,
)
INITIALS = re.compile(r"\b(AB|AFB|MCAS|NAS|RAF)\b")
WHOLE = re.compile(r"\b(Field|Sunport|Jetport|Airpark|Airstrip|Air Terminal|Base|Centre)\b")
END = re.compile(r" (International )?Airport$")
MIDDLE = re.compile(r"(?P<town>.+) Airport,? (?P<own>\w[\w'’. -]*)")
LANGUAGES = (
    ("de", r"flug(hafen|platz)"), ("fr", r"aéroport|base aérienne"), ("es", r"aeropuerto"),
    ("uk", r"аеропорт"), ("ru", r"аэропорт|аэродром"), ("ar", r"مطار|قاعدة"),
    ("hy", r"օդանավակայան"), ("en", r"airport|airfield|air ?base|air force|air station"),
)  # fmt: skip
GENERIC = frozenset(
    "international regional municipal city county national metropolitan new old north south east"
    " west island islands bay point harbour valley lake cay hill state airport domestic central"
    " executive capital intercontinental memorial field public district".split()
)
OBSCURE = 0.3  # a town of 10,000: the largest that "Heathrow" may be, too
DIVISION = 0.6  # a large first-level division: "Washington-Virginia" is no name of an airport
TOWN_KM = 60.0  # how far from its airport a town may lie
AT_TOWN_KM = 10.0  # how far one may lie that an airport bears the name of
LONGEST_TOWN = 4  # words
WITNESSES, WITNESS_KM = 3, 40.0


class Neighbours:
    """The settlements around an airport, as GeoNames has them."""

    def __init__(self) -> None:
        self._cities = read_cities()
        self._codes = read_city_divisions()
        self._named: dict[tuple[str, str], list[LatLon]] = defaultdict(list)
        self._near: dict[tuple[int, int], list[City]] = defaultdict(list)
        others = read_city_names()
        for city in self._cities:
            self._near[round(city.position[0]), round(city.position[1])].append(city)
            for name in {fold(name) for name in (city.name, *others.get(city.id, []))}:
                self._named[city.country, name].append(city.position)

    def has_town(self, name: str, airport: Airport, km: float = TOWN_KM) -> bool:
        """Tell whether a settlement of this name lies near enough to be the airport's town."""
        return any(
            distance_km(position, airport.position) <= km
            for position in self._named.get((airport.country, fold(name)), ())
        )

    def divisions(self, airport: Airport) -> tuple[str, str]:
        """Return the codes of the divisions that the nearest settlements agree on, or ""."""
        lat, lon = (round(degrees) for degrees in airport.position)
        close = sorted(
            (distance_km(city.position, airport.position), city.id, city)
            for y in (lat - 1, lat, lat + 1)
            for x in (lon - 1, lon, lon + 1)
            for city in self._near.get((y, x), ())
            if city.country == airport.country
        )[:WITNESSES]
        if not close or close[-1][0] > WITNESS_KM:
            return "", ""
        first = {city.admin1 for _, _, city in close}
        second = {self._codes.get(city.id, "").split(".")[-1] for _, _, city in close}
        admin1 = first.pop() if len(first) == 1 else ""
        return admin1, second.pop() if admin1 and len(second) == 1 else ""


def shown_name(airport: Airport) -> str:
    """Return the name shown: the first of a row's names that says what it is.

    "Montréal / Saint-Hubert Metropolitan Airport" is one name, "Clark International Airport / Clark
    Air Base" are two.
    """
    return _whole_names(airport)[0]


def _whole_names(airport: Airport) -> list[str]:
    plain = " ".join(re.sub(r"\(.*?\)", " ", airport.name).replace(" airport", " Airport").split())
    parts = [part.strip() for part in re.split(r" ?/ ?", plain)]
    if len(parts) == 1 or not all(AIRPORT.search(part) or WHOLE.search(part) for part in parts):
        parts = [" ".join(parts)]
    parts = [part.replace(", ", " ") for part in parts]
    said = AIRPORT.search(parts[0]) or INITIALS.search(parts[0]) or WHOLE.search(parts[0])
    return parts if said else [f"{parts[0]} Airport", *parts[1:]]


def forms_of(airport: Airport, neighbours: Neighbours) -> Iterator[FacilityName]:
    """Yield every further name that an airport may be given, usable or not, once each."""
    seen = {fold(shown_name(airport))}
    whole = _whole_names(airport)
    article = re.sub(r" \(.*\)$", "", airport.article.replace("/", " ")).replace(", ", " ")
    others = [article] if AIRPORT.search(article) else []
    said = [text for text in airport.keywords if AIRPORT.search(text)]
    for text in (*whole, *others, *said):
        form = re.sub("[\u200e\u200f]", "", text[0].upper() + text[1:]).strip()
        shorter = _shorter(form, airport, neighbours) if text not in said else ()
        for name, type_ in ((form, "variant"), *((short, "short") for short in shorter)):
            if fold(name) not in seen:
                seen.add(fold(name))
                yield FacilityName(name, type_, _language(name))


def _language(name: str) -> str:
    for code, words in LANGUAGES:
        if re.search(words, name, re.IGNORECASE):
            return code
    return "en"  # a part of an English name


def _shorter(name: str, airport: Airport, neighbours: Neighbours) -> list[str]:
    """Return a name without "International", without its town, and without both.

    "Chicago O'Hare International Airport" is "Chicago O'Hare" and "O'Hare Airport" to the news,
    "Oslo Airport Gardermoen" is "Oslo Airport", "Gardermoen Airport" and "Oslo Gardermoen".
    """
    if match := MIDDLE.fullmatch(name):
        town, own = match["town"], match["own"]
        if not neighbours.has_town(town, airport) and town != airport.town:
            return []
        return [f"{town} Airport", f"{own} Airport", f"{town} {own}", own]
    if not END.search(name):
        return []
    stem = END.sub("", name)
    own = _behind_town(stem, airport, neighbours)
    long = [f"{own} International Airport"] if name.endswith("International Airport") else []
    return [f"{stem} Airport", stem, *([*long, f"{own} Airport", own] if own else [])]


def _behind_town(name: str, airport: Airport, neighbours: Neighbours) -> str:
    """Return what stands behind the town in a name, "" if that tells no airport from another."""
    for match in reversed(list(re.finditer(r"[ –/-]+", name))[:LONGEST_TOWN]):
        town, own = name[: match.start()], name[match.end() :]
        if any(word not in GENERIC for word in re.split(r"[ –-]", own.casefold())) and (
            town == airport.town or neighbours.has_town(town, airport)
        ):
            return own
    return ""


class AirportNames:
    """Chooses the names of an airport that mean it and nothing else.

    Args:
        held: The names in use.
        neighbours: The settlements around.
        shared: Folded names that several airports have.
    """

    def __init__(self, held: HeldNames, neighbours: Neighbours, shared: frozenset[str]) -> None:
        self._held = held
        self._neighbours = neighbours
        self._shared = shared

    def names(self, airport: Airport) -> tuple[FacilityName, ...]:
        """Return the further names of an airport."""
        return tuple(
            form
            for form in forms_of(airport, self._neighbours)
            if fold(form.text) not in self._shared and self._is_usable(form.text, airport)
        )

    def _is_usable(self, text: str, airport: Airport) -> bool:
        """Tell whether a name says by itself that an airport is meant, or nothing else bears it.

        "London Heathrow" says it by the town before it. "Heathrow" says it alone, and is taken of
        large airports only, where another name has it without the town or it follows "Airport".
        """
        if not is_usable_alias(text) or '"' in text:
            return False
        own = _behind_town(END.sub("", text), airport, self._neighbours)
        if AIRPORT.search(text) or INITIALS.search(text):
            return not self._is_elsewhere(END.sub("", text), airport)
        if self._held.is_other(text):
            return False
        if own:
            return self._held.place(text) is None and (self._held.place(own) or 0.0) < DIVISION
        alone = airport.size == LARGE and " " not in text and text in self._alone(airport)
        return alone and (self._held.place(text) or 0.0) <= OBSCURE

    def _is_elsewhere(self, own: str, airport: Airport) -> bool:
        """Tell whether a part of a name is that of a place the airport does not lie at.

        "Tacoma Airport" is no name of Seattle–Tacoma, "Luton Airport" is one of London Luton.
        """
        known = (self._held.place(own) or 0.0) > OBSCURE
        away = not self._neighbours.has_town(own, airport, AT_TOWN_KM)
        return own in self._parts(airport) and known and away

    def _alone(self, airport: Airport) -> set[str]:
        """Return what names an airport by itself: "Heathrow", as it has a "Heathrow Airport"."""
        after = {m["own"] for name in _written(airport) if (m := MIDDLE.fullmatch(name))}
        return after | (self._parts(airport) & {END.sub("", airport.article)})

    def _parts(self, airport: Airport) -> set[str]:
        """Return what stands behind the town in the names of an airport."""
        stems = [END.sub("", name) for name in _written(airport)]
        return {_behind_town(stem, airport, self._neighbours) for stem in stems} - {""}


def _written(airport: Airport) -> list[str]:
    return [*_whole_names(airport), airport.article.replace(", ", " ")]
