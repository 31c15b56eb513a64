"""HTML: one page for a browser, with the text, a map and the reason of every link."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final, TextIO

from enrich.model import Result
from enrich.page.render import page
from enrich.page.tiles import Tiles

_LARGEST: Final = 2_000_000  # code points: a notebook keeps in its file what it has shown
_MAY: Final = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
_STYLE: Final = (
    "box-sizing: border-box; display: block; width: 100%; height: 40rem;"
    " border: 1px solid #8886; border-radius: 4px"
)


def write(results: Iterable[Result], out: TextIO, *, tiles: str | None = None) -> None:
    """Write one page; it needs no other file and fetches nothing but the tiles asked for."""
    out.writelines(page(results, tiles=None if tiles is None else Tiles.of(tiles)))


def framed(result: Result) -> str:
    """Return the page of a result inside a frame, as a notebook shows it.

    The frame is sandboxed: style and scripts of the page stay in it, and it reaches nothing of the
    notebook. A page too large to be kept in a notebook is one line that says so.

    Example:
        >>> from enrich.model import Document
        >>> framed(Result(Document("Nothing."), ()))[:26]
        '<iframe title="What a text'
    """
    whole = "".join(page([result]))
    if len(whole) > _LARGEST:
        told = f"{result!r}: too large to show here; result.write('page.html') writes the page"
        return f"<pre>{escape(told)}</pre>"
    return (
        f'<iframe title="What a text names" sandbox="{_MAY}" style="{_STYLE}"'
        f' srcdoc="{escape(whole)}">{escape(repr(result))}</iframe>'  # where frames are taken out
    )
