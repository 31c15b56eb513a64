"""Values out of requests, checked: what does not fit is one clear error, whatever was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NoReturn

from enrich.server.reconcile.model import ReconcileError
from enrich.text.escape import message

LONGEST_TEXT: Final = 500
"""Code points of a name, a value or an id."""
LONGEST_REQUEST: Final = 2_000_000
"""Code points of a request as JSON."""
_LARGEST_LIMIT: Final = 10_000
_SHOWN: Final = 60


def parse_json(text: str, what: str) -> Any:
    """Return what a JSON text holds.

    Raises:
        ReconcileError: It is too long or no JSON.

    Example:
        >>> parse_json('{"q0": {}}', "queries")
        {'q0': {}}
    """
    if len(text) > LONGEST_REQUEST:
        raise ReconcileError(
            f"{what} has {len(text):,} characters; send at most {LONGEST_REQUEST:,} at once", 413
        )
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise ReconcileError(f"{what} is nested too deeply") from error
    except ValueError as error:
        raise ReconcileError(f"{what} is not JSON: {message(str(error))}") from error


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number of JSON")


def shown(value: Any) -> str:
    r"""Return a value as an error message quotes it, short and on one line.

    Example:
        >>> print(shown("a\nb"), len(shown("x" * 1000)) < 80)
        'a\nb' True
    """
    text = value if isinstance(value, str) else type(value).__name__
    cut = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"'{message(cut)}'" if isinstance(value, str) else cut


def checked_text(value: Any, what: str) -> str:
    """Return a text without white space around it.

    Raises:
        ReconcileError: It is no text, too long, or cannot be written as UTF-8.

    Example:
        >>> checked_text(" Goris ", "query")
        'Goris'
    """
    if not isinstance(value, str):
        raise ReconcileError(f"{what} is to be a text, not {shown(value)}")
    if len(value) > LONGEST_TEXT:
        raise ReconcileError(
            f"{what} has {len(value):,} characters; send at most {LONGEST_TEXT} of them"
        )
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ReconcileError(f"{what} {shown(value)} holds half a character") from error
    return value.strip()


def checked_limit(value: Any, what: str, default: int, most: int) -> int:
    """Return how many things are wanted, at most ``most``; None and "" stand for the default.

    Raises:
        ReconcileError: It is no whole number above zero.

    Example:
        >>> checked_limit("5", "limit", 10, 100), checked_limit(None, "limit", 10, 100)
        (5, 10)
    """
    if value is None or value == "":
        return default
    number = value
    if isinstance(value, str):
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 9 else None
    elif isinstance(value, float) and value.is_integer() and value <= _LARGEST_LIMIT:
        number = int(value)
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        told = value if isinstance(value, int | float) else shown(value)
        raise ReconcileError(f"{what} is to be a whole number from 1 on, not {told}")
    return min(number, most)


def checked_list(value: Any, what: str, most: int) -> Sequence[Any]:
    """Return a list.

    Raises:
        ReconcileError: It is none, or longer than ``most``.
    """
    if not isinstance(value, list):
        raise ReconcileError(f"{what} is to be a list, not {shown(value)}")
    if len(value) > most:
        raise ReconcileError(f"{what} has {len(value):,} items; send at most {most} at once", 413)
    return value


def checked_object(value: Any, what: str, known: Sequence[str] = ()) -> Mapping[str, Any]:
    """Return a JSON object.

    Raises:
        ReconcileError: It is none, or has keys other than those that are known, where any are.
    """
    if not isinstance(value, dict):
        raise ReconcileError(f"{what} is to be a JSON object, not {shown(value)}")
    unknown = [key for key in value if known and key not in known]
    if unknown:
        raise ReconcileError(f"{what} has {shown(unknown[0])}, which is none of {', '.join(known)}")
    return value
