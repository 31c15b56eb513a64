"""What is linked, completed from Wikidata: ids, coordinates, offices, labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from enrich.flow.progress import Progress
from enrich.live.asked import is_name
from enrich.live.ledger import Entry, Ledger
from enrich.live.options import LiveOptions
from enrich.model import Link, Nil
from enrich.rank.people import office_ground
from enrich.reasons.grounds import IN_OFFICE, Ground, Why
from gazetteer.errors import ServiceError
from gazetteer.ids import is_curie
from gazetteer.model import Entity, Kind, Position
from gazetteer.net.asking import Budget
from gazetteer.store import Gazetteer
from gazetteer.store.adopt import plain_position
from gazetteer.store.offices import description_since, merged_positions
from gazetteer.wikidata.client import SOURCE, Wikidata
from gazetteer.wikidata.ids import number_of, qid

_GEOCODED: Final = "geocoded"
_PLACED: Final = (Kind.PLACE, Kind.ORGANISATION)

_T = TypeVar("_T")
_Ask = Callable[[Iterable[int], Budget, Callable[[ServiceError], None]], Mapping[int, _T]]


class Completer:
    """Completes the entities that documents are linked to, all of a window together."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        wikidata: Wikidata | None,
        options: LiveOptions,
        ledger: Ledger,
    ) -> None:
        self._gazetteer = gazetteer
        self._wikidata = wikidata
        self._options = options
        self._ledger = ledger

    def __call__(self, window: Sequence[Progress], budget: Budget) -> list[Progress]:
        """Return the documents with completed entities."""
        if self._wikidata is None:
            return list(window)
        linked = {link.entity.id: link.entity for p in window for link in p.links if link.entity}
        asked = _Questions(budget, Entry(required=self._options.required), {})
        changed = self._completed(linked, self._wikidata, asked)
        self._ledger.add(asked.entry)
        return [_with_failures(_with_entities(p, linked, changed), asked) for p in window]

    def _completed(
        self, linked: Mapping[str, Entity], wikidata: Wikidata, asked: _Questions
    ) -> dict[str, Entity]:
        entities = dict(linked)
        numbers = {e.id: n for e in linked.values() if (n := _geonames_lacking_an_item(e))}
        for curie, item in asked.answers(numbers, wikidata.of_geonames):
            entities[curie] = _with_id(entities[curie], f"wikidata:{qid(item)}")
        placed = _items(e for e in entities.values() if e.point is None and e.kind in _PLACED)
        for curie, point in asked.answers(placed, wikidata.points):
            entities[curie] = replace(entities[curie], point=point)
        people = _items(e for e in entities.values() if _may_hold_office(e))
        for curie, learnt in asked.answers(people, wikidata.positions):
            entities[curie] = self._with_positions(entities[curie], learnt)
        changed = {curie: _sourced(e) for curie, e in entities.items() if e != linked[curie]}
        if language := self._options.labels:
            named = asked.answers(
                _items(entities.values()), lambda n, *how: wikidata.labels(n, language, *how)
            )
            for curie, label in named:
                changed[curie] = replace(changed.get(curie, entities[curie]), name=label)
        return changed

    def _with_positions(self, entity: Entity, learnt: Sequence[Position]) -> Entity:
        plain = [plain_position(held, self._gazetteer) for held in learnt]
        roles = merged_positions(entity.roles, plain)
        description = description_since(entity.description, entity.roles, roles)
        return replace(entity, roles=roles, description=description)


@dataclass(frozen=True, slots=True)
class _Questions:
    """What is asked about a window, what failed of it, and which entities that was about.

    Attributes:
        budget: What is left of what it may cost.
        entry: Takes the failures.
        failures: What was said, by the id of each entity that was asked about.
    """

    budget: Budget
    entry: Entry
    failures: dict[str, dict[str, None]]

    def answers(self, wanted: Mapping[str, int], ask: _Ask[_T]) -> list[tuple[str, _T]]:
        """Return what is answered about entities, whose numbers are asked for by their ids."""
        told: dict[str, None] = {}

        def tell(error: ServiceError) -> None:
            self.entry.fail(error)
            told[str(error)] = None

        found = ask(wanted.values(), self.budget, tell)
        for curie in wanted if told else ():
            self.failures.setdefault(curie, {}).update(told)
        return [(curie, found[number]) for curie, number in wanted.items() if number in found]


def _sourced(entity: Entity) -> Entity:
    """Say that Wikidata has added something."""
    if SOURCE in entity.source:
        return entity
    return replace(entity, source=f"{entity.source} and {SOURCE}" if entity.source else SOURCE)


def _geonames_lacking_an_item(entity: Entity) -> int | None:
    number = entity.id_in("geonames")
    if number is None or not is_curie(f"geonames:{number}"):
        return None
    return int(number) if entity.id_in("wikidata") is None else None


def _items(entities: Iterable[Entity]) -> dict[str, int]:
    """Return the numbers of the items of entities, by the id of the entity."""
    found = ((e.id, number_of(e.id_in("wikidata"))) for e in entities)
    return {curie: number for curie, number in found if number}


def _may_hold_office(entity: Entity) -> bool:
    """Whether the offices of a person may be out of date: not those that were just asked for."""
    if entity.kind is not Kind.PERSON or SOURCE in entity.source:
        return False
    return not entity.valid[1] and any(held.end is None for held in entity.roles)


def _with_id(entity: Entity, curie: str) -> Entity:
    return replace(entity, same_as=(*entity.same_as, curie))


def _with_entities(
    progress: Progress, linked: Mapping[str, Entity], changed: Mapping[str, Entity]
) -> Progress:
    if not changed:
        return progress
    links = tuple(
        _with_entity(
            link, linked[link.entity.id], changed[link.entity.id], progress.document.published
        )
        if link.entity and link.entity.id in changed
        else link
        for link in progress.links
    )
    return replace(progress, links=links)


def _with_entity(link: Link, before: Entity, after: Entity, published: str | None) -> Link:
    """A link to an entity as it is now; the reason tells its description and offices of now too."""
    told = replace(before, description=after.description if before.description else "")
    now = (
        office_ground(after, published)
        if ground.why in IN_OFFICE
        else replace(
            ground, entities=tuple(told if e.id == told.id else e for e in ground.entities)
        )
        for ground in link.grounds
    )
    return replace(link, entity=after, grounds=tuple(g for g in now if g))


def _with_failures(progress: Progress, asked: _Questions) -> Progress:
    """Say in the manifest what could not be completed of what this document names."""
    told = {
        said: None
        for link in progress.links
        if link.entity is not None
        for said in asked.failures.get(link.entity.id, ())
    }
    if not told:
        return progress
    before = progress.run.get("live", {})
    failures = dict.fromkeys((*before.get("failures", ()), *told))
    live = {**before, "complete": False, "failures": list(failures)}
    return replace(progress, run={**progress.run, "live": live})


def marked(progress: Progress, *, asked: bool) -> Progress:
    """Say in the reasons what came from a live service, and who was asked in vain."""
    # Where something failed, what was found under a name may be among what is missing.
    asked = asked and progress.run.get("live", {}).get("complete") is True
    return replace(progress, links=tuple(_marked(link, asked=asked) for link in progress.links))


def _marked(link: Link, *, asked: bool) -> Link:
    ground = None
    if link.entity is not None:
        source = link.entity.source
        if source.startswith(SOURCE) and link.entity.id.startswith("wikidata:"):
            ground = Ground(Why.FOUND_IN_WIKIDATA)
        elif source.startswith(_GEOCODED):
            ground = Ground(Why.GEOCODED, (source,))
    elif link.nil is Nil.NO_CANDIDATES and asked and _was_open(link):
        ground = Ground(Why.NOT_IN_WIKIDATA)
    return replace(link, grounds=(*link.grounds, ground)) if ground else link


def _was_open(link: Link) -> bool:
    """Whether its name is one that is asked for: what somebody decided is not."""
    return is_name(link.mention) and not link.is_decided
