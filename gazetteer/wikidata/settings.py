"""Where Wikidata is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from gazetteer.errors import InputError

API: Final = "https://www.wikidata.org/w/api.php"
SPARQL: Final = "https://query.wikidata.org/sparql"


@dataclass(frozen=True, slots=True)
class Settings:
    """Addresses; what else answers in the same way can stand in for Wikidata.

    Attributes:
        api: Address of the MediaWiki API: of Wikidata, a mirror, or a Wikibase that has kept
            Wikidata's ids.
        sparql: Address of a SPARQL endpoint over the same items: of Wikidata, or QLever.

    Raises:
        InputError: An address is not an http or https address.

    Example:
        >>> Settings(sparql="https://qlever.cs.uni-freiburg.de/api/wikidata").api
        'https://www.wikidata.org/w/api.php'
    """

    api: str = API
    sparql: str = SPARQL

    def __post_init__(self) -> None:
        for address in (self.api, self.sparql):
            _check_address(address)


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if whole and "@" in parts.netloc:  # no secret: an address is told in messages and results
        raise InputError(
            f"the address at {parts.hostname!r} holds a user name or password, which this program"
            " does not send; leave them out"
        )
    if not whole or parts.query or parts.fragment or not address.isprintable() or " " in address:
        raise InputError(
            f"{address!r} is not the address of a service; give one like {API}, without parameters"
        )
