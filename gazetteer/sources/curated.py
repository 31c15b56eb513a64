"""The curated tables of this package, as rows. Their columns stand in curated/README.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from gazetteer.errors import CuratedFactError
from gazetteer.ids import is_curie
from gazetteer.model import Kind, Name, NameType, Point, Position
from gazetteer.names import surname
from gazetteer.rows import Row, area_prominence, place_prominence
from gazetteer.sources.edits import read_table

_AREA_TABLES = ("countries.csv", "admin1.csv", "admin2.csv", "regions.csv")
_REFERENCE_OF = "2023"  # its positions without an end were held then, or have one unknown
PLACE_SOURCES = ("geonames", "natural-earth", "us-census", "us-postal", "whosonfirst")
"""What the settlements come from; a build may leave them out by country or population."""
_LANGUAGE_NAMES = "language_names.csv"  # of entities of every kind
# Of a name in two tables the first one's stays: the one that says in which language.
_AREA_NAMES = (
    _LANGUAGE_NAMES, "area_names.csv", "region_names.csv", "demonyms.csv", "abbreviations.csv",
)  # fmt: skip


def _names(curated: Path, *files: str) -> dict[str, list[Name]]:
    """Return the further names of some tables by entity id."""
    names: dict[str, list[Name]] = defaultdict(list)
    for file in files:
        for row in read_table(curated / file):
            name = Name(row["name"], NameType(row["type"]), row.get("language") or None)
            names[row["id"]].append(name)
    return names


def read_city_facts(curated: Path) -> dict[str, dict[str, str]]:
    """Return what the GeoNames extract lacks, by the CURIE of the city."""
    return {row["id"]: row for row in read_table(curated / "city_facts.csv")}


def read_former_ids(curated: Path) -> list[tuple[str, str]]:
    """Return the ids that entities had before, each with the one it has now."""
    return [(row["former"], row["id"]) for row in read_table(curated / "former_ids.csv")]


def read_person_words(curated: Path) -> dict[str, tuple[int, int, str | None]]:
    """Return (count as given name, count as surname, gender) by word."""
    words = {
        row["name"]: (int(row["count"]), 0, row["gender"] or None)
        for row in read_table(curated / "given_names.csv")
    }
    for row in read_table(curated / "surnames.csv"):
        given, _, gender = words.get(row["name"], (0, 0, None))
        words[row["name"]] = (given, int(row["count"]), gender)
    return words


def iter_extra_names(curated: Path, known: set[str]) -> Iterator[tuple[str, list[Name]]]:
    """Yield names of entities that ``iter_curated`` has not given: demonyms of cities, say."""
    for curie, names in _names(curated, *_AREA_NAMES).items():
        if curie not in known:
            yield curie, names


def iter_curated(curated: Path) -> Iterator[Row]:
    """Yield every area, facility, person and organisation of the tables.

    Raises:
        CuratedFactError: A table is missing or a row breaks the rules.
    """
    area_names = _names(curated, *_AREA_NAMES)
    for file in _AREA_TABLES:
        for row in read_table(curated / file):
            yield _checked(file, row, _area(row, area_names[row["id"]]))
    yield from _iter_facilities(curated)
    yield from _iter_people(curated)
    yield from _iter_organisations(curated)


def iter_places(curated: Path) -> Iterator[Row]:
    """Yield the settlements that the GeoNames extract of cities lacks, with their names."""
    names = _names(curated, "place_names.csv")
    for row in read_table(curated / "places.csv"):
        if row["source"] not in PLACE_SOURCES:
            raise CuratedFactError(f"places.csv: row {row} has no valid source")
        population = int(row["population"] or 0)
        prominence = place_prominence(row["feature"], population)
        place = _local(row, names[row["id"]], population, prominence)
        yield _checked("places.csv", row, place)


def _iter_facilities(curated: Path) -> Iterator[Row]:
    """Yield what is named like a place and is none to live in: airports, stadiums, castles."""
    names = _names(curated, "facility_names.csv")
    for row in read_table(curated / "facilities.csv"):
        facility = _local(row, names[row["id"]], 0, float(row["prominence"]))
        yield _checked("facilities.csv", row, facility)


def _local(row: Mapping[str, str], names: list[Name], population: int, prominence: float) -> Row:
    """Turn a row of a place inside divisions into an entity."""
    parts = (row["country"], row["admin1"], row["admin2"])
    return Row(
        id=row["id"],
        kind=Kind.PLACE,
        name=row["name"],
        names=tuple(names),
        wikidata=row["wikidata"] or None,
        country=row["country"],
        area=".".join(filter(None, parts)),
        feature=row["feature"],
        point=_point(row),
        radius_km=float(row["radius_km"]) if row["radius_km"] else None,
        population=population,
        prominence=prominence,
        description=row.get("description", ""),
        source=row["source"],
    )


def _checked(file: str, raw: Mapping[str, str], row: Row) -> Row:
    if not is_curie(row.id) or not row.name:
        raise CuratedFactError(f"{file}: row {dict(raw)} has no valid id or name")
    return row


def _point(row: Mapping[str, str]) -> Point | None:
    return Point(lat=float(row["lat"]), lon=float(row["lon"])) if row.get("lat") else None


def _area(row: Mapping[str, str], names: list[Name]) -> Row:
    population = int(row["population"] or 0)
    iso2 = row.get("iso2")
    code = row.get("code") or iso2 or None
    country = iso2 or row.get("country") or None
    return Row(
        id=row["id"],
        kind=Kind.PLACE,
        name=row["name"],
        names=tuple(names),
        wikidata=row["wikidata"] or None,
        country=country,
        area=code or country,
        code=code,
        feature=row["feature"],
        point=_point(row),
        radius_km=float(row["radius_km"]) if row["radius_km"] else None,
        population=population,
        prominence=_prominence(row, population),
        valid=(row.get("valid_from") or None, row.get("valid_to") or None),
        description=row.get("description", ""),
        source=row["source"],
    )


def _prominence(row: Mapping[str, str], population: int) -> float:
    if row.get("prominence"):
        return float(row["prominence"])
    return area_prominence(row["feature"], population, is_country=bool(row.get("iso2")))


def _iter_people(curated: Path) -> Iterator[Row]:
    names = _names(curated, _LANGUAGE_NAMES, "people_names.csv")
    positions: dict[str, list[Position]] = defaultdict(list)
    for row in read_table(curated / "people_positions.csv"):
        held = Position(
            row["title"],
            row["country"] or None,
            row["start"] or None,
            row["end"] or None,
            row["organisation"] or None,
            None if row["end"] or row["source"] == "hand" else _REFERENCE_OF,
        )
        positions[row["id"]].append(held)
    for row in read_table(curated / "people.csv"):
        yield _checked("people.csv", row, _person(row, names[row["id"]], positions[row["id"]]))


def _person(row: Mapping[str, str], names: list[Name], positions: list[Position]) -> Row:
    country = row["country"] or None
    short = _surnames(row["name"], names, country) if row["by_surname"] == "yes" else ()
    return Row(
        id=row["id"],
        kind=Kind.PERSON,
        name=row["name"],
        names=(*names, *short),
        country=country,
        prominence=float(row["prominence"] or 0),
        valid=(row["born"] or None, row["died"] or None),
        description=row["description"],
        positions=tuple(positions),
        source=row["source"],
    )


def _surnames(shown: str, names: list[Name], country: str | None) -> Iterator[Name]:
    """A spelling variant has a surname of its own: "Zelensky" beside "Zelenskyy"."""
    if family := surname(shown, country):
        yield Name(family, NameType.SHORT)
    for name in names:
        if name.type is NameType.VARIANT and "," not in name.text:
            family = surname(name.text, country)
            if family:
                yield Name(family, NameType.SHORT, name.language)


def _iter_organisations(curated: Path) -> Iterator[Row]:
    names = _names(curated, _LANGUAGE_NAMES, "organisation_names.csv")
    for row in read_table(curated / "organisations.csv"):
        organisation = Row(
            id=row["id"],
            kind=Kind.ORGANISATION,
            name=row["name"],
            names=tuple(names[row["id"]]),
            wikidata=row["wikidata"] or None,
            country=row["country"] or None,
            point=_point(row),
            prominence=float(row["prominence"] or 0),
            valid=(row["valid_from"] or None, row["valid_to"] or None),
            description=row["description"],
            source=row["source"],
        )
        yield _checked("organisations.csv", row, organisation)
