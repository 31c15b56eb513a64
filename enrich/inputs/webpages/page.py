"""A web page, from its bytes to the text and blocks of its article."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from typing import Any, Final

import trafilatura
from lxml.etree import Element

from enrich.inputs.decoding import check_text
from enrich.inputs.webpages.choice import choose_pieces, find_headline
from enrich.inputs.webpages.decoding import decode_page
from enrich.inputs.webpages.marks import kept_shares, mark_pieces, unmarked
from enrich.inputs.webpages.parsing import Node, parse_page
from enrich.inputs.webpages.pieces import PagePiece, cut_page
from enrich.model import Block, Document
from enrich.text.layout import join_blocks
from gazetteer.errors import InputError

# The library logs what it could not parse; what matters of that is in our own error.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
# A date guessed from anywhere in the page misleads more than none at all.
_DATES: Final = {"original_date": True, "extensive_search": False}


def extract_html(data: bytes, where: str, charset: str = "") -> Document:
    """Extract the main text of a web page, in UTF-8 or in the encoding that it declares.

    ``charset`` is the encoding that its server named, if any; it goes before that of the page.

    Menus and advertisements are left out, and each block has a line. There are no blocks where the
    text was not in the markup of the page but in its data, as on some pages behind a paywall.

    Raises:
        InputError: It is binary, in no declared encoding, or holds no text.

    Example:
        >>> page = extract_html(b"<ul><li>Goris<li>Kapan</ul>", "a.html")
        >>> [(page.text[b.start : b.end], b.kind.value) for b in page.blocks]
        [('Goris', 'list item'), ('Kapan', 'list item')]
    """
    html = decode_page(data, where, charset)
    try:
        page = _read(html)
    except Exception as error:  # a page can break the parser in ways of its own
        raise InputError(
            f"{where}: cannot be read as a page ({type(error).__name__}); save its text as .txt"
        ) from error
    if not page.text.strip():
        raise InputError(f"{where}: no main text was found in the page; save its text as .txt")
    check_text(page.text, where)
    return page


def _read(html: str) -> Document:
    tree = parse_page(html)
    pieces = cut_page(tree)
    titles = [" ".join(title.itertext()) for title in tree.iter("title")]
    about = trafilatura.extract_metadata(tree, date_config=_DATES, extensive=False)
    titles.append(about.title or "")
    mark_pieces(pieces)
    found = trafilatura.bare_extraction(tree, include_comments=False)
    # Where nothing was found there is no body, and all that is not a menu is taken.
    extracted = "".join(getattr(found, "body", Element("body")).itertext())
    text, blocks = _main_text(pieces, extracted, tree, titles, about.sitename or "")
    return Document(
        text,
        title=about.title or "",
        published=about.date,
        outlet=about.sitename,
        metadata={"url": about.url} if about.url else {},
        blocks=blocks,
    )


def _main_text(
    pieces: list[PagePiece], extracted: str, tree: Node, titles: list[str], site: str
) -> tuple[str, tuple[Block, ...] | None]:
    shares = kept_shares(pieces, extracted)
    if extracted.strip() and unmarked(extracted) == extracted:
        headline = find_headline(pieces, [False] * len(pieces), titles, site)
        text = _as_written(extracted, tree)
        return (text if headline is None else f"{pieces[headline].text}\n\n{text}"), None
    chosen = choose_pieces(pieces, shares, titles, site)
    return join_blocks([(piece.text, piece.kind) for piece in chosen], "\n")


def _as_written(extracted: str, tree: Node) -> str:
    """Return a text found in the data of a page with the line ends that it has there."""
    wanted = "".join(extracted.split())
    bodies = (
        body
        for script in tree.iter("script")
        if script.get("type") == "application/ld+json" and "articleBody" in (script.text or "")
        for body in _article_bodies(script.text)
        if "".join(body.split()) == wanted
    )
    lines = next(bodies, extracted).strip().splitlines()
    return "\n".join(" ".join(line.split()) for line in lines)


def _article_bodies(script: str) -> list[str]:
    found: list[Any] = []
    with suppress(ValueError):
        json.loads(
            script, strict=False, object_hook=lambda value: found.append(value.get("articleBody"))
        )
    return [body for body in found if isinstance(body, str)]
