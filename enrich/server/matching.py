"""``/reconcile``: cells of tables matched, as OpenRefine and others ask for it.

The protocol is not of our making, so it stands beside the OpenAPI document: its manifest says what
there is. Its replies are for pages of other sites too, as it wants: what the gazetteer holds is
public. Where the operator names origins, only these may read them.
"""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from enrich.server.bodies import FORM, body_of, form_fields, media_type
from enrich.server.link import JSON
from enrich.server.reconcile import ReconcileReply, ReconcileRequest
from enrich.server.service import Service, service_of

_METHODS: Final = ["GET", "POST", "OPTIONS"]
router = APIRouter(include_in_schema=False)
Served = Annotated[Service, Depends(service_of)]


@router.api_route("/reconcile", methods=_METHODS)
@router.api_route("/reconcile/{path:path}", methods=_METHODS)
async def reconcile(request: Request, service: Served, path: str = "") -> Response:
    """Answer a request of the reconciliation API."""
    form: dict[str, str] = {}
    posted = b""
    if request.method == "POST":
        media = media_type(request, (FORM, JSON))
        async with body_of(request, service) as body:
            if media == FORM:
                form = form_fields(body)
            else:
                posted = body
    asked = ReconcileRequest(
        request.method,
        f"/{path}" if path else "",
        dict(request.query_params),
        form,
        posted,
        f"{request.base_url}reconcile",
    )
    origin = "" if service.settings.origins else "*"
    reply: ReconcileReply = await service.pool.call("reconcile", (asked, origin))
    return Response(reply.body, reply.status, dict(reply.headers))
