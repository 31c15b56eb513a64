"""The ids that decisions name: what they stand for in a gazetteer, and what is merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NoReturn

from enrich.decisions.model import Action, Decisions
from gazetteer.errors import InputError, UnknownEntity
from gazetteer.model import Entity, Kind
from gazetteer.store import Gazetteer
from gazetteer.store.adopt import prepare
from gazetteer.store.layers import Layer


def with_local(decisions: Decisions, gazetteer: Gazetteer) -> Gazetteer:
    """Return a gazetteer with the local entities of decisions.

    Raises:
        InputError: One is held already, or its country is unknown.
    """
    if not decisions.entities:
        return gazetteer
    for number, row in enumerate(decisions.entities, 1):
        where = f"[[entity]] number {number}"
        if (held := _get(row.id, gazetteer)) is not None:
            _refuse(decisions, where, f"{row.id} is {held.name} already; choose another id")
        if row.country and gazetteer.area(row.country) is None:
            _refuse(decisions, where, f"country {row.country!r} is not one the gazetteer knows")
    rows = [prepare(row, gazetteer, new=True) for row in decisions.entities]
    digest = decisions.digest or "-".join(sorted(row.id for row in decisions.entities))
    return gazetteer.with_layer(Layer(rows, digest=digest[:8]))


class Entities:
    """What the ids of decisions stand for, after the merges.

    Attributes:
        unknown: A line for each id that is only rejected or merged and that is not held: mistyped,
            unless a live service finds it.

    Raises:
        InputError: An id that is to be linked to is not held, or merges go round in a circle, or
            one is of a place and a person.
    """

    def __init__(self, decisions: Decisions, gazetteer: Gazetteer) -> None:
        self._decisions = decisions
        self._gazetteer = gazetteer
        self._ids: dict[str, str] = {}
        self._entities: dict[str, Entity] = {}
        self._why: dict[str, str] = {}
        self._merges: dict[str, str] = {}
        self._merges = self._resolved()
        for number, entry in enumerate(decisions.entries, 1):
            if entry.entity is not None and entry.action is not Action.REJECT:
                self._need(entry.entity, f"[[decision]] number {entry.number or number}")
        self.unknown = tuple(self._unknown())

    @property
    def are_merged(self) -> bool:
        """Whether any two ids are one."""
        return bool(self._merges)

    def __getitem__(self, curie: str) -> Entity:
        """Return the entity that an id stands for: of a decision that links, or of a merge."""
        return self._entities[self.canonical(curie)]

    def canonical(self, curie: str) -> str:
        """Return the id under which what an id stands for comes out."""
        own = self._ids.get(curie) or self._own(curie)
        return self._merges.get(own, own)

    def merged(self, entity: Entity) -> Entity:
        """Return the entity as which another comes out, or itself."""
        for curie in (entity.id, *entity.same_as):  # live, it may be found under another id
            into = self._merges.get(curie)
            if into is not None and into != entity.id:
                return self._entities[into]
        return entity

    def why(self, entity: Entity) -> str:
        """Return what was noted where an entity was merged, or ""."""
        found = (self._why[i] for i in (entity.id, *entity.same_as) if i in self._why)
        return next(found, "")

    def same(self, curies: Iterable[str], entity: Entity) -> bool:
        """Return whether an entity is one of those that ids stand for."""
        ids = {entity.id, *entity.same_as}
        own = self.canonical(entity.id)
        return any(curie in ids or self.canonical(curie) == own for curie in curies)

    # --------------------------------------------------------------------------- internals

    def _unknown(self) -> Iterator[str]:
        rejected = (
            (f"[[decision]] number {entry.number or number}", entry.entity)
            for number, entry in enumerate(self._decisions.entries, 1)
            if entry.entity is not None and entry.action is Action.REJECT
        )
        merged = (
            (f"[[merge]] number {number}", merge.one)
            for number, merge in enumerate(self._decisions.merges, 1)
        )
        for where, curie in (*rejected, *merged):
            if self._own(curie) not in self._entities and _get(curie, self._gazetteer) is None:
                yield f"{where}: {curie} is not in the gazetteer; look whether it is mistyped"

    def _own(self, curie: str) -> str:
        held = _get(curie, self._gazetteer)
        self._ids[curie] = held.id if held is not None else curie
        return self._ids[curie]

    def _need(self, curie: str, where: str) -> Entity:
        own = self.canonical(curie)
        held = self._entities.get(own) or _get(own, self._gazetteer)
        if held is None:
            item = curie.removeprefix("wikidata:")
            mend = (
                f"enrich gazetteer add {item}" if item != curie
                else "write it as an [[entity]] with an id of your own, such as enrich:our-town, or"
                " use a gazetteer that holds it"
            )  # fmt: skip
            _refuse(self._decisions, where, f"{curie} is not in the gazetteer; {mend}")
        self._entities[own] = held
        return held

    def _resolved(self) -> dict[str, str]:
        """Follow each merge to its end, by the ids under which things come out."""
        merges: dict[str, str] = {}
        for number, merge in enumerate(self._decisions.merges, 1):
            own = self._own(merge.one)
            if own in merges:
                where = f"[[merge]] number {number}"
                _refuse(self._decisions, where, f"{merge.one} is merged already, as {own}")
            merges[own] = self._own(merge.into)
            self._why[own] = merge.told
        ends = {}
        for number, one in enumerate(merges, 1):
            where = f"[[merge]] number {number}"
            ends[one] = self._end(one, merges, where)
            self._need(ends[one], where)
            self._refuse_kinds(one, ends[one], where)
        return ends

    def _refuse_kinds(self, one: str, other: str, where: str) -> None:
        kinds = {e.kind for curie in (one, other) if (e := _get(curie, self._gazetteer))}
        if len(kinds) > 1:
            told = " and a ".join(kind for kind in Kind if kind in kinds)
            _refuse(self._decisions, where, f"{one} and {other} are a {told}, and never one")

    def _end(self, one: str, merges: dict[str, str], where: str) -> str:
        seen, end = {one}, merges[one]
        while end in merges and end not in seen:
            seen.add(end)
            end = merges[end]
        if end in seen:
            _refuse(
                self._decisions, where, f"{end} is merged into itself, perhaps by way of others"
            )
        return end


def _get(curie: str, gazetteer: Gazetteer) -> Entity | None:
    try:
        return gazetteer.get(curie)
    except UnknownEntity:
        return None


def _refuse(decisions: Decisions, where: str, why: str) -> NoReturn:
    raise InputError(f"{decisions.file or 'decisions'}: {where}: {why}")
