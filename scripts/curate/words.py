"""Which names are too common, too short or too odd to be an alias, and how names are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

__all__ = ["common_words", "fold", "is_usable_alias", "plain", "strip_division_word"]

DIVISION_WORDS = (
    "Province",
    "province",
    "Autonomous Okrug",
    "Autonomous Oblast",
    "Autonomous Republic",
    "Autonomous Region",
    "Regional State",
    "Oblast",
    "oblast",
    "Krai",
    "Kray",
    "Rayon",
    "Okrug",
    "Republic",
    "Region",
    "District",
    "County",
    "county",
    "State",
    "Governorate",
    "Department",
    "Prefecture",
    "Voivodeship",
    "Voivodship",
    "Division",
    "Canton",
    "Parish",
    "Municipality",
    "Emirate",
    "Territory",
    "Atoll",
    "Borough",
    "Census Area",
    "City and Borough",
)
"""English words for a first- or second-level division, as they stand after its name."""

SHORTEST_ALIAS = 3  # "Aï" and the like hit too much; abbreviations have a table of their own

_BROKEN_LIGATURE = re.compile(r"(^|[^A-Z])(AE|OE|UE)[a-z]")  # "Bayan-OElgii"
_SUFFIX = re.compile(rf" (?:{'|'.join(sorted(DIVISION_WORDS, key=len, reverse=True))})$")


def fold(name: str) -> str:
    """Return a name without case, marks, blanks and punctuation, for comparing only.

    Example:
        >>> fold("Côte d'Ivoire")
        'cotedivoire'
    """
    plain = unicodedata.normalize("NFKD", name.replace("ə", "a").replace("ǝ", "a"))
    return "".join(letter for letter in plain.casefold() if letter.isalnum())


def strip_division_word(name: str) -> str:
    """Return a name without the word for its kind: "Syunik" for "Syunik Province".

    Example:
        >>> strip_division_word("Yukon-Koyukuk Census Area"), strip_division_word("Bavaria")
        ('Yukon-Koyukuk', 'Bavaria')
    """
    return _SUFFIX.sub("", name)


def is_usable_alias(name: str) -> bool:
    """Tell whether a name may stand as a further name of an area.

    Not: a common English word, whatever its case; initials; figures; anything with a comma or
    brackets; a transliteration that broke a ligature.
    """
    if len(name) < SHORTEST_ALIAS or name.isdigit() or any(sign in name for sign in ",;()[]/|"):
        return False
    if (name.isascii() and name.isupper()) or _BROKEN_LIGATURE.search(name):
        return False
    return name.casefold() not in common_words()


def plain(name: str) -> str:
    """Return a name without case and marks; names equal so far are found by one look-up.

    Example:
        >>> plain("Région de l'Est")
        "region de l'est"
    """
    letters = unicodedata.normalize("NFKD", name)
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold()


@cache
def common_words() -> frozenset[str]:
    """Return the English words and bare directions that are never an alias."""
    path = Path(__file__).with_name("common_words.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
