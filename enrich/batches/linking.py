"""The seam: record batches of documents in, record batches of what they name out."""

from __future__ import annotations

import pickle
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

import pyarrow as pa

from enrich.batches.schemas import LINKED
from enrich.flow.options import LinkerOptions
from enrich.flow.windows import outlet_of
from enrich.inputs.arrow import holds_spans, lost_with, plain, readable
from enrich.inputs.columns import Columns, document_of
from enrich.model import Block, BlockKind, Document, Result
from enrich.pipeline import Linker
from enrich.records.features import located
from enrich.records.record import ids, iter_records, place_fields, rounded
from enrich.records.tally import Quoted, roles_text
from enrich.roles import Role
from enrich.text.escape import one_line
from enrich.text.hashing import text_hash
from enrich.text.layout import find_blocks
from enrich.text.sentences import sentence_around
from gazetteer.errors import ArgumentError, InputError

_REACH: Final = 200  # code points either side of a mention that its sentence may have
_LINKERS: Final = 2  # kept open in a process
_OF_SPANS: Final = frozenset({"mentions", "blocks"})


def link_batches(
    batches: Iterable[pa.RecordBatch],
    options: LinkerOptions | Linker | None = None,
    *,
    keep: Sequence[str] = (),
    columns: Mapping[str, str] | None = None,
) -> Iterator[pa.RecordBatch]:
    """Link batches of documents.

    Each batch is linked when the one before has been taken, so that no more than one is held. No
    document depends on another: the rows are the same in any order, in batches of any size and in
    any number of processes. In one process, equal options share one linker, which stays open.

    Args:
        batches: Documents, a row each: the columns of ``INPUT``, or others that mean the same in
            a table of ``enrich run`` ("body", "headline").
        options: What the linker is made of, or a linker, with what it has learnt of outlets.
        keep: Further columns that come out as they went in, before the others.
        columns: Which column stands for what, where their names do not say so: {"text": "story"}.

    Yields:
        For each batch one of ``linked_schema``: as many rows, in their order. A document that could
        not be read has an ``error`` and no mentions.

    Raises:
        ArgumentError: A column to keep is missing, or is called like one of ``LINKED``.
        EnrichError: The options are refused.

    Example:
        >>> rows = pa.RecordBatch.from_pylist([{"text": "Talks in Goris.", "page": 3}, {"page": 4}])
        >>> for linked in link_batches([rows], keep=["page"]):
        ...     for row in linked.select(["page", "mentions", "error"]).to_pylist():
        ...         print(row["page"], [m["name"] for m in row["mentions"]], row["error"])
        3 ['Goris'] None
        4 [] a document: `text` is not a string; its fields are: text, page; --column text=NAME
          names the one that holds the article
    """
    linker = options if isinstance(options, Linker) else _linker(pickle.dumps(options))
    meant = Columns(dict(columns or {}))
    for batch in batches:
        schema = linked_schema(batch.schema, keep)
        rows = [_linked(linker, fields, notes, meant) for fields, notes in _iter_fields(batch)]
        kept = [batch.column(name) for name in keep]
        found = [pa.array([row[f.name] for row in rows], f.type) for f in LINKED]
        yield pa.RecordBatch.from_arrays([*kept, *found], schema=schema)


def linked_schema(schema: pa.Schema, keep: Sequence[str] = ()) -> pa.Schema:
    """Return the schema of what ``link_batches`` makes of batches of a schema.

    Raises:
        ArgumentError: A column to keep is missing, or is called like one of ``LINKED``.
    """
    for name in keep:
        if name not in schema.names:
            there = ", ".join(schema.names)
            raise ArgumentError(f"there is no column {name!r} to keep; the columns are: {there}")
        if name in LINKED.names:
            raise ArgumentError(f"column {name!r} cannot be kept: the output has one of that name")
    return pa.schema([*(schema.field(name) for name in keep), *LINKED])


@lru_cache(maxsize=_LINKERS)
def _linker(options: bytes) -> Linker:
    """The linker of pickled options: one for all that are equal, whoever asks."""
    return Linker(pickle.loads(options))  # noqa: S301 - pickled by ourselves, in this process


def _iter_fields(batch: pa.RecordBatch) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Yield the fields of each row, and what is to be said of values that cannot be read.

    Columns of spans count only where they hold spans.
    """
    columns = {
        field.name: readable(batch.column(field.name))
        for field in batch.schema
        if field.name not in _OF_SPANS or pa.types.is_null(field.type) or holds_spans(field.type)
    }
    for index in range(batch.num_rows):
        fields: dict[str, Any] = {}
        notes: list[str] = []
        for name, column in columns.items():
            try:
                fields[name] = plain(column[index].as_py())
            except lost_with() as error:
                fields[name] = None
                notes.append(f"`{name}` cannot be read ({one_line(str(error))}) and is left out")
        yield fields, notes


def _linked(
    linker: Linker, fields: dict[str, Any], notes: list[str], columns: Columns
) -> dict[str, Any]:
    blocks = fields.pop("blocks", None)
    given = _id_of(fields, columns)
    where = "a document" if given is None else f"document {given}"  # whatever batch it came in
    try:
        document = document_of(fields, where, on_note=notes.append, spans=True, columns=columns)
        document = _with_blocks(document, blocks, where) if blocks is not None else document
    except InputError as error:
        return {**_NOTHING, "id": given, "notes": notes, "error": str(error)}
    (result,) = linker.link_each([document])
    return _row(result, notes)


def _with_blocks(document: Document, blocks: Any, where: str) -> Document:
    """Return a document with the blocks that a row gives it, if they are blocks of its text."""
    try:
        found = tuple(Block(b["start"], b["end"], BlockKind(b["kind"])) for b in blocks)
        ends = [0, *(end for block in found for end in (block.start, block.end))]
        good = ends == sorted(ends) and ends[-1] <= len(document.text)
    except (KeyError, TypeError, ValueError):
        good = False
    if not good:
        raise InputError(f"{where}: `blocks` are not blocks of the text, in their order")
    return replace(document, blocks=found)


def _id_of(fields: Mapping[str, Any], columns: Columns) -> str | None:
    """Return the id of what is not a document, if it has one."""
    value = fields.get(columns.found(fields).get("id", ""))
    return None if value is None else one_line(str(value))


def _row(result: Result, notes: Sequence[str]) -> dict[str, Any]:
    document, primary = result.document, result.primary_place
    url = document.metadata.get("url")
    return {
        "id": str(document.id),
        "title": document.title,
        "published": document.published,
        "language": document.language,
        "outlet": outlet_of(document) or None,
        "url": url if isinstance(url, str) else None,
        "sha256": text_hash(document.text),
        "primary_place": primary.id if primary else None,
        "primary_place_name": primary.name if primary else None,
        "notes": [*notes, *result.run.get("notes", ())],
        "error": result.error or None,
        "mentions": [
            {**record, "sentence": sentence}
            for record, sentence in zip(iter_records(result), _iter_sentences(result), strict=True)
        ],
        "places": list(_iter_places(result)),
    }


_NOTHING: Final[dict[str, Any]] = {
    **dict.fromkeys(LINKED.names),
    "notes": [],
    "mentions": [],
    "places": [],
}


def _iter_sentences(result: Result) -> Iterator[str]:
    """Yield the sentence around each mention, which no headline, caption or cell runs into."""
    text, blocks = result.document.text, result.document.blocks
    blocks = find_blocks(text) if blocks is None else blocks
    starts = [block.start for block in blocks]
    for mention in (link.mention for link in result.links):
        around = blocks[max(bisect_right(starts, mention.start) - 1, 0) :][:1]
        start, end = next(((b.start, b.end) for b in around), (0, len(text)))
        if not start <= mention.start <= mention.end <= end:  # given, and across a border
            start, end = 0, len(text)
        block, at = text[start:end], mention.start - start
        begin, stop = sentence_around(block, at, mention.end - start, _REACH, wrapped=True)
        yield " ".join(block[begin:stop].split())


def _iter_places(result: Result) -> Iterator[dict[str, Any]]:
    """Yield the places of a document that are on a map, in the order of first mention."""
    places: dict[str, Quoted] = {}
    for link, entity, _ in located(result):
        places.setdefault(entity.id, Quoted(entity)).quote(link, result.document)
    for place in places.values():
        yield {
            "entity_id": place.entity.id,
            "name": place.entity.name,
            **ids(place.entity),
            **place_fields(place.entity),
            "mentions": place.mentions,
            "literal_mentions": place.roles[Role.LITERAL],
            "roles": roles_text(place.roles),
            "score": rounded(place.score),
            "quote": place.quotes[0],
        }
