"""Outlines as arcs: a line that two areas share is one arc, simplified once, drawn once.

So no gap can open beside it. What is dropped is the corner that cuts off least, again and again
(Visvalingam and Whyatt, Line generalisation by repeated elimination of points, 1993).
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

Point = tuple[float, float]
Ring = list[Point]


def without_repeats(line: Iterable[Sequence[float]]) -> Ring:
    """Return the points of a closed line to a millionth of a degree, without the last."""
    points = [(round(x, 6), round(y, 6)) for x, y in line]
    return [point for point, before in zip(points[1:], points, strict=False) if point != before]


def signed_area(ring: Ring) -> float:
    """Return the area in square degrees of the equator, negative where it runs clockwise."""
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))
    return twice / 2 * math.cos(math.radians(ring[0][1]))


def at_the_edge(arc: Ring) -> bool:
    """Return whether an arc is no coast and no border, but where the sheet was cut."""
    return all(map(_on_an_edge, arc))


def arcs_of(rings: list[Ring]) -> tuple[list[Ring], list[list[int]]]:
    """Return the arcs of rings, each once, and the rings as indices of them."""
    corners = _corners(rings)
    arcs: list[Ring] = []
    known: dict[tuple[Point, ...], int] = {}
    found = []
    for ring in rings:
        indices = []
        for arc in _cut(ring, corners):
            backwards = tuple(reversed(arc))
            if backwards in known:
                indices.append(~known[backwards])
                continue
            if arc not in known:
                known[arc] = len(arcs)
                arcs.append(list(arc))
            indices.append(known[arc])
        found.append(indices)
    return arcs, found


def simplified(arc: Ring, detail: float) -> Ring:
    """Drop the point whose corner is smallest until all cut off ``detail``; the ends stay.

    Args:
        arc: A line; one that is closed keeps five points.
        detail: Square degrees at the equator.
    """
    least = 5 if arc[0] == arc[-1] else 2
    after = list(range(1, len(arc) + 1))
    before = list(range(-1, len(arc) - 1))
    heap = [(_corner(arc, n - 1, n, n + 1), n) for n in range(1, len(arc) - 1)]
    heapq.heapify(heap)
    sizes = {number: size for size, number in heap}
    while heap and len(sizes) + 2 > least:
        size, number = heapq.heappop(heap)
        if sizes.get(number) != size:
            continue  # it was measured again since
        if size >= detail:
            break
        del sizes[number]
        a, b = before[number], after[number]
        after[a], before[b] = b, a
        for near in (a, b):
            if near in sizes:
                # Never less than what was dropped: what stays was more than noise.
                sizes[near] = max(size, _corner(arc, before[near], near, after[near]))
                heapq.heappush(heap, (sizes[near], near))
    return [arc[0], *(arc[n] for n in sorted(sizes)), arc[-1]]


def steps_of(arc: Ring, steps: int) -> list[int]:
    """Return the first point and then the way to each next, in so many parts of a degree."""
    points = [(round(x * steps), round(y * steps)) for x, y in arc]
    values = list(points[0])
    for a, b in pairwise(points):
        if a != b:
            values += [b[0] - a[0], b[1] - a[1]]
    return values


def _on_an_edge(point: Point) -> bool:
    return abs(point[0]) > 179.999 or point[1] < -89.9


def _corners(rings: list[Ring]) -> set[Point]:
    """Return the points where lines meet or part, and those where the edge of the sheet begins."""
    beside: defaultdict[Point, set[Point]] = defaultdict(set)
    uses: Counter[frozenset[Point]] = Counter()
    for ring in rings:
        for a, b in pairwise([*ring, ring[0]]):
            beside[a].add(b)
            beside[b].add(a)
            uses[frozenset((a, b))] += 1
    return {
        point
        for point, others in beside.items()
        if len(others) != 2
        or len({uses[frozenset((point, other))] for other in others}) > 1
        or (_on_an_edge(point) and not all(map(_on_an_edge, others)))
    }


def _cut(ring: Ring, corners: set[Point]) -> Iterator[tuple[Point, ...]]:
    """Yield the arcs of a ring; one without corners begins where it is furthest south-west."""
    at = [number for number, point in enumerate(ring) if point in corners]
    start = at[0] if at else ring.index(min(ring))
    turned = [*ring[start:], *ring[:start], ring[start]]
    ends = [n for n, point in enumerate(turned) if point in corners] if at else [0, len(ring)]
    for begin, end in pairwise(ends):
        yield tuple(turned[begin : end + 1])


def _corner(arc: Ring, a: int, b: int, c: int) -> float:
    """Return the area of the triangle of three points, in square degrees of the equator."""
    (ax, ay), (bx, by), (cx, cy) = arc[a], arc[b], arc[c]
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2 * math.cos(math.radians(by))
