"""What a tagger is: a text in, spans with a kind and a probability out.

Our own tagger, the adapters of other libraries and a user's own function all have this shape, so
that the rules that join tagged spans with the gazetteer's (``enrich.mentions.joining``) know one
form only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from enrich.model import Role
from gazetteer.model import Kind


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A name that a tagger found.

    Attributes:
        start: Offset of its first code point.
        end: Offset after its last.
        kind: What it names.
        probability: That the span is a name of this kind, 0 to 1; 1.0 from a tagger that does
            not say.
        adjectival: Whether it is the adjective or demonym of a place: "Russian", "Armenians".
        roles: Of a place: pairs of a role and its probability, summing to 1; empty from a tagger
            that does not tell roles.
    """

    start: int
    end: int
    kind: Kind
    probability: float = 1.0
    adjectival: bool = False
    roles: tuple[tuple[Role, float], ...] = ()


@runtime_checkable
class Tagger(Protocol):
    """Finds names in a text."""

    @property
    def id(self) -> str:
        """Name and version of the model, for the run's record."""

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639-1 codes of the languages it is made for; None for any."""

    def __call__(self, text: str) -> Sequence[TaggedSpan]:
        """Return the names of a text in the order of their starts.

        Places may lie inside the spans of organisations and people ("University of Texas");
        spans of one kind do not overlap. Offsets count code points.
        """


@runtime_checkable
class RoleTagger(Tagger, Protocol):
    """A tagger that also tells in which sense places are named that somebody else found."""

    def roles_of(
        self, text: str, spans: Sequence[tuple[int, int]]
    ) -> Sequence[tuple[tuple[Role, float], ...]]:
        """Return, for each place, pairs of a role and its probability.

        Args:
            text: The text.
            spans: Start and end of each place in code points.
        """
