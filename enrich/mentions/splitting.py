"""Spans that are more than one name, or less than they seem, by what the gazetteer holds.

The form of a span is settled in ``borders``; here its words are looked at, unless the gazetteer
holds the whole of it for the kind it was tagged as:

* lower-case words before and behind a name are not part of it: "Copacabana beach", "the French
  energy group Total", but "Essex county" and "al-Shabaab" stay;
* a title behind an organisation is none either: "UN Secretary-General";
* "Eni of Italy" is a company and where it is from, unless "of" belongs to its head noun, as in
  "Bank of Italy";
* "Kyrgyz-Tajik" and "Perth Australia" are two places each, "Israel's Shin Bet" two names;
* the number of a note that stands right at a place is not part of it: "China30".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from enrich.mentions.lexicon import lexicon
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.tokens import Tokens
from enrich.mentions.windows import NameWindow
from enrich.text.areawords import AREA_WORDS
from gazetteer.codes import is_administrative
from gazetteer.model import ADJECTIVAL, Kind, NameType

Known = Mapping[tuple[int, int], NameWindow]
"""What the gazetteer holds of a text, by the offsets of the name."""

_PARTICLES: Final = frozenset(
    "al el ash ad an ar as at az ul ud ibn bin ben abu abd von van der den de da do dos das du di"
    " del della la le les los las san ter ten zu zur y e i af av d l o of the and for und".split()
)
_NO_NAMES: Final = frozenset({"republic", "state", "region", "district", "territory", "department"})
"""Words of areas that in small letters only say what a name is: "Amajuba district"."""
_LINKING: Final = frozenset({"of", "the", "and", "for"})
"""Particles that may stand in a name, but do not begin it."""
_BETWEEN_PLACES: Final = frozenset({"-", "–", " ", ". ", "&"})
_SAINTS: Final = frozenset({"st", "saint", "ste", "king", "queen", "prince", "lady"})
"""First words of what "'s College" goes on with."""
_NOTE: Final = re.compile(r"\d{1,3}\.?")
_LEAST_PROMINENCE: Final = 0.3
"""Prominence of a place that another name is parted from: a town of some ten thousand people."""
_WELL_KNOWN: Final = 0.6
_FAMOUS: Final = 0.4


def split_known(tokens: Tokens, span: TaggedSpan, known: Known) -> Iterator[TaggedSpan]:
    """Yield the names in a span whose borders are settled, most often the one that it is."""
    span = _without_note(tokens, _with_possessive(tokens, span, known), known)
    if _holds(known, span.start, span.end, span.kind):
        yield span
        return
    span = _without_small_words(tokens, span)
    first, last = tokens.words_of(span.start, span.end)
    if first >= last or _holds(known, span.start, span.end, span.kind):
        yield span
    elif span.kind is Kind.PLACE:
        yield from _two_places(tokens, span, known)
    elif span.kind is Kind.ORGANISATION:
        yield from _parts_of_organisation(tokens, span, known)
    else:
        yield span


def widen_known(
    tokens: Tokens, spans: Sequence[TaggedSpan], windows: Sequence[NameWindow]
) -> list[TaggedSpan]:
    """Return spans, those that a tagger cut short as the well-known name that they begin or end.

    "Black" of "the Black Sea grain deal" is the sea, unless the rest is another name's.
    """
    owner = [0] * len(tokens)
    for span in spans:
        first, last = tokens.words_of(span.start, span.end)
        for index in range(first, last + 1):
            owner[index] += 1
    spans = _adjoined(tokens, spans, owner, windows)
    known = {(w.start, w.end): w for w in windows}
    longer = [w for w in windows if w.last > w.first and _is_famous(w)]
    inside = {index for w in longer for index in range(w.first, w.last + 1)}
    widened: list[TaggedSpan] = []
    for span in spans:
        first, last = tokens.words_of(span.start, span.end)
        if first not in inside:
            widened.append(span)
            continue
        around = [
            w
            for w in longer
            if w.first <= first and last <= w.last and (w.first == first or w.last == last)
            and w.last - w.first > last - first
            and sum(owner[w.first : w.last + 1]) == last - first + 1
            and _fame(w) >= _fame(known.get((span.start, span.end)))
        ]  # fmt: skip
        best = max(around, key=lambda w: w.last - w.first, default=None)
        if best is None or first > last:
            widened.append(span)
            continue
        kind = best.hits[0].entity.kind
        roles = span.roles if kind is span.kind else ()
        widened.append(replace(span, start=best.start, end=best.end, kind=kind, roles=roles))
    return widened


def _adjoined(
    tokens: Tokens, spans: Sequence[TaggedSpan], owner: Sequence[int], windows: Sequence[NameWindow]
) -> list[TaggedSpan]:
    """Spans, single words side by side that a tagger took for two names as one person.

    "Parks Tau" is nobody's town and nobody's firm: one of the two is tagged as a person, and
    neither is a country, an adjective or a well-known place.
    """
    famous = {w.first for w in windows if w.first == w.last and _is_no_given_name(w)}
    runs = [(*tokens.words_of(span.start, span.end), span) for span in spans]
    single = {first: span for first, last, span in runs if first == last}
    joined: list[TaggedSpan] = []
    taken: set[int] = set()
    for first, span in sorted(single.items()):
        other = single.get(first + 1)
        if (
            other is not None and first not in taken and tokens.gap(first) == " "
            and owner[first] == owner[first + 1] == 1
            and Kind.PERSON in (span.kind, other.kind)
            and famous.isdisjoint((first, first + 1))
            and not (span.adjectival or other.adjectival or tokens[first + 1].opens)
        ):  # fmt: skip
            whole = replace(span, end=other.end, kind=Kind.PERSON, roles=())
            joined.append(replace(whole, probability=max(span.probability, other.probability)))
            taken |= {first, first + 1}
    kept = [span for first, last, span in runs if taken.isdisjoint(range(first, last + 1))]
    return _hyphened(tokens, [*kept, *joined])


def _hyphened(tokens: Tokens, spans: Sequence[TaggedSpan]) -> list[TaggedSpan]:
    """Spans, a double given name as one with what follows: "Mary-Kate" and "O'Donnell"."""
    people = {tokens.words_of(s.start, s.end)[0]: s for s in spans if s.kind is Kind.PERSON}
    joined: list[TaggedSpan] = []
    parts: set[tuple[int, int]] = set()
    for first, span in people.items():
        other = people.get(first + 1)
        _, last = tokens.words_of(span.start, span.end)
        if other is None or tokens.gap(first) != "-" or last != first:
            continue
        if tokens.words_of(other.start, other.end)[1] > first + 1:
            joined.append(replace(span, end=other.end))
            parts |= {(span.start, span.end), (other.start, other.end)}
    return [*(s for s in spans if (s.start, s.end) not in parts), *joined]


def _is_no_given_name(window: NameWindow) -> bool:
    return any(
        hit.entity.prominence >= _FAMOUS or hit.name.type in ADJECTIVAL for hit in window.hits
    )


def _fame(window: NameWindow | None) -> float:
    return max((hit.entity.prominence for hit in window.hits), default=0.0) if window else 0.0


def _is_famous(window: NameWindow) -> bool:
    best = window.hits[0]
    return best.entity.prominence >= _FAMOUS and best.name.type is NameType.PRIMARY


def _holds(known: Known, start: int, end: int, kind: Kind, least: float = 0.0) -> bool:
    window = known.get((start, end))
    return window is not None and any(
        hit.entity.kind is kind and hit.entity.prominence >= least for hit in window.hits
    )


def _with_possessive(tokens: Tokens, span: TaggedSpan, known: Known) -> TaggedSpan:
    """ "Macy's" is a name with the "'s", as the gazetteer holds it.

    "Smith's" are not The Smiths, and "Lowe's" is not a shop where the text has a Kevin Lowe.
    """
    end = span.end + 2
    possessive = tokens.text[span.end : end] in ("'s", "’s")
    first, last = tokens.words_of(span.start, span.end)
    own = span.kind is Kind.ORGANISATION or tokens.word(first) in ("st", "saint")
    if own and possessive and _holds(known, span.start, end, span.kind):
        spelt = any(mark in h.name.text for h in known[span.start, end].hits for mark in "'’")
        if spelt and not (first == last and _is_surname(tokens, first)):
            return replace(span, end=end)
    return span


def _without_note(tokens: Tokens, span: TaggedSpan, known: Known) -> TaggedSpan:
    """ "China30" is China with the number of a note, where nothing is held under the whole."""
    first, last = tokens.words_of(span.start, span.end)
    if first >= last or not _NOTE.fullmatch(tokens[last].text) or tokens.gap(last - 1):
        return span
    end = tokens[last - 1].end
    window = known.get((span.start, end))
    if window is None or tokens[last - 1].shouted or (span.start, span.end) in known:
        return span
    noted = any(  # "Cloud9" and "MI5" are names
        hit.entity.kind is Kind.PLACE and hit.entity.prominence >= _LEAST_PROMINENCE
        and hit.name.type is NameType.PRIMARY
        for hit in window.hits
    )  # fmt: skip
    return replace(span, end=end) if noted else span


def _is_surname(tokens: Tokens, index: int) -> bool:
    """Whether a word ends a name of two words elsewhere in the text, without a possessive."""
    word = tokens[index].text
    return any(
        token.text == word and not token.possessive and tokens[i - 1].capital
        and tokens.gap(i - 1) == " "
        for i, token in enumerate(tokens.items)
        if i and i != index
    )  # fmt: skip


def _without_small_words(tokens: Tokens, span: TaggedSpan) -> TaggedSpan:
    first, last = tokens.words_of(span.start, span.end)
    capital = [i for i in range(first, last + 1) if not tokens[i].text.islower()]
    if not capital:
        return span
    end = last
    while end > capital[-1] and _is_small(tokens, end) and _is_beside(tokens, end - 1):
        end -= 1
    start = first
    if span.kind is not Kind.PLACE:
        start = _last_small(tokens, first, end)
    if (start, end) == (first, last):
        return span
    cut = tokens[end].end if end != last else span.end
    begin = tokens[start].start if start != first else span.start
    return replace(span, start=begin, end=cut)


def _is_beside(tokens: Tokens, index: int) -> bool:
    """Whether a word and the next one stand side by side: "Forum's secretariat" too."""
    return tokens.gap(index) == " " or tokens[index].possessive


def _is_small(tokens: Tokens, index: int) -> bool:
    word = tokens.word(index)
    kept = word in _PARTICLES or (word in AREA_WORDS and word not in _NO_NAMES)
    return tokens[index].text.islower() and not kept


def _last_small(tokens: Tokens, first: int, last: int) -> int:
    """The word behind the last lower-case one that belongs to no name."""
    for index in range(last - 1, first - 1, -1):
        if _is_small(tokens, index) and tokens.gap(index) == " " and len(tokens[index].text) > 2:
            first = index + 1
            break
    while first < last and tokens.word(first) in _LINKING and tokens[first].text.islower():
        first += 1
    return first


def _two_places(tokens: Tokens, span: TaggedSpan, known: Known) -> Iterator[TaggedSpan]:
    first, last = tokens.words_of(span.start, span.end)
    for index in range(first, last):
        one = replace(span, end=tokens[index].end)
        other = replace(span, start=tokens[index + 1].start)
        gap = tokens.gap(index)
        dotted = gap == ". " or (gap == " " and tokens[index].text.endswith("."))
        if gap == ". ":
            one = replace(one, end=one.end + 1)
        if tokens.word(index + 1) in ("and", "&") and gap == " " and index + 2 <= last:
            other = replace(span, start=tokens[index + 2].start)
            gap = "&"
        if not (_holds(known, one.start, one.end, Kind.PLACE) and gap in _BETWEEN_PLACES):
            continue
        window = known.get((other.start, other.end))
        if window is None:
            continue
        near = gap == " " and lies_in(known[one.start, one.end], window)
        if gap in (" ", ". ") and not (near or dotted):
            continue
        if gap in ("-", "–", "&") and not _holds(
            known, other.start, other.end, Kind.PLACE, _LEAST_PROMINENCE
        ):
            continue
        yield from (one, other)
        return
    yield span


def lies_in(inner: NameWindow, outer: NameWindow) -> bool:
    """Return whether a place of one name lies in a country or division of the other."""
    areas = {hit.entity.id for hit in outer.hits if is_administrative(hit.entity.feature)}
    return any(not areas.isdisjoint(hit.entity.containers) for hit in inner.hits)


def _parts_of_organisation(tokens: Tokens, span: TaggedSpan, known: Known) -> Iterator[TaggedSpan]:
    first, last = tokens.words_of(span.start, span.end)
    for index in range(first, last):
        gap, following = tokens.gap(index), tokens.word(index + 1)
        owned = tokens[index].possessive and tokens.word(first) not in _SAINTS
        if owned and _owns(known, span.start, tokens[index].end):
            yield replace(span, start=tokens[index + 1].start)
            return
        if (
            following == "and" and tokens.word(index + 2) == "the"
            and first < index and index + 3 < last
        ):  # fmt: skip
            yield from split_known(tokens, replace(span, end=tokens[index].end), known)
            yield from split_known(tokens, replace(span, start=tokens[index + 3].start), known)
            return
        if following == "of" and gap == " " and _comes_from(tokens, first, index, last, known):
            yield replace(span, end=tokens[index].end)
            return
    if (cut := _behind_country(tokens, first, last, span, known)) is not None:
        yield cut
        return
    while last > first and tokens.word(last) in lexicon().titles and tokens[last].capital:
        if tokens.word(last - 1) in _LINKING:  # "Forest of Dean"
            break
        last -= 1
        span = replace(span, end=tokens[last].end)
    yield span


def _behind_country(
    tokens: Tokens, first: int, last: int, span: TaggedSpan, known: Known
) -> TaggedSpan | None:
    """ "Saudi Public Investment Fund": what is held is what stands behind the adjective."""
    window = known.get((tokens[first].start, tokens[first].end))
    adjective = window is not None and any(h.name.type in ADJECTIVAL for h in window.hits)
    rest = tokens[first + 1].start
    held = _holds(known, rest, span.end, Kind.ORGANISATION, _LEAST_PROMINENCE)
    return replace(span, start=rest) if adjective and held and last - first > 1 else None


def _owns(known: Known, start: int, end: int) -> bool:
    """Whether a country or an organisation is named before a possessive: "Israel's Shin Bet"."""
    place = _holds(known, start, end, Kind.PLACE, _WELL_KNOWN)
    return place or _holds(known, start, end, Kind.ORGANISATION, _LEAST_PROMINENCE)


def _comes_from(tokens: Tokens, first: int, index: int, last: int, known: Known) -> bool:
    """Whether "X of Y" says where X is from: Y is a place, and X has no head that takes "of"."""
    lists = lexicon()
    heads = (tokens.word(i) for i in range(first, index + 1))
    if any(w in lists.organisation_ends or w in lists.organisation_of for w in heads):
        return False
    if first == index and tokens.word(index) in lists.facility_ends | lists.place_ends:
        return False  # "Stadium of Light", "Forest of Dean"
    of = index + 2 + (tokens.word(index + 2) == "the")  # "Shell of the Netherlands"
    return of <= last and _holds(known, tokens[of].start, tokens[last].end, Kind.PLACE)
