"""``enrich mcp`` by its lines: what no SDK would send, how it starts and ends, what it logs."""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from importlib.util import find_spec

import pytest

needs_sdk = pytest.mark.skipif(
    find_spec("mcp") is None, reason="no SDK of MCP: pip install 'enrich-geo[mcp]'"
)
INITIALIZE = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}
WORD = "Xyzzyplugh"
# Long enough to be still read when the next line has come: some four seconds.
LONG = (
    "Talks between Ankara, Yerevan and Tbilisi were held in Batumi by John Smith of Goris. " * 1_500
)


class Wire:
    """The server, its standard input and what it wrote."""

    def __init__(self, environment, *options):
        command = [sys.executable, "-m", "enrich", "mcp", "--user-gazetteer", "none", *options]
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the server
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            env=environment,
        )
        self.lines = []
        self._arrived = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._number = 0
        self._kept = {}

    def __enter__(self):
        self.greeting = self.answer(self.send("initialize", INITIALIZE))["result"]
        self.send_line({"jsonrpc": "2.0", "method": "notifications/initialized"})
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._reader.join()
        for stream in (self.process.stdin, self.process.stdout, self.log):
            with suppress(BrokenPipeError):
                stream.close()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line)
            self._arrived.put(line)
        self._arrived.put(None)

    def send(self, method, params=None):
        """Send a request and return its id."""
        self._number += 1
        request = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": params or {}}
        self.send_line(request)
        return self._number

    def send_line(self, message):
        """Send a message, or bytes as they are."""
        raw = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.process.stdin.write(raw + b"\n")
        self.process.stdin.flush()

    def call(self, tool, /, **arguments):
        """Call a tool and return its result."""
        return self.answer(self.send_call(tool, **arguments))["result"]

    def send_call(self, tool, /, **arguments):
        """Call a tool and return the id of the request."""
        return self.send("tools/call", {"name": tool, "arguments": arguments})

    def answer(self, number, seconds=60.0):
        """Return the answer to a request, whatever else comes before it."""
        until = time.monotonic() + seconds
        while number not in self._kept:
            line = self._arrived.get(timeout=max(0.01, until - time.monotonic()))
            assert line is not None, f"the server has ended: {self.said()}"
            message = json.loads(line)
            self._kept[message.get("id")] = message
        return self._kept.pop(number)

    def has_answered(self, number):
        """Whether the answer to a request has come."""
        while not self._arrived.empty():
            message = json.loads(self._arrived.get())
            self._kept[message.get("id")] = message
        return number in self._kept

    def close(self, seconds=20.0):
        """Close standard input and return the exit code."""
        self.process.stdin.close()
        return self.process.wait(seconds)

    def said(self):
        """Return what it wrote to standard error."""
        self.log.seek(0)
        return self.log.read().decode()


@pytest.fixture
def wire(environment):
    """Starts a server that is killed when the test ends."""
    started = []

    def start(*options):
        started.append(Wire(environment, *options))
        return started[-1].__enter__()

    yield start
    for one in started:
        one.__exit__()


@needs_sdk
def test_the_handshake_opens_nothing(wire, tmp_path):
    """Neither does the list of tools: a gazetteer that is not there is told by the first call."""
    missing = tmp_path / "no.gaz"
    server = wire("--gazetteer", str(missing))
    assert server.greeting["serverInfo"]["name"] == "enrich"
    assert "link_text" in server.greeting["instructions"]
    assert len(server.answer(server.send("tools/list"))["result"]["tools"]) == 4
    result = server.call("link_text", text="Talks in Yerevan.")
    assert result["isError"]
    (block,) = result["content"]
    assert str(missing) in block["text"]
    assert "\n" not in block["text"]
    assert server.close() == 0


@needs_sdk
def test_standard_output_holds_the_protocol_and_standard_error_no_text(wire):
    server = wire()
    secret = {"text": f"{WORD} went to {WORD}berg.", "date": WORD, "limit": WORD}
    server.call("link_text", text=secret["text"])
    server.call("link_text", **secret)
    server.call("explain_link", text=secret["text"], name=WORD)
    server.send_line(WORD.encode())
    server.send_line({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": WORD})
    for method, params in (
        ("tools/call", {"name": 7, "arguments": WORD}),
        (WORD, {}),
        ("resources/read", {"uri": "file:///etc/passwd"}),
    ):
        assert "error" in server.answer(server.send(method, params))
    assert "result" in server.answer(server.send("ping"))
    assert server.close() == 0
    assert len(server.lines) == 8
    for line in server.lines:
        assert json.loads(line)["jsonrpc"] == "2.0"
    assert WORD not in server.said()


@needs_sdk
def test_half_a_surrogate_pair_costs_itself(wire):
    """The SDK alone would drop the message, and its sender would wait in vain."""
    server = wire()
    text = rb"Caf\ud83d in \ud83d\ude00 Goris \udc00, \\ud800 and Yerevan."
    server.send_line(
        b'{"jsonrpc": "2.0", "id": "odd", "method": "tools/call", "params": '
        b'{"name": "link_text", "arguments": {"text": "' + text + b'"}}}'
    )
    answer = server.answer("odd")["result"]["structuredContent"]
    written = "Caf\ufffd in \U0001f600 Goris \ufffd, \\ud800 and Yerevan."
    starts = {m["text"]: m["at"] for e in answer["entities"] for m in e["mentions"]}
    assert starts["Goris"] == [written.index("Goris")]
    assert starts["Yerevan"] == [written.index("Yerevan")]


@needs_sdk
def test_pings_and_other_calls_are_answered_while_a_text_is_read(wire):
    server = wire()
    server.call("lookup", name="Goris")  # opens what is to be opened
    reading = server.send_call("link_text", text=LONG)
    assert server.answer(server.send("ping"), 10)
    assert server.answer(server.send_call("lookup", name="Batumi"), 10)
    assert not server.has_answered(reading)
    assert server.answer(reading)["result"]["structuredContent"]["entities"]


@needs_sdk
def test_a_call_that_is_cancelled_ends(wire):
    """Its thread too: four are all there are, and a fifth call would wait for one of them."""
    server = wire()
    server.call("lookup", name="Goris")
    reading = [server.send_call("link_text", text=LONG) for _ in range(4)]
    waiting = server.send_call("lookup", name="Batumi")
    time.sleep(0.5)
    for number in reading:
        cancelled = {"requestId": number}
        server.send_line(
            {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": cancelled}
        )
    begun = time.monotonic()
    assert server.answer(waiting)["result"]["structuredContent"]["matches"]
    assert time.monotonic() - begun < 5.0
    assert not any(server.has_answered(number) for number in reading)


@needs_sdk
def test_a_text_that_takes_too_long_is_read_in_part_and_says_so(wire):
    server = wire("--seconds-per-document", "0.05")
    answer = server.call("link_text", text=LONG, limit=1)["structuredContent"]
    assert answer["notes"][0].startswith("Incomplete: the text took more than 0.05 seconds: only")
    assert "--" not in answer["notes"][0]
    told = server.call("explain_link", text=LONG, name="Goris")["structuredContent"]
    assert told["notes"] == answer["notes"][:1]


@needs_sdk
def test_the_longest_text_is_an_option(wire):
    server = wire("--max-characters", "20")
    listed = server.answer(server.send("tools/list"))["result"]["tools"]
    assert listed[0]["inputSchema"]["properties"]["text"]["maxLength"] == 20
    refused = server.call("link_text", text="Talks were held in Goris.")
    assert "25 characters, and 20 are read at most" in refused["content"][0]["text"]


@needs_sdk
@pytest.mark.parametrize("busy", [False, True])
def test_it_ends_when_its_input_ends(wire, busy):
    server = wire()
    if busy:
        server.call("lookup", name="Goris")
        server.send_call("link_text", text=LONG)
    assert server.close() == 0
    assert server.said() == ""


@needs_sdk
@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_told_to(wire, number):
    server = wire()
    server.call("lookup", name="Goris")
    server.process.send_signal(number)
    assert server.process.wait(10) == 128 + number
    assert server.said() == ""


@needs_sdk
@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX closes it")
@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_a_closed_stream_is_told_in_one_line(environment, closed):
    line = f'"{sys.executable}" -m enrich mcp {closed}'
    ran = subprocess.run(
        ["sh", "-c", line], capture_output=True, text=True, env=environment, check=False
    )
    assert ran.returncode == 1
    said = "an MCP server needs standard input and output, and one is closed"
    assert ran.stderr == f"enrich: {said}\n"


def test_without_the_sdk_it_says_what_to_install(environment, tmp_path):
    code = "import sys; sys.modules['mcp'] = None; from enrich.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, "mcp"],
        input="",
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        "enrich: the MCP server needs the MCP SDK: pip install 'enrich-geo[mcp]'\n"
    )


def test_the_help_does_not_wait_for_the_sdk(environment):
    code = (
        "import sys, enrich.cli.app; print(sorted({'mcp', 'pydantic', 'anyio'} & {*sys.modules}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert ran.stdout == "[]\n"
