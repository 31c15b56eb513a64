"""``/reconcile``: cells of tables matched, as OpenRefine and others ask for it.

The protocol is not of our making, so it stands beside the OpenAPI document: its manifest says what
there is. It wants its replies to be readable by pages of other sites. Those of this machine may
read them, as OpenRefine's are, and those that the operator names; not any that a browser happens
to show, for the gazetteer may hold what users added for themselves.
"""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from enrich.server.bodies import FORM, body_of, form_fields, media_type
from enrich.server.link import JSON
from enrich.server.reconcile import ReconcileReply, ReconcileRequest
from enrich.server.refusals import PROBLEM, Refusal
from enrich.server.service import Service, service_of

_METHODS: Final = ["GET", "POST", "OPTIONS"]
_OF_THIS_MACHINE: Final = re.compile(r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?")
router = APIRouter(include_in_schema=False)
Served = Annotated[Service, Depends(service_of)]


@router.api_route("/reconcile", methods=_METHODS)
@router.api_route("/reconcile/{path:path}", methods=_METHODS)
async def reconcile(request: Request, service: Served, path: str = "") -> Response:
    """Answer a request of the reconciliation API."""
    shared = _shared(request, service)
    try:
        reply = await _reply(request, service, path)
    except Refusal as refusal:
        headers = {**refusal.headers, **shared}
        return Response(refusal.body(), refusal.status, headers, PROBLEM)
    return Response(reply.body, reply.status, {**reply.headers, **shared})


def _shared(request: Request, service: Service) -> dict[str, str]:
    """Return the headers by which a page of another origin may read a reply."""
    origin = request.headers.get("origin", "")
    if service.settings.origins or not _OF_THIS_MACHINE.fullmatch(origin):
        return {"vary": "Origin"}  # those that are named have theirs elsewhere
    return {
        "vary": "Origin",
        "access-control-allow-origin": origin,
        "access-control-allow-methods": ", ".join(_METHODS),
        "access-control-allow-headers": "Content-Type",
    }


async def _reply(request: Request, service: Service, path: str) -> ReconcileReply:
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
        f"{(service.settings.public_url or str(request.base_url)).rstrip('/')}/reconcile",
    )
    reply: ReconcileReply = await service.pool.call("reconcile", asked)
    return reply
