"""The options of ``enrich gazetteer``."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from enrich.options import codes, language_codes
from gazetteer.errors import InputError
from gazetteer.ids import is_curie
from gazetteer.sources.registry import downloads, kinds, usage
from gazetteer.wikidata.ids import item_number

SOURCE_KINDS = kinds()
DOWNLOADS = tuple(downloads())


def split_sources(values: Collection[str]) -> list[tuple[str, Path]]:
    """Split each ``KIND:PATH``."""
    found = []
    for value in values:
        kind, colon, path = value.partition(":")
        if kind not in SOURCE_KINDS or not colon or not path:
            kinds = ", ".join(SOURCE_KINDS)
            raise typer.BadParameter(f"{value!r} is no KIND:PATH, with a KIND of {kinds}")
        found.append((kind, Path(path).expanduser()))
    return found


def split_mirrors(values: Collection[str]) -> dict[str, str]:
    """Split each ``KIND=URL``."""
    found = {}
    for value in values:
        kind, _, url = value.partition("=")
        if kind not in DOWNLOADS or not re.match("https?://.", url):
            raise typer.BadParameter(f"{value!r} is no KIND=URL such as geonames=https://...")
        found[kind] = url
    return found


def item_ids(values: Collection[str] | None) -> list[str]:
    """Let ids of Wikidata items pass."""
    for value in values or ():
        try:
            item_number(value)
        except InputError as error:
            raise typer.BadParameter(str(error)) from error
    return list(values or ())


def entity_ids(values: Collection[str]) -> list[str]:
    """Let ids pass; one without a scheme is of Wikidata."""
    curies = [value if ":" in value else f"wikidata:{value}" for value in values]
    for curie, value in zip(curies, values, strict=True):
        if not is_curie(curie):
            raise typer.BadParameter(f"{value!r} is no id; ids look like Q58217 or geonames:616052")
    return curies


Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="KIND:PATH",
        show_default=False,
        help=f"What to build from: {usage()}.",
    ),
]
GazetteerOut = Annotated[
    Path,
    typer.Option("-o", "--output", metavar="OUT", help="Gazetteer to write, whole or not at all."),
]
Download = Annotated[
    list[str] | None,
    typer.Option(
        "--download",
        metavar="KIND",
        show_default=False,
        help=f"Download the public files of {', '.join(DOWNLOADS)}, and build from them.",
    ),
]
Mirror = Annotated[
    list[str] | None,
    typer.Option(metavar="KIND=URL", show_default=False, help="Download a KIND from a mirror."),
]
Cache = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder for downloads; the system's for caches otherwise."),
]
Countries = Annotated[
    str | None,
    typer.Option(
        metavar="CC,CC",
        callback=codes("[a-z]{2}", "ISO 3166-1 alpha-2 code such as AM"),
        help="Only these countries.",
    ),
]
Features = Annotated[
    str | None,
    typer.Option(
        metavar="F,F",
        callback=codes("[ahlprstuv]|[a-z0-9]{2,5}", "GeoNames class or code such as P or PPLC"),
        help="Only these GeoNames classes or codes.",
    ),
]
MinPopulation = Annotated[
    int,
    typer.Option(min=0, metavar="N", help="Only populated places of so many inhabitants."),
]
Languages = Annotated[
    str | None,
    typer.Option(
        metavar="L,L",
        callback=language_codes,
        help="Only names in these languages, and those of no language.",
    ),
]
MinSitelinks = Annotated[
    int,
    typer.Option(min=0, metavar="N", help="Only Wikidata items with so many Wikipedia articles."),
]
Workers = Annotated[
    int, typer.Option(min=1, max=256, metavar="N", help="Processes that a reader may use.")
]
InfoPath = Annotated[
    Path | None,
    typer.Argument(metavar="PATH", show_default=False, help="A gazetteer; the embedded one."),
]
ItemIds = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="Q...", callback=item_ids, show_default=False, help="Ids of Wikidata items: Q58217."
    ),
]
EntityIds = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        callback=entity_ids,
        help="Ids: Q58217, wikidata:Q58217, geonames:616052.",
    ),
]
FromRun = Annotated[
    Path | None,
    typer.Option(
        "--from-run",
        metavar="OUT.json",
        help="Add what a run with --format json found live; nothing is asked for again.",
    ),
]
InOffice = Annotated[
    str | None,
    typer.Option(
        "--country",
        metavar="CC",
        callback=codes("[a-z]{2}", "ISO 3166-1 alpha-2 code such as AM"),
        help="Also everyone the gazetteer has in an office of this state.",
    ),
]
