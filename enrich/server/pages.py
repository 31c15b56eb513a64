"""The pages for people: the form at /, what it answers, and the endpoints at /docs.

None has a script or a style in itself: the policy of each allows the files of ``static`` alone. The
article page that the form answers with is one file with a script in it, whose hash its own
policy names; so it is the whole answer, with that policy, and no frame in a page of ours.
"""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from enrich.page.article import as_text
from enrich.page.render import SHARED_SCRIPTS
from enrich.server.bodies import FORM, body_of, form_fields, media_type
from enrich.server.gate import has_token
from enrich.server.link import written
from enrich.server.linking import Asked
from enrich.server.refusals import Refusal
from enrich.server.service import Service, service_of

_FIELDS: Final = ("title", "published")
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
"""The content security policy of pages of ours."""
ASKING_POLICY: Final = f"{POLICY}; connect-src 'self'"
"""Likewise of those that ask the service for more: what a file says, what becomes of a text."""
_CSS: Final = "text/css; charset=utf-8"
_SCRIPT: Final = "text/javascript"
_OWN: Final = "enrich.server/static"
_DESK: Final = ("taking.js", "choices.js", "making.js", "desk.js")
DESK_SCRIPTS: Final = (*SHARED_SCRIPTS, *_DESK)
"""The scripts of the desk, in order."""
_STATIC: Final = {
    "page.css": (_CSS, _OWN),
    "form.js": (_SCRIPT, _OWN),
    "desk.css": (_CSS, _OWN),
    **dict.fromkeys(_DESK, (_SCRIPT, _OWN)),
    # what the desk shares with the article page
    "article.css": (_CSS, "enrich.page"),
    **dict.fromkeys(SHARED_SCRIPTS, (_SCRIPT, "enrich.page")),
    "basemap.json": ("application/json", "enrich.page"),
}
"""The files that pages name: of what type each is, and where it lies."""
_HTML: Final = "text/html; charset=utf-8"
_KEY_FIELD: Final = (
    '<p><label for="token">Token</label>'
    '<input id="token" name="token" type="password" autocomplete="off" required></p>'
)
router = APIRouter(include_in_schema=False)
Served = Annotated[Service, Depends(service_of)]


@router.get("/")
async def form(service: Served) -> Response:
    """Show the form for a text."""
    return _form_page(service, {})


@router.post("/page")
async def page(request: Request, service: Served) -> Response:
    """Show the article page of a text; what is wrong with it is said in the form."""
    media_type(request, (FORM,))
    async with body_of(request, service) as body:
        given = form_fields(body)
        try:
            _check_token(given, service)
            told = {name: given[name] for name in _FIELDS if given.get(name)}
            text = given.get("text", "").replace("\r\n", "\n")
            return await written(service, Asked(text.encode(), "text", {}, told, "html"))
        except Refusal as refusal:
            return _form_page(service, given, refusal)


@router.get("/docs")
async def docs(request: Request) -> Response:
    """List the endpoints, from the OpenAPI document; nothing is loaded from elsewhere."""
    document = request.app.openapi()
    listed = "\n".join(
        _endpoint(method, path, told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    )
    return own_page(
        "docs.html", POLICY, about=escape(document["info"]["description"]), endpoints=listed
    )


@router.get("/static/{name}")
async def static(name: str) -> Response:
    """Serve a file that pages name; there are no others, whatever is asked for."""
    if name not in _STATIC:
        raise Refusal(404, "there is no such file")
    media, folder = _STATIC[name]
    kept = {"cache-control": "max-age=3600"}
    return Response(_own(name, folder), media_type=media, headers=kept)


@cache
def _own(name: str, folder: str = _OWN) -> str:
    package, _, inside = folder.partition("/")
    file = "page.css" if name == "article.css" else name
    return files(package).joinpath(inside, file).read_text(encoding="utf-8")


def own_page(name: str, policy: str, status: int = 200, **parts: str) -> Response:
    """Return a page of ours, its parts put in, with its content security policy."""
    text = Template(_own(name)).substitute(parts)
    return Response(text, status, {"content-security-policy": policy}, _HTML)


def _check_token(given: dict[str, str], service: Service) -> None:
    token = service.settings.token
    if token and not has_token(given.get("token", ""), token):
        raise Refusal(401, "this is not the token of the service")


def _form_page(service: Service, given: dict[str, str], refusal: Refusal | None = None) -> Response:
    """Return the form, with what was filled in, but for the token, and what was wrong with it."""
    said = f'<p class="error" role="alert">{as_text(refusal.line)}</p>' if refusal else ""
    return own_page(
        "form.html",
        ASKING_POLICY,
        200 if refusal is None else refusal.status,
        error=said,
        text=as_text(given.get("text", "")),
        title=as_text(given.get("title", "")),
        published=as_text(given.get("published", "")),
        token=_KEY_FIELD if service.settings.token else "",
        most=f"{service.settings.max_text}",
    )


def _endpoint(method: str, path: str, told: dict[str, Any]) -> str:
    rows = "".join(
        f"<dt><code>{escape(one['name'])}</code></dt><dd>{escape(_about(one))}</dd>"
        for one in told.get("parameters", [])
    )
    bodies = ", ".join(told.get("requestBody", {}).get("content", {}))
    answers = ", ".join(media for media in told["responses"].get("200", {}).get("content", {}))
    facts = [f"Takes {bodies}."] if bodies else []
    facts += [f"Answers {answers}."] if answers else []
    about = [*told.get("description", "").split("\n\n"), " ".join(facts)]
    return (
        f"<section><h2><code>{method.upper()} {escape(path)}</code></h2>"
        + "".join(f"<p>{escape(one)}</p>" for one in about if one)
        + (f"<dl>{rows}</dl>" if rows else "")
        + "</section>"
    )


def _about(parameter: dict[str, Any]) -> str:
    """Return what a parameter means, and what it may be where that is a list."""
    schema = parameter.get("schema", {})
    shapes = [schema, *schema.get("anyOf", [])]
    choices = next((shape["enum"] for shape in shapes if "enum" in shape), ())
    told = parameter.get("description", "")
    return f"{told} One of {', '.join(choices)}." if choices else told
