"""The web server that stands in for Wikidata answers as the recorded replies do."""

import contextlib
import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
import requests
import urllib3
import wikidata_client

from gazetteer.wikidata.sparql import Sparql

PREFIXES = (
    "PREFIX wd: <http://www.wikidata.org/entity/>\n"
    "PREFIX wdt: <http://www.wikidata.org/prop/direct/>\n"
)
CLASSES = (
    f"# enrich: classes\n{PREFIXES}SELECT DISTINCT ?class ?listed WHERE {{\n"
    "VALUES ?class { wd:Q1093829 wd:Q476028 }\nVALUES ?listed { wd:Q515 wd:Q486972 wd:Q5 }\n"
    "?class wdt:P279+ ?listed .\n}"
)


@pytest.fixture(scope="module")
def w(wikidata_server):
    return wikidata_server


@pytest.fixture
def site(w):
    server, site = w.serve_wikidata(w.load_items(w.OWN_ITEMS))
    yield site
    w.close(server)


@pytest.fixture(scope="module")
def sample(w, shared):
    server, site = w.serve_wikidata(w.load_items(shared / "wikidata" / "sample-all.json.bz2"))
    yield site
    w.close(server)


@pytest.fixture
def http():
    with urllib3.PoolManager(retries=False) as pool:
        yield pool


@pytest.fixture
def ask(http):
    """Ask an API; keyword arguments are its parameters."""

    def ask(at: str, **parameters: str):
        reply = http.request("GET", f"{at}?{urlencode({'format': 'json', **parameters})}")
        assert "json" in reply.headers["Content-Type"]
        return json.loads(reply.data)

    return ask


def recorded(shared: Path, name: str):
    return json.loads((shared / "wikidata" / "recorded_replies" / f"{name}.json").read_text())


def without(found: dict, *names: str) -> dict:
    return {key: value for key, value in found.items() if key not in names}


# ---------------------------------------------------------------------- the recorded replies


def test_items_come_in_the_shape_of_the_recorded_reply(sample, ask, shared):
    real = recorded(shared, "wbgetentities-Q6-Q42-P31")["entities"]
    ours = ask(sample.api, action="wbgetentities", ids="Q6|Q42|P17")["entities"]
    assert ours["Q6"] == real["Q6"]
    assert ours["Q42"].keys() == real["Q42"].keys()
    assert ours["P17"].keys() == real["P31"].keys()
    assert (ours["P17"]["ns"], ours["P17"]["title"]) == (real["P31"]["ns"], "Property:P17")
    held, told = ours["Q42"], real["Q42"]
    assert held["labels"]["hy"] == told["labels"]["hy"]
    assert held["aliases"]["ru"] == told["aliases"]["ru"]
    assert held["sitelinks"]["hywiki"].keys() == told["sitelinks"]["hywiki"].keys()
    assert held["claims"]["P31"][0].keys() >= {*told["claims"]["P31"][0]} - {"references"}


def test_an_article_that_there_is_not_is_missing_as_recorded(sample, ask, shared):
    ours = ask(sample.api, action="wbgetentities", sites="dewiki", titles="1234567890")
    assert ours == recorded(shared, "wbgetentities-1234567890-missing")


def test_a_malformed_id_is_the_recorded_error(sample, ask, shared):
    real = recorded(shared, "wbgetentities-bogus")["error"]
    ours = ask(sample.api, action="wbgetentities", ids="Q990042|bogus")["error"]
    assert {key: ours[key] for key in ("code", "info", "messages")} == without(real, "*")


def test_lag_is_the_recorded_error_with_status_200(w, site, http, shared):
    site.faults["wbgetentities"] = [w.faults.maxlag()]
    reply = http.request("GET", f"{site.api}?action=wbgetentities&ids=Q990042&format=json&maxlag=5")
    assert reply.status == 200
    assert reply.headers["Retry-After"] == "5"
    assert json.loads(reply.data) == recorded(shared, "error-maxlag-full")


def test_a_search_answers_as_recorded(w, ask, shared):
    real = recorded(shared, "wbsearchentities-abc")
    items = [
        {
            "id": found["id"],
            "labels": {"en": {"language": "en", "value": found["label"]}},
            "descriptions": {"en": {"language": "en", "value": found["description"]}},
            "aliases": {"en": [{"language": "en", "value": a} for a in found.get("aliases", [])]},
            "sitelinks": {f"{n}wiki": {} for n in range(10 - place)},
        }
        for place, found in enumerate(real["search"])
    ]
    eighth = {"id": "Q1", "labels": {"en": {"language": "en", "value": "ABC"}}}
    server, site = w.serve_wikidata([*items, eighth])
    ours = ask(site.api, action="wbsearchentities", search="abc", language="en")
    w.close(server)
    assert without(ours, "search") == without(real, "search")
    for mine, theirs in zip(ours["search"], real["search"], strict=True):
        assert without(mine, "pageid", "display", "repository") == without(theirs, "pageid")


def test_a_search_that_finds_nothing_answers_as_recorded(sample, ask, shared):
    real = recorded(shared, "wbsearchentities-empty")
    text = real["searchinfo"]["search"]
    assert ask(sample.api, action="wbsearchentities", search=text, language="en") == real


def test_both_searches_find_what_the_recorded_ones_found(sample, ask, shared):
    """Each record holds what the full text search found, and then what the names gave."""
    counts = {"names": [0, 0], "text": [0, 0]}
    for path in sorted((shared / "wikidata" / "recorded_searches").glob("?*_en.json")):
        text, found = path.stem.rsplit("_", 2)[0].replace("_", " "), json.loads(path.read_text())
        if not text:
            continue
        again = next(at for at, id_ in enumerate(found) if id_ in found[:at])
        names = ask(sample.api, action="wbsearchentities", search=text, language="en", limit="50")[
            "search"
        ]
        pages = ask(sample.api, action="query", list="search", srsearch=text, srlimit="500")
        ours = {
            "names": ({hit["id"] for hit in names}, found[again:]),
            "text": ({hit["title"] for hit in pages["query"]["search"]}, found[:again]),
        }
        for kind, (mine, theirs) in ours.items():
            counts[kind][0] += sum(id_ in mine for id_ in theirs)
            counts[kind][1] += len(theirs)
    # The real full text search also finds word stems, and names inside statements.
    assert counts["names"][0] > 0.97 * counts["names"][1]
    assert counts["text"][0] > 0.9 * counts["text"][1]


# ------------------------------------------------------------------------- the API, own items


def test_whole_names_come_before_beginnings_and_well_known_items_first(site, ask):
    found = ask(site.api, action="wbsearchentities", search="ger", language="en")["search"]
    assert [hit["id"] for hit in found] == ["Q549530", "Q685416"]
    found = ask(site.api, action="wbsearchentities", search="oxford", language="en")["search"]
    assert [hit["id"] for hit in found][:3] == ["Q34217", "Q34433", "Q20986484"]
    assert found[1]["aliases"] == ["Oxford"]
    assert found[-1]["id"] == "Q23169"


def test_names_of_other_languages_are_found_in_these_only(site, ask):
    asked = {"action": "wbsearchentities", "search": "Կլյունի"}
    found = ask(site.api, language="hy", uselang="hy", **asked)["search"]
    assert (found[0]["id"], found[0]["label"]) == ("Q192982", "Կլյունի")
    assert ask(site.api, language="ru", **asked)["search"] == []
    latin = {"action": "wbsearchentities", "search": "Cluny", "language": "hy"}
    assert ask(site.api, **latin)["search"][0]["match"]["language"] == "en"
    assert ask(site.api, strictlanguage="1", **latin)["search"] == []


def test_people_alone_are_found_by_full_text_and_statement(site, ask):
    def find(search: str) -> list[str]:
        found = ask(site.api, action="query", list="search", srsearch=search, srprop="")
        return [hit["title"] for hit in found["query"]["search"]]

    assert find('"Steve Clark" haswbstatement:P31=Q5') == ["Q367617", "Q7612215"]
    assert "Q9345788" in find("clark steve")
    assert find('"clark steve"') == []
    assert find("haswbstatement:P1566=174703|P1566=174748") == ["Q554368", "Q2224171"]
    assert "Q192982" in find("haswbstatement:P625 cluny")
    assert find('""') == []


def test_the_separator_can_be_another_and_fifty_are_the_most(site, ask):
    found = ask(site.api, action="wbgetentities", ids="\x1fQ5\x1fQ990042", props="info")
    assert list(found["entities"]) == ["Q5", "Q990042"]
    many = "|".join(f"Q{n}" for n in range(1, 52))
    error = ask(site.api, action="wbgetentities", ids=many, formatversion="2")["error"]
    assert (error["code"], error["limit"], "docref" in error) == ("toomanyvalues", 50, True)


def test_languages_fall_back_and_merged_items_lead_on(w, ask):
    server, site = w.serve_wikidata(w.load_items(w.OWN_ITEMS), redirects={"Q99": "Q685416"})
    asked = {"action": "wbgetentities", "ids": "Q99|Q98", "languages": "hy", "sitefilter": "enwiki"}
    held = ask(site.api, languagefallback="1", formatversion="2", **asked)["entities"]
    w.close(server)
    assert held["Q99"]["id"] == "Q685416"
    assert held["Q99"]["redirects"] == {"from": "Q99", "to": "Q685416"}
    assert held["Q99"]["labels"]["hy"] == {"language": "en", "value": "Ger", "for-language": "hy"}
    assert list(held["Q99"]["sitelinks"]) == ["enwiki"]
    assert held["Q98"] == {"id": "Q98", "missing": ""}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "missingparam"),
        ({"action": "edit"}, "badvalue"),
        ({"action": "wbsearchentities", "search": "", "language": "en"}, "missingparam"),
        ({"action": "wbsearchentities", "search": "x", "language": "en&x"}, "badvalue"),
        (
            {"action": "wbsearchentities", "search": "x", "language": "en", "limit": "x"},
            "badinteger",
        ),
        ({"action": "wbgetentities", "ids": "Q4294967295"}, "no-such-entity"),
        ({"action": "wbgetentities"}, "param-missing"),
        ({"action": "query", "list": "search"}, "missingparam"),
    ],
)
def test_wrong_requests_are_errors_with_status_200(site, ask, asked, code):
    assert ask(site.api, **asked)["error"]["code"] == code


def test_what_was_asked_is_kept_decoded(site, ask, http):
    ask(site.api, action="wbsearchentities", search="a&b=«c»\n|d", language="en", rm="x")
    body = urlencode({"action": "wbgetentities", "ids": "Q5", "format": "json"})
    form = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "me/1"}
    assert http.request("POST", site.api, body=body, headers=form).status == 200
    assert site.counts() == {"wbsearchentities": 1, "wbgetentities": 1}
    first, second = site.requests
    assert first.parameters["search"] == "a&b=«c»\n|d"
    assert (second.method, second.headers["user-agent"]) == ("POST", "me/1")
    site.forget()
    assert site.count() == 0


# ---------------------------------------------------------------------------------- SPARQL


class PlainAsker:
    """Sends what it is given, once."""

    def __init__(self, http):
        self.http = http

    def ask(self, url, parameters, *, accept, **_):
        at = f"{url}?{urlencode(parameters)}"
        return self.http.request("GET", at, headers={"Accept": accept}).json()


def test_our_queries_are_of_the_known_shapes_and_are_answered(site, http):
    sparql = Sparql(PlainAsker(http), site.sparql)
    assert sparql.classes([1093829, 476028], [515, 486972, 5]) == [
        {"class": "Q1093829", "listed": "Q515"},
        {"class": "Q1093829", "listed": "Q486972"},
    ]
    rows = sparql.references([34217, 11696])
    assert {"item": "Q34217", "label": "Oxford"} in rows
    assert {"item": "Q34217", "place": "Q23169"} in rows
    assert {"item": "Q34217", "country": "Q145"} in rows
    assert {"item": "Q34217", "country": "Q161885"} not in rows
    assert {"item": "Q34217", "point": "Point(-1.257777778 51.751944444)"} in rows
    assert {"item": "Q11696", "of": "Q30"} in rows
    assert all(len(row) == 2 for row in rows)
    assert sparql.geonames([174703, 999]) == [{"number": "174703", "item": "Q554368"}]
    assert sparql.labels([5], "hy") == [{"item": "Q5", "label": "մարդ"}]
    held, abbot = sparql.positions([76, 454553])
    assert held.items() >= {
        "office": "Q11696", "start": "2009-01-20T00:00:00Z", "starts": "11",
        "end": "2017-01-20T00:00:00Z", "ends": "11",
    }.items()  # fmt: skip
    assert abbot == {"person": "Q454553", "office": "Q96233683", "of": "Q192982"}
    assert site.violations == []
    assert list(site.counts()) == ["classes", "references", "geonames", "labels", "positions"]


def test_what_others_ask_of_the_library_is_sent_as_ever(site, http, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    Sparql(PlainAsker(http), site.sparql).labels([5], "hy")
    with contextlib.suppress(requests.HTTPError):
        wikidata_client.query("SELECT * WHERE {}", endpoint=site.sparql)
    ours, theirs = (request.headers["user-agent"] for request in site.requests)
    assert "python-wikidata-client" not in ours
    assert theirs.startswith("python-wikidata-client")


def test_bindings_have_their_types(site, ask):
    found = ask(site.sparql, query=CLASSES)
    assert found["head"]["vars"] == ["class", "listed"]
    assert found["results"]["bindings"][0]["listed"] == {
        "type": "uri",
        "value": "http://www.wikidata.org/entity/Q515",
    }


def test_days_of_the_julian_calendar_are_told_in_the_other(w):
    julian = "http://www.wikidata.org/entity/Q1985786"
    time_of = w.sparql_module.xsd_time
    day = {"time": "+0942-11-18T00:00:00Z", "precision": 11, "calendarmodel": julian}
    assert time_of(day) == "0942-11-23T00:00:00Z"
    assert time_of({"time": "+1960-00-00T00:00:00Z", "precision": 9}) == "1960-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# enrich: classes", "# enrich: everything"),
        ("# enrich: classes\n", ""),
        ("wd:Q476028", "wd:Q476028 } ?s ?p ?o { "),
        ("wd:Q476028", "wd:Q476028\nwd:Q1"),
        ("wd:Q476028", "<http://example.org>"),
        ("wd:Q476028", '"x"'),
        ("P279+", "P279*/wdt:P31"),
        ("?listed .\n}", "?listed .\n} LIMIT 1"),
        ("?listed .\n}", "?listed .\n} # more"),
        ("?listed .\n}", "?listed . SERVICE <http://localhost> { ?a ?b ?c }\n}"),
        ("prop/direct/", "prop/indirect/"),
        ("\nVALUES ?listed", "\n\u200bVALUES ?listed"),
        ("?listed .\n}", "?listed .\n}} {"),
        ("VALUES ?class", "VALUES ?other"),
    ],
)
def test_a_query_of_another_shape_is_refused_and_kept(site, http, old, new):
    assert old in CLASSES
    query = urlencode({"query": CLASSES.replace(old, new), "format": "json"})
    reply = http.request("GET", f"{site.sparql}?{query}")
    assert (reply.status, reply.headers["Content-Type"]) == (400, "text/plain;charset=utf-8")
    assert b"MalformedQueryException" in reply.data
    assert len(site.violations) == 1
