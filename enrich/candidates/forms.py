"""Organisations by a name with another legal form, or none: "PAO Gazprom", "Gap" for Gap Inc."""

from __future__ import annotations

from enrich.model import Candidate, Match, Mention
from gazetteer.legal_forms import without_club_form, without_legal_form
from gazetteer.model import Kind
from gazetteer.names import fold
from gazetteer.store import Gazetteer, Hit

__all__ = ["of_other_form", "with_legal_form"]

_LEAST = 3  # letters
_MOST = 4  # words of a legal form: "GmbH & Co. KG"


def of_other_form(mention: Mention, gazetteer: Gazetteer) -> list[Candidate]:
    """Return what a name means but for its form: that of a company, or of a club.

    "Acme Inc." is held as Acme or as Acme Ltd, "FC Lyon" as Lyon FC or as Lyon.
    """
    name = mention.name
    if mention.kind is not Kind.ORGANISATION or " " not in name:
        return []
    bare = without_legal_form(name)
    if bare != name:
        hits = gazetteer.lookup(bare, Kind.ORGANISATION) or with_legal_form(bare, gazetteer)
        return [Candidate(hit.entity, hit.name.text, Match.ALIAS) for hit in hits]
    club = without_club_form(name)
    form = name.replace(club, "").strip(" .")
    for other in (f"{club} {form}", f"{form} {club}", club) if club != name else ():
        if hits := gazetteer.lookup(other, Kind.ORGANISATION):
            return [Candidate(hit.entity, hit.name.text, Match.ALIAS) for hit in hits]
    return []


def with_legal_form(name: str, gazetteer: Gazetteer) -> tuple[Hit, ...]:
    """Return the organisations called so with a legal form behind it: Gap Inc. for "Gap"."""
    if len(name) < _LEAST:
        return ()
    key, longest = fold(name), name.count(" ") + _MOST
    hits = gazetteer.completions(name, Kind.ORGANISATION)
    short = (h for h in hits if h.name.text.count(" ") <= longest)
    return tuple(h for h in short if fold(without_legal_form(h.name.text)) == key)
