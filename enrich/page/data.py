"""What the page's script needs: mentions, entities and what tells why, without anything twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from enrich.geography import degrees, precision
from enrich.model import Link, Result
from enrich.rank.signals import SIGNALS
from enrich.writers.records import ids, rounded
from gazetteer.model import Entity, Kind

__all__ = ["page_data"]

_EVIDENCE: Final = 5
_OFFICES: Final = 4
Json = dict[str, Any]


def page_data(results: Sequence[Result]) -> Json:
    """Return what the script of the page reads.

    ``entities`` by id; ``mentions`` of all documents one after the other, in the order of their
    texts; ``signals``: what each signal of the evidence is.

    Args:
        results: One per document.
    """
    entities: dict[str, Json] = {}
    signals: dict[str, str] = {}
    mentions = [
        _mention(link, result, entities, signals) for result in results for link in result.links
    ]
    return {"entities": entities, "mentions": mentions, "signals": signals}


def _mention(
    link: Link, result: Result, entities: dict[str, Json], signals: dict[str, str]
) -> Json:
    mention = link.mention
    for entity in (link.entity, link.runner_up):
        if entity is not None and entity.id not in entities:
            entities[entity.id] = _entity(entity)
    evidence = [e for e in link.evidence[:_EVIDENCE] if e.weight]
    signals |= {e.signal: SIGNALS.get(e.signal, "") for e in evidence}
    told = {
        "text": mention.text,
        "kind": str(link.entity.kind if link.entity else mention.kind),
        "role": str(mention.role) if mention.role else None,
        "sure": next((round(p, 2) for role, p in mention.roles if role is mention.role), None),
        "entity": link.entity.id if link.entity else None,
        "score": rounded(link.score),
        "nil": str(link.nil) if link.nil else None,
        "match": str(link.candidate.match) if link.candidate else None,
        "reason": link.reason,
        "other": link.runner_up.id if link.runner_up else None,
        "otherScore": rounded(link.runner_up_score),
        "why": [[e.signal, round(e.weight, 2)] for e in evidence],
        "mapped": result.is_mapped(mention),
    }
    return {key: value for key, value in told.items() if value not in (None, "", [])}


def _entity(entity: Entity) -> Json:
    found: Json = {
        "name": entity.name,
        "kind": str(entity.kind),
        "about": entity.description,
        "in": ", ".join([*reversed(entity.admin), *([entity.country] if entity.country else [])]),
        **ids(entity),
    }
    if entity.kind is Kind.PLACE and entity.point is not None:
        exactness, radius_km = precision(entity)
        found |= {
            "lat": degrees(entity.point.lat),
            "lon": degrees(entity.point.lon),
            "precision": str(exactness),
            "radius": round(float(radius_km), 1),
        }
    if entity.kind is Kind.PERSON:
        found["offices"] = [
            f"{held.title}{f', {held.country}' if held.country else ''}"
            f" ({held.start or '?'} to {held.end or 'now or unknown'})"
            for held in entity.roles[-_OFFICES:]
        ]
    return {key: value for key, value in found.items() if value not in (None, "", [])}
