"""The gazetteer as a reader sees it: one read-only file, looked up by id and by name.

The file is an SQLite database that ``gazetteer.build`` wrote. It is opened in place and mapped
into memory page by page, so opening costs milliseconds whatever its size, and any number of
processes may read it while a new one is built beside it.
"""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import quote

from gazetteer.errors import GazetteerDamaged, GazetteerMissing, GazetteerOutdated, UnknownEntity
from gazetteer.ids import curie_of, key_of
from gazetteer.model import Entity, Kind, Name, NameType, Point, Position
from gazetteer.names import fold, one_edit_keys

__all__ = ["APPLICATION_ID", "EMBEDDED", "SCHEMA", "Gazetteer", "Hit", "PersonWord"]

APPLICATION_ID: Final = 0x67617A31
"""``PRAGMA application_id`` of every gazetteer: "gaz1"."""
SCHEMA: Final = 1
"""``PRAGMA user_version``: raised whenever schema.sql changes."""
EMBEDDED: Final = Path(__file__).with_name("embedded.gaz")
"""The gazetteer that the package ships."""

KINDS: Final = tuple(Kind)
TYPES: Final = tuple(NameType)
_MMAP_BYTES: Final = 1 << 34  # an upper bound: pages are mapped, not read
_CACHED_KEYS: Final = 20_000
_HEADER: Final = b"SQLite format 3\0"
_FUZZY_LENGTHS: Final = range(4, 61)  # shorter names have more neighbours than meaning
_MANIFEST_KEYS: Final = frozenset({"schema", "build", "built_at", "sources", "counts"})

_ENTITY: Final = (
    "e.key, e.kind, e.name, e.description, e.wikidata, e.geonames, e.country, e.area, e.feature,"
    " e.lat, e.lon, e.radius_km, e.population, e.prominence, e.valid_from, e.valid_to, e.source"
)
_BY_KEY: Final = f"SELECT {_ENTITY} FROM entity e WHERE e.key = ?"  # noqa: S608 - constants only
# A city and its district share an item: the better known of them is meant.
_BY_WIKIDATA: Final = (
    f"SELECT {_ENTITY} FROM entity e WHERE e.wikidata = ?"  # noqa: S608
    " ORDER BY e.prominence DESC, e.key"
)
_BY_GEONAMES: Final = f"SELECT {_ENTITY} FROM entity e WHERE e.geonames = ?"  # noqa: S608
_BY_NAME: Final = (
    f"SELECT {_ENTITY}, n.type, n.text, n.language"  # noqa: S608
    " FROM name n JOIN entity e ON e.key = n.entity WHERE n.key = ?"
)
_KNOWN: Final = (
    "SELECT DISTINCT key FROM name WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity found under a name.

    Attributes:
        entity: The entity.
        name: Which of its names matched.
        edits: Insertions, deletions, substitutions and transpositions between the folded
            look-up and the folded name; 0 for an exact key.
    """

    entity: Entity
    name: Name
    edits: int = 0


@dataclass(frozen=True, slots=True)
class PersonWord:
    """How often a word is a given name or a surname among the people of the reference.

    Attributes:
        given: Count as a given name.
        family: Count as a surname.
        gender: "male", "female", "both" or None where unknown.
    """

    given: int
    family: int
    gender: str | None


def _rank(hit: Hit) -> tuple[float, float, str]:
    entity = hit.entity
    return (-entity.prominence, -entity.population, entity.id)


class Gazetteer:
    """A read-only gazetteer; use ``Gazetteer.open``, as a context manager or until ``close``.

    One object may be used from several threads; there are as many connections as look-ups ever
    ran at once.

    Attributes:
        path: The file.
        manifest: What is in it and where from: "schema", "build", "built_at", "sources"
            (name, licence, attribution, date, url), "counts".

    Example:
        >>> with Gazetteer.open() as gazetteer:
        ...     gazetteer.lookup("Erevan")[0].entity.name
        'Yerevan'
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._hits: dict[str, tuple[Hit, ...]] = {}
        self._areas: dict[str, tuple[tuple[str, str], ...]] = {}
        self.manifest: Mapping[str, Any] = self._read_manifest()

    @classmethod
    def open(cls, path: str | os.PathLike[str] | None = None) -> Self:
        """Open a gazetteer in place.

        Args:
            path: The file, or None for the one that the package ships.

        Raises:
            GazetteerMissing: There is no such file.
            GazetteerDamaged: It is no gazetteer, or was cut short.
            GazetteerOutdated: It was built for another schema.
        """
        file = Path(path) if path is not None else EMBEDDED
        _check_file(file, embedded=path is None)
        return cls(file)

    @property
    def build_id(self) -> str:
        """What names this build: equal ids hold equal facts."""
        return str(self.manifest["build"])

    def close(self) -> None:
        """Close the file. A look-up afterwards opens it again."""
        while self._idle:
            self._idle.pop().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---------------------------------------------------------------------------- look-ups

    def get(self, curie: str) -> Entity:
        """Return the entity of an id; a Wikidata id finds the GeoNames place it belongs to.

        Args:
            curie: "geonames:616052", "wikidata:Q1953" or "enrich:...".

        Raises:
            UnknownEntity: It is not held, or the text is no id.
        """
        for query, argument in self._addresses(curie):
            rows = self._all(query, (argument,))
            if rows:
                return self._entity(rows[0])
        raise UnknownEntity(f"{curie} is not in the gazetteer {self.path.name}")

    def lookup(self, name: str, kind: Kind | None = None) -> tuple[Hit, ...]:
        """Return every entity known under a name, the best known first.

        Names are compared folded: case, diacritics, punctuation, "St." and "Saint" do not count.

        Args:
            name: A name in any script.
            kind: Only entities of this kind.
        """
        hits = self.lookup_key(fold(name))
        return hits if kind is None else tuple(h for h in hits if h.entity.kind is kind)

    def lookup_key(self, key: str) -> tuple[Hit, ...]:
        """Return every entity under a key that ``fold`` made, the best known first."""
        hits = self._hits.get(key)
        if hits is None:
            hits = tuple(sorted(self._iter_hits(key), key=_rank)) if key else ()
            if len(self._hits) >= _CACHED_KEYS:
                self._hits.clear()
            self._hits[key] = hits
        return hits

    def fuzzy(self, name: str, kind: Kind | None = None) -> tuple[Hit, ...]:
        """Return the entities whose name is one edit away, the best known first.

        Args:
            name: A name of four to sixty letters as folded; others find nothing.
            kind: Only entities of this kind.

        Example:
            >>> with Gazetteer.open() as gazetteer:
            ...     gazetteer.fuzzy("Yervan")[0].entity.name
            'Yerevan'
        """
        key = fold(name)
        if len(key) not in _FUZZY_LENGTHS:
            return ()
        near = [k for k in self.known_keys(one_edit_keys(key)) if k != key]
        hits = (Hit(h.entity, h.name, 1) for k in near for h in self.lookup_key(k))
        return tuple(sorted((h for h in hits if kind in (None, h.entity.kind)), key=_rank))

    def known_keys(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return those of many keys under which anything is held, in order, in one query."""
        wanted = json.dumps([*{*keys}], ensure_ascii=True)
        return tuple(key for (key,) in self._all(_KNOWN, (wanted,)))

    def person_word(self, word: str) -> PersonWord | None:
        """Return how often a single word is a given name or surname, or None if it never is."""
        rows = self._all(
            "SELECT given, family, gender FROM person_word WHERE key = ?", (fold(word),)
        )
        return PersonWord(*rows[0]) if rows else None

    def area(self, code: str) -> Entity | None:
        """Return the area of a GeoNames code ("AM", "AM.08", "US.AL.001"), or None."""
        rows = self._all("SELECT entity FROM area WHERE code = ?", (code,))
        return self._entity(self._all(_BY_KEY, rows[0])[0]) if rows else None

    # --------------------------------------------------------------------------- internals

    def _iter_hits(self, key: str) -> Iterator[Hit]:
        for row in self._all(_BY_NAME, (key,)):
            *_, type_, text, language = row
            entity = self._entity(row)
            yield Hit(entity, Name(text or entity.name, TYPES[type_], language))

    def _entity(self, row: tuple[Any, ...]) -> Entity:
        try:
            return self._read_entity(row)
        except (IndexError, TypeError, ValueError) as error:
            raise GazetteerDamaged(_damaged(self.path, f"row {row[0]}: {error}")) from error

    def _read_entity(self, row: tuple[Any, ...]) -> Entity:
        key, kind, name, description, wikidata, geonames, country, area = row[:8]
        feature, lat, lon, radius_km, population, prominence, start, end, source = row[8:17]
        same_as = (f"geonames:{geonames}",) if geonames else ()
        chain = self._chain(area or country, key) if KINDS[kind] is Kind.PLACE else ()
        return Entity(
            id=curie_of(key) or self._slug(key),
            name=name,
            kind=KINDS[kind],
            description=description or "",
            same_as=(*same_as, f"wikidata:Q{wikidata}") if wikidata else same_as,
            country=country,
            admin=tuple(title for _, title in chain[1:]),
            containers=tuple(curie for curie, _ in chain),
            feature=feature,
            point=None if lat is None else Point(lat=lat, lon=lon),
            radius_km=radius_km,
            population=population,
            prominence=prominence,
            valid=(start, end),
            roles=self._positions(key) if KINDS[kind] is Kind.PERSON else (),
            source=source,
        )

    def _chain(self, code: str | None, key: int) -> tuple[tuple[str, str], ...]:
        """Return (id, name) of the areas around an entity, the country first, itself left out."""
        if not code:
            return ()
        chain = self._areas.get(code)
        if chain is None:
            parts = code.split(".")
            codes = json.dumps([".".join(parts[: n + 1]) for n in range(len(parts))])
            rows = self._all(
                "SELECT entity, name FROM area WHERE code IN (SELECT value FROM json_each(?))"
                " ORDER BY length(code)",
                (codes,),
            )
            chain = tuple((curie_of(k) or self._slug(k), name) for k, name in rows)
            self._areas[code] = chain
        own = curie_of(key) or ""
        return tuple(link for link in chain if link[0] != own)

    def _positions(self, key: int) -> tuple[Position, ...]:
        rows = self._all(
            "SELECT title, country, start, end, organisation FROM position WHERE entity = ?"
            " ORDER BY start, title",
            (key,),
        )
        return tuple(Position(t, c, start or None, end, o) for t, c, start, end, o in rows)

    def _slug(self, key: int) -> str:
        return f"enrich:{self._slugs[key]}"

    @cached_property
    def _slugs(self) -> dict[int, str]:
        return {key: slug for slug, key in self._all("SELECT slug, key FROM local_id", ())}

    def _addresses(self, curie: str) -> Iterator[tuple[str, int]]:
        key = key_of(curie)
        if key is None:
            rows = self._all("SELECT key FROM local_id WHERE slug = ?", (curie.partition(":")[2],))
            yield from ((_BY_KEY, local) for (local,) in rows)
            return
        yield _BY_KEY, key
        if curie.startswith("wikidata:Q"):
            yield _BY_WIKIDATA, int(curie[len("wikidata:Q") :])
        else:
            yield _BY_GEONAMES, int(curie[len("geonames:") :])

    def _read_manifest(self) -> dict[str, Any]:
        rows = self._all("SELECT key, value FROM manifest", ())
        try:
            manifest = {key: json.loads(value) for key, value in rows}
        except ValueError as error:
            raise GazetteerDamaged(_damaged(self.path, "its manifest cannot be read")) from error
        if missing := _MANIFEST_KEYS - manifest.keys():
            lacks = ", ".join(sorted(missing))
            raise GazetteerDamaged(_damaged(self.path, f"its manifest lacks {lacks}"))
        return manifest

    def _all(self, query: str, arguments: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with _sqlite_errors(self.path):
            connection = self._take()
            try:
                return connection.execute(query, arguments).fetchall()
            finally:
                self._idle.append(connection)

    def _take(self) -> sqlite3.Connection:
        """Return a connection that no other thread uses: list.pop is atomic."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        uri = f"file:{quote(str(self.path.resolve()))}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        connection.execute(f"PRAGMA mmap_size = {_MMAP_BYTES}")
        connection.execute("PRAGMA query_only = 1")
        return connection


@contextmanager
def _sqlite_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise GazetteerDamaged(_damaged(path, str(error))) from error


def _damaged(path: Path, what: str) -> str:
    mend = (
        "install the package again: pip install --force-reinstall enrich-geo"
        if path == EMBEDDED
        else "build it again or name another with --gazetteer"
    )
    return f"{path}: not a usable gazetteer ({what}); {mend}"


def _check_file(path: Path, *, embedded: bool) -> None:
    """Refuse a file that is missing, foreign, cut short or of another schema; reads 100 bytes."""
    mend = "reinstall the package" if embedded else "give the path of a gazetteer"
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
            raise GazetteerMissing(f"{path}: no file; {mend}")
        with path.open("rb") as file:
            header = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError as error:
        raise GazetteerMissing(f"{path}: no gazetteer there; {mend}") from error
    except ValueError as error:
        raise GazetteerMissing(f"{str(path)!r}: no path of a file; {mend}") from error
    except OSError as error:
        raise GazetteerMissing(f"{path}: cannot be read ({error.strerror}); {mend}") from error
    if len(header) < 100 or not header.startswith(_HEADER):
        raise GazetteerDamaged(_damaged(path, "the file is of another kind or empty"))
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise GazetteerDamaged(_damaged(path, "a database of something else"))
    schema = int.from_bytes(header[60:64], "big")
    if schema != SCHEMA:
        raise GazetteerOutdated(
            f"{path}: built for schema {schema}, this version reads schema {SCHEMA}; rebuild it"
        )
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    if size != page * int.from_bytes(header[28:32], "big"):
        raise GazetteerDamaged(_damaged(path, "the file was cut short or added to"))
