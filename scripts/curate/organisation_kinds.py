"""What kind of thing each reference says an item is, and which kinds an organisation may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.sources.wikidata_classes import listed_classes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curate.organisation_readers import Held

__all__ = ["ANY", "FITTING", "NO_BODY", "NO_BRACKETS", "kinds_of", "kinds_of_bracket"]

ANY = "organisation"
"""Of an item that is some organisation, nobody says which."""

_QUIZ = {
    "work": "film album game show book song play podcast comic programs musical novel anthem hymn"
    " carol rhyme painting sculpture",
    "event": "wars battle coup massacre protest revolution outbreak",
    "person": "taking-office death-year laureate character",
    "sport": "clubs franchise teams",
    "media": "newspaper channels stations website",
    "company": "companies airline restaurant networking apps brand candy crisps drinks",
    "place": "countries states colonies dynast",
    "museum": "museums",
    "building": "stadium buildings castle bridge landmark sites rail-lines",
    "thing": "weapon aircraft vehicle space-missions languages systems models browsers engine"
    " toy console cereal movement milestone inventions tech writing cultures eras communities",
}
"""Kind -> beginnings and parts of the topics of the quiz."""

_REGISTRY = {
    "education": "university",
    "government": "government",
    "healthcare": "healthcare",
    "company": "company",
    "nonprofit": "ngo",
    "facility": "institute",
    "archive": "museum",
    "funder": ANY,
    "other": ANY,
}
"""Type of the Research Organization Registry -> kind."""

_OPERATOR = {
    "bank": "bank",
    "police": "police",
    "government": "government",
    "military": "military",
    "hospital": "healthcare",
    "university": "university",
    "school": "university",
    "place_of_worship": "religious",
}
"""Word in a category of the name-suggestion index -> kind; the others are brands."""

_WORDNET = {
    "location": "place",
    "object": "place",
    "act": "event",
    "artifact": "building",
    "group": ANY,
}

FITTING = {
    "international": "international ngo bank military court union sport government institute",
    "regional": "international ngo government bank court parliament institute military",
    "alliance": "international military",
    "bank": "bank company brand international government",
    "court": "court government international",
    "government": "government ministry police military bank company international ngo think-tank"
    " institute museum university healthcare building party parliament",
    "ministry": "ministry government",
    "military": "military government armed-group police",
    "parliament": "parliament government",
    "party": "party armed-group ngo",
    "armed-group": "armed-group military party ngo",
    "media": "media company government",
    "company": "company bank brand media",
    "university": "university government healthcare",
    "ngo": "ngo international think-tank union religious institute company party government"
    " university healthcare museum",
    "religious": "religious ngo armed-group party",
    "sport": "sport ngo international",
}
"""Category of the table -> kinds of the references that an organisation of it may have."""


NO_BODY = frozenset("work event person band place building thing producer".split())
"""Kinds that no organisation is; the others are told apart badly by some references."""

BRACKETS = {
    "media": "broadcaster channel journal magazine network newspaper radio station television tv"
    " website",
    "company": "airline airlines company corporation retailer store",
    "sport": "baseball basketball club cricket football hockey rugby team",
    "bank": "bank",
    "party": "party",
    "religious": "church",
    "police": "police",
    "ministry": "ministry department",
    "museum": "museum",
    "union": "union",
    ANY: "agency association group groups militant movement organisation organization service",
}
"""Kind -> words that tell one of it from its namesakes in the title of an article."""

NO_BRACKETS = frozenset(
    "album band book character comics film game novel opera painting play poem series ship single"
    " song surname word soccer women".split()
)
"""Words that tell something else there."""


def kinds_of(held: Held) -> frozenset[str]:
    """Return the kinds that one reference gives an item; none where it does not say.

    Example:
        >>> from curate.organisation_readers import Held
        >>> sorted(kinds_of(Held("ror", "Q1", ("A",), kind="education/funder")))
        ['organisation', 'university']
    """
    first, *rest = held.kind.split("/")
    if held.source == "ror":
        return frozenset(_REGISTRY[word] for word in (first, *rest))
    if first == "item":
        return _of_classes(rest)
    if first == "quiz":
        topics = [topic for topic in rest if topic]
        kinds = (k for k, parts in _QUIZ.items() if _any_part(parts.split(), topics))
        return frozenset(kinds)
    if first == "wordnet":
        return frozenset({_WORDNET[rest[0]]})
    if first in ("brands", "operators"):
        kinds = {kind for word, kind in _OPERATOR.items() if word in rest}
        return frozenset(kinds or ({"brand"} if first == "brands" else ()))
    return frozenset({first} - {""})


def kinds_of_bracket(bracket: str) -> frozenset[str]:
    """Return the kinds that a title says in brackets.

    Example:
        >>> sorted(kinds_of_bracket("London newspaper"))
        ['media']
    """
    words = set(bracket.casefold().split())
    return frozenset(kind for kind, telling in BRACKETS.items() if words & set(telling.split()))


def _of_classes(classes: Iterable[str]) -> frozenset[str]:
    """Return the kinds of an item of Wikidata by the classes that are listed by hand."""
    listed = listed_classes()
    found = (listed.get(int(qid[1:])) for qid in classes)
    return frozenset(verdict.kind.value for verdict in found if verdict and verdict.kind)


def _any_part(parts: Iterable[str], topics: Iterable[str]) -> bool:
    return any(part in topic for part in parts for topic in topics)
