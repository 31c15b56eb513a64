"""GeoNames: allCountries or country dumps, with names, codes and areas, as published.

A folder holds any of ``allCountries.txt``, ``XX.txt``, ``cities*.txt``, and beside them, where
they are wanted, ``alternateNamesV2.txt``; each plain, gzip, bzip2 or zip. Areas
(``ADM1``, ``ADM2``, countries) get their codes from their own rows; ``admin1CodesASCII.txt`` and
``admin2Codes.txt`` fill in those that the dumps lack. Countries and what feature codes mean are
among the curated facts, so ``countryInfo.txt``, ``featureCodes_en.txt`` and ``hierarchy.txt`` are
not needed. The columns stand in the publisher's readme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gazetteer.errors import SourceError
from gazetteer.model import Kind, Name, NameType, Point
from gazetteer.rows import Row, settlement_prominence
from gazetteer.sources.files import find_file, iter_lines
from gazetteer.sources.options import BuildOptions, Report, SourceInfo

__all__ = ["INFO", "iter_areas", "iter_names", "iter_rows"]

INFO: Final = SourceInfo(
    "GeoNames", "CC-BY 4.0", "Place data © GeoNames (geonames.org), CC-BY 4.0",
    "https://www.geonames.org/",
)  # fmt: skip

_COLUMNS: Final = 19
_DUMP: Final = re.compile(r"(?:allCountries|cities\d+|no-country|[A-Z]{2})\.(?:txt|zip)")
_COMPRESSED: Final = re.compile(r"\.(?:gz|bz2)$")
_COUNTRIES: Final = frozenset({"PCLI", "PCLD", "PCLS", "PCLF", "PCLIX", "PCL", "TERR"})
_CODE: Final = re.compile(r"[A-Z]{2,5}\d?|\d+", re.ASCII)
_PLAUSIBLE: Final = re.compile(r"[^\W\d_]{3}|[^\W\d_\u0000-\u024f]{2}")
_NO_AREA: Final = frozenset({"", "00"})
_WRONG_THROUGHOUT: Final = 1000  # lines without one good among them: this is another format
# Pseudo-languages of alternateNamesV2 whose "names" are none.
_NOT_NAMES: Final = frozenset(
    "wkdt link post iata icao faac unlc phon piny tcid abbr_code fr_1793".split()
)


def iter_rows(path: Path, options: BuildOptions, report: Report) -> Iterator[Row]:
    """Yield the rows of every dump in a folder, or of one file.

    Args:
        path: A folder or a dump.
        options: What to keep.
        report: Counts lines that cannot be used.

    Raises:
        SourceError: There is no dump, or it is of another format throughout.
    """
    for file in _dumps(path):
        good = 0
        for number, line in iter_lines(file):
            fields = line.split("\t")
            if len(fields) != _COLUMNS:
                report.problem(f"{file.name}:{number}", "wrong number of columns")
                if not good and number >= _WRONG_THROUGHOUT:
                    break
                continue
            good += 1
            row = _row(fields, f"{file.name}:{number}", options, report)
            if row is not None:
                yield row
        if not good:
            raise SourceError(
                f"{file}: no line has the {_COLUMNS} columns of a GeoNames dump;"
                " give allCountries.txt, a country's XX.txt or a folder of them"
            )


def _dumps(path: Path) -> list[Path]:
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder; check the path of the source")
    if path.is_file():
        return [path]
    found: dict[str, Path] = {}
    for file in sorted(path.iterdir()):
        plain = _COMPRESSED.sub("", file.name)
        if _DUMP.fullmatch(plain):
            found.setdefault(Path(plain).stem, file)
    if not found:
        raise SourceError(f"{path}: no allCountries.txt, XX.txt or cities*.txt in this folder")
    # What holds all the others is read alone; of the extracts of cities the largest.
    if "allCountries" in found:
        return [found["allCountries"]]
    extracts = sorted((s for s in found if s.startswith("cities")), key=lambda s: int(s[6:]))
    return [file for stem, file in found.items() if stem not in extracts[1:]]


def _row(fields: list[str], where: str, options: BuildOptions, report: Report) -> Row | None:
    country, feature_class, feature = fields[8], fields[6], fields[7]
    if not (options.wants_country(country) and options.wants_feature(feature_class, feature)):
        return None
    point = _point(fields[4], fields[5])
    number, name, population = fields[0], fields[1], fields[14]
    if point is None or not number.isdecimal() or number[:1] == "0" or not name:
        report.problem(where, "coordinates out of range" if point is None else "no id or name")
        return None
    if "\ufffd" in name:
        report.problem(where, "not UTF-8")
        return None
    inhabitants = int(population) if population.isdecimal() else 0
    if feature_class == "P" and inhabitants < options.min_population:
        return None
    area = _area(country, fields[10], fields[11], feature)
    return Row(
        id=f"geonames:{number}",
        kind=Kind.PLACE,
        name=name,
        names=_variants(name, fields[2], fields[3]),
        country=country or None,
        area=area,
        code=area if feature in ("ADM1", "ADM2") or feature in _COUNTRIES else None,
        feature=feature or None,
        point=point,
        population=inhabitants,
        prominence=_prominence(feature_class, feature, inhabitants),
        source="geonames",
    )


def _point(lat: str, lon: str) -> Point | None:
    try:
        return Point(lat=float(lat), lon=float(lon))
    except ValueError:
        return None


def _area(country: str, admin1: str, admin2: str, feature: str) -> str | None:
    """The GeoNames code of the area around a place, or of the area that it is."""
    if not country or feature in _COUNTRIES or admin1 in _NO_AREA:
        return country or None
    first = f"{country}.{admin1}"
    return first if admin2 in _NO_AREA or feature == "ADM1" else f"{first}.{admin2}"


def _variants(name: str, ascii_name: str, others: str) -> list[Name]:
    found = [
        Name(other, NameType.VARIANT)
        for other in others.split(",")
        if other and other != name and _PLAUSIBLE.search(other) and not _CODE.fullmatch(other)
    ]
    if ascii_name and ascii_name != name:
        found.append(Name(ascii_name, NameType.VARIANT))
    return found


def _prominence(feature_class: str, feature: str, population: int) -> float:
    """An area is named more readily than a town of as many people, a hamlet hardly at all."""
    own = settlement_prominence(population)
    if feature in _COUNTRIES:
        return min(1.0, 0.6 + 0.4 * own)
    if feature == "PPLC":
        return min(0.98, own + 0.25)
    if feature == "ADM1":
        return own + 0.03
    return max(0.0, own - 0.1) if feature_class == "A" else own


def iter_areas(path: Path, options: BuildOptions, report: Report) -> Iterator[Row]:
    """Yield the divisions of admin1CodesASCII.txt and admin2Codes.txt, which dumps may lack.

    They come without a point: only their code, names and id are known.

    Args:
        path: The folder given to ``iter_rows``.
        options: The countries to keep.
        report: Counts lines that cannot be used.
    """
    for name, feature in (("admin1CodesASCII.txt", "ADM1"), ("admin2Codes.txt", "ADM2")):
        file = find_file(path, name) if path.is_dir() else None
        for number, line in iter_lines(file, name) if file else ():
            fields = line.split("\t")
            if len(fields) != 4 or not fields[3].isdecimal() or not fields[1]:
                report.problem(f"{name}:{number}", "wrong number of columns")
            elif options.wants_country(fields[0][:2]) and options.wants_feature("A", feature):
                yield Row(
                    id=f"geonames:{fields[3]}",
                    kind=Kind.PLACE,
                    name=fields[1],
                    names=_variants(fields[1], fields[2], ""),
                    country=fields[0][:2],
                    area=fields[0],
                    code=fields[0],
                    feature=feature,
                    source="geonames",
                )


def iter_names(
    path: Path, options: BuildOptions, report: Report
) -> Iterator[tuple[str, list[Name]]]:
    """Yield (CURIE, names) from alternateNamesV2, where the folder holds it.

    Args:
        path: The folder given to ``iter_rows``.
        options: The languages to keep.
        report: Counts lines that cannot be used.
    """
    file = find_file(path, "alternateNamesV2.txt") if path.is_dir() else None
    if file is None:
        return
    for number, line in iter_lines(file, "alternateNamesV2.txt"):
        fields = line.split("\t")
        if len(fields) < 4 or not fields[1].isdecimal() or fields[1][:1] == "0":
            report.problem(f"{file.name}:{number}", "wrong number of columns")
            continue
        name = _name(fields, options)
        if name is not None:
            yield f"geonames:{fields[1]}", [name]


def _name(fields: list[str], options: BuildOptions) -> Name | None:
    language, text = fields[2], fields[3]
    flags = [*fields[4:8], "", "", "", ""][:4]
    dates = [*fields[8:10], "", ""][:2]
    if language in _NOT_NAMES or not text or "\ufffd" in text:
        return None
    if not options.wants_language(language or None):
        return None
    preferred, short, _colloquial, historic = (flag == "1" for flag in flags)
    type_ = NameType.VARIANT
    if language == "abbr":
        type_ = NameType.ABBREVIATION
    elif historic:
        type_ = NameType.FORMER
    elif short:
        type_ = NameType.SHORT
    known = None if language in ("", "abbr") else language
    return Name(text, type_, known, preferred, (dates[0] or None, dates[1] or None))
