"""What a look-up returns, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
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
    """

    entity: Entity
    name: Name
    edits: int = 0


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
