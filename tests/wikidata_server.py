"""A web server of the tests' own, on 127.0.0.1, that answers as Wikidata and as geocoders do.

    server, site = serve_wikidata(load_items(path))
    ... ask site.api, site.sparql, site.nominatim, site.photon, site.pelias ...
    close(server)

Paths (GET and POST):

- ``/w/api.php``: ``wbsearchentities``, ``wbgetentities``, ``query`` with ``list=search``
  (wikidata_answers.py, wikidata_search.py). Errors come with status 200, as from Wikidata.
- ``/sparql``: queries that open with ``# enrich: NAME`` and are of a known shape
  (wikidata_sparql.py). Whatever else comes is answered 400 and kept in ``site.violations``.
- ``/search``, ``/api``, ``/v1/search``: Nominatim, Photon and Pelias over ``site.places``
  (geocoder_answers.py).

``site.faults`` says what to do instead (wikidata_faults.py), by the name of an action or of a
query, or by path; the name is looked up first. The last fault of a list stays:

    site.faults["wbgetentities"] = [busy(503), maxlag(), well]
    site.faults["/sparql"] = [hangs_up]

``site.requests`` holds every request, ``site.count("wbgetentities")`` counts them. Modules beside
this one are loaded by hand: tests are not package. All that a test needs is named here.
"""

import gzip
import importlib.util
import json
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit


def _sibling(name: str) -> ModuleType:
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


# In the order in which they need each other.
http_server = _sibling("http_server")
items_module = _sibling("wikidata_items")
search_module = _sibling("wikidata_search")
answers_module = _sibling("wikidata_answers")
sparql_module = _sibling("wikidata_sparql")
geocoder_module = _sibling("geocoder_answers")
faults = _sibling("wikidata_faults")

Items = items_module.Items
load_items = items_module.load_items
Place = geocoder_module.Place

API_PATH, SPARQL_PATH = "/w/api.php", "/sparql"
OWN_ITEMS = Path(__file__).parent / "data" / "wikidata" / "items.json"
"""Some thirty items of our own, which every user has."""

Fault = Callable[[Any, bytes], None]
_JSON = "application/json; charset=utf-8"
_RESULTS = "application/sparql-results+json"
_MOST_BODY = 1 << 20


@dataclass(frozen=True)
class Request:
    """A request as it came.

    Attributes:
        method: GET or POST.
        path: Without parameters.
        pairs: Parameters in their order, decoded: those of the address, then those of the body.
        headers: By name in lower case.
        target: The address as it was sent, encoded.
        name: The action of the API, the name of the query, or the path.
    """

    method: str
    path: str
    pairs: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    target: str
    name: str

    @property
    def parameters(self) -> dict[str, str]:
        """Of a parameter that comes twice the last counts, as in PHP."""
        return dict(self.pairs)


@dataclass
class Wikibase:
    """What the server knows, what it does wrong, and what it was asked.

    Attributes:
        items: What it knows.
        places: What its geocoders know.
        faults: What to do instead of answering, by name or path; the last of a list stays.
        requests: All that came.
        violations: What queries had that belongs to no known shape.
        crashes: Where the server itself is wrong; ``close`` raises them.
        packs: Whether answers are packed for those who accept gzip.
        longest_target: Bytes of an address beyond which it answers 414.
        url: Its address, without a slash at the end.
    """

    items: Any
    places: list[Any] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    packs: bool = True
    longest_target: int = 8_192
    url: str = ""
    lock: Any = field(default_factory=threading.Lock, repr=False)

    @property
    def api(self) -> str:
        return self.url + API_PATH

    @property
    def sparql(self) -> str:
        return self.url + SPARQL_PATH

    @property
    def nominatim(self) -> str:
        return f"{self.url}/search"

    @property
    def photon(self) -> str:
        return f"{self.url}/api"

    @property
    def pelias(self) -> str:
        return f"{self.url}/v1/search"

    def asked(self, name: str) -> list[Request]:
        """Return the requests of an action, of a query, or to a path."""
        return [r for r in self.requests if name in {r.name, r.path}]

    def count(self, name: str | None = None) -> int:
        """Return how many requests came, of one kind or of all."""
        return len(self.requests if name is None else self.asked(name))

    def counts(self) -> dict[str, int]:
        """Return how many requests came, by name."""
        names = [request.name for request in self.requests]
        return {name: names.count(name) for name in dict.fromkeys(names)}

    def forget(self) -> None:
        """Forget what was asked and all faults."""
        self.requests.clear()
        self.violations.clear()
        self.faults.clear()

    def next_fault(self, request: Request) -> Fault | None:
        with self.lock:
            for key in (request.name, request.path):
                waiting = self.faults.get(key)
                if waiting:
                    return waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return None


class Handler(http_server.Handler):
    """Answers from the items and places of its site, or follows its faults."""

    site: ClassVar[Any]
    disable_nagle_algorithm = True  # head and body are two writes
    asked: Request
    planned: tuple[bytes, int, dict[str, str]]

    def do_GET(self):  # noqa: N802 - http.server calls it so
        self._respond(b"")

    def do_POST(self):  # noqa: N802 - likewise
        length = int(self.headers.get("Content-Length", 0))
        self._respond(self.rfile.read(min(length, _MOST_BODY)))

    def _respond(self, sent: bytes) -> None:
        self.asked = _request(self, sent)
        self.site.requests.append(self.asked)
        try:
            self.planned = self.plan()
            fault = self.site.next_fault(self.asked) or faults.well
            fault(self, self.planned[0])
        except OSError:  # the client went away
            self.close_connection = True
        except Exception:
            self.site.crashes.append(traceback.format_exc())
            raise

    def plan(self) -> tuple[bytes, int, dict[str, str]]:
        """Return body, status and headers of a good answer."""
        return _answer(self.site, self.asked)

    def send_planned(self) -> None:
        """Send the answer as it should be."""
        body, status, headers = self.planned
        if self.site.packs and "gzip" in self.headers.get("Accept-Encoding", ""):
            body, headers = gzip.compress(body, 1), {**headers, "Content-Encoding": "gzip"}
        self.send_body(body, status, headers)

    def send_body(
        self, body: bytes, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        self.head(
            status, {**(headers or {"Content-Type": _JSON}), "Content-Length": str(len(body))}
        )
        self.wfile.write(body)

    def send_file(self, body: bytes, *, stop: int | None = None, length: int | None = None) -> None:
        """Send a body; break off after ``stop`` bytes, or give another length than it has."""
        self.close_connection = True
        self.head(200, {"Content-Type": _JSON, "Content-Length": str(length or len(body))})
        self.wfile.write(body[:stop])

    def end_headers(self):
        if self.close_connection:
            self.send_header("Connection", "close")
        super().end_headers()


def _request(handler: Handler, sent: bytes) -> Request:
    parts = urlsplit(handler.path)
    headers = {name.lower(): value for name, value in handler.headers.items()}
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if headers.get("content-type", "").startswith("application/sparql-query"):
        pairs.append(("query", sent.decode("utf-8", "replace")))
    else:
        pairs += parse_qsl(sent.decode("utf-8", "replace"), keep_blank_values=True)
    parameters, name = dict(pairs), parts.path
    if parts.path == API_PATH:
        name = parameters.get("action", name)
    elif parts.path == SPARQL_PATH:
        opening = parameters.get("query", "").partition("\n")[0]
        name = opening.removeprefix("# enrich: ") if opening.startswith("# enrich: ") else name
    return Request(handler.command, parts.path, tuple(pairs), headers, handler.path, name)


# ---------------------------------------------------------------------------------- answers


def _answer(site: Wikibase, request: Request) -> tuple[bytes, int, dict[str, str]]:
    """Return body, status and headers of a good answer."""
    if len(request.target) > site.longest_target:
        return _text("URI Too Long", 414)
    if request.path == API_PATH:
        return _api(site, request)
    if request.path == SPARQL_PATH:
        return _sparql(site, request)
    if request.path in geocoder_module.GEOCODERS:
        return _geocoder(site, request)
    return _text("Not Found", 404)


def _json(found: Any, status: int = 200, **headers: str) -> tuple[bytes, int, dict[str, str]]:
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return json.dumps(found).encode(), status, {"Content-Type": _JSON, **more}


def _text(text: str, status: int, type_: str = "text/plain") -> tuple[bytes, int, dict[str, str]]:
    return text.encode(), status, {"Content-Type": f"{type_};charset=utf-8"}


def _api(site: Wikibase, request: Request) -> tuple[bytes, int, dict[str, str]]:
    asked = request.parameters
    if asked.get("format") != "json":  # without it the API shows a page for people
        return _text(
            "<!DOCTYPE html><html><body>MediaWiki API result</body></html>", 200, "text/html"
        )
    try:
        return _json(answers_module.answer_api(site.items, asked))
    except search_module.ApiError as error:
        version = asked.get("formatversion", "1")
        body = answers_module.error_body(error.code, error.info, version, **error.more)
        return _json(body, MediaWiki_API_Error=error.code)


def _sparql(site: Wikibase, request: Request) -> tuple[bytes, int, dict[str, str]]:
    query = request.parameters.get("query", "")
    try:
        question = sparql_module.read_question(query)
    except sparql_module.Refused as error:
        site.violations.append(f"a query {error}")
        return _text(sparql_module.malformed(query, str(error)), 400)
    accepted = request.headers.get("accept", "")
    if request.parameters.get("format") != "json" and "json" not in accepted:
        return _text('<?xml version="1.0"?><sparql/>', 200, "application/sparql-results+xml")
    found = sparql_module.answer_question(site.items, question)
    return json.dumps(found).encode(), 200, {"Content-Type": f"{_RESULTS};charset=utf-8"}


def _geocoder(site: Wikibase, request: Request) -> tuple[bytes, int, dict[str, str]]:
    try:
        found = geocoder_module.answer_geocoder(site.places, request.path, request.parameters)
    except geocoder_module.BadRequest as error:
        return _json(error.body, 400)
    return _json(found)


def serve_wikidata(
    items: Iterable[dict[str, Any]] = (),
    *,
    places: Iterable[Any] = (),
    redirects: Mapping[str, str] | None = None,
) -> tuple[ThreadingHTTPServer, Wikibase]:
    """Start a server that knows these; return it, to be closed, and its site."""
    site = Wikibase(Items(items, redirects), list(places))
    handler = type("WikibaseHandler", (Handler,), {"site": site})
    server = http_server.QuietServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    server.site = site
    site.url = f"http://127.0.0.1:{server.server_port}"
    return server, site


def close(server: ThreadingHTTPServer) -> None:
    """Stop a server; fail if it was wrong by itself."""
    server.shutdown()
    server.server_close()
    assert not server.site.crashes, "\n".join(server.site.crashes)
