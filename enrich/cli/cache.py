"""``enrich cache``: what is kept of the answers of live services."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enrich.cli.live import CACHE
from enrich.cli.options import TEXT_OR_JSON
from enrich.cli.parameters import flag
from enrich.cli.streams import reporting, standard_output
from enrich.text.escape import one_line

if TYPE_CHECKING:
    from gazetteer.net.cache import CacheInfo, SpaceInfo


INFO_EXAMPLES = """\
enrich cache info
enrich cache info --format json"""
CLEAR_EXAMPLES = """\
enrich cache clear --expired
enrich cache clear --cache answers/"""


def info(*, cache: Path | None = CACHE, format_: str = TEXT_OR_JSON) -> None:
    """Show what the cache holds: how much from which service, and since when.

    If there is no cache yet, none is created.
    """
    with reporting():
        from enrich.records.record import dumps
        from gazetteer.net.cache import Cache

        with Cache(cache) as opened:
            found = opened.info()
        lines = [dumps(_record(found))] if format_ == "json" else _iter_lines(found)
        with standard_output() as out:
            out.writelines(f"{line}\n" for line in lines)


def clear(
    *,
    cache: Path | None = CACHE,
    expired: bool = flag("--expired", "Remove only answers that have expired."),
) -> None:
    """Clear the cache; services are asked again when needed."""
    with reporting() as report:
        from gazetteer.net.cache import Cache

        with Cache(cache) as opened:
            removed = opened.clear(expired_only=expired)
            where = opened.info().path
        sort = "expired answer" if expired else "answer"
        report.note(f"{removed:,} {sort if removed == 1 else f'{sort}s'} removed from {where}")


def _record(info: CacheInfo) -> dict[str, Any]:
    return {
        "path": str(info.path),
        "bytes": info.bytes,
        "spaces": [
            {**asdict(space), "oldest": _iso(space.oldest), "newest": _iso(space.newest)}
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
