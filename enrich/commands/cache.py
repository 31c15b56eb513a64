"""``enrich cache info`` and ``clear``: what is kept of the answers of live services."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from enrich.commands.stdout import standard_output
from enrich.escape import one_line
from enrich.records.record import dumps
from gazetteer.cache import Cache, CacheInfo, SpaceInfo

__all__ = ["clear_cache", "show_info"]


def show_info(path: Path | None, *, as_json: bool) -> None:
    """Write what a cache holds to standard output.

    Args:
        path: The file, or None for the one in the folder for caches.
        as_json: One object on one line in place of text.

    Raises:
        CacheError: The cache cannot be used.
        OutputError: Standard output is closed or full.
    """
    with Cache(path) as cache:
        info = cache.info()
    lines = [dumps(_record(info))] if as_json else _iter_lines(info)
    with standard_output() as out:
        out.writelines(f"{line}\n" for line in lines)


def clear_cache(path: Path | None, *, expired_only: bool) -> str:
    """Remove answers, and return a line that says how many.

    Args:
        path: As above.
        expired_only: Whether those that still hold stay.

    Raises:
        CacheError: The cache cannot be used.
    """
    with Cache(path) as cache:
        removed = cache.clear(expired_only=expired_only)
        where = cache.info().path
    sort = "expired answer" if expired_only else "answer"
    return f"{removed:,} {sort if removed == 1 else f'{sort}s'} removed from {where}"


def _record(info: CacheInfo) -> dict[str, Any]:
    return {
        "path": str(info.path),
        "bytes": info.bytes,
        "spaces": [
            {
                "name": space.name,
                "entries": space.entries,
                "expired": space.expired,
                "oldest": _iso(space.oldest),
                "newest": _iso(space.newest),
            }
            for space in info.spaces
        ],
    }


def _iter_lines(info: CacheInfo) -> Iterator[str]:
    yield f"path: {one_line(str(info.path))}"
    yield f"bytes: {info.bytes}"
    yield f"answers: {sum(space.entries for space in info.spaces):,}"
    for space in info.spaces:
        yield f"    {one_line(space.name)}: {_told(space)}"


def _told(space: SpaceInfo) -> str:
    days = [(_iso(seconds) or "?").partition("T")[0] for seconds in (space.oldest, space.newest)]
    stored = f"stored {' to '.join(dict.fromkeys(days))}"
    return f"{space.entries:,}, {space.expired:,} of them expired, {stored}"


def _iso(seconds: float) -> str | None:
    """Return a time in UTC, None for one that no calendar has: a clock had run wild."""
    with suppress(OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    return None
