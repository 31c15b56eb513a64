"""What somebody is, by field: politics, sport, the arts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from gazetteer.model import Entity
from gazetteer.names import fold

__all__ = ["called", "fields_of"]

_DATA: Final = Path(__file__).with_suffix(".toml")
_POLITICS: Final = "politics"
_BEFORE, _BEHIND = 4, 7  # words beside a name that may say what somebody is


@cache
def _fields() -> Mapping[str, str]:
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {word: field for field, words in table.items() for word in words.split()}


def called(before: str, behind: str) -> str | None:
    """Return the field that the words beside a name put somebody in, or None.

    The nearest word counts, of those before the name first.

    Args:
        before: Folded words before a name, the last of them beside it.
        behind: Folded words of what is said behind it.

    Example:
        >>> called("the governor met striker", ""), called("", "the mayor of boston")
        ('sport', 'politics')
    """
    return _first(before.split()[: -_BEFORE - 1 : -1]) or _first(behind.split()[:_BEHIND])


def _first(words: Sequence[str]) -> str | None:
    fields = _fields()
    for word in words:
        if field := fields.get(word) or fields.get(word.removesuffix("s")):
            return field
    return None


def fields_of(entity: Entity) -> frozenset[str]:
    """Return the fields that somebody is known for; none where that is not known.

    Example:
        >>> from gazetteer.model import Kind
        >>> somebody = Entity("enrich:x", "X", Kind.PERSON, "American actor and politician")
        >>> sorted(fields_of(somebody))
        ['arts', 'politics']
    """
    fields = _fields()
    found = {fields[word] for word in fold(entity.description).split() if word in fields}
    return frozenset(found | {_POLITICS} if entity.roles else found)
