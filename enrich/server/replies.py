"""In which format a request is answered: the one it names, or the first it accepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from enrich.server.refusals import Refusal

MEDIA: Final = {
    "json": "application/json",
    "geojson": "application/geo+json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "annotations": 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    "schemaorg": "application/ld+json",
    "html": "text/html; charset=utf-8",
    "kml": "application/vnd.google-earth.kml+xml",
}
"""The media type of each format that is answered, the keys as in ``enrich.formats``."""
_ALIASES: Final = {"application/ndjson": "jsonl", "application/jsonl": "jsonl"}
_TYPES: Final = {name: media.partition(";")[0] for name, media in MEDIA.items()}
_LD: Final = ("annotations", "schemaorg")
_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True)
class _Range:
    """A part of an Accept header.

    Attributes:
        media: "text/html", "text/*" or "*/*".
        quality: 0 for what is not wanted, 1 for what is wanted most.
        profile: Of JSON-LD.
    """

    media: str
    quality: float
    profile: str = ""

    @property
    def exactness(self) -> int:
        """0 for anything, 1 for a family of types, 2 for a type."""
        return 2 - self.media.count("*")

    def covers(self, media: str) -> bool:
        """Whether a type is among those that are meant."""
        return self.media in (media, f"{media.partition('/')[0]}/*", "*/*")


def accepted_format(accept: str) -> str:
    """Return the format that an Accept header likes best; of those alike, the first it names.

    Of JSON-LD there are two: ``profile="https://schema.org"`` asks for schema.org, and else it is
    Web Annotations.

    Raises:
        Refusal: There is none.

    Example:
        >>> accepted_format("text/html;q=0.5, application/geo+json"), accepted_format("")
        ('geojson', 'json')
        >>> accepted_format("*/*, application/json;q=0")
        'geojson'
    """
    ranges = _ranges(accept)
    for liked in sorted(ranges, key=lambda one: -one.quality):
        for name, media in _TYPES.items():
            named = _ALIASES.get(liked.media) == name or liked.covers(media)
            exact = liked.exactness == 2 or _quality(ranges, media) == liked.quality
            if liked.quality > 0 and named and exact and _is_profile(liked, name):
                return name
    listed = ", ".join(dict.fromkeys(_TYPES.values()))
    raise Refusal(406, f"nothing that Accept names can be answered; there are {listed}")


def accepts(accept: str, media: str) -> bool:
    """Tell whether an Accept header takes a media type.

    Example:
        >>> accepts("text/html, */*;q=0.1", "application/json"), accepts("text/xml", "text/html")
        (True, False)
    """
    return _quality(_ranges(accept), media) > 0


def _quality(ranges: list[_Range], media: str) -> float:
    """Return how much a media type is wanted: what names it most exactly says so (RFC 9110)."""
    own = [one for one in ranges if one.covers(media)]
    return max(own, key=lambda one: one.exactness).quality if own else 0.0


def _is_profile(liked: _Range, name: str) -> bool:
    if name not in _LD or liked.exactness < 2:
        return name != "schemaorg"
    return ("schema.org" in liked.profile) == (name == "schemaorg")


def _ranges(accept: str) -> list[_Range]:
    return [_range(part) for part in (accept[:_LONGEST] or "*/*").split(",")]


def _range(part: str) -> _Range:
    media, *parameters = part.split(";")
    pairs = (parameter.partition("=") for parameter in parameters)
    given = {name.strip().lower(): value.strip(' "') for name, _, value in pairs}
    try:
        quality = float(given.get("q", "1"))
    except ValueError:
        quality = 0.0
    known = quality if 0 <= quality <= 1 else 0.0
    return _Range(media.strip().lower(), known, given.get("profile", ""))


def described() -> dict[str, Any]:
    """Return what OpenAPI says of answers that are not JSON as ``json`` has it."""
    from enrich.server.schemas import COLLECTION

    text = {"type": "string"}
    schemas: dict[str, Any] = {
        "geojson": COLLECTION,
        "annotations": {"type": "object"},
        "schemaorg": {"type": ["object", "array"]},
    }
    return {
        media.partition(";")[0]: {"schema": schemas.get(name, text)}
        for name, media in MEDIA.items()
        if name not in {"json", "annotations"}
    }
