"""What geocoders answer, checked field by field: a server is not believed for being asked.

A place without a usable position or name is passed over; any other field that is wrong is left
out, and the place kept.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gazetteer.geocoding.sorts import Sort, sort_of
from gazetteer.model import Point
from gazetteer.regions import Box
from gazetteer.wikidata.api import search_term
from gazetteer.wikidata.ids import number_of, qid

Json = Any
_Object = Mapping[str, Json]

_LEAST_KM: Final = 0.05
_LONGEST_LABEL: Final = 500  # code points
_LONGEST_SLUG: Final = 100
_LONGEST_NUMBER: Final = 40
_PLAIN: Final = re.compile(r"[a-z0-9]+(?:[-:/._][a-z0-9]+)*", re.ASCII)
_APART: Final = re.compile(r"[-:/._]")
_COUNTRY: Final = re.compile(r"[A-Za-z]{2}", re.ASCII)
_OSM_TYPES: Final = {
    "node": "node", "way": "way", "relation": "relation", "N": "node", "W": "way", "R": "relation",
}  # fmt: skip
_SPOT_RANK: Final = 30  # of Nominatim: an address, or what has a place of its own
_INTERPOLATED: Final = frozenset({"house", "houses"})


@dataclass(frozen=True, slots=True)
class Geocoded:
    """A place that a geocoder found.

    Attributes:
        id: CURIE, the same for the same place in every run: "enrich:nominatim-way-12345".
        name: Its name, or street and number.
        label: Name and whole address.
        point: WGS 84.
        radius_km: Of the circle that covers it, kilometres: half the diagonal of its box, or what
            is typical of its sort.
        importance: 0 to 1: the geocoder's, or what is typical of its sort.
        feature: GeoNames feature code; "LCTY" where its sort is not known.
        country: ISO 3166-1 alpha-2, or None.
        wikidata: "Q1953", or None.
        provider: Which geocoder found it, a member of ``PROVIDERS``.
    """

    id: str
    name: str
    label: str
    point: Point
    radius_km: float
    importance: float
    feature: str
    country: str | None
    wikidata: str | None
    provider: str


def _place(  # noqa: PLR0913 - what an answer says, not yet checked but for types
    provider: str,
    sort: Sort,
    *,
    lat: Json,
    lon: Json,
    name: str,
    label: str,
    slug: str | None,
    corners: Sequence[Json],
    country: Json,
    items: Iterable[Json],
    importance: Json = None,
) -> Geocoded | None:
    """Return a place, or None where it has no position or no name.

    ``corners`` are south, west, north, east; ``items`` may be ids of Wikidata.
    """
    point = _point(lat, lon)
    if point is None or not name:
        return None
    radius = _radius(point, corners, sort.radius_km)
    weight = _number(importance)
    numbers = [number for item in items if (number := number_of(item))]
    slug = slug or f"at-{_digest(label, f'{point.lat:.3f} {point.lon:.3f}')}"
    return Geocoded(
        id=f"enrich:{provider}-{slug}",
        name=name,
        label=label or name,
        point=point,
        radius_km=radius,
        importance=sort.importance if weight is None else min(1.0, max(0.0, weight)),
        feature=sort.feature if radius <= sort.largest_km else "LCTY",
        country=_country(country),
        wikidata=qid(numbers[0]) if numbers else None,
        provider=provider,
    )


def _of_nominatim(raw: _Object) -> Geocoded | None:
    category, kind = _word(raw.get("class") or raw.get("category")), _word(raw.get("type"))
    tags, address = _object(raw.get("extratags")), _object(raw.get("address"))
    parts = _parts(raw.get("display_name"))
    label = ", ".join(parts)
    slug = _osm_slug(raw)
    if slug and kind in _INTERPOLATED and not slug.startswith("node"):
        # A number between two known ones is told under the id of the line through them.
        slug += f"-{_digest(label)}"
    is_spot = raw.get("place_rank") == _SPOT_RANK
    south, north, west, east = _four(raw.get("boundingbox"))
    sort = sort_of(category, kind, _word(raw.get("addresstype")), is_spot=is_spot)
    return _place(
        "nominatim", sort, lat=raw.get("lat"), lon=raw.get("lon"),
        name=_text(raw.get("name")) or _first(parts), label=label, slug=slug,
        corners=(south, west, north, east), importance=raw.get("importance"),
        country=address.get("country_code"), items=(tags.get("wikidata"),),
    )  # fmt: skip


def _of_photon(feature: _Object) -> Geocoded | None:
    raw = _object(feature.get("properties"))
    category, kind, level = (_word(raw.get(key)) for key in ("osm_key", "osm_value", "type"))
    # Its levels are rough: the layer "city" holds villages too, "district" is a part of a town.
    level = {"district": "suburb", "locality": ""}.get(level, level)
    sort = sort_of(
        category, level if category == "place" else kind, kind if category == "place" else level,
        is_spot=level == "house",
    )  # fmt: skip
    street, number = _text(raw.get("street")), _text(raw.get("housenumber"))
    line = f"{street} {number}".strip() if street else ""
    name = _text(raw.get("name")) or line
    town = f"{_text(raw.get('postcode'))} {_text(raw.get('city'))}".strip()
    rest = (_text(raw.get(key)) for key in ("district", "county", "state", "country"))
    lat, lon = _position(feature)
    west, north, east, south = _four(raw.get("extent"))
    return _place(
        "photon", sort, lat=lat, lon=lon, name=name, label=_joined((name, line, town, *rest)),
        slug=_osm_slug(raw), corners=(south, west, north, east), country=raw.get("countrycode"),
        items=(_object(raw.get("extra")).get("wikidata"), raw.get("wikidata")),
    )  # fmt: skip


def _of_pelias(feature: _Object) -> Geocoded | None:
    raw = _object(feature.get("properties"))
    layer = _word(raw.get("layer"))
    parts = _parts(raw.get("label"))
    label = ", ".join(parts)
    slug = _slug(raw.get("gid"))
    if slug and raw.get("match_type") == "interpolated":
        slug += f"-{_digest(label)}"
    lat, lon = _position(feature)
    west, south, east, north = _four(feature.get("bbox"))
    added = _object(raw.get("addendum"))
    concordances, osm = _object(added.get("concordances")), _object(added.get("osm"))
    sort = sort_of("place", layer, {"locality": "town"}.get(layer, layer))
    return _place(  # its confidence is another thing than importance
        "pelias", sort, lat=lat, lon=lon, name=_text(raw.get("name")) or _first(parts),
        label=label, slug=slug, corners=(south, west, north, east), country=raw.get("country_code"),
        items=(concordances.get("wd:id"), concordances.get("wikidata_id"), osm.get("wikidata")),
    )  # fmt: skip


def _reader(
    listed: Callable[[Json], Json], read: Callable[[_Object], Geocoded | None]
) -> Callable[[Json], Iterator[Geocoded] | None]:
    def places(answer: Json) -> Iterator[Geocoded] | None:
        entries = listed(answer)
        if not isinstance(entries, list):
            return None
        return filter(None, (read(raw) for raw in entries if isinstance(raw, Mapping)))

    return places


def _features(answer: Json) -> Json:
    return _object(answer).get("features")


READERS: Final[Mapping[str, Callable[[Json], Iterator[Geocoded] | None]]] = {
    "nominatim": _reader(lambda answer: answer, _of_nominatim),
    "photon": _reader(_features, _of_photon),
    "pelias": _reader(_features, _of_pelias),
}
"""By provider, what yields the places of an answer, or is None where it has no list of them."""


def holds(box: Box, point: Point) -> bool:
    """Tell whether a point lies in a box.

    Example:
        >>> fiji = Box(-20.0, 177.0, -16.0, -178.0)
        >>> holds(fiji, Point(lat=-18.0, lon=180.0)), holds(fiji, Point(lat=-18.0, lon=0.0))
        (True, False)
    """
    # The antimeridian has two longitudes.
    turns = (point.lon, -point.lon) if abs(point.lon) == 180.0 else (point.lon,)
    return any(
        half.south <= point.lat <= half.north and half.west <= lon <= half.east
        for half in box.halves()
        for lon in turns
    )


def _object(value: Json) -> _Object:
    return value if isinstance(value, Mapping) else {}


def _word(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _text(value: Json) -> str:
    return search_term(value) if isinstance(value, str) else ""


def _parts(label: Json) -> list[str]:
    """Return the parts of an address: what stands between its commas."""
    parts = (search_term(part) for part in _word(label)[:_LONGEST_LABEL].split(","))
    return [part for part in parts if part]


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(part for part in parts if part))[:_LONGEST_LABEL]


def _first(parts: list[str]) -> str:
    """Return what an address begins with: a name, or a number and the street."""
    is_number = bool(parts) and not any(c.isalpha() for c in parts[0][:1])
    return ", ".join(parts[: 2 if is_number else 1])


def _number(value: Json) -> float | None:
    """Return a finite number: JSON can hold others, and Nominatim writes them as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and len(value) > _LONGEST_NUMBER:
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _point(lat: Json, lon: Json) -> Point | None:
    north, east = _number(lat), _number(lon)
    if north is None or east is None or abs(north) > 90.0 or abs(east) > 180.0:
        return None
    return Point(lat=north, lon=east)


def _position(feature: _Object) -> tuple[Json, Json]:
    """Return latitude and longitude of a feature of GeoJSON."""
    geometry = _object(feature.get("geometry"))
    position = geometry.get("coordinates")
    if geometry.get("type") != "Point" or not isinstance(position, list) or len(position) < 2:
        return None, None
    return position[1], position[0]


def _four(value: Json) -> list[Json]:
    return value if isinstance(value, list) and len(value) == 4 else [None] * 4


def _radius(point: Point, corners: Sequence[Json], typical_km: float) -> float:
    """Return half the diagonal of a box, kilometres, or what is typical where it is not a box."""
    from geopy.distance import geodesic

    south, west, north, east = corners
    one, other = _point(south, west), _point(north, east)
    if one is None or other is None or one.lat > other.lat:
        return typical_km
    if not holds(Box(one.lat, one.lon, other.lat, other.lon), point):
        return typical_km
    diagonal = float(geodesic((one.lat, one.lon), (other.lat, other.lon)).km)
    half = round(diagonal / 2, 3)
    if other.lon - one.lon > 180.0:  # around the globe, since it lies across the antimeridian
        half = max(half, typical_km)
    return max(_LEAST_KM, half)


def _country(code: Json) -> str | None:
    return code.upper() if isinstance(code, str) and _COUNTRY.fullmatch(code) else None


def _osm_slug(raw: _Object) -> str | None:
    kind, number = _OSM_TYPES.get(_word(raw.get("osm_type"))), raw.get("osm_id")
    if kind is None or type(number) is not int or not 0 < number < 1 << 63:
        return None
    return f"{kind}-{number}"


def _slug(gid: Json) -> str | None:
    """Return an id of Pelias as part of ours; where letters are lost, with a hash of the whole.

    Example:
        >>> _slug("openstreetmap:venue:way/123")
        'openstreetmap-venue-way-123'
    """
    if not isinstance(gid, str) or not gid.strip():
        return None
    if _PLAIN.fullmatch(gid) and len(gid) <= _LONGEST_SLUG:
        return _APART.sub("-", gid)
    plain = re.findall(r"[a-z0-9]+", gid[:_LONGEST_SLUG].lower())
    return "-".join([*plain, _digest(gid)])


def _digest(*texts: str) -> str:
    joined = "\n".join(texts).encode("utf-8", "surrogatepass")
    return hashlib.blake2s(joined, digest_size=6).hexdigest()
