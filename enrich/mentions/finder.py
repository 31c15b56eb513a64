"""Stage 1: a document in, its mentions out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from enrich.deadline import check_time
from enrich.languages import (
    MULTILINGUAL,
    Language,
    detect_language,
    is_served,
    scan_note,
    tagged_note,
)
from enrich.mentions.called import propose_called
from enrich.mentions.embedded import inner_places
from enrich.mentions.found import Found
from enrich.mentions.items import Items, find_items
from enrich.mentions.joining import join
from enrich.mentions.kinds import is_river
from enrich.mentions.newswire.bylines import find_authors
from enrich.mentions.newswire.datelines import Dateline, find_datelines, split_datelines
from enrich.mentions.plain import plain_name
from enrich.mentions.proposals import Joined, Proposal
from enrich.mentions.relations import note_relations, part_of
from enrich.mentions.roles import PlaceName, Roles, decide_role
from enrich.mentions.scan.scanning import scan_given, scan_mentions, scan_quoted
from enrich.mentions.scan.tagged import find_tagged
from enrich.mentions.shortforms import propose_short_forms
from enrich.mentions.taggers.protocol import RoleTagger, Tagger
from enrich.mentions.teams import name_teams
from enrich.mentions.tokens import Tokens, tokenise
from enrich.mentions.windows import find_windows, words_of_hashtag
from enrich.model import Document, Mention, Role
from enrich.text.layout import find_blocks
from gazetteer.model import ADJECTIVAL, Kind
from gazetteer.store import Gazetteer

_HAMLET = 0.35  # prominence: a town of some ten thousand people
_GREAT = 0.5


class MentionFinder:
    """Finds mentions with a tagger, the gazetteer and hand-written rules.

    Args:
        gazetteer: The names to look for.
        tagger: What reads the text.

    Example:
        >>> from enrich.mentions.taggers.model import NameTagger
        >>> with Gazetteer.open() as gazetteer:
        ...     find = MentionFinder(gazetteer, NameTagger(gazetteer))
        ...     [mention.text for mention in find(Document("Talks in Yerevan failed."))]
        ['Yerevan']
    """

    def __init__(self, gazetteer: Gazetteer, tagger: Tagger) -> None:
        self._gazetteer = gazetteer
        self._tagger = tagger

    def __call__(self, document: Document) -> Found:
        """Return the mentions of a document in the order of its text, and the names beside them.

        Where the caller gave the spans, these are the mentions, and the other names of the text
        are context: they tell where the given ones lie.
        """
        document, datelines = self._with_datelines(document)
        language = detect_language(document.text, document.language)
        if not is_served(language, self.languages):
            return self._in_another_language(document, datelines, language)
        tokens = tokenise(document.text)
        names = self._names(tokens, find_items(document.text, document.blocks or ()))
        if document.spans is not None:
            noted = note_relations(document.text, self._given(document, tokens, names))
            given = tuple(part_of(mention, self._gazetteer) for mention in noted)
            spans = sorted((m.start, m.end) for m in given)
            apart = (_mention(tokens, n) for n in names if not _touches(n.proposal, spans))
            return Found(_filed(given, datelines, document), tuple(apart))
        read = (self._of_known_kind(_mention(tokens, name), tokens.text) for name in names)
        noted = note_relations(document.text, read)
        found = tuple(part_of(mention, self._gazetteer) for mention in noted)
        found = name_teams(tokens, found, self._gazetteer)
        found = propose_called(document.text, found, self._gazetteer)
        found = _signed(scan_quoted(document, self._gazetteer, found), document)
        return Found(_filed(found, datelines, document))

    def _with_datelines(self, document: Document) -> tuple[Document, tuple[Dateline, ...]]:
        """The document with its datelines on lines of their own."""
        blocks = find_blocks(document.text) if document.blocks is None else document.blocks
        datelines = find_datelines(document.text, blocks, self._gazetteer)
        text, blocks = split_datelines(document.text, blocks, datelines)
        return replace(document, text=text, blocks=blocks), datelines

    def _in_another_language(
        self, document: Document, datelines: Sequence[Dateline], language: Language
    ) -> Found:
        """The mentions of a text in a language that the tagger is not made for."""
        gazetteer = self._gazetteer
        if document.spans is not None:
            found = scan_given(document, gazetteer, language)
            return Found(_filed(found, datelines, document))
        if is_served(language, MULTILINGUAL):
            found = find_tagged(document, gazetteer, language, self._multilingual)
            return Found(_filed(found, datelines, document), note=tagged_note(language))
        found = scan_mentions(document, gazetteer, language)
        return Found(_filed(found, datelines, document), note=scan_note(language))

    @cached_property
    def _multilingual(self) -> Tagger:
        from enrich.mentions.taggers.multilingual import MultilingualTagger

        return MultilingualTagger()

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639-1 codes of the languages that the tagger is made for, None for all.

        Texts in others are read by the multilingual tagger, or scanned.
        """
        return self._tagger.languages

    def _names(self, tokens: Tokens, items: Items) -> list[Joined]:
        windows = find_windows(tokens, self._gazetteer)
        check_time()
        tagged = self._tagger(tokens.text)
        check_time()
        names = join(tokens, tagged, windows, self._gazetteer, items)
        if not isinstance(self._tagger, RoleTagger):
            names += inner_places(names, windows)
        names += _short_forms(tokens, names, self._gazetteer)
        return sorted(names, key=lambda n: (n.proposal.start, -n.proposal.end))

    def _of_known_kind(self, mention: Mention, text: str) -> Mention:
        """A place that only a hamlet is called, and a great organisation: "the Kremlin"."""
        at = mention.start, mention.end
        if mention.kind is not Kind.PLACE or is_river(text, *at, self._gazetteer):
            return mention
        hits = self._gazetteer.lookup(mention.name)
        known = dict.fromkeys(Kind, 0.0)
        for hit in hits:
            known[hit.entity.kind] = max(known[hit.entity.kind], hit.entity.prominence)
        if known[Kind.PLACE] >= _HAMLET or known[Kind.ORGANISATION] < _GREAT:
            return mention
        return replace(mention, kind=Kind.ORGANISATION, role=None, roles=())

    def _given(
        self, document: Document, tokens: Tokens, names: Sequence[Joined]
    ) -> Iterator[Mention]:
        """The mentions that the caller gave, each with its kind and role filled in."""
        spans = document.spans or ()
        roles: Sequence[Roles] = [() for _ in spans]
        if isinstance(self._tagger, RoleTagger):
            roles = self._tagger.roles_of(document.text, [(start, end) for start, end, _ in spans])
        outer = (name.proposal for name in names if not name.embedded)
        longer = [p for p in outer if p.kind is Kind.ORGANISATION and p.last > p.first]
        for (start, end, kind), of_span in zip(spans, roles, strict=True):
            text = document.text[start:end]
            hits = self._gazetteer.lookup(text, kind)
            kind = kind or (hits[0].entity.kind if hits else Kind.PLACE)  # noqa: PLW2901
            plain = plain_name(text, kind, self._gazetteer)
            lookup = "" if plain == text else plain
            if kind is not Kind.PLACE:
                yield Mention(start, end, text, kind, None, "given", lookup=lookup)
                continue
            types = {h.name.type for h in hits if h.entity.kind is Kind.PLACE}
            place = PlaceName(
                *tokens.words_of(start, end),
                adjective=bool(types) and types.issubset(ADJECTIVAL),
                embedded=_is_inside(longer, start, end),
            )
            role, probable = decide_role(tokens, place, of_span)
            yield Mention(start, end, text, kind, role, "given", probable, lookup)


def _short_forms(tokens: Tokens, names: Sequence[Joined], gazetteer: Gazetteer) -> list[Joined]:
    """Surnames, initials and misspellings of names found, where nothing is found yet."""
    outer = [n.proposal for n in names if not n.embedded]
    covered = {i for p in outer for i in range(p.first, p.last + 1)}
    return [
        Joined(p)
        for p in propose_short_forms(tokens, outer, gazetteer)
        if covered.isdisjoint(range(p.first, p.last + 1))
    ]


def _filed(
    found: Sequence[Mention], datelines: Sequence[Dateline], document: Document
) -> tuple[Mention, ...]:
    """Mentions, those of datelines as the grammar reads these.

    Where the caller gave the spans, places of a dateline among them get its role.
    """
    if not datelines:
        return tuple(found)
    filed = {(m.start, m.end): m for d in datelines for m in d.mentions(document.text)}
    as_filed = [_as_filed(mention, filed) for mention in found]
    if document.spans is not None:
        return tuple(as_filed)
    lines = [(dateline.start, dateline.end) for dateline in datelines]
    kept = [m for m in as_filed if not _touches(m, lines)]
    inside = {(m.start, m.end): m for m in as_filed if m.role is Role.DATELINE}
    return tuple(sorted([*kept, *(filed | inside).values()], key=lambda m: (m.start, -m.end)))


def _as_filed(mention: Mention, filed: Mapping[tuple[int, int], Mention]) -> Mention:
    """A mention with the role that its dateline gives it; its base form stays."""
    of_dateline = filed.get((mention.start, mention.end))
    if of_dateline is None or not mention.kind is of_dateline.kind is Kind.PLACE:
        return mention
    return replace(mention, role=of_dateline.role, roles=())


def _signed(found: Sequence[Mention], document: Document) -> tuple[Mention, ...]:
    """Mentions, those of bylines as these are read."""
    authors = list(find_authors(document.text, document.blocks or ()))
    spans = sorted((m.start, m.end) for m in authors)
    kept = [m for m in found if not _touches(m, spans)]
    return tuple(sorted([*kept, *authors], key=lambda m: (m.start, -m.end)))


def _mention(tokens: Tokens, name: Joined) -> Mention:
    p = name.proposal
    text = tokens.text[p.start : p.end]
    lookup = words_of_hashtag(text) if tokens.text[max(0, p.start - 1)] == "#" else ""
    lookup = "" if lookup == text else lookup
    if p.kind is not Kind.PLACE:
        return Mention(p.start, p.end, text, p.kind, None, p.found_by, lookup=lookup)
    place = PlaceName(p.first, p.last, p.adjective, name.embedded)
    role, roles = decide_role(tokens, place, name.span.roles if name.span else ())
    return Mention(p.start, p.end, text, p.kind, role, p.found_by, roles, lookup)


def _is_inside(names: Sequence[Proposal], start: int, end: int) -> bool:
    """Whether a span is part of a longer name, as "Texas" is of "University of Texas"."""
    at = bisect_right(names, start, key=lambda name: name.start) - 1
    return at >= 0 and end <= names[at].end and (start, end) != (names[at].start, names[at].end)


def _touches(name: Mention | Proposal, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a name has a code point in common with any of the spans, sorted by their starts."""
    at = bisect_left(spans, (name.end,))
    return any(end > name.start for _, end in spans[max(0, at - 8) : at])
