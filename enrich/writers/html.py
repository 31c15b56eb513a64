"""HTML: one page for a browser, with the text, a map and the reason of every link."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from enrich.model import Result
from enrich.page.render import page


def write(results: Iterable[Result], out: TextIO) -> None:
    """Write one page; it needs no other file and fetches nothing."""
    out.writelines(page(results))
