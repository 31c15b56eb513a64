"""Rule 8 of ``joining``: the places inside longer names, "University of Texas"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from enrich.mentions.kinds import is_facility
from enrich.mentions.lexicon import lexicon
from enrich.mentions.proposals import Joined
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.tokens import Tokens
from enrich.mentions.windows import NameWindow, places_inside
from gazetteer.codes import is_facility as is_facility_code
from gazetteer.model import Kind, NameType
from gazetteer.store import Gazetteer

__all__ = [
    "are_facilities",
    "credible",
    "inner_places",
    "is_place",
    "named_again",
    "nested",
    "widened",
]

KNOWN: Final = 0.3
_NOTABLE: Final = 0.4  # prominence of a place that a longer name is taken to be named after
_SURE: Final = 0.8  # what the tagger takes for such a place so surely is one, well known or not


def nested(
    tokens: Tokens, spans: Iterable[TaggedSpan]
) -> tuple[list[TaggedSpan], list[TaggedSpan]]:
    """Rule 8: the names that stand by themselves, and the places inside them."""
    outer: list[TaggedSpan] = []
    inner: list[TaggedSpan] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end, -s.probability)):
        last = outer[-1] if outer else None
        if last is None or span.start >= last.end:
            outer.append(span)
        elif span.end <= last.end and (span.start, span.end) != (last.start, last.end):
            overlaps = inner and span.start < inner[-1].end
            if span.kind is Kind.PLACE and _may_hold_place(tokens, last, span) and not overlaps:
                inner.append(span)
        elif span.end > last.end and span.end - span.start > last.end - last.start:
            # What lay inside the shorter name stands by itself, or crosses the longer and goes.
            freed = [s for s in inner if s.start >= last.start and s.end <= span.start]
            inner = [s for s in inner if s.start < last.start]
            outer[-1:] = [*freed, span]
    return outer, inner


def _may_hold_place(tokens: Tokens, outer: TaggedSpan, inner: TaggedSpan) -> bool:
    """Whether a place inside a name is one: no given name is, but "Prince of Wales" names Wales."""
    first, last = tokens.words_of(inner.start, inner.end)
    if outer.kind is Kind.PLACE:
        generic = first == last and tokens.word(first) in lexicon().facility_of  # the port itself
        return is_facility(tokens, outer) and not generic
    return outer.kind is Kind.ORGANISATION or tokens.word(first - 1) in ("of", "the")


def widened(
    span: TaggedSpan, outer: Sequence[TaggedSpan], windows: Sequence[NameWindow]
) -> TaggedSpan:
    """Rule 8: the longest place of the gazetteer that begins where an embedded one does.

    "Kansas City Chiefs" is named after Kansas City, not after Kansas.
    """
    around = outer[bisect_right(outer, span.start, key=lambda s: s.start) - 1]
    at = bisect_left(windows, span.start, key=lambda w: w.start)
    ends = [span.end]
    for window in windows[at:]:
        if window.start != span.start:
            break
        if window.end <= around.end and window.end - window.start < around.end - around.start:
            ends += [window.end] if is_place(window, KNOWN) else []
    return replace(span, end=max(ends))


def credible(text: str, names: Sequence[Joined], gazetteer: Gazetteer) -> list[Joined]:
    """Return names without the embedded places that are none.

    "Wright State University" and "Lee Academy" are named after people, as most names are that the
    gazetteer holds for no place, or for a surname too, or for a hamlet that the tagger is not sure
    of. What the text names as a place by itself is one. On the place corpora, cross-validated, 18
    of the 145 that go were annotated.

    Args:
        text: The text.
        names: Of the text.
        gazetteer: For places, given names and surnames.
    """
    free = [n.proposal for n in names if n.proposal.kind is Kind.PLACE and not n.embedded]
    named = {text[p.start : p.end] for p in free}

    def is_credible(name: Joined) -> bool:
        place = text[name.proposal.start : name.proposal.end]
        if not name.embedded or name.proposal.adjective or place in named:
            return True
        hits = gazetteer.lookup(place, Kind.PLACE)
        if not hits or gazetteer.person_word(place):
            return False
        sure = name.span is not None and name.span.probability >= _SURE
        return sure or any(h.entity.prominence >= _NOTABLE for h in hits)

    return [name for name in names if is_credible(name)]


def named_again(
    text: str,
    names: Sequence[Joined],
    windows: Sequence[NameWindow],
    known: Mapping[tuple[int, int], NameWindow],
) -> list[Joined]:
    """Rule 8: places of the text inside organisations whose name says what they are.

    What the tagger takes for one name it does not always look into: it finds Limerick, but not in
    the "University of Limerick".
    """
    places = {
        known[n.offsets].text
        for n in names
        if n.proposal.kind is Kind.PLACE and not n.embedded and n.offsets in known
    }
    bodies = [n for n in names if _says_what_it_is(text, n)]
    taken = [n.proposal for n in names if n.embedded]
    return [
        found
        for found in inner_places(bodies, windows)
        if known[found.offsets].text in places
        and not any(p.start < found.proposal.end and found.proposal.start < p.end for p in taken)
    ]


def _says_what_it_is(text: str, name: Joined) -> bool:
    """Whether a name tells its kind beside the place: no party does, "United Russia"."""
    p, lists = name.proposal, lexicon()
    if p.kind is not Kind.ORGANISATION or name.embedded or p.last == p.first:
        return False
    words = text[p.start : p.end].lower().split()
    return words[0] in lists.organisation_of or words[-1] in lists.organisation_ends


def inner_places(names: Sequence[Joined], windows: Sequence[NameWindow]) -> list[Joined]:
    """Return the places inside longer names, but those that stand among the names already.

    For what rule 3 made an organisation, for taggers that do not look inside of any, and for the
    airports and stadiums of the gazetteer: "Khartoum International Airport".
    """
    taken = {i for n in names if n.embedded for i in range(n.proposal.first, n.proposal.last + 1)}
    facilities = {(w.start, w.end) for w in windows if are_facilities(w)}
    return [
        Joined(
            replace(
                p, first=w.first, last=w.last, start=w.start, end=w.end, kind=Kind.PLACE,
                found_by="gazetteer",
            ),
            embedded=True,
        )
        for p in (name.proposal for name in names)
        if p.kind is Kind.ORGANISATION or (p.kind is Kind.PLACE and (p.start, p.end) in facilities)
        for w in places_inside(p, windows)
        if p.kind is Kind.ORGANISATION or w.first == p.first  # no town in "John F. Kennedy Airport"
        if taken.isdisjoint(range(w.first, w.last + 1))
    ]  # fmt: skip


def are_facilities(window: NameWindow) -> bool:
    """Whether all that bears a name are airports, stadiums and the like."""
    features = [hit.entity.feature for hit in window.hits]
    return bool(features) and all(map(is_facility_code, features))


def is_place(window: NameWindow, least: float) -> bool:
    """Whether it is the name of a place, one that is at least so prominent."""
    return any(
        hit.entity.kind is Kind.PLACE
        and hit.entity.prominence >= least
        and hit.name.type is NameType.PRIMARY
        for hit in window.hits
    )
