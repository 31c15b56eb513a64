"""What a request is refused with: a status and one line that says why and how to mend it."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Final

from enrich.records.record import dumps
from enrich.text.escape import message

PROBLEM: Final = "application/problem+json"
"""The media type of a refusal, as RFC 9457 has it; ``error`` is the line."""

_OF_FILES: Final = (
    (" and is left out", ""),
    (": only the year is used (--date-order settles it)", "; write it as 2023-05-17"),
    ("; --column text=NAME names the one that holds the article", ""),
    ("; convert the file first, for example with iconv -f WINDOWS-1252 -t UTF-8", "; send UTF-8"),
    (": a binary file, or UTF-16 without a byte order mark", ": it is binary, or UTF-16"),
    (" (convert it with iconv -f UTF-16LE -t UTF-8)", "; send UTF-8"),
)


class Refusal(Exception):
    """A request is not answered.

    Attributes:
        status: Of HTTP.
        line: For a person.
        headers: That the answer has besides.

    Example:
        >>> Refusal(413, "too much").to_dict()
        {'status': 413, 'error': 'too much'}
    """

    def __init__(self, status: int, line: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(line)
        self.status = status
        self.line = message(line)
        self.headers = dict(headers or {})

    def to_dict(self) -> dict[str, Any]:
        """Return what is answered."""
        return {"status": self.status, "error": self.line}

    def body(self) -> bytes:
        """Return it as JSON."""
        return f"{dumps(self.to_dict())}\n".encode()


class Busy(Refusal):
    """Nothing is free now; later it may be."""

    def __init__(self, line: str, seconds: int = 1) -> None:
        super().__init__(503, f"{line}; try again in {seconds} s", {"Retry-After": str(seconds)})


class Failed(Refusal):
    """Something broke that the client can do nothing about.

    Attributes:
        where: What broke, for the log: never anything of a text.
    """

    def __init__(self, line: str, where: str) -> None:
        super().__init__(500, line)
        self.where = where


def of_request(line: str) -> str:
    """Return what is said of a document in a file as it is said of one in a request.

    Nothing is left out of a request, and its client has neither options nor files.

    Example:
        >>> of_request("the body: `title` is not a string and is left out")
        'the body: `title` is not a string'
    """
    for said, instead in _OF_FILES:
        line = line.replace(said, instead)
    return line


def long_headers(most: int) -> Refusal:
    """Return what is said of headers that are too long.

    Example:
        >>> long_headers(16_384).line
        'the headers have more than 16,384 bytes, the limit'
    """
    line = f"the headers have more than {most:,} bytes, the limit"
    return Refusal(431, line, {"Connection": "close"})


def where(error: Exception) -> str:
    """Return the sort of an error and the line of code: its message may quote a text.

    Example:
        >>> try:
        ...     int("of a text")
        ... except ValueError as error:
        ...     where(error).startswith("ValueError in ")
        True
    """
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name}, {PurePath(last.filename).name}:{last.lineno}"
