"""Items of Wikidata as the RDF that its query service holds, in N-Triples.

As Wikibase writes it, so far as queries of this project read it: truthy and full statements with
ranks, qualifiers and nodes of dates, labels, aliases, descriptions, articles, the number of
sitelinks and the day of the last change. An unknown value is a blank node; "no value" is none.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from wikidata_items import Json, linked_id, mapping, value_of

WD = "http://www.wikidata.org/entity/"
PROP = "http://www.wikidata.org/prop/"
ONTOLOGY = "http://wikiba.se/ontology#"
SCHEMA = "http://schema.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ALIAS = "http://www.w3.org/2004/02/skos/core#altLabel"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_PROJECTS = ("wikiquote", "wikinews", "wikisource", "wikivoyage", "wikibooks", "wikiversity",
             "wiktionary")  # fmt: skip
_WIKIMEDIA = ("commons", "species", "meta", "incubator", "outreach", "wikimania")


def triples_of(items: Iterable[Json], modified: str = "2026-01-01T00:00:00Z") -> str:
    """Return N-Triples; items that say of no change are given the day."""
    return "\n".join(line for item in items for line in _iter_lines(item, modified)) + "\n"


def _iter_lines(item: Json, modified: str) -> Iterator[str]:
    subject = f"{WD}{item['id']}"
    if item.get("type") != "item":
        return
    changed = item.get("modified", modified)
    yield _line(subject, f"{SCHEMA}dateModified", _literal(changed, f"{XSD}dateTime"))
    for key, predicates in (("labels", (LABEL,)), ("descriptions", (f"{SCHEMA}description",))):
        for code, term in mapping(item.get(key)).items():
            for predicate in predicates:
                yield _line(subject, predicate, _text(term["value"], code))
    for code, terms in mapping(item.get("aliases")).items():
        for term in terms:
            yield _line(subject, ALIAS, _text(term["value"], code))
    links = mapping(item.get("sitelinks"))
    count = _literal(str(len(links)), f"{XSD}integer")
    yield _line(subject, f"{ONTOLOGY}sitelinks", count)
    for wiki in links:
        site = site_of(wiki)
        article = f"{site}wiki/{item['id']}"
        yield _line(article, f"{SCHEMA}about", f"<{subject}>")
        yield _line(article, f"{SCHEMA}isPartOf", f"<{site}>")
    for prop, statements in mapping(item.get("claims")).items():
        yield from _iter_statements(item["id"], prop, statements)


def site_of(wiki: str) -> str:
    """Return the address of a wiki that dumps call "zh_yuewiki"."""
    for project in _PROJECTS:
        if wiki.endswith(project):
            return f"https://{wiki.removesuffix(project).replace('_', '-')}.{project}.org/"
    name = wiki.removesuffix("wiki").replace("_", "-")
    if name in _WIKIMEDIA:
        return f"https://{name}.wikimedia.org/"
    return f"https://{name}.wikipedia.org/"


def _iter_statements(item: str, prop: str, statements: list[Json]) -> Iterator[str]:
    subject = f"{WD}{item}"
    ranks = [s.get("rank", "normal") for s in statements]
    best = "preferred" if "preferred" in ranks else "normal"
    for number, statement in enumerate(statements):
        node = f"{WD}statement/{item}-{prop}-{number}"
        rank = statement.get("rank", "normal")
        yield _line(subject, f"{PROP}{prop}", f"<{node}>")
        yield _line(node, f"{ONTOLOGY}rank", f"<{ONTOLOGY}{rank.title()}Rank>")
        snak = statement["mainsnak"]
        if snak.get("snaktype") != "novalue":
            value = _value(snak, node)
            yield _line(node, f"{PROP}statement/{prop}", value)
            yield from _iter_time(snak, node, f"{PROP}statement/value/{prop}", f"{node}-v")
            if rank == best:
                yield _line(subject, f"{PROP}direct/{prop}", value)
        for qualifier, snaks in mapping(statement.get("qualifiers")).items():
            for at, snak in enumerate(snaks):
                if snak.get("snaktype") == "novalue":
                    continue
                where = f"{node}-{qualifier}-{at}"
                yield _line(node, f"{PROP}qualifier/{qualifier}", _value(snak, where))
                predicate = f"{PROP}qualifier/value/{qualifier}"
                yield from _iter_time(snak, node, predicate, where)


def _iter_time(snak: Json, node: str, predicate: str, name: str) -> Iterator[str]:
    value = value_of(snak)
    if isinstance(value, dict) and "time" in value:
        at = f"{name}-time"
        time = _literal(_date(value["time"]), f"{XSD}dateTime")
        precision = _literal(str(value["precision"]), f"{XSD}integer")
        yield _line(node, predicate, f"<{at}>")
        yield _line(at, f"{ONTOLOGY}timeValue", time)
        yield _line(at, f"{ONTOLOGY}timePrecision", precision)
        if "calendarmodel" in value:
            yield _line(at, f"{ONTOLOGY}timeCalendarModel", f"<{value['calendarmodel']}>")


def _date(time: str) -> str:
    """Return a date as RDF has it: the first month and day stand for those that are unknown."""
    return time.removeprefix("+").replace("-00-00T", "-01-01T").replace("-00T", "-01T")


def _value(snak: Json, name: str) -> str:
    value: Any = value_of(snak)
    if value is None:
        return f"_:{''.join(c for c in name.removeprefix(WD) if c.isalnum())}"
    if isinstance(value, str):
        return _text(value)
    if linked := linked_id(snak):
        return f"<{WD}{linked}>"
    if "latitude" in value:
        globe = value.get("globe") or f"{WD}Q2"
        at = f"Point({value['longitude']} {value['latitude']})"
        return _literal(at if globe.endswith("/Q2") else f"<{globe}> {at}", WKT)
    if "time" in value:
        return _literal(_date(value["time"]), f"{XSD}dateTime")
    if "amount" in value:
        return _literal(value["amount"], f"{XSD}decimal")
    return _text(value["text"], value["language"]) if "text" in value else _text(str(value))


def _line(subject: str, predicate: str, value: str) -> str:
    return f"<{quote(subject, safe=':/#-_%.')}> <{predicate}> {value} ."


def _text(text: str, language: str = "") -> str:
    return f'"{text.translate(_ESCAPES)}"{f"@{language}" if language else ""}'


def _literal(text: str, type_: str) -> str:
    return f'"{text.translate(_ESCAPES)}"^^<{type_}>'
