"""What may be asked of live services, and what it may cost."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from typing import Final

from gazetteer.errors import InputError
from gazetteer.language_tags import is_language_tag, no_language
from gazetteer.wikidata.settings import Settings

_REQUESTS: Final = 40
_SECONDS: Final = 60.0
_LONGEST_S: Final = 3600


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """What a linker may ask of the network; without these it asks nothing.

    Attributes:
        wikidata: Whether names that the gazetteer does not know are searched for in Wikidata, and
            what is linked is completed from it.
        required: Whether it is an error that a service cannot be asked; otherwise what was found
            offline stands, and ``Result.run`` says what was not completed.
        settings: Addresses of Wikidata's services.
        requests: How many requests a document may cost.
        seconds: How long the requests of a document may take together.
        contact: How you can be reached, told to the services: an e-mail or web address.
        labels: ISO 639 code of the language in which linked entities are named, or None.
        cache: File of the answers that are kept; None for the one in the system's folder.
        geocoder: "nominatim", "photon" or "pelias", for places that nothing else knows, or None.
        geocoder_url: Where it is.
        geocoder_key: Key of its service, or None.
        timeout_s: Seconds that one answer may take.

    Raises:
        InputError: A value is none that can be used, or a geocoder is named without its address.

    Example:
        >>> LiveOptions(wikidata=True, contact="map-desk@example.org").requests
        40
    """

    wikidata: bool = False
    required: bool = False
    settings: Settings = field(default_factory=Settings)
    requests: int = _REQUESTS
    seconds: float = _SECONDS
    contact: str | None = None
    labels: str | None = None
    cache: str | os.PathLike[str] | None = None
    geocoder: str | None = None
    geocoder_url: str | None = None
    geocoder_key: str | None = field(default=None, repr=False)
    timeout_s: float = 15.0

    def __post_init__(self) -> None:
        if self.geocoder is not None:
            from gazetteer.geocoding import PROVIDERS, address_of  # loads what speaks HTTP

            if self.geocoder not in PROVIDERS:
                raise InputError(f"geocoder={self.geocoder!r} is not one of {', '.join(PROVIDERS)}")
            if not self.geocoder_url:
                raise InputError(
                    f"geocoder {self.geocoder} needs its address: --geocoder-url"
                    " https://nominatim.example.org, or geocoder_url in Python"
                )
            address_of(self.geocoder, self.geocoder_url)
        whole = isinstance(self.requests, int) and self.requests >= 0
        if not whole or not _is_number(self.seconds) or self.seconds < 0:
            raise InputError(
                f"requests={self.requests!r}, seconds={self.seconds!r}: a budget is a whole number"
                " of requests and a number of seconds, none negative"
            )
        if not _is_number(self.timeout_s) or not 0 < self.timeout_s <= _LONGEST_S:
            raise InputError(
                f"timeout_s={self.timeout_s!r} is not a number of seconds above 0, to {_LONGEST_S}"
            )
        if self.labels is not None and not is_language_tag(self.labels):
            raise InputError(f"labels: {no_language(self.labels)}")
        if self.contact:
            from gazetteer.net.asking import agent_named

            agent_named(self.contact)  # says what is wrong with it
        if self.labels and not self.wikidata:
            raise InputError("labels come from Wikidata: ask for it too, with --wikidata")

    @property
    def asks(self) -> bool:
        """Whether anything may be asked at all."""
        return self.wikidata or self.geocoder is not None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and not math.isnan(value)
