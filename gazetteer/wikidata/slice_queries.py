"""The questions that a slice of Wikidata is read with: who belongs to it, and what is said of them.

SPARQL 1.1 alone, so that Wikidata's own service, QLever and engines on one's own disk answer them
alike. A query is made of the texts below, of numbers and of codes that were checked.

Members are found by the number of their Wikipedia articles or by their country, which are small
sets of a large index, in subqueries, so that an engine begins there. What is said of the members
comes in three answers a page: their terms, their statements, and the statements of what they refer
to (areas around them, classes, offices and whose they are, occupations, seats). No answer depends
on an earlier one, so that the number of requests follows from the number of members.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from gazetteer.model import Kind
from gazetteer.sources.wikidata_classes import listed_classes
from gazetteer.wikidata.ids import language_code, values
from gazetteer.wikidata.sparql import large_text

MOST_SITELINKS: Final = 999
"""No item has articles in so many wikis: there are some 360 Wikipedias and as many others."""
SHOWN: Final = ("en", "mul", "de", "fr", "es", "it", "pt", "nl")
"""Languages that give an item the name it is shown under, whatever others are asked for."""
TIMES: Final = frozenset("P569 P570 P571 P576 P580 P582 P585".split())
"""Properties whose values are dates."""

_AREAS = "P31 P17 P131 P1001"  # as long as they hold: an end is asked for too
_OF_MEMBERS: Final = (
    f"{_AREAS} P27 P106 P159 P279 P1566 P6766 P297 P2452 P1448 P1813 P1082 P625 P39"
)
_OF_OTHERS: Final = f"{_AREAS} P279 P625 P297 P2452"
_NO_LANGUAGE: Final = '?language = "mul"'
_QUALIFIERS: Final = {
    "P39": "P580 P582 P642 P1001", "P1448": "P580 P582", "P1813": "P580 P582", "P1082": "P585",
    "P159": "P582 P625", **dict.fromkeys((*_AREAS.split(), "P27", "P106"), "P582"),
}  # fmt: skip
_ENDING: Final = frozenset((*_AREAS.split(), "P27", "P106", "P159"))
_TEXTS: Final = frozenset({"P1448", "P1813"})

_COUNTED = "{ SELECT ?item WHERE { VALUES ?links { %s } ?item wikibase:sitelinks ?links . } }"
_OF_COUNTRY = {
    Kind.PERSON: "?item wdt:P27 wd:Q%d .",
    Kind.PLACE: "?item wdt:P17 wd:Q%d .",
    Kind.ORGANISATION: "{ ?item wdt:P17 wd:Q%d } UNION { ?item wdt:P159/wdt:P17 wd:Q%d }",
}
_LINKED = "?item wikibase:sitelinks ?links . FILTER(?links >= %d && ?links <= %d)"
_SINCE = '?item schema:dateModified ?modified . FILTER(?modified >= "%sT00:00:00Z"^^xsd:dateTime)'
_PEOPLE = "SELECT DISTINCT ?item WHERE {\n  %s\n  ?item wdt:P31 wd:Q5 .\n}"
_THINGS = """\
SELECT DISTINCT ?item WHERE {
  { SELECT DISTINCT ?class WHERE {
    { SELECT DISTINCT ?class WHERE { %s ?item wdt:P31 ?class . } }
    ?class wdt:P279* ?listed .
    FILTER(?listed IN (%s))
  } }
  { SELECT ?item ?class WHERE { %s ?item wdt:P31 ?class . } }
}"""
_CHANGED = "SELECT DISTINCT ?item WHERE {\n  %s\n  %s\n}"
_TERMS = """\
SELECT ?item ?about ?value ?language WHERE {
  { %s
    { ?item rdfs:label ?value . BIND("label" AS ?about) }
    UNION { ?item skos:altLabel ?value . BIND("alias" AS ?about) }
    BIND(LANG(?value) AS ?language)%s }
  UNION { %s ?item schema:description ?value . FILTER(LANG(?value) = "en")
    BIND("description" AS ?about) BIND("en" AS ?language) }
  UNION { SELECT ?item ("sites" AS ?about) (GROUP_CONCAT(?site; SEPARATOR=" ") AS ?value) WHERE {
    %s ?article schema:about ?item ; schema:isPartOf ?in . BIND(STR(?in) AS ?site) }
    GROUP BY ?item }
}"""
_FACTS = """\
SELECT ?item ?about ?statement ?value ?precision ?calendar ?language ?rank WHERE {
  %s
  { %s }
}"""
_ARM = '{ ?item p:%s ?statement . ?statement wikibase:rank ?rank ; %s BIND("%s" AS ?about) }'
_PLAIN = "%s:%s ?value ."
_TEXT = "%s:%s ?value . BIND(LANG(?value) AS ?language)"
_DATE = """%sv:%s ?node .
      ?node wikibase:timeValue ?value ; wikibase:timePrecision ?precision ;
        wikibase:timeCalendarModel ?calendar ."""
_OTHERS = """{ SELECT DISTINCT ?item WHERE {
    %s
    { ?member wdt:P131+ ?item } UNION { ?member wdt:P159/wdt:P131* ?item }
    UNION { ?member wdt:P31/wdt:P279* ?item } UNION { ?member wdt:P17|wdt:P27|wdt:P106 ?item }
    UNION { ?member p:P39/ps:P39/(wdt:P1001|wdt:P17)? ?item }
    UNION { ?member p:P39/(pq:P642|pq:P1001) ?item }
    UNION { ?member p:P39/(pq:P642|pq:P1001)/wdt:P31/wdt:P279* ?item }
  } }"""
_LABEL = """{ ?item rdfs:label ?value . BIND(LANG(?value) AS ?language)
      FILTER(?language IN (%s)) BIND("label" AS ?about) }"""


@dataclass(frozen=True, slots=True)
class Part:
    """Members that one question asks for, of a country or of all.

    Attributes:
        low: Least number of sitelinks.
        high: The largest.
        country: Number of the item of a country, None for all.
    """

    low: int
    high: int = MOST_SITELINKS
    country: int | None = None

    def halves(self) -> tuple[Part, ...]:
        """Return two parts that make this one, of about as many members; none where it is one.

        Example:
            >>> [(half.low, half.high) for half in Part(10).halves()]
            [(10, 21), (22, 999)]
        """
        if self.low >= self.high:
            return ()
        # Few items have many articles: the numbers thin out as their square.
        middle = min((self.low + self.high) // 2, 2 * self.low + 1)
        return replace(self, high=middle), replace(self, low=middle + 1)


def parts_of(countries: Iterable[int], min_sitelinks: int) -> tuple[Part, ...]:
    """Return the parts that a slice is first asked for in: by country, else by sitelinks.

    Example:
        >>> [(part.low, part.high) for part in parts_of((), 20)][:3]
        [(20, 24), (25, 30), (31, 37)]
    """
    chosen = sorted({*countries})
    if chosen:
        return tuple(Part(min_sitelinks, country=country) for country in chosen)
    parts, low = [], max(1, min_sitelinks)
    while low < MOST_SITELINKS:
        high = min(MOST_SITELINKS, low + low // 4 - 1 if low >= 8 else low)
        parts.append(Part(low, high))
        low = high + 1
    return tuple(parts)


def members_text(kind: Kind, part: Part, since: str | None = None) -> str:
    """Return the question which items belong to a part of a slice: rows of item.

    Args:
        kind: Of the slice.
        part: Of which country, with how many sitelinks.
        since: Only those changed on this day or later, ISO 8601.
    """
    if part.country is None:
        found = _COUNTED % " ".join(map(str, range(part.low, part.high + 1)))
    else:
        # A number that has to stand twice, in a text of ours.
        of = _OF_COUNTRY[kind].replace("%d", str(int(part.country)))
        found = f"{of} {_LINKED % (part.low, part.high)}"
    if since:
        found = f"{found} {_SINCE % since}"
    if kind is Kind.PERSON:
        return large_text("members", _PEOPLE % found)
    listed = [f"wd:Q{n}" for n, verdict in listed_classes().items() if verdict.kind is kind]
    return large_text("members", _THINGS % (found, ", ".join(listed), found))


def changed_text(numbers: Iterable[int], since: str) -> str:
    """Return the question which of some items changed on a day or later: rows of item."""
    return large_text("changed", _CHANGED % (values("item", numbers), _SINCE % since))


def terms_text(numbers: Iterable[int], languages: Iterable[str]) -> str:
    """Return the question for labels, aliases, English descriptions and wikis of items.

    Rows of item, about ("label", "alias", "description", "sites"), value and language. Of the
    languages, ISO 639, variants come too; none for all.
    """
    block = values("item", numbers)
    wanted = sorted({language_code(code).partition("-")[0] for code in languages})
    ranges = [f'LANGMATCHES(?language, "{code}")' for code in wanted]
    shown = f'?language IN ({_quoted(SHOWN)}) && ?about = "label"'
    kept = f"\n    FILTER({' || '.join([shown, *ranges, _NO_LANGUAGE])})" if wanted else ""
    return large_text("terms", _TERMS % (block, kept, block, block))


def statements_text(numbers: Iterable[int]) -> str:
    """Return the question for the statements of items that a row can hold, with qualifiers.

    Rows of item, about ("P39", or "P39 P580" of a qualifier), statement, value, rank; of a date
    with precision and calendar, of a text with its language.
    """
    arms = _iter_arms(_OF_MEMBERS.split(), ("P569", "P570", "P571", "P576"))
    return large_text("statements", _FACTS % (values("item", numbers), _union(arms)))


def others_text(numbers: Iterable[int]) -> str:
    """Return the question for the statements and names of what items refer to."""
    arms = (*_iter_arms(_OF_OTHERS.split(), ("P576",)), _LABEL % _quoted(SHOWN))
    return large_text("others", _FACTS % (_OTHERS % values("member", numbers), _union(arms)))


def _quoted(codes: Iterable[str]) -> str:
    return ", ".join(f'"{code}"' for code in codes)


def _union(arms: Iterable[str]) -> str:
    return "\n    UNION ".join(arms)


def _iter_arms(properties: Iterable[str], dates: Iterable[str]) -> Iterator[str]:
    """Yield what is asked of an item, each as a pattern that an engine can begin anywhere in."""
    for prop in properties:
        yield _ARM % (prop, (_TEXT if prop in _TEXTS else _PLAIN) % ("ps", prop), prop)
        for qualifier in _QUALIFIERS.get(prop, "").split():
            # Of an area only that it has ended counts, and an unknown day has no node.
            dated = qualifier in TIMES and prop not in _ENDING
            said = (_DATE if dated else _PLAIN) % ("pq", qualifier)
            yield _ARM % (prop, said, f"{prop} {qualifier}")
    for prop in dates:
        yield _ARM % (prop, _DATE % ("ps", prop), prop)
