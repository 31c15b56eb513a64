"""What the operator of a service chose, and its limits, each in its unit."""

from __future__ import annotations

import math
import os
import socket
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final

from gazetteer.errors import ArgumentError

TOKEN_VARIABLE: Final = "ENRICH_TOKEN"  # noqa: S105 - the name of a variable
MOST_MENTIONS: Final = 10_000
"""Mentions that a request may give."""
MOST_DECISIONS: Final = 1000
"""Decisions that a request may bring along, and as many merges and entities."""
BATCHES: Final = 8
"""Batches at a time: each holds a few lines in memory."""
BODIES: Final = 32
"""Bodies of the greatest size that may be in memory at a time, all requests together."""
UNDER_WAY: Final = "under way"
"""Where the state of a request has the tasks that end with its connection."""
_LEAST_HEADER: Final = 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """How a service runs.

    Attributes:
        host: Address to listen on.
        port: To listen on; 0 for a free one.
        workers: Processes that link.
        queue: Requests that may wait for a process.
        seconds: That a request may take of a process, and wait for one.
        max_body: Bytes of a body, and of a line of a batch.
        max_text: Characters of a text, its title counted in.
        max_documents: Of a request to /link.
        max_header: Bytes of the request line and the headers.
        max_connections: At a time.
        header_seconds: In which the headers must have arrived.
        body_seconds: In which a body must have arrived, or the next line of a batch.
        write_seconds: In which a client must take some of what is written to it.
        stop_seconds: That requests under way have when the service is stopped.
        origins: Web origins whose pages may ask, ``https://example.org``; "*" for all.
        hosts: Host names under which it is asked besides its address; empty for those of the
            machine itself where it listens there, and else for any.
        public_url: Under which clients know it, where a proxy asks for it by another; "" else.
        token: What requests must bring along; "" for nothing.
        quiet: Whether requests are not logged.

    Raises:
        ArgumentError: One of them makes no sense.

    Example:
        >>> Settings(workers=2, token="secret").max_documents
        50
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    queue: int = 64
    seconds: float = 30.0
    max_body: int = 2_000_000
    max_text: int = 200_000
    max_documents: int = 50
    max_header: int = 16_384
    max_connections: int = 1000
    header_seconds: float = 10.0
    body_seconds: float = 30.0
    write_seconds: float = 30.0
    stop_seconds: float = 30.0
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    public_url: str = ""
    token: str = field(default="", repr=False)
    quiet: bool = False

    def __post_init__(self) -> None:
        for name in ("workers", "queue", "max_body", "max_text", "max_documents"):
            if getattr(self, name) < 1:
                raise ArgumentError(f"{name} {getattr(self, name)!r} is no number above 0")
        for name in ("seconds", "body_seconds", "stop_seconds"):
            if not 0 < getattr(self, name) < math.inf:
                raise ArgumentError(f"{name} {getattr(self, name)!r} is no number above 0")
        if self.max_header < _LEAST_HEADER:
            raise ArgumentError(f"max_header {self.max_header!r} is less than {_LEAST_HEADER}")
        for origin in self.origins:
            if origin != "*" and not _is_origin(origin):
                raise ArgumentError(f"origin {origin!r} is none such as https://example.org")
        url = self.public_url
        if url and (not _is_origin("/".join(url.split("/")[:3])) or {*url} & {*"?# "}):
            raise ArgumentError(f"public_url {url!r} is none such as https://example.org/enrich")
        if not self.token.isascii() or self.token != "".join(self.token.split()):
            raise ArgumentError(f"{TOKEN_VARIABLE} holds white space or other than ASCII letters")

    @property
    def is_local(self) -> bool:
        """Whether only this machine can ask, by whatever name its address goes: 127.1 too."""
        try:
            found = socket.getaddrinfo(self.host, None, flags=socket.AI_PASSIVE)
        except (OSError, UnicodeError):
            return False  # nothing can listen there either
        addresses = {str(one[4][0]).partition("%")[0] for one in found}
        return all(ip_address(address).is_loopback for address in addresses)


def taken_token() -> str:
    """Return the token of the environment, and take it out: no process started has it.

    Example:
        >>> os.environ["ENRICH_TOKEN"] = "secret"
        >>> taken_token(), taken_token()
        ('secret', '')
    """
    return os.environ.pop(TOKEN_VARIABLE, "")


def _is_origin(text: str) -> bool:
    scheme, separator, rest = text.partition("://")
    return scheme in {"http", "https"} and bool(separator and rest) and not {*rest} & {*"/?#@ "}
