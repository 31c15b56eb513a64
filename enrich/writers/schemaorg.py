"""schema.org: a NewsArticle per document, to stand in the page that the article is on.

``mentions`` has every linked entity once; ``contentLocation`` the primary place and those that the
text means literally, never one that only stands in the dateline, which is ``locationCreated``.
What stands for an area is a GeoCircle with its radius, and not a point that looks exact. Every
``<`` is escaped, so that a ``script`` element may hold it whatever the text says. The manifest is
left out, for a public page has no use for it; the hash of the text is ``encoding.sha256``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, TextIO

from enrich.geography.places import Precision
from enrich.model import Result, Role
from enrich.records.iris import iri, same_as, web_page
from enrich.records.record import dumps, iter_json, place_fields
from enrich.text.hashing import text_hash
from gazetteer.codes import is_administrative, is_country, is_settlement
from gazetteer.model import Entity, Kind

_KINDS: Final = {Kind.PERSON: "Person", Kind.ORGANISATION: "Organization", Kind.PLACE: "Place"}
_FEATURES: Final = {
    "ADM1": "State", "AIRP": "Airport", "BAY": "BodyOfWater", "CNL": "Canal", "CONT": "Continent",
    "GULF": "BodyOfWater", "LK": "LakeBodyOfWater", "LKS": "LakeBodyOfWater", "MT": "Mountain",
    "MTS": "Mountain", "OCN": "OceanBodyOfWater", "PK": "Mountain", "PPLH": "Place",
    "PPLQ": "Place", "PPLX": "Place", "RSV": "Reservoir", "SEA": "SeaBodyOfWater",
    "STM": "RiverBodyOfWater", "VLC": "Volcano",
}  # fmt: skip
_FAMILIES: Final = (
    (is_country, "Country"), (is_administrative, "AdministrativeArea"), (is_settlement, "City"),
)  # fmt: skip
_EXACT: Final = frozenset({str(Precision.EXACT), str(Precision.SETTLEMENT)})
_METRES: Final = 1000


def write(results: Iterable[Result], out: TextIO) -> None:
    """Write one object per document: one alone, several in an array."""
    objects = (dumps(article(result)).replace("<", "\\u003c") for result in results)
    out.writelines(iter_json(objects))


def article(result: Result) -> dict[str, Any]:
    """Return a document as a NewsArticle.

    Example:
        >>> from enrich.model import Document
        >>> article(Result(Document("It rains.", title="Rain"), ()))["headline"]
        'Rain'
    """
    document = result.document
    filed = [link for link in result.links if link.mention.role is Role.DATELINE]
    created = [_reference(link.entity) for link in filed if link.entity]
    publisher = {"@type": "Organization", "name": document.outlet}
    linked = (*result.places, *result.people, *result.organisations)
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "identifier": str(document.id),
        "headline": document.title,
        "url": web_page(document),
        "datePublished": document.published,
        "inLanguage": document.language,
        "publisher": publisher if document.outlet else None,
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": "text/plain",
            "sha256": text_hash(document.text),
        },
        "dateline": filed[0].mention.text if filed else None,
        "locationCreated": created[0] if created else None,
        "contentLocation": [_reference(place) for place in _set_in(result)],
        "mentions": [_thing(entity) for entity in linked],
    }
    return {key: value for key, value in said.items() if value}


def _set_in(result: Result) -> Iterator[Entity]:
    """Yield the primary place, then the others that are meant literally, each once."""
    primary = [result.primary_place] if result.primary_place else []
    literal = [link.entity for link in result.links if link.mention.role is Role.LITERAL]
    places = [place for place in (*primary, *literal) if place and place.kind is Kind.PLACE]
    yield from {place.id: place for place in places}.values()


def _reference(entity: Entity) -> dict[str, Any]:
    """Return what points to an entity that ``mentions`` describes."""
    return {"@type": _type(entity), "@id": iri(entity.id), "name": entity.name}


def _thing(entity: Entity) -> dict[str, Any]:
    described = {
        **_reference(entity),
        "description": entity.description,
        "sameAs": same_as(entity),
        **(_place(entity) if entity.kind is Kind.PLACE else {}),
    }
    return {key: value for key, value in described.items() if value}


def _type(entity: Entity) -> str:
    feature = entity.feature or ""
    if entity.kind is not Kind.PLACE or not feature:
        return _KINDS[entity.kind]
    families = (name for is_one, name in _FAMILIES if is_one(feature))
    return _FEATURES.get(feature) or next(families, "Place")


def _place(entity: Entity) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "addressCountry": entity.country,
        "addressRegion": entity.admin[0] if entity.admin else None,
    }
    return {
        "geo": _geo(entity),
        "address": {k: v for k, v in address.items() if v} if entity.country else None,
    }


def _geo(entity: Entity) -> dict[str, Any] | None:
    where = place_fields(entity)
    if where["lat"] is None:
        return None
    point = {"@type": "GeoCoordinates", "latitude": where["lat"], "longitude": where["lon"]}
    if where["precision"] in _EXACT:
        return point
    radius = round(where["radius_km"] * _METRES)
    return {"@type": "GeoCircle", "geoMidpoint": point, "geoRadius": radius}
