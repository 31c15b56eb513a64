"""What the mentions of one entity add up to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from enrich.model import Link
from enrich.roles import UNCLEAR, Role
from gazetteer.model import Entity


@dataclass(slots=True)
class Tally:
    """What the mentions of one entity add up to.

    Attributes:
        entity: The entity.
        mentions: How many there are.
        roles: How many in each role; None counts those without one.
        score: The best of their scores.
        told: Per role, the probabilities of its mentions, of those whose role a model told.
    """

    entity: Entity
    mentions: int = 0
    roles: Counter[Role | None] = field(default_factory=Counter)
    score: float = 0.0
    told: defaultdict[Role | None, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, link: Link) -> None:
        """Count one more mention."""
        self.mentions += 1
        role = link.mention.role
        self.roles[role] += 1
        self.told[role] += [p for named, p in link.mention.roles if named is role]
        self.score = max(self.score, link.score)


def tally(links: Iterable[Link]) -> dict[str, Tally]:
    """Count the mentions of each linked entity, in the order of first mention, by id."""
    found: dict[str, Tally] = {}
    for link in links:
        if link.entity is not None:
            found.setdefault(link.entity.id, Tally(link.entity)).add(link)
    return found


def role_counts(roles: Counter[Role | None]) -> dict[str, int]:
    """Return the count of each role that occurs, in the order in which ``Role`` lists them.

    Example:
        >>> role_counts(Counter([Role.METONYMIC, Role.LITERAL, None]))
        {'literal': 1, 'metonymic': 1, 'unclear': 1}
    """
    named = {str(role): roles[role] for role in Role if roles[role]}
    return {**named, UNCLEAR: roles[None]} if roles[None] else named


def roles_text(roles: Counter[Role | None]) -> str:
    """Return the counts as one string: "literal:3 metonymic:5"."""
    return " ".join(f"{role}:{count}" for role, count in role_counts(roles).items())
