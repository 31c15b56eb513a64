"""The tasks behind /annotate and /spot: links in the words of DBpedia Spotlight.

Keys and values are those of its REST interface, all numbers as texts. What it would take from
DBpedia is taken from what is held: IRIs of Wikidata or GeoNames, types by kind and feature, and no
count of links in Wikipedia, which stands as "0".
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Final, Literal

from enrich.inputs.decoding import check_text
from enrich.model import Document, Link, Result
from enrich.pipeline import Linker
from enrich.records.iris import iri
from enrich.records.record import rounded
from enrich.server.linking import check_size, link_all
from enrich.server.tasks import Desk
from gazetteer.codes import is_administrative, is_country, is_settlement
from gazetteer.model import Entity, Kind

_KINDS: Final = {
    Kind.PLACE: ("Schema:Place", "DBpedia:Place", "DBpedia:Location"),
    Kind.PERSON: ("Wikidata:Q5", "Schema:Person", "DBpedia:Person", "DBpedia:Agent"),
    Kind.ORGANISATION: (
        "Wikidata:Q43229", "Schema:Organization", "DBpedia:Organisation", "DBpedia:Agent",
    ),
}  # fmt: skip
_FAMILIES: Final = (
    (is_country, ("Wikidata:Q6256", "Schema:Country", "DBpedia:Country")),
    (
        is_administrative,
        ("Wikidata:Q56061", "Schema:AdministrativeArea", "DBpedia:AdministrativeRegion"),
    ),
    (is_settlement, ("Wikidata:Q486972", "DBpedia:Settlement")),
)
_POPULATED: Final = "DBpedia:PopulatedPlace"
TYPES: Final = (
    *dict.fromkeys(name for types in _KINDS.values() for name in types),
    *(name for _, types in _FAMILIES for name in types),
    _POPULATED,
)
"""Every type that an entity may have."""
Policy = Literal["whitelist", "blacklist"]


@dataclass(frozen=True, slots=True)
class Annotation:
    """What /annotate is asked.

    Attributes:
        text: To be linked.
        confidence: Only links with this score or more, 0 to 1; None for what the operator chose.
        types: Some of ``TYPES``, with commas between them, in any case; "" for all.
        policy: Whether entities of these types are wanted, or all others.
    """

    text: str
    confidence: float | None = None
    types: str = ""
    policy: Policy = "whitelist"


def annotate(desk: Desk, asked: Annotation) -> dict[str, Any]:
    """Return the links in a text as Spotlight tells them; ``Resources`` is only where there are.

    Raises:
        Refusal: The text is too long, or takes too long.
        InputError: It is empty.

    Example:
        >>> from enrich.flow.options import LinkerOptions
        >>> from enrich.server.tasks import Limits, open_desk
        >>> desk = open_desk(LinkerOptions(), Limits(60.0, 1000, 1))
        >>> [found] = annotate(desk, Annotation("Talks in Yerevan."))["Resources"]
        >>> found["@URI"], found["@offset"]
        ('http://www.wikidata.org/entity/Q1953', '9')
    """
    options = {} if asked.confidence is None else {"min_score": asked.confidence}
    linker = desk.linker(**options)
    wanted = {name.casefold() for name in types_of(asked.types)}
    resources = [
        _resource(link, link.entity, types)
        for link in _linked(desk, linker, asked.text).links
        if link.entity and _passes(types := _types(link.entity), wanted, asked.policy)
    ]
    told = {
        "@text": asked.text,
        "@confidence": str(linker.options.min_score),
        "@support": "0",
        "@types": asked.types,
        "@sparql": "",
        "@policy": asked.policy,
    }
    return told | ({"Resources": resources} if resources else {})


def spot(desk: Desk, text: str) -> dict[str, Any]:
    """Return the names in a text as Spotlight tells them, whether they can be linked or not."""
    found = [link.mention for link in _linked(desk, desk.linker(), text).links]
    names = [{"@name": mention.text, "@offset": str(mention.start)} for mention in found]
    return {"annotation": {"@text": text} | ({"surfaceForm": names} if names else {})}


def types_of(listed: str) -> list[str]:
    """Return the types of a list.

    Example:
        >>> types_of("DBpedia:Place, Schema:Person,")
        ['DBpedia:Place', 'Schema:Person']
    """
    return [name for part in listed.split(",") if (name := part.strip())]


def _linked(desk: Desk, linker: Linker, text: str) -> Result:
    check_text(text, "the request")
    documents = [Document(text)]
    check_size(documents, desk.limits)
    return link_all(linker, documents, time.monotonic(), desk.limits.seconds)[0]


def _types(entity: Entity) -> tuple[str, ...]:
    general = _KINDS[entity.kind]
    families = (types for is_one, types in _FAMILIES if is_one(entity.feature))
    special = next(families, ()) if entity.kind is Kind.PLACE else ()
    return (*special, _POPULATED, *general) if special else general


def _passes(types: tuple[str, ...], wanted: set[str], policy: Policy) -> bool:
    has_one = any(name.casefold() in wanted for name in types)
    return not wanted or has_one is (policy == "whitelist")


def _resource(link: Link, entity: Entity, types: tuple[str, ...]) -> dict[str, str]:
    schemes = ((scheme, entity.id_in(scheme)) for scheme in ("wikidata", "geonames"))
    curie = next((f"{scheme}:{local}" for scheme, local in schemes if local), entity.id)
    second = (link.runner_up_score or 0.0) / link.score if link.score else 0.0
    return {
        "@URI": iri(curie),
        "@support": "0",
        "@types": ",".join(types),
        "@surfaceForm": link.mention.text,
        "@offset": str(link.mention.start),
        "@similarityScore": str(rounded(link.score)),
        "@percentageOfSecondRank": str(rounded(second)),
    }
