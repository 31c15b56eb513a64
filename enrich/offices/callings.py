"""What somebody is, by realm and field: public life and politics, sport, the arts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from gazetteer.model import Entity
from gazetteer.names import fold

__all__ = ["Calling", "called", "callings_of"]

_DATA: Final = Path(__file__).with_suffix(".toml")
_BEFORE, _BEHIND = 4, 6  # words beside a name that may say what somebody is
_OPENINGS: Final = frozenset("a an the former retired".split())
_STOPS: Final = frozenset(
    "a an and as at but by for from in is of on or s that the to was when while with".split()
)
"""What ends the words that belong to a name, beside possessives, of which "s" is left of some."""
_MEMBER: Final = re.compile(
    r"\bmember of (?:the )?(?:\w+ ){0,2}?"
    r"(?:parliament|congress|senate|house of representatives|house of commons|house of lords"
    r"|legislative council|knesset|duma|bundestag|lok sabha|rajya sabha|sejm|rada)"
    r"(?: of (?:the )?(?:\w+ )?\w+)?\b"
)


@dataclass(frozen=True, slots=True)
class Calling:
    """What somebody is.

    Attributes:
        realm: "public", "exploration", "sport", "arts" or "trades".
        field: Of the realm: "politics", "law".
    """

    realm: str
    field: str


_OFFICE: Final = Calling("public", "politics")


@cache
def _callings() -> Mapping[str, Calling]:
    """Return the callings by their words, read once."""
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {
        word: Calling(realm, field)
        for realm, fields in table.items()
        for field, words in fields.items()
        for word in words.split()
    }


def called(before: str, behind: str) -> Calling | None:
    """Return what the words right beside a name say somebody is, or None.

    Args:
        before: Folded words before a name, the last of them beside it.
        behind: Folded words of what is said behind it.

    Example:
        >>> called("the governor met striker", ""), called("", "the mayor of boston")
        (Calling(realm='sport', field='sport'), Calling(realm='public', field='politics'))
        >>> called("a friend of the senator's aide", ""), called("", "thanked the mayor")
        (None, None)
    """
    words = _MEMBER.sub("lawmaker", behind).split()
    told = words[1 : _BEHIND + 1] if words and words[0] in _OPENINGS else ()
    return _first(_MEMBER.sub("lawmaker", before).split()[: -_BEFORE - 1 : -1]) or _first(told)


def _first(words: Sequence[str]) -> Calling | None:
    """The first calling of words that no preposition, article or possessive comes before."""
    callings = _callings()
    for word in words:
        if found := callings.get(word) or callings.get(word.removesuffix("s")):
            return found
        if word in _STOPS or word.endswith(("'s", "’s")):
            return None
    return None


def callings_of(entity: Entity) -> frozenset[Calling]:
    """Return what somebody is known as; nothing where that is not known.

    Example:
        >>> from gazetteer.model import Kind
        >>> somebody = Entity("enrich:x", "X", Kind.PERSON, "American actor and politician")
        >>> sorted(calling.field for calling in callings_of(somebody))
        ['arts', 'politics']
    """
    callings = _callings()
    found = {callings[word] for word in fold(entity.description).split() if word in callings}
    return frozenset(found | {_OFFICE} if entity.roles else found)
