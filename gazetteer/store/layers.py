"""Entities beside those of a gazetteer's file: what a user has added, what was asked for live.

A layer lies in memory. It adds entities and names, and it completes entities that the file holds:
an entity of both is that of the file, with what it lacked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from gazetteer.model import Entity, Kind, Name
from gazetteer.store.hits import Hit, rank
from gazetteer.store.offices import description_since, merged_positions


@dataclass(frozen=True, slots=True)
class Prepared:
    """A row ready to be looked up.

    Attributes:
        entity: What it is, completed from the gazetteer where that holds it.
        names: Each name with the key that it is found under.
        held: Whether the gazetteer holds the entity.
    """

    entity: Entity
    names: tuple[tuple[str, Name], ...]
    held: bool


def completed(held: Entity, other: Entity) -> Entity:
    """Return an entity with what another account of it adds: it loses nothing that it has.

    Example:
        >>> held = Entity("geonames:1", "A", Kind.PLACE, source="geonames")
        >>> other = Entity("wikidata:Q1", "B", Kind.PLACE, "a town", country="AM", source="mine")
        >>> whole = completed(held, other)
        >>> whole.id, whole.name, whole.same_as, whole.country, whole.source
        ('geonames:1', 'A', ('wikidata:Q1',), 'AM', 'geonames and mine')
    """
    ids = dict.fromkeys((*held.same_as, other.id, *other.same_as))
    roles = merged_positions(held.roles, other.roles) if other.roles else held.roles
    whole = replace(
        held,
        description=description_since(held.description, held.roles, roles) or other.description,
        same_as=tuple(curie for curie in ids if curie != held.id),
        country=held.country or other.country,
        admin=held.admin or other.admin,
        containers=held.containers or other.containers,
        feature=held.feature or other.feature,
        point=held.point or other.point,
        radius_km=held.radius_km or other.radius_km,
        population=held.population or other.population,
        prominence=max(held.prominence, other.prominence),
        valid=held.valid if any(held.valid) else other.valid,
        roles=roles,
        name_count=max(held.name_count, other.name_count),
    )
    if whole == held or other.source in held.source:
        return whole
    return replace(whole, source=f"{held.source} and {other.source}")


class Layer:
    """Entities by id and by name; made once, then only read.

    Args:
        rows: What it holds, made by ``gazetteer.store.adopt.prepare``.
        digest: What names its content; "" for one that no result depends on after its document.

    Attributes:
        digest: As given.
        entities: By their ids and those of ``same_as``.
        new: Those that the gazetteer below does not hold.

    Example:
        >>> from gazetteer.store.adopt import prepare
        >>> from gazetteer.rows import Row
        >>> from gazetteer.store import Gazetteer
        >>> with Gazetteer.open() as gazetteer:
        ...     row = Row("enrich:map-desk", Kind.ORGANISATION, "The Map Desk", source="mine")
        ...     layer = Layer([prepare(row, gazetteer)])
        ...     gazetteer.with_layer(layer).lookup("the map desk")[0].entity.id
        'enrich:map-desk'
    """

    def __init__(self, rows: Iterable[Prepared], *, digest: str = "") -> None:
        self.digest = digest
        self.entities: dict[str, Entity] = {}
        self._hits: dict[str, dict[str, Hit]] = {}
        self.new: list[Entity] = []
        for row in rows:
            self._add(row)

    def _add(self, row: Prepared) -> None:
        entity = row.entity
        before = self.entities.get(entity.id)
        if before is not None:
            entity = completed(before, entity)
        elif not row.held:
            self.new.append(entity)
        for curie in (entity.id, *entity.same_as):
            self.entities[curie] = entity
        for key, name in row.names:
            self._hits.setdefault(key, {}).setdefault(entity.id, Hit(entity, name))

    def over(self, key: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Return the hits of the gazetteer with those of the layer, the best known first."""
        own = self._hits.get(key)
        if not self.entities or not (own or hits):
            return hits
        below = {hit.entity.id: hit for hit in hits}
        changed = {i: Hit(self.entities[i], h.name) for i, h in below.items() if i in self.entities}
        added = {i: hit for i, hit in (own or {}).items() if i not in below}
        if not changed and not added:
            return hits
        return tuple(sorted({**below, **changed, **added}.values(), key=rank))

    def keys(self, wanted: Iterable[str]) -> Iterator[str]:
        """Yield those of many keys under which the layer holds something."""
        return (key for key in wanted if key in self._hits)

    def near(self, key: str, edits: int) -> list[tuple[str, int]]:
        """Return the keys within so many edits of one, with their distances."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        found = extract(key, list(self._hits), scorer=OSA.distance, score_cutoff=edits, limit=None)
        return [(other, int(distance)) for other, distance, _ in found if distance]

    def beginning(self, key: str) -> Iterator[str]:
        """Yield the keys that begin with the words of another and go on."""
        opening = f"{key} "
        return (other for other in self._hits if other.startswith(opening))

    def starting(self, letters: str) -> Iterator[str]:
        """Yield the keys that begin with some letters."""
        return (key for key in self._hits if key.startswith(letters))

    @cached_property
    def openings(self) -> frozenset[str]:
        """The words that keys begin with, one, two, ... of them, without the whole key."""
        found: set[str] = set()
        for key in self._hits:
            words = key.split(" ")
            found.update(" ".join(words[:size]) for size in range(1, len(words)))
        return frozenset(found)

    @cached_property
    def people(self) -> tuple[Entity, ...]:
        """The people it holds or completes."""
        found = {e.id: e for e in self.entities.values() if e.kind is Kind.PERSON}
        return tuple(found.values())

    def __len__(self) -> int:
        return len({entity.id for entity in self.entities.values()})

    def __contains__(self, curie: str) -> bool:
        return curie in self.entities
