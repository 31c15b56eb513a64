"""One line a block: the text as the stages read it, and where each character of it was written.

Whatever the line ends of a text are, wherever its paragraphs are wrapped and whatever invisible
characters it holds, it is read in one form: a block on each line, single spaces between words, a
word that was cut at the end of a line whole again, and letters that a wrong decoding broke
("ZÃ¼rich") mended. Mentions found in this form are then given the
offsets of the text as it was written, so that ``text[start:end]`` holds for what the caller has.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from enrich.model import Block, Document, Link, Mention
from enrich.text.layout import LINE_END, find_blocks

_INVISIBLE: Final = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphen, zero-width space, word joiner, byte order mark: no part of any word."""
_SIGNS: Final = "\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\ufe0f"
"""Flags and other pictures that are written right beside a name."""
# The bytes 80 to BF of UTF-8, as a reader of Windows-1252 or Latin-1 shows them.
_HIGH: Final = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_ODD: Final = re.compile(
    rf"(?:(?<=[^\W\d_])(?P<hyphen>[-‐\u00ad]))?(?P<space>\s{{2,}}|[^\S ])(?P<quote>(?:>[ \t]?)+)?"
    rf"|(?P<gone>[{_INVISIBLE}]+|(?<=[^\W\d_])[⁰¹²³⁴-⁹]+)|(?P<sign>[{_SIGNS}]+)|(?P<broken>[\u00c2-\u00f4]{_HIGH}{{1,3}})"
)
_LETTERS_BEFORE: Final = re.compile(r"[^\W\d_]+$")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_NAME_BEFORE: Final = re.compile(r"([^\W\d_]+) [^\W\d_]+$")
_BLANK: Final = re.compile(r"\s")
_LONGEST_WORD: Final = 60
_SYLLABLE: Final = 4
"""Letters at most of either part of a given name such as "Jae-in" or "Ki-moon"."""
_SPACELESS: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")
"""The letters of Thai, Japanese and Chinese."""

IsName = Callable[[str], bool]


@dataclass(slots=True)
class Origin:
    """Where the characters of a normalised text were written.

    Runs of characters stand together in both texts; ``read`` ascends.
    """

    text: str  # as it came
    read: list[int] = field(default_factory=list)  # where runs begin in the normalised text
    written: list[int] = field(default_factory=list)  # and in the text as it came
    wide: dict[int, int] = field(default_factory=dict)  # at an offset read: characters mended

    def link(self, link: Link) -> Link:
        """Return a link, its mention where it was written."""
        return replace(link, mention=self.mention(link.mention))

    def mention(self, mention: Mention) -> Mention:
        """Return a mention where it was written; it is looked up by how it was read."""
        last = mention.end - 1
        start, end = self._written(mention.start), self._written(last) + self.wide.get(last, 1)
        text = self.text[start:end]
        lookup = mention.lookup or ("" if text == mention.text else mention.text)
        return replace(mention, start=start, end=end, text=text, lookup=lookup)

    def _written(self, offset: int) -> int:
        run = max(0, bisect_right(self.read, offset) - 1)
        return self.written[run] + offset - self.read[run]


def normalise(document: Document, is_name: IsName) -> tuple[Document, Origin | None]:
    r"""Return a document with each of its blocks on a line, as the stages read it.

    Where it has ``spans``, characters are replaced and none is taken away, so that these hold. With
    it comes where its text was written, or None where that does not differ.

    Example:
        >>> normalise(Document("The envoy of Azer-\r\nbaijan left."), lambda name: False)[0].text
        'The envoy of Azerbaijan left.'
    """
    text = document.text
    blocks = find_blocks(text, is_name) if document.blocks is None else document.blocks
    if document.spans is not None:
        return _overwritten(document, blocks)
    writer = _Writer(document, is_name)
    for block in blocks:
        writer.add(block)
    normal = "".join(writer.parts)
    origin = None if normal == text else writer.origin
    return replace(document, text=normal, blocks=tuple(writer.blocks)), origin


class _Writer:
    """Writes the blocks of a text, one on each line."""

    def __init__(self, document: Document, is_name: IsName) -> None:
        self.text = document.text
        self.is_name = is_name
        self.origin = Origin(document.text)
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.size = 0

    def add(self, block: Block) -> None:
        """Write a block."""
        if self.blocks:
            self._write("\n")
        start, at = self.size, block.start
        while odd := _ODD.search(self.text, at, block.end):
            self._copy(at, odd.start())
            at = self._settle(odd)
        self._copy(at, block.end)
        if self.size > start:
            self.blocks.append(Block(start, self.size, block.kind))

    def _settle(self, odd: re.Match[str]) -> int:
        """Write what stands for odd white space; return where the text goes on."""
        if odd["gone"]:
            return odd.end()
        if odd["sign"]:
            self._write(" ")
            return odd.end()
        if odd["broken"]:
            return self._repair(odd)
        cut = LINE_END.search(odd["space"]) is not None
        end = odd.end() if cut else odd.end("space")
        following = self.text[end : end + 1]
        if not cut or not (odd["hyphen"] and following.isalpha()):
            if odd["hyphen"] and odd["hyphen"] not in _INVISIBLE:
                self._copy(odd.start(), odd.end("hyphen"))
            if not (cut and self._is_spaceless(odd.start(), end)):
                self._write(" ")
        elif odd["hyphen"] not in _INVISIBLE and self._keeps_hyphen(odd.start(), end):
            self._copy(odd.start(), odd.end("hyphen"))
        return end

    def _repair(self, odd: re.Match[str]) -> int:
        """Write UTF-8 that was read as Windows-1252 as what it is: "ZÃ¼rich"."""
        start = odd.start()
        for end in range(odd.end(), start + 1, -1):
            if letter := _mended(self.text[start:end]):
                self.origin.wide[self.size] = end - start
                self._place(start, letter)
                return end
        self._copy(start, start + 1)
        return start + 1

    def _is_spaceless(self, start: int, end: int) -> bool:
        """Whether a line end stands between letters of a script that writes no spaces."""
        around = self.text[max(0, start - 1) : start], self.text[end : end + 1]
        return all(map(_SPACELESS.match, around))

    def _keeps_hyphen(self, start: int, end: int) -> bool:
        """Whether the hyphen at a line end belongs to the word: "Guinea-⏎Bissau", "Jae-⏎in"."""
        before = self.text[max(0, start - _LONGEST_WORD) : start]
        left = _LETTERS_BEFORE.search(before)
        right = _LETTERS.match(self.text, end, end + _LONGEST_WORD)
        if left is None or right is None:
            return True
        one, other = left[0], right[0]
        if other[0].isupper() and not (one.isupper() and other.isupper() and len(other) > 1):
            return True
        whole, parted = one + other, f"{one}-{other}"
        if parted in self.text or whole in self.text:
            return parted in self.text
        if self.is_name(whole):
            return False
        full = _NAME_BEFORE.search(before)
        if self.is_name(one) or self.is_name(parted):  # "New York-based"
            return True
        if full and self.is_name(f"{full[1]} {parted}"):
            return True
        return one[0].isupper() and max(len(one), len(other)) <= _SYLLABLE

    def _copy(self, start: int, end: int) -> None:
        if end > start:
            self._place(start, self.text[start:end])

    def _place(self, start: int, part: str) -> None:
        self.origin.read.append(self.size)
        self.origin.written.append(start)
        self._write(part)

    def _write(self, part: str) -> None:
        self.parts.append(part)
        self.size += len(part)


def _mended(broken: str) -> str:
    """The letter that some signs are the bytes of, "" where they are none."""
    for encoding in ("cp1252", "latin-1"):
        try:
            letter = broken.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if len(letter) == 1:
            return letter
    return ""


def _overwritten(document: Document, blocks: Sequence[Block]) -> tuple[Document, Origin]:
    """A document with spaces for the line ends inside blocks, and line ends between blocks."""
    text, parts, at = document.text, [], 0
    for block in blocks:
        parts.append(_BLANK.sub("\n", text[at : block.start]))
        parts.append(_BLANK.sub(" ", text[block.start : block.end]))
        at = block.end
    parts.append(_BLANK.sub("\n", text[at:]))
    normal = replace(document, text="".join(parts), blocks=tuple(blocks))
    return normal, Origin(text, [0], [0])
