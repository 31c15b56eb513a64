"""W3C Web Annotations (Web Annotation Data Model, JSON-LD): one per mention, linked or not.

The file is one AnnotationCollection with one page. A target is the text itself, named by its hash,
for offsets count in that text and not in the page it was taken from; the page is its scope.
Offsets are Unicode code points, as the model asks for (4.2.4), and ``unit`` says so, because
software in JavaScript is apt to count UTF-16 units. Nothing in it depends on the clock, so the same
run gives the same file. Terms that the model lacks are defined in ``TERMS``, which each file holds;
docs/linked-data.md says what they mean.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, TextIO
from uuid import NAMESPACE_URL, uuid5

from enrich.model import Document, Link, Result, Role
from enrich.records.iris import iri, same_as, text_iri, web_page
from enrich.records.manifest import Manifest
from enrich.records.record import dumps, place_fields, record
from enrich.text.hashing import text_hash
from gazetteer.model import Entity, Kind

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
TERMS: Final[dict[str, Any]] = {
    "@version": 1.1,
    "enrich": "urn:enrich:vocab:",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "documents": "enrich:documents",
    "run": {"@id": "enrich:run", "@type": "@json"},
    "kind": "enrich:kind",
    "role": "enrich:role",
    "nil": "enrich:nil",
    "match": "enrich:match",
    "precision": "enrich:precision",
    "radiusKm": {"@id": "enrich:radiusKm", "@type": "xsd:double"},
    "unit": "enrich:unit",
    "sha256": "enrich:sha256",
    "score": {"@id": "itsrdf:taConfidence", "@type": "xsd:double"},
    "lat": {"@id": "wgs84:lat", "@type": "xsd:double"},
    "long": {"@id": "wgs84:long", "@type": "xsd:double"},
    "identifier": "dcterms:identifier",
    "title": "dcterms:title",
    "sameAs": {"@id": "schema:sameAs", "@type": "@id"},
    "softwareVersion": "schema:softwareVersion",
}
"""The terms that the context of the model lacks."""

UNIT: Final = "unicode-code-point"
_AROUND: Final = 32  # code points of prefix and suffix
# A name that stands for something else is linked to the place, but does not identify it.
_IDENTIFYING: Final = frozenset({Role.LITERAL, Role.DATELINE})


def write(results: Iterable[Result], out: TextIO) -> None:
    """Write one collection, an annotation a line, as the results come."""
    manifest = Manifest()
    documents: list[dict[str, Any]] = []
    names: list[str] = []
    out.write(f'{{"@context": {dumps([CONTEXT, TERMS])},\n"type": "AnnotationCollection",\n')
    out.write('"first": {"type": "AnnotationPage", "startIndex": 0, "items": [')
    for result in manifest.watch(results):
        documents.append(_text(result.document))
        for annotation in iter_annotations(result):
            out.write(f"{',' if names else ''}\n{dumps(annotation)}")
            names.append(annotation["id"])
    told = manifest.to_dict()
    collection = str(uuid5(NAMESPACE_URL, dumps([names, told])))
    out.write(f'\n], "id": "urn:uuid:{uuid5(NAMESPACE_URL, f"{collection} page")}"}},\n')
    last = {
        "id": f"urn:uuid:{collection}",
        "label": "Places, people and organisations",
        "total": len(names),
        "generator": _generator(told.get("version")),
        "documents": documents,
        "run": told,
    }
    out.write(",\n".join(f"{dumps(key)}: {dumps(value)}" for key, value in last.items()) + "\n}\n")


def iter_annotations(result: Result) -> Iterator[dict[str, Any]]:
    """Yield an annotation per mention, in the order of the text; the context is ``CONTEXT, TERMS``.

    The id of an annotation is made of the document, its text and the span: it stays the same where
    another run links the mention to something else.
    """
    document = result.document
    source = text_iri(document.text)
    times: Counter[str] = Counter()
    for link in result.links:
        mention, held = link.mention, record(link, document)
        told = f"{source} {document.id} {mention.start} {mention.end} {mention.kind}"
        times[told] += 1
        name = f"{told} {times[told]}".encode(errors="surrogatepass").hex()
        yield {
            "id": f"urn:uuid:{uuid5(NAMESPACE_URL, name)}",
            "type": "Annotation",
            "generator": _generator(result.run.get("version"))["id"],
            "motivation": _motivation(link),
            "body": [_body(link), *_reason(held["reason"])],
            "target": _target(link, document, source),
            **_without_nones(_told(link, held)),
        }


def _told(link: Link, held: dict[str, Any]) -> dict[str, Any]:
    """Return what the record says of the link, under the terms of our own."""
    told = {key: held[key] for key in ("kind", "role", "score", "nil", "match", "precision")}
    if link.entity is None:
        told["score"] = None
    return {**told, "radiusKm": held["radius_km"]}


def _motivation(link: Link) -> str:
    if link.entity is None:
        return "classifying"
    if link.entity.kind is not Kind.PLACE or link.mention.role in _IDENTIFYING:
        return "identifying"
    return "linking"


def _body(link: Link) -> dict[str, Any]:
    purpose = _motivation(link)
    if link.entity is None:  # only its kind is known
        return {"type": "TextualBody", "value": str(link.mention.kind), "purpose": purpose}
    return {"type": "SpecificResource", "purpose": purpose, "source": _entity(link.entity)}


def _entity(entity: Entity) -> dict[str, Any]:
    where = place_fields(entity)
    name = iri(entity.id)
    return _without_nones({
        "id": name,
        "label": entity.name,
        "sameAs": [other for other in same_as(entity) if other != name] or None,
        "lat": where["lat"],
        "long": where["lon"],
    })  # fmt: skip


def _reason(reason: str | None) -> Iterator[dict[str, Any]]:
    if reason:
        yield {
            "type": "TextualBody", "value": reason, "purpose": "commenting",
            "format": "text/plain", "language": "en",
        }  # fmt: skip


def _target(link: Link, document: Document, source: str) -> dict[str, Any]:
    text, mention = document.text, link.mention
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[mention.start : mention.end],
        "prefix": text[_before(text, mention.start) : mention.start],
        "suffix": text[mention.end : _after(text, mention.end)],
    }
    position = {
        "type": "TextPositionSelector", "start": mention.start, "end": mention.end, "unit": UNIT,
    }  # fmt: skip
    page = web_page(document)
    scope = {"scope": page} if page else {}
    return {"type": "SpecificResource", "source": source, **scope, "selector": [quote, position]}


def _before(text: str, start: int) -> int:
    """Return where the prefix begins, never between a letter and its accents."""
    at = max(0, start - _AROUND)
    while 0 < at < start and unicodedata.combining(text[at]):
        at -= 1
    return at


def _after(text: str, end: int) -> int:
    at = min(len(text), end + _AROUND)
    while at < len(text) and unicodedata.combining(text[at]):
        at += 1
    return at


def _text(document: Document) -> dict[str, Any]:
    return _without_nones({
        "id": text_iri(document.text),
        "type": "Text",
        "format": "text/plain",
        "language": document.language,
        "identifier": str(document.id) or None,
        "title": document.title or None,
        "sha256": text_hash(document.text),
    })  # fmt: skip


def _generator(version: str | None) -> dict[str, Any]:
    software = {"id": f"urn:enrich:software:{version or 'unknown'}", "type": "Software"}
    return {**software, "name": "enrich", "softwareVersion": version or "unknown"}


def _without_nones(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
