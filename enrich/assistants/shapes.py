"""What the answers of the tools look like: typed dictionaries, of which their schemas are made.

A key that is not known, or does not apply, is left out.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict


class Namesake(TypedDict):
    """An entity that a name might mean too."""

    id: str
    name: str
    score: NotRequired[Annotated[float, Field(description="Probability, 0 to 1.")]]


class Spot(TypedDict):
    """Where an entity lies."""

    country: NotRequired[str]
    admin1: NotRequired[str]
    lat: NotRequired[float]
    lon: NotRequired[float]
    precision: NotRequired[
        Annotated[str, Field(description="exact, settlement, area-centroid or country-centroid.")]
    ]
    radius_km: NotRequired[float]


class Named(TypedDict):
    """The mentions of an entity by one name in one role."""

    text: str
    role: NotRequired[str]
    score: NotRequired[Annotated[float, Field(description="Where less sure than the entity.")]]
    at: Annotated[list[int], Field(description="Where each begins, in code points of the text.")]
    more: NotRequired[int]


class LinkedEntity(Spot):
    """An entity that the text names."""

    id: Annotated[str, Field(description="geonames:N, wikidata:QN or enrich:NAME.")]
    wikidata: NotRequired[str]
    name: str
    kind: str
    description: NotRequired[str]
    score: Annotated[float, Field(description="Probability that the link is right, 0 to 1.")]
    mentions: list[Named]
    reason: NotRequired[Annotated[str, Field(description="Below 0.8, or if asked for.")]]
    runner_up: NotRequired[Annotated[Namesake, Field(description="Likewise.")]]


class UnlinkedName(TypedDict):
    """A name of the text that is linked to nothing."""

    text: str
    kind: str
    nil: Annotated[str, Field(description="no_candidates, low_score or not_an_entity.")]
    why: NotRequired[str]
    likeliest: NotRequired[Namesake]
    at: list[int]
    more: NotRequired[int]


class Omitted(TypedDict):
    """How many are left out for the limit."""

    entities: int
    unlinked: int


class LinkTextAnswer(TypedDict):
    """What ``link_text`` answers."""

    primary_place: NotRequired[Annotated[str, Field(description="Id; what the text is about.")]]
    entities: list[LinkedEntity]
    unlinked: list[UnlinkedName]
    omitted: NotRequired[Omitted]
    notes: NotRequired[list[str]]


class HeldEntity(Spot):
    """An entity that the gazetteer holds."""

    id: str
    wikidata: NotRequired[str]
    name: str
    kind: str
    description: NotRequired[str]
    feature: NotRequired[Annotated[str, Field(description="GeoNames feature code.")]]
    population: NotRequired[int]
    prominence: Annotated[float, Field(description="0 to 1: how readily news names it.")]
    matched_name: NotRequired[str]


class LookupAnswer(TypedDict):
    """What ``lookup`` answers."""

    matches: list[HeldEntity]
    near_misses: NotRequired[
        Annotated[list[HeldEntity], Field(description="One or two letters away; if no match.")]
    ]
    omitted: NotRequired[int]


class Signal(TypedDict):
    """One thing that was measured of the best candidate, and of the second."""

    signal: str
    means: str
    value: float
    weight: Annotated[float, Field(description="Log-odds: above 0 speaks for the best.")]
    runner_up: NotRequired[Annotated[float, Field(description="Its weight for the second.")]]


class Option(Spot):
    """An entity that the name might mean."""

    id: str
    name: str
    description: NotRequired[str]
    share: Annotated[float, Field(description="Of the weight of all candidates, 0 to 1.")]
    match: str
    feature: NotRequired[Annotated[str, Field(description="GeoNames feature code.")]]


class ExplainLinkAnswer(TypedDict):
    """What ``explain_link`` answers."""

    text: str
    kind: str
    role: NotRequired[str]
    roles: NotRequired[Annotated[dict[str, float], Field(description="Probability of each.")]]
    at: int
    context: str
    occurrences: int
    found_by: Annotated[str, Field(description="The model or rule that took it for a name.")]
    entity: NotRequired[str]
    name: NotRequired[str]
    score: Annotated[float, Field(description="Probability of the best candidate, 0 to 1.")]
    nil: NotRequired[str]
    reason: NotRequired[str]
    candidates: Annotated[list[Option], Field(description="The likeliest first.")]
    signals: Annotated[
        list[Signal], Field(description="Those that distinguish the best two come first.")
    ]
    omitted: NotRequired[Annotated[int, Field(description="Candidates left out.")]]
    notes: NotRequired[list[str]]


class PointGeometry(TypedDict):
    """A point, longitude first."""

    type: Literal["Point"]
    coordinates: list[float]


class PlaceFeature(TypedDict):
    """A place of the text."""

    type: Literal["Feature"]
    id: str
    geometry: PointGeometry
    properties: dict[str, Any]


class PlacesOnMapAnswer(TypedDict):
    """What ``places_on_map`` answers: a FeatureCollection of RFC 7946, with foreign members."""

    type: Literal["FeatureCollection"]
    features: list[PlaceFeature]
    bbox: NotRequired[list[float]]
    attribution: Annotated[str, Field(description="To be shown on a map that is published.")]
    omitted: NotRequired[Annotated[int, Field(description="Places left out for the limit.")]]
    not_mapped: NotRequired[Annotated[str, Field(description="What else the text names.")]]
    notes: NotRequired[list[str]]
