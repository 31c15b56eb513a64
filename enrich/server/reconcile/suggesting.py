"""What somebody may mean who is typing: entities, types, properties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from enrich.server.reconcile.properties import PROPERTIES
from enrich.server.reconcile.queries import parse_id
from enrich.server.reconcile.replies import described, property_of, type_of, types_named
from enrich.server.reconcile.types import TYPES, EntityType
from gazetteer.errors import UnknownEntity
from gazetteer.model import Entity
from gazetteer.store import Gazetteer

SUGGESTED: Final = 10
MOST_SUGGESTED: Final = 50
LAST_CURSOR: Final = 200
"""How far one may page on: who has not found it by then types another letter."""
Reply = dict[str, Any]


def suggest_entities(
    gazetteer: Gazetteer,
    prefix: str,
    cursor: int = 0,
    limit: int = SUGGESTED,
    wanted: EntityType | None = None,
) -> Reply:
    """Return the entities a name of which begins with some letters, the best known first.

    Args:
        gazetteer: Where to look.
        prefix: What was typed: letters of a name, or an id.
        cursor: How many of them were shown before.
        limit: How many are wanted.
        wanted: Only entities of this type.
    """
    held = _of_id(gazetteer, prefix)
    if held is not None:
        return {"result": [_entity(held)][cursor:]}
    # Narrow types are rare among the places of a prefix, so that more of these are looked at.
    most = (cursor + limit) * (20 if wanted is not None and wanted.has_feature else 1)
    hits = gazetteer.beginning(prefix, None if wanted is None else wanted.kind, most)
    found = [hit.entity for hit in hits if wanted is None or hit.entity in wanted]
    return {"result": [_entity(entity) for entity in found[cursor : cursor + limit]]}


def suggest_types(prefix: str, cursor: int = 0, limit: int = SUGGESTED) -> Reply:
    """Return the types that some letters begin a word of; all of them for none.

    Example:
        >>> [one["id"] for one in suggest_types("riv")["result"]]
        ['river']
    """
    found = [one for one in TYPES if _begins(prefix, (one.id, one.name))]
    return {"result": [type_of(one) for one in found[cursor : cursor + limit]]}


def suggest_properties(prefix: str, cursor: int = 0, limit: int = SUGGESTED) -> Reply:
    """Return the properties that some letters begin a word of; all of them for none.

    Example:
        >>> [one["id"] for one in suggest_properties("lat")["result"]]
        ['latitude']
    """
    found = [one for one in PROPERTIES if _begins(prefix, (one.id, one.name))]
    return {"result": [property_of(one) for one in found[cursor : cursor + limit]]}


def _begins(prefix: str, texts: Iterable[str]) -> bool:
    key = " ".join(prefix.lower().split())
    return any(f" {key}" in f" {text.lower()}" for text in texts)


def _of_id(gazetteer: Gazetteer, text: str) -> Entity | None:
    curie = parse_id(text)
    if curie is None:
        return None
    try:
        return gazetteer.get(curie)
    except UnknownEntity:
        return None


def _entity(entity: Entity) -> Reply:
    return {
        "id": entity.id,
        "name": entity.name,
        "description": described(entity),
        "notable": types_named(entity),
    }
