"""What goes in and comes out, as the OpenAPI document says it; tests hold replies against it."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from enrich.geography.places import Precision
from enrich.labels import KINDS_AND_LABELS
from enrich.model import Match, Nil
from enrich.roles import Role
from gazetteer.model import Kind


class _Exact(BaseModel):
    """An object that has these keys, always all of them, and no others."""

    model_config = ConfigDict(extra="forbid")


class Problem(_Exact):
    """Why a request was not answered."""

    status: int = Field(description="Of HTTP.")
    error: str = Field(description="One line: what is wrong, where, and how to mend it.")


class Record(_Exact):
    """A mention, linked or not: the record of every format."""

    document_id: str | int
    start: int = Field(description="Of its first Unicode code point.")
    end: int = Field(description="After its last.")
    text: str
    kind: Kind
    role: Role | None = Field(description="Of a place: in which sense.")
    entity_id: str | None
    name: str | None
    description: str | None
    score: float | None = Field(description="Probability that the link is right.", ge=0, le=1)
    nil: Nil | None = Field(description="Why it is not linked.")
    geonames: int | None
    wikidata: str | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    feature: str | None
    precision: Precision | None
    radius_km: float | None
    match: Match | None
    reason: str | None
    runner_up: str | None
    runner_up_score: float | None


class Office(_Exact):
    """An office that somebody held."""

    title: str
    country: str | None
    organisation: str | None
    start: str | None
    end: str | None


class KnownEntity(_Exact):
    """All that the gazetteer knows of an entity."""

    id: str
    name: str
    kind: Kind
    description: str | None
    same_as: list[str]
    geonames: int | None
    wikidata: str | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    feature: str | None
    precision: Precision | None
    radius_km: float | None
    admin: list[str]
    population: int | None
    valid_from: str | None
    valid_to: str | None
    positions: list[Office]
    source: str | None


class Hit(KnownEntity):
    """An entity under a name."""

    prominence: float = Field(ge=0, le=1)
    matched_name: str
    name_type: str
    edits: int = Field(description="Between the two names; 0 where they are alike.")


class Hits(_Exact):
    """What is held under a name, the best known first."""

    hits: list[Hit]
    found: int = Field(description="How many there are, shown or not.")


class LinkedEntity(KnownEntity):
    """A linked entity, once for a document."""

    mentions: int
    roles: dict[str, int]
    score: float


class Unlinked(_Exact):
    """A name that was not linked, once for a document."""

    text: str
    kind: Kind
    nil: Nil | None
    reason: str | None
    mentions: int


class PrimaryPlace(_Exact):
    """What a document is most about."""

    id: str
    name: str
    lat: float | None
    lon: float | None
    country: str | None
    precision: Precision | None
    radius_km: float | None


class LinkedDocument(_Exact):
    """A document as it was read."""

    id: str | int
    title: str
    published: str | None
    language: str | None
    outlet: str | None
    metadata: dict[str, Any]
    text: str


class Linked(_Exact):
    """Everything known about a document: ``--format json`` of the command."""

    document: LinkedDocument
    mentions: list[Record]
    entities: list[LinkedEntity]
    unlinked: list[Unlinked]
    primary_place: PrimaryPlace | None
    footprint: list[float] | None = Field(description="West, south, east, north.")
    footprint_area: dict[str, Any] | None
    hull: dict[str, Any] | None
    error: str | None
    run: dict[str, Any] = Field(description="What is needed to repeat it.")


class Unread(_Exact):
    """A line of a batch that could not be linked."""

    error: str
    line: int = Field(description="Its number in the body, from 1.")


class Health(_Exact):
    """How the service is."""

    status: Literal["ok", "not ready"]
    version: str
    gazetteer: str = Field(description="The build that is in use.")
    workers: int = Field(description="Processes that there are to be.")
    ready: int = Field(description="Those that can answer.")
    waiting: int = Field(description="Requests that wait for one.")
    ended: dict[str, int] = Field(description="Processes that died, were late or never ready.")


_MENTION: Final = {
    "type": "object",
    "required": ["start", "end"],
    "properties": {
        "start": {"type": "integer", "description": "Of its first Unicode code point."},
        "end": {"type": "integer", "description": "After its last."},
        "kind": {
            "type": ["string", "null"],
            "description": f"What it names: {KINDS_AND_LABELS}. `label` is read alike.",
        },
        "text": {"type": "string", "description": "What must stand there."},
    },
}
DOCUMENT: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A document. Other keys come out again in its metadata.",
    "required": ["text"],
    "properties": {
        "text": {"type": "string", "minLength": 1},
        "id": {"type": ["string", "integer"]},
        "title": {"type": ["string", "null"], "description": "Context: never linked itself."},
        "published": {"type": ["string", "number", "null"], "description": "2023-05-17"},
        "language": {"type": ["string", "null"]},
        "outlet": {"type": ["string", "null"]},
        "url": {"type": ["string", "null"]},
        "mentions": {
            "type": ["array", "null"],
            "items": _MENTION,
            "description": "Exactly these are linked, and nothing else is looked for.",
        },
    },
    "example": {"text": "Lavrov will meet Blinken in Yerevan.", "published": "2023-05-17"},
}
"""A document as it is sent."""
LINK_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "anyOf": [
                    DOCUMENT,
                    {
                        "type": "object",
                        "required": ["documents"],
                        "additionalProperties": False,
                        "properties": {
                            "documents": {"type": "array", "minItems": 1, "items": DOCUMENT}
                        },
                    },
                ]
            }
        },
        "text/plain": {"schema": {"type": "string", "minLength": 1}},
    },
}
"""The body of /link."""
COLLECTION: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "id", "geometry", "properties"],
                "properties": {"type": {"const": "Feature"}, "geometry": {"type": "object"}},
            },
        },
        "bbox": {"type": "array", "items": {"type": "number"}},
        "run": {"type": "object"},
    },
}
"""A map in GeoJSON (RFC 7946)."""
