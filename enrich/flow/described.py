"""The pass that describes people by the office they held at the date of the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
        known: dict[str, Entity] = {}

        def described(entity: Entity) -> Entity:
            if not entity.roles:
                return entity
            if entity.id not in known:
                known[entity.id] = described_on(entity, day, self._gazetteer)
            return known[entity.id]

        return replace(progress, links=tuple(_mapped(link, described) for link in progress.links))


def _mapped(link: Link, described: Callable[[Entity], Entity]) -> Link:
    """Return a link with each entity of it, and of its grounds, described anew."""
    return replace(
        link,
        entity=link.entity and described(link.entity),
        runner_up=link.runner_up and described(link.runner_up),
        grounds=tuple(
            replace(ground, entities=tuple(map(described, ground.entities)))
            if ground.entities
            else ground
            for ground in link.grounds
        ),
    )
