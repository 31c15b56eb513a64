"""The pass of names that are not entities of ours: storms, ships, prizes, laws, events, products.

Before the ranking they lose their candidates, so that no other name is looked for around a Florence
that is a hurricane; after it, each is linked to nothing, and says what it is. What the user decided
about a name, or what a caller says that a span is, stands.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from enrich.candidates.reading import Options, Reading
from enrich.flow.passes import Pass
from enrich.flow.progress import Progress, Window
from enrich.mentions.called import Thing
from enrich.mentions.miscellany import find_miscellany, is_inside
from enrich.model import Link, Mention, Nil, Role
from enrich.reasons.grounds import Ground, Why
from gazetteer.model import Kind

_LOOSE: Final = frozenset({Role.LITERAL, Role.METONYMIC, Role.MODIFIER, None})
"""Roles that a place inside the name of an event does not have."""


class MiscellanyPass(Pass):
    """Takes names of other things for what they are. It stands behind the decisions."""

    def before(self, window: Window) -> Window:
        """Return what was read without the candidates of such names."""
        return window.each(_before)

    def after(self, window: Window) -> Window:
        """Return the links, such names with what they are."""
        return window.each(_after)


def _before(progress: Progress) -> Progress:
    reading = progress.read
    count = len(reading.mentions)
    named = [*reading.mentions, *reading.beside]
    options = [*reading.candidates, *reading.beside_candidates]
    order = sorted(range(len(named)), key=lambda i: (named[i].start, -named[i].end))
    found = find_miscellany(
        reading.document.text, [named[i] for i in order], [options[i] for i in order]
    )
    things = {order[at]: thing for at, thing in found.items()}
    settled = {*progress.decided, *_told(reading)}
    own = {i: thing for i, thing in things.items() if i < count and i not in settled}
    storms = {named[i].text for i, thing in things.items() if thing is Thing.STORM}
    above = [i for i, mention in enumerate(reading.headline) if mention.text in storms]
    reading = replace(
        reading,
        candidates=_without(reading.candidates, own),
        beside_candidates=_without(
            reading.beside_candidates, {i - count for i in things if i >= count}
        ),
        headline_candidates=_without(reading.headline_candidates, above),
    )
    return replace(progress, reading=reading, things=own)


def _told(reading: Reading) -> set[int]:
    """The mentions of which the caller says what kind they are."""
    kinds = {(start, end): kind for start, end, kind in reading.document.spans or ()}
    return {i for i, m in enumerate(reading.mentions) if kinds.get((m.start, m.end))}


def _without(options: Options, indices: Collection[int] | Mapping[int, Thing]) -> Options:
    return tuple(() if i in indices else old for i, old in enumerate(options))


def _after(progress: Progress) -> Progress:
    things = {progress.read.mentions[i]: thing for i, thing in progress.things.items()}
    text = progress.read.document.text
    return replace(progress, links=tuple(_link(text, link, things) for link in progress.links))


def _link(text: str, link: Link, things: Mapping[Mention, Thing]) -> Link:
    """A link as it is, or that of another thing, or of a place that is in the name of one."""
    mention = link.mention
    if link.is_decided:
        return link
    if (thing := things.get(mention)) is not None:
        ground = Ground(Why.OTHER_THING, (mention.text, thing.value))
        return Link(mention, None, 0.0, nil=Nil.NOT_AN_ENTITY, grounds=(ground,))
    named = mention.kind is Kind.PLACE and mention.found_by != "given"
    if named and mention.role in _LOOSE and is_inside(text, mention):
        return replace(link, mention=replace(mention, role=Role.EMBEDDED, roles=()))
    return link
