"""The areas of GeoNames: which code each has, and which one a place lies in.

Read from the small files beside the dumps, each where it lies there: ``admin1CodesASCII.txt``,
``admin2Codes.txt``, ``countryInfo.txt``, ``hierarchy.txt``. (``featureCodes`` describes the codes
in words and is not needed: an entity keeps the code.)
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from gazetteer.codes import is_country_today
from gazetteer.model import Kind, Name, NameType
from gazetteer.rows import Row, area_prominence
from gazetteer.sources.files import find_file, iter_lines
from gazetteer.sources.options import BuildOptions, Report

_COUNTRY: Final = re.compile(r"[A-Z]{2}", re.ASCII)
_DIVISION: Final = re.compile(r"[A-Z]{2}(?:\.[^\s.]+){1,2}")
_DECIMAL: Final = re.compile(r"(\d+)\.0", re.ASCII)
_LEVEL: Final = {"ADM1": 1, "ADM2": 2}  # by feature code, as dots in the area's code
_LEVELS: Final = 8  # steps up the hierarchy: more than it has
_CACHED: Final = 1 << 17
_ONE_DIGIT: Final = frozenset({"NP"})  # whose first-level codes are not padded to two digits


@dataclass(frozen=True, slots=True)
class _Country:
    code: str
    radius_km: float | None


def is_number(text: str) -> bool:
    """Whether a text is a GeoNames id: twelve ASCII digits at most, the first no zero.

    Example:
        >>> is_number("616052"), is_number("0"), is_number("٣")
        (True, False, False)
    """
    return text.isdecimal() and text.isascii() and text[0] != "0" and len(text) <= 12


class AreaCodes:
    """The codes of a GeoNames folder: none where a single dump is read."""

    def __init__(self, folder: Path | None, report: Report) -> None:
        # Bad lines of these two tables are counted where their rows are read.
        divisions = _iter_tables(folder, Report()) if folder else ()
        self._codes = {number: code for number, code, _, _ in divisions}
        self._first = {code for code in self._codes.values() if code.count(".") == 1}
        self._countries = dict(_iter_countries(folder, report)) if folder else {}
        self._parents = _read_parents(folder, report) if folder and self._codes else {}
        # Some sixty thousand combinations stand in thirteen million rows.
        self.area_of = lru_cache(_CACHED)(self._area_of)

    def own_code(
        self, number: int, feature: str | None, country: str | None, area: str | None
    ) -> str | None:
        """Return the code of the area that a row is itself; ``area`` is that of its columns."""
        if number in self._countries:
            return self._countries[number].code
        if number in self._codes:
            return self._codes[number]
        if is_country_today(feature) and not self._countries:
            return country
        level = _LEVEL.get(feature or "")
        return area if area and level == area.count(".") else None

    def radius_km(self, number: int) -> float | None:
        """Return the radius of a circle as large as a country, in kilometres, or None."""
        country = self._countries.get(number)
        return country.radius_km if country else None

    def parent_code(self, number: int, country: str) -> str | None:
        """Return the code of the smallest area of its country above a place in hierarchy.txt."""
        at: int | None = self._parents.get(number)
        for _ in range(_LEVELS):
            if at is None:
                return None
            if at in self._codes:
                code = self._codes[at]
                return code if code.startswith(f"{country}.") else None
            at = self._parents.get(at)
        return None

    def _area_of(self, country: str, admin1: str, admin2: str, feature: str | None) -> str:
        """Return the area that columns name, as deep as they are filled: "AM", "AM.08.616530".

        An area is not placed below itself.
        """
        first = self._first_level(country, _plain(admin1))
        if first is None or is_country_today(feature):
            return country
        second = _plain(admin2)
        return first if not second or feature == "ADM1" else f"{first}.{second}"

    def _first_level(self, country: str, code: str) -> str | None:
        # Where a spreadsheet went over the codes, "08" has become "8" or "8.0".
        if len(code) == 1 and code.isdecimal():
            known = f"{country}.{code}" in self._first if self._first else country in _ONE_DIGIT
            code = code if known else f"0{code}"
        return f"{country}.{code}" if code not in ("", "00") else None


def iter_areas(folder: Path, options: BuildOptions, report: Report) -> Iterator[Row]:
    """Yield the divisions of admin1CodesASCII.txt and admin2Codes.txt, which dumps may lack.

    They come without a point: only their code, names and id are known.
    """
    for number, code, name, plain in _iter_tables(folder, report):
        feature = f"ADM{code.count('.')}"
        if options.wants_country(code[:2]) and options.wants_feature("A", feature):
            yield Row(
                id=f"geonames:{number}",
                kind=Kind.PLACE,
                name=name,
                names=(Name(plain, NameType.VARIANT),) if plain not in ("", name) else (),
                country=code[:2],
                area=code,
                code=code,
                feature=feature,
                prominence=area_prominence(feature, 0, is_country=False),
                source="geonames",
            )


def _iter_table(
    folder: Path, name: str, columns: int, report: Report
) -> Iterator[tuple[str, list[str]]]:
    """Yield (where, fields) of a file beside the dumps, if it is there."""
    path = find_file(folder, name)
    for number, line in iter_lines(path, name) if path else ():
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t")
        if "\ufffd" in line:
            report.problem(f"{name}:{number}", "not UTF-8")
        elif len(fields) < columns:
            report.problem(f"{name}:{number}", "wrong number of columns")
        else:
            yield f"{name}:{number}", fields


def _iter_tables(folder: Path, report: Report) -> Iterator[tuple[int, str, str, str]]:
    """Yield (GeoNames number, code, name, ASCII name) of each division."""
    for table in ("admin1CodesASCII.txt", "admin2Codes.txt"):
        for where, (code, name, plain, number, *_) in _iter_table(folder, table, 4, report):
            if is_number(number) and name and _DIVISION.fullmatch(code):
                yield int(number), code, name, plain
            else:
                report.problem(where, "no code, id or name of an area")


def _iter_countries(folder: Path, report: Report) -> Iterator[tuple[int, _Country]]:
    for where, fields in _iter_table(folder, "countryInfo.txt", 17, report):
        code, area, number = fields[0], fields[6], fields[16]
        if number in ("", "0"):  # dissolved: "CS", "AN"
            continue
        if is_number(number) and _COUNTRY.fullmatch(code):
            yield int(number), _Country(code, _radius_km(area))
        else:
            report.problem(where, "no code, id or name of an area")


def _read_parents(folder: Path, report: Report) -> dict[int, int]:
    """Return the number of the area above each place; an administrative one before others."""
    parents: dict[int, int] = {}
    for where, (parent, child, *kind) in _iter_table(folder, "hierarchy.txt", 2, report):
        if not (is_number(parent) and is_number(child)):
            report.problem(where, "no id of an area")
        elif kind[:1] == ["ADM"]:
            parents[int(child)] = int(parent)
        else:
            parents.setdefault(int(child), int(parent))
    return parents


def _plain(code: str) -> str:
    """Return an admin code, mended where a spreadsheet took it for a number; "" where it is none.

    Example:
        >>> _plain("15.0"), _plain("08"), _plain("a.b")
        ('15', '08', '')
    """
    decimal = _DECIMAL.fullmatch(code)
    if decimal:
        return decimal[1]
    return "" if "." in code or code in ("0", "00") else code


def _radius_km(area: str) -> float | None:
    """Return the radius of the circle of so many square kilometres, to three digits."""
    try:
        square = float(area)
    except ValueError:
        return None
    return float(f"{math.sqrt(square / math.pi):.3g}") if 0 < square < 1e9 else None
