"""GeoNames: allCountries or country dumps, with names, codes and areas, as published.

A folder holds any of ``allCountries.txt``, ``XX.txt`` and ``cities*.txt``, and beside them, where
they are wanted, ``alternateNamesV2.txt`` (names by language, Wikidata ids) and the small files
that ``gazetteer.sources.geonames_areas`` reads; each plain, gzip, bzip2 or zip. The columns stand
in the publisher's readme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Final

from gazetteer.errors import SourceError
from gazetteer.ids import Keys
from gazetteer.model import Kind, Name, NameType, Point
from gazetteer.rows import Row, area_prominence, place_prominence
from gazetteer.sources.files import iter_lines
from gazetteer.sources.geonames_areas import AreaCodes, is_number, iter_areas
from gazetteer.sources.geonames_names import WikidataIds, find_alternate_names, iter_names
from gazetteer.sources.options import BuildOptions, Report, Source

_COLUMNS: Final = 19
_DUMP: Final = re.compile(
    r"(?P<stem>allCountries|cities\d+|no-country|[A-Z]{2})\.(?:txt(?:\.(?:gz|bz2|zip))?|zip)"
)
_COUNTRY: Final = re.compile(r"[A-Z]{2}", re.ASCII)
# The names of a comma-separated column, without codes of airports and ports ("EVN", "AMEVN") and
# what has fewer than three letters in a row, or two of a script that is not Latin.
_VARIANTS: Final = re.compile(
    r"(?<![^,])(?!(?:[A-Z]{2,5}[0-9]?|[0-9]+)(?![^,]))"
    r"(?=[^,]*?(?:[^\W\d_]{3}|[^\W\d_\u0000-\u024f]{2}))[^,]+"
)
_WRONG_THROUGHOUT: Final = 1000  # lines without one good among them: this is another format
_DIGITS: Final = 11  # no population has more


def iter_rows(path: Path, options: BuildOptions, report: Report) -> Iterator[Row]:
    """Yield the rows of every dump in a folder, or of one file.

    Raises:
        SourceError: There is no dump, or it is of another format throughout.

    Example:
        rows = iter_rows(Path("dumps"), BuildOptions(countries=frozenset({"AM"})), Report())
    """
    files = _dumps(path)
    reader = _Reader(path if path.is_dir() else None, options, report)
    seen = Keys()
    for file in files:
        # One dump is the builder's to check; a place that lies in two is not a mistake.
        rows = reader.iter_file(file)
        yield from rows if len(files) == 1 else _iter_new(rows, seen)


def _iter_new(rows: Iterator[Row], seen: Keys) -> Iterator[Row]:
    """Yield the rows of one dump that no dump before it held."""
    before = deepcopy(seen)
    for row in rows:
        number = int(row.id[9:])
        seen.add(number)
        if number not in before:
            yield row


def _dumps(path: Path) -> list[Path]:
    """Return the dumps to read, countries first; of one dump packed in two ways, one."""
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder; check the path of the source")
    if path.is_file():
        return [path]
    found: dict[str, Path] = {}
    for file in sorted(path.iterdir()):
        if match := _DUMP.fullmatch(file.name):
            found.setdefault(match["stem"], file)
    if not found:
        raise SourceError(f"{path}: no allCountries.txt, XX.txt or cities*.txt in this folder")
    # What holds all the others is read alone; of the extracts of cities the largest.
    if "allCountries" in found:
        return [found["allCountries"]]
    extracts = sorted((s for s in found if s.startswith("cities")), key=lambda s: int(s[6:]))
    countries = sorted(found.keys() - extracts)
    return [found[stem] for stem in [*countries, *extracts[:1]]]


class _Reader:
    """Turns the lines of dumps into rows."""

    def __init__(self, folder: Path | None, options: BuildOptions, report: Report) -> None:
        names = find_alternate_names(folder) if folder else None
        self.areas = AreaCodes(folder, report)
        self._wikidata = WikidataIds(names)
        # The column repeats the names of alternateNamesV2 without their languages.
        self._reads_column = names is None or not options.languages
        self._options = options
        self._report = report
        self._file = ""
        self._line = 0

    def iter_file(self, file: Path) -> Iterator[Row]:
        """Yield the rows of a dump that the options ask for."""
        self._file = file.name
        good = 0
        for number, line in iter_lines(file):
            self._line = number
            fields = line.split("\t")
            if len(fields) != _COLUMNS:
                self._problem("wrong number of columns")
                if not good and number >= _WRONG_THROUGHOUT:
                    break
                continue
            good += 1
            row = self._row(fields)
            if row is not None:
                yield row
        if not good:
            raise SourceError(
                f"{file}: no line has the {_COLUMNS} columns of a GeoNames dump;"
                " give allCountries.txt, a country's XX.txt or a folder of them"
            )

    def _problem(self, what: str) -> None:
        self._report.problem(f"{self._file}:{self._line}", what)

    def _row(self, fields: list[str]) -> Row | None:
        id_, name, plain, others, lat, lon, class_, feature, country, _, *codes = fields
        options = self._options
        if not (options.wants_country(country) and options.wants_feature(class_, feature)):
            return None
        population = self._population(codes[4]) if codes[4] != "0" else 0
        if class_ == "P" and population < options.min_population:
            return None
        point = self._point(lat, lon) if self._is_named(id_, name) else None
        if point is None:
            return None
        number = int(id_)
        state, area = self._around(number, feature or None, country, codes)
        code = self.areas.own_code(number, feature or None, state, area) if class_ == "A" else None
        is_country = code is not None and "." not in code
        return Row(
            id=f"geonames:{number}",
            kind=Kind.PLACE,
            name=name,
            names=tuple(self._variants(name, plain, others)),
            wikidata=self._wikidata.get(number) if self._wikidata else None,
            country=state,
            area=code or area,
            code=code,
            feature=feature or None,
            point=point,
            radius_km=self.areas.radius_km(number) if is_country else None,
            population=population,
            prominence=area_prominence(feature, population, is_country=is_country)
            if class_ == "A"
            else place_prominence(feature, population),
            source="geonames",
        )

    def _is_named(self, id_: str, name: str) -> bool:
        if not name or not is_number(id_):
            self._problem("no id or name")
            return False
        if "\ufffd" in name:
            self._problem("not UTF-8")
            return False
        return True

    def _point(self, lat: str, lon: str) -> Point | None:
        try:
            return Point(lat=float(lat), lon=float(lon))
        except ValueError:
            self._problem("coordinates out of range")
            return None

    def _around(
        self, number: int, feature: str | None, country: str, codes: list[str]
    ) -> tuple[str | None, str | None]:
        """Return the country of a place and the smallest area around it."""
        if not country:
            return None, None
        if not _COUNTRY.fullmatch(country):
            self._problem("country is not an ISO code")
            return None, None
        area = self.areas.area_of(country, codes[0], codes[1], feature)
        if area == country:
            area = self.areas.parent_code(number, country) or country
        return country, area

    def _population(self, text: str) -> int:
        if text.isdecimal() and len(text) <= _DIGITS:
            return int(text)
        if text:
            self._problem("population is not a number")
        return 0

    def _variants(self, name: str, plain: str, others: str) -> list[Name]:
        if "\ufffd" in others or "\ufffd" in plain:
            self._problem("not UTF-8")
            return []
        texts = _VARIANTS.findall(others) if self._reads_column and others else []
        if plain and plain != name and plain not in texts:
            texts.append(plain)
        return [Name(text, NameType.VARIANT) for text in texts if text != name]


SOURCE: Final = Source(iter_rows, iter_areas, iter_names)
