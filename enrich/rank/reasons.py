"""One plain sentence for each decision."""

from __future__ import annotations

from collections.abc import Mapping

from enrich.model import Candidate, Match, Mention
from enrich.rank.groups import Scored
from gazetteer.model import Entity, Kind
from gazetteer.names import fold

__all__ = ["describe", "nil_reason", "reason"]

_SAID = {
    "container": "an area around it is named right behind it",
    "in a list of areas": "it stands in a list of such areas",
    "contains the place before": "the place named right before lies in it",
    "country votes": "other places in the text lie in {country}",
    "area votes": "other places in the text lie in {area}",
    "siblings": "the text names other such areas of {country}",
    "nearness": "it lies near other places in the text",
    "prominence": "it is the best known of that name",
    "title": "the text gives an office this person held",
    "country before": "the text names {country} beside it",
    "in office": "in office at the date of the text",
    "antecedent": "the text gives the full name elsewhere",
    "hint": "{country} was asked for",
    "country": "a country is likelier than a lesser place of that name",
}
_COMPARED = frozenset({"prominence", "country"})  # "the best known": of several only
_ON_BALANCE = "likelier on balance, by no single signal"
_MATCHED = {
    Match.ALIAS: "{text} is another name of it",
    Match.ABBREVIATION: "{text} is an abbreviation of it",
    Match.DEMONYM: "{text} refers to {entity}",
    Match.SHORT_FORM: "{text} is short for {name}",
    Match.FUZZY: "{text} looks like a misspelling of {name}",
}


_OPENINGS = ("United ", "Democratic Republic", "Republic", "Dominican", "Central African")
_ENDINGS = ("Netherlands", "Philippines", "Bahamas", "Maldives", " Islands")


def describe(entity: Entity) -> str:
    """Return a name that tells an entity from its namesakes: "Paris, Texas".

    Example:
        >>> describe(Entity("geonames:1", "Paris", Kind.PLACE, country="US", admin=("Texas",)))
        'Paris, Texas'
    """
    if entity.kind is Kind.PLACE:
        where = entity.admin[0] if entity.admin and entity.admin[0] != entity.name else None
        tail = where or (entity.country if entity.country and _is_settlement(entity) else None)
        return f"{entity.name}, {tail}" if tail else entity.name
    return f"{entity.name} ({entity.description})" if entity.description else entity.name


def _is_settlement(entity: Entity) -> bool:
    return (entity.feature or "").startswith("PPL")


def reason(
    mention: Mention,
    best: Scored,
    second: Scored | None,
    weights: Mapping[str, float],
    country: str | None,
) -> str:
    """Return one sentence: what was chosen, over what, and which signal told them apart.

    Args:
        mention: The mention.
        best: The candidate chosen.
        second: The runner-up, or None.
        weights: Of the signals of this kind.
        country: Name of the country of the candidate chosen, or None.
    """
    entity = best.candidate.entity
    told = _telling(best, second, weights)
    clauses = [_said(signal, entity, country) for signal in told]
    matched = _MATCHED.get(best.candidate.match)
    if matched:
        name = best.candidate.matched_name
        if fold(name) == fold(mention.text):
            name = entity.name  # "America is short for United States", not for itself
        clauses.insert(
            0,
            matched.format(text=mention.text, name=_in_prose(name), entity=_in_prose(entity.name)),
        )
    if second is not None:
        head = f"{describe(entity)} rather than {_told_apart(second.candidate.entity, entity)}"
    elif "antecedent" in best.values:
        head = describe(entity)  # only what the full name means was looked at
    else:
        head = f"{describe(entity)}, the only one the gazetteer holds under this name"
    if second is not None and not clauses:
        clauses = [_ON_BALANCE]
    return f"{head}: {', and '.join(clauses[:2])}." if clauses else f"{head}."


def _told_apart(other: Entity, entity: Entity) -> str:
    """Describe the runner-up so that it does not read like the winner."""
    text = describe(other)
    if text != describe(entity):
        return text
    return f"{text} ({other.feature or other.description or other.id})"


def _telling(best: Scored, second: Scored | None, weights: Mapping[str, float]) -> list[str]:
    other = second.values if second else {}
    lead = {
        signal: weights.get(signal, 0.0) * (value - other.get(signal, 0.0))
        for signal, value in best.values.items()
        if signal in _SAID and (second or signal not in _COMPARED)
    }
    ranked = sorted(lead, key=lambda s: -lead[s])
    return [s for s in ranked if lead[s] > 0.25 and best.values[s] > 0][: 2 if second else 1]


def _said(signal: str, entity: Entity, country: str | None) -> str:
    area = entity.admin[0] if entity.admin else entity.name
    return _SAID[signal].format(country=_in_prose(country or "its country"), area=area)


def _in_prose(name: str) -> str:
    """Return a name with the article that prose gives it: "the United States"."""
    return f"the {name}" if name.startswith(_OPENINGS) or name.endswith(_ENDINGS) else name


def nil_reason(mention: Mention, best: Candidate | None) -> str:
    """Return one sentence why a mention is not linked."""
    if best is None:
        return f"The gazetteer holds no {mention.kind} called {mention.text}."
    return (
        f"The likeliest candidate, {describe(best.entity)}, is not likely enough;"
        " --min-score sets the bar."
    )
