"""The gazetteer as a reader sees it: one read-only file, looked up by id and by name.

The file is an SQLite database that ``gazetteer.build`` wrote. It is opened in place and mapped
into memory page by page, so opening costs milliseconds whatever its size, and any number of
processes may read it while a new one is built beside it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from gazetteer.errors import GazetteerError
from gazetteer.ids import key_of
from gazetteer.model import Entity, Kind, Name, Point, Position
from gazetteer.names import fold
from gazetteer.regions import Box, box_around, distance_km
from gazetteer.romanise import romanise
from gazetteer.store import queries
from gazetteer.store.beginnings import iter_beginning, sorted_by_beginning
from gazetteer.store.entities import EntityReader
from gazetteer.store.file import EMBEDDED, TEXT_OR_NONE, StoreFile
from gazetteer.store.hits import KINDS, Hit, PersonWord, name_of_row, rank
from gazetteer.store.layers import Layer
from gazetteer.store.offices import OfficeTerms, holding, is_of
from gazetteer.store.spatial import Outline, Town, holds, in_box, in_codes, towns_in_box

if TYPE_CHECKING:
    from gazetteer.store.fuzzy import KeyFilter

_CACHED_KEYS: Final = 20_000
_LONG_NAME: Final = 8  # letters: from here on two edits leave enough of a name
_NONE: Final = Name("")
_FUZZY_LENGTHS: Final = range(4, 61)  # shorter names have more neighbours than meaning


class Gazetteer:
    """A read-only gazetteer; use ``Gazetteer.open``, as a context manager or until ``close``.

    One object may be used from several threads; there are as many connections as look-ups ever
    ran at once. A forked process opens its own. A pickled gazetteer is opened again where it is
    unpickled, which must find the same file under the same path.

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
        self._file = StoreFile(path)
        self._hits: dict[str, tuple[Hit, ...]] = {}
        self._entities = EntityReader(self._file)
        self._person_words: dict[str, tuple[PersonWord, ...]] = {}
        self._neighbours: dict[tuple[str, int], list[tuple[str, int]]] = {}
        self._terms = OfficeTerms(self._file)
        self._layers: tuple[Layer, ...] = ()
        self.manifest: Mapping[str, Any] = self._file.manifest()

    @classmethod
    def open(cls, path: str | os.PathLike[str] | None = None) -> Self:
        """Open a gazetteer in place.

        Args:
            path: The file, or None for the one that the package ships.

        Raises:
            GazetteerMissing: There is no such file.
            GazetteerDamaged: It is not a gazetteer, or was cut short.
            GazetteerOutdated: It was built for another schema.
        """
        return cls(Path(path) if path is not None else EMBEDDED)

    @property
    def build_id(self) -> str:
        """What names this build: equal ids hold equal facts, those of the layers among them."""
        layers = (layer.digest for layer in self._layers)
        return "+".join([str(self.manifest["build"]), *filter(None, layers)])

    def with_layer(self, layer: Layer) -> Self:
        """Return the same gazetteer with further entities and names over those of its file.

        Both share the file: closing one closes the other.
        """
        view = object.__new__(type(self))
        vars(view).update(vars(self), _layers=(*self._layers, layer))
        return view

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what it takes to open the same file, with the same layers over it."""
        path = None if self.path == EMBEDDED else self.path.absolute()
        return _reopened, (type(self), path, self.manifest["build"], self._layers)

    def close(self) -> None:
        """Close the file. A look-up afterwards opens it again."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, curie: str) -> Entity:
        """Return the entity of an id; a Wikidata id finds the GeoNames place it belongs to.

        An ``enrich:`` id that an entity had before it got another one still finds it.

        Args:
            curie: "geonames:616052", "wikidata:Q1953" or "enrich:...".

        Raises:
            UnknownEntity: It is not held, or the text is not an id.
        """
        key_of(curie)  # refuses what is not an id
        for layer in reversed(self._layers):
            if curie in layer:
                return layer.entities[curie]
        return self._over(self._entities(self._entities.row(curie)))

    def lookup(self, name: str, kind: Kind | None = None) -> tuple[Hit, ...]:
        """Return every entity known under a name, the best known first.

        Names are compared folded: case, diacritics, punctuation, "St." and "Saint" do not count.

        Args:
            name: A name in any script.
            kind: Only entities of this kind.
        """
        key = fold(name)
        hits = self.lookup_key(key)
        if not hits and not key.isascii():
            hits = self.lookup_key(romanise(key))  # held in Latin letters only
        return hits if kind is None else tuple(h for h in hits if h.entity.kind is kind)

    def lookup_key(self, key: str) -> tuple[Hit, ...]:
        """Return every entity under a key that ``fold`` made, the best known first."""
        hits = self._hits.get(key)
        if hits is None:
            hits = tuple(sorted(self._iter_hits(key), key=rank)) if key else ()
            if len(self._hits) >= _CACHED_KEYS:
                self._hits.clear()
            self._hits[key] = hits
        for layer in self._layers:
            hits = layer.over(key, hits)
        return hits

    def fuzzy(
        self, name: str, kind: Kind | None = None, max_edits: int | None = None
    ) -> tuple[Hit, ...]:
        """Return the entities whose name is some edits away, the nearest and best known first.

        An edit drops, adds or changes a letter of the folded name, or swaps two neighbours.

        Args:
            name: A name of four to sixty letters as folded; others find nothing.
            kind: Only entities of this kind.
            max_edits: 1 or 2; None for 2 where the name has eight letters or more, else 1.

        Example:
            >>> with Gazetteer.open() as gazetteer:
            ...     gazetteer.fuzzy("Yervan")[0].entity.name
            'Yerevan'
        """
        key = fold(name)
        if len(key) not in _FUZZY_LENGTHS:
            return ()
        edits = max_edits or (2 if len(key) >= _LONG_NAME else 1)
        near = self._neighbours.get((key, edits))
        if near is None:
            if len(self._neighbours) >= _CACHED_KEYS:
                self._neighbours.clear()
            near = self._neighbours[key, edits] = self._near(key, edits)
        near = sorted({*near, *(pair for layer in self._layers for pair in layer.near(key, edits))})
        hits = (Hit(h.entity, h.name, n) for k, n in near for h in self.lookup_key(k))
        wanted = (h for h in hits if kind in (None, h.entity.kind))
        return tuple(sorted(wanted, key=lambda h: (h.edits, *rank(h))))

    def completions(self, name: str, kind: Kind | None = None, most: int = 40) -> tuple[Hit, ...]:
        """Return the entities a name of which begins with the words of another, the best first.

        Args:
            name: The first words, whole: "Canadian National" for "Canadian National Railway".
            kind: Only entities of this kind.
            most: Longer names that are looked at, of any kind, in the order of the alphabet.

        Example:
            >>> with Gazetteer.open() as gazetteer:
            ...     [h.entity.name for h in gazetteer.completions("Wall Street", Kind.ORGANISATION)]
            ['The Wall Street Journal']
        """
        key = fold(name)
        rows = self._file.all(queries.COMPLETIONS, (key, key, most)) if key else []
        longer = dict.fromkeys(longer for (longer,) in rows)
        for layer in self._layers if key else ():
            longer |= dict.fromkeys(layer.beginning(key))
        hits = (hit for found in longer for hit in self.lookup_key(found))
        return tuple(sorted((h for h in hits if kind in (None, h.entity.kind)), key=rank))

    def beginning(self, letters: str, kind: Kind | None = None, most: int = 20) -> tuple[Hit, ...]:
        """Return the entities a name of which begins with some letters, for one who is typing.

        Args:
            letters: The first letters of a name, in any script.
            kind: Only entities of this kind.
            most: How many are wanted: the best known, those first whose own name begins so.
        """
        key = fold(letters)
        rows = iter_beginning(self._file, key, kind, most)
        hits = (Hit(self._over(self._entities(row)), name) for row, name in rows)
        layered = {k for layer in self._layers for k in layer.starting(key)} if key else ()
        found = [*hits, *(hit for k in layered for hit in self.lookup_key(k))]
        return sorted_by_beginning(found, key, kind)[:most]

    def near(
        self, point: Point, km: float, kind: Kind = Kind.PLACE
    ) -> tuple[tuple[Entity, float], ...]:
        """Return the entities within a distance, the nearest first, each with its distance.

        Args:
            point: The middle.
            km: The greatest distance, in kilometres along the geodesic (Karney 2013, by geopy).
            kind: Which entities.

        Example:
            >>> with Gazetteer.open() as gazetteer:
            ...     [e.name for e, _ in gazetteer.near(Point(lat=39.51, lon=46.34), 2.0)]
            ['Goris']
        """
        from geopy.distance import geodesic

        found: dict[str, tuple[Entity, float]] = {}
        for entity in self._in_area(box_around(point, km), kind):
            if entity.point and distance_km(point, entity.point) <= 1.01 * km + 0.01:
                to = entity.point
                exact = float(geodesic((point.lat, point.lon), (to.lat, to.lon)).km)
                if exact <= km:
                    found[entity.id] = (entity, exact)
        return tuple(sorted(found.values(), key=lambda pair: (pair[1], pair[0].id)))

    def within(self, area: str | Box, kind: Kind = Kind.PLACE) -> tuple[Entity, ...]:
        """Return the entities that lie in an area, the best known first.

        Args:
            area: A box of coordinates, or the id of a place: what lies inside its outline where
                the gazetteer holds one, else what carries its administrative code.
            kind: Which entities.

        Raises:
            UnknownEntity: No entity of that id is held.

        Example:
            >>> with Gazetteer.open() as gazetteer:
            ...     gazetteer.within("geonames:409314")[0].name      # Syunik
            'Kapan'
        """
        found = self._in_area(area, kind)
        return tuple(sorted({e.id: e for e in found}.values(), key=lambda e: rank(Hit(e, _NONE))))

    def towns(self, box: Box, least: int = 1) -> tuple[Town, ...]:
        """Return the towns in a box, the largest first.

        They come without what ``within`` tells of them, and so ten times as fast. Parts of towns
        and what is abandoned are left out, and so is what a user added.

        Args:
            box: Where.
            least: Their population; of one without, none is known.

        Example:
            >>> with Gazetteer.open() as gazetteer:
            ...     [town.name for town in gazetteer.towns(Box(40.0, 44.0, 41.0, 45.0))[:2]]
            ['Yerevan', 'Vanadzor']
        """
        found = set(towns_in_box(self._file, box, least))
        return tuple(sorted(found, key=lambda town: (-town.population, town)))

    def outline(self, curie: str) -> bytes | None:
        """Return the simplified outline of an area as WKB, WGS 84, or None where none is held."""
        key = self._entities.row(curie)[0]
        rows = self._file.all("SELECT wkb FROM outline WHERE entity = ?", (key,), (bytes,))
        return bytes(rows[0][0]) if rows else None

    @property
    def has_outlines(self) -> bool:
        """Whether an outline of anything is held."""
        return bool(self._file.all("SELECT 1 FROM outline LIMIT 1"))

    def known_keys(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return those of many keys under which anything is held, in order, in one query."""
        asked = {*keys}
        wanted = json.dumps([*asked], ensure_ascii=True)
        held = {key for (key,) in self._file.all(queries.KNOWN, (wanted,))}
        for layer in self._layers:
            held.update(layer.keys(asked))
        return tuple(sorted(held))

    def known_openings(self, keys: Iterable[str]) -> frozenset[str]:
        """Return those of many keys with whose words a longer key begins, in one query."""
        asked = {*keys}
        wanted = json.dumps([*asked], ensure_ascii=True)
        held = {key for (key,) in self._file.all(queries.OPENINGS, (wanted,))}
        for layer in self._layers:
            held |= asked & layer.openings
        return frozenset(held)

    def person_word(self, word: str) -> PersonWord | None:
        """Return how often a single word is a given name or surname, or None if it never is."""
        key = fold(word)
        found = self._person_words.get(key)
        if found is None:
            rows = self._file.all(queries.PERSON_WORD, (key,), (int, int, TEXT_OR_NONE))
            if len(self._person_words) >= _CACHED_KEYS:
                self._person_words.clear()
            found = self._person_words[key] = tuple(PersonWord(*row) for row in rows)
        return found[0] if found else None

    def office_holders(
        self, title: str, country: str | None = None, day: str | None = None
    ) -> tuple[tuple[Entity, Position], ...]:
        """Return who held an office, with the term: the earliest term first.

        Args:
            title: As the gazetteer has it: "prime minister", "governor of Texas".
            country: ISO 3166-1 alpha-2 of the state served, or None for a body without one.
            day: ISO 8601, as exact as known: only terms that may cover it, one a person: several
                where the office changed hands within it, or sources disagree. None for every
                term held.

        Example:
            >>> with Gazetteer.open() as gazetteer:
            ...     held = gazetteer.office_holders("prime minister", "AM", "2019-07-01")
            ...     [(person.name, term.start) for person, term in held]
            [('Nikol Pashinyan', '2018-05-08')]
        """
        people = {e.id: e for layer in self._layers for e in layer.people}
        terms = [
            *((key, term) for key, term in self._terms.of(title, country) if key not in people),
            *((p.id, t) for p in people.values() for t in p.roles if is_of(t, title, country)),
        ]
        terms.sort(key=lambda held: held[1].start or "")
        chosen = terms if day is None else holding(terms, day)
        return tuple((people.get(key) or self.get(key), term) for key, term in chosen)

    def office_countries(self, title: str) -> frozenset[str]:
        """Return the states in which an office of a title is held, "" for a body without one.

        Args:
            title: As the gazetteer has it: "governor of Texas".
        """
        found = self._terms.countries(title)
        for layer in self._layers:
            found |= {t.country or "" for p in layer.people for t in p.roles if t.title == title}
        return found

    def people_in_office(self, countries: Iterable[str]) -> tuple[Entity, ...]:
        """Return the people whose terms in an office of some states have no end, by their id."""
        wanted = json.dumps([*countries])
        rows = self._file.all(queries.IN_OFFICE, (wanted,))
        return tuple(self._entities(row) for row in rows)

    def area_codes(self) -> dict[int, str]:
        """Return the GeoNames codes ("AM", "AM.08") of its areas by the number of their item."""
        return dict(self._file.all(queries.AREA_CODES, (), (int, str)))

    def area(self, code: str) -> Entity | None:
        """Return the area of a GeoNames code ("AM", "AM.08", "US.AL.001"), or None."""
        rows = self._file.all("SELECT entity FROM area WHERE code = ?", (code,))
        held = self._file.all(queries.BY_KEY, rows[0]) if rows else ()
        return self._entities(held[0]) if held else None

    def _near(self, key: str, edits: int) -> list[tuple[str, int]]:
        """The keys held within so many edits of one, each with its distance."""
        from gazetteer.store.fuzzy import held_near

        return held_near(self._file, key, edits, self._key_filter)

    def _in_area(self, area: str | Box, kind: Kind) -> Iterator[Entity]:
        if isinstance(area, Box):
            inside: Box | Outline | str = area
            held = in_box(self._file, area)
        elif wkb := self.outline(area):
            inside = Outline(wkb)
            held = in_box(self._file, inside.box)
        else:
            key = self._entities.row(area)[0]
            inside = area
            held = (row for row in in_codes(self._file, key) if row[0] != key)
        rows = (self._entities(row) for row in held if KINDS[row[1]] is kind)
        layered = [e for layer in self._layers for e in layer.new if e.kind is kind]
        for entity in chain(rows, layered):
            if holds(inside, entity):
                yield self._over(entity)

    def _over(self, entity: Entity) -> Entity:
        """An entity as the uppermost layer that knows it has it."""
        for layer in reversed(self._layers):
            if entity.id in layer:
                return layer.entities[entity.id]
        return entity

    def _iter_hits(self, key: str) -> Iterator[Hit]:
        for row in self._file.all(queries.BY_NAME, (key,)):
            type_, text, language, *valid = row[18:]
            entity = self._entities(row)
            yield Hit(entity, name_of_row(entity.name, type_, text, language, (valid[0], valid[1])))

    @cached_property
    def _key_filter(self) -> KeyFilter:
        from gazetteer.store.fuzzy import KeyFilter

        return KeyFilter.read(self._file)


def _reopened(
    cls: type[Gazetteer], path: Path | None, build: str, layers: tuple[Layer, ...]
) -> Gazetteer:
    gazetteer = cls.open(path)
    if (now := gazetteer.manifest["build"]) != build:
        gazetteer.close()
        raise GazetteerError(
            f"{gazetteer.path}: holds build {now} now, another process uses {build}; start again"
        )
    for layer in layers:
        gazetteer = gazetteer.with_layer(layer)
    return gazetteer
