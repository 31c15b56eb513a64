"""The options of where the output of a run goes and what it looks like, settled before any work."""

import os
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import typer

from enrich.cli.parameters import MAP, OUTPUT, flag, option
from enrich.cli.streams import is_terminal
from enrich.formats import FORMATS, LAYERS, Format, Holds, format_of, style_path
from gazetteer.atomic import check_writable
from gazetteer.errors import OutputError


@dataclass(frozen=True, slots=True)
class Target:
    """Where the output goes, without a path to standard output, and what it looks like."""

    path: str | None
    format: str
    layer: str
    settings: Mapping[str, Any]
    style: bool
    notes: tuple[str, ...] = ()

    @property
    def shows_progress(self) -> bool:
        """Whether a bar would be seen, and would not run into the data."""
        if sys.stderr is None:  # started with 2>&-
            return False
        return sys.stderr.isatty() and (self.path is not None or not is_terminal())


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """What is written, and where."""

    panel: ClassVar[str] = OUTPUT

    output: str | None = option("-o --output OUT", "File to write, whole or not at all.")
    format_: str | None = option(
        "--format FORMAT",
        f"By default, chosen by the suffix of OUT: {', '.join(FORMATS)}.",
        choices=FORMATS,
    )
    geojson: bool = flag("--geojson", "Same as --format geojson.")
    excel: bool = flag(
        "--excel", "Start a CSV file with a byte order mark, so that Excel shows accents correctly."
    )
    layer: str | None = option(
        "--layer",
        "What a map shows: a point per place (the default) or mention, or an outline per area or"
        " document.",
        choices=LAYERS,
        panel=MAP,
    )
    style: bool = flag(
        "--style", "Write a QGIS style next to a GeoJSON or FlatGeobuf file: OUT.qml.", panel=MAP
    )
    simplestyle: bool = flag(
        "--simplestyle", "Add to GeoJSON how web viewers should draw it.", panel=MAP
    )

    tiles: str | None = option(
        "--tiles URL",
        "Draw the map of an HTML page on tiles, fetched when the page is read: osm, or"
        " https://.../{z}/{x}/{y}.png.",
        panel=MAP,
    )

    def target(
        self,
        files: Iterable[str],
        beside: Iterable[str | os.PathLike[str] | None],
        defaults: Collection[str] = (),
    ) -> Target:
        """Settle where the output goes before any work is done.

        Args:
            files: What is read.
            beside: What else is read and must not be replaced: gazetteer, decisions; or None.
            defaults: Options that nobody gave now, but that a file has: where they do not fit to
                what was given, they do not hold.

        Raises:
            OutputError: It cannot go there.
            typer.BadParameter: The options contradict each other.
        """
        read = ["/dev/stdin" if file == "-" else file for file in files]
        read += [os.fspath(file) for file in beside if file]
        path = None if self.output == "-" else self.output
        chosen = self._format(path)
        if path is not None:
            check_writable(path, inputs=read)
        fitting = self._fitting(FORMATS[chosen], defaults)
        _check_fits(fitting, chosen, path)
        if self.style:
            _check_style(path if FORMATS[chosen].styled else None, read)
        layer = fitting.layer or LAYERS[0]
        return Target(path, chosen, layer, fitting.settings, self.style, _notes(path, chosen))

    def _format(self, path: str | None) -> str:
        named = self.format_
        if self.geojson and named not in (None, "geojson"):
            raise typer.BadParameter(f"--geojson and --format {named} contradict each other")
        chosen = "geojson" if self.geojson else named
        if path is None:
            terminal = is_terminal()  # says so now if standard output is closed
            return chosen or ("table" if terminal else "jsonl")
        try:
            return format_of(path, chosen)
        except OutputError as error:  # nothing was to be written yet: the command line is wrong
            raise typer.BadParameter(str(error)) from error

    @property
    def settings(self) -> dict[str, Any]:
        """What is asked of the format, by its name in ``Format.takes``."""
        given = {"simplestyle": self.simplestyle, "excel": self.excel, "tiles": self.tiles}
        return {name: value for name, value in given.items() if value}

    def _fitting(self, form: Format, defaults: Collection[str]) -> "OutputOptions":
        """Return these without the defaults that mean nothing for a format."""
        without: dict[str, Any] = {
            "layer": None,
            "simplestyle": False,
            "excel": False,
            "tiles": None,
        }
        idle = without.keys() & {*defaults} - form.takes
        return replace(self, **{name: without[name] for name in idle})


def _check_fits(options: OutputOptions, chosen: str, path: str | None) -> None:
    form = FORMATS[chosen]
    if options.layer is not None and form.holds is Holds.MAP:
        raise typer.BadParameter(f"{chosen} holds all layers: leave --layer out")
    if options.layer is not None and "layer" not in form.takes:
        raise typer.BadParameter(f"--layer belongs to maps; --format is {chosen}")
    if options.tiles is not None and "tiles" in form.takes:
        from enrich.page.tiles import Tiles

        try:
            Tiles.of(options.tiles)
        except OutputError as error:  # before any work
            raise typer.BadParameter(str(error)) from error
    if form.to_file and path is None:
        raise typer.BadParameter(f"{chosen} is not text: name a file with -o")
    for key in options.settings:
        if key not in form.takes:
            raise typer.BadParameter(f"--{key} does nothing for {chosen}")


def _notes(path: str | None, chosen: str) -> tuple[str, ...]:
    suffix = Path(path or "").suffix.lower()
    meant = next((name for name, form in FORMATS.items() if suffix in form.suffixes), chosen)
    return () if meant == chosen else (f"{path} is written as {chosen}, not as {meant}",)


def _check_style(path: str | None, files: Iterable[str]) -> None:
    if path is None:
        raise typer.BadParameter("--style writes a second file: it needs -o OUT.geojson or OUT.fgb")
    if style_path(path) == Path(path):
        raise typer.BadParameter(f"{path} is where its style would go: give the map another name")
    check_writable(style_path(path), inputs=files)
