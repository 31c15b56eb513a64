"""What is read: a document, and the blocks of its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from gazetteer.model import Kind


class BlockKind(StrEnum):
    """What a block of a text is to its reader."""

    HEADLINE = "headline"
    """A title or a subheading, on lines of its own."""
    BYLINE = "byline"
    """Who wrote it: "By Ann Lee, Associated Press"."""
    DATELINE = "dateline"
    """Where and when it was filed, as far as the text proper: "TROY, N.C. (AP) --"."""
    PARAGRAPH = "paragraph"
    """Running text, on one line or on several."""
    LIST_ITEM = "list item"
    """One of several like things, each on lines of its own, without its bullet or number."""
    TABLE_CELL = "table cell"
    CAPTION = "caption"
    """What stands below a picture."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a text that no name and no sentence crosses.

    Attributes:
        start: Offset of its first code point, which is no white space.
        end: Offset after its last.
        kind: What it is.

    Example:
        >>> Block(0, 18, BlockKind.HEADLINE).kind.value
        'headline'
    """

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Document:
    """One text to enrich.

    Attributes:
        text: The text; all offsets count its Unicode code points.
        id: What joins results back to the source, unique within a run: a text, or a whole number
            where the source has one. ``1`` and ``"1"`` are the same id.
        title: Headline, or "". Context for linking only: offsets never point into it.
        published: ISO 8601 date or date-time, or None. A linker also takes what
            ``enrich.text.dates.read_date`` reads, a ``datetime`` or a Timestamp, and its result has
            the document with the date in ISO 8601.
        language: ISO 639 code, or None.
        outlet: Who published it, or None.
        metadata: Every other column of the input, carried through unchanged.
        spans: Given mentions as (start, end, kind or None); when not None, exactly these are
            linked and nothing else is looked for.
        blocks: The blocks of the text in their order, where its markup tells them; None for
            those that its lines and blank lines suggest.
    """

    text: str
    id: str | int = ""
    title: str = ""
    published: str | None = None
    language: str | None = None
    outlet: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    spans: tuple[tuple[int, int, Kind | None], ...] | None = None
    blocks: tuple[Block, ...] | None = None
