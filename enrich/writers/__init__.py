"""Results written out: one module per format.

A format is a module and one entry in ``FORMATS``. A text format has ``write(results, out, *,
layer)``; the results come one at a time and are written as they come wherever the format allows
it. A format that a library writes to a file of its own has ``write_file(results, path, *, layer)``
in its place, and is always written to a file. Further keyword arguments are named by ``settings``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Final, TextIO

from enrich.model import Result
from enrich.suggestions import did_you_mean
from gazetteer.atomic import replacing, replacing_file
from gazetteer.errors import OutputError

__all__ = ["FORMATS", "LAYERS", "Format", "format_of", "style_path", "write", "write_to"]

LAYERS: Final = ("places", "mentions", "footprint")
"""The layers of a map: a feature per linked place, per mention of one, or an outline per document
(``enrich.writers.footprints.footprint_features`` makes it for every format)."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that results can be written in.

    Attributes:
        module: Where its ``write`` stands; imported when first used.
        suffixes: File names that mean it, lower case.
        about: What a file of it holds, in a few words.
        layers: Whether ``layer`` makes a difference.
        to_file: Whether it is written to a file by ``write_file``.
        styled: Whether a QGIS style can lie beside it.
        settings: Keyword arguments that its ``write`` takes beside ``layer``.
        tables: Whether it is a map of all layers, with tables of what is on none.
        pictured: Whether it holds every mention, and a map that does not.
    """

    module: str
    suffixes: tuple[str, ...]
    about: str
    layers: bool = False
    to_file: bool = False
    styled: bool = False
    settings: frozenset[str] = frozenset()
    tables: bool = False
    pictured: bool = False

    @property
    def mapped(self) -> bool:
        """Whether it is a map: of one layer, or of several."""
        return self.layers or self.tables


FORMATS: Final[dict[str, Format]] = {
    "jsonl": Format("enrich.writers.jsonl", (".jsonl", ".ndjson"), "a record per mention"),
    "csv": Format(
        "enrich.writers.csv", (".csv",), "a row per mention", settings=frozenset({"excel"})
    ),
    "json": Format("enrich.writers.json", (".json",), "an object per document, with everything"),
    "geojson": Format(
        "enrich.writers.geojson",
        (".geojson",),
        "a map layer",
        layers=True,
        styled=True,
        settings=frozenset({"simplestyle"}),
    ),
    "html": Format(
        "enrich.writers.html",
        (".html", ".htm"),
        "a page with text, map and reasons",
        pictured=True,
    ),
    "geojsonseq": Format(
        "enrich.writers.geojsonseq", (".geojsons", ".geojsonl"), "a feature a record", layers=True
    ),
    "gpkg": Format(
        "enrich.writers.gpkg",
        (".gpkg",),
        "all layers, styled for QGIS",
        to_file=True,
        tables=True,
    ),
    "fgb": Format(
        "enrich.writers.fgb",
        (".fgb",),
        "a map layer, indexed",
        layers=True,
        to_file=True,
        styled=True,
    ),
    "parquet": Format(
        "enrich.writers.parquet", (".parquet",), "a map layer as columns", layers=True, to_file=True
    ),
    "kml": Format("enrich.writers.kml", (".kml",), "a map layer for globes", layers=True),
    "annotations": Format(
        "enrich.writers.annotations", (".jsonld",), "a Web Annotation per mention"
    ),
    "schemaorg": Format("enrich.writers.schemaorg", (), "a schema.org NewsArticle per document"),
    "table": Format("enrich.writers.table", (), "tables to read on a terminal"),
}


def format_of(path: str | PathLike[str], name: str | None = None) -> str:
    """Return the name of the format to write: the one named, else that of the suffix.

    Args:
        path: Where the result goes.
        name: A key of ``FORMATS``, or None.

    Raises:
        OutputError: Nothing is known under the name or suffix.

    Example:
        >>> format_of("article.geojson")
        'geojson'
    """
    if name is not None:
        if name not in FORMATS:
            hint = did_you_mean(name, FORMATS)
            raise OutputError(
                f"{name!r} is no output format; choose from {', '.join(FORMATS)}{hint}"
            )
        return name
    suffix = Path(path).suffix.lower()
    for known, form in FORMATS.items():
        if suffix in form.suffixes:
            return known
    named = f"the suffix {suffix!r} names" if suffix else "a name without a suffix tells"
    raise OutputError(f"{fspath(path)}: {named} no format{_hint(suffix)}")


def _hint(suffix: str) -> str:
    """What to do about a suffix that names no format."""
    suffixes = [known for form in FORMATS.values() for known in form.suffixes]
    listed = f" (there are {', '.join(suffixes)}; --format takes {', '.join(FORMATS)})"
    if suffix[1:] in FORMATS:
        own = " or ".join(FORMATS[suffix[1:]].suffixes)
        return f"; say --format {suffix[1:]}" + (f", or name it {own}" if own else "")
    return did_you_mean(suffix, suffixes) + listed


def write_to(
    results: Iterable[Result],
    out: TextIO,
    *,
    format: str,  # noqa: A002 - the name that users know from the command
    layer: str = LAYERS[0],
    **settings: Any,
) -> None:
    """Write results to an open text stream.

    Args:
        results: One per document.
        out: A stream that neither translates line ends nor buffers more than it must.
        format: A key of ``FORMATS``.
        layer: A member of ``LAYERS``, for maps.
        settings: What the format takes besides.

    Raises:
        OutputError: The format or layer is unknown, the format takes no such setting, or it needs
            a file.
    """
    form = _checked(format_of("", format), layer, settings)
    if form.to_file:
        raise OutputError(f"{format} is no text: name a file with -o")
    import_module(form.module).write(results, out, layer=layer, **settings)


def write(
    results: Iterable[Result],
    path: str | PathLike[str],
    *,
    format: str | None = None,  # noqa: A002 - likewise
    layer: str = LAYERS[0],
    style: bool = False,
    **settings: Any,
) -> None:
    """Write results to a file: whole, or not at all and what was there before stays.

    Args:
        results: One per document.
        path: Where to; its suffix picks the format unless ``format`` names one.
        format: A key of ``FORMATS``.
        layer: A member of ``LAYERS``, for maps.
        style: Whether a QGIS style is written beside it, ``article.qml`` for ``article.geojson``.
        settings: What the format takes besides.

    Raises:
        OutputError: The suffix, format or layer is unknown, the format takes no such setting, or
            the file cannot be written.
    """
    chosen = format_of(path, format)
    form = _checked(chosen, layer, settings)
    if style and not form.styled:
        raise OutputError(f"{chosen} has no style beside it; geojson and fgb can")
    if style and style_path(path) == Path(path):
        raise OutputError(f"{fspath(path)}: is where its style is to lie; name it otherwise")
    if form.to_file:
        with replacing_file(path) as part:
            import_module(form.module).write_file(results, part, layer=layer, **settings)
    else:
        with replacing(path) as out:
            write_to(results, out, format=chosen, layer=layer, **settings)
    if style:
        from enrich.writers.styles import qgis_style

        with replacing(style_path(path)) as out:
            out.write(qgis_style(layer))


def style_path(path: str | PathLike[str]) -> Path:
    """Return where QGIS looks for the style of a file.

    Example:
        >>> style_path("maps/article.geojson").name
        'article.qml'
    """
    return Path(path).with_suffix(".qml")


def _checked(name: str, layer: str, settings: dict[str, Any]) -> Format:
    if layer not in LAYERS:
        raise OutputError(f"{layer!r} is no layer; choose from {', '.join(LAYERS)}")
    form = FORMATS[name]
    for setting in settings:
        if setting not in form.settings:
            raise OutputError(f"{name} takes no {setting}")
    return form
