"""What is said of names that stand in a title alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from enrich.model import Link
from enrich.rank.ranker import Draft
from gazetteer.model import Kind
from gazetteer.names import fold

_NOTE: Final = (
    "titles are context and are not linked: a place named only in a title is missing from the"
    " output; add the title to the text to have it linked"
)


def title_note(draft: Draft, links: Iterable[Link]) -> str | None:
    """Return what to say where a title names a place that the text does not.

    Offsets point into the text and never into the title, so that a title has no mentions.
    """
    if not draft.reading.document.title:
        return None
    found = list(links)
    names = {fold(link.mention.name) for link in found}
    entities = {link.entity.id for link in found if link.entity}
    alone = (
        group.kind is Kind.PLACE
        and not group.starts
        and group.name not in names
        and group.options
        and group.options[0].candidate.entity.id not in entities
        for group in draft.voters
    )
    return _NOTE if any(alone) else None
