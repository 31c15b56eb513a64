"""Questions in SPARQL: classes, offices and areas, GeoNames ids, positions, labels; and any other.

The library wikidata-client puts them and reads the answers; an ``Asker`` sends.

A query is made of the texts below and of numbers. No name and no id as it came ever stands in one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import FunctionType, SimpleNamespace
from typing import Any, Final

from gazetteer.net.asking import Asker, Budget
from gazetteer.net.http import GiveUp
from gazetteer.wikidata.ids import language_code, number_of, values

Fact = Mapping[str, str]
"""One row of an answer: items as "Q1953", literals as their text."""

_PREFIXES: Final = """\
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_MORE_PREFIXES: Final = """\
PREFIX psv: <http://www.wikidata.org/prop/statement/value/>
PREFIX schema: <http://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_CLASSES: Final = """\
SELECT DISTINCT ?class ?listed WHERE {
  %s
  %s
  ?class wdt:P279+ ?listed .
}"""
_REFERENCES: Final = """\
SELECT ?item ?label ?place ?country ?of ?class ?point WHERE {
  %s
  { ?item rdfs:label ?label . FILTER(LANG(?label) = "en") }
  UNION { ?item wdt:P131+ ?place }
  UNION { ?item wdt:P17 ?country }
  UNION { ?item wdt:P1001 ?of }
  UNION { ?item wdt:P31 ?class }
  UNION { ?item wdt:P625 ?point }
}"""
_GEONAMES: Final = """\
SELECT ?number ?item WHERE {
  %s
  ?item wdt:P1566 ?number .
}"""
_POSITIONS: Final = """\
SELECT ?person ?office ?start ?starts ?end ?ends ?of WHERE {
  %s
  ?person p:P39 ?held .
  ?held ps:P39 ?office .
  MINUS { ?held wikibase:rank wikibase:DeprecatedRank }
  OPTIONAL { ?held pqv:P580 ?from . ?from wikibase:timeValue ?start ; wikibase:timePrecision ?starts }
  OPTIONAL { ?held pqv:P582 ?to . ?to wikibase:timeValue ?end ; wikibase:timePrecision ?ends }
  OPTIONAL { ?held pq:P1001|pq:P642 ?of }
}"""  # noqa: E501 - a query reads best in its own lines
_LABELS: Final = """\
SELECT ?item ?label WHERE {
  %s
  ?item rdfs:label ?label . FILTER(LANG(?label) = "%s")
}"""
_ENTITY: Final = re.compile(r"(?:https?://[^\s<>]{1,200}/entity/)?(Q[1-9]\d{0,9})", re.ASCII)


def item_of(value: str | None) -> int | None:
    """Return the number of the item that a value names, by its id or its address.

    Example:
        >>> item_of("Q5"), item_of("https://base.example.org/entity/Q5"), item_of("Q5; DROP")
        (5, 5, None)
    """
    match = _ENTITY.fullmatch(value or "")
    return number_of(match[1]) if match else None


class Sparql:
    """Asks the SPARQL endpoint at an address."""

    def __init__(self, asker: Asker, address: str) -> None:
        self._asker = asker
        self._address = address

    def classes(
        self, classes: Iterable[int], listed: Iterable[int], budget: Budget | None = None
    ) -> list[Fact]:
        """Return rows (class, listed): which of the listed classes each class is one of."""
        blocks = values("class", classes), values("listed", listed)
        return self._ask("classes", _CLASSES % blocks, budget)

    def references(self, items: Iterable[int], budget: Budget | None = None) -> list[Fact]:
        """Return rows of item and one of label, place, country, of, class and point."""
        return self._ask("references", _REFERENCES % values("item", items), budget)

    def geonames(self, numbers: Iterable[int], budget: Budget | None = None) -> list[Fact]:
        """Return rows (number, item) of GeoNames ids."""
        block = values("number", numbers, items=False)
        return self._ask("geonames", _GEONAMES % block, budget)

    def positions(self, people: Iterable[int], budget: Budget | None = None) -> list[Fact]:
        """Return rows of person, office, start, starts, end, ends (precisions) and of."""
        return self._ask("positions", _POSITIONS % values("person", people), budget)

    def labels(
        self, items: Iterable[int], language: str, budget: Budget | None = None
    ) -> list[Fact]:
        """Return rows (item, label) in one language."""
        query = _LABELS % (values("item", items), language_code(language))
        return self._ask("labels", query, budget)

    def large(
        self, text: str, turn: Callable[[], object] | None = None, *, smallest: bool = False
    ) -> list[Fact]:
        """Return the rows of a large question, as ``large_text`` writes it.

        Args:
            text: The question.
            turn: Called before each request; may refuse it.
            smallest: Whether there is no smaller question to put in its place.

        Raises:
            TooMuch: The service does not bring it to an end.
            ServiceError: There is no usable answer.
        """
        return self._rows(text, turn=turn, large=True, smallest=smallest)

    def _ask(self, name: str, query: str, budget: Budget | None) -> list[Fact]:
        return self._rows(f"# enrich: {name}\n{_PREFIXES}{query}", budget=budget)

    def _rows(self, text: str, **how: Any) -> list[Fact]:
        def get(url: str, *, params: Mapping[str, str], **_: object) -> Any:
            found = self._asker.ask(
                url, params, check=_check_bindings, accept="application/sparql-results+json", **how
            )
            return SimpleNamespace(raise_for_status=lambda: None, json=lambda: found)

        rows: list[Fact] = _query_with(get)(text, timeout=None, endpoint=self._address)
        return rows


def large_text(name: str, query: str) -> str:
    """Return the whole text of a question of ours, as it is sent and as a dry run shows it."""
    return f"# enrich: {name}\n{_PREFIXES}{_MORE_PREFIXES}{query}"


def _query_with(get: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function of wikidata-client that asks, sending with ``get``.

    It takes no session: it calls ``requests.get``, which makes a new one, follows a redirect
    anywhere and names only the library. So the same code runs with another ``requests``, and what
    others in the process ask of the library goes as ever.
    """
    from wikidata_client import api

    return FunctionType(api.query.__code__, {**vars(api), "requests": SimpleNamespace(get=get)})


def _check_bindings(found: Any, _: Mapping[str, str]) -> None:
    results = found.get("results") if isinstance(found, Mapping) else None
    rows = results.get("bindings") if isinstance(results, Mapping) else None
    whole = isinstance(rows, list) and all(
        isinstance(row, Mapping)
        and all(isinstance(v, Mapping) and isinstance(v.get("value"), str) for v in row.values())
        for row in rows
    )
    if not whole:
        raise GiveUp("answers without results.bindings")
