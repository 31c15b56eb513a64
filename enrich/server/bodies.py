"""Bodies of requests, read within their limits: of what type, how large, how long in coming."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Collection
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from enrich.server.refusals import Refusal
from enrich.server.service import Service
from enrich.server.settings import Settings
from enrich.text.counting import counted

FORM: Final = "application/x-www-form-urlencoded"
_UTF8: Final = frozenset({"", "utf-8", "utf8", "us-ascii"})


def media_type(request: Request, known: Collection[str]) -> str:
    """Return the media type of a body, one of those that are known.

    Raises:
        Refusal: It is another, or in another encoding than UTF-8.
    """
    media, *parameters = request.headers.get("content-type", "").lower().split(";")
    if media.strip() not in known:
        raise Refusal(415, f"the Content-Type must be one of {', '.join(known)}")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in _UTF8:
            raise Refusal(415, "the charset must be utf-8")
    return media.strip()


@asynccontextmanager
async def body_of(request: Request, service: Service) -> AsyncIterator[bytes]:
    """Read a whole body, and hold it.

    Raises:
        Refusal: It is too large or too long in coming, or there is no memory for it.
    """
    taken = 0
    parts: list[bytes] = []
    limits, memory = service.settings, service.memory
    _check_length(request, limits.max_body)
    try:
        try:
            async with asyncio.timeout(limits.body_seconds):
                async for part in request.stream():
                    if taken + len(part) > limits.max_body:
                        raise too_large(limits.max_body)
                    memory.take(len(part))
                    taken += len(part)
                    parts.append(part)
        except TimeoutError as error:
            raise too_slow(limits.body_seconds) from error
        yield b"".join(parts)
    finally:
        memory.held -= taken


def _check_length(request: Request, most: int) -> None:
    """Refuse a body by its Content-Length, before any of it is read."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise too_large(most)


def form_fields(body: bytes) -> dict[str, str]:
    """Return the fields of a form, the last of each name.

    Example:
        >>> form_fields(b"text=In+Goris.&title=")
        {'text': 'In Goris.', 'title': ''}

    Raises:
        Refusal: It is none, or not in UTF-8.
    """
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20
        )
    except ValueError as error:
        raise Refusal(422, "this is no form in UTF-8") from error
    return dict(pairs)


def too_large(most: int, what: str = "the body") -> Refusal:
    """Return what is said of a body, or another thing, that is too large."""
    return Refusal(413, f"{what} has more than {most:,} bytes, the limit")


def too_slow(seconds: float) -> Refusal:
    """Return what is said of a body that is too long in coming."""
    return Refusal(408, f"the body did not arrive within {seconds:g} seconds, the limit")


async def lines_of(
    request: Request, limits: Settings, stopping: asyncio.Event
) -> AsyncGenerator[tuple[int, bytes | None], None]:
    """Yield the lines of a body as they come, with their numbers; None for one that is too long.

    Blank ones are counted and left out, and win no time.

    Raises:
        Refusal: The next one is too long in coming, or the service is being stopped.
    """
    number, held, is_dropped, parts = 1, bytearray(), False, request.stream()
    most, seconds, yielded = limits.max_body, limits.body_seconds, 0
    clock = asyncio.get_running_loop().time
    ends = clock() + seconds
    while True:
        if stopping.is_set():
            raise stopped(yielded)
        if (end := held.find(b"\n")) >= 0:
            line = bytes(held[:end])
            del held[: end + 1]
            if is_dropped or line.strip():
                yield number, None if is_dropped or end > most else line
                ends, yielded = clock() + seconds, yielded + 1
            number, is_dropped = number + 1, False
            continue
        if len(held) > most:
            held, is_dropped = bytearray(), True
        try:
            held += await _before(stopping, anext(parts), ends - clock())
        except StopAsyncIteration:
            break
        except TimeoutError as error:
            raise too_slow(seconds) from error
    if held.strip() or is_dropped:
        yield number, None if is_dropped else bytes(held)


async def _before(event: asyncio.Event, part: Awaitable[bytes], seconds: float) -> bytes:
    """Return a part of a body; nothing where an event comes first.

    Raises:
        TimeoutError: Neither has come in time.
    """
    tasks = asyncio.ensure_future(part), asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if tasks[0].done():
            return tasks[0].result()
        if event.is_set():
            return b""
        raise TimeoutError
    finally:
        for task in tasks:
            task.cancel()


def stopped(answered: int) -> Refusal:
    """Return what is said of the rest of a batch when the service is being stopped.

    Example:
        >>> stopped(3).line
        'the service is being stopped: 3 lines were answered, those from here on were not'
    """
    done = f"{counted(answered, 'line')} {'was' if answered == 1 else 'were'} answered"
    return Refusal(503, f"the service is being stopped: {done}, those from here on were not")
