"""Plain text, Markdown and web pages: a file is a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from enrich.inputs.decoding import check_text
from enrich.inputs.source import Found, Source
from enrich.model import Document


def read_text(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Read the text as it is."""
    yield "", Document(source.text(stream))


def read_markdown(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Read the text with its markup blanked out; its front matter has title and date."""
    from enrich.inputs.markup import front_matter, markdown_blocks, mask_markdown

    text = source.text(stream)
    about = front_matter(text)
    prose = mask_markdown(text)
    check_text(prose, source.name, "the text without its markup")
    document = Document(
        prose,
        title=about.get("title", ""),
        published=source.date(about.get("published") or about.get("date")),
        language=about.get("lang") or about.get("language"),
        blocks=markdown_blocks(text, prose),
    )
    yield "", document


def read_html(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Read the main text of a page, with the title, date and site that it declares."""
    yield "", page_document(source, source.data(stream))


def page_document(
    source: Source, data: bytes, where: str | None = None, charset: str = ""
) -> Document:
    """Return the document of a page; ``where`` is its place, of one that is not a whole file."""
    from enrich.inputs.webpages import extract_html

    page = extract_html(data, where or source.name, charset)
    return replace(page, published=source.date(page.published, where))
