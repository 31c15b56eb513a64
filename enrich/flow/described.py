"""The pass that describes people by the office they held at the date of the text."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from enrich.flow.passes import Pass
from enrich.flow.progress import Progress, Window
from enrich.model import Link
from gazetteer.model import Entity
from gazetteer.store import Gazetteer
from gazetteer.store.describing import described_on


class DescriptionPass(Pass):
    """Describes the people of each link as of the date of its document. It comes last of all."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def after(self, window: Window) -> Window:
        """Return the links, their people described by the office of the day."""
        return window.each(self._described)

    def _described(self, progress: Progress) -> Progress:
        day = progress.document.published
        if day is None:
            return progress
        described = partial(described_on, day=day, gazetteer=self._gazetteer)
        changed: dict[str, Entity] = {}
        for link in progress.links:
            for entity in _people(link):
                if entity.id not in changed:
                    changed[entity.id] = described(entity)
        if not changed:
            return progress
        links = tuple(_with_people(link, changed) for link in progress.links)
        return replace(progress, links=links)


def _people(link: Link) -> list[Entity]:
    """Return the people of a link, and of its grounds, who held an office."""
    of_grounds = (entity for ground in link.grounds for entity in ground.entities)
    named = (link.entity, link.runner_up, *of_grounds)
    return [entity for entity in named if entity is not None and entity.roles]


def _with_people(link: Link, changed: dict[str, Entity]) -> Link:
    def now(entity: Entity | None) -> Entity | None:
        found = None if entity is None else changed.get(entity.id)
        return (
            entity
            if entity is None or found is None
            else replace(entity, description=found.description)
        )

    grounds = tuple(
        replace(ground, entities=tuple(e for e in map(now, ground.entities) if e is not None))
        if ground.entities
        else ground
        for ground in link.grounds
    )
    return replace(link, entity=now(link.entity), runner_up=now(link.runner_up), grounds=grounds)
