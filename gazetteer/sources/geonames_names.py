"""alternateNamesV2 of GeoNames: names by language, and the Wikidata id of a place.

The file is read twice: once for the Wikidata ids, which a row must have from the start, once for
the names, which the builder takes in any order. Neither pass holds names in memory.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from gazetteer.language_tags import primary_language
from gazetteer.model import Name, NameType
from gazetteer.sources.files import find_file, iter_lines, open_bytes
from gazetteer.sources.geonames_areas import is_number
from gazetteer.sources.options import BuildOptions, Report

_FILE: Final = "alternateNamesV2.txt"
_MARK: Final = b"\twkdt\t"
_PAIR: Final = re.compile(rb"\d+\t([1-9]\d{0,9})\twkdt\tQ([1-9]\d{0,8})(?:\t.*)?\s*")
_DATE: Final = re.compile(r"-?\d{1,4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)?", re.ASCII)
# Pseudo-languages that mark ids, links, postal codes and sounds: no names.
_NOT_NAMES: Final = frozenset("wkdt link post iata icao faac tcid unlc phon uicn olcm glob".split())
_HEAD: Final = 4  # columns up to the name
_CACHED: Final = 1 << 14
_BITS: Final = 32


def find_alternate_names(folder: Path) -> Path | None:
    """Return the file of names of a folder, packed or not, or None."""
    return find_file(folder, _FILE)


class WikidataIds:
    """The Wikidata id of each GeoNames place that has one in alternateNamesV2, in eight bytes."""

    def __init__(self, path: Path | None) -> None:
        self._packed = array("Q")
        if path is None:
            return
        with open_bytes(path, _FILE) as file:
            found = (_PAIR.fullmatch(line) for line in file if _MARK in line)
            self._packed = array("Q", sorted(int(m[1]) << _BITS | int(m[2]) for m in found if m))

    def __len__(self) -> int:
        return len(self._packed)

    def get(self, number: int) -> str | None:
        """Return the id as "Q1953", or None; of several the lowest, which is the oldest item."""
        at = bisect_left(self._packed, number << _BITS) if number >> _BITS == 0 else len(self)
        if at < len(self._packed) and self._packed[at] >> _BITS == number:
            return f"Q{self._packed[at] & ((1 << _BITS) - 1)}"
        return None


def iter_names(
    folder: Path, options: BuildOptions, report: Report
) -> Iterator[tuple[str, list[Name]]]:
    """Yield (CURIE, names) for each line that names a place; the language "zh" keeps "zh-Hans"."""
    path = find_alternate_names(folder)
    if path is None:
        return
    for number, line in iter_lines(path, _FILE):
        fields = line.split("\t", _HEAD)
        if len(fields) < _HEAD or not is_number(fields[1]):
            report.problem(f"{path.name}:{number}", "wrong number of columns")
            continue
        language, text = fields[2], fields[3]
        if not text:
            report.problem(f"{path.name}:{number}", "no id or name")
        elif "\ufffd" in text:
            report.problem(f"{path.name}:{number}", "not UTF-8")
        elif language not in _NOT_NAMES and _is_wanted(language, options):
            yield f"geonames:{fields[1]}", [Name(text, *_use(language, "".join(fields[4:])))]


@lru_cache(_CACHED)
def _is_wanted(language: str, options: BuildOptions) -> bool:
    return options.wants_language(language) or options.wants_language(primary_language(language))


@lru_cache(_CACHED)  # the same few marks stand behind millions of names
def _use(
    language: str, columns: str
) -> tuple[NameType, str | None, bool, tuple[str | None, str | None]]:
    """Return how a name is used: type, language, whether preferred, first and last date.

    The columns are those behind the name, joined by tabs: isPreferredName, isShortName,
    isColloquial, isHistoric, from, to; a line may lack the last ones.
    """
    marks = [*columns.split("\t"), *[""] * 6]
    preferred, short, _, historic = (mark == "1" for mark in marks[:4])
    type_ = NameType.VARIANT
    if language == "abbr":
        type_ = NameType.ABBREVIATION
    elif historic or language == "fr_1793":  # the calendar of the Revolution
        type_ = NameType.FORMER
    elif short:
        type_ = NameType.SHORT
    return type_, primary_language(language), preferred, (_date(marks[4]), _date(marks[5]))


def _date(text: str) -> str | None:
    """Return an ISO 8601 date, as exact as given, or None where it is none.

    Example:
        >>> _date("1991"), _date("19910921"), _date("Middle Ages")
        ('1991', '1991-09-21', None)
    """
    text = text.strip()
    if compact := _COMPACT.fullmatch(text):
        return "-".join(part for part in compact.groups() if part)
    return text if _DATE.fullmatch(text) else None
