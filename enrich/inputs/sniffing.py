"""What a file without a telling suffix is, by how it begins."""

from __future__ import annotations

import codecs
import io
import json
import re
from typing import BinaryIO, Final

from enrich.inputs.decoding import marked_encoding

_HEAD: Final = 1 << 16
_SPACE: Final = r"(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*"
_PAGE: Final = re.compile(rf"{_SPACE}<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL)
_XML: Final = re.compile(
    r"\s*<\?xml\s|\s*<(?:!DOCTYPE\s+(?:nitf|rss)|rss|feed|rdf:RDF|nitf|newsItem|newsMessage)[\s>]"
)
_WARC: Final = re.compile(rb"WARC/\d+\.\d+\r?\n")
_FIELD: Final = re.compile(r"(?:From |[A-Za-z][A-Za-z0-9-]{1,40}:(?:[ \t]|\r?$))", re.MULTILINE)
_MAIL_FIELDS: Final = frozenset(
    "from to cc subject date message-id mime-version received return-path content-type reply-to"
    " delivered-to snapshot-content-location".split()
)
_ENOUGH: Final = 3


def peekable(stream: BinaryIO) -> BinaryIO:
    """Return a stream whose beginning can be looked at without being taken."""
    return stream if hasattr(stream, "peek") else io.BufferedReader(stream, _HEAD)  # type: ignore[type-var]


def head_of(stream: BinaryIO) -> bytes:
    """Return the beginning of a stream, 64 kB at most, and leave it there."""
    peek = getattr(stream, "peek", None)
    return bytes(peek(_HEAD)[:_HEAD]) if peek else b""


def sniffed(head: bytes) -> str:
    r"""Return the name of the format that a file is of, by its first bytes; "text" in doubt.

    Example:
        >>> sniffed(b"<!DOCTYPE html><html>"), sniffed(b'{"text": "a"}\n{"text": "b"}\n')
        ('html', 'jsonl')
    """
    if _WARC.match(head):
        return "warc"
    text = _text_of(head)
    if _PAGE.match(text):
        return "html"
    if _XML.match(text):
        return "xml"
    if is_json_lines(head):
        return "jsonl"
    if re.match(r'\s*(?:\{\s*"|\[\s*\{\s*")', text):
        return "json"
    return _mail(text) or "text"


def is_json_lines(head: bytes) -> bool:
    """Whether a file begins with a whole object on a line of its own, and more follows."""
    first, _, rest = _text_of(head).lstrip().partition("\n")
    if not first.startswith("{") or not rest.lstrip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _text_of(head: bytes) -> str:
    return head.removeprefix(codecs.BOM_UTF8).decode(marked_encoding(head) or "utf-8", "replace")


def _mail(text: str) -> str | None:
    """Return "eml" or "mhtml" for a message: fields of mail, and nothing else before them."""
    seen: set[str] = set()
    for line in text.splitlines():
        if line[:1] in {" ", "\t"} and seen:
            continue  # the field goes on
        if not _FIELD.match(line):
            break
        seen.add(line.partition(":")[0].lower())
    known = seen & _MAIL_FIELDS
    if len(known) < (2 if "mime-version" in known else _ENOUGH):
        return None
    return "mhtml" if "snapshot-content-location" in known else "eml"
