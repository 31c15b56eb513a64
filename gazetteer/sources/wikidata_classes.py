"""Which Wikidata classes are places, people and organisations: a shipped list and its subclasses.

``wikidata_classes.csv`` lists the classes by hand, the more telling first. Every subclass (P279) in
the dump takes the kind of the nearest class of the list; of two as near, the one that stands
first. The kind "none" keeps a class out that a listed one would bring in: fictional humans are
humans to Wikidata.
"""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

from gazetteer.model import Kind


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the instances of a class are.

    Attributes:
        rank: Place of the deciding class in the list; of an item's classes the least decides.
        kind: Place, person, organisation, or None for what is left out.
        feature: GeoNames class and code of a place ("P.PPL"), or "".
    """

    rank: int
    kind: Kind | None
    feature: str


class Verdicts(Protocol):
    """Whatever can tell what the instances of classes are."""

    def verdict(self, classes: Iterable[int]) -> Verdict | None:
        """Return what an item of these classes is, or None where no class of it is known."""


@cache
def listed_classes() -> Mapping[int, Verdict]:
    """Return the verdicts of the shipped list by the number of the Q id."""
    text = (files("gazetteer.sources") / "wikidata_classes.csv").read_text(encoding="utf-8")
    return {
        int(row["class"][1:]): Verdict(
            rank, None if row["kind"] == "none" else Kind(row["kind"]), row["feature"]
        )
        for rank, row in enumerate(csv.DictReader(text.splitlines()))
    }


@cache
def vetoed_classes() -> frozenset[int]:
    """Return the listed classes whose direct instances are left out whatever else they are."""
    return frozenset(number for number, found in listed_classes().items() if found.kind is None)


class ClassGraph:
    """The subclass relation of a dump, 8 bytes an edge, and the verdicts that follow from it.

    Example:
        >>> graph = ClassGraph()
        >>> graph.add_edges([(1093829, 515)])  # city of the United States, city
        >>> graph.resolve()
        >>> graph.verdict([1093829]).feature
        'P.PPL'
    """

    def __init__(self) -> None:
        self._children = array("I")
        self._parents = array("I")
        self._features: dict[int, str] = {}
        self._verdicts: dict[int, Verdict] = dict(listed_classes())

    def add_edges(self, edges: Iterable[tuple[int, int]]) -> None:
        """Take over (subclass, class) pairs."""
        for child, parent in edges:
            self._children.append(child)
            self._parents.append(parent)

    def add_features(self, features: Iterable[tuple[int, str]]) -> None:
        """Take over the GeoNames feature ("S.AIRP") that Wikidata itself gives a class (P2452)."""
        self._features.update(features)

    def resolve(self) -> None:
        """Carry the verdicts of the list down to all subclasses, level by level."""
        frontier = set(self._verdicts)
        while frontier:
            found: dict[int, Verdict] = {}
            for child, parent in zip(self._children, self._parents, strict=True):
                if parent in frontier and child not in self._verdicts:
                    verdict = self._verdicts[parent]
                    if child not in found or verdict.rank < found[child].rank:
                        found[child] = verdict
            self._verdicts.update((c, self._with_feature(c, v)) for c, v in found.items())
            frontier = set(found)

    def verdict(self, classes: Iterable[int]) -> Verdict | None:
        """Return what an item of these classes is, or None where no class of it is known."""
        found = [self._verdicts[number] for number in classes if number in self._verdicts]
        return min(found, key=lambda verdict: verdict.rank, default=None)

    def _with_feature(self, number: int, verdict: Verdict) -> Verdict:
        own = self._features.get(number)
        if own is None or verdict.kind is not Kind.PLACE:
            return verdict
        return Verdict(verdict.rank, verdict.kind, own)
