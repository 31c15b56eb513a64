"""Writes one gazetteer file, whole or not at all.

Entities go straight into the file. Names are staged beside it, sorted once by SQLite and written
in order, which keeps the index dense and the time linear at tens of millions of names.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

from gazetteer.build.ids import BuildIds
from gazetteer.build.merging import iter_conflicts, latin_names
from gazetteer.build.workfile import digest, disk_errors, remove_left_overs
from gazetteer.errors import CuratedFactError
from gazetteer.ids import Keys, key_of
from gazetteer.model import Name, NameType, Point
from gazetteer.names import fold
from gazetteer.rows import Row
from gazetteer.sources.options import Report
from gazetteer.store.file import APPLICATION_ID, SCHEMA
from gazetteer.store.hits import KINDS, TYPES
from gazetteer.store.schema import SCHEMA_SQL

_TYPE_NUMBER: Final = {type_: 2 * number for number, type_ in enumerate(TYPES)}
_VARIANT: Final = _TYPE_NUMBER[NameType.VARIANT] + 1
_KIND_NUMBER: Final = {kind: number for number, kind in enumerate(KINDS)}
_BATCH: Final = 20_000
_COMPACTED: Final = 1_000_000  # larger files are written densely enough as they are
_INSERT_ENTITY: Final = "INSERT INTO entity VALUES (" + ", ".join("?" * 18) + ")"
_FACTS: Final = (
    "wikidata, geonames, description, country, area, feature, lat, lon, radius_km, population,"
    " prominence, valid_from, valid_to, name_count"
)
_FILL: Final = (
    "UPDATE entity SET wikidata = coalesce(wikidata, ?1), geonames = coalesce(geonames,"
    " nullif(?2, key)), description = coalesce(description, ?3), country = coalesce(country, ?4),"
    " area = CASE WHEN depth(area) < depth(coalesce(?5, '')) THEN ?5 ELSE area END,"
    " feature = coalesce(feature, ?6), lat = coalesce(lat, ?7), lon = coalesce(lon, ?8),"
    " radius_km = coalesce(radius_km, ?9), population = max(population, ?10),"
    " prominence = max(prominence, ?11), valid_from = coalesce(valid_from, ?12),"
    " valid_to = coalesce(valid_to, ?13), name_count = max(name_count, ?14) WHERE key = ?15"
)
_MOVE_NAMES: Final = (
    "UPDATE stage.name SET entity = (SELECT new FROM own WHERE old = entity),"
    " text = coalesce(text, (SELECT shown FROM own WHERE old = entity)),"
    " type = CASE WHEN text IS NULL THEN ? ELSE type END WHERE entity IN (SELECT old FROM own)"
)
_MOVE_SAME_AS: Final = (
    "UPDATE same_as SET entity = (SELECT new FROM own WHERE old = entity)"
    " WHERE entity IN (SELECT old FROM own)"
)
_INSERT_NAME: Final = "INSERT INTO stage.name VALUES (?, ?, ?, ?, ?, ?, ?)"


class Builder:
    """Writes one gazetteer; a context manager that leaves nothing behind when it fails.

    Args:
        output: Where the finished file goes; replaced in one step at the end.

    Attributes:
        report: Duplicate ids and conflicts between sources.
        merged: How many rows were taken for an entity that was there already.

    Raises:
        OutputError: The file cannot be written there.

    Example:
        with Builder(Path("mine.gaz")) as builder:
            builder.add(rows)
            builder.finish(sources=[])
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self._temporary = output.with_name(f".{output.name}.{os.getpid()}.part")
        self._staging = output.with_name(f".{output.name}.{os.getpid()}.stage.part")
        self.report = Report()
        self.merged = 0
        self._counts: Counter[str] = Counter()
        self._sources: dict[str, int] = {}
        self._ids = BuildIds()
        self._keys = self._ids.held
        self._codes: dict[str, int] = {}
        self._by_wikidata: dict[int, int] = {}
        self._by_foreign: dict[str, int] = {}
        self._entities: list[tuple[Any, ...]] = []
        self._names: list[tuple[Any, ...]] = []
        self.outlines: dict[str, tuple[int, bytes]] = {}

    def __enter__(self) -> Self:
        with disk_errors(self._output):
            self._output.parent.mkdir(parents=True, exist_ok=True)
            remove_left_overs(self._output)
            self._db = sqlite3.connect(self._temporary, isolation_level=None)
            # The file is worth nothing until it is finished: no journal, no waiting for the disk.
            self._db.executescript(
                f"PRAGMA page_size = 4096; PRAGMA application_id = {APPLICATION_ID};"
                f" PRAGMA user_version = {SCHEMA}; PRAGMA journal_mode = OFF;"
                " PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; PRAGMA threads = 2;"
            )
            # How many levels a GeoNames code names: "AM.08" two, nothing none.
            self._db.create_function(
                "depth", 1, lambda code: code.count(".") + 1 if code else 0, deterministic=True
            )
            tables, _, self._indices = SCHEMA_SQL.read_text("utf-8").partition("-- INDICES")
            self._db.executescript(tables)
            self._db.execute("ATTACH DATABASE ? AS stage", (str(self._staging),))
            self._db.executescript(
                "PRAGMA stage.journal_mode = OFF; PRAGMA stage.synchronous = OFF;"
                " CREATE TABLE stage.name"
                " (key TEXT, entity INTEGER, type INTEGER, text TEXT, language TEXT,"
                " valid_from TEXT, valid_to TEXT)"
            )
            self._db.execute("BEGIN")
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()
        for path in (self._temporary, self._staging):
            path.unlink(missing_ok=True)

    def add(self, rows: Iterable[Row], *, strict: bool = True, only_new: bool = False) -> set[str]:
        """Write entities with all that belongs to them.

        Args:
            rows: The entities.
            strict: Whether an id or code that is there already is an error. Otherwise the row is
                merged into the entity of that id: what it lacks is filled in, what differs stays
                and is counted as a conflict.
            only_new: Whether rows of entities that are there already are left out, uncounted.

        Returns:
            The ids, where ``strict``; else an empty set, for there may be millions.

        Raises:
            CuratedFactError: Two rows have one id or two areas one code, where ``strict``.
        """
        ids: set[str] = set()
        seen = Keys()
        with disk_errors(self._output, reading=True):
            for row in rows:
                key = self._ids.key(row.id)
                if strict:
                    self._check_new(row, key)
                    ids.add(row.id)
                elif key in seen:
                    self.report.problem(row.id, "duplicate id in one source")
                    continue
                seen.add(key)
                known = self._known(row, key, strict=strict)
                if known is None:
                    self._insert(row, key)
                elif not only_new:
                    self._merge(row, known)
            self._flush()
        return ids

    def add_names(self, curie: str, names: Iterable[Name], *, strict: bool = True) -> None:
        """Write further names of an entity that was added before.

        Raises:
            CuratedFactError: It was not, where ``strict``; else its names are passed over.
        """
        key = self._ids.key(curie)
        if key in self._keys:
            self._stage_names(key, None, names)
        elif strict:
            raise CuratedFactError(f"names are given for {curie}, which no table or source holds")

    def add_person_words(self, words: Mapping[str, tuple[int, int, str | None]]) -> None:
        """Write counts of given names and surnames, by word."""
        merged: dict[str, tuple[int, int, str | None]] = {}
        for word, (given, family, gender) in words.items():
            key = fold(word)
            before = merged.get(key, (0, 0, None))
            merged[key] = (before[0] + given, before[1] + family, gender or before[2])
        rows = [(key, *counts) for key, counts in sorted(merged.items())]
        self._db.executemany("INSERT OR REPLACE INTO person_word VALUES (?, ?, ?, ?)", rows)

    def add_former_ids(self, pairs: Iterable[tuple[str, str]], *, strict: bool = True) -> None:
        """Let ids that entities had before lead to them; see ``BuildIds.add_former``."""
        self._ids.add_former(pairs, strict=strict)

    def absorb(self, pairs: Iterable[tuple[str, Row]]) -> None:
        """Make entities with an ``enrich:`` id part of those that rows of a source became.

        As when a row is merged: what the entity of the source lacks is filled in, what it has
        stays, and all names are its names. The ids lead to it from now on. The staged names are
        read once, whatever the number of pairs.

        Args:
            pairs: The id, and the row.
        """
        with disk_errors(self._output):
            self._flush()
            self._db.execute("CREATE TEMP TABLE own (old INTEGER PRIMARY KEY, new, shown)")
            before = self.merged
            for curie, row in pairs:
                old = self._ids.key(curie)
                new = self._known(row, self._ids.key(row.id), strict=False)
                if new is not None and new != old:
                    self._fill_from(old, new)
                    self._ids.replace(curie, new)
                    self._counts[row.kind.value] -= 1
                    self.merged += 1
            if self.merged > before:
                self._db.execute(_MOVE_NAMES, (_VARIANT,))
                self._db.execute(_MOVE_SAME_AS)
                self._db.execute("DELETE FROM entity WHERE key IN (SELECT old FROM own)")
            self._db.execute("DROP TABLE own")

    def _fill_from(self, old: int, new: int) -> None:
        select = f"SELECT name, {_FACTS} FROM entity WHERE key = ?"
        name, wikidata, *facts = self._db.execute(select, (old,)).fetchone()
        self._db.execute("INSERT INTO own VALUES (?, ?, ?)", (old, new, name))
        if wikidata is not None and key_of(f"wikidata:Q{wikidata}") == new:
            wikidata = None
        self._fill(new, wikidata, *facts)

    def fill_areas(self, areas_of: Callable[[list[Point]], Sequence[str | None]]) -> None:
        """Give each place that has no code below its country the area that it lies in.

        ``areas_of`` returns the GeoNames code of the smallest area around each point, or None.
        """
        self._flush()
        select = (
            "SELECT key, lat, lon FROM entity WHERE kind = 0 AND lat IS NOT NULL"
            " AND coalesce(area, '') NOT LIKE '%.%' AND coalesce(radius_km, 0) < 50"
            # A river or a sea lies in many areas: its label point says nothing of them.
            " AND (feature IS NULL OR feature LIKE 'PPL%' OR feature LIKE 'ADM%'"
            " OR feature LIKE 'AIR%')"
        )
        wanting = self._db.execute(select).fetchall()
        points = [Point(lat=lat / 100_000, lon=lon / 100_000) for _, lat, lon in wanting]
        found = [
            (code, code.partition(".")[0], key)
            for (key, _, _), code in zip(wanting, areas_of(points), strict=True)
            if code
        ]
        self._db.executemany(
            "UPDATE entity SET area = ?, country = coalesce(country, ?) WHERE key = ?", found
        )

    def finish(self, sources: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """Sort the names, write filter, indices and manifest, and move the file into place.

        Args:
            sources: For the manifest: name, licence, attribution, url, date, rows.

        Returns:
            The manifest.
        """
        from gazetteer.store.fuzzy import write_filter

        with disk_errors(self._output):
            self._flush()
            self._write_names()
            self._ids.write(self._db)
            write_filter(self._db)
            self._write_outlines()
            self._db.executescript(self._indices.partition("\n")[2])
            if sum(self._counts.values()) < _COMPACTED:
                self._db.execute("VACUUM")
            manifest = self._manifest(list(sources))
            rows = [(key, json.dumps(value, ensure_ascii=False)) for key, value in manifest.items()]
            self._db.executemany("INSERT INTO manifest VALUES (?, ?)", rows)
            self._db.close()
            with self._temporary.open("rb+") as file:
                os.fsync(file.fileno())
            self._temporary.replace(self._output)
        return manifest

    def _check_new(self, row: Row, key: int) -> None:
        if key in self._keys:
            raise CuratedFactError(f"{row.id} ({row.name}) is in two rows")
        if row.code in self._codes:
            raise CuratedFactError(f"{row.id} ({row.name}): {row.code} is another area's code")

    def _known(self, row: Row, key: int, *, strict: bool) -> int | None:
        """The key of the entity that the row describes, when it is there already.

        Two GeoNames ids are two things, though a city and its district share a Wikidata item.
        """
        if key in self._keys:
            return key
        if strict:
            return None
        own = key_of(f"wikidata:{row.wikidata}") if row.wikidata else None
        if own is not None and own in self._keys:
            return own
        if not row.id.startswith("geonames:"):
            number = row.wikidata or row.id.removeprefix("wikidata:")
            if number[:1] == "Q" and (known := self._by_wikidata.get(int(number[1:]))):
                return known
            if row.geonames and row.geonames in self._keys:
                return row.geonames
        return next((k for i in row.same_as if (k := self._by_foreign.get(i)) is not None), None)

    def _insert(self, row: Row, key: int) -> None:
        self._keys.add(key)
        wikidata = int(row.wikidata[1:]) if row.wikidata else None
        if wikidata is not None and not row.id.startswith("wikidata:"):
            self._by_wikidata.setdefault(wikidata, key)
        else:
            wikidata = None
        others = self._stage_names(key, row.name, (Name(row.name), *row.names, *latin_names(row)))
        self._entities.append((
            key, _KIND_NUMBER[row.kind], row.name, row.description or None, wikidata,
            row.geonames, row.country, row.area, row.feature,
            *_units(row.point), row.radius_km, row.population, round(row.prominence * 10_000),
            *row.valid, self._source(row.source), others,
        ))  # fmt: skip
        self._counts[row.kind.value] += 1
        self._attach(row, key)
        if len(self._entities) >= _BATCH:
            self._flush()

    def _merge(self, row: Row, key: int) -> None:
        self._flush()
        self.merged += 1
        select = "SELECT kind, wikidata, country, lat, lon FROM entity WHERE key = ?"
        kind, wikidata, country, lat, lon = self._db.execute(select, (key,)).fetchone()
        if kind != _KIND_NUMBER[row.kind]:
            self.report.problem(row.id, "conflict: another kind")
            return
        other = row.wikidata or (row.id[9:] if row.id.startswith("wikidata:") else None)
        number = int(other[1:]) if other and key_of(f"wikidata:{other}") != key else None
        for conflict in iter_conflicts(row, (wikidata, number), country, (lat, lon)):
            self.report.problem(row.id, f"conflict: {conflict}")
        geonames = row.geonames or (int(row.id[9:]) if row.id.startswith("geonames:") else None)
        others = self._stage_names(key, None, (Name(row.name, NameType.VARIANT), *row.names))
        self._fill(
            key, number, geonames, row.description or None, row.country, row.area, row.feature,
            *_units(row.point), row.radius_km, row.population, round(row.prominence * 10_000),
            *row.valid, others,
        )  # fmt: skip
        if number is not None:
            self._by_wikidata.setdefault(number, key)
        self._attach(row, key)

    def _fill(self, key: int, *facts: Any) -> None:
        """Fill in what an entity lacks; the facts are ``_FACTS``."""
        self._db.execute(_FILL, (*facts, key))

    def _attach(self, row: Row, key: int) -> None:
        """Write what hangs on an entity: its area code, offices, foreign ids and outline."""
        if row.code and self._codes.setdefault(row.code, key) == key:
            self._db.execute(
                "INSERT OR IGNORE INTO area VALUES (?, ?, ?)", (row.code, key, row.name)
            )
        elif row.code:
            self.report.problem(row.id, "conflict: another area's code")
        if row.positions:
            self._db.executemany(
                "INSERT OR REPLACE INTO position VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (key, p.start or "", p.title, p.country or "", p.organisation or "", p.end,
                     p.as_of)
                    for p in row.positions
                ],
            )  # fmt: skip
        for foreign in row.same_as:
            if self._by_foreign.setdefault(foreign, key) == key:
                self._db.execute("INSERT OR IGNORE INTO same_as VALUES (?, ?)", (foreign, key))
        if row.geometry is not None and row.code:
            self.outlines.setdefault(row.code, (key, row.geometry))

    def _source(self, name: str) -> int:
        if name not in self._sources:
            self._sources[name] = len(self._sources) + 1
            self._db.execute("INSERT INTO source VALUES (?, ?)", (self._sources[name], name))
        return self._sources[name]

    def _stage_names(self, key: int, shown: str | None, names: Iterable[Name]) -> int:
        """Stage the names of an entity; return how many it has, folded, beyond the first."""
        staged = [
            (
                folded, key, _TYPE_NUMBER[name.type] + (not name.preferred),
                None if name.text == shown else name.text, name.language, *name.valid,
            )
            for name in names
            if (folded := fold(name.text))
        ]  # fmt: skip
        self._names += staged
        if len(self._names) >= _BATCH:
            self._flush_names()
        return max(len({folded for folded, *_ in staged}) - 1, 0)

    def _flush_names(self) -> None:
        self._db.executemany(_INSERT_NAME, self._names)
        self._names.clear()

    def _flush(self) -> None:
        self._db.executemany(_INSERT_ENTITY, self._entities)
        self._entities.clear()
        self._flush_names()

    def _write_names(self) -> None:
        """Of several names under one key, the type that stands first in NameType wins."""
        self._db.execute(
            "INSERT OR IGNORE INTO name SELECT key, entity, type, text, language, valid_from,"
            " valid_to FROM stage.name ORDER BY key, entity, type, text"
        )
        self._db.execute("COMMIT")
        self._db.execute("DETACH DATABASE stage")
        self._staging.unlink()
        self._db.execute("BEGIN")

    def _write_outlines(self) -> None:
        outlines = self.outlines.values()
        self._db.executemany("INSERT OR IGNORE INTO outline VALUES (?, ?)", outlines)
        self._db.execute("COMMIT")

    def _manifest(self, sources: list[Mapping[str, Any]]) -> dict[str, Any]:
        countries = self._db.execute(
            "SELECT country, count(*) FROM entity WHERE country IS NOT NULL GROUP BY country"
        )
        mark, counts = "conflict: ", self.report.counts.items()
        return {
            "schema": SCHEMA,
            "build": digest(self._temporary),
            "built_at": _now().isoformat(timespec="seconds"),
            "sources": sources,
            "counts": dict(sorted(self._counts.items())),
            "countries": dict(countries.fetchall()),
            "merged": self.merged,
            "conflicts": {k.removeprefix(mark): n for k, n in counts if k.startswith(mark)},
            "problems": {k: n for k, n in counts if not k.startswith(mark)},
        }


def _units(point: Point | None) -> tuple[int | None, int | None]:
    """Latitude and longitude in hundred-thousandths of a degree."""
    return (round(point.lat * 100_000), round(point.lon * 100_000)) if point else (None, None)


def _now() -> datetime:
    """Return the time, or the one that whoever wants reproducible builds gives instead."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(given), UTC) if given.isdecimal() else datetime.now(UTC)
