"""Counts as a sentence has them."""

from __future__ import annotations


def counted(number: int, word: str) -> str:
    """Return a count with its noun.

    Example:
        >>> counted(1, "gold"), counted(1200, "gold")
        ('1 gold', '1,200 golds')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"
