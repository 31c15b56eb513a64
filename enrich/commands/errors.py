"""How a command tells what went wrong: one line on standard error, and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import typer

from enrich.escape import message
from gazetteer.errors import ArgumentError, EnrichError, InputError

__all__ = ["Complaints", "Remarks", "errors_in_one_line"]

_WRONG_USAGE: Final = 2
_PIPE_CLOSED: Final = 141


@dataclass(slots=True)
class Complaints:
    """Reports what cannot be read, a line each, and remembers that there was something.

    Attributes:
        count: How many were reported.
    """

    count: int = 0

    def __call__(self, error: InputError) -> None:
        """Report one."""
        self.count += 1
        typer.echo(f"enrich: {message(str(error))}", err=True)


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is said on standard error beside errors.

    Attributes:
        quiet: Whether nothing is.
    """

    quiet: bool = False

    def __call__(self, line: str) -> None:
        """Say a line."""
        if not self.quiet:
            typer.echo(f"enrich: {message(line)}", err=True)


@contextmanager
def errors_in_one_line() -> Iterator[None]:
    """Turn the errors that are raised on purpose into one line and an exit code.

    Raises:
        typer.Exit: With code 2 for an ``ArgumentError``, 1 for any other ``EnrichError``, 141 where
            nobody reads the output any more.
    """
    try:
        yield
    except ArgumentError as error:
        typer.echo(f"enrich: {message(str(error))}", err=True)
        raise typer.Exit(_WRONG_USAGE) from error
    except EnrichError as error:
        typer.echo(f"enrich: {message(str(error))}", err=True)
        raise typer.Exit(1) from error
    except BrokenPipeError as error:
        raise typer.Exit(_PIPE_CLOSED) from error
