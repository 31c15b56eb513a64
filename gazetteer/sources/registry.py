"""Whose facts a gazetteer may hold: one table, from which all else that names sources is derived.

The kinds of sources with their readers, the downloads, the choices and the help of the command,
and whom to credit. A new source is one module with a ``SOURCE`` (``gazetteer.sources.protocol``)
and one entry of ``PUBLISHERS``. The entries hold names of modules, so that reading them loads none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from gazetteer.errors import SourceError
from gazetteer.sources.options import SourceInfo

if TYPE_CHECKING:  # the command reads this table before it is known what is asked for
    from gazetteer.sources.protocol import Source


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


PUBLISHERS: Final[tuple[Publisher, ...]] = (
    Publisher(
        SourceInfo(
            "GeoNames", "CC-BY 4.0", "Place data © GeoNames (geonames.org), CC-BY 4.0",
            "https://www.geonames.org/",
        ),
        "geonames", "gazetteer.sources.geonames", "DIR",
        "https://download.geonames.org/export/dump/", "gazetteer.build.download:bring_geonames",
    ),
    Publisher(
        SourceInfo(
            "Wikidata", "CC0 1.0", "Identifiers, names and facts from Wikidata",
            "https://www.wikidata.org/",
        ),
        "wikidata", "gazetteer.sources.wikidata_dump", "FILE",
        "https://dumps.wikimedia.org/wikidatawiki/entities/",
        "gazetteer.build.download:bring_wikidata",
    ),
    Publisher(
        SourceInfo(
            "Natural Earth", "public domain", "Made with Natural Earth",
            "https://www.naturalearthdata.com/",
        ),
        "naturalearth", "gazetteer.sources.natural_earth", "DIR",
        "https://raw.githubusercontent.com/nvkelso/natural-earth-vector/v5.1.2/geojson/",
        "gazetteer.build.download:bring_natural_earth",
    ),
    Publisher(
        SourceInfo(
            "Research Organization Registry", "CC0 1.0", "Organisations from ROR",
            "https://ror.org/",
        ),
    ),
    Publisher(
        SourceInfo(
            "Party Facts", "MIT", "Parties from Party Facts", "https://partyfacts.herokuapp.com/"
        ),
    ),
    Publisher(
        SourceInfo(
            "Name Suggestion Index", "BSD-3-Clause", "Companies from the Name Suggestion Index",
            "https://nsi.guide/",
        ),
    ),
    Publisher(
        SourceInfo(
            "Who's On First", "CC-BY 4.0",
            "Data from Who's On First (whosonfirst.org), licence as stated there",
            "https://whosonfirst.org/docs/licenses/",
        ),
        "whosonfirst", "gazetteer.sources.whosonfirst", "PATH",
        "https://data.geocode.earth/wof/dist/sqlite/", "gazetteer.build.download:bring_whosonfirst",
    ),
    Publisher(
        SourceInfo(
            "United States Census", "public domain", "Places of the United States Census",
            "https://www.census.gov/",
        ),
    ),
    Publisher(
        SourceInfo(
            "Unicode CLDR", "Unicode-3.0", "Names of countries from Unicode CLDR",
            "https://cldr.unicode.org/",
        ),
    ),
    Publisher(SourceInfo("enrich curated facts", "MIT", "enrich-geo contributors", "")),
    Publisher(
        SourceInfo("Table", "", "", ""),
        "table", "gazetteer.sources.table", "FILE.toml", shipped=False,
    ),
)  # fmt: skip
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
    raise SourceError(f"{kind!r} is no kind of source; give KIND:PATH with one of {known}")
