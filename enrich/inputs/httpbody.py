"""What a web server sent, out of the codings that it was sent in."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gazetteer.errors import InputError

_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_GZIP: Final = 16 + zlib.MAX_WBITS
_WINDOWS: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {
        "gzip": (_GZIP,),
        "x-gzip": (_GZIP,),
        "deflate": (zlib.MAX_WBITS, -zlib.MAX_WBITS),  # with a head, as it should be, or without
    }
)
_MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")


def decoded_body(
    data: bytes, where: str, max_bytes: int, *, transfer: str = "", content: str = ""
) -> bytes:
    r"""Return the body of an answer as it is meant; one cut short gives what is there of it.

    Archives often keep a body decoded beside fields that say otherwise: it is returned as it is.

    Args:
        data: The body as it was sent.
        where: What to call it in errors.
        max_bytes: How large it may become.
        transfer: The field ``Transfer-Encoding``.
        content: The field ``Content-Encoding``.

    Raises:
        InputError: It is in an unknown coding, damaged, or larger than allowed.

    Example:
        >>> decoded_body(b"6\r\nKapan,\r\n6\r\n Goris\r\n0\r\n\r\n", "a", 99, transfer="chunked")
        b'Kapan, Goris'
    """
    if "chunked" in transfer.lower():
        data = _joined(data)
    for coding in reversed(content.lower().replace(" ", "").split(",")):
        if coding not in {"", "identity"} and not _MARKUP.match(data):
            data = _inflated(data, coding, where, max_bytes)
    return data


def _joined(data: bytes) -> bytes:
    body = bytearray()
    at, chunks = 0, 0
    while found := _CHUNK.match(data, at):
        chunks += 1
        at = found.end() + int(found[1], 16)
        if at == found.end():
            break
        body += data[found.end() : at]
        at += 2 if data[at : at + 2] == b"\r\n" else 1
    return bytes(body) if chunks else data


def _inflated(data: bytes, coding: str, where: str, max_bytes: int) -> bytes:
    if coding not in _WINDOWS:
        raise InputError(
            f"{where}: is compressed with {coding}, which is not read; have the crawler ask for"
            " gzip"
        )
    for window in _WINDOWS[coding]:
        try:
            body = zlib.decompressobj(window).decompress(data, max_bytes + 1)
        except zlib.error as error:
            said = error
            continue
        if len(body) > max_bytes:
            raise InputError(
                f"{where}: is larger than {max_bytes} bytes when unpacked, the limit for one"
                " document; raise --max-bytes"
            )
        return body
    raise InputError(f"{where}: its {coding} is damaged ({said}); fetch the page again")
