"""Counts as a sentence has them."""

from __future__ import annotations


def counted(number: int, one: str, several: str | None = None) -> str:
    """Return a count with its noun.

    Args:
        number: The count.
        one: The noun in the singular.
        several: Its plural, where that is not made by an "s".

    Example:
        >>> counted(1, "gold"), counted(1200, "gold"), counted(2, "entity", "entities")
        ('1 gold', '1,200 golds', '2 entities')
    """
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"
