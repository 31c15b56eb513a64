"""Mentions of one name, decided together: a text uses a name in one sense as a rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from enrich.model import Candidate, Mention
from enrich.rank.signals import Values
from gazetteer.model import Kind
from gazetteer.names import fold

__all__ = ["Group", "Scored", "group_mentions"]


@dataclass(slots=True)
class Scored:
    """A candidate with its signals.

    Attributes:
        candidate: The candidate.
        values: Each signal's value.
        score: Sum of weight times value, in log-odds.
        share: Its probability among the candidates of the group.
    """

    candidate: Candidate
    values: Values
    score: float = 0.0
    share: float = 0.0


@dataclass(slots=True)
class Group:
    """All mentions of one name and kind in a document.

    Attributes:
        kind: What they name.
        name: The name, folded.
        mentions: Indices of the mentions.
        options: The candidates, the likeliest first.
    """

    kind: Kind
    name: str = ""
    mentions: list[int] = field(default_factory=list)
    options: list[Scored] = field(default_factory=list)

    @property
    def best(self) -> Scored | None:
        """The likeliest candidate."""
        return self.options[0] if self.options else None


def group_mentions(
    mentions: Sequence[Mention],
    candidates: Sequence[Sequence[Candidate]],
    apart: Callable[[Mention], bool] = lambda _: False,
) -> list[Group]:
    """Group mentions whose names and candidates are the same.

    Args:
        mentions: Of one document.
        candidates: For each of them.
        apart: Tells mentions that their surroundings qualify: they form groups of their own, so
            that "Savannah, Georgia" says nothing of the Georgia beside Armenia.
    """
    groups: dict[tuple[Kind, str, tuple[str, ...], bool], Group] = {}
    for index, (mention, options) in enumerate(zip(mentions, candidates, strict=True)):
        key = (mention.kind, fold(mention.name), tuple(c.entity.id for c in options[:5]),
               apart(mention))  # fmt: skip
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group(mention.kind, key[1])
            group.options = [Scored(candidate, {}) for candidate in options]
        group.mentions.append(index)
    return list(groups.values())
