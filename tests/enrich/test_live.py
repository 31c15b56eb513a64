"""Linking with Wikidata: what it adds, what it costs, and that it is never worse than without."""

import json
from dataclasses import replace

import pytest

from enrich import Document, Linker, LiveOptions
from enrich.flow import live as asking
from gazetteer.errors import InputError
from gazetteer.model import Kind
from gazetteer.net.asking import Asker
from gazetteer.rows import Row
from gazetteer.store.adopt import prepare
from gazetteer.store.layers import Layer
from gazetteer.wikidata.client import SOURCE
from gazetteer.wikidata.settings import Settings

TEXT = (
    "Douglas Goodwin spoke in Yerevan. Prime Minister Nikol Pashinyan of Armenia met him in"
    " Zaritap, said the University of Nowhere."
)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """Pauses between tries take no time."""
    monkeypatch.setattr(
        asking, "Asker", lambda **options: Asker(**{**options, "sleep": lambda _: None})
    )


@pytest.fixture
def live(wikibase, gazetteer, tmp_path):
    """Makes linkers that may ask the running server."""
    opened = []

    def make(*, cache="answers.sqlite", over=gazetteer, **options):
        settings = Settings(wikibase.api, wikibase.sparql)
        options = {"wikidata": True, "settings": settings, "cache": tmp_path / cache, **options}
        linker = Linker(over, live=LiveOptions(**options))
        opened.append(linker)
        return linker

    yield make
    for linker in opened:
        linker.close()


def ids(result):
    return {link.mention.text: link.entity and link.entity.id for link in result.links}


def test_who_the_gazetteer_lacks_is_found_and_marked(live, linker):
    assert ids(linker(TEXT))["Douglas Goodwin"] is None
    result = live()(TEXT)
    (link,) = [link for link in result.links if link.mention.text == "Douglas Goodwin"]
    assert link.entity.id == "wikidata:Q990042"
    assert link.entity.source == SOURCE
    assert "It was found in Wikidata" in link.reason
    assert "the gazetteer holds" not in link.reason
    assert 0.25 <= link.score < 1
    assert link.evidence


def test_what_wikidata_has_not_either_says_so(live):
    (link,) = [k for k in live()(TEXT).links if k.mention.text == "University of Nowhere"]
    assert link.entity is None
    assert "Wikidata has none either" in link.reason


def test_of_a_decided_name_nobody_is_asked_and_nothing_is_said(live, wikibase, tmp_path):
    decisions = tmp_path / "decisions.toml"
    decisions.write_text(
        '[[decision]]\nname = "Douglas Goodwin"\naction = "reject"\nentity = "wikidata:Q990042"\n'
    )
    options = replace(live().options, decisions=decisions)
    with Linker(options) as linker:
        (link,) = linker("Douglas Goodwin spoke.").links
    assert wikibase.requests == []
    assert "Douglas Goodwin is not wikidata:Q990042" in link.reason
    assert "Wikidata has none" not in link.reason


def test_without_the_option_nothing_is_asked(wikibase, linker):
    linker(TEXT)
    assert wikibase.requests == []


def test_only_names_leave_the_machine(live, wikibase, linker):
    linked = {link.mention.text for link in linker(TEXT).links if link.entity}
    live()(TEXT)
    sent = [value for request in wikibase.requests for _, value in request.pairs]
    assert not any("spoke in" in value or "met him" in value for value in sent)
    assert not any(name in value for name in linked for value in sent)


def test_a_place_gets_the_id_that_wikidata_has_for_it(live, gazetteer):
    place = gazetteer.get("geonames:2640726")
    assert place.id_in("wikidata") is None
    result = live()("A fire broke out in Oxfordshire, England.")
    (link,) = [link for link in result.links if link.entity and link.entity.id == place.id]
    assert link.entity.id_in("wikidata") == "Q23169"


def time(day):
    return {"time": f"+{day}T00:00:00Z", "precision": 11, "calendarmodel": "Q1985727"}


def test_positions_are_brought_up_to_date(live, linker, wikibase, gazetteer):
    person, term = next(
        (entity, held)
        for entity in gazetteer.people_in_office(["AM"])
        for held in entity.roles
        if held.end is None and len(held.start or "") == 10 and entity.id_in("wikidata")
        if [other.end for other in entity.roles].count(None) == 1
    )
    office = {
        "mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": "Q11696"}}},
        "rank": "normal",
        "qualifiers": {
            "P1001": [{"snaktype": "value", "datavalue": {"value": {"id": "Q399"}}}],  # Armenia
            "P580": [{"snaktype": "value", "datavalue": {"value": time(term.start)}}],
            "P582": [{"snaktype": "value", "datavalue": {"value": time("2026-02-03")}}],
        },
    }
    wikibase.items.add(
        {"id": person.id_in("wikidata"), "type": "item", "claims": {"P39": [office]}}
    )
    (link,) = [k for k in live()(f"{person.name} spoke.").links if k.entity]
    assert link.entity.id == person.id
    ended = [held for held in link.entity.roles if held.start == term.start]
    assert "2026-02-03" in {held.end for held in ended}
    assert "not known to have left" in linker(f"{person.name} spoke.").links[0].reason
    assert "not known to have left" not in link.reason


def test_names_in_another_language(live):
    result = live(labels="ru")("Talks in France failed, said Douglas Goodwin.")
    names = [link.entity.name for link in result.links if link.entity]
    assert names[0] == "Франция"
    assert len(names) == 2


def test_a_misspelt_name_is_found_under_its_corrected_form(live, wikibase):
    result = live()("The writer Douglas Goodwinn spoke twice.")
    assert "wikidata:Q990042" in {e.id for e in result.people}
    searched = [r.parameters["srsearch"] for r in wikibase.asked("query")]
    assert searched[0].startswith('"Douglas Goodwinn"')


def test_a_person_held_without_an_id_gets_it(live, gazetteer):
    row = Row(
        "enrich:our-goodwin", Kind.PERSON, "Douglas Goodwin", valid=("1952", None), source="mine"
    )
    over = gazetteer.with_layer(Layer([prepare(row, gazetteer, new=True)]))
    result = live(over=over)("The writer Douglas Goodwin spoke twice.")
    (person,) = result.people
    assert person.id == "enrich:our-goodwin"
    assert person.id_in("wikidata") == "Q990042"


def test_the_order_of_documents_makes_no_difference(live):
    texts = [TEXT, "Lionel Mesi lives in Cluny.", "Douglas Goodwin, again, of Oxford."]
    one = [ids(r) for r in live().link_many(Document(t) for t in texts)]
    other = [ids(r) for r in live(cache="b").link_many(Document(t) for t in texts[::-1])]
    assert one == other[::-1]


# --------------------------------------------------------------------------------- what it costs


def test_each_name_is_searched_for_once(live, wikibase):
    documents = [Document("Douglas Goodwin met Grzegorz Brzęczyszczykiewicz.") for _ in range(30)]
    list(live().link_many(documents))
    searched = [r.parameters.get("srsearch") for r in wikibase.asked("query")]
    assert len(searched) == len(set(searched))
    assert sum('"Douglas Goodwin"' in term for term in searched) == 1


def test_items_are_fetched_in_fifties_over_many_documents(live, wikibase, shared, wikidata_server):
    sample = wikidata_server.load_items(shared / "wikidata" / "sample-all.json.bz2")
    people = [item for item in sample if "Q5" in _classes(item) and "en" in item["labels"]][:60]
    for item in people:
        wikibase.items.add(item)
    names = [item["labels"]["en"]["value"] for item in people]
    documents = [Document(f"Yesterday {name} arrived in Paris.") for name in names]
    documents += [Document("Nothing at all.")] * 40
    list(live().link_many(documents))
    candidates = {n for r in wikibase.asked("wbgetentities") for n in _items(r)}
    assert len(candidates) > 50
    assert wikibase.count("wbgetentities") <= -(-len(candidates) // 50)
    searched = [r.parameters["srsearch"] for r in wikibase.asked("query")]
    assert len(searched) == len(set(searched))
    wikibase.forget()
    again = list(live().link_many(documents))
    assert wikibase.requests == []
    assert sum(SOURCE in e.source for result in again for e in result.people) > 20


def _classes(item):
    snaks = (s["mainsnak"] for s in item.get("claims", {}).get("P31", []))
    return {snak.get("datavalue", {}).get("value", {}).get("id") for snak in snaks}


def _items(request):
    return request.parameters["ids"].split("|")


def test_a_budget_is_kept_and_said(live, wikibase):
    names = "Abel Adams, Basil Baker, Cyril Carter, Denis Dixon, Edgar Ellis and Felix Foster"
    result = live(requests=2)(f"{names} met.")
    assert len(wikibase.requests) <= 2
    told = result.run["live"]
    assert told["complete"] is False
    assert told["not asked"]
    assert "budget" in told["failures"][0] or "may cost" in told["failures"][0]


def test_what_is_completed_counts_too(live, wikibase):
    live(cache="whole.sqlite")(TEXT)
    whole = len(wikibase.requests)
    assert wikibase.count("positions") == 1  # of what is linked offline, asked last
    for requests in range(whole):
        wikibase.forget()
        live(requests=requests, cache=f"{requests}.sqlite")(TEXT)
        assert len(wikibase.requests) == requests


def test_documents_may_cost_together_what_each_may(live, wikibase):
    linker = live(requests=2)
    for _ in linker.link_many(Document(f"{TEXT} {name} too.") for name in ("Zz Qx", "Xq Zy")):
        pass
    assert len(wikibase.requests) == 4


# ------------------------------------------------------------------------------ the command line


@pytest.fixture
def asks(run, wikibase, tmp_path):
    """``enrich`` run with the addresses of the server."""
    where = ("--wikidata-api", wikibase.api, "--wikidata-sparql", wikibase.sparql)

    def call(*arguments, given=None):
        return run(*arguments, *where, "--cache", tmp_path / "c.sqlite", given=given)

    return call


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_option_may_stand_before_the_file(asks, article):
    done = asks("--wikidata", article, "--format", "json")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert "wikidata:Q990042" in {e["id"] for e in found["entities"]}
    assert found["run"]["live"]["complete"] is True
    assert "requests sent to live services" in done.stderr


def test_a_failure_is_one_line_and_no_error(asks, article, wikibase, wikidata_server):
    wikibase.faults["/w/api.php"] = [wikidata_server.faults.page()]
    for action in ("query", "wbsearchentities", "wbgetentities"):
        wikibase.faults[action] = [wikidata_server.faults.page()]
    done = asks(article, "--wikidata")
    assert done.exit_code == 0
    warnings = [line for line in done.stderr.splitlines() if "some live look-ups failed" in line]
    assert len(warnings) == 1
    assert "web page" in warnings[0]
    assert "Traceback" not in done.stderr


def test_required_it_is_an_error(asks, article, wikibase, wikidata_server):
    wikibase.faults["query"] = [wikidata_server.faults.answers(500)]
    done = asks(article, "--wikidata=require")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "options",
    [["--wikidata=maybe"], ["--wikidata-budget", "many"], ["--geocoder", "google"]],
)
def test_wrong_usage(asks, article, options):
    assert asks(article, "--wikidata", *options).exit_code == 2


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        (["--contact", "desk@example.org"], "--wikidata"),
        (["--wikidata-budget", "3"], "--wikidata"),
        (["--wikidata-api", "http://x/"], "--wikidata"),
        (["--labels", "hy"], "--wikidata"),
        (["--cache", "a.sqlite"], "--wikidata"),
        (["--wikidata=off", "--contact", "desk@example.org"], "--wikidata"),
        (["--wikidata", "--geocoder-url", "http://x/"], "--geocoder"),
        (["--geocoder", "photon", "--geocoder-url", "http://x/", "--labels", "hy"], "--wikidata"),
    ],
)
def test_options_that_would_do_nothing_are_refused(run, article, options, missing):
    done = run(article, *options)
    assert done.exit_code == 2
    assert f"does nothing without {missing}" in done.stderr
    assert done.stdout == ""


def test_what_the_environment_sets_is_for_runs_that_ask(run, article, monkeypatch):
    monkeypatch.setenv("ENRICH_CONTACT", "desk@example.org")
    monkeypatch.setenv("ENRICH_GEOCODER_URL", "http://x/")
    assert run(article).exit_code == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"requests": 1.5}, {"requests": -1}, {"seconds": float("nan")}, {"seconds": "9"},
        {"timeout_s": 0}, {"timeout_s": float("inf")}, {"timeout_s": True},
        {"labels": "hy|ru"}, {"geocoder": "google", "geocoder_url": "http://x/"},
    ],
)  # fmt: skip
def test_options_of_python_are_checked_as_those_of_the_command(wrong):
    with pytest.raises(InputError, match=next(iter(wrong))):
        LiveOptions(wikidata=True, **wrong)


@pytest.mark.parametrize(
    "options",
    [
        ["--geocoder", "photon"],
        ["--geocoder", "photon", "--geocoder-url", "ftp://x"],
        ["--contact", "ä"],
    ],
)
def test_what_cannot_be_asked_for_is_wrong_usage(asks, article, options):
    assert asks(article, "--wikidata", *options).exit_code == 2


def test_an_address_that_is_none(run, article):
    done = run(article, "--wikidata", "--wikidata-api", "gopher://x")
    assert done.exit_code == 2
    assert "gopher://x" in done.stderr
    done = run(article, "--wikidata", "--wikidata-api", "http://desk:secret@x/")
    assert done.exit_code == 2
    assert "password" in done.stderr
    assert "secret" not in done.stderr


def test_labels_without_wikidata_are_refused():
    with pytest.raises(InputError, match="Wikidata"):
        LiveOptions(labels="ru")


def test_a_bad_document_costs_no_other(live):
    bad = Document("Talks.", "bad", language=5)
    first, told, last = live().link_many([Document(TEXT), bad, Document(TEXT)])
    assert ids(first) == ids(last)
    assert ids(first)["Douglas Goodwin"] == "wikidata:Q990042"
    assert (told.document.id, told.links) == ("bad", ())
    assert "language" in told.error
