"""Text out of Markdown and HTML.

Markdown is kept character by character: what is markup and no prose (link targets, code, tags,
signs of emphasis) becomes spaces, so that no mention is found in it and every offset still
counts in the file. HTML is another matter: its main text is extracted, and offsets count in
that text, which is why ``--format json`` carries the text of every document.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from enrich.decoding import decode, refuse_binary
from gazetteer.errors import InputError

__all__ = ["Page", "extract_html", "front_matter", "mask_markdown"]

_LINES: Final = re.MULTILINE
_ACROSS: Final = re.DOTALL
_FRONT: Final = re.compile(
    r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", _LINES | _ACROSS
)
_FRONT_FIELD: Final = re.compile(r"^(title|date|published|lang|language)[ \t]*:(.*)$", _LINES)
_BLANK: Final = re.compile(r"[^\r\n]")
# What no XML may hold, as itself or as a reference: the parser takes it, its writer fails on it.
_NO_XML: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]"
    r"|&#(?:0*(?:[0-8]|1[1245-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]))(?:;|(?![0-9a-fA-F]))"
)
_UNSAFE_CODECS: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape"})
"""Python's own; no page is written in them, and some take a time that grows squared."""
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
)
_SIGNS: Final = (
    re.compile(r"^ {0,3}\[[^\[\]\n]+\]:[^\n]*$", _LINES),  # [label]: target
    re.compile(r"^[ \t]*>[> \t]*", _LINES),  # a quotation
    re.compile(r"^[ \t]*#{1,6}(?=[ \t])", _LINES),  # a heading
    re.compile(r"^[ \t]*(?:=+|-{2,}|(?:[*_-][ \t]*+){3,}+)[ \t\r]*+$", _LINES),  # rules, underlines
    re.compile(r"^[ \t]*[*+-](?=[ \t])", _LINES),  # a list
    re.compile(r"(?<!\w)(?:\*{1,3}|_{1,3})(?=\S)|(?<=\S)(?:\*{1,3}|_{1,3})(?!\w)"),  # emphasis
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
    for pattern in _SIGNS:
        text = pattern.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return _BLANK.sub(" ", match.group())


def _blank_but_words(match: re.Match[str]) -> str:
    before = match.start(1) - match.start()
    return f"{' ' * before}{match[1]}{' ' * (match.end() - match.end(1))}"


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page says.

    Attributes:
        text: Main text, without menus and advertisements.
        title: Headline, or "".
        published: ISO 8601 date that the page declares, or None.
        outlet: Name of the site that the page declares, or None.
        url: Its canonical address, or None.
    """

    text: str
    title: str
    published: str | None
    outlet: str | None
    url: str | None


def extract_html(data: bytes, where: str) -> Page:
    """Extract the main text of a web page.

    Args:
        data: The page; in UTF-8 or in the encoding that its ``<meta charset>`` names.
        where: Its name in errors.

    Raises:
        InputError: It is binary, in no declared encoding, or holds no text.
    """
    html = _NO_XML.sub(" ", _decode_html(data, where))
    if "<html" not in html.lower():  # a piece of a page, which the parser would refuse
        html = f"<!DOCTYPE html>{html}"
    try:
        text, found = _main_text(html)
    except Exception as error:  # a page can break the parser in ways of its own
        raise InputError(
            f"{where}: cannot be read as a page ({type(error).__name__}); save its text as .txt"
        ) from error
    if not text.strip():
        raise InputError(f"{where}: no main text was found in the page; save its text as .txt")
    return Page(
        text=text,
        title=getattr(found, "title", None) or "",
        published=getattr(found, "date", None),
        outlet=getattr(found, "sitename", None),
        url=getattr(found, "url", None),
    )


def _main_text(html: str) -> tuple[str, object]:
    import logging

    import trafilatura

    # The library logs what it could not parse; what matters of that is in our own error.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    found = trafilatura.bare_extraction(
        html,
        include_comments=False,
        with_metadata=True,
        # A date guessed from anywhere in the page misleads more than none at all.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    text = getattr(found, "text", None) or ""
    if not text.strip() and html.strip():
        text = trafilatura.html2txt(html)
    return text, found


def _decode_html(data: bytes, where: str) -> str:
    declared = re.search(rb"<meta[^>]{1,300}charset=[\"']?([\w.:-]+)", data[:4096], re.IGNORECASE)
    try:
        return decode(data, where)
    except InputError:
        refuse_binary(data, where)
        name = declared[1].decode("ascii", "replace") if declared else ""
        try:
            known = codecs.lookup(name).name if name else "utf-8"
            if known == "utf-8":
                raise
            return data.decode("ascii" if known.replace("_", "-") in _UNSAFE_CODECS else known)
        except (LookupError, UnicodeDecodeError) as error:
            raise InputError(
                f"{where}: the page is not in the encoding it names ({name}); save it as UTF-8"
            ) from error
