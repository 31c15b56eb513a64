"""The outlines of countries that come with the package, good for a map of the world.

They are those that the article page draws its map on: Natural Earth at 1:50 million, simplified;
``scripts/compile_basemap.py`` tells how the file is written.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import accumulate, chain
from typing import Any, Final

_STEPS: Final = 40  # of a degree


@cache
def country_outlines() -> Mapping[str, Any]:
    """Return the outline of each country by its ISO 3166 code: shapely polygons, WGS 84.

    A state that another surrounds is cut out of it. The smallest, too small for such a map, are
    not there. Overseas parts with a code of their own are
    in the outline of their state where Natural Earth has them so (French Guiana), else by
    themselves (Greenland).

    Example:
        >>> from shapely import Point
        >>> outlines = country_outlines()
        >>> outlines["LS"].contains(Point(28.2, -29.6)), outlines["ZA"].contains(Point(28.2, -29.6))
        (True, False)
    """
    import shapely

    held = json.loads((files("enrich.page") / "basemap.json").read_text(encoding="utf-8"))
    arcs = [_points(arc) for arc in held["arcs"]]
    rings: defaultdict[str, list[Any]] = defaultdict(list)
    runs = zip(held["states"][::2], held["states"][1::2], strict=True)
    owners = chain.from_iterable([code] * number for code, number in runs)
    for code, ring in zip(owners, held["land"], strict=True):
        rings[code].append(shapely.Polygon(_joined(ring, arcs)).buffer(0))
    shapes = {code: shapely.union_all(parts) for code, parts in rings.items()}
    tree = shapely.STRtree(list(shapes.values()))
    others = list(shapes.values())
    for code, shape in shapes.items():
        inner = [others[n] for n in tree.query(shape, predicate="contains_properly")]
        shapes[code] = shape.difference(shapely.union_all(inner)) if inner else shape
    return {code: shape for code, shape in shapes.items() if code and not shape.is_empty}


def _points(arc: list[int]) -> list[tuple[float, float]]:
    """Return the points of an arc, of which the file has the first and then the steps."""
    return [
        (x / _STEPS, y / _STEPS)
        for x, y in zip(accumulate(arc[::2]), accumulate(arc[1::2]), strict=True)
    ]


def _joined(ring: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Return the points of a ring of arcs; ``~i`` is arc i backwards."""
    return [point for n in ring for point in (arcs[n] if n >= 0 else arcs[~n][::-1])]
