"""The pieces of a page that make its article, out of all that stand on it.

Trafilatura's choice is the ground. Added is what belongs to the article and is not prose: its
headline, byline, captions, lists, tables. Taken out are lines that lead to other stories.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from enrich.inputs.webpages.kinds import HEADINGS, is_aside, is_hidden, is_standfirst
from enrich.inputs.webpages.parsing import Node
from enrich.inputs.webpages.pieces import PagePiece
from enrich.model import BlockKind

_OTHER_STORY: Final = re.compile(
    r"(?:(?:read|more|see|listen|watch)(?= ?[:|])|read (?:more|also|next|on)|also read|see also"
    r"|must read|listen(?: (?:now|to))?"
    r"|related(?: (?:stories|articles|coverage|news|posts|content|links|topics|reading))?"
    r"|more (?:stories|news|on this|from|on|coverage)|watch(?: (?:now|also|more|live))?"
    r"|don['’]t miss|in case you missed it|icymi|recommended(?: (?:for you|reading|stories))?"
    r"|you (?:may|might) (?:also )?(?:like|be interested)|most (?:read|popular)|trending(?: now)?"
    r"|lire aussi|à lire aussi|sur le même sujet|lesen sie auch|mehr zum thema|auch interessant"
    r"|lee también|leer también|más información|te puede interesar|leia também|leia mais"
    r"|leggi anche|lees ook|czytaj też|czytaj także|читайте также|читать также|по теме"
    r"|читайте також|կարդացեք նաև|اقرأ أيضا|اقرأ أيضًا)(?!\w)",
    re.IGNORECASE,
)
_FURNITURE: Final = re.compile(
    r"(?:advertisement|advertising|sponsored(?: content)?|(?:story|article) continues below.{0,30}|"
    r"continue reading.{0,20}|share(?: (?:this|on) .{0,30})?|print|e-?mail|save|comments?|"
    r"copy(?: link)?|link copied|facebook|instagram|linkedin|telegram|twitter|whatsapp|x|"
    r"loading\W*|play video|skip advert(?:isement)?|subscribe(?: now| to .{0,40})?|"
    r"sign up .{0,60}newsletters?.{0,20}|"
    r"anzeige|werbung|publicité|publicidad|реклама)\W*",
    re.IGNORECASE,
)
_HOME: Final = re.compile(r"(?:https?:)?//[^/]*/?|/|\./|#|(?:/?index\.\w+)", re.IGNORECASE)
_LISTS: Final = ("ul", "ol", "dl", "table")
_DATE_WORDS: Final = 5
"""So few words, with a number among them, are when something was posted."""
_APART: Final = frozenset(
    {BlockKind.CAPTION, BlockKind.BYLINE, BlockKind.LIST_ITEM, BlockKind.TABLE_CELL}
)
_MOST: Final = 0.8
"""Share of the text kept that its smallest common element holds; the rest may be astray."""


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where the article is, by elements and by numbers of pieces."""

    box: Node  # what holds it, headline and pictures included
    outside: frozenset[Node]  # what is around it, which says nothing of its parts
    homes: frozenset[Node]  # what main text stands in, side by side with what is not prose
    first: int  # piece of the main text
    last: int


def choose_pieces(
    pieces: list[PagePiece], shares: list[float], titles: Collection[str], site: str = ""
) -> list[PagePiece]:
    """Return the pieces of the article in their order.

    ``shares`` tells how much of each was taken for main text, 0 to 1; ``titles`` are what the page
    says that it is called, ``site`` is the name of its site, or "".
    """
    kept = [share >= 0.5 for share in shares]
    headline = find_headline(pieces, kept, titles, site)
    if any(kept):
        _add_parts(pieces, kept, headline)
    else:
        kept = [not _is_aside(piece, frozenset()) for piece in pieces]
    _drop_other_stories(pieces, kept, headline)
    if headline is not None:
        kept[headline] = True
    return [piece for piece, is_kept in zip(pieces, kept, strict=True) if is_kept]


def find_headline(
    pieces: list[PagePiece], kept: list[bool], titles: Collection[str], site: str = ""
) -> int | None:
    """Return the number of the piece that is the headline, None where the page has none.

    It is the heading that a title repeats, or else the last of the highest rank above the text, or
    else the last that stands side by side with the text.
    """
    first = kept.index(True) if any(kept) else len(pieces)
    headings = [
        n
        for n, piece in enumerate(pieces)
        if piece.kind is BlockKind.HEADLINE and piece.text != site and not _leads_home(piece)
    ]
    titled = [n for n in headings if _is_titled(pieces[n].text, titles)]
    if titled:
        above = [n for n in titled if n <= first]
        return next((n for n in titled if kept[n]), above[-1] if above else titled[0])
    above = [n for n in headings if n <= first]
    main = [n for n in above if _heading(pieces[n]).tag == "h1" and _shares_box(pieces, n, first)]
    beside = [n for n in above if _is_beside(pieces, n, first)]
    return max(main or beside, default=None)


def _is_titled(heading: str, titles: Collection[str]) -> bool:
    """Return whether a title is a heading, perhaps with the name of the site beside it."""
    heading = _folded(heading)
    folded = [_folded(title) for title in titles]
    return heading in folded or (" " in heading and any(heading in title for title in folded))


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _heading(piece: PagePiece) -> Node:
    return next((node for node in piece.around if node.tag in HEADINGS), piece.node)


def _leads_home(piece: PagePiece) -> bool:
    """Return whether a heading is the name of the site, which links to its first page."""
    link = _heading(piece).find(".//a[@href]")
    return link is not None and piece.is_link and _HOME.fullmatch(link.get("href")) is not None


def _is_beside(pieces: list[PagePiece], heading: int, first: int) -> bool:
    home = _heading(pieces[heading]).getparent()
    return first < len(pieces) and home is pieces[first].node.getparent()


def _shares_box(pieces: list[PagePiece], heading: int, first: int) -> bool:
    """Return whether a heading is in the same article as the text, or no part of a site's head."""
    around = list(pieces[heading].node.iterancestors())
    boxes = [node for node in around if node.tag in {"article", "main"}]
    if boxes and first < len(pieces):
        return boxes[0] in pieces[first].node.iterancestors()
    return not any(node.tag in {"nav", "aside", "footer", "header"} for node in around)


def _add_parts(pieces: list[PagePiece], kept: list[bool], headline: int | None) -> None:
    scope = _scope(pieces, kept)
    for number, piece in enumerate(pieces):
        if not kept[number] and _belongs(piece, number, scope, headline):
            kept[number] = True


def _scope(pieces: list[PagePiece], kept: list[bool]) -> _Scope:
    numbers = [n for n, is_kept in enumerate(kept) if is_kept]
    sizes: dict[Node, int] = defaultdict(int)
    for number in numbers:
        for node in pieces[number].around:
            sizes[node] += pieces[number].size
    total = sum(pieces[number].size for number in numbers)
    # Each element that holds most of the text stands in the next: the last holds the least else.
    holders = [node for node, size in sizes.items() if size >= _MOST * total]
    inner = max(holders, key=lambda node: len(list(node.iterancestors())))
    around = [inner, *inner.iterancestors()]
    box = next((n for tag in ("article", "main") for n in around if n.tag == tag), inner)
    homes = frozenset(pieces[number].node.getparent() for number in numbers)
    return _Scope(box, frozenset(around), homes, numbers[0], numbers[-1])


def _belongs(piece: PagePiece, number: int, scope: _Scope, headline: int | None) -> bool:
    if _is_furniture(piece) or _is_aside(piece, scope.outside):
        return False
    if scope.first < number < scope.last:
        return _is_amid_text(piece, scope)
    below_headline = headline is not None and headline < number < scope.first
    if not below_headline and scope.box not in piece.around:
        return False
    if piece.kind in _APART:
        return not piece.is_link or piece.kind is BlockKind.BYLINE
    return below_headline and _is_lead(piece, scope)


def _is_amid_text(piece: PagePiece, scope: _Scope) -> bool:
    """Return whether what stands between paragraphs of the article belongs to it."""
    if piece.kind is BlockKind.PARAGRAPH:
        return piece.linked < 0.5 * piece.size and not _is_date(piece)
    if not piece.is_link or piece.kind not in {BlockKind.LIST_ITEM, BlockKind.TABLE_CELL}:
        return True
    # A list of links is a menu, or a list of names beside the paragraphs.
    lists = [node for node in piece.node.iterancestors(*_LISTS) if node not in scope.outside]
    return bool(lists) and lists[-1].getparent() in scope.homes


def _is_date(piece: PagePiece) -> bool:
    return piece.text.count(" ") < _DATE_WORDS and any(map(str.isdecimal, piece.text))


def _is_lead(piece: PagePiece, scope: _Scope) -> bool:
    """Return whether what stands between headline and text is part of the article."""
    if any(is_standfirst(node) for node in piece.around if node not in scope.outside):
        return True
    return piece.node.tag == "p" and not _is_date(piece) and not piece.is_link


def _is_aside(piece: PagePiece, outside: frozenset[Node]) -> bool:
    """Return whether a piece stands in a menu, a box of related stories or the like."""
    for node in piece.around:
        if node in outside or node.tag in {"body", "html"}:
            return False
        if is_aside(node) or is_hidden(node):
            return True
    return False


def _drop_other_stories(pieces: list[PagePiece], kept: list[bool], headline: int | None) -> None:
    dropped = _other_stories(pieces, kept, headline)
    # A page of links is about what they lead to.
    if 2 * sum(pieces[n].size for n in dropped) < sum(
        piece.size for piece, is_kept in zip(pieces, kept, strict=True) if is_kept
    ):
        for number in dropped:
            kept[number] = False


def _other_stories(pieces: list[PagePiece], kept: list[bool], headline: int | None) -> list[int]:
    found = []
    below = False
    for number, piece in enumerate(pieces):
        if not kept[number] or number == headline:
            continue
        leads = _OTHER_STORY.match(piece.text)
        if piece.kind is BlockKind.HEADLINE or not piece.is_link:
            below = leads is not None and leads.end() >= len(piece.text.rstrip(" :»›>→…."))
        above = headline is not None and number < headline and _is_menu(piece)
        if below or above or _is_furniture(piece) or _is_other_story(piece, leads):
            found.append(number)
    return found


def _is_furniture(piece: PagePiece) -> bool:
    return piece.kind is not BlockKind.TABLE_CELL and _FURNITURE.fullmatch(piece.text) is not None


def _is_menu(piece: PagePiece) -> bool:
    return piece.is_link and piece.kind not in {BlockKind.BYLINE, BlockKind.CAPTION}


def _is_other_story(piece: PagePiece, leads: re.Match[str] | None) -> bool:
    """Return whether a line is the title of another story: a link, or a call and a link."""
    if leads:
        rest = len("".join(piece.text[leads.end() :].split()))
        return piece.linked > 0 and piece.linked >= 0.7 * rest
    words = piece.text.count(" ") + 1
    in_prose = piece.text[-1] in '.!?»”"' or piece.kind in {BlockKind.TABLE_CELL, BlockKind.BYLINE}
    # Lists of linked names are in many an article, and names of institutions are long.
    longest = 6 if piece.kind is BlockKind.LIST_ITEM else 3
    return piece.is_link and words > longest and not in_prose
