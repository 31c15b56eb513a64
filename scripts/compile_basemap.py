"""Make the outlines that the article page draws its map on.

    python scripts/compile_basemap.py [--shared DIR]

From Natural Earth's countries at 1:50 million (public domain): the borders are simplified together,
so that neighbours still touch, islets are left out, and what stays is written as whole twentieths
of a degree, each point as its difference from the one before.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ENRICH_SHARED", ROOT.parent / "shared" / "data"))
BASEMAP = ROOT / "enrich" / "page" / "basemap.json"
STEPS = 20  # of a degree
TOLERANCE = 0.22  # degrees
SMALLEST = 0.35  # square degrees: an island of 60 by 60 km near the equator


def main() -> int:
    """Write the basemap; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of the reference data")
    found = compile_basemap(parser.parse_args().shared)
    BASEMAP.write_text(found, encoding="utf-8")
    print(f"{BASEMAP.name}: {len(found):,} bytes")
    return 0


def compile_basemap(shared: Path) -> str:
    """Return the rings as JSON: [x, y, dx, dy, ...] each, in twentieths of a degree."""
    path = shared / "sources" / "natural_earth" / "ne_50m_admin_0_countries.json.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found = json.load(file)
    countries = [shape(geometry) for geometry in _geometries(found)]
    simple = shapely.coverage_simplify(np.array(countries, dtype=object), TOLERANCE)
    polygons = chain.from_iterable(shapely.get_parts(country) for country in simple)
    rings = [_quantised(p) for p in polygons if p.area >= SMALLEST]
    return json.dumps([ring for ring in rings if len(ring) >= 8], separators=(",", ":")) + "\n"


def _geometries(found: Any) -> list[dict[str, Any]]:
    features = found["features"] if isinstance(found, dict) else found
    return [feature["geometry"] for feature in features if feature.get("geometry")]


def _quantised(polygon: Any) -> list[int]:
    points = [(round(x * STEPS), round(y * STEPS)) for x, y in polygon.exterior.coords[:-1]]
    kept = [p for p, before in zip(points, [points[-1], *points], strict=False) if p != before]
    values: list[int] = []
    at = (0, 0)
    for x, y in kept:
        values += [x - at[0], y - at[1]]
        at = (x, y)
    return values


if __name__ == "__main__":
    raise SystemExit(main())
