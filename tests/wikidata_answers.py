"""What the MediaWiki API of Wikidata answers, worked out from items: wbgetentities and errors.

Shapes and wordings are those of Wikibase: test_wikidata_server.py compares them with recorded
replies. Searches are in wikidata_search.py.
"""

import re
from typing import Any
from urllib.parse import quote

from wikidata_items import Items, Json, languages_after, mapping, number_of, title_of
from wikidata_search import ApiError, required, search_entities, search_pages, values_of

_HELP = (
    "See https://www.wikidata.org/w/api.php for API usage. Subscribe to the mediawiki-api-announce"
    " mailing list at &lt;https://lists.wikimedia.org/mailman/listinfo/mediawiki-api-announce&gt;"
    " for notice of API deprecations and breaking changes."
)
_ID = re.compile(r"[QPqp][1-9]\d{0,9}", re.ASCII)
_LARGEST_ID = 2**31 - 1
_PROPS = "info|sitelinks|aliases|labels|descriptions|claims|datatype"
_MAIN = frozenset(
    "action format formatversion maxlag utf8 ascii errorformat errorlang uselang origin assert"
    " curtimestamp requestid servedby smaxage maxage callback".split()
)
_SITES = {
    "commonswiki": "https://commons.wikimedia.org",
    "specieswiki": "https://species.wikimedia.org",
}


def error_body(code: str, info: str, version: str = "1", **more: Any) -> Json:
    """Return an error as the API tells it, inside a reply of status 200."""
    help_ = {"docref": _HELP} if version == "2" else {"*": _HELP}
    return {"error": {"code": code, "info": info, **more, **help_}, "servedby": "mw1280"}


def answer_api(items: Items, asked: dict[str, str]) -> Json:
    """Return the reply to a request.

    Raises:
        ApiError: The API would tell an error.
    """
    action = required(asked, "action")
    if action not in _ACTIONS:
        raise ApiError("badvalue", f'Unrecognized value for parameter "action": {action}.')
    answer, parameters = _ACTIONS[action]
    body = answer(items, asked)
    unknown = [name for name in asked if name not in _MAIN and name not in parameters.split()]
    if unknown:
        body = {"warnings": _warnings(unknown, asked.get("formatversion", "1"))} | body
    return body


def _warnings(names: list[str], version: str) -> Json:
    text = f"Unrecognized parameter{'s' if names[1:] else ''}: {', '.join(names)}."
    return {"main": {"warnings" if version == "2" else "*": text}}


# -------------------------------------------------------------------------------- wbgetentities


def get_entities(items: Items, asked: dict[str, str]) -> Json:
    """Return items by their ids, or by the title of an article about them."""
    ids = values_of(asked, "ids")
    sites, titles = values_of(asked, "sites"), values_of(asked, "titles")
    if ids is None and not (sites and titles):
        raise ApiError(
            "param-missing",
            'Either provide the Item "ids" or pairs of "sites" and "titles" for corresponding'
            " pages.",
        )
    entities: Json = {}
    for site in sites or ():
        for title in titles or ():
            _add_by_title(items, site, title, asked, entities)
    # One id that is none, and nothing is answered of the others.
    for id_ in [_checked_id(id_) for id_ in dict.fromkeys(ids or ())]:
        entities[id_] = _entity(items, id_, asked)
    return {"entities": entities, "success": 1}


def _checked_id(id_: str) -> str:
    if not _ID.fullmatch(id_) or int(id_[1:]) > _LARGEST_ID:
        raise ApiError(
            "no-such-entity",
            f"Could not find such an entity (Invalid id: {id_})",
            id=id_,
            messages=[
                {
                    "name": "wikibase-api-no-such-entity",
                    "parameters": [],
                    "html": {"*": "Could not find such an entity"},
                }
            ],
        )
    return id_.upper()


def _add_by_title(items: Items, site: str, title: str, asked: Json, entities: Json) -> None:
    for item in items:
        if mapping(mapping(item.get("sitelinks")).get(site)).get("title") == title:
            entities[item["id"]] = _entity(items, item["id"], asked)
            return
    key = f"-{1 + sum(key.startswith('-') for key in entities)}"
    entities[key] = {"site": site, "title": title, "missing": ""}


def _entity(items: Items, id_: str, asked: dict[str, str]) -> Json:
    leads = asked.get("redirects", "yes") == "yes"
    item = items.get(id_) if leads or id_ not in items.redirects else None
    if item is None:
        # An empty string in both format versions: T145050.
        return {"id": id_, "missing": ""}
    props = values_of({"props": _PROPS, **asked}, "props") or []
    found: Json = {}
    if "info" in props:
        found |= {
            "pageid": number_of(item) + 1000,
            "ns": 120 if item["id"].startswith("P") else 0,
            "title": title_of(item),
            "lastrevid": item.get("lastrevid", 1_000_000 + number_of(item)),
            "modified": item.get("modified", "2024-01-01T00:00:00Z"),
        }
        if id_ != item["id"]:
            found["redirects"] = {"from": id_, "to": item["id"]}
    found |= {"type": item.get("type", "item")}
    if "datatype" in props and "datatype" in item:
        found["datatype"] = item["datatype"]
    found["id"] = item["id"]
    for kind in ("labels", "descriptions", "aliases"):
        if kind in props:
            found[kind] = _terms(mapping(item.get(kind)), kind, asked)
    if "claims" in props:
        found["claims"] = dict(mapping(item.get("claims")))
    if {"sitelinks", "sitelinks/urls"} & {*props} and not item["id"].startswith("P"):
        found["sitelinks"] = _sitelinks(item, asked, with_urls="sitelinks/urls" in props)
    return found


def _terms(held: Any, kind: str, asked: dict[str, str]) -> Json:
    languages = values_of(asked, "languages")
    if languages is None:
        return dict(held)
    found: Json = {}
    for language in languages:
        if language in held:
            found[language] = held[language]
        elif "languagefallback" in asked and kind != "aliases":
            other = next((code for code in languages_after(language) if code in held), None)
            if other:
                found[language] = {**held[other], "for-language": language}
    return found


def _sitelinks(item: Json, asked: dict[str, str], *, with_urls: bool) -> Json:
    wanted = values_of(asked, "sitefilter")
    links = {
        site: dict(link)
        for site, link in sorted(mapping(item.get("sitelinks")).items())
        if not wanted or site in wanted
    }
    if with_urls:
        for site, link in links.items():
            language = site.removesuffix("wiki").replace("_", "-")
            base = _SITES.get(site, f"https://{language}.wikipedia.org")
            link["url"] = f"{base}/wiki/{quote(link['title'].replace(' ', '_'))}"
    return links


_QUERY = (
    "list continue srsearch srnamespace srlimit sroffset srprop srinfo srwhat srsort"
    " srqiprofile srinterwiki srenablerewrites indexpageids rawcontinue"
)
_ACTIONS = {
    "wbsearchentities": (
        search_entities,
        "search language strictlanguage type limit continue props profile",
    ),
    "wbgetentities": (
        get_entities,
        "ids sites titles redirects props languages languagefallback normalize sitefilter",
    ),
    "query": (search_pages, _QUERY),
}
