"""Questions in SPARQL, answered from items: recognised by name, and refused if anything is odd.

No engine: a query opens with the line ``# enrich: NAME`` and is of one of the shapes below. What
it asks about stands in VALUES blocks; which variables are answered stands behind SELECT. Whatever
does not belong to the shape is ``Refused``, with what was odd, so that a test can show that no
text from outside ever got into a query.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from wikidata_items import ENTITY, Items, Json, linked_id, mapping, term, value_of

_PREFIXES = {
    "wd": ENTITY,
    "wdt": "http://www.wikidata.org/prop/direct/",
    "p": "http://www.wikidata.org/prop/",
    "ps": "http://www.wikidata.org/prop/statement/",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "pqv": "http://www.wikidata.org/prop/qualifier/value/",
    "wikibase": "http://wikiba.se/ontology#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_XSD = _PREFIXES["xsd"]
_WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
_EARTH = ENTITY + "Q2"
_JULIAN = ENTITY + "Q1985786"

_CHARACTERS = re.compile(r'[A-Za-z0-9_:?{}."()*/+|<>#&=;,\-\s]*', re.ASCII)
_OPENING = re.compile(r"# enrich: ([a-z]+)\n")
_ITEMS = re.compile(r"wd:Q[1-9]\d{0,9}(?: wd:Q[1-9]\d{0,9})*", re.ASCII)
_NUMBERS = re.compile(r'"[1-9]\d{0,12}"(?: "[1-9]\d{0,12}")*', re.ASCII)
_STEP = r"(?:(?:wdt|ps?|pqv?):P[1-9]\d*\+?|rdfs:label|wikibase:(?:rank|timeValue|timePrecision))"
_SAYS = rf"{_STEP}(?:[|/]{_STEP})*\s+(?:\?[a-z]+|wikibase:DeprecatedRank)"
_CLAUSE = re.compile(
    rf"""\s+
    | PREFIX\s+(?P<prefix>[a-z]+):\s*<(?P<address>[^<>\s]*)>
    | (?P<select>SELECT\s+(?:DISTINCT\s+)?(?P<asked>(?:\?[a-z]+\s+)+)WHERE\s*\{{)
    | VALUES\s+\?(?P<variable>[a-z]+)\s*\{{\s*(?P<block>[^{{}}]*?)\s*\}}
    | (?P<triple>\?[a-z]+\s+{_SAYS}(?:\s*;\s*{_SAYS})*(?:\s*\.)?)
    | FILTER\s*\(\s*LANG\(\?label\)\s*=\s*"(?P<language>[a-z]{{2,3}}(?:-[a-z0-9]+)*)"\s*\)
    | (?:(?:OPTIONAL|MINUS|UNION)\s*)?(?P<opens>\{{)
    | (?P<closes>\}})""",
    re.ASCII | re.VERBOSE,
)


class Refused(Exception):
    """A query of no known shape; the message says what is odd."""


@dataclass(frozen=True)
class _Shape:
    blocks: tuple[str, ...]
    properties: frozenset[str]
    terms: re.Pattern[str] = _ITEMS


_SHAPES = {
    "classes": _Shape(("class", "listed"), frozenset({"P279"})),
    "references": _Shape(("item",), frozenset({"P131", "P17", "P1001", "P31", "P625"})),
    "geonames": _Shape(("number",), frozenset({"P1566"}), _NUMBERS),
    "positions": _Shape(("person",), frozenset({"P39", "P580", "P582", "P1001", "P642"})),
    "labels": _Shape(("item",), frozenset()),
}


@dataclass(frozen=True)
class Question:
    """A query taken apart.

    Attributes:
        name: Of its shape.
        blocks: The terms of each VALUES block, by variable: "Q5", or "616052".
        variables: Those behind SELECT.
        language: Of the labels asked for.
        text: The query.
    """

    name: str
    blocks: dict[str, list[str]]
    variables: list[str]
    language: str
    text: str


def read_question(query: str) -> Question:
    """Take a query apart.

    Raises:
        Refused: It is of no known shape.
    """
    opening = _OPENING.match(query)
    if opening is None or opening[1] not in _SHAPES:
        raise Refused(f"opens with {query[:40]!r}")
    if not _CHARACTERS.fullmatch(query):
        odd = sorted({c for c in query if not _CHARACTERS.fullmatch(c)})
        raise Refused(f"has the characters {odd}")
    shape, text = _SHAPES[opening[1]], query[opening.end() :]
    blocks: dict[str, list[str]] = {}
    variables: list[str] = []
    language = "en"
    for clause in _clauses(text):
        if clause["prefix"] and _PREFIXES.get(clause["prefix"]) != clause["address"]:
            raise Refused(f"has the prefix {clause[0]!r}")
        if odd_ones := {*re.findall(r":(P\d+)", clause["triple"] or "")} - shape.properties:
            raise Refused(f"asks for {sorted(odd_ones)}")
        if clause["variable"]:
            if clause["variable"] in blocks or not shape.terms.fullmatch(clause["block"]):
                raise Refused(f"has the block {clause[0][:80]!r}")
            terms = clause["block"].split(" ")
            blocks[clause["variable"]] = [t.strip('"').removeprefix("wd:") for t in terms]
        variables = (clause["asked"] or "").replace("?", "").split() or variables
        language = clause["language"] or language
    if {*blocks} != {*shape.blocks}:
        raise Refused(f"has the blocks {sorted(blocks)}")
    return Question(opening[1], blocks, variables, language, query)


def _clauses(text: str) -> Iterator[re.Match[str]]:
    """Yield the clauses: prefixes, then one SELECT with all the others inside its braces."""
    at = depth = 0
    while at < len(text):
        clause = _CLAUSE.match(text, at)
        if clause is None:
            raise Refused(f"has {text[at : at + 40]!r}")
        at = clause.end()
        if (
            not clause[0].isspace()
            and not clause["prefix"]
            and (depth == 0) != bool(clause["select"])
        ):
            raise Refused(f"has {clause[0][:40]!r} out of its place")
        depth += bool(clause["select"] or clause["opens"]) - bool(clause["closes"])
        yield clause
        if depth == 0 and clause["closes"] and text[at:].strip():
            raise Refused("goes on behind its end")
    if depth:
        raise Refused("has a brace too many")


def answer_question(items: Items, question: Question) -> Json:
    """Return the reply in the form of application/sparql-results+json."""
    rows = [
        {name: row[name] for name in question.variables if name in row}
        for row in _ANSWERS[question.name](items, question)
    ]
    unique = {repr(sorted(row.items(), key=str)): row for row in rows}
    distinct = "DISTINCT" in question.text
    bindings = list(unique.values()) if distinct else rows
    return {"head": {"vars": question.variables}, "results": {"bindings": bindings}}


def malformed(query: str, what: str) -> str:
    """Return what the service says of a query that it cannot read."""
    return (
        f"SPARQL-QUERY: queryStr={query}\n"
        "java.util.concurrent.ExecutionException: org.openrdf.query.MalformedQueryException: "
        f"Encountered {what} at line 1, column 1.\n"
        "\tat java.util.concurrent.FutureTask.report(FutureTask.java:122)\n"
    )


# --------------------------------------------------------------------------------- bindings


def _uri(id_: str) -> Json:
    return {"type": "uri", "value": ENTITY + id_}


def _literal(value: str, **more: str) -> Json:
    return {**more, "type": "literal", "value": value}


def _linked(items: Items, id_: str, prop: str) -> Iterator[Json]:
    """What is unknown has an address of its own, as the service gives it."""
    for snak in items.best(id_, prop):
        if found := linked_id(snak):
            yield _uri(found)
        elif snak.get("snaktype") == "somevalue":
            genid = f"http://www.wikidata.org/.well-known/genid/{id_}{prop}"
            yield {"type": "uri", "value": genid}


def _points(items: Items, id_: str) -> Iterator[Json]:
    for snak in items.best(id_, "P625"):
        value = mapping(value_of(snak))
        if "latitude" in value:
            point = f"Point({_degrees(value['longitude'])} {_degrees(value['latitude'])})"
            globe = value.get("globe") or _EARTH
            text = point if globe == _EARTH else f"<{globe}> {point}"
            yield _literal(text, datatype=_WKT)


def _degrees(value: float) -> str:
    text = f"{value:.9f}".rstrip("0")
    return f"{text}0" if text.endswith(".") else text


def _label(items: Items, id_: str, language: str) -> Iterator[Json]:
    text = term(items.get(id_) or {}, "labels", language)
    if text:
        yield _literal(text, **{"xml:lang": language})


def xsd_time(value: Any) -> str:
    """Return a date as the service has it: of the Gregorian calendar, always with a day."""
    sign, digits = value["time"][0], value["time"][1:].partition("T")[0].split("-")
    year, month, day = int(digits[0]), int(digits[1]) or 1, int(digits[2]) or 1
    if value.get("calendarmodel") == _JULIAN and value["precision"] >= 11 and sign == "+":
        century = (year if month > 2 else year - 1) // 100
        # From the first of the month: the 29th of February may not be in the other calendar.
        moved = date(year, month, 1) + timedelta(days=day + century - century // 4 - 3)
        year, month, day = moved.year, moved.month, moved.day
    return f"{'-' if sign == '-' else ''}{year:04d}-{month:02d}-{day:02d}T00:00:00Z"


# ---------------------------------------------------------------------------------- answers


def _classes(items: Items, question: Question) -> Iterator[Json]:
    listed = set(question.blocks["listed"])
    for class_ in question.blocks["class"]:
        for found in items.above(class_, "P279"):
            if found in listed:
                yield {"class": _uri(class_), "listed": _uri(found)}


def _references(items: Items, question: Question) -> Iterator[Json]:
    for id_ in question.blocks["item"]:
        if items.get(id_) is None:
            continue
        facts = {
            "label": _label(items, id_, question.language),
            "place": map(_uri, items.above(id_, "P131")),
            "country": _linked(items, id_, "P17"),
            "of": _linked(items, id_, "P1001"),
            "class": _linked(items, id_, "P31"),
            "point": _points(items, id_),
        }
        for variable, values in facts.items():
            if variable in question.variables:
                yield from ({"item": _uri(id_), variable: value} for value in values)


def _labels(items: Items, question: Question) -> Iterator[Json]:
    for id_ in question.blocks["item"]:
        for label in _label(items, id_, question.language):
            yield {"item": _uri(id_), "label": label}


def _geonames(items: Items, question: Question) -> Iterator[Json]:
    numbers = set(question.blocks["number"])
    for item in items:
        for snak in items.best(item["id"], "P1566"):
            if (number := value_of(snak)) in numbers:
                yield {"number": _literal(number), "item": _uri(item["id"])}


def _positions(items: Items, question: Question) -> Iterator[Json]:
    """Yield every term, deprecated ones too unless the query takes them out."""
    for person in question.blocks["person"]:
        for statement in items.statements(person, "P39"):
            office = linked_id(statement["mainsnak"])
            if statement.get("rank") == "deprecated" and "DeprecatedRank" in question.text:
                continue
            if office:
                row = {"person": _uri(person), "office": _uri(office)}
                for label in _label(items, office, question.language):
                    row["label"] = label
                yield from _terms(row, mapping(statement.get("qualifiers")))


def _terms(row: Json, qualifiers: Any) -> Iterator[Json]:
    dated = dict(row)
    for prop, time, precision in (("P580", "start", "starts"), ("P582", "end", "ends")):
        for snak in qualifiers.get(prop, ())[:1]:
            if value := value_of(snak):
                dated[time] = _literal(xsd_time(value), datatype=f"{_XSD}dateTime")
                dated[precision] = _literal(str(value["precision"]), datatype=f"{_XSD}integer")
    of = [linked_id(snak) for prop in ("P1001", "P642") for snak in qualifiers.get(prop, ())]
    for id_ in [found for found in of if found] or [None]:
        yield dated | ({"of": _uri(id_)} if id_ else {})


_ANSWERS: dict[str, Callable[[Items, Question], Iterator[Json]]] = {
    "classes": _classes,
    "references": _references,
    "labels": _labels,
    "geonames": _geonames,
    "positions": _positions,
}
