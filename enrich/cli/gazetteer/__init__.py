"""The command ``enrich gazetteer``: what the gazetteer is built from, holds, and is given."""

import typer

from enrich.cli.command import Command
from enrich.cli.gazetteer import additions, build, info

__all__ = ["gazetteer_app"]

gazetteer_app = typer.Typer(
    help="What the gazetteer holds and where it comes from.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
for function, examples in (
    (build.build, build.EXAMPLES),
    (info.info, None),
    (info.sources, None),
    (additions.add, additions.EXAMPLES),
    (additions.remove, None),
    (additions.refresh, None),
):
    gazetteer_app.command(cls=Command, epilog=examples)(function)
