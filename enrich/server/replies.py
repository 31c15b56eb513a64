"""In which format a request is answered: the one it names, or the first it accepts."""

from __future__ import annotations

from collections.abc import Iterator
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
_ACCEPTED: Final = {
    "*/*": "json",
    "application/*": "json",
    "text/*": "csv",
    "application/ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "application/ld+json": "annotations",
    **{media.partition(";")[0]: name for name, media in MEDIA.items() if "+json" not in media},
    "application/geo+json": "geojson",
}
_LONGEST: Final = 1000


def accepted_format(accept: str) -> str:
    """Return the format that an Accept header likes best.

    Of JSON-LD there are two: ``profile="https://schema.org"`` asks for schema.org, and else it is
    Web Annotations.

    Raises:
        Refusal: There is none.

    Example:
        >>> accepted_format("text/html;q=0.5, application/geo+json"), accepted_format("")
        ('geojson', 'json')
    """
    ranged = sorted(_ranges(accept[:_LONGEST] or "*/*"), key=lambda r: -r[0])
    for quality, media, profile in ranged:
        if quality > 0 and media in _ACCEPTED:
            is_schema = media == "application/ld+json" and "schema.org" in profile
            return "schemaorg" if is_schema else _ACCEPTED[media]
    listed = ", ".join(media.partition(";")[0] for media in MEDIA.values())
    raise Refusal(406, f"nothing that Accept names can be answered; there are {listed}")


def accepts(accept: str, media: str) -> bool:
    """Tell whether an Accept header takes a media type.

    Example:
        >>> accepts("text/html, */*;q=0.1", "application/json"), accepts("text/xml", "text/html")
        (True, False)
    """
    liked = {named: quality for quality, named, _ in _ranges(accept[:_LONGEST] or "*/*")}
    family = f"{media.partition('/')[0]}/*"
    return next((liked[name] for name in (media, family, "*/*") if name in liked), 0.0) > 0


def _ranges(accept: str) -> Iterator[tuple[float, str, str]]:
    """Yield quality, media type and profile of each part of an Accept header."""
    for part in accept.split(","):
        media, *parameters = part.split(";")
        given = {name.strip().lower(): value.strip(' "') for name, _, value in
                 (parameter.partition("=") for parameter in parameters)}  # fmt: skip
        try:
            quality = float(given.get("q", "1"))
        except ValueError:
            quality = 0.0
        yield quality, media.strip().lower(), given.get("profile", "")


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
