"""What ``link_batches`` yields as flat tables: documents, mentions, places, errors.

Each function takes a record batch and returns one, or takes a table and returns a table.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import wraps
from typing import Final, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from enrich.batches.schemas import DOCUMENTS, ERRORS, LINKED, MENTIONS, PLACES

Rows: TypeAlias = pa.RecordBatch | pa.Table
_POINT: Final = struct.Struct("<BIdd")
_LITTLE_ENDIAN, _OF_POINTS = 1, 1  # of WKB


def _of_tables_too(flat: Callable[[pa.RecordBatch], pa.RecordBatch]) -> Callable[[Rows], Rows]:
    """Let a function of a batch take a table as well, and then return one."""

    @wraps(flat)
    def of_either(linked: Rows) -> Rows:
        if isinstance(linked, pa.RecordBatch):
            return flat(linked)
        none = pa.RecordBatch.from_pylist([], linked.schema)
        return pa.Table.from_batches([flat(batch) for batch in linked.to_batches() or [none]])

    return of_either


@_of_tables_too
def documents_of(linked: pa.RecordBatch) -> pa.RecordBatch:
    """Return a row a document, kept columns first, without what is found in it."""
    kept = [name for name in linked.schema.names if name not in LINKED.names]
    return linked.select([*kept, *DOCUMENTS.names])


@_of_tables_too
def mentions_of(linked: pa.RecordBatch) -> pa.RecordBatch:
    """Return a row a mention, of the schema ``MENTIONS``.

    Example:
        >>> from enrich.batches import link_batches
        >>> rows = pa.RecordBatch.from_pylist([{"text": "Goris and Yerevan.", "id": "a"}])
        >>> (linked,) = link_batches([rows])
        >>> mentions_of(linked).select(["document_id", "name", "geonames"]).to_pylist()
        [{'document_id': 'a', 'name': 'Goris', 'geonames': 174895},
         {'document_id': 'a', 'name': 'Yerevan', 'geonames': 616052}]
    """
    return _rows(linked, "mentions", MENTIONS)


@_of_tables_too
def places_of(linked: pa.RecordBatch) -> pa.RecordBatch:
    """Return a row a place and document, of the schema ``PLACES``."""
    rows = _rows(linked, "places", PLACES)
    lons, lats = rows.column("lon").to_pylist(), rows.column("lat").to_pylist()
    points = [
        _POINT.pack(_LITTLE_ENDIAN, _OF_POINTS, lon, lat)
        for lon, lat in zip(lons, lats, strict=True)
    ]
    return rows.set_column(
        rows.schema.get_field_index("geometry"), "geometry", pa.array(points, pa.binary())
    )


@_of_tables_too
def errors_of(linked: pa.RecordBatch) -> pa.RecordBatch:
    """Return a row a document that could not be read, of the schema ``ERRORS``.

    Example:
        >>> from enrich.batches import link_batches
        >>> rows = pa.RecordBatch.from_pylist([{"id": "a", "text": "Talks."}, {"id": "b"}])
        >>> linked = pa.Table.from_batches(link_batches([rows]))
        >>> errors_of(linked).column("document_id").to_pylist()
        ['b']
    """
    bad = linked.filter(pc.is_valid(linked.column("error")))
    return pa.RecordBatch.from_arrays([bad.column("id"), bad.column("error")], schema=ERRORS)


def _rows(linked: pa.RecordBatch, column: str, schema: pa.Schema) -> pa.RecordBatch:
    lists = linked.column(column)
    items = pc.list_flatten(lists)
    held = dict(zip((field.name for field in items.type), items.flatten(), strict=True))
    held["document_id"] = linked.column("id").take(pc.list_parent_indices(lists))
    arrays = [held.get(f.name, pa.nulls(len(items), f.type)) for f in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
