"""Who may ask a service: tokens, origins, host names."""

import contextlib
import re
import socket
import time

import pytest

TEXT = {"Content-Type": "text/plain"}
SECRET = "q7-Zanzibar.9"  # noqa: S105 - of a service that lives for a test
ORIGIN = "https://desk.example"


@pytest.fixture(scope="module")
def service(serve):
    return serve(workers=1, token=SECRET, origins=[ORIGIN], hosts=["linker.example"])


@pytest.fixture(scope="module")
def served(command, environment, service_module, tmp_path_factory):
    """A service as an operator starts it, with a token in the environment."""
    words = [*command, "serve", "--port", "0", "--workers", "1", "--user-gazetteer", "none"]
    folder = tmp_path_factory.mktemp("served")
    running = service_module.Service(words, {**environment, "ENRICH_TOKEN": SECRET}, folder)
    yield running
    assert running.close() == 0


@pytest.mark.parametrize(
    "given",
    ["", "Bearer", "Bearer ", "Bearer wrong", f"Basic {SECRET}", SECRET, f"Bearer {SECRET}x",
     f"Bearer {SECRET[:-1]}", f"Bearer {SECRET} {SECRET}", "Bearer \xff"],
)  # fmt: skip
def test_a_wrong_token_is_refused(service, service_module, given):
    reply = service.post("/link", "Talks in Goris.", {**TEXT, "Authorization": given})
    service_module.check_refusal(reply, 401)
    assert reply.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_the_right_token_is_let_through(service, scheme):
    headers = {**TEXT, "Authorization": f"{scheme} {SECRET}"}
    assert service.post("/link", "Talks in Goris.", headers).status == 200


@pytest.mark.parametrize(
    "path", ["/lookup?name=Paris", "/entity/Q1953", "/metrics", "/no/such", "/linkx", "//", "/Docs"]
)
def test_all_but_the_pages_and_health_need_it(service, service_module, path):
    service_module.check_refusal(service.get(path), 401)


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/openapi.json", "/health", "/health/live", "/static/page.css"]
)
def test_pages_and_health_do_not(service, path):
    assert service.get(path).status in {200, 204}


def test_openapi_says_that_it_is_needed(service):
    document = service.get("/openapi.json").json
    assert document["security"] == [{"token": []}]
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_the_form_asks_for_it(service):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert 'name="token" type="password"' in service.get("/").text
    wrong = service.post("/page", "text=Talks+in+Goris.&token=wrong", headers)
    assert wrong.status == 401
    assert "wrong" not in wrong.text
    right = service.post("/page", f"text=Talks+in+Goris.&token={SECRET}", headers)
    assert right.status == 200
    assert SECRET not in right.text


def test_it_is_never_logged_nor_handed_on(served):
    headers = {**TEXT, "Authorization": f"Bearer {SECRET}"}
    assert served.post("/link", "Talks in Goris.", TEXT).status == 401
    assert served.post("/link", "Talks in Goris.", headers).status == 200
    assert served.post("/link", "Talks in Goris.", {**TEXT, "Authorization": f"Bearer {SECRET}x"})
    assert SECRET not in served.log
    for pid in served.workers:
        with open(f"/proc/{pid}/environ", "rb") as environment:  # noqa: PTH123 - no file in truth
            assert SECRET.encode() not in environment.read()


def test_pages_of_an_origin_that_is_allowed_may_ask(service):
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "authorization,content-type"}  # fmt: skip
    preflight = service.ask("OPTIONS", "/link", headers=asked)
    assert preflight.status == 200
    assert preflight.headers["access-control-allow-origin"] == ORIGIN
    assert "access-control-allow-credentials" not in preflight.headers
    given = {**TEXT, "Origin": ORIGIN, "Authorization": f"Bearer {SECRET}",
             "Sec-Fetch-Site": "cross-site"}  # fmt: skip
    reply = service.post("/link", "Talks in Goris.", given)
    assert reply.status == 200
    assert reply.headers["access-control-allow-origin"] == ORIGIN


def test_pages_of_others_may_not(service, service_module):
    other = "https://evil.example"
    asked = {"Origin": other, "Access-Control-Request-Method": "POST"}
    preflight = service.ask("OPTIONS", "/link", headers=asked)
    service_module.check_refusal(preflight, 403)
    assert "access-control-allow-origin" not in preflight.headers
    given = {**TEXT, "Origin": other, "Authorization": f"Bearer {SECRET}",
             "Sec-Fetch-Site": "cross-site"}  # fmt: skip
    service_module.check_refusal(service.post("/link", "Talks in Goris.", given), 403)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200), ("127.0.0.1:80", 200), ("[::1]:9", 200), ("linker.example", 200),
        ("LINKER.example:443", 200), ("evil.example", 421), ("localhost.evil.example", 421),
        ("", 421),
    ],
)  # fmt: skip
def test_other_host_names_are_refused(service, host, status):
    assert service.get("/health", Host=host).status == status


def test_nothing_sets_a_cookie_or_names_the_software(service):
    for path in ("/", "/docs", "/health", "/nope", "/static/form.js"):
        headers = service.get(path).headers
        assert "set-cookie" not in headers
        assert "server" not in headers
        assert not [v for v in headers.values() if re.search("uvicorn|python", v, re.IGNORECASE)]


@pytest.mark.parametrize(
    ("host", "is_local"),
    [("127.1", True), ("127.0.0.2", True), ("localhost", True), ("::1", True)],
)
@pytest.mark.usefixtures("service_module")
def test_a_loopback_address_is_one_by_any_name(host, is_local):
    from enrich.server.settings import Settings

    assert Settings(host=host).is_local is is_local
    assert not Settings(host="192.0.2.1").is_local


def test_the_address_that_it_listens_on_is_a_name_of_its_own(serve):
    service = serve(workers=1, host="127.0.0.2")
    for host, status in ((f"127.0.0.2:{service.port}", 200), ("127.0.0.3", 421)):
        head = f"GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        with socket.create_connection(("127.0.0.2", service.port), 20) as connection:
            connection.sendall(head.encode())
            assert connection.recv(20).startswith(f"HTTP/1.1 {status}".encode())


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="IPv6 is not there, or apart from IPv4")
def test_everywhere_is_by_ipv4_and_ipv6(serve):
    service = serve(workers=1, host="::")
    assert service.get("/health", Host="linker.example").status == 200  # by 127.0.0.1
    with socket.create_connection(("::1", service.port), 20) as connection:
        connection.sendall(b"GET /health HTTP/1.0\r\n\r\n")
        assert connection.recv(20).startswith(b"HTTP/1.1 200")


def test_a_line_that_drips_in_is_cut_off_however_much_of_it_comes(serve):
    service = serve(workers=1, body_seconds=1.5)
    head = b"POST /link/batch HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
    begun = time.monotonic()
    with service.connect() as connection:
        connection.sendall(head + b"Content-Type: application/x-ndjson\r\n\r\n")
        answer = b""
        connection.settimeout(0.4)
        while time.monotonic() - begun < 15 and b"did not arrive" not in answer:
            with contextlib.suppress(OSError):
                connection.sendall(
                    b"1\r\n\n\r\n" if not answer else b""
                )  # blank lines count for none
            with contextlib.suppress(TimeoutError):
                answer += connection.recv(65536)
    assert b"did not arrive within 1.5 seconds" in answer
    assert time.monotonic() - begun < 10


def test_a_batch_that_its_client_leaves_is_no_fault_of_the_service(serve):
    service = serve(workers=1)
    head = b"POST /link/batch HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
    with service.connect() as connection:
        connection.sendall(head + b"Content-Type: application/x-ndjson\r\n\r\n1\r\n{\r\n")
        time.sleep(0.5)
    for _ in range(100):
        if "/link/batch" in service.log:
            break
        time.sleep(0.1)
    assert re.search(r"/link/batch 499 ", service.log), service.log
