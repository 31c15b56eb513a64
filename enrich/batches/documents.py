"""Documents as a batch of rows, for what reads files itself and hands them to ``link_batches``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from enrich.batches.schemas import INPUT
from enrich.model import Document
from enrich.records.record import dumps


def batch_of(documents: Sequence[Document], keep: Sequence[str] = ()) -> pa.RecordBatch:
    """Return documents as a batch of the schema ``INPUT``, with columns to keep.

    Args:
        documents: As they were read.
        keep: Keys of their metadata. The columns hold texts, and what is none as JSON: what a line
            has in a key may be of any type.

    Example:
        >>> batch = batch_of([Document("Talks in Goris.", 7, metadata={"page": 3})], ["page"])
        >>> batch.select(["id", "text", "page"]).to_pylist()
        [{'id': '7', 'text': 'Talks in Goris.', 'page': '3'}]
    """
    rows = [_row(document) for document in documents]
    schema = pa.schema([*INPUT, *((name, pa.string()) for name in keep)])
    for row, document in zip(rows, documents, strict=True):
        row |= {name: _text(document.metadata.get(name)) for name in keep}
    return pa.RecordBatch.from_pylist(rows, schema=schema)


def _row(document: Document) -> dict[str, Any]:
    url = document.metadata.get("url")
    return {
        "text": document.text,
        "id": str(document.id),
        "title": document.title or None,
        "published": document.published,
        "language": document.language,
        "outlet": document.outlet,
        "url": url if isinstance(url, str) else None,
        "mentions": _spans(document),
        "blocks": _blocks(document),
    }


def _spans(document: Document) -> list[dict[str, Any]] | None:
    if document.spans is None:
        return None
    return [{"start": a, "end": b, "kind": kind and str(kind)} for a, b, kind in document.spans]


def _blocks(document: Document) -> list[dict[str, Any]] | None:
    if document.blocks is None:
        return None
    return [{"start": b.start, "end": b.end, "kind": str(b.kind)} for b in document.blocks]


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else dumps(value)
