"""JSON Schemas of arguments and answers, without what only costs tokens."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

Json = dict[str, Any]


def schema_of(kind: type[Any]) -> Json:
    """Return the JSON Schema of a model or a typed dictionary.

    Example:
        >>> from typing_extensions import TypedDict
        >>> class Named(TypedDict):
        ...     name: str
        >>> schema_of(Named)["properties"]
        {'name': {'type': 'string'}}
    """
    schema: Json = _bare(TypeAdapter(kind).json_schema(), in_properties=False)
    return schema


def _bare(value: Any, *, in_properties: bool) -> Any:
    """Leave out titles, which repeat names, and what Python says of its classes."""
    if isinstance(value, list):
        return [_bare(one, in_properties=False) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("default", ...) is None and "anyOf" in value:  # an argument that may be left out
        first, *_ = value["anyOf"]
        return _bare({"description": value["description"], **first}, in_properties=False)
    left_out = set() if in_properties else {"title"}
    if value.get("type") == "object" and not in_properties:
        left_out.add("description")
    return {
        key: _bare(inner, in_properties=key in {"properties", "$defs"} and not in_properties)
        for key, inner in value.items()
        if key not in left_out
    }
