"""A SPARQL engine over items of Wikidata, on 127.0.0.1: pyoxigraph behind the tests' own server.

    server, site = serve_sparql(load_items(path))
    ... ask site.sparql ...
    wikidata_server.close(server)

Whatever is SPARQL is answered, of a GET or a POST. ``site.faults`` and ``site.requests`` are those
of wikidata_server.py: ``site.faults["terms"]`` is about questions that open with
``# enrich: terms``, ``site.limit`` gives the most items that a question may name before it
answers as a service does whose minute has passed.
"""

import threading
from collections.abc import Iterable
from typing import Any

import pyoxigraph
import wikidata_server
from wikidata_rdf import triples_of

TIMEOUT = (
    b"SPARQL-QUERY: queryStr=SELECT\njava.util.concurrent.TimeoutException\n"
    b"\tat java.util.concurrent.FutureTask.get(FutureTask.java:205)\n"
)
"""What Wikidata's service answers when its minute has passed, with status 500."""


class Engine(wikidata_server.Wikibase):
    """A site whose SPARQL is answered by an engine.

    Attributes:
        store: The triples.
        limit: How many items a question may name; 0 for any number.
    """

    store: Any
    limit: int = 0

    def answer(self, request: Any) -> tuple[bytes, int, dict[str, str]]:
        query = request.parameters.get("query", "")
        if self.limit and query.partition("}")[0].count("wd:Q") > self.limit:
            return TIMEOUT, 500, {"Content-Type": "text/plain"}
        try:
            with self.lock:
                found = self.store.query(query).serialize(format=pyoxigraph.QueryResultsFormat.JSON)
        except SyntaxError as error:
            self.violations.append(str(error))
            return str(error).encode(), 400, {"Content-Type": "text/plain"}
        return found, 200, {"Content-Type": "application/sparql-results+json"}


class Handler(wikidata_server.Handler):
    """Answers from the engine of its site, or follows its faults."""

    def plan(self) -> tuple[bytes, int, dict[str, str]]:
        if self.asked.path == wikidata_server.SPARQL_PATH:
            return self.site.answer(self.asked)
        return super().plan()


def serve_sparql(items: Iterable[dict[str, Any]], *, modified: str = "2026-01-01T00:00:00Z") -> Any:
    """Start a server over items; return it, to be closed, and its site."""
    site = Engine(wikidata_server.Items([]))
    site.store = pyoxigraph.Store()
    load(site, items, modified=modified)
    handler = type("EngineHandler", (Handler,), {"site": site})
    server = wikidata_server.http_server.QuietServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    server.site = site
    site.url = f"http://127.0.0.1:{server.server_port}"
    return server, site


def load(site: Any, items: Iterable[dict[str, Any]], *, modified: str) -> None:
    """Put items into an engine, beside those that are there."""
    site.store.bulk_load(
        triples_of(items, modified).encode(),
        format=pyoxigraph.RdfFormat.N_TRIPLES,
        lenient=True,  # "zh-classical" is not a tag of the standard
    )
