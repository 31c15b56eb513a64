"""The reconciliation service: what it answers, in both versions of the protocol."""

import json

import pytest

from enrich import Linker
from enrich.server.reconcile import Query, Reconciler, ReconcileRequest
from enrich.server.reconcile.queries import MOST_QUERIES
from gazetteer.model import Kind
from gazetteer.rows import Row
from gazetteer.store.adopt import prepare
from gazetteer.store.layers import Layer

YEREVAN = "geonames:616052"
ARMENIA = "geonames:174982"
LAVROV = "wikidata:Q58217"


@pytest.fixture(scope="module")
def service(linker):
    return Reconciler(linker)


def ask(service, batch, status=200):
    reply = service.answer(ReconcileRequest("POST", form={"queries": json.dumps(batch)}))
    assert reply.status == status, reply.body
    return json.loads(reply.body)


def first(service, query):
    found = ask(service, {"q": query})["q"]["result"]
    return found[0] if found else None


def given(**properties):
    return [{"pid": pid, "v": value} for pid, value in properties.items()]


def get(service, path, **query):
    reply = service.answer(ReconcileRequest("GET", path, query=query))
    assert reply.status == 200, reply.body
    return json.loads(reply.body)


def suggested(service, what, **query):
    return get(service, f"/suggest/{what}", **query)["result"]


# ------------------------------------------------------------------------------- what is matched


def test_a_name_is_matched_with_what_is_known_of_it(service):
    best = first(service, {"query": "Yerevan", "type": "settlement"})
    assert best["id"] == YEREVAN
    assert best["match"]
    assert 80 <= best["score"] <= 100
    assert {"id": "capital", "name": "Capital of a country"} in best["type"]
    assert "AM" in best["description"]


@pytest.mark.parametrize(
    ("country", "meant"),
    [
        ("US", "geonames:4717560"),
        ("Соединённые Штаты Америки", "geonames:4717560"),
        ("France", "geonames:2988507"),
        ("frankreich", "geonames:2988507"),
        ({"id": "geonames:3017382", "name": "France"}, "geonames:2988507"),
    ],
)
def test_a_country_is_understood_in_any_language_as_a_code_and_as_an_entity(
    service, country, meant
):
    query = {"query": "Paris", "type": "settlement", "properties": given(country=country)}
    assert first(service, query)["id"] == meant


def test_a_state_tells_namesakes_apart(service):
    batch = {
        state: {"query": "Springfield", "properties": given(country="US", area=state)}
        for state in ("IL", "Massachusetts", "Missouri", "US.OH")
    }
    found = {state: one["result"][0] for state, one in ask(service, batch).items()}
    areas = {"IL": "Illinois", "US.OH": "Ohio"}
    for state, best in found.items():
        assert areas.get(state, state) in best["description"]
    assert found["Missouri"]["match"]


def test_rows_that_say_which_one_say_nothing_of_a_row_that_does_not(service):
    batch = {
        "told": {"query": "Springfield", "properties": given(country="US", area="Missouri")},
        "bare": {"query": "Springfield"},
    }
    found = ask(service, batch)
    assert found["told"]["result"][0]["match"]
    assert not any(one["match"] for one in found["bare"]["result"])


def test_a_point_tells_namesakes_apart(service):
    texas = {"query": "Paris", "properties": given(coordinates="33.66,-95.55")}
    france = {"query": "Paris", "properties": given(latitude=48.85, longitude="2.35")}
    found = ask(service, {"t": texas, "f": france})
    assert found["t"]["result"][0]["id"] == "geonames:4717560"
    assert found["f"]["result"][0]["id"] == "geonames:2988507"
    features = {one["id"]: one["value"] for one in found["t"]["result"][0]["features"]}
    assert features["coordinates"] is True
    assert features["km"] < 10


def test_cells_are_ranked_in_the_light_of_their_column(service):
    def springfield(*others):
        batch = {name: {"query": name} for name in ("Springfield", *others)}
        return ask(service, batch)["Springfield"]["result"][0]

    assert "Illinois" in springfield("Chicago", "Peoria", "Rockford")["description"]
    assert "Massachusetts" in springfield("Boston", "Worcester", "Lowell")["description"]
    assert springfield("Chicago", "Peoria", "Rockford")["match"]
    assert not springfield()["match"]


def test_an_id_decides_at_once(service):
    for query in (
        {"query": "whatever", "properties": given(geonames=616052)},
        {"query": "whatever", "properties": given(wikidata="Q1953")},
        {"query": YEREVAN},
        {"query": "https://www.wikidata.org/wiki/Q1953"},
        {"properties": given(geonames="616052")},
    ):
        found = ask(service, {"q": query})["q"]["result"]
        assert [(one["id"], one["score"], one["match"]) for one in found] == [(YEREVAN, 100, True)]


def test_an_id_that_is_not_held_leaves_the_name_unsure(service):
    best = first(service, {"query": "Yerevan", "properties": given(geonames="99999999999")})
    assert best["id"] == YEREVAN
    assert not best["match"]


def test_the_type_is_kept_to_unless_it_is_only_wished_for(service):
    assert first(service, {"query": "Georgia", "type": "country"})["description"].endswith("GE")
    assert first(service, {"query": "Georgia", "type": "admin1"})["description"].endswith("US")
    assert first(service, {"query": "Yerevan", "type": "river"}) is None
    wished = first(service, {"query": "Yerevan", "type": "river", "type_strict": "should"})
    assert wished["id"] == YEREVAN
    assert not wished["match"]


def test_what_contradicts_a_property_is_shown_and_is_no_match(service):
    best = first(service, {"query": "Yerevan", "properties": given(country="Brazil")})
    assert best["id"] == YEREVAN
    assert not best["match"]
    assert {"id": "country", "value": False} in best["features"]
    unread = first(service, {"query": "Yerevan", "properties": given(country="Nowhereland")})
    assert not unread["match"]


@pytest.mark.parametrize(
    ("name", "type_", "meant"),
    [
        ("Lavrov, Sergey", "person", LAVROV),
        ("Russian Foreign Minister Sergey Lavrov", "person", LAVROV),
        ("Yerevan (Armenia)", "", YEREVAN),
        ("YEREVAN", "", YEREVAN),
        ("yerevan", "", YEREVAN),
        ("Ереван", "", YEREVAN),
        ("Yervan", "settlement", YEREVAN),
    ],
)
def test_cells_are_understood_as_tables_write_them(service, name, type_, meant):
    query = {"query": name, **({"type": type_} if type_ else {})}
    assert first(service, query)["id"] == meant


def test_what_nothing_is_called_has_no_candidates(service):
    assert first(service, {"query": "Vrongelby"}) is None
    assert first(service, {"query": "   "}) is None
    assert first(service, {"query": "..."}) is None


def test_a_state_is_no_match_where_it_had_ended(service):
    def match(day):
        query = {"query": "Soviet Union", "properties": given(date=day)}
        return first(service, query)["match"]

    assert match("1980")
    assert not match("2020-01-01")


def test_a_date_tells_who_is_in_office(service):
    def described(day):
        query = {"query": "George Bush", "type": "person", "properties": given(date=day)}
        return first(service, query)["name"]

    assert described("1990-05-01") != described("2005-05-01")


def test_the_limit_is_kept(service):
    found = ask(service, {"q": {"query": "Springfield", "limit": 3}})["q"]["result"]
    assert len(found) == 3
    assert [one["score"] for one in found] == sorted((o["score"] for o in found), reverse=True)


def test_what_the_user_has_added_is_found(gazetteer):
    row = Row("enrich:map-desk", Kind.ORGANISATION, "Zentralverband Kartentisch", source="mine")
    layered = gazetteer.with_layer(Layer([prepare(row, gazetteer)]))
    with Linker(layered) as linker:
        service = Reconciler(linker)
        assert first(service, {"query": "Zentralverband Kartentisch"})["id"] == "enrich:map-desk"
        shown = suggested(service, "entity", prefix="Zentralverband Kart")
        assert [one["id"] for one in shown] == ["enrich:map-desk"]


def test_the_draft_has_conditions_that_are_required_or_excluded(service):
    def asked(**condition):
        name = {"matchType": "name", "propertyValue": "Paris"}
        country = {"matchType": "property", "propertyId": "country", **condition}
        query = {"type": "settlement", "conditions": [name, country]}
        body = json.dumps({"queries": [query]})
        reply = service.answer(ReconcileRequest("POST", "/1.0-draft/reconcile", body=body))
        assert reply.status == 200, reply.body
        return json.loads(reply.body)["results"][0]["candidates"]

    assert asked(propertyValue="FR")[0]["id"] == "geonames:2988507"
    without = asked(propertyValue="FR", matchQuantifier="none")
    assert without
    assert all("FR" not in one["description"].rpartition(" ")[2] for one in without)
    assert asked(propertyValue=["CA", "FR"])[0]["id"] == "geonames:2988507"
    assert asked(propertyValue="VU") != []
    assert asked(propertyValue="VU", required=True) == []


# ---------------------------------------------------------------------------- what is suggested


def test_entities_are_suggested_by_their_first_letters(service):
    assert suggested(service, "entity", prefix="Yerev")[0]["id"] == YEREVAN
    assert suggested(service, "entity", prefix="Ерев")[0]["id"] == YEREVAN
    assert suggested(service, "entity", prefix="Q1953")[0]["id"] == YEREVAN
    people = suggested(service, "entity", prefix="Serg", type="person")
    assert people
    assert all(one["notable"][0]["id"] == "person" for one in people)
    assert suggested(service, "entity", prefix="") == []


def test_suggestions_are_paged(service):
    one = [e["id"] for e in suggested(service, "entity", prefix="San", limit="4")]
    two = [e["id"] for e in suggested(service, "entity", prefix="San", limit="4", cursor="4")]
    both = [e["id"] for e in suggested(service, "entity", prefix="San", limit="8", cursor="0")]
    assert both == one + two


def test_types_and_properties_are_suggested(service):
    assert suggested(service, "type", prefix="count")[0]["id"] == "country"
    assert "latitude" in [one["id"] for one in suggested(service, "property", prefix="lat")]
    assert suggested(service, "property", prefix="")  # all of them


# -------------------------------------------------------------------------------- what is shown


def test_a_preview_is_a_page_without_anything_that_acts(service):
    reply = service.answer(ReconcileRequest("GET", "/preview", query={"id": YEREVAN}))
    assert reply.headers["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert "Yerevan" in reply.body
    assert "<script" not in reply.body
    assert "40.17" in reply.body
    flyout = get(service, "/flyout/entity", id=YEREVAN)
    assert "Yerevan" in flyout["html"]


def test_names_are_text_in_a_preview(gazetteer):
    row = Row(
        "enrich:evil", Kind.ORGANISATION, '<img src=x onerror="alert(1)">',
        description="{title} </style><script>", source="mine",
    )  # fmt: skip
    with Linker(gazetteer.with_layer(Layer([prepare(row, gazetteer)]))) as linker:
        page = Reconciler(linker).preview_html("enrich:evil")
    assert "<img" not in page
    assert "<script" not in page
    assert "{title}" in page


# ------------------------------------------------------------------------------ what is extended


def extended(service, ids, *properties):
    form = {"extend": json.dumps({"ids": ids, "properties": list(properties)})}
    reply = service.answer(ReconcileRequest("POST", form=form))
    assert reply.status == 200, reply.body
    return json.loads(reply.body)


def test_columns_are_extended(service):
    wanted = "latitude longitude coordinates geonames wikidata country population feature admin1"
    found = extended(
        service, [YEREVAN, "geonames:99999999999"], *({"id": i} for i in wanted.split())
    )
    row = found["rows"][YEREVAN]
    assert row["wikidata"] == [{"str": "Q1953"}]
    assert row["geonames"] == [{"str": "616052"}]
    assert row["country"] == [{"id": ARMENIA, "name": "Armenia"}]
    assert row["feature"] == [{"str": "PPLC"}]
    assert row["latitude"][0]["float"] == pytest.approx(40.18, abs=0.05)
    assert row["population"][0]["int"] > 900_000
    assert [one["id"] for one in found["meta"]] == wanted.split()
    assert found["meta"][5]["type"]["id"] == "country"
    assert set(map(tuple, found["rows"]["geonames:99999999999"].values())) == {()}


def test_countries_come_as_the_settings_say(service):
    def country(**settings):
        rows = extended(service, [YEREVAN], {"id": "country", "settings": settings})["rows"]
        return rows[YEREVAN]["country"]

    assert country(content="name") == [{"str": "Armenia"}]
    assert country(content="id") == [{"str": ARMENIA}]
    assert country(limit="0") == country(limit=1) == [{"id": ARMENIA, "name": "Armenia"}]


def test_offices_are_those_of_the_day(service, gazetteer):
    pashinyan = gazetteer.lookup("Nikol Pashinyan")[0].entity.id

    def offices(day):
        asked = {"id": "office", "settings": {"date": day}}
        return [
            one["str"] for one in extended(service, [pashinyan], asked)["rows"][pashinyan]["office"]
        ]

    assert "prime minister of Armenia" in offices("2019-07-01")
    assert "prime minister of Armenia" not in offices("2010-07-01")


def test_properties_are_proposed_by_type(service):
    def proposed(**query):
        return [one["id"] for one in get(service, "/extend/propose", **query)["properties"]]

    assert "office" in proposed(type="person")
    assert "population" not in proposed(type="person")
    assert "population" in proposed(type="settlement")
    assert len(proposed(limit="2")) == 2


# --------------------------------------------------------------------------------- what is wrong

BAD_02 = [
    "", "{", "[]", "null", "1", '"q"', "NaN", '{"q": 1}', '{"q": {}}', '{"q": {"limit": 1}}',
    '{"q": {"properties": []}}', '{"q": {"query": 1}}', '{"q": {"query": "x", "limit": 0}}',
    '{"q": {"query": "x", "limit": "many"}}', '{"q": {"query": "x", "limit": -1}}',
    '{"q": {"query": "x", "limit": true}}', '{"q": {"query": "x", "limit": 1e400}}',
    '{"q": {"query": "x", "type": 3}}', '{"q": {"query": "x", "type": "song"}}',
    '{"q": {"query": "x", "type_strict": "maybe"}}', '{"q": {"query": "x", "props": []}}',
    '{"q": {"query": "x", "properties": {}}}', '{"q": {"query": "x", "properties": [1]}}',
    '{"q": {"query": "x", "properties": [{"pid": "country"}]}}',
    '{"q": {"query": "x", "properties": [{"pid": "colour", "v": "red"}]}}',
    '{"q": {"query": "x", "properties": [{"pid": "country", "v": {"name": "x"}}]}}',
    '{"q": {"query": "x", "properties": [{"pid": "country", "v": [[]]}]}}',
    '{"q": {"query": "\\ud800"}}', '{"\\ud800": {"query": "x"}}',
    json.dumps({"q": {"query": "x" * 501}}), "[" * 100_000, "9" * 5000,
    json.dumps({f"q{i}": {"query": "x"} for i in range(MOST_QUERIES + 1)}),
]  # fmt: skip


def is_one_clear_error(reply):
    assert 400 <= reply.status < 500
    told = json.loads(reply.body)
    assert list(told) == ["error"]
    assert 10 < len(told["error"]) < 700
    assert "\n" not in told["error"]
    reply.body.encode()


@pytest.mark.parametrize("queries", BAD_02, ids=lambda text: text[:40])
def test_a_malformed_batch_is_one_clear_error(service, queries):
    is_one_clear_error(service.answer(ReconcileRequest("POST", form={"queries": queries})))


def conditions(*listed, **more):
    return json.dumps({"queries": [{"conditions": list(listed), **more}]})


NAME = {"matchType": "name", "propertyValue": "x"}
COUNTRY = {"matchType": "property", "propertyId": "country", "propertyValue": "x"}
BAD_10 = [
    "", "[]", "{}", '{"queries": {}}', '{"queries": [1]}', '{"queries": [{}]}', b"\xff",
    conditions(), conditions({}), conditions({"matchType": "name"}),
    conditions({"matchType": "age", "propertyValue": "x"}),
    conditions({"matchType": "property", "propertyValue": "x"}),
    conditions(NAME, type=["place"]), conditions({**COUNTRY, "required": 1}),
    conditions({**COUNTRY, "matchQuantifier": "most"}),
]  # fmt: skip


@pytest.mark.parametrize("body", BAD_10)
def test_a_malformed_list_is_one_clear_error(service, body):
    request = ReconcileRequest("POST", "/1.0-draft/reconcile", body=body)
    is_one_clear_error(service.answer(request))


@pytest.mark.parametrize(
    "extend",
    [
        "{}", '{"ids": []}', '{"ids": [1], "properties": []}', '{"ids": "x", "properties": []}',
        '{"ids": [], "properties": [{"id": "colour"}]}',
        '{"ids": [], "properties": [{"id": "date"}]}',
        '{"ids": [], "properties": [{"id": "office", "settings": {"date": "soon"}}]}',
        '{"ids": [], "properties": [{"id": "office", "settings": {"date": "03/04/2020"}}]}',
        '{"ids": [], "properties": [{"id": "country", "settings": {"content": []}}]}',
        '{"ids": [], "properties": [{"id": "country", "settings": {"limit": -2}}]}',
        json.dumps({"ids": ["x"] * 1001, "properties": []}),
    ],
)  # fmt: skip
def test_a_malformed_extension_is_one_clear_error(service, extend):
    is_one_clear_error(service.answer(ReconcileRequest("POST", form={"extend": extend})))


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [
        ("GET", "/nothing", {}), ("POST", "", {}), ("GET", "/preview", {}),
        ("GET", "/preview", {"id": "song"}), ("GET", "/preview", {"id": "geonames:99999999999"}),
        ("GET", "/suggest/colour", {}), ("GET", "/suggest/entity", {"prefix": "x" * 600}),
        ("GET", "/suggest/entity", {"prefix": "x", "cursor": "-1"}),
        ("GET", "/suggest/entity", {"prefix": "x", "type": "song"}),
        ("GET", "/extend/propose", {"type": "song"}), ("GET", "/1.0-draft/reconcile", {}),
        ("GET", "/1.0-draft/nothing\n", {}), ("GET", "/1.0-draftx", {}),
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_one_clear_error(service, method, path, query):
    is_one_clear_error(service.answer(ReconcileRequest(method, path, query=query)))


def test_a_value_that_a_cell_may_well_hold_is_no_error(service):
    odd = given(
        coordinates="n/a", latitude="x", country="", area="?", date="soon",
        geonames="none", wikidata=-1, office=True,
    )  # fmt: skip
    best = first(service, {"query": "Yerevan", "properties": odd})
    assert best["id"] == YEREVAN
    assert not best["match"]


def test_web_pages_may_be_kept_from_reading_the_replies(linker):
    request = ReconcileRequest("OPTIONS", "/suggest/entity")
    assert Reconciler(linker).answer(request).headers["Access-Control-Allow-Origin"] == "*"
    kept = Reconciler(linker, origin="").answer(request)
    assert kept.status == 204
    assert "Access-Control-Allow-Origin" not in kept.headers


def test_queries_can_be_asked_without_http(service):
    ((best, *_),) = service.reconcile([Query("Yerevan")])
    assert best.entity.id == YEREVAN
