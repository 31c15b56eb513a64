"""More than a service takes: connections, each of which is told so, and bodies in crumbs."""

import contextlib
import selectors
import time

import pytest

resource = pytest.importorskip("resource", reason="the system has no limits of open files")
CROWD = 3000
TAKEN = 50


@pytest.fixture
def few_files():
    """Let this process have many files open; what it starts begins with few."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < CROWD + 5500:
        pytest.skip(f"no process may have more than {hard} files open here")

    def limit(number):
        resource.setrlimit(resource.RLIMIT_NOFILE, (number, hard))

    limit(1024)
    yield limit
    limit(soft)


def answers(connections, seconds):
    """Yield the first bytes that each connection gets, as they come."""
    ends = time.monotonic() + seconds
    with selectors.DefaultSelector() as waiting:
        for connection in connections:
            connection.settimeout(0)
            waiting.register(connection, selectors.EVENT_READ)
        while waiting.get_map() and time.monotonic() < ends:
            for key, _ in waiting.select(1):
                waiting.unregister(key.fileobj)
                try:
                    yield key.fileobj.recv(2000)
                except ConnectionResetError:
                    yield b""


def test_a_crowd_is_told_that_there_are_too_many(serve, few_files):
    service = serve(workers=1, max_connections=TAKEN, header_seconds=30)
    few_files(CROWD + 1024)
    with contextlib.ExitStack() as opened:
        crowd = [opened.enter_context(service.connect(60)) for _ in range(CROWD)]
        told = []
        for answer in answers(crowd, 60):
            told.append(answer)
            if len(told) == CROWD - TAKEN:
                break
        assert len(told) == CROWD - TAKEN
        refused = [answer for answer in told if answer.startswith(b"HTTP/1.1 503")]
        assert len(refused) >= 0.99 * len(told)  # a few may learn of the end before the answer
        assert all(b"50 connections are open, the limit" in answer for answer in refused)
    for _ in range(200):  # until the service has seen that the others went
        with contextlib.suppress(OSError):
            if service.post("/link", {"text": "Talks in Goris."}).status == 200:
                break
    assert service.post("/link", {"text": "Talks in Goris."}).status == 200
    assert "Too many open files" not in service.log
    assert "Traceback" not in service.log


HEAD = (
    b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
)


@pytest.mark.parametrize(
    ("number", "size", "status"), [(900, 1, 200), (1100, 1, 400), (1500, 16, 200), (1500, 4, 400)]
)
def test_a_body_in_crumbs_is_refused_before_it_costs_much(service, number, size, status):
    piece = ("Goris. " * 3)[:size].encode()
    body = b"%x\r\n%s\r\n" % (size, piece) * number + b"0\r\n\r\n"
    with service.connect(60) as connection:
        connection.sendall(HEAD % (b"/link", b"text/plain") + body)
        answer = connection.recv(1000)
    assert answer.startswith(b"HTTP/1.1 %d" % status)
    assert (b"chunks of the body are too small" in answer) == (status == 400)
    assert service.get("/health/live").status == 204


def test_a_batch_may_come_line_by_line(service):
    line = b'{"text": ""}\n'  # which costs no linking
    number = 3000
    body = b"%x\r\n%s\r\n" % (2 * len(line), line * 2) * number + b"0\r\n\r\n"
    head = HEAD.replace(b"Host: localhost", b"Host: localhost\r\nConnection: close")
    answer = service.send(head % (b"/link/batch", b"application/jsonl") + body, 120)
    assert answer.count(b"the text is empty") == 2 * number
