"""How entities are called in a sentence, so that namesakes are told apart."""

from __future__ import annotations

from collections.abc import Callable

from gazetteer.codes import is_country, is_division, is_settlement
from gazetteer.model import Entity, Kind

CountryName = Callable[[str | None], str | None]

_OPENINGS = ("United ", "Democratic Republic", "Republic", "Dominican", "Central African")
_ENDINGS = ("Netherlands", "Philippines", "Bahamas", "Maldives", " Islands", " Region")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# Whose states English news names without the country: "Paris, Texas", but "Paris, France".
_BY_STATE = frozenset({"US", "CA", "AU"})


def describe(entity: Entity, country_name: CountryName = lambda code: code) -> str:
    """Return a name that tells an entity from its namesakes.

    Example:
        >>> describe(Entity("geonames:1", "Paris", Kind.PLACE, country="US", admin=("Texas",)))
        'Paris, Texas'
        >>> describe(Entity("geonames:2", "Paris", Kind.PLACE, country="FR", feature="PPLC",
        ...                 admin=("Île-de-France",)), {"FR": "France"}.get)
        'Paris, France'
    """
    if entity.kind is not Kind.PLACE:
        return f"{entity.name} ({entity.description})" if entity.description else entity.name
    tail = _tail(entity, country_name)
    return f"{entity.name}, {tail}" if tail else entity.name


def told_apart(
    entity: Entity, other: Entity, country_name: CountryName = lambda code: code
) -> tuple[str, str]:
    """Describe two entities so that the two descriptions differ."""
    texts = describe(entity, country_name), describe(other, country_name)
    if texts[0] != texts[1]:
        return texts
    for depth in (0, 1):  # "Richmond, Greater London" and "Richmond, North Yorkshire"
        areas = [e.admin[depth] if len(e.admin) > depth else "" for e in (entity, other)]
        if areas[0] != areas[1] and all(areas):
            return f"{entity.name}, {areas[0]}", f"{other.name}, {areas[1]}"
    sorts = [_sort(e) for e in (entity, other)]
    if sorts[0] == sorts[1]:
        sorts = [entity.id, other.id]
    return f"{texts[0]} ({sorts[0]})", f"{texts[1]} ({sorts[1]})"


def _tail(entity: Entity, country_name: CountryName) -> str | None:
    if entity.country in _BY_STATE and entity.admin and entity.admin[0] != entity.name:
        return entity.admin[0]
    if entity.country and (is_settlement(entity.feature) or is_division(entity.feature)):
        country = country_name(entity.country)
        return country if country != entity.name else None
    return None


def _sort(entity: Entity) -> str:
    feature = entity.feature
    if is_settlement(feature):
        return "the town"
    if is_division(feature):
        return "the area"
    if is_country(feature):
        return "the country"
    return entity.description or feature or entity.id


def in_prose(name: str) -> str:
    """Return a name with the article that prose gives it.

    Example:
        >>> in_prose("United States"), in_prose("Texas")
        ('the United States', 'Texas')
    """
    return f"the {name}" if name.startswith(_OPENINGS) or name.endswith(_ENDINGS) else name


def number(count: int) -> str:
    """Return a number in words up to ten.

    Example:
        >>> number(4), number(12)
        ('four', '12')
    """
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
