"""Files that a reader brings to /desk: texts, and what was decided about them earlier."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any, Final, cast

from enrich.decisions.file import KEYS, NAME, parse_decisions
from enrich.inputs import CURES, FORMATS, format_of, reader_of, suffix_of
from enrich.inputs.decoding import decode
from enrich.inputs.sniffing import head_of, peekable, sniffed
from enrich.inputs.source import Found, Source
from enrich.model import Block, BlockKind, Document
from enrich.records.record import dumps
from enrich.server.linking import check_size
from enrich.server.refusals import Refusal
from enrich.server.tasks import Desk
from gazetteer.errors import InputError

SECTIONS: Final = {"decision": "decisions", "merge": "merges", "entity": "entities"}
"""What the tables of a file of decisions are called in what is sent."""
OF_DOCUMENT: Final = frozenset({"id", "text", "title", "published", "language", "outlet", "url"})
"""The keys of a text that is sent, beside ``blocks``."""
_ELSEWHERE: Final = frozenset({"parquet", "warc"})
_LONGEST_NAME: Final = 200
_NOTES: Final = 10
_OPTION: Final = re.compile(r"; --column .*| \(--column .*\)")  # of the command alone
Json = dict[str, Any]


def read_file(desk: Desk, asked: tuple[str, bytes]) -> bytes:
    r"""Return the texts of a file as JSON, read as the command reads it; and what to know of it.

    Args:
        desk: Whose limits hold.
        asked: What the file is called, and what is in it.

    Raises:
        Refusal: It holds too much.
        InputError: It cannot be read, or there is no text in it.

    Example:
        >>> from enrich.flow.options import LinkerOptions
        >>> from enrich.server.tasks import Limits
        >>> from gazetteer.store import Gazetteer
        >>> with Gazetteer.open() as gazetteer:
        ...     desk = Desk(LinkerOptions(), gazetteer, Limits(10.0, 1000, 5))
        ...     read_file(desk, ("a.csv", b"text,title\nIn Goris.,Fire\n"))
        b'{"documents": [{"id": "a:2", "text": "In Goris.", "title": "Fire"}], "notes": []}\n'
    """
    name, data = asked
    errors: list[InputError] = []
    notes: list[str] = []
    source = Source(
        PurePath(name.replace("\\", "/")).name[-_LONGEST_NAME:] or "the file",
        errors.append,
        notes.append,
        max(len(data), 1),
    )
    documents: list[Json] = []
    for place, document in _found(source, data):
        if len(documents) == desk.limits.documents:
            raise Refusal(413, f"{source.name} has more than {len(documents)} texts, the limit")
        check_size([document], desk.limits)
        documents.append(_told_document(document, f"{source.stem}{place}"))
    source.finish()
    if not documents:
        raise errors[0] if errors else InputError(f"{source.name}: there is no text in it")
    notes = [_OPTION.sub("", note) for note in (*notes, *map(str, errors))]
    more = [f"and {len(notes) - _NOTES} more notes"] if len(notes) > _NOTES else []
    return f"{dumps({'documents': documents, 'notes': [*notes[:_NOTES], *more]})}\n".encode()


def _found(source: Source, data: bytes) -> Iterator[Found]:
    suffix, packing = suffix_of(source.path)
    if packing:
        raise InputError(f"{source.name}: is compressed; unpack it first")
    if suffix in CURES:
        raise InputError(f"{source.name}: is {CURES[suffix]}")
    stream = peekable(cast("Any", io.BytesIO(data)))
    form = format_of(source.path) or sniffed(head_of(stream))
    if form in _ELSEWHERE:
        raise InputError(f"{source.name}: is {FORMATS[form].about}, which the command reads")
    return reader_of(form)(source, stream)


def _told_document(document: Document, name: str) -> Json:
    values: Json = {key: getattr(document, key) for key in OF_DOCUMENT - {"url"}}
    values["id"] = document.id if document.id != "" else name
    values["url"] = document.metadata.get("url")
    if document.blocks is not None:
        values["blocks"] = [[block.start, block.end, str(block.kind)] for block in document.blocks]
    kept = {key: value for key, value in values.items() if value not in (None, "")}
    return dict(sorted(kept.items()))


def blocks_of(value: Any, text: str, where: str) -> tuple[Block, ...] | None:
    """Return the blocks of a text, as ``read_file`` told them.

    Raises:
        InputError: They are no blocks of this text.

    Example:
        >>> blocks_of([[0, 9, "paragraph"]], "In Goris.", "the document")[0].end
        9
    """
    if value is None:
        return None
    last, found = 0, []
    try:
        for start, end, kind in value:
            if not (isinstance(start, int) and isinstance(end, int)):
                raise TypeError  # noqa: TRY301 - said below
            if not last <= start < end <= len(text):
                raise ValueError  # noqa: TRY301 - said below
            found.append(Block(start, end, BlockKind(kind)))
            last = end
    except (TypeError, ValueError) as error:
        raise InputError(
            f"{where}: `blocks` is no list of [start, end, kind] of its text, in order"
        ) from error
    return tuple(found)


def take_in(desk: Desk, body: bytes) -> bytes:
    r"""Return the entries of a ``decisions.toml`` as JSON.

    Raises:
        InputError: It is none.

    Example:
        >>> take_in(None, b'[[decision]]\nname = "Paris"\naction = "accept"\n')
        b'{"decisions": [{"name": "Paris", "action": "accept"}], "merges": [], "entities": []}\n'
    """
    del desk
    import tomllib

    text = decode(body, NAME)
    entries = parse_decisions(text, NAME).entries
    found = tomllib.loads(text.removeprefix("\ufeff"))
    tables: dict[str, Any] = {
        name: [_plain(table) for table in found.get(section, [])]
        for section, name in SECTIONS.items()
    }
    tables["decisions"] = [told(entry) for entry in entries]
    return f"{dumps(tables)}\n".encode()


def told(entry: Any) -> Json:
    """Return a decision as its table in the file has it."""
    values = {key: getattr(entry, key) for key in KEYS["decision"]}
    return {key: value for key, value in values.items() if value not in {None, ""}}


def _plain(table: Mapping[str, Any]) -> Json:
    """Return a table whose days are texts, for JSON has none."""
    plain = (str, int, float, list)
    return {key: v if isinstance(v, plain) else str(v) for key, v in table.items()}
