"""What the elements of a page are to its reader, by their tags, classes and places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from enrich.inputs.webpages.parsing import Node
from enrich.model import BlockKind

HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
SKIPPED: Final = frozenset(
    "amp-ad amp-analytics amp-embed amp-sidebar applet area audio button canvas datalist"
    " dialog embed frame frameset head iframe input link map math meta noscript object"
    " optgroup option param progress rp rt script select style svg template textarea title"
    " video".split()
)
"""What holds no text of the page, or none that a reader sees."""
BREAKS: Final = HEADINGS | frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset"
    " figcaption figure footer form header hgroup hr html legend li main menu nav ol p pre section"
    " summary table tbody td tfoot th thead tr ul".split()
)
"""What begins on a line of its own."""
_ASIDE_TAGS: Final = frozenset("aside dialog fieldset footer form menu nav".split())
_ASIDE_ROLES: Final = frozenset("banner complementary contentinfo navigation search".split())
_ASIDE: Final = frozenset(
    "actions ad ads adslot advert advertisement breadcrumb breadcrumbs comments consent"
    " cookie cookies disqus follow footer hidden hide login menu nav navbar navbox navigation"
    " newsletter outbrain pagination paywall popular popup promo promoted promotion rail"
    " readmore recirc recirculation recommendation recommendations recommended related share"
    " sharedaddy shares sharing sidebar signup skip social sponsored subscribe subscription"
    " taboola tags teaser toolbar trending widget".split()
)
_LONGEST_HIDDEN: Final = 200
"""In characters: a longer text that is hidden may be shown later by a script."""
_UNSEEN: Final = frozenset(
    "mw-editsection offscreen screen-reader-text sr-only visually-hidden visuallyhidden".split()
)
_HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_AUTHOR: Final = frozenset("author authors byline bylines contributor contributors".split())
_NO_BYLINE: Final = frozenset("about avatar bio biography box card description info".split())
_CAPTION: Final = frozenset("caption captions figcaption legende".split())
_STANDFIRST: Final = frozenset(
    "chapo dek deck excerpt intro kicker lead lede standfirst subhead subheading subheadline"
    " subtitle summary".split()
)
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LONGEST_BYLINE: Final = 150
_LONGEST_CAPTION: Final = 1000
_LONGEST_CELL: Final = 400
"""Beyond so many characters, what stands in a table is not a cell of it but laid out by it."""


def _words(node: Node) -> frozenset[str]:
    """Return the words of class and id: "main-Content__body" has "main", "content", "body"."""
    names = f"{node.get('class') or ''} {node.get('id') or ''}"[:500]
    if names == " ":
        return frozenset()
    words = frozenset(word.lower() for word in _WORD.findall(names))
    return words | {"readmore"} if {"read", "more"} <= words else words


def _is_short(node: Node, limit: int) -> bool:
    return len(node.text_content()) <= limit


def is_aside(node: Node) -> bool:
    """Return whether an element stands beside the text: a menu, advertisement, related story."""
    return (
        node.tag in _ASIDE_TAGS
        or node.get("role") in _ASIDE_ROLES
        or not _ASIDE.isdisjoint(_words(node))
    )


def is_hidden(node: Node) -> bool:
    """Return whether a reader does not see an element, at least at first."""
    return (
        node.get("hidden") is not None
        or node.get("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(node.get("style") or "") is not None
        or not _UNSEEN.isdisjoint((node.get("class") or "").lower().split())
    )


def is_unseen(node: Node) -> bool:
    """Return whether an element is not text of the page, such as a label for screen readers."""
    return is_hidden(node) and _is_short(node, _LONGEST_HIDDEN)


def is_byline(node: Node) -> bool:
    """Return whether an element says who wrote the article."""
    words = _words(node)
    return (
        not _AUTHOR.isdisjoint(words)
        and _NO_BYLINE.isdisjoint(words)
        and _is_short(node, _LONGEST_BYLINE)
    )


def names_author(node: Node) -> bool:
    """Return whether an element declares to be the name of the author."""
    return node.get("rel") == "author" or "author" in (node.get("itemprop") or "").split()


def is_standfirst(node: Node) -> bool:
    """Return whether an element sums the article up between headline and text."""
    return node.tag in HEADINGS or not _STANDFIRST.isdisjoint(_words(node))


@dataclass(slots=True)
class Kinds:
    """The kinds of the elements of one page, each looked at once."""

    known: dict[Node, BlockKind] = field(default_factory=dict)
    tables: dict[Node, bool] = field(default_factory=dict)

    def of(self, node: Node) -> BlockKind:
        """Return the kind of the text that stands in an element, by the nearest that tells."""
        passed = []
        kind = None
        for at in (node, *node.iterancestors()):
            passed.append(at)
            if kind := self.known.get(at) or self._own(at):
                break
        kind = kind or BlockKind.PARAGRAPH
        self.known.update(dict.fromkeys(passed, kind))
        return kind

    def _own(self, node: Node) -> BlockKind | None:
        if node.tag in HEADINGS or node.tag == "summary":
            return BlockKind.HEADLINE
        if not _CAPTION.isdisjoint(_words(node)) and _is_short(node, _LONGEST_CAPTION):
            return BlockKind.CAPTION
        match node.tag:
            case "caption" | "figcaption":
                return BlockKind.CAPTION
            case "dd" | "dt" | "li":
                return _item(node)
            case "td" | "th":
                return self._cell(node)
        return BlockKind.BYLINE if is_byline(node) else None

    def _cell(self, node: Node) -> BlockKind | None:
        """Return the kind of what stands in a table, None where the table is mere layout."""
        table = next(node.iterancestors("table"), None)
        if table is None:
            return None
        if table not in self.tables:
            self.tables[table] = _is_layout(table)
        return None if self.tables[table] else BlockKind.TABLE_CELL


def _item(node: Node) -> BlockKind:
    """Return the kind of what stands in a list: an entry of several paragraphs is none."""
    inner = [child.tag for child in node if child.tag in BREAKS]
    if inner.count("p") > 1 or not HEADINGS.isdisjoint(inner):
        return BlockKind.PARAGRAPH
    return BlockKind.LIST_ITEM


def _is_layout(table: Node) -> bool:
    if table.get("role") in {"none", "presentation"}:
        return True
    cells = list(table.iter("td", "th"))
    return (
        len(cells) < 2
        or next(table.iterdescendants("table", "article", "section", *HEADINGS), None) is not None
        or any(len(cell.findall("p")) > 2 for cell in cells)
        or any(len(cell.text_content()) > _LONGEST_CELL for cell in cells)
    )
