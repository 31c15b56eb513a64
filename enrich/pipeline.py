"""The stages in order: text -> Document -> Mentions -> Candidates -> Links -> Result.

Documents go through them in windows, and one text is a window of one. Beside the stages stand the
passes: offices, decisions, names of other things and live services look at a window before it is
linked, and after.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Self, Unpack, cast
from uuid import uuid4

from enrich.candidates.reading import Reading
from enrich.flow.options import LinkerKeywords, LinkerOptions
from enrich.flow.progress import Progress, Window
from enrich.flow.stages import Stages, stages_of
from enrich.flow.titles import title_note
from enrich.flow.windows import Article, Outlets, outlet_of, windows
from enrich.geography.outlines import held_outlines
from enrich.geography.places import primary_place
from enrich.inputs.checks import Span, checked_document, checked_span
from enrich.languages import detect_language
from enrich.mentions.whole import whole_mentions
from enrich.model import Candidate, Document, Mention, Result, Role
from enrich.rank.profile import Profile
from enrich.settings import installed_version
from enrich.text.hashing import text_hash
from enrich.text.normalisation import normalise
from gazetteer.errors import ArgumentError, EnrichError, GazetteerError
from gazetteer.names import fold
from gazetteer.store import Gazetteer

if TYPE_CHECKING:
    from enrich.flow.live import Live


class Linker:
    """Links the places, people and organisations that a text names.

    A context manager; ``close`` frees the gazetteer when the linker opened it. One linker may be
    used from several threads. Pickled, or in a process that was forked, it is its options and what
    it has learnt: the gazetteer and the models are opened anew where it is used next.

    Args:
        gazetteer: An open gazetteer, the path of one, or None for the embedded one; or all
            options at once, as ``LinkerOptions``.
        options: The other fields of ``LinkerOptions``, by name.

    Attributes:
        options: What it is made of.

    Raises:
        GazetteerError: The gazetteer cannot be used.
        ArgumentError: ``min_score`` is not a probability or ``seconds_per_document`` not a
            time, the country or the place is unknown, or a tagger is given for a replaced stage 1.
        InputError: The weights or the decisions cannot be read.
        OutputError: A role is unknown.
        TaggerError: The tagger cannot be loaded.

    Example:
        >>> with Linker() as linker:
        ...     result = linker("Lavrov will meet Blinken in Yerevan.", published="2023-05-17")
        >>> [link.entity.name for link in result.links if link.entity]
        ['Sergey Lavrov', 'Antony Blinken', 'Yerevan']
    """

    def __init__(
        self,
        gazetteer: LinkerOptions | Gazetteer | str | os.PathLike[str] | None = None,
        **options: Unpack[LinkerKeywords],
    ) -> None:
        self.options = (
            replace(gazetteer, **options)
            if isinstance(gazetteer, LinkerOptions)
            else LinkerOptions(gazetteer, **options)
        )
        self._profiles: dict[str, Profile] = {}
        self._learnt: frozenset[str] = frozenset()  # hashes of the texts that profiles count
        self._name = uuid4().hex
        self._closed = False
        self._opened: Stages | None = Stages.open(self.options)

    def __repr__(self) -> str:
        return f"<{'closed ' if self._closed else ''}Linker: {self.options.told()}>"

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_opened": None}

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer, open."""
        return self._stages.gazetteer

    @property
    def live(self) -> Live | None:
        """What asks live services, or None."""
        return self._stages.live

    def __call__(  # noqa: PLR0913 - each argument is a field of the document
        self,
        text: str | Document,
        *,
        id: str | int = "",  # noqa: A002 - the document's own name for it
        title: str = "",
        published: str | date | float | None = None,
        language: str | None = None,
        outlet: str | None = None,
        mentions: Iterable[Span] | None = None,
    ) -> Result:
        """Link one text.

        Args:
            text: The text, or a whole document; the other arguments are then ignored.
            id: What joins the result back to the source.
            title: Headline, as context.
            published: Its date, as text in any usual form, ``date`` or ``datetime``, seconds since
                1970 or a Timestamp; offices and states are taken as of that day. One that cannot
                be read is left out, with an ``EnrichWarning``.
            language: ISO 639 code.
            outlet: Who published it.
            mentions: Spans (start, end) or (start, end, kind) in code points; when given, exactly
                these are linked and nothing else is looked for.

        Raises:
            InputError: A span lies outside the text, its kind is unknown, or a value has the
                wrong type.
        """
        document = text if isinstance(text, Document) else Document(
            text, id, title, cast("str | None", published), language,
            outlet or self.options.outlet, {},
            None if mentions is None else tuple(checked_span(m) for m in mentions),
        )  # fmt: skip
        return self.result(self.progress(document))

    def progress(self, document: Document) -> Progress:
        """Return what became of one document in each stage: all candidates, beside the links."""
        window = self._window([self._checked(document, strict=True)], strict=True)
        return self._linked(window, None).documents[0]

    def link_many(self, documents: Iterable[Document | str]) -> Iterator[Result]:
        """Yield the result of each document, in order; a string is the text of one.

        One that cannot be read has no links, and ``Result.error`` says why; the others come out as
        ever. Where it holds what cannot be written out, only the rest of it is in the result.

        Documents that have an outlet (or, in ``metadata``, a ``url``) are read in windows, and
        each is decided in the light of the other articles of its outlet: a local paper's
        "Springfield" is the one its other articles are around.
        """
        return (self.result(progress) for progress in self.progress_many(documents))

    def progress_many(self, documents: Iterable[Document | str]) -> Iterator[Progress]:
        """Yield what became of each document in each stage, as ``link_many`` does the results."""
        self._check_open()
        if isinstance(documents, str | Document) or not isinstance(documents, Iterable):
            raise ArgumentError("link_many takes several documents: give a list of them")
        several = (Document(one) if isinstance(one, str) else one for one in documents)
        return self._linked_in_windows(several)

    def _linked_in_windows(self, documents: Iterable[Document]) -> Iterator[Progress]:
        outlets = Outlets(self._profile_of)
        arrived = (self._checked(document) for document in documents)
        for window in windows(arrived, self._waits):
            yield from self._linked(self._window(window), outlets).documents

    def link_each(self, documents: Iterable[Document]) -> Iterator[Result]:
        """Yield the result of each document, in order, whatever the others are.

        As ``link_many``, but of its outlet only what was learnt before counts: the results are the
        same in any order, and in any number of processes that have learnt the same.
        """
        for document in documents:
            window = self._window([self._checked(document)])
            yield self.result(self._linked(window, None).documents[0])

    def learn(self, documents: Iterable[Document]) -> Mapping[str, int]:
        """Learn what outlets write about from articles of theirs, without labels.

        What is learnt is used for every later document of the same outlet, alone or in a batch. An
        article that is linked after it was learnt from tells nothing of itself. Of documents that
        cannot be read, nothing of the call is learnt.

        Args:
            documents: With an outlet, or a ``url`` in their metadata; others teach nothing.

        Returns:
            The number of articles known of each outlet.

        Raises:
            InputError: A document has a value of the wrong type.

        Example:
            >>> articles = [Document("A fire in Plano, Texas.", outlet="The Herald"),
            ...             Document("Dallas and Plano, Texas, talk.", outlet="The Herald")]
            >>> with Linker() as linker:
            ...     learnt = linker.learn(articles)
            ...     result = linker("A fire in Paris killed two.", outlet="The Herald")
            >>> learnt, result.links[0].entity.admin[0]
            ({'The Herald': 2}, 'Texas')
        """
        arrived = (self._checked(document, strict=True) for document in documents)
        self.count(filter(None, map(self._article, arrived)))
        return {outlet: profile.articles for outlet, profile in self._profiles.items()}

    def articles(self, documents: Iterable[Document]) -> Iterator[Article]:
        """Yield what documents say of their outlets, for ``count``; those unread are left out.

        So ``learn`` is shared out: processes read some documents each, one counts all articles.
        """
        for document in documents:
            with suppress(EnrichError):
                if article := self._article(self._checked(document, strict=True)):
                    yield article

    def count(self, articles: Iterable[Article]) -> None:
        """Learn what outlets write about from what ``articles`` has found."""
        outlets, found = Outlets(self._profile_of), list(articles)
        for article in found:
            outlets.add(article.outlet, article.votes)
        self._profiles |= outlets.profiles()  # at once: other threads read them
        self._learnt |= {article.sha256 for article in found}

    def warnings(self) -> tuple[str, ...]:
        """Return what the user should know when a run is over, each in a line."""
        return tuple(line for one in self._stages.passes for line in one.warnings())

    def close(self) -> None:
        """Close what the linker opened, but for a gazetteer that the caller gave.

        Whatever is asked of it afterwards is a ``GazetteerError``.
        """
        self._closed = True
        if self._opened is not None:
            self._opened.close()

    def __enter__(self) -> Self:
        self._check_open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------------------ the stages

    @property
    def _stages(self) -> Stages:
        """The stages, opened in this process."""
        self._check_open()
        if self._opened is None or self._opened.process != os.getpid():
            self._opened = stages_of(self._name, self.options)
        return self._opened

    def _check_open(self) -> None:
        if self._closed:
            raise GazetteerError(
                "this linker is closed: use it inside its `with` block, or make another"
            )

    def _linked(self, window: Window, outlets: Outlets | None) -> Window:
        """All stages for a window, and for the beginnings of what takes too long in it.

        Args:
            window: Documents that were checked.
            outlets: Counts what they are about for their outlets; None leaves that.
        """
        done = self._through(window, outlets)
        return done.with_beginnings(lambda beginning: self._through(beginning, outlets))

    def _through(self, window: Window, outlets: Outlets | None) -> Window:
        window = self._weighed(window, outlets)
        window = window.each(lambda progress: self._decided(progress, outlets))
        for one in self._stages.passes:
            window = one.after(window)
        return window

    def _weighed(self, window: Window, outlets: Outlets | None, *, asking: bool = True) -> Window:
        """Find the mentions and their candidates, and weigh these by themselves."""
        window = window.each(self._read)
        for one in self._stages.passes:
            if asking or not one.asks:
                window = one.before(window)
        window = window.each(self._drafted)
        if outlets is None:
            return window
        window = window.each(self._with_footprint)
        for progress in window.documents:
            if progress.is_open and progress.footprint is not None:
                outlets.add(self._outlet_of(progress.document), progress.footprint)
        return window

    def _read(self, progress: Progress) -> Progress:
        """Stages 1 and 2."""
        stages = self._stages
        document, origin = normalise(progress.part or progress.document, self._is_name)
        seen = stages.find_mentions(document)
        found = seen.mentions
        if document.spans is None:
            found = whole_mentions(document.text, found)
        for one in stages.passes:
            found = one.found(document, found)
        headline, in_headline = self._headline(document)
        reading = Reading(
            document,
            found,
            stages.find_candidates(found, document.text, seen.beside),
            seen.beside,
            stages.find_candidates(seen.beside, document.text, found),
            headline,
            in_headline,
            origin,
        )
        return replace(progress, reading=reading, notes=(seen.note,) if seen.note else ())

    def _drafted(self, progress: Progress) -> Progress:
        if progress.draft is not None:  # a pass has made it already
            return progress
        return replace(progress, draft=self._stages.ranker.draft(progress.read))

    def _article(self, arrived: Progress) -> Article | None:
        """What a document says of its outlet; None without one."""
        outlet = self._outlet_of(arrived.document)
        if not outlet:
            return None
        window = self._weighed(Window((arrived,), math.inf, strict=True), None, asking=False)
        votes = self._stages.ranker.footprint(window.documents[0].weighed)
        return Article(outlet, text_hash(arrived.document.text), votes)

    def _with_footprint(self, progress: Progress) -> Progress:
        if progress.part or not self._outlet_of(progress.document):
            return progress
        return replace(progress, footprint=self._stages.ranker.footprint(progress.weighed))

    def _decided(self, progress: Progress, outlets: Outlets | None) -> Progress:
        """Stage 3."""
        outlet = self._outlet_of(progress.document)
        profile = outlets.profile(outlet) if outlets and outlet else self._profile_of(outlet)
        draft, own = progress.weighed, progress.footprint
        if outlets is None and outlet and text_hash(progress.document.text) in self._learnt:
            own = self._stages.ranker.footprint(draft)
        links = self._stages.ranker.link(draft, profile, own)
        note = title_note(draft, links)
        return replace(progress, links=links, notes=(*progress.notes, *([note] if note else [])))

    # --------------------------------------------------------------------------- what goes in

    def _checked(self, document: Document, *, strict: bool = False) -> Progress:
        """A document that arrives, its values checked."""
        arrived = Window((Progress(document),), math.inf, strict)
        return arrived.each(lambda p: replace(p, document=checked_document(p.document))).documents[
            0
        ]

    def _window(self, arrived: Iterable[Progress], *, strict: bool = False) -> Window:
        return Window(tuple(arrived), cast("float", self.options.seconds_per_document), strict)

    def _waits(self, progress: Progress) -> bool:
        """Whether a document is better off in a window with others."""
        if self._stages.live is not None:
            return True
        return progress.is_open and bool(self._outlet_of(progress.document))

    def _outlet_of(self, document: Document) -> str:
        return outlet_of(document) or self.options.outlet or ""

    def _profile_of(self, outlet: str) -> Profile | None:
        """What was learnt of an outlet, or what the place given says; not to be added to."""
        if outlet in self._profiles:
            return self._profiles[outlet]
        near = self._stages.near
        return None if near is None else near.profile

    def _is_name(self, name: str) -> bool:
        return bool(self._stages.gazetteer.known_keys((fold(name),)))

    def _headline(
        self, document: Document
    ) -> tuple[tuple[Mention, ...], tuple[tuple[Candidate, ...], ...]]:
        """What the title names, unless the text begins with it anyway."""
        title = " ".join(document.title.split())
        if not title or document.text.lstrip().startswith(title):
            return (), ()
        language = document.language or detect_language(document.text).code
        found = self._stages.find_mentions(Document(title, language=language)).mentions
        return found, self._stages.find_candidates(found, title, ())

    # -------------------------------------------------------------------------- what comes out

    def result(self, progress: Progress) -> Result:
        """Return what ``progress`` of this linker comes to, as when the document is linked."""
        document, links = progress.document, progress.links_as_written
        told = {"published": document.published, "language": document.language}
        given = {key: value for key, value in told.items() if value is not None}
        run = {
            "version": installed_version(),
            "input": {"sha256": text_hash(document.text), **given},
            "gazetteer": self._stages.gazetteer.build_id,
            "settings": self._stages.settings,
            "notes": list(progress.notes),
            "models": self._stages.models,
            **progress.run,
            **({"error": progress.error} if progress.error else {}),
        }
        return Result(
            document, links, self._stages.gazetteer.build_id, run, primary_place(links),
            cast("frozenset[Role | None] | None", self.options.roles), progress.error,
            held_outlines(links, self._stages.gazetteer),
        )  # fmt: skip
