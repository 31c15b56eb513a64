"""The task behind /link: the documents of a body linked, and written in a format.

A body is read as a line of a file is, but nothing of it is passed over: where a file would lose a
date with a note, a request is refused, for nobody reads notes here.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, NoReturn, TypeVar

from enrich.flow.progress import Progress
from enrich.formats import write_to
from enrich.inputs.checks import checked_document
from enrich.inputs.columns import Columns, document_of, published_of
from enrich.inputs.decoding import check_text, decode, marked_encoding
from enrich.inputs.tables import object_of, parse_json
from enrich.model import Document, Result
from enrich.pipeline import Linker
from enrich.server.pool import too_long
from enrich.server.refusals import Failed, Refusal
from enrich.server.settings import MOST_MENTIONS
from enrich.server.tasks import Desk, Limits
from gazetteer.errors import InputError
from gazetteer.language_tags import is_language_tag, no_language

BODY: Final = "the body"
Done = TypeVar("Done", Result, Progress)
_SPANNED: Final = 10  # characters of all mentions given, by those of the longest text
_SHOWN: Final = 8  # keys that are named in a message


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to link.

    Attributes:
        body: As it came.
        kind: Whether it is a text, or JSON: a document or ``documents``, or a line of a batch,
            which is a document.
        options: Of the linker, where they differ from the operator's.
        given: Of the document, where it does not say so itself: title, published, language, outlet
            and, of a text, id.
        format: A key of ``enrich.formats.FORMATS``.
        layer: Of a map.
        where: What the body is called in messages.
    """

    body: bytes
    kind: Literal["text", "json", "line"]
    options: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    format: str = "json"
    layer: str = "places"
    where: str = BODY


@dataclass(frozen=True, slots=True)
class Written:
    """What is answered.

    Attributes:
        body: In the format that was asked for, as UTF-8.
        documents: How many were linked.
    """

    body: bytes
    documents: int


def link(desk: Desk, asked: Asked) -> Written:
    """Link the documents of a body and write them.

    Raises:
        Refusal: They are too much, or take too long.
        InputError: They cannot be read, or an option makes no sense.

    Example:
        >>> from enrich.server.tasks import open_desk
        >>> from enrich.flow.options import LinkerOptions
        >>> desk = open_desk(LinkerOptions(), Limits(60.0, 1000, 1))
        >>> written = link(desk, Asked(b'{"text": "Talks in Yerevan."}', "json", format="csv"))
        >>> written.body.decode().split(",")[25:29]
        ['16', 'Yerevan', 'place', 'literal']
    """
    begun = time.monotonic()
    documents = documents_of(asked, desk.limits)
    results = link_all(desk.linker(**asked.options), documents, begun, desk.limits.seconds)
    out = io.StringIO(newline="")
    write_to(results, out, format=asked.format, layer=asked.layer)
    return Written(out.getvalue().encode(), len(documents))


def link_all(
    linker: Linker, documents: list[Document], begun: float, seconds: float
) -> list[Result]:
    """Return the documents, linked: all of each, or none of any.

    Raises:
        Refusal: It took longer, from when it was begun (``time.monotonic``).
    """
    return list(in_time(linker.link_many(documents), begun, seconds))


def in_time(results: Iterator[Done], begun: float, seconds: float) -> Iterator[Done]:
    """Pass on results that are whole, and in time; a part of one would look like all of it.

    Raises:
        Refusal: It took longer, from when it was begun (``time.monotonic``).
    """
    for result in results:
        if result.error:
            late = time.monotonic() - begun >= seconds / 2
            raise too_long(seconds) if late else Failed("this text cannot be read", "a stage")
        if time.monotonic() - begun > seconds:
            raise too_long(seconds)
        yield result


def documents_of(asked: Asked, limits: Limits) -> list[Document]:
    """Return the documents of a body.

    Raises:
        Refusal: They are too much.
        InputError: The body, or one of them, cannot be read.

    Example:
        >>> asked = Asked("Talks in Yerevan.".encode(), "text", given={"id": "a"})
        >>> documents_of(asked, Limits(1.0, 100, 1))[0].id
        'a'
    """
    if encoding := marked_encoding(asked.body):
        raise Refusal(415, f"{asked.where} is in {encoding}; send UTF-8")
    text = decode(asked.body, asked.where)
    if asked.kind == "text":
        check_text(text, asked.where)
        documents = [Document(text, asked.given.get("id", ""))]
    else:
        value = object_of(_parsed(text, asked.where), asked.where)
        is_list = asked.kind == "json" and "documents" in value
        found = _several(value, limits) if is_list else [(asked.where, value)]
        documents = [_document(fields, where) for where, fields in found]
    documents = [_with(document, asked.given) for document in documents]
    check_size(documents, limits)
    return documents if len(documents) == 1 else told_apart(documents)


def document_from(fields: Mapping[str, Any], limits: Limits, where: str = BODY) -> Document:
    """Return the document of a JSON object.

    Raises:
        Refusal: It is too much.
        InputError: It cannot be read.

    Example:
        >>> document_from({"text": "Talks in Yerevan."}, Limits(1.0, 100, 1)).text
        'Talks in Yerevan.'
    """
    document = _with(_document(fields, where), {})
    check_size([document], limits)
    return document


def _parsed(text: str, where: str) -> Any:
    if not text.strip():
        raise InputError(f'{where} is empty; send {{"text": "..."}}')
    return parse_json(text, where)


def _several(value: Mapping[str, Any], limits: Limits) -> list[tuple[str, Mapping[str, Any]]]:
    listed = value["documents"]
    others = [key for key in value if key != "documents"]
    if others:
        raise InputError(
            f"beside `documents` there is {_names(others)}; keys of a document stand in it,"
            " and options in the address: /link?country=AM"
        )
    if not isinstance(listed, list) or not listed:
        raise InputError("`documents` is no list of objects with `text`")
    if len(listed) > limits.documents:
        raise Refusal(
            413,
            f"{len(listed)} documents; the limit of a request is {limits.documents},"
            " and /link/batch has none",
        )
    names = (f"document {n}" for n in range(1, len(listed) + 1))
    return [(name, object_of(fields, name)) for name, fields in zip(names, listed, strict=True)]


def _document(fields: Mapping[str, Any], where: str) -> Document:
    columns = Columns()
    if "text" not in columns.found(fields):
        raise InputError(f"{where} has no `text`; its keys are: {_names(fields)}")
    mentions = fields.get("mentions")
    if isinstance(mentions, list) and len(mentions) > MOST_MENTIONS:
        raise Refusal(413, f"{len(mentions)} mentions; the limit of a document is {MOST_MENTIONS}")
    return document_of(fields, where, on_note=_refuse, spans=True, columns=columns)


def _names(keys: Any) -> str:
    names = [f"`{key}`" for key in keys]
    more = ", ..." if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more or "none"


def _refuse(note: str) -> NoReturn:
    raise InputError(note)


def _with(document: Document, given: Mapping[str, str]) -> Document:
    """Return a document with what it does not say itself, checked."""
    published, language = given.get("published"), given.get("language")
    if language is not None and not is_language_tag(language):
        raise InputError(no_language(language))
    return checked_document(
        replace(
            document,
            title=document.title or given.get("title", ""),
            published=document.published or published_of(published, "the parameters", _refuse),
            language=document.language or language,
            outlet=document.outlet or given.get("outlet"),
        )
    )


def check_size(documents: list[Document], limits: Limits) -> None:
    """Refuse documents that are too long, or of which too much is to be linked.

    Raises:
        Refusal: They are.
    """
    for number, document in enumerate(documents, 1):
        size = len(document.text) + len(document.title)
        if size > limits.text:
            which = f"document {number}" if len(documents) > 1 else "the text"
            raise Refusal(413, f"{which} has {size:,} characters; the limit is {limits.text:,}")
    spans = [span for document in documents for span in document.spans or ()]
    if sum(end - start for start, end, _ in spans) > _SPANNED * limits.text:
        raise Refusal(413, f"all mentions together have more than {_SPANNED} times {limits.text:,}"
                           " characters, the limit")  # fmt: skip


def told_apart(documents: list[Document]) -> list[Document]:
    """Return documents with an id each: its number, where it gives none.

    Raises:
        InputError: Two have the same.
    """
    named = [replace(d, id=str(n)) if d.id == "" else d for n, d in enumerate(documents, 1)]
    seen: dict[str, int] = {}
    for number, document in enumerate(named, 1):
        if (first := seen.setdefault(str(document.id), number)) != number:
            raise InputError(f"documents {first} and {number} have the same id, {document.id!r}")
    return named
