"""What a cell may mean: the candidates of its name, those first that fit what else is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from enrich.candidates import CandidateFinder
from enrich.mentions.plain import plain_name
from enrich.model import Candidate, Match, Mention
from enrich.server.reconcile.facts import FactReader, Facts
from enrich.server.reconcile.model import Condition, Query, Value
from enrich.text.spelling import fits
from gazetteer.model import Entity, Kind, NameType
from gazetteer.names import fold
from gazetteer.store import Gazetteer, Hit

_TAIL: Final = re.compile(r"(?P<head>[^,()]+?)(?:\s*,\s*|\s*\(\s*)(?P<tail>[^,()]+?)\s*\)?\s*")
_LEAST_FUZZY: Final = 4
_MOST_FUZZY: Final = 15
_LONGEST_OF_TWO: Final = 20  # letters; what a look-up two edits away takes grows with their square
_WHOLE: Final = (NameType.PRIMARY, NameType.OFFICIAL, NameType.VARIANT, NameType.SHORT)
_PART: Final = frozenset({Match.SHORT_FORM, Match.DEMONYM})
_OWN: Final = frozenset({Match.EXACT, Match.FOLDED})
_OTHER_NAME: Final = 0.3  # prominence by which a name is less of what shows another one
_KEPT: Final = 5_000
Options = tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A query with what it may mean, as one kind of thing.

    Attributes:
        query: The query.
        name: The name looked up: that of the cell, less an area behind a comma.
        kind: What it is taken for.
        options: Its candidates.
        facts: What else is known.
        fits: Whether the candidates are of the types asked for and lack nothing that is known.
    """

    query: Query
    name: str
    kind: Kind
    options: Options
    facts: Facts
    fits: bool = True

    @property
    def known(self) -> float:
        """How well known the best of the candidates is that has the name in full, 0 to 1.

        "Springfield" is short for a college, too, and "Armenian" no name of Armenia.
        """
        whole = (
            c.entity.prominence - (0.0 if c.match in _OWN else _OTHER_NAME)
            for c in self.options
            if c.match not in _PART
        )
        return max([0.0, *whole])


class CellFinder:
    """Finds the candidates of cells, each by itself: other rows say nothing of its name.

    Args:
        gazetteer: Where to look.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._read = FactReader(gazetteer)
        self._find = CandidateFinder(gazetteer)
        self._known: dict[tuple[str, Kind], Options] = {}

    def __call__(self, query: Query) -> tuple[Cell, ...]:
        """Return what a query may mean, the likeliest kind first; empty where nothing is known."""
        if not query.name:
            return ()
        kinds = tuple(dict.fromkeys(one.kind for one in query.types)) or tuple(Kind)
        facts = self._read(query.conditions)
        cells = [self._cell(query, query.name, kind, facts) for kind in kinds]
        found = [cell for cell in cells if cell.options]
        if not any(cell.fits for cell in found):
            found = list(self._of_parts(query, kinds)) or found
        exact = [cell for cell in found if not _is_fuzzy(cell)] or found
        # A name that is known is meant as it is written; of several kinds the best known is.
        order = {kind: place for place, kind in enumerate(Kind)}
        return tuple(sorted(exact, key=lambda c: (not c.fits, -c.known, order[c.kind])))

    def _cell(self, query: Query, name: str, kind: Kind, facts: Facts) -> Cell:
        """What a name may mean, in the light of the types and the facts."""
        named = self._named(name, kind)
        wanted = _wanted(query, facts)
        fitting = tuple(c for c in named if wanted(c.entity))
        narrowed = bool(query.types) or bool(facts.tests)
        if not fitting and narrowed:
            fitting = tuple(self._near_spelling(name, kind, wanted))
        if fitting:
            return Cell(query, name, kind, fitting, facts)
        others = (c for c in named if not facts.excludes(c.entity))
        if query.strict:
            others = (c for c in others if _is_typed(query, c.entity))
        return Cell(query, name, kind, tuple(others), facts, fits=False)

    def _of_parts(self, query: Query, kinds: Iterable[Kind]) -> Iterator[Cell]:
        """ "Paris, Texas", "Goris (Syunik)" and "Lavrov, Sergey"."""
        parts = _TAIL.fullmatch(query.name)
        if parts is None:
            return
        for kind in kinds:
            if kind is Kind.PERSON:
                facts = self._read(query.conditions)
                cell = self._cell(query, f"{parts['tail']} {parts['head']}", kind, facts)
            elif not self._read.areas(parts["tail"]):
                continue
            else:
                from_text = Condition("area", (Value(parts["tail"]),))
                facts = self._read((*query.conditions, from_text))
                cell = self._cell(query, parts["head"], kind, facts)
            if cell.options and cell.fits:
                yield cell

    def _named(self, name: str, kind: Kind) -> Options:
        """Everything of a kind that the name may be of, however it is written."""
        key = (name, kind)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            forms = (name, name.title()) if name.isupper() or name.islower() else (name,)
            found = next(filter(None, (self._as_written(form, kind) for form in forms)), ())
            self._known[key] = found
        return found

    def _as_written(self, name: str, kind: Kind) -> Options:
        held = self._gazetteer.lookup(name, kind)  # "Emperor Gaozong of Tang" is a whole name
        plain = name if held else plain_name(name, kind, self._gazetteer)
        lookup = "" if plain == name else plain
        return self._find([Mention(0, len(name), name, kind, None, "given", lookup=lookup)])[0]

    def _near_spelling(
        self, name: str, kind: Kind, wanted: Callable[[Entity], bool]
    ) -> Iterator[Candidate]:
        """What is spelt nearly so, among the few that have the type and lie where it is said."""
        letters = len(fold(name))
        if letters < _LEAST_FUZZY:
            return
        edits = None if letters <= _LONGEST_OF_TWO else 1
        found = [
            hit for hit in self._gazetteer.fuzzy(name, kind, edits)
            if hit.name.type in _WHOLE and wanted(hit.entity) and _may_be(name, hit)
        ]  # fmt: skip
        least = min((hit.edits for hit in found), default=0)
        for hit in [hit for hit in found if hit.edits == least][:_MOST_FUZZY]:
            yield Candidate(hit.entity, hit.name.text, Match.FUZZY, hit.edits)


def _may_be(name: str, hit: Hit) -> bool:
    return fits(name, hit) and fold(hit.name.text)[:1] == fold(name)[:1]


def _wanted(query: Query, facts: Facts) -> Callable[[Entity], bool]:
    return lambda entity: _is_typed(query, entity) and not facts.refuses(entity)


def _is_typed(query: Query, entity: Entity) -> bool:
    return not query.types or any(entity in one for one in query.types)


def _is_fuzzy(cell: Cell) -> bool:
    return all(c.match is Match.FUZZY for c in cell.options)
