"""Language codes of three letters as the two-letter ones that names carry.

``iso639.csv`` holds ISO 639-1 with its three-letter equivalents: of ISO 639-3, the bibliographic
ones, and the members of a macrolanguage that the Unicode CLDR takes for the whole ("arb" is "ar").
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path


@cache
def _two_letters() -> dict[str, str]:
    with Path(__file__).with_name("iso639.csv").open(encoding="utf-8", newline="") as file:
        return {row["three"]: row["two"] for row in csv.DictReader(file)}


def short_code(code: str) -> str:
    """Return the ISO 639-1 code of a language, or the code given where there is none.

    Args:
        code: ISO 639 code of two or three letters.

    Example:
        >>> short_code("hye"), short_code("fre"), short_code("ceb"), short_code("en")
        ('hy', 'fr', 'ceb', 'en')
    """
    return _two_letters().get(code, code)
