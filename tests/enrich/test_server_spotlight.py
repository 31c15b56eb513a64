"""``/annotate`` and ``/spot``: DBpedia Spotlight's interface, by plain HTTP and by its clients."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest

from enrich.flow.options import MIN_SCORE

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# A byte order mark, a letter beyond the basic plane and a line end, each of which shifts offsets
# where it is counted otherwise or lost.
ARTICLE = (
    "\ufeff😀 TBILISI –\r\nGeorgian officials met a delegation from Paris, Texas. Lavrov was with"
    " the CSTO."
)
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "service.md"
YEREVAN = "http://www.wikidata.org/entity/Q1953"
WHY = "pip install {}, a client of DBpedia Spotlight"


def asked(service, path="/annotate", headers=FORM, **fields):
    return service.ask("POST", path, urlencode(fields), headers)


def uris(reply):
    return {one["@surfaceForm"]: one["@URI"] for one in reply.json.get("Resources", ())}


def test_a_link_has_the_keys_of_spotlight_and_all_numbers_as_texts(service):
    reply = asked(service, text=ARTICLE, confidence="0.3", types="")
    assert reply.headers["content-type"] == "application/json"
    told = reply.json
    resources = told.pop("Resources")
    assert told == {
        "@text": ARTICLE,
        "@confidence": "0.3",
        "@support": "0",
        "@types": "",
        "@sparql": "",
        "@policy": "whitelist",
    }
    for one in resources:
        assert {*one} == {
            "@URI", "@support", "@types", "@surfaceForm", "@offset", "@similarityScore",
            "@percentageOfSecondRank",
        }  # fmt: skip
        assert all(isinstance(value, str) for value in one.values())
        start = int(one["@offset"])
        assert ARTICLE[start : start + len(one["@surfaceForm"])] == one["@surfaceForm"]
        assert 0.3 <= float(one["@similarityScore"]) <= 1
        assert 0 <= float(one["@percentageOfSecondRank"]) <= 1
    found = uris(reply)
    assert found["Lavrov"] == "http://www.wikidata.org/entity/Q58217"
    assert found["Paris"] == "http://www.wikidata.org/entity/Q830149"  # the one in Texas


def test_types_tell_kinds_and_sorts_of_places(service):
    told = {one["@surfaceForm"]: one["@types"].split(",")
            for one in asked(service, text=ARTICLE).json["Resources"]}  # fmt: skip
    assert {"DBpedia:Country", "Schema:Country", "DBpedia:Place"} <= {*told["Georgian"]}
    assert {"DBpedia:Settlement", "DBpedia:PopulatedPlace"} <= {*told["TBILISI"]}
    assert "DBpedia:AdministrativeRegion" in told["Texas"]
    assert {"DBpedia:Person", "Schema:Person"} <= {*told["Lavrov"]}
    assert "DBpedia:Organisation" in told["CSTO"]
    assert "DBpedia:Country" not in told["Texas"]


def test_what_wikidata_does_not_hold_has_another_iri(service):
    text = "A mine near Kajaran, Armenia, said Tsargrad TV."
    found = uris(asked(service, text=text, confidence="0"))
    assert found["Kajaran"] == "https://sws.geonames.org/174880/"
    assert found["Tsargrad TV"] == "urn:enrich:entity:tsargrad-tv"


def test_the_address_does_as_well_as_a_form(service):
    fields = {"text": ARTICLE, "confidence": "0.5", "types": "DBpedia:Person"}
    by_get = service.get(f"/annotate?{urlencode(fields)}", Accept="application/json")
    assert by_get.json == asked(service, **fields).json
    assert {*uris(by_get)} == {"Lavrov"}


def test_confidence_is_the_score_and_else_that_of_the_operator(service):
    found = asked(service, text=ARTICLE, confidence="0").json["Resources"]
    scores = {one["@surfaceForm"]: float(one["@similarityScore"]) for one in found}
    first, second, *_ = sorted(scores.values())
    bar = (first + second) / 2
    sure = uris(asked(service, text=ARTICLE, confidence=str(bar)))
    assert {*sure} == {name for name, score in scores.items() if score > bar} != {*scores}
    assert asked(service, text=ARTICLE).json["@confidence"] == str(MIN_SCORE)


def test_types_are_wanted_or_unwanted(service):
    everything = {*uris(asked(service, text=ARTICLE))}
    people = {"types": "dbpedia:person, Schema:Organization"}
    wanted = asked(service, text=ARTICLE, **people, policy="whitelist")
    unwanted = asked(service, text=ARTICLE, **people, policy="blacklist")
    assert {*uris(wanted)} == {"Lavrov", "CSTO"}
    assert {*uris(unwanted)} == everything - {"Lavrov", "CSTO"}
    assert (unwanted.json["@policy"], unwanted.json["@types"]) == ("blacklist", people["types"])


def test_where_nothing_is_found_there_are_no_resources(service):
    assert {*asked(service, text="It rains.").json} == {
        "@text", "@confidence", "@support", "@types", "@sparql", "@policy"
    }  # fmt: skip
    assert asked(service, "/spot", text="It rains.").json == {"annotation": {"@text": "It rains."}}


def test_names_are_spotted_whether_they_can_be_linked_or_not(service):
    text = "Talks in Goris and Qwertyville."
    assert asked(service, "/spot", text=text).json["annotation"] == {
        "@text": text,
        "surfaceForm": [
            {"@name": "Goris", "@offset": "9"},
            {"@name": "Qwertyville", "@offset": "19"},
        ],
    }
    one = asked(service, "/spot", text="Talks in Goris.", spotter="Default").json["annotation"]
    assert isinstance(one["surfaceForm"], list)


@pytest.mark.parametrize("path", ["/annotate", "/spot"])
@pytest.mark.parametrize("accept", ["text/xml", "text/html", "application/json;q=0, */*", "nought"])
def test_other_formats_are_refused(service, service_module, path, accept):
    reply = asked(service, path, headers={**FORM, "Accept": accept}, text=ARTICLE)
    assert "application/json" in service_module.check_refusal(reply, 406)


@pytest.mark.parametrize("accept", ["", "*/*", "application/*", "text/html, application/json;q=.1"])
def test_json_is_answered_to_whoever_takes_it(service, accept):
    assert asked(service, headers={**FORM, "Accept": accept}, text=ARTICLE).status == 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "`text`"),
        ({"text": "  "}, "empty"),
        ({"text": "Goris\0"}, "NUL"),
        ({"confidence": "2"}, "from 0 to 1"),
        ({"confidence": "nan"}, "from 0 to 1"),
        ({"confidence": "high"}, "from 0 to 1"),
        ({"support": "20"}, "not counted"),
        ({"sparql": "SELECT ?x WHERE {}"}, "leave it out"),
        ({"policy": "greylist"}, "`blacklist`"),
        ({"types": "DBpedia:Plaec"}, "did you mean 'DBpedia:Place'?"),
        ({"spotter": "LingPipeSpotter"}, "Default"),
        ({"disambiguator": "Document"}, "Default"),
        ({"url": "http://127.0.0.1/"}, "no parameter `url`"),
        ({"confidance": "0.5"}, "did you mean 'confidence'?"),
        ({"x" * 100_000: ""}, "no parameter `xxx"),
    ],
)
def test_what_makes_no_sense_is_one_line(service, service_module, fields, said):
    given = {"text": ARTICLE, **fields} if fields else {}
    assert said in service_module.check_refusal(asked(service, **given), 422)


def test_limits_hold_as_everywhere(service, service_module):
    line = service_module.check_refusal(asked(service, text="x" * 200_001), 413)
    assert "200,000" in line
    for body, media, status in (
        ("{}", "application/json", 415),
        ("text=%ff", FORM["Content-Type"], 422),
    ):
        service_module.check_refusal(
            service.post("/annotate", body, {"Content-Type": media}), status
        )
    service_module.check_refusal(service.get("/annotate?text=%ff"), 422)
    service_module.check_refusal(asked(service, "/candidates", text=ARTICLE), 404)


def test_with_a_token_it_needs_it(serve, service_module):
    service = serve(workers=1, token="secret")  # noqa: S106 - of the test
    service_module.check_refusal(asked(service, text=ARTICLE), 401)
    known = {**FORM, "Authorization": "Bearer secret"}
    assert asked(service, headers=known, text=ARTICLE).status == 200


@pytest.fixture
def site(service, monkeypatch):
    """The address of the service, which no proxy stands before."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return f"http://127.0.0.1:{service.port}"


@pytest.fixture
def spotlight(site):  # noqa: ARG001 - before requests reads the environment
    return pytest.importorskip("spotlight", reason=WHY.format("pyspotlight"))


def test_pyspotlight_annotates(spotlight, site):
    found = spotlight.annotate(f"{site}/annotate", ARTICLE, confidence=0.4)
    lavrov = next(one for one in found if one["surfaceForm"] == "Lavrov")
    assert lavrov["URI"] == "http://www.wikidata.org/entity/Q58217"
    assert lavrov["offset"] == ARTICLE.index("Lavrov")
    assert 0.4 <= lavrov["similarityScore"] <= 1
    assert lavrov["support"] == 0
    assert "DBpedia:Person" in lavrov["types"]
    filters = {"policy": "blacklist", "types": "DBpedia:Place"}
    found = spotlight.annotate(f"{site}/annotate", ARTICLE, 0.4, filters=filters)
    assert {one["surfaceForm"] for one in found} == {"Lavrov", "CSTO"}


def test_pyspotlight_says_so_where_nothing_is_found_or_taken(spotlight, site):
    with pytest.raises(spotlight.SpotlightException, match="No Resources"):
        spotlight.annotate(f"{site}/annotate", "It rains.")
    with pytest.raises(spotlight.requests.HTTPError, match="422"):
        spotlight.annotate(f"{site}/annotate", ARTICLE, support=20)


def test_pyspotlight_brings_a_token_along(spotlight, site, serve):  # noqa: ARG001 - see there
    guarded = serve(workers=1, token="secret")  # noqa: S106 - of the test
    address = f"http://127.0.0.1:{guarded.port}/annotate"
    with pytest.raises(spotlight.requests.HTTPError, match="401"):
        spotlight.annotate(address, "Talks in Goris.")
    told = {"Authorization": "Bearer secret"}
    assert spotlight.annotate(address, "Talks in Goris.", headers=told)


@pytest.fixture
def pipeline(site):
    """A pipeline of spaCy with the client as its one component."""
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed: pip install spacy")
    reason = WHY.format("spacy-dbpedia-spotlight")
    pytest.importorskip("spacy_dbpedia_spotlight", reason=reason)

    def made(**config):
        nlp = spacy.blank("en")
        nlp.add_pipe("dbpedia_spotlight", config={"dbpedia_rest_endpoint": site, **config})
        return nlp

    return made


def test_spacy_has_the_links_as_entities(pipeline):
    doc = pipeline(confidence=0.4)(ARTICLE)
    found = {entity.text: entity for entity in doc.ents}
    assert {"TBILISI", "Georgian", "Paris", "Texas", "Lavrov", "CSTO"} <= {*found}
    assert found["Paris"].kb_id_ == "http://www.wikidata.org/entity/Q830149"
    assert found["Paris"].start_char == ARTICLE.index("Paris")
    raw = found["Lavrov"]._.dbpedia_raw_result
    assert 0.4 <= float(raw["@similarityScore"]) <= 1
    assert doc._.dbpedia_raw_result["@confidence"] == "0.4"


def test_spacy_filters_spots_and_finds_nothing(pipeline):
    people = pipeline(types="DBpedia:Person", policy="whitelist")(ARTICLE)
    assert [entity.text for entity in people.ents] == ["Lavrov"]
    spotted = pipeline(process="spot")("Talks in Goris and Qwertyville.")
    assert [(e.text, e.kb_id_) for e in spotted.ents] == [("Goris", ""), ("Qwertyville", "")]
    assert not pipeline()("It rains.").ents


def test_spacy_reads_many_texts_at_once(pipeline):
    texts = [f"Talks in Yerevan, part {n}." for n in range(30)]
    docs = [*pipeline().pipe(texts, batch_size=8)]
    assert [doc.text for doc in docs] == texts
    assert all([entity.kb_id_ for entity in doc.ents] == [YEREVAN] for doc in docs)


@pytest.mark.parametrize("client", ["spotlight", "spacy_dbpedia_spotlight"])
def test_the_example_of_the_guide_works(client, site):
    package = "pyspotlight" if client == "spotlight" else "spacy-dbpedia-spotlight"
    pytest.importorskip(client, reason=WHY.format(package))
    blocks = re.findall(
        r"^```python\n(.*?)^```$", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    name = "import spacy" if client.startswith("spacy") else "import spotlight"
    [example] = [block for block in blocks if name in block]
    script = example.replace("http://localhost:8000", site)
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert f"Yerevan {YEREVAN}" in ran.stdout
