"""``POST /link``: a text or some documents, linked, in the format that is asked for."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from enrich.page.render import page_policy
from enrich.server.bodies import body_of, media_type
from enrich.server.linking import Asked, Written
from enrich.server.options import LinkQuery
from enrich.server.replies import MEDIA, accepted_format, described
from enrich.server.schemas import LINK_BODY, Linked, Problem
from enrich.server.service import Service, service_of

JSON: Final = "application/json"
REFUSED: Final[dict[int | str, dict[str, Any]]] = {
    code: {"model": Problem, "description": about}
    for code, about in (
        (413, "It is more than the limit that the error names."),
        (415, "It is of a media type that is not read."),
        (422, "It cannot be read, or an option makes no sense."),
        (500, "Something broke."),
        (503, "Nothing is free: Retry-After says when to try again."),
        (504, "It took too long."),
    )
}
"""What OpenAPI says of refusals."""
router = APIRouter()


@router.post(
    "/link",
    summary="Link a text, or some documents",
    response_model=Linked | list[Linked],
    responses={
        200: {"description": "Linked.", "content": described()},
        406: {"model": Problem, "description": "No format that Accept names is answered."},
        **REFUSED,
    },
    openapi_extra={"requestBody": LINK_BODY},
)
async def link(
    request: Request,
    query: Annotated[LinkQuery, Query()],
    service: Annotated[Service, Depends(service_of)],
) -> Response:
    """Find the names in a text, or in each of some documents, and link them.

    One document is answered with an object, several with an array of them. Documents of one
    outlet are each linked in the light of the others.
    """
    form = query.format or accepted_format(request.headers.get("accept", ""))
    media = media_type(request, (JSON, "text/plain"))
    async with body_of(request, service) as body:
        kind: Literal["json", "text"] = "json" if media == JSON else "text"
        asked = Asked(body, kind, query.of_linker(), query.of_document(), form, query.layer)
        return await written(service, asked)


async def written(service: Service, asked: Asked) -> Response:
    """Return what is answered to a request to link."""
    done: Written = await service.pool.call("link", asked)
    service.metrics.count_documents(done.documents)
    headers = {"vary": "accept"}
    if asked.format == "html":  # its script stands in it: it runs by its hash, and no other does
        headers["content-security-policy"] = f"{page_policy()}; frame-ancestors 'none'"
    return Response(done.body, headers=headers, media_type=MEDIA[asked.format])
