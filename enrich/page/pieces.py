"""A text cut into pieces at the borders of its mentions: what the page marks, and what it does not.

The browser never counts characters: JavaScript counts UTF-16 units, and offsets here are code
points. It gets pieces of text instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from enrich.model import Link


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text.

    Attributes:
        text: What it says.
        link: Index of the innermost mention that it belongs to, or None.
        last: Whether it closes that mention: no later piece belongs to it.
    """

    text: str
    link: int | None = None
    last: bool = False


def iter_pieces(text: str, links: Sequence[Link]) -> Iterator[Piece]:
    """Yield the pieces of a text, in order: put together, they are the text.

    A mention inside another cuts that into pieces.

    Args:
        text: The whole text.
        links: Its mentions.

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
        yield Piece(piece, link, link is not None and last[link] == number)


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
