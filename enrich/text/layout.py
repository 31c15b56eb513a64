"""Where the blocks of a text are: headlines, bylines, paragraphs, list items, cells of tables.

A text without markup tells its layout by its lines alone. A blank line ends a block, and so do a
bullet, a number and the bar of a table. Any other line end either wraps a paragraph, as mail and
text out of a PDF do, or ends a block, as in a list of names or below a headline:

1. A line that goes on in lower case, or whose last word cannot end a sentence ("in the"), a comma,
   an opening bracket or a hyphen, is wrapped.
2. So is one that ends in the midst of a sentence though others end inside it.
3. So is one that is full, in a text where such lines are seen: its width has no room for the
   first word of the next line.
4. So is a line of prose where a known name runs over its end: "resume in New⏎York".
5. Every other line end ends a block.

Line ends are CR LF, LF, CR, form feed, vertical tab, NEL and the Unicode separators alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Final

from enrich.model import Block, BlockKind

LINE_END: Final = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
QUOTE_MARK: Final = re.compile(r"(?:>[ \t]?)+")
"""What mail and Markdown write before the lines of a quotation."""

_BULLET: Final = re.compile(
    r"(?:[-*+•‣⁃∙◦▪▫●○■□–—·✓✔➤►▶→]|\[[ xX]\])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)"
)
_NUMBER: Final = re.compile(r"\(?(?P<number>[0-9]{1,3}|[a-z])[.)][ \t]+(?=\S)")
_HEADING: Final = re.compile(r"#{1,6}[ \t]+(?=\S)")
_BARS: Final = re.compile(r"[ \t]*\|+[ \t]*|[ \t]*\t[ \t]*|(?<=\S) {4,}(?=\S)")
_COLUMNS: Final = re.compile(r"(?<=[^\s.!?:;,]) {2,}(?=\S)")
_LONGEST_ROW: Final = 120
_GAPS: Final = re.compile(r"[ \t]+\|+[ \t]+|[ \t]*\t[ \t]*|(?<=\S) {4,}(?=\S)")
_BYLINE: Final = re.compile(
    r"(?i:by)[ \t]+[^\W\d_a-z][\w.'’-]*"
    r"(?:(?:,? | ?[|/,&] ?)(?:(?:and|for|of|in|de|da|di|del|la|von|van|der|den|al|bin|the)\b"
    r"|[^\W\d_a-z][\w.'’-]*|[\w.+-]+@[\w.-]+)){0,10}[ \t]*"
)
_CAPITALS: Final = re.compile(r"[^\W\d_a-z]")
_ENDED: Final = re.compile(r"[.!?…。！？:;][\"'”’»)\]*_]*$")
_SHORTENED: Final = re.compile(
    r"(?<!\w)(?:St|Ste|Mt|Ft|Pt|Gov|Gen|Sen|Rep|Dr|Mr|Mrs|Ms|Prof|Capt|Col|Lt|Sgt|Rev|Hon)\.$"
)
_OPEN: Final = re.compile(r"(?:[,(\[{/&–—]|(?<=\w)-)$")
_INSIDE_END: Final = re.compile(
    r"(?<=[^\W\d_]{3})[.!?…][\"'”’»)]*\s+[\"'“‘«(]*[^\W_]|[.!?][”\"]\s+\w"
)
_WORD: Final = re.compile(r"\S+")
_LAST_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?$")
_UNFINISHED: Final = frozenset(
    "a an the of and or nor but in on at to from by with without for into onto upon over under"
    " between among against about after before since until through during near via as than that"
    " which who whose whom where when while if because although though is are was were be been has"
    " have had will would can could shall should may might must not its his her their our my your"
    " this these those such so very more most".split()
)
_LEAST_WIDTH: Final = 30
"""Columns: no paragraph is wrapped to fewer, but lists of names have such lines."""
_GREATEST_WIDTH: Final = 160
_LEAST_PROSE: Final = 4
"""Words of a line that may be prose rather than an item of a list."""
_LONGEST_HEADLINE: Final = 200
"""Code points."""

IsName = Callable[[str], bool]


@dataclass(slots=True)
class _Line:
    """One line without its line end, from the first code point that is content to the last."""

    start: int
    end: int
    indent: int  # columns before what stands in it, its bullet included
    kind: BlockKind | None = None  # what its form says it is, None for a line of text
    chunk: int = 0  # which run of lines without a blank one it belongs to
    text: str = ""
    borders: re.Pattern[str] | None = (
        None  # what parts its cells, None where it is not a table's row
    )

    @property
    def width(self) -> int:
        return self.end - self.start

    def words(self) -> list[str]:
        return self.text.split()


def find_blocks(
    text: str, is_name: IsName = lambda _name: False, *, markdown: bool = False
) -> tuple[Block, ...]:
    r"""Return the blocks of a text without markup, in their order.

    Args:
        text: Any text; a little Markdown (headings, bullets, tables) is understood.
        is_name: Whether some words are a known name, which a line end may then cut.
        markdown: Whether it is Markdown, where a line end wraps a paragraph but for two spaces
            before it. Lines of a few words each are taken for a list all the same.

    Returns:
        Blocks that do not overlap and that hold every letter of the text but signs of layout.

    Example:
        >>> [(b.kind.value, b.start) for b in find_blocks("Towns hit:\n- Goris\n- Kapan")]
        [('headline', 0), ('list item', 13), ('list item', 21)]
    """
    lines = list(_lines(text))
    width = _width(lines)
    groups = [lines[:1]] if lines else []
    for previous, line in pairwise(lines):
        soft = markdown and _is_soft(text, previous, line)
        if soft or _is_wrapped(previous, line, width, is_name):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(_cells(text, list(_kinds(groups))))


def join_blocks(
    pieces: Iterable[tuple[str, BlockKind]], between: str
) -> tuple[str, tuple[Block, ...]]:
    r"""Return the text that pieces make with something between them, and its blocks.

    Example:
        >>> join_blocks([("Goris", BlockKind.HEADLINE)], "\n")[1]
        (Block(start=0, end=5, kind=<BlockKind.HEADLINE: 'headline'>),)
    """
    texts, blocks, start = [], [], 0
    for text, kind in pieces:
        texts.append(text)
        blocks.append(Block(start, start + len(text), kind))
        start += len(text) + len(between)
    return between.join(texts), tuple(blocks)


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that hold a letter or a digit, each cut to its content."""
    chunk = start = last = 0
    borders = [match.span() for match in LINE_END.finditer(text)]
    for end, following in (*borders, (len(text), len(text))):
        line = _line(text, start, end)
        start = following
        if line is None:
            chunk += 1
            continue
        numbered = _NUMBER.match(text, line.start, line.end) if line.kind is None else None
        if numbered and (number := _ordinal(numbered["number"])) in (1, last + 1):
            line.kind, line.start, last = BlockKind.LIST_ITEM, numbered.end(), number
        line.chunk = chunk
        line.text = text[line.start : line.end]
        line.borders = _borders(line)
        yield line


def _line(text: str, start: int, end: int) -> _Line | None:
    """The content of a line, None where it holds no letter and no digit."""
    begin, end = start, start + len(text[start:end].rstrip())
    start = end - len(text[start:end].lstrip())
    if quoted := QUOTE_MARK.match(text, start, end):
        start = end - len(text[quoted.end() : end].lstrip())
    line = _Line(start, end, start - begin)
    for form, kind in ((_HEADING, BlockKind.HEADLINE), (_BULLET, BlockKind.LIST_ITEM)):
        if sign := form.match(text, start, end):
            line.kind, line.start = kind, sign.end()
            break
    if not any(char.isalnum() for char in text[line.start : end]):
        return None
    if line.kind is None and _is_byline(text, start, end):
        line.kind = BlockKind.BYLINE
    return line


def _ordinal(number: str) -> int:
    return int(number) if number.isdigit() else ord(number) - ord("a") + 1


def _is_byline(text: str, start: int, end: int) -> bool:
    """ "By Ann Lee, Associated Press", on a line of its own and without a full stop."""
    if text[start : start + 2].lower() != "by" or _ENDED.search(text, start, end):
        return False
    named = _CAPITALS.search(text, start + 2, end)
    return named is not None and _BYLINE.fullmatch(text, start, end) is not None


def _width(lines: Sequence[_Line]) -> int:
    """Columns that paragraphs are wrapped to, 0 where none is seen to be wrapped."""
    wrapped = [
        line.width
        for line, following in pairwise(lines)
        if _may_join(line, following)
        and _LEAST_WIDTH <= line.width <= _GREATEST_WIDTH
        and (_goes_on(line, following) or _ends_inside(line))
    ]
    return max(wrapped, default=0)


def _is_wrapped(line: _Line, following: _Line, width: int, is_name: IsName) -> bool:
    """Whether a line and the next one are one block."""
    if not _may_join(line, following):
        return False
    if _goes_on(line, following):
        return True
    if line.kind is BlockKind.LIST_ITEM and following.indent > line.indent:
        return True
    if _LEAST_WIDTH <= line.width <= max(width, _LEAST_WIDTH):
        first = _WORD.match(following.text)
        full = line.width + 1 + len(first[0] if first else "") > width
        if (full and width and line.width >= 0.6 * width) or _ends_inside(line):
            return True
    return len(line.words()) >= _LEAST_PROSE and _name_runs_over(line, following, is_name)


def _is_soft(text: str, line: _Line, following: _Line) -> bool:
    """Whether a line end of Markdown is none for its reader."""
    hard = text[line.end : line.end + 2] == "  "
    return (
        _may_join(line, following) and not hard and not (_is_short(line) and _is_short(following))
    )


def _may_join(line: _Line, following: _Line) -> bool:
    """Whether nothing about two lines says that they are two blocks."""
    if line.chunk != following.chunk or following.kind is not None:
        return False
    if line.kind in (BlockKind.HEADLINE, BlockKind.BYLINE):
        return False
    return line.borders is None and following.borders is None


def _borders(line: _Line) -> re.Pattern[str] | None:
    """What parts the cells of a line, None where it is not a row of a table."""
    if "|" not in line.text and "\t" not in line.text and "  " not in line.text:
        return None
    if line.text.count("|") > 1:
        return _BARS
    if line.width <= _LONGEST_ROW and len(_COLUMNS.findall(line.text)) > 1:
        return _COLUMNS
    return _GAPS if _GAPS.search(line.text) else None


def _goes_on(line: _Line, following: _Line) -> bool:
    """Whether a sentence surely runs over the end of a line."""
    if _SHORTENED.search(line.text) and following.text[0].isupper():
        return True
    if _ENDED.search(line.text):
        return False
    if following.text[0].islower() or following.text[0] in ",;.)]}’”»%":
        return len(line.words()) > 1 or line.text.endswith("-")
    last = _LAST_WORD.search(line.text)
    return bool(_OPEN.search(line.text)) or (last is not None and last[0] in _UNFINISHED)


def _ends_inside(line: _Line) -> bool:
    """Whether a sentence ends inside a line, and another is cut by its end."""
    return not _ENDED.search(line.text) and _INSIDE_END.search(line.text) is not None


def _name_runs_over(line: _Line, following: _Line, is_name: IsName) -> bool:
    """Whether words on both sides of a line end are one name: "in New", "York next week"."""
    if not (following.text[0].isupper() and line.words()[-1][0].isupper()):
        return False
    before, after = line.words()[-3:], [w.rstrip(",.;:") for w in following.words()[:3]]
    return any(
        is_name(" ".join([*before[-left:], *after[:right]]))
        for left in range(1, len(before) + 1)
        for right in range(1, len(after) + 1)
    )


def _kinds(groups: Sequence[Sequence[_Line]]) -> Iterator[tuple[_Line, BlockKind]]:
    """Yield each block as one line from its first to its last, with its kind."""
    whole = [
        replace(group[0], end=group[-1].end, text=" ".join(line.text for line in group))
        for group in groups
    ]
    for index, line in enumerate(whole):
        kind = line.kind
        if kind is None and _is_item(whole, index):
            kind = BlockKind.LIST_ITEM
        elif kind is None and _is_headline(whole, index):
            kind = BlockKind.HEADLINE
        yield line, kind or BlockKind.PARAGRAPH


def _is_item(whole: Sequence[_Line], index: int) -> bool:
    """Whether a short line stands beside another such line, with no blank one between."""
    line = whole[index]
    beside = [whole[i] for i in (index - 1, index + 1) if 0 <= i < len(whole)]
    return _is_short(line) and any(
        other.chunk == line.chunk and other.kind is None and _is_short(other) for other in beside
    )


def _is_short(line: _Line) -> bool:
    return len(line.words()) < _LEAST_PROSE and not _ENDED.search(line.text)


def _is_headline(whole: Sequence[_Line], index: int) -> bool:
    """Whether a block without a full stop stands above another."""
    line = whole[index]
    ended = line.text.rstrip("\"'”’»)*_").endswith((".", "…", ";", ","))
    return index + 1 < len(whole) and not ended and line.width <= _LONGEST_HEADLINE


def _cells(text: str, blocks: Sequence[tuple[_Line, BlockKind]]) -> Iterator[Block]:
    """Yield the blocks, a row of a table as its cells."""
    for line, kind in blocks:
        if line.borders is None or kind is BlockKind.BYLINE:
            yield Block(line.start, line.end, kind)
            continue
        borders = (border.span() for border in line.borders.finditer(text, line.start, line.end))
        edges = [line.start, *chain.from_iterable(borders), line.end]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if any(char.isalnum() for char in text[start:end]):
                yield Block(start, end, BlockKind.TABLE_CELL)
