"""Tiles of a map from elsewhere, which a page fetches only where its writer asked for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from gazetteer.errors import OutputError

_OSM: Final = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
_OF_OSM: Final = re.compile(r"(?:.+\.)?(?:openstreetmap\.[a-z]+|osm\.org)")
_ALLOWED: Final = re.compile(r"[A-Za-z0-9._~:/?#@!$&()*+,=%{}-]+")


@dataclass(frozen=True, slots=True)
class Tiles:
    """Where tiles come from.

    Attributes:
        url: With ``{z}``, ``{x}`` and ``{y}``, as web maps count them.
        origin: Scheme and host, which is all that the page may fetch from.
        credit: Whom the map credits.
    """

    url: str
    origin: str
    credit: str

    @classmethod
    def of(cls, url: str) -> Tiles:
        """Return the tiles of an address, or of OpenStreetMap for "osm".

        Raises:
            OutputError: The address is not one of tiles.

        Example:
            >>> Tiles.of("osm").credit
            '© OpenStreetMap contributors'
            >>> Tiles.of("http://127.0.0.1:8080/{z}/{x}/{y}.png").origin
            'http://127.0.0.1:8080'
        """
        whole = _OSM if url == "osm" else url
        parts = urlsplit(whole) if _ALLOWED.fullmatch(whole) else urlsplit("")
        named = all(field in parts.path + parts.query for field in ("{z}", "{x}", "{y}"))
        host = parts.netloc
        if (
            parts.scheme not in {"http", "https"}
            or not host
            or set(host) & set("{};,@ ")
            or not named
        ):
            raise OutputError(
                f"{url!r} is not an address of map tiles; it is osm, or like"
                " https://tiles.example.org/{z}/{x}/{y}.png"
            )
        of_osm = _OF_OSM.fullmatch(parts.hostname or "")
        credit = "© OpenStreetMap contributors" if of_osm else f"Map tiles: {host}"
        return cls(whole, f"{parts.scheme}://{host}", credit)
