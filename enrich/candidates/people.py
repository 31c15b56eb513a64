"""People by initials, and by a misspelt name: "S. Lavrov", "J.P. Nadda", "Lionel Mesi"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from enrich.model import Candidate, Match, Mention
from gazetteer.model import Kind
from gazetteer.names import fold
from gazetteer.store import Gazetteer, Hit

__all__ = ["by_initials", "may_be_slip", "with_initials_apart"]

_STOPS = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_])")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+(?=[^\W\d_]{2})")
_WELL_KNOWN = 0.5
_TELLING = 2  # blanks in a name that hardly two people bear
_LEAST_SLIP = 6  # letters


def by_initials(mention: Mention, gazetteer: Gazetteer) -> list[Candidate]:
    """Return whom a name with initials may mean, none for a name without.

    "S. Lavrov" is a Lavrov whose name begins so, "K.T. Abdul Rao" may be held without.
    """
    match = _INITIALS.match(mention.name)
    if mention.kind is not Kind.PERSON or match is None:
        return []
    letters = [char.lower() for char in match[0] if char.isalpha()]
    hits = gazetteer.lookup(mention.name[match.end() :], Kind.PERSON)
    return [
        Candidate(hit.entity, hit.name.text, Match.SHORT_FORM)
        for hit in hits
        if _may_begin_with(hit, letters)
    ]


def with_initials_apart(name: str) -> str:
    """Return a name with a blank behind each initial, as names of people are held.

    Example:
        >>> with_initials_apart("J.P. Nadda"), with_initials_apart("Nikol Pashinyan")
        ('J. P. Nadda', 'Nikol Pashinyan')
    """
    return _STOPS.sub(". ", name)


def may_be_slip(name: str, hit: Hit, gazetteer: Gazetteer) -> bool:
    """Tell whether a name that is hardly held may be a slip for one that is.

    Somebody has almost every short name: "Nick Bos" is not Nick Bosa. It may be where the other is
    well known, where the name has three words, and where a long word that is not a name stands for
    one that many bear: "Goodwinn" for Goodwin.

    Args:
        name: As a text has it.
        hit: What is held, a letter or two away.
        gazetteer: Has counted the words of people's names.
    """
    if hit.entity.prominence >= _WELL_KNOWN or name.count(" ") >= _TELLING:
        return True
    held = fold(hit.name.text).split()
    odd = [word for word in fold(name).split() if word not in held]
    return all(len(word) >= _LEAST_SLIP for word in odd) and all(map(gazetteer.person_word, held))


def _may_begin_with(hit: Hit, letters: Sequence[str]) -> bool:
    """Whether initials may be those of whom a name without them was found for.

    "K.T. Abdul Rao" may be an Abdul Rao of whom no more is known, but not N. T. Abdul Rao.
    """
    without = " " in hit.name.text and fold(hit.entity.name).startswith(fold(hit.name.text))
    return without or _begins_with(hit.entity.name, letters)


def _begins_with(name: str, letters: Sequence[str]) -> bool:
    """Whether initials are those of a full name: "R. T." of "Recep Tayyip Erdoğan"."""
    *given, _ = fold(name).split() or [""]
    return len(letters) <= len(given) and all(
        word.startswith(letter) for word, letter in zip(given, letters, strict=False)
    )
