"""E-mails, and web pages saved whole (MHTML), which are made like them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from typing import Any, BinaryIO

from enrich.inputs.decoding import check_text
from enrich.inputs.source import Found, Source
from enrich.inputs.text import page_document
from enrich.model import Document
from gazetteer.errors import InputError


def read_eml(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Read a message: its plain text, else its HTML; attachments are left aside."""
    message = _message(source, stream)
    body = message.get_body(("plain", "html"))
    if body is None:
        raise InputError(f"{source.name}: the message has no text, only attachments if anything")
    if body.get_content_type() == "text/html":
        found = page_document(source, _decoded(body).encode())
    else:
        text = _flowed(body, _decoded(body).replace("\r\n", "\n"))
        check_text(text, source.name)
        found = Document(text)
    senders = {"from": _header(message, "from"), "message_id": _header(message, "message-id")}
    document = replace(
        found,
        title=_header(message, "subject") or found.title,
        published=source.date(_header(message, "date")) or found.published,
        metadata={**found.metadata, **{key: value for key, value in senders.items() if value}},
    )
    yield "", document


def read_mhtml(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Read the page that a browser saved with all that belongs to it."""
    message = _message(source, stream)
    page = next((p for p in message.walk() if p.get_content_type() == "text/html"), None)
    if page is None:
        raise InputError(f"{source.name}: it holds no page; save the page as .html")
    found = page_document(source, _decoded(page).encode())
    url = _header(message, "snapshot-content-location") or _header(page, "content-location")
    document = replace(
        found,
        title=found.title or _header(message, "subject"),
        published=found.published or source.date(_header(message, "date")),
        metadata=found.metadata or ({"url": url} if url else {}),
    )
    yield "", document


def _message(source: Source, stream: BinaryIO) -> EmailMessage:
    message = message_from_bytes(source.checked_data(stream), policy=policy.default)
    if not message.keys():
        raise InputError(
            f"{source.name}: begins with no field such as `Subject:`, so it is not an e-mail"
            " message; call it .txt to read it as plain text"
        )
    return message


def _decoded(part: MIMEPart) -> str:
    """Return the text of a part, also where its charset is unknown or not the one it names."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    for charset in (part.get_content_charset("utf-8"), "utf-8"):
        try:
            return data.decode(charset)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def _header(message: Any, name: str) -> str:
    """Return a field, decoded, on one line; "" where it is missing or beyond repair."""
    try:
        value = str(message.get(name) or "")
    except (ValueError, LookupError, AttributeError, TypeError):  # the parser of fields trips
        return ""
    return " ".join(value.encode("utf-8", "replace").decode().split())


def _flowed(part: MIMEPart, text: str) -> str:
    """Return text with the soft line ends of ``format=flowed`` (RFC 3676) taken out."""
    if part.get_param("format") != "flowed":
        return text
    joint = "" if part.get_param("delsp") == "yes" else " "
    lines: list[str] = []
    soft = False
    for line in text.split("\n"):
        if soft and not line.startswith(">"):
            lines[-1] = f"{lines[-1].rstrip(' ')}{joint}{line}"
        else:
            lines.append(line)
        soft = line.endswith(" ") and line != "-- "
    return "\n".join(lines)
