"""Options and arguments that are the same in several commands, outside of any group."""

import os
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from enrich.cli.parameters import LINKING, option, source_of
from enrich.cli.streams import say
from enrich.cli.values import plain
from enrich.formats import FORMATS
from gazetteer.atomic import expanded


def _files(context: typer.Context, files: list[str]) -> list[str]:
    """Let names of files pass, whether they are there or not.

    Raises:
        typer.BadParameter: One is an address, or an option or command that was written as a word.
    """
    for file in files:
        if file.lower().startswith(("http://", "https://")):
            raise typer.BadParameter(
                f"{file}: enrich downloads nothing; save the page and give the file, or: "
                f"curl -L {file} | enrich - --input-format html"
            )
        if not os.path.lexists(file):
            _refuse_word(file, getattr(context.find_root().command, "commands", {}))
    return files


def _refuse_word(word: str, commands: Collection[str]) -> None:
    if word in FORMATS:
        meant = "--geojson" if word == "geojson" else f"--format {word}"
        raise typer.BadParameter(f"{word!r} is not a file; did you mean {meant}?")
    if word in commands:
        raise typer.BadParameter(f"{word!r} is not a file; commands come first: enrich {word} ...")


def _existing(
    context: typer.Context, parameter: typer.CallbackParam, value: str | None
) -> str | None:
    """Say where a file is named that there is not; one of the environment may be made later."""
    if value is None:
        return None
    if plain(value) == "none":
        return ""
    named = source_of(context, parameter.name or "") == "COMMANDLINE"
    if named and not expanded(value).exists():
        say(f"{value}: no such file, so no entities of your own are used")
    return value


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        callback=_files,
        help="Files to read; - is standard input, read as plain text unless --input-format says"
        " otherwise. With --recursive, also folders and quoted patterns.",
    ),
]
GAZETTEER: Path | None = option(
    "--gazetteer PATH", "A gazetteer to use instead of the embedded one.", panel=LINKING
)
USER_GAZETTEER: str | None = option(
    "--user-gazetteer PATH|none",
    "File of the entities you added; by default, one in your user data.",
    envvar="ENRICH_USER_GAZETTEER",
    callback=_existing,
    panel=LINKING,
)
TEXT_OR_JSON: str = option("--format", "Output format.", default="text", choices=("text", "json"))
CONFIG: str | None = option(
    "--config FILE|none",
    "File with defaults for these options; by default, enrich.toml beside the texts or in the"
    " current folder, or [tool.enrich] of a pyproject.toml there.",
)
