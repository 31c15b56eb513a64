"""Natural Earth: the GeoJSON layers of a folder.

Old releases and new ones (4 to 5.1) are read alike: names of columns differ in case only. A
feature takes the GeoNames id, else the Wikidata id that its layer gives; a country the entity of
its ISO code. Where a layer has no concordances, a place of the same sort and name that lies there
is taken for the same, else it becomes ``enrich:ne-...``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from gazetteer.errors import SourceError
from gazetteer.model import Kind, NameType
from gazetteer.names import fold
from gazetteer.rows import Row
from gazetteer.sources.geojson import Feature, iter_features
from gazetteer.sources.natural_earth_layers import (
    LAYERS,
    SourceLayer,
    clean,
    iter_other_names,
    scale_rank,
)
from gazetteer.sources.options import UNUSABLE, BuildOptions, Report, Source
from gazetteer.sources.shapes import Shape, read_shape
from gazetteer.store import Gazetteer
from gazetteer.store.known import KnownPlaces

_FILE: Final = re.compile(r"ne_\d+m_(?P<layer>\w+)\.(?:geo)?json(?:\.gz|\.bz2)?")
_QID: Final = re.compile(r"Q[1-9]\d{0,11}")
_ISO2: Final = re.compile(r"[A-Z]{2}")
_GEONAMES: Final = ("geonamesid", "geonameid", "gn_id")
_ISO_BY_A3: Final = {"FRA": "FR", "NOR": "NO", "KOS": "XK"}
"""Whose ISO_A2 Natural Earth leaves out: it goes by who claims what."""
# A label of a division may stand on any of its islands, but no country has two of one name.
_REACH_KM: Final = {"settlement": 30.0, "airport": 30.0, "division": 2000.0, "area": 60.0}
_REACH_ANY_COUNTRY_KM: Final = 30.0
_NEAR_KM: Final = 60.0  # of any other sort, beside the radii of both


def iter_rows(path: Path, options: BuildOptions, report: Report) -> Iterator[Row]:
    """Yield the places of a folder of layers such as ``ne_10m_lakes.geojson``, or of one layer."""
    files = list(_layers(path, report))
    if not files:
        raise SourceError(
            f"{path}: no layer of Natural Earth; the files are called ne_10m_lakes.geojson and so"
        )
    with Gazetteer.open() as gazetteer:
        known = KnownPlaces(gazetteer)
        seen: set[str] = set()
        for file, layer in files:
            reader = _Reader(layer, known, options, report)
            for row in reader.rows(file):
                if row.id in seen:
                    report.problem(f"{file.name}: {row.name}", "a further part of a place")
                    continue
                seen.add(row.id)
                yield row


def _layers(path: Path, report: Report) -> Iterator[tuple[Path, SourceLayer]]:
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder; naturalearth:DIR names a folder")
    found = sorted(path.iterdir()) if path.is_dir() else [path]
    names = {match["layer"]: p for p in found if (match := _FILE.fullmatch(p.name))}
    for name, layer in LAYERS.items():
        if name in names and layer.unless not in names:
            yield names[name], layer
    for name in sorted(names.keys() - LAYERS.keys()):
        report.problem(names[name].name, "a layer that is not read")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one layer."""

    layer: SourceLayer
    known: KnownPlaces
    options: BuildOptions
    report: Report
    slugs: Counter[str] = field(default_factory=Counter)

    def rows(self, path: Path) -> Iterator[Row]:
        """Yield the places of a file."""
        for where, parts in self._grouped(iter_features(path, self.report)):
            try:
                row = self._row(where, parts)
            except UNUSABLE as error:
                self.report.problem(where, f"a value that cannot be used: {error}"[:80])
                continue
            if row is not None:
                yield row

    def _grouped(
        self, features: Iterator[tuple[str, Feature]]
    ) -> Iterator[tuple[str, list[Feature]]]:
        """Bring the parts of one place together, where the layer says which these are."""
        groups: dict[tuple[Any, ...], tuple[str, list[Feature]]] = {}
        for where, feature in features:
            feature["properties"] = {k.lower(): v for k, v in feature["properties"].items()}
            if self.layer.group is None:
                yield where, [feature]
                continue
            key = tuple(feature["properties"].get(column) for column in self.layer.group)
            groups.setdefault(key, (where, []))[1].append(feature)
        for where, parts in groups.values():
            # Where each part has a label of its own, the most prominent is the mainland's.
            yield where, sorted(parts, key=lambda part: scale_rank(part["properties"]))

    def _row(self, where: str, parts: list[Feature]) -> Row | None:
        facts: Mapping[str, Any] = parts[0]["properties"]
        name = self.layer.name(facts)
        if not name:
            return None  # most lakes and rivers of a detailed map have none
        if "\ufffd" in name:
            self.report.problem(where, "no UTF-8")
            return None
        feature = self.layer.feature(facts)
        if feature is None:
            self.report.problem(where, f"feature class {facts.get('featurecla')} is not read")
            return None
        shape = read_shape(_joined(parts))
        if shape is None:
            self.report.problem(where, "no position")
            return None
        country = _country(facts) if self.layer.has_country else None
        row = self._place(where, facts, (name, feature, country), shape)
        class_ = self.layer.feature_class
        is_wanted = self.options.wants_place(country, class_, row.feature or "", row.population)
        return row if is_wanted else None

    def _place(
        self, where: str, facts: Mapping[str, Any], told: tuple[str, str, str | None], shape: Shape
    ) -> Row:
        name, feature, country = told
        layer = self.layer
        names = [n for n in iter_other_names(facts, name, layer) if "\ufffd" not in n.text]
        code = layer.code(facts, country)
        given = self._given(where, facts, shape)
        curie = given[0] if given else None
        if curie is None:
            spellings = [name, *(n.text for n in names if n.type is not NameType.ABBREVIATION)]
            curie = self._matched(spellings, shape, code, country) or self._own(facts, name)
        if feature == "ADM1" and curie.startswith("enrich:"):
            feature = "ADMD"  # what is first-level here is second-level in GeoNames: departments
        population = layer.population(facts)
        return Row(
            id=curie,
            kind=Kind.PLACE,
            name=name,
            names=tuple(n for n in names if self.options.wants_language(n.language)),
            wikidata=next((i[9:] for i in given[1:] if i.startswith("wikidata:")), None),
            country=country,
            area=code or country,
            code=code,
            feature=feature,
            point=shape.point,
            radius_km=shape.radius_km,
            population=population,
            prominence=layer.prominence(facts, population, feature),
            description=layer.description(facts),
            same_as=tuple(_foreign(facts)),
            geometry=shape.outline if code else None,
            source="natural earth",
        )

    def _given(self, where: str, facts: Mapping[str, Any], shape: Shape) -> list[str]:
        """Return the ids that the layer gives, GeoNames first, without those of places far off."""
        geonames = next((n for key in _GEONAMES if (n := _number(facts.get(key))) > 0), 0)
        wikidata = str(facts.get("wikidataid") or "")
        ids = [f"geonames:{geonames}"] if geonames else []
        ids += [f"wikidata:{wikidata}"] if _QID.fullmatch(wikidata) else []
        near = [i for i in ids if not self.known.is_far(i, shape.point)]
        if len(near) < len(ids):
            self.report.problem(where, "the id of a place far off")
        return near

    def _matched(
        self, names: list[str], shape: Shape, code: str | None, country: str | None
    ) -> str | None:
        entity = self.known.gazetteer.area(code) if code else None
        if entity is None:
            sort = self.layer.sort
            km = _REACH_KM.get(sort, _NEAR_KM + (shape.radius_km or 0.0))
            spellings = [*names, *(f"{n} River" for n in names if sort == "river")]
            entity = self.known.near(spellings, sort, shape.point, km=km, country=country)
            if entity is None and sort == "division":  # the publishers disagree whose it is
                km = _REACH_ANY_COUNTRY_KM
                entity = self.known.near(names, sort, shape.point, km=km, country=None)
        return entity.id if entity else None

    def _own(self, facts: Mapping[str, Any], name: str) -> str:
        """Return an id of ours: by the publisher's number, else by layer and name."""
        if number := _number(facts.get("ne_id")):
            return f"enrich:ne-{number}"
        words = re.findall(r"[a-z0-9]+", fold(name)) or ["unnamed"]
        slug = "-".join(["ne", self.layer.sort, *words])
        self.slugs[slug] += 1
        count = self.slugs[slug]
        return f"enrich:{slug}" if count == 1 else f"enrich:{slug}-{count}"


def _joined(parts: list[Feature]) -> Mapping[str, Any] | None:
    geometries: list[Mapping[str, Any]] = [part["geometry"] for part in parts if part["geometry"]]
    if len(geometries) < 2:
        return geometries[0] if geometries else None
    many = {"LineString": "MultiLineString", "Polygon": "MultiPolygon"}
    first = geometries[0]["type"]
    if first == "Point":
        return geometries[0]
    single = first.removeprefix("Multi")
    pieces: list[Any] = []
    for geometry in geometries:
        if geometry["type"] == single:
            pieces.append(geometry["coordinates"])
        elif geometry["type"] == many.get(single):
            pieces += geometry["coordinates"]
    return {"type": many.get(single, first), "coordinates": pieces}


def _number(value: Any) -> int:
    """Return a number that GeoJSON may hold as 616052.0; 0 where there is none."""
    try:
        return int(float(value or 0))
    except (TypeError, ValueError, OverflowError):
        return 0


def _country(facts: Mapping[str, Any]) -> str | None:
    for key in ("iso_a2", "iso_a2_eh", "adm0_a3", "sr_adm0_a3"):
        code = str(facts.get(key) or "")
        code = _ISO_BY_A3.get(code, code)
        if _ISO2.fullmatch(code):
            return code
    return None


def _foreign(facts: Mapping[str, Any]) -> Iterator[str]:
    for scheme, key in (("wof", "wof_id"), ("ne", "ne_id")):
        if (number := _number(facts.get(key))) > 0:
            yield f"{scheme}:{number}"
    iata = clean(facts.get("iata_code"))
    if re.fullmatch(r"[A-Z]{3}", iata):
        yield f"iata:{iata}"


SOURCE: Final = Source(iter_rows)
