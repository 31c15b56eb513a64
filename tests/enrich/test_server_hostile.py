"""A client that means harm: each case has a clear answer, gives nothing away, and hurts nobody."""

import gzip
import json
import re
import socket
import threading

import pytest

JSON = {"Content-Type": "application/json"}
TEXT = {"Content-Type": "text/plain"}
LINES = {"Content-Type": "application/x-ndjson"}
GOOD = {"text": "Talks in Yerevan."}
SCRIPT = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'>"


@pytest.fixture(scope="module")
def service(serve):
    """A service that is well after all of it, and has said nothing of what broke."""
    running = serve(workers=1, max_text=20_000, max_body=200_000, max_documents=5)
    yield running
    told = running.wait_until_ready()
    assert told["ended"] == {}
    assert running.post("/link", GOOD).status == 200
    assert not re.search(r"Traceback|Exception|Error", running.log), running.log
    assert running.close() == 0


@pytest.fixture(scope="module")
def refused(service, service_module):
    """Send a body; the line with which it is refused."""

    def sent(status, body, headers=JSON, path="/link"):
        return service_module.check_refusal(service.post(path, body, headers), status)

    return sent


def status_of(answer):
    return int(answer.split()[1]) if answer else 0


BODIES = {
    "empty": ("", "is empty"),
    "blank": (" \n\t", "is empty"),
    "byte order mark alone": (b"\xef\xbb\xbf", "is empty"),
    "no JSON": ("{'text': 1}", "is not JSON"),
    "cut short": ('{"text": "Tal', "is not JSON"),
    "two values": ('{"text": "a"} {"text": "b"}', "is not JSON"),
    "a list": ('[{"text": "x"}]', "not a JSON object"),
    "a text": ('"text"', "not a JSON object"),
    "a number": ("1", "not a JSON object"),
    "null": ("null", "not a JSON object"),
    "deep lists": ('{"text": "Goris", "a": ' + "[" * 90_000 + "]" * 90_000 + "}", "nested"),
    "deep objects": ('{"a":' * 30_000 + "1" + "}" * 30_000, "nested"),
    "rather deep": ('{"text": "Goris", "a": ' + "[" * 150 + "]" * 150 + "}", "nested"),
    "deep and open": ("[" * 150_000, "nested"),
    "NaN": ('{"text": "Goris", "a": NaN}', "NaN is not a JSON value"),
    "infinity": ('{"text": "Goris", "a": -Infinity}', "Infinity is not a JSON value"),
    "a huge float": ('{"text": "Goris", "a": 1e999}', "too large"),
    "a huge integer": ('{"text": "Goris", "a": ' + "9" * 100_000 + "}", "too large"),
    "a huge id": ('{"text": "Goris", "id": ' + "9" * 5000 + "}", "too large"),
    "half a pair in the text": (r'{"text": "Goris \ud800"}', "surrogate"),
    "half a pair in a key": (r'{"text": "Goris", "\udfff": 1}', "surrogate"),
    "half a pair far inside": (r'{"text": "Goris", "a": [{"b": "\udc00"}]}', "surrogate"),
    "half a pair in the id": (r'{"text": "Goris", "id": "\ud800"}', "surrogate"),
    "other than UTF-8": ('{"text": "Zürich"}'.encode("latin-1"), "is not valid UTF-8"),
    "an overlong encoding": (b'{"text": "\xc0\xaf"}', "is not valid UTF-8"),
    "an encoded surrogate": (b'{"text": "\xed\xa0\x80"}', "is not valid UTF-8"),
    "UTF-16 without a mark": ('{"text": "Goris"}'.encode("utf-16-le"), "NUL"),
    "a NUL in the text": (r'{"text": "Go\u0000ris"}', "NUL"),
    "gzip without saying so": (gzip.compress(b'{"text": "x"}'), "gzip"),
    "no text": ('{"title": "x"}', "has no `text`; its keys are: `title`"),
    "a number for a text": ('{"text": 5}', "`text` is not a string"),
    "an empty text": ('{"text": "  "}', "is empty"),
    "an object for an id": ('{"text": "Goris", "id": {"a": 1}}', "`id`"),
    "true for an id": ('{"text": "Goris", "id": true}', "`id`"),
    "a list for a title": ('{"text": "Goris", "title": []}', "`title` is not a string"),
    "no date": ('{"text": "Goris", "published": "soon"}', "cannot be read as a date"),
    "an ambiguous date": ('{"text": "Goris", "published": "03/04/2023"}', "2023-05-17"),
    "a date of a million digits": (
        '{"text": "Goris", "published": "' + "1" * 100_000 + '"}', "cannot be read as a date",
    ),
    "no documents": ('{"documents": []}', "`documents`"),
    "one object for documents": ('{"documents": {"text": "x"}}', "`documents`"),
    "documents that are none": ('{"documents": [1, null]}', "document 1"),
    "one bad document": ('{"documents": [{"text": "Goris"}, {}]}', "document 2 has no `text`"),
    "keys beside documents": ('{"documents": [{"text": "x"}], "gazetteer": "/x"}', "`gazetteer`"),
    "one id twice": (
        '{"documents": [{"text": "Goris", "id": 1}, {"text": "Goris", "id": "1"}]}', "the same id",
    ),
    "mentions that are no list": ('{"text": "Goris", "mentions": {}}', "`mentions`"),
    "a mention outside": ('{"text": "Goris", "mentions": [{"start": 0, "end": 6}]}', "do not lie"),
    "a mention backwards": ('{"text": "Goris", "mentions": [{"start": 3, "end": 1}]}', "do not"),
    "a mention before": ('{"text": "Goris", "mentions": [{"start": -1, "end": 1}]}', "do not"),
    "a mention of true": ('{"text": "Goris", "mentions": [{"start": true, "end": 2}]}', "whole"),
    "a mention of fractions": (
        '{"text": "Goris", "mentions": [{"start": 0.0, "end": 2}]}', "whole numbers",
    ),
    "a mention of another kind": (
        '{"text": "Goris", "mentions": [{"start": 0, "end": 5, "kind": "__class__"}]}', "`kind`",
    ),
    "a mention of other words": (
        '{"text": "Goris", "mentions": [{"start": 0, "end": 5, "text": "Paris"}]}', "Goris",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_read(refused, name):
    body, said = BODIES[name]
    assert said in refused(422, body)


@pytest.mark.parametrize("name", BODIES)
def test_the_same_as_a_line_of_a_batch_costs_that_line(service, name):
    body, _ = BODIES[name]
    raw = body.encode() if isinstance(body, str) else body
    bad = raw.replace(b"\n", b" ")
    good = json.dumps(GOOD).encode()
    reply = service.post("/link/batch", b"\n".join([good, bad, good]), LINES)
    told = [json.loads(line) for line in reply.text.splitlines()]
    assert "document" in told[0]
    assert "document" in told[-1]
    if bad.strip():
        assert told[1]["line"] == 2
        assert "\n" not in told[1]["error"]
        assert not re.search(r"Traceback|\.py\b|site-packages", told[1]["error"])
    assert len(told) == (3 if bad.strip() else 2)


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        (json.dumps({"text": "x" * 20_001}), JSON, "20,001 characters; the limit is 20,000"),
        (json.dumps({"text": "x", "title": "y" * 20_000}), JSON, "the limit is 20,000"),
        ("é" * 20_001, TEXT, "the limit is 20,000"),
        (json.dumps({"documents": [GOOD] * 6}), JSON, "the limit of a request is 5"),
        (json.dumps({"text": "x" * 300_000}), JSON, "more than 200,000 bytes"),
    ],
)
def test_too_much_is_told_with_the_limit(refused, body, headers, said):
    assert said in refused(413, body, headers)


def test_mentions_that_would_fill_the_memory(service_module, serve, refused):
    wide = [{"start": 0, "end": 5000}] * 5000
    assert "10 times 20,000" in refused(413, {"text": "Goris " * 2000, "mentions": wide})
    running = serve(workers=1)
    many = {"text": "Goris", "mentions": [{"start": 0, "end": 5}] * 10_001}
    line = service_module.check_refusal(running.post("/link", many), 413)
    assert "the limit of a document is 10000" in line


def test_a_body_in_chunks_is_counted(service, service_module):
    pieces = (b"x" * 50_000 for _ in range(5))
    reply = service.ask("POST", "/link", pieces, TEXT)
    service_module.check_refusal(reply, 413)


def test_a_length_that_is_a_lie(service):
    head = b"POST /link HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
    large = service.send(head + b"Content-Length: 99999999999\r\nConnection: close\r\n\r\nx")
    assert status_of(large) == 413
    for length in (b"-1", b"0x10", b"1_0", b"9" * 5000, b"1\r\nContent-Length: 2"):
        answer = service.send(head + b"Content-Length: " + length + b"\r\n\r\nx")
        assert status_of(answer) in {400, 413}, length
    both = head + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
    assert status_of(service.send(both)) == 400


def test_a_line_that_is_too_long_costs_itself(service):
    good = json.dumps(GOOD)
    body = "\n".join([good, json.dumps({"text": "x" * 500_000}), good, "y" * 400_000])
    told = [json.loads(line) for line in service.post("/link/batch", body, LINES).text.splitlines()]
    assert ["document" in one for one in told] == [True, False, True, False]
    assert [one["line"] for one in told if "line" in one] == [2, 4]
    assert all("200,000 bytes" in one["error"] for one in told if "line" in one)


def test_a_batch_of_nothing_but_line_ends(service):
    assert service.post("/link/batch", "\n" * 150_000, LINES).text == ""


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "gzip, gzip", "x" * 100])
def test_packed_bodies_are_refused_unread(service, service_module, packing):
    bomb = gzip.compress(b"\0" * 50_000_000)
    reply = service.post("/link", bomb, {**TEXT, "Content-Encoding": packing})
    assert "compressed" in service_module.check_refusal(reply, 415)
    assert reply.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "media",
    [
        "", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/html",
        "application/xml", "application/json; charset=utf-16", "text/plain; charset=latin-1",
        "application/x-ndjson", "application/jsonp", "text/plain, application/json", "*/*",
        "application/x-python-pickle", "\t", "application/json\x00",
    ],
)  # fmt: skip
def test_other_types_are_refused(service, service_module, media):
    if "\x00" in media:
        head = f"POST /link HTTP/1.1\r\nHost: localhost\r\nContent-Type: {media}\r\n\r\n"
        assert status_of(service.send(head.encode())) == 400
        return
    reply = service.post("/link", "{}", {"Content-Type": media})
    service_module.check_refusal(reply, 415)
    if media != "application/x-ndjson":
        reply = service.post("/link/batch", "{}", {"Content-Type": media})
        service_module.check_refusal(reply, 415)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/link"), ("PUT", "/link"), ("DELETE", "/link"), ("PATCH", "/link"),
        ("HEAD", "/link"), ("OPTIONS", "/link"), ("TRACE", "/link"), ("GET", "/link/batch"),
        ("POST", "/lookup"), ("POST", "/health"), ("DELETE", "/entity/Q1"), ("POST", "/"),
        ("GET", "/page"), ("PUT", "/static/page.css"), ("BREW", "/link"), ("A" * 200, "/link"),
    ],
)  # fmt: skip
def test_other_methods_are_refused(service, service_module, method, path):
    reply = service.ask(method, path)
    assert reply.status == 405
    assert reply.headers["allow"]
    if method != "HEAD":
        service_module.check_refusal(reply, 405)


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd", "/static/../../../etc/passwd", "/static/..%2f..%2fform.html",
        "/static/%2e%2e/form.html", "/static//etc/passwd", "//etc/passwd", "/static/page.css%00",
        "/static/page.css\\..\\form.html", "/entity/../../etc/passwd", "/entity/..%2f..",
        "/link/", "/LINK", "/link;a=b", "/%6cink%0d%0aSet-Cookie:x", "/openapi.json/..",
        "/.git/config", "/.env", "/docs/", "/redoc", "/enrich/server/app.py", "/%ff%fe",
        "/lookup%3fname=x", "/metrics/../../x",
    ],
)  # fmt: skip
def test_tricks_with_paths_lead_nowhere(service, service_module, path):
    reply = service.get(path)
    assert reply.status in {404, 405}
    service_module.check_refusal(reply, reply.status)
    assert "set-cookie" not in reply.headers
    assert b"root:" not in reply.body


@pytest.mark.parametrize(
    "name",
    [
        "geonames:616052'--", "enrich:..%5c..%5cx", "%00", "geonames%3A1%20OR%201=1", "x" * 500,
        "{{7*7}}", "${jndi:ldap}", "%F0%9F%92%A9", "geonames:" + "9" * 100, "\u202ex",
    ],
)  # fmt: skip
def test_ids_and_names_are_data(service, service_module, name):
    from urllib.parse import quote

    path = quote(name, safe="%")
    service_module.check_refusal(service.get(f"/entity/{path}"), 422)
    reply = service.get(f"/lookup?name={path}")
    assert reply.status in {200, 422}
    assert reply.headers["content-type"] in {"application/json", "application/problem+json"}


@pytest.mark.parametrize("query", ["limit=0", "limit=1e9", "limit=" + "9" * 5000, "kind=road"])
def test_look_ups_have_limits(service, service_module, query):
    service_module.check_refusal(service.get(f"/lookup?name=Paris&{query}"), 422)
    service_module.check_refusal(service.get("/lookup?name=" + "x" * 201), 422)


HOST = b"Host: localhost\r\n"
CLOSE = b"Host: localhost\r\nConnection: close\r\n"
CHUNKS = b"Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
SOCKET = b"Upgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n"
RAW = {
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 10 + b"\r\n\r\n", {400}),
    "HTTP/0.9": (b"GET /\r\n\r\n", {400}),
    "HTTP/3.7": (b"GET /nope HTTP/3.7\r\n" + CLOSE + b"\r\n", {400, 404, 505}),
    "no host": (b"GET /health HTTP/1.1\r\n\r\n", {400}),
    "two hosts": (b"GET /health HTTP/1.1\r\n" + HOST * 2 + b"\r\n", {400}),
    "a host with a path": (b"GET /health HTTP/1.0\r\nHost: localhost/../x\r\n\r\n", {400, 421}),
    "another host": (b"GET /health HTTP/1.0\r\nHost: rebound.example\r\n\r\n", {421}),
    "a whole address": (b"GET http://x/health HTTP/1.0\r\n" + HOST + b"\r\n", {404}),
    "no slash": (b"GET health HTTP/1.0\r\n" + HOST + b"\r\n", {404}),
    "a star": (b"OPTIONS * HTTP/1.0\r\n" + HOST + b"\r\n", {404, 405}),
    "a tunnel": (b"CONNECT x:443 HTTP/1.0\r\n" + HOST + b"\r\n", {404, 405}),
    "bytes in the path": (b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    "a name with a space": (b"GET / HTTP/1.1\r\n" + HOST + b"A b: c\r\n\r\n", {400}),
    "a folded header": (b"GET /nope HTTP/1.0\r\n" + HOST + b"A: b\r\n c\r\n\r\n", {400, 404}),
    "a chunk of no number": (b"POST /link HTTP/1.1\r\n" + HOST + CHUNKS + b"zz\r\n", {400}),
    "an unknown coding": (
        b"POST /link HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: gzip\r\n\r\n",
        {400, 501},
    ),
    "long headers": (b"GET / HTTP/1.1\r\n" + HOST + b"A: " + b"a" * 20_000 + b"\r\n\r\n", {431}),
    "longer ones": (b"GET / HTTP/1.1\r\n" + HOST + b"A: " + b"a" * 200_000, {431}),
    "many headers": (b"GET / HTTP/1.1\r\n" + HOST + b"A: b\r\n" * 5000 + b"\r\n", {431}),
    "a long path": (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", {431}),
    "an upgrade": (b"GET /nope HTTP/1.1\r\n" + CLOSE + SOCKET, {404}),
}


@pytest.mark.parametrize("name", RAW)
def test_what_is_hardly_http(service, name):
    data, expected = RAW[name]
    answer = service.send(data)
    assert status_of(answer) in expected, answer[:300]
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    assert json.loads(body)["error"]
    if status_of(answer) == 431:
        assert "16,384 bytes, the limit" in json.loads(body)["error"]


@pytest.mark.parametrize("form", ["json", "geojson", "jsonl", "csv", "schemaorg", "html", "kml",
                                  "annotations"])  # fmt: skip
def test_markup_in_every_field_stays_text(service, form):
    sent = {
        "text": f"Talks in Yerevan. {SCRIPT}", "id": SCRIPT, "title": SCRIPT, "outlet": SCRIPT,
        "language": SCRIPT, "url": f"javascript:{SCRIPT}", SCRIPT: SCRIPT,
    }  # fmt: skip
    reply = service.post(f"/link?format={form}", sent)
    assert reply.status == 200
    assert reply.headers["x-content-type-options"] == "nosniff"
    if form in {"html", "kml", "schemaorg"}:
        assert "<script>alert" not in reply.text
        assert "<img" not in reply.text
    else:
        assert not reply.headers["content-type"].startswith(("text/html", "image/"))
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_markup_in_what_is_refused_stays_json(service):
    for path in (f"/link?{'x' * 10}=%3Cscript%3E", "/link?near=%3Cscript%3Ealert(1)%3C/script%3E"):
        reply = service.post(path, GOOD)
        assert reply.status == 422
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json["error"]


def test_formulas_in_a_table_are_guarded(service):
    reply = service.post(
        "/link?format=csv", {"text": "Talks in Yerevan.", "id": "=cmd|' /C calc'!A0"}
    )
    assert not [line for line in reply.text.splitlines() if line.startswith("=")]


def test_pages_of_other_sites_may_not_ask(service, service_module):
    other = {**TEXT, "Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    service_module.check_refusal(service.post("/link", "Talks in Goris.", other), 403)
    reply = service.post("/link", "Talks in Goris.", {**TEXT, "Origin": "https://evil.example"})
    assert not [name for name in reply.headers if name.lower().startswith("access-control")]


def test_a_refused_request_leaves_its_connection_in_order(service):
    bad = b"POST /link HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: "
    good = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    smuggled = b"GET /entity/Q1953 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    answer = service.send(bad + b"%d\r\n\r\n%s" % (len(smuggled), smuggled) + good)
    assert [int(status) for status in re.findall(rb"HTTP/1.1 (\d+)", answer)] == [415, 204]


def test_many_connections_at_once_are_answered(service):
    statuses = []

    def ask():
        statuses.append(service.get("/health/live").status)

    threads = [threading.Thread(target=ask) for _ in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [204] * 200


def test_clients_that_leave_early_hurt_nobody(service):
    head = b"POST /link HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
    for data in (
        b"", b"GET", head, head + b"Content-Length: 100\r\n\r\nTalks",
        head + b"Content-Length: 5\r\n\r\nGoris",
        head.replace(b"/link", b"/link/batch").replace(b"text/plain", b"application/jsonl")
        + b"Content-Length: 1000\r\n\r\n" + json.dumps(GOOD).encode() + b"\n{",
    ):  # fmt: skip
        with socket.create_connection(("127.0.0.1", service.port)) as connection:
            connection.sendall(data)
    assert service.post("/link", GOOD).status == 200
