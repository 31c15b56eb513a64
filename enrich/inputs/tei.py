"""TEI P5: each ``TEI`` is a document; names that are marked in it are its mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from enrich.inputs.decoding import check_text
from enrich.inputs.source import Source
from enrich.labels import kind_of
from enrich.model import Block, BlockKind, Document
from gazetteer.errors import InputError
from gazetteer.language_tags import is_language_tag
from gazetteer.model import Kind

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
_BLOCKS: Final = {
    **dict.fromkeys(
        "p ab l u sp opener closer byline dateline salute signed trailer epigraph".split(),
        BlockKind.PARAGRAPH,
    ),
    "head": BlockKind.HEADLINE,
    "item": BlockKind.LIST_ITEM,
    "cell": BlockKind.TABLE_CELL,
    "figDesc": BlockKind.CAPTION,
}
_TYPES: Final = {str(kind).replace(" ", "-"): kind for kind in BlockKind}
"""Of an ``ab``, as ``enrich.writers.tei`` writes them."""
_APART: Final = frozenset({"note"})
"""What interrupts a sentence: it is read behind the block that it stands in."""
_UNREAD: Final = frozenset({"fw", "del", "sic", "orig", "abbr", "gap", "listApp"})
"""Running titles, what was struck out, and of two readings the one that was mended."""
_ALONE: Final = frozenset({"sic", "orig", "abbr"})  # which are read where no other stands beside
_KINDS: Final = {
    **dict.fromkeys(
        "placeName geogName settlement district region country bloc".split(), Kind.PLACE
    ),
    "persName": Kind.PERSON,
    "orgName": Kind.ORGANISATION,
}
_WHITE: Final = re.compile(r"\s+")


@dataclass(slots=True)
class _Reading:
    """What was read so far.

    Attributes:
        parts: Of the text.
        length: Of the text, in code points.
        spans: Start, end and kind of each marked name.
        blocks: Those that are done.
        start: Where the block being read begins, or None between blocks.
        waiting: What is read behind it.
        holders: What holds blocks.
    """

    parts: list[str] = field(default_factory=list)
    length: int = 0
    spans: list[tuple[int, int, Kind]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    start: int | None = None
    waiting: list[Element] = field(default_factory=list)
    holders: set[Element] = field(default_factory=set)
    _space: bool = False  # whether a blank is due before the next letter

    def add(self, words: str | None) -> None:
        """Add words, each run of white space as one blank."""
        if not words or self.start is None:
            return
        text = _WHITE.sub(" ", words)
        if text.startswith(" "):
            self._space = True
        if text := text.strip(" "):
            if self._space and self.length > self.start:
                self._put(" ")
            self._put(text)
            self._space = words[-1].isspace()

    def blank(self) -> None:
        """Part what follows from what was read."""
        self._space = True

    def open(self) -> None:
        """Begin a block, where none is being read."""
        if self.start is not None:
            return
        if self.length:
            self._put("\n\n")
        self.start, self._space = self.length, False

    def close(self, kind: BlockKind) -> None:
        """End a block; one without words is none."""
        if self.start is not None and self.length > self.start:
            self.blocks.append(Block(self.start, self.length, kind))
        elif self.parts and self.parts[-1] == "\n\n":
            self.length -= len(self.parts.pop())
        self.start, self._space = None, False

    def begin(self) -> int:
        """Return where a name begins: behind the blank that is due."""
        if self._space and self.start is not None and self.length > self.start:
            self._put(" ")
        self._space = False
        return self.length

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def iter_tei(root: Element, source: Source) -> Iterator[tuple[str, Document]]:
    """Yield the documents of a ``TEI`` or a ``teiCorpus``, each with its place in the source.

    Raises:
        InputError: There is none that has a text.
    """
    found = [e for e in root.iter("{*}TEI") if e.find("{*}text") is not None]
    if not found:
        raise InputError(f"{source.name}: is TEI without a <text>, so there is nothing to read")
    for number, element in enumerate(found, 1):
        where = f":{number}" if len(found) > 1 else ""
        try:
            yield where, _document(element, source, f"{source.name}{where}")
        except InputError as error:
            source.on_error(error)


def _document(tei: Element, source: Source, where: str) -> Document:
    reading = _Reading()
    text = tei.find("{*}text")
    if text is not None:
        reading.holders = _holders(text)
        _read_blocks(text, reading)
    words = "".join(reading.parts)
    check_text(words, where)
    header = tei.find("{*}teiHeader")
    named = {span for span in reading.spans if span[1] > span[0]}
    spans = tuple(sorted(named, key=lambda span: (span[0], -span[1], span[2])))
    return Document(
        words,
        id=tei.get(_ID) or _first(header, ".//{*}sourceDesc//{*}idno"),
        title=_first(header, ".//{*}titleStmt/{*}title"),
        published=source.date(_date(header), where),
        language=_language(tei, header),
        outlet=_first(header, ".//{*}sourceDesc//{*}publisher") or None,
        spans=spans or None,
        blocks=tuple(reading.blocks),
    )


def _holders(text: Element) -> set[Element]:
    """Return what holds blocks: in a note, which is read apart, they are in nothing around it."""
    found: set[Element] = set()
    for block in text.iter(*(f"{{*}}{name}" for name in _BLOCKS)):
        for holder in block.iterancestors():
            if holder in found:
                break
            found.add(holder)
            if _local(holder) in _APART or _local(holder) in _UNREAD:
                break
    return found


def _read_blocks(parent: Element, reading: _Reading) -> None:
    """Read what holds blocks; the words between two of them, with their names, are another."""
    kind = _BLOCKS.get(_local(parent), BlockKind.PARAGRAPH)
    has_words = any(map(_is_words, (parent.text, *(child.tail for child in parent))))
    if _is_words(parent.text):
        reading.open()
        reading.add(parent.text)
    for child in parent.iterchildren():
        name = _local(child)
        is_apart = name in _APART or name in _UNREAD
        holds_blocks = not is_apart and child in reading.holders
        is_block = holds_blocks or name in _BLOCKS
        if not is_block and (has_words or name in _KINDS or name in ("name", "rs", "hi")):
            reading.open()
            _read_element(child, reading)
        else:
            _close(kind, reading)
            if is_block and not holds_blocks:
                own = _TYPES.get(child.get("type", "")) if name == "ab" else None
                _read_block(child, own or _BLOCKS[name], reading)
            elif name not in _UNREAD:
                _read_blocks(child, reading)
        if _is_words(child.tail):
            reading.open()
        reading.add(child.tail)
    _close(kind, reading)


def _is_words(text: str | None) -> bool:
    return bool(text and text.strip())


def _read_block(element: Element, kind: BlockKind, reading: _Reading) -> None:
    reading.open()
    _read_inside(element, reading)
    _close(kind, reading)


def _close(kind: BlockKind, reading: _Reading) -> None:
    """End the block that is being read, if there is one, and read its notes."""
    if reading.start is None:
        return
    reading.close(kind)
    waiting, reading.waiting = reading.waiting, []
    for note in waiting:
        if note in reading.holders:
            _read_blocks(note, reading)
        else:
            _read_block(note, BlockKind.PARAGRAPH, reading)


def _read_inside(element: Element, reading: _Reading) -> None:
    reading.add(element.text)
    for child in element.iterchildren():
        _read_element(child, reading)
        reading.add(child.tail)


def _read_element(element: Element, reading: _Reading) -> None:
    name = _local(element)
    if name in _APART:
        reading.waiting.append(element)
    elif name in ("lb", "pb", "cb", "milestone"):
        if element.get("break") != "no":
            reading.blank()
    elif name not in _UNREAD or (name in _ALONE and _is_alone(element)):
        kind = _kind(element, name)
        start = reading.begin() if kind is not None else 0
        _read_inside(element, reading)
        if kind is not None:
            reading.spans.append((start, reading.length, kind))


def _is_alone(element: Element) -> bool:
    parent = element.getparent()
    return parent is None or _local(parent) != "choice"


def _kind(element: Element, name: str) -> Kind | None:
    if name in ("name", "rs"):
        return kind_of(element.get("type"))
    return _KINDS.get(name)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _words(elements: Iterable[Element]) -> Iterator[str]:
    for element in elements:
        yield " ".join("".join(map(str, element.itertext())).split())


def _first(header: Element | None, path: str) -> str:
    if header is None:
        return ""
    return next(filter(None, _words(header.iterfind(path))), "")


def _date(header: Element | None) -> str | None:
    """Return the date of the source, else that of the edition."""
    for path in (".//{*}sourceDesc//{*}date", ".//{*}publicationStmt//{*}date"):
        for date in () if header is None else header.iterfind(path):
            told = date.get("when") or next(_words([date]))
            if told:
                return told
    return None


def _language(tei: Element, header: Element | None) -> str | None:
    used = None if header is None else header.find(".//{*}langUsage/{*}language")
    told = tei.get(_LANGUAGE) or ("" if used is None else used.get("ident", ""))
    return told if told and is_language_tag(told) else None
