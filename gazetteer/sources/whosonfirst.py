"""Who's On First: GeoJSON, one file or line a place, or its SQLite distribution.

A place with a GeoNames or Wikidata concordance takes that id; another one is
``enrich:wof-85632505``. Every place keeps ``wof:85632505`` in ``same_as``. Regions and counties get
area codes of their own ("AM.wof85668089"), which hold their outlines and to which
``wof:hierarchy`` refers a place that no concordance joins to one with GeoNames' codes.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from gazetteer.errors import SourceError
from gazetteer.language_tags import short_code
from gazetteer.model import Kind, Name, NameType, Point
from gazetteer.rows import Row, area_prominence, settlement_prominence
from gazetteer.sources import sqlite_files
from gazetteer.sources.geojson import Feature, iter_features
from gazetteer.sources.options import UNUSABLE, BuildOptions, Report, Source
from gazetteer.sources.shapes import parse_geojson

FEATURES: Final = {
    "borough": ("P", "PPLX"), "continent": ("L", "CONT"), "country": ("A", "PCLI"),
    "county": ("A", "ADM2"), "dependency": ("A", "PCLD"), "disputed": ("A", "ADMD"),
    "empire": ("A", "PCL"), "island": ("T", "ISL"), "localadmin": ("A", "ADM3"),
    "locality": ("P", "PPL"), "macrocounty": ("A", "ADMD"), "macrohood": ("P", "PPLX"),
    "macroregion": ("A", "ADMD"), "marinearea": ("H", "SEA"), "microhood": ("P", "PPLX"),
    "neighbourhood": ("P", "PPLX"), "ocean": ("H", "OCN"), "region": ("A", "ADM1"),
}  # fmt: skip
"""GeoNames class and code by ``wof:placetype``; of other types, venues and the like, none is read.
"""
_COUNTRIES: Final = frozenset({"country", "dependency"})
_CONTAINERS: Final = ("region", "county")
_ALTERNATE: Final = re.compile(r"-alt(-|\.)")
_SUFFIXES: Final = (".geojson", ".json", ".geojsonl", ".ndjson", ".jsonl", ".geojsons")
_NAME: Final = re.compile(r"name:([a-z]{2,3})(?:_[a-z0-9]+)*_x_([a-z]+)")
_NAME_TYPES: Final = {
    "preferred": NameType.VARIANT,
    "variant": NameType.VARIANT,
    "colloquial": NameType.VARIANT,
    "abbreviation": NameType.ABBREVIATION,
    "historical": NameType.FORMER,
}
_DATE: Final = re.compile(r"(-?\d{4}(?:-\d{2}(?:-\d{2})?)?)[~?%]?")
_QID: Final = re.compile(r"Q[1-9]\d{0,11}")
_ISO2: Final = re.compile(r"[A-Z]{2}")


def iter_rows(path: Path, options: BuildOptions, report: Report) -> Iterator[Row]:
    """Yield the places that are current.

    The path is of a GeoJSON file, plain or packed, with one place or a place a line; of the SQLite
    distribution; or of a folder of either, read with all its folders.
    """
    for where, feature in _iter_features(path, report):
        try:
            row = _row(feature, options, report, where)
        except UNUSABLE as error:
            report.problem(where, f"a value of another type ({type(error).__name__})")
            continue
        if row is not None:
            yield row


def _iter_features(path: Path, report: Report) -> Iterator[tuple[str, Feature]]:
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder; whosonfirst:PATH names one")
    found = False
    for file in _iter_files(path) if path.is_dir() else (path,):
        found = True
        if sqlite_files.is_sqlite(file):
            yield from _iter_table(file, report)
        else:
            yield from iter_features(file, report)
    if not found:
        raise SourceError(f"{path}: no GeoJSON or SQLite file of Who's On First in this folder")


def _iter_files(folder: Path) -> Iterator[Path]:
    for directory, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            bare = name.removesuffix(".gz").removesuffix(".bz2")
            if _ALTERNATE.search(bare):
                continue  # another outline of a place that has its own file
            if bare.endswith((*_SUFFIXES, ".db", ".sqlite")):
                yield Path(directory, name)


def _iter_table(path: Path, report: Report) -> Iterator[tuple[str, Feature]]:
    with sqlite_files.opened(path) as db:
        columns = sqlite_files.columns(db, "geojson")
        if not {"id", "body"} <= set(columns):
            raise SourceError(f"{path}: no distribution of Who's On First: no table geojson")
        where = " WHERE NOT coalesce(is_alt, 0)" if "is_alt" in columns else ""
        query = f"SELECT id, body FROM geojson{where}"
        for number, body in sqlite_files.rows(db, path, query):
            place = f"{path.name}: {number}"
            try:
                feature = json.loads(body)
            except (ValueError, TypeError, RecursionError):
                report.problem(place, "no JSON")
                continue
            if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
                report.problem(place, "no feature")
                continue
            yield place, feature


def _row(feature: Feature, options: BuildOptions, report: Report, where: str) -> Row | None:
    facts: Mapping[str, Any] = feature["properties"]
    if facts.get("src:alt_label"):
        return None
    if problem := _problem(facts):
        report.problem(where, problem)
        return None
    feature_class, code = FEATURES[str(facts["wof:placetype"])]
    if not options.wants_place(_country(facts), feature_class, code, _population(facts)):
        return None
    row = _place(facts, feature.get("geometry"), options)
    if row.point is None:
        report.problem(where, "no position")
    if row.code is None:
        return row
    return replace(row, geometry=_outline(feature.get("geometry"), report, where))


def _problem(facts: Mapping[str, Any]) -> str:
    """Return why a place is not read, "" for one that is."""
    number, name = int(facts.get("wof:id") or 0), facts.get("wof:name")
    if number <= 0 or not isinstance(name, str) or not name.strip():
        return "no wof:id or wof:name"
    if (
        facts.get("wof:superseded_by")
        or str(facts.get("mz:is_current")) == "0"
        or _date(facts.get("edtf:deprecated"))
    ):
        return "no longer current"
    placetype = str(facts.get("wof:placetype"))
    return "" if placetype in FEATURES else f"placetype {placetype} is not read"


def _place(
    facts: Mapping[str, Any], geometry: Mapping[str, Any] | None, options: BuildOptions
) -> Row:
    """Return the row of a place without its outline."""
    placetype = str(facts["wof:placetype"])
    number, country, population = int(facts["wof:id"]), _country(facts), _population(facts)
    geonames, wikidata = _concordances(facts)
    code = _code(facts, placetype, country)
    curie = _curie(number, geonames, wikidata)
    own = curie.startswith("enrich:")
    return Row(
        id=curie,
        kind=Kind.PLACE,
        name=str(facts["wof:name"]).strip(),
        names=tuple(_names(facts, options)),
        wikidata=wikidata if geonames else None,
        country=country,
        area=(code or _area(facts, country)) if own else country,
        code=code,
        feature=FEATURES[placetype][1],
        point=_point(facts, geometry),
        population=population,
        prominence=_prominence(facts, placetype, population),
        valid=(_date(facts.get("edtf:inception")), _date(facts.get("edtf:cessation"))),
        same_as=(f"wof:{number}",),
        source="who's on first",
    )


def _curie(number: int, geonames: int | None, wikidata: str | None) -> str:
    if geonames:
        return f"geonames:{geonames}"
    return f"wikidata:{wikidata}" if wikidata else f"enrich:wof-{number}"


def _concordances(facts: Mapping[str, Any]) -> tuple[int | None, str | None]:
    """Return the GeoNames number and the Wikidata id; 0, -1 and other fillers are none."""
    known = facts.get("wof:concordances")
    if not isinstance(known, Mapping):
        return None, None
    geonames = str(known.get("gn:id", ""))
    wikidata = str(known.get("wd:id", ""))
    number = int(geonames) if geonames.isascii() and geonames.isdigit() else 0
    return number or None, wikidata if _QID.fullmatch(wikidata) else None


def _country(facts: Mapping[str, Any]) -> str | None:
    for key in ("wof:country", "iso:country"):
        code = str(facts.get(key) or "")
        if _ISO2.fullmatch(code) and code not in {"XX", "XY", "XZ", "XN"}:  # nobody's, disputed
            return code
    return None


def _population(facts: Mapping[str, Any]) -> int:
    for key in ("wof:population", "gn:population"):
        value = facts.get(key)
        if isinstance(value, int | float | str) and str(value).strip("0123456789.") == "":
            return int(float(value or 0))
    return 0


def _code(facts: Mapping[str, Any], placetype: str, country: str | None) -> str | None:
    """Return the area code of a container: countries have GeoNames' own."""
    if country is None or placetype in _COUNTRIES:
        return country if placetype in _COUNTRIES else None
    if placetype == "county":
        code = _area(facts, country)
        return code if code != country else f"{country}.wof{facts['wof:id']}"
    return f"{country}.wof{facts['wof:id']}" if placetype == "region" else None


def _area(facts: Mapping[str, Any], country: str | None) -> str | None:
    """Return the code of the smallest container: "AM", "AM.wof85668089", or a county below it."""
    hierarchy = facts.get("wof:hierarchy")
    chain = hierarchy[0] if isinstance(hierarchy, list) and hierarchy else None
    if country is None or not isinstance(chain, Mapping):
        return country
    ids = (int(chain.get(f"{container}_id") or 0) for container in _CONTAINERS)
    return ".".join([country, *(f"wof{number}" for number in ids if number > 0)])


def _point(facts: Mapping[str, Any], geometry: Mapping[str, Any] | None) -> Point | None:
    """Return the label point, else the centroid; (0, 0) is what a place without one has."""
    for prefix in ("lbl", "mps", "geom"):
        lat, lon = facts.get(f"{prefix}:latitude"), facts.get(f"{prefix}:longitude")
        if lat is None or lon is None or not (lat or lon):
            continue
        lat, lon = float(lat), float(lon)
        if math.isfinite(lat) and abs(lat) <= 90 and math.isfinite(lon) and abs(lon) <= 180:
            return Point(lat=round(lat, 5), lon=round(lon, 5))
    if geometry and geometry.get("type") == "Point":
        lon, lat = geometry["coordinates"][:2]
        return Point(lat=round(float(lat), 5), lon=round(float(lon), 5)) if lat or lon else None
    return None


def _outline(geometry: Any, report: Report, where: str) -> bytes | None:
    if not geometry or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        return None
    import shapely

    try:
        return bytes(shapely.to_wkb(parse_geojson(geometry)))
    except ValueError:
        report.problem(where, "an outline that is none")
        return None


def _names(facts: Mapping[str, Any], options: BuildOptions) -> Iterator[Name]:
    shown = facts["wof:name"]
    for key, values in facts.items():
        match = _NAME.fullmatch(key)
        if match is None or match[2] not in _NAME_TYPES or not isinstance(values, list):
            continue
        language = None if match[1] == "und" else short_code(match[1])
        if not options.wants_language(language):
            continue
        for text in values:
            if isinstance(text, str) and text.strip() and text != shown:
                preferred = match[2] == "preferred"
                yield Name(text.strip(), _NAME_TYPES[match[2]], language, preferred=preferred)


def _date(value: Any) -> str | None:
    """Return an EDTF date as ISO 8601, None for "uuuu", ".." and intervals."""
    match = _DATE.fullmatch(str(value)) if value else None
    return match[1] if match and match[1] != "0000" else None


def _prominence(facts: Mapping[str, Any], placetype: str, population: int) -> float:
    """By population; what has none by the zoom from which its label is shown on a map."""
    if placetype in _COUNTRIES:
        return area_prominence("", population, is_country=True)
    base = settlement_prominence(population)
    zoom = facts.get("mz:min_zoom")
    if not population and isinstance(zoom, int | float) and math.isfinite(zoom):
        base = max(0.0, min(0.4, 0.04 * (11.0 - zoom)))
    return max(0.0, base - (0.1 if placetype == "localadmin" else 0.0))


SOURCE: Final = Source(iter_rows)
