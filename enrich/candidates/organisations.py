"""Organisations by another form of their name, or by a part of it.

"PAO Gazprom" is held as Gazprom, "Gap" as Gap Inc., "Stanford" as Stanford University. A team that
goes by its city is a club of the sport that the text is about, or one that it names in full.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from enrich.mentions.clubs import clubs_of
from enrich.mentions.lexicon import lexicon
from enrich.mentions.sport import is_about_sport, sport_at
from enrich.model import Candidate, Match, Mention
from gazetteer.legal_forms import without_club_form, without_legal_form
from gazetteer.model import Kind
from gazetteer.names import fold
from gazetteer.store import Gazetteer, Hit

__all__ = ["completed", "has_its_initials", "is_given_team", "of_city", "of_other_form", "of_team"]

_CLUB_ENDS = (" City", " Town", " County", " United")
_LEAST = 3  # letters
_MOST = 4  # words of a legal form: "GmbH & Co. KG"
_PARTIES = ("{} Party", "{} Party (United States)")
_COMPLETIONS = ("{} University", "University of {}", *_PARTIES, "{} Group")
_STATES = {"US ": "US", "U.S. ": "US", "United States ": "US", "UK ": "GB", "British ": "GB"}
_LEAST_COMPLETED = 4  # letters
_MOST_COMPLETED, _MOST_BEGUN = 5, 20  # known well, and in all
_LEAST_KNOWN = 0.3  # prominence from which a word of the name is enough
_LEAST_BEGUN = 0.2  # and from which the first two are


def of_other_form(mention: Mention, gazetteer: Gazetteer) -> list[Candidate]:
    """Return what a name means but for its form: that of a company, or of a club.

    "Acme Inc." is held as Acme or as Acme Ltd, "FC Lyon" as Lyon FC or as Lyon. Of what is no
    organisation, and of a single word, there is none.
    """
    name = mention.name
    if mention.kind is not Kind.ORGANISATION or " " not in name:
        return []
    bare = without_legal_form(name)
    if bare != name:
        hits = gazetteer.lookup(bare, Kind.ORGANISATION) or _with_legal_form(bare, gazetteer)
        return _of(hits, Match.ALIAS)
    club = without_club_form(name)
    form = name.replace(club, "").strip(" .")
    for other in (f"{club} {form}", f"{form} {club}", club) if club != name else ():
        hits = gazetteer.lookup(other, Kind.ORGANISATION)
        if clubs := [hit for hit in hits if _may_be_club(name, hit)]:
            return _of(clubs, Match.ALIAS)
    return []


def _may_be_club(name: str, hit: Hit) -> bool:
    """Whether initials around a name may be a club's: "US Lecce" is one, "US Senate" is none."""
    held = hit.entity.name
    return not name.startswith(tuple(_STATES)) or fold(without_club_form(held)) != fold(held)


def _with_legal_form(name: str, gazetteer: Gazetteer) -> tuple[Hit, ...]:
    """Return the organisations called so with a legal form behind it: Gap Inc. for "Gap"."""
    if len(name) < _LEAST:
        return ()
    key, longest = fold(name), name.count(" ") + _MOST
    hits = gazetteer.completions(name, Kind.ORGANISATION)
    short = (h for h in hits if h.name.text.count(" ") <= longest)
    return tuple(h for h in short if fold(without_legal_form(h.name.text)) == key)


def completed(mention: Mention, gazetteer: Gazetteer) -> list[Candidate]:
    """Return the organisations of which a text gives the telling word: "Stanford".

    Initials and words of English tell too little, and who knows a name cut short knows the
    organisation. What is not an organisation has none.
    """
    if mention.kind is not Kind.ORGANISATION:
        return []
    name = _without_article(mention.name).removeprefix("the ")
    if formed := _with_legal_form(name, gazetteer):  # "Target Corporation"
        return _of(formed, Match.ALIAS)
    if len(name) < _LEAST_COMPLETED:
        return []
    for pattern in _PARTIES if _is_common(name) else _COMPLETIONS:
        hits = gazetteer.lookup(pattern.format(name), Kind.ORGANISATION)
        if known := _known(hits):
            return _of(known, Match.SHORT_FORM)
    for state, country in _STATES.items():
        if name.startswith(state):
            hits = gazetteer.lookup(name.removeprefix(state), Kind.ORGANISATION)
            return _of((h for h in hits if h.entity.country == country), Match.ALIAS)
    return _begun(name, gazetteer)


def has_its_initials(name: str, hit: Hit) -> bool:
    """Tell whether words in capitals stand in what is held a letter away: US is no slip for UK."""
    held = fold(hit.name.text).split()
    return all(fold(word) in held for word in name.split() if word.isupper())


def of_team(
    mention: Mention, named: Collection[str], text: str, gazetteer: Gazetteer
) -> tuple[Candidate, ...]:
    """Return the clubs that a team called by its city may be.

    Args:
        mention: The team.
        named: The names of the organisations of the text.
        text: Tells the sport.
        gazetteer: Where to look.
    """
    clubs = clubs_of(mention.name, gazetteer)
    full = tuple(name for name in named if name.startswith(f"{mention.name} "))
    meant = [c for c in clubs if c.name.startswith(full)]
    if mention.name.endswith(_CLUB_ENDS):  # "Cork City", whatever the text is about
        meant += [c for c in clubs if without_club_form(c.name) == mention.name]
    if not meant and (sport := sport_at(text, mention.start)):
        clubs = clubs_of(mention.name, gazetteer, sport)
    return tuple(Candidate(c, mention.name, Match.SHORT_FORM) for c in meant or clubs)


def is_given_team(mention: Mention, text: str, gazetteer: Gazetteer) -> bool:
    """Whether a caller says that the name of a city is an organisation, where its club plays."""
    if mention.found_by != "given" or mention.kind is not Kind.ORGANISATION:
        return False
    cities = gazetteer.lookup(mention.name, Kind.PLACE)
    if not cities or cities[0].entity.prominence < _LEAST_KNOWN:
        return False
    sport = sport_at(text, mention.start)
    about = bool(sport) and is_about_sport(text, mention.start, mention.end)
    return about and bool(clubs_of(mention.name, gazetteer, sport))


def of_city(candidates: Sequence[Candidate], clubs: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return what the city of a team may be: places of the countries of its clubs, if there are.

    Args:
        candidates: What is called like the city.
        clubs: What the team may be.
    """
    countries = {club.entity.country for club in clubs} - {None}
    return tuple(c for c in candidates if c.entity.country in countries) or tuple(candidates)


def _begun(name: str, gazetteer: Gazetteer) -> list[Candidate]:
    """What is known well and begins so, unless many do or it is a word of English."""
    if _is_common(name) or name.isupper():  # Black Lives Matter is not "Black"
        return []
    hits = gazetteer.completions(name, Kind.ORGANISATION)
    least = _LEAST_BEGUN if " " in name else _LEAST_KNOWN
    known = [h for h in _known(hits, least) if _without_article(h.name.text).startswith(name)]
    begun, meant = ({h.entity.id for h in some} for some in (hits, known))
    if len(begun) > _MOST_BEGUN or len(meant) > _MOST_COMPLETED:
        return []  # "Justice": it tells nothing
    return _of(known, Match.SHORT_FORM)


def _of(hits: Iterable[Hit], match: Match) -> list[Candidate]:
    return [Candidate(hit.entity, hit.name.text, match) for hit in hits]


def _known(hits: Iterable[Hit], least: float = _LEAST_KNOWN) -> list[Hit]:
    """Return those known well enough to be called by a part of their name, and a user's own."""
    return [h for h in hits if not 0 < h.entity.prominence < least]


def _is_common(name: str) -> bool:
    """Whether a name is a word of English, or of what organisations are."""
    lists = lexicon()
    return name.lower() in lists.common or name.lower() in lists.organisation_ends


def _without_article(name: str) -> str:
    return name.removeprefix("The ")
