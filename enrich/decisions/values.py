"""Values of the tables of ``decisions.toml``, each checked: what is wrong is a ``Mistake``."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from enrich.text.escape import one_line
from gazetteer.ids import is_curie
from gazetteer.model import Point
from gazetteer.names import fold

Table = Mapping[str, Any]
_LONGEST: Final = 1000
_Choice = TypeVar("_Choice", bound=str)


class Mistake(ValueError):
    """An entry breaks a rule."""


def quoted(table: Table, key: str) -> str | None:
    """Return a text, None where there is none."""
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Mistake(f"{key} is a text in quotes")
    if not value.strip():
        raise Mistake(f"{key} holds nothing; write something, or leave {key} out")
    if len(value) > _LONGEST:
        raise Mistake(f"{key} is longer than {_LONGEST} characters")
    return value


def plain(table: Table, key: str) -> str | None:
    """Return a text of one line, None where there is none."""
    value = quoted(table, key)
    if value is not None and one_line(value) != value:
        raise Mistake(f"{key} {one_line(value)!r} holds control characters or line breaks")
    return value


def name(value: str | None, key: str) -> str:
    """Return a name."""
    if value is None:
        raise Mistake(f"{key} is missing")
    if not fold(value):
        raise Mistake(f"{key} {value!r} has no letter and no digit")
    return value


def choice(table: Table, key: str, choices: tuple[_Choice, ...]) -> _Choice | None:
    """Return one of some words, None where there is none."""
    value = quoted(table, key)
    for one in choices:
        if value == one:
            return one
    if value is not None:
        raise Mistake(f"{key} {value!r} is not one of {', '.join(choices)}")
    return None


def curie(table: Table, key: str) -> str | None:
    """Return an id, None where there is none; "Q1953" is one of Wikidata.

    Example:
        >>> curie({"into": "Q1953"}, "into")
        'wikidata:Q1953'
    """
    value = quoted(table, key)
    if value is None:
        return None
    whole = f"wikidata:{value}" if value.startswith("Q") else value
    if not is_curie(whole):
        raise Mistake(
            f"{key} {value!r} is not an id; they look like geonames:616052, wikidata:Q1953"
            " or enrich:old-mill"
        )
    return whole


def number(table: Table, key: str) -> float | None:
    """Return a number, None where there is none."""
    value = table.get(key)
    if value is None:
        return None
    try:
        found = math.nan if isinstance(value, bool | str) else float(value)
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found):
        raise Mistake(f"{key} is a number")
    return found


def point(table: Table) -> Point | None:
    """Return the point of ``lat`` and ``lon``, None where there is none."""
    lat, lon = number(table, "lat"), number(table, "lon")
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        raise Mistake("lat and lon belong together")
    try:
        return Point(lat=lat, lon=lon)
    except ValueError as error:
        raise Mistake(str(error)) from error


def day(table: Table, key: str) -> str:
    """Return a date as ISO 8601 has it, "" where there is none.

    Example:
        >>> day({"date": "2024-06-12"}, "date")
        '2024-06-12'
    """
    value = table.get(key)
    if value is None:
        return ""
    try:
        if isinstance(value, dt.datetime):
            value = value.date()
        if isinstance(value, str):
            value = dt.date.fromisoformat(value)
        if isinstance(value, dt.date):
            return value.isoformat()
    except ValueError:
        pass
    raise Mistake(f"{key} is a day such as 2024-06-12")
