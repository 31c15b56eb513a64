"""Batches of queries as the two versions of the protocol send them, read into one form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from enrich.server.reconcile.checks import (
    checked_limit,
    checked_list,
    checked_object,
    checked_text,
    shown,
)
from enrich.server.reconcile.model import (
    BATCH,
    DEFAULT_LIMIT,
    MOST_CANDIDATES,
    Condition,
    Query,
    ReconcileError,
    Value,
)
from enrich.server.reconcile.properties import PROPERTIES, find_property
from enrich.server.reconcile.types import TYPES, EntityType, find_type
from gazetteer.ids import is_curie

MOST_QUERIES: Final = 2 * BATCH
"""Of a request: a client that has not read the manifest may send a few more than it says."""
MOST_VALUES: Final = 2_000
"""Values of properties that a request may have, all queries together."""
_MOST_CONDITIONS: Final = 20
_MOST_OF_ONE: Final = 20
_MOST_TYPES: Final = 20
_KEYS_02: Final = ("query", "type", "limit", "properties", "type_strict")
_KEYS_10: Final = ("type", "limit", "lang", "dir", "conditions")
_KEYS_CONDITION: Final = (
    "matchType", "propertyId", "propertyValue", "required", "matchQuantifier", "matchQualifier",
    "lang", "dir",
)  # fmt: skip
_STRICT: Final = ("any", "all", "should")
_QUANTIFIERS: Final = ("any", "all", "none")
_ADDRESS: Final = re.compile(
    r"https?://(?:www\.|sws\.)?geonames\.org/(?P<geonames>[0-9]{1,12})(?:/.*)?"
    r"|https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/(?P<item>Q[0-9]{1,12})"
    r"|(?P<bare>[Qq][1-9][0-9]{0,11})",
    re.ASCII,
)
_NUMBER: Final = re.compile(r"(?:geonames:)?([1-9][0-9]{0,11})(?:\.0)?", re.ASCII)


def parse_batch(batch: Any) -> dict[str, Query]:
    """Return the queries of version 0.2, by the ids that the client gave them.

    Args:
        batch: What the parameter ``queries`` holds.

    Raises:
        ReconcileError: It is no such batch.

    Example:
        >>> parse_batch({"q0": {"query": "Goris", "type": "settlement"}})["q0"].name
        'Goris'
    """
    asked = checked_object(batch, "queries")
    _check_size(len(asked))
    read = {
        checked_text(id_, "the id of a query") and id_: _query_02(one, f"query {shown(id_)}")
        for id_, one in asked.items()
    }
    _check_values(read.values())
    return read


def parse_list(batch: Any) -> list[Query]:
    """Return the queries of version 1.0, in their order.

    Args:
        batch: The body of the request.

    Raises:
        ReconcileError: It is no such batch.

    Example:
        >>> name = {"matchType": "name", "propertyValue": "Goris"}
        >>> parse_list({"queries": [{"conditions": [name]}]})[0].name
        'Goris'
    """
    asked = checked_object(batch, "the request", ("queries", "lang", "dir"))
    if "queries" not in asked:
        raise ReconcileError('the request has no "queries"; send {"queries": [...]}')
    queries = checked_list(asked["queries"], "queries", MOST_QUERIES)
    read = [_query_10(one, f"query {number}") for number, one in enumerate(queries)]
    _check_values(read)
    return read


def parse_id(text: str) -> str | None:
    """Return the CURIE that a text is or links to, or None.

    Example:
        >>> [parse_id(t) for t in ("Q1953", "https://www.geonames.org/616052/", "Goris")]
        ['wikidata:Q1953', 'geonames:616052', None]
    """
    text = text.strip()
    if is_curie(text):
        return text
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    if found["geonames"]:
        curie = f"geonames:{found['geonames']}"
    else:
        curie = f"wikidata:{(found['item'] or found['bare']).upper()}"
    return curie if is_curie(curie) else None


def _check_size(count: int) -> None:
    if count > MOST_QUERIES:
        raise ReconcileError(f"{count:,} queries at once; send at most {MOST_QUERIES}", 413)


def _check_values(queries: Iterable[Query]) -> None:
    count = sum(len(one.values) for query in queries for one in query.conditions)
    if count > MOST_VALUES:
        raise ReconcileError(
            f"the properties of all queries have {count:,} values; send at most {MOST_VALUES:,}"
            " at once",
            413,
        )


def _query_02(query: Any, what: str) -> Query:
    one = checked_object(query, what, _KEYS_02)
    name = checked_text(one.get("query", ""), f"{what}: query")
    listed = checked_list(one.get("properties", []), f"{what}: properties", _MOST_CONDITIONS)
    if "query" not in one and not listed:
        raise ReconcileError(f'{what} has neither a "query" nor "properties"')
    strict = one.get("type_strict", "any")
    if strict not in _STRICT:
        raise ReconcileError(f"{what}: type_strict is to be one of {', '.join(_STRICT)}")
    types = one.get("type", [])
    given = [
        (checked_object(each, f"{what}: a property", ("pid", "v")), f"{what}: property {number}")
        for number, each in enumerate(listed)
    ]
    asked = Query(
        name,
        _types([types] if isinstance(types, str) else types, what),
        strict != "should",
        _limit(one, what),
    )
    return _with(asked, [_condition(each, where, ("pid", "v")) for each, where in given])


def _query_10(query: Any, what: str) -> Query:
    one = checked_object(query, what, _KEYS_10)
    if "conditions" not in one:
        raise ReconcileError(f'{what} has no "conditions"')
    listed = checked_list(one["conditions"], f"{what}: conditions", _MOST_CONDITIONS)
    if not listed:
        raise ReconcileError(f"{what} has no conditions; one of the matchType name is usual")
    names: list[str] = []
    given: list[Condition] = []
    for number, each in enumerate(listed):
        where = f"{what}: condition {number}"
        condition = checked_object(each, where, _KEYS_CONDITION)
        match condition.get("matchType"):
            case "name":
                values = _values(condition.get("propertyValue"), f"{where}: propertyValue")
                names += [value.text for value in values]
            case "id":
                values = _values(condition.get("propertyValue"), f"{where}: propertyValue")
                given.append(Condition("id", values))
            case "property":
                given.append(_condition(condition, where, ("propertyId", "propertyValue")))
            case _:
                raise ReconcileError(f"{where}: matchType is to be name, id or property")
    types = one.get("type") or []
    if not isinstance(types, list | str) or (isinstance(types, list) and types):
        raise ReconcileError(f"{what}: type is to be the id of one type")
    asked = Query(
        next(filter(None, names), ""),
        _types([types] if isinstance(types, str) else [], what),
        limit=_limit(one, what),
    )
    return _with(asked, given)


def _limit(query: Mapping[str, Any], what: str) -> int:
    given = query.get("limit")
    return checked_limit(given, f"{what}: limit", DEFAULT_LIMIT, MOST_CANDIDATES)


def _with(query: Query, given: Sequence[Condition]) -> Query:
    """A query with the conditions that were given, and the ids among these."""
    conditions = tuple(c for c in given if c.property not in _IDS and c.values)
    own = parse_id(query.name)
    ids = (*((own,) if own else ()), *_ids(given))
    return replace(query, ids=ids, conditions=conditions)


def _types(types: Any, what: str) -> tuple[EntityType, ...]:
    found = []
    for one in checked_list(types, f"{what}: type", _MOST_TYPES):
        id_ = one.get("id") if isinstance(one, dict) else one
        named = checked_text(id_, f"{what}: type")
        known = find_type(named) if named else None
        if named and known is None:
            raise ReconcileError(
                f"{what}: type {shown(named)} is none of {', '.join(t.id for t in TYPES)}"
            )
        found += [known] if known else []
    return tuple(dict.fromkeys(found))


def _condition(given: Any, what: str, keys: tuple[str, str]) -> Condition:
    id_key, value_key = keys
    if missing := [key for key in keys if key not in given]:
        raise ReconcileError(f'{what} has no "{missing[0]}"')
    pid = checked_text(given[id_key], f"{what}: {id_key}")
    known = find_property(pid)
    if known is None or not known.matches:
        ids = ", ".join(one.id for one in PROPERTIES if one.matches)
        raise ReconcileError(f"{what}: {id_key} {shown(pid)} is none of {ids}")
    quantifier = given.get("matchQuantifier", "any")
    if quantifier not in _QUANTIFIERS:
        raise ReconcileError(f"{what}: matchQuantifier is to be one of {', '.join(_QUANTIFIERS)}")
    required = given.get("required", False)
    if not isinstance(required, bool):
        raise ReconcileError(f"{what}: required is to be true or false")
    values = _values(given[value_key], f"{what}: {value_key}")
    return Condition(known.id, values, quantifier, required)


def _values(value: Any, what: str) -> tuple[Value, ...]:
    """The values of a condition, without those that say nothing."""
    several = value if isinstance(value, list) else [value]
    checked = checked_list(several, what, _MOST_OF_ONE)
    return tuple(one for one in (_value(each, what) for each in checked) if one.text or one.id)


def _value(value: Any, what: str) -> Value:
    if isinstance(value, bool | int | float):
        return Value(checked_text(str(value), what))
    if isinstance(value, dict):
        id_ = checked_text(value.get("id"), f"{what}: id")
        name = checked_text(value.get("name") or id_, f"{what}: name")
        return Value(name, parse_id(id_) or "")
    return Value(checked_text(value, what))


def _ids(given: Sequence[Condition]) -> Iterator[str]:
    """The ids that are said to be the entity's; "" for what is none, as a cell may hold."""
    for condition in given:
        read = _IDS.get(condition.property)
        for value in condition.values if read else ():
            yield value.id or (read(value.text) if read else None) or ""


def _geonames(text: str) -> str | None:
    found = _NUMBER.fullmatch(text)
    return f"geonames:{found[1]}" if found else parse_id(text)


_IDS: Final[dict[str, Callable[[str], str | None]]] = {
    "id": parse_id,
    "geonames": _geonames,
    "wikidata": parse_id,
}
