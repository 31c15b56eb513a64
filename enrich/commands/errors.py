"""How a command tells what went wrong: one line on standard error, and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import typer

from enrich.escape import message
from gazetteer.errors import EnrichError, InputError

__all__ = ["Complaints", "errors_in_one_line", "tell"]

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


def tell(note: str) -> None:
    """Say something on standard error that is no fault."""
    typer.echo(f"enrich: {message(note)}", err=True)


@contextmanager
def errors_in_one_line() -> Iterator[None]:
    """Turn the errors that are raised on purpose into one line and an exit code.

    Raises:
        typer.Exit: With code 1 for an ``EnrichError``, 141 where nobody reads the output any more.
    """
    try:
        yield
    except EnrichError as error:
        typer.echo(f"enrich: {message(str(error))}", err=True)
        raise typer.Exit(1) from error
    except BrokenPipeError as error:
        raise typer.Exit(_PIPE_CLOSED) from error
