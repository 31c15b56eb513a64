"""A name that another model has marked, as our own tagger would mark it."""

from __future__ import annotations

import re
from typing import Final

from enrich.labels import Meaning, label_key, read_labels
from enrich.mentions.taggers.protocol import TaggedSpan

__all__ = ["Meaning", "label_key", "read_labels", "span_of"]

_POSSESSIVE: Final = re.compile(r"['’]s?$")
_ARTICLE: Final = re.compile(r"the(?:\s+|\Z)")  # in small letters: "The Hague" keeps its own


def span_of(
    text: str, start: int, end: int, meaning: Meaning, probability: float = 1.0
) -> TaggedSpan | None:
    """Return a name as our own tagger would mark it, or None if nothing of it is left.

    OntoNotes has the article and the possessive inside a name, and some tokenizers the space
    before it.

    Example:
        >>> from gazetteer.model import Kind
        >>> text = "in the United States's capital"
        >>> found = span_of(text, 2, 22, Meaning(Kind.PLACE))
        >>> text[found.start : found.end]
        'United States'
    """
    name = text[start:end].rstrip()
    name = _POSSESSIVE.sub("", name).rstrip()
    end = start + len(name)
    start = end - len(name.lstrip())
    article = _ARTICLE.match(text, start, end)
    if article is not None:
        start = article.end()
    if start >= end:
        return None
    return TaggedSpan(start, end, meaning.kind, probability, adjectival=meaning.adjectival)
