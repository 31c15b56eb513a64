"""Tags of languages, as files, options and services write them: "hy", "pt-BR", "zh_Hans".

What passes is a tag of BCP 47 that begins with a language of two or three letters: behind it may
stand a script, a country or region and variants, with hyphens or underscores between, in any case.
Of what the standard has beside, a lone "x" or a language of more letters, nothing is in use here;
what Wikimedia has beside it ("zh-classical") passes too.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

_TAG: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,10}){0,4}")
_CACHED: Final = 1 << 12  # tags: a dump names a few hundred, millions of times


def is_language_tag(text: str) -> bool:
    """Whether a text is a tag of a language.

    Example:
        >>> [is_language_tag(tag) for tag in ("hye", "pt_BR", "es-419", "zh-Hant-TW")]
        [True, True, True, True]
        >>> [is_language_tag(word) for word in ("", "English", "e", "en-", "en, hy")]
        [False, False, False, False, False]
    """
    return _TAG.fullmatch(text) is not None


@lru_cache(_CACHED)
def primary_language(tag: str) -> str | None:
    """Return the ISO 639 code that a tag begins with, or None for what is not a tag.

    Example:
        >>> primary_language("zh-Hans"), primary_language("HYE"), primary_language("English")
        ('zh', 'hye', None)
    """
    found = _TAG.fullmatch(tag)
    return found[1].lower() if found else None


def no_language(text: str) -> str:
    """Return what is said of a text that should be a tag of a language and is none.

    Example:
        >>> no_language("English")
        "'English' is not an ISO 639 code such as en or hy"
    """
    return f"{text!r} is not an ISO 639 code such as en or hy"


@cache
def _two_letters() -> dict[str, str]:
    # ISO 639-1 with its three-letter equivalents: of ISO 639-3, the bibliographic ones, and the
    # members of a macrolanguage that the Unicode CLDR takes for the whole ("arb" is "ar").
    with Path(__file__).with_name("iso639.csv").open(encoding="utf-8", newline="") as file:
        return {row["three"]: row["two"] for row in csv.DictReader(file)}


def short_code(code: str) -> str:
    """Return the ISO 639-1 code of a language for one of three letters, or the code given.

    Example:
        >>> short_code("hye"), short_code("fre"), short_code("ceb"), short_code("en")
        ('hy', 'fr', 'ceb', 'en')
    """
    return _two_letters().get(code, code)
