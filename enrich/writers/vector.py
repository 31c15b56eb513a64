"""Tables of features for the formats of GIS: what a file of them holds, typed column by column.

The libraries that write such files want whole columns, so that results are held until the last has
come; for corpora that do not fit in memory there are GeoJSON text sequences and JSON lines.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from enrich.model import Result
from enrich.writers.geojson import iter_features
from enrich.writers.manifest import Manifest
from enrich.writers.records import dumps
from gazetteer.errors import OutputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["INTEGERS", "NUMBERS", "Table", "layer_table", "load_pyogrio", "write_table"]

INTEGERS: Final = frozenset("geonames mentions literal_mentions start end places".split())
"""Columns of whole numbers; what is in neither list is text."""
NUMBERS: Final = frozenset("score runner_up_score radius_km lat lon share".split())
"""Columns of numbers."""
_GEOMETRIES: Final = {"footprint": "MultiPolygon"}
_POINT: Final = struct.Struct("<BIdd")
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A layer, or a table without geometry.

    Attributes:
        name: Of the layer.
        columns: Values by column; a None is a null.
        geometry: WKB of each row, WGS 84, longitude first; None for a table without.
        geometry_type: "Point" or "MultiPolygon"; None for a table without.
    """

    name: str
    columns: Mapping[str, Sequence[Any]]
    geometry: Sequence[bytes] | None = None
    geometry_type: str | None = None

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))


def layer_table(results: Iterable[Result], layer: str, manifest: Manifest | None = None) -> Table:
    """Return a map layer as a table.

    Args:
        results: One per document.
        layer: "places", "mentions" or "footprint".
        manifest: Takes what the results say of their run.
    """
    watched = results if manifest is None else manifest.watch(results)
    features = list(iter_features(watched, layer))
    rows = [feature["properties"] for feature in features]
    return Table(
        layer,
        _columns(rows, layer),
        [_wkb(feature["geometry"]) for feature in features],
        _GEOMETRIES.get(layer, "Point"),
    )


def _columns(rows: Sequence[Json], layer: str) -> dict[str, list[Any]]:
    names = dict.fromkeys(name for row in rows for name in row) or _EMPTY[layer]
    return {name: [_plain(row.get(name)) for row in rows] for name in names}


_EMPTY: Final[Mapping[str, Sequence[str]]] = {
    "places": ("id", "name", "mentions"),
    "mentions": ("id", "text", "start"),
    "footprint": ("id", "title", "places"),
}


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


def load_pyogrio() -> Any:
    """Return what writes files of GDAL's formats.

    Raises:
        OutputError: It is not installed.
    """
    try:
        import pyogrio.raw
    except ImportError as error:
        raise OutputError("this format needs pyogrio: pip install 'enrich-geo[maps]'") from error
    return pyogrio.raw


def write_table(table: Table, path: Path, driver: str, **options: Any) -> None:
    """Write a table as a layer of a file.

    Args:
        table: The table.
        path: The file; a layer is added to one that is there, where the driver can.
        driver: Of GDAL: "GPKG".
        options: Further arguments of ``pyogrio.raw.write``.

    Raises:
        OutputError: pyogrio is missing, or GDAL cannot write the file.
    """
    raw = load_pyogrio()
    import numpy as np
    from pyogrio.errors import DataLayerError, DataSourceError, GeometryError

    data, masks = [], []
    for name, values in table.columns.items():
        column, mask = _array(name, values)
        data.append(column)
        masks.append(mask)
    geometry = None if table.geometry is None else np.array(table.geometry, dtype=object)
    try:
        raw.write(
            str(path),
            geometry,
            data,
            list(table.columns),
            field_mask=masks,
            layer=table.name,
            driver=driver,
            geometry_type=table.geometry_type,
            crs=None if geometry is None else "EPSG:4326",
            **options,
        )
    except (DataLayerError, DataSourceError, GeometryError) as error:
        raise OutputError(f"{path.name}: GDAL cannot write it: {error}") from error


def _array(name: str, values: Sequence[Any]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Return a column of one type, and which of its values are null."""
    import numpy as np

    mask = np.array([value is None for value in values], dtype=bool)
    if name in INTEGERS:
        return np.array([0 if v is None else int(v) for v in values], dtype="int64"), mask
    if name in NUMBERS:
        return np.array([0.0 if v is None else float(v) for v in values], dtype="float64"), mask
    texts = [None if v is None else str(v).replace("\0", "�") for v in values]
    return np.array(texts, dtype=object), mask
