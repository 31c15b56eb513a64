"""The columns of a table of documents: from the fields of a line or row to a Document."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from enrich.decoding import check_text
from enrich.model import Document
from gazetteer.errors import InputError
from gazetteer.model import Kind

__all__ = ["document_of", "iso_date"]

_KNOWN: Final = ("text", "id", "title", "published", "language", "outlet")
_PARTIAL_DATE: Final = re.compile(r"(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?")
_KINDS: Final = tuple(kind.value for kind in Kind)

Span = tuple[int, int, Kind | None]


def iso_date(value: str) -> str:
    """Return an ISO 8601 date or date-time in its extended form; a year or month will do.

    Raises:
        ValueError: It is none.

    Example:
        >>> iso_date("20230517")
        '2023-05-17'
    """
    value = value.strip()
    if _PARTIAL_DATE.fullmatch(value):
        return value
    moment = datetime.fromisoformat(value)
    has_time = "T" in value or ":" in value
    return moment.isoformat() if has_time else moment.date().isoformat()


def document_of(fields: dict[str, Any], where: str, *, spans: bool = False) -> Document:
    """Return the document that a line or row describes; its id is "" where it gives none.

    Args:
        fields: Column to value; those without a meaning of their own become metadata.
        where: Name of the line or row in errors.
        spans: Whether ``mentions`` holds given mentions, as in a .jsonl line.

    Raises:
        InputError: A field is missing, of the wrong type, or holds what cannot be written.
    """
    if not isinstance(fields.get("text"), str):
        missing = "has no field `text`" if "text" not in fields else "`text` is no string"
        raise InputError(f"{where}: {missing}; its fields are: {', '.join(fields) or 'none'}")
    text: str = fields["text"]
    check_text(text, where)
    identifier = _identifier(fields.get("id"), where)
    given = _spans(fields.get("mentions"), text, where) if spans else None
    used = (*_KNOWN, "mentions") if spans else _KNOWN
    return Document(
        text,
        id=identifier,
        title=_string(fields, "title", where) or "",
        published=_published(fields, where),
        language=_string(fields, "language", where),
        outlet=_string(fields, "outlet", where),
        metadata={key: value for key, value in fields.items() if key not in used},
        spans=given,
    )


def _identifier(value: Any, where: str) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError(f"{where}: `id` is neither a string nor a whole number")
    identifier = str(value)
    check_text(identifier, where, "`id`")
    return identifier


def _string(fields: dict[str, Any], name: str, where: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{where}: `{name}` is no string")
    return value or None


def _published(fields: dict[str, Any], where: str) -> str | None:
    value = _string(fields, "published", where)
    try:
        return iso_date(value) if value else None
    except ValueError as error:
        raise InputError(
            f"{where}: `published` is {value!r}, no ISO 8601 date such as 2023-05-17"
        ) from error


def _spans(value: Any, text: str, where: str) -> tuple[Span, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise InputError(f"{where}: `mentions` is no list of objects with `start` and `end`")
    return tuple(_span(item, text, f"{where}: mention {n}") for n, item in enumerate(value, 1))


def _span(item: Any, text: str, where: str) -> Span:
    if not isinstance(item, dict):
        raise InputError(f"{where} is no object with `start` and `end`")
    start, end = item.get("start"), item.get("end")
    if type(start) is not int or type(end) is not int:  # True is an int too
        raise InputError(f"{where}: `start` and `end` must be whole numbers")
    if not 0 <= start < end <= len(text):
        raise InputError(
            f"{where}: offsets {start}..{end} do not lie in the text, which has {len(text)}"
            " characters; they count Unicode code points from 0, the end excluded"
        )
    said = item.get("text")
    if isinstance(said, str) and said != text[start:end]:
        raise InputError(
            f"{where}: the text at {start}..{end} is {text[start:end]!r}, not {said!r};"
            " offsets count Unicode code points, neither bytes nor UTF-16 units"
        )
    kind = item.get("kind")
    if kind is not None and kind not in _KINDS:
        raise InputError(f"{where}: `kind` is {kind!r}, none of {', '.join(_KINDS)}")
    return start, end, None if kind is None else Kind(kind)
