"""Documents in a batch: what the other articles of their outlet say of each.

A batch is read in windows of some hundred documents. All of a window are read and weighed first;
then each is decided in the light of what its outlet's other articles are about, in this window
and the ones before. No answer and no label is needed, and nothing is kept when the batch ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from enrich.model import Document, Result
from enrich.rank.profile import Footprint, Profile
from enrich.rank.ranker import Draft

__all__ = ["WINDOW", "host_of", "link_batch", "outlet_of"]

WINDOW = 200
"""Documents that are held at once. Of those before, only what their outlets are about is kept."""


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


def link_batch(
    drafts: Iterable[tuple[Draft, str]],
    footprint: Callable[[Draft], Footprint],
    decided: Callable[[Draft, Profile | None, Footprint | None], Result],
    profile_of: Callable[[str], Profile | None],
) -> Iterator[Result]:
    """Yield the result of each document, in order.

    A document of no outlet is decided at once, unless others wait before it.

    Args:
        drafts: Documents that were read, each with the name of its outlet, or "".
        footprint: Says what a document is about.
        decided: Makes the result of a document, with the profile of its outlet and its own
            footprint in it.
        profile_of: The profile that an outlet starts with, or None.
    """
    profiles: dict[str, Profile] = {}
    waiting: list[tuple[Draft, str, Footprint | None]] = []

    def decide() -> Iterator[Result]:
        for drafted, outlet, own in waiting:
            yield decided(drafted, profiles.get(outlet) or profile_of(outlet), own)
        waiting.clear()

    source = iter(drafts)
    while True:
        try:
            drafted, outlet = next(source, (None, ""))
        except Exception:  # what was read before it is whole, and comes out first
            yield from decide()
            raise
        if drafted is None:
            break
        own = None
        if outlet:
            own = footprint(drafted)
            if outlet not in profiles:
                known = profile_of(outlet)
                profiles[outlet] = known.copy() if known else Profile()
            profiles[outlet].add(own)
        waiting.append((drafted, outlet, own))
        if len(waiting) >= WINDOW or not any(outlet for _, outlet, _ in waiting):
            yield from decide()
    yield from decide()
