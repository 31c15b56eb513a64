"""Rows of SPARQL as items in the form of Wikidata's dump, which is read in one way only.

What an item has that no row of a gazetteer can hold is not asked for, and so is missing here.
Statements come in no order: they stand in the order of their values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from gazetteer.wikidata.ids import qid
from gazetteer.wikidata.slice_queries import TIMES
from gazetteer.wikidata.sparql import Fact, item_of

Json = dict[str, Any]

_ENTITY: Final = "http://www.wikidata.org/entity/"
_POINT: Final = re.compile(
    r"(?:<(?P<globe>[^<>\s]{1,200})>\s*)?point\s*\((?P<lon>[-+.\deE]{1,30})\s+(?P<lat>[-+.\deE]{1,30})\)",
    re.ASCII | re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"[-+]?\d{1,30}(?:\.\d{1,30})?", re.ASCII)
_TEXTS: Final = frozenset({"P1448", "P1813"})
_STRINGS: Final = frozenset("P1566 P6766 P297 P2452".split())
_RANK: Final = re.compile(r"(?:^|[#/])(Preferred|Normal|Deprecated)Rank$")


def items_of(rows: Iterable[Fact]) -> dict[int, Json]:
    """Return items by their number; rows of all questions about them may be mixed.

    Example:
        >>> rows = [{"item": "Q1953", "about": "label", "value": "Yerevan", "language": "en"},
        ...         {"item": "Q1953", "about": "P17", "statement": "s", "value": "Q399",
        ...          "rank": "http://wikiba.se/ontology#NormalRank"}]
        >>> item = items_of(rows)[1953]
        >>> item["labels"]["en"]["value"], item["claims"]["P17"][0]["mainsnak"]["datavalue"]
        ('Yerevan', {'value': {'entity-type': 'item', 'id': 'Q399'}})
    """
    items: dict[int, Json] = {}
    statements: dict[tuple[int, str, str], Json] = {}
    for row in rows:
        number, about = item_of(row.get("item")), row.get("about", "")
        if not number:
            continue
        item = items.setdefault(number, _empty(number))
        if "statement" in row:
            prop, _, qualifier = about.partition(" ")
            key = number, prop, row["statement"]
            statement = statements.setdefault(key, {"type": "statement", "qualifiers": {}})
            _add_snak(statement, prop, qualifier, row)
        else:
            _add_term(item, about, row)
    for (number, prop, _), statement in statements.items():
        if "mainsnak" in statement:  # the value of a statement may be of no known form
            items[number]["claims"].setdefault(prop, []).append(statement)
    for item in items.values():
        _sort(item)
    return items


def line_of_item(item: Json) -> str:
    """Return an item as a line of a dump."""
    return json.dumps(item, ensure_ascii=False, separators=(",", ":"))


def _empty(number: int) -> Json:
    return {
        "type": "item", "id": qid(number), "labels": {}, "descriptions": {}, "aliases": {},
        "claims": {}, "sitelinks": {},
    }  # fmt: skip


def _add_term(item: Json, about: str, row: Fact) -> None:
    text, language = row.get("value", ""), row.get("language", "")
    term = {"language": language, "value": text}
    if about == "sites":
        item["sitelinks"] = {wiki: {} for site in text.split() if (wiki := wiki_of(site))}
    elif about == "label" and language:
        item["labels"][language] = term
    elif about == "description" and language:
        item["descriptions"][language] = term
    elif about == "alias" and language:
        item["aliases"].setdefault(language, []).append(term)


def wiki_of(site: str) -> str:
    """Return what dumps call the wiki at an address, or "" where it has no such name.

    Example:
        >>> wiki_of("https://zh-yue.wikipedia.org/"), wiki_of("https://commons.wikimedia.org/")
        ('zh_yuewiki', 'commonswiki')
        >>> wiki_of("https://en.wikiquote.org/")
        'enwikiquote'
    """
    try:
        name, _, rest = (urlsplit(site).hostname or "").partition(".")
    except ValueError:  # "http://[::1"
        return ""
    project = rest.removesuffix(".org")
    if not rest.endswith(".org") or not project.startswith("wiki"):
        return ""
    project = {"wikipedia": "wiki", "wikimedia": "wiki"}.get(project, project)
    return f"{name.replace('-', '_')}{project}"


def _add_snak(statement: Json, prop: str, qualifier: str, row: Fact) -> None:
    rank = _RANK.search(row.get("rank", ""))
    statement["rank"] = rank[1].lower() if rank else "normal"
    snak = _snak(qualifier or prop, row)
    if not qualifier:
        statement["mainsnak"] = snak
    elif snak not in (held := statement["qualifiers"].setdefault(qualifier, [])):
        held.append(snak)


def _snak(prop: str, row: Fact) -> Json:
    """Return a value; one of another form than the property's is an unknown value."""
    value = _value(prop, row)
    if value is None:
        return {"snaktype": "somevalue", "property": prop}
    return {"snaktype": "value", "property": prop, "datavalue": {"value": value}}


def _value(prop: str, row: Fact) -> Any:
    text = row.get("value", "")
    if prop in _STRINGS:
        return text
    if prop in _TEXTS:
        return {"text": text, "language": row.get("language", "")}
    if prop in TIMES:
        return _time(text, row)
    if prop == "P625":
        return _point(text)
    if prop == "P1082":
        amount = text if text[:1] in "+-" else f"+{text}"
        return {"amount": amount} if _NUMBER.fullmatch(text) else None
    number = item_of(text)
    return {"entity-type": "item", "id": qid(number)} if number else None


def _time(text: str, row: Fact) -> Mapping[str, Any] | None:
    precision = row.get("precision", "")
    if not precision.isdecimal():
        return None
    calendar = item_of(row.get("calendar"))
    time = text if text[:1] in "+-" else f"+{text}"
    model = {"calendarmodel": f"{_ENTITY}{qid(calendar)}"} if calendar else {}
    return {"time": time, "precision": int(precision), **model}


def _point(text: str) -> Mapping[str, Any] | None:
    found = _POINT.fullmatch(text.strip())
    try:
        lat, lon = (float(found[name]) for name in ("lat", "lon")) if found else (0.0, 0.0)
    except ValueError:  # "1e" is of the right letters and no number
        return None
    if found is None:
        return None
    return {"latitude": lat, "longitude": lon, "globe": found["globe"] or f"{_ENTITY}Q2"}


def _sort(item: Json) -> None:
    for key in ("labels", "aliases", "claims", "sitelinks"):
        item[key] = dict(sorted(item[key].items()))
    for aliases in item["aliases"].values():
        aliases.sort(key=lambda alias: alias["value"])
    for statements in item["claims"].values():
        for statement in statements:
            for snaks in statement["qualifiers"].values():
                snaks.sort(key=_order)
        statements.sort(key=lambda s: (_order(s["mainsnak"]), json.dumps(s, sort_keys=True)))


def _order(snak: Json) -> tuple[float, str]:
    """Order values as their readers would: ids by their numbers, then all by their text."""
    value = snak.get("datavalue", {}).get("value")
    text = value.get("id", "")[1:] if isinstance(value, dict) else value
    number = float(text) if isinstance(text, str) and text.isdecimal() else 0.0
    return number, json.dumps(value, sort_keys=True)
