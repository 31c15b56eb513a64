"""Golds and answers brought together: one ``JudgedSpan`` for each span that either has.

What is right: an answer is right when the entity has the GeoNames id or the Wikidata id of the
gold, and near when it is right or its point lies within 161 km of the gold's. Ids come first,
since two gazetteers may put one large country's point far apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from enrich.evaluation.demonyms import Rule, names_people
from enrich.evaluation.distances import LARGEST_KM, Coordinates, geodesic_km
from enrich.evaluation.gold import Gold, GoldDocument, is_asked
from enrich.evaluation.scores import WITHIN_KM, Score, Span
from enrich.model import Link, Nil
from gazetteer.errors import UnknownEntity
from gazetteer.model import Entity
from gazetteer.store import Gazetteer

Schemes = Mapping[str | None, frozenset[str]]
"""By kind, the schemes of ids that the golds of a corpus use: "geonames", "wikidata"."""

_PLACE: Final = "place"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a linker said of a span.

    Attributes:
        start: Offset of its first code point.
        end: Offset after its last.
        kind: "place", "person" or "organisation".
        score: Probability of the entity or, where there is none, of the best candidate.
        entity: CURIE, or None where it was left unlinked.
        name: Of the entity, or "".
        about: What tells it from its namesakes: "US, PPL", or "".
        ids: All its CURIEs.
        point: Latitude and longitude, or None.
        nil: Why it was left unlinked, or None.
        role: Of a place, in which sense it is named, or None.
        reason: In plain words, why.
    """

    start: int
    end: int
    kind: str
    score: float
    entity: str | None = None
    name: str = ""
    about: str = ""
    ids: frozenset[str] = frozenset()
    point: Coordinates | None = None
    nil: str | None = None
    role: str | None = None
    reason: str = ""

    @property
    def span(self) -> Span:
        """Start and end."""
        return self.start, self.end

    @classmethod
    def from_link(cls, link: Link) -> Answer:
        """Take what matters of a link."""
        mention, entity = link.mention, link.entity
        role = None if mention.role is None else str(mention.role)
        nil = None if link.nil is None else str(link.nil)
        unlinked = cls(
            mention.start, mention.end, str(mention.kind), link.score, nil=nil, role=role,
            reason=link.reason,
        )  # fmt: skip
        if entity is None:
            return unlinked
        return replace(
            unlinked,
            entity=entity.id,
            name=entity.name,
            about=", ".join(part for part in (entity.country, entity.feature) if part),
            ids=frozenset((entity.id, *entity.same_as)),
            point=_point(entity),
        )


@dataclass(frozen=True, slots=True)
class JudgedSpan:
    """A span, what is annotated there and what came out.

    Attributes:
        document: Id of the document.
        start: Offset of its first code point.
        end: Offset after its last.
        context: The mention in square brackets, with some text around it.
        gold: What is annotated, or None.
        answer: What came out, or None where the span was not found.
        demonym: Whether it is an adjective or a people.
        held: Whether the gazetteer holds the entity of the gold.
        novel: Whether name and id occur together in no training document; None where unknown.
        right: Whether the answer has an id of the gold.
        near: Whether it is right or lies within 161 km.
        distance_km: Between the points of gold and answer; None where one has none.
        error_km: 0 where it is right, else ``distance_km``, ``LARGEST_KM`` where it is not linked
            or has no point; None where the gold has no point.
        comparable: Whether the entity has an id in a scheme that golds of the kind use.
        counts: What it adds to the score of linking.
    """

    document: str
    start: int
    end: int
    context: str
    gold: Gold | None = None
    answer: Answer | None = None
    demonym: bool = False
    held: bool = False
    novel: bool | None = None
    right: bool = False
    near: bool = False
    distance_km: float | None = None
    error_km: float | None = None
    comparable: bool = False
    counts: Score = field(default_factory=Score)

    @property
    def kind(self) -> str | None:
        """As annotated, else as found."""
        if self.gold is not None and self.gold.kind is not None:
            return self.gold.kind
        return self.answer.kind if self.answer else None

    @property
    def span(self) -> Span:
        """Start and end."""
        return self.start, self.end

    @property
    def has_id(self) -> bool:
        """Whether the gold has an id, so that an answer can be right."""
        return self.gold is not None and bool(self.gold.curies)

    @property
    def linked(self) -> bool:
        """Whether there is an answer, and an entity in it."""
        return self.answer is not None and self.answer.entity is not None


@dataclass(frozen=True, slots=True)
class Judged:
    """The decisions of one document in one setting.

    Attributes:
        document: Its id.
        decisions: In the order of the text.
        ignored: Spans that count neither way: those of optional golds.
    """

    document: str
    decisions: tuple[JudgedSpan, ...]
    ignored: frozenset[Span] = frozenset()


@dataclass
class Knowledge:
    """What golds are compared with.

    Attributes:
        gazetteer: Of the linker that is evaluated.
        is_demonym: The rule of ``demonym_rule``.
        is_novel: Tells whether name and id of a gold occur together in no training document;
            None where nothing is known of the training.
        schemes: ``schemes_of`` the corpus.
    """

    gazetteer: Gazetteer
    is_demonym: Rule
    is_novel: Callable[[GoldDocument, Gold], bool] | None = None
    schemes: Schemes = field(default_factory=dict)
    _held: dict[str, Entity | None] = field(default_factory=dict)

    def of(self, documents: Iterable[GoldDocument]) -> Knowledge:
        """Return the same with the schemes of a corpus."""
        return replace(self, schemes=schemes_of(documents))

    def entity_of(self, gold: Gold) -> Entity | None:
        """Return what the gazetteer holds under the first of a gold's ids that it knows."""
        found = (self._entity(curie) for curie in gold.curies)
        return next((entity for entity in found if entity is not None), None)

    def _entity(self, curie: str) -> Entity | None:
        if curie not in self._held:
            try:
                self._held[curie] = self.gazetteer.get(curie)
            except UnknownEntity:
                self._held[curie] = None
        return self._held[curie]


def schemes_of(documents: Iterable[GoldDocument]) -> Schemes:
    """Return, by kind, what ids the golds of a corpus have; a kind without golds is not there."""
    found: dict[str | None, set[str]] = {}
    for document in documents:
        for gold in filter(is_asked, document.golds):
            schemes = {curie.partition(":")[0] for curie in gold.curies}
            found.setdefault(gold.kind, set()).update(schemes)
    return {kind: frozenset(schemes) for kind, schemes in found.items()}


def judge_given(document: GoldDocument, links: Iterable[Link], known: Knowledge) -> Judged:
    """Judge what a linker said of the spans of the golds.

    Every gold with an id counts, and one that was left unlinked is wrong.

    Args:
        document: With its golds.
        links: What came out, of ``document.document(given=True, ...)``.
        known: What golds are compared with.
    """
    answers = [Answer.from_link(link) for link in links]
    by_kind = {(*a.span, a.kind): a for a in answers}
    by_span = {a.span: a for a in answers}
    decisions = []
    for gold in filter(is_asked, document.golds):
        answer = by_kind.get((*gold.span, gold.kind or "")) or by_span.get(gold.span)
        decisions.append(_decision(document, gold, answer, known, predicted=bool(gold.curies)))
    return Judged(document.id, tuple(decisions))


def judge_found(document: GoldDocument, links: Iterable[Link], known: Knowledge) -> Judged:
    """Judge what a linker found and linked by itself.

    A link counts as predicted unless its span is optional or is a gold without an id. Kinds that
    nobody annotated are not looked at; neither is the city of a team, which has the span of the
    team, where a gold has that.

    Args:
        document: With its golds.
        links: What came out, of ``document.document(given=False, ...)``.
        known: What golds are compared with.
    """
    optional = frozenset(g.span for g in document.golds if g.optional)
    answers = [
        Answer.from_link(link)
        for link in links
        if link.nil is not Nil.NOT_AN_ENTITY
        and document.is_annotated(link.mention.start, link.mention.end)
        and (str(link.mention.kind) in known.schemes or None in known.schemes)
    ]
    free = {(*a.span, a.kind): a for a in answers if a.span not in optional}
    decisions, taken = [], set()
    for gold in filter(is_asked, document.golds):
        answer = _take(free, gold)
        taken.add(answer.span if answer is not None else None)
        predicted = answer is not None and answer.entity is not None and bool(gold.curies)
        decisions.append(_decision(document, gold, answer, known, predicted=predicted))
    decisions += [
        _decision(document, None, a, known, predicted=a.entity is not None)
        for a in free.values()
        if a.kind in known.schemes and a.span not in taken  # a team's city beside the team
    ]
    decisions.sort(key=lambda d: d.span)
    return Judged(document.id, tuple(decisions), optional)


def quote(text: str, start: int, end: int, width: int = 40) -> str:
    """Return a mention in square brackets with some text around it, on one line.

    Example:
        >>> quote("He flew to Yerevan on Monday.", 11, 18, width=6)
        'ew to [Yerevan] on Mo'
    """
    before, after = text[max(0, start - width) : start], text[end : end + width]
    return " ".join(f"{before}[{text[start:end]}]{after}".split())


def _take(free: dict[tuple[int, int, str], Answer], gold: Gold) -> Answer | None:
    """Take the answer at exactly the span of a gold, of its kind where it has one."""
    kinds: Sequence[str] = [gold.kind] if gold.kind else ["place", "person", "organisation"]
    keys = [(*gold.span, kind) for kind in kinds]
    key = next((key for key in keys if key in free), None)
    return None if key is None else free.pop(key)


def _decision(
    document: GoldDocument,
    gold: Gold | None,
    answer: Answer | None,
    known: Knowledge,
    *,
    predicted: bool,
) -> JudgedSpan:
    of = gold or answer
    start, end = (0, 0) if of is None else of.span
    text = document.text[start:end]
    annotated = gold.kind if gold else None
    kind = annotated or (answer.kind if answer else None)
    held = known.entity_of(gold) if gold else None
    point = _gold_point(gold, held)
    distance = geodesic_km(answer.point, point) if answer and answer.point and point else None
    right = _is_right(answer, gold)
    schemes = known.schemes.get(annotated if gold else kind, frozenset())
    novel = known.is_novel(document, gold) if gold and gold.curies and known.is_novel else None
    demonym = names_people(gold, known.is_demonym) if gold else known.is_demonym(text)
    return JudgedSpan(
        document.id,
        start,
        end,
        quote(document.text, start, end),
        gold,
        answer,
        kind == _PLACE and demonym,
        held is not None,
        novel,
        right,
        right or (distance is not None and distance <= WITHIN_KM),
        distance,
        _error_km(point, distance, right=right),
        not schemes.isdisjoint(id_.partition(":")[0] for id_ in (answer.ids if answer else ())),
        Score(right, predicted, gold is not None and bool(gold.curies)),
    )


def _is_right(answer: Answer | None, gold: Gold | None) -> bool:
    return answer is not None and gold is not None and not answer.ids.isdisjoint(gold.curies)


def _gold_point(gold: Gold | None, held: Entity | None) -> Coordinates | None:
    """Where the annotators put it, else where the gazetteer has the entity they name."""
    if gold is None or gold.kind not in (_PLACE, None):
        return None
    if gold.lat is not None and gold.lon is not None:
        return gold.lat, gold.lon
    return _point(held) if held else None


def _point(entity: Entity) -> Coordinates | None:
    return (entity.point.lat, entity.point.lon) if entity.point else None


def _error_km(point: Coordinates | None, distance: float | None, *, right: bool) -> float | None:
    if point is None:
        return None
    if right:
        return 0.0
    return LARGEST_KM if distance is None else distance
