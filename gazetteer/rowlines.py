"""Entities as lines of JSON, one a line: the fields of a ``Row`` that are not at their defaults.

A line may have been written by anyone: whatever is in it has its type and its bounds when it has
been read, so that nothing behind it needs to look again.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from gazetteer.ids import is_curie
from gazetteer.model import Kind, Name, NameType, Point, Position
from gazetteer.rows import Row

_DATE: Final = re.compile(r"-?\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_COUNTRY: Final = re.compile(r"[A-Z]{2}", re.ASCII)
_AREA: Final = re.compile(r"[A-Z]{2}(?:\.[\w-]{1,20}){0,5}", re.ASCII)
_FEATURE: Final = re.compile(r"[A-Z][A-Z0-9]{0,9}", re.ASCII)
_LANGUAGE: Final = re.compile(r"[A-Za-z0-9-]{1,20}", re.ASCII)
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9_.-]*:[\x21-\x7e]+", re.ASCII)
_OURS: Final = ("geonames:", "wikidata:", "enrich:")
_HALF_ROUND_KM: Final = 20_038.0  # the Earth's: no circle on it is larger
_MOST_PEOPLE: Final = 2 * 10**10


def line_of(row: Row) -> str:
    """Return the line of an entity, without an end of line.

    Args:
        row: The entity; its outline is not kept.

    Raises:
        ValueError: A field holds what ``row_of`` would not read.

    Example:
        >>> line_of(Row("wikidata:Q615", Kind.PERSON, "Lionel Messi"))
        '{"id": "wikidata:Q615", "kind": "person", "name": "Lionel Messi"}'
    """
    line = json.dumps(_plain(row), ensure_ascii=False)
    row_of(line)
    return line


def row_of(line: str) -> Row:
    """Return the entity of a line.

    Raises:
        ValueError: The line has none; it says in a few words why.

    Example:
        >>> row_of('{"id": "wikidata:Q615", "kind": "person", "name": "Lionel Messi"}').name
        'Lionel Messi'
    """
    try:
        held = json.loads(line)
        if not isinstance(held, dict) or not held.keys() <= _READ.keys():
            raise ValueError("it is not an object with the fields of an entity")
        if missing := [name for name in ("id", "kind", "name") if name not in held]:
            raise ValueError(f"it has no {missing[0]}")
        return Row(**{name: _read(name, _READ[name], value) for name, value in held.items()})
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def _plain(row: Row) -> dict[str, Any]:
    """The fields of a row that are not at their defaults."""
    whole = asdict(row)
    return {
        f.name: _compact(whole[f.name]) if f.name in {"names", "positions"} else whole[f.name]
        for f in fields(Row)
        if f.name != "geometry" and getattr(row, f.name) not in (f.default, ())
    }


def _compact(values: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {k: v for k, v in value.items() if v not in (None, False) and v != (None, None)}
        for value in values
    ]


def _read(name: str, read: Callable[[Any], Any], value: Any) -> Any:
    try:
        return read(value)
    except (ValueError, TypeError, OverflowError) as error:
        shown = repr(value)
        shown = shown if len(shown) <= 60 else f"{shown[:50]}..."
        raise ValueError(f"its {name} is {shown}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # half a surrogate pair is not text, and could not be written
    return value


def _words(value: Any) -> str:
    if not _text(value).strip():
        raise ValueError
    return str(value)


def _like(form: re.Pattern[str]) -> Callable[[Any], str | None]:
    def read(value: Any) -> str | None:
        if value is not None and not form.fullmatch(_text(value)):
            raise ValueError
        return None if value is None else str(value)

    return read


def _curie(value: Any) -> str:
    if not is_curie(_text(value)):
        raise ValueError
    return str(value)


def _elsewhere(value: Any) -> str:
    if not _ELSEWHERE.fullmatch(_text(value)):
        raise ValueError
    return _curie(value) if value.startswith(_OURS) else str(value)


def _optional(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


def _item(value: Any) -> str:
    return _curie(f"wikidata:{_text(value)}").removeprefix("wikidata:")


def _whole(most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if type(value) is not int or not 0 <= value <= most:
            raise ValueError
        return value

    return read


def _geonames(value: Any) -> int:
    _curie(f"geonames:{_whole(10**12)(value)}")
    return int(value)


def _number(most: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        if type(value) not in {int, float} or not (math.isfinite(value) and 0 <= value <= most):
            raise ValueError
        return value  # type: ignore[no-any-return]  # an int stays one

    return read


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _point(value: Any) -> Point | None:
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != {"lat", "lon"}:
        raise ValueError
    if not {type(degrees) for degrees in value.values()} <= {int, float}:
        raise TypeError
    return Point(lat=value["lat"], lon=value["lon"])


def _dates(value: Any) -> tuple[str | None, str | None]:
    if value is None:
        return None, None
    if not isinstance(value, list):
        raise TypeError
    start, end = map(_like(_DATE), value)
    return start, end


def _each(read: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    def each(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise TypeError
        return tuple(read(one) for one in value)

    return each


def _object(
    made: Callable[..., Any], needed: set[str], readers: Mapping[str, Callable[[Any], Any]]
) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, dict) or not needed <= value.keys() <= readers.keys():
            raise ValueError
        return made(**{name: readers[name](part) for name, part in value.items()})

    return read


_name: Final = _object(
    Name, {"text", "type"},
    {"text": _words, "type": NameType, "language": _like(_LANGUAGE), "preferred": _flag,
     "valid": _dates},
)  # fmt: skip
_position: Final = _object(
    Position, {"title"},
    {"title": _words, "country": _like(_COUNTRY), "start": _like(_DATE), "end": _like(_DATE),
     "organisation": _optional(_curie), "as_of": _like(_DATE)},
)  # fmt: skip
_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "id": _curie,
    "kind": Kind,
    "name": _words,
    "names": _each(_name),
    "wikidata": _optional(_item),
    "geonames": _optional(_geonames),
    "country": _like(_COUNTRY),
    "area": _like(_AREA),
    "code": _like(_AREA),
    "feature": _like(_FEATURE),
    "point": _point,
    "radius_km": _optional(_number(_HALF_ROUND_KM)),
    "population": _whole(_MOST_PEOPLE),
    "prominence": _number(1.0),
    "valid": _dates,
    "description": _text,
    "positions": _each(_position),
    "same_as": _each(_elsewhere),
    "source": _text,
}
