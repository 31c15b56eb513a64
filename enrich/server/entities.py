"""``GET /lookup`` and ``GET /entity/{id}``: what the gazetteer knows under a name or an id."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from enrich.records.record import dumps
from enrich.server.knowing import Name
from enrich.server.link import JSON, REFUSED
from enrich.server.schemas import Hits, KnownEntity, Problem
from enrich.server.service import Service, service_of
from gazetteer.model import Kind

router = APIRouter()
_ID = "^(geonames:[1-9][0-9]{0,11}|(wikidata:)?Q[1-9][0-9]{0,11}|enrich:[a-z0-9]+(-[a-z0-9]+)*)$"
_REFUSED: dict[int | str, dict[str, Any]] = {code: REFUSED[code] for code in (422, 500, 503)}


@router.get("/lookup", summary="Look a name up", response_model=Hits, responses=_REFUSED)
async def lookup(
    service: Annotated[Service, Depends(service_of)],
    name: Annotated[str, Query(description="In any script.", min_length=1, max_length=200)],
    kind: Annotated[Kind | None, Query(description="Only entities of this kind.")] = None,
    limit: Annotated[int, Query(description="So many of them.", ge=1, le=100)] = 20,
) -> Response:
    """Show what the gazetteer has under a name, the best known first.

    Where nothing has the name, those one or two letters away are shown.
    """
    found = await service.pool.call("lookup", Name(name, kind, limit))
    return Response(f"{dumps(found)}\n", media_type=JSON)


@router.get(
    "/entity/{id}",
    summary="Show an entity",
    response_model=KnownEntity,
    responses={404: {"model": Problem, "description": "It is not held."}, **_REFUSED},
)
async def entity(
    service: Annotated[Service, Depends(service_of)],
    id: Annotated[  # noqa: A002 - what everybody calls it
        str,
        Path(
            description="An id, or the short form of one.",
            max_length=200,
            pattern=_ID,
            examples=["geonames:616052", "wikidata:Q1953", "Q1953", "enrich:tsargrad-tv"],
        ),
    ],
) -> Response:
    """Show all that the gazetteer has of a place, a person or an organisation."""
    return Response(f"{dumps(await service.pool.call('entity', id))}\n", media_type=JSON)
