"""What callers give a linker, refused in one line where no stage could make sense of it.

A date costs no more than itself: one that cannot be read is left out, with a warning.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from operator import index
from typing import Any, Final, Protocol, runtime_checkable

from enrich.inputs.columns import published_of
from enrich.labels import KINDS_AND_LABELS, kind_of
from enrich.model import Document
from gazetteer.errors import ArgumentError, EnrichWarning, InputError
from gazetteer.model import Kind

_CALLER: Final = 4  # frames between a warning and whoever called the linker
_DEEPEST: Final = 100
_LARGEST: Final = 10**4000  # Python prints no integers of more than 4,300 digits
_SHOWN: Final = 60


@runtime_checkable
class LabelledSpan(Protocol):
    """A span of spaCy's, or of what is made like it; offsets count code points."""

    @property
    def start_char(self) -> int:
        """Of its first code point."""

    @property
    def end_char(self) -> int:
        """After its last."""

    @property
    def label_(self) -> str:
        """Its label, or ""."""


Span = tuple[int, int] | tuple[int, int, Kind | str | None] | LabelledSpan
"""A mention that a caller gives: its first code point, the one after its last, and its kind or a
label; or a span of spaCy's, which knows them itself."""


def checked_span(span: Span) -> tuple[int, int, Kind | None]:
    """Return a span as documents hold it; InputError where it is none."""
    if isinstance(span, LabelledSpan):
        span = (span.start_char, span.end_char, span.label_ or None)
    whole = isinstance(span, tuple | list) and len(span) in (2, 3)
    if not whole or {type(offset) for offset in span[:2]} != {int}:
        raise InputError(f"mention {span!r} is no (start, end) or (start, end, kind)")
    kind = span[2] if len(span) == 3 else None
    found = kind_of(kind)
    if kind is not None and found is None:
        raise InputError(
            f"mention {tuple(span)}: {kind!r} is no kind of what is linked; give"
            f" {KINDS_AND_LABELS}, or leave the mention out"
        )
    return span[0], span[1], found


def checked_probability(score: float) -> float:
    """Return a score that is a probability; ArgumentError where it is none."""
    number = isinstance(score, int | float) and not isinstance(score, bool)
    if not number or not 0.0 <= score <= 1.0:
        raise ArgumentError(f"min_score {score!r} is no probability; give a number from 0 to 1")
    return score


def checked_seconds(seconds: float | None) -> float:
    """Return how many seconds a document may take, infinity for None."""
    if seconds is None:
        return math.inf
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds > 0:
        raise ArgumentError(
            f"seconds_per_document {seconds!r} is no number above 0; None is no limit"
        )
    return float(seconds)


def checked_document(document: Document) -> Document:
    """Return a document with its date in ISO 8601; refuse what no stage or format could hold.

    A date that cannot be read is left out, with an ``EnrichWarning``.

    Raises:
        InputError: A value is of the wrong type, or a span lies outside the text.
    """
    if not isinstance(document, Document):
        raise InputError(f"a document is an enrich.Document, not {type(document).__name__}")
    for what in ("text", "title", "language", "outlet"):
        if getattr(document, what) is not None or what in ("text", "title"):
            _check_string(what, getattr(document, what))
    _check_metadata(document.metadata)
    _check_spans(document)
    document = replace(document, id=_checked_id(document.id))
    if document.published is None:
        return document
    where = f"document {document.id!r}" if document.id != "" else "a document"
    return replace(document, published=published_of(document.published, where, _warn))


def _checked_id(value: str | int) -> str | int:
    """Return an id as text or number, also where it is a number of numpy's."""
    if isinstance(value, str):
        _check_string("id", value)
        return value
    try:
        return index(value)
    except TypeError as error:
        raise InputError(
            f"an id is a str or a whole number, not {type(value).__name__}: {_shown(value)}"
        ) from error


def _warn(note: str) -> None:
    warnings.warn(note, EnrichWarning, stacklevel=_CALLER)


def harmless(document: Document) -> Document:
    """Return what of a document can be written: each field that would be refused left empty.

    Example:
        >>> harmless(Document("Yerevan", "a", language=5)).language is None
        True
    """
    kept = Document("")
    for name in ("id", "text", "title", "published", "language", "outlet", "metadata"):
        field: dict[str, Any] = {name: getattr(document, name, None)}
        with suppress(InputError):
            kept = checked_document(replace(kept, **field))
    return kept


def _check_string(what: str, value: object) -> None:
    if not isinstance(value, str):
        raise InputError(f"{what} is a str, not {type(value).__name__}: {_shown(value)}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"the {what} holds half a surrogate pair at {error.start}: read it with"
            " errors='replace'"
        ) from error


def _check_metadata(metadata: object) -> None:
    if not isinstance(metadata, Mapping):
        raise InputError(f"metadata {_shown(metadata)} is no mapping of names to values")
    for key, value in metadata.items():
        _check_string("key of metadata", key)
        _check_value(f"metadata {_shown(key)}", value, _DEEPEST)


def _check_value(where: str, value: Any, depth: int) -> None:
    """Refuse what JSON cannot hold."""
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        _check_string(where, value)
    elif isinstance(value, int | float):
        if not (math.isfinite(value) if isinstance(value, float) else abs(value) < _LARGEST):
            raise InputError(f"{where} is {_shown(value)}, which JSON has no number for; give None")
    elif not isinstance(value, Mapping | list | tuple):
        raise InputError(
            f"{where} is a {type(value).__name__}, which JSON cannot hold; give it as a str, a"
            " number, a list or a dict"
        )
    elif not depth:
        raise InputError(f"{where} is nested more than {_DEEPEST} deep")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _check_string(f"key in {where}", key)
            _check_value(where, inner, depth - 1)
    else:
        for inner in value:
            _check_value(where, inner, depth - 1)


def _shown(value: object) -> str:
    """The beginning of a value; of a number too long to print, nothing."""
    try:
        shown = repr(value)
    except (ValueError, RecursionError):
        return "..."
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."


def _check_spans(document: Document) -> None:
    size = len(document.text)
    spans = document.spans
    if spans is not None and not isinstance(spans, tuple | list):
        raise InputError(f"spans {_shown(spans)} are no tuple of (start, end, kind)")
    for span in spans or ():
        if len(checked_span(span)) != len(span) or not isinstance(span[2], Kind | None):
            raise InputError(f"span {_shown(span)} is no (start, end, Kind or None)")
        start, end = span[:2]
        if not 0 <= start < end <= size:
            raise InputError(
                f"mention ({start}, {end}) lies outside the text of {size} code points;"
                " offsets are half-open and count code points"
            )
