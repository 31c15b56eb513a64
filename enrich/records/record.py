"""The record of a mention and of an entity, and values as all formats spell them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from enrich.geography.distance import distance_of
from enrich.geography.places import Precision, precision
from enrich.model import Document, Link, Result
from enrich.text.escape import CONTROLS
from gazetteer.model import Entity, Kind
from gazetteer.regions import degrees
from gazetteer.store.hits import Hit

FIELDS: Final = (
    "document_id", "start", "end", "text", "kind", "role", "entity_id", "name", "description",
    "score", "nil", "geonames", "wikidata", "lat", "lon", "country", "admin1", "feature",
    "precision", "radius_km", "match", "reason", "runner_up", "runner_up_score",
)  # fmt: skip
"""The keys of a record, in order; each is always there."""

_POSITION: Final = ("title", "country", "organisation", "start", "end")
_SCORE_DECIMALS: Final = 4
_CONTROL: Final = re.compile(f"[{CONTROLS}]")
_LIKE_A_DATE: Final = re.compile(
    r"\s*(?:\d{2,4}[-/]\d{1,2}[-/]\d{1,2}(?:[T ].*)?|\d{1,2}:\d{2}(?::.*)?)\s*"
)


def dumps(value: Any) -> str:
    r"""Return compact JSON on one line, readable in every script.

    Controls that would turn a line around or break it stand as ``\u`` escapes: the same string
    to a parser, harmless to an editor or a terminal.

    Raises:
        ValueError: The value holds a number that is not finite.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    return _CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def iter_json(objects: Iterable[str]) -> Iterator[str]:
    r"""Yield a file of JSON: one object alone, several in an array, none as an empty one.

    The next is asked for when the one before is yielded.

    Example:
        >>> "".join(iter_json(["1"])), "".join(iter_json(["1", "2"]))
        ('1\n', '[\n1,\n2\n]\n')
    """
    pending: str | None = None
    separator = ""
    for text in objects:
        if pending is not None:
            yield f"{separator or '['}\n{pending}"
            separator = ","
        pending = text
    if separator:
        yield f",\n{pending}\n]\n"
    else:
        yield f"{pending}\n" if pending is not None else "[]\n"


def iter_records(result: Result) -> Iterator[dict[str, Any]]:
    """Yield the record of each mention, in the order of the text."""
    return (record(link, result.document) for link in result.links)


def record(link: Link, document: Document) -> dict[str, Any]:
    """Return the flat record of a mention: the keys of ``FIELDS``, in that order.

    ``start`` and ``end`` count Unicode code points of the document's text; ``score`` is a
    probability; coordinates are WGS 84 degrees; ``runner_up`` is the id of the second best.
    """
    mention, entity, runner_up = link.mention, link.entity, link.runner_up
    return {
        "document_id": document.id,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": str(entity.kind if entity else mention.kind),
        "role": str(mention.role) if mention.role else None,
        "entity_id": entity.id if entity else None,
        "name": entity.name if entity else None,
        "description": (entity.description or None) if entity else None,
        "score": rounded(link.score),
        "nil": str(link.nil) if link.nil else None,
        **ids(entity),
        **place_fields(entity, link.mention.relation),
        "match": str(link.candidate.match) if link.candidate else None,
        "reason": link.reason or None,
        "runner_up": runner_up.id if runner_up else None,
        "runner_up_score": rounded(link.runner_up_score),
    }


def rounded(score: float | None) -> float | None:
    """Return a probability with four decimals."""
    return None if score is None else round(float(score), _SCORE_DECIMALS)


def joined(documents: Iterable[str]) -> str:
    """Return ids of documents with commas between; one that has commas has them as %2C.

    A lone id that is written like a date has a comma before it: ``undated`` says why.

    Example:
        >>> joined(["a", "b,c"])
        'a,b%2Cc'
    """
    return undated(
        ",".join(
            name.replace("%", "%25").replace(",", "%2C") if "," in name or "%2C" in name else name
            for name in documents
        )
    )


def undated(names: str) -> str:
    """Return names of documents with a comma before a lone one that is written like a date.

    GDAL and QGIS would make a column of dates of it, which joins with no names and in which another
    file's names have no room. Split at commas, the list holds the same name.

    Example:
        >>> undated("2024-05-01"), undated("2024-05-01,2024-05-02")
        (',2024-05-01', '2024-05-01,2024-05-02')
    """
    return f",{names}" if _LIKE_A_DATE.fullmatch(names) else names


def ids(entity: Entity | None) -> dict[str, Any]:
    """Return ``geonames`` (an integer) and ``wikidata`` ("Q...") of an entity, None if unknown."""
    return {
        "geonames": entity.geonames if entity else None,
        "wikidata": entity.wikidata if entity else None,
    }


def place_fields(entity: Entity | None, relation: str = "") -> dict[str, Any]:
    """Return where an entity lies and how exactly; all None unless it is a place.

    Precision and radius describe the point, so they are None where there is none. What stands in a
    relation to a place, "20 km north of", lies somewhere within that distance of its point.
    """
    place = entity if entity and entity.kind is Kind.PLACE else None
    point = place.point if place else None
    exactness, radius_km = precision(place) if place and point else (None, None)
    away_km = distance_of(relation) if relation else None
    if radius_km is not None and away_km is not None and away_km > radius_km:
        exactness, radius_km = Precision.AREA, away_km
    return {
        "lat": degrees(point.lat) if point else None,
        "lon": degrees(point.lon) if point else None,
        "country": place.country if place else None,
        "admin1": place.admin[0] if place and place.admin else None,
        "feature": place.feature if place else None,
        "precision": None if exactness is None else str(exactness),
        "radius_km": None if radius_km is None else round(float(radius_km), 1),
    }


def entity_record(entity: Entity) -> dict[str, Any]:
    """Return all that is known of an entity; ``positions`` are offices held, oldest first."""
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": str(entity.kind),
        "description": entity.description or None,
        "same_as": list(entity.same_as),
        **ids(entity),
        **place_fields(entity),
        "country": entity.country,
        "admin": list(entity.admin),
        "population": entity.population or None,
        "valid_from": entity.valid[0],
        "valid_to": entity.valid[1],
        "positions": [{key: getattr(held, key) for key in _POSITION} for held in entity.roles],
        "source": entity.source or None,
    }


def hit_record(hit: Hit) -> dict[str, Any]:
    """Return what is known of an entity found under a name, and how the name matched.

    ``prominence`` is 0 to 1; ``edits`` counts those between the two names, 0 where they are alike.
    """
    found = {
        "prominence": round(hit.entity.prominence, 4),
        "matched_name": hit.name.text,
        "name_type": str(hit.name.type),
        "edits": hit.edits,
    }
    return {**entity_record(hit.entity), **found}
