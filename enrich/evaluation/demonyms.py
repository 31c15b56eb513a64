"""Demonyms apart: adjectives and peoples, which only some annotators mark as places."""

from __future__ import annotations

from collections.abc import Callable

from enrich.evaluation.gold import Gold
from enrich.model import Role
from gazetteer.model import ADJECTIVAL, Kind
from gazetteer.store import Gazetteer

Rule = Callable[[str], bool]


def demonym_rule(gazetteer: Gazetteer) -> Rule:
    """Return the rule that tells a demonym or adjective from a name, with its answers kept.

    A text is one when the gazetteer holds it as the adjective or the demonym of a place of which
    it is not also a name: "Russian", "Armenians"; not "Hong Kong".
    """
    known: dict[str, bool] = {}

    def is_demonym(text: str) -> bool:
        if text not in known:
            hits = gazetteer.lookup(text, Kind.PLACE)
            peoples = {h.entity.id for h in hits if h.name.type in ADJECTIVAL}
            named = {h.entity.id for h in hits if h.name.type not in ADJECTIVAL}
            known[text] = bool(peoples - named)
        return known[text]

    return is_demonym


def names_people(gold: Gold, is_demonym: Rule) -> bool:
    """Tell whether a place is left out of "no demonyms": by its annotated role or by the rule."""
    return gold.role == Role.DEMONYM or is_demonym(gold.text)
