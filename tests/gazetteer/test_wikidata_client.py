"""Items by name and by number: what is asked, how often, and what comes of the answers."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.errors import InputError, ServiceError
from gazetteer.ids import is_curie
from gazetteer.model import Kind
from gazetteer.net.asking import Asker, Budget
from gazetteer.net.cache import Cache
from gazetteer.wikidata.client import SOURCE, Wikidata
from gazetteer.wikidata.ids import item_number, language_code, number_of, values
from gazetteer.wikidata.references import Classes, offices_of, plain_facts, point_of
from gazetteer.wikidata.settings import Settings
from gazetteer.wikidata.sparql import item_of


@pytest.fixture(scope="module")
def codes(gazetteer):
    return gazetteer.area_codes()


@pytest.fixture
def client(wikibase, codes, tmp_path):
    """Makes clients that share one cache file."""
    caches = []

    def make(*, cached=True, **options):
        cache = Cache(tmp_path / "answers.sqlite") if cached else None
        caches.append(cache)
        asker = Asker(sleep=lambda _: None)
        return Wikidata(asker, cache, codes, Settings(wikibase.api, wikibase.sparql), **options)

    yield make
    for cache in filter(None, caches):
        cache.close()


def test_people_are_searched_for_among_people(client, wikibase):
    assert client().search("Lionel Messi", Kind.PERSON, "en") == (615,)
    (request,) = wikibase.requests
    assert request.parameters["srsearch"] == '"Lionel Messi" haswbstatement:P31=Q5'
    assert request.parameters["maxlag"] == "5"


def test_other_things_are_searched_for_by_label_and_alias(client, wikibase):
    found = client().search("University of Oxford", Kind.ORGANISATION, "en")
    assert 34433 in found
    assert wikibase.counts() == {"wbsearchentities": 1}


def test_a_person_as_a_row(client):
    row = client().rows([615])[615]
    assert (row.id, row.kind, row.name, row.source) == (
        "wikidata:Q615", Kind.PERSON, "Lionel Messi", SOURCE
    )  # fmt: skip
    assert row.valid[0].startswith("1987")
    assert 0 < row.prominence < 1


def test_the_offices_of_a_person_are_named_and_dated(client):
    row = client().rows([76])[76]
    held = [(p.title.lower(), p.country, p.start, p.end) for p in row.positions]
    assert ("president of the united states", "US", "2009-01-20", "2017-01-20") in held


def test_a_place_has_country_area_feature_and_geonames_id(client):
    row = client().rows([554368])[554368]  # Zaritap
    assert (row.kind, row.geonames, row.country) == (Kind.PLACE, 174703, "AM")
    assert row.area.startswith("AM.")
    assert row.point is not None


def test_a_class_that_is_not_listed_is_told_by_its_superclasses(client, wikibase):
    row = client().rows([34433])[34433]  # the University of Oxford, a collegiate university
    assert row.kind is Kind.ORGANISATION
    assert wikibase.count("classes") == 1


def test_what_is_no_place_person_or_organisation_is_left_out(client):
    assert client().rows([9345788, 5]) == {}  # a disambiguation page, a class


def test_items_that_there_are_not(client):
    assert client().rows([2147483646]) == {}


def test_a_merged_item_is_found_under_its_old_number(wikidata_server, codes, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    items = wikidata_server.load_items(wikidata_server.OWN_ITEMS)
    server, site = wikidata_server.serve_wikidata(items, redirects={"Q99999": "Q615"})
    try:
        asks = Wikidata(Asker(), None, codes, Settings(site.api, site.sparql))
        row = asks.rows([99999])[99999]
        assert (row.id, row.name) == ("wikidata:Q615", "Lionel Messi")
    finally:
        wikidata_server.close(server)


def test_items_are_fetched_in_batches_of_fifty(client, wikibase):
    client().rows(range(100_001, 100_121))
    assert wikibase.count("wbgetentities") == 3
    sizes = [r.parameters["ids"].count("|") + 1 for r in wikibase.asked("wbgetentities")]
    assert sorted(sizes) == [20, 50, 50]


def test_nothing_is_asked_twice(client, wikibase):
    first = client()
    before = (first.search("Lionel Messi", Kind.PERSON, "en"), first.rows([615, 76, 554368]))
    asked = len(wikibase.requests)
    again = client()  # another process would see the same file
    after = (again.search("Lionel Messi", Kind.PERSON, "en"), again.rows([615, 76, 554368]))
    assert before == after
    assert len(wikibase.requests) == asked


def test_asking_anew_asks_again(client, wikibase):
    client().rows([615])
    client(anew=True).rows([615])
    assert wikibase.count("wbgetentities") == 2


def test_other_services_have_answers_of_their_own(client, wikibase):
    asks = client()
    asks.rows([615])
    other = Settings(wikibase.api.replace("127.0.0.1", "localhost"), wikibase.sparql)
    asks.settings = other
    asks.rows([615])
    assert wikibase.count("wbgetentities") == 2


def test_errors_are_not_kept_and_empty_answers_are(client, wikibase, wikidata_server):
    wikibase.faults["query"] = [wikidata_server.faults.error("badrequest")]
    with pytest.raises(ServiceError):
        client().search("Nobody Anybody", Kind.PERSON, "en")
    wikibase.faults.clear()
    assert client().search("Nobody Anybody", Kind.PERSON, "en") == ()
    asked = len(wikibase.requests)
    assert client().search("Nobody Anybody", Kind.PERSON, "en") == ()
    assert len(wikibase.requests) == asked


def test_what_there_is_not_is_asked_for_again_the_next_day(wikibase, codes, tmp_path):
    now, settings = [0.0], Settings(wikibase.api, wikibase.sparql)

    def asks():
        wikibase.forget()
        with Cache(tmp_path / "a.sqlite", clock=lambda: now[0]) as cache:
            asking = Wikidata(Asker(), cache, codes, settings)
            asking.search("Nobody Anybody", Kind.PERSON, "en")
            asking.search("Lionel Messi", Kind.PERSON, "en")
            asking.rows([615, 2147483646])
            asking.of_geonames([174703, 1])
        numbers = (r.parameters["query"].partition("?number { ")[2] for r in wikibase.requests[-1:])
        return [
            *(r.parameters["srsearch"].partition('" ')[0] for r in wikibase.asked("query")),
            *(r.parameters["ids"] for r in wikibase.asked("wbgetentities")),
            *(text.partition(" }")[0] for text in numbers if text),
        ]

    day = 86_400.0
    assert asks() == ['"Nobody Anybody', '"Lionel Messi', "Q615|Q2147483646", '"1" "174703"']
    now[0] = 0.9 * day
    assert asks() == []
    now[0] = 1.1 * day
    assert asks() == ['"Nobody Anybody', "Q2147483646", '"1"']
    now[0] = 7.5 * day
    assert '"Lionel Messi' in asks()
    now[0] = 31 * day
    assert "Q615|Q2147483646" in asks()


def test_what_another_name_finds_is_the_answer_for_the_first(client, wikibase):
    def others():
        return ["Lionel Messi"]

    assert client().search("Lionel Mesi", Kind.PERSON, "en", otherwise=others) == (615,)
    asked = len(wikibase.requests)
    assert client().search("Lionel Mesi", Kind.PERSON, "en", otherwise=others) == (615,)
    assert len(wikibase.requests) == asked == 2


def test_one_batch_that_fails_does_not_take_the_others_along(client, wikibase, wikidata_server):
    wikibase.faults["wbgetentities"] = [
        wikidata_server.faults.error("badrequest"),
        wikidata_server.faults.well,
    ]
    told = []
    found = client().rows([*range(1, 50), 76, 615], on_error=told.append)
    assert set(found) == {615}
    assert len(told) == 1


def test_geonames_ids_and_back(client):
    asks = client()
    assert asks.of_geonames([174703, 174748, 1]) == {174703: 554368, 174748: 2224171}
    assert asks.rows([2224171])[2224171].geonames == 174748


def test_many_geonames_ids_are_several_questions(client, wikibase):
    client().of_geonames(range(1, 451))
    assert wikibase.count("geonames") == 3


def test_an_id_that_two_items_claim_is_nobodys(client, wikibase):
    claim = {"mainsnak": {"snaktype": "value", "datavalue": {"value": "174703"}}, "rank": "normal"}
    wikibase.items.add({"id": "Q70001", "type": "item", "claims": {"P1566": [claim]}})
    assert client().of_geonames([174703, 174748]) == {174748: 2224171}


def test_a_statement_that_was_withdrawn_is_no_office(client, wikibase):
    snak = {"snaktype": "value", "datavalue": {"value": {"id": "Q11696"}}}
    held = [{"mainsnak": snak, "rank": rank} for rank in ("deprecated", "normal")]
    wikibase.items.add({"id": "Q70001", "type": "item", "claims": {"P39": held[:1]}})
    wikibase.items.add({"id": "Q70002", "type": "item", "claims": {"P39": held}})
    found = client().positions([70001, 70002])
    assert [len(found[number]) for number in (70001, 70002)] == [0, 1]


def test_positions_are_as_exact_as_known(client):
    (held,) = client().positions([76]).values()
    assert [(p.country, p.start, p.end) for p in held] == [("US", "2009-01-20", "2017-01-20")]


def test_labels_and_points(client):
    asks = client()
    assert asks.labels([142, 30], "ru").keys() == {142, 30}
    assert asks.labels([142], "ru") != asks.labels([142], "en")
    point = asks.points([554368])[554368]
    assert 39 < point.lat < 40


def test_a_spent_budget_asks_nothing(client, wikibase):
    told = []
    assert client().rows([615], budget=Budget(0, 0.0), on_error=told.append) == {}
    assert told
    assert wikibase.requests == []


NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from("\"'\\{}[]|\n\r\t\0\x1f\x7f<>&?#=%+-~*: "),
        st.characters(codec="utf-8"),
    ),
    max_size=50,
)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.one_of(
        NASTY,
        st.sampled_from(
            ['" haswbstatement:P31=Q515 "', "insource:/x/", "-a OR b", "\x1fQ1\x1fQ2", "Q1|Q2",
             "} ; DROP ALL #", 'x" } UNION { ?a ?b ?c'],
        ),
    ),
    kind=st.sampled_from(list(Kind)),
)  # fmt: skip
def test_a_name_reaches_the_api_as_data(client, wikibase, name, kind):
    wikibase.forget()
    found = client(cached=False).search(name, kind, "en")
    for request in wikibase.requests:
        assert request.path == "/w/api.php"
        if kind is Kind.PERSON:
            said = request.parameters["srsearch"]
            assert said.startswith('"')
            assert said.endswith('" haswbstatement:P31=Q5')
            assert said.count('"') == 2
            assert "\\" not in said
            term = said
        else:
            term = request.parameters["search"]
            assert " ".join(term.split()) == term
            letters = [c for c in name if c.isalnum()][:20]
            assert [c for c in term if c.isalnum()][: len(letters)] == letters
        assert not any(unicodedata.category(c)[0] == "C" for c in term)
        assert len(request.pairs) == len(request.parameters)  # no parameter was added
    client(cached=False).rows(found)
    assert wikibase.violations == []


BAD_IDS = [
    "Q0",
    "q1",
    "Q1 } DROP",
    "Q١",
    "Q2147483648",
    "Q9999999999",
    "Q99999999999999",
    "P31",
    "",
    "Q-1",
    "Q1|Q2",
    "Q1\n",
    None,
]


@pytest.mark.parametrize("text", BAD_IDS)
def test_what_is_no_id_never_becomes_a_number(text):
    assert number_of(text) is None
    assert item_of(text) is None
    if text is not None:
        with pytest.raises(InputError):
            item_number(text)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ids=st.lists(st.one_of(st.sampled_from(BAD_IDS), st.text(max_size=12), st.integers())))
def test_ids_that_a_server_invents_reach_no_query(client, wikibase, wikidata_server, ids):
    wikibase.forget()
    answer = {"search": [{"id": i} for i in ids], "success": 1}
    wikibase.faults["wbsearchentities"] = [wikidata_server.faults.sends(answer)]
    asks = client(cached=False)
    asks.rows(asks.search("Somewhere", Kind.PLACE, "en"))
    for request in wikibase.asked("wbgetentities"):
        assert all(is_curie(f"wikidata:{i}") for i in request.parameters["ids"].split("|"))
    assert wikibase.violations == []


@pytest.mark.parametrize("number", [0, -1, True, 1 << 41, 1.5, "1"])
def test_only_numbers_of_ids_stand_in_a_query(number):
    with pytest.raises(ValueError, match="number"):
        values("item", [number])


@pytest.mark.parametrize("code", ["", "e", "en|ru", 'en"', "en ", "EN", None, "en-" + "x" * 40])
def test_what_is_no_language_is_english(code):
    assert language_code(code) == "en"


@pytest.mark.parametrize(
    "text",
    [None, "", "Point(1 2", "Point(200 10)", "Point(10 95)", "Point(nan 1)", "Point(1e3 2)",
     "<http://www.wikidata.org/entity/Q405> Point(1 2)"],
)  # fmt: skip
def test_what_is_no_point_on_earth_is_none(text):
    assert point_of(text) is None


def test_rows_with_holes_are_passed_over():
    assert plain_facts([{}, {"item": "x"}, {"item": "Q1", "label": " a  b ", "place": "P1"}]) == {
        1: {"label": "a b"}
    }
    rows = [
        {"person": "Q1", "office": "Q2", "start": "x", "starts": "11"},
        {"person": "Q1", "office": "bad"},
        {"office": "Q2"},
    ]
    assert [t["start"] for t in offices_of(rows)[1]] == [None]


def test_the_more_telling_class_decides():
    classes = Classes({9: [43229, 5], 8: []})
    assert classes.verdict([9]).kind is Kind.PERSON
    assert classes.verdict([8]) is None
    assert classes.verdict([]) is None
