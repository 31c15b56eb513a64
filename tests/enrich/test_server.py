"""What a service answers: the endpoints, asked of a running one."""

import io
import json
import re
import socket
import time
from urllib.parse import quote, urlencode

import pytest

from enrich import Document
from enrich.formats import write_to
from gazetteer.model import Kind

ARTICLE = "TBILISI – Georgian officials met a delegation from Paris, Texas. Lavrov flew to Yerevan."
JSON = {"Content-Type": "application/json"}
TEXT = {"Content-Type": "text/plain; charset=UTF-8"}
LINES = {"Content-Type": "application/x-ndjson"}


@pytest.fixture(scope="module")
def written(linker):
    """What the writers make of documents, linked in this process."""

    def made(*documents, form="json", layer="places", using=linker):
        out = io.StringIO(newline="")
        write_to(using.link_many(documents), out, format=form, layer=layer)
        return out.getvalue()

    return made


def ids(reply):
    return [mention["entity_id"] for mention in reply.json["mentions"]]


def test_a_text_is_answered_as_the_command_writes_it(service, written):
    reply = service.post("/link", ARTICLE, TEXT)
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/json"
    assert reply.text == written(Document(ARTICLE))
    assert {"geonames:611717", "geonames:4717560", "wikidata:Q58217"} <= {*ids(reply)}


@pytest.mark.parametrize(
    ("form", "media"),
    [
        ("json", "application/json"),
        ("geojson", "application/geo+json"),
        ("jsonl", "application/x-ndjson"),
        ("csv", "text/csv"),
        ("annotations", 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'),
        ("schemaorg", 'application/ld+json; profile="https://schema.org"'),
        ("html", "text/html"),
        ("kml", "application/vnd.google-earth.kml+xml"),
    ],
)
def test_each_format_by_its_name_and_by_accept(service, written, form, media):
    expected = written(Document(ARTICLE, "a"), form=form)
    named = service.post(f"/link?format={form}", {"text": ARTICLE, "id": "a"})
    accepted = service.post("/link", {"text": ARTICLE, "id": "a"}, Accept=media)
    assert named.text == accepted.text == expected
    assert named.headers["content-type"].startswith(media.partition(";")[0])
    assert named.headers["x-content-type-options"] == "nosniff"


def test_a_browser_gets_the_page_and_an_unknown_type_an_error(service, service_module):
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert service.post("/link", ARTICLE, TEXT, Accept=browser).body.startswith(b"<!DOCTYPE html>")
    liked = "text/html;q=0.1, application/geo+json;q=0.9, application/json;q=0.5"
    assert service.post("/link", ARTICLE, TEXT, Accept=liked).json["type"] == "FeatureCollection"
    refused = service.post("/link", ARTICLE, TEXT, Accept="image/png, text/html;q=0")
    assert "application/geo+json" in service_module.check_refusal(refused, 406)


@pytest.mark.parametrize("layer", ["places", "mentions", "footprint"])
def test_layers_of_a_map(service, written, layer):
    reply = service.post(f"/link?format=geojson&layer={layer}", {"text": ARTICLE, "id": "a"})
    assert reply.text == written(Document(ARTICLE, "a"), form="geojson", layer=layer)


def test_several_documents_are_linked_in_the_light_of_their_outlet(service, written):
    texts = ["A fire in Plano, Texas.", "Dallas and Plano, Texas, talk.", "A fire in Paris."]
    sent = [{"text": text, "outlet": "The Herald", "id": str(n)} for n, text in enumerate(texts)]
    reply = service.post("/link", {"documents": sent})
    documents = [Document(text, str(n), outlet="The Herald") for n, text in enumerate(texts)]
    assert reply.text == written(*documents)
    assert len(reply.json) == 3


def test_documents_without_an_id_are_told_apart(service):
    reply = service.post("/link", {"documents": [{"text": "Goris"}, {"text": "Batumi"}]})
    assert [one["document"]["id"] for one in reply.json] == ["1", "2"]


def test_given_mentions_are_linked_and_nothing_else(service):
    text = "Talks between Ankara and Yerevan were held in Batumi."
    reply = service.post("/link", {"text": text, "mentions": [{"start": 46, "end": 52}]})
    assert [m["text"] for m in reply.json["mentions"]] == ["Batumi"]


def test_other_keys_come_out_as_metadata_and_other_names_are_known(service):
    reply = service.post("/link", {"body": "Talks in Goris.", "section": {"a": [1, None]}})
    assert reply.json["document"]["metadata"] == {"section": {"a": [1, None]}}


def test_options_of_the_address(service, linker, written):
    from enrich import Linker

    def asked(text, **options):
        return service.post(f"/link?{urlencode(options)}", text, TEXT)

    assert ids(asked("A fire in Paris.")) != ids(asked("A fire in Paris.", near="Dallas"))
    with Linker(linker.gazetteer, country="US", min_score=0.1, prefer="city") as own:
        expected = written(Document("A fire in Paris."), using=own)
    assert asked("A fire in Paris.", country="us", min_score=0.1, prefer="city").text == expected
    mapped = asked("Moscow refused. Talks in Batumi.", roles="literal", format="geojson")
    assert [f["properties"]["name"] for f in mapped.json["features"]] == ["Batumi"]
    sure = asked("A fire in Paris.", min_score=1)
    assert [m["nil"] for m in sure.json["mentions"]] == ["low_score"]


def test_facts_of_the_document_in_the_address_give_way_to_its_own(service):
    address = "/link?" + urlencode(
        {"published": "12 June 2024", "outlet": "Herald", "title": "Rain", "id": "x",
         "language": "en"}
    )  # fmt: skip
    told = service.post(address, ARTICLE, TEXT).json["document"]
    assert (told["published"], told["outlet"], told["title"]) == ("2024-06-12", "Herald", "Rain")
    assert (told["id"], told["language"]) == ("x", "en")
    own = {"text": ARTICLE, "published": "2020-01-01", "outlet": "Post", "title": "Sun"}
    told = service.post(address, own).json["document"]
    assert (told["published"], told["outlet"], told["title"]) == ("2020-01-01", "Post", "Sun")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/link?contry=US", "did you mean 'country'?"),
        ("/link?country=XX", "ISO 3166-1"),
        ("/link?country=USA", "`country`"),
        ("/link?near=Nowhereville", "near 'Nowhereville'"),
        ("/link?near=91,0", "near"),
        ("/link?prefer=town", "`prefer`"),
        ("/link?min_score=2", "`min_score`"),
        ("/link?min_score=NaN", "`min_score`"),
        ("/link?roles=leader", "literal"),
        ("/link?published=soon", "cannot be read as a date"),
        ("/link?language=not a language", "language"),
        ("/link?format=gpkg", "`format`"),
        ("/link?layer=roads", "`layer`"),
        ("/link?gazetteer=/etc/passwd", "no parameter `gazetteer`"),
        ("/link?decisions=x.toml", "no parameter `decisions`"),
        ("/link?tagger=huggingface:x", "no parameter `tagger`"),
        ("/link?wikidata=on", "no parameter `wikidata`"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(service, service_module, address, said):
    reply = service.post(quote(address, safe="/?=&:,"), ARTICLE, TEXT)
    assert said in service_module.check_refusal(reply, 422)


def test_a_batch_has_a_line_for_each_document_in_order(service):
    names = ["Yerevan", "Goris", "Batumi", "Tbilisi", "Paris"] * 8
    lines = [json.dumps({"text": f"Talks in {n}.", "id": i}) for i, n in enumerate(names)]
    lines[3], lines[17] = "{broken", '{"title": "no text"}'
    lines.insert(5, "   ")  # says nothing, and is answered with nothing
    reply = service.post("/link/batch?country=AM", "\n".join(lines), LINES)
    assert reply.status == 200
    told = [json.loads(line) for line in reply.text.splitlines()]
    assert len(told) == len(names)
    assert [one["document"]["id"] if "document" in one else None for one in told] == [
        None if n in {3, 17} else n for n in range(len(names))
    ]
    assert [(one["line"], "line" in one["error"]) for one in told if "line" in one] == [
        (4, True),
        (19, True),
    ]
    assert told[0]["run"]["settings"]["country"] == "AM"


def test_a_line_of_a_batch_is_one_document(service):
    body = json.dumps({"documents": [{"text": "Goris"}]})
    assert "has no `text`" in json.loads(service.post("/link/batch", body, LINES).text)["error"]


def test_a_batch_answers_a_line_before_it_has_the_next(service):
    head = b"POST /link/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/jsonl\r\n"
    with service.connect() as connection:
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        for name in ("Goris", "Batumi"):
            line = json.dumps({"text": f"Talks in {name}."}).encode() + b"\n"
            connection.sendall(b"%x\r\n%s\r\n" % (len(line), line))
            answer = b""
            while name.encode() not in answer:
                answer += connection.recv(65536)
        connection.sendall(b"0\r\n\r\n")
        connection.settimeout(20)
        while not answer.endswith(b"0\r\n\r\n"):
            answer += connection.recv(65536)


def test_look_up_a_name(service, linker):
    found = service.get("/lookup?name=Paris&kind=place&limit=3").json
    assert len(found["hits"]) == 3
    assert found["hits"][0]["id"] == "geonames:2988507"
    assert found["found"] == len(linker.gazetteer.lookup("Paris", Kind.PLACE)) > 3
    assert service.get("/lookup?name=Yervan").json["hits"][0]["edits"] == 1
    assert service.get("/lookup?" + urlencode({"name": "Тбилиси"})).json["found"]
    assert service.get("/lookup?name=Qqqqqq").json == {"hits": [], "found": 0}
    people = service.get("/lookup?name=Paris&kind=person").json["hits"]
    assert {hit["kind"] for hit in people} <= {"person"}


@pytest.mark.parametrize("name", ["geonames:616052", "wikidata:Q1953", "Q1953"])
def test_an_entity_by_each_of_its_ids(service, name):
    assert service.get(f"/entity/{name}").json["name"] == "Yerevan"


def test_an_entity_that_is_not_held_or_no_id(service, service_module):
    service_module.check_refusal(service.get("/entity/geonames:1"), 404)
    service_module.check_refusal(service.get("/entity/Q999999999999"), 404)
    for name in ("Yerevan", "geonames:x", "Q0", "Q" + "9" * 100, "wikidata:1"):
        service_module.check_refusal(service.get(f"/entity/{name}"), 422)


def test_health_says_version_and_gazetteer(service, linker):
    reply = service.get("/health")
    assert reply.status == 200
    assert reply.json["status"] == "ok"
    assert reply.json["gazetteer"] == linker.gazetteer.build_id
    assert reply.json["workers"] == 2
    assert reply.json["version"]
    assert service.get("/health/live").status == 204
    assert service.ask("HEAD", "/health").status == 200


def test_metrics_count_requests_documents_and_processes(service):
    def figures():
        lines = service.get("/metrics").text.splitlines()
        return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines
                if not line.startswith("#")}  # fmt: skip

    before = figures()
    service.post("/link", {"documents": [{"text": "Goris"}, {"text": "Batumi"}]})
    service.get("/entity/geonames:1")
    service.get("/no/such/route")
    after = figures()
    linked = 'enrich_requests_total{method="POST",route="/link",status="200"}'
    missed = 'enrich_requests_total{method="GET",route="/entity/{id}",status="404"}'
    assert after[linked] - before.get(linked, 0) == 1
    assert after[missed] - before.get(missed, 0) == 1
    assert after["enrich_documents_total"] - before["enrich_documents_total"] == 2
    assert after["enrich_workers"] == 2
    assert not [name for name in after if "no/such" in name]


def test_the_log_has_a_line_for_a_request_and_nothing_of_it(service):
    name = "Zanzibarovka"
    service.post(f"/link?title={name}", f"Talks in {name}.", TEXT, **{"X-Request-ID": "me-1"})
    service.get(f"/lookup?name={name}")
    service.get(f"/{name}")
    time.sleep(0.2)
    assert re.search(r"POST /link 200 \d+ ms me-1\n", service.log)
    assert re.search(r"GET /lookup 200 \d+ ms [0-9a-f]{32}\n", service.log)
    assert name not in service.log


def test_a_request_keeps_its_id_if_it_is_one(service):
    assert service.get("/health", **{"X-Request-ID": "a.B-9_"}).headers["x-request-id"] == "a.B-9_"
    for odd in ("a b", "x" * 65, "ä", "<script>"):
        given = service.get("/health", **{"X-Request-ID": odd}).headers["x-request-id"]
        assert re.fullmatch("[0-9a-f]{32}", given)


def test_connections_are_kept_and_requests_follow_each_other(service):
    with service.connect() as connection:
        ask = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(ask * 3)
        answer = b""
        while answer.count(b"HTTP/1.1 204") < 3:
            answer += connection.recv(65536)
        connection.shutdown(socket.SHUT_WR)


@pytest.mark.parametrize(
    "path",
    ["/", "/docs", "/desk", "/health", "/metrics", "/openapi.json", "/static/page.css",
     "/lookup?name=Goris", "/entity/Q1953", "/reconcile", "/nope", "/lookup"],
)  # fmt: skip
def test_head_is_answered_as_get_is_without_the_body(service, path):
    got, head = service.get(path), service.ask("HEAD", path)
    assert head.status == got.status
    assert head.body == b""
    for name in ("content-type", "content-security-policy"):
        assert head.headers[name] == got.headers[name]
    assert head.headers["content-length"]
    refused = service.ask("PUT", path)
    assert refused.status in {404, 405}
    assert refused.status == 404 or "HEAD" in refused.headers["allow"]
