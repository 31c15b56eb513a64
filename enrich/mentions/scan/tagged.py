"""What the multilingual tagger finds in a text, joined with what the gazetteer scan finds.

The tagger knows how names are used, the scan what they are: their base forms, the adjectives of
countries, and particles that are written together with a name.

1. A tagged span stands, at the borders of the name that the gazetteer holds: "وبالقاهرة" is
   "القاهرة", and a longer name of the same kind that begins or ends with it is taken whole.
2. Its kind is the tagger's, unless that is in doubt (``SURE_KIND``) and the gazetteer holds
   the name as another kind only. A well-known place stays one, whatever it does, unless an
   organisation has its name: "Kiew fordert mehr".
3. A place of the scan inside the tagged name of an organisation is embedded in it.
4. Where nothing is tagged, a name of the scan joins when it is sure (``SURE``), a great city
   sooner (``SURE_KNOWN``), a famous place and an adjective of a country always.
5. A name of several words or with a capital that is tagged with certainty (``AGREED``) is found in
   the rest of the text too.
6. A lone surname has the base form of the same surname in a full name: "Фиданом" of Хакан Фидан.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from enrich.deadline import check_time
from enrich.languages import Language
from enrich.mentions.proposals import Proposal, Stretches
from enrich.mentions.scan.grammar import grammar_of
from enrich.mentions.scan.scanning import ScannedText, scan_text
from enrich.mentions.scan.scores import ScanHit
from enrich.mentions.scan.windows import ScanWindow, find_romanised, find_scan_windows
from enrich.mentions.scan.words import UNSPACED, is_cased, key_of, split_words
from enrich.mentions.taggers.protocol import TaggedSpan, Tagger
from enrich.model import Document, Mention, Role
from gazetteer.model import ADJECTIVAL, Kind, NameType
from gazetteer.names import fold
from gazetteer.store import Gazetteer

FOUND_BY: Final = "multilingual tagger"
SURE: Final = 5.0
"""Least score of a name of the scan that joins on its own, in the unit of ``evidence``."""
SURE_KNOWN: Final = 3.0
"""Likewise of a well-known place."""
WELL_KNOWN: Final = 0.6
"""Prominence of countries and great cities."""
FAMOUS: Final = 0.8
"""Prominence of countries and capitals, of which the scan alone is believed."""
TOWN: Final = 0.35
"""Prominence of a town of some ten thousand people."""
SURE_KIND: Final = 0.7
"""Probability from which the tagger's kind stands against the gazetteer's."""
AGREED: Final = 0.8
"""Least probability of a name that is looked for in the rest of the text."""
LEAST: Final = 0.35
"""A span less probable than this is none, unless the gazetteer holds it as that kind."""
_LEAST_ROLE: Final = {Role.METONYMIC: 0.5, Role.MODIFIER: 0.6}
"""Least probability of a role that has been learnt in English; else a place is literal."""
_LEAST_AGREED: Final = 2  # code points of a name that is looked for in the rest of a text
_KEYED: Final = 5  # code points by which such names are looked up
_OPENING: Final = re.compile("[“„«‹《「『]")
_CLOSING: Final = re.compile("[”»›》」』]")
_EDGE: Final = re.compile(
    r"[\s\"'“”„«»‘’‹›()\[\]{}.,;:!?…—–\-·*،؛؟。，、；：！？《》「」『』（）]+"
)


def find_tagged(
    document: Document, gazetteer: Gazetteer, language: Language, tagger: Tagger
) -> tuple[Mention, ...]:
    """Return the names of a text in the order of the text, places inside longer names among them.

    Args:
        document: Without given spans.
        gazetteer: Where names are known from.
        language: Of the text.
        tagger: Made for it.
    """
    text = document.text
    scanned = scan_text(text, gazetteer, grammar_of(language.code))
    check_time()
    tagged = [s for span in tagger(text) if (s := _without_edges(text, span)) is not None]
    check_time()
    return tuple(_Joining(text, scanned, gazetteer).mentions(tagged))


def _without_edges(text: str, span: TaggedSpan) -> TaggedSpan | None:
    """A span without quotation marks and the like at its borders, None where nothing is left."""
    start, end = span.start, span.end
    if opening := _EDGE.match(text, start, end):
        start = opening.end()
    while end > start and _EDGE.fullmatch(text[end - 1]):
        end -= 1
    if _CLOSING.search(text, start, end) and not _OPENING.search(text, start, end):
        start = span.start  # "«Сасна црер» партия": the marks are inside the name
    if start == end or not any(c.isalpha() for c in text[start:end]):
        return None
    return replace(span, start=start, end=end)


@dataclass(frozen=True, slots=True)
class _Name:
    """A mention, and the tagger's probability of it; 0 where the scan alone has it."""

    mention: Mention
    probability: float


class _Joining:
    """One text: its windows by their spans, and what the scan would take."""

    def __init__(self, text: str, scanned: ScannedText, gazetteer: Gazetteer) -> None:
        self._text = text
        self._scanned = scanned
        self._gazetteer = gazetteer
        self._windows: dict[tuple[int, int], list[ScanWindow]] = defaultdict(list)
        self._ending: dict[int, list[ScanWindow]] = defaultdict(list)
        self._grammar = grammar_of(scanned.code)
        self._chosen = {(r.proposal.start, r.proposal.end): r for r in scanned.chosen}
        self._ends = [reading.proposal.end for reading in scanned.chosen]
        for window in scanned.windows:
            self._windows[window.start, window.end].append(window)
            self._ending[window.end].append(window)

    def mentions(self, tagged: Sequence[TaggedSpan]) -> list[Mention]:
        """Join them."""
        outer, inner = _nested(tagged)
        outer = [part for span in outer for part in self._parted(span)]
        names = [n for span in outer if (n := self._name(span)) is not None]
        names = self._with_longer(names)
        taken = Stretches((n.mention.start, n.mention.end) for n in names)
        for reading in self._scanned.chosen:
            p = reading.proposal
            if p.score >= _least(reading) and taken.free(p.start, p.end):
                names.append(_Name(self._scanned.mention(reading), 0.0))
        names += self._again(names)
        mentions = self._with_surnames([n.mention for n in names])
        mentions += self._embedded(mentions, inner)
        return sorted(mentions, key=lambda m: (m.start, -m.end))

    def _name(self, span: TaggedSpan) -> _Name | None:
        start, end = self._borders(span)
        if self._is_common_word(start, end):
            return None
        chosen = self._chosen.get((start, end))
        windows = self._windows.get((start, end)) or self._looked_up(start, end)
        kinds = {hit.entity.kind for w in windows for hit in w.hits}
        taken_for = None if chosen is None else chosen.proposal.kind
        if chosen and (taken_for is span.kind or _stays(chosen, span.kind, kinds)):
            mention = self._scanned.mention(chosen)
            if mention.role is Role.LITERAL:
                in_text = _role(None, span.roles, adjectival=False)
                mention = replace(mention, role=in_text, roles=span.roles)
            return _Name(replace(mention, found_by=FOUND_BY), span.probability)
        kind, adjectival = span.kind, span.adjectival
        if kinds and kind not in kinds and span.probability < SURE_KIND and len(kinds) == 1:
            (kind,) = kinds
        if span.probability < LEAST and kind not in kinds:
            return None
        window, name_type, base = self._base(windows, kind, adjectival=adjectival)
        if name_type is not None and kind is Kind.PLACE:
            adjectival = name_type in ADJECTIVAL
        surface = self._text[start:end]
        role: Role | None = None
        roles = span.roles if kind is Kind.PLACE else ()
        if kind is Kind.PLACE:
            role = _role(name_type, roles, adjectival=adjectival)
        if adjectival:
            roles = ()  # told by its form
        lookup = base if window is not None and _differs(window, base, surface) else ""
        mention = Mention(start, end, surface, kind, role, FOUND_BY, roles, lookup)
        return _Name(mention, span.probability)

    def _parted(self, span: TaggedSpan) -> list[TaggedSpan]:
        """A place of several words that is held in parts: "خانقین عراق", a town in Iraq."""
        if span.kind is not Kind.PLACE or (span.start, span.end) in self._windows:
            return [span]
        inside: list[tuple[int, int]] = []
        for reading in self._scanned.chosen[bisect_left(self._ends, span.start + 1) :]:
            p = reading.proposal
            if p.end > span.end:
                break
            if p.start >= span.start and p.kind is Kind.PLACE:
                inside.append((p.start, p.end))
        covered = len(inside) > 1 and (inside[0][0], inside[-1][1]) == (span.start, span.end)
        if not covered or self._looked_up(span.start, span.end):
            return [span]
        return [replace(span, start=start, end=end) for start, end in inside]

    def _is_common_word(self, start: int, end: int) -> bool:
        """Whether a span is one word that is never a name, or a noun before one: "مدينة"."""
        grammar = self._grammar
        bases = grammar.bases(key_of(self._text[start:end]))
        keys = {base.key for base in bases if not base.steps or base.cut}
        lists = (grammar.never, grammar.locative, grammar.titles)
        return not all(keys.isdisjoint(words) for words in lists)

    def _borders(self, span: TaggedSpan) -> tuple[int, int]:
        """Where the name begins that is held under the rest of a word: a particle is cut off."""
        if (span.start, span.end) in self._windows:
            return span.start, span.end
        shorter = [
            w
            for w in self._ending.get(span.end, ())
            if w.start > span.start and self._word_start(w.first) == span.start
        ]
        best = min(shorter, key=lambda w: w.start, default=None)
        return (span.start if best is None else best.start), span.end

    def _looked_up(self, start: int, end: int) -> list[ScanWindow]:
        """What is held under a span that is no run of words, or was believed too little known.

        Chinese is not split into words; and of a name in another script a tagger's word is worth
        more than its fame, so that it is looked up in Latin letters too.
        """
        inside = split_words(self._text[start:end], self._scanned.code)
        tried = [
            *find_scan_windows(inside, self._gazetteer, self._grammar),
            *find_romanised(inside, self._gazetteer, self._grammar),
        ]
        whole = [w for w in tried if not w.start and w.end == end - start]
        if whole:
            return whole
        hits = tuple(self._gazetteer.lookup(self._text[start:end]))
        return [ScanWindow(0, 0, start, end, 0, hits)] if hits else []

    def _word_start(self, index: int) -> int:
        return self._scanned.tokens[index].start

    def _base(
        self, windows: Iterable[ScanWindow], kind: Kind, *, adjectival: bool
    ) -> tuple[ScanWindow | None, NameType | None, str]:
        """The best reading of a span as one kind: its window, its type and the name as held."""
        readings = [
            (window, hit) for window in windows for hit in window.hits if hit.entity.kind is kind
        ]
        best = max(
            readings,
            key=lambda r: (
                (r[1].name.type in ADJECTIVAL) == adjectival, -r[0].steps, r[1].entity.prominence,
            ),
            default=None,
        )  # fmt: skip
        if best is None:
            return None, None, ""
        return best[0], best[1].name.type, best[1].name.text

    def _with_longer(self, names: Sequence[_Name]) -> list[_Name]:
        """Names, those that are part of a longer known name of their kind replaced by it."""
        longer: dict[tuple[int, int], _Name] = {}
        kept = []
        for name in names:
            m = name.mention
            at = bisect_left(self._ends, m.end)
            around = self._scanned.chosen[at] if at < len(self._ends) else None
            if around is not None and _is_longer(around.proposal, m):
                p = around.proposal
                longer[p.start, p.end] = _Name(self._scanned.mention(around), name.probability)
            else:
                kept.append(name)
        crossing = Stretches(longer)
        return [
            *(n for n in kept if crossing.free(n.mention.start, n.mention.end)), *longer.values()
        ]  # fmt: skip

    def _again(self, names: Sequence[_Name]) -> Iterator[_Name]:
        """The same names where they stand untagged, as whole words."""
        sure: dict[str, list[_Name]] = defaultdict(list)
        telling = {n.mention.text: n for n in names if _is_telling(n)}
        for surface in sorted(telling, key=len, reverse=True):  # the longer name goes before
            sure[surface[:_KEYED]].append(telling[surface])
        if not sure:
            return
        taken = Stretches((n.mention.start, n.mention.end) for n in names)
        starts = {token.start for token in self._scanned.tokens.items}
        starts.update(match.start() for match in UNSPACED.finditer(self._text))
        for start in sorted(starts):
            for size in range(_KEYED, _LEAST_AGREED - 1, -1):
                for name in sure.get(self._text[start : start + size], ()):
                    end = start + len(name.mention.text)
                    same = self._text.startswith(name.mention.text, start)
                    if same and taken.free(start, end) and self._ends_word(end):
                        yield _Name(replace(name.mention, start=start, end=end), name.probability)
                        taken.add(start, end)

    def _ends_word(self, end: int) -> bool:
        following = self._text[end : end + 1]
        return not following.isalnum() or UNSPACED.match(following) is not None

    def _with_surnames(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Mentions, a lone inflected surname with that of the full name elsewhere as its base."""
        grammar = self._grammar
        surnames: dict[str, str] = {}
        for m in mentions:
            written, known = m.text.split(), m.name.split()
            if m.kind is Kind.PERSON and len(written) > 1 and known:
                for base in grammar.bases(key_of(written[-1])):
                    surnames.setdefault(base.key, known[-1])
        found = []
        for m in mentions:
            if m.kind is Kind.PERSON and not m.lookup and " " not in m.text:
                bases = grammar.bases(key_of(m.text))
                same = next((surnames[b.key] for b in bases if b.key in surnames), "")
                found.append(replace(m, lookup="" if same == m.text else same))
            else:
                found.append(m)
        return found

    def _embedded(
        self, mentions: Sequence[Mention], inner: Sequence[TaggedSpan]
    ) -> Iterator[Mention]:
        """Places inside the names of organisations, of the tagger and the scan."""
        bodies = Stretches((m.start, m.end) for m in mentions if m.kind is Kind.ORGANISATION)
        found: dict[tuple[int, int], Mention] = {}
        for span in inner:
            name = self._name(span) if bodies.inside(span.start, span.end) else None
            if name is not None and self._is_town(name.mention):
                found[name.mention.start, name.mention.end] = name.mention
        for reading in self._scanned.chosen:
            p = reading.proposal
            if p.kind is Kind.PLACE and bodies.inside(p.start, p.end):
                found[p.start, p.end] = self._scanned.mention(reading)
        last = -1
        for (start, end), mention in sorted(found.items()):
            if start >= last:
                adjective = mention.role in (Role.MODIFIER, Role.DEMONYM) and not mention.roles
                role = mention.role if adjective else Role.EMBEDDED
                yield replace(mention, role=role, roles=())
                last = end

    def _is_town(self, mention: Mention) -> bool:
        """Whether a place is held that a body may be named after; "Università" is a hamlet."""
        hits = self._gazetteer.lookup(mention.name, Kind.PLACE)
        return any(hit.entity.prominence >= TOWN for hit in hits)


def _nested(tagged: Sequence[TaggedSpan]) -> tuple[list[TaggedSpan], list[TaggedSpan]]:
    """Split spans into those that overlap nothing before them, and those inside another."""
    outer: list[TaggedSpan] = []
    inner: list[TaggedSpan] = []
    for span in tagged:
        (inner if outer and span.start < outer[-1].end else outer).append(span)
    return outer, inner


def _least(reading: ScanHit) -> float:
    """The least score of a name of the scan that nothing is tagged at."""
    if reading.hit.name.type in ADJECTIVAL:
        return 0.0
    if reading.proposal.kind is not Kind.PLACE:
        return SURE
    fame = reading.hit.entity.prominence
    return 0.0 if fame >= FAMOUS else SURE_KNOWN if fame >= WELL_KNOWN else SURE


def _stays(reading: ScanHit, tagged: Kind, kinds: Collection[Kind]) -> bool:
    """Whether a well-known place that is tagged as an organisation is a place all the same."""
    known = reading.hit.entity.prominence >= WELL_KNOWN
    place = reading.proposal.kind is Kind.PLACE and tagged is Kind.ORGANISATION
    return known and place and Kind.ORGANISATION not in kinds


def _is_longer(proposal: Proposal, mention: Mention) -> bool:
    """Whether a name of several words has a mention of its kind as a part."""
    size = mention.end - mention.start
    return (
        proposal.start <= mention.start
        and mention.end <= proposal.end
        and proposal.end - proposal.start > size
        and proposal.kind is mention.kind
        and proposal.last > proposal.first
    )


def _is_telling(name: _Name) -> bool:
    """Whether the same letters elsewhere in the text are hardly anything but the same name."""
    surface = name.mention.text
    if name.probability < AGREED or len(surface) < _LEAST_AGREED:
        return False
    if is_cased(surface):
        return surface[0].isupper()
    return " " in surface or len(surface) >= 2 * _LEAST_AGREED or bool(UNSPACED.match(surface))


def _differs(window: ScanWindow, base: str, surface: str) -> bool:
    return bool(window.steps) or fold(surface) != fold(base)


def _role(
    name_type: NameType | None, roles: Sequence[tuple[Role, float]], *, adjectival: bool
) -> Role:
    """The role of a place: adjectives by their form, others as the tagger says."""
    of = dict(roles)
    if adjectival:
        if name_type is not None:
            return Role.DEMONYM if name_type is NameType.DEMONYM else Role.MODIFIER
        people = of.get(Role.DEMONYM, 0.0) > of.get(Role.MODIFIER, 0.0)
        return Role.DEMONYM if people else Role.MODIFIER
    likely = [role for role, least in _LEAST_ROLE.items() if of.get(role, 0.0) >= least]
    return likely[0] if likely else Role.LITERAL
