"""Make the outlines that the article page draws its map on.

    python scripts/compile_basemap.py [--shared DIR]

From Natural Earth (public domain): countries at 1:50 million, the largest lakes, names of countries
and of the best-known towns. A border that two countries share is one arc. What is written is JSON:

    arcs       [x, y, dx, dy, ...] each, in fortieths of a degree, x east and y north
    land       rings of countries, as indices of arcs; ~i is arc i backwards
    states     whose these rings are: [code, rings, code, rings, ...] with the ISO 3166 code of a
               country, "" where it has none, and how many rings in a row are its
    lakes      likewise
    edges      the arcs not to draw as lines: along the 180th meridian and the south edge
    countries  [name, x, y, rank], the more prominent the lower
    towns      likewise
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import shapely
from reference_data import add_shared
from shapes.natural_earth import country_code, features_of
from shapes.topology import (
    Point,
    Ring,
    arcs_of,
    at_the_edge,
    signed_area,
    simplified,
    steps_of,
    without_repeats,
)

ROOT = Path(__file__).resolve().parent.parent
BASEMAP = ROOT / "enrich" / "page" / "basemap.json"
STEPS = 40  # of a degree: 2.8 km
DETAIL = 0.035  # square degrees at the equator: what a corner must cut off to be kept
SMALLEST = 0.06  # square degrees: an island of 27 by 27 km
SMALLEST_LAKE = 0.55
TOWNS = 4  # the highest "scalerank" of a town that is named


def main() -> int:
    """Write the basemap; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    add_shared(parser)
    found = compile_basemap(parser.parse_args().shared)
    BASEMAP.write_text(found, encoding="utf-8")
    print(f"{BASEMAP.name}: {len(found.encode()):,} bytes")
    return 0


def compile_basemap(shared: Path) -> str:
    """Return the basemap as JSON on one line.

    Args:
        shared: The folder of the reference data.
    """
    countries = features_of(shared, "ne_50m_admin_0_countries")
    coded = [(country_code(c), ring) for c in countries for ring in _rings_worth_drawing(c)]
    land = [ring for _, ring in coded]
    runs = [(code, len(list(rings))) for code, rings in groupby(coded, key=itemgetter(0))]
    lakes = [
        ring
        for lake in features_of(shared, "ne_10m_lakes")
        for ring in _polygons(lake["geometry"])
        if abs(signed_area(ring)) >= SMALLEST_LAKE
    ]
    arcs, rings = arcs_of([*land, *lakes])
    found = {
        "arcs": [steps_of(simplified(arc, DETAIL), STEPS) for arc in arcs],
        "land": rings[: len(land)],
        "states": list(chain.from_iterable(runs)),
        "lakes": rings[len(land) :],
        "edges": [number for number, arc in enumerate(arcs) if at_the_edge(arc)],
        "countries": _country_names(shared, countries),
        "towns": _towns(shared),
    }
    return json.dumps(found, separators=(",", ":"), ensure_ascii=False) + "\n"


# ---------------------------------------------------------------------------------------- rings


def _polygons(geometry: dict[str, Any]) -> list[Ring]:
    """Return the outer rings of a geometry, each without its last point, which is its first."""
    found = geometry["coordinates"]
    polygons = [found] if geometry["type"] == "Polygon" else found
    return [without_repeats(polygon[0]) for polygon in polygons]


def _rings_worth_drawing(country: dict[str, Any]) -> list[Ring]:
    """Return the rings of a country that are large enough, and its largest whatever its size."""
    rings = sorted(_polygons(country["geometry"]), key=lambda ring: -abs(signed_area(ring)))
    return [r for n, r in enumerate(rings) if n == 0 or abs(signed_area(r)) >= SMALLEST]


# ---------------------------------------------------------------------------------------- names


def _country_names(shared: Path, countries: list[dict[str, Any]]) -> list[list[Any]]:
    """Return names of countries, each in the largest part of its country.

    That is the best ranked of Natural Earth's label points that lie in it, of several the one that
    lies deepest, or else the middle of the largest circle in it: some countries have a point for
    every island, all of one rank, and some have none.
    """
    points: defaultdict[str, list[tuple[float, Point]]] = defaultdict(list)
    for feature in features_of(shared, "ne_10m_admin_0_label_points"):
        of, (x, y) = feature["properties"], feature["geometry"]["coordinates"][:2]
        points[of["sr_adm0_a3"]].append((of["scalerank"], (x, y)))
    names = []
    for country in countries:
        of = country["properties"]
        if of["ADM0_A3"] in points:
            x, y = _name_point(_polygons(country["geometry"]), points[of["ADM0_A3"]])
            names.append([of["NAME"], round(x * STEPS), round(y * STEPS), int(of["LABELRANK"])])
    return sorted(names, key=lambda row: (row[3], row[0]))


def _name_point(rings: list[Ring], ranked: list[tuple[float, Point]]) -> Point:
    main = shapely.Polygon(max(rings, key=lambda ring: abs(signed_area(ring)))).buffer(0)
    inside = [
        (rank, -main.exterior.distance(shapely.Point(at)), at)
        for rank, at in ranked
        if main.contains(shapely.Point(at))
    ]
    if inside:
        return min(inside)[2]
    middle = shapely.maximum_inscribed_circle(main).coords[0]
    return middle[0], middle[1]


def _towns(shared: Path) -> list[list[Any]]:
    names = []
    for feature in features_of(shared, "ne_10m_populated_places_simple"):
        of = feature["properties"]
        if of["scalerank"] <= TOWNS:
            x, y = (round(of[axis] * STEPS) for axis in ("longitude", "latitude"))
            names.append((int(of["scalerank"]), -int(of["pop_max"]), of["name"], x, y))
    return [[name, x, y, rank] for rank, _, name, x, y in sorted(names)]


if __name__ == "__main__":
    raise SystemExit(main())
