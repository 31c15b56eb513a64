"""What the page's script needs of one document: mentions, entities and what tells why."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from enrich.geography.outlines import outline_geometry
from enrich.geography.places import precision
from enrich.model import Link, Result
from enrich.page.article import heading, shown
from enrich.rank.signals import SIGNALS
from enrich.records.record import ids, record
from gazetteer.model import Entity, Kind, Position

_TEXT: Final = 200  # code points of a mention or name: a name may be a megabyte long
_SENTENCE: Final = 1000  # likewise of a reason or description
_EVIDENCE: Final = 8
_OFFICES: Final = 6
_STEPS: Final = 100  # of a degree, in an outline
_LEAST: Final = 0.005  # a role less probable than this is not told
_ZERO_TELLS: Final = frozenset({"entity", "other", "score", "otherScore", "lat", "lon", "primary"})
Json = dict[str, Any]


def document_data(result: Result, number: int = 0, table: Tables | None = None) -> Json:
    """Return what the script reads of a document.

    ``document`` tells which it is; ``mentions`` are in the order of the text; ``entities``, which
    mentions name by their index, and ``signals`` of the evidence likewise, each a name and what it
    is; ``primary``, the index of the primary place. A key without a value is left out.

    Args:
        result: The document, linked.
        number: Which of its page it is, from 0.
        table: Where its entities and signals go, for those who have more to put there.

    Example:
        >>> from enrich.model import Document
        >>> document_data(Result(Document("Nothing."), ()))["document"]
        {'title': 'Nothing.'}
    """
    table = Tables() if table is None else table
    document = result.document
    about = {
        "id": document.id,
        "title": shown(heading(result, number)),
        "published": document.published,
        "outlet": document.outlet,
    }
    told: Json = {
        "document": {key: value for key, value in about.items() if value not in {None, ""}},
        "mentions": [_mention(link, result, table) for link in result.links],
        "entities": table.entities,
        "signals": table.signals,
    }
    place = result.primary_place
    if place is not None and place.id in table.entity_at:
        told["primary"] = table.entity_at[place.id]
    return told


def outlines(result: Result, known: Container[str] = ()) -> dict[str, list[list[int]]]:
    """Return the outlines of a document's places by their ids, for the map to draw.

    An outline is a list of rings, each [x, y, dx, dy, ...] in hundredths of a degree.

    Args:
        result: The document, linked.
        known: Ids of outlines that other documents of the page have brought: they are left out,
            since each takes some milliseconds.

    Example:
        >>> from enrich.model import Document
        >>> outlines(Result(Document("Nothing."), ()))
        {}
    """
    return {
        curie: found
        for place in result.places
        if (curie := _cut(place.id)) not in known
        and (found := outline_steps(place, result.outlines.get(place.id)))
    }


def outline_steps(place: Entity, held: bytes | None = None) -> list[list[int]]:
    """Return the outline of a place as a list of rings, as ``outlines`` does; empty without one.

    Args:
        place: A country or division.
        held: The outline that a gazetteer has of it, WKB; None for that of the package, if any.
    """
    found = outline_geometry(place, held)
    return [_steps(ring) for polygon in found["coordinates"] for ring in polygon] if found else []


@dataclass(slots=True)
class Tables:
    """Entities and signals, each once, and where they stand."""

    entities: list[Json] = field(default_factory=list)
    signals: list[list[str]] = field(default_factory=list)
    entity_at: dict[str, int] = field(default_factory=dict)
    signal_at: dict[str, int] = field(default_factory=dict)

    def entity(self, entity: Entity | None) -> int | None:
        """Return the index of an entity."""
        if entity is None:
            return None
        if entity.id not in self.entity_at:
            self.entity_at[entity.id] = len(self.entities)
            self.entities.append(_entity(entity))
        return self.entity_at[entity.id]

    def signal(self, name: str) -> int:
        """Return the index of a signal."""
        if name not in self.signal_at:
            self.signal_at[name] = len(self.signals)
            self.signals.append([name, SIGNALS.get(name, "")])
        return self.signal_at[name]


def _mention(link: Link, result: Result, table: Tables) -> Json:
    mention, held = link.mention, record(link, result.document)
    evidence = sorted((e for e in link.evidence if e.weight), key=lambda e: -abs(e.weight))
    told = {
        "text": _cut(mention.text),
        "kind": None if link.entity else held["kind"],
        "role": held["role"],
        "roles": [[str(role), round(p, 2)] for role, p in mention.roles if p >= _LEAST],
        "entity": table.entity(link.entity),
        "score": held["score"],
        "nil": held["nil"],
        "match": held["match"],
        "matched": _other_name(link),
        "reason": _cut(held["reason"] or "", _SENTENCE),
        "other": table.entity(link.runner_up),
        "otherScore": held["runner_up_score"],
        "why": [
            [table.signal(e.signal), round(float(e.weight), 2), round(float(e.value), 3)]
            for e in evidence[:_EVIDENCE]
        ],
        "unmapped": 0 if result.is_mapped(mention) else 1,
    }
    if mention.relation and link.entity:  # which moves the point that is meant
        exactness = {"precision": held["precision"], "radius": held["radius_km"]}
        told |= {"relation": _cut(mention.relation), **exactness}
    return _with_values(told)


def _with_values(told: Json) -> Json:
    """Leave out what says nothing; a zero says something of an index, a score, a degree."""
    return {
        key: value
        for key, value in told.items()
        if value or (key in _ZERO_TELLS and value is not None)
    }


def _cut(text: str, longest: int = _TEXT) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _other_name(link: Link) -> str | None:
    """Return the name that matched where it is neither the one shown nor as in the text."""
    if link.candidate is None or link.entity is None:
        return None
    name = link.candidate.matched_name
    return None if name in {link.entity.name, link.mention.text} else _cut(name)


def _entity(entity: Entity) -> Json:
    told: Json = {
        "id": _cut(entity.id),
        "name": _cut(entity.name),
        "kind": str(entity.kind),
        "about": _cut(entity.description, _SENTENCE),
        "admin": [_cut(name) for name in entity.admin],
        "country": entity.country,
        "feature": entity.feature,
        "population": entity.population,
        **ids(entity),
    }
    if entity.kind is Kind.PLACE and entity.point is not None:
        exactness, radius_km = precision(entity)
        told |= {
            "lat": round(float(entity.point.lat), 5),
            "lon": round(float(entity.point.lon), 5),
            "precision": str(exactness),
            "radius": round(float(radius_km), 1),
        }
    if entity.roles and entity.kind is Kind.PERSON:
        latest = sorted(entity.roles, key=lambda held: held.start or "", reverse=True)
        told["offices"] = [_office(held) for held in latest[:_OFFICES]]
        told["moreOffices"] = max(0, len(latest) - _OFFICES)
    return _with_values(told)


def _steps(ring: list[list[float]]) -> list[int]:
    points = [(round(x * _STEPS), round(y * _STEPS)) for x, y in ring]
    steps = [*points[0]]
    for (x, y), (to_x, to_y) in pairwise(points):
        if (x, y) != (to_x, to_y):
            steps += (to_x - x, to_y - y)
    return steps


def _office(held: Position) -> list[str]:
    """Return an office as title, country or "", and when."""
    end = held.end or (f"at least {held.as_of}" if held.as_of else "")
    if held.start:
        span = f"{held.start} to {end}" if end else f"from {held.start}"
    else:
        span = f"until {end}" if end else ""
    return [held.title, held.country or "", span]
