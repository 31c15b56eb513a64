"""Values of Arrow as those of Python that a document may have."""

from __future__ import annotations

import math
from datetime import date, time
from typing import Any


def lost_with() -> tuple[type[Exception], ...]:
    """Return what ``as_py`` raises of a value that Python has no room for."""
    import pyarrow as pa

    return (ValueError, ArithmeticError, LookupError, pa.ArrowException)


def holds_spans(kind: Any) -> bool:
    """Return whether a column of a type holds given mentions: lists of objects with offsets."""
    from pyarrow import types

    lists = (types.is_list, types.is_large_list, types.is_fixed_size_list)
    found = members(kind.value_type) if any(test(kind) for test in lists) else None
    return found is not None and all(
        name in found and types.is_integer(found[name]) for name in ("start", "end")
    )


def members(kind: Any) -> Any:
    """Return the types of what an object holds, by name; None of what is not an object."""
    from pyarrow import types

    return {field.name: field.type for field in kind} if types.is_struct(kind) else None


def readable(column: Any) -> Any:
    """Return a column whose moments Python can hold: microseconds, in a zone that it knows."""
    import pyarrow as pa
    from pyarrow import types

    kind = column.type
    if types.is_timestamp(kind) and kind.tz and not _is_zone(kind.tz):
        kind = pa.timestamp(kind.unit, "UTC")
    if types.is_timestamp(kind) and kind.unit == "ns":
        kind = pa.timestamp("us", kind.tz)
    elif types.is_time64(kind):
        kind = pa.time64("us")
    return column if kind == column.type else column.cast(kind, safe=False)


def _is_zone(name: str) -> bool:
    import pyarrow as pa

    try:
        pa.scalar(0, pa.timestamp("us", name)).as_py()
    except (ValueError, LookupError, pa.ArrowException):
        return False
    return True


def plain(value: Any) -> Any:
    """Return a value as JSON has it: dates in ISO 8601, bytes only where they are a text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return _text_of(value)
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain(member) for member in value]
    return str(value)  # a decimal number, a duration, a UUID


def _text_of(value: bytes) -> str | None:
    try:
        return None if b"\0" in value else value.decode()
    except UnicodeDecodeError:
        return None
