"""What is known: entities, their names, and where they lie.

Frozen values without behaviour beyond validation. This module imports nothing of ours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What sort of thing an entity or a mention is."""

    PLACE = "place"
    PERSON = "person"
    ORGANISATION = "organisation"


class NameType(StrEnum):
    """How a name belongs to its entity.

    In the order of what says most: where two sources give one name, the earlier type is kept.
    """

    PRIMARY = "primary"
    """The name shown."""
    OFFICIAL = "official"
    """The full legal name: "Republic of Armenia"."""
    SHORT = "short"
    """A shorter form in common use: "Syunik" for "Syunik Province"."""
    ABBREVIATION = "abbreviation"
    """Initials or a cut form: "U.S.", "CSTO", "Calif."."""
    ADJECTIVE = "adjective"
    """The adjective of a place: "Armenian"."""
    DEMONYM = "demonym"
    """The people of a place, as a noun: "Armenians"."""
    VARIANT = "variant"
    """Another spelling or another language: "Zelensky", "Erevan"."""
    FORMER = "former"
    """A name no longer in official use: "Upper Volta"."""


ADJECTIVAL: Final = (NameType.ADJECTIVE, NameType.DEMONYM)
"""Types of the adjectives and peoples of a place, which say it without being its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A position on the WGS 84 ellipsoid.

    Attributes:
        lat: Latitude in degrees, -90 to 90, north positive.
        lon: Longitude in degrees, -180 to 180, east positive.

    Raises:
        ValueError: A coordinate is not finite or lies outside its range.

    Example:
        >>> Point(lat=40.18, lon=44.51)
        Point(lat=40.18, lon=44.51)
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lat) and -90.0 <= self.lat <= 90.0):
            raise ValueError(f"latitude {self.lat!r} is outside -90..90 degrees")
        if not (math.isfinite(self.lon) and -180.0 <= self.lon <= 180.0):
            raise ValueError(f"longitude {self.lon!r} is outside -180..180 degrees")


@dataclass(frozen=True, slots=True)
class Position:
    """An office a person held.

    Attributes:
        title: The office in English, lower case but for names: "minister of foreign affairs".
        country: ISO 3166-1 alpha-2 of the state it serves, or None.
        start: First day, ISO 8601, as exact as known ("2004-03-09", "2004-03", "2004") or None.
        end: Last day, likewise; None while in office or where unknown.
        organisation: CURIE of the body served ("wikidata:Q7184"), or None.
        as_of: How far the source of an open end reaches, ISO 8601 ("2023"): in office then, or
            left at a date it does not know. None where it is kept up to date, or there is an end.
    """

    title: str
    country: str | None = None
    start: str | None = None
    end: str | None = None
    organisation: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an entity.

    Attributes:
        text: As written by the source.
        type: How it belongs to the entity.
        language: ISO 639 code where the source gives one, else None.
        preferred: Whether the source prefers it among the names of its language.
        valid: First and last ISO 8601 date of its use, None for an open or unknown end.
    """

    text: str
    type: NameType = NameType.PRIMARY
    language: str | None = None
    preferred: bool = False
    valid: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Entity:
    """A place, person or organisation of the gazetteer.

    Attributes:
        id: CURIE: "geonames:616052", "wikidata:Q58217", or "enrich:..." for a curated fact that
            has neither.
        name: The name shown.
        kind: Place, person or organisation.
        description: A few words that tell it from its namesakes, or "".
        same_as: CURIEs of the same thing elsewhere; a GeoNames place has its Wikidata id here.
        country: ISO 3166-1 alpha-2, or None where there is none or more than one.
        admin: Names of its containers below the country, broad to narrow:
            ``("Syunik Province",)``.
        containers: CURIEs of its containers, broad to narrow, the country first; may be empty.
        feature: GeoNames feature code for places ("PPLC", "ADM1", "PCLI", "SEA"), else None.
        point: A representative point (WGS 84), or None.
        radius_km: Radius in kilometres of the circle that roughly covers it, or None.
        population: Inhabitants; 0 where unknown.
        prominence: 0 to 1, how readily world news names it; orders namesakes, no probability.
        valid: First and last ISO 8601 date of its existence, None for an open or unknown end.
        roles: Offices held, oldest first (people).
        source: Where the facts come from: "geonames", "natural earth", "wikidata", "curated".
        name_count: How many further names its source gives it, in all languages: the world has
            names of its own for what it knows.
    """

    id: str
    name: str
    kind: Kind
    description: str = ""
    same_as: tuple[str, ...] = ()
    country: str | None = None
    admin: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    feature: str | None = None
    point: Point | None = None
    radius_km: float | None = None
    population: int = 0
    prominence: float = 0.0
    valid: tuple[str | None, str | None] = (None, None)
    roles: tuple[Position, ...] = ()
    source: str = ""
    name_count: int = 0

    def id_in(self, scheme: str) -> str | None:
        """Return the local part of this entity's id in a scheme, or None.

        Args:
            scheme: CURIE prefix, "geonames" or "wikidata".

        Example:
            >>> Entity("geonames:616052", "Yerevan", Kind.PLACE,
            ...        same_as=("wikidata:Q1953",)).id_in("wikidata")
            'Q1953'
        """
        prefix = f"{scheme}:"
        for curie in (self.id, *self.same_as):
            if curie.startswith(prefix):
                return curie[len(prefix) :]
        return None

    @property
    def geonames(self) -> int | None:
        """Its number in GeoNames, or None."""
        found = self.id_in("geonames")
        return int(found) if found and found.isdecimal() else None

    @property
    def wikidata(self) -> str | None:
        """Its id in Wikidata, such as "Q1953", or None."""
        return self.id_in("wikidata")
