"""/desk: texts whose links are corrected in place, and what their page asks for.

The page is a file of ours with a script of ours. What it asks for stands beside the OpenAPI
document: these routes answer that page, and change with it.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from enrich.page.render import part
from enrich.server.bodies import body_of, media_type
from enrich.server.link import JSON
from enrich.server.linking import Written
from enrich.server.pages import ASKING_POLICY, DESK_SCRIPTS, own_page
from enrich.server.replies import MEDIA
from enrich.server.service import Service, service_of

_MEDIA: Final = {
    **MEDIA,
    "toml": "application/toml",
    "gpkg": "application/geopackage+sqlite3",
}
_GEOPACKAGE: Final = (
    '<li><button type="button" data-save="gpkg">GeoPackage</button>'
    " <span>all layers, for QGIS</span></li>"
)
router = APIRouter(include_in_schema=False)
Served = Annotated[Service, Depends(service_of)]


@router.get("/desk")
async def desk() -> Response:
    """Show the page; the texts come from the form, by way of the browser alone."""
    package = _GEOPACKAGE if find_spec("pyogrio") else ""
    scripts = "\n".join(f'<script src="static/{name}" defer></script>' for name in DESK_SCRIPTS)
    return own_page(
        "desk.html",
        ASKING_POLICY,
        geopackage=package,
        scripts=scripts,
        legend=part("legend"),
        finder=part("finder"),
        map=part("map"),
    )


@router.post("/desk/link")
async def link(request: Request, service: Served) -> Response:
    """Link texts in the light of decisions, and say all that the page shows of them."""
    media_type(request, (JSON,))
    async with body_of(request, service) as body:
        done: Written = await service.pool.call("correct", body)
    service.metrics.count_documents(done.documents)
    return Response(done.body, media_type=JSON)


@router.post("/desk/save")
async def save(
    request: Request,
    service: Served,
    form: Annotated[
        Literal["toml", "geojson", "gpkg", "csv", "html", "json"], Query(alias="format")
    ],
) -> Response:
    """Return the decisions as a file, or the texts as they are linked in their light."""
    media_type(request, (JSON,))
    async with body_of(request, service) as body:
        saved = await service.pool.call("save", (body, form))
    name = "decisions.toml" if form == "toml" else f"linked.{form}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(saved, headers=headers, media_type=_MEDIA[form])


@router.post("/desk/read")
async def read(
    request: Request, service: Served, name: Annotated[str, Query(max_length=1000)] = ""
) -> Response:
    """Return the texts of a file, for the page to go on with."""
    media_type(request, ("application/octet-stream",))
    async with body_of(request, service) as body:
        return Response(await service.pool.call("read file", (name, body)), media_type=JSON)


@router.post("/desk/decisions")
async def decisions(request: Request, service: Served) -> Response:
    """Return the entries of a decisions.toml, for the page to go on with."""
    media_type(request, ("text/plain",))
    async with body_of(request, service) as body:
        return Response(await service.pool.call("take in", body), media_type=JSON)
