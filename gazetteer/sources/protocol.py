"""What the reader of a kind of source offers to a build.

A module that reads a published format holds one ``SOURCE``. For a list of names, a line each::

    def iter_rows(path: Path, options: BuildOptions, report: Report) -> Iterator[Row]:
        for number, name in iter_lines(path):
            if name:
                yield Row(f"enrich:list-{number}", Kind.PLACE, name, source="list")
            else:
                report.problem(f"{path.name}:{number}", "empty line")

    SOURCE: Final = Source(iter_rows)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gazetteer.model import Name
from gazetteer.rows import Row
from gazetteer.sources.options import BuildOptions, Report, SourceInfo

RowReader = Callable[[Path, BuildOptions, Report], Iterator[Row]]
"""Yields what the options want of a path, and reports what it has to pass over.

It raises ``SourceError`` where the path is missing, cut short or of another format.
"""
NameReader = Callable[[Path, BuildOptions, Report], Iterator[tuple[str, Sequence[Name]]]]


@dataclass(frozen=True, slots=True)
class Source:
    """The reader of a kind of source.

    Attributes:
        iter_rows: Its entities.
        iter_areas: Areas that count only where no other source has them.
        iter_names: (CURIE, further names) of entities, once all its rows are in.
        info: What one file says of itself; None where all are of the publisher in the registry.
    """

    iter_rows: RowReader
    iter_areas: RowReader = lambda *_: iter(())
    iter_names: NameReader = lambda *_: iter(())
    info: Callable[[Path], SourceInfo] | None = None
