"""Whose facts a gazetteer may hold: one table, from which all else that names sources is derived.

The kinds of sources with their readers, the downloads, the choices and the help of the command,
and whom to credit. A new source is one module with a ``SOURCE`` (``gazetteer.sources.options``)
and one line of publishers.csv. The lines hold names of modules, so that reading them loads none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from gazetteer.errors import SourceError
from gazetteer.sources.options import Source, SourceInfo


@dataclass(frozen=True, slots=True)
class Publisher:
    """Someone whose facts a gazetteer may hold.

    Attributes:
        info: Name, licence, attribution and page.
        kind: What the command calls it, "geonames"; "" where no build can name it as a source.
        module: The module with its ``SOURCE``.
        path: What a build wants of it, as the help says it: "DIR".
        base: Address of its public files, with "/" at its end; "" where none are downloaded. A
            mirror has the same names below an address of its own.
        bring: What downloads them, as "module:function"; it makes a ``Download`` of a ``Job``,
            both of ``gazetteer.build.download``.
        shipped: Whether the gazetteer of the package holds something from it.
    """

    info: SourceInfo
    kind: str = ""
    module: str = ""
    path: str = ""
    base: str = ""
    bring: str = ""
    shipped: bool = True


def _read() -> Iterator[Publisher]:
    with Path(__file__).with_name("publishers.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            info = SourceInfo(*(row.pop(key) for key in ("name", "licence", "attribution", "url")))
            shipped = row.pop("shipped") == "yes"
            yield Publisher(info, **row, shipped=shipped)


PUBLISHERS: Final = tuple(_read())
"""In the order in which they are credited."""


def kinds() -> tuple[str, ...]:
    """Return the kinds of sources that a build can name.

    Example:
        >>> "geonames" in kinds(), "" in kinds()
        (True, False)
    """
    return tuple(p.kind for p in PUBLISHERS if p.kind)


def downloads() -> dict[str, Publisher]:
    """Return the publishers of public files, by kind of source."""
    return {p.kind: p for p in PUBLISHERS if p.bring}


def usage() -> str:
    """Return what a build can be made from, as the help says it: "geonames:DIR, ..."."""
    return ", ".join(f"{p.kind}:{p.path}" for p in PUBLISHERS if p.kind)


def iter_shipped() -> Iterator[SourceInfo]:
    """Yield what the gazetteer of the package is made from; NOTICE says the same at length."""
    return (p.info for p in PUBLISHERS if p.shipped)


def get_reader(kind: str) -> tuple[Source, SourceInfo]:
    """Return the reader of a kind of source, loaded now, and its publisher.

    Raises:
        SourceError: There is no such kind.
    """
    for publisher in PUBLISHERS:
        if kind and publisher.kind == kind:
            source: Source = import_module(publisher.module).SOURCE
            return source, publisher.info
    known = ", ".join(kinds())
    raise SourceError(f"{kind!r} is not a kind of source; give KIND:PATH with one of {known}")
