"""What a command says on standard error, a line each, and the exit code that follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import typer

from enrich.text.escape import message
from gazetteer.errors import ArgumentError, EnrichError, InputError

_WRONG_USAGE: Final = 2
_PIPE_CLOSED: Final = 141


@dataclass(slots=True)
class Report:
    """What is said on standard error.

    Attributes:
        quiet: Whether nothing but errors is.
        errors: How many were reported.
    """

    quiet: bool = False
    errors: int = 0

    def error(self, error: InputError) -> None:
        """Report what cannot be read; the rest is."""
        self.errors += 1
        _say(str(error))

    def note(self, line: str) -> None:
        """Say a line."""
        if not self.quiet:
            _say(line)


def _say(line: str) -> None:
    typer.echo(f"enrich: {message(line)}", err=True)


@contextmanager
def reporting(*, quiet: bool = False) -> Iterator[Report]:
    """Report what goes wrong, each in one line, and end with the exit code that says so.

    Raises:
        typer.Exit: With code 2 for an ``ArgumentError``, 1 for any other ``EnrichError`` and where
            an error was reported, 141 where nobody reads the output any more.
    """
    report = Report(quiet)
    try:
        yield report
    except ArgumentError as error:
        _say(str(error))
        raise typer.Exit(_WRONG_USAGE) from error
    except EnrichError as error:
        _say(str(error))
        raise typer.Exit(1) from error
    except BrokenPipeError as error:
        raise typer.Exit(_PIPE_CLOSED) from error
    if report.errors:
        raise typer.Exit(1)
