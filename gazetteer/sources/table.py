"""A table of the user's own: CSV, GeoJSON or GeoPackage, with a TOML file that maps its columns.

name = "Monasteries"
file = "monasteries.csv"

[columns]
id = "code"
name = "title"

[constants]
country = "AM"
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from gazetteer.errors import SourceError
from gazetteer.ids import is_curie
from gazetteer.model import Kind, Name, NameType, Point
from gazetteer.names import fold
from gazetteer.reading import open_plain
from gazetteer.rows import Row, settlement_prominence
from gazetteer.sources.options import UNUSABLE, BuildOptions, Report, Source, SourceInfo
from gazetteer.sources.table_files import Record, TableFile, iter_records

FIELDS: Final = (
    "id", "name", "aliases", "kind", "feature", "lat", "lon", "country", "wikidata", "geonames",
    "population", "description", "valid_from", "valid_to", "language", "prominence", "radius_km",
    "code", "area",
)  # fmt: skip
"""What a column or a constant may be."""
_KEYS: Final = frozenset(
    "name file layer delimiter encoding separator licence attribution url"
    " columns constants names values".split()
)
_TABLES: Final = ("columns", "constants", "names", "values")
_CURIE: Final = re.compile(r"[A-Za-z][\w.-]*:\S+")
_QID: Final = re.compile(r"(?:.*/entity/|.*/wiki/|wikidata:)?(Q[1-9]\d{0,11})")
_GEONAMES: Final = re.compile(r"(?:geonames:|.*geonames\.org/)?([1-9]\d{0,11})(?:\.0|/.*)?")
_DATE: Final = re.compile(r"(-?\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)")
_ISO2: Final = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a TOML file says.

    Attributes:
        file: The table.
        info: Its name, licence and attribution.
        slug: The name as it stands in ids.
        columns: Columns by field; only "aliases" may have several.
        constants: Values by field.
        names: Column by language of further names.
        values: By field, what a value of the table stands for.
        separator: Between the aliases of a cell; "" where there is but one.
    """

    file: TableFile
    info: SourceInfo
    slug: str
    columns: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    separator: str = ""


def info(path: Path) -> SourceInfo:
    """Return what the TOML file says of the source."""
    return read_mapping(path).info


def iter_rows(path: Path, options: BuildOptions, report: Report) -> Iterator[Row]:
    """Yield the entities of the table that a TOML file describes.

    Of the options countries and languages apply; whoever makes a table wants its features.
    """
    mapped = read_mapping(path)
    wanted = [c for columns in mapped.columns.values() for c in columns]
    wanted += mapped.names.values()
    reader = _Reader(mapped, options)
    for record in iter_records(mapped.file, wanted, report):
        try:
            row = reader.row(record)
        except ValueError as error:
            report.problem(record.where, str(error))
            continue
        except UNUSABLE:
            report.problem(record.where, "a value that cannot be used")
            continue
        if options.wants_country(row.country):
            yield row


def read_mapping(path: Path) -> Mapped:
    """Read the TOML file of a table."""
    try:
        with open_plain(path) as file:
            told = tomllib.load(file)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}; table:FILE.toml names the file") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{path}: no TOML ({error})") from error
    _check_keys(path, told)
    columns = {k: _columns(path, k, v) for k, v in told.get("columns", {}).items()}
    constants = {k: str(v) for k, v in told.get("constants", {}).items()}
    _check_fields(path, columns, constants, told.get("values", {}))
    name = told["name"]
    return Mapped(
        file=TableFile(
            path.parent / told["file"], told.get("layer", ""), told.get("delimiter", ""),
            told.get("encoding", "utf-8"),
        ),
        info=SourceInfo(
            name, told.get("licence", ""), told.get("attribution", ""), told.get("url", "")
        ),
        slug=_slug(name),
        columns=columns,
        constants=constants,
        names=told.get("names", {}),
        values=told.get("values", {}),
        separator=told.get("separator", ""),
    )  # fmt: skip


def _check_keys(path: Path, told: Mapping[str, Any]) -> None:
    if unknown := sorted(told.keys() - _KEYS):
        raise SourceError(f"{path}: unknown {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
    for key, value in told.items():
        if not isinstance(value, dict if key in _TABLES else str):
            kind = "a table" if key in _TABLES else "a text"
            raise SourceError(f"{path}: {key} must be {kind}")
    for key in ("name", "file"):
        if not told.get(key):
            raise SourceError(f'{path}: {key} is missing; write {key} = "..." at the top')
    if len(told.get("delimiter", ",")) != 1:
        raise SourceError(f"{path}: the delimiter must be one character")
    if any(not isinstance(column, str) for column in told.get("names", {}).values()):
        raise SourceError(f'{path}: [names] holds languages and columns: hy = "name_hy"')
    if any(not isinstance(values, dict) for values in told.get("values", {}).values()):
        raise SourceError(f"{path}: [values] holds a table a field: [values.kind]")


def _columns(path: Path, key: str, value: Any) -> tuple[str, ...]:
    columns = value if isinstance(value, list) and key == "aliases" else [value]
    if not columns or any(not isinstance(column, str) for column in columns):
        raise SourceError(f"{path}: [columns] {key} must name a column")
    return tuple(columns)


def _check_fields(
    path: Path, columns: Mapping[str, Any], constants: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    for key in (*columns, *constants, *values):
        if key not in FIELDS:
            raise SourceError(f"{path}: {key!r} is not a field; fields are {', '.join(FIELDS)}")
    if both := sorted(columns.keys() & constants.keys()):
        raise SourceError(f"{path}: {both[0]} is a column and a constant; keep one")
    if "name" not in columns:
        raise SourceError(f'{path}: no column for the name; write name = "..." under [columns]')
    if ("lat" in columns) != ("lon" in columns):
        raise SourceError(f"{path}: lat and lon go together; name both columns")


class _Reader:
    """Makes rows of records."""

    def __init__(self, mapped: Mapped, options: BuildOptions) -> None:
        self._mapped = mapped
        self._options = options
        self._slugs: Counter[str] = Counter()

    def row(self, record: Record) -> Row:
        """Return the entity of a record; a ``ValueError`` says why it cannot be used."""
        name = self._text(record, "name")
        if not fold(name):
            raise ValueError("no name")
        kind = self._kind(record)
        geonames = self._matched(record, "geonames", _GEONAMES, "geonames id")
        wikidata = self._matched(record, "wikidata", _QID, "wikidata id")
        curie, foreign = self._id(record, kind, name, geonames, wikidata)
        population = round(self._number(record, "population") or 0)
        prominence = self._number(record, "prominence")
        if prominence is not None and not 0 <= prominence <= 1:
            raise ValueError("a prominence outside 0 to 1")
        shape = record.shape
        code = self._text(record, "code") or None
        radius = self._number(record, "radius_km")
        country = self._country(record)
        return Row(
            id=curie,
            kind=kind,
            name=name,
            names=tuple(self._names(record, name)),
            wikidata=wikidata if wikidata and not curie.startswith("wikidata:") else None,
            geonames=int(geonames) if geonames and not curie.startswith("geonames:") else None,
            country=country,
            area=self._text(record, "area") or code or country,
            code=code,
            feature=self._text(record, "feature").rpartition(".")[2] or None,
            point=self._point(record),
            radius_km=radius if radius is not None or shape is None else shape.radius_km,
            population=population,
            prominence=settlement_prominence(population) if prominence is None else prominence,
            valid=(
                self._matched(record, "valid_from", _DATE, "ISO 8601 date"),
                self._matched(record, "valid_to", _DATE, "ISO 8601 date"),
            ),
            description=self._text(record, "description"),
            same_as=foreign,
            geometry=shape.outline if shape and code else None,
            source=self._mapped.info.name,
        )

    def _text(self, record: Record, key: str) -> str:
        columns = self._mapped.columns.get(key)
        value = record.cells.get(columns[0]) if columns else self._mapped.constants.get(key)
        text = " ".join(str(value).split()) if value is not None else ""
        stands_for = self._mapped.values.get(key, {}).get(text, text)
        return str(stands_for)

    def _number(self, record: Record, key: str) -> float | None:
        text = self._text(record, key)
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            raise ValueError(f"{key} is not a number") from None
        if not 0 <= number < 1e11:
            raise ValueError(f"{key} is not a number of that sort")
        return number

    def _kind(self, record: Record) -> Kind:
        text = self._text(record, "kind") or Kind.PLACE
        try:
            return Kind(text.lower())
        except ValueError:
            kinds = ", ".join(Kind)
            raise ValueError(f"kind is not one of {kinds}: set it under [values.kind]") from None

    def _matched(self, record: Record, key: str, pattern: re.Pattern[str], what: str) -> str | None:
        text = self._text(record, key)
        match = pattern.fullmatch(text)
        if text and match is None:
            raise ValueError(f"{key} is no {what}")
        return match[1] if match else None

    def _country(self, record: Record) -> str | None:
        text = self._text(record, "country").upper()
        if text and not _ISO2.fullmatch(text):
            raise ValueError("country is not an ISO 3166-1 code of two letters")
        return text or None

    def _point(self, record: Record) -> Point | None:
        lat, lon = self._text(record, "lat"), self._text(record, "lon")
        if not lat and not lon:
            return record.shape.point if record.shape else None
        try:
            return Point(lat=round(float(lat), 5), lon=round(float(lon), 5))
        except ValueError:
            raise ValueError("coordinates are not degrees, or out of range") from None

    def _id(
        self, record: Record, kind: Kind, name: str, geonames: str | None, wikidata: str | None
    ) -> tuple[str, tuple[str, ...]]:
        """Return the CURIE, and the id of another scheme that stands in the table."""
        given = self._text(record, "id")
        if is_curie(given):
            return given, ()
        foreign = (given,) if _CURIE.fullmatch(given) else ()
        known = [f"geonames:{geonames}"] if geonames else []
        known += [f"wikidata:{wikidata}"] if wikidata else []
        if known:
            return known[0 if kind is Kind.PLACE else -1], foreign
        if foreign:
            return f"enrich:{_slug(given)}", foreign
        slug = f"{self._mapped.slug}-{_slug(given or name)}"
        if not given:  # namesakes of one table are told apart by their order
            self._slugs[slug] += 1
            if (count := self._slugs[slug]) > 1:
                slug = f"{slug}-{count}"
        return f"enrich:{slug}", ()

    def _names(self, record: Record, shown: str) -> Iterator[Name]:
        language = self._text(record, "language") or None
        if language:
            yield Name(shown, NameType.PRIMARY, language, preferred=True)
        columns = [(language, column) for column in self._mapped.columns.get("aliases", ())]
        for language_of, column in (*columns, *self._mapped.names.items()):
            for text in self._split(record.cells.get(column)):
                if text != shown and self._options.wants_language(language_of):
                    yield Name(text, NameType.VARIANT, language_of)

    def _split(self, value: Any) -> list[str]:
        text = str(value) if value is not None else ""
        parts = text.split(self._mapped.separator) if self._mapped.separator else [text]
        return [" ".join(part.split()) for part in parts if part.strip()]


def _slug(text: str) -> str:
    """Return a text as it may stand in an id; other scripts by a digest."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    return "-".join(words) or hashlib.sha256(text.encode()).hexdigest()[:12]


def files(path: Path) -> tuple[Path, ...]:
    """Return the TOML file and the table that it names."""
    return path, read_mapping(path).file.path


SOURCE: Final = Source(iter_rows, info=info, files=files)
