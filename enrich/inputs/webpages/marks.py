"""Which pieces of a page trafilatura takes for its main text.

Trafilatura is good at telling an article from what surrounds it, and rewrites what it finds: it
drops captions, joins lines, forgets what was a list. So each stretch of text that is given to it
bears a mark, and all that is asked of the outcome is which marks came through.
"""

from __future__ import annotations

import re
from typing import Final

from enrich.inputs.webpages.parsing import Node
from enrich.inputs.webpages.pieces import PagePiece

_FIRST: Final = 0x2800  # Braille patterns: printable, no letters, and in hardly any page
_DIGITS: Final = 256
_MARK: Final = re.compile("[\u2800-\u28ff]{3}")
_ANY: Final = re.compile("[\u2800-\u28ff]+")
_START: Final = re.compile(r"\S|\Z")


def mark_pieces(pieces: list[PagePiece]) -> None:
    """Put a mark before each stretch of text, in the tree that the pieces were cut from."""
    for (node, tail), mark in _marks(pieces).items():
        _mark(node, mark, tail=tail)


def _marks(pieces: list[PagePiece]) -> dict[tuple[Node, bool], str]:
    stretches = dict.fromkeys((node, tail) for piece in pieces for node, tail, _ in piece.stretches)
    return {stretch: _digits(number) for number, stretch in enumerate(stretches)}


def _mark(node: Node, mark: str, *, tail: bool) -> None:
    where = "tail" if tail else "text"
    text = _ANY.sub("", getattr(node, where))
    setattr(node, where, _START.sub(lambda found: f"{mark}{found.group()}", text, count=1))


def _digits(number: int) -> str:
    return "".join(chr(_FIRST + number // _DIGITS**place % _DIGITS) for place in (2, 1, 0))


def kept_shares(pieces: list[PagePiece], extracted: str) -> list[float]:
    """Return how much of each piece is in an extracted text, 0 to 1, by its marks."""
    found = set(_MARK.findall(extracted))
    kept = {stretch for stretch, mark in _marks(pieces).items() if mark in found}
    return [
        sum(size for node, tail, size in piece.stretches if (node, tail) in kept)
        / max(1, piece.size)
        for piece in pieces
    ]


def unmarked(extracted: str) -> str:
    """Return an extracted text without marks."""
    return _ANY.sub("", extracted)
