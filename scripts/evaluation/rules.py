"""The baseline without a tagger: names by the gazetteer and hand-written rules alone.

What the tagger brings is what the whole finder finds beyond this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from enrich.languages import ENGLISH
from enrich.mentions import MentionFinder
from enrich.mentions.embedded import inner_places
from enrich.mentions.evidence import GazetteerEvidence
from enrich.mentions.items import Items
from enrich.mentions.proposals import Joined, Proposal, choose
from enrich.mentions.shortforms import propose_short_forms
from enrich.mentions.taggers import TaggedSpan
from enrich.mentions.tokens import Tokens
from enrich.mentions.windows import NameWindow, find_windows
from evaluation.patterns import propose_by_pattern
from gazetteer.model import Kind, NameType
from gazetteer.names import fold
from gazetteer.store import Gazetteer

__all__ = ["RulesFinder"]

_THRESHOLD = 1.0
_SURE = 2.5
_SAME_NAME = 1.5  # what a sure mention elsewhere in the text adds to an unsure one
_KNOWN = 0.3


class RulesFinder(MentionFinder):
    """The finder with the names that the rules believe in, and those of no tagger.

    Args:
        gazetteer: The names to look for.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__(gazetteer, _NoTagger())

    def _names(self, tokens: Tokens, items: Items) -> list[Joined]:
        del items  # which only what a tagger found is joined by
        windows = find_windows(tokens, self._gazetteer)
        names = [Joined(p) for p in _names_by_rules(tokens, windows, self._gazetteer)]
        names += inner_places(names, windows)
        return sorted(names, key=lambda n: n.proposal.start)


class _NoTagger:
    """Finds nothing, and tells no roles."""

    id = "none"
    languages = ENGLISH

    def __call__(self, text: str) -> Sequence[TaggedSpan]:
        del text
        return ()


def _names_by_rules(
    tokens: Tokens, windows: Sequence[NameWindow], gazetteer: Gazetteer
) -> list[Proposal]:
    """Return the names that the rules believe in, with the short forms of those."""
    proposals = _propose(tokens, windows, gazetteer)
    chosen = _choose(tokens, proposals)
    further = list(propose_short_forms(tokens, chosen, gazetteer))
    return _choose(tokens, proposals + further) if further else chosen


def _propose(tokens: Tokens, windows: Sequence[NameWindow], gazetteer: Gazetteer) -> list[Proposal]:
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


def _held_kinds(windows: Sequence[NameWindow]) -> dict[tuple[int, int], set[Kind]]:
    """The kinds that the gazetteer knows whole names of several words under.

    They overrule what the form of the name suggests: the Soviet Union is no trade union.
    """
    return {
        (w.start, w.end): {hit.entity.kind for hit in w.hits}
        for w in windows
        if w.last > w.first
        and any(hit.name.type is NameType.PRIMARY for hit in w.hits)
        and max(hit.entity.prominence for hit in w.hits) >= _KNOWN
    }
