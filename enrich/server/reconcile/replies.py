"""Candidates, types and properties as JSON, in either version of the protocol."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from enrich.server.reconcile.model import Version
from enrich.server.reconcile.properties import Property
from enrich.server.reconcile.scoring import Answer, Feature
from enrich.server.reconcile.types import BY_ID, EntityType, types_of
from gazetteer.model import Entity


def type_of(one: EntityType) -> dict[str, Any]:
    """Return a type with the broader ones, as manifests and suggestions have it.

    Example:
        >>> type_of(BY_ID["river"])["broader"][0]["name"]
        'Body of water'
    """
    found: dict[str, Any] = {"id": one.id, "name": one.name, "description": one.description}
    return {**found, "broader": [type_of(BY_ID[one.broader])]} if one.broader else found


def types_named(entity: Entity) -> list[dict[str, str]]:
    """Return the types of an entity, the narrowest first, as candidates have them."""
    return [{"id": one.id, "name": one.name} for one in types_of(entity)]


def property_of(one: Property) -> dict[str, str]:
    """Return a property as suggestions have it."""
    return {"id": one.id, "name": one.name, "description": one.description}


def candidates(answers: Iterable[Answer], version: Version) -> list[dict[str, Any]]:
    """Return candidates, the best first."""
    return [
        {
            "id": answer.entity.id,
            "name": answer.entity.name,
            "description": described(answer.entity),
            "type": types_named(answer.entity),
            "score": answer.score,
            "match": answer.match,
            "features": [_feature(one, version) for one in answer.features],
        }
        for answer in answers
    ]


def described(entity: Entity) -> str:
    """Return what tells an entity from its namesakes: its description, and where it lies.

    Example:
        >>> from gazetteer.model import Kind
        >>> described(Entity("geonames:174895", "Goris", Kind.PLACE, "town in Syunik",
        ...                  country="AM", admin=("Syunik Province",)))
        'town in Syunik; Syunik Province, AM'
    """
    around = ", ".join([*reversed(entity.admin), *([entity.country] if entity.country else [])])
    return "; ".join(part for part in (entity.description, around) if part)


def batch_02(ids: Iterable[str], answers: Sequence[Sequence[Answer]]) -> dict[str, Any]:
    """Return the result of a batch by the ids of its queries, as version 0.2 has it."""
    pairs = zip(ids, answers, strict=True)
    return {id_: {"result": candidates(found, "0.2")} for id_, found in pairs}


def batch_10(answers: Sequence[Sequence[Answer]]) -> dict[str, Any]:
    """Return the result of a batch in the order of its queries, as version 1.0 has it."""
    return {"results": [{"candidates": candidates(found, "1.0-draft")} for found in answers]}


def _feature(one: Feature, version: Version) -> dict[str, Any]:
    found: dict[str, Any] = {"id": one.id, "value": one.value}
    return found if version == "0.2" else {"id": one.id, "name": one.name, "value": one.value}
