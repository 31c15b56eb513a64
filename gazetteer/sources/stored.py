"""A gazetteer that was built, read back row by row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from gazetteer.ids import curie_of
from gazetteer.model import Point, Position
from gazetteer.rows import Row
from gazetteer.store.file import StoreFile
from gazetteer.store.hits import KINDS, name_of_row
from gazetteer.store.queries import ENTITY

_FORMER = "id >= 'enrich:' AND id < 'enrich;'"


class StoredRows:
    """Reads a gazetteer as the rows that would build it again.

    Names that are compared alike come once, and an outline is as simple as the build made it. All
    names are in memory while rows are read: some 200 bytes each.

    Args:
        path: Of the gazetteer.

    Raises:
        GazetteerError: It is missing or damaged.
    """

    def __init__(self, path: Path) -> None:
        self._file = StoreFile(path)
        self._slugs: dict[int, str] = dict(self._file.all("SELECT key, slug FROM local_id"))
        self._codes: dict[int, str] = dict(self._file.all("SELECT entity, code FROM area"))
        self._outlines: dict[int, bytes] = dict(self._file.all("SELECT entity, wkb FROM outline"))
        self._same_as = _grouped(
            self._file.all(
                f"SELECT entity, id FROM same_as WHERE NOT ({_FORMER}) ORDER BY entity, id"
            )
        )
        self._positions = _grouped(
            self._file.all(
                "SELECT entity, title, country, start, end, organisation, as_of FROM position"
                " ORDER BY entity, start, title"
            )
        )

    @property
    def manifest(self) -> dict[str, Any]:
        """What the file says of itself."""
        return self._file.manifest()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def former_ids(self) -> list[tuple[str, str]]:
        """Return the ids that entities had before, each with the one it has now."""
        rows = self._file.all(f"SELECT id, entity FROM same_as WHERE {_FORMER} ORDER BY id")
        return [(former, self._curie(key)) for former, key in rows]

    def person_words(self) -> dict[str, tuple[int, int, str | None]]:
        """Return the counts of given names and surnames by word."""
        rows = self._file.all("SELECT key, given, family, gender FROM person_word")
        return {key: (given, family, gender) for key, given, family, gender in rows}

    def iter_rows(self, condition: str = "TRUE") -> Iterator[Row]:
        """Yield the rows that a condition on entity ``e`` and source ``s`` holds for, by key."""
        names = _grouped(
            self._file.all(
                "SELECT n.entity, n.type, n.text, n.language, n.valid_from, n.valid_to FROM name n"
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
        lat, lon, radius_km, population, prominence, start, end, _, _, source = row[9:]
        return Row(
            id=self._curie(key),
            kind=KINDS[kind],
            name=name,
            names=tuple(
                name_of_row(name, type_, text, language, (since, until))
                for _, type_, text, language, since, until in names
            ),
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
            same_as=tuple(foreign for _, foreign in self._same_as.get(key, [])),
            geometry=self._outlines.get(key),
            source=source,
        )


def _grouped(rows: list[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    return {key: list(found) for key, found in groupby(rows, key=lambda row: row[0])}
