"""A document as HTML: its text with every mention marked, and the lists of what it names.

All of the text and of the lists is here, so that a page can be read without its script. Text from
an article is data: it is escaped wherever it stands. The browser never counts characters, for
JavaScript counts UTF-16 units, and offsets here are code points: it gets pieces of text instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from enrich.model import Link, Result
from enrich.records.tally import HEADINGS, Tally, role_counts, tally
from enrich.roles import UNCLEAR
from gazetteer.codes import is_country
from gazetteer.model import Entity, Kind

_ROLE_LETTERS: Final[Mapping[str, str]] = {
    "metonymic": "m",
    "modifier": "a",
    "embedded": "n",
    "demonym": "p",
    "dateline": "d",
    UNCLEAR: "?",
}
_LANGUAGE: Final = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
_PARAGRAPH: Final = re.compile(r"(\n[ \t]*\n\s*)")
# Marks and isolates are the typography of a text from right to left, and end with its paragraph;
# embeddings and overrides show letters in another order than they stand in. NUL and its like no
# page can hold.
_UNSHOWABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_REPLACEMENT: Final = "\ufffd"
_LONGEST_NAME: Final = 1000  # code points, in a list or a headline
_LONGEST_LINE: Final = 90  # code points of a first line that stands for a headline


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of the text.

    Attributes:
        text: What it says.
        link: Index of the innermost mention that it belongs to, or None.
        last: Whether it closes that mention: no later piece belongs to it.
    """

    text: str
    link: int | None = None
    last: bool = False


def iter_pieces(text: str, links: Sequence[Link]) -> Iterator[TextPiece]:
    """Yield the pieces of a text, in order: put together, they are the text.

    A mention inside another cuts that into pieces.

    Example:
        >>> from enrich.model import Mention
        >>> from gazetteer.model import Kind
        >>> link = Link(Mention(3, 10, "Yerevan", Kind.PLACE), None, 0.0)
        >>> [(p.text, p.link) for p in iter_pieces("In Yerevan.", [link])]
        [('In ', None), ('Yerevan', 0), ('.', None)]
    """
    pieces = list(_cut(text, links))
    last = {link: number for number, (_, link) in enumerate(pieces)}
    for number, (piece, link) in enumerate(pieces):
        yield TextPiece(piece, link, link is not None and last[link] == number)


def _cut(text: str, links: Sequence[Link]) -> Iterator[tuple[str, int | None]]:
    borders = sorted({0, len(text), *(x for k in links for x in (k.mention.start, k.mention.end))})
    # Of the mentions that hold a piece the innermost marks it: the one that begins last.
    order = sorted(range(len(links)), key=lambda i: (links[i].mention.start, -links[i].mention.end))
    open_: list[int] = []
    following = 0
    for start, end in pairwise(borders):
        open_ = [i for i in open_ if links[i].mention.end > start]
        while following < len(order) and links[order[following]].mention.start <= start:
            open_.append(order[following])
            following += 1
        yield text[start:end], open_[-1] if open_ else None


def as_text(text: str) -> str:
    r"""Return text as HTML that shows just that text.

    Controls that no page can hold, and those that would show letters in another order than they
    stand in, become U+FFFD, one for one.

    Example:
        >>> as_text('<b title="x">') + ascii(as_text("\u202etxet"))
        "&lt;b title=&quot;x&quot;&gt;'\\ufffdtxet'"
    """
    return escape(shown(text)).replace("\r", "&#13;")  # otherwise a parser makes a line feed of it


def shown(text: str) -> str:
    r"""Return text whose controls that no page can show became U+FFFD, one for one.

    Example:
        >>> ascii(shown("\u202etxet"))
        "'\\ufffdtxet'"
    """
    return _UNSHOWABLE.sub(_REPLACEMENT, text)


def heading(result: Result, number: int) -> str:
    r"""Return what a document is called: its title, its first line, its id, or its number.

    Of a line that is a whole paragraph the beginning is enough, up to the end of a word.

    Example:
        >>> from enrich.model import Document
        >>> heading(Result(Document("\n Valley cut off \nThe rain..."), ()), 0)
        'Valley cut off'
    """
    document = result.document
    line = document.title.strip() or document.text.strip().partition("\n")[0]
    line = " ".join(line[:_LONGEST_NAME].split())
    if not document.title.strip() and len(line) > _LONGEST_LINE:
        line = f"{line[:_LONGEST_LINE].rpartition(' ')[0] or line[:_LONGEST_LINE]}…"
    return line or str(document.id) or f"Text {number + 1}"


def iter_article(result: Result, number: int, level: int) -> Iterator[str]:
    """Yield a document's headline, of a level of 1 or 2, what is known of it, and its text."""
    document = result.document
    known = (document.outlet, document.published, str(document.id))
    facts = [f'<span dir="auto">{as_text(str(x)[:_LONGEST_NAME])}</span>' for x in known if x]
    if result.primary_place is not None:
        name = as_text(result.primary_place.name)
        facts.append(f'<span class="primary">primary place: <b dir="auto">{name}</b></span>')
    if result.error:
        facts.append(f"<span>{as_text(result.error)}</span>")
    title = heading(result, number)
    # Where the text begins with its headline, that is read once: there, where its names are marked.
    first = " ".join(_PARAGRAPH.split(document.text, maxsplit=1)[0].split())
    headed = ' class="headed"' if first == title else ""
    title = as_text(title)
    yield (
        f"<article{headed}{_language(document.language)}>\n"
        f'<h{level} id="t{number}" dir="auto">{title}</h{level}>\n'
        f'<p class="facts" lang="en">{" ".join(facts)}</p>\n<div class="body"><p dir="auto">'
    )
    for piece in iter_pieces(document.text, result.links):
        yield _piece(piece, result.links)
    yield "</p></div>\n</article>\n"


def _language(code: str | None) -> str:
    return f' lang="{code}"' if code and _LANGUAGE.fullmatch(code) else ""


def _piece(piece: TextPiece, links: Sequence[Link]) -> str:
    if piece.link is None:
        # What parts two paragraphs stands between them, so that nothing of the text is lost.
        parts = enumerate(_PARAGRAPH.split(piece.text))
        return "".join(f'</p>{as_text(p)}<p dir="auto">' if n % 2 else as_text(p) for n, p in parts)
    link = links[piece.link]
    kind = link.entity.kind if link.entity else link.mention.kind
    classes, letter = ["m", str(kind)], role_letter(link)
    if link.entity is None:
        classes.append("unlinked")
    elif letter:
        classes.append("other")
    told = f' data-role="{letter}"' if letter and piece.last else ""
    return (
        f'<span class="{" ".join(classes)}" data-m="{piece.link}"{told}>'
        f"{as_text(piece.text)}</span>"
    )


def role_letter(link: Link) -> str:
    """Return the letter that tells the role of a linked place; "" where it is meant literally.

    Example:
        >>> from enrich.model import Mention
        >>> role_letter(Link(Mention(0, 1, "x", Kind.PLACE), None, 0.0))
        ''
    """
    if link.entity is None or link.entity.kind is not Kind.PLACE:
        return ""
    return _ROLE_LETTERS.get(str(link.mention.role or UNCLEAR), "")


def iter_lists(result: Result, level: int) -> Iterator[str]:
    """Yield the lists of a document: what it names, by kind, and what was not linked, and why."""
    first: dict[str, int] = {}
    for number, link in enumerate(result.links):
        if link.entity is not None:
            first.setdefault(link.entity.id, number)
    counted = tally(result.links).values()
    for kind, words in HEADINGS.items():
        rows = [row for row in counted if row.entity.kind is kind]
        yield _list(words, level, [_row(row, first[row.entity.id]) for row in rows])
    yield _list("Not linked", level, list(_unlinked(result.links)))


def _list(words: str, level: int, rows: Sequence[str]) -> str:
    body = f"<ul>{''.join(rows)}</ul>" if rows else '<p class="none">None.</p>'
    return (
        f'<section class="list"><h{level}>{words} <span class="count">{len(rows)}</span>'
        f"</h{level}>{body}</section>\n"
    )


def _row(row: Tally, number: int) -> str:
    entity = row.entity
    notes = [note for note in [_about(entity)] if note]
    if entity.kind is Kind.PLACE:
        roles = role_counts(row.roles)
        alone = roles == {"literal": row.mentions}
        notes += [] if alone else [", ".join(f"{n} {role}" for role, n in roles.items())]
        notes += ["no coordinates are known"] if entity.point is None else []
    return _item(entity.name, number, row.mentions, notes)


def _about(entity: Entity) -> str:
    """Return what an entity is or where it lies, as HTML."""
    if entity.description:
        return as_text(entity.description)
    inside = [as_text(name) for name in reversed(entity.admin)]
    if entity.country and not is_country(entity.feature):
        inside.append(as_text(entity.country))
    return ", ".join(inside)


def _unlinked(links: Iterable[Link]) -> Iterator[str]:
    found: dict[tuple[str, str], list[int]] = {}
    for number, link in enumerate(links):
        if link.entity is None:
            found.setdefault((link.mention.text, link.reason), []).append(number)
    for (text, reason), numbers in found.items():
        notes = [as_text(reason[:_LONGEST_NAME])] if reason else []
        yield _item(text, numbers[0], len(numbers), notes)


def _item(name: str, number: int, times: int, notes: Sequence[str]) -> str:
    """Return an entry of a list; the notes are HTML."""
    count = f' <span class="times" title="mentions">{times}×</span>' if times > 1 else ""
    about = f'<span class="about">{"; ".join(notes)}</span>' if notes else ""
    return (
        f'<li><button type="button" class="go" data-m="{number}" dir="auto">'
        f"{as_text(name[:_LONGEST_NAME])}</button>{count}{about}</li>"
    )
