"""Read the reference of politicians and clean what it gets wrong: names, dates, countries."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazetteer.sources.edits import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "Countries",
    "RawPosition",
    "ReferencePerson",
    "clean_date",
    "iter_reference",
    "natural_orders",
]

REFERENCE = "sources/reference/politicians_wikidata.jsonl.gz"
COUNTRY_INFO = "sources/geonames/countryInfo.txt"

NO_NAME = re.compile(r"Q[1-9]\d*$|(Prime Minister|President|Minister|List) of ")
DATE = re.compile(r"(1[89]\d\d|20[0-2]\d)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
QUALIFIER = re.compile(r"\s*\([^)]*\)$")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
PATRONYMIC = re.compile(r"(вич|вна|ична|ьич|ович|евич|івна|ївна|оглы|кызы)$")


@dataclass(frozen=True, slots=True)
class RawPosition:
    """One office as the reference writes it; dates are ISO 8601 or empty."""

    title: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class ReferencePerson:
    """One person of the reference, cleaned.

    Attributes:
        qid: Wikidata id.
        name: The common English name.
        names: Further names, in any script.
        countries: ISO 3166-1 alpha-2 codes of the states served.
        areas: Names of parts of countries or of states without a code: "Scotland", "Abkhazia".
        born: ISO 8601 date as exact as known, or "".
        gender: "male", "female" or "".
        listed: Whether the English Wikipedia has an article.
        positions: The offices.
    """

    qid: str
    name: str
    names: tuple[str, ...]
    countries: tuple[str, ...]
    areas: tuple[str, ...]
    born: str
    gender: str
    listed: bool
    positions: tuple[RawPosition, ...] = field(default=())


class Countries:
    """Country names of the reference to ISO 3166-1 alpha-2, and back to English names.

    Args:
        shared: Folder of the reference data.
        edits: Folder of the hand edits, with ``people_country_names.csv``.
    """

    def __init__(self, shared: Path, edits: Path) -> None:
        self.names: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._areas: dict[str, str] = {}
        self.areas: list[str] = []
        for line in (shared / COUNTRY_INFO).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                cells = line.split("\t")
                self.names[cells[0]] = cells[4]
                self._codes[cells[4].casefold()] = cells[0]
        for row in read_rows(edits / "people_country_names.csv"):
            if row["kind"] == "area":
                self._areas[row["name"].casefold()] = row["country"]
                self.areas.append(row["name"])
            else:
                self._codes[row["name"].casefold()] = row["country"]
            if row["kind"] == "shown":
                self.names[row["country"]] = row["name"]

    def code(self, name: str) -> str | None:
        """Return the code of a country under any of its names, or None."""
        if len(name) == 2 and name.isupper():
            return name
        return self._codes.get(name.casefold().removeprefix("the "))

    def iter_names(self) -> Iterator[tuple[str, str]]:
        """Yield every name of a country, without case, and its code."""
        yield from self._codes.items()

    def parent(self, area: str) -> str | None:
        """Return the code of the country an area is part of, "" for none, None if unknown."""
        return self._areas.get(area.casefold().removeprefix("the "))


def iter_reference(shared: Path, countries: Countries) -> Iterator[ReferencePerson]:
    """Yield the people of the reference whose name is known.

    Args:
        shared: Folder of the reference data.
        countries: Maps its country names.
    """
    with gzip.open(shared / REFERENCE, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            written = (QUALIFIER.sub("", n) for n in record["names"] if n)
            names = [n for n in written if n and not NO_NAME.match(n)]
            if names:
                yield _person(record, names, countries)


def clean_date(text: str) -> str:
    """Return an ISO 8601 date as it is, or "" for anything else.

    Example:
        >>> clean_date("2004-03-09"), clean_date("1999-")
        ('2004-03-09', '')
    """
    return text if DATE.fullmatch(text or "") else ""


def _person(record: dict[str, object], names: list[str], countries: Countries) -> ReferencePerson:
    """Build one person from a line of the reference."""
    article = QUALIFIER.sub("", str(record["enwiki"] or ""))
    name = _shown_name(names, article)
    codes, areas = _split_countries(record["countries"], countries)  # type: ignore[arg-type]
    gender = record["gender"] if record["gender"] in {"male", "female"} else ""
    return ReferencePerson(
        qid=str(record["qid"]),
        name=name,
        names=tuple(_further_names(names, article, name)),
        countries=codes,
        areas=areas,
        born=clean_date(str(record["dob"] or "")),
        gender=str(gender),
        listed=bool(article),
        positions=tuple(_positions(record["positions"])),  # type: ignore[arg-type]
    )


def _shown_name(names: list[str], article: str) -> str:
    """Return the article's title where it is a name in Latin letters, else the first such name."""
    if article and LATIN.search(article):
        return article
    return next((n for n in names if LATIN.search(n)), names[0])


def _further_names(names: list[str], article: str, shown: str) -> Iterator[str]:
    """Yield the names beside the one shown, with the surname last in Cyrillic ones too."""
    for name in dict.fromkeys([*names, article]):
        if not name or name == shown:
            continue
        yield from natural_orders(name) if not LATIN.search(name) else (name,)


def natural_orders(name: str) -> Iterator[str]:
    """Yield "given surname" and "given patronymic surname" of "Surname, Given Patronymic".

    Args:
        name: A name in Cyrillic.
    """
    words = name.replace(",", "").split()
    if len(words) == 3 and PATRONYMIC.search(words[2]):
        surname, given, patronymic = words
    elif len(words) == 3 and PATRONYMIC.search(words[1]):
        given, patronymic, surname = words
    elif "," in name and len(words) == 2:
        yield f"{words[1]} {words[0]}"
        return
    else:
        yield name
        return
    yield f"{given} {surname}"
    yield f"{given} {patronymic} {surname}"


def _split_countries(
    written: list[str], countries: Countries
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of the countries and the names of the areas without one of their own."""
    codes: dict[str, None] = {}
    areas = []
    for name in sorted(written, key=lambda n: (len(n) > 2, n)):
        code = countries.code(name)
        if code:
            codes.setdefault(code)
        elif countries.parent(name) is not None:
            areas.append(name)
    return tuple(codes), tuple(areas)


def _positions(written: list[list[str]]) -> Iterator[RawPosition]:
    """Yield the offices with whole dates in order; a broken date becomes unknown."""
    for title, start, end in written:
        begun, ended = clean_date(start), clean_date(end)
        if begun and ended and ended < begun[: len(ended)]:
            ended = ""
        yield RawPosition(title.strip(), begun, ended)
