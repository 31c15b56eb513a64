"""In which sense a text names a place, and the sets of roles that ``--roles`` names."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from gazetteer.errors import OutputError


class Role(StrEnum):
    """In which sense a text names a place."""

    LITERAL = "literal"
    """The place itself: "in Yerevan"."""
    METONYMIC = "metonymic"
    """Its government, people or team: "Yerevan refused"."""
    MODIFIER = "modifier"
    """Before a noun: "the Armenia-Azerbaijan peace process", "Russian troops"."""
    EMBEDDED = "embedded"
    """Inside another name: "University of Texas"."""
    DEMONYM = "demonym"
    """The people, by name: "the Armenians"."""
    DATELINE = "dateline"
    """Where the report was filed: "YEREVAN, March 3 -"."""


ALL: Final = "all"
"""Stands for every role, and for none told."""
UNCLEAR: Final = "unclear"
"""Stands for the mentions without a role, here and wherever roles are counted."""
CHOICES: Final = (*map(str, Role), UNCLEAR, ALL)
"""What may be named."""

_EVERY: Final[frozenset[Role | None]] = frozenset({*Role, None})


def role_set(roles: str | Iterable[str | None]) -> frozenset[Role | None]:
    """Return the roles that are named, None among them for mentions without one.

    Args:
        roles: Names with commas between, or several of them, in any case: "literal, dateline",
            ``[Role.LITERAL, Role.DATELINE]``; "unclear" or None for mentions without a role;
            "all" for every mention.

    Raises:
        OutputError: A name is not one of ``CHOICES``, or there is none.

    Example:
        >>> roles_named(role_set("Dateline, literal"))
        'literal,dateline'
    """
    parts = [roles] if isinstance(roles, str) else [UNCLEAR if r is None else r for r in roles]
    given = [name.strip() for part in parts for name in part.split(",")]
    names = [name.lower() for name in given if name]
    if not names:
        raise OutputError(f"no role is named; choose from {', '.join(CHOICES)}")
    wrong = next((name for name in given if name and name.lower() not in CHOICES), None)
    if wrong is not None:
        raise OutputError(f"{wrong!r} is not a role; choose from {', '.join(CHOICES)}")
    if ALL in names:
        return _EVERY
    return frozenset(None if name == UNCLEAR else Role(name) for name in names)


def roles_named(roles: frozenset[Role | None]) -> str:
    """Return a set of roles as ``role_set`` reads it, in the order of ``Role``.

    Example:
        >>> roles_named(frozenset({None, *Role}))
        'all'
    """
    if roles >= _EVERY:
        return ALL
    return ",".join([role for role in Role if role in roles] + [UNCLEAR] * (None in roles))
