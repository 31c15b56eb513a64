"""Options and arguments that are the same in several commands, outside of any group."""

from pathlib import Path
from typing import Annotated

import typer

from enrich.cli.meant import files_meant
from enrich.cli.parameters import LINKING
from enrich.cli.values import one_of, plain
from gazetteer.atomic import expanded

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        callback=files_meant,
        help="Files to read; - is standard input, plain text unless --input-format says what. With"
        " --recursive, also folders, and patterns in quotes.",
    ),
]
GazetteerPath = Annotated[
    Path | None,
    typer.Option(
        "--gazetteer",
        metavar="PATH",
        help="Another gazetteer than the embedded one.",
        rich_help_panel=LINKING,
    ),
]


def _existing(
    context: typer.Context, parameter: typer.CallbackParam, value: str | None
) -> str | None:
    """Say where a file is named that there is not; one of the environment may be made later."""
    value = plain(value)
    source = context.get_parameter_source(parameter.name or "")
    named = source is not None and source.name == "COMMANDLINE"
    if value not in (None, "none") and named and not expanded(value or "").exists():
        typer.echo(f"enrich: {value}: no such file, so nothing of your own is used", err=True)
    return "" if value == "none" else value


UserGazetteer = Annotated[
    str | None,
    typer.Option(
        metavar="PATH|none",
        envvar="ENRICH_USER_GAZETTEER",
        callback=_existing,
        help="File of the entities that you added; otherwise one in your user data.",
        rich_help_panel=LINKING,
    ),
]
OutputFile = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="OUT", help="File to write, whole or not at all."),
]
TextOrJson = Annotated[str, one_of("--format", choices=("text", "json"), help="Output format.")]
ConfigFile = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE|none",
        help="Defaults of these options; otherwise enrich.toml beside the texts or in the current"
        " folder, or [tool.enrich] of a pyproject.toml there.",
    ),
]
