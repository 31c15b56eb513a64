"""``/reconcile``: the reconciliation API over HTTP, as OpenRefine and pages ask for it."""

import json
from urllib.parse import urlencode

import pytest

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def asked(service, path="/reconcile", **fields):
    return service.ask("POST", path, urlencode(fields), FORM)


def test_the_manifest_names_the_address_that_was_asked(service):
    reply = service.get("/reconcile")
    assert reply.status == 200
    manifest = reply.json
    assert manifest["versions"] == ["0.2"]
    assert f":{service.port}/reconcile" in manifest["view"]["url"]
    draft = service.get("/reconcile/1.0-draft").json
    assert "1.0-draft" in json.dumps(draft["versions"])


def test_queries_come_as_a_form_and_as_an_address(service):
    queries = json.dumps({"q0": {"query": "Yerevan", "type": "place"}})
    for reply in (
        asked(service, queries=queries),
        service.get(f"/reconcile?{urlencode({'queries': queries})}"),
    ):
        best = reply.json["q0"]["result"][0]
        assert (best["id"], best["match"]) == ("geonames:616052", True)


def test_the_country_of_a_capital_is_no_reason_for_the_state_of_its_name(service):
    country = [{"pid": "country", "v": "United States"}]
    queries = {"q0": {"query": "Washington", "type": "place", "properties": country}}
    best = asked(service, queries=json.dumps(queries)).json["q0"]["result"][0]
    assert best["id"] == "geonames:4140963"


def test_the_draft_takes_json(service):
    body = {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Yerevan"}]}]}
    reply = service.post("/reconcile/1.0-draft/reconcile", body)
    assert reply.json["results"][0]["candidates"][0]["id"] == "geonames:616052"


def test_values_are_fetched_and_names_suggested(service):
    extend = {"ids": ["geonames:616052"], "properties": [{"id": "latitude"}]}
    rows = asked(service, extend=json.dumps(extend)).json["rows"]
    assert rows["geonames:616052"]["latitude"][0]["float"] == pytest.approx(40.18, abs=0.01)
    found = service.get("/reconcile/suggest/entity?prefix=Yerev").json["result"]
    assert "geonames:616052" in {one["id"] for one in found}


def test_a_preview_may_stand_in_a_frame_and_nothing_else_may(service):
    preview = service.get("/reconcile/preview?id=geonames:616052")
    assert preview.status == 200
    assert "x-frame-options" not in preview.headers
    assert "frame-ancestors *" in preview.headers["content-security-policy"]
    assert service.get("/reconcile").headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/reconcile", {"queries": "{"}, 400),
        ("/reconcile", {"queries": "[" * 100_000}, 400),
        ("/reconcile", {"queries": '{"q0": {"query": 5}}'}, 400),
        ("/reconcile", {"extend": "null"}, 400),
        ("/reconcile", {}, 400),
        ("/reconcile/../etc/passwd", {"queries": "{}"}, 404),
        ("/reconcile/suggest/colour", {}, 404),
    ],
)
def test_what_makes_no_sense_is_one_line(service, path, fields, status):
    reply = asked(service, path, **fields)
    assert reply.status == status
    line = reply.json["error"]
    assert "\n" not in line
    assert "Traceback" not in line


def test_pages_of_this_machine_read_it_and_no_others(service):
    for origin in ("http://127.0.0.1:3333", "http://localhost:3333"):
        reply = service.get("/reconcile", Origin=origin)
        assert reply.headers["access-control-allow-origin"] == origin
        assert reply.headers["vary"] == "Origin"
    for origin in ("https://evil.example", "http://127.0.0.1.evil.example", "null"):
        reply = service.get("/reconcile/suggest/entity?prefix=Yer", Origin=origin)
        assert reply.headers["access-control-allow-origin"] is None
    refused = service.ask("POST", "/reconcile", "x", {"Origin": "http://localhost:3333"})
    assert refused.status == 415
    assert refused.headers["access-control-allow-origin"] == "http://localhost:3333"


def test_addresses_in_replies_are_those_that_the_operator_names(serve):
    service = serve(workers=1, public_url="https://desk.example/enrich/")
    manifest = service.get("/reconcile").json
    assert manifest["view"]["url"].startswith("https://desk.example/enrich/reconcile/")


@pytest.mark.parametrize("cell", ["None", "Total", "Name", "unknown"])
def test_what_says_that_nothing_is_there_matches_nothing(service, cell):
    queries = json.dumps({"q0": {"query": cell, "type": "place"}})
    found = asked(service, queries=queries).json["q0"]["result"]
    assert not [one for one in found if one["match"]]


def test_a_place_whose_population_is_below_nothing_is_answered(service):
    assert service.get("/lookup?name=Kazachye").status == 200
    assert service.post("/link", "Talks in Kazachye, Russia.", {"Content-Type": "text/plain"})


def test_only_named_origins_read_it_where_some_are_named(serve):
    service = serve(workers=1, origins=["https://desk.example"])
    known = service.get("/reconcile", Origin="https://desk.example")
    assert known.headers["access-control-allow-origin"] == "https://desk.example"
    other = service.get("/reconcile", Origin="https://other.example")
    assert other.headers["access-control-allow-origin"] is None


def test_with_a_token_it_needs_it(serve):
    service = serve(workers=1, token="secret")  # noqa: S106 - of the test
    assert service.get("/reconcile").status == 401
    assert service.get("/reconcile", Authorization="Bearer secret").status == 200
