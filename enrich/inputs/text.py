"""Plain text, Markdown and web pages: a file is a document."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from enrich.decoding import check_text
from enrich.inputs.source import Found, Source
from enrich.model import Document

__all__ = ["page_document", "read_html", "read_markdown", "read_text"]

_DECLARATION: Final = re.compile(rb"\A(\xef\xbb\xbf)?\s*<\?xml([^>]{0,300})\?>")
_ENCODING: Final = re.compile(rb"encoding\s*=\s*[\"']([\w.:-]+)")


def read_text(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Read the text as it is."""
    yield "", Document(source.text(stream))


def read_markdown(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Read the text with its markup blanked out; its front matter has title and date."""
    from enrich.markup import front_matter, mask_markdown

    text = source.text(stream)
    about = front_matter(text)
    prose = mask_markdown(text)
    check_text(prose, source.name, "the text without its markup")
    yield (
        "",
        Document(
            prose,
            title=about.get("title", ""),
            published=source.date(about.get("published") or about.get("date")),
            language=about.get("lang") or about.get("language"),
        ),
    )


def read_html(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Read the main text of a page, with the title, date and site that it declares."""
    yield "", page_document(source, source.bytes(stream))


def page_document(source: Source, data: bytes) -> Document:
    """Return the document of a page.

    Raises:
        InputError: It cannot be read, or holds no text.
    """
    from enrich.markup import extract_html

    page = extract_html(_without_declaration(data), source.name)
    check_text(page.text, source.name)
    return Document(
        page.text,
        title=page.title,
        published=source.date(page.published),
        outlet=page.outlet,
        metadata={"url": page.url} if page.url else {},
        blocks=getattr(page, "blocks", None),
    )


def _without_declaration(data: bytes) -> bytes:
    """Return XHTML in UTF-8 without its XML declaration, which a reader of HTML trips over."""
    found = _DECLARATION.match(data)
    if found is None:
        return data
    body = data[found.end() :]
    named = _ENCODING.search(found[2])
    if named is None or named[1].lower() in {b"utf-8", b"utf8"}:
        return body
    try:
        return io.TextIOWrapper(io.BytesIO(body), named[1].decode()).read().encode()
    except (LookupError, ValueError):
        return body  # what reads the page says that it is not in UTF-8
