"""Whether a name may be written as a text has it: "US" is not "us", "EU" is not a place called Eu.

The gazetteer finds names whatever their capitals and full stops. Both tell what is meant:

* An abbreviation, a name held in up to six capitals, is written in capitals or with its own
  stops: "WHO" is not "Who". A postal code may end with a stop: "Ky." is KY. What is read as a word
  may be written as one, where everybody knows it: the British press has "Nato" and "Unesco".
* Up to three letters in capitals, or any letters with stops between, are initials: they stand for
  a name that is held so, not for a town of the same letters. In a headline in capitals they say
  nothing.

Other scripts than the name's have rules of their own, and are let pass.
"""

from __future__ import annotations

import re
from typing import Final

from gazetteer.model import Kind, NameType
from gazetteer.romanise import is_latin
from gazetteer.store import Hit

LONGEST_ABBREVIATION: Final = 6
"""Code points in capitals beyond which a name is a word in capitals: "LEGOLAND"."""
_INITIALS: Final = 3  # letters in capitals that are initials and no word
_ACRONYM: Final = 4  # likewise, where nothing else tells a name
_DOTTED: Final = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?")
_SHORTEST_SPOKEN: Final = 4  # letters of what can be read as a word
_SPOKEN: Final = 0.7  # prominence of organisations whose initials are known as a word
_KNOWN: Final = 0.5  # prominence of what is known in capitals too: "KYIV, March 4"


def is_abbreviation(name: str) -> bool:
    """Whether a name as the gazetteer holds it is an abbreviation.

    Example:
        >>> is_abbreviation("WHO"), is_abbreviation("Ky."), is_abbreviation("LEGOLAND")
        (True, False, False)
    """
    return name.isupper() and len(name) <= LONGEST_ABBREVIATION


def fits(written: str, hit: Hit, *, shouting: bool = False) -> bool:
    """Whether a text may write a name so; ``shouting`` is a line in capitals.

    Example:
        >>> from gazetteer import Gazetteer
        >>> with Gazetteer.open() as gazetteer:
        ...     for word in ("US", "Us", "WHO", "Who", "EU", "Eu", "Nasa"):
        ...         found = gazetteer.lookup(word)
        ...         print(word, [hit.entity.name for hit in found if fits(word, hit)])
        US ['United States']
        Us ['Us']
        WHO ['World Health Organization']
        Who ['The Who']
        EU ['European Union']
        Eu ['Eu']
        Nasa ['National Aeronautics and Space Administration']
    """
    name = hit.name.text
    if is_abbreviation(name) and is_latin(name) == is_latin(written):
        return _is_written_short(written, hit)
    letters, dotted = written.replace(".", ""), "." in written[1:-1]
    if not letters.isupper() or (shouting and not dotted):
        return True
    if len(letters) > _INITIALS and not dotted:
        return True
    return len(letters) == 1 or _is_held_short(hit)


def stands_out(written: str, hit: Hit, *, shouting: bool = False) -> bool:
    """Whether a name stands out of a text by its capitals, where nobody says that it is one.

    Up to four letters in capitals, and letters with stops, are initials; a word of four in capitals
    may be what all know, "KYIV, March 4". An abbreviation in small letters is let pass here: the
    tagger was trained on what this finds, so that it changes with the tagger alone.

    Example:
        >>> from gazetteer import Gazetteer
        >>> with Gazetteer.open() as gazetteer:
        ...     for word in ("EU", "LIMA", "GORI", "Gori"):
        ...         found = gazetteer.lookup(word)
        ...         print(word, [hit.entity.name for hit in found if stands_out(word, hit)][:1])
        EU ['European Union']
        LIMA ['Lima']
        GORI []
        Gori ['Gori']
    """
    name = hit.name.text
    short = len(written) <= _ACRONYM and written.isupper() and not shouting
    if short and not name[:_ACRONYM].isupper():
        return len(written) == _ACRONYM and hit.entity.prominence >= _KNOWN
    return not _DOTTED.fullmatch(written) or name.replace(".", "").isupper()


def _is_written_short(written: str, hit: Hit) -> bool:
    """Whether an abbreviation is written as one, or as the word that it is read as."""
    name = hit.name.text
    postal = hit.name.type is NameType.ABBREVIATION and hit.entity.kind is Kind.PLACE
    if postal and written.endswith("."):
        return written[:1].isupper()
    spoken = (
        written.istitle()
        and len(written) >= _SHORTEST_SPOKEN
        and hit.entity.kind is Kind.ORGANISATION
        and hit.entity.prominence >= _SPOKEN
    )
    same = written.replace(".", "") == name.replace(".", "")
    # "SSRİ" is the Soviet Union in Azerbaijani; "SSRI" is a drug.
    return same or spoken or (written.isupper() and (name.isascii() or not written.isascii()))


def _is_held_short(hit: Hit) -> bool:
    """Whether a name begins like initials, or is an abbreviation such as "Ky."."""
    name = hit.name.text
    return name[:2].isupper() or "." in name or hit.name.type is NameType.ABBREVIATION
