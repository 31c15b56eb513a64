"""Mentions of one name, decided together: a text uses a name in one sense as a rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from enrich.model import Candidate, Mention
from enrich.rank.levels import AreasAround, areas_around
from enrich.rank.signals import Values
from gazetteer.codes import Level, level
from gazetteer.model import Kind
from gazetteer.names import fold

_LIST = re.compile(r",? (?:and|or|&) (?:the )?|, (?:the )?|/| ?[–—-] ?")
_LONGEST_GAP = 10
_SEAT_BEHIND = frozenset({" in ", " of ", ", in ", " of the ", " in the "})
_SEAT_BEFORE = frozenset({"'s ", "’s ", " "})
_SEAT_OPENING = frozenset({", the ", ", "})
_OPENING = re.compile(r"(?:^|[\n.!?:;]\s*)In (?:the )?$")  # "In Manila, the Senate voted"

Qualifier = frozenset[str]


@dataclass(slots=True)
class ScoredCandidate:
    """A candidate with its signals.

    Attributes:
        candidate: The candidate.
        areas: The areas it lies in.
        sort: What sort of place it is; "" for people and organisations.
        values: Each signal's value.
        weighed: Each signal's value times its weight, once it is scored for good.
        said: The words of the text behind a signal, where a reason quotes them.
        score: Sum of weight times value, in log-odds.
        share: Its probability among the candidates of the group.
    """

    candidate: Candidate
    areas: AreasAround
    sort: Level | Literal[""]
    values: Values
    score: float = 0.0
    share: float = 0.0
    weighed: Values = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class NameGroup:
    """All mentions of one name and kind in a document that mean the same.

    Attributes:
        kind: What they name.
        name: The name, folded.
        qualifier: Ids of the areas that the text names right behind it, or around the place
            before it; empty for names that stand alone.
        mentions: Indices of the mentions.
        starts: Their offsets; empty for names of the title, which only vote.
        listed: The groups of the names beside it in lists: "Alabama, Florida and Georgia".
        seats: Of an organisation, the groups of the places that the words beside it say it is in or
            of: "the Supreme Court in Brasilia".
        measured: What calibration looks at, where that was measured before --prefer chose.
        options: The candidates, the likeliest first.
    """

    kind: Kind
    name: str = ""
    qualifier: Qualifier = frozenset()
    mentions: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    listed: list[NameGroup] = field(default_factory=list, repr=False)
    seats: list[NameGroup] = field(default_factory=list, repr=False)
    measured: Values = field(default_factory=dict)
    options: list[ScoredCandidate] = field(default_factory=list)

    @property
    def votes(self) -> bool:
        """Whether others look to it: not when only a part of its name is known as a place."""
        return bool(self.options) and "part of the name" not in self.options[0].values


def group_mentions(
    mentions: Sequence[Mention],
    candidates: Sequence[Sequence[Candidate]],
    qualifiers: Sequence[Qualifier] = (),
    levels: Sequence[str] = (),
    *,
    in_text: bool = True,
) -> list[NameGroup]:
    """Group mentions whose names and candidates are the same.

    Args:
        mentions: Of one document.
        candidates: For each of them.
        qualifiers: For each of them, what its surroundings say it is, or nothing. Mentions with
            another qualifier form a group of their own, so that "Savannah, Georgia" says nothing
            of the Georgia beside Armenia, and "Paris, Texas" nothing of "Paris, France".
        levels: For each of them, what the words beside it say of it alone, or "".
        in_text: Whether their offsets are those of the document's text.
    """
    groups: dict[tuple[Kind, str, tuple[str, ...], Qualifier, str], NameGroup] = {}
    alone: Qualifier = frozenset()
    for index, (mention, options) in enumerate(zip(mentions, candidates, strict=True)):
        named = qualifiers[index] if qualifiers else alone
        level = levels[index] if levels else ""
        ids = tuple(c.entity.id for c in options[:5])
        key = (mention.kind, fold(mention.name), ids, named, level)
        group = groups.get(key)
        if group is None:
            group = groups[key] = NameGroup(mention.kind, key[1], named)
            group.options = [_scored(candidate, mention.kind) for candidate in options]
        group.mentions.append(index)
        if in_text:
            group.starts.append(mention.start)
    return list(groups.values())


def note_lists(text: str, named: Sequence[tuple[Sequence[Mention], Sequence[NameGroup]]]) -> None:
    """Tell each group of places which groups stand beside it in lists of the text."""
    placed = sorted(
        (
            (mentions[at].start, mentions[at].end, group)
            for mentions, groups in named
            for group in groups
            if group.kind is Kind.PLACE
            for at in group.mentions
        ),
        key=lambda entry: entry[:2],
    )
    for (_, end, one), (start, _, other) in pairwise(placed):
        if (
            one is not other
            and 0 < start - end <= _LONGEST_GAP
            and _LIST.fullmatch(text, end, start)
        ):
            one.listed.append(other)
            other.listed.append(one)


def note_seats(text: str, mentions: Sequence[Mention], groups: Sequence[NameGroup]) -> None:
    """Tell each group of organisations which places the words beside it say it is in or of."""
    group_of = {at: group for group in groups for at in group.mentions}
    for (i, one), (j, other) in pairwise(enumerate(mentions)):
        gap = text[one.end : other.start]
        if one.kind is Kind.ORGANISATION and other.kind is Kind.PLACE and gap in _SEAT_BEHIND:
            group_of[i].seats.append(group_of[j])
        elif one.kind is Kind.PLACE and other.kind is Kind.ORGANISATION:
            opens = gap in _SEAT_OPENING and _OPENING.search(
                text[max(0, one.start - 9) : one.start]
            )
            if gap in _SEAT_BEFORE or opens:
                group_of[j].seats.append(group_of[i])


def _scored(candidate: Candidate, kind: Kind) -> ScoredCandidate:
    entity = candidate.entity
    sort: Level | Literal[""] = level(entity.feature) if kind is Kind.PLACE else ""
    return ScoredCandidate(candidate, areas_around(entity, sort), sort, {})
