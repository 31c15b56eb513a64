"""What a client is told speaks of what it sent, never of options of the command or of files."""

import json
import re

import pytest

JSON = {"Content-Type": "application/json"}
TEXT = {"Content-Type": "text/plain"}
LINES = {"Content-Type": "application/x-ndjson"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GORIS = "Talks in Goris."


@pytest.fixture(scope="module")
def small(serve):
    return serve(workers=1, max_text=2000, max_documents=3)


def document(**keys):
    return ("POST", "/link", json.dumps({"text": GORIS, **keys}), JSON)


def address(query, path="/link"):
    return ("POST", f"{path}?{query}", GORIS, TEXT)


def page(path):
    return ("GET", path, None, {})


REFUSED = {
    "a country of three letters": (address("country=USA"), "`country` must look like US"),
    "no country": (address("country="), "`country` must look like US"),
    "an unknown country": (address("country=XX"), "give one such as AM"),
    "an unknown place": (address("near=Nowhereville"), "40.18,44.51"),
    "a point off the globe": (address("near=95,200"), "outside -90..90"),
    "a long place": (address(f"near={'x' * 300}"), "`near` must have 1 to 200 characters"),
    "no such preference": (address("prefer=x"), "must be one of auto, city, admin"),
    "a score of two": (address("min_score=2"), "`min_score` must be a number from 0 to 1"),
    "a score of nan": (address("min_score=nan"), "must be a number from 0 to 1"),
    "no score": (address("min_score=x"), "must be a number from 0 to 1"),
    "no role": (address("roles=literal,foo"), "'foo' is not a role; choose from literal"),
    "no date in the address": (address("published=soon"), "`published` is 'soon'"),
    "two dates in one": (address("published=03/04/2023"), "write it as 2023-05-17"),
    "no language": (address("language=Klingon"), "not an ISO 639 code"),
    "no such format": (address("format=xml"), "`format` must be one of json, geojson"),
    "no such layer": (address("layer=x"), "must be one of places, mentions, areas, footprint"),
    "a misspelt option": (address("counrty=US"), "did you mean 'country'?"),
    "an option given twice": (address("country=US&country=AM"), "`country` is given twice"),
    "a misspelt option of a batch": (
        ("POST", "/link/batch?min_scor=0.5", "{}", LINES), "did you mean 'min_score'?",
    ),
    "a date that is none": (document(published="x"), "write it as 2023-05-17"),
    "an ambiguous date": (document(published="03/04/2023"), "month first; write it as 2023-05-17"),
    "a number for a language": (document(language=5), "`language` is not a string"),
    "an object for an outlet": (document(outlet={"x": 1}), "`outlet` is not a string"),
    "a number for a text": (document(text=5), "`text` is not a string"),
    "a long text": (document(text="x" * 3000), "the limit is 2,000"),
    "many documents": (
        ("POST", "/link", json.dumps({"documents": [{"text": GORIS}] * 4}), JSON),
        "the limit of a request is 3",
    ),
    "no text": (("POST", "/link", "{}", JSON), "has no `text`"),
    "an empty text": (("POST", "/link", "", TEXT), "the text is empty"),
    "a list": (("POST", "/link", "[1]", JSON), "not a JSON object"),
    "no JSON": (("POST", "/link", "{", JSON), "is not JSON"),
    "Latin-1": (("POST", "/link", "Zürich".encode("latin-1"), TEXT), "not valid UTF-8; send UTF-8"),
    "UTF-16": (("POST", "/link", "Goris".encode("utf-16"), TEXT), "is in UTF-16; send UTF-8"),
    "UTF-32": (("POST", "/link", "Goris".encode("utf-32"), TEXT), "is in UTF-32; send UTF-8"),
    "UTF-16 without a mark": (("POST", "/link", "Goris".encode("utf-16-le"), TEXT), "NUL"),
    "a PDF": (("POST", "/link", b"%PDF-1.4", TEXT), "is a PDF"),
    "gzip unsaid": (("POST", "/link", b"\x1f\x8b\x08\x00", TEXT), "compressed with gzip"),
    "no media type": (("POST", "/link", GORIS, {}), "must be one of application/json, text/plain"),
    "another charset": (
        ("POST", "/link", GORIS, {"Content-Type": "text/plain; charset=latin-1"}), "utf-8",
    ),
    "a packed body": (("POST", "/link", GORIS, {**TEXT, "Content-Encoding": "gzip"}), "send it as"),
    "another host": (("POST", "/link", GORIS, {**TEXT, "Host": "evil.example"}), "header Host"),
    "another site": (
        ("POST", "/link", GORIS, {**TEXT, "Sec-Fetch-Site": "cross-site"}), "pages of other sites",
    ),
    "nothing acceptable": (("POST", "/link", GORIS, {**TEXT, "Accept": "image/png"}), "text/csv"),
    "no name": (page("/lookup"), "`name` is missing"),
    "an empty name": (page("/lookup?name="), "`name` must have 1 to 200 characters"),
    "a limit in another way": (page("/lookup?name=x&limit=1e9"), "a whole number from 1 to 100"),
    "a limit of nothing": (page("/lookup?name=x&limit=0"), "a whole number from 1 to 100"),
    "no kind": (page("/lookup?name=x&kind=city"), "one of place, person, organisation"),
    "a misspelt limit": (
        page("/lookup?name=x&limt=3"),
        "no parameter `limt` here; those there are: name, kind, limit; did you mean 'limit'?",
    ),
    "a long id": (page("/entity/" + "x" * 300), "`id` must look like geonames:616052 or"),
    "no id": (page("/entity/x"), "`id` must look like geonames:616052 or"),
    "an unknown id": (page("/entity/geonames:1"), "has no geonames:1"),
    "an option of an entity": (page("/entity/Q1953?format=csv"), "no parameter `format` here"),
    "an option of health": (page("/health?verbose=1"), "no parameter `verbose` here"),
    "an option of metrics": (page("/metrics?format=json"), "no parameter `format` here"),
    "no address": (page("/nope"), "/docs lists those there are"),
    "a confidence of two": (page("/annotate?text=x&confidence=2"), "from 0 to 1"),
    "no such filter": (page("/annotate?text=x&suport=2"), "did you mean 'support'?"),
    "no text to annotate": (page("/annotate"), "no parameter `text`"),
    "queries that are none": (("POST", "/reconcile", "queries={", FORM), "is not JSON"),
    "misspelt queries": (page("/reconcile?querys={}"), "did you mean 'queries'?"),
    "a misspelt prefix": (page("/reconcile/suggest/entity?prefx=x"), "did you mean 'prefix'?"),
    "no extension": (("POST", "/reconcile", "extend={}", FORM), 'no "ids"'),
    "no text on the desk": (("POST", "/desk/link", "{}", JSON), "has no `documents`"),
    "no decisions": (("POST", "/desk/decisions", "x", TEXT), "no TOML"),
}  # fmt: skip


def of_service(line):
    """Whether a line speaks of nothing but what a client knows."""
    assert " --" not in line
    assert not re.search(r"\.py\b|\.gaz\b|/tmp/|/home/|/enrich/|site-packages|Traceback", line)
    assert not re.search(r"\bleft out\b|only the year|\bfile\b|--", line), line
    return len(line) <= 1000 and "\n" not in line


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_speaks_of_the_request(small, name):
    (method, path, body, headers), said = REFUSED[name]
    reply = small.ask(method, path, body, headers)
    assert 400 <= reply.status < 500
    line = reply.json["error"]
    assert said in line
    assert of_service(line)


def test_lines_of_a_batch_speak_of_themselves(small):
    bodies = [body for (method, path, body, headers), _ in REFUSED.values()
              if (path, headers) == ("/link", JSON) and "\n" not in body]  # fmt: skip
    reply = small.post("/link/batch", "\n".join(bodies), LINES)
    told = [json.loads(line) for line in reply.text.splitlines()]
    assert len(told) == len(bodies)
    lines = [one["error"] for one in told if "error" in one]
    assert len(lines) >= len(bodies) - 1  # several documents are one that has no text
    assert all(of_service(line) for line in lines)


def test_reasons_speak_of_options_by_their_names(small):
    text = "The president of Armenia met Ulbandsk of Tamor. Washington is far from Springfield."
    for query in ("prefer=admin", "prefer=city", "near=Boston", "min_score=0.95"):
        told = small.post(f"/link?{query}", text, TEXT).json["mentions"]
        assert told
        assert not [one["reason"] for one in told if "--" in (one["reason"] or "")]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/json"),
        ("application/json;q=0, */*", "application/geo+json"),
        ("*/*;q=0.1, text/csv;q=0", "application/json"),
        ("text/*;q=0.5, text/csv;q=0", "text/html"),
        ("text/html;q=0.2, text/csv;q=0.8", "text/csv"),
        ("text/csv;q=0.8, text/html;q=0.80", "text/csv"),
        ("application/geo+json;q=0.3, application/*;q=0.9", "application/json"),
        ("application/*, application/json;q=0.1", "application/geo+json"),
        ("text/csv;q=2, application/json;q=0.1", "application/json"),
        ("text/csv;q=nan, text/html;q=-1, application/json;q=0.001", "application/json"),
        ('application/ld+json;profile="https://schema.org"', "application/ld+json"),
        ("", "application/json"),
    ],
)
def test_the_format_is_the_one_that_accept_likes_best(small, accept, media):
    reply = small.post("/link", GORIS, {**TEXT, "Accept": accept})
    assert reply.status == 200
    assert reply.headers["content-type"].partition(";")[0] == media


@pytest.mark.parametrize(
    "accept", ["application/json;q=0", "*/*;q=0", "image/*", "*/*;q=0.0, text/csv;q=0.000"]
)
def test_what_is_not_wanted_is_not_sent(small, service_module, accept):
    reply = small.post("/link", GORIS, {**TEXT, "Accept": accept})
    service_module.check_refusal(reply, 406)
