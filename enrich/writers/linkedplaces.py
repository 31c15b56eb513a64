"""Linked Places (GeoJSON-LD): a feature per place, as gazetteers of history exchange them.

The names of a place are those that the texts use, each with the documents that use it; ``links``
are the IRIs of GeoNames and Wikidata; the certainty of a point says how exact it is. The format is
that of https://github.com/LinkedPasts/linked-places-format, version 1.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, TextIO

from enrich.model import Document, Result
from enrich.records.features import located
from enrich.records.iris import iri, same_as, web_page
from enrich.records.record import dumps, place_fields
from enrich.records.vector import CREDITS
from gazetteer.model import Entity

Json = dict[str, Any]
CONTEXT: Final = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places"
    "/master/linkedplaces-context-v1.1.jsonld"
)
_CERTAINTY: Final = {"exact": "certain", "settlement": "certain"}  # else "less-certain"


@dataclass(slots=True)
class _Place:
    """A place, and by spelling, and by id, the documents that name it so, as citations."""

    entity: Entity
    toponyms: dict[str, dict[str, Json]] = field(default_factory=dict)


def write(results: Iterable[Result], out: TextIO) -> None:
    """Write one collection, a place a line."""
    places: dict[str, _Place] = {}
    for result in results:
        document = result.document
        for link, entity, _ in located(result):
            place = places.setdefault(entity.id, _Place(entity))
            named = place.toponyms.setdefault(" ".join(link.mention.text.split()), {})
            named.setdefault(str(document.id), _citation(document))
    out.write(f'{{"@context": {dumps(CONTEXT)}, "type": "FeatureCollection",')
    out.write(f' "citation": {dumps(CREDITS)}, "features": [\n')
    out.write(",\n".join(dumps(feature(p.entity, p.toponyms)) for p in places.values()))
    out.write("\n]}\n")


def _citation(document: Document) -> Json:
    name = str(document.id)
    said = {"label": f"{name}: {document.title}" if document.title else name}
    page = web_page(document)
    return {"@id": page, **said} if page else said


def feature(entity: Entity, toponyms: dict[str, dict[str, Json]]) -> Json:
    """Return a place as a feature.

    Args:
        entity: A place that has a point.
        toponyms: By spelling, and by id, the documents that name it so, as citations.
    """
    where = place_fields(entity)
    own = iri(entity.id)
    return {
        "@id": own,
        "type": "Feature",
        "properties": {
            "title": entity.name,
            "ccodes": [where["country"]] if where["country"] else [],
        },
        "names": [
            {
                "toponym": name,
                "citations": list(named.values()),
            }
            for name, named in toponyms.items()
        ],
        "types": [{"identifier": f"gn:{where['feature']}"}] if where["feature"] else [],
        "geometry": {
            "type": "Point",
            "coordinates": [where["lon"], where["lat"]],
            "certainty": _CERTAINTY.get(where["precision"], "less-certain"),
        },
        "links": [
            {"type": "exactMatch", "identifier": other} for other in same_as(entity) if other != own
        ],
        "descriptions": [{"value": _said(entity, where)}],
    }


def _said(entity: Entity, where: Json) -> str:
    about = entity.description or entity.name
    return f"{about} (point: {where['precision']}, radius {where['radius_km']} km)"
