"""What the words beside a person say: offices, countries, dates."""

from __future__ import annotations

from enrich.offices.vocabulary import vocabulary
from enrich.rank.signals import COMMON_NAME, Values
from enrich.reasons.grounds import Ground, Why
from gazetteer.model import Entity
from gazetteer.names import fold
from gazetteer.store import Gazetteer
from gazetteer.store.offices import covers, may_cover

_COUNTED = 27_925
"""People whose given names and surnames the gazetteer has counted."""
_NO_DAY = "9999"
_COMMON = 0.05
"""Of so many bearers among them by chance alone, a name is half as telling."""


def title_signals(
    entity: Entity, phrase: str, states: frozenset[str], published: str | None
) -> Values:
    """Return what the words beside a name say of a person."""
    values: Values = {}
    year = (published or _NO_DAY)[: len("2018")]
    begun = [p for p in entity.roles if (p.start or "")[: len("2018")] <= year]
    held = [p for p in begun if vocabulary().names(p, phrase)]
    if held:
        values["title"] = 1.0
    if entity.country in states or any(p.country in states for p in held):
        values["country before"] = 1.0
    if any(may_cover(p, published and published[:10]) for p in (held or entity.roles)):
        values["in office"] = 1.0
    return values


def common_name(entity: Entity, name: str, gazetteer: Gazetteer) -> Values:
    """Return how likely a full name is that of somebody else, whom the gazetteer does not hold.

    A given name and a surname meet as often as their shares say: there are many a Mark Thompson.

    Args:
        entity: Whom the gazetteer holds under the name.
        name: As it is held.
        gazetteer: Has counted the words of people's names.

    Example:
        >>> from gazetteer.model import Kind
        >>> someone = Entity("enrich:x", "X", Kind.PERSON)
        >>> with Gazetteer.open() as gazetteer:
        ...     for name in ("John Smith", "Emomali Rahmon", "Smith"):
        ...         {key: round(v, 1) for key, v in common_name(someone, name, gazetteer).items()}
        {'common name': 1.0}
        {}
        {}
    """
    words = fold(name).split()
    given, family = gazetteer.person_word(words[0]), gazetteer.person_word(words[-1])
    if len(words) < len(("given name", "surname")) or given is None or family is None:
        return {}
    others = given.given * family.family / _COUNTED
    share = others / (others + _COMMON)
    return {COMMON_NAME: share * (1.0 - entity.prominence)} if share else {}


def office_ground(entity: Entity, published: str | None) -> Ground | None:
    """Return what is known of a person in office when a text was published; None for nothing.

    That no date speaks against it makes somebody likelier, and claims nothing.

    Example:
        >>> from gazetteer.model import Kind, Position
        >>> held = (Position("president", "XX", "2001", "2005"), Position("senator", "XX", "2006"))
        >>> ada = Entity("enrich:ada", "Ada Moss", Kind.PERSON, roles=held)
        >>> office_ground(ada, "2002-05-17").why.value, office_ground(ada, None).words
        ('in office at the date of the text', ('senator',))
    """
    day = published and published[:10]
    held = [term for term in entity.roles if may_cover(term, day)]
    if not held:
        return None
    if day:
        certain = any(covers(term, day) for term in held)
        return Ground(Why.IN_OFFICE if certain else Why.MAYBE_IN_OFFICE)
    # Of several, the one that the person is described by.
    last = max(held, key=lambda term: (entity.description.startswith(term.title), term.start or ""))
    return Ground(Why.NOT_KNOWN_TO_HAVE_LEFT, (last.title,))
