"""Names found by the gazetteer and hand-written rules alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from enrich.mentions.evidence import GazetteerEvidence
from enrich.mentions.lexicon import lexicon
from enrich.mentions.patterns import propose_by_pattern
from enrich.mentions.proposals import Proposal, choose
from enrich.mentions.shortforms import propose_short_forms
from enrich.mentions.tokens import Tokens
from enrich.mentions.windows import Window
from gazetteer.model import Kind, NameType
from gazetteer.names import fold
from gazetteer.store import Gazetteer

__all__ = ["names_by_rules", "places_inside"]

_THRESHOLD = 1.0
_SURE = 2.5
_SAME_NAME = 1.5  # what a sure mention elsewhere in the text adds to an unsure one
_EMBEDDED_PROMINENCE = 0.3


def names_by_rules(
    tokens: Tokens, windows: Sequence[Window], gazetteer: Gazetteer
) -> list[Proposal]:
    """Return the names that the rules believe in, with the short forms of those.

    Args:
        tokens: The words of a text.
        windows: What the gazetteer holds of it.
        gazetteer: For counts of given names and surnames, and names that a word misspells.
    """
    proposals = _propose(tokens, windows, gazetteer)
    chosen = _choose(tokens, proposals)
    further = list(propose_short_forms(tokens, chosen, gazetteer))
    return _choose(tokens, proposals + further) if further else chosen


def _propose(tokens: Tokens, windows: Sequence[Window], gazetteer: Gazetteer) -> list[Proposal]:
    evidence = GazetteerEvidence(tokens, gazetteer)
    proposals = [p for window in windows for p in evidence.propose(window)]
    held = _held_kinds(windows)
    proposals += [
        p
        for p in propose_by_pattern(tokens, gazetteer)
        if p.kind in held.get((p.start, p.end), (p.kind,))
    ]
    return proposals


def _choose(tokens: Tokens, proposals: list[Proposal]) -> list[Proposal]:
    """Choose twice: names that are sure in one place lend belief to the same name elsewhere."""
    first = choose([_less_threshold(p) for p in proposals])
    sure = {(fold(tokens.text[p.start : p.end]), p.kind) for p in first if p.score >= _SURE}
    lifted = [
        replace(p, score=p.score + _SAME_NAME)
        if -_SURE < p.score < _SURE and (fold(tokens.text[p.start : p.end]), p.kind) in sure
        else p
        for p in proposals
    ]
    return choose([_less_threshold(p) for p in lifted])


def _less_threshold(proposal: Proposal) -> Proposal:
    return replace(proposal, score=proposal.score - _THRESHOLD)


def places_inside(outer: Proposal, windows: Sequence[Window]) -> Iterator[Window]:
    """Yield the places inside a name: "University of Texas", "Aleppo University".

    Args:
        outer: The name.
        windows: What the gazetteer holds of the text, in its order.
    """
    by_first: dict[int, list[Window]] = {}
    for window in islice(windows, bisect_left(windows, outer.first, key=_first), None):
        if window.first > outer.last:
            break
        if window.last <= outer.last and window.end <= outer.end:
            by_first.setdefault(window.first, []).append(window)
    index = outer.first
    while index <= outer.last:
        inside = [
            w
            for w in by_first.get(index, ())
            if w.last - w.first < outer.last - outer.first and _names_a_place(w)
        ]
        if not inside:
            index += 1
            continue
        longest = max(inside, key=lambda w: w.end)
        yield longest
        index = longest.last + 1


def _first(window: Window) -> int:
    return window.first


def _held_kinds(windows: Sequence[Window]) -> dict[tuple[int, int], set[Kind]]:
    """The kinds that the gazetteer knows whole names of several words under.

    They overrule what the form of the name suggests: the Soviet Union is no trade union.
    """
    return {
        (w.start, w.end): {hit.entity.kind for hit in w.hits}
        for w in windows
        if w.last > w.first
        and any(hit.name.type is NameType.PRIMARY for hit in w.hits)
        and max(hit.entity.prominence for hit in w.hits) >= _EMBEDDED_PROMINENCE
    }


def _names_a_place(window: Window) -> bool:
    word = window.text.lower()
    lists = lexicon()
    if word in lists.common or word in lists.organisation_ends or word in lists.never:
        return False
    return any(
        hit.entity.kind is Kind.PLACE
        and hit.name.type in (NameType.PRIMARY, NameType.SHORT, NameType.OFFICIAL)
        and hit.entity.feature != "ADM2"
        and hit.entity.prominence >= _EMBEDDED_PROMINENCE
        for hit in window.hits
    )
