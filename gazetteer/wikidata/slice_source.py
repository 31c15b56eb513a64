"""Slices of Wikidata as a source of a build: the pages in a folder, read as a dump is.

Only members of the slice become rows; what they refer to tells their areas, offices and classes,
however few articles there are about it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final

from gazetteer.errors import SourceError
from gazetteer.rows import Row
from gazetteer.sources.files import open_bytes
from gazetteer.sources.options import BuildOptions, Report, Source
from gazetteer.sources.wikidata_batch import load_json, read_chunk
from gazetteer.sources.wikidata_dump import Reading
from gazetteer.wikidata.slices import brought_in, read_note

NAME: Final = "wikidata query"
"""What such facts name as their source; "wikidata" are also those that the package ships."""

_ID: Final = re.compile(rb'\{"type":"item","id":"Q(\d{1,10})"')


def iter_rows(path: Path, options: BuildOptions, report: Report) -> Iterator[Row]:
    """Yield the members of the slice that lies in a folder.

    Raises:
        SourceError: It lies there in part only, or is not a slice.
    """
    load_json(b"0")  # says at once that orjson is missing
    brought = brought_in(path)
    if brought.missing_members() or brought.missing_pages():
        raise SourceError(f"{path}: pages are missing; ask for the slice again to go on")
    members = {*brought.members()}
    # Whatever is referred to counts, and is shown under one name.
    of_others = replace(options, min_sitelinks=0, languages=frozenset({"en"}))
    seen: set[int] = set()
    with TemporaryFile(prefix="enrich-wikidata-") as spill:
        reading = Reading(spill)
        for page, numbers in brought.pages():
            own, others = _divided(page, {*numbers}, members, seen)
            for lines, wanted in ((own, options), (others, of_others)):
                reading.add(read_chunk(1, b"\n".join(lines), wanted), page, report)
        ids = {f"wikidata:Q{number}" for number in members}
        rows = reading.iter_rows(path, options, report)
        yield from (replace(row, source=NAME) for row in rows if row.id in ids)


def _divided(
    page: Path, own: Collection[int], members: Collection[int], seen: set[int]
) -> tuple[list[bytes], list[bytes]]:
    """Return the lines of the members of a page, and of other items that no page before had."""
    of_members: list[bytes] = []
    of_others: list[bytes] = []
    with open_bytes(page) as file:
        lines = file.read().split(b"\n")
    for line in lines:
        found = _ID.match(line)
        number = int(found[1]) if found else 0
        if number in own:
            of_members.append(line)
        elif number not in members and number not in seen:
            seen.add(number)
            of_others.append(line)
    return of_members, of_others


def told(path: Path, options: BuildOptions) -> Mapping[str, Any]:
    """Return what a manifest says of a slice, so that it can be refreshed."""
    note = read_note(path)
    kept = {
        "countries": sorted(options.countries), "features": sorted(options.features),
        "min_population": options.min_population, "languages": sorted(options.languages),
        "min_sitelinks": options.min_sitelinks,
    }  # fmt: skip
    return {
        "path": f"wikidata-query:{note['name']}", "date": note["asked"], "slice": note,
        "options": kept,
    }  # fmt: skip


SOURCE: Final = Source(iter_rows, told=told)
