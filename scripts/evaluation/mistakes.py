"""What went wrong in a reading, one ``Mistake`` for each thing that a reader would count as one.

A gold and a span of ours that overlap without being equal are one mistake of borders, not a miss
and a false find. Wrong roles are those of places whose exact span was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from enrich.model import Role
from evaluation.corpora import Gold
from evaluation.roles import CLASSES, our_class
from evaluation.scores import Span, touches
from evaluation.trial import FINDER, Found, Reading
from gazetteer.model import Kind

__all__ = ["BORDER", "FOUND", "MISSED", "ROLE", "Knowledge", "Mistake", "find_mistakes"]

MISSED, FOUND, BORDER, ROLE = "missed", "found", "border", "role"

Rule = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the gazetteer says of a text.

    Attributes:
        is_demonym: Whether it is an adjective or a people: ``demonym_rule``.
        is_place: Whether it is held as a name of a place.
    """

    is_demonym: Rule
    is_place: Rule


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that went wrong.

    Attributes:
        sort: ``MISSED``, ``FOUND`` (and not annotated), ``BORDER`` or ``ROLE``.
        document: Corpus and id of the document.
        text: Text of the document.
        gold: What is annotated, or None.
        ours: The place that came out, or None.
        within: Of a miss, the name of ours that covers it. Of a find, the annotated name that
            it lies in or around, which was found as well.
        elsewhere: Whether the same words are right elsewhere in the document: found, of a miss;
            annotated, of a find.
        demonym: Whether the gazetteer takes it for an adjective or a people.
        held: Whether the gazetteer holds it as a place.
    """

    sort: str
    document: str
    text: str
    gold: Gold | None = None
    ours: Found | None = None
    within: Found | Gold | None = None
    elsewhere: bool = False
    demonym: bool = False
    held: bool = False

    @property
    def span(self) -> Span:
        """Of the gold, or of what came out where there is none."""
        named = self.gold or self.ours
        return (0, 0) if named is None else named.span

    @property
    def name(self) -> str:
        """The words of ``span``."""
        return self.text[slice(*self.span)]

    @property
    def our_name(self) -> str:
        """The words that came out, or ""."""
        return "" if self.ours is None else self.text[slice(*self.ours.span)]


def find_mistakes(reading: Reading, known: Knowledge) -> Iterator[Mistake]:
    """Yield what the finder did wrong in a document.

    Args:
        reading: The document as it was read.
        known: What the gazetteer says of names.
    """
    comparison = _Comparison(reading, known)
    yield from comparison.borders()
    yield from comparison.missed()
    yield from comparison.found()
    yield from comparison.roles()


@dataclass
class _Comparison:
    """Golds and places of a document, and which belong together."""

    reading: Reading
    known: Knowledge
    golds: dict[Span, Gold] = field(init=False)
    places: dict[Span, Found] = field(init=False)
    pairs: dict[Span, Span] = field(init=False)

    def __post_init__(self) -> None:
        document = self.reading.document
        optional = [g.span for g in document.golds if g.optional]
        self.golds = {g.span: g for g in document.golds if not g.optional}
        self.places = {
            f.span: f
            for f in self.reading.found[FINDER]
            if f.kind is Kind.PLACE and (f.span in self.golds or not touches(f.span, optional))
        }
        wrong = [span for span in self.golds if span not in self.places]
        spare = [span for span in self.places if span not in self.golds]
        self.pairs = _pair(wrong, spare)

    def borders(self) -> Iterator[Mistake]:
        for span, other in self.pairs.items():
            yield self._mistake(BORDER, self.golds[span], self.places[other])

    def missed(self) -> Iterator[Mistake]:
        right = {self._text(span) for span in self.golds if span in self.places}
        for span, gold in self.golds.items():
            if span not in self.places and span not in self.pairs:
                within = _covering(span, self.reading.found[FINDER])
                same = self._text(span) in right
                yield self._mistake(MISSED, gold, None, within=within, elsewhere=same)

    def found(self) -> Iterator[Mistake]:
        annotated = {self._text(span) for span in self.golds}
        taken = set(self.pairs.values())
        for span, place in self.places.items():
            if span not in self.golds and span not in taken:
                within = next((g for g in self.golds.values() if touches(span, [g.span])), None)
                same = self._text(span) in annotated
                yield self._mistake(FOUND, None, place, within=within, elsewhere=same)

    def roles(self) -> Iterator[Mistake]:
        for span, gold in self.golds.items():
            place = self.places.get(span)
            if place is None or gold.role not in CLASSES:
                continue
            if our_class(place.role, "gwn") != gold.role:
                yield self._mistake(ROLE, gold, place)

    def _text(self, span: Span) -> str:
        return self.reading.document.text[slice(*span)]

    def _mistake(
        self, sort: str, gold: Gold | None, ours: Found | None,
        *, within: Found | Gold | None = None, elsewhere: bool = False,
    ) -> Mistake:  # fmt: skip
        document = self.reading.document
        named = gold or ours
        name = "" if named is None else self._text(named.span)
        annotated_demonym = gold is not None and gold.role == Role.DEMONYM
        return Mistake(
            sort, f"{self.reading.corpus}/{document.id}", document.text, gold, ours, within,
            elsewhere, annotated_demonym or self.known.is_demonym(name), self.known.is_place(name),
        )  # fmt: skip


def _pair(golds: Sequence[Span], places: Sequence[Span]) -> dict[Span, Span]:
    """Give each gold the place that covers most of it, each place to one gold."""
    overlaps = sorted(
        ((min(g[1], p[1]) - max(g[0], p[0]), g, p) for g in golds for p in places),
        key=lambda overlap: (-overlap[0], overlap[1], overlap[2]),
    )
    pairs: dict[Span, Span] = {}
    taken: set[Span] = set()
    for size, gold, place in overlaps:
        if size > 0 and gold not in pairs and place not in taken:
            pairs[gold] = place
            taken.add(place)
    return pairs


def _covering(span: Span, found: Iterable[Found]) -> Found | None:
    """The shortest name of ours that a gold is, or is part of."""
    around = [f for f in found if f.start <= span[0] and span[1] <= f.end]
    return min(around, key=lambda f: f.end - f.start, default=None)
