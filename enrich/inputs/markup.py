"""Text out of Markdown, kept character by character.

What is markup and no prose (link targets, code, tags, signs of emphasis) becomes spaces, so that no
mention is found in it and every offset still counts in the file.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from enrich.model import Block

_LINES: Final = re.MULTILINE
_ACROSS: Final = re.DOTALL
_FRONT: Final = re.compile(
    r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", _LINES | _ACROSS
)
_FRONT_FIELD: Final = re.compile(r"^(title|date|published|lang|language)[ \t]*:(.*)$", _LINES)
_BLANK: Final = re.compile(r"[^\r\n]")
_LINK: Final = re.compile(
    r"!?\[([^\[\]\n]*)\]"  # the words stay
    r"(?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]*\])"  # (target) or [label]
)
# Possessive, or a long row of signs would be tried at every length: the time grows squared.
_BLOCKS: Final = (
    re.compile(
        r"^ {0,3}(`{3,}+|~{3,}+)[^\n]*\n(?:.*?^ {0,3}\1[`~]*[ \t\r]*$|.*\Z)", _LINES | _ACROSS
    ),
    re.compile(r"^ {0,3}<!--(?:.*?-->|.*\Z)", _LINES | _ACROSS),
    re.compile(r"<!--[^\n]{0,500}?-->"),
    re.compile(r"(?<!`)(`++)[^`\n]+\1(?!`)"),
    re.compile(r"</?[a-zA-Z][^<>\n]{0,2000}>"),  # a tag, or a link in angle brackets
    re.compile(r"\[\^[^\[\]\s]{1,100}\]:?"),  # the mark of a footnote; its text is prose
)
_TABLE: Final = re.compile(
    r"^(?:[^\n|]*\|[^\n]*\n)?"  # the heads, and the line below them
    r"(?=[^\n|]*\|)[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t\r]*+$"
    r"(?:\n[^\n|]*\|[^\n]*)*+"
    r"|^[ \t]*\|[^\n]*\|[ \t\r]*$",  # or a row that shows both its ends
    _LINES,
)
_BORDER: Final = re.compile(r"^[ \t]*[:|-][ \t:|-]*\r?$|(?<!\\)\|", _LINES)
_SIGNS: Final = (
    re.compile(r"^ {0,3}\[[^\[\]\n]+\]:[^\n]*$", _LINES),  # [label]: target
    re.compile(r"^[ \t]*>[> \t]*", _LINES),  # a quotation
    re.compile(r"^[ \t]*#{1,6}(?=[ \t])", _LINES),  # a heading
    re.compile(r"^[ \t]*(?:=+|-{2,}|(?:[*_-][ \t]*+){3,}+)[ \t\r]*+$", _LINES),  # rules, underlines
    re.compile(r"^[ \t]*(?:[*+-]|\d{1,3}[.)])(?=[ \t])", _LINES),  # a list
    re.compile(r"^[ \t]*\[[ xX]\](?=[ \t])", _LINES),  # a task, after its bullet is gone
    re.compile(
        r"(?<!\w)(?:\*{1,3}|_{1,3}|~~)(?=\S)|(?<=\S)(?:\*{1,3}|_{1,3}|~~)(?!\w)"
    ),  # emphasis
)


def front_matter(text: str) -> dict[str, str]:
    """Return title, date and language from the ``---`` block that may open a Markdown file.

    Only plain ``key: value`` lines are read; quotes around a value are dropped.
    """
    block = _FRONT.match(text)
    if block is None:
        return {}
    return {m[1]: m[2].strip().strip("\"'") for m in _FRONT_FIELD.finditer(block[1])}


def mask_markdown(text: str) -> str:
    """Return Markdown with its markup blanked out, character for character.

    The result has the length and the line ends of the text, so that offsets hold in both.

    Example:
        >>> mask_markdown("in [Yerevan](https://example.org/Moscow)")
        'in  Yerevan                             '
    """
    for pattern in (_FRONT, *_BLOCKS):
        text = pattern.sub(_blank, text)
    text = _LINK.sub(_blank_but_words, text)
    text = _TABLE.sub(lambda table: _BORDER.sub(_blank, table.group()), text)
    for pattern in _SIGNS:
        text = pattern.sub(_blank, text)
    return text


def markdown_blocks(text: str, prose: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text, of which ``prose`` is what ``mask_markdown`` makes.

    Example:
        >>> text = "- [Goris](https://example.org)"
        >>> [(b.start, b.end, b.kind.value) for b in markdown_blocks(text, mask_markdown(text))]
        [(3, 8, 'list item')]
    """
    from enrich.text.layout import find_blocks

    blocks = (_trimmed(prose, block) for block in find_blocks(text, markdown=True))
    return tuple(b for b in blocks if any(map(str.isalnum, prose[b.start : b.end])))


def _trimmed(prose: str, block: Block) -> Block:
    """A block without the white space that its markup left at its edges."""
    held = prose[block.start : block.end]
    start = block.end - len(held.lstrip())
    return replace(block, start=start, end=start + len(held.strip()))


def _blank(match: re.Match[str]) -> str:
    return _BLANK.sub(" ", match.group())


def _blank_but_words(match: re.Match[str]) -> str:
    before = match.start(1) - match.start()
    return f"{' ' * before}{match[1]}{' ' * (match.end() - match.end(1))}"
