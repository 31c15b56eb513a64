"""The clubs that are called by the name of their city."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from gazetteer.model import Entity, Kind, NameType
from gazetteer.names import fold
from gazetteer.store import Gazetteer

__all__ = ["clubs_of", "is_club"]

_CLUB: Final = re.compile(r"\b(?:club|team)\b")
_FOOTBALL: Final = re.compile(r"\b(?<!W\.)F\.?C\.?$")
_NO_CLUB: Final = re.compile(r"\b(?:national|golf|racing|yacht|chess|night)\b")
_LEAST_KNOWN: Final = 0.3  # prominence of a club that is called by its city alone
_KNOWN_PLACE: Final = 0.3  # and of a place that another club is named after: Kansas City
_MOST: Final = 400  # names that begin with a city's
_FORM: Final = re.compile(r"(?:[A-Z]\.)+|[A-Z]?FC|CF")  # "F.C.", "A.F.C.", "RFC"
_PLAYED: Final = {
    "football": re.compile(r"(?<!US )football|soccer"),
    "Gaelic games": re.compile("Gaelic"),
}
_ANY_SPORT: Final = re.compile("football|soccer|Gaelic|basketball|baseball|hockey|cricket|rugby")
_UNSAID: Final = ("rugby", "ice hockey")
"""Sports of most teams of which the gazetteer does not say what they play."""


def clubs_of(name: str, gazetteer: Gazetteer, sport: str = "") -> list[Entity]:
    """Return the clubs that are called by the name of a city, the best known first.

    Args:
        name: Of the city.
        gazetteer: Where to look.
        sport: What they play; where nothing says so, any.

    Example:
        >>> with Gazetteer.open() as opened:
        ...     [club.name for club in clubs_of("Wigan", opened)]
        ['Wigan Athletic F.C.', 'Wigan Warriors']
    """
    hits = [h for h in gazetteer.lookup(name, Kind.ORGANISATION) if h.name.type is NameType.SHORT]
    hits += [
        h
        for h in gazetteer.completions(name, Kind.ORGANISATION, _MOST)
        if h.entity.name.lower().startswith(f"{name.lower()} ")
    ]
    clubs = {h.entity.id: h.entity for h in hits if is_club(h.entity)}
    own = [club for club in clubs.values() if not _of_longer(club, name, gazetteer)]
    known = [club for club in own if not 0 < club.prominence < _LEAST_KNOWN]
    if sport:
        meant = _that_play(known, sport) or _that_play(own, sport)
    else:
        meant = known or [club for club in own if _FOOTBALL.search(club.name)]
    meant = [club for club in meant if fold(name) in fold(club.name)] or meant
    return sorted(meant, key=lambda club: (-club.prominence, club.name))


def is_club(entity: Entity) -> bool:
    """Whether an organisation is a club or a team that plays for a city."""
    words = entity.description or ""
    return bool(_CLUB.search(words)) and not _NO_CLUB.search(words)


def _of_longer(club: Entity, name: str, gazetteer: Gazetteer) -> bool:
    """Whether a club is named after another place: the Kansas City Chiefs are not of Kansas."""
    if not club.name.lower().startswith(f"{name.lower()} "):
        return False
    rest = club.name[len(name) :].split()
    if len(rest) < 2 or _FORM.fullmatch(rest[1]):
        return False
    own = {hit.entity.id for hit in gazetteer.lookup(name, Kind.PLACE)}
    longer = gazetteer.lookup(f"{name} {rest[0]}", Kind.PLACE)
    return any(h.entity.prominence >= _KNOWN_PLACE and h.entity.id not in own for h in longer)


def _that_play(clubs: Iterable[Entity], sport: str) -> list[Entity]:
    played = _PLAYED.get(sport) or re.compile(sport)
    clubs = list(clubs)
    said = [club for club in clubs if played.search(club.description)]
    if said or sport not in (*_UNSAID, "football"):
        return said
    football = sport == "football"
    return [
        club
        for club in clubs
        if not _ANY_SPORT.search(club.description) and bool(_FOOTBALL.search(club.name)) is football
    ]
