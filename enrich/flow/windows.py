"""How documents are put into windows, and what the other articles of an outlet say of each.

All of a window are read and weighed first; then each is decided in the light of what its outlet's
other articles are about, in this window and the ones before. No answer and no label is needed, and
nothing is kept when the batch ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlsplit

from enrich.model import Document
from enrich.rank.profile import ArticleVotes, Profile

WINDOW: Final = 200
"""Documents that are held at once. Of those before, only what their outlets are about is kept."""

_T = TypeVar("_T")


def windows(
    items: Iterable[_T], waits: Callable[[_T], bool] = lambda _: True, size: int = WINDOW
) -> Iterator[list[_T]]:
    """Yield items in lists; what came before an error comes out before the error does.

    Args:
        items: Any.
        waits: Whether an item is better off with others; one that is not makes a list of its own,
            unless others wait before it.
        size: Of the longest lists.

    Example:
        >>> list(windows([1, 2, 3, 4, 5], lambda n: n > 1, 2))
        [[1], [2, 3], [4, 5]]
    """
    window: list[_T] = []
    waiting = False
    source = iter(items)
    while True:
        try:
            item = next(source)
        except StopIteration:
            break
        except Exception:
            if window:
                yield window
            raise
        window.append(item)
        waiting = waiting or waits(item)
        if not waiting or len(window) >= size:
            yield window
            window, waiting = [], False
    if window:
        yield window


@dataclass(frozen=True, slots=True)
class Article:
    """What one article says of its outlet.

    Attributes:
        outlet: Who published it.
        sha256: The hash of its text: an article tells nothing of itself.
        votes: What it is about.
    """

    outlet: str
    sha256: str
    votes: ArticleVotes


class Outlets:
    """What the articles of each outlet are about, in one batch.

    Args:
        known: Returns what was learnt of an outlet before, or None.
    """

    def __init__(self, known: Callable[[str], Profile | None]) -> None:
        self._known = known
        self._profiles: dict[str, Profile] = {}

    def add(self, outlet: str, footprint: ArticleVotes) -> None:
        """Count an article in."""
        if outlet not in self._profiles:
            known = self._known(outlet)
            self._profiles[outlet] = known.copy() if known else Profile()
        self._profiles[outlet].add(footprint)

    def profile(self, outlet: str) -> Profile | None:
        """Return what is known of an outlet, or None."""
        return self._profiles.get(outlet) or self._known(outlet)

    def profiles(self) -> dict[str, Profile]:
        """Return what is known of the outlets of this batch."""
        return self._profiles


def outlet_of(document: Document) -> str:
    """Return what names the outlet of a document, or "".

    That is its outlet, or else the host of its ``url`` when the input has such a column.

    Example:
        >>> outlet_of(Document("...", metadata={"url": "https://www.example.org/news/1"}))
        'example.org'
    """
    if document.outlet:
        return document.outlet
    url = document.metadata.get("url")
    return host_of(url) if isinstance(url, str) else ""


def host_of(url: str) -> str:
    """Return the host of an address, or "".

    Example:
        >>> host_of("https://www.example.org/news/1"), host_of("no address")
        ('example.org', '')
    """
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # "https://[": no address either
        return ""
