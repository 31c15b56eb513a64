"""The typer app: every command, in the order of the help."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import typer

from enrich.cli import (
    cache,
    corpus,
    diff,
    doctor,
    entities,
    evaluate,
    lookup,
    mcp,
    review,
    run,
    serve,
)
from enrich.cli import map as map_
from enrich.cli.command import Command, Group, RunByDefault
from enrich.cli.gazetteer import additions, build, info, share
from enrich.cli.parameters import flag
from enrich.settings import installed_version

Commands = Sequence[tuple[Callable[..., None], str]]


def _group(commands: Commands, **settings: Any) -> typer.Typer:
    """Return a group of commands, each with the examples of its help."""
    group = typer.Typer(
        rich_markup_mode=None,  # plain help: the same on a terminal, in a pipe and in the manual
        no_args_is_help=True,
        **settings,
    )
    for function, examples in commands:
        name = function.__name__.removesuffix("_")  # of map_, which is not a function of Python's
        group.command(name, cls=Command, epilog=examples)(function)
    return group


_ALONE: Final[Commands] = (
    (run.run, run.EXAMPLES),
    (corpus.corpus, corpus.EXAMPLES),
    (entities.entities, entities.EXAMPLES),
    (map_.map_, map_.EXAMPLES),
    (lookup.lookup, lookup.EXAMPLES),
    (review.review, review.EXAMPLES),
    (evaluate.evaluate, evaluate.EXAMPLES),
    (diff.diff, diff.EXAMPLES),
    (serve.serve, serve.EXAMPLES),
    (mcp.mcp, mcp.EXAMPLES),
    (doctor.doctor, doctor.EXAMPLES),
)
_OF_GAZETTEER: Final[Commands] = (
    (build.build, build.EXAMPLES),
    (share.pack, share.PACK_EXAMPLES),
    (share.fetch, share.FETCH_EXAMPLES),
    (info.info, info.INFO_EXAMPLES),
    (info.sources, info.SOURCES_EXAMPLES),
    (additions.add, additions.EXAMPLES),
    (additions.remove, additions.REMOVE_EXAMPLES),
    (additions.refresh, additions.REFRESH_EXAMPLES),
)
_OF_CACHE: Final[Commands] = (
    (cache.info, cache.INFO_EXAMPLES),
    (cache.clear, cache.CLEAR_EXAMPLES),
)
_GROUP_EXAMPLES: Final = """\
enrich gazetteer info
enrich gazetteer build -o mine.gaz table:places.toml
enrich gazetteer add --from-run out.json"""
_HELP = {"help_option_names": ["-h", "--help"]}

app = _group(_ALONE, cls=RunByDefault, pretty_exceptions_enable=False, context_settings=_HELP)
for _name, _commands, _help, _examples in (
    (
        "gazetteer",
        _OF_GAZETTEER,
        "See, extend, build and share gazetteers.",
        _GROUP_EXAMPLES,
    ),
    ("cache", _OF_CACHE, "See or clear the cached answers of live services.", cache.INFO_EXAMPLES),
):
    app.add_typer(_group(_commands, cls=Group, help=_help, epilog=_examples), name=_name)


def _show_version(value: bool) -> None:  # noqa: FBT001 - typer's callback
    """Print the version and leave."""
    if value:
        typer.echo(f"enrich {installed_version()}")
        raise typer.Exit


@app.callback()
def _enrich(
    *,
    _version: bool = flag("--version", "Show the version.", is_eager=True, callback=_show_version),
) -> None:
    """Find the places, people and organisations a text names, and put them on a map.

    Reads .txt, .md, .html, e-mails, feeds, agency XML, and .json, .jsonl, .csv, .parquet or .warc
    files with many documents; "-" is standard input. By default, a terminal gets tables and a pipe
    a JSON record per mention.
    """
