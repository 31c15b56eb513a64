"""Words that make an area or a river of a name: "Becker and Clay counties", "on the Ohio"."""

from __future__ import annotations

import re
from typing import Final

AREA_WORDS: Final = frozenset(
    "province county parish oblast region district governorate prefecture state raion krai borough"
    " township municipality republic territory department canton emirate".split()
)
"""The last word of an area's name, lower case."""

_ONE_OF: Final = {
    "counties": "County", "parishes": "Parish", "boroughs": "Borough", "provinces": "Province",
    "districts": "District", "regions": "Region", "governorates": "Governorate", "states": "State",
    "rivers": "River",
}  # fmt: skip
_LIST: Final = re.compile(
    r"(?:(?:,|,? and|,? or|,? &|/) ?[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)?)*"
    rf" (?P<level>(?i:{'|'.join(_ONE_OF)}))\b"
)
_REACH: Final = 120

_BEFORE: Final = 24
RIVER: Final = "River"
"""What ``level_of_list`` says of rivers, and the word that names of rivers end or begin with."""
_ARTICLE: Final = re.compile(
    r"(?<!\baboard )\b[Tt]he (?:(?i:upper|lower|middle|mighty|swollen|flooded|frozen) )?$"
)
_WORDS_BEFORE: Final = re.compile(
    r"\b(?i:banks? of|mouth of|source of|course of|waters of|tributar(?:y|ies) of|across|along"
    r"|cross(?:ed|es|ing)|down|up|upstream on|bridges? over|(?:capsized|sank|sailed|ferry|boats?"
    r"|barges?|ports?|towns?|villages?|city|dams?) [io]n) the $"
)
_CLOSED: Final = re.compile(
    r"[.;:!?)”\"]|\s*\n|$|, (?![A-Z])| [—–-] |,? and (?:the|in|on|at|to|of) | or the "
    r"| (?:a[st]|in(?:to)?|on(?:to)?|to|from|by|for|with|along|over|above|below|between|after"
    r"|before|through|across|beyond|towards?|around|against|upon|within|since|until|during|near"
    r"|beside|behind|but|nor|is|are|was|were|has|have|had|will"
    r"|can|could|may|might|would|should|do(?:es)?|did"
    r"|not|if|when|where|which|while|because|than|then|there|here|this|last|again|yesterday"
    r"|today|meets?|met|flow(?:s|ed)|r[au]ns?|rises|rose|fell|overflows|burst"
    r"|crests|froze|divides?|separates?|winds|drains|empties|joins|carries|bec[ao]mes?|forms"
    r"|(?!based|born|educated|elected|led|raised|trained)[a-z]+ed)\b"
)
# English gives these states an article, so that it says nothing of a river.
_WITH_ARTICLE: Final = frozenset({"congo", "gambia"})


def level_of_list(text: str, end: int) -> str:
    """Return what the names of a list are, when it goes on behind the name ending there, or "".

    Example:
        >>> level_of_list("Becker, Clay and Wilkin counties", 6), level_of_list("Becker, Minn.", 6)
        ('County', '')
    """
    match = _LIST.match(text, end, end + _REACH)
    return _ONE_OF[match["level"].lower()] if match else ""


def is_named_as_river(text: str, start: int, end: int) -> bool:
    """Tell whether a name stands as that of a river does: alone, with the article before it.

    States and towns have no article unless a noun follows: "the Ohio governor". Those of rivers,
    mountains and seas have it. Of the place names of three corpora of news that stand so, and are a
    single word, those that rivers share are rivers or what is named after them.

    Args:
        text: The text.
        start: Where the name begins, in code points.
        end: Where it ends.

    Example:
        >>> text = "Barges sank on the Ohio, the Ohio governor said."
        >>> [is_named_as_river(text, at, at + 4) for at in (19, 29)]
        [True, False]
    """
    before = text[max(0, start - _BEFORE) : start]
    if text[start:end].lower() in _WITH_ARTICLE:
        return _WORDS_BEFORE.search(before) is not None
    return _ARTICLE.search(before) is not None and _CLOSED.match(text, end) is not None


def river_names(name: str) -> tuple[str, str]:
    """Return what a river of that short name may be called in full.

    Example:
        >>> river_names("Shannon")
        ('Shannon River', 'River Shannon')
    """
    return f"{name} {RIVER}", f"{RIVER} {name}"
