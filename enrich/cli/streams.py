"""What a command says on standard error, what it writes to standard output, and its exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TextIO, cast

import typer

from enrich.text.escape import message, visible
from gazetteer.errors import ArgumentError, EnrichError, InputError, OutputError

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
        say(str(error))

    def note(self, line: str) -> None:
        """Say a line."""
        if not self.quiet:
            say(line)


def say(line: str) -> None:
    """Say a line on standard error."""
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
        say(str(error))
        raise typer.Exit(_WRONG_USAGE) from error
    except EnrichError as error:
        say(str(error))
        raise typer.Exit(1) from error
    except BrokenPipeError as error:
        raise typer.Exit(_PIPE_CLOSED) from error
    if report.errors:
        raise typer.Exit(1)


def is_terminal() -> bool:
    """Return whether standard output is a terminal.

    Raises:
        OutputError: It is closed.
    """
    if sys.stdout is None:  # started with >&-
        raise OutputError("standard output is closed; name a file with -o")
    return sys.stdout.isatty()


@contextmanager
def standard_output(*, styled: bool = False) -> Iterator[TextIO]:
    """Open standard output for data: UTF-8, line ends as written, errors reported.

    On a terminal, controls in the data are shown as escapes instead of being obeyed.

    Args:
        styled: What is written is made for a terminal and brings its own colours.

    Raises:
        OutputError: It is closed, or the disk behind it is full.
        BrokenPipeError: Nobody reads it any more.
    """
    terminal = is_terminal()
    stream = cast("io.TextIOWrapper", sys.stdout)
    if terminal:
        stream.reconfigure(errors="backslashreplace")
    else:
        stream.reconfigure(encoding="utf-8", newline="")
    try:
        yield stream if styled or not terminal else cast("TextIO", _Shown(stream))
        stream.flush()
    except OSError as error:
        discard_output()
        if isinstance(error, BrokenPipeError):
            raise
        raise OutputError(f"standard output: {error.strerror or error}") from error


class _Shown(io.TextIOBase):
    """A stream that shows the controls in what is written to it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(visible(text.replace("\r\n", "\n")))
        return len(text)


def discard_output() -> None:
    """Let what is still buffered vanish, or the interpreter would fail on it when it exits."""
    try:
        descriptor = sys.stdout.fileno()
    except (AttributeError, OSError, ValueError):  # it is closed, or no file
        return
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, descriptor)
    os.close(null)
