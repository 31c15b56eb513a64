"""Tables of features for the formats of GIS: what a file of them holds, typed column by column.

The libraries that write such files want whole columns, so that a layer is held until its last
feature has come; GeoPackage, GeoJSON text sequences and KML take mentions as they come.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from enrich.model import Result
from enrich.records.features import PROPERTIES, iter_features
from enrich.records.record import dumps
from gazetteer.errors import OutputError
from gazetteer.sources.registry import iter_shipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CREDITS: Final = "; ".join(info.attribution for info in iter_shipped())
"""Attribution of the embedded gazetteer; ``enrich gazetteer sources`` has that of another."""
_INTEGERS: Final = frozenset(
    "geonames mentions literal_mentions start end places at_point nth_at_point nth_of_place"
    " nth_in_role outlined".split()
)
_NUMBERS: Final = frozenset("score runner_up_score radius_km lat lon share".split())
_GEOMETRIES: Final = dict.fromkeys(("areas", "footprint"), "MultiPolygon")
_SYNCHRONOUS: Final = "OGR_SQLITE_SYNCHRONOUS"
_POINT: Final = struct.Struct("<BIdd")
Json = Mapping[str, Any]


@dataclass(slots=True)
class Table:
    """A layer, or a table without geometry.

    Attributes:
        name: Of the layer.
        fields: Its columns, in order.
        geometry_type: "Point" or "MultiPolygon"; None for a table without.
        whole: Columns of whole numbers, beside those that are in every table.
        plain: Whether all columns are texts, whatever they are called.
        columns: Values by column; a None is a null.
        geometry: WKB of each row, WGS 84, longitude first; empty for a table without.

    Example:
        >>> table = Table("people", ("id", "mentions"))
        >>> table.add({"id": "wikidata:Q58217", "mentions": 2})
        >>> table.columns, len(table)
        ({'id': ['wikidata:Q58217'], 'mentions': [2]}, 1)
    """

    name: str
    fields: Sequence[str]
    geometry_type: str | None = None
    whole: frozenset[str] = frozenset()
    plain: bool = False
    columns: dict[str, list[Any]] = field(init=False)
    geometry: list[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.clear()

    def __len__(self) -> int:
        return len(self.columns[self.fields[0]])

    def add(self, row: Json, geometry: Json | None = None) -> None:
        """Append a row: a value per column, and a GeoJSON geometry for a layer."""
        for name in self.fields:
            self.columns[name].append(_plain(row[name]))
        if geometry is not None:
            self.geometry.append(_wkb(geometry))

    def clear(self) -> None:
        """Take all rows out."""
        self.columns = {name: [] for name in self.fields}
        self.geometry = []


def column_type(name: str) -> Literal["int64", "float64", "string"]:
    """Return what a column holds beside nulls, as numpy and Arrow call it."""
    if name in _INTEGERS:
        return "int64"
    return "float64" if name in _NUMBERS else "string"


def layer_of(name: str, *columns: str) -> Table:
    """Return an empty layer, with columns after those that it has in every format."""
    return Table(name, (*PROPERTIES[name], *columns), _GEOMETRIES.get(name, "Point"))


def layer_table(results: Iterable[Result], layer: str) -> Table:
    """Return a map layer as a table."""
    table = layer_of(layer)
    for feature in iter_features(results, layer):
        table.add(feature["properties"], feature["geometry"])
    return table


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float) else dumps(value)


def _wkb(geometry: Json) -> bytes:
    if geometry["type"] == "Point":
        lon, lat = geometry["coordinates"]
        return _POINT.pack(1, 1, lon, lat)
    import shapely
    from shapely.geometry import MultiPolygon, shape

    found = shape(geometry)
    whole = found if found.geom_type == "MultiPolygon" else MultiPolygon([found])
    return bytes(shapely.to_wkb(whole))


def write_table(table: Table, path: Path, driver: str, **options: Any) -> None:
    """Write a table as a layer of a file, with further arguments of ``pyogrio.raw.write``.

    Raises:
        OutputError: pyogrio is missing, or GDAL cannot write the file.
    """
    try:
        import pyogrio.raw
    except ImportError as error:
        raise OutputError("this format needs pyogrio: pip install 'enrich-geo[maps]'") from error
    import numpy as np
    from pyogrio.errors import DataLayerError, DataSourceError, GeometryError

    arrays = [_array(_type(table, name), values) for name, values in table.columns.items()]
    spatial = table.geometry_type is not None
    try:
        with _unhurried_disk(), warnings.catch_warnings():
            # The name is the user's: a GeoPackage may be called map.db.
            warnings.filterwarnings("ignore", "(?s).*extension", RuntimeWarning)
            pyogrio.raw.write(
                str(path),
                np.array(table.geometry, dtype=object) if spatial else None,
                [data for data, _ in arrays],
                list(table.columns),
                field_mask=[mask for _, mask in arrays],
                layer=table.name,
                driver=driver,
                geometry_type=table.geometry_type,
                crs="EPSG:4326" if spatial else None,
                **options,
            )
    except (DataLayerError, DataSourceError, GeometryError) as error:
        raise OutputError(f"{path.name}: GDAL cannot write it: {error}") from error


def _type(table: Table, name: str) -> str:
    if table.plain:
        return "string"
    return "int64" if name in table.whole else column_type(name)


@contextmanager
def _unhurried_disk() -> Iterator[None]:
    """Let GDAL not wait for the disk at each table: a file is flushed once, when it is whole."""
    import pyogrio

    before = pyogrio.get_gdal_config_option(_SYNCHRONOUS)
    pyogrio.set_gdal_config_options({_SYNCHRONOUS: "OFF"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({_SYNCHRONOUS: before})


def _array(dtype: str, values: Sequence[Any]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Return a column of one type, and which of its values are null."""
    import numpy as np

    mask = np.array([value is None for value in values], dtype=bool)
    if dtype != "string":
        return np.array([0 if v is None else v for v in values], dtype=dtype), mask
    texts = [None if v is None else str(v).replace("\0", "�") for v in values]
    return np.array(texts, dtype=object), mask
