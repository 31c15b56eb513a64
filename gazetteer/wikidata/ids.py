"""Ids from outside, taken apart before they may stand in a query: numbers cannot say anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from gazetteer.errors import InputError
from gazetteer.language_tags import is_language_tag
from gazetteer.sources import wikidata_item

_LARGEST: Final = (1 << 31) - 1  # Wikibase: one id beyond it makes an error of a whole batch
_MOST: Final = 1 << 41  # of GeoNames


def number_of(text: object) -> int | None:
    """Return the number of an item's id, or None where it is none that the API takes.

    Example:
        >>> number_of("Q1953"), number_of("Q4294967295"), number_of("P31")
        (1953, None, None)
    """
    number = wikidata_item.number_of(text)
    return number if number and number <= _LARGEST else None


def item_number(text: str) -> int:
    """Return the number of an item's id: "Q1953" or "wikidata:Q1953".

    Raises:
        InputError: It is none.

    Example:
        >>> item_number("wikidata:Q1953")
        1953
    """
    number = number_of(text.removeprefix("wikidata:"))
    if number is None:
        raise InputError(f"{text!r} is not an id of a Wikidata item; they look like Q1953")
    return number


def qid(number: int) -> str:
    """Return the id of an item.

    Example:
        >>> qid(1953)
        'Q1953'
    """
    return f"Q{_checked(number):d}"


def language_code(code: str | None) -> str:
    """Return a language as Wikimedia names it, English for what is not a tag of a language.

    Example:
        >>> language_code("pt_BR"), language_code("en&action=edit"), language_code(None)
        ('pt-br', 'en', 'en')
    """
    return code.lower().replace("_", "-") if code and is_language_tag(code) else "en"


def values(variable: str, numbers: Iterable[int], *, items: bool = True) -> str:
    """Return a VALUES block of SPARQL.

    Args:
        variable: Its name, one of ours.
        numbers: Of items, or of ids that stand as strings of digits.
        items: Which of the two.

    Example:
        >>> values("item", [1953, 399])
        'VALUES ?item { wd:Q399 wd:Q1953 }'
        >>> values("number", [616052], items=False)
        'VALUES ?number { "616052" }'
    """
    form = "wd:Q{:d}" if items else '"{:d}"'
    terms = " ".join(form.format(_checked(number)) for number in sorted({*numbers}))
    return f"VALUES ?{variable} {{ {terms} }}"


def _checked(number: int) -> int:
    if type(number) is not int or not 0 < number < _MOST:
        raise ValueError(f"{number!r} is not a number of an id")
    return number
