"""What a linker does unless it is told otherwise, and which version does it."""

from __future__ import annotations

from functools import cache
from typing import Final

MIN_SCORE: Final = 0.25
"""Below this probability a mention is left unlinked, unless something else is asked for."""
LEVELS: Final = ("auto", "city", "admin")
"""Which of a city and the area of its name is meant: what the text suggests, or always one."""

LOCAL_SOURCE: Final = "decisions"
"""The ``source`` of an entity that the caller's decisions have written down."""


@cache
def installed_version() -> str:
    """Return the version that is installed, "unknown" in a source tree that never was."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("enrich-geo")
    except PackageNotFoundError:
        return "unknown"
