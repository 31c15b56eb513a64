"""Results as data frames: pandas for mentions, GeoPandas for the layers of a map.

    from enrich import Linker
    from enrich.frames import dataframe, geodataframe

    with Linker() as linker:
        results = list(linker.link_many(documents))
    mentions = dataframe(results)              # a row a mention: the records of --format jsonl
    places = geodataframe(results, "places")   # a row a place, with its point

For one result, there are ``Result.to_dataframe`` and ``Result.to_geodataframe``;
``enrich.pandas`` links the texts of a frame. Needs pandas, and GeoPandas for maps:
``pip install "enrich-geo[pandas]"`` or ``"enrich-geo[geopandas]"``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from enrich.model import Result
from enrich.records.features import feature_source
from enrich.records.record import FIELDS, iter_records
from enrich.records.vector import Table, column_type, layer_table
from gazetteer.errors import OutputError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame, Series

__all__ = ["dataframe", "geodataframe"]

_ID: Final = "document_id"
_NULLABLE: Final = "geonames"  # of the columns of whole numbers, the one that has nulls


def dataframe(results: Iterable[Result]) -> DataFrame:
    """Return the records of results as a data frame, a row a mention, linked or not.

    The columns are always the same, also where nothing was found. Texts are of dtype ``string``,
    offsets ``int64``, ``geonames`` is ``Int64``, scores, degrees and kilometres are ``float64``;
    what is null in a record is missing. ``document_id`` is as the documents have it: whole numbers
    stay numbers. The index counts from 0.

    Args:
        results: One per document; each can be freed once its rows are made.

    Raises:
        OutputError: pandas is missing.

    Example:
        >>> from enrich import Document, Linker
        >>> documents = [Document("Talks in Goris.", 7), Document("A fire in Yerevan.", 8)]
        >>> with Linker() as linker:
        ...     mentions = dataframe(linker.link_many(documents))
        >>> mentions[["document_id", "name", "geonames"]].to_dict("list")
        {'document_id': [7, 8], 'name': ['Goris', 'Yerevan'], 'geonames': [174895, 616052]}
    """
    table = Table("mentions", FIELDS)
    for result in results:
        for record in iter_records(result):
            table.add(record)
    return frame_of(table)


def geodataframe(results: Iterable[Result], layer: str = "places") -> GeoDataFrame:
    """Return a layer of the map as a data frame of GeoPandas, in EPSG:4326.

    Args:
        results: One per document.
        layer: "places" (a row per linked place over all documents), "mentions" (a row per mention
            of one), "areas" (a row per place that has an outline) or "footprint" (a row per
            document, an outline); their columns are the properties that GeoJSON has, typed as in
            ``dataframe``.

    Raises:
        OutputError: GeoPandas is missing, or the layer is unknown.

    Example:
        >>> from enrich import Linker
        >>> with Linker() as linker:
        ...     places = geodataframe(linker.link_many(["In Goris.", "Goris and Yerevan."]))
        >>> places[["name", "mentions"]].to_dict("list"), places.crs.to_epsg()
        ({'name': ['Goris', 'Yerevan'], 'mentions': [2, 1]}, 4326)
    """
    try:
        import geopandas
    except ImportError as error:
        raise OutputError(
            "a GeoDataFrame needs GeoPandas: pip install 'enrich-geo[geopandas]'"
        ) from error
    import shapely

    feature_source(layer)  # refuses one that is unknown
    table = layer_table(results, layer)
    shapes = shapely.from_wkb(table.geometry)
    return geopandas.GeoDataFrame(frame_of(table), geometry=shapes, crs="EPSG:4326")


def frame_of(table: Table) -> DataFrame:
    """Return a table as a data frame, without its geometry.

    Raises:
        OutputError: pandas is missing.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise OutputError("a DataFrame needs pandas: pip install 'enrich-geo[pandas]'") from error
    return pd.DataFrame({name: _column(name, held) for name, held in table.columns.items()})


def _column(name: str, values: Sequence[Any]) -> Series[Any]:
    import pandas as pd

    if name == _ID:
        return _ids(values)
    kind: str = column_type(name)
    return pd.Series(values, dtype="Int64" if name == _NULLABLE else kind)


def _ids(values: Sequence[Any]) -> Series[Any]:
    """Ids as they came: numbers where all are, texts where all are, else both as objects."""
    import pandas as pd

    types = {type(value) for value in values}
    if types == {int}:
        try:
            return pd.Series(values, dtype="int64")
        except OverflowError:
            types.add(str)
    return pd.Series(values, dtype="string" if types <= {str} else object)
