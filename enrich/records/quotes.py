"""What the mentions of one entity add up to over all documents, with the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from enrich.model import Document, Link, Mention, Result
from enrich.records.tally import Tally
from enrich.text.escape import CONTROLS
from gazetteer.model import Entity, Kind, Point

QUOTES: Final = 3
"""Most quotes per entity."""
QUOTE_LENGTH: Final = 120
"""Most characters of a quote."""
_CONTEXT: Final = 50  # characters on either side of a mention
_BLANK: Final = re.compile(rf"[\s{CONTROLS}]+")


@dataclass(slots=True)
class Named:
    """An entity as it gathers mentions over all documents.

    Attributes:
        tally: The entity, with the counts of its mentions.
        quotes: The words around the first few of them.
        documents: Ids of the documents that name it, in order.
        quoted_to: Offset up to which the last quote reaches in its document.
    """

    tally: Tally
    quotes: list[str] = field(default_factory=list)
    documents: dict[str, None] = field(default_factory=dict)
    quoted_to: int = 0

    @property
    def entity(self) -> Entity:
        """What is named."""
        return self.tally.entity

    def add(self, link: Link, document: Document) -> None:
        """Count one more mention, and quote it unless enough is quoted."""
        self.tally.add(link)
        if (name := str(document.id)) not in self.documents:
            self.documents[name] = None
            self.quoted_to = 0
        # A mention inside the last quote would only repeat it.
        if len(self.quotes) < QUOTES and link.mention.start >= self.quoted_to:
            self.quotes.append(quote(document.text, link.mention))
            self.quoted_to = link.mention.end + _CONTEXT


def located(result: Result) -> Iterator[tuple[Link, Entity, Point]]:
    """Yield what is on a map: links to places that have a point, in a role that is mapped."""
    for link in result.links:
        entity = link.entity
        if entity is None or entity.kind is not Kind.PLACE or entity.point is None:
            continue
        if result.is_mapped(link.mention):
            yield link, entity, entity.point


def quote(text: str, mention: Mention) -> str:
    """Return the words around a mention on one line, at most ``QUOTE_LENGTH`` characters.

    Whole words are kept where they fit; what is left out on either side is marked with an
    ellipsis. Controls become spaces: cut in two, a direction control would turn the rest around.

    Example:
        >>> quote("He went to Yerevan.", Mention(11, 18, "Yerevan", Kind.PLACE))
        'He went to Yerevan.'
    """
    start = max(0, mention.start - _CONTEXT)
    end = min(len(text), mention.end + _CONTEXT)
    before, after = text[start : mention.start], text[mention.end : end]
    if start > 0:
        whole = text[start - 1].isspace()
        before = "…" + (before if whole else before.partition(" ")[2])
    if end < len(text):
        whole = text[end].isspace()
        after = (after if whole else after.rpartition(" ")[0]) + "…"
    words = _BLANK.sub(" ", f"{before}{text[mention.start : mention.end]}{after}").strip()
    return words if len(words) <= QUOTE_LENGTH else words[: QUOTE_LENGTH - 1] + "…"
