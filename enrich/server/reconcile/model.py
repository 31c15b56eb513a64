"""What is asked of the service, whatever the version of the protocol."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from enrich.server.reconcile.types import EntityType
from gazetteer.errors import ArgumentError

Version = Literal["0.2", "1.0-draft"]
VERSIONS: Final[tuple[Version, ...]] = ("0.2", "1.0-draft")
BATCH: Final = 50
"""Queries of a request that clients are told to send at most."""
DEFAULT_LIMIT: Final = 10
"""Candidates of a query that asks for no number of them."""
MOST_CANDIDATES: Final = 100


class ReconcileError(ArgumentError):
    """A request that the service cannot answer; ``str(error)`` is one line for a person.

    Attributes:
        status: The HTTP status that says so.

    Example:
        >>> ReconcileError("no such entity", 404).status
        404
    """

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property: what a cell holds, or the entity that it was matched to.

    Attributes:
        text: As written, or the name of the entity.
        id: The CURIE of the entity, or "".
    """

    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A property that the entity is said to have.

    Attributes:
        property: Id of a property: "country".
        values: What it is said to be; at least one.
        quantifier: Whether "any" of the values is to fit, "all" or "none".
        required: Whether what does not fit is no candidate at all.
    """

    property: str
    values: tuple[Value, ...]
    quantifier: str = "any"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One cell that is to be matched.

    Attributes:
        name: What the cell says; "" where only properties are known.
        types: What it may be; empty for anything.
        strict: Whether nothing else may be shown; else what is of another type may be, though
            never as a match.
        limit: Candidates wanted at most.
        ids: Ids that the entity is said to have, as CURIEs; "" for a text that is none.
        conditions: What else is known of it.

    Example:
        >>> Query("Yerevan", conditions=(Condition("country", (Value("AM"),)),)).limit
        10
    """

    name: str
    types: tuple[EntityType, ...] = ()
    strict: bool = True
    limit: int = DEFAULT_LIMIT
    ids: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = field(default=())
