"""``enrich map``: a corpus on a map, counted by place, hexagon, country and division."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from enrich.cli.entities import CorpusFolder, Documents
from enrich.cli.linking import Linking
from enrich.cli.parameters import MAP, grouped, only, option
from enrich.cli.streams import reporting
from enrich.text.counting import counted
from gazetteer.atomic import check_writable
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
        help="A GeoPackage has all layers, .geojson, .fgb and .pmtiles have one. Written whole or"
        " not at all.",
    ),
    layer: str | None = option(
        "--layer", "Which, for a file of one; otherwise places.", choices=_LAYERS, panel=MAP
    ),
    resolution: int = option(
        "--resolution N",
        "Size of the hexagons as H3 counts it: an edge of 59 km at 3, of 23 at 4, of 9 at 5.",
        default=3,
        min=0,
        max=9,
        panel=MAP,
    ),
    documents: Documents,
    linking: Annotated[Linking, only("roles", "gazetteer", "user_gazetteer")],
) -> None:
    """Put a corpus on a map.

    Each place once, with how many documents name it; and how many name a place in each hexagon,
    country and division (where the gazetteer has their outlines).
    """
    with reporting() as report:
        whole = _check(output, layer)
        check_writable(output, inputs=[linked])
        from enrich.corpus.mapping import map_corpus, write_map
        from enrich.corpus.tables import Corpus
        from gazetteer.store.user import open_gazetteer

        roles = linking.roles.split(",") if linking.roles not in (None, "all") else []
        with (
            Corpus(linked, documents.chosen) as corpus,
            open_gazetteer(linking.gazetteer, linking.user_gazetteer) as gazetteer,
        ):
            found = map_corpus(corpus, gazetteer, resolution=resolution, roles=roles)
        if not whole and (layer or _PLACES) not in found.layers:
            raise InputError(f"there is no layer {layer}: {found.notes[-1]}")
        write_map(found, output, layer or _PLACES, _run_of(linked))
        layers = found.layers if whole else [layer or _PLACES]
        shown = (counted(len(found.layers[name]), _LAYERS[name], name) for name in layers)
        report.note(f"{', '.join(shown)} written to {output}")
        for note in found.notes:
            report.note(note)


def _check(output: Path, layer: str | None) -> bool:
    """Return whether a file takes all layers.

    Raises:
        typer.BadParameter: It takes none, or not this one.
    """
    suffix = output.suffix.lower()
    if suffix not in _FORMATS:
        raise typer.BadParameter(f"{output}: name it {', '.join(_FORMATS)}")
    if suffix == ".gpkg" and layer is not None:
        raise typer.BadParameter("a GeoPackage holds all layers: leave --layer out")
    return suffix == ".gpkg"


def _run_of(linked: Path) -> dict[str, object]:
    try:
        held = json.loads((linked / "_run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        held = None
    return held if isinstance(held, dict) else {}
