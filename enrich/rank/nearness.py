"""How near the candidates of a text's places lie to one another, all of them at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from enrich.rank.groups import NameGroup, ScoredCandidate
from gazetteer.model import Point
from gazetteer.regions import EARTH_KM

BESIDE: Final = 150.0
"""Code points over which the influence of a neighbour in the text falls to 1/e."""

_ANCHORS: Final = 25
_LEAST_SHARE: Final = 0.5  # of a candidate that others are measured from
_CROWD: Final = 15  # candidates of a name that may be somebody's company
_MAX_CROWD: Final = 400
_BLOCK: Final = 3000  # candidates that are measured at once
_STARTS: Final = 12  # mentions of a name that count for distances in the text
_COMPANY_KM: Final = 50.0
_LARGE: Final = frozenset({"country", "region", "water", "first-level area"})
_NOWHERE: Final = frozenset({"country", "region"})  # too large for its point to say anything

Array = NDArray[np.float64]


def measure_nearness(places: Sequence[NameGroup]) -> None:
    """Add the signals of distance to each candidate of the places of a text, which are scored.

    Those that do not vote are measured, and measure nothing.
    """
    voting = [g for g in places if g.votes]
    numbers: dict[str, int] = {}
    number_of = {id(g): numbers.setdefault(g.name, len(numbers)) for g in places}
    for block in _blocks(places):
        _measure(block, voting, number_of)


def _blocks(places: Sequence[NameGroup]) -> Iterator[list[NameGroup]]:
    """Cut the names of a long text into parts whose arrays take some megabytes each."""
    block: list[NameGroup] = []
    size = 0
    for group in places:
        block.append(group)
        size += len(group.options)
        if size >= _BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def _measure(
    places: Sequence[NameGroup], voting: Sequence[NameGroup], number_of: dict[int, int]
) -> None:
    targets = [
        (at, option)
        for at, group in enumerate(places)
        for option in group.options
        if option.candidate.entity.point is not None and option.sort not in _NOWHERE
    ]
    if not targets or not voting:
        return
    options = [option for _, option in targets]
    rows = np.array([at for at, _ in targets])
    measured = _Measured(
        options,
        rows,
        np.array([number_of[id(places[at])] for at in rows]),
        radians(option.candidate.entity.point for option in options),
        np.array([[_radius(option)] for option in options]),
    )
    _to_anchors(measured, voting, places, number_of)
    _to_crowd(measured, voting, number_of)


@dataclass(frozen=True, slots=True)
class _Measured:
    """The candidates that are measured, the places in arrays of their rows and names' numbers."""

    options: Sequence[ScoredCandidate]
    rows: NDArray[np.int64]
    names: NDArray[np.int64]
    here: Array
    reach: Array

    def km(self, there: Array) -> Array:
        """Return how far each of them is from some points, from the rim of an area."""
        return np.maximum(distances_km(self.here, there) - self.reach, 0.0)

    def are_of(self, numbers: Sequence[int]) -> NDArray[np.bool_]:
        """Return whether each of them has each of some names."""
        same: NDArray[np.bool_] = self.names[:, None] == np.array(numbers)[None, :]
        return same


def _to_anchors(
    measured: _Measured,
    voting: Sequence[NameGroup],
    places: Sequence[NameGroup],
    number_of: dict[int, int],
) -> None:
    """Nearness to what is sure: the likely settlements and small areas."""
    anchors = sorted(
        (
            g
            for g in voting
            if g.options[0].share >= _LEAST_SHARE
            and g.options[0].candidate.entity.point is not None
            and g.options[0].sort not in _LARGE
        ),
        key=lambda g: -g.options[0].share,
    )[:_ANCHORS]
    if not anchors:
        return
    there = radians(g.options[0].candidate.entity.point for g in anchors)
    shares = np.array([g.options[0].share for g in anchors])
    km = measured.km(there)
    own = measured.are_of([number_of[id(g)] for g in anchors])
    nearest = np.where(own, np.inf, km).min(axis=1)
    close = _closeness(places, anchors)[measured.rows] * shares / (1.0 + km / _COMPANY_KM)
    beside = np.where(own, 0.0, close).max(axis=1)
    for at, option in enumerate(measured.options):
        distance = float(nearest[at])
        if distance < math.inf:
            values = option.values
            values["nearness"] = 1.0 / (1.0 + distance / 100.0)
            values["near its neighbour"] = float(beside[at])


def _to_crowd(measured: _Measured, voting: Sequence[NameGroup], number_of: dict[int, int]) -> None:
    """How many other names could mean something close, whatever is likely."""
    points: list[Point] = []
    weights: list[float] = []
    starts: list[int] = []
    owners: list[int] = []
    for group in voting:
        crowd = [
            o.candidate.entity.point
            for o in group.options[:_CROWD]
            if o.candidate.entity.point is not None and o.sort not in _LARGE
        ]
        if crowd and len(points) < _MAX_CROWD:
            starts.append(len(points))
            owners.append(number_of[id(group)])
            points += crowd
            weights += [1.0 / math.sqrt(len(group.options))] * len(crowd)
    if not points:
        return
    close = np.exp(-measured.km(radians(points)) / _COMPANY_KM) * np.array(weights)
    by_name = np.maximum.reduceat(close, starts, axis=1)
    company = np.where(measured.are_of(owners), 0.0, by_name).sum(axis=1)
    values = np.log1p(company).tolist()
    found = list(zip(measured.options, measured.names.tolist(), values, strict=True))
    # A large area is near to everything: it is in no better company than a town of its name.
    most: dict[int, float] = {}
    for option, name, value in found:
        if not option.sort.endswith("area"):
            most[name] = max(value, most.get(name, 0.0))
    for option, name, value in found:
        if option.sort.endswith("area"):
            value = min(value, most.get(name, value))  # noqa: PLW2901
        if value:
            option.values["possible company"] = value


def _closeness(groups: Sequence[NameGroup], anchors: Sequence[NameGroup]) -> Array:
    """Return ``nearness_in_text`` of each group (rows) and anchor (columns)."""
    close = np.full((len(groups), len(anchors)), math.exp(-1.0))
    rows = [at for at, g in enumerate(groups) if g.starts]
    columns = [at for at, g in enumerate(anchors) if g.starts]
    if not rows or not columns:
        return close
    mine = [groups[at].starts[:_STARTS] for at in rows]
    theirs = [anchors[at].starts[:_STARTS] for at in columns]
    apart = np.abs(
        np.array([s for starts in mine for s in starts], dtype=float)[:, None]
        - np.array([s for starts in theirs for s in starts], dtype=float)[None, :]
    )
    least = np.minimum.reduceat(apart, np.cumsum([0, *map(len, mine)])[:-1], axis=0)
    least = np.minimum.reduceat(least, np.cumsum([0, *map(len, theirs)])[:-1], axis=1)
    close[np.ix_(rows, columns)] = np.exp(-least / BESIDE)
    return close


def nearness_in_text(group: NameGroup, other: NameGroup) -> float:
    """Return 1 for names side by side, 1/e at 150 code points; 1/e for names of the title."""
    if not group.starts or not other.starts:
        return math.exp(-1.0)
    least = min(abs(a - b) for a in group.starts[:_STARTS] for b in other.starts[:_STARTS])
    return math.exp(-least / BESIDE)


def _radius(option: ScoredCandidate) -> float:
    """How far an area reaches from its point, in kilometres; towns are where their point is."""
    return (option.candidate.entity.radius_km or 0.0) if option.sort.endswith("area") else 0.0


def radians(points: Iterable[Point | None]) -> Array:
    """Return latitudes and longitudes in radians, shape (n, 2)."""
    pairs = np.array([(p.lat, p.lon) for p in points if p], dtype=np.float64).reshape(-1, 2)
    turned: Array = np.radians(pairs)
    return turned


def distances_km(a: Array, b: Array) -> Array:
    """Return great-circle distances of every point of a from every point of b, kilometres.

    Args:
        a: Latitudes and longitudes in radians, shape (m, 2).
        b: Likewise, shape (n, 2).

    Returns:
        Shape (m, n), by the haversine formula (Sinnott 1984) on the mean sphere.

    Example:
        >>> from gazetteer.model import Point
        >>> yerevan, tbilisi = Point(lat=40.18, lon=44.51), Point(lat=41.72, lon=44.78)
        >>> round(float(distances_km(radians([yerevan]), radians([tbilisi]))[0, 0]))
        173
    """
    half_lat = np.sin((b[None, :, 0] - a[:, None, 0]) / 2)
    half_lon = np.sin((b[None, :, 1] - a[:, None, 1]) / 2)
    chord = (
        half_lat * half_lat + np.cos(a[:, None, 0]) * np.cos(b[None, :, 0]) * half_lon * half_lon
    )
    km: Array = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return km
