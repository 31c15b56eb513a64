"""The application: the routes of each module, refusals as JSON, and what OpenAPI says of it all."""

from __future__ import annotations

import logging
from http import HTTPStatus
from importlib import import_module
from typing import Any, Final, cast

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.constants import REF_PREFIX
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from enrich.server.gate import Gate, Watch, is_open_to_all
from enrich.server.link import JSON
from enrich.server.parameters import check_parameters, wrong
from enrich.server.refusals import PROBLEM, Failed, Refusal
from enrich.server.service import Service
from enrich.settings import installed_version

_log = logging.getLogger("enrich.server")
ROUTES: Final = (
    "enrich.server.link",
    "enrich.server.batch",
    "enrich.server.entities",
    "enrich.server.matching",
    "enrich.server.spotlight",
    "enrich.server.status",
    "enrich.server.pages",
    "enrich.server.desk",
)
"""The modules that have routes: each has a ``router``."""
_ABOUT: Final = (
    "Finds the places, people and organisations that a text names and links them to GeoNames and"
    " Wikidata. Offsets count Unicode code points; coordinates are WGS 84 degrees; scores are"
    " probabilities. What is refused is told as JSON with an `error`, one line."
)
_SAID: Final = {
    404: "there is no such address; /docs lists those there are",
    405: "this method is not answered here",
}

_ALWAYS: Final = {
    403: "A page of another site asks.",
    408: "It did not arrive in time.",
    421: "It goes by a host name that the service does not.",
    422: "It cannot be read, or a parameter makes no sense.",
    431: "Its headers are too long.",
    503: "Too many connections are open, or nothing is free: Retry-After says when to try again.",
}
"""What any request may be refused with."""


def make_app(service: Service) -> ASGIApp:
    """Return the application of a service, whole."""
    return Watch(_with_gate(make_routes(service), service), service.settings, service.metrics)


def make_routes(service: Service) -> FastAPI:
    """Return the routes of a service, without what stands before them."""
    app = FastAPI(
        title="enrich",
        description=_ABOUT,
        version=installed_version(),
        docs_url=None,  # those of FastAPI load their scripts from elsewhere
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        swagger_ui_oauth2_redirect_url=None,
        dependencies=[Depends(check_parameters)],
    )
    app.state.service = service
    for module in ROUTES:
        app.include_router(import_module(module).router)
    for error, handler in (
        (Refusal, _refused),
        (HTTPException, _not_found),
        (RequestValidationError, _invalid),
    ):
        app.add_exception_handler(error, handler)
    _complete(app.openapi(), service)  # which is made once, before anybody waits for it
    return app


def _with_gate(app: ASGIApp, service: Service) -> ASGIApp:
    settings = service.settings
    gated = Gate(app, settings)
    if not settings.origins:
        return gated
    return _Origins(
        gated,
        allow_origins=settings.origins,
        allow_methods=("GET", "POST"),
        allow_headers=("Authorization", "Content-Type", "X-Request-ID"),
        expose_headers=("Retry-After", "X-Request-ID"),
    )


class _Origins(CORSMiddleware):
    """Lets pages of some origins ask; the others are refused as everybody is."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer what a browser asks before it lets a page ask."""
        answer = super().preflight_response(request_headers)
        if answer.status_code == HTTPStatus.OK:
            return answer
        line = "a page of this origin may not ask so; the operator can allow an origin"
        return _answer(Refusal(403, line, {"vary": answer.headers["vary"]}))


def _answer(refusal: Refusal) -> Response:
    return Response(refusal.body(), refusal.status, refusal.headers, PROBLEM)


async def _refused(_: Request, error: Exception) -> Response:
    """Answer a refusal; what broke is told to the log as well."""
    refusal = cast("Refusal", error)
    if isinstance(refusal, Failed):
        _log.error("%s", refusal.where)
    return _answer(refusal)


async def _not_found(_: Request, error: Exception) -> Response:
    told = cast("HTTPException", error)
    line = _SAID.get(told.status_code, str(told.detail))
    headers = dict(told.headers or {})
    if "GET" in headers.get("Allow", ""):
        headers["Allow"] += ", HEAD"
    return _answer(Refusal(told.status_code, line, headers))


async def _invalid(request: Request, error: Exception) -> Response:
    return _answer(Refusal(422, wrong(request, cast("RequestValidationError", error).errors()[0])))


def _complete(document: dict[str, Any], service: Service) -> None:
    """Say in the OpenAPI document what holds for every request: refusals, and the token."""
    needs = {401: "The token is missing or wrong."} if service.settings.token else {}
    for path, methods in document["paths"].items():
        is_open = is_open_to_all(path)
        for told in methods.values():
            for code, about in {**_ALWAYS, **({} if is_open else needs)}.items():
                problem = {"schema": {"$ref": f"{REF_PREFIX}Problem"}}
                answer = {"description": about, "content": {PROBLEM: problem}}
                told["responses"].setdefault(str(code), answer)
            for response in told["responses"].values():
                content = response.get("content", {})
                if content.get(JSON, {}).get("schema", {}).get("$ref", "").endswith("/Problem"):
                    content[PROBLEM] = content.pop(JSON)
            if needs and is_open:
                told["security"] = []
    if needs:
        schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
        schemes["token"] = {"type": "http", "scheme": "bearer"}
        document["security"] = [{"token": []}]
