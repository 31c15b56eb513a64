"""Every run of words that might be a name, and what the gazetteer holds under it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from enrich.deadline import check_time
from enrich.mentions.lexicon import lexicon
from enrich.mentions.proposals import Proposal
from enrich.mentions.tokens import Token, Tokens, WordRun
from enrich.text.spelling import stands_out
from gazetteer.codes import is_second_level
from gazetteer.model import Kind, NameType
from gazetteer.names import fold
from gazetteer.store import Gazetteer, Hit

_MAX_WORDS = 7
_INNER = frozenset({" ", "-", "–", "’s ", "'s ", ". ", ".", "  ", "\u00a0", "' ", "’ "})
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|_")
_MANY = 500  # words between two looks at the time
_INNER_PROMINENCE = 0.3
_TOWN = 0.25  # prominence of a town that more than its county knows
_GREAT = 0.6  # and of a company that everybody knows
_AHEAD = 0.25  # how much better known a body is than a town, to be meant by its name
_SHORT_WORD = 4  # "St.", "Mt.", "Ste.", "J.", "Gen."
_ARTICLES = frozenset({"al", "el", "ash", "ad", "an", "ar", "as", "at", "az"})


@dataclass(frozen=True, slots=True)
class NameWindow(WordRun):
    """A run of words under which the gazetteer holds something.

    Attributes:
        text: As written.
        hits: What is held, the best known first; never empty.
    """

    text: str
    hits: tuple[Hit, ...]

    @property
    def kinds(self) -> set[Kind]:
        """What it may name."""
        return {hit.entity.kind for hit in self.hits}


def find_windows(tokens: Tokens, gazetteer: Gazetteer) -> list[NameWindow]:
    """Return every run of words whose folded text is a key, all asked for in one query."""
    if (looked_up := tokens.lookups.get(gazetteer)) is None:
        looked_up = tokens.lookups[gazetteer] = _find(tokens, gazetteer)
    return list(looked_up)


def _find(tokens: Tokens, gazetteer: Gazetteer) -> list[NameWindow]:
    spans: list[tuple[int, int, int, int, str]] = []
    for first in range(len(tokens)):
        if not first % _MANY:
            check_time()
        if _may_begin(tokens, first):
            spans.extend(_spans(tokens, first))
    known = set(gazetteer.known_keys({span[4] for span in spans}))
    windows: list[NameWindow] = []
    for first, last, start, end, key in spans:
        if key in known:
            text, loud = tokens.text[start:end], first in tokens.shouting
            held = _telling(key, gazetteer.lookup_key(key))
            hits = tuple(h for h in held if _fits(text, h, shouting=loud))
            if hits:
                windows.append(NameWindow(first, last, start, end, text, hits))
    return windows


def _telling(key: str, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Leave out clubs and bodies by a short name that is a town's or a word's first of all.

    "Fulham" and "Heat" are not taken for names of organisations by what the gazetteer holds, only
    where the words around them say so; "Shell" is, and "Duma", though a town of Syria has the name:
    the State Duma, unlike Fulham F.C., is not named after a town.
    """
    town = max((h.entity.prominence for h in hits if h.entity.kind is Kind.PLACE), default=0.0)
    if town < _TOWN and key not in lexicon().common:
        return hits
    if town < _TOWN:
        return [h for h in hits if not _is_short(h) or h.entity.prominence >= _GREAT]
    least = max(_GREAT, town + _AHEAD)
    return [
        h
        for h in hits
        if not _is_short(h)
        or (h.entity.prominence >= least and not h.entity.name.startswith(h.name.text))
    ]


def _is_short(hit: Hit) -> bool:
    return hit.name.type is NameType.SHORT and hit.entity.kind is Kind.ORGANISATION


def _fits(text: str, hit: Hit, *, shouting: bool) -> bool:
    """Keep "The" only where the name has it, and capitals for abbreviations: "EU" is not Eu."""
    if text[:4] in ("The ", "THE ") and not hit.name.text.lower().startswith("the "):
        return False
    return stands_out(text, hit, shouting=shouting)


def words_of_hashtag(tag: str) -> str:
    """Return the words of a hashtag: "NewYork" is New York.

    Example:
        >>> words_of_hashtag("NewYork"), words_of_hashtag("UN"), words_of_hashtag("Kyiv")
        ('New York', 'UN', 'Kyiv')
    """
    return _CAMEL.sub(" ", tag)


def _may_begin(tokens: Tokens, index: int) -> bool:
    token = tokens[index]
    if _is_name_word(token) or _is_hashtag(token):
        return True
    return token.text in _ARTICLES and tokens.gap(index) == "-" and _is_name_word(tokens[index + 1])


def _is_name_word(token: Token) -> bool:
    """A word that can begin or end a name; in scripts without case every word can."""
    letter = token.text[0]
    return letter.isupper() or (letter.isalpha() and not letter.islower())


def _is_glued_number(tokens: Tokens, index: int) -> bool:
    """The number of "M23" and "G20", which are one name."""
    glued = index > 0 and tokens.gap(index - 1) == ""
    return glued and tokens[index].text.isdigit() and tokens[index - 1].text.isupper()


def _is_hashtag(token: Token) -> bool:
    return token.text[0] == "#" and token.text[1:2].isupper()


def _spans(tokens: Tokens, first: int) -> Iterator[tuple[int, int, int, int, str]]:
    start = tokens[first].start
    if _is_hashtag(tokens[first]):
        key = fold(words_of_hashtag(tokens[first].text[1:]))
        if len(key) > 1:
            yield first, first, start + 1, tokens[first].end, key
        return
    for last in range(first, min(first + _MAX_WORDS, len(tokens))):
        token = tokens[last]
        if last > first and not _joined(tokens, last - 1):
            return
        if not _is_name_word(token) and not _is_glued_number(tokens, last):
            if token.lower not in lexicon().connectors and token.text[0].isalpha():
                return
            continue
        for end in _ends(tokens.text, token):
            key = fold(tokens.text[start:end])
            if len(key) > 1:
                yield first, last, start, end, key


def _ends(text: str, token: Token) -> Iterator[int]:
    yield token.end
    if token.possessive and text[token.end + 1 : token.end + 2] in ("s", "S"):
        yield token.end + 2  # "St. John's"
    if text[token.end : token.end + 1] == "." and len(token.text) <= 6:
        yield token.end + 1  # "Calif."


def _joined(tokens: Tokens, index: int) -> bool:
    """Whether a word and the next one may be parts of one name."""
    gap = tokens.gap(index)
    if _is_glued_number(tokens, index + 1):
        return True
    if gap in ("", ".") or (gap == "-" and tokens[index].lower in lexicon().parties):
        return False
    if gap[0] == ".":
        return gap in _INNER and len(tokens[index].text) <= _SHORT_WORD
    return gap in _INNER


def places_inside(outer: Proposal, windows: Sequence[NameWindow]) -> Iterator[NameWindow]:
    """Yield the places inside a name, from windows in their order: "University of Texas"."""
    by_first: dict[int, list[NameWindow]] = {}
    for window in islice(windows, bisect_left(windows, outer.first, key=lambda w: w.first), None):
        if window.first > outer.last:
            break
        if window.last <= outer.last and window.end <= outer.end:
            by_first.setdefault(window.first, []).append(window)
    index = outer.first
    while index <= outer.last:
        inside = [
            w
            for w in by_first.get(index, ())
            if w.last - w.first < outer.last - outer.first and _names_a_place(w)
        ]
        if not inside:
            index += 1
            continue
        longest = max(inside, key=lambda w: w.end)
        yield longest
        index = longest.last + 1


def _names_a_place(window: NameWindow) -> bool:
    word = window.text.lower()
    lists = lexicon()
    if word in lists.common or word in lists.organisation_ends or word in lists.never:
        return False
    return any(
        hit.entity.kind is Kind.PLACE
        and hit.name.type in (NameType.PRIMARY, NameType.SHORT, NameType.OFFICIAL)
        and not is_second_level(hit.entity.feature)
        and hit.entity.prominence >= _INNER_PROMINENCE
        for hit in window.hits
    )
