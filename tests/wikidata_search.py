"""How Wikidata is searched: by name (wbsearchentities), and in full text as CirrusSearch does."""

import re
from collections.abc import Callable
from html import escape
from typing import Any

from wikidata_items import (
    ENTITY,
    Items,
    Json,
    aliases,
    count_sitelinks,
    languages_after,
    linked_id,
    mapping,
    number_of,
    term,
    title_of,
    words_of,
)

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*|simple", re.ASCII)
_CLAUSE = re.compile(
    r'(?P<no>[-!]?)(?:haswbstatement:"?(?P<says>[^\s"]+)"?|"(?P<phrase>[^"]*)(?:"|$)|(?P<word>\S+))'
)
_NAMESPACES = {"0": "Q", "120": "P"}
_MOST_VALUES = 50


class ApiError(Exception):
    """An error that the API tells inside a reply of status 200."""

    def __init__(self, code: str, info: str, **more: Any) -> None:
        super().__init__(info)
        self.code = code
        self.info = info
        self.more = more


# -------------------------------------------------------------------------------- parameters


def required(asked: dict[str, str], name: str) -> str:
    if not asked.get(name):
        raise ApiError("missingparam", f'The "{name}" parameter must be set.')
    return asked[name]


def values_of(asked: dict[str, str], name: str) -> list[str] | None:
    """Return the values of a parameter that may have several; U+001F in front parts them."""
    text = asked.get(name)
    if not text:
        return None if text is None else []
    found = text[1:].split("\x1f") if text.startswith("\x1f") else text.split("|")
    if len(found) > _MOST_VALUES:
        info = f'Too many values supplied for parameter "{name}". The limit is {_MOST_VALUES}.'
        limits = {"limit": _MOST_VALUES, "lowlimit": _MOST_VALUES, "highlimit": 500}
        raise ApiError("toomanyvalues", info, parameter=name, **limits)
    return list(dict.fromkeys(found))


def _integer(asked: dict[str, str], name: str, default: int, most: int) -> int:
    text = asked.get(name, str(default))
    if text == "max":
        return most
    if not re.fullmatch(r"-?\d+", text, re.ASCII):
        raise ApiError("badinteger", f'Invalid value "{text}" for integer parameter "{name}".')
    return min(max(int(text), 0), most)


# -------------------------------------------------------------------------- wbsearchentities


def search_entities(items: Items, asked: dict[str, str]) -> Json:
    """Return the items with such a name: whole names before beginnings, then by sitelinks."""
    text, language = required(asked, "search"), required(asked, "language")
    if not _LANGUAGE.fullmatch(language):
        raise ApiError("badvalue", f'Unrecognized value for parameter "language": {language}.')
    limit, start = _integer(asked, "limit", 7, 50), _integer(asked, "continue", 0, 10_000)
    languages = [language] if "strictlanguage" in asked else languages_after(language)
    letter = "P" if asked.get("type") == "property" else "Q"
    ranked = []
    for item in items:
        found = _match(item, text, languages) if item["id"].startswith(letter) else None
        if found:
            rank, match = found
            ranked.append((rank, -count_sitelinks(item), number_of(item), item, match))
    ranked.sort(key=lambda found: found[:3])
    shown = [_entry(item, match, asked) for *_, item, match in ranked[start : start + limit]]
    goes_on = {"search-continue": start + limit} if len(ranked) > start + limit else {}
    return {"searchinfo": {"search": text}, "search": shown, **goes_on, "success": 1}


def _match(item: Json, text: str, languages: list[str]) -> tuple[int, Json] | None:
    """Return how well a name of an item fits, 0 for best, and which name it was."""
    if text.strip().upper() == item["id"]:
        return 0, {"type": "entityId", "text": item["id"]}
    wanted = " ".join(text.split()).casefold()
    best: tuple[int, Json] | None = None
    for language in languages:
        label = term(item, "labels", language)
        names = [("label", label)] if label else []
        for kind, name in [*names, *(("alias", alias) for alias in aliases(item, language))]:
            if name.casefold().startswith(wanted):
                rank = 1 if name.casefold() == wanted else 2
                if best is None or rank < best[0]:
                    best = rank, {"type": kind, "language": language, "text": name}
    return best


def _entry(item: Json, match: Json, asked: dict[str, str]) -> Json:
    shown = languages_after(asked.get("uselang", "en"))
    entry: Json = {
        "id": item["id"],
        "title": title_of(item),
        "pageid": number_of(item) + 1000,
        "concepturi": ENTITY + item["id"],
        "repository": "wikidata",
    }
    if "url" in asked.get("props", "url").split("|"):
        entry["url"] = f"//www.wikidata.org/wiki/{title_of(item)}"
    display = {}
    for kind in ("label", "description"):
        found = [(code, text) for code in shown if (text := term(item, f"{kind}s", code))]
        if found:
            display[kind] = {"value": found[0][1], "language": found[0][0]}
            entry[kind] = found[0][1]
    entry |= {"display": display, "match": match}
    if match["text"] != entry.get("label"):
        entry["aliases"] = [match["text"]]
    return entry


# ------------------------------------------------------------------------------- list=search


def search_pages(items: Items, asked: dict[str, str]) -> Json:
    """Return the pages on which all clauses of a search hold."""
    done = True if asked.get("formatversion") == "2" else ""
    if "search" not in (values_of(asked, "list") or ()):
        return {"batchcomplete": done}
    holds = _clauses(required(asked, "srsearch"))
    start, limit = _integer(asked, "sroffset", 0, 10_000), _integer(asked, "srlimit", 10, 500)
    spaces = values_of({"srnamespace": "0|120", **asked}, "srnamespace") or []
    letters = tuple(_NAMESPACES.get(space, "-") for space in spaces)
    found = [
        item
        for item in items
        if item["id"].startswith(letters) and all(clause(item) for clause in holds)
    ]
    whole = words_of(re.sub(r"\S*haswbstatement:\S+", "", asked["srsearch"]))
    found.sort(key=lambda item: (whole not in _texts(item), -count_sitelinks(item)))
    goes_on = {}
    if len(found) > start + limit:
        goes_on = {"continue": {"sroffset": start + limit, "continue": "-||"}}
    info = {"searchinfo": {"totalhits": len(found)}} if asked.get("srinfo", "t") else {}
    props = asked.get("srprop", "size|wordcount|timestamp|snippet").split("|")
    shown = [_page(item, props) for item in found[start : start + limit]]
    return {"batchcomplete": done, **goes_on, "query": {**info, "search": shown}}


def _page(item: Json, props: list[str]) -> Json:
    page: Json = {
        "ns": 120 if item["id"].startswith("P") else 0,
        "title": title_of(item),
        "pageid": number_of(item) + 1000,
    }
    more = {
        "size": 1000,
        "wordcount": len(_texts(item)),
        "snippet": escape(term(item, "descriptions", "en") or ""),
        "timestamp": "2024-01-01T00:00:00Z",
    }
    return page | {name: value for name, value in more.items() if name in props}


def _clauses(search: str) -> list[Callable[[Json], bool]]:
    found = []
    for match in _CLAUSE.finditer(search):
        if match["says"]:
            holds = _says(match["says"].split("|"))
        else:
            words = words_of(match["phrase"] if match["phrase"] is not None else match["word"])
            if not words:  # punctuation alone asks for nothing
                continue
            holds = _has(words)
        found.append(_not(holds) if match["no"] else holds)
    return found or [lambda _: False]


def _not(holds: Callable[[Json], bool]) -> Callable[[Json], bool]:
    return lambda item: not holds(item)


def _has(words: tuple[str, ...]) -> Callable[[Json], bool]:
    def holds(item: Json) -> bool:
        spans = (text[i : i + len(words)] for text in _texts(item) for i in range(len(text)))
        return words in spans

    return holds


def _says(statements: list[str]) -> Callable[[Json], bool]:
    def holds(item: Json) -> bool:
        claims = mapping(item.get("claims"))
        for statement in statements:
            prop, _, value = statement.partition("=")
            snaks = [s["mainsnak"] for s in claims.get(prop, ()) if s.get("rank") != "deprecated"]
            if any(not value or value in (linked_id(s), _plain(s)) for s in snaks):
                return True
        return False

    return holds


def _plain(snak: Json) -> str | None:
    value = mapping(snak.get("datavalue")).get("value")
    return value if isinstance(value, str) else None


def _texts(item: Json) -> set[tuple[str, ...]]:
    """Return the words of every label, description and alias, in whatever language."""
    terms = [*mapping(item.get("labels")).values(), *mapping(item.get("descriptions")).values()]
    terms += [alias for held in mapping(item.get("aliases")).values() for alias in held]
    return {words_of(term["value"]) for term in terms}
