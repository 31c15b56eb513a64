"""GeoParquet 1.1: one layer of the map as columns, with the manifest of the run beside them.

https://geoparquet.org/releases/v1.1.0/: WKB in a binary column, described by the key ``geo`` of
the file's metadata. pyarrow writes the columns; GDAL's own driver is not in every build.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from enrich.model import Result
from enrich.records.manifest import Manifest
from enrich.records.vector import CREDITS, column_type, layer_table
from gazetteer.errors import OutputError

_VERSION: Final = "1.1.0"


def write(results: Iterable[Result], path: Path, *, layer: str = "places") -> None:
    """Write one GeoParquet file."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise OutputError("GeoParquet needs pyarrow: pip install 'enrich-geo[parquet]'") from error
    manifest = Manifest()
    table = layer_table(manifest.watch(results), layer)
    columns = {name: pa.array(v, column_type(name)) for name, v in table.columns.items()}
    columns["geometry"] = pa.array(table.geometry, pa.binary())
    about = {
        "version": _VERSION,
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": [table.geometry_type]}},
    }
    told = {"attribution": CREDITS, **manifest.to_dict()}
    found = pa.table(columns).replace_schema_metadata(
        {"geo": json.dumps(about), "enrich": json.dumps(told, ensure_ascii=False)}
    )
    try:
        parquet.write_table(found, path, compression="zstd")
    except pa.ArrowException as error:
        raise OutputError(f"{path.name}: cannot be written: {error}") from error
