"""JSON: everything known about a document as one object.

One document gives one object; several give an array of them, none gives an empty array. The
object carries the text that the offsets count in, for it may have been extracted from a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TextIO

from enrich.geography.footprint import footprint
from enrich.model import Document, Link, Result
from enrich.records.record import (
    dumps,
    entity_record,
    iter_json,
    iter_records,
    place_fields,
    rounded,
)
from enrich.records.tally import Tally, role_counts, tally
from gazetteer.model import Entity, Kind


def write(results: Iterable[Result], out: TextIO) -> None:
    """Write one object per document; the next is made when the one before is written."""
    out.writelines(iter_json(dumps(document_object(result)) for result in results))


def document_object(result: Result) -> dict[str, Any]:
    """Return the whole result as one object.

    Its keys: ``document``, ``mentions`` (the records), ``entities`` (each linked entity once,
    with its mentions by role), ``unlinked`` (each name that was not linked once, with the
    reason), ``primary_place`` (what the text is most about, which need not be where anything
    happened), ``footprint`` (west, south, east, north of the places in the roles that are mapped,
    of those meant literally where nobody named roles, or null), ``footprint_area`` (the smallest
    administrative area that holds most of their mentions, with its share, or null), ``hull`` (an
    outline around them, a GeoJSON geometry, or null; ``enrich.geography.footprint`` says how it is
    drawn), ``error`` (why the document, or all of it but its beginning, could not be read, or null)
    and ``run`` (what is needed to repeat it).
    """
    return {
        "document": _document(result.document),
        "mentions": list(iter_records(result)),
        "entities": [_entity(counted) for counted in tally(result.links).values()],
        "unlinked": _unlinked(result.unlinked),
        "primary_place": _primary(result.primary_place),
        **_footprint(result),
        "error": result.error or None,
        "run": {"gazetteer": result.gazetteer, **result.run},
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "published": document.published,
        "language": document.language,
        "outlet": document.outlet,
        "metadata": dict(document.metadata),
        "text": document.text,
    }


def _entity(counted: Tally) -> dict[str, Any]:
    return {
        **entity_record(counted.entity),
        "mentions": counted.mentions,
        "roles": role_counts(counted.roles) if counted.entity.kind is Kind.PLACE else {},
        "score": rounded(counted.score),
    }


def _unlinked(links: Iterable[Link]) -> list[dict[str, Any]]:
    found: dict[tuple[str | None, ...], dict[str, Any]] = {}
    for link in links:
        nil = str(link.nil) if link.nil else None
        told = {"text": link.mention.text, "kind": str(link.mention.kind), "nil": nil}
        first = {**told, "reason": link.reason or None, "mentions": 0}
        found.setdefault(tuple(told.values()), first)["mentions"] += 1
    return list(found.values())


def _primary(place: Entity | None) -> dict[str, Any] | None:
    if place is None:
        return None
    where = place_fields(place)
    return {
        "id": place.id,
        "name": place.name,
        **{key: where[key] for key in ("lat", "lon", "country", "precision", "radius_km")},
    }


def _footprint(result: Result) -> dict[str, Any]:
    found = footprint(result)
    area = found.area if found else None
    return {
        "footprint": list(found.box) if found else None,
        "footprint_area": asdict(area) if area else None,
        "hull": dict(found.hull) if found else None,
    }
