"""Candidates with scores from 0 to 100, and which of them is a match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz

from enrich.model import Match
from enrich.rank.profile import Profile
from enrich.rank.ranker import Ranker
from enrich.server.reconcile.facts import Facts
from enrich.server.reconcile.finding import Cell, CellFinder
from enrich.server.reconcile.model import Query
from enrich.server.reconcile.ranking import Ranked, rank_cells
from gazetteer.errors import UnknownEntity
from gazetteer.model import Entity, Kind
from gazetteer.names import fold
from gazetteer.regions import distance_km
from gazetteer.store import Gazetteer

LEAST_MATCH: Final = 80.0
"""Score from which a candidate may be a match."""
MOST_BEHIND: Final = 0.5
"""Part of the best score that the next candidate of a match may have."""
_NO_NAMES: Final = frozenset(
    "none null nil nan na n/a unknown other others total name names all various misc tbd tba test"
    " undefined missing empty yes no x xx xxx".split()
)
"""What a cell says that names nothing: it may be a village as well, but nobody means that."""
_AS_KNOWN: Final = 0.15  # prominence by which another kind of thing must be less known
_OTHER_KIND: Final = 0.9  # of the best score, which another kind of thing has at most
_COLUMN: Final = 3  # cells that make a column
_MOST_OF_IT: Final = 0.7
_MUCH_BETTER: Final = 0.5  # prominence by which something of another kind is meant all the same


@dataclass(frozen=True, slots=True)
class Feature:
    """One measured fact about a candidate.

    Attributes:
        id: What names it.
        name: For people.
        value: What was measured.
    """

    id: str
    name: str
    value: float | bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A candidate as the client gets it.

    Attributes:
        entity: The entity.
        score: 0 to 100: the probability, in percent, that it is meant.
        match: Whether it may be taken without a look.
        features: What speaks for it.
    """

    entity: Entity
    score: float
    match: bool = False
    features: tuple[Feature, ...] = ()


class Matcher:
    """Answers queries.

    Args:
        gazetteer: Where to look.
        ranker: What ranks the candidates.
        profile: Of what the tables are about, where that is known.
    """

    def __init__(
        self, gazetteer: Gazetteer, ranker: Ranker, profile: Profile | None = None
    ) -> None:
        self._gazetteer = gazetteer
        self._ranker = ranker
        self._profile = profile
        self._find = CellFinder(gazetteer)

    def __call__(self, queries: Sequence[Query]) -> list[tuple[Answer, ...]]:
        """Return the candidates of each query, the best first, ranked as one list."""
        by_id = [self._of_ids(query) for query in queries]
        cells = _of_one_kind(
            [
                () if known else self._find(query)
                for query, known in zip(queries, by_id, strict=True)
            ]
        )
        told_apart = {fold(c.name) for several in cells for c in several if c.facts.areas}
        first = iter(self._rank([several[0] for several in cells if several]))
        other = iter(self._rank([cell for several in cells for cell in several[1:]]))
        answers = []
        for query, known, several in zip(queries, by_id, cells, strict=True):
            ranked = [next(first), *(next(other) for _ in several[1:])] if several else []
            # Where other rows say which Springfield they mean, one that does not may be any.
            bare = bool(several) and not several[0].facts.areas
            sure = not (bare and fold(several[0].name) in told_apart)
            found = known or tuple(_answers(several, ranked, sure=sure and not query.ids))
            answers.append(found[: query.limit])
        return answers

    def _rank(self, cells: Sequence[Cell]) -> list[tuple[Ranked, ...]]:
        return rank_cells(cells, self._ranker, self._profile) if cells else []

    def _of_ids(self, query: Query) -> tuple[Answer, ...]:
        """What the ids of a query stand for: they decide at once."""
        found: dict[str, Entity] = {}
        for curie in filter(None, query.ids):
            try:
                entity = self._gazetteer.get(curie)
            except UnknownEntity:
                continue
            found[entity.id] = entity
        alone = len(found) == 1
        feature = (Feature("id", "The id is its own", value=True),)
        return tuple(Answer(e, 100.0 if alone else 50.0, alone, feature) for e in found.values())


def _answers(
    cells: Sequence[Cell], ranked: Sequence[Sequence[Ranked]], *, sure: bool
) -> Iterator[Answer]:
    """Yield the candidates of one query, of all kinds that its name may be of."""
    if not cells or not ranked[0]:
        return
    best = ranked[0][0]
    sure = sure and cells[0].fits and not _rivals(cells)
    sure = sure and fold(cells[0].name) not in _NO_NAMES
    scored = [(r.score, r, cells[0]) for r in ranked[0]]
    for cell, several in zip(cells[1:], ranked[1:], strict=True):
        # It is one thing or the other: what the likelier kind is not, may be this.
        most = min(1.0 - best.score, _OTHER_KIND * best.score)
        scored += [(min(r.score, most), r, cell) for r in several]
    scored.sort(key=lambda s: -s[0])
    top = scored[0][0]
    second = scored[1][0] if len(scored) > 1 else 0.0
    for place, (score, candidate, cell) in enumerate(scored):
        match = place == 0 and sure and 100 * top >= LEAST_MATCH and second <= MOST_BEHIND * top
        yield Answer(
            candidate.candidate.entity, round(100 * score, 2), match,
            tuple(_features(candidate, cell)),
        )  # fmt: skip


def _of_one_kind(cells: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Read the cells of a column as the kind that most of them are of, where they may be.

    Beside Boston and Denver, Chicago is no band.
    """
    first = Counter(several[0].kind for several in cells if several and several[0].fits)
    if first.total() < _COLUMN:
        return list(cells)
    kind, count = first.most_common(1)[0]
    if count < _MOST_OF_IT * first.total():
        return list(cells)
    return [_as_kind(several, kind) for several in cells]


def _as_kind(several: tuple[Cell, ...], kind: Kind) -> tuple[Cell, ...]:
    chosen = [c for c in several if c.kind is kind and c.fits and c.known]
    if not chosen or several[0].known - chosen[0].known > _MUCH_BETTER:
        return several
    return (*chosen, *(replace(c, fits=False) for c in several if c.kind is not kind))


def _rivals(cells: Sequence[Cell]) -> bool:
    """Whether a name is about as well known for another kind of thing."""
    return any(other.fits and other.known > cells[0].known - _AS_KNOWN for other in cells[1:])


def _features(ranked: Ranked, cell: Cell) -> Iterator[Feature]:
    """Yield what clients may weigh anew."""
    candidate, facts = ranked.candidate, cell.facts
    entity = candidate.entity
    alike = fuzz.ratio(fold(cell.name), fold(candidate.matched_name))
    yield Feature("name", "Likeness of the name that matched, 0 to 100", round(alike, 1))
    yield Feature(
        "own_name", "It is the name shown", candidate.match in (Match.EXACT, Match.FOLDED)
    )
    yield Feature("prominence", "How well known it is, 0 to 1", round(entity.prominence, 3))
    if cell.query.types:
        fits = any(entity in one for one in cell.query.types)
        yield Feature("type", "It is of the type asked for", fits)
    yield from _told(entity, facts)


def _told(entity: Entity, facts: Facts) -> Iterator[Feature]:
    seen = set()
    for fact in facts.tests:
        fits = fact.fits(entity)
        if fits is not None and fact.property not in seen:
            seen.add(fact.property)
            yield Feature(fact.property, f"It has the {fact.property} given", fits)
    if facts.point is not None and entity.point is not None:
        km = round(distance_km(facts.point, entity.point), 1)
        yield Feature("km", "Distance from the point given, in kilometres", km)
