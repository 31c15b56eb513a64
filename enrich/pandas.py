"""Data frames of pandas that link their texts: importing this gives them ``.enrich``.

    import pandas as pd
    import enrich.pandas

    news = pd.read_csv("news.csv", index_col="article_id")
    linked = news.enrich.link("body", published="date")     # a row a mention
    news.join(linked, rsuffix="_mention")

A series of texts has ``series.enrich`` too. Needs pandas: ``pip install "enrich-geo[pandas]"``.
"""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Final, TypedDict, Unpack

import numpy as np

from enrich.flow.options import LinkerOptions
from enrich.frames import dataframe, geodataframe
from enrich.inputs.arrow import plain
from enrich.inputs.columns import Columns, document_of
from enrich.model import Document, Result
from enrich.pipeline import Linker
from enrich.suggestions import did_you_mean
from enrich.text.counting import counted
from gazetteer.errors import ArgumentError, EnrichWarning, InputError, OutputError

try:
    import pandas as pd
except ImportError as error:
    raise OutputError("enrich.pandas needs pandas: pip install 'enrich-geo[pandas]'") from error

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["ColumnNames", "FrameAccessor", "SeriesAccessor"]

_ID: Final = "document_id"
_CALLER: Final = 3  # frames between a warning and whoever called the accessor of a frame


class ColumnNames(TypedDict, total=False):
    """Which column of a frame holds what, where it is not called so.

    Attributes:
        id: What joins mentions back to their document.
        title: Headlines, as context.
        published: Dates, in any form that a ``Linker`` takes.
        language: ISO 639 codes.
        outlet: Who published each text.
        url: Its address, of which the host stands for the outlet.
    """

    id: Hashable
    title: Hashable
    published: Hashable
    language: Hashable
    outlet: Hashable
    url: Hashable


@pd.api.extensions.register_dataframe_accessor("enrich")
class FrameAccessor:
    """``frame.enrich``: the texts of a data frame, a row each, linked."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def link(
        self,
        text: Hashable = None,
        *,
        linker: Linker | LinkerOptions | None = None,
        **columns: Unpack[ColumnNames],
    ) -> pd.DataFrame:
        """Link the text of each row, as ``Linker.link_many`` does.

        A column that is not given is found by its name, as in a table that the command reads:
        "body", "headline", "date", "source"; ``enrich.inputs.columns`` has them all. A row without
        a text has no mentions. Neither has one that cannot be read: ``attrs["errors"]`` of the
        frame returned lists the ``row`` (its position, from 0) and the ``error`` of each, and an
        ``EnrichWarning`` counts them.

        Args:
            text: The column of the texts.
            linker: An open linker to use; or the options of one that is opened for this call;
                None for the default options.
            columns: Further columns, as ``ColumnNames`` has them.

        Returns:
            One row per mention, linked or not, with the columns of ``enrich.frames.dataframe``.
            The index is that of the frame, the label repeated for each mention, so that the two
            can be joined. ``document_id`` is there if the frame has a column of ids, with the
            values and the dtype of that column.

        Raises:
            ArgumentError: A column is missing or ambiguous, or none holds the texts.
            EnrichError: The options are refused.

        Example:
            >>> news = pd.DataFrame({"body": ["Goris and Yerevan.", None]}, index=["a", "b"])
            >>> linked = news.enrich.link("body")
            >>> [*linked.index], linked["name"].tolist()
            (['a', 'a'], ['Goris', 'Yerevan'])
        """
        texts = _Texts(self._frame, {"text": text, **columns})
        with _opened(linker) as opened:
            linked = dataframe(texts.results(opened))
        if texts.ids is None:
            del linked[_ID]
        else:
            linked[_ID] = texts.ids.take(texts.rows).array
        linked.index = self._frame.index.take(texts.rows)
        return texts.told(linked)

    def to_geodataframe(
        self,
        text: Hashable = None,
        *,
        layer: str = "places",
        linker: Linker | LinkerOptions | None = None,
        **columns: Unpack[ColumnNames],
    ) -> GeoDataFrame:
        """Link the text of each row, and return a layer of the map, in EPSG:4326.

        Args:
            text: As for ``link``.
            layer: "places" (a row per place over all texts), "mentions", "areas" or
                "footprint"; the ids of its documents are labels of the index where the frame has
                no column of ids.
            linker: As for ``link``; its ``roles`` are those on the map.
            columns: As for ``link``.

        Raises:
            ArgumentError: As for ``link``.
            OutputError: GeoPandas is missing, or the layer is unknown.

        Example:
            >>> places = pd.DataFrame({"text": ["Goris and Yerevan."]}).enrich.to_geodataframe()
            >>> places["name"].tolist(), places.crs.to_epsg()
            (['Goris', 'Yerevan'], 4326)
        """
        texts = _Texts(self._frame, {"text": text, **columns})
        with _opened(linker) as opened:
            return texts.told(geodataframe(texts.results(opened), layer))


@pd.api.extensions.register_series_accessor("enrich")
class SeriesAccessor:
    """``series.enrich``: the texts of a series, linked."""

    def __init__(self, series: pd.Series) -> None:
        self._series = series

    def link(self, *, linker: Linker | LinkerOptions | None = None) -> pd.DataFrame:
        """Link each text, as ``frame.enrich.link`` does; the index tells them apart.

        Args:
            linker: As for a frame.

        Example:
            >>> linked = pd.Series(["Goris and Yerevan."], index=[7]).enrich.link()
            >>> [*linked.index], linked["geonames"].tolist()
            ([7, 7], [174895, 616052])
        """
        return FrameAccessor(self._series.to_frame("text")).link("text", linker=linker)

    def to_geodataframe(
        self, *, layer: str = "places", linker: Linker | LinkerOptions | None = None
    ) -> GeoDataFrame:
        """Link each text, and return a layer of the map, as ``frame.enrich.to_geodataframe``.

        Args:
            layer: As for a frame.
            linker: As for a frame.
        """
        frame = FrameAccessor(self._series.to_frame("text"))
        return frame.to_geodataframe("text", layer=layer, linker=linker)


def _opened(linker: Linker | LinkerOptions | None) -> AbstractContextManager[Linker]:
    return nullcontext(linker) if isinstance(linker, Linker) else Linker(linker)


class _Texts:
    """The texts of a frame on their way through a linker.

    Attributes:
        ids: The column of ids, or None.
        rows: The position of the row that each mention is of.
    """

    def __init__(self, frame: pd.DataFrame, chosen: dict[str, Any]) -> None:
        self._columns = _columns_of(frame, chosen)
        self._labels = frame.index
        self.ids = self._columns.get("id")
        self.rows: list[int] = []
        self._errors: list[dict[str, Any]] = []
        self._notes: list[str] = []

    def results(self, linker: Linker) -> Iterator[Result]:
        """Yield the result of each text that can be read, and keep what is to be told of them."""
        waiting: deque[int] = deque()
        for result in linker.link_many(self._documents(waiting)):
            row = waiting.popleft()
            self.rows += [row] * len(result.links)
            if result.error:
                self._errors.append({"row": row, "error": result.error})
            yield result

    def told(self, frame: Any) -> Any:
        """Return what was made of the results, with what went wrong."""
        for note in self._notes:
            warnings.warn(note, EnrichWarning, stacklevel=_CALLER)
        if self._errors:
            self._errors.sort(key=lambda error: error["row"])
            frame.attrs["errors"] = self._errors
            warnings.warn(
                f"{counted(len(self._errors), 'text')} of {len(self._labels):,} could not be read,"
                f" or only in part: attrs['errors'] has them; the first is row"
                f" {self._errors[0]['row']}: {self._errors[0]['error']}",
                EnrichWarning,
                stacklevel=_CALLER,
            )
        return frame

    def _documents(self, waiting: deque[int]) -> Iterator[Document]:
        """Yield the documents that there are; ``waiting`` gets their rows."""
        for row, values in enumerate(zip(*self._columns.values(), strict=True)):
            fields = dict(zip(self._columns, map(_plain, values), strict=True))
            fields["id"] = _id(fields["id"] if "id" in fields else _plain(self._labels[row]))
            text = fields["text"]
            if text is None or (isinstance(text, str) and not text.strip()):
                continue
            if not isinstance(text, str):
                told = f"the text is of type {type(text).__name__}, not a string"
                self._errors.append({"row": row, "error": told})
                continue
            try:
                document = document_of(fields, f"row {row}", on_note=self._notes.append)
            except InputError as error:
                self._errors.append({"row": row, "error": str(error).removeprefix(f"row {row}: ")})
                continue
            waiting.append(row)
            yield document


def _columns_of(frame: pd.DataFrame, chosen: dict[str, Any]) -> dict[str, pd.Series]:
    """Return the columns that say something of a document, by what they say.

    Raises:
        ArgumentError: One that was named is not there, or no column holds the texts.
    """
    given = {known: name for known, name in chosen.items() if name is not None}
    if strange := given.keys() - {"text"} - ColumnNames.__annotations__.keys():
        raise ArgumentError(f"there is no {min(strange)!r} to name a column for")
    there = ", ".join(map(str, frame.columns)) or "none"
    for known, name in given.items():
        if not isinstance(name, Hashable):
            raise ArgumentError(f"{known} takes the name of a column, not a {type(name).__name__}")
    others = (n for n in frame.columns if isinstance(n, str) and n not in given.values())
    names = {**Columns().of_header(others), **given}
    if "text" not in names:
        raise ArgumentError(f"no column is known to hold texts: name it; the columns are: {there}")
    for known, name in names.items():
        found = sum(1 for column in frame.columns if column == name)
        if found != 1:
            problem = f"there are {found} such columns" if found else "there is no such column"
            hint = "" if found else did_you_mean(str(name), map(str, frame.columns))
            raise ArgumentError(f"{known}={name!r}: {problem}; the columns are: {there}{hint}")
    return {known: frame[name] for known, name in names.items()}


def _id(value: Any) -> Any:
    """Return an id or a label as documents may have it: a tuple, a date or True as text."""
    is_whole = isinstance(value, float) and value.is_integer()
    known = value is None or is_whole or isinstance(value, str | dict) or type(value) is int
    return value if known else str(value)


def _plain(value: Any) -> Any:
    """Return a value as a document has it; None for what pandas calls missing."""
    if isinstance(value, str):
        return value
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    return plain(value.item() if isinstance(value, np.generic) else value)
