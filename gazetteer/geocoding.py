"""Addresses and small places that no gazetteer knows, asked of a geocoder through geopy.

geopy builds the requests of Nominatim, Photon and Pelias and spaces them in time; ``Asker`` sends
them, so that retries, redirects, limits and the name of who asks are the same for every service.
Whatever a server answers is checked field by field; nothing outside the area asked for is taken.
"""

from __future__ import annotations

import contextlib
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from gazetteer.asking import Asker, Budget
from gazetteer.cache import Cache
from gazetteer.errors import InputError, ServiceError
from gazetteer.model import Point
from gazetteer.regions import Box, distance_km
from gazetteer.wikidata.api import search_term
from gazetteer.wikidata.ids import language_code, number_of, qid

__all__ = ["PROVIDERS", "Geocoded", "Geocoder"]

PROVIDERS: Final = ("nominatim", "photon", "pelias")
"""The geocoders that can be asked."""

Json = Any
_MOST: Final = 5
_LEAST_KM: Final = 0.05
_LONGEST_TEXT: Final = 300
_PHOTON_LANGUAGES: Final = frozenset({"en", "de", "fr", "it"})
# What a thing is called, its GeoNames feature code, and half its size in kilometres where the
# answer gives no box: a guess at what is typical, on the large side.
_SORTS: Final[Mapping[str, tuple[str, float]]] = {
    "house": ("BLDG", 0.05), "building": ("BLDG", 0.1), "address": ("BLDG", 0.05),
    "amenity": ("BLDG", 0.2), "venue": ("BLDG", 0.2), "shop": ("BLDG", 0.1),
    "office": ("BLDG", 0.1), "tourism": ("BLDG", 0.2), "historic": ("BLDG", 0.2),
    "street": ("ST", 0.5), "road": ("ST", 0.5), "highway": ("ST", 0.5), "railway": ("RSTN", 0.3),
    "neighbourhood": ("PPLX", 0.7), "suburb": ("PPLX", 1.5), "quarter": ("PPLX", 1.0),
    "city_block": ("PPLX", 0.3), "borough": ("PPLX", 3.0), "district": ("PPLX", 2.0),
    "hamlet": ("PPL", 0.5), "village": ("PPL", 1.0), "town": ("PPL", 3.0), "city": ("PPL", 8.0),
    "locality": ("PPL", 3.0), "localadmin": ("ADM3", 8.0), "municipality": ("ADM3", 8.0),
    "county": ("ADM2", 25.0), "state": ("ADM1", 80.0), "region": ("ADM1", 80.0),
    "natural": ("RGN", 2.0), "water": ("RGN", 2.0), "park": ("PRK", 0.7), "leisure": ("PRK", 0.5),
}  # fmt: skip
_UNKNOWN_SORT: Final = ("LCTY", 1.0)
_SLUG: Final = re.compile(r"[^a-z0-9]+")
_COUNTRY: Final = re.compile(r"[A-Za-z]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Geocoded:
    """A place that a geocoder found.

    Attributes:
        id: The same for the same place in every run: "enrich:nominatim-way-12345".
        name: Its name.
        label: Name and address.
        point: WGS 84.
        radius_km: Of the circle that covers it, kilometres.
        importance: 0 to 1, as the geocoder ranks it.
        feature: GeoNames feature code.
        country: ISO 3166-1 alpha-2, or None.
        wikidata: "Q1953", or None.
        provider: A member of ``PROVIDERS``.
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


class Geocoder:
    """Asks one geocoder, at most once in so many seconds; answers are kept in the cache.

    Args:
        provider: A member of ``PROVIDERS``.
        url: Where it is, "https://nominatim.example.org" or with a path before its own.
        asker: What sends.
        cache: Where answers are kept, or None.
        api_key: Key of the service, or None (Pelias).
        seconds_between: Least time between two requests.
        days: How long answers are kept.

    Raises:
        InputError: The provider is unknown, or the address is none.

    Example:
        geocoder = Geocoder("nominatim", "https://nominatim.example.org", Asker())
        geocoder.geocode("Abovyan Street", box=Box(40.1, 44.4, 40.3, 44.6))
    """

    def __init__(  # noqa: PLR0913 - each says how to ask
        self,
        provider: str,
        url: str,
        asker: Asker,
        cache: Cache | None = None,
        *,
        api_key: str | None = None,
        seconds_between: float = 1.0,
        days: float = 30.0,
    ) -> None:
        if provider not in PROVIDERS:
            raise InputError(f"{provider!r} is no geocoder; choose from {', '.join(PROVIDERS)}")
        scheme, domain = _address(url)
        self.provider = provider
        self._cache = cache
        self._days = days
        self._space = f"geocode {provider} {scheme}://{domain}"
        self._budget: Budget | None = None
        self._ask = _asking(self, asker, scheme, domain, api_key, seconds_between)

    @property
    def budget(self) -> Budget | None:
        """What the question under way may cost."""
        return self._budget

    def geocode(
        self,
        name: str,
        *,
        box: Box | None = None,
        language: str | None = None,
        country: str | None = None,
        budget: Budget | None = None,
    ) -> tuple[Geocoded, ...]:
        """Return the places that a name may mean, the best first, at most five.

        Args:
            name: As a text has it.
            box: Only what lies in it.
            language: ISO 639 code of the names wanted.
            country: ISO 3166-1 alpha-2; only what lies in it.
            budget: What it may cost.

        Raises:
            ServiceError: There is no usable answer.
        """
        term = search_term(name)
        if not term:
            return ()
        found: list[Geocoded] = []
        for half in box.halves() if box else (None,):
            found += self._answers(term, half, language_code(language), budget)
        inside = [
            place
            for place in found
            if (box is None or _holds(box, place.point))
            and (country is None or place.country in {None, country})
        ]
        best = sorted({p.id: p for p in reversed(inside)}.values(), key=lambda p: -p.importance)
        return tuple(best[:_MOST])

    def _answers(
        self, term: str, box: Box | None, language: str, budget: Budget | None
    ) -> list[Geocoded]:
        bounds = None if box is None else (box.south, box.west, box.north, box.east)
        key = json.dumps([term, bounds, language], ensure_ascii=False)
        held = self._cache.get_many(self._space, [key]) if self._cache else {}
        if key in held:
            return [_kept(place) for place in held[key]]
        self._budget = budget
        try:
            raw = self._ask(term, box, language)
        finally:
            self._budget = None
        found = [place for answer in raw if (place := _place(answer, self.provider))]
        if self._cache:
            days = self._days if found else 1.0
            self._cache.put_many(self._space, {key: [asdict(p) for p in found]}, days=days)
        return found


def _kept(held: Mapping[str, Any]) -> Geocoded:
    return Geocoded(**{**held, "point": Point(**held["point"])})


def _address(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or parts.query or parts.fragment or not url.isprintable() or " " in url:
        raise InputError(f"{url!r} is no address of a geocoder; https://nominatim.example.org is")
    return parts.scheme, f"{parts.netloc}{parts.path}".rstrip("/")


Ask = Callable[[str, Box | None, str], list[Mapping[str, Any]]]


def _asking(  # noqa: PLR0913, PLR0917 - what geopy wants to know
    geocoder: Geocoder,
    asker: Asker,
    scheme: str,
    domain: str,
    key: str | None,
    seconds_between: float,
) -> Ask:
    """Return what asks through geopy and gives the answers as they came."""
    from geopy.adapters import BaseSyncAdapter
    from geopy.exc import GeopyError
    from geopy.extra.rate_limiter import RateLimiter
    from geopy.geocoders import Nominatim, Pelias, Photon

    answer: list[Json] = []

    class Adapter(BaseSyncAdapter):  # type: ignore[misc]
        def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Json:
            del timeout, headers  # the asker has its own
            address, _, query = url.partition("?")
            pairs = parse_qsl(query, keep_blank_values=True)
            answer.append(asker.ask(address, dict(pairs), budget=geocoder.budget))
            return answer[-1]

        def get_text(self, *_: object, **__: object) -> str:
            raise ServiceError("a geocoder is asked for JSON only")

    made = {"scheme": scheme, "domain": domain, "adapter_factory": Adapter, "user_agent": "enrich"}
    service: Any
    if geocoder.provider == "nominatim":
        service = Nominatim(**made)
    elif geocoder.provider == "photon":
        service = Photon(**made)
    else:
        service = Pelias(api_key=key, **made)
    limited = RateLimiter(
        service.geocode,
        min_delay_seconds=seconds_between,
        max_retries=0,  # the asker tries again as the service wishes
        error_wait_seconds=seconds_between,
        swallow_exceptions=False,
    )

    def ask(term: str, box: Box | None, language: str) -> list[Mapping[str, Any]]:
        answer.clear()
        options = _options(geocoder.provider, box, language)
        # One odd place in an answer is no reason for geopy to lose the others: they are read here.
        with contextlib.suppress(GeopyError, ArithmeticError, LookupError, TypeError, ValueError,
                                 AttributeError):  # fmt: skip
            limited(term, exactly_one=False, **options)
        if not answer:
            raise ServiceError("the geocoder could not be asked")
        found = answer[-1]
        places = found.get("features") if isinstance(found, Mapping) else found
        if not isinstance(places, list):
            raise ServiceError("the geocoder answers without a list of places")
        return [place for place in places if isinstance(place, Mapping)]

    return ask


def _options(provider: str, box: Box | None, language: str) -> dict[str, Any]:
    corners = None if box is None else ((box.south, box.west), (box.north, box.east))
    if provider == "nominatim":
        bounded = {"viewbox": corners, "bounded": True} if corners else {}
        more = {"limit": _MOST, "addressdetails": True, "extratags": True}
        return {"language": language, **more, **bounded}
    if provider == "photon":
        spoken = {"language": language} if language in _PHOTON_LANGUAGES else {}
        return {"limit": _MOST, **spoken, **({"bbox": corners} if corners else {})}
    return {"language": language, **({"boundary_rect": corners} if corners else {})}


# ------------------------------------------------------------------------- answers, checked


def _place(raw: Mapping[str, Any], provider: str) -> Geocoded | None:
    """Return what an answer says, or None where it says nothing that can be used."""
    read = _of_nominatim if provider == "nominatim" else _of_geojson
    try:
        found = read(raw, provider)
    except (TypeError, ValueError, KeyError, AttributeError, IndexError, OverflowError):
        return None
    return found if found.name and found.id else None


def _of_nominatim(raw: Mapping[str, Any], provider: str) -> Geocoded:
    tags, address = _mapping(raw.get("extratags")), _mapping(raw.get("address"))
    sort = _sort(raw.get("addresstype"), raw.get("type"), raw.get("class"), raw.get("category"))
    point = Point(lat=float(raw["lat"]), lon=float(raw["lon"]))
    label = _text(raw.get("display_name"))
    south, north, west, east = (float(x) for x in raw.get("boundingbox") or [math.nan] * 4)
    return Geocoded(
        _id(provider, raw["osm_type"], raw["osm_id"]),
        _text(raw.get("name")) or label.partition(",")[0].strip(),
        label,
        point,
        _radius(point, Box(south, west, north, east), sort[1]),
        _share(raw.get("importance")),
        sort[0],
        _country(address.get("country_code")),
        _item(tags.get("wikidata")),
        provider,
    )


def _of_geojson(raw: Mapping[str, Any], provider: str) -> Geocoded:
    about = _mapping(raw.get("properties"))
    lon, lat = (float(x) for x in raw["geometry"]["coordinates"][:2])
    point = Point(lat=lat, lon=lon)
    sort = _sort(
        about.get("type"), about.get("layer"), about.get("osm_value"), about.get("osm_key")
    )
    name = _text(about.get("name")) or _text(about.get("street"))
    label = _text(about.get("label")) or ", ".join(
        dict.fromkeys(filter(None, (name, *(_text(about.get(k)) for k in ("city", "country")))))
    )
    if provider == "photon":
        extent = about.get("extent") or [math.nan] * 4  # west, north, east, south
        west, north, east, south = (float(x) for x in extent)
        curie = _id(provider, about["osm_type"], about["osm_id"])
    else:
        west, south, east, north = (float(x) for x in raw.get("bbox") or [math.nan] * 4)
        curie = _id(provider, about["gid"])
    added = _mapping(_mapping(about.get("addendum")).get("concordances"))
    return Geocoded(
        curie,
        name,
        label,
        point,
        _radius(point, Box(south, west, north, east), sort[1]),
        _share(about.get("confidence", 0.3)),
        sort[0],
        _country(about.get("countrycode") or about.get("country_code")),
        _item(added.get("wd:id") or added.get("wikidata_id")),
        provider,
    )


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Json) -> str:
    return search_term(value)[:_LONGEST_TEXT] if isinstance(value, str) else ""


def _id(provider: str, *parts: Json) -> str:
    slug = _SLUG.sub("-", "-".join(str(part) for part in parts).lower()).strip("-")
    if not slug or len(slug) > _LONGEST_TEXT:
        raise ValueError("no id")
    return f"enrich:{provider}-{slug}"


def _sort(*names: Json) -> tuple[str, float]:
    """Return feature code and typical size of the first of some words that is known."""
    known = (_SORTS[name] for name in names if isinstance(name, str) and name in _SORTS)
    return next(known, _UNKNOWN_SORT)


def _radius(point: Point, box: Box, typical_km: float) -> float:
    """Return half the diagonal of the box of a thing, or what is typical for its sort."""
    corners = (box.south, box.west, box.north, box.east)
    if not all(math.isfinite(c) for c in corners) or not _holds(box, point):
        return typical_km
    one, other = Point(lat=box.south, lon=box.west), Point(lat=box.north, lon=box.east)
    return round(max(_LEAST_KM, distance_km(one, other) / 2), 2)


def _share(value: Json) -> float:
    number = float(value) if isinstance(value, int | float) else 0.0
    return min(1.0, max(0.0, number)) if math.isfinite(number) else 0.0


def _country(code: Json) -> str | None:
    return code.upper() if isinstance(code, str) and _COUNTRY.fullmatch(code) else None


def _item(value: Json) -> str | None:
    number = number_of(value)
    return qid(number) if number else None


def _holds(box: Box, point: Point) -> bool:
    return any(
        half.south <= point.lat <= half.north and half.west <= point.lon <= half.east
        for half in box.halves()
    )
