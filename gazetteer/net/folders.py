"""The user's own folders, as each system has them: what can be had again, and what cannot."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_NAME: Final = "enrich"


def cache_folder() -> Path:
    r"""Return the folder for downloads and answers.

    ``$XDG_CACHE_HOME/enrich`` or ``~/.cache/enrich``, on macOS ``~/Library/Caches/enrich``, on
    Windows ``%LOCALAPPDATA%\enrich``.

    Raises:
        RuntimeError: The user has no home, as in some containers.

    Example:
        >>> cache_folder().name
        'enrich'
    """
    from platformdirs import user_cache_path

    return _named("XDG_CACHE_HOME") or user_cache_path(_NAME, appauthor=False, opinion=False)


def data_folder() -> Path:
    r"""Return the folder for what the user has made.

    ``$XDG_DATA_HOME/enrich`` or ``~/.local/share/enrich``, on macOS ``~/Library/Application
    Support/enrich``, on Windows ``%APPDATA%\enrich``.

    Raises:
        RuntimeError: The user has no home, as in some containers.

    Example:
        >>> data_folder().name
        'enrich'
    """
    from platformdirs import user_data_path

    return _named("XDG_DATA_HOME") or user_data_path(_NAME, appauthor=False, roaming=True)


def _named(variable: str) -> Path | None:
    """Return the folder below the one of a variable, which platformdirs reads on Unix alone."""
    named = os.environ.get(variable)
    return Path(named) / _NAME if named and Path(named).is_absolute() else None
