"""The name in a span that another annotator drew: without its possessive, without titles.

Our own mentions are names and nothing else. Others mark "President Donald Trump 's".
"""

from __future__ import annotations

import re

from enrich.mentions.lexicon import lexicon
from gazetteer.model import Kind
from gazetteer.store import Gazetteer

_POSSESSIVE = re.compile(r"(?<!\s)\s*(?:['’]\s?[sS]|(?<=[sS])['’])$")
_LONGEST_TITLE = 5  # words: "chief of the general staff"


def plain_name(text: str, kind: Kind, gazetteer: Gazetteer) -> str:
    """Return the name in a span; people lose their titles, and the country before those.

    Example:
        >>> with Gazetteer.open() as opened:
        ...     plain_name("U.S. President Donald Trump 's", Kind.PERSON, opened)
        'Donald Trump'
        >>> with Gazetteer.open() as opened:
        ...     plain_name("NASA’s", Kind.ORGANISATION, opened)
        'NASA'
    """
    bare = _POSSESSIVE.sub("", text)
    words = bare.split()
    if kind is not Kind.PERSON or len(words) < 2:
        return bare or text
    first = 0
    if not _title_length(words) and gazetteer.lookup(words[0], Kind.PLACE):
        first = 1 if _title_length(words[1:]) else 0
    while length := _title_length(words[first:]):
        first += length
    rest = words[first:]
    return bare[bare.index(rest[0]) :] if rest and first else bare


def _title_length(words: list[str]) -> int:
    """Words of the longest title that a name begins with, 0 when there is none."""
    titles = lexicon().titles
    for length in range(min(_LONGEST_TITLE, len(words) - 1), 0, -1):
        if " ".join(word.rstrip(".").lower() for word in words[:length]) in titles:
            return length
    return 0
