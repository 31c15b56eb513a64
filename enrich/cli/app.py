"""The typer app: every command, in the order of the help."""

from typing import Annotated

import typer

from enrich.cli import cache, diff, doctor, evaluate, lookup, review, run
from enrich.cli.command import Command, RunByDefault
from enrich.cli.gazetteer import gazetteer_app
from enrich.settings import installed_version

app = typer.Typer(
    cls=RunByDefault,
    rich_markup_mode=None,  # plain help: the same on a terminal, in a pipe and in the manual
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for function, examples in (
    (run.run, run.EXAMPLES),
    (lookup.lookup, lookup.EXAMPLES),
    (review.review, review.EXAMPLES),
    (evaluate.evaluate, evaluate.EXAMPLES),
    (diff.diff, diff.EXAMPLES),
    (doctor.doctor, None),
):
    app.command(cls=Command, epilog=examples)(function)
app.add_typer(gazetteer_app, name="gazetteer")
cache_app = typer.Typer(
    help="Answers of live services that are kept on disk.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
for kept in (cache.info, cache.clear):
    cache_app.command(cls=Command)(kept)
app.add_typer(cache_app, name="cache")


def _show_version(value: bool) -> None:  # noqa: FBT001 - typer's callback
    """Print the version and leave."""
    if value:
        typer.echo(f"enrich {installed_version()}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version.")
]


@app.callback()
def _enrich(*, version: Version = False) -> None:
    """Find the places, people and organisations a text names, and put them on a map.

    Reads .txt, .md, .html, e-mails, feeds, agency XML, and .json, .jsonl or .csv with many
    documents; "-" is standard input. Without a format, a terminal gets tables and a pipe gets a
    JSON record per mention.
    """
    del version
