"""Which pieces of a page trafilatura takes for its main text.

Trafilatura is good at telling an article from what surrounds it, and rewrites what it finds: it
drops captions, joins lines, forgets what was a list. So each stretch of text that is given to it
bears a mark, and all that is asked of the outcome is which marks came through.
"""

from __future__ import annotations

import re
from typing import Final

from enrich.inputs.webpages.parsing import Node
from enrich.inputs.webpages.pieces import Piece

_FIRST: Final = 0x2800  # Braille patterns: printable, no letters, and in hardly any page
_DIGITS: Final = 256
_MARK: Final = re.compile("[\u2800-\u28ff]{3}")
_ANY: Final = re.compile("[\u2800-\u28ff]+")
_START: Final = re.compile(r"\S|\Z")


def mark_pieces(pieces: list[Piece]) -> None:
    """Put a mark before each stretch of text, in the tree that the pieces were cut from."""
    seen: set[tuple[Node, bool]] = set()
    number = 0
    for piece in pieces:
        for node, tail, _ in piece.stretches:
            if (node, tail) not in seen:
                _mark(node, _digits(number), tail=tail)
            seen.add((node, tail))
            number += 1


def _mark(node: Node, mark: str, *, tail: bool) -> None:
    text = _ANY.sub("", node.tail if tail else node.text)
    marked = _START.sub(lambda found: f"{mark}{found.group()}", text, count=1)
    if tail:
        node.tail = marked
    else:
        node.text = marked


def _digits(number: int) -> str:
    return "".join(chr(_FIRST + number // _DIGITS**place % _DIGITS) for place in (2, 1, 0))


def kept_shares(pieces: list[Piece], extracted: str) -> list[float]:
    """Return how much of each piece is in an extracted text, 0 to 1, by its marks."""
    found = set(_MARK.findall(extracted))
    shares = []
    seen: dict[tuple[Node, bool], bool] = {}
    number = 0
    for piece in pieces:
        kept = 0
        for node, tail, size in piece.stretches:
            kept += size * seen.setdefault((node, tail), _digits(number) in found)
            number += 1
        shares.append(kept / max(1, piece.size))
    return shares


def unmarked(extracted: str) -> str:
    """Return an extracted text without marks."""
    return _ANY.sub("", extracted)
