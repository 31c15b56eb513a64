"""More connections than a service takes: each is told so, and none is lost for want of files."""

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
