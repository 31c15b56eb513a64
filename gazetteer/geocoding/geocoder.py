"""Names asked of a geocoder within an area; answers kept in the cache."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import asdict
from itertools import zip_longest
from typing import Any, Final
from urllib.parse import urlsplit

from gazetteer.errors import InputError
from gazetteer.geocoding.answers import Geocoded, holds
from gazetteer.model import Point
from gazetteer.net.asking import Asker, Budget
from gazetteer.net.cache import Cache
from gazetteer.regions import Box
from gazetteer.wikidata.api import search_term
from gazetteer.wikidata.ids import language_code

PROVIDERS: Final = ("nominatim", "photon", "pelias")
"""The geocoders that can be asked."""

_MOST: Final = 5
_NONE_DAYS: Final = 1.0  # what there is not today, there may be tomorrow
_HOST: Final = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::\d{1,5})?")
_COUNTRY: Final = re.compile(r"[A-Za-z]{2}", re.ASCII)
# What the addresses of the services end with; geopy adds it.
_PATHS: Final = {"nominatim": "/search", "photon": "/api", "pelias": "/v1/search"}


class Geocoder:
    """Asks one geocoder, spaced in time; may be used from several threads.

    Args:
        provider: A member of ``PROVIDERS``.
        url: Where it is: "https://nominatim.example.org", with a path before its own if it has
            one, with or without its own.
        asker: What sends.
        cache: Where answers are kept, or None.
        api_key: Key of the service, or None (Pelias).
        seconds_between: Least time between two requests, those that are tried again included.
        days: How long answers are kept; that there is nothing of a name, a day at most.

    Raises:
        InputError: The provider is unknown, the address is none, or a number is.

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
            raise InputError(f"{provider!r} is not a geocoder; choose from {', '.join(PROVIDERS)}")
        for name, value in (("seconds_between", seconds_between), ("days", days)):
            if not (math.isfinite(value) and value >= 0):
                raise InputError(f"{name}: {value!r} is not a number of 0 or more")
        scheme, domain = address_of(provider, url)
        from gazetteer.geocoding.services import Service  # loads geopy

        self._service = Service(
            provider, scheme, domain, asker, api_key=api_key, seconds_between=seconds_between
        )
        self._cache = cache
        self._days = days
        self._space = f"geocode {provider} {scheme}://{domain}"

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
            name: As a text has it; without a letter or digit it means nothing.
            box: Only what lies in it. One across the antimeridian is asked for in two requests.
            language: ISO 639 code of the names wanted, English if None; Photon gives the local
                names where it does not speak it.
            country: ISO 3166-1 alpha-2; nothing that is known to lie in another one. What is no
                such code is not looked at.
            budget: What it may cost.

        Raises:
            BudgetSpent: The budget does not allow it.
            ServiceError: There is no usable answer.
        """
        term = search_term(name)
        if not any(c.isalnum() for c in term):
            return ()
        code = country.upper() if country and _COUNTRY.fullmatch(country) else None
        halves = box.halves() if box else (None,)
        found = [self._places(term, half, language_code(language), code, budget) for half in halves]
        # Each list is in the geocoder's own order, which knows what the name was.
        best = (place for places in zip_longest(*found) for place in places if place is not None)
        return tuple(_chosen(best, box, code))

    def _places(
        self, term: str, box: Box | None, language: str, country: str | None, budget: Budget | None
    ) -> list[Geocoded]:
        from gazetteer.geocoding.services import Question

        question = Question(term, box, language, country)
        key = question.key
        held = self._cache.get_many(self._space, [key]) if self._cache else {}
        kept = _kept(held.get(key))
        if kept is not None:
            return kept
        found = self._service.ask(question, budget)
        if self._cache:
            days = self._days if found else min(self._days, _NONE_DAYS)
            value = [asdict(place) for place in found]
            self._cache.put_many(self._space, {key: value}, days=days)
        return found


def _chosen(found: Iterable[Geocoded], box: Box | None, country: str | None) -> list[Geocoded]:
    """Return the first few of different places that lie where they were asked for."""
    chosen: dict[str, Geocoded] = {}
    for place in found:
        inside = box is None or holds(box, place.point)
        if inside and (country is None or place.country in {None, country}):
            chosen.setdefault(place.id, place)
    return list(chosen.values())[:_MOST]


def _kept(value: Any) -> list[Geocoded] | None:
    """Return places as they were kept; None where there are none, or of another version."""
    try:
        return [Geocoded(**{**place, "point": Point(**place["point"])}) for place in value]
    except (TypeError, KeyError, ValueError):
        return None


def address_of(provider: str, url: str) -> tuple[str, str]:
    """Return the scheme of a geocoder's address, and the rest of it as geopy takes it.

    Raises:
        InputError: It is none.

    Example:
        >>> address_of("photon", "https://photon.example.org/api/")
        ('https', 'photon.example.org')
    """
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and parts.port != 0
    except ValueError:
        known = False
    if not known or not _HOST.fullmatch(parts.netloc) or parts.query or parts.fragment:
        known = False
    if known is False and "@" in url:  # what stands before it may be a password
        raise InputError(
            "not an address of a geocoder that may be given: it holds a name or a password; leave"
            " them out"
        )
    if not known or not url.isprintable() or any(c in url for c in " ?#"):
        raise InputError(
            f"{url!r} is not an address of a geocoder; they look like https://nominatim.example.org"
        )
    path = parts.path.rstrip("/").removesuffix(_PATHS[provider]).rstrip("/")
    return parts.scheme, parts.netloc + path
