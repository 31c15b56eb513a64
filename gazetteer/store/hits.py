"""What a look-up returns, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from gazetteer.model import Entity, Kind, Name, NameType

KINDS: Final = tuple(Kind)
TYPES: Final = tuple(NameType)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity found under a name.

    Attributes:
        entity: The entity.
        name: Which of its names matched.
        edits: Insertions, deletions, substitutions and transpositions between the folded
            look-up and the folded name; 0 for an exact key.
        others: Further names of the entity that match as well, where hits were put together.
    """

    entity: Entity
    name: Name
    edits: int = 0
    others: tuple[Name, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every spelling of the entity that matches, the best match first."""
        return tuple(dict.fromkeys(name.text for name in (self.name, *self.others)))


@dataclass(frozen=True, slots=True)
class PersonWord:
    """How often a word is a given name or a surname among the people of the reference.

    Attributes:
        given: Count as a given name.
        family: Count as a surname.
        gender: "male", "female", "both" or None where unknown.
    """

    given: int
    family: int
    gender: str | None


def each_once(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return one hit for each entity, in the order of the first: the others add their names.

    Example:
        >>> goris = Entity("geonames:174895", "Goris", Kind.PLACE)
        >>> (hit,) = each_once([Hit(goris, Name("Goris"), 1), Hit(goris, Name("Gorris"), 1)])
        >>> hit.spellings
        ('Goris', 'Gorris')
    """
    once: dict[str, Hit] = {}
    for hit in hits:
        first = once.setdefault(hit.entity.id, hit)
        if first is not hit:
            once[hit.entity.id] = replace(first, others=(*first.others, hit.name, *hit.others))
    return tuple(once.values())


def rank(hit: Hit) -> tuple[float, float, str]:
    """Return what hits are sorted by: the best known first, equal ones by id."""
    entity = hit.entity
    return (-entity.prominence, -entity.population, entity.id)


def name_of_row(
    shown: str,
    type_: int,
    text: str | None,
    language: str | None,
    valid: tuple[str | None, str | None] = (None, None),
) -> Name:
    """A name as its row holds it, which does not repeat the text of the name shown.

    The number of the type in ``TYPES`` is doubled, and odd where the name is not preferred.
    """
    return Name(text or shown, TYPES[type_ >> 1], language, not type_ & 1, valid)
