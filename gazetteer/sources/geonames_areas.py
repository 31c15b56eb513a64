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

from gazetteer.model import Kind, Name, NameType
from gazetteer.rows import Row
from gazetteer.sources.files import find_file, iter_lines
from gazetteer.sources.options import BuildOptions, Report
from gazetteer.sources.prominence import area_prominence

__all__ = ["Areas", "is_number"]

_COUNTRY: Final = re.compile(r"[A-Z]{2}", re.ASCII)
_CODE: Final = re.compile(r"[^\s.]+(?:\.[^\s.]+){1,2}")
# A country or a territory with an ISO code of its own; TERR is given to single islands as well.
_COUNTRIES: Final = frozenset("PCL PCLD PCLF PCLI PCLIX PCLS".split())
_DECIMAL: Final = re.compile(r"(\d+)\.0", re.ASCII)
_LEVEL: Final = {"ADM1": 1, "ADM2": 2}  # by feature code, as dots in the area's code
_LEVELS: Final = 8  # steps up the hierarchy: more than it has
_CACHED: Final = 1 << 17
_ONE_DIGIT: Final = frozenset({"NP"})  # whose first-level codes are not padded to two digits


@dataclass(frozen=True, slots=True)
class _Country:
    code: str
    name: str
    radius_km: float | None
    population: int


def is_number(text: str) -> bool:
    """Whether a text is a GeoNames id: twelve ASCII digits at most, the first no zero.

    Example:
        >>> is_number("616052"), is_number("0"), is_number("٣")
        (True, False, False)
    """
    return text.isdecimal() and text.isascii() and text[0] != "0" and len(text) <= 12


class Areas:
    """The codes of a GeoNames folder.

    Args:
        folder: Where the small files lie, or None when a single dump is read.
        report: Counts lines that cannot be used.

    Raises:
        SourceError: One of the files is damaged.
    """

    def __init__(self, folder: Path | None, report: Report) -> None:
        self._folder = folder
        self._report = report
        self._names: dict[int, tuple[str, str, str]] = {}  # code, name, ASCII name
        for name in ("admin1CodesASCII.txt", "admin2Codes.txt"):
            self._read_codes(name)
        self._countries = dict(self._iter_countries())
        self._parents = self._read_parents() if self._names else {}
        self._first = {code for code, _, _ in self._names.values() if code.count(".") == 1}
        self._seen: set[int] = set()
        # Some sixty thousand combinations stand in thirteen million rows.
        self.area_of = lru_cache(_CACHED)(self._area_of)

    # ---------------------------------------------------------------------------- of one row

    def own_code(
        self, number: int, feature: str | None, country: str | None, area: str | None
    ) -> str | None:
        """Return the code of the area that a row is itself, or None where it is none.

        Args:
            number: GeoNames id.
            feature: Feature code, or None.
            country: ISO code, or None.
            area: What ``area_of`` says of its columns.
        """
        if number in self._countries:
            self._seen.add(number)
            return self._countries[number].code
        if number in self._names:
            self._seen.add(number)
            return self._names[number][0]
        if feature in _COUNTRIES and not self._countries:
            return country
        level = _LEVEL.get(feature or "")
        return area if area and level == area.count(".") else None

    def radius_km(self, number: int) -> float | None:
        """Return the radius of a circle as large as a country, in kilometres, or None."""
        country = self._countries.get(number)
        return country.radius_km if country else None

    def parent_code(self, number: int, country: str) -> str | None:
        """Return the code of the smallest area above a place in hierarchy.txt, or None.

        Args:
            number: GeoNames id of the place.
            country: Its ISO code: an area of another country is not given.
        """
        at: int | None = self._parents.get(number)
        for _ in range(_LEVELS):
            if at is None:
                return None
            if at in self._names:
                code = self._names[at][0]
                return code if code.startswith(f"{country}.") else None
            at = self._parents.get(at)
        return None

    def _area_of(self, country: str, admin1: str, admin2: str, feature: str | None) -> str:
        """Return the code of the area that columns name, as deep as they are filled.

        Args:
            country: ISO code.
            admin1: As the dump has it; "00" stands for none.
            admin2: Likewise.
            feature: Feature code: an area is not placed below itself.

        Returns:
            "AM", "AM.08" or "AM.08.616530".
        """
        first = self._first_level(country, _plain(admin1))
        if first is None or feature in _COUNTRIES:
            return country
        second = _plain(admin2)
        return first if not second or feature == "ADM1" else f"{first}.{second}"

    def _first_level(self, country: str, code: str) -> str | None:
        # Where a spreadsheet went over the codes, "08" has become "8" or "8.0".
        if len(code) == 1 and code.isdecimal():
            known = f"{country}.{code}" in self._first if self._first else country in _ONE_DIGIT
            code = code if known else f"0{code}"
        return f"{country}.{code}" if code not in ("", "00") else None

    # ------------------------------------------------------------------- of the whole folder

    def iter_missing(self, options: BuildOptions) -> Iterator[Row]:
        """Yield the areas that no dump held, without a position: they name what places lie in.

        Args:
            options: What to keep.
        """
        for number, about in self._countries.items():
            if number not in self._seen and _wants(options, about.code, "PCLI"):
                yield Row(
                    f"geonames:{number}", Kind.PLACE, about.name, country=about.code,
                    area=about.code, code=about.code, feature="PCLI", radius_km=about.radius_km,
                    population=about.population, source="geonames",
                    prominence=area_prominence("PCLI", about.population, is_country=True),
                )  # fmt: skip
        for number, (code, name, plain) in self._names.items():
            feature = f"ADM{code.count('.')}"
            if number not in self._seen and _wants(options, code[:2], feature):
                yield Row(
                    f"geonames:{number}", Kind.PLACE, name, country=code[:2],
                    names=[Name(plain, NameType.VARIANT)] if plain not in ("", name) else [],
                    area=code, code=code, feature=feature, source="geonames",
                    prominence=area_prominence(feature, 0, is_country=False),
                )  # fmt: skip

    # -------------------------------------------------------------------------------- files

    def _iter(self, name: str, columns: int) -> Iterator[tuple[str, list[str]]]:
        """Yield (where, fields) of a file beside the dumps, if it is there."""
        path = find_file(self._folder, name) if self._folder else None
        for number, line in iter_lines(path, name) if path else ():
            if not line.strip() or line.startswith("#"):
                continue
            fields = line.split("\t")
            if len(fields) < columns or "\ufffd" in line:
                what = "not UTF-8" if "\ufffd" in line else "wrong number of columns"
                self._report.problem(f"{path.name}:{number}" if path else name, what)
                continue
            yield f"{path.name}:{number}" if path else name, fields

    def _read_codes(self, name: str) -> None:
        for where, (code, shown, plain, number, *_) in self._iter(name, 4):
            if is_number(number) and shown and _CODE.fullmatch(code):
                self._names[int(number)] = (code, shown, plain)
            else:
                self._report.problem(where, "no code, id or name of an area")

    def _iter_countries(self) -> Iterator[tuple[int, _Country]]:
        for where, fields in self._iter("countryInfo.txt", 17):
            code, name, area, population, number = (fields[i] for i in (0, 4, 6, 7, 16))
            if number in ("", "0"):  # dissolved: "CS", "AN"
                continue
            if not (is_number(number) and name and _COUNTRY.fullmatch(code)):
                self._report.problem(where, "no code, id or name of an area")
                continue
            people = int(population) if population.isdecimal() and len(population) < 12 else 0
            yield int(number), _Country(code, name, _radius_km(area), people)

    def _read_parents(self) -> dict[int, int]:
        parents: dict[int, int] = {}
        for where, fields in self._iter("hierarchy.txt", 2):
            parent, child, *kind = fields
            if not (is_number(parent) and is_number(child)):
                self._report.problem(where, "no id of an area")
            elif kind[:1] == ["ADM"]:
                parents[int(child)] = int(parent)
            else:
                parents.setdefault(int(child), int(parent))
        return parents


def _wants(options: BuildOptions, country: str, feature: str) -> bool:
    return options.wants_country(country) and options.wants_feature("A", feature)


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
