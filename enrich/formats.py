"""The formats that results are written in: names, suffixes, and what may be asked of each.

A format is a module of ``enrich.writers`` and an entry in ``FORMATS``, which names the module and
imports it when it is first used. So this module knows neither writers nor results, and a result
can write itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Final, Protocol, TextIO

from enrich.suggestions import did_you_mean
from gazetteer.atomic import replacing, replacing_file
from gazetteer.errors import OutputError

__all__ = [
    "FORMATS",
    "FRAMES",
    "LAYERS",
    "Format",
    "Holds",
    "format_of",
    "style_path",
    "write",
    "write_to",
]

LAYERS: Final = ("places", "mentions", "areas", "footprint")
"""The layers of a map: a point per linked place or per mention of one, an outline per place that
has one, or per document
(``enrich.records.features`` makes them for every format)."""

FRAMES: Final = "enrich.frames"
"""The module that makes data frames of results; imported when first used, as writers are."""


class Holds(StrEnum):
    """What of the results a format holds."""

    MENTIONS = "mentions"
    """Every mention, on a map or not."""
    PAGE = "page"
    """Every mention, and a map of those that are on one."""
    LAYER = "layer"
    """One layer of a map, and nothing that is not on it."""
    MAP = "map"
    """All layers of a map, with tables of what is on none."""


class Written(Protocol):
    """What is written: an ``enrich.Result``."""

    @property
    def document(self) -> Any:
        """What was read."""

    @property
    def links(self) -> Any:
        """What was found in it."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that results can be written in.

    Attributes:
        module: Where its ``write`` stands; imported when first used.
        suffixes: File names that mean it, lower case.
        holds: What of the results is in it.
        to_file: Whether its ``write`` takes the path of a new file, not a text stream.
        styled: Whether a QGIS style can lie beside it.
    """

    module: str
    suffixes: tuple[str, ...] = ()
    holds: Holds = Holds.MENTIONS
    to_file: bool = False
    styled: bool = False

    @property
    def writer(self) -> Any:
        """The module."""
        return import_module(self.module)

    @property
    def takes(self) -> frozenset[str]:
        """What may be asked for by name: the keyword arguments of its ``write``.

        Example:
            >>> sorted(FORMATS["geojson"].takes)
            ['layer', 'simplestyle']
        """
        return frozenset(self.writer.write.__kwdefaults__ or ())


FORMATS: Final[dict[str, Format]] = {
    "jsonl": Format("enrich.writers.jsonl", (".jsonl", ".ndjson")),
    "csv": Format("enrich.writers.csv", (".csv",)),
    "json": Format("enrich.writers.json", (".json",)),
    "geojson": Format("enrich.writers.geojson", (".geojson",), Holds.LAYER, styled=True),
    "html": Format("enrich.writers.html", (".html", ".htm"), Holds.PAGE),
    "geojsonseq": Format("enrich.writers.geojsonseq", (".geojsons", ".geojsonl"), Holds.LAYER),
    "gpkg": Format("enrich.writers.gpkg", (".gpkg",), Holds.MAP, to_file=True),
    "fgb": Format("enrich.writers.fgb", (".fgb",), Holds.LAYER, to_file=True, styled=True),
    "parquet": Format("enrich.writers.parquet", (".parquet",), Holds.LAYER, to_file=True),
    "kml": Format("enrich.writers.kml", (".kml",), Holds.LAYER),
    "annotations": Format("enrich.writers.annotations", (".jsonld",)),
    "schemaorg": Format("enrich.writers.schemaorg"),
    "linkedplaces": Format("enrich.writers.linkedplaces", (".lpf",), Holds.LAYER),
    "tei": Format("enrich.writers.tei", (".tei", ".xml")),
    "table": Format("enrich.writers.table"),
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
                f"{name!r} is not an output format; choose from {', '.join(FORMATS)}{hint}"
            )
        return name
    suffix = Path(path).suffix.lower()
    for known, form in FORMATS.items():
        if suffix in form.suffixes:
            return known
    named = f"the suffix {suffix!r} names" if suffix else "a name without a suffix does not say"
    raise OutputError(f"{fspath(path)}: {named} no format{_hint(suffix)}")


def _hint(suffix: str) -> str:
    """What to do about a suffix that names no format."""
    if suffix == ".shp":
        return "; write a GeoPackage, then: ogr2ogr OUT.shp OUT.gpkg places (names are cut)"
    suffixes = [known for form in FORMATS.values() for known in form.suffixes]
    listed = f" (there are {', '.join(suffixes)}; --format takes {', '.join(FORMATS)})"
    if suffix[1:] in FORMATS:
        own = " or ".join(FORMATS[suffix[1:]].suffixes)
        return f"; say --format {suffix[1:]}" + (f", or name it {own}" if own else "")
    return did_you_mean(suffix, suffixes) + listed


def write_to(
    results: Iterable[Written],
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
    form = FORMATS[format_of("", format)]
    asked = _asked(format, layer, settings)
    if form.to_file:
        raise OutputError(f"{format} is not text: name a file with -o")
    form.writer.write(results, out, **asked)


def write(
    results: Iterable[Written],
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
    form, asked = FORMATS[chosen], _asked(chosen, layer, settings)
    if style and not form.styled:
        raise OutputError(f"{chosen} has no style beside it; geojson and fgb can")
    if style and style_path(path) == Path(path):
        raise OutputError(f"{fspath(path)}: is where its style would go; choose another name")
    with replacing_file(path) if form.to_file else replacing(path) as out:
        form.writer.write(results, out, **asked)
    if style:
        from enrich.styles import qgis_style

        with replacing(style_path(path)) as out:
            out.write(qgis_style(layer))


def style_path(path: str | PathLike[str]) -> Path:
    """Return where QGIS looks for the style of a file.

    Example:
        >>> style_path("maps/article.geojson").name
        'article.qml'
    """
    return Path(path).with_suffix(".qml")


def _asked(name: str, layer: str, settings: dict[str, Any]) -> dict[str, Any]:
    """Return what to ask of the writer; a layer only of a format that is one."""
    if layer not in LAYERS:
        raise OutputError(f"{layer!r} is not a layer; choose from {', '.join(LAYERS)}")
    takes = FORMATS[name].takes
    for setting in settings:
        if setting not in takes:
            raise OutputError(f"{name} takes no {setting}")
    return {**settings, "layer": layer} if "layer" in takes else settings
