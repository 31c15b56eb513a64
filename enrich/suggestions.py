"""What a word that is not one of the choices was meant to be."""

from __future__ import annotations

from collections.abc import Iterable

_ALIKE = 0.6  # of difflib: 0 for nothing in common, 1 for equal


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return "; did you mean 'places'?" where one of the choices is like a word, else "".

    Case and punctuation do not count.

    Example:
        >>> did_you_mean("Geo-JSON", ["json", "geojson"]), did_you_mean("x", ["json"])
        ("; did you mean 'geojson'?", '')
    """
    found = closest(word, choices)
    return f"; did you mean {found!r}?" if found else ""


def closest(word: str, choices: Iterable[str], alike: float = _ALIKE) -> str | None:
    """Return the choice that is most like a word, and so much at least (0 to 1), or None."""
    from difflib import get_close_matches  # only a mistake needs it

    plain = {_plain(choice): choice for choice in choices}
    found = get_close_matches(_plain(word), plain, 1, alike)
    return plain[found[0]] if found else None


def _plain(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())
