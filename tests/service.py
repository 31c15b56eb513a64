"""A service as a process of its own, and a client that can misbehave."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

START = """
import json, sys
from enrich.flow.options import LinkerOptions
from enrich.server.running import run
from enrich.server.settings import Settings
run(LinkerOptions(user_gazetteer=""), Settings(**json.loads(sys.argv[1])), sys.stderr.writelines)
"""
JSON = {"Content-Type": "application/json"}
TEXT = {"Content-Type": "text/plain"}
LINES = {"Content-Type": "application/x-ndjson"}
LONG = (
    "Talks in Yerevan and Paris. " * 7000
)  # takes some seconds, and has fewer than 200,000 letters


class Reply(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


class Service:
    """A running service; ``log`` is what it has said on standard error."""

    def __init__(self, words: list[str], environment: dict[str, str], folder: Path) -> None:
        self._log = folder / "log"
        with self._log.open("wb") as out:
            self.process = subprocess.Popen(
                words, stderr=out, stdout=out, cwd=folder, env=environment
            )
        self.port = self._wait()

    def _wait(self) -> int:
        for _ in range(600):
            if found := re.search(r"listening on http://\S+?:(\d+) ", self.log):
                return int(found[1])
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.close()
        raise AssertionError(f"the service did not start: {self.log}")

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def ask(self, method: str, path: str, body=None, headers=None, seconds=60.0) -> Reply:
        """Send one request; a body that is neither bytes nor text is sent in chunks."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        with contextlib.closing(client):
            data = body.encode() if isinstance(body, str) else body
            client.request(method, path, data, headers or {})
            answer = client.getresponse()
            with answer:
                return Reply(answer.status, answer.headers, answer.read())

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, body, headers=None, **others: str) -> Reply:
        """Send JSON, or a text with headers that say so."""
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.ask("POST", path, data, {**(headers or JSON), **others})

    def connect(self, seconds=20.0) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), seconds)

    def send(self, data: bytes, seconds=20.0) -> bytes:
        """Send what need not be HTTP; return all that comes back until the server closes."""
        with self.connect(seconds) as connection:
            connection.sendall(data)
            return received(connection)

    @property
    def workers(self) -> list[int]:
        """The processes that link."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                state = (folder / "stat").read_text().rpartition(")")[2].split()
                line = (folder / "cmdline").read_bytes()
                if int(state[1]) == self.process.pid and state[0] != "Z" and b"spawn_main" in line:
                    found.append(int(folder.name))
        return found

    def kill_workers(self) -> None:
        for pid in self.workers:
            os.kill(pid, signal.SIGKILL)

    def wait_until_ready(self, number: int = 1) -> dict[str, Any]:
        for _ in range(400):
            if (told := self.get("/health").json)["ready"] >= number:
                return told
            time.sleep(0.05)
        raise AssertionError(f"not ready: {told}")

    def close(self) -> int:
        """Stop it as an orchestrator does; return its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


def received(connection: socket.socket) -> bytes:
    """Return what comes until the other end closes."""
    parts = []
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def start(environment: dict[str, str], folder: Path, **settings: Any) -> Service:
    """Start a service with settings of ``enrich.server.settings``."""
    words = [sys.executable, "-c", START, json.dumps({"port": 0, **settings})]
    return Service(words, environment, folder)


def check_refusal(reply: Reply, status: int) -> str:
    """Assert that a reply is a refusal that gives nothing away, and return its line."""
    assert reply.status == status, reply.body[:500]
    assert reply.headers["content-type"] == "application/problem+json"
    assert {*reply.json} == {"status", "error"}
    assert reply.json["status"] == status
    line = reply.json["error"]
    assert line
    assert len(line) <= 1000
    assert "\n" not in line
    assert not re.search(r"Traceback|\.py\b|site-packages|/enrich/|/tmp/|Error\b", line), line
    return line
