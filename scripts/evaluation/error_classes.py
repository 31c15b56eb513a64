"""Classes of mistakes, told by form: the first rule of ``CLASSES`` that applies wins.

Form is all that a rule may look at: what kind of words a name is made of, what else was found
there, what the gazetteer holds. What was meant is for the reader of the examples.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path

from enrich.model import Role
from evaluation.mistakes import BORDER, FOUND, MISSED, ROLE, Mistake
from evaluation.roles import CLASSES as ROLE_CLASSES
from evaluation.roles import UNCLEAR, our_class
from evaluation.trial import Found
from gazetteer.model import Kind

__all__ = ["CLASSES", "REST", "ErrorClass", "classify"]

REST = "anything else"
_WORDS = Path(__file__).with_name("data") / "error_words.toml"
_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*\.?")


@dataclass(frozen=True, slots=True)
class ErrorClass:
    """A class of mistakes.

    Attributes:
        sort: Which sort of mistake it is a class of.
        name: What a reader sees.
        applies: Whether a mistake of this sort belongs to it.
    """

    sort: str
    name: str
    applies: Callable[[Mistake], bool]

    @property
    def title(self) -> str:
        """Sort and name."""
        return f"{_SORTS[self.sort]}: {self.name}"


_SORTS = {
    MISSED: "missed",
    FOUND: "found, not annotated",
    BORDER: "borders",
    ROLE: "role",
}


def classify(mistake: Mistake) -> str:
    """Return the title of the class of a mistake.

    Args:
        mistake: Of any sort.
    """
    for known in CLASSES:
        if known.sort == mistake.sort and known.applies(mistake):
            return known.title
    return f"{_SORTS[mistake.sort]}: {REST}"


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


@cache
def _word_list(name: str) -> frozenset[str]:
    return frozenset(tomllib.loads(_WORDS.read_text(encoding="utf-8"))[name].split())


def _is_of(names: str, words: list[str]) -> bool:
    """Whether all of some words, and at least one, are in lists of ``error_words.toml``."""
    known = frozenset().union(*(_word_list(name) for name in names.split()))
    return bool(words) and all(word.lower().rstrip(".") in known for word in words)


def _ends_as(names: str, mistake: Mistake) -> bool:
    words = _words(mistake.name)
    return len(words) > 1 and _is_of(names, words[-1:])


def _is_facility(mistake: Mistake) -> bool:
    """ "Dublin Road", "Highway 200"; a number says nothing."""
    words = _words(mistake.name)
    named = [word for word in words if not word[0].isdigit()]
    return len(words) > 1 and _is_of("facility", named[-1:])


def _begins_as(names: str, mistake: Mistake) -> bool:
    words = _words(mistake.name)
    return len(words) > 1 and _is_of(names, words[:1])


def _is_abbreviation(mistake: Mistake) -> bool:
    """ "U.S.", "Calif.", "LA"; not "PARIS", a name in capitals, nor "Orchard St."."""
    name = mistake.name
    if len(_words(name)) > 1:
        return False
    letters = [c for c in name if c.isalpha()]
    short = len(letters) <= 3 and name.isupper()
    ends_short = mistake.text[mistake.span[1] :][:1] == "." and len(letters) <= 5
    follows = mistake.text[mistake.span[1] + 1 :].lstrip()[:1]
    return short or "." in name.rstrip(". ") or name.endswith(".") or (
        ends_short and (follows.islower() or follows == ",")
    )  # fmt: skip


def _is_shouted(mistake: Mistake) -> bool:
    return mistake.name.isupper() and len(mistake.name) > 3


def _found_as(mistake: Mistake, kind: Kind, *, whole: bool) -> bool:
    within = mistake.within
    if not isinstance(within, Found) or within.kind is not kind:
        return False
    return (within.span == mistake.span) is whole


def _stands_beside(mistake: Mistake) -> bool:
    """Whether a capitalised word right beside it may be part of the same name."""
    start, end = mistake.span
    before, after = mistake.text[:start], mistake.text[end:]
    last = re.search(r"(\w+)[ -]$", before)
    opens = last is not None and re.search(r"(?:^|[.!?:\n][\"”’)]*\s*)$", before[: last.start()])
    if last is not None and last[1][0].isupper() and not opens:
        return True
    return re.match(r"[ -][^\W\d_]", after) is not None and after[1].isupper()


def _opens_sentence(mistake: Mistake) -> bool:
    before = mistake.text[: mistake.span[0]]
    return re.search(r"(?:^|[.!?:\n][\"”’)]*\s*[\"“‘(]?)$", before) is not None


def _left_out(mistake: Mistake) -> list[str]:
    """Words of the gold that ours lacks."""
    return _outside(mistake.text, mistake.span, _our_span(mistake))


def _taken_in(mistake: Mistake) -> list[str]:
    """Words of ours that the gold lacks."""
    return _outside(mistake.text, _our_span(mistake), mistake.span)


def _our_span(mistake: Mistake) -> tuple[int, int]:
    return mistake.span if mistake.ours is None else mistake.ours.span


def _outside(text: str, span: tuple[int, int], other: tuple[int, int]) -> list[str]:
    before = text[span[0] : max(span[0], min(other[0], span[1]))]
    after = text[min(span[1], max(other[1], span[0])) : span[1]]
    return _words(before) + _words(after)


def _only(left_out: bool, test: Callable[[list[str]], bool]) -> Callable[[Mistake], bool]:  # noqa: FBT001 - reads as a phrase in the table
    """Whether ours differs only by words left out, or only by words taken in, that pass."""

    def applies(mistake: Mistake) -> bool:
        missing, extra = _left_out(mistake), _taken_in(mistake)
        wanted, other = (missing, extra) if left_out else (extra, missing)
        return not other and test(wanted)

    return applies


def _borders(name: str, test: Callable[[list[str]], bool]) -> list[ErrorClass]:
    """Two classes: words left out, and words taken in."""
    return [
        ErrorClass(BORDER, f"{name} {what}", _only(left_out, test))
        for what, left_out in (("left out", True), ("taken in", False))
    ]


def _is_article(words: list[str]) -> bool:
    return [word.lower() for word in words] == ["the"]


def _is_inside_gold(mistake: Mistake) -> bool:
    """ "[Embassy of the Republic of Armenia]" is annotated, "Armenia" found as part of a name."""
    inside = not _taken_in(mistake)
    return inside and mistake.ours is not None and mistake.ours.role is Role.EMBEDDED


def _is_joined(mistake: Mistake) -> bool:
    """Only what stands on one side of "/" or "-": "Otter Tail/Grant"."""
    longer, shorter = sorted((mistake.name, mistake.our_name), key=len, reverse=True)
    parts = re.split(r"[/–-]", longer)
    return len(parts) > 1 and shorter in [part.strip() for part in parts]


def _ends_longer_name(mistake: Mistake) -> bool:
    """ "[Harley] said" where the text has "Councilman Bill Harley"."""
    name = re.escape(mistake.name)
    return re.search(rf"[^\W\d_]*[A-Z][^\W\d_]+ {name}\b", mistake.text) is not None


def _has_comma(mistake: Mistake) -> bool:
    return "," in mistake.our_name and "," not in mistake.name


def _role_pair(gold: str, ours: str) -> ErrorClass:
    return ErrorClass(
        ROLE,
        f"{gold} taken for {ours}",
        lambda m: (
            m.gold is not None
            and m.ours is not None
            and (m.gold.role, our_class(m.ours.role, "gwn")) == (gold, ours)
        ),
    )


CLASSES: tuple[ErrorClass, ...] = (
    # ----------------------------------------------------------------------------------- missed
    ErrorClass(MISSED, "adjective or people (“Syrian”, “Germans”)", lambda m: m.demonym),
    ErrorClass(
        MISSED,
        "street, building or other facility (last word road, school, airport ...)",
        _is_facility,
    ),
    ErrorClass(
        MISSED,
        "taken for an organisation of the same name",
        lambda m: _found_as(m, Kind.ORGANISATION, whole=True),
    ),
    ErrorClass(
        MISSED,
        "taken for a person of the same name",
        lambda m: _found_as(m, Kind.PERSON, whole=True),
    ),
    ErrorClass(
        MISSED,
        "part of an organisation's name that was found",
        lambda m: _found_as(m, Kind.ORGANISATION, whole=False),
    ),
    ErrorClass(
        MISSED,
        "part of a person's name that was found",
        lambda m: _found_as(m, Kind.PERSON, whole=False),
    ),
    ErrorClass(
        MISSED,
        "part of a place's name that was found",
        lambda m: _found_as(m, Kind.PLACE, whole=False),
    ),
    ErrorClass(MISSED, "abbreviation (“U.S.”, “Calif.”, “LA”)", _is_abbreviation),
    ErrorClass(
        MISSED,
        "water, mountain, island ... by its last or first word",
        lambda m: _ends_as("nature", m) or _begins_as("nature", m),
    ),
    ErrorClass(MISSED, "county, district, region ...", lambda m: _ends_as("area", m)),
    ErrorClass(
        MISSED,
        "part of a place (North, Downtown, Upper ...)",
        lambda m: _begins_as("direction", m) or _is_of("direction", _words(m.name)),
    ),
    ErrorClass(MISSED, "the same name was found elsewhere in the text", lambda m: m.elsewhere),
    ErrorClass(
        MISSED,
        "part of another name that was not found",
        lambda m: (m.gold is not None and m.gold.role == Role.EMBEDDED) or _stands_beside(m),
    ),
    ErrorClass(MISSED, "name in capitals", _is_shouted),
    ErrorClass(MISSED, "lower-case words (“the west”)", lambda m: m.name[:1].islower()),
    ErrorClass(MISSED, "first word of a sentence or line", _opens_sentence),
    ErrorClass(
        MISSED,
        "one word, which the gazetteer holds",
        lambda m: m.held and len(_words(m.name)) == 1,
    ),
    ErrorClass(
        MISSED,
        "one word, which the gazetteer does not hold",
        lambda m: len(_words(m.name)) == 1,
    ),
    ErrorClass(MISSED, "several words, which the gazetteer holds", lambda m: m.held),
    ErrorClass(MISSED, "several words, which the gazetteer does not hold", lambda m: not m.held),
    # ---------------------------------------------------------------------------------- borders
    ErrorClass(BORDER, "a place and what it lies in as one (“Paris, Texas”)", _has_comma),
    ErrorClass(
        BORDER,
        "full stop, hyphen or other sign",
        lambda m: not _left_out(m) and not _taken_in(m),
    ),
    *_borders("“the”", _is_article),
    ErrorClass(BORDER, "annotated as one name, the place inside it found", _is_inside_gold),
    ErrorClass(BORDER, "one of several names joined by a slash or hyphen", _is_joined),
    *_borders("a word of direction (North, Greater ...)", lambda w: _is_of("direction", w)),
    *_borders("“County”, “City”, “Province” ...", lambda w: _is_of("area", w)),
    *_borders("“River”, “Island”, “Valley” ...", lambda w: _is_of("nature", w)),
    *_borders("“School”, “Road”, “Airport” ...", lambda w: _is_of("facility", w)),
    *_borders("other words", bool),
    ErrorClass(BORDER, "words left out on one side and taken in on the other", lambda _: True),
    # ------------------------------------------------------------------------ found, not annotated
    ErrorClass(FOUND, "adjective or people (“Syrian”, “Germans”)", lambda m: m.demonym),
    ErrorClass(
        FOUND, "inside or around an annotated name that was found", lambda m: m.within is not None
    ),
    ErrorClass(FOUND, "the same name is annotated elsewhere in the text", lambda m: m.elsewhere),
    ErrorClass(
        FOUND,
        "part of an organisation's or person's name",
        lambda m: m.ours is not None and m.ours.role is Role.EMBEDDED,
    ),
    ErrorClass(FOUND, "abbreviation (“U.S.”, “LA”)", _is_abbreviation),
    ErrorClass(
        FOUND,
        "street, building or other facility (last word road, school, airport ...)",
        _is_facility,
    ),
    ErrorClass(
        FOUND,
        "water, mountain, island ... by its last or first word",
        lambda m: _ends_as("nature", m) or _begins_as("nature", m),
    ),
    ErrorClass(FOUND, "county, district, region ...", lambda m: _ends_as("area", m)),
    ErrorClass(
        FOUND,
        "part of a place (North, Downtown, Upper ...)",
        lambda m: _begins_as("direction", m) or _is_of("direction", _words(m.name)),
    ),
    ErrorClass(FOUND, "beside another capitalised word", _stands_beside),
    ErrorClass(FOUND, "name in capitals", _is_shouted),
    ErrorClass(FOUND, "lower-case words", lambda m: m.name[:1].islower()),
    ErrorClass(FOUND, "last word of a longer name in the text (a surname?)", _ends_longer_name),
    ErrorClass(FOUND, "a name which the gazetteer holds", lambda m: m.held),
    ErrorClass(FOUND, "a name which the gazetteer does not hold", lambda m: not m.held),
    # ------------------------------------------------------------------------------------- roles
    *(_role_pair(gold, ours) for gold, ours in permutations(ROLE_CLASSES, 2)),
    *(_role_pair(gold, UNCLEAR) for gold in ROLE_CLASSES),
)
