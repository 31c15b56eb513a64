"""Words of any script, as the gazetteer scan reads them: with their marks, at their offsets.

The tokeniser of the rules for English (``tokens``) ends a word at any mark but those of Latin
letters. Here Arabic vowel signs, Hebrew points and the Armenian marks that stand inside a word
belong to it, and French "l'", "d'" do not.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from enrich.mentions.tokens import Token, Tokens
from enrich.text.sentences import opens_anywhere
from gazetteer.names import fold

INVISIBLE: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u061c"
"""Direction marks, joiners and soft hyphens, as the inside of a class of a regular expression."""

UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]")
"""A letter of a script that sets no spaces between words."""

# Combining marks of the scripts that write them as characters of their own.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903"
    "\u093a-\u094f\u0951-\u0957\u0962\u0963\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_LETTER: Final = rf"[^\W\d_][{_MARKS}]*"
_WORD: Final = re.compile(rf"{_LETTER}(?:(?:['’ʼʻ`´]|[՛՜՞{INVISIBLE}]*){_LETTER})*")
_ELIDED: Final = re.compile(r"(?:[cdjlmnst]|(?:jus|lors|puis)?qu)['’]", re.IGNORECASE)
_INSIDE: Final = frozenset("՛՜՞՝'’ʼʻ`´")
_ARMENIAN_MARKS: Final = str.maketrans("", "", "՛՜՞՝")


def split_words(text: str, code: str = "") -> Tokens:
    """Split a text into words; in French, by its ISO 639-1 code, elided articles are split off.

    Example:
        >>> [t.text for t in split_words("À l’Est, Երևանո՞ւմ, بَغْدَاد", "fr").items]
        ['À', 'l', 'Est', 'Երևանո՞ւմ', 'بَغْدَاد']
    """
    items: list[Token] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if code == "fr" and (elided := _ELIDED.match(text, start, end)):
            items.append(_token(text, items, start, elided.end() - 1))
            start = elided.end()
        items.append(_token(text, items, start, end))
    return Tokens(text, tuple(items))


def _token(text: str, before: list[Token], start: int, end: int) -> Token:
    new = not before or opens_anywhere(before[-1].text, text[before[-1].end : start])
    return Token(start, end, text[start:end], possessive=False, opens=new)


def key_of(text: str) -> str:
    """Return the key of a word: ``fold`` without the marks that Armenian puts inside one.

    Example:
        >>> key_of("Երևանո՞ւմ") == key_of("Երևանում")
        True
    """
    return fold(text.translate(_ARMENIAN_MARKS))


def cut_letters(text: str, count: int) -> int:
    """Return where a word goes on after so many letters and the marks on them.

    Example:
        >>> "وَبَغْدَاد"[cut_letters("وَبَغْدَاد", 1) :]
        'بَغْدَاد'
    """
    at = 0
    while at < len(text) and (count > 0 or (at > 0 and _is_mark(text[at]))):
        count -= not _is_mark(text[at])
        at += 1
    return at


def _is_mark(char: str) -> bool:
    """Whether a key has nothing for it; numerals such as "Ⅺ" are not letters and have."""
    return char == "ـ" or unicodedata.category(char) in {"Mn", "Me", "Cf"} or char in _INSIDE


def is_cased(text: str) -> bool:
    """Whether a word begins with a letter of a script with capitals."""
    return text[:1].isupper() or text[:1].islower()
