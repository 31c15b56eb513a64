"""``enrich gazetteer info`` and ``sources``: what a gazetteer is made of, and whose it is."""

from pathlib import Path
from typing import Annotated

import typer

from enrich.cli.errors import reporting
from enrich.cli.options import GazetteerPath, TextOrJson
from enrich.cli.stdout import standard_output

InfoPath = Annotated[
    Path | None,
    typer.Argument(metavar="PATH", show_default=False, help="A gazetteer; the embedded one."),
]


def info(
    path: InfoPath = None, *, gazetteer: GazetteerPath = None, format_: TextOrJson = "text"
) -> None:
    """Show what it is made of: build, counts, sources.

    Sources come with their dates and licences.
    """
    if path is not None and gazetteer is not None:
        raise typer.BadParameter("PATH and --gazetteer name the same thing: give one of them")
    with reporting():
        from enrich.cli.lookup_table import write_info
        from gazetteer.store import Gazetteer

        with Gazetteer.open(path or gazetteer) as opened, standard_output() as out:
            write_info(opened, out, as_json=format_ == "json")


def sources(*, gazetteer: GazetteerPath = None, format_: TextOrJson = "text") -> None:
    """Show whose facts it holds, and how to credit them.

    With the licence of each source and the attribution to give.
    """
    with reporting():
        from enrich.cli.lookup_table import write_sources
        from gazetteer.store import Gazetteer

        with Gazetteer.open(gazetteer) as opened, standard_output() as out:
            write_sources(opened, out, as_json=format_ == "json")
