"""Stage 1: a document in, its mentions out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from enrich.languages import ENGLISH
from enrich.mentions.evidence import GazetteerEvidence
from enrich.mentions.lexicon import lexicon
from enrich.mentions.patterns import propose_by_pattern
from enrich.mentions.proposals import Proposal, choose
from enrich.mentions.roles import place_role
from enrich.mentions.scan import scan_instead, scan_quoted
from enrich.mentions.shortforms import propose_short_forms
from enrich.mentions.tokens import Tokens, tokenise
from enrich.mentions.windows import Window, find_windows
from enrich.model import Document, Mention, Role
from gazetteer.model import Kind, NameType
from gazetteer.names import fold
from gazetteer.store import Gazetteer

__all__ = ["RuleFinder"]

_THRESHOLD = 1.0
_SURE = 2.5
_SAME_NAME = 1.5  # what a sure mention elsewhere in the text adds to an unsure one
_EMBEDDED_PROMINENCE = 0.3


class RuleFinder:
    """Finds mentions with the gazetteer and hand-written rules.

    Args:
        gazetteer: The names to look for.

    Example:
        >>> with Gazetteer.open() as gazetteer:
        ...     [m.text for m in RuleFinder(gazetteer)(Document("Talks in Yerevan failed."))]
        ['Yerevan']
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def __call__(self, document: Document) -> tuple[Mention, ...]:
        """Return the mentions of a document in the order of its text."""
        scanned = scan_instead(document, self._gazetteer, self.languages)
        if scanned is not None:
            return scanned
        tokens = tokenise(document.text)
        if document.spans is not None:
            return tuple(self._given(document, tokens))
        chosen, windows = self._choose(tokens)
        found = tuple(_mentions(tokens, chosen, windows))
        return scan_quoted(document, self._gazetteer, found)

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639-1 codes of the languages it reads, None for all; texts in others are scanned."""
        return ENGLISH

    def _choose(self, tokens: Tokens) -> tuple[list[Proposal], list[Window]]:
        windows = find_windows(tokens, self._gazetteer)
        evidence = GazetteerEvidence(tokens, self._gazetteer)
        proposals = [p for window in windows for p in evidence.propose(window)]
        held = _held_kinds(windows)
        proposals += [
            p
            for p in propose_by_pattern(tokens, self._gazetteer)
            if p.kind in held.get((p.start, p.end), (p.kind,))
        ]
        chosen = _choose(tokens, proposals)
        further = list(propose_short_forms(tokens, chosen, self._gazetteer))
        return (_choose(tokens, proposals + further) if further else chosen), windows

    def _given(self, document: Document, tokens: Tokens) -> Iterator[Mention]:
        """The mentions that the caller gave, each with its kind and role filled in."""
        names = _organisations_of_words(self._choose(tokens)[0])
        for start, end, kind in document.spans or ():
            text = document.text[start:end]
            hits = self._gazetteer.lookup(text, kind)
            kind = kind or (hits[0].entity.kind if hits else Kind.PLACE)  # noqa: PLW2901
            role = None
            if kind is Kind.PLACE:
                types = {h.name.type for h in hits if h.entity.kind is Kind.PLACE}
                adjective = bool(types) and types <= {NameType.ADJECTIVE, NameType.DEMONYM}
                role = _role_of_span(tokens, start, end, adjective=adjective)
                if _is_inside(names, start, end):
                    role = Role.EMBEDDED
            yield Mention(start, end, text, kind, role, "given")


def _organisations_of_words(chosen: list[Proposal]) -> list[Proposal]:
    return [p for p in chosen if p.kind is Kind.ORGANISATION and p.last > p.first]


def _is_inside(names: list[Proposal], start: int, end: int) -> bool:
    """Whether a span is part of a longer name, as "Texas" is of "University of Texas"."""
    at = bisect_right(names, start, key=lambda name: name.start) - 1
    return at >= 0 and end <= names[at].end and (start, end) != (names[at].start, names[at].end)


def _role_of_span(tokens: Tokens, start: int, end: int, *, adjective: bool) -> Role | None:
    first = bisect_right(tokens.items, start, key=lambda token: token.end)
    last = bisect_left(tokens.items, end, key=lambda token: token.start) - 1
    return place_role(tokens, first, last, adjective=adjective) if first <= last else None


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


def _mentions(
    tokens: Tokens, chosen: Iterable[Proposal], windows: list[Window]
) -> Iterator[Mention]:
    by_first: dict[int, list[Window]] = {}
    for window in windows:
        by_first.setdefault(window.first, []).append(window)
    for proposal in chosen:
        text = tokens.text[proposal.start : proposal.end]
        role = None
        if proposal.kind is Kind.PLACE:
            role = place_role(tokens, proposal.first, proposal.last, adjective=proposal.adjective)
        yield Mention(proposal.start, proposal.end, text, proposal.kind, role, proposal.found_by)
        if proposal.kind is Kind.ORGANISATION and proposal.last > proposal.first:
            yield from _embedded(proposal, by_first)


def _embedded(outer: Proposal, windows: dict[int, list[Window]]) -> Iterator[Mention]:
    """Places inside the name of an organisation: "University of Texas", "Aleppo University"."""
    index = outer.first
    while index <= outer.last:
        inside = [
            w
            for w in windows.get(index, ())
            if w.last <= outer.last
            and w.last - w.first < outer.last - outer.first
            and w.end <= outer.end
            and _names_a_place(w)
        ]
        if not inside:
            index += 1
            continue
        longest = max(inside, key=lambda w: w.end)
        yield Mention(
            longest.start, longest.end, longest.text, Kind.PLACE, Role.EMBEDDED, "gazetteer"
        )
        index = longest.last + 1


def _held_kinds(windows: list[Window]) -> dict[tuple[int, int], set[Kind]]:
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
