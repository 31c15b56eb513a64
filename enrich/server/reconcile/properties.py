"""The properties that cells may be matched by, and columns extended with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gazetteer.model import Kind

_ALL: Final = tuple(Kind)
_PLACES: Final = (Kind.PLACE,)
_LOCATED: Final = (Kind.PLACE, Kind.ORGANISATION)
_PEOPLE: Final = (Kind.PERSON,)


@dataclass(frozen=True, slots=True)
class Property:
    """A property as clients see it.

    Attributes:
        id: What names it.
        name: For people.
        description: What its values are, and how they are compared.
        kinds: Which kinds of entities have it.
        matches: Whether cells are matched by it.
        extends: Whether columns are extended with it.
        type: Id of the type of its values, where these are entities.
    """

    id: str
    name: str
    description: str
    kinds: tuple[Kind, ...] = _ALL
    matches: bool = False
    extends: bool = True
    type: str = ""


PROPERTIES: Final = (
    Property("country", "Country",
             "ISO 3166-1 alpha-2 code, or a name in any language; of people, the state they serve",
             matches=True, type="country"),
    Property("area", "Containing area",
             "the state, province or district around it, by name, code or id",
             _LOCATED, matches=True, type="area"),
    Property("coordinates", "Coordinates", 'WGS 84 degrees, "latitude,longitude"',
             _LOCATED, matches=True),
    Property("latitude", "Latitude", "WGS 84 degrees, north positive", _LOCATED, matches=True),
    Property("longitude", "Longitude", "WGS 84 degrees, east positive", _LOCATED, matches=True),
    Property("geonames", "GeoNames id", "a number; it decides at once", _PLACES, matches=True),
    Property("wikidata", "Wikidata id", '"Q" and a number; it decides at once', matches=True),
    Property("date", "Date of the record",
             "which states exist and who is in office is taken as of that day",
             matches=True, extends=False),
    Property("office", "Office", "an office that the person holds: on the day of the setting"
             " date, else all that are held; as a condition, words such as foreign minister",
             _PEOPLE, matches=True),
    Property("country_code", "Country code", "ISO 3166-1 alpha-2", matches=True),
    Property("admin1", "First-level area", "the state, province or region around it",
             _LOCATED, matches=True, type="admin1"),
    Property("admin2", "Second-level area", "the county or district around it",
             _LOCATED, matches=True, type="admin2"),
    Property("population", "Population", "inhabitants, where known", _PLACES),
    Property("feature", "GeoNames feature code", "such as PPLC for a capital", _PLACES),
    Property("type", "Type", "what sort of place it is, or its kind"),
    Property("description", "Description", "a few words that tell it from its namesakes"),
    Property("name", "Name", "as the gazetteer shows it"),
)  # fmt: skip
"""Every property, those that tell most first."""

_BY_ID: Final = {one.id: one for one in PROPERTIES}
_ALIASES: Final = {
    "point": "coordinates", "coords": "coordinates", "coordinate": "coordinates",
    "lat": "latitude", "lon": "longitude", "lng": "longitude", "long": "longitude",
    "geonames_id": "geonames", "geonameid": "geonames",
    "wikidata_id": "wikidata", "qid": "wikidata",
    "containing_area": "area", "state": "admin1", "province": "admin1", "region": "area",
    "county": "admin2", "district": "admin2", "published": "date", "position": "office",
    "iso2": "country",
}  # fmt: skip


def find_property(id_: str) -> Property | None:
    """Return the property that an id or one of its other names stands for, or None.

    Example:
        >>> find_property("Country code").id, find_property("lat").id, find_property("colour")
        ('country_code', 'latitude', None)
    """
    key = "_".join(id_.lower().split())
    return _BY_ID.get(_ALIASES.get(key, key))
