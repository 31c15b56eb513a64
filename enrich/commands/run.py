"""``enrich run``: where the output goes, and what is said about it on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from enrich.commands.errors import Complaints, Remarks
from enrich.commands.stdout import is_terminal, standard_output
from enrich.documents import is_table
from enrich.escape import message
from enrich.formats import FORMATS, LAYERS, Holds, format_of, style_path, write, write_to
from enrich.model import Result
from gazetteer.atomic import check_writable
from gazetteer.errors import InputError, OutputError

if TYPE_CHECKING:
    from enrich.flow.live import Live

_DECISIONS: Final = "decisions.toml"
_REMARK: Final = Remarks()
__all__ = [
    "Target",
    "complained_of",
    "decisions_file",
    "explained",
    "read_files",
    "settled",
    "tell_live",
    "tell_same_names",
    "write_results",
]


def decisions_file(named: str | None, remark: Remarks = _REMARK) -> Path | None:
    """Return the file of decisions: the one named, else the one that lies in the current folder.

    Which is used is said on standard error where it was not named.

    Args:
        named: What ``--decisions`` names; "none" for none at all.
        remark: Says so.
    """
    if named is not None:
        return None if named == "none" else Path(named)
    found = Path(_DECISIONS)
    if not os.path.lexists(found):
        return None
    remark(f"decisions are taken from {found}; --decisions none leaves it")
    return found


def read_files(
    files: list[str], complaints: Complaints, remark: Remarks, *, recursive: bool
) -> list[str]:
    """Return the files to read: those given, and those of folders and patterns if so asked."""
    if not recursive:
        return files
    from enrich.inputs.paths import expanded

    return expanded(files, recursive=recursive, on_error=complaints, on_note=remark)


def tell_same_names(
    files: Iterable[str], input_format: str | None, remark: Remarks = _REMARK
) -> None:
    """Say which documents get their ids by the order of the files: decisions hold by id.

    Args:
        files: As given; one that holds many documents has ids of its own.
        input_format: What ``--input-format`` says that they are.
        remark: Says it.
    """
    first: dict[str, str] = {}
    for file in files:
        if is_table(file, input_format):
            continue
        before = first.setdefault(Path(file).stem, file)
        if before != file:
            remark(
                f"{message(file)} has the name of {message(before)}: their ids are numbered in the"
                " order given"
            )
            return


def tell_live(live: Live, remark: Remarks = _REMARK) -> None:
    """Say what was asked of the network, and what could not be had from it."""
    sent = live.asker.sent
    requests = "1 request" if sent == 1 else f"{sent:,} requests"
    remark(f"{requests} sent to live services")
    if live.warning:
        remark(live.warning)


@dataclass(frozen=True, slots=True)
class Target:
    """Where the output goes and what it looks like."""

    path: str | None
    format: str
    layer: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    style: bool = False

    @property
    def shows_progress(self) -> bool:
        """Whether a bar would be seen, and would not run into the data."""
        if sys.stderr is None:  # started with 2>&-
            return False
        return sys.stderr.isatty() and (self.path is not None or not is_terminal())


def settled(  # noqa: PLR0913 - one argument per option
    files: Iterable[str],
    output: str | None,
    *,
    shorthand: str | None,
    name: str | None,
    layer: str | None,
    settings: Mapping[str, Any] | None = None,
    style: bool = False,
    beside: Iterable[str | os.PathLike[str] | None] = (),
) -> Target:
    """Settle where the output goes before any work is done.

    Args:
        files: What is read.
        output: Where to, None or "-" for standard output.
        shorthand: The format that an option of its own names.
        name: The format that --format names.
        layer: The layer of a map.
        settings: What the format takes besides, by its name in ``Format.takes``; what is None
            was not asked for.
        style: Whether a style is to lie beside the file.
        beside: What else is read and must not be replaced: gazetteer, decisions; or None.

    Raises:
        OutputError: It cannot go there.
        typer.BadParameter: The options contradict each other.
    """
    if shorthand and name and shorthand != name:
        raise typer.BadParameter(f"--{shorthand} and --format {name} contradict each other")
    chosen = shorthand or name
    path = None if output == "-" else output
    read = ["/dev/stdin" if file == "-" else file for file in files]
    read += [os.fspath(file) for file in beside if file is not None]
    if path is not None:
        chosen = _format_of(path, chosen)
        check_writable(path, inputs=read)
    elif chosen is None:
        chosen = "table" if is_terminal() else "jsonl"
    else:
        is_terminal()  # says so now if standard output is closed
    form = FORMATS[chosen]
    if layer is not None and form.holds is Holds.MAP:
        raise typer.BadParameter(f"{chosen} holds all layers: leave --layer out")
    if layer is not None and "layer" not in form.takes:
        raise typer.BadParameter(f"--layer belongs to maps; --format is {chosen}")
    if form.to_file and path is None:
        raise typer.BadParameter(f"{chosen} is no text: name a file with -o")
    asked = {key: value for key, value in (settings or {}).items() if value is not None}
    for key in asked:
        if key not in form.takes:
            raise typer.BadParameter(f"--{key} does nothing for {chosen}")
    if style:
        _check_style(path if form.styled else None, read)
    return Target(path, chosen, layer or LAYERS[0], asked, style)


def _format_of(path: str, chosen: str | None) -> str:
    try:
        return format_of(path, chosen)
    except OutputError as error:  # nothing was to be written yet: the command line is wrong
        raise typer.BadParameter(str(error)) from error


def _check_style(path: str | None, files: Iterable[str]) -> None:
    if path is None:
        raise typer.BadParameter("--style lies beside a file: -o OUT.geojson or OUT.fgb")
    if style_path(path) == Path(path):
        raise typer.BadParameter(f"{path} is where its style is to lie: name the map otherwise")
    check_writable(style_path(path), inputs=files)


def explained(results: Iterable[Result]) -> Iterator[Result]:
    """Pass results on, and show the evidence of each on standard error."""
    from enrich.commands.evidence import explanation

    for result in results:
        for line in explanation(result):
            typer.echo(line, err=True)
        yield result


def complained_of(results: Iterable[Result], complaints: Complaints) -> Iterator[Result]:
    """Pass results on, and report each document that was not read, or not to its end."""
    for result in results:
        if result.error:
            complaints(InputError(f"{result.document.id or 'a document'}: {result.error}"))
        yield result


def write_results(
    results: Iterable[Result], target: Target, complaints: Complaints, remark: Remarks = _REMARK
) -> None:
    """Write results and say what was found; nothing at all is written if there are none."""
    from enrich.commands.summary import Summary

    iterator = iter(results)
    first = next(iterator, None)
    if first is None:
        if not complaints.count:
            raise InputError("there is no document in what was given")
        return
    summary = Summary()
    watched = summary.watch(chain([first], iterator))
    form, settings = target.format, target.settings
    if target.path is not None:
        write(
            watched,
            target.path,
            format=form,
            layer=target.layer,
            style=target.style,
            **settings,
        )
    else:
        with standard_output(styled=form == "table") as out:
            write_to(watched, out, format=form, layer=target.layer, **settings)
    told = summary.line(FORMATS[form].holds, target.layer)
    guarded = summary.guarded_line() if form == "csv" else None
    for line in filter(None, (*summary.notes, guarded, told)):
        remark(line)
