"""The cells of a batch ranked as the names of one list, by the ranker that links texts.

The batch is written down as a text of which each line is a cell, with what is known of it as news
would say it: "Springfield, Illinois", "Russian foreign minister Sergey Lavrov", "Supreme Court in
Brazil". So its signals, weights and probabilities are those of texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from enrich.candidates.reading import Reading
from enrich.model import Candidate, Document, Match, Mention
from enrich.rank.calibration import measures
from enrich.rank.groups import NameGroup
from enrich.rank.levels import are_twins
from enrich.rank.profile import Profile
from enrich.rank.ranker import Ranker
from enrich.server.reconcile.finding import Cell
from gazetteer.codes import is_country
from gazetteer.model import Entity, Kind, Point
from gazetteer.names import fold

_POINT: Final = "enrich:point"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate of a cell with its score.

    Attributes:
        candidate: The candidate.
        score: Probability that it is meant, 0 to 1.
        share: Its part of what speaks for the candidates, 0 to 1: what tells a city from the
            area of its name, of which ``score`` is sure that it is one of them.
        values: What was measured of it, by signal.
    """

    candidate: Candidate
    score: float
    share: float
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Line:
    """A cell in the text that is ranked.

    Attributes:
        cell: The cell.
        mention: Where it stands.
        around: The areas and points beside it, each with what it is.
    """

    cell: Cell
    mention: Mention
    around: Sequence[tuple[Mention, Candidate]]


def rank_cells(
    cells: Sequence[Cell], ranker: Ranker, profile: Profile | None = None
) -> list[tuple[Ranked, ...]]:
    """Return the candidates of each cell with their scores, the likeliest first.

    Args:
        cells: Of one batch, each with candidates.
        ranker: What ranks them.
        profile: Of what the table is about, where that is known.
    """
    text, lines = _written(cells)
    found: dict[int, tuple[Ranked, ...]] = {}
    for day, chosen in _passes(cells):
        own = [(i, lines[i]) for i in chosen]
        others = [line for i, line in enumerate(lines) if i not in chosen]
        reading = _reading(text, day, [line for _, line in own], others)
        draft = ranker.draft(reading)
        ranker.look_around(draft, profile)
        group_of = {at: group for group in draft.groups for at in group.mentions}
        for at, (i, line) in enumerate(own):
            found[i] = tuple(_ranked(group_of[at], line.cell, ranker))
    return [found[i] for i in range(len(cells))]


def _passes(cells: Sequence[Cell]) -> Iterator[tuple[str | None, frozenset[int]]]:
    """Yield which cells are decided together, the others being context, and as of which day.

    What an area says of a name in one row, it does not say of the same name in a row without one.
    """
    placed = {fold(cell.name) for cell in cells if cell.facts.areas}
    passes: dict[tuple[str | None, bool], list[int]] = {}
    for i, cell in enumerate(cells):
        bare = not cell.facts.areas and fold(cell.name) in placed
        passes.setdefault((cell.facts.day, bare), []).append(i)
    for (day, _), chosen in passes.items():
        yield day, frozenset(chosen)


def _written(cells: Iterable[Cell]) -> tuple[str, list[_Line]]:
    """Write the cells down, one a line, and note where their names stand."""
    text, lines = "", []
    for cell in cells:
        text += "\n" if text else ""
        own: Mention | None = None
        around: list[tuple[Mention, Candidate]] = []
        for piece in _pieces(cell):
            words = piece.name if isinstance(piece, Cell | Entity) else piece
            words = " ".join(words.split())  # a line is a line
            start, end = len(text), len(text) + len(words)
            if isinstance(piece, Cell):
                lookup = "" if words == cell.name else cell.name
                own = Mention(start, end, words, cell.kind, None, "given", lookup=lookup)
            elif isinstance(piece, Entity):
                mention = Mention(start, end, words, Kind.PLACE, None, "given")
                around.append((mention, Candidate(piece, piece.name, Match.EXACT)))
            else:
                words = piece
            text += words
        lines += [_Line(cell, own, around)] if own is not None else []
    return text, lines


def _pieces(cell: Cell) -> Iterator[str | Cell | Entity]:
    """Yield a line: the cell, areas and points beside it, and the words between."""
    areas = cell.facts.areas if cell.fits else ()
    if cell.kind is Kind.PERSON:
        for area in areas[-1:]:
            yield area
            yield " "
        if cell.facts.office:
            yield cell.facts.office
            yield " "
        yield cell
        return
    yield cell
    if cell.kind is Kind.ORGANISATION:
        for area in areas[:1]:
            yield " in "
            yield area
        return
    for area in areas:
        # Behind a comma, an area of a country would seem meant rather than the city that it is
        # named after: "Washington, United States".
        yield " in " if is_country(area.feature) else ", "
        yield area
    if cell.facts.point is not None and cell.fits:
        yield " ("
        yield _there(cell.facts.point)
        yield ")"


def _there(point: Point) -> Entity:
    """What stands for a point among the names of a text: something small that lies there."""
    name = f"{point.lat:.4f} {point.lon:.4f}"
    return Entity(_POINT, name, Kind.PLACE, feature="PPL", point=point)


def _reading(text: str, day: str | None, own: Sequence[_Line], others: Sequence[_Line]) -> Reading:
    beside = [(line.mention, line.cell.options) for line in others]
    beside += [(m, (c,)) for line in (*own, *others) for m, c in line.around]
    beside.sort(key=lambda pair: pair[0].start)
    return Reading(
        Document(text, published=day),
        [line.mention for line in own],
        tuple(line.cell.options for line in own),
        [mention for mention, _ in beside],
        tuple(options for _, options in beside),
    )


def _ranked(group: NameGroup, cell: Cell, ranker: Ranker) -> Iterator[Ranked]:
    """Yield the candidates of a cell out of the group of its name."""
    own = {c.entity.id: c for c in cell.options}
    options = [o for o in group.options if o.candidate.entity.id in own]
    if not options:
        return
    best = options[0]
    sure = ranker.weights.probability(group.kind, group.measured or measures(group))
    for option in options:
        entity = option.candidate.entity
        ratio = min(1.0, option.share / max(best.share, 1e-9))
        twin = option is best or are_twins(entity, best.candidate.entity)
        score = sure * ratio if twin else min(sure * ratio, 1.0 - sure)
        yield Ranked(own[entity.id], score, option.share, option.values)
