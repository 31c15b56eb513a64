"""Parameters of the address: what there is, and what is wrong with one, in words for a person.

Both are read off the OpenAPI document, so routes that do not stand in it look after their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from fastapi.openapi.constants import REF_PREFIX
from starlette.requests import Request

from enrich.server.refusals import Refusal
from enrich.suggestions import did_you_mean

_LONGEST: Final = 40  # characters of a name that a message repeats


def check_parameters(request: Request) -> None:
    """Refuse parameters that a documented route does not have, and those that are given twice.

    Raises:
        Refusal: There is one.
    """
    known = _documented(request)
    if known is not None:
        check_names([name for name, _ in request.query_params.multi_items()], known)


def check_names(given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse names of parameters that are not known, or given twice.

    Raises:
        Refusal: There is one.

    Example:
        >>> check_names(["limt"], ["name", "kind", "limit"])
        Traceback (most recent call last):
        ...
        enrich.server.refusals.Refusal: there is no parameter `limt` here; those there are: \
name, kind, limit; did you mean 'limit'?
    """
    names, seen = [*known], set()
    for name in given:
        short = name[:_LONGEST]
        if name not in names:
            listed = f"; those there are: {', '.join(names)}" if names else ""
            hint = did_you_mean(short, names)
            raise Refusal(422, f"there is no parameter `{short}` here{listed}{hint}")
        if name in seen:
            raise Refusal(422, f"the parameter `{short}` is given twice")
        seen.add(name)


def wrong(request: Request, error: Any) -> str:
    """Return what is wrong with a parameter, never what it holds.

    Args:
        request: That has it.
        error: One of those that FastAPI found.
    """
    name = str(error["loc"][-1])[:_LONGEST]
    if error["type"] == "missing":
        return f"the parameter `{name}` is missing"
    schema = (_documented(request, str(error["loc"][0])) or {}).get(name, {})
    must = _must(_resolved(schema, request.app.openapi()))
    return f"the parameter `{name}` {must or 'cannot be read'}"


def _documented(request: Request, where: str = "query") -> dict[str, Any] | None:
    """Return the schemas of the parameters of a route by name, or None where it is not listed."""
    path = getattr(request.scope.get("route"), "path_format", "")
    told = request.app.openapi()["paths"].get(path, {}).get(request.method.lower())
    if told is None:
        return None
    several = told.get("parameters", ())
    return {one["name"]: one["schema"] for one in several if one["in"] == where}


def _resolved(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a schema says of a value that is given, where it may also be left out."""
    options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    chosen = {**schema, **options[0]} if options else schema
    if "$ref" in chosen:
        return document["components"]["schemas"][chosen["$ref"].removeprefix(REF_PREFIX)]  # type: ignore[no-any-return]
    return chosen


def _must(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return f"must be one of {', '.join(schema['enum'])}"
    if "pattern" in schema:
        return f"must look like {' or '.join(schema['examples'])}"
    kind = schema.get("type")
    if kind in ("integer", "number"):
        what = "whole number" if kind == "integer" else "number"
        return f"must be a {what} from {schema['minimum']:g} to {schema['maximum']:g}"
    if kind == "string":
        return f"must have {schema.get('minLength', 0)} to {schema['maxLength']} characters"
    return ""
