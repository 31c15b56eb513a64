"""``/annotate`` and ``/spot``: what clients of DBpedia Spotlight ask for, as they ask for it.

The interface is not of our making, so it stands beside the OpenAPI document. A filter that cannot
be applied here is refused, for clients would take what comes back for filtered.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from enrich.records.record import dumps
from enrich.server.annotating import TYPES, Annotation, types_of
from enrich.server.bodies import FORM, body_of, form_fields, media_type
from enrich.server.link import JSON
from enrich.server.parameters import check_names
from enrich.server.refusals import Refusal
from enrich.server.replies import accepts
from enrich.server.service import Service, service_of
from enrich.suggestions import did_you_mean

_METHODS: Final = ["GET", "POST"]
_ONLY: Final = {"spotter": "default", "disambiguator": "default", "support": "0", "sparql": ""}
_WHY: Final = {
    "spotter": "there is one only, Default",
    "disambiguator": "there is one only, Default",
    "support": "links in Wikipedia are not counted here; leave it out, or send 0",
    "sparql": "queries are not answered here; leave it out, and filter by `types`",
}
_SPOT: Final = ("text", "spotter")
_ANNOTATE: Final = ("text", "confidence", "types", "policy", *_ONLY)
router = APIRouter(include_in_schema=False)
Served = Annotated[Service, Depends(service_of)]


@router.api_route("/annotate", methods=_METHODS)
async def annotate(request: Request, service: Served) -> Response:
    """Answer with the links in a text."""
    async with _given(request, service, _ANNOTATE) as given:
        asked = _annotation(given)
        return _told(service, await service.pool.call("annotate", asked))


@router.api_route("/spot", methods=_METHODS)
async def spot(request: Request, service: Served) -> Response:
    """Answer with the names in a text."""
    async with _given(request, service, _SPOT) as given:
        return _told(service, await service.pool.call("spot", given["text"]))


def _told(service: Service, reply: Mapping[str, object]) -> Response:
    service.metrics.count_documents(1)
    return Response(f"{dumps(reply)}\n", headers={"vary": "accept"}, media_type=JSON)


@asynccontextmanager
async def _given(
    request: Request, service: Service, known: Collection[str]
) -> AsyncIterator[dict[str, str]]:
    """Read the parameters, of the address and of a form; the form has the last word."""
    if not accepts(request.headers.get("accept", ""), JSON):
        raise Refusal(406, f"this is answered as {JSON} alone; send that as Accept")
    if request.method == "POST":
        media_type(request, (FORM,))
    async with body_of(request, service) as body:
        given = form_fields(request.scope["query_string"]) | form_fields(body)
        check_names(given, known)
        for name, value in given.items():
            _check(name, value)
        if "text" not in given:
            raise Refusal(422, "there is no parameter `text`, which holds the text to annotate")
        yield given


def _check(name: str, value: str) -> None:
    if name in _ONLY and value.strip().lower() not in {"", _ONLY[name]}:
        raise Refusal(422, f"the parameter `{name}`: {_WHY[name]}")


def _annotation(given: Mapping[str, str]) -> Annotation:
    types = given.get("types", "")
    held = {name.casefold() for name in TYPES}
    named = types_of(types)
    if named and not any(name.casefold() in held for name in named):
        hint = did_you_mean(named[0][:40], TYPES)
        raise Refusal(
            422, f"the parameter `types`: none is of an entity here; {', '.join(TYPES)}{hint}"
        )
    confidence = _confidence(given.get("confidence", ""))
    match given.get("policy", "").strip().lower():
        case "" | "whitelist":
            return Annotation(given["text"], confidence, types, "whitelist")
        case "blacklist":
            return Annotation(given["text"], confidence, types, "blacklist")
    raise Refusal(422, "the parameter `policy` is `whitelist` or `blacklist`")


def _confidence(value: str) -> float | None:
    """Return a number from 0 to 1; None where nothing is said."""
    if not value.strip():
        return None
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if 0 <= number <= 1:
        return number
    raise Refusal(422, "the parameter `confidence` must be a number from 0 to 1")
