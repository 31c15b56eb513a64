"""What geocoders answer, from a table of places that a test gives: Nominatim, Photon, Pelias."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wikidata_items import words_of

Json = Any
Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""

_RECT = ("min_lon", "min_lat", "max_lon", "max_lat")


@dataclass(frozen=True)
class Place:
    """A place as a geocoder may know it.

    Attributes:
        name: As it is shown, and found under.
        lat: Degrees north.
        lon: Degrees east.
        names: Further names that it is found under.
        address: The rest of the label: "Vayots Dzor, Armenia".
        country: ISO 3166-1 alpha-2 code.
        kind: Type of OpenStreetMap: village, city, administrative …
        category: Key of OpenStreetMap: place, boundary …
        osm: Type and number there.
        layer: Of Pelias: locality, region, venue …
        source: Of Pelias: whosonfirst, openstreetmap, geonames …
        importance: Of Nominatim, 0 to 1; the most important comes first.
        confidence: Of Pelias, 0 to 1.
        half: Half the side of its box, in degrees.
        tags: Extra tags: wikidata, population …
    """

    name: str
    lat: float
    lon: float
    names: tuple[str, ...] = ()
    address: str = ""
    country: str = ""
    kind: str = "village"
    category: str = "place"
    osm: tuple[str, int] = ("node", 1)
    layer: str = "locality"
    source: str = "whosonfirst"
    importance: float = 0.3
    confidence: float = 1.0
    half: float = 0.02
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return ", ".join(filter(None, (self.name, self.address)))

    @property
    def box(self) -> Box:
        side = self.half
        return self.lon - side, self.lat - side, self.lon + side, self.lat + side

    def lies_in(self, box: Box) -> bool:
        west, south, east, north = box
        across = west > east  # over the antimeridian
        inside = self.lon >= west or self.lon <= east if across else west <= self.lon <= east
        return inside and south <= self.lat <= north


class BadRequest(Exception):
    """What a geocoder refuses; ``body`` is its answer of status 400."""

    def __init__(self, body: Json) -> None:
        super().__init__(str(body))
        self.body = body


def answer_geocoder(places: Iterable[Place], path: str, asked: dict[str, str]) -> Json:
    """Return the answer of the geocoder at a path.

    Raises:
        BadRequest: It would refuse.
        KeyError: There is none at the path.
    """
    return GEOCODERS[path](list(places), asked)


def _found(places: list[Place], text: str, limit: int) -> list[Place]:
    """Return the places that all words of a text may be about, the most important first."""
    wanted = set(words_of(text))

    def fits(place: Place) -> bool:
        names = [set(words_of(name)) for name in (place.name, *place.names)]
        return any(name <= wanted <= name.union(words_of(place.label)) for name in names)

    return sorted(filter(fits, places), key=lambda place: -place.importance)[:limit]


def _box(text: str, refuse: Json) -> Box:
    parts = text.split(",")
    if len(parts) != 4 or not all(re.fullmatch(r"-?\d+(\.\d+)?", p.strip()) for p in parts):
        raise BadRequest(refuse)
    west, south, east, north = map(float, parts)
    return west, south, east, north


def _limit(text: str, most: int, refuse: Json) -> int:
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII):
        raise BadRequest(refuse)
    return max(1, min(int(text), most))


# -------------------------------------------------------------------------------- Nominatim


def nominatim(places: list[Place], asked: dict[str, str]) -> Json:
    """``/search``: a list; ``viewbox`` is two corners in any order, a wish unless ``bounded``."""

    def refuse(message: str) -> Json:
        return {"error": {"code": 400, "message": message}}

    if not asked.get("q", "").strip():
        raise BadRequest(refuse("Nothing to search for."))
    limit = _limit(asked.get("limit", "10"), 40, refuse("Parameter 'limit' must be a number."))
    found = _found(places, asked["q"], len(places))
    if codes := asked.get("countrycodes"):
        found = [place for place in found if place.country.lower() in codes.lower().split(",")]
    if "viewbox" in asked:
        message = "Bad parameter 'viewbox'. Must be four coordinates"
        x1, y1, x2, y2 = _box(asked["viewbox"], refuse(message))
        box = min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
        if asked.get("bounded") == "1":
            found = [place for place in found if place.lies_in(box)]
        found.sort(key=lambda place: not place.lies_in(box))
    return [_nominatim_place(place, asked) for place in found[:limit]]


def _nominatim_place(place: Place, asked: dict[str, str]) -> Json:
    west, south, east, north = place.box
    kind, number = place.osm
    found = {
        "place_id": number + 1_000_000,
        "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright",
        "osm_type": kind,
        "osm_id": number,
        "lat": f"{place.lat:.7f}",
        "lon": f"{place.lon:.7f}",
        "category" if asked.get("format", "jsonv2") == "jsonv2" else "class": place.category,
        "type": place.kind,
        "place_rank": 19,
        "importance": place.importance,
        "addresstype": place.kind,
        "name": place.name,
        "display_name": place.label,
        "boundingbox": [f"{side:.7f}" for side in (south, north, west, east)],
    }
    if asked.get("extratags", "0") != "0":
        found["extratags"] = place.tags or None
    if asked.get("addressdetails") == "1":
        found["address"] = {place.kind: place.name, "country_code": place.country.lower()}
    return found


# ----------------------------------------------------------------------------------- Photon

_PHOTON = "q limit lang lat lon bbox osm_tag layer zoom location_bias_scale debug dedupe".split()


def photon(places: list[Place], asked: dict[str, str]) -> Json:
    """``/api``: a FeatureCollection; ``bbox`` is west,south,east,north and always a bound."""
    for name in asked:
        if name not in _PHOTON:
            message = f"unknown query parameter '{name}'.  Allowed parameters are: {_PHOTON}"
            raise BadRequest({"message": message})
    if not asked.get("q"):
        raise BadRequest({"message": "missing search term 'q': /?q=berlin"})
    limit = _limit(asked.get("limit", "15"), 50, {"message": "invalid parameter 'limit'"})
    found = _found(places, asked["q"], len(places))
    if "bbox" in asked:
        message = "Invalid number of supplied coordinates for parameter 'bbox'"
        box = _box(asked["bbox"], {"message": message})
        found = [place for place in found if place.lies_in(box)]
    features = [_photon_feature(place) for place in found[:limit]]
    return {"type": "FeatureCollection", "features": features}


def _photon_feature(place: Place) -> Json:
    west, south, east, north = place.box
    kind, number = place.osm
    properties = {
        "osm_type": kind[:1].upper(),
        "osm_id": number,
        "osm_key": place.category,
        "osm_value": place.kind,
        "type": "city" if place.category == "place" else "other",
        "countrycode": place.country,
        "name": place.name,
        "extent": [west, north, east, south],
    }
    point = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {"type": "Feature", "geometry": point, "properties": properties}


# ----------------------------------------------------------------------------------- Pelias


def pelias(places: list[Place], asked: dict[str, str]) -> Json:
    """``/v1/search``: a FeatureCollection; ``boundary.rect.*`` are four sides, all or none."""

    def refuse(message: str) -> Json:
        return {"geocoding": {"version": "0.2", "query": asked, "errors": [message]}}

    if not asked.get("text", "").strip():
        raise BadRequest(refuse("invalid param 'text': text length, must be >0"))
    limit = _limit(asked.get("size", "10"), 40, refuse("invalid param 'size'"))
    found = _found(places, asked["text"], len(places))
    sides = [asked.get(f"boundary.rect.{side}") for side in _RECT]
    if any(sides):
        message = "missing param 'boundary.rect', all four sides must be given"
        box = _box(",".join(side or "" for side in sides), refuse(message))
        found = [place for place in found if place.lies_in(box)]
    for name, held in (("layers", "layer"), ("sources", "source"), ("boundary.country", "country")):
        if name in asked:
            wanted = asked[name].lower().split(",")
            found = [place for place in found if getattr(place, held).lower() in wanted]
    features = [_pelias_feature(place) for place in found[:limit]]
    head = {"geocoding": {"version": "0.2", "query": asked}, "type": "FeatureCollection"}
    return {**head, "features": features, **({"bbox": features[0]["bbox"]} if features else {})}


def _pelias_feature(place: Place) -> Json:
    number = str(place.osm[1])
    properties = {
        "id": number,
        "gid": f"{place.source}:{place.layer}:{number}",
        "layer": place.layer,
        "source": place.source,
        "source_id": number,
        "country_code": place.country,
        "name": place.name,
        "confidence": place.confidence,
        "match_type": "exact" if place.confidence >= 1 else "fallback",
        "accuracy": "centroid",
        "label": place.label,
    }
    point = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {
        "type": "Feature", "geometry": point, "properties": properties, "bbox": list(place.box),
    }  # fmt: skip


GEOCODERS = {"/search": nominatim, "/api": photon, "/v1/search": pelias}
