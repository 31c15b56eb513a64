"""One bad text never stops a batch: what goes wrong with a document, or takes too long, is told.

A document that takes longer than it may is given up, and its beginning is read in its place, where
news has most of what it tells. What cannot be read at all has a result without links.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from enrich.deadline import OutOfTime, limited
from enrich.mentions.taggers.passages import find_cut
from enrich.model import Document
from gazetteer.errors import EnrichError, InputError, TaggingError

__all__ = ["beginning", "in_time", "told"]

_BEGINNING: Final = 20_000  # code points: some 3,500 words
_SHARE: Final = 4  # the beginning is no more of a text than this part, nor does it take more of the
_LEAST_S: Final = 2.0  # time; but these seconds it has
_TITLE: Final = 200
_MORE: Final = "--seconds-per-document (seconds_per_document of a Linker) allows more"

T = TypeVar("T")


def in_time(
    work: Callable[[Document], T], document: Document, seconds: float, spent: float = 0.0
) -> tuple[T, str, float]:
    """Work on a document; on its beginning, where it takes too long.

    Args:
        work: What looks at ``check_time`` now and then.
        document: The document.
        seconds: That it may take in all, work of before included.
        spent: Of these, before.

    Returns:
        What the work came to, what to tell of it ("" where all was read), and the seconds spent.

    Raises:
        InputError: The beginning took too long too, or is refused by the work.
    """
    begun = time.monotonic() - spent
    try:
        with limited(seconds - spent):
            return work(document), "", time.monotonic() - begun
    except OutOfTime:
        first = beginning(document)
    try:
        with limited(max(seconds / _SHARE, _LEAST_S)):
            made = work(first)
    except OutOfTime:
        raise InputError(f"took more than {seconds:g} seconds and was given up; {_MORE}") from None
    read = f"only its first {len(first.text):,} characters were read"
    return made, f"took more than {seconds:g} seconds: {read}; {_MORE}", time.monotonic() - begun


def beginning(document: Document) -> Document:
    """Return a document with the beginning of its text, cut where a sentence or a word ends.

    Example:
        >>> beginning(Document("Talks in Yerevan failed. " * 4)).text
        'Talks in Yerevan failed. '
    """
    text = document.text
    most = min(_BEGINNING, len(text) // _SHARE)
    end = find_cut(text, most // 2, most) if most > 1 else most
    spans = document.spans
    return replace(
        document,
        text=text[:end],
        title=document.title[:_TITLE],
        spans=None if spans is None else tuple(s for s in spans if s[1] <= end),
        blocks=None
        if document.blocks is None
        else tuple(b for b in document.blocks if b.end <= end),
    )


def told(error: Exception) -> str:
    """Return what to tell of an error that concerns one document.

    Raises:
        EnrichError: It concerns the run: the gazetteer, or a service that is required.
    """
    if isinstance(error, InputError | TaggingError):
        return str(error)
    if isinstance(error, EnrichError):
        raise error
    said = str(error)
    return f"cannot be read ({type(error).__name__}{f': {said}' if said else ''})"
