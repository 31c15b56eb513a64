"""What is sent and received, against the JSON schemas and examples of the protocol."""

import json

import pytest

from enrich.server.reconcile import ReconcileError, Reconciler, ReconcileRequest
from enrich.server.reconcile.queries import parse_batch, parse_list

jsonschema = pytest.importorskip("jsonschema", reason="no jsonschema: pip install '.[dev]'")
VERSIONS = ("0.2", "1.0-draft")
BASE = "http://127.0.0.1:8000/reconcile"
IDS = ["geonames:616052", "wikidata:Q58217", "geonames:174982", "enrich:nothing"]
PROPERTIES = (
    "country area coordinates latitude longitude geonames wikidata office country_code admin1"
    " admin2 population feature type description name"
).split()


@pytest.fixture(scope="module")
def specification(shared):
    path = shared / "reconciliation"
    if not path.is_dir():
        pytest.skip(f"no schemas of the reconciliation API at {path}")
    return path


@pytest.fixture(scope="module")
def check(specification):
    """Validates a value against a schema of a version."""
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT7

    def checked(version, name, value):
        folder = specification / version / "schemas"
        read = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in folder.glob("*.json")}
        resources = [Resource.from_contents(one, DRAFT7) for one in read.values()]
        registry = Registry().with_resources((r.id(), r) for r in resources)
        jsonschema.Draft7Validator(read[name], registry=registry).validate(value)

    return checked


@pytest.fixture(scope="module")
def service(linker):
    return Reconciler(linker)


def reply(service, method, path="", **parts):
    answer = service.answer(ReconcileRequest(method, path, base_url=BASE, **parts))
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


def root(version):
    return "" if version == "0.2" else "/1.0-draft"


def test_the_check_finds_what_is_wrong(check):
    for version in VERSIONS:
        with pytest.raises(jsonschema.ValidationError):
            check(version, "manifest", {"name": "x", "versions": [version]})


@pytest.mark.parametrize("version", VERSIONS)
def test_manifests_are_valid(service, check, version):
    manifest = reply(service, "GET", root(version))
    check(version, "manifest", manifest)
    assert manifest["versions"] == [version]
    assert manifest["view"]["url"].startswith(BASE + root(version))
    assert {"place", "person", "organisation", "country"} <= {
        one["id"] for one in manifest["defaultTypes"]
    }


def test_a_result_batch_of_02_is_valid(service, check):
    batch = {
        "q0": {"query": "Paris", "type": "settlement", "limit": 3,
               "properties": [{"pid": "country", "v": "FR"}], "type_strict": "should"},
        "q1": {"query": "Vrongelby"},
        "q2": {"query": "Sergey Lavrov", "type": ["person"]},
        "q3": {"query": "Paris", "properties": [{"pid": "coordinates", "v": "33.66,-95.55"}]},
        "q4": {"properties": [{"pid": "wikidata", "v": "Q1953"}]},
    }  # fmt: skip
    check("0.2", "reconciliation-query-batch", batch)
    found = reply(service, "POST", form={"queries": json.dumps(batch)})
    check("0.2", "reconciliation-result-batch", found)
    assert [len(found[id_]["result"]) > 0 for id_ in batch] == [True, False, True, True, True]


def test_a_result_batch_of_10_is_valid(service, check):
    name = {"matchType": "name", "propertyValue": "Paris"}
    country = {
        "matchType": "property", "propertyId": "country", "propertyValue": ["FR", "CA"],
        "required": True, "matchQuantifier": "any", "matchQualifier": "ExactMatch",
    }  # fmt: skip
    batch = {
        "queries": [
            {"type": "settlement", "limit": 3, "lang": "en", "conditions": [name, country]},
            {"conditions": [{"matchType": "id", "propertyValue": "wikidata:Q1953"}]},
            {"conditions": [{"matchType": "name", "propertyValue": "Vrongelby"}]},
        ]
    }
    check("1.0-draft", "reconciliation-query-batch", batch)
    found = reply(service, "POST", "/1.0-draft/reconcile", body=json.dumps(batch).encode())
    check("1.0-draft", "reconciliation-result-batch", found)
    assert [len(one["candidates"]) > 0 for one in found["results"]] == [True, True, False]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("what", "schema"),
    [
        ("entity", "suggest-entities-response"),
        ("type", "suggest-types-response"),
        ("property", "suggest-properties-response"),
    ],
)
def test_suggestions_are_valid(service, check, version, what, schema):
    found = reply(service, "GET", f"{root(version)}/suggest/{what}", query={"prefix": "co"})
    assert found["result"]
    check(version, schema, found)


@pytest.mark.parametrize("version", VERSIONS)
def test_extensions_are_valid(service, check, version):
    query = {"ids": IDS, "properties": [{"id": one} for one in PROPERTIES]}
    check(version, "data-extension-query", query)
    if version == "0.2":
        found = reply(service, "POST", form={"extend": json.dumps(query)})
        rows = found["rows"]
    else:
        found = reply(service, "POST", "/1.0-draft/extend", body=json.dumps(query))
        rows = {one["id"]: one["properties"] for one in found["rows"]}
    check(version, "data-extension-response", found)
    assert set(rows) == set(IDS)


@pytest.mark.parametrize("version", VERSIONS)
def test_proposals_are_valid(service, check, version):
    query = {"type": "person", "limit": "3"}
    found = reply(service, "GET", f"{root(version)}/extend/propose", query=query)
    check(version, "data-extension-property-proposal", found)


@pytest.mark.parametrize("version", VERSIONS)
def test_batches_of_the_specification_are_read_but_for_types_of_others(specification, version):
    """Its examples ask for types and properties of other services, which is told."""
    parse = parse_batch if version == "0.2" else parse_list
    folder = specification / version / "examples" / "reconciliation-query-batch"
    told = {}
    for path in sorted(folder.glob("*/*.json")):
        error = problem(parse, json.loads(path.read_text(encoding="utf-8")))
        told.setdefault(path.parent.name, {})[path.name] = error
    assert told["valid"]
    assert told["valid"]["example-min.json"] == ""
    assert all(not error or "is none of" in error for error in told["valid"].values()), told
    assert all(told["invalid"].values()), told


def problem(parse, batch):
    """What is wrong with a batch, "" where nothing is."""
    try:
        parse(batch)
    except ReconcileError as error:
        return str(error)
    return ""
