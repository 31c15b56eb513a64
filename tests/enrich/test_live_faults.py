"""Linking with a Wikidata that fails or lies: never worse than offline, and never slow for long."""

import itertools
import json
import threading
import time
from copy import copy
from dataclasses import replace

import pytest

from enrich import Document, Linker, LiveOptions
from enrich.deadline import check_time
from enrich.flow import live as asking
from enrich.live.asked import Asked, corrected
from enrich.rank.ranker import Ranker
from gazetteer.errors import ServiceError
from gazetteer.model import Kind
from gazetteer.net.asking import Asker, Budget
from gazetteer.rows import Row
from gazetteer.store.user import UserGazetteer
from gazetteer.wikidata.settings import Settings

TEXT = (
    "Douglas Goodwin spoke in Yerevan. Prime Minister Nikol Pashinyan of Armenia met him in"
    " Zaritap, said the University of Nowhere."
)
QUERIES = ("query", "wbsearchentities", "wbgetentities", "/sparql")
SPARQL = ("classes", "references", "geonames", "positions", "labels")
FAULTS = {
    "500": lambda f: f.answers(500),
    "400": lambda f: f.answers(400),
    "403": lambda f: f.answers(403),
    "404": lambda f: f.answers(404),
    "429": lambda f: f.busy(429, 1),
    "429 with a date": lambda f: f.busy(429, 2, as_date=True),
    "429 for long": lambda f: f.busy(429, 4000),
    "503": lambda f: f.busy(503),
    "maxlag": lambda f: f.maxlag(),
    "maxlag without a wish": lambda f: f.maxlag(seconds=None),
    "ratelimited": lambda f: f.error("ratelimited"),
    "readonly": lambda f: f.error("readonly"),
    "internal": lambda f: f.error("internal_api_error_DBQueryError"),
    "bad value": lambda f: f.error("badvalue", "x" * 100_000),
    "error that is none": lambda f: f.sends({"error": [7]}),
    "page": lambda f: f.page(),
    "half": lambda f: f.half,
    "empty": lambda f: f.empty,
    "misshapen": lambda f: f.misshapen,
    "list": lambda f: f.sends([1, 2]),
    "number": lambda f: f.sends(7),
    "null": lambda f: f.sends(None),
    "wrong bytes": lambda f: f.wrong_bytes,
    "half a pair": lambda f: f.sends(b'{"search": "\\ud800"}'),
    "deep": lambda f: f.deep(),
    "hangs up": lambda f: f.hangs_up,
    "breaks": lambda f: f.breaks_after(20),
    "announces more": lambda f: f.announces(1 << 20),
    "elsewhere": lambda f: f.elsewhere(),
    "https": lambda f: f.elsewhere("https"),
    "file": lambda f: f.elsewhere("file"),
    "circles": lambda f: f.circles,
    "slow": lambda f: f.slow(0.5),
    "dribbles": lambda f: f.dribbles(0.02),
    "endless": lambda f: f.endless,
}


@pytest.fixture(autouse=True)
def slept(monkeypatch):
    """The pauses that were not made; an answer may take a quarter of a second."""
    made = []
    quick = {"sleep": made.append, "timeout_s": 0.25}
    monkeypatch.setattr(asking, "Asker", lambda **options: Asker(**{**options, **quick}))
    return made


@pytest.fixture
def broken(wikibase, wikidata_server):
    """Makes the server fail wherever one sort of question is asked."""

    def make(where, fault):
        for name in SPARQL if where == "/sparql" else (where,):
            wikibase.faults[name] = [FAULTS[fault](wikidata_server.faults)]
        return wikibase

    return make


@pytest.fixture
def live(wikibase, linker, tmp_path):
    """Makes linkers that may ask the running server."""
    opened = []

    def make(**options):
        settings = Settings(wikibase.api, wikibase.sparql)
        asked = {"wikidata": True, "settings": settings, "cache": tmp_path / "a.db", **options}
        linking = copy(linker)  # it shares the models, which take longest to load
        stages = linker._stages
        one = asking.Live(linker.gazetteer, stages.ranker, LiveOptions(**asked))
        linking._opened = replace(stages, live=one, passes=(*stages.passes, one))
        opened.append(one)
        return linking

    yield make
    for one in opened:
        one.close()


@pytest.fixture
def asks(run, wikibase, tmp_path):
    """``enrich`` run on the text, with the addresses of the server."""
    article = tmp_path / "article.txt"
    article.write_text(TEXT, encoding="utf-8")
    where = ("--wikidata-api", wikibase.api, "--wikidata-sparql", wikibase.sparql,
             "--cache", tmp_path / "c.sqlite", "--format", "json")  # fmt: skip
    return lambda *options: run(article, *options, *where)


@pytest.fixture(scope="module")
def offline(linker):
    """The links of the text without a network, by their first code point."""
    found = {k.mention.start: k.entity.id for k in linker(TEXT).links if k.entity}
    assert len(found) >= 4
    return found


@pytest.mark.parametrize("where", QUERIES)
@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_fails_the_offline_result_stands(live, offline, broken, slept, where, fault):  # noqa: PLR0913, PLR0917
    wikibase = broken(where, fault)
    result = live()(TEXT)
    found = {k.mention.start: k.entity.id for k in result.links if k.entity}
    assert found == found | offline
    assert result.run["live"]["complete"] is False
    assert all(len(told) < 300 for told in result.run["live"]["failures"])
    assert len(wikibase.requests) < 15
    assert sum(slept) < 20


@pytest.mark.parametrize(("fault", "where"), [*zip(FAULTS, itertools.cycle(QUERIES), strict=False)])
def test_the_command_says_it_in_one_line(asks, offline, broken, where, fault):
    broken(where, fault)
    done = asks("--wikidata")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    linked = {m["start"]: m["entity_id"] for m in found["mentions"] if m["entity_id"]}
    assert linked == linked | offline
    assert found["run"]["live"]["complete"] is False
    counted, sent, warning = done.stderr.splitlines()
    assert "mentions in 1 document" in counted
    assert "sent to live services" in sent
    assert "the offline results are kept" in warning


@pytest.mark.parametrize("where", QUERIES)
@pytest.mark.parametrize("fault", ["500", "400", "bad value", "page", "hangs up", "circles"])
def test_it_can_be_made_an_error(live, broken, where, fault):
    broken(where, fault)
    with pytest.raises(ServiceError) as error:
        live(required=True)(TEXT)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 300


def test_an_error_of_the_command_is_one_line(asks, broken):
    broken("/sparql", "page")  # the last that is asked
    done = asks("--wikidata=require")
    assert done.exit_code == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("enrich: ")


def test_required_what_failed_is_told_with_document_and_cure(live):
    with pytest.raises(ServiceError, match=r"^first: .*at most 1 requests .*budget"):
        live(required=True, requests=1)(TEXT, id="first")


@pytest.mark.parametrize("where", ["wbgetentities", "/sparql"])
def test_documents_that_did_not_need_what_failed_are_complete(live, broken, where):
    broken(where, "500")
    plain = "Leaders met in Paris and Berlin, Germany."
    unknown = "Blorfzed Quuxman sang."  # nothing is found under it
    linker = live()
    results = list(linker.link_many([Document(plain), Document(TEXT), Document(unknown)]))
    assert [r.run["live"]["complete"] for r in results] == [True, False, True]
    assert "Wikidata has none either" in results[2].links[0].reason


def test_what_shapes_a_result_is_in_its_manifest(live):
    told = live(labels="hy", requests=7, seconds=8.5)("Yerevan.").run["live"]
    assert (told["labels"], told["budget"], told["required"]) == ("hy", [7, 8.5], False)
    endless = live(seconds=float("inf"))("Yerevan.")
    assert json.loads(json.dumps(endless.run, allow_nan=False))["live"]["budget"] == [40, None]


@pytest.mark.parametrize("misdeed", ["fails", "takes long"])
def test_a_bad_text_costs_no_other_one_live_either(live, monkeypatch, misdeed):
    draft = Ranker.draft

    def trapped(self, reading):
        if "trap" in reading.document.text:
            if misdeed == "fails":
                raise ValueError("a trap")
            time.sleep(1.1)
            check_time()
        return draft(self, reading)

    monkeypatch.setattr(Ranker, "draft", trapped)
    texts = [TEXT, f"{TEXT} A trap.", TEXT]
    linker = live()
    linker.options = replace(linker.options, seconds_per_document=1.0)
    first, told, last = linker.link_many([Document(text, str(n)) for n, text in enumerate(texts)])
    assert first.links == last.links != ()
    assert first.run["live"]["complete"]
    assert ("a trap" if misdeed == "fails" else "only its first") in told.error


def test_both_service_and_cache_are_told_of(live, broken, tmp_path):
    (tmp_path / "no folder").touch()
    broken("wbgetentities", "500")
    linker = live(cache=tmp_path / "no folder" / "a.sqlite")
    linker(TEXT)
    (told,) = linker.warnings()
    assert "500" in told
    assert "no folder" in told


def test_what_could_not_be_asked_is_not_said_to_be_missing(asks, broken):
    broken("wbgetentities", "500")  # the search has found him, what he is cannot be had
    reasons = [link["reason"] for link in json.loads(asks("--wikidata").stdout)["unlinked"]]
    assert reasons
    assert not any("Wikidata has none" in reason for reason in reasons)


def test_of_what_is_not_asked_for_nothing_is_said(live, wikibase):
    long = "Qz Institute for the Study of Qa and Qb and Qc and Qd"
    text = f"Abe Qwertzuiop of the {long}, 7Q."
    names = {"Abe Qwertzuiop": Kind.PERSON, long: Kind.ORGANISATION, "7Q": Kind.PLACE}
    spans = [(text.index(n), text.index(n) + len(n), kind) for n, kind in names.items()]
    result = live()(text, mentions=spans)
    said = {k.mention.text: "Wikidata has none" in k.reason for k in result.links}
    assert said == {"Abe Qwertzuiop": True, long: False, "7Q": False}
    sent = [value for request in wikibase.requests for _, value in request.pairs]
    assert not any("Institute" in value or "7Q" in value for value in sent)


# ---------------------------------------------------------------------------- what it may cost


def test_a_dead_server_is_not_waited_for_at_every_document(live, slept):
    dead = Settings("http://127.0.0.1:9/w/api.php", "http://127.0.0.1:9/sparql")
    linker = live(settings=dead)
    assert len(list(linker.link_many(Document(TEXT) for _ in range(250)))) == 250
    assert linker.live.asker.sent == 0
    assert len(slept) <= 4
    assert sum(slept) < 10


def test_a_server_that_keeps_us_waiting_costs_what_a_document_may_cost(live, wikibase, monkeypatch):
    now = [0.0]

    def sleep(seconds):
        now[0] += seconds

    monkeypatch.setattr(
        asking, "Asker", lambda **options: Asker(**options, sleep=sleep, clock=lambda: now[0])
    )

    class Timed(Budget):
        def __init__(self, requests, seconds, **_):
            super().__init__(requests, seconds, clock=lambda: now[0])

    monkeypatch.setattr(asking, "Budget", Timed)

    def slow(handler, _):
        now[0] += 9.0
        handler.send_planned()

    for name in QUERIES[:3]:
        wikibase.faults[name] = [slow]
    names = "Abel Qzadams, Basil Qzbaker, Cyril Qzcarter, Denis Qzdixon and Edgar Qzellis"
    result = live(seconds=20.0)(f"{names} met in Paris.")
    assert result.run["live"]["complete"] is False
    assert result.run["live"]["not asked"]
    assert now[0] <= 20.0 + 9.0


def test_a_word_without_end_is_not_corrected(gazetteer):
    begun = time.monotonic()
    assert corrected(Asked("John " + "Abcde" * 400, Kind.PERSON, "en"), gazetteer) == ()
    assert time.monotonic() - begun < 2.0  # what lies around it is a hundred thousand words


# -------------------------------------------------------------------------- what is remembered


def item(number, name, **claims):
    held = {
        prop: [{"mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": value}}}}]
        for prop, value in {"P31": "Q5", **claims}.items()
    }
    labels = {"en": {"language": "en", "value": name}}
    return {"id": f"Q{number}", "type": "item", "labels": labels, "claims": held}


def test_what_a_failure_left_incomplete_is_asked_for_again(live, wikibase, broken, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(
        asking,
        "Asker",
        lambda **options: Asker(**options, sleep=lambda _: None, clock=lambda: now[0]),
    )
    wikibase.items.add(item(70001, "Zebedee Qzworth", P39="Q11696"))
    broken("references", "500")
    linker = live()
    first = linker("Zebedee Qzworth spoke in Paris.")
    assert first.people[0].id == "wikidata:Q70001"
    assert first.people[0].roles == ()
    assert first.run["live"]["complete"] is False
    wikibase.faults.clear()
    now[0] = 61.0
    second = linker("Zebedee Qzworth spoke in Paris.")
    assert second.run["live"]["complete"] is True
    assert [held.title for held in second.people[0].roles] == ["president"]


def test_threads_may_share_a_linker(live, wikibase):
    linker, found, errors = live(), [], []
    wanted = [(m.mention.text, m.entity and m.entity.id) for m in live()(TEXT).links]

    def link():
        try:
            found.append([(m.mention.text, m.entity and m.entity.id) for m in linker(TEXT).links])
        except Exception as error:  # noqa: BLE001 - none may come
            errors.append(error)

    threads = [threading.Thread(target=link) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert found == [wanted] * 6
    assert wikibase.violations == []


# ------------------------------------------------------------------- what the user has of his own


def test_ids_that_wikidata_cannot_have_do_not_stop_a_run(wikibase, tmp_path):
    path = tmp_path / "user.jsonl"
    UserGazetteer(path).add([
        Row("wikidata:Q9999999999", Kind.PLACE, "Farfaraway", country="AM", prominence=0.5),
        Row("enrich:qz-desk", Kind.ORGANISATION, "Qz Desk", same_as=("wikidata:Q8888888888",)),
    ])  # fmt: skip
    settings = Settings(wikibase.api, wikibase.sparql)
    options = LiveOptions(wikidata=True, settings=settings, cache=tmp_path / "a.db", labels="ru")
    with Linker(user_gazetteer=path, live=options) as linker:
        result = linker("The Qz Desk is in Farfaraway, Armenia.")
    assert "wikidata:Q9999999999" in {e.id for e in result.places}
    assert result.run["live"]["complete"] is True
    assert wikibase.violations == []


def test_nothing_is_known_of_a_service_that_was_never_asked(live):
    linker = live(required=True)
    assert linker("Yerevan.").run["live"]["complete"] is True
    with pytest.raises(ServiceError):
        live(required=True, requests=0)(TEXT)
