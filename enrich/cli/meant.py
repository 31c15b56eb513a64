"""What a command line that makes no sense was meant to be, told in one line."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import Any

import typer

from enrich.formats import FORMATS
from enrich.suggestions import closest

_ALIKE = 0.75  # more than elsewhere: a file may be called anything


def command_meant(args: list[str], commands: Mapping[str, Any]) -> list[str]:
    """Return the words of a command line, with ``help`` and ``version`` as the options they mean.

    Args:
        args: The words; what is a file stays one, whatever it is called.
        commands: By their names.

    Raises:
        typer.BadParameter: The first word is no file and nearly the name of a command.
    """
    if not args or args[0] in commands or args[0].startswith("-") or os.path.lexists(args[0]):
        return args
    if args[0] == "version":
        return ["--version"]
    if args[0] == "help":
        return [*args[1:2], "--help"] if args[1:2] and args[1] in commands else ["--help"]
    found = closest(args[0], commands, _ALIKE)
    if found and "." not in args[0]:
        raise typer.BadParameter(
            f"{args[0]!r} is neither a file nor a command; did you mean enrich {found}?"
        )
    return args


def files_meant(context: typer.Context, files: list[str]) -> list[str]:
    """Let names of files pass, whether they are there or not.

    Raises:
        typer.BadParameter: One is an address, or an option or command that was written as a word.
    """
    for file in files:
        if file.lower().startswith(("http://", "https://")):
            raise typer.BadParameter(
                f"{file}: enrich fetches nothing; save the page and name the file, or: "
                f"curl -L {file} | enrich - --input-format html"
            )
        if not os.path.lexists(file):
            _refuse_word(file, getattr(context.find_root().command, "commands", {}))
    return files


def _refuse_word(word: str, commands: Collection[str]) -> None:
    if word in FORMATS:
        option = "--geojson" if word == "geojson" else f"--format {word}"
        raise typer.BadParameter(f"{word!r} is no file; did you mean {option}?")
    if word in commands:
        raise typer.BadParameter(f"{word!r} is no file; a command comes first: enrich {word} ...")
