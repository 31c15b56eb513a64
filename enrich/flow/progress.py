"""How far a document has come through the stages, and a window of documents that go together.

One bad text never stops a batch: what fails or takes too long costs that document only. Of one that
takes longer than it may the beginning is read in its place, where news has most of what it tells.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from enrich.candidates.reading import Reading
from enrich.deadline import OutOfTime, limited
from enrich.inputs.checks import harmless
from enrich.mentions.taggers.passages import find_cut
from enrich.model import Document, Link, Mention
from enrich.rank.groups import ScoredCandidate
from enrich.rank.profile import ArticleVotes
from enrich.rank.ranker import Draft
from gazetteer.errors import EnrichError, InputError, TaggingError
from gazetteer.model import Kind

if TYPE_CHECKING:
    from enrich.decisions.model import Decision
    from enrich.live.asked import Look
    from enrich.mentions.called import Thing

_BEGINNING: Final = 20_000  # code points: some 3,500 words
_SHARE: Final = 4  # the beginning is no more of a text than this part, nor does it take more of the
_LEAST_S: Final = 2.0  # time; but these seconds it has
_TITLE: Final = 200
_MORE: Final = "--seconds-per-document (seconds_per_document of a Linker) allows more"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a document has come: each stage and each pass returns it with more.

    Attributes:
        document: As it came, its date in ISO 8601 once it was checked.
        part: Its beginning, where only that is read; None for all of it.
        reading: What stages 1 and 2 found, of the document as it is normalised for them.
        notes: What the reader of the result should know of how it was read.
        offices: Mentions of people by their office, which are linked after the names.
        decided: The user's decisions that hold for mentions of ``reading``, by their index.
        things: What mentions of ``reading`` name that is no entity of ours, by their index.
        look: What live services are asked about it; None where none is asked.
        draft: What was read, weighed.
        footprint: What it is about, where that is counted for its outlet.
        links: What stage 3 and the passes after it decided.
        run: What the passes tell of it in ``Result.run``.
        seconds: That it has taken so far; what services take to answer does not count.
        late: Whether that was longer than it may.
        error: Why it, or all of it but its beginning, could not be read; "" where all is well.
    """

    document: Document
    part: Document | None = None
    reading: Reading | None = None
    notes: tuple[str, ...] = ()
    offices: tuple[Mention, ...] = ()
    decided: Mapping[int, tuple[Decision, ...]] = field(default_factory=dict)
    things: Mapping[int, Thing] = field(default_factory=dict)
    look: Look | None = None
    draft: Draft | None = None
    footprint: ArticleVotes | None = None
    links: tuple[Link, ...] = ()
    run: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    late: bool = False
    error: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the next stage is to work on it."""
        return not self.late and not self.error

    @property
    def read(self) -> Reading:
        """What was read; to be asked for after stage 2."""
        if self.reading is None:
            raise RuntimeError("stages 1 and 2 come first")
        return self.reading

    @property
    def weighed(self) -> Draft:
        """The draft; to be asked for once it was made."""
        if self.draft is None:
            raise RuntimeError("the ranker weighs first")
        return self.draft

    def weighed_candidates(self) -> dict[tuple[int, int, Kind], list[ScoredCandidate]]:
        """Return the candidates of the mentions of ``links``, the likeliest first, by their span.

        A mention is not among them where no ranking decided it, as for offices.
        """
        if self.draft is None:
            return {}
        mentions = self.read.mentions
        return {
            (mentions[index].start, mentions[index].end, mentions[index].kind): group.options
            for group in self.draft.groups
            for index in group.mentions
        }

    @property
    def links_as_written(self) -> tuple[Link, ...]:
        """The links, with offsets that count in the text as it came."""
        origin = None if self.reading is None else self.reading.origin
        return self.links if origin is None else tuple(map(origin.link, self.links))

    def unread(self, error: str) -> Progress:
        """Return it as that of a document that could not be read, with what can be written out."""
        return Progress(harmless(self.document), seconds=self.seconds, error=error)


@dataclass(frozen=True, slots=True)
class Window:
    """Documents that go through the stages together; a single text is a window of one.

    Attributes:
        documents: In their order.
        seconds: That each of them may take.
        strict: Whether what fails is raised; else the document concerned tells of it.
    """

    documents: tuple[Progress, ...]
    seconds: float
    strict: bool = False

    def each(self, work: Callable[[Progress], Progress]) -> Window:
        """Return the window with some work done on each document that is still open.

        Args:
            work: What looks at ``check_time`` now and then. Where it fails, or takes too long,
                only that document is concerned.

        Raises:
            EnrichError: What fails concerns the whole run, such as the gazetteer.
        """
        done = (self._tried(p, work) if p.is_open else p for p in self.documents)
        return replace(self, documents=tuple(done))

    def together(self, work: Callable[[Sequence[Progress]], Sequence[Progress]]) -> Window:
        """Return the window with some work done on all open documents at once.

        Args:
            work: Returns one for each, in their order. It has no limit of time, and what it raises
                stops the run.
        """
        done = iter(work([p for p in self.documents if p.is_open]))
        return replace(
            self, documents=tuple(next(done) if p.is_open else p for p in self.documents)
        )

    def with_beginnings(self, run: Callable[[Window], Window]) -> Window:
        """Return the window with the beginnings of those documents that took too long.

        Args:
            run: All the stages; it leaves what is late.

        Raises:
            InputError: The beginning takes too long too, and the window is strict.
        """
        done = (self._beginning(p, run) if p.late else p for p in self.documents)
        return replace(self, documents=tuple(done))

    def _tried(self, progress: Progress, work: Callable[[Progress], Progress]) -> Progress:
        begun = time.monotonic()
        try:
            with limited(self.seconds - progress.seconds):
                made = work(progress)
        except OutOfTime:
            return replace(progress, late=True)
        except Exception as failure:  # whatever it is, the other documents are to come out
            if self.strict:
                raise
            return progress.unread(_told(failure))
        return replace(made, seconds=made.seconds + time.monotonic() - begun)

    def _beginning(self, progress: Progress, run: Callable[[Window], Window]) -> Progress:
        first = beginning(progress.document)
        least = max(self.seconds / _SHARE, _LEAST_S)
        begun = Progress(progress.document, part=first)
        (done,) = run(Window((begun,), least, self.strict)).documents
        if done.late:
            error = f"took more than {self.seconds:g} seconds and was given up; {_MORE}"
            if self.strict:
                raise InputError(error)
            return progress.unread(error)
        if done.error:
            return progress.unread(done.error)
        read = f"only its first {len(first.text):,} characters were read"
        error = f"took more than {self.seconds:g} seconds: {read}; {_MORE}"
        return replace(done, error=error)


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


def _told(error: Exception) -> str:
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
