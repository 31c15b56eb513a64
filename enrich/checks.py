"""What callers give a linker, refused in one line where no stage could make sense of it.

A date costs no more than itself: one that cannot be read is left out, with a warning.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from operator import index
from typing import Final

from enrich.columns import published_of
from enrich.model import Document
from gazetteer.errors import EnrichWarning, InputError
from gazetteer.model import Kind

__all__ = ["Span", "checked_document", "checked_probability", "checked_span"]

_CALLER: Final = 4  # frames between a warning and whoever called the linker
Span = tuple[int, int] | tuple[int, int, Kind | str | None]
"""A mention that a caller gives: its first code point, the one after its last, and its kind."""


def checked_span(span: Span) -> tuple[int, int, Kind | None]:
    """Return a span as documents hold it.

    Raises:
        InputError: It is none, or its kind is unknown.
    """
    whole = isinstance(span, tuple | list) and len(span) in (2, 3)
    if not whole or not all(type(offset) is int for offset in span[:2]):
        raise InputError(f"mention {span!r} is no (start, end) or (start, end, kind)")
    kind = span[2] if len(span) == 3 else None
    try:
        return span[0], span[1], None if kind is None else Kind(kind)
    except ValueError as error:
        kinds = ", ".join(Kind)
        raise InputError(f"mention {tuple(span)}: unknown kind {kind!r}; one of {kinds}") from error


def checked_probability(score: float) -> float:
    """Return a score that is a probability.

    Raises:
        InputError: It is none.
    """
    if not 0.0 <= score <= 1.0:
        raise InputError(f"min_score {score!r} is no probability; give a number from 0 to 1")
    return score


def checked_document(document: Document) -> Document:
    """Return a document with its date in ISO 8601; refuse what no stage could make sense of.

    A date that cannot be read is left out, with an ``EnrichWarning``.

    Raises:
        InputError: A value is of the wrong type, or a span lies outside the text.
    """
    for what, text in (("text", document.text), ("title", document.title)):
        if not isinstance(text, str):
            raise InputError(f"a {what} is a str, not {type(text).__name__}")
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise InputError(
                f"the {what} holds half a surrogate pair at {error.start}: read it with"
                " errors='replace'"
            ) from error
    _check_spans(document)
    document = replace(document, id=_checked_id(document.id))
    if document.published is None:
        return document
    where = f"document {document.id!r}" if document.id != "" else "a document"
    return replace(document, published=published_of(document.published, where, _warn))


def _checked_id(value: str | int) -> str | int:
    """Return an id as text or number, also where it is a number of numpy's."""
    try:
        return value if isinstance(value, str) else index(value)
    except TypeError as error:
        raise InputError(
            f"an id is a str or a whole number, not {type(value).__name__}: give str({value!r})"
        ) from error


def _warn(note: str) -> None:
    warnings.warn(note, EnrichWarning, stacklevel=_CALLER)


def _check_spans(document: Document) -> None:
    size = len(document.text)
    for start, end, _ in document.spans or ():
        if not 0 <= start < end <= size:
            raise InputError(
                f"mention ({start}, {end}) lies outside the text of {size} code points;"
                " offsets are half-open and count code points"
            )
