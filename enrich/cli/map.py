"""``enrich map``: a corpus on a map, counted by place, hexagon, country and division."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enrich.cli.entities import CorpusFolder, Documents, check_output
from enrich.cli.linking import Linking
from enrich.cli.parameters import MAP, grouped, only, option
from enrich.cli.streams import reporting
from enrich.text.counting import counted
from gazetteer.errors import InputError

EXAMPLES = """\
enrich map linked/ -o news.gpkg
enrich map linked/ -o february.gpkg --since 2026-02-01 --until 2026-02-28 --roles literal
enrich map linked/ -o hexagons.pmtiles --layer hexagons --resolution 4"""

_FORMATS = (".gpkg", ".geojson", ".fgb", ".pmtiles")
_LAYERS = {
    "places": "place",
    "hexagons": "hexagon",
    "countries": "country",
    "divisions": "division",
}
_PLACES = "places"


@grouped
def map_(
    linked: CorpusFolder,
    *,
    output: Path = typer.Option(
        ...,
        "-o",
        "--output",
        metavar="OUT",
        help="File to write: .gpkg holds all layers, .geojson, .fgb and .pmtiles one. Written whole"
        " or not at all.",
    ),
    layer: str | None = option(
        "--layer",
        "Layer of a file that holds one.",
        choices=_LAYERS,
        panel=MAP,
    ),
    resolution: int = option(
        "--resolution N",
        "H3 resolution of the hexagons: edges of 69 km at 3, 26 km at 4, 10 km at 5.",
        default=3,
        min=0,
        max=9,
        panel=MAP,
    ),
    documents: Documents,
    linking: Annotated[Linking, only("roles", "gazetteer", "user_gazetteer")],
) -> None:
    """Put a corpus on a map.

    Shows each place once, with the number of documents that name it, and for each hexagon, country
    and division (if its outline is known) how many documents name a place in it.
    """
    with reporting() as report:
        whole = _check(output, layer)
        check_output(output, linked)
        from enrich.corpus.mapping import map_corpus, write_map
        from enrich.corpus.tables import Corpus
        from gazetteer.store.user import open_gazetteer

        roles = linking.roles.split(",") if linking.roles not in (None, "all") else []
        with (
            Corpus(linked, documents.chosen) as corpus,
            open_gazetteer(linking.gazetteer, linking.user_gazetteer) as gazetteer,
        ):
            found = map_corpus(corpus, gazetteer, resolution=resolution, roles=roles)
        chosen = layer or _PLACES
        if chosen not in found.layers:
            raise InputError(found.notes[chosen])
        write_map(found, output, chosen, corpus.run)
        layers = list(found.layers) if whole else [chosen]
        shown = (counted(len(found.layers[name]), _LAYERS[name], name) for name in layers)
        report.note(f"{', '.join(shown)} written to {output}")
        notes = found.notes if whole else {chosen: found.notes.get(chosen)}
        for note in (*corpus.notes, *filter(None, notes.values())):
            report.note(note)


def _check(output: Path, layer: str | None) -> bool:
    """Return whether a file takes all layers.

    Raises:
        typer.BadParameter: It takes none, or not this one.
    """
    suffix = output.suffix.lower()
    if suffix not in _FORMATS:
        raise typer.BadParameter(f"{output}: give it one of the suffixes {', '.join(_FORMATS)}")
    if suffix == ".gpkg" and layer is not None:
        raise typer.BadParameter("a GeoPackage holds all layers: leave --layer out")
    return suffix == ".gpkg"
