"""The embedded gazetteer as a source: the curated facts, which every build holds."""

from __future__ import annotations

from collections.abc import Iterator

from gazetteer.rows import Row
from gazetteer.sources.curated import PLACE_SOURCES
from gazetteer.sources.options import BuildOptions
from gazetteer.sources.stored import StoredRows
from gazetteer.store.file import EMBEDDED

# A settlement of a reference; everything else was curated.
_CITY = f"((e.feature LIKE 'PPL%' OR e.feature IN ('STLMT', 'STNB')) AND s.name IN {PLACE_SOURCES})"


class Embedded(StoredRows):
    """Reads the gazetteer that the package ships, row by row.

    Raises:
        GazetteerError: It is missing or damaged.
    """

    def __init__(self) -> None:
        super().__init__(EMBEDDED)

    def iter_curated(self) -> Iterator[Row]:
        """Yield areas, people and organisations."""
        yield from self.iter_rows(f"NOT {_CITY}")

    def iter_cities(self, options: BuildOptions) -> Iterator[Row]:
        """Yield the settlements that the options ask for."""
        for row in self.iter_rows(_CITY):
            if options.wants_place(row.country, "P", row.feature or "", row.population):
                yield row

    def holds_geonames(self, number: int) -> bool:
        """Whether an entity has a GeoNames number, as its id or beside it."""
        return any(
            self._file.all(f"SELECT 1 FROM entity WHERE {column} = ?", (number,))
            for column in ("key", "geonames")
        )

    def city_wikidata(self) -> dict[int, str]:
        """Return the Wikidata id of each city by its GeoNames number: GeoNames itself has few."""
        rows = self._file.all(
            "SELECT e.key, e.wikidata FROM entity e JOIN source s ON s.number = e.source"
            f" WHERE e.wikidata IS NOT NULL AND {_CITY}"
        )
        return {key: f"Q{number}" for key, number in rows}
