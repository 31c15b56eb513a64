"""The settlements of this package's tables that the GeoNames extract of cities lacks, as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from gazetteer.errors import CuratedFactError
from gazetteer.ids import is_curie
from gazetteer.model import Kind, Name, NameType, Point
from gazetteer.rows import Row
from gazetteer.sources.edits import read_table
from gazetteer.sources.prominence import place_prominence

PLACE_SOURCES = ("geonames", "natural-earth", "us-census", "us-postal", "whosonfirst")
"""What the settlements come from; a build may leave them out by country or population."""


def iter_places(curated: Path) -> Iterator[Row]:
    """Yield every row of places.csv with its names.

    Args:
        curated: Folder of the tables.

    Raises:
        CuratedFactError: A table is missing or a row breaks the rules.
    """
    names: dict[str, list[Name]] = defaultdict(list)
    for row in read_table(curated / "place_names.csv"):
        names[row["id"]].append(Name(row["name"], NameType(row["type"]), row["language"] or None))
    for row in read_table(curated / "places.csv"):
        if not is_curie(row["id"]) or row["source"] not in PLACE_SOURCES:
            raise CuratedFactError(f"places.csv: row {row} has no valid id or source")
        population = int(row["population"] or 0)
        parts = (row["country"], row["admin1"], row["admin2"])
        yield Row(
            id=row["id"],
            kind=Kind.PLACE,
            name=row["name"],
            names=tuple(names[row["id"]]),
            wikidata=row["wikidata"] or None,
            country=row["country"],
            area=".".join(filter(None, parts)),
            feature=row["feature"],
            point=Point(lat=float(row["lat"]), lon=float(row["lon"])),
            radius_km=float(row["radius_km"]) if row["radius_km"] else None,
            population=population,
            prominence=place_prominence(row["feature"], population),
            source=row["source"],
        )
