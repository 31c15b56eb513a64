"""What goes wrong in a service: processes that die, texts that take long, clients that are slow."""

import contextlib
import json
import os
import re
import signal
import threading
import time

import pytest

JSON = {"Content-Type": "application/json"}
TEXT = {"Content-Type": "text/plain"}
LINES = {"Content-Type": "application/x-ndjson"}
GOOD = {"text": "Talks in Yerevan."}


class Later(threading.Thread):
    """A request that is under way; ``reply`` waits for its answer."""

    def __init__(self, service, *sent, **headers):
        super().__init__()
        self._asked = (service, sent, headers)
        self._reply = None
        self.start()

    def run(self):
        service, sent, headers = self._asked
        self._reply = service.post(*sent, **headers)

    @property
    def reply(self):
        self.join(60)
        assert self._reply is not None, "it was not answered"
        return self._reply


def wait_until(true, seconds=20.0):
    """Wait until something is true; else the test fails where it asserts so itself."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)


def is_busy(service):
    """Whether the processes compute: one that waits uses no time."""

    def used():
        with contextlib.suppress(OSError, IndexError):
            path = f"/proc/{service.workers[0]}/stat"
            with open(path) as stat:  # noqa: PTH123 - no file in truth
                return int(stat.read().rpartition(")")[2].split()[11])
        return 0

    before = used()
    time.sleep(0.1)
    return used() - before > 2


@pytest.fixture(scope="module")
def one(serve):
    """A service with a single process and room for one request beside it."""
    return serve(workers=1, queue=1, seconds=60)


@pytest.fixture(scope="module")
def hasty(serve):
    """A service that waits for nothing."""
    return serve(
        workers=2, seconds=1.2, header_seconds=0.7, body_seconds=0.7, write_seconds=0.7,
        max_connections=40,
    )  # fmt: skip


def test_a_process_killed_while_idle_costs_nothing(one):
    ended = one.wait_until_ready()["ended"].get("died", 0)
    one.kill_workers()
    for _ in range(5):
        assert one.post("/link", GOOD).status == 200
    assert one.wait_until_ready()["ended"]["died"] == ended + 1


def test_a_process_killed_at_work_costs_its_request_alone(one, service_module):
    one.wait_until_ready()
    lost = Later(one, "/link", service_module.LONG, TEXT)
    wait_until(lambda: is_busy(one))
    waits = Later(one, "/link", GOOD)
    wait_until(lambda: one.get("/health").json["waiting"])
    one.kill_workers()
    assert "others go on" in service_module.check_refusal(lost.reply, 500)
    assert waits.reply.status == 200
    assert "a process died" in one.log


def test_a_full_queue_says_when_to_try_again(one, service_module):
    one.wait_until_ready()
    first = Later(one, "/link", service_module.LONG, TEXT)
    wait_until(lambda: is_busy(one))
    second = Later(one, "/link", GOOD)
    wait_until(lambda: one.get("/health").json["waiting"])
    for asked in (one.post("/link", GOOD), one.get("/lookup?name=Paris")):
        assert "wait already" in service_module.check_refusal(asked, 503)
        assert 1 <= int(asked.headers["retry-after"]) <= 60
    assert one.get("/health").status == 200
    one.kill_workers()
    assert first.reply.status == 500
    assert second.reply.status == 200


def test_a_batch_waits_for_room_instead(one):
    lines = "\n".join([json.dumps(GOOD)] * 30)
    batch = Later(one, "/link/batch", lines, LINES)
    told = [json.loads(line) for line in batch.reply.text.splitlines()]
    assert len(told) == 30
    assert all("document" in line for line in told)


def test_a_batch_loses_the_lines_whose_process_died(one, service_module):
    one.wait_until_ready()
    lines = [GOOD, {"text": service_module.LONG}, GOOD]
    batch = Later(one, "/link/batch", "\n".join(map(json.dumps, lines)), LINES)
    wait_until(lambda: is_busy(one))
    time.sleep(0.3)
    one.kill_workers()
    told = [json.loads(line) for line in batch.reply.text.splitlines()]
    assert ["document" in line for line in told] == [True, False, True]
    assert told[1]["line"] == 2


def test_a_text_that_takes_too_long_is_given_up_and_delays_nobody(hasty, service_module):
    hasty.wait_until_ready(2)
    slow = Later(hasty, "/link", service_module.LONG, TEXT)
    begun = time.monotonic()
    for _ in range(3):
        assert hasty.post("/link", GOOD).status == 200
    taken = time.monotonic() - begun
    line = service_module.check_refusal(slow.reply, 504)
    assert "more than 1.2 seconds, the limit" in line
    assert taken < 3
    assert hasty.wait_until_ready(2)["ready"] == 2
    assert hasty.post("/link", GOOD).status == 200


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\nA: b"])
def test_headers_that_do_not_come(hasty, sent):
    begun = time.monotonic()
    answer = hasty.send(sent)
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"0.7 seconds" in answer
    assert time.monotonic() - begun < 10


def test_headers_that_drip_in(hasty):
    with hasty.connect() as connection:
        begun = time.monotonic()
        with contextlib.suppress(OSError):
            while time.monotonic() - begun < 10:
                connection.sendall(b"G")
                time.sleep(0.1)
        assert time.monotonic() - begun < 8


@pytest.mark.parametrize("path", ["/link", "/page", "/link/batch"])
def test_a_body_that_does_not_come(hasty, path):
    media = {"/link": "text/plain", "/page": "application/x-www-form-urlencoded"}
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 100\r\n"
        f"Content-Type: {media.get(path, 'application/jsonl')}\r\n\r\nTalks"
    )
    begun = time.monotonic()
    answer = hasty.send(head.encode())
    assert b"did not arrive within 0.7 seconds" in answer
    assert answer.startswith(b"HTTP/1.1 408" if path != "/link/batch" else b"HTTP/1.1 200")
    assert time.monotonic() - begun < 10


def test_a_refused_body_that_goes_on_is_cut_off(hasty):
    head = b"POST /link HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n"
    with hasty.connect() as connection:
        connection.sendall(head + b"Content-Length: 1000000000\r\n\r\n")
        begun = time.monotonic()
        with contextlib.suppress(OSError):
            while time.monotonic() - begun < 10:
                connection.sendall(b"x" * 1000)
                time.sleep(0.02)
        assert time.monotonic() - begun < 8


def test_a_client_that_does_not_read_is_cut_off(hasty):
    line = json.dumps({"text": "Talks in Yerevan, Goris, Batumi and Tbilisi. " * 20}).encode()
    head = b"POST /link/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/jsonl\r\n"
    with hasty.connect(30) as connection:
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        chunk = b"%x\r\n%s\n\r\n" % (len(line) + 1, line)
        with pytest.raises(OSError, match=r"reset|pipe"):
            connection.sendall(chunk * 20_000)
    wait_until(lambda: hasty.get("/health").json["waiting"] == 0)
    assert hasty.get("/health").json["waiting"] == 0


def test_connections_beyond_the_limit_are_told_so(hasty):
    with contextlib.ExitStack() as opened:
        held = [opened.enter_context(hasty.connect()) for _ in range(60)]
        time.sleep(0.2)
        refused = 0
        for connection in held:
            connection.settimeout(0)
            with contextlib.suppress(BlockingIOError):
                answer = connection.recv(1000)
                refused += answer.startswith(b"HTTP/1.1 503") and b"Retry-After: 1" in answer
        assert refused == 20
    wait_until(lambda: hasty.post("/link", GOOD).status == 200)
    assert hasty.post("/link", GOOD).status == 200


def test_more_requests_than_can_be_done_are_answered_or_refused(one):
    one.wait_until_ready()
    asked = [Later(one, "/link", GOOD) for _ in range(60)]
    statuses = [later.reply.status for later in asked]
    assert {*statuses} <= {200, 503}
    assert statuses.count(200) >= 2
    assert one.post("/link", GOOD).status == 200


def test_what_nobody_waits_for_is_not_done(one, service_module):
    one.wait_until_ready()
    first = Later(one, "/link", service_module.LONG, TEXT)
    wait_until(lambda: is_busy(one))
    head = b"POST /link HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
    with one.connect() as connection:
        connection.sendall(head + b"Content-Length: 5\r\n\r\nGoris")
        wait_until(lambda: one.get("/health").json["waiting"])
    wait_until(lambda: one.get("/health").json["waiting"] == 0)
    assert one.get("/health").json["waiting"] == 0
    assert "POST /link 499" in one.log
    one.kill_workers()
    assert first.reply.status == 500


def test_nobody_gets_the_answer_of_another(serve):
    """Whatever is killed meanwhile: each answer has the text that was sent, or is an error."""
    service = serve(workers=2, queue=8)
    wrong, statuses = [], []

    def ask(client):
        for number in range(25):
            text = f"Talks in Goris {client} {number}."
            reply = service.post("/link", {"text": text, "id": text})
            statuses.append(reply.status)
            if reply.status == 200 and reply.json["document"]["text"] != text:
                wrong.append((text, reply.json["document"]))

    threads = [threading.Thread(target=ask, args=(client,)) for client in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(6):
        time.sleep(0.3)
        for pid in service.workers[:1]:
            os.kill(pid, signal.SIGKILL)
    for thread in threads:
        thread.join(60)
    assert not wrong
    assert len(statuses) == 100
    assert {*statuses} <= {200, 500}
    assert statuses.count(500) <= 6


def test_stopped_it_finishes_what_is_under_way(serve):
    service = serve(workers=1, seconds=60)
    last = Later(service, "/link", "Talks in Yerevan and Paris. " * 500, TEXT)
    wait_until(lambda: is_busy(service))
    workers = service.workers
    assert service.close() == 0
    assert last.reply.status == 200
    assert not [pid for pid in workers if is_alive(pid)]


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_killed_it_leaves_no_process_behind(serve):
    service = serve(workers=1)
    workers = service.workers
    assert len(workers) == 1
    service.process.send_signal(signal.SIGKILL)
    service.process.wait()
    wait_until(lambda: not [pid for pid in workers if is_alive(pid)])
    assert not [pid for pid in workers if is_alive(pid)]


def test_interrupted_at_a_terminal_all_of_it_ends(command, environment, service_module, tmp_path):
    """Ctrl-C reaches every process of the group."""
    words = [*command, "serve", "--port", "0", "--workers", "1", "--user-gazetteer", "none"]
    service = service_module.Service(words, environment, tmp_path)
    assert re.search(r"listening on http://127\.0\.0\.1:\d+ with 1 worker\b", service.log)
    workers = service.workers
    for pid in (service.process.pid, *workers):
        os.kill(pid, signal.SIGINT)
    assert service.process.wait(30) == 0
    assert "Traceback" not in service.log
    assert not [pid for pid in workers if is_alive(pid)]


def test_decisions_and_defaults_of_the_operator_hold(
    command, environment, service_module, tmp_path
):
    (tmp_path / "decisions.toml").write_text(
        '[[entity]]\nid = "enrich:old-mill"\nname = "Old Mill"\nkind = "place"\nlat = 40.18\n'
        "lon = 44.51\n"
    )
    words = [*command, "serve", "--port", "0", "--workers", "1", "--country", "US"]
    service = service_module.Service(words, environment, tmp_path)
    try:
        assert "decisions are taken from decisions.toml" in service.log
        told = service.post("/link", "A fire at the Old Mill.", TEXT).json
        assert [m["entity_id"] for m in told["mentions"]] == ["enrich:old-mill"]
        assert told["run"]["settings"]["country"] == "US"
        found = service.get("/entity/enrich:old-mill")
        assert found.json["name"] == "Old Mill"
        assert service.get("/health").json["gazetteer"] == told["run"]["gazetteer"]
    finally:
        service.close()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--gazetteer", "missing.gaz"], "missing.gaz"),
        (["--near", "Nowhereville"], "Nowhereville"),
    ],
)
def test_what_its_processes_cannot_open_is_one_line(process, service_module, words, said):
    assert service_module
    done = process("serve", "--port", "0", "--workers", "1", "--quiet", *words)
    assert done.returncode in {1, 2}
    assert said in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    assert not done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--host", "192.0.2.1"], "--host and --port"),
        (["--host", "no.such.host.invalid"], "--host and --port"),
        (["--allow-origin", "example.org"], "https://example.org"),
        (["--public-url", "example.org"], "https://example.org/enrich"),
        (["--public-url", "https://example.org/?a"], "https://example.org/enrich"),
        (["--workers", "-1"], "--workers"),
        (["--seconds", "0"], "0 is not a number above 0"),
        (["--seconds", "inf"], "above 0"),
        (["--port", "65536"], "--port"),
        (["--country", "USA"], "did you mean US?"),
        (["--contact", "me"], "--contact does nothing without --wikidata"),
    ],
)
def test_what_cannot_be_served_is_said(run, service_module, words, said):
    assert service_module
    done = run("serve", "--workers", "1", *words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_port_that_is_taken_is_one_line(run, one):
    done = run("serve", "--port", one.port)
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert f"127.0.0.1:{one.port}" in done.stderr


def test_without_its_libraries_it_says_what_to_install(process, tmp_path, environment):
    (tmp_path / "uvicorn.py").write_text("raise ImportError('none', name='uvicorn')")
    paths = os.pathsep.join([str(tmp_path), environment["PYTHONPATH"]])
    done = process("serve", env={**environment, "PYTHONPATH": paths})
    assert done.returncode == 1
    assert done.stderr.decode().startswith("enrich: uvicorn is not installed: pip install")
