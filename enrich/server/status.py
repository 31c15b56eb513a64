"""``GET /health`` for people and orchestrators, ``GET /metrics`` for Prometheus."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response

from enrich.records.record import dumps
from enrich.server.link import JSON
from enrich.server.schemas import Health
from enrich.server.service import Service, service_of
from enrich.settings import installed_version

router = APIRouter()


@router.get(
    "/health",
    summary="Is it ready?",
    response_model=Health,
    responses={503: {"model": Health, "description": "No process can answer at the moment."}},
)
async def health(service: Annotated[Service, Depends(service_of)]) -> Response:
    """Tell whether requests can be answered, and by what: version and gazetteer."""
    pool = service.pool
    told = {
        "status": "ok" if pool.ready else "not ready",
        "version": installed_version(),
        "gazetteer": pool.build,
        "workers": pool.number,
        "ready": pool.ready,
        "waiting": pool.waiting,
        "ended": dict(pool.ended),
    }
    return Response(f"{dumps(told)}\n", 200 if pool.ready else 503, media_type=JSON)


@router.get("/health/live", summary="Is it alive?", status_code=204)
async def live() -> Response:
    """Answer, whatever the processes behind do; `/health` tells whether they are ready."""
    return Response(status_code=204)


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> Response:
    """Describe all of it, as OpenAPI does."""
    return Response(f"{dumps(request.app.openapi())}\n", media_type=JSON)


@router.get("/metrics", summary="Figures for Prometheus", response_class=Response)
async def metrics(service: Annotated[Service, Depends(service_of)]) -> Response:
    """Tell requests by route, the queue, the processes, in the format of Prometheus."""
    return Response(service.metrics.text(), headers={"content-type": CONTENT_TYPE_LATEST})
