"""The service as a function from requests to replies, which any HTTP server can mount."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from enrich.pipeline import Linker
from enrich.rank.near import place_near
from enrich.rank.ranker import Ranker
from enrich.rank.weights import load_weights
from enrich.server.reconcile import replies
from enrich.server.reconcile.checks import (
    LONGEST_REQUEST,
    checked_limit,
    checked_text,
    parse_json,
    shown,
)
from enrich.server.reconcile.extending import Extender, propose_properties
from enrich.server.reconcile.manifests import manifest
from enrich.server.reconcile.model import BATCH, Query, ReconcileError, Version
from enrich.server.reconcile.preview import POLICY, preview_html
from enrich.server.reconcile.properties import PROPERTIES
from enrich.server.reconcile.queries import parse_batch, parse_id, parse_list
from enrich.server.reconcile.scoring import Answer, Matcher
from enrich.server.reconcile.suggesting import (
    LAST_CURSOR,
    MOST_SUGGESTED,
    SUGGESTED,
    suggest_entities,
    suggest_properties,
    suggest_types,
)
from enrich.server.reconcile.types import TYPES, EntityType, find_type
from enrich.suggestions import closest
from gazetteer.errors import UnknownEntity
from gazetteer.model import Entity

_JSON: Final = "application/json; charset=utf-8"
_HTML: Final = "text/html; charset=utf-8"
_LONGEST_NAME: Final = 40
DRAFT: Final = "/1.0-draft"
"""Where the endpoint of the draft lies below that of 0.2."""


@dataclass(frozen=True, slots=True)
class ReconcileRequest:
    """A request, as any HTTP server can tell it.

    Attributes:
        method: "GET", "POST" or "OPTIONS".
        path: Below where the service is mounted: "", "/suggest/entity", "/1.0-draft/reconcile".
        query: Parameters of the address.
        form: Fields of a form that was posted.
        body: What was posted as JSON, as text.
        base_url: Where the service is mounted, as the client sees it.
    """

    method: str
    path: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    body: str | bytes = ""
    base_url: str = "http://127.0.0.1:8000/reconcile"


@dataclass(frozen=True, slots=True)
class ReconcileReply:
    """A reply.

    Attributes:
        status: Of HTTP.
        body: JSON or HTML.
        headers: To be sent with it, the type of its content among them.
    """

    status: int
    body: str
    headers: Mapping[str, str]


class Reconciler:
    """Matches the cells of tables to the entities of a linker's gazetteer.

    One may be used from several threads.

    Args:
        linker: An open linker. Its gazetteer, weights, country, ``near`` and ``prefer`` count.
        origin: Of which web pages may read the replies; the protocol asks for "*", all. "" for
            none but those of the server itself.

    Example:
        >>> with Linker() as linker:
        ...     answers = Reconciler(linker).reconcile([Query("Goris"), Query("Yerevan")])
        >>> [(found[0].entity.country, found[0].match) for found in answers]
        [('AM', True), ('AM', True)]
    """

    def __init__(self, linker: Linker, *, origin: str = "*") -> None:
        options = linker.options
        self._gazetteer = linker.gazetteer
        ranker = Ranker(
            self._gazetteer, load_weights(options.weights), country=options.country,
            prefer=options.prefer,
        )  # fmt: skip
        near = None if options.near is None else place_near(self._gazetteer, options.near)
        self._match = Matcher(self._gazetteer, ranker, None if near is None else near.profile)
        self._extend = Extender(self._gazetteer)
        self._origin = origin

    def reconcile(self, queries: Sequence[Query]) -> list[tuple[Answer, ...]]:
        """Return the candidates of each query, the best first, ranked as one list."""
        return self._match(queries)

    def manifest(self, version: Version, base_url: str) -> dict[str, Any]:
        """Return what the service says of itself."""
        return manifest(version, base_url.rstrip("/"))

    def extend(self, query: Any, version: Version = "0.2") -> dict[str, Any]:
        """Return the values of properties of entities.

        Raises:
            ReconcileError: It is no such query.
        """
        return self._extend(query, version)

    def preview_html(self, id_: str) -> str:
        """Return a page about an entity.

        Raises:
            ReconcileError: None of that id is held.
        """
        return preview_html(self._entity(id_))

    def answer(self, request: ReconcileRequest) -> ReconcileReply:
        """Return the reply to a request; an error is one, too, with its message as JSON."""
        try:
            return self._routed(request)
        except ReconcileError as error:
            return self._json({"error": str(error)}, error.status)

    # ------------------------------------------------------------------------------ the routes

    def _routed(self, request: ReconcileRequest) -> ReconcileReply:
        if request.method == "OPTIONS":
            return ReconcileReply(204, "", self._headers(_JSON))
        version: Version = "0.2"
        path, base_url = request.path.rstrip("/"), request.base_url.rstrip("/")
        if path == DRAFT or path.startswith(f"{DRAFT}/"):
            version, path, base_url = "1.0-draft", path.removeprefix(DRAFT), base_url + DRAFT
        if path in ("/preview", "/view"):
            return self._html(self.preview_html(_given(request, "id")))
        if path.startswith("/suggest/"):
            return self._json(self._suggested(request, path.removeprefix("/suggest/")))
        if path == "/flyout/entity":
            id_ = _given(request, "id")
            return self._json({"id": id_, "html": self.preview_html(id_)})
        if path == "/extend/propose":
            return self._json(_proposed(request))
        if version == "0.2":
            return self._json(self._of_02(request, path))
        return self._json(self._of_10(request, path, base_url))

    def _of_10(self, request: ReconcileRequest, path: str, base_url: str) -> dict[str, Any]:
        match path:
            case "":
                return self.manifest("1.0-draft", base_url)
            case "/reconcile":
                return replies.batch_10(self._match(parse_list(_body(request))))
            case "/extend":
                return self._extend(_body(request), "1.0-draft")
        raise _nothing(request)

    def _of_02(self, request: ReconcileRequest, path: str) -> dict[str, Any]:
        """The one endpoint of 0.2: queries, a data extension, or else the manifest."""
        if path:
            raise _nothing(request)
        given = {**request.query, **request.form}
        _check_names(given, ("queries", "extend"))
        if "queries" in given:
            batch = parse_batch(parse_json(given["queries"], "queries"))
            return replies.batch_02(batch, self._match(list(batch.values())))
        if "extend" in given:
            return self._extend(parse_json(given["extend"], "extend"), "0.2")
        if request.method == "POST":
            raise ReconcileError('a POST is to have a form field "queries" or "extend"')
        return self.manifest("0.2", request.base_url)

    def _suggested(self, request: ReconcileRequest, what: str) -> dict[str, Any]:
        _check_names(request.query, ("prefix", "cursor", "limit", "type"))
        prefix = checked_text(request.query.get("prefix", ""), "prefix")
        cursor = request.query.get("cursor")
        # "0" is a cursor, but no number of things that are wanted.
        start = 0 if cursor == "0" else checked_limit(cursor, "cursor", 0, LAST_CURSOR)
        limit = checked_limit(request.query.get("limit"), "limit", SUGGESTED, MOST_SUGGESTED)
        if what == "entity":
            wanted = _type(request)
            return suggest_entities(self._gazetteer, prefix, start, limit, wanted)
        if what == "type":
            return suggest_types(prefix, start, limit)
        if what == "property":
            return suggest_properties(prefix, start, limit)
        raise ReconcileError("entities, types and properties are suggested, nothing else", 404)

    def _entity(self, id_: str) -> Entity:
        curie = parse_id(id_)
        try:
            if curie is not None:
                return self._gazetteer.get(curie)
        except UnknownEntity as error:
            raise ReconcileError(f"no entity {curie} is held", 404) from error
        raise ReconcileError("that is no id; ids look like geonames:616052", 404)

    # ----------------------------------------------------------------------------- the replies

    def _json(self, value: dict[str, Any], status: int = 200) -> ReconcileReply:
        return ReconcileReply(status, json.dumps(value, ensure_ascii=False), self._headers(_JSON))

    def _html(self, page: str) -> ReconcileReply:
        headers = {**self._headers(_HTML), "Content-Security-Policy": POLICY}
        return ReconcileReply(200, page, headers)

    def _headers(self, content: str) -> dict[str, str]:
        shared = {
            "Access-Control-Allow-Origin": self._origin,
            "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
            "Access-Control-Allow-Headers": "Content-Type",
        }
        own = {"Content-Type": content, "X-Content-Type-Options": "nosniff"}
        return own | shared if self._origin else own


def _nothing(request: ReconcileRequest) -> ReconcileError:
    return ReconcileError(f"there is nothing at {shown(request.path)}", 404)


def _check_names(given: Iterable[str], known: Sequence[str]) -> None:
    """Refuse what looks like a misspelt parameter; others are left to clients and their versions.

    Raises:
        ReconcileError: There is one.
    """
    for name in given:
        if name not in known and (meant := closest(name[:_LONGEST_NAME], known)):
            line = f"there is no parameter {shown(name)} here; did you mean {meant!r}?"
            raise ReconcileError(line)


def _given(request: ReconcileRequest, name: str) -> str:
    if name not in request.query:
        raise ReconcileError(f'the address has no parameter "{name}"')
    return checked_text(request.query[name], name)


def _type(request: ReconcileRequest) -> EntityType | None:
    named = checked_text(request.query.get("type", ""), "type")
    found = find_type(named)
    if named and found is None:
        raise ReconcileError(f"type is to be one of {', '.join(one.id for one in TYPES)}")
    return found


def _proposed(request: ReconcileRequest) -> dict[str, Any]:
    wanted = _type(request)
    given = request.query.get("limit")
    limit = checked_limit(given, "limit", len(PROPERTIES), len(PROPERTIES))
    found = [replies.property_of(one) for one in propose_properties(wanted, limit)]
    return {
        "properties": found,
        **({"type": wanted.id} if wanted else {}),
        **({"limit": limit} if given else {}),
    }


def _body(request: ReconcileRequest) -> Any:
    if request.method != "POST":
        raise ReconcileError("send this by POST, as JSON", 405)
    body = request.body
    if len(body) > 4 * LONGEST_REQUEST:
        raise ReconcileError(f"the request is too long; send at most {BATCH} queries at once", 413)
    if isinstance(body, bytes):
        try:
            body = body.decode()
        except UnicodeDecodeError as error:
            raise ReconcileError("the request is not UTF-8") from error
    return parse_json(body, "the request")
