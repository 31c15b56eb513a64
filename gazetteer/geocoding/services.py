"""Nominatim, Photon and Pelias as geopy asks them. Loads geopy: imported when one is asked.

geopy makes the request of each, and its limiter spaces them; ``Asker`` sends, so that retries,
redirects, limits and the name of who asks are the same for every service. The answer is read by
``answers`` and not by geopy, which refuses all places for one that it cannot read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim, Pelias, Photon

from gazetteer.errors import ServiceError
from gazetteer.geocoding.answers import READERS, Geocoded
from gazetteer.net.asking import Asker, Budget
from gazetteer.net.http import GiveUp, user_agent
from gazetteer.regions import Box

Json = Any
_Made = Callable[..., Any]

_ASKED: Final = 10
"""Answers asked for: some may lie outside."""
_PER_DEGREE: Final = 10_000
# A language that a server of Photon was not set up for is refused with status 400; these are
# those of the public one.
_PHOTON_LANGUAGES: Final = frozenset({"en", "de", "fr"})


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        name: One line.
        box: Only what lies in it, or None; does not cross the antimeridian.
        language: ISO 639 code of the names wanted.
        country: ISO 3166-1 alpha-2; only what lies in it, or None.
    """

    name: str
    box: Box | None
    language: str
    country: str | None

    @property
    def corners(self) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """South-west and north-east, latitude first, as geopy takes them.

        Rounded outwards to ten metres: no degree is written with an exponent, and boxes that
        hardly differ are asked for, and kept, once.
        """
        box = self.box
        if box is None:
            return None
        low, high = (box.south, box.west), (box.north, box.east)
        south, west = (math.floor(degree * _PER_DEGREE) / _PER_DEGREE for degree in low)
        north, east = (math.ceil(degree * _PER_DEGREE) / _PER_DEGREE for degree in high)
        return (south, west), (north, east)

    @property
    def key(self) -> str:
        """All that is asked, as one text."""
        asked = {
            "name": self.name, "corners": self.corners,
            "language": self.language, "country": self.country,
        }  # fmt: skip
        return json.dumps(asked)


class Service:
    """One geocoder, whose domain is host, port and path without what geopy adds.

    May be used from several threads.
    """

    def __init__(  # noqa: PLR0913 - what geopy wants to know
        self,
        provider: str,
        scheme: str,
        domain: str,
        asker: Asker,
        *,
        api_key: str | None,
        seconds_between: float,
    ) -> None:
        self._provider = provider
        self._asker = asker
        self._common: dict[str, str | None] = {
            "scheme": scheme, "domain": domain, "user_agent": user_agent()
        }  # fmt: skip
        if provider == "pelias":
            self._common["api_key"] = api_key
        self._wait_for_turn = RateLimiter(
            lambda: None,
            min_delay_seconds=seconds_between,
            max_retries=0,  # the asker tries again, and knows when
            error_wait_seconds=seconds_between,
            swallow_exceptions=False,
        )

    def ask(self, question: Question, budget: Budget | None = None) -> list[Geocoded]:
        """Return what is found, the best first, or raise a ``ServiceError``."""

        def send(url: str) -> Json:
            address, _, query = url.partition("?")
            return self._asker.ask(
                address, dict(parse_qsl(query, keep_blank_values=True)),
                check=self._check, budget=budget, turn=self._wait_for_turn,
            )  # fmt: skip

        made, options = _GEOCODERS[self._provider]
        try:
            geocoder = made(**self._common, adapter_factory=lambda **_: _Adapter(send))
            found: list[Geocoded] = geocoder.geocode(
                question.name, exactly_one=False, **options(question)
            )
        except (GeopyError, ArithmeticError, ValueError) as error:
            raise ServiceError(f"{self._provider} cannot be asked: {error}") from error
        return found

    def _check(self, answer: Json, _: Mapping[str, str]) -> None:
        if READERS[self._provider](answer) is None:
            raise GiveUp("answers without a list of places")


class _Adapter(BaseSyncAdapter):  # type: ignore[misc] # geopy has no types
    """What geopy sends with."""

    def __init__(self, send: Callable[[str], Json]) -> None:
        super().__init__(proxies=None, ssl_context=None)
        self._send = send

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Json:
        del timeout, headers  # the asker has its own
        return self._send(url)

    def get_text(self, *_: object, **__: object) -> str:
        raise ServiceError("a geocoder is asked for JSON only")


def _reading(geocoder: Any, provider: str) -> _Made:
    """Return a geocoder of geopy that gives the places as our reader finds them in an answer."""

    def parse(_: object, answer: Json, **__: object) -> list[Geocoded]:
        return list(READERS[provider](answer) or ())

    return type(geocoder.__name__, (geocoder,), {"_parse_json": parse})


def _nominatim(question: Question) -> dict[str, Any]:
    return {
        "limit": _ASKED, "language": question.language, "addressdetails": True, "extratags": True,
        "viewbox": question.corners, "bounded": question.box is not None,
        "country_codes": question.country and question.country.lower(),
    }  # fmt: skip


def _photon(question: Question) -> dict[str, Any]:
    spoken = question.language in _PHOTON_LANGUAGES
    return {
        "limit": _ASKED, "language": question.language if spoken else False,
        "bbox": question.corners,
    }  # fmt: skip


def _pelias(question: Question) -> dict[str, Any]:
    return {
        "language": question.language, "boundary_rect": question.corners,
        "countries": [question.country] if question.country else None,
    }  # fmt: skip


_GEOCODERS: Final[Mapping[str, tuple[_Made, Callable[[Question], dict[str, Any]]]]] = {
    "nominatim": (_reading(Nominatim, "nominatim"), _nominatim),
    "photon": (_reading(Photon, "photon"), _photon),
    "pelias": (_reading(Pelias, "pelias"), _pelias),
}
