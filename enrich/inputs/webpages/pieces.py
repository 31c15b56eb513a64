"""A page cut into pieces: one for each stretch of text that a reader sees as a block.

Every word that a reader may see is in exactly one piece. Inline markup does not part words, and
what begins on a line of its own does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from lxml.etree import iterwalk

from enrich.inputs.webpages.kinds import (
    BREAKS,
    HEADINGS,
    SKIPPED,
    Kinds,
    is_byline,
    is_unseen,
    names_author,
)
from enrich.inputs.webpages.parsing import Node
from enrich.model import BlockKind

Stretch = tuple[Node, bool, int]
"""An element, whether its tail is meant and not its text, and how many characters are not blank."""

_UNSEEN: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Where a word may be broken; they part no words and no name has them."""
_NOTE: Final = re.compile(r"\s*\[?\w{1,3}\]?\s*")
_BULLET: Final = re.compile(r"[•●▪◦‣⁃■□►▸]\s*|[*–-]\s+(?=\w)")
_SURE_BULLETS: Final = "•●▪◦‣⁃■□►▸"
_BY: Final = re.compile(r"(?:By|BY) (?:[^\W\d_][\w.'’-]*(?:,| and| of| for| in|\s*[|/·])? ?){2,11}")
_TEXT: Final = HEADINGS | {"p"}
_LONGEST_BYLINE: Final = 14
"""In words."""
_LONG_LINE: Final = 45
"""In characters: what breaks its lines so late is wrapped, and its line ends mean nothing."""
_SHORT_LINE: Final = 60
_LINK_WORDS: Final = frozenset(
    "a an and as at but by for from in into near of on or that the to with".split()
)


@dataclass(slots=True)
class PagePiece:
    """A block of a page."""

    text: str  # its words, one space between two
    kind: BlockKind
    node: Node  # the element that it stands in
    stretches: list[Stretch] = field(default_factory=list)  # where its text comes from
    linked: int = 0  # how many of its characters that are not blank stand in links

    @property
    def size(self) -> int:
        """How many characters it has that are not blank."""
        return sum(size for *_, size in self.stretches)

    @property
    def around(self) -> tuple[Node, ...]:
        """Its element and those that this stands in, from the inside out."""
        return (self.node, *self.node.iterancestors())

    @property
    def is_link(self) -> bool:
        """Whether next to all of it stands in links."""
        return self.linked >= 0.8 * max(1, self.size)


def cut_page(tree: Node) -> list[PagePiece]:
    """Return the pieces of a page, in their order, menus and all.

    Example:
        >>> from enrich.inputs.webpages.parsing import parse_page
        >>> [p.text for p in cut_page(parse_page("<p>In <b>Gor</b>is</p><ul><li>Kapan</ul>"))]
        ['In Goris', 'Kapan']
    """
    cutter = _Cutter()
    passed_over: Node = None
    walk = iterwalk(tree, events=("start", "end"))
    for event, node in walk:
        if event == "end" and node is passed_over:
            cutter.take(node, node.tail, tail=True)
        elif event == "end":
            cutter.leave(node)
        elif node.tag in SKIPPED or is_unseen(node) or _is_note(node):
            cutter.pass_over(node)
            passed_over = node
            walk.skip_subtree()
        else:
            cutter.enter(node)
    cutter.flush()
    return cutter.pieces


def _is_note(node: Node) -> bool:
    """Return whether an element is the number of a footnote, which links to it."""
    if node.tag != "sup" or node.find(".//a") is None:
        return False
    return _NOTE.fullmatch(node.text_content()) is not None


@dataclass(slots=True)
class _Line:
    """What stands between two line breaks."""

    parts: list[str] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    linked: int = 0
    by_author: bool = False

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).translate(_UNSEEN).split())


@dataclass(slots=True)
class _Cutter:
    """Gathers the text between two borders of blocks, and makes pieces of it."""

    pieces: list[PagePiece] = field(default_factory=list)
    kinds: Kinds = field(default_factory=Kinds)
    lines: list[_Line] = field(default_factory=lambda: [_Line()])
    where: list[Node] = field(default_factory=list)
    links: int = 0
    authors: int = 0
    preformatted: int = 0

    def enter(self, node: Node) -> None:
        """Begin an element."""
        if self._is_border(node):
            self.flush()
            self.where.append(node)
        self._count(node, 1)
        if node.tag == "br":
            self.lines.append(_Line())
        elif node.tag == "img":
            self.lines[-1].parts.append(" ")
        self.take(node, node.text, tail=False)

    def leave(self, node: Node) -> None:
        """End an element, and go on with what follows it."""
        if self.where and node is self.where[-1]:
            self.flush()
            self.where.pop()
        self._count(node, -1)
        self.take(node, node.tail, tail=True)

    def pass_over(self, node: Node) -> None:
        """Leave an element out; words on both sides of it stay apart, save by a footnote."""
        if node.tag in BREAKS:
            self.flush()
        elif node.tag != "sup":
            self.lines[-1].parts.append(" ")

    def _is_border(self, node: Node) -> bool:
        if node.tag in BREAKS:
            return True
        # A tag of a page's own, <amp-ad>, is a box, unless it stands in running text.
        in_text = self.where and self.where[-1].tag in _TEXT
        if in_text or node.tag == "a":
            return False
        return "-" in node.tag or (is_byline(node) and not self.authors)

    def _count(self, node: Node, by: int) -> None:
        self.links += by * (node.tag == "a")
        self.authors += by * (names_author(node) or is_byline(node))
        self.preformatted += by * (node.tag == "pre")

    def take(self, node: Node, text: str | None, *, tail: bool) -> None:
        """Add text to the block."""
        if not text:
            return
        for number, part in enumerate(text.split("\n") if self.preformatted else (text,)):
            if number:
                self.lines.append(_Line())
            line = self.lines[-1]
            line.parts.append(part)
            if size := len("".join(part.split())):
                line.stretches.append((node, tail, size))
                line.linked += size * bool(self.links)
                line.by_author = line.by_author or bool(self.authors)

    def flush(self) -> None:
        """End the block."""
        lines, self.lines = self.lines, [_Line()]
        if not any(line.stretches for line in lines) or not self.where:
            return
        node = self.where[-1]
        kind = self.kinds.of(node)
        for stanza in _stanzas(lines, kind):
            pieces = [_piece(group, kind, node) for group in _groups(stanza, kind)]
            _find_items(pieces)
            self.pieces += [piece for piece in pieces if any(map(str.isalnum, piece.text))]


def _piece(lines: list[_Line], kind: BlockKind, node: Node) -> PagePiece:
    text = " ".join(line.text for line in lines)
    return PagePiece(
        text,
        _kind(text, kind, by_author=any(line.by_author for line in lines)),
        node,
        [stretch for line in lines for stretch in line.stretches],
        sum(line.linked for line in lines),
    )


def _kind(text: str, kind: BlockKind, *, by_author: bool) -> BlockKind:
    """Return the kind of a block, by its words where its element does not tell."""
    words = text.count(" ") + 1
    if kind is BlockKind.BYLINE and words > _LONGEST_BYLINE:
        return BlockKind.PARAGRAPH
    if kind is not BlockKind.PARAGRAPH or words > _LONGEST_BYLINE:
        return kind
    return BlockKind.BYLINE if by_author or _BY.fullmatch(text) else kind


def _find_items(pieces: list[PagePiece]) -> None:
    """Make list items of lines that begin with bullets, and of a column of short lines."""
    found = [_BULLET.match(piece.text) for piece in pieces]
    several = len([bullet for bullet in found if bullet]) > 1
    for piece, bullet in zip(pieces, found, strict=True):
        if bullet and (several or piece.text[0] in _SURE_BULLETS):
            piece.text = piece.text[bullet.end() :]
            if piece.kind is BlockKind.PARAGRAPH:
                piece.kind = BlockKind.LIST_ITEM
    entries = pieces[1:] if pieces[0].text.endswith(":") else pieces
    if len(entries) > 2 and all(_is_entry(piece) for piece in entries):
        for piece in entries:
            piece.kind = BlockKind.LIST_ITEM


def _is_entry(piece: PagePiece) -> bool:
    return (
        piece.kind is BlockKind.PARAGRAPH
        and len(piece.text) <= _SHORT_LINE
        and piece.text[-1] not in ".!?"
    )


def _stanzas(lines: list[_Line], kind: BlockKind) -> list[list[_Line]]:
    """Return the lines between empty ones, which part blocks in all but a heading."""
    if kind is BlockKind.HEADLINE:
        return [[line for line in lines if line.text]]
    runs = groupby(lines, key=lambda line: bool(line.text))
    return [list(stanza) for is_filled, stanza in runs if is_filled]


def _groups(lines: list[_Line], kind: BlockKind) -> list[list[_Line]]:
    """Return the lines of each block; a sentence may go on over a line end."""
    if kind is BlockKind.HEADLINE or len(lines) == 1:
        return [lines]
    wrapped = median(len(line.text) for line in lines) >= _LONG_LINE
    groups = [lines[:1]]
    for before, after in pairwise(lines):
        if _runs_on(before.text, after.text, wrapped=wrapped):
            groups[-1].append(after)
        else:
            groups.append([after])
    return groups


def _runs_on(before: str, after: str, *, wrapped: bool) -> bool:
    """Return whether a line goes on with the sentence of the line before it."""
    if after[0].islower() or before[-1] in ",—–-" or before.rsplit(" ", 1)[-1] in _LINK_WORDS:
        return not _BULLET.match(after)
    return wrapped and len(before) >= _LONG_LINE and before[-1] not in '.!?:;…"”»)'
