"""Clients of a service that is measured, and what its processes use.

``load`` asks for articles with so many clients without a pause, through wrk where it is installed
and else through a few lines of asyncio, which take more of the processor. ``paced`` asks at a rate.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import math
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_LUA = Path(__file__).with_name("articles.lua")
_TIMEOUT = 60  # seconds that a client waits
_PACED = 16  # clients of ``paced``: more than can be waiting at half of what a service can do


class Load(NamedTuple):
    """What clients saw.

    Attributes:
        statuses: How many answers had which; 0 is none.
        seconds: In all.
        p50_ms: What half of the answers took at most.
        p99_ms: What 99 of 100 took at most.
    """

    statuses: dict[int, int]
    seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def rate(self) -> float:
        """Articles linked a second."""
        return round(self.statuses.get(200, 0) / self.seconds, 1)


class Reply(NamedTuple):
    """The status of an answer, 0 for none, and the seconds that it took."""

    status: int
    seconds: float


def client_name() -> str:
    """Return what asks: the version of wrk, or this script."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return "asyncio (wrk is not installed)"
    told = subprocess.run([wrk, "--version"], capture_output=True, text=True, check=False)
    return " ".join(told.stdout.split()[:2])


def load(port: int, texts: Sequence[str], clients: int, seconds: float) -> Load:
    """Ask for articles, over and over, with so many clients for so long."""
    if shutil.which("wrk"):
        return _with_wrk(port, texts, clients, seconds)
    return asyncio.run(_with_asyncio(port, texts, clients, seconds))


def _with_wrk(port: int, texts: Sequence[str], clients: int, seconds: float) -> Load:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        file.write("\f".join(text.replace("\f", " ") for text in texts))
        file.flush()
        words = ["wrk", "--threads", "1", "--connections", str(clients)]
        words += ["--duration", f"{math.ceil(seconds)}s", "--timeout", f"{_TIMEOUT}s"]
        words += ["--script", str(_LUA), f"http://127.0.0.1:{port}", "--", file.name]
        told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    found = json.loads(told.splitlines()[-1])
    statuses = {int(status): count for status, count in found["statuses"].items()}
    if found["failed"]:
        statuses[0] = found["failed"]
    return Load(statuses, found["seconds"], found["p50 ms"], found["p99 ms"])


async def _with_asyncio(port: int, texts: Sequence[str], clients: int, seconds: float) -> Load:
    waiting = itertools.cycle(map(asked_of, texts))
    begun = time.perf_counter()

    def until_then() -> Iterator[bytes]:
        while time.perf_counter() < begun + seconds:
            yield next(waiting)

    several = await asyncio.gather(*(_client(port, until_then()) for _ in range(clients)))
    return _told(itertools.chain(*several), time.perf_counter() - begun)


def _told(replies: Iterator[Reply], seconds: float) -> Load:
    every = [*replies]
    waited = sorted(1000 * reply.seconds for reply in every)
    p99 = waited[int(0.99 * (len(waited) - 1))]
    statuses = dict(Counter(reply.status for reply in every))
    return Load(statuses, seconds, round(statistics.median(waited)), round(p99))


async def paced(
    port: int, asked: Sequence[bytes], rate: float, seconds: float, say: Callable[[float], None]
) -> Load:
    """Ask at a rate, an even pause between two requests; ``say`` is called every minute.

    Args:
        port: Of the service.
        asked: Whole requests, over and over.
        rate: Requests a second.
        seconds: For so long.
        say: Is told how many seconds have passed.
    """
    begun = time.perf_counter()
    requests, numbers = itertools.cycle(asked), itertools.count()

    async def in_turn() -> list[Reply]:
        replies = []
        while (at := begun + next(numbers) / rate) < begun + seconds:
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            replies += await _client(port, [next(requests)])
        return replies

    async def tell() -> None:
        while True:
            await asyncio.sleep(60)
            say(time.perf_counter() - begun)

    teller = asyncio.create_task(tell())
    several = await asyncio.gather(*(in_turn() for _ in range(_PACED)))
    teller.cancel()
    return _told(itertools.chain(*several), time.perf_counter() - begun)


def asked_of(text: str) -> bytes:
    """Return the request for one article."""
    return request_of("POST", "/link", text, "text/plain; charset=utf-8")


def request_of(method: str, path: str, body: str = "", media: str = "") -> bytes:
    """Return a whole request."""
    data = body.encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(data)}"]
    lines += [f"Content-Type: {media}"] if media else []
    return "\r\n".join([*lines, "", ""]).encode() + data


async def _client(port: int, asked: Sequence[bytes] | Iterator[bytes]) -> list[Reply]:
    """Send one request after the other over one connection."""
    replies = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in asked:
        begun = time.perf_counter()
        writer.write(request)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
            status = int(head.split()[1])
        except (OSError, asyncio.IncompleteReadError):
            status = 0
        replies.append(Reply(status, time.perf_counter() - begun))
        if not status:
            break
    writer.close()
    return replies


# ---------------------------------------------------------------------------------- the processes


def workers_of(server: int) -> list[int]:
    """Return the processes that link; none where the system does not tell them."""
    told = Path(f"/proc/{server}/task/{server}/children")
    children = told.read_text(encoding="ascii").split() if told.is_file() else []
    lines = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
    return [pid for pid, line in lines.items() if b"spawn_main" in line]


def processor_seconds(pids: Sequence[int]) -> float:
    """Return the processor time that processes have taken; NaN where the system does not tell."""
    stats = [Path(f"/proc/{pid}/stat") for pid in pids]
    if not all(stat.is_file() for stat in stats):
        return math.nan
    fields = [stat.read_text(encoding="utf-8").rpartition(")")[2].split() for stat in stats]
    return sum(int(f[11]) + int(f[12]) for f in fields) / os.sysconf("SC_CLK_TCK")


class Memory(NamedTuple):
    """What a process has in memory, in MiB: all of it, and what it shares with no other."""

    rss: float
    uss: float


def memory_of(pid: int) -> Memory:
    """Return the memory of a process (Linux)."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    kib = {name: int(size) for name, size in re.findall(r"^(\w+):\s+(\d+) kB", told, re.MULTILINE)}
    own = kib["Private_Clean"] + kib["Private_Dirty"]
    return Memory(round(kib["Rss"] / 1024, 1), round(own / 1024, 1))


def memory_of_all(server: int) -> dict[str, Memory]:
    """Return the memory of a server and of each of its processes; nothing where it is unknown."""
    if not Path("/proc/self/smaps_rollup").is_file():
        return {}
    named = {"server": server, **{f"process {n}": p for n, p in enumerate(workers_of(server), 1)}}
    return {name: memory_of(pid) for name, pid in named.items()}
