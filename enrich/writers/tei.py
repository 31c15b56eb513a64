"""TEI P5: the text with its names marked, and lists of what they name.

A document is a ``TEI``, several are a ``teiCorpus``. The text stands in ``body`` letter by letter:
the words of a body, put together, are the document's text, but for characters that XML has no way
to write, which are U+FFFD. A name is a ``placeName``, ``persName`` or ``orgName``; ``ref`` points
into the lists of ``standOff``, ``cert`` is the score, ``ana`` the role of a place. A name without
``ref`` was not linked. docs/linked-data.md has an example.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, TextIO

from lxml import etree
from lxml.etree import _Element as Element

from enrich.model import Block, BlockKind, Document, Link, Result, Role
from enrich.records.record import ids, place_fields, rounded
from enrich.text.layout import find_blocks
from gazetteer.model import Entity, Kind

NAMESPACE: Final = "http://www.tei-c.org/ns/1.0"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAMES: Final = {
    Kind.PLACE: ("placeName", "listPlace", "place"),
    Kind.PERSON: ("persName", "listPerson", "person"),
    Kind.ORGANISATION: ("orgName", "listOrg", "org"),
}
"""By kind: the element of a name, of a list, and of what is listed."""
_WHOLE: Final = (Kind.ORGANISATION, Kind.PERSON, Kind.PLACE)  # of one span, what holds the others
_ROLES: Final = {
    Role.LITERAL: "the place itself",
    Role.METONYMIC: "a government, a team or people that go by its name",
    Role.MODIFIER: "something of the place",
    Role.EMBEDDED: "part of the name of something else",
    Role.DEMONYM: "its people",
    Role.DATELINE: "where the text was filed",
}
_PRECISION: Final = {"exact": "high", "settlement": "medium"}  # else "low"
_SAFE_ID: Final = re.compile(r"[a-z]+:[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)


def write(results: Iterable[Result], out: TextIO) -> None:
    """Write one document, or a corpus of several, as they come."""
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    pending: Result | None = None
    number = 0
    for result in results:
        if pending is not None:
            if not number:
                out.write(f'<teiCorpus xmlns="{NAMESPACE}">\n{_text_of(_corpus_header())}\n')
            number += 1
            out.write(f"{_text_of(tei(pending, f'd{number}-'))}\n")
        pending = result
    if number and pending is not None:
        out.write(f"{_text_of(tei(pending, f'd{number + 1}-'))}\n</teiCorpus>\n")
    elif pending is not None:
        out.write(f"{_text_of(tei(pending))}\n")
    else:
        out.write(f'<teiCorpus xmlns="{NAMESPACE}">\n{_text_of(_corpus_header())}\n</teiCorpus>\n')


def tei(result: Result, prefix: str = "") -> Element:
    """Return a document as a TEI element.

    Args:
        result: What was found in it.
        prefix: What its ``xml:id`` begin with, where several documents are one file.

    Example:
        >>> from enrich.model import Document
        >>> body = tei(Result(Document("It rains."), ())).find(".//{*}body")
        >>> "".join(body.itertext())
        'It rains.'
    """
    document = result.document
    root = _element(None, "TEI", language=document.language)
    _header(root, result, whole=not prefix)
    names = _xml_ids(result, prefix)
    _lists(root, result, names)
    body = _element(_element(root, "text"), "body")
    _write_body(body, document, result.links, names)
    return root


# ------------------------------------------------------------------------------------ the header


def _corpus_header() -> Element:
    header = _element(None, "teiHeader")
    described = _element(header, "fileDesc")
    _element(_element(described, "titleStmt"), "title", "Documents with their names")
    _element(_element(described, "publicationStmt"), "p", "Unpublished")
    _element(_element(described, "sourceDesc"), "p", "See each document")
    _roles(_element(header, "encodingDesc"))
    return header


def _header(root: Element, result: Result, *, whole: bool) -> None:
    document = result.document
    header = _element(root, "teiHeader")
    described = _element(header, "fileDesc")
    title = document.title or str(document.id) or "Untitled"
    _element(_element(described, "titleStmt"), "title", title)
    _element(_element(described, "publicationStmt"), "p", "Names marked by enrich")
    if result.error:
        _element(_element(described, "notesStmt"), "note", result.error, type="error")
    source = _element(_element(described, "sourceDesc"), "bibl")
    _element(source, "title", title)
    if document.outlet:
        _element(source, "publisher", document.outlet)
    if document.published:
        _element(source, "date", document.published, when=document.published)
    _element(source, "idno", str(document.id))
    encoding = _element(header, "encodingDesc")
    version = str(result.run.get("version", "0"))
    application = _element(
        _element(encoding, "appInfo"), "application", ident="enrich", version=version
    )
    _element(application, "label", "enrich")
    _element(application, "desc", f"gazetteer {result.gazetteer}")
    if whole:
        _roles(encoding)


def _roles(encoding: Element) -> None:
    taxonomy = _element(_element(encoding, "classDecl"), "taxonomy", id="roles")
    for role, about in _ROLES.items():
        _element(_element(taxonomy, "category", id=str(role)), "catDesc", about)


# ------------------------------------------------------------------------------------- the lists


def _xml_ids(result: Result, prefix: str) -> dict[str, str]:
    """Return the ``xml:id`` of each linked entity: its id, where that can be one."""
    entities = (link.entity for link in result.links if link.entity is not None)
    found: dict[str, str] = {}
    for number, entity in enumerate({e.id: e for e in entities}.values(), 1):
        safe = entity.id.replace(":", "-") if _SAFE_ID.fullmatch(entity.id) else f"entity-{number}"
        found[entity.id] = f"{prefix}{safe}"
    return found


def _lists(root: Element, result: Result, names: dict[str, str]) -> None:
    listed = {
        Kind.PLACE: result.places,
        Kind.PERSON: result.people,
        Kind.ORGANISATION: result.organisations,
    }
    if not any(listed.values()):
        return
    stand_off = _element(root, "standOff")
    for kind, entities in listed.items():
        own, of_list, of_one = _NAMES[kind]
        listing = _element(stand_off, of_list) if entities else None
        for entity in entities:
            one = _element(listing, of_one, id=names[entity.id])
            _element(one, own, entity.name)
            if kind is Kind.PLACE:
                _place(one, entity)
            _identifiers(one, entity)
            if entity.description:
                _element(one, "note", entity.description)


def _place(one: Element, entity: Entity) -> None:
    where = place_fields(entity)
    if where["lat"] is not None:
        location = _element(one, "location")
        if where["country"]:
            _element(location, "country", where["country"])
        if where["admin1"]:
            _element(location, "region", where["admin1"])
        _element(location, "geo", f"{where['lat']} {where['lon']}")
        _element(location, "precision", precision=_PRECISION.get(where["precision"], "low"))
        _element(
            location, "note", f"{where['precision']}, radius {where['radius_km']} km", type="point"
        )
    elif where["country"]:
        _element(one, "country", where["country"])


def _identifiers(one: Element, entity: Entity) -> None:
    known = ids(entity)
    if known["geonames"] is not None:
        _element(one, "idno", str(known["geonames"]), type="GeoNames")
    if known["wikidata"]:
        _element(one, "idno", known["wikidata"], type="Wikidata")
    if known["geonames"] is None and not known["wikidata"]:
        _element(one, "idno", entity.id, type="enrich")


# -------------------------------------------------------------------------------------- the text


def _write_body(
    body: Element, document: Document, links: Sequence[Link], names: dict[str, str]
) -> None:
    """Write the text, block by block, with what lies between them between."""
    text = document.text
    ordered = sorted(links, key=_from_outside)
    end = at = 0
    last: Element | None = None
    for block in _blocks(document):
        _add(body, last, text[end : block.start])
        paragraph = block.kind is BlockKind.PARAGRAPH
        kind = {} if paragraph else {"type": str(block.kind).replace(" ", "-")}
        last = _element(body, "p" if paragraph else "ab", **kind)
        inside = []
        while at < len(ordered) and ordered[at].mention.start < block.end:
            inside.append(ordered[at])
            at += 1
        _write_names(last, text, block, inside, names)
        end = block.end
    _add(body, last, text[end:])
    if last is None:
        _element(body, "p")  # a body is never empty


def _from_outside(link: Link) -> tuple[int, int, int]:
    mention = link.mention
    return mention.start, -mention.end, _WHOLE.index(mention.kind)


def _blocks(document: Document) -> Iterator[Block]:
    """Yield the blocks of a text, each with its bullet; what is in none is a paragraph."""
    text = document.text
    end = 0
    for block in find_blocks(text) if document.blocks is None else document.blocks:
        bullet = text[end : block.start].rpartition("\n")[2].lstrip()
        start = block.start - len(bullet)
        yield from _paragraph(text, end, start)
        if block.end > start:
            yield replace(block, start=start)
        end = block.end
    yield from _paragraph(text, end, len(text))


def _paragraph(text: str, start: int, end: int) -> Iterator[Block]:
    between = text[start:end]
    if between.strip():
        left = len(between) - len(between.lstrip())
        yield Block(start + left, start + len(between.rstrip()), BlockKind.PARAGRAPH)


def _write_names(
    parent: Element, text: str, block: Block, links: Sequence[Link], names: dict[str, str]
) -> None:
    """Write a block of the text, and in it the names, those inside another within it."""
    open_: list[tuple[Element, int]] = [(parent, block.end)]
    last: Element | None = None
    at = block.start

    def close(until: int) -> None:
        nonlocal at, last
        while open_ and open_[-1][1] <= until and len(open_) > 1:
            element, stop = open_.pop()
            _add(element, last, text[at:stop])
            at, last = stop, element

    for link in links:
        start = max(link.mention.start, block.start)  # one that was given may begin between blocks
        close(start)
        outer = open_[-1][0]
        _add(outer, last, text[at:start])
        last = _name(outer, link, names)
        at = start
        open_.append((last, max(start, min(link.mention.end, open_[-1][1]))))
        last = None
    close(block.end)
    _add(parent, last, text[at : block.end])


def _name(parent: Element, link: Link, names: dict[str, str]) -> Element:
    mention = link.mention
    told: dict[str, Any] = {}
    if link.entity is not None:
        told = {"ref": f"#{names[link.entity.id]}", "cert": str(rounded(link.score))}
    if mention.role is not None:
        told["ana"] = f"#{mention.role}"
    if link.nil is not None:
        told["type"] = str(link.nil)
    return _element(parent, _NAMES[mention.kind][0], **told)


def _add(parent: Element, last: Element | None, text: str) -> None:
    """Add text at the end of an element, behind its last child."""
    text = _legal(text)
    if not text:
        return
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _element(parent: Element | None, name: str, words: str = "", **attributes: Any) -> Element:
    """Return a new element of the namespace; ``id`` and ``language`` are those of XML itself."""
    own = {"id": f"{_XML}id", "language": f"{_XML}lang"}
    told = {own.get(k, k): _legal(str(v)) for k, v in attributes.items() if v is not None}
    tag = f"{{{NAMESPACE}}}{name}"
    if parent is None:
        element: Element = etree.Element(tag, told, nsmap={None: NAMESPACE})
    else:
        element = etree.SubElement(parent, tag, told)
    if words:
        element.text = _legal(words)
    return element


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)


def _text_of(element: Element) -> str:
    return str(etree.tostring(element, encoding="unicode"))
