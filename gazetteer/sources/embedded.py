"""The embedded gazetteer as a source: the curated facts, which every build holds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from gazetteer.ids import curie_of
from gazetteer.model import Point, Position
from gazetteer.rows import Row
from gazetteer.sources.curated import PLACE_SOURCES
from gazetteer.sources.options import BuildOptions
from gazetteer.store.file import EMBEDDED, StoreFile
from gazetteer.store.hits import KINDS, name_of_row
from gazetteer.store.queries import ENTITY

# A settlement of a reference; everything else was curated.
_CITY = f"((e.feature LIKE 'PPL%' OR e.feature IN ('STLMT', 'STNB')) AND s.name IN {PLACE_SOURCES})"


class Embedded:
    """Reads the gazetteer that the package ships, row by row.

    Raises:
        GazetteerError: It is missing or damaged.
    """

    def __init__(self) -> None:
        self._file = StoreFile(EMBEDDED)
        self._slugs: dict[int, str] = dict(self._file.all("SELECT key, slug FROM local_id"))
        self._codes: dict[int, str] = dict(self._file.all("SELECT entity, code FROM area"))
        self._positions = _grouped(
            self._file.all(
                "SELECT entity, title, country, start, end, organisation, as_of FROM position"
                " ORDER BY entity, start, title"
            )
        )

    def iter_curated(self) -> Iterator[Row]:
        """Yield areas, people and organisations."""
        yield from self._iter(f"NOT {_CITY}")

    def iter_cities(self, options: BuildOptions, *, without_id: bool = True) -> Iterator[Row]:
        """Yield the settlements that the options ask for.

        ``without_id`` are those with an ``enrich:`` id, which a dump of GeoNames may hold under
        its own.
        """
        for row in self._iter(_CITY):
            wanted = options.wants_place(row.country, "P", row.feature or "", row.population)
            if wanted and (without_id or not row.id.startswith("enrich:")):
                yield row

    def city_wikidata(self) -> dict[int, str]:
        """Return the Wikidata id of each city by its GeoNames number: GeoNames itself has few."""
        rows = self._file.all(
            "SELECT e.key, e.wikidata FROM entity e JOIN source s ON s.number = e.source"
            f" WHERE e.wikidata IS NOT NULL AND {_CITY}"
        )
        return {key: f"Q{number}" for key, number in rows}

    def former_ids(self) -> list[tuple[str, str]]:
        """Return the ids that entities had before, each with the one it has now."""
        rows = self._file.all(
            "SELECT id, entity FROM same_as WHERE id >= 'enrich:' AND id < 'enrich;' ORDER BY id"
        )
        return [(former, self._curie(key)) for former, key in rows]

    def person_words(self) -> dict[str, tuple[int, int, str | None]]:
        """Return the counts of given names and surnames by word."""
        rows = self._file.all("SELECT key, given, family, gender FROM person_word")
        return {key: (given, family, gender) for key, given, family, gender in rows}

    def _iter(self, condition: str) -> Iterator[Row]:
        names = _grouped(
            self._file.all(
                "SELECT n.entity, n.type, n.text, n.language FROM name n"
                " JOIN entity e ON e.key = n.entity JOIN source s ON s.number = e.source"
                f" WHERE {condition} ORDER BY n.entity, n.key"
            )
        )
        rows = self._file.all(
            f"SELECT {ENTITY}, s.name FROM entity e JOIN source s ON s.number = e.source"
            f" WHERE {condition} ORDER BY e.key"
        )
        for row in rows:
            yield self._row(row, names.get(row[0], []))

    def _curie(self, key: int) -> str:
        return curie_of(key) or f"enrich:{self._slugs[key]}"

    def _row(self, row: tuple[Any, ...], names: list[tuple[Any, ...]]) -> Row:
        key, kind, name, description, wikidata, geonames, country, area, feature = row[:9]
        lat, lon, radius_km, population, prominence, start, end, _, source = row[9:]
        return Row(
            id=self._curie(key),
            kind=KINDS[kind],
            name=name,
            names=tuple(name_of_row(name, *found[1:]) for found in names),
            wikidata=f"Q{wikidata}" if wikidata else None,
            geonames=geonames,
            country=country,
            area=area,
            code=self._codes.get(key),
            feature=feature,
            point=None if lat is None else Point(lat=lat / 100_000, lon=lon / 100_000),
            radius_km=radius_km,
            population=population,
            prominence=prominence / 10_000,
            valid=(start, end),
            description=description or "",
            positions=tuple(
                Position(t, c or None, s or None, e, o or None, as_of)
                for _, t, c, s, e, o, as_of in self._positions.get(key, [])
            ),
            source=source,
        )


def _grouped(rows: list[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    return {key: list(found) for key, found in groupby(rows, key=lambda row: row[0])}
