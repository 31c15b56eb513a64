"""The OpenAPI document of a service holds for what it answers."""

import json

import pytest

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")

TEXT = {"Content-Type": "text/plain"}
LINES = {"Content-Type": "application/x-ndjson"}
ARTICLE = (
    "TBILISI – Georgian officials met Lavrov, of Qwertyville, and the CSTO. Then they went to Paris"
    " and to Storm Gloria."
)


@pytest.fixture(scope="module")
def document(service):
    return service.get("/openapi.json").json


@pytest.fixture
def check(document):
    """Hold a reply against what the document says of its path, method and status."""

    def checked(reply, path, method="post"):
        told = document["paths"][path][method]["responses"][str(reply.status)]
        if reply.status == 204:
            assert not reply.body
            return
        media = reply.headers["content-type"].partition(";")[0]
        schema = told["content"][media].get("schema", {})
        values = [reply.json] if "json" in media and "ndjson" not in media else [reply.text]
        if path == "/link/batch" and reply.status == 200:
            values = [json.loads(line) for line in reply.text.splitlines()]
        whole = {**schema, "components": document["components"]}
        jsonschema.Draft202012Validator.check_schema(whole)
        for value in values:
            jsonschema.Draft202012Validator(whole).validate(value)

    return checked


@pytest.mark.parametrize("form", ["json", "geojson", "jsonl", "csv", "schemaorg", "html", "kml"])
def test_answers_to_link(service, check, form):
    reply = service.post(f"/link?format={form}&published=2024-06-12", ARTICLE, TEXT)
    assert reply.status == 200
    check(reply, "/link")


def test_answers_to_several_documents(service, check):
    sent = [{"text": ARTICLE, "id": 7, "url": "https://example.org/a"}, {"text": "It rains."}]
    check(service.post("/link", {"documents": sent}), "/link")


def test_refusals(service, check):
    for body, headers, status in (
        ("", TEXT, 422),
        ("x" * 200_001, TEXT, 413),
        ("x", {"Content-Type": "image/png"}, 415),
    ):
        reply = service.post("/link", body, headers)
        assert reply.status == status
        check(reply, "/link")


def test_answers_of_a_batch(service, check):
    lines = [json.dumps({"text": ARTICLE}), "{}", json.dumps({"text": "It rains."})]
    check(service.post("/link/batch", "\n".join(lines), LINES), "/link/batch")


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/lookup?name=Paris&limit=50", "/lookup"),
        ("/lookup?name=Lavrov", "/lookup"),
        ("/lookup?name=", "/lookup"),
        ("/entity/Q58217", "/entity/{id}"),
        ("/entity/geonames:616052", "/entity/{id}"),
        ("/entity/geonames:1", "/entity/{id}"),
        ("/entity/x", "/entity/{id}"),
        ("/health", "/health"),
        ("/health/live", "/health/live"),
    ],
)
def test_answers_of_the_rest(service, check, address, path):
    check(service.get(address), path, "get")


def test_the_document_says_what_is_sent(document):
    link = document["paths"]["/link"]["post"]
    assert {*link["requestBody"]["content"]} == {"application/json", "text/plain"}
    schema = link["requestBody"]["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator.check_schema(schema)
    for good in ({"text": "x"}, {"documents": [{"text": "x", "id": 1, "more": [1]}]}):
        jsonschema.validate(good, schema)
    for bad in (
        {},
        {"documents": []},
        {"text": 1},
        {"documents": [{"text": "x"}], "country": "AM"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)
    named = {one["name"] for one in link["parameters"]}
    assert {"country", "near", "prefer", "min_score", "roles", "format", "layer"} <= named
    assert not named & {"gazetteer", "decisions", "tagger", "wikidata", "cache", "user_gazetteer"}


def test_operations_have_names_of_their_own(document):
    names = [told["operationId"] for path in document["paths"].values() for told in path.values()]
    assert len({*names}) == len(names)
    assert all(told["summary"] for path in document["paths"].values() for told in path.values())
