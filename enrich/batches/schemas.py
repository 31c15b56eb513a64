"""The schemas of what goes in and comes out, the same in every engine and every version.

A column is added at the end of a schema, and none is renamed or given another type without a new
major version. Offsets count Unicode code points; coordinates are WGS 84 degrees, longitude first in
geometries; scores are probabilities. ``docs/corpora.md`` has them as tables.
"""

from __future__ import annotations

from typing import Final

from enrich.records.record import FIELDS
from gazetteer.errors import OutputError

try:
    import pyarrow as pa
except ImportError as error:
    raise OutputError("batches need pyarrow: pip install 'enrich-geo[corpus]'") from error

_TYPES: Final = {
    **dict.fromkeys(("start", "end", "mentions", "literal_mentions"), pa.int32()),
    "geonames": pa.int64(),
    **dict.fromkeys(("score", "runner_up_score", "lat", "lon", "radius_km"), pa.float64()),
}
_SPAN: Final = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("kind", pa.string())])
_PLACE: Final = (
    "entity_id", "name", "country", "admin1", "feature", "geonames", "wikidata", "lat", "lon",
    "precision", "radius_km", "mentions", "literal_mentions", "roles", "score", "quote",
)  # fmt: skip


def _fields(*names: str) -> list[pa.Field]:
    return [pa.field(name, _TYPES.get(name, pa.string())) for name in names]


INPUT: Final = pa.schema([
    *_fields("text", "id", "title", "published", "language", "outlet", "url"),
    pa.field("mentions", pa.list_(_SPAN)),
    pa.field("blocks", pa.list_(_SPAN)),
])  # fmt: skip
"""What a batch of documents may have; all but ``text`` may be missing, or be named as in a CSV.

``mentions`` are given spans: where they are not null, exactly these are linked. ``blocks`` are the
blocks of a text that was taken out of markup.
"""

MENTION: Final = pa.struct([*_fields(*FIELDS[1:]), pa.field("sentence", pa.string())])
"""A mention, linked or not: the keys of a record of the command, and the sentence around it."""

PLACE: Final = pa.struct(_fields(*_PLACE))
"""A linked place of a document, in a role that is mapped: its mentions added up."""

DOCUMENTS: Final = pa.schema([
    *_fields(
        "id", "title", "published", "language", "outlet", "url", "sha256", "primary_place",
        "primary_place_name",
    ),
    pa.field("notes", pa.list_(pa.string())),
    pa.field("error", pa.string()),
])  # fmt: skip
"""A document, without what is found in it. ``error`` is null where all is well."""

LINKED: Final = pa.schema(
    [*DOCUMENTS, pa.field("mentions", pa.list_(MENTION)), pa.field("places", pa.list_(PLACE))]
)
"""A document with its mentions and places: what ``link_batches`` yields, before kept columns."""

MENTIONS: Final = pa.schema([pa.field("document_id", pa.string()), *MENTION])
"""A row a mention."""

PLACES: Final = pa.schema(
    [pa.field("document_id", pa.string()), *PLACE, pa.field("geometry", pa.binary())]
)
"""A row a place and document; the geometry is a point in WKB, as GeoParquet has it."""

ERRORS: Final = pa.schema(_fields("document_id", "error"))
"""What could not be read, and why."""
