"""A server that keeps to no rule of HTTP: nothing it sends is more than one sort of error."""

import gzip
import itertools
import socket
import threading
import time

import pytest

from gazetteer.errors import ServiceError
from gazetteer.net.asking import Asker, parsed
from gazetteer.net.http import Deadline, TryAgain

ASKED = "a name that nobody is to read"
PROMPT = 5.0
"""Seconds, far more than any of this takes and far less than what a server could take of us."""


@pytest.fixture
def raw(monkeypatch):
    """Makes servers that send bytes of a test's own; the address of one comes back."""
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    opened = []

    def serve(reply):
        listening = socket.create_server(("127.0.0.1", 0))
        opened.append(listening)
        threading.Thread(target=_accept, args=(listening, reply), daemon=True).start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}/w/api.php"

    yield serve
    for listening in opened:
        listening.close()


def _accept(listening, reply):
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=_respond, args=(connection, reply), daemon=True).start()


def _respond(connection, reply):
    with connection:
        try:
            asked = connection.recv(1 << 16)
            for part in reply(asked) if callable(reply) else [reply]:
                connection.sendall(part)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(1 << 16):  # until the client has read it all
                pass
        except OSError:
            pass


def reply(body=b"", status="200 OK", *lines):
    head = [f"HTTP/1.1 {status}", *lines, f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join(head).encode("utf-8") + b"\r\n\r\n" + body


def ask(address, **options):
    asker = Asker(**{"sleep": lambda _: None, "timeout_s": 1.0, **options})
    return asker.ask(address, {"q": ASKED}), asker


def refused(address, match, **options):
    """Return how many requests it took to be refused in one line that tells no name."""
    asker = Asker(**{"sleep": lambda _: None, "timeout_s": 1.0, **options})
    begun = time.monotonic()
    with pytest.raises(ServiceError, match=match) as error:
        asker.ask(address, {"q": ASKED})
    assert time.monotonic() - begun < PROMPT
    told = str(error.value)
    assert ASKED not in told
    assert ASKED.replace(" ", "+") not in told
    assert told.isprintable()
    assert len(told) < 300
    return asker.sent


def test_the_server_of_these_tests_can_answer_well(raw):
    found, asker = ask(raw(reply(b'{"fine": true}')))
    assert found == {"fine": True}
    assert asker.sent == 1


@pytest.mark.parametrize(
    ("target", "sent"),
    [
        ("http://[::1", 1),
        ("http://[::1]/", 1),
        ("//other.example/w/api.php", 1),
        ("http://127.0.0.1:99999/", 1),
        ("http://127.0.0.1:-1/", 1),
        ("http://127.0.0.1%00.example/", 1),
        ("javascript:alert(1)", 1),
        ("data:application/json,{}", 1),
        ("ftp://127.0.0.1/", 1),
        ("http://" + "a" * 5000 + ".example/", 1),
        ("http:///x", 4),  # no host: the same one
        ("\\\\other.example\\x", 4),
        ("/w/\x01 \x7f", 4),
        ("/w/ÿ", 4),
        ("?%zz%", 4),
        ("/" + "a" * 60_000, 4),
    ],
)
def test_no_redirect_leads_astray(raw, target, sent):
    address = raw(reply(b"", "302 Found", f"Location: {target}"))
    assert refused(address, "leads|no address") == sent


@pytest.mark.parametrize(
    "sends",
    [
        b"",
        b"\r\n\r\n",
        b"hello\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n{}",
        b"HTTP/1.1 99999 OK\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n{}",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n{}\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n{}",
        reply(b"no gzip", "200 OK", "Content-Encoding: gzip"),
        reply(gzip.compress(b"[1, 2, 3]")[:-12], "200 OK", "Content-Encoding: gzip"),
        reply(b"{}", "200 OK", "Content-Encoding: " + ", ".join(["gzip"] * 50)),
    ],
)
def test_what_is_no_reply_is_tried_again_and_given_up(raw, sends):
    assert refused(raw(sends), "reached|broke|not JSON") == 3


@pytest.mark.parametrize("status", ["101 Switching", "204 No", "206 Part", "304 Same", "418 Pot"])
def test_a_status_that_is_no_answer_is_a_refusal(raw, status):
    assert refused(raw(reply(b"{}", status)), status[:3]) == 1


def test_what_a_server_calls_its_status_is_not_repeated(raw):
    named = "503 \x1b[31m" + ASKED + "x" * 50_000
    assert refused(raw(reply(b"", named)), "503 Service Unavailable$") == 3


def test_an_echo_is_not_repeated(raw):
    assert refused(raw(lambda asked: [asked]), "does not speak HTTP") == 3


@pytest.mark.parametrize(
    "wish",
    ["Wed, 99 Foo 99999 99:99:99 +9999", "-5", "1.5", "²", "Fri, 31 Dec 9999 23:59:59 -1200",
     "9" * 4000, "0", ""],
)  # fmt: skip
def test_an_odd_wish_to_wait_is_no_worse_than_none(raw, wish):
    assert refused(raw(reply(b"", "503 Busy", f"Retry-After: {wish}")), "503") in {1, 3}


# ------------------------------------------------------------------------------ without an end


def dribbling(head, piece):
    """What sends a beginning, and then a piece now and then for twenty seconds."""

    def send(_):
        yield head
        for _ in range(400):
            yield piece
            time.sleep(0.05)

    return send


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
DRIBBLES = {
    "the head": dribbling(OK, b"y"),
    "one continue after another": dribbling(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "the length of a chunk": dribbling(CHUNKED, b"0"),
    "lines after the last chunk": dribbling(CHUNKED + b"2\r\n{}\r\n0\r\n", b"X: y\r\n"),
    "a body without length": dribbling(OK + b"\r\n7", b" "),
}


@pytest.mark.parametrize("part", DRIBBLES)
def test_a_reply_that_comes_byte_by_byte_is_cut_off(raw, part):
    assert refused(raw(DRIBBLES[part]), "is slow: no whole answer", timeout_s=0.3, tries=2) == 2


def test_after_a_reply_was_cut_off_the_next_is_whole(raw):
    replies = itertools.chain([DRIBBLES["the head"](b"")], itertools.repeat([reply(b"[1]")]))
    found, asker = ask(raw(lambda _: next(replies)), timeout_s=0.3)
    assert found == [1]
    assert asker.sent == 2


def test_a_deadline_holds_for_the_last_request():
    (one, other), (third, fourth) = socket.socketpair(), socket.socketpair()
    with one, other, third, fourth, Deadline(0.1) as deadline:
        deadline.watch(one)
        deadline.watch(third)
        assert fourth.recv(1) == b""  # it was cut
        assert deadline.passed
        one.sendall(b"x")
        assert other.recv(1) == b"x"


def test_no_timer_is_left_behind(raw):
    address = raw(reply(b"[1]"))
    for _ in range(5):
        ask(address, timeout_s=60.0)
    timers = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
    for timer in timers:
        timer.join(PROMPT)
    assert not any(timer.is_alive() for timer in timers)


# ---------------------------------------------------------------------------------- the body


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\0" * 100, b'{"a":', b"[NaN]", b"[Infinity]", b"[-Infinity]", b"[1] [2]",
        b'{"a": "\xff"}', b'{"a": "\xed\xa0\x80"}', '{"a": 1}'.encode("utf-16"),
        b'["\\ud800"]', b'["\\udfff\\ud800"]', b'{"\\uD9ab": 1}', b"[" * 100_000,
        b"9" * 5000, b"<html></html>",
    ],
)  # fmt: skip
def test_what_is_no_json_of_text_and_numbers_is_refused(body):
    with pytest.raises(TryAgain, match=r"not JSON|web page"):
        parsed(body)


def test_pairs_of_surrogates_are_text():
    assert parsed(b'["\\ud83d\\ude00", "\\\\ud800"]') == ["😀", "\\ud800"]
