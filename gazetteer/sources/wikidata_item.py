"""One line of a Wikidata dump as a draft: what a row needs, other items still named by number.

A draft is what a worker sends back and what the spill holds: a plain dictionary whose keys are
documented in ``Draft``. What it refers to (classes, countries, areas, offices) is looked up when
the whole dump has been read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, NotRequired, TypedDict

from gazetteer.language_tags import primary_language
from gazetteer.model import NameType
from gazetteer.sources.options import BuildOptions

Json = Any
"""Whatever a line of a dump may hold."""

_EARTH: Final = 2
_GREGORIAN: Final = "Q1985727"
_POSITION: Final = 4164871
_LONGEST: Final = 1000  # code points; Wikidata allows 250 of a label, and no name has more
_LARGEST: Final = (1 << 32) - 1  # class graphs keep numbers in four bytes
_QID: Final = re.compile(r"Q([1-9]\d{0,9})", re.ASCII)
_TIME: Final = re.compile(r"\+(\d{4})-(\d\d)-(\d\d)T", re.ASCII)
_GEONAMES: Final = re.compile(r"[1-9]\d{0,11}", re.ASCII)
_WOF: Final = re.compile(r"[1-9]\d{0,15}", re.ASCII)
_ISO: Final = re.compile(r"[A-Z]{2}", re.ASCII)
_FEATURE: Final = re.compile(r"[AHLPRSTUV]\.[A-Z0-9]{2,5}", re.ASCII)
_INITIALS: Final = re.compile(r"[^\W\d_a-z](?:\.?[^\W\d_a-z]|\.? ?& ?|\d){1,7}\.?")
_WORD: Final = re.compile(r"\w")
_NO_WIKIPEDIA: Final = frozenset({
    "commonswiki", "specieswiki", "metawiki", "mediawikiwiki", "wikidatawiki", "sourceswiki",
    "wikimaniawiki", "incubatorwiki", "outreachwiki", "wikifunctionswiki", "foundationwiki",
})  # fmt: skip
_SHOWN: Final = ("en", "mul", "de", "fr", "es", "it", "pt", "nl")

NameDraft = tuple[str, str, str | None, bool, str | None, str | None]
"""Text, type, language, preferred, first and last date."""


class OfficeDraft(TypedDict):
    """An office that a person held: its number, dates, and the numbers it is said to be of."""

    office: int
    start: str | None
    end: str | None
    of: list[int]


class Draft(TypedDict):
    """What is kept of an item; all numbers are of Q ids.

    ``places`` are the areas around it (P131), ``of`` the jurisdictions of an office (P1001),
    ``countries`` states (P17) or citizenships (P27), ``valid`` life or existence;
    ``occupations`` (P106) stand in for a description that is missing.
    """

    id: int
    classes: list[int]
    sitelinks: int
    name: str
    names: NotRequired[list[NameDraft]]
    description: NotRequired[str]
    countries: NotRequired[list[int]]
    citizen: NotRequired[list[int]]
    occupations: NotRequired[list[int]]
    places: NotRequired[list[int]]
    of: NotRequired[list[int]]
    seats: NotRequired[list[int]]
    seat_point: NotRequired[tuple[float, float]]
    point: NotRequired[tuple[float, float]]
    is_class: NotRequired[bool]
    elsewhere: NotRequired[bool]
    bad_point: NotRequired[bool]
    population: NotRequired[int]
    geonames: NotRequired[int]
    wof: NotRequired[list[str]]
    iso: NotRequired[str]
    life: NotRequired[tuple[str | None, str | None]]
    valid: NotRequired[tuple[str | None, str | None]]
    offices: NotRequired[list[OfficeDraft]]


def number_of(curie: object) -> int | None:
    """Return the number of a Q id, or None where it is none.

    Example:
        >>> number_of("Q1953"), number_of("P31")
        (1953, None)
    """
    match = _QID.fullmatch(curie) if isinstance(curie, str) else None
    number = int(match[1]) if match else 0
    return number if 0 < number <= _LARGEST else None


def draft_item(item: Mapping[str, Json], number: int, options: BuildOptions) -> Draft | None:
    """Return what a row needs of an item and its number, or None where it cannot become one.

    Items with fewer Wikipedia articles than asked for are kept where others may refer to them
    as an office.
    """
    claims = _mapping(item.get("claims"))
    classes = _items(_current(claims, "P31"))
    sitelinks = _count_sitelinks(item.get("sitelinks"))
    is_office = "P279" in claims or "P1001" in claims or _POSITION in classes
    if not is_office and (not classes or sitelinks < options.min_sitelinks):
        return None
    draft = Draft(
        id=number, classes=classes, sitelinks=sitelinks, name=_shown(_mapping(item.get("labels")))
    )
    facts: dict[str, Json] = {
        "names": list(_iter_names(item, claims, options)),
        "description": _text(_mapping(_mapping(item.get("descriptions")).get("en")).get("value")),
        "citizen": _items(_current(claims, "P27")),
        "countries": _items(_current(claims, "P17")),
        "places": _items(_current(claims, "P131")),
        "of": _items(_current(claims, "P1001")),
        "is_class": "P279" in claims,
        "population": _population(claims),
        "geonames": next((int(v) for v in _identifiers(claims, "P1566", _GEONAMES)), None),
        "wof": list(_identifiers(claims, "P6766", _WOF)),
        "life": _span(claims, "P569", "P570"),
        "valid": _span(claims, "P571", "P576"),
        "offices": list(_iter_offices(claims)),
        "iso": None if "P576" in claims else next(_identifiers(claims, "P297", _ISO), None),
    } | _where(claims)
    if not facts["description"]:
        facts["occupations"] = _items(_current(claims, "P106"))
    draft.update({key: value for key, value in facts.items() if value})  # type: ignore[typeddict-item]
    return draft


def superclasses(item: Mapping[str, Json]) -> list[int]:
    """Return the classes that an item is a subclass of."""
    return _items(_statements(_mapping(item.get("claims")), "P279"))


def feature_of(item: Mapping[str, Json]) -> str | None:
    """Return the GeoNames feature of a class, as "S.AIRP": the first that Wikidata gives."""
    return next(_identifiers(_mapping(item.get("claims")), "P2452", _FEATURE), None)


def _mapping(value: Json) -> Mapping[str, Json]:
    """PHP writes an empty mapping as an empty list."""
    return value if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _text(value: Json) -> str:
    return " ".join(value[:_LONGEST].split()) if isinstance(value, str) else ""


def _accepted(claims: Mapping[str, Json], prop: str) -> list[Mapping[str, Json]]:
    """Return the statements that are not deprecated."""
    found = _list(claims.get(prop))
    return [s for s in found if isinstance(s, dict) and s.get("rank") != "deprecated"]


def _statements(claims: Mapping[str, Json], prop: str) -> list[Mapping[str, Json]]:
    """Return the best statements: the preferred ones if there are any, never deprecated ones."""
    found = _accepted(claims, prop)
    return [s for s in found if s.get("rank") == "preferred"] or found


def _current(claims: Mapping[str, Json], prop: str) -> list[Mapping[str, Json]]:
    """Return the best statements without an end; where all have ended, all of them."""
    found = _statements(claims, prop)
    return [s for s in found if "P582" not in _mapping(s.get("qualifiers"))] or found


def _value(snak: Json) -> Json:
    return _mapping(_mapping(snak).get("datavalue")).get("value")


def _main(statement: Mapping[str, Json]) -> Json:
    return _value(statement.get("mainsnak"))


def _item_number(value: Json) -> int | None:
    """Dumps before 2017 have no "id" in a value."""
    value = _mapping(value)
    number = value.get("numeric-id")
    if isinstance(number, int) and not isinstance(number, bool) and "id" not in value:
        return number if 0 < number <= _LARGEST else None
    return number_of(value.get("id"))


def _items(statements: Iterable[Mapping[str, Json]]) -> list[int]:
    numbers = (_item_number(_main(statement)) for statement in statements)
    return list(dict.fromkeys(number for number in numbers if number))


def _qualified(statement: Mapping[str, Json], prop: str) -> list[Json]:
    """Return the values of a qualifier."""
    return [_value(s) for s in _list(_mapping(statement.get("qualifiers")).get(prop))]


def _identifiers(claims: Mapping[str, Json], prop: str, form: re.Pattern[str]) -> Iterator[str]:
    for statement in _statements(claims, prop):
        value = _main(statement)
        if isinstance(value, str) and form.fullmatch(value):
            yield value


def _count_sitelinks(sitelinks: Json) -> int:
    return sum(s.endswith("wiki") and s not in _NO_WIKIPEDIA for s in _mapping(sitelinks))


def _shown(labels: Mapping[str, Json]) -> str:
    """Return the English label, else one of a language that many read, else any."""
    for language in (*_SHOWN, *labels):
        if text := _text(_mapping(labels.get(language)).get("value")):
            return text
    return ""


def _iter_names(
    item: Mapping[str, Json], claims: Mapping[str, Json], options: BuildOptions
) -> Iterator[NameDraft]:
    """Yield each text once, as the first of the languages that share it names it."""
    seen: set[str] = set()
    for text, type_, language, preferred, start, end in _iter_all_names(item, claims):
        code = _language(language)
        if text not in seen and options.wants_language(code) and _WORD.search(text):
            seen.add(text)
            yield text, type_, code, preferred, start, end


def _iter_all_names(
    item: Mapping[str, Json], claims: Mapping[str, Json]
) -> Iterator[tuple[str, str, str, bool, str | None, str | None]]:
    labels = _mapping(item.get("labels"))
    for code in _in_order(labels):
        if text := _text(_mapping(labels[code]).get("value")):
            yield text, NameType.VARIANT, code, True, None, None
    yield from _iter_monolingual(claims, "P1448")
    yield from _iter_monolingual(claims, "P1813")
    aliases = _mapping(item.get("aliases"))
    for code in _in_order(aliases):
        for alias in _list(aliases[code]):
            if text := _text(_mapping(alias).get("value")):
                type_ = NameType.ABBREVIATION if _is_initials(text) else NameType.VARIANT
                yield text, type_, code, False, None, None


def _in_order(codes: Iterable[str]) -> list[str]:
    """Return languages in an order that does not hang on how an item is written down."""
    return sorted(codes, key=lambda code: (code != "en", code))


def _iter_monolingual(
    claims: Mapping[str, Json], prop: str
) -> Iterator[tuple[str, str, str, bool, str | None, str | None]]:
    """Yield official (P1448) and short names (P1813): with an end date they are former ones."""
    for statement in _accepted(claims, prop):
        value = _mapping(_main(statement))
        text, language = _text(value.get("text")), value.get("language")
        if text and isinstance(language, str):
            start, end = _qualified_date(statement, "P580"), _qualified_date(statement, "P582")
            yield text, _name_type(prop, text, end), language, False, start, end


def _name_type(prop: str, text: str, end: str | None) -> NameType:
    if end:
        return NameType.FORMER
    if prop == "P1448":
        return NameType.OFFICIAL
    return NameType.ABBREVIATION if _is_initials(text) else NameType.SHORT


def _is_initials(text: str) -> bool:
    return text.isupper() and _INITIALS.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _language(code: str) -> str | None:
    """Return the ISO 639 code of a Wikimedia one: "sr-latn" is Serbian, "mul" is not a language."""
    base = primary_language(code)
    return None if base in {"mul", "zxx", "und", "mis"} else base


def _date(value: Json) -> str | None:
    """Return an ISO 8601 date as exact as it is known, or None: decades and centuries are none.

    Of a Julian date only the year is sure to hold in the calendar of ISO 8601.
    """
    value = _mapping(value)
    match = _TIME.match(value.get("time")) if isinstance(value.get("time"), str) else None
    precision = value.get("precision")
    if match is None or not isinstance(precision, int) or precision < 9 or match[1] == "0000":
        return None
    if precision == 9 or not str(value.get("calendarmodel", _GREGORIAN)).endswith(_GREGORIAN):
        return match[1]
    exact = precision > 10
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]) if exact else 1)
    except ValueError:
        return match[1]
    return day.isoformat() if exact else day.isoformat()[:7]


def _first_date(claims: Mapping[str, Json], prop: str) -> str | None:
    return next(filter(None, (_date(_main(s)) for s in _statements(claims, prop))), None)


def _span(claims: Mapping[str, Json], start: str, end: str) -> tuple[str | None, str | None] | None:
    dates = _first_date(claims, start), _first_date(claims, end)
    return dates if any(dates) else None


def _qualified_date(statement: Mapping[str, Json], prop: str) -> str | None:
    return next(filter(None, (_date(value) for value in _qualified(statement, prop))), None)


def _iter_offices(claims: Mapping[str, Json]) -> Iterator[OfficeDraft]:
    """Yield every office that is not deprecated: a former one is as much a fact as the present."""
    for statement in _accepted(claims, "P39"):
        if office := _item_number(_main(statement)):
            of = [*_qualified(statement, "P1001"), *_qualified(statement, "P642")]
            yield OfficeDraft(
                office=office,
                start=_qualified_date(statement, "P580"),
                end=_qualified_date(statement, "P582"),
                of=[number for number in map(_item_number, of) if number],
            )


def _where(claims: Mapping[str, Json]) -> dict[str, Json]:
    """Return the coordinates, or why there are none, and the seat of an organisation."""
    facts: dict[str, Json] = {}
    values = [_mapping(_main(s)) for s in _statements(claims, "P625")]
    values = [value for value in values if value]
    on_earth = [value for value in values if _is_on_earth(value)]
    points = [_point(value) for value in on_earth]
    facts["point"] = next(filter(None, points), None)
    facts["bad_point"] = bool(points) and facts["point"] is None
    facts["elsewhere"] = bool(values) and not on_earth
    seats = _current(claims, "P159")
    facts["seats"] = _items(seats)
    of_seats = (_point(value) for s in seats for value in _qualified(s, "P625"))
    facts["seat_point"] = next(filter(None, of_seats), None)
    return facts


def _is_on_earth(value: Mapping[str, Json]) -> bool:
    """Without a globe a coordinate is of the Earth."""
    globe = value.get("globe")
    return not isinstance(globe, str) or number_of(globe.rpartition("/")[2]) == _EARTH


def _point(value: Json) -> tuple[float, float] | None:
    value = _mapping(value)
    lat, lon = value.get("latitude"), value.get("longitude")
    if not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return round(lat, 5), round(lon, 5)


def _population(claims: Mapping[str, Json]) -> int:
    """Return the latest number of inhabitants among the best statements; 0 where unknown."""
    found = []
    for statement in _statements(claims, "P1082"):
        amount = _mapping(_main(statement)).get("amount")
        try:
            number = float(amount) if isinstance(amount, str) else math.nan
        except ValueError:
            continue
        if 0 <= number < 2e10:
            found.append((_qualified_date(statement, "P585") or "", int(number)))
    return max(found, default=("", 0))[1]
