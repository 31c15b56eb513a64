"""What the tagger found and what the gazetteer holds, joined into one set of names.

The rules, in the order in which they apply; each has a test in ``tests/enrich/test_joining.py``:

1. **Whole words.** A tagged span is widened to the words it cuts, "U.S" to "U.S.", and a mark that
   stands apart at its border, or a possessive, is cut off: "Goris -" is "Goris". A tab, a blank
   line or a control character parts two names, and what runs on for more than
   ``borders.LONGEST`` words is none.
2. **Titles and nouns.** A title is not part of a person: "Sir Jeffrey Donaldson" is Jeffrey
   Donaldson; "Sir" alone is nobody, and "Secretary of State" no organisation. The plain noun behind
   the name of an organisation is not part of it either: "Tsargrad television". Words that are never
   names ("the West", "Monday") are none.
3. to 6. **Kinds**: one for each span, by form, by vote over the text, by lists and by what the
   gazetteer holds (``kinds``).
7. **Agreement.** A name tagged with some certainty (``AGREED``) is found in the rest of the text
   too, wherever it is written the same and stands free.
8. **Inside names.** A tagged place that is part of a longer tagged organisation or person stands
   beside it, embedded; one that crosses its border gives way to the longer. A place of the text is
   looked for inside an organisation whose name says what it is:
   "University of Limerick". What is not a place that one is named after goes: "Lee Academy"
   (``embedded``).
9. **Adjectives.** A place is adjectival when the gazetteer holds the text as the adjective or
   demonym of a place and not as its name, or, where it holds nothing, when the tagger says so.
10. **Tagged names stand.** A name of the gazetteer never overrules an overlapping tagged span, and
   joins where there is none only when it is sure (``SURE``), an adjective of a country somewhat
   sooner (``SURE_ADJECTIVE``), and not in a line of capitals.
11. **Doubt.** A place that the tagger hardly believes in (below ``LEAST``) is none, unless the
   gazetteer holds a well-known one under that name; nor is a
   person or an organisation without a capital, in a text that has them, unless all but certain,
   and one such word is an organisation only where the gazetteer holds it: "dpa".
12. **No names.** What is written like no name is none, whoever found it: amounts, codes, labels of
   figures (``noise``). The number of a road is one: "on the A120".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from enrich.mentions.borders import settle_borders
from enrich.mentions.embedded import (
    are_facilities,
    credible,
    inner_places,
    is_place,
    named_again,
    nested,
    widened,
)
from enrich.mentions.evidence import GazetteerEvidence
from enrich.mentions.items import Items, settle_items
from enrich.mentions.kinds import settle_kinds, tagged_twice
from enrich.mentions.noise import find_roads, is_no_name
from enrich.mentions.proposals import Joined, Proposal, choose
from enrich.mentions.splitting import lies_in, split_known, widen_known
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.tokens import Tokens
from enrich.mentions.windows import NameWindow
from gazetteer.model import ADJECTIVAL, Kind
from gazetteer.romanise import is_latin
from gazetteer.store import Gazetteer

SURE = 4.5
"""Least score of a gazetteer name that joins on its own, in the unit of ``evidence``."""
SURE_ADJECTIVE = 2.0
LISTED = 2.0
"""What a well-known place gains behind another one in a list."""
LEAST = 0.55
"""Balances precision and recall on the place corpora, cross-validated."""
WELL_KNOWN = 0.6
"""Prominence of countries and great cities."""
_CERTAIN = 0.9
_SUREST_SMALL = 0.98
AGREED = 0.8
_TO_PLACE = re.compile(r", | (?:in|of|for) (?:the )?")
_SEAT = re.compile(r"\((?:D|R|I|DFL|Lab|Con|Lib)-$")  # "Bernie Sanders (I-Vt.)"


def join(
    tokens: Tokens,
    tagged: Iterable[TaggedSpan],
    windows: Sequence[NameWindow],
    gazetteer: Gazetteer,
    items: Items = frozenset(),
) -> list[Joined]:
    """Return what the tagger found and the gazetteer holds as names in the order of the text.

    Only embedded names overlap another.

    Args:
        tokens: The words of the text.
        tagged: What the tagger found.
        windows: What the gazetteer holds.
        gazetteer: For given names, surnames and what is named behind a comma.
        items: What stands alone in the text, as in a list.
    """
    known = {(w.start, w.end): w for w in windows}
    spans = [
        name
        for span in tagged
        for settled in settle_borders(tokens, span)
        for name in split_known(tokens, settled, known)
    ]
    spans = widen_known(tokens, spans, windows)
    spans = _with_places(tokens, spans, gazetteer)
    spans = settle_items(tokens.text, spans, items, known)
    cased = not tokens.lower_cased and any(token.capital for token in tokens.items)
    spans = [s for s in spans if _is_believed(tokens, s, known, cased=cased)]
    refused = tagged_twice(spans)
    spans = settle_kinds(tokens, spans, known, gazetteer)
    spans += _agreeing(tokens, spans)
    outer, inner = nested(tokens, spans)
    inner = [widened(s, outer, windows) for s in inner]
    names = [Joined(_proposal(tokens, s, known), s) for s in outer]
    names += [Joined(_proposal(tokens, s, known), s, embedded=True) for s in inner]
    facilities = {(w.start, w.end) for w in windows if w.last > w.first and are_facilities(w)}
    looked_into = refused | facilities
    names += inner_places([n for n in names if n.offsets in looked_into or n.embedded], windows)
    names += named_again(tokens.text, names, windows, known)
    names += [Joined(p) for p in _sure(tokens, outer, windows, gazetteer)]
    names = [n for n in names if not is_no_name(tokens, *n.offsets, n.proposal.kind, gazetteer)]
    taken = {i for n in names for i in range(n.proposal.first, n.proposal.last + 1)}
    names += [
        Joined(road)
        for road in find_roads(tokens, gazetteer)
        if taken.isdisjoint(range(road.first, road.last + 1))
    ]
    names = credible(tokens.text, names, gazetteer)
    return sorted(names, key=lambda j: (j.proposal.start, -j.proposal.end))


def _with_places(
    tokens: Tokens, spans: Sequence[TaggedSpan], gazetteer: Gazetteer
) -> list[TaggedSpan]:
    """Spans, organisations with the place behind them that is part of their name.

    "University of California, Los Angeles" and "Organization for Security and Co-operation in
    Europe" are held as such.
    """
    places = {s.start: s for s in spans if s.kind is Kind.PLACE}
    settled: list[TaggedSpan] = []
    for span in spans:
        gap = _TO_PLACE.match(tokens.text, span.end) if span.kind is Kind.ORGANISATION else None
        place = places.get(gap.end()) if gap else None
        name = "" if place is None else tokens.text[span.start : place.end]
        held = place is not None and gazetteer.lookup(name, Kind.ORGANISATION)
        settled.append(replace(span, end=place.end) if place is not None and held else span)
    return settled


def _sure(
    tokens: Tokens, outer: Sequence[TaggedSpan], windows: Sequence[NameWindow], gazetteer: Gazetteer
) -> list[Proposal]:
    """Rule 10."""
    taken = [False] * len(tokens)
    for span in outer:
        first, last = tokens.words_of(span.start, span.end)
        taken[first : last + 1] = [True] * (last + 1 - first)
    contained = _contained(tokens, windows)
    free = [
        w
        for w in windows
        if not any(taken[w.first : w.last + 1])
        and (w.first not in tokens.shouting or (w.first, w.last) in contained)
    ]
    places = {s.end: s for s in outer if s.kind is Kind.PLACE}
    listed = {w.start for w in free if _goes_on_list(tokens, w, places)}
    evidence = GazetteerEvidence(tokens, gazetteer)
    return choose(
        [
            replace(p, score=p.score + LISTED * (p.start in listed) - _needed(p, contained))
            for window in free
            for p in evidence.propose(window)
        ]
    )


def _needed(proposal: Proposal, contained: set[tuple[int, int]]) -> float:
    if (proposal.first, proposal.last) in contained and proposal.kind is Kind.PLACE:
        return 0.0
    return SURE_ADJECTIVE if proposal.adjective else SURE


def _contained(tokens: Tokens, windows: Sequence[NameWindow]) -> set[tuple[int, int]]:
    """Places named with the state or country around them: "ELMIRA, N.Y.", both of them."""
    by_first: dict[int, list[NameWindow]] = {}
    for window in windows:
        by_first.setdefault(window.first, []).append(window)
    found: set[tuple[int, int]] = set()
    for window in windows:
        for outer in by_first.get(window.last + 1, ()):
            if tokens.gap(window.last) == ", " and lies_in(window, outer):
                found |= {(window.first, window.last), (outer.first, outer.last)}
    return found


def _goes_on_list(tokens: Tokens, window: NameWindow, places: Mapping[int, TaggedSpan]) -> bool:
    """Whether a well-known place goes on a list of places: "Sana'a and Xi'an"."""
    if window.first == 0 or not is_place(window, WELL_KNOWN):
        return False
    before = tokens[window.first - 1]
    if before.lower in ("and", "or") and window.first > 1:
        before = tokens[window.first - 2]
    gap = tokens.text[before.end : window.start]
    return before.end in places and gap in (", ", " and ", " or ", ", and ", ", or ")


def _is_believed(
    tokens: Tokens, span: TaggedSpan, known: dict[tuple[int, int], NameWindow], *, cased: bool
) -> bool:
    """Rule 11."""
    name = tokens.text[span.start : span.end]
    if not is_latin(name) and (span.start, span.end) not in known:
        return False  # a guess: what is written in another script is looked up afterwards
    in_small = cased and name.islower()
    if span.kind is Kind.PLACE:
        if in_small and span.probability < _SUREST_SMALL and not span.adjectival:
            return False  # "china plates"
        window = known.get((span.start, span.end))
        if window is not None and _SEAT.search(tokens.text, max(0, span.start - 6), span.start):
            return True
        return span.probability >= LEAST or (window is not None and is_place(window, WELL_KNOWN))
    if in_small and span.kind is Kind.ORGANISATION and name.isalpha():
        return (span.start, span.end) in known
    return not in_small or span.probability >= _CERTAIN


def _agreeing(tokens: Tokens, spans: list[TaggedSpan]) -> list[TaggedSpan]:
    """Rule 7."""
    sure: dict[tuple[str, ...], TaggedSpan] = {}
    taken = [False] * len(tokens)
    for span in spans:
        first, last = tokens.words_of(span.start, span.end)
        taken[first : last + 1] = [True] * (last + 1 - first)
        if span.probability >= AGREED and first <= last and tokens[first].capital:
            sure.setdefault(_key(tokens, first, last), span)
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for key in sorted(sure, key=len, reverse=True):
        by_first.setdefault(key[0], []).append(key)
    found: list[TaggedSpan] = []
    for first in range(len(tokens)):
        for key in by_first.get(tokens[first].text, ()):
            last = first + len(key) - 1
            if last >= len(tokens) or any(taken[first : last + 1]):
                continue
            like = sure[key]
            begin, stop = tokens.words_of(like.start, like.end)
            if (
                _key(tokens, first, last) == key
                and _gaps(tokens, first, last) == _gaps(tokens, begin, stop)
                and _stands_free(tokens, first, last)
            ):
                tail = tokens.text[tokens[stop].end : like.end]  # "Calif." ends behind its word
                alike = tokens.text.startswith(tail, tokens[last].end)
                end = tokens[last].end + (len(tail) if alike else 0)
                found.append(replace(like, start=tokens[first].start, end=end, probability=AGREED))
                break
    return found


def _key(tokens: Tokens, first: int, last: int) -> tuple[str, ...]:
    return tuple(tokens[i].text for i in range(first, last + 1))


def _gaps(tokens: Tokens, first: int, last: int) -> list[str]:
    """Return what stands between words, a line feed like a blank: a dash parts names."""
    return [" ".join(f".{tokens.gap(i)}.".split()) for i in range(first, last)]


def _stands_free(tokens: Tokens, first: int, last: int) -> bool:
    """Whether no capitalised word right beside makes the name part of a longer one."""
    before = first > 0 and tokens.gap(first - 1) in (" ", "-") and tokens[first - 1].capital
    opens = first > 0 and tokens[first - 1].opens
    after = last + 1 < len(tokens) and tokens.gap(last) in (" ", "-") and tokens[last + 1].capital
    return not (before and not opens) and not after


def _proposal(
    tokens: Tokens, span: TaggedSpan, known: dict[tuple[int, int], NameWindow]
) -> Proposal:
    first, last = tokens.words_of(span.start, span.end)
    adjective = span.kind is Kind.PLACE and _is_adjectival(span, known.get((span.start, span.end)))
    return Proposal(
        first, max(first, last), span.start, span.end, span.kind, span.probability,
        "tagger", adjective,
    )  # fmt: skip


def _is_adjectival(span: TaggedSpan, window: NameWindow | None) -> bool:
    """Rule 9."""
    hits = [h for h in window.hits if h.entity.kind is Kind.PLACE] if window else []
    if not hits:
        return span.adjectival
    peoples = {h.entity.id for h in hits if h.name.type in ADJECTIVAL}
    named = {h.entity.id for h in hits if h.name.type not in ADJECTIVAL}
    if not peoples - named:
        return False
    best = max(hits, key=lambda h: h.entity.prominence)
    return best.name.type in ADJECTIVAL or not named
