"""Rows of the store made into entities, with the areas around them and the offices they held."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from gazetteer.errors import UnknownEntity
from gazetteer.ids import curie_of, key_of
from gazetteer.model import Entity, Kind, Point, Position
from gazetteer.store import queries
from gazetteer.store.file import TEXT_OR_NONE, StoreFile
from gazetteer.store.hits import KINDS

_CACHED_AREAS: Final = 20_000
_TEXT: Final = TEXT_OR_NONE
_NUMBER: Final = (int, float, type(None))
_TYPES: Final[tuple[Any, ...]] = (
    int, int, str, _TEXT, (int, type(None)), (int, type(None)), _TEXT, _TEXT,
    _TEXT, (int, type(None)), (int, type(None)), _NUMBER, int, int, _TEXT, _TEXT, int, int,
    int, _TEXT, _TEXT, _TEXT, _TEXT,
)  # fmt: skip
"""Of the columns of a row, and of those of a name behind it."""
_MOST_PROMINENT: Final = 10_000
_MOST_KM: Final = 20_100.0  # half way round the world
_Chain = tuple[tuple[str, ...], tuple[str, ...]]
_NOWHERE: Final[_Chain] = ((), ())


class EntityReader:
    """Reads the entities of a file, and keeps the chains of areas that many of them share."""

    def __init__(self, file: StoreFile) -> None:
        self._file = file
        self._areas: dict[str, _Chain] = {}

    def __call__(self, row: tuple[Any, ...]) -> Entity:
        """Return the entity of a row, as the queries of ``gazetteer.store.queries`` give it."""
        try:
            return self._read(row)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise self._file.damaged(f"row {row[0]}: {error}") from error

    def row(self, curie: str) -> tuple[Any, ...]:
        """Return the row of an id, as the queries of ``gazetteer.store.queries`` give it.

        Raises:
            UnknownEntity: It is not held, or the text is not an id.
        """
        for query, argument in self._addresses(curie):
            rows = self._file.all(query, (argument,))
            if rows:
                return rows[0]
        raise UnknownEntity(f"{curie} is not in the gazetteer {self._file.path.name}")

    def _addresses(self, curie: str) -> Iterator[tuple[str, int | str]]:
        key = key_of(curie)
        if key is None:
            rows = self._file.all(
                "SELECT key FROM local_id WHERE slug = ?", (curie.partition(":")[2],)
            )
            yield from ((queries.BY_KEY, local) for (local,) in rows)
            yield queries.BY_FORMER_ID, curie
            return
        yield queries.BY_KEY, key
        if curie.startswith("wikidata:Q"):
            yield queries.BY_WIKIDATA, int(curie[len("wikidata:Q") :])
        else:
            yield queries.BY_GEONAMES, int(curie[len("geonames:") :])

    def _read(self, row: tuple[Any, ...]) -> Entity:
        key, number, name, description, wikidata, geonames, country, area = row[:8]
        feature, lat, lon, radius_km, population, prominence, start, end, source = row[8:17]
        name_count = row[17]
        if not all(map(isinstance, row, _TYPES)):
            raise TypeError("a value of another type")
        if not 0 <= (radius_km or 0.0) <= _MOST_KM or not 0 <= prominence <= _MOST_PROMINENT:
            raise ValueError("a number out of its range")
        kind = KINDS[number]
        curie = curie_of(key) or self._slug(key)
        same_as: tuple[str, ...] = (f"geonames:{geonames}",) if geonames else ()
        if wikidata:
            same_as = (*same_as, f"wikidata:Q{wikidata}")
        containers, names = _NOWHERE
        if kind is Kind.PLACE and (code := area or country):
            containers, names = self._areas_of(code)
            if curie in containers:  # it is one of the areas itself: leave it out
                at = containers.index(curie)
                containers = containers[:at] + containers[at + 1 :]
                names = names[:at] + names[at + 1 :]
        return Entity(
            curie, name, kind, description or "", same_as, country, names[1:], containers, feature,
            None if lat is None else Point(lat=lat / 100_000, lon=lon / 100_000),
            radius_km, max(population, 0), prominence / _MOST_PROMINENT, (start, end),
            self._positions(key) if kind is Kind.PERSON else (), self._source_names[source],
            name_count,
        )  # fmt: skip

    def _areas_of(self, code: str) -> _Chain:
        """Return the ids and the names of the areas that a code names, the country first."""
        chain = self._areas.get(code)
        if chain is None:
            above = code.rpartition(".")[0]
            chain = self._areas_of(above) if above else _NOWHERE
            for key, name in self._file.all(
                "SELECT entity, name FROM area WHERE code = ?", (code,), (int, str)
            ):
                chain = ((*chain[0], curie_of(key) or self._slug(key)), (*chain[1], name))
            if len(self._areas) >= _CACHED_AREAS:
                self._areas.clear()
            self._areas[code] = chain
        return chain

    def _positions(self, key: int) -> tuple[Position, ...]:
        rows = self._file.all(
            "SELECT title, country, start, end, organisation, as_of FROM position"
            " WHERE entity = ? ORDER BY start, title",
            (key,),
            (str, str, str, _TEXT, str, _TEXT),
        )
        return tuple(
            Position(t, c or None, start or None, end, o or None, as_of)
            for t, c, start, end, o, as_of in rows
        )

    @cached_property
    def _source_names(self) -> dict[int, str]:
        return dict(self._file.all("SELECT number, name FROM source", (), (int, str)))

    def _slug(self, key: int) -> str:
        return f"enrich:{self._slugs[key]}"

    @cached_property
    def _slugs(self) -> dict[int, str]:
        rows = self._file.all("SELECT slug, key FROM local_id", (), (str, int))
        return {key: slug for slug, key in rows}
