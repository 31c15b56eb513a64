"""One bad text never stops a batch: what goes wrong with a document, or takes too long, is told.

A document that takes longer than it may is given up, and its beginning is read in its place, where
news has most of what it tells. What cannot be read at all has a result without links.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from enrich.checks import harmless
from enrich.deadline import OutOfTime, limited
from enrich.mentions.taggers.passages import find_cut
from enrich.model import Document, Link, Result
from enrich.rank.profile import Footprint, Profile, footprint_of
from enrich.rank.ranker import Draft, Ranker
from enrich.reading import Reading
from gazetteer.errors import EnrichError, InputError, TaggingError

__all__ = ["Attempts", "beginning", "in_time", "is_nothing", "told"]

_BEGINNING: Final = 20_000  # code points: some 3,500 words
_SHARE: Final = 4  # the beginning is no more of a text than this part, nor does it take more of the
_LEAST_S: Final = 2.0  # time; but these seconds it has
_TITLE: Final = 200
_MORE: Final = "--seconds-per-document (seconds_per_document of a Linker) allows more"

T = TypeVar("T")
_Made = TypeVar("_Made", Reading, Draft)


@dataclass(frozen=True, slots=True)
class Attempts:
    """The stages of a linker, each tried on one document.

    Attributes:
        read: Stages 1 and 2.
        ranker: Stage 3.
        result: Makes a result of a document's links.
        nothing: Makes the result of a document that was not read.
        seconds: That a document may take.
    """

    read: Callable[[Document], Reading]
    ranker: Ranker
    result: Callable[[Draft, tuple[Link, ...]], Result]
    nothing: Callable[[Document], Result]
    seconds: float

    def reading(self, document: Document, *, strict: bool = False) -> Reading:
        """Read a document.

        Args:
            document: Any.
            strict: Whether what cannot be read is an error, and not told.
        """
        return self._made(self.read, document, lambda reading: reading, strict=strict)

    def draft(self, document: Document, *, strict: bool = False) -> Draft:
        """Read a document and weigh its candidates; as ``reading``."""
        return self._made(self._drafted, document, self.ranker.draft, strict=strict)

    def footprint(self, draft: Draft) -> Footprint:
        """Return what a document is about; nothing, where that cannot be told."""
        try:
            with limited(self.seconds):
                return self.ranker.footprint(draft)
        except Exception as failure:  # noqa: BLE001 - to decide it will fail too, and tell
            told(failure)
            return footprint_of([])

    def decided(
        self,
        draft: Draft,
        profile: Profile | None,
        own: Footprint | None = None,
        *,
        strict: bool = False,
    ) -> Result:
        """Decide a draft, or that of its beginning where there is no time for all.

        Args:
            draft: Of a document.
            profile: Of its outlet, or None.
            own: Its share in the profile, if any.
            strict: Whether what cannot be decided is an error, and not told.
        """
        whole = draft.whole or draft.document
        if is_nothing(draft):
            return _telling(self.nothing(whole), draft.error)

        def decide(document: Document) -> Result:
            if document is draft.document:
                return self.result(draft, self.ranker.link(draft, profile, own))
            first = replace(self._drafted(document), whole=whole)
            return self.result(first, self.ranker.link(first, profile))

        spent = 0.0 if draft.whole else draft.seconds
        try:
            result, error, _ = in_time(decide, draft.document, self.seconds, spent)
        except Exception as failure:
            if strict:
                raise
            return _telling(self.nothing(whole), told(failure))
        return _telling(result, error or draft.error)

    def _drafted(self, document: Document) -> Draft:
        return self.ranker.draft(self.read(document))

    def _made(
        self,
        work: Callable[[Document], _Made],
        document: Document,
        of_nothing: Callable[[Reading], _Made],
        *,
        strict: bool,
    ) -> _Made:
        try:
            made, error, seconds = in_time(work, document, self.seconds)
        except Exception as failure:  # whatever it is, the other documents are to come out
            if strict:
                raise
            return of_nothing(Reading(harmless(document), (), (), error=told(failure)))
        if not error:
            return replace(made, seconds=seconds)
        of_whole = _as_beginning_of(document, made.document)
        return replace(made, document=of_whole, error=error, whole=document, seconds=seconds)


def _as_beginning_of(whole: Document, read: Document) -> Document:
    """A normalised beginning whose offsets count in the whole text: they do so as they are."""
    origin = None if read.origin is None else read.origin.of(whole)
    return replace(read, origin=origin)


def is_nothing(draft: Draft) -> bool:
    """Return whether a draft is that of a document that was not read."""
    return bool(draft.error) and draft.whole is None


def _telling(result: Result, error: str) -> Result:
    return replace(result, error=error, run={**result.run, "error": error}) if error else result


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
        else tuple(replace(b, end=min(b.end, end)) for b in document.blocks if b.start < end),
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
