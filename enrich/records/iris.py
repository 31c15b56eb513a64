"""IRIs of entities and texts, for linked data.

GeoNames and Wikidata have IRIs of their own. A curated fact that has neither is named by a URN
that leads nowhere on the web, which says as much: nobody but this gazetteer speaks of it. A text is
named by its hash (RFC 6920), since that is what offsets count in: a page on the web may change.
"""

from __future__ import annotations

import base64
import re
from typing import Any, Final
from urllib.parse import quote

from enrich.model import Document
from enrich.text.hashing import text_hash
from gazetteer.model import Entity

_GEONAMES: Final = re.compile(r"geonames:(\d+)", re.ASCII)
_WIKIDATA: Final = re.compile(r"wikidata:(Q\d+)", re.ASCII)
_WEB: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)


def iri(curie: str) -> str:
    """Return the IRI of the entity that has an id.

    Example:
        >>> iri("geonames:616052"), iri("wikidata:Q1953"), iri("enrich:lake-sevan")
        ('https://sws.geonames.org/616052/', 'http://www.wikidata.org/entity/Q1953',
         'urn:enrich:entity:lake-sevan')
    """
    if found := _GEONAMES.fullmatch(curie):
        return f"https://sws.geonames.org/{found[1]}/"
    if found := _WIKIDATA.fullmatch(curie):
        return f"http://www.wikidata.org/entity/{found[1]}"
    return f"urn:enrich:entity:{quote(curie.removeprefix('enrich:'), safe=':', errors='replace')}"


def same_as(entity: Entity) -> list[str]:
    """Return the IRIs on the web of the same thing, its own among them if it has one there."""
    iris = dict.fromkeys(iri(curie) for curie in (entity.id, *entity.same_as))
    return [name for name in iris if not name.startswith("urn:")]


def text_iri(text: str) -> str:
    """Return the IRI of a text, made of its hash.

    Example:
        >>> text_iri("")
        'ni:///sha-256;47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'
    """
    digest = bytes.fromhex(text_hash(text))
    return f"ni:///sha-256;{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def web_page(document: Document) -> str | None:
    """Return the address that the input gives as ``url``, if it is one of the web."""
    url: Any = document.metadata.get("url")
    return url if isinstance(url, str) and _WEB.fullmatch(url) else None
