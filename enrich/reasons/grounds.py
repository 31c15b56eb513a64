"""Why a link is what it is, as data; ``enrich.reasons.wording`` says it when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique
from typing import Final

from gazetteer.model import Entity


@unique
class Why(Enum):
    """What a ground says; its value is how, with its words in the places of the numbers.

    A value that ends without a stop is a clause, which belongs to the entity that was chosen
    before it; the others are sentences. A value of three dots is worded from entities.
    """

    # what was chosen, or not
    CHOSEN = "..., over"
    """This entity over that one."""
    ONLY = "..., alone"
    """The only one of that name."""
    KNOWN = "..."
    """An entity, where not all of its name were looked at."""
    UNLIKELY = "..., unlikely"
    """The likeliest, and not likely enough."""
    NO_CANDIDATES = "The gazetteer holds no {0} called {1}."
    OTHER_THING = "{0} is the name of {1} here."
    """What it names is not a place, a person or an organisation."""
    SAID = "{0}"
    """Whatever a caller's own stage says, in its words."""

    # how the name matched
    ALIAS = "{0} is another name of it"
    ABBREVIATION = "{0} is an abbreviation of it"
    DEMONYM = "{0} refers to {1}"
    SHORT_FORM = "{0} is short for {1}"
    MISSPELLING = "{0} looks like a misspelling of {1}"
    PART_KNOWN = "of {0} only {1} is known as a place"

    # what told the entity from its runner-up
    PREFERRED = "the option prefer puts it first"
    ASKED_FOR = "{0} was asked for"
    CONTAINER = "'{0}' follows the name"
    PLACE_BEFORE = "the place named just before is in it"
    IN_A_LIST = "it is in a list of such areas"
    LISTED = "it is in a list with others of its kind"
    LEVEL_SAID = "the words beside it say what kind of place is meant"
    OF_BODY = "it is part of the name of an organisation of its country"
    CALLING = "the text says what this person is known for"
    TITLE = "the text gives an office this person held"
    IN_OFFICE = "in office at the date of the text"
    MAYBE_IN_OFFICE = "may have been in office at the date of the text"
    NOT_KNOWN_TO_HAVE_LEFT = "this person is not known to have left office as {0}"
    COUNTRY_BESIDE = "the text names {0} beside the name"
    OTHER_IN_AREA = "{0} other place is in {1}"
    OTHERS_IN_AREA = "{0} other places are in {1}"
    AREA_NAMED = "the text names {0}"
    NEAR = "it is {0} km from {1}, which the text names"
    OTHER_NAME = "the text calls it {0} too"
    AROUND = "it is around {0}, which the text names"
    NEAR_READERS = "it is near the place that the option near gives"
    OUTLET = "other articles of the outlet are about {0}"
    BEST_KNOWN = "it is the best known of that name"
    LARGER = "it is the larger of the two"
    TOWN_ALONE = "the name alone means the town rather than the area around it"
    AREA_WORD = "the name says that it is an area"
    FULL_NAME = "it bears this very name"
    ON_BALANCE = "likelier on balance, by no single signal"
    RELATION = "The text says '{0}'; the point is that of the place itself."

    # who held an office
    HELD_FROM_TO = "{0} was {1} at the date of the text: from {2} to {3}."
    HELD_SINCE = "{0} was {1} at the date of the text: since {2}."
    NEVER_HELD = "The gazetteer has nobody who ever was {0}."
    NO_DATE = (
        "Who is meant by {0} depends on the date of the text, and none is known; the"
        " option published gives one."
    )
    NAMESAKE_STATE = "The place in {0} is taken for a namesake in another state."
    NOBODY_THEN = "The gazetteer does not know who was {0} on {1}."
    SEVERAL_THEN = "On {0}, each of {1} may have been {2}."
    EARLIER_YEAR = "The sentence speaks of {0}, when {1} may not have been {2} yet."
    OFFICE_UNLIKELY = "The likeliest, {0}, is not likely enough (below min_score)."
    STOOD_FOR = "On {0} it stood for its {1}, {2} ({3})."
    NOBODY_ELSE = "Nobody else is known for it."

    # what somebody decided
    DECIDED = "Decided in {0}: {1} is {2}{3}."
    NO_NAME = "Decided in {0}: {1} is not a name here{2}."
    REJECTED = "Decided in {0}: {1} is not {2}{3}."
    ACCEPTED_IN_VAIN = "Decided in {0}: accepted{1}, yet nothing has this name."
    MERGED = "Decided in {0}: {1} is {2}{3}. Found as the former:"

    # what live services said
    FOUND_IN_WIKIDATA = "It was found in Wikidata; the gazetteer does not hold it."
    GEOCODED = "It was {0}; the gazetteer does not hold it."
    NOT_IN_WIKIDATA = "Wikidata has none either."


DECISIONS: Final = frozenset(
    {Why.DECIDED, Why.NO_NAME, Why.REJECTED, Why.ACCEPTED_IN_VAIN, Why.MERGED}
)
"""Grounds that somebody's decision gave."""
LIVE: Final = frozenset({Why.FOUND_IN_WIKIDATA, Why.GEOCODED})
"""Grounds of an entity that the gazetteer does not hold."""
IN_OFFICE: Final = frozenset({Why.IN_OFFICE, Why.MAYBE_IN_OFFICE, Why.NOT_KNOWN_TO_HAVE_LEFT})
"""Grounds that the offices of a person give."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that speaks in the reason of a link.

    Attributes:
        why: What it says.
        words: What stands in the places of the numbers of ``why``; for those worded from
            entities, the names of the countries of these, "" where there is none.
        entities: The entity chosen, and the one that it was chosen over.

    Example:
        >>> Ground(Why.NEAR, ("12", "Goris")).why.value.format("12", "Goris")
        'it is 12 km from Goris, which the text names'
    """

    why: Why
    words: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
