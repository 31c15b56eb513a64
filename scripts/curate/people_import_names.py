"""Which further names of an imported person a text may be read by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from curate.fame import read_reference
from curate.people_source import natural_orders
from curate.people_spelling import GENERATION

from gazetteer.names import fold
from gazetteer.romanise import romanise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from curate.people_import_source import Figure

__all__ = ["further_names", "in_order", "names_in_languages", "shown_name"]

SPELLINGS = frozenset({"en", "es", "fr", "nl"})
"""Languages in Latin letters: their names are checked like aliases."""
CYRILLIC = "ru"
"""The language in a script of its own that both the references and the scan of texts know."""
IN_CYRILLIC = 3
"""Names of one person in it."""
MOST_WORDS = 5
LONGEST_INITIALS = 4
"""Letters and stops of initials written together, "T.J."; more in capitals is a surname shouted."""

_BRACKETS = re.compile(r" *[(\[][^)\]]*[)\]] *$")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_OTHER = re.compile(r"[\u0370-\u1cff\u2e80-\U0001ffff]")
_ODD = re.compile(r"[\d\"“”„‘()/&!?:;@*#_=+<>]|\.\.\.| '|' |^'|'$|,(?! (?:Jr|Sr))")
_ROMAN = re.compile(r"\b[XVI]+\.|\b[XVI]{2,} ")
_PARTICLES = frozenset(
    "al el bin ibn ben bint abu abd de del della der den di da dos das do du la le van von zu ter "
    "ten st y e i af of-the ul ud uz az".split()
)
_TITLES = frozenset(
    """president prime minister king queen prince princess emperor pope saint sir dame lord lady
    general colonel captain major admiral marshal commander lieutenant sergeant judge justice doctor
    dr professor prof father brother sister mother uncle aunt grandpa big little old young the a an
    cardinal bishop archbishop reverend rev chairman chancellor senator governor mayor sheikh shaikh
    mr mrs ms miss count countess duke duchess baron baroness earl viscount don doña dj mc kid baby
    honest great his her my our hon sri shri swami mahatma maestro sen gov rep gen col capt maj
    emperador empereur keizer koning könig kroonprins prinses papa paus pape reina rey reine
    roi""".split()
)


def shown_name(figure: Figure) -> str:
    """Return the name to show: the article's title without brackets, else the label.

    Returns:
        "" where neither is in Latin letters.
    """
    for name in (figure.title, figure.label):
        plain = " ".join(_BRACKETS.sub("", name).replace("’", "'").split())
        if _LATIN.search(plain) and not _OTHER.search(plain):
            return plain
    return ""


def further_names(name: str, written: Iterable[str]) -> Iterator[str]:
    """Yield the aliases that are full names of the same person, each key once.

    A name of theirs has two words at least, none of them a title, a nickname in quotes, or a mere
    initial beside the surname; it shares a word with the name shown, unless that is a single one.

    Args:
        name: The name shown.
        written: Aliases of the references.

    Example:
        >>> list(further_names("Barack Obama", ["BHO", "Obama", "President Obama", "B. Obama",
        ...                                     "Barack Hussein Obama"]))
        ['Barack Hussein Obama']
    """
    own = fold(name).split()
    seen = {" ".join(own)}
    for alias in written:
        plain = " ".join(alias.replace("’", "'").split())
        key = fold(plain)
        if key in seen or not _is_full_name(plain):
            continue
        if len(own) == 1 or _is_akin(key.split(), own):
            seen.add(key)
            yield plain


def _is_full_name(name: str) -> bool:
    """Tell whether an alias has the form of a full name in Latin letters."""
    if not _LATIN.search(name) or _OTHER.search(name) or _ODD.search(name) or name.isupper():
        return False
    words = GENERATION.sub("", name).split()
    if not 1 < len(words) <= MOST_WORDS or any(fold(word) in _TITLES for word in words):
        return False
    if not all(word[:1].isupper() or fold(word) in _PARTICLES for word in words):
        return False
    if any(len(w) > LONGEST_INITIALS and w.isupper() for w in words) or _ROMAN.search(name):
        return False
    whole = [w for w in words if len(fold(w)) > 1 and fold(w) not in _PARTICLES]
    return len(whole) > 1 and len(fold(words[-1])) > 1


def _is_akin(words: list[str], own: list[str]) -> bool:
    """Tell whether two names are one person's: the surname and the first letter, or all but one.

    "Barack Hussein Obama" goes with "Barack Obama", "Stalin's Daughter" with nobody.
    """
    if sorted(words) == sorted(own):
        return False  # the same in another order
    shared = {word for word in words if len(word) > 1} & set(own)
    if words[-1] in own and (words[0][0] == own[0][0] or own[0] in words or words[0] in own):
        return True
    if len(shared) > 1:
        return True
    alike = sum(a[0] == b[0] for a, b in zip(words, own, strict=False))
    return len(words) == len(own) == alike and _near(words, own)


def _near(words: list[str], own: list[str]) -> bool:
    """Tell whether two names are spellings of each other: the same consonants, nearly."""
    first, second = (re.sub(r"[aeiouyhwj ]", "", " ".join(name)) for name in (words, own))
    return first == second or (first[:3] == second[:3] and abs(len(first) - len(second)) <= 1)


def names_in_languages(shared: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the names of people in Latin letters, and their full ones in Cyrillic, by Wikidata id.

    Args:
        shared: Folder of the reference data.
    """
    latin: dict[str, list[str]] = {}
    cyrillic: dict[str, list[str]] = {}
    for row in read_reference(shared / "sources/reference/names_in_languages.tsv.gz"):
        if row["kind"] != "person":
            continue
        names = [name.strip() for name in row["names"].split("|") if name.strip()]
        if row["lang"] in SPELLINGS:
            latin.setdefault(row["qid"], []).extend(names)
        elif row["lang"] == CYRILLIC:
            whole = [order for name in names for order in natural_orders(name)]
            cyrillic[row["qid"]] = [n for n in dict.fromkeys(whole) if _is_whole_cyrillic(n)]
    return latin, cyrillic


def _is_whole_cyrillic(name: str) -> bool:
    """Tell whether a name is a full one in Cyrillic letters."""
    words = name.split()
    plain = not _LATIN.search(name) and not _ODD.search(name)
    return plain and 1 < len(words) <= MOST_WORDS and all(len(w) > len("В.") for w in words)


def in_order(names: Iterable[str], shown: str) -> Iterator[str]:
    """Yield Cyrillic names that do not begin with the surname, by their first letters.

    Args:
        names: Full names in Cyrillic.
        shown: The name in Latin letters.
    """
    own = fold(shown).split()
    seen: set[tuple[str, ...]] = set()
    for name in names:
        words = fold(romanise(fold(name))).split()
        given, family = own[0][0], own[-1][0]
        turned = bool(words) and words[0][0] == family and words[-1][0] == given
        same = tuple(sorted(words))
        if len(seen) < IN_CYRILLIC and same not in seen and (given == family or not turned):
            seen.add(same)
            yield name
