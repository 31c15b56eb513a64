"""Of what kind a tagged name is: rules 3 to 6 of ``joining``, in the order in which they apply.

3. **One kind for one span.** A span tagged as a place and as something else is a place, as a team
   or a government is named by one, unless the gazetteer holds the name for other kinds only or
   the name says that it is an organisation; what places the gazetteer knows inside it are then
   embedded: "University of Texas".
4. **Kind by vote.** A name that the tagger takes for different kinds in one text is what it is
   taken for most, weighted by probability, but where the tagger is certain (``_CERTAIN``): short
   surnames are often taken for organisations.
   A single word that ends the full name of a person in the same text is that person, unless a
   word before it, such as "in", or a tagger beyond doubt says that it is a place; likewise one
   that begins a full name, if it is tagged as a person somewhere.
   What ends like a facility ("Magenta Airport", "Highway 401"), or is a road by the words around it
   ("on the A120"), is a place unless the gazetteer holds it for an organisation.
5. **Kind by knowledge.** A span that the tagger is unsure of (below ``UNSURE``) is a person or an
   organisation if the gazetteer holds the name for that kind only. Below ``_DOUBTED`` it is a place
   if only places bear the name, a large city among them, and, for a person, if no word of it is a
   given name or a surname: most towns share theirs with somebody. What stands behind a full name
   and "of" is a place, if the gazetteer holds one of that name and no organisation. However sure
   the tagger is, a place is an organisation that is famous by its very name where no place of that
   name is (the White House), unless the area that it lies in follows. What stands as rivers do is
   one, if the gazetteer holds it: "on the Amazon".
6. **Kind by list.** Of the names of a list, "Bursa, Balikesir and Manisa", one that is tagged
   otherwise than all others is what they are, if the gazetteer holds it so or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from enrich.mentions.lexicon import lexicon
from enrich.mentions.noise import is_road
from enrich.mentions.splitting import Known
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.tokens import Tokens
from enrich.mentions.windows import NameWindow
from enrich.text.areawords import is_named_as_river, river_names
from gazetteer.codes import is_country
from gazetteer.model import Kind, NameType
from gazetteer.names import surname
from gazetteer.store import Gazetteer

UNSURE: Final = 0.6
_CERTAIN: Final = 0.9
_SUREST: Final = 0.97
_ROADS: Final = frozenset("highway interstate motorway expressway freeway route turnpike".split())
"""What a number follows in the name of a road: "Highway 401"."""
_LONGEST_TAIL: Final = 3
_DOUBTED: Final = 0.7
"""Below it what shares a city's name is that city: teams and people are tagged more surely."""
_FAMOUS: Final = 0.8
_FAR_BETTER: Final = 0.4
"""Prominence of a body that everyone knows, and how far that of a place must lie below it. The Holy
See is less: in news it is as often the Vatican."""
_CITY: Final = 0.5
"""Prominence of a large city."""
_LIST_GAPS: Final = frozenset({", ", " and ", ", and ", " or ", ", or ", "; ", " & "})


def settle_kinds(
    tokens: Tokens, spans: Iterable[TaggedSpan], known: Known, gazetteer: Gazetteer
) -> list[TaggedSpan]:
    """Return spans, no two of one place in the text, each with the kind that it has."""
    settled = _of_one_kind(tokens, _whole_facilities(tokens, spans), known)
    settled = [_by_facility(tokens, span, known) for span in settled]
    settled = _surnames(tokens, _by_vote(tokens, settled))
    settled = [_by_knowledge(tokens, span, known, gazetteer) for span in settled]
    settled = _by_person(tokens, settled, known)
    return _by_list(tokens, settled, known)


def tagged_twice(spans: Sequence[TaggedSpan]) -> set[tuple[int, int]]:
    """Return the offsets at which a place and an organisation were tagged in one."""
    offsets = {kind: {(s.start, s.end) for s in spans if s.kind is kind} for kind in Kind}
    return offsets[Kind.PLACE] & offsets[Kind.ORGANISATION]


def _of_one_kind(tokens: Tokens, spans: Iterable[TaggedSpan], known: Known) -> list[TaggedSpan]:
    """Rule 3."""
    by_offsets: dict[tuple[int, int], list[TaggedSpan]] = {}
    for span in spans:
        by_offsets.setdefault((span.start, span.end), []).append(span)
    chosen: list[TaggedSpan] = []
    for alike in by_offsets.values():
        held = _by_form(tokens, alike[0]) or _kinds_held(alike[0], known)
        possible = [s for s in alike if s.kind in held] or alike
        chosen.append(max(possible, key=lambda s: (s.kind is Kind.PLACE, s.probability)))
    return chosen


def _by_form(tokens: Tokens, span: TaggedSpan) -> set[Kind]:
    """ "University of X" and "X College" are organisations, whatever X is."""
    first, last = tokens.words_of(span.start, span.end)
    if first >= last:
        return set()
    lists = lexicon()
    named = tokens.word(first) in lists.organisation_of and tokens.word(first + 1) == "of"
    named = named or tokens.word(last) in lists.organisation_ends
    return {Kind.ORGANISATION} if named else set()


def _by_vote(tokens: Tokens, spans: Sequence[TaggedSpan]) -> list[TaggedSpan]:
    """Rule 4."""
    votes: dict[str, dict[Kind, float]] = {}
    for span in spans:
        kinds = votes.setdefault(tokens.text[span.start : span.end], dict.fromkeys(Kind, 0.0))
        kinds[span.kind] += span.probability
    voted: list[TaggedSpan] = []
    for span in spans:
        kinds = votes[tokens.text[span.start : span.end]]
        best = max(Kind, key=lambda k: (kinds[k], k is span.kind))
        voted.append(span if span.probability >= _CERTAIN else _of_kind(span, best))
    return voted


def _of_kind(span: TaggedSpan, kind: Kind) -> TaggedSpan:
    return span if kind is span.kind else replace(span, kind=kind)


def _surnames(tokens: Tokens, spans: Sequence[TaggedSpan]) -> list[TaggedSpan]:
    """Rule 4, of surnames and given names."""
    people = [tokens.text[s.start : s.end] for s in spans if s.kind is Kind.PERSON]
    surnames = {surname(name) for name in people if " " in name} - {""}
    given = {name.split()[0] for name in people if " " in name} & set(people)
    settled: list[TaggedSpan] = []
    for span in spans:
        name = tokens.text[span.start : span.end]
        # "She flew to London", though a Jack London is named as well.
        sure_place = span.kind is Kind.PLACE and span.probability >= _SUREST
        named = (name in surnames and not sure_place) or name in given
        if span.kind is not Kind.PERSON and named and not _is_located(tokens, span):
            sure = max(span.probability, _CERTAIN)
            span = replace(span, kind=Kind.PERSON, probability=sure)  # noqa: PLW2901
        settled.append(span)
    return settled


def _is_located(tokens: Tokens, span: TaggedSpan) -> bool:
    first, last = tokens.words_of(span.start, span.end)
    return tokens.word(first - 1) in lexicon().locative or tokens.gap(last).startswith(", ")


def is_river(text: str, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Return whether a name stands as a river's does, and the gazetteer holds one of that name.

    "A boat on the Amazon" names neither the company nor anybody called so.
    """
    if not is_named_as_river(text, start, end):
        return False
    return any(gazetteer.lookup(name, Kind.PLACE) for name in river_names(text[start:end]))


def is_facility(tokens: Tokens, span: TaggedSpan) -> bool:
    """Return whether a name is one of a facility by its form: "Highway 401", "Port of Poti"."""
    first, last = tokens.words_of(span.start, span.end)
    if first >= last:
        return False
    lists = lexicon()
    numbered = tokens[last].text[0].isdigit() and tokens.word(last - 1) in _ROADS
    named = tokens.word(last) in lists.facility_ends and tokens[last].capital
    of_place = tokens.word(first) in lists.facility_of and tokens.word(first + 1) == "of"
    return numbered or named or of_place


def _whole_facilities(tokens: Tokens, spans: Iterable[TaggedSpan]) -> Iterator[TaggedSpan]:
    """Names that go on to the word for a facility: "Al" of "Al Nahyan Stadium"."""
    ends, spans = lexicon().facility_ends, list(spans)
    runs = [tokens.words_of(span.start, span.end) for span in spans]
    taken = {index for first, last in runs for index in range(first, last + 1)}
    for span, (_, last) in zip(spans, runs, strict=True):
        end = last
        while end - last < _LONGEST_TAIL and tokens.gap(end) == " " and tokens[end + 1].capital:
            end += 1
            if end in taken:
                end = last + _LONGEST_TAIL
                continue
            if tokens.word(end) in ends and not span.adjectival:
                kind = Kind.PLACE if span.kind is Kind.PERSON else span.kind
                yield replace(span, end=tokens[end].end, kind=kind)
                break
        else:
            yield span


def _by_facility(tokens: Tokens, span: TaggedSpan, known: Known) -> TaggedSpan:
    """Rule 4, of facilities."""
    held = Kind.ORGANISATION in _kinds_held(span, known)
    if span.kind is not Kind.ORGANISATION or held:
        return span
    if not is_facility(tokens, span) and not is_road(tokens, span.start, span.end):
        return span
    return replace(span, kind=Kind.PLACE)


def _by_person(tokens: Tokens, spans: Sequence[TaggedSpan], known: Known) -> list[TaggedSpan]:
    """Rule 5, of where somebody is from: "James Tauber of Nelson"."""
    people = {s.end for s in spans if s.kind is Kind.PERSON and " " in tokens.text[s.start : s.end]}

    def is_home(span: TaggedSpan) -> bool:
        behind = tokens.text[: span.start].removesuffix(" of ")
        held = _kinds_held(span, known)
        return len(behind) in people and Kind.PLACE in held and Kind.ORGANISATION not in held

    return [
        replace(s, kind=Kind.PLACE) if s.kind is not Kind.PLACE and is_home(s) else s for s in spans
    ]


def _kinds_held(span: TaggedSpan, known: Known) -> set[Kind]:
    window = known.get((span.start, span.end))
    return window.kinds if window else set()


def _by_knowledge(
    tokens: Tokens, span: TaggedSpan, known: Known, gazetteer: Gazetteer
) -> TaggedSpan:
    """Rule 5."""
    kinds = _kinds_held(span, known)
    if span.kind is Kind.PLACE and not span.adjectival and _is_famous_body(tokens, span, known):
        return replace(span, kind=Kind.ORGANISATION)
    at = span.start, span.end
    if span.kind is not Kind.PLACE and is_river(tokens.text, *at, gazetteer):
        return replace(span, kind=Kind.PLACE, probability=max(span.probability, _CERTAIN))
    if span.kind is Kind.ORGANISATION and _abbreviates_country(tokens, span, known):
        return replace(span, kind=Kind.PLACE)
    if span.kind is Kind.PERSON and span.probability < _CERTAIN and _is_state(span, known):
        return replace(span, kind=Kind.PLACE)  # though somebody is called Armenia
    if len(kinds) != 1 or span.kind in kinds:
        return span
    (kind,) = kinds
    if kind is not Kind.PLACE:
        name = tokens.text[span.start : span.end]
        dotted = "." in name and name.replace(".", "").isupper()
        return replace(span, kind=kind) if span.probability < UNSURE or dotted else span
    place = span.probability < _DOUBTED and _is_city(span, known)
    if not place or _follows_title(tokens, span):
        return span
    text = tokens.text[span.start : span.end]
    if span.kind is Kind.PERSON and any(map(gazetteer.person_word, text.split())):
        return span
    return replace(span, kind=Kind.PLACE)


def _abbreviates_country(tokens: Tokens, span: TaggedSpan, known: Known) -> bool:
    """ "PNG", "DRC": capitals under which a country is better known than any organisation."""
    window = known.get((span.start, span.end))
    if window is None or not tokens.text[span.start : span.end].replace(".", "").isupper():
        return False
    best = max(window.hits, key=lambda hit: hit.entity.prominence)
    return is_country(best.entity.feature) and best.name.type is NameType.ABBREVIATION


def _is_famous_body(tokens: Tokens, span: TaggedSpan, known: Known) -> bool:
    """Whether a name is first of all that of an organisation, and no state or county follows."""
    window = known.get((span.start, span.end))
    if window is None:
        return False
    best = dict.fromkeys(Kind, 0.0)
    for hit in window.hits:
        if hit.name.type is NameType.PRIMARY:
            kind = hit.entity.kind
            best[kind] = max(best[kind], hit.entity.prominence)
    body = best[Kind.ORGANISATION]
    famous = body >= _FAMOUS and body - best[Kind.PLACE] >= _FAR_BETTER
    return famous and not _is_within(tokens, span, window, known)


def _is_within(tokens: Tokens, span: TaggedSpan, window: NameWindow, known: Known) -> bool:
    """Whether an area follows that a place of the name lies in: "White House, Tennessee"."""
    _, last = tokens.words_of(span.start, span.end)
    if tokens.gap(last) not in (", ", " ("):
        return False
    around = {area for hit in window.hits for area in hit.entity.containers}
    begins = tokens[last + 1].start
    behind = (hit for (start, _), held in known.items() if start == begins for hit in held.hits)
    return any(hit.entity.id in around for hit in behind)


def _is_state(span: TaggedSpan, known: Known) -> bool:
    """Whether a name is first of all that of a country."""
    window = known.get((span.start, span.end))
    best = max(window.hits, key=lambda h: h.entity.prominence, default=None) if window else None
    return (
        best is not None and is_country(best.entity.feature) and best.name.type is NameType.PRIMARY
    )


def _is_city(span: TaggedSpan, known: Known) -> bool:
    hits = known[span.start, span.end].hits
    return any(
        h.entity.prominence >= _CITY and h.entity.population > 0 and h.name.type in _NAMES
        for h in hits
    )


def _follows_title(tokens: Tokens, span: TaggedSpan) -> bool:
    first, _ = tokens.words_of(span.start, span.end)
    return tokens.word(first - 1).rstrip(".") in lexicon().titles


_NAMES: Final = (NameType.PRIMARY, NameType.OFFICIAL, NameType.VARIANT)


def _by_list(tokens: Tokens, spans: Sequence[TaggedSpan], known: Known) -> list[TaggedSpan]:
    """Rule 6."""
    ordered = sorted(spans, key=lambda s: (s.start, -s.end))
    settled: list[TaggedSpan] = []
    run: list[TaggedSpan] = []
    for span in [*ordered, None]:
        gap = tokens.text[run[-1].end : span.start] if run and span else ""
        if run and gap not in _LIST_GAPS:
            settled += _as_the_others(tokens, run, known)
            run = []
        if span is not None:
            run.append(span)
    return settled


def _as_the_others(tokens: Tokens, run: list[TaggedSpan], known: Known) -> Iterator[TaggedSpan]:
    """The names of a list, the odd one out among three or more as the others are."""
    kinds = Counter(span.kind for span in run)
    for span in run:
        others = {kind for kind, number in kinds.items() if number > (kind is span.kind)}
        kind = next(iter(others)) if len(run) > 2 and len(others) == 1 else span.kind
        held = _kinds_held(span, known)
        if len(run) > 2 and len(held) == 1 and held <= others:
            kind = next(iter(held))  # "Kherson, Mykolaiv, Zaporizhzhia and Dnipro", two and two
        unsure = span.probability < (_CERTAIN if kind in held else UNSURE)
        unsure = unsure and not _is_famous_body(tokens, span, known)
        yield _of_kind(span, kind) if unsure and (kind in held or not held) else span
