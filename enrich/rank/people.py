"""What the words beside a person say: offices, countries, dates."""

from __future__ import annotations

from enrich.offices.vocabulary import vocabulary
from enrich.rank.signals import Values
from gazetteer.model import Entity
from gazetteer.store.offices import may_cover


def title_signals(
    entity: Entity, phrase: str, states: frozenset[str], published: str | None
) -> Values:
    """Return what the words beside a name say of a person.

    Args:
        entity: A person.
        phrase: Those words, folded.
        states: The countries they name.
        published: ISO 8601 date of the document, or None.
    """
    values: Values = {}
    held = [p for p in entity.roles if vocabulary().names(p, phrase)]
    if held:
        values["title"] = 1.0
    if entity.country in states or any(p.country in states for p in held):
        values["country before"] = 1.0
    if any(may_cover(p, published and published[:10]) for p in (held or entity.roles)):
        values["in office"] = 1.0
    return values
