"""Feeds (RSS, Atom), the XML of news agencies (NITF, also inside NewsML-G2), and TEI."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import BinaryIO, Final

from lxml import etree
from lxml.etree import _Element as Element

from enrich.inputs.decoding import check_text
from enrich.inputs.source import Found, Source
from enrich.inputs.tei import iter_tei
from enrich.inputs.text import page_document
from enrich.model import Block, BlockKind, Document
from enrich.text.layout import join_blocks
from gazetteer.errors import InputError
from gazetteer.language_tags import is_language_tag

# By default it fetches nothing, reads no DTD and has the limits of libxml2 on depth and size.
_PARSER: Final = partial(
    etree.XMLParser, resolve_entities=False, remove_comments=True, remove_pis=True
)
_MARKUP: Final = re.compile(r"<[a-zA-Z/!]|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});")
_FEEDS: Final = frozenset({"rss", "RDF", "feed"})
_ITEMS: Final = ("{*}item", "{*}entry")
_CONTENT: Final = ("encoded", "content", "description", "summary")
_DATES: Final = ("pubDate", "published", "date", "issued", "updated", "modified")
_NITF_BLOCKS: Final = {
    "p": BlockKind.PARAGRAPH,
    "hl2": BlockKind.HEADLINE,
    "li": BlockKind.LIST_ITEM,
    "td": BlockKind.TABLE_CELL,
    "th": BlockKind.TABLE_CELL,
    "media-caption": BlockKind.CAPTION,
}


def read_xml(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Read the items of a feed, the story of an agency, or the documents of a TEI file."""
    data = source.checked_data(stream)
    root = _root(data, source)
    kind = _local(root)
    if kind == "html":
        yield "", page_document(source, data)
    elif kind in _FEEDS:
        yield from _feed(root, source)
    elif kind in ("TEI", "teiCorpus"):
        yield from iter_tei(root, source)
    elif (story := root if kind == "nitf" else _first(root, "nitf")) is not None:
        yield "", _story(story, source)
    else:
        raise InputError(
            f"{source.name}: is XML with the root <{kind}>; of XML, feeds (RSS, Atom), NITF and"
            " TEI are read: write the articles as .jsonl, one object with `text` a line"
        )


def _root(data: bytes, source: Source) -> Element:
    try:
        return etree.fromstring(data, _PARSER())
    except etree.XMLSyntaxError as error:
        broken = error
    try:
        root: Element | None = etree.fromstring(data, _PARSER(recover=True))
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise InputError(
            f"{source.name}: is not XML ({broken.msg}); call it .txt to read it as plain text"
        )
    source.on_error(
        InputError(f"{source.name}: is damaged XML ({broken.msg}); read as far as it goes")
    )
    return root


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _first(element: Element, *names: str) -> Element | None:
    """Return the first element of the first name that any has, whatever its namespace."""
    return next((found for name in names for found in element.iter(f"{{*}}{name}")), None)


def _words(element: Element | None) -> str:
    """Return all the text of an element, on one line."""
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def _feed(root: Element, source: Source) -> Iterator[Found]:
    items = list(root.iter(*_ITEMS))
    if not items:
        raise InputError(f"{source.name}: the feed has no items")
    language = _language(root)
    for number, item in enumerate(items, 1):
        where = f"{source.name}: item {number}"
        try:
            yield f":{number}", _item(item, source, where, language)
        except InputError as error:
            source.on_error(error)


def _language(root: Element) -> str | None:
    named = root.get("{http://www.w3.org/XML/1998/namespace}lang")
    found = named or _words(_first(root, "language"))
    return found if found and is_language_tag(found) else None


def _item(item: Element, source: Source, where: str, language: str | None) -> Document:
    parts: dict[str, Element] = {}
    for child in item.iterchildren("{*}*"):
        parts.setdefault(_local(child), child)
    title = _plain(_words(parts.get("title")))
    text, blocks = _content(parts, source)
    text = text or title  # a feed of headlines
    check_text(text, where)
    link = _link(item)
    date = next((_words(parts[name]) for name in _DATES if name in parts), None)
    return Document(
        text,
        id=_words(parts.get("guid")) or _words(parts.get("id")),
        title=title,
        published=source.date(date, where),
        language=language,
        metadata={"url": link} if link else {},
        blocks=blocks,
    )


def _link(item: Element) -> str:
    """Return the address of an item: the text of RSS's link, or the page that Atom's points to."""
    links = list(item.iterchildren("{*}link"))
    pages = (e.get("href") for e in links if e.get("rel", "alternate") == "alternate")
    about = next((v for k, v in item.attrib.items() if str(k).endswith("}about")), "")
    return next(filter(None, (*map(_words, links), *pages)), str(about))


def _content(parts: Mapping[str, Element], source: Source) -> tuple[str, tuple[Block, ...] | None]:
    """Return the fullest text that an item has, and its blocks where markup tells them."""
    for name in _CONTENT:
        if name in parts and (found := _text_of(parts[name], source))[0]:
            return found
    return "", None


def _text_of(element: Element, source: Source) -> tuple[str, tuple[Block, ...] | None]:
    if len(element):  # XHTML, as it stands, or names of HTML's signs such as &nbsp;
        inner = b"".join(etree.tostring(child) for child in element)
        before = html.escape(element.text or "", quote=False)
        return _of_html(f"{before}{inner.decode()}", source)
    text = (element.text or "").strip()
    return _of_html(text, source) if _MARKUP.search(text) else (text, None)


def _of_html(markup: str, source: Source) -> tuple[str, tuple[Block, ...] | None]:
    try:
        page = page_document(
            source, f"<html><body><article>{markup}</article></body></html>".encode()
        )
    except InputError:  # too short for an article; all of it is its text
        return _plain(markup), None
    return page.text.rstrip(), page.blocks


def _plain(markup: str) -> str:
    """Return a piece of HTML without its tags, as one line."""
    if not _MARKUP.search(markup):
        return markup
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", markup)).split())


def _story(nitf: Element, source: Source) -> Document:
    """Return the story of an agency: its paragraphs, each a block, the dateline before them."""
    body = _first(nitf, "body.content")
    pieces = _pieces(body) if body is not None else ()
    pieces = _with_dateline(pieces, _words(_first(nitf, "dateline")))
    text, blocks = join_blocks(pieces, "\n\n")
    check_text(text, source.name)
    issued = _first(nitf, "date.issue", "date.release")
    identifier = _first(nitf, "doc-id")
    return Document(
        text,
        id="" if identifier is None else identifier.get("id-string", ""),
        title=_words(_first(nitf, "hl1")) or _words(_first(nitf, "title")),
        published=source.date(None if issued is None else issued.get("norm")),
        language=_language(nitf),
        blocks=blocks,
    )


def _pieces(body: Element) -> Iterator[tuple[str, BlockKind]]:
    """Yield the blocks of a body, the outermost of those that lie in each other."""
    for element in body.iterchildren("{*}*"):
        kind = _NITF_BLOCKS.get(_local(element))
        if kind is None:
            yield from _pieces(element)
        elif words := _words(element):
            yield words, kind


def _with_dateline(
    pieces: Iterable[tuple[str, BlockKind]], dateline: str
) -> Iterator[tuple[str, BlockKind]]:
    """Yield pieces, the dateline in the first paragraph, where agencies print it."""
    for words, kind in pieces:
        line = words
        if dateline and kind is BlockKind.PARAGRAPH:
            if not words.lower().startswith(dateline.lower()):
                line = f"{dateline.rstrip(' -–—')} – {words}"
            dateline = ""
        yield line, kind
