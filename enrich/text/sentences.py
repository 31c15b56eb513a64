"""Where sentences end: which full stops end one, and which only shorten a word.

Two questions are asked. *Does a word open a sentence?* tells what its capital says; there is one
answer for English, with which the tagger was trained, so that it changes with the tagger alone, and
one for the scan of all languages, which has no list of short forms. *Which sentence is this in?*
is asked by those who read or show what stands around a name.
"""

from __future__ import annotations

import re
from typing import Final

STOPS: Final = ".!?…。։؟"
"""What ends a sentence, in the scripts that the tagger met."""
SHORTENED: Final = frozenset(
    "mr mrs ms dr prof sen rep gov gen col lt sgt capt maj adm rev st mt ft jr sr no vs inc"
    " corp co ltd dept univ ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass"
    " mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo jan feb mar apr jun"
    " jul aug sep sept oct nov dec etc e.g i.e u.s u.k u.n a.m p.m d.c bros ave blvd natl assn"
    " hon msgr brig cpl pvt supt ste twp sens reps govs gens drs profs mme mlle messrs cmdr".split()
)
"""A period after one of these ends no sentence."""
_OPENING: Final = re.compile(r"[.!?…][\"'”’)\]]*\s+[\"'“‘(\[]*$|(?:^|[\s(])[\"“‘]$|•\s*$")
_OPENING_ANYWHERE: Final = re.compile(r"[.!?…։؟۔:«»„“”\"]|\n")
_SHORT: Final = 3  # letters of a word whose period ends no sentence, as a rule: "г.", "Sr."
_END: Final = re.compile(r"(?P<stop>[.!?…։؟])[\"'”’»)\]]*\s+(?=\W{0,8}[^\W\da-z])|[。！？]|\n\s*\n")
_END_OF_LINE: Final = re.compile(rf"{_END.pattern}|\n")
_LAST_WORD: Final = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+\Z")
_LONGEST: Final = 40  # code points of a word that is looked up


def opens(word: str, gap: str) -> bool:
    """Whether what follows a word and a gap opens a sentence, a line or a quotation, in English.

    Example:
        >>> opens("failed", ". "), opens("Gov", ". "), opens("said", ' "'), opens("He", " ")
        (True, False, True, False)
    """
    if gap in (" ", "-", ", "):
        return False
    if "\n" in gap:
        return True
    if not _OPENING.search(gap):
        return False
    return not (gap.startswith(".") and _is_short_form(word))


def opens_anywhere(word: str, gap: str) -> bool:
    """Whether what follows a word and a gap opens a sentence, line or quotation, in any language.

    Example:
        >>> opens_anywhere("сказал", ". "), opens_anywhere("г", ". "), opens_anywhere("в", " «")
        (True, False, True)
    """
    if not _OPENING_ANYWHERE.search(gap):
        return False
    return gap.strip() != "." or len(word) > _SHORT


def is_shortened(text: str, stop: int) -> bool:
    """Whether a stop only shortens a word: "St. Louis", "J. Smith", "U.S. envoy", "W.Va. 61"."""
    if text[stop] != ".":
        return False
    before = text[max(0, stop - _LONGEST) : stop]
    word = _LAST_WORD.search(before, before.rfind(" ") + 1)
    return word is not None and ("." in word[0] or _is_short_form(word[0]))


def _is_short_form(word: str) -> bool:
    initial = len(word) == 1 and word[0].isupper()
    return initial or word.lower().rstrip(".") in SHORTENED


def sentence_around(
    text: str, start: int, end: int, reach: int, *, wrapped: bool = False
) -> tuple[int, int]:
    """Return where the sentence around a span begins and ends, white space not counted.

    So many code points as ``reach`` on either side are looked through; the sentence is cut there.
    ``wrapped`` tells whether a line may end inside a sentence.

    Example:
        >>> text = "It failed. In 2015 Gov. Kemp left. He stayed."
        >>> begin, stop = sentence_around(text, 24, 28, 100)
        >>> text[begin:stop]
        'In 2015 Gov. Kemp left.'
    """
    pattern = _END if wrapped else _END_OF_LINE
    begin, stop = max(0, start - reach), min(len(text), end + reach)
    for found in pattern.finditer(text, begin, end):
        if found.end() <= start and not _only_shortens(text, found):
            begin = found.end()
    for found in pattern.finditer(text, end, stop):
        if not _only_shortens(text, found):
            stop = found.start() + len(found[0].rstrip())
            break
    return begin, stop


def _only_shortens(text: str, found: re.Match[str]) -> bool:
    return found["stop"] is not None and is_shortened(text, found.start("stop"))
