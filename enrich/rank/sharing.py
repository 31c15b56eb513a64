"""Names of organisations that those of several countries share: "Congress", "The Chronicle"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from enrich.mentions.lexicon import lexicon
from enrich.model import Match, Mention
from enrich.rank.groups import NameGroup, ScoredCandidate
from gazetteer.model import Kind
from gazetteer.names import fold

_SURE_SEAT: Final = 0.5
_SURE_BODY: Final = 0.8
OF_BODY: Final = "country of its body"
_BODIES: Final = frozenset(
    "army assembly cabinet congress court department house ministry navy parliament police senate"
    " treasury".split()
)


def is_shared(group: NameGroup) -> bool:
    """Tell whether the countries of a text have to tell which organisation a name means.

    They have to where candidates of two countries go by it, and where the best known one is only
    the first to come to mind: "Chronicle" is the end of many names.
    """
    countries = {option.areas.country for option in group.options if option.areas.country}
    if len(countries) > 1:
        return True
    return any(_lacks_of(group.name, o) or _is_end_of_name(group.name, o) for o in group.options)


def add_countries_of_bodies(mentions: Sequence[Mention], groups: Sequence[NameGroup]) -> None:
    """Tell the candidates of a place inside the name of a body which of them lie in its country.

    The London of "King's College London" is in England, whatever else a text writes about.

    Args:
        mentions: Of one document, in the order of its text.
        groups: Of all kinds, weighed by themselves.
    """
    group_of = {at: group for group in groups for at in group.mentions}
    body: Mention | None = None
    country: str | None = None
    for at, mention in enumerate(mentions):
        group = group_of[at]
        if mention.kind is Kind.ORGANISATION and (body is None or mention.start >= body.end):
            body, country = mention, _sure_country(group)
        elif mention.kind is Kind.PLACE and body is not None and mention.end <= body.end:
            for option in group.options:
                if country is not None and option.areas.country == country:
                    share = option.values.get(OF_BODY, 0.0) + 1.0 / len(group.mentions)
                    option.values[OF_BODY] = share


def _sure_country(group: NameGroup) -> str | None:
    best = group.options[0] if group.options else None
    sure = best is not None and best.share >= _SURE_BODY and "full name" in best.values
    return best.areas.country if best is not None and sure else None


def seat_countries(group: NameGroup) -> frozenset[str]:
    """Return the countries that the words beside an organisation say it is in or of."""
    best = (seat.options[0] for seat in group.seats if seat.options)
    return frozenset(o.areas.country for o in best if o.areas.country and o.share >= _SURE_SEAT)


def is_body(group: NameGroup) -> bool:
    """Tell whether a name is that of a body of state in common words, which every state has one of.

    "House of Representatives" is one; a company or "the World Bank" may be anywhere.
    """
    words = group.name.removeprefix("the ").split()
    lists = lexicon()
    plain = lists.common | lists.organisation_ends | lists.organisation_of | lists.connectors
    return not _BODIES.isdisjoint(words) and all(word in plain for word in words)


def _lacks_of(name: str, option: ScoredCandidate) -> bool:
    """Whether a text leaves out whose it is: "Central Election Commission" of some state."""
    return " " in name and fold(option.candidate.entity.name).startswith(f"{name} of ")


def _is_end_of_name(name: str, option: ScoredCandidate) -> bool:
    """Whether all that a text gives of a name is words of English at its end."""
    full = fold(option.candidate.entity.name)
    bare = name.removeprefix("the ")
    if option.candidate.match in (Match.EXACT, Match.FOLDED) or not full.endswith(f" {bare}"):
        return False
    lists = lexicon()
    return all(word in lists.common or word in lists.organisation_ends for word in bare.split())
