"""Publication dates, however they are written, to ISO 8601.

    2023-05-17, 20230517, 2023-W20-3          ISO 8601; a year or a month will do
    Wed, 17 May 2023 08:00:00 GMT             RFC 2822, as in mail and feeds
    Wed May 17 08:00:00 +0000 2023            Twitter
    2023-05-17 08:00:00 UTC                   BigQuery
    1684310400, 1684310400000                 seconds, and milli-, micro- or nanoseconds, since 1970
    May 17, 2023; 17. Mai 2023; 17 мая 2023   as a person writes it
    17.05.2023, 17/05/2023, 05/17/2023        in figures, where only one reading is a date

With slashes or hyphens, 03/04/2023 is the third of April to some and the fourth of March to others.
It is not guessed: unless the caller says which, only the year is taken.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any, Final

_PARTIAL: Final = re.compile(r"(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?")
_NUMBER: Final = re.compile(r"[0-9]{9,19}(?:\.[0-9]+)?|[0-9.]+e\+?[0-9]{1,2}")
_STAMP: Final = re.compile(r"(?:19|20)[0-9]{10}(?:[0-9]{2})?")
_YEAR_FIRST: Final = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", re.ASCII)
_YEAR_LAST: Final = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)", re.ASCII)
_SHORT: Final = re.compile(r"\d[-/.]\d{1,2}[-/.]\d", re.ASCII)  # 03/04/23, which none can tell
_MONTH_NAME: Final = re.compile(r"[^\W\d_]{3}")
_YEAR: Final = re.compile("[0-9]{4}")
_LONGEST: Final = 100
_GREATEST: Final = 10**20
"""Beyond any time in nanoseconds since 1970."""
_EARLIEST: Final = 1e8  # seconds: March 1973; what is smaller is hardly a moment of time
_LATEST: Final = 1e11  # seconds: the year 5138; what is larger counts in smaller units
_LEFT_OUT: Final = (datetime(1904, 1, 1), datetime(1908, 2, 2))  # noqa: DTZ001
"""What fills in what a text leaves out: where the two readings differ, that is seen."""
_LANGUAGES: Final = "fr de es it pt nl pl tr ru uk hy ar".split()
_ZONES: Final = {  # those of RFC 2822; any other name that is not UTC is passed over
    name: timezone(timedelta(hours=hours))
    for name, hours in {
        "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
        "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1, "CEST": 2, "MSK": 3,
    }.items()
}  # fmt: skip


class AmbiguousDate(ValueError):
    """A date in figures that is one day to some readers and another to others.

    Attributes:
        year: What both agree on.
    """

    def __init__(self, value: str, year: str) -> None:
        super().__init__(f"{value!r} has two readings, day first or month first")
        self.year = year


def iso_date(value: str, *, day_first: bool | None = None) -> str:
    """Return a date or a moment in the extended form of ISO 8601; a year or month will do.

    Args:
        value: In one of the forms above.
        day_first: Whether the day comes first in 03/04/2023; None where that is not known.

    Raises:
        AmbiguousDate: It has two readings.
        ValueError: It is not a date.

    Example:
        >>> iso_date("20230517"), iso_date("Wed, 17 May 2023 08:00:00 GMT")
        ('2023-05-17', '2023-05-17T08:00:00+00:00')
    """
    value = value.strip()
    if _PARTIAL.fullmatch(value):
        return value
    if not value or len(value) > _LONGEST:
        raise ValueError("it is not a date")
    if _STAMP.fullmatch(value) and (stamp := _stamp(value)):
        return stamp
    if _NUMBER.fullmatch(value):
        return _since_1970(float(value))
    try:
        if len(value) > 8 and value.isdecimal():
            raise ValueError("it is not a date")  # noqa: TRY301 - Python takes some of them apart
        moment = datetime.fromisoformat(value)
    except ValueError:
        return _written(_in_iso_order(value, day_first))
    return _iso(moment, has_time="T" in value or ":" in value)


def read_date(value: Any, *, day_first: bool | None = None) -> str | None:
    """Return whatever stands for a date in ISO 8601, or None where it stands for no date.

    Args:
        value: A text, a number, a ``date`` or ``datetime``, a ``struct_time``, a Timestamp of
            pandas or a ``datetime64``; None, "", NaN and NaT are not dates.
        day_first: As for ``iso_date``.

    Raises:
        AmbiguousDate: It has two readings.
        ValueError: It is not a date.

    Example:
        >>> read_date(date(2023, 5, 17)), read_date(1684310400), read_date(float("nan"))
        ('2023-05-17', '2023-05-17T08:00:00+00:00', None)
    """
    if value is None or _is_missing(value):
        return None
    if isinstance(value, str):
        return iso_date(value, day_first=day_first) if value.strip() else None
    if isinstance(value, time.struct_time):  # feedparser's; always UTC
        return datetime(*value[:6], tzinfo=UTC).isoformat()
    if isinstance(value, datetime):
        # pandas writes nine digits of a second, more than other readers take.
        return datetime.fromisoformat(value.isoformat()).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _of_number(value)


def _is_missing(value: Any) -> bool:
    """Whether it is NaN or NaT, which equal nothing, or the ``NA`` of pandas."""
    try:
        return bool(value != value)  # noqa: PLR0124 - what NaN is
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"


def _of_number(value: Any) -> str:
    if type(value).__name__ == "datetime64":  # of numpy, which need not be installed
        return iso_date(str(value))
    item = value.item() if hasattr(value, "item") else value
    if isinstance(item, bool) or not isinstance(item, int | float):
        raise ValueError(f"a {type(value).__name__} is not a date")  # noqa: TRY004 - as any other
    if not abs(item) < _GREATEST:  # nor is NaN
        raise ValueError("a number of that size is not a date")
    if float(item).is_integer() and abs(item) < _EARLIEST:
        return iso_date(str(int(item)))  # 2023, 20230517
    return _since_1970(float(item))


def _since_1970(number: float) -> str:
    if not _EARLIEST <= number < _LATEST * 1e9:
        raise ValueError("it is not a date")
    while number >= _LATEST:
        number /= 1000
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=round(number, 3))).isoformat()


def _stamp(digits: str) -> str | None:
    """Return the moment of 20230517080000 or 202305170800; None where it counts from 1970."""
    try:
        form = "%Y%m%d%H%M%S" if len(digits) == 14 else "%Y%m%d%H%M"
        return datetime.strptime(digits, form).isoformat()  # noqa: DTZ007 - as naive as it is
    except ValueError:
        return None


def _in_iso_order(value: str, day_first: bool | None) -> str:  # noqa: FBT001 - three-valued
    """Put the date in figures that a value holds into the order of ISO 8601."""
    if found := _YEAR_FIRST.search(value):
        year, month, day = (int(found[n]) for n in (1, 3, 4))
    elif found := _YEAR_LAST.search(value):
        year, (month, day) = int(found[4]), _month_and_day(found, day_first)
    elif _MONTH_NAME.search(value) and not _SHORT.search(value):
        return value
    else:
        raise ValueError("it is not a date")
    return f"{value[: found.start()]}{date(year, month, day).isoformat()}{value[found.end() :]}"


def _month_and_day(found: re.Match[str], day_first: bool | None) -> tuple[int, int]:  # noqa: FBT001
    first, second = int(found[1]), int(found[3])
    if first > 12:
        return second, first
    if second > 12:
        return first, second
    if found[2] == "." or first == second:  # nobody writes the month first with full stops
        return second, first
    if day_first is None:
        raise AmbiguousDate(found.string, found[4])
    return (second, first) if day_first else (first, second)


def _written(value: str) -> str:
    """Return the date of a text that a person, or a program for persons, wrote."""
    import warnings

    from dateutil import parser

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a zone that it does not know
            one, two = (parser.parse(value, default=d, tzinfos=_zone) for d in _LEFT_OUT)
    except (ValueError, TypeError, ArithmeticError, LookupError):
        return _written_elsewhere(value)
    if one.year != two.year:
        return _written_elsewhere(value)
    if one.month != two.month:
        return f"{one.year:04}"
    if one.day != two.day:
        return f"{one.year:04}-{one.month:02}"
    return _iso(one, has_time=":" in value or one.hour > 0)


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    return _ZONES.get((name or "").upper())


def _written_elsewhere(value: str) -> str:
    """Return the date of a text in another language than English: 17 мая 2023."""
    found = _parsed(value) if _YEAR.search(value) else None
    if found is None:
        raise ValueError("it is not a date")
    return _iso(found, has_time=":" in value or found.hour > 0)


@lru_cache(maxsize=4096)  # a column repeats what cannot be read, and to see that takes long
def _parsed(value: str) -> datetime | None:
    import dateparser

    # Whole dates only, not "two hours ago"; in a few languages, since each is tried in turn.
    settings: Any = {
        "STRICT_PARSING": True,
        "PARSERS": ["absolute-time"],
        "DATE_ORDER": "DMY",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    try:
        found: datetime | None = dateparser.parse(value, languages=_LANGUAGES, settings=settings)
    except Exception:  # noqa: BLE001 - it can trip over odd texts in ways of its own
        return None
    return found


def _iso(moment: datetime, *, has_time: bool) -> str:
    return moment.isoformat() if has_time else moment.date().isoformat()
