"""The stages in order: text -> Document -> Mentions -> Candidates -> Links -> Result.

Each stage is one callable, so that one is replaced without touching the others.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack, cast

from enrich.attempts import Attempts, is_nothing
from enrich.candidates import CandidateFinder
from enrich.checks import (
    Span,
    checked_document,
    checked_span,
)
from enrich.geography.places import primary_place
from enrich.languages import detect_language, scan_note
from enrich.linker_options import FindMentions, LinkerKeywords, LinkerOptions
from enrich.mentions import MentionFinder
from enrich.mentions.taggers import Tagger
from enrich.mentions.whole import whole_mentions
from enrich.model import Candidate, Document, Link, Mention, Result
from enrich.normalisation import Origin, normalise
from enrich.offices import OfficeLinker
from enrich.outlets import link_batch, outlet_of
from enrich.rank.near import place_near
from enrich.rank.profile import Profile
from enrich.rank.ranker import Draft, Ranker
from enrich.rank.weights import load_weights
from enrich.reading import Reading
from enrich.roles import role_set, roles_named
from enrich.titles import title_note
from gazetteer.errors import ArgumentError, InputError
from gazetteer.names import fold
from gazetteer.store import Gazetteer
from gazetteer.user import open_gazetteer

if TYPE_CHECKING:
    from enrich.decisions import Decider, Decisions
    from enrich.live.looking import Live
    from enrich.live.options import LiveOptions
    from enrich.mentions.taggers.model import NameTagger

__all__ = ["Linker"]

FindCandidates = Callable[
    [Sequence[Mention], str, Sequence[Mention]], tuple[tuple[Candidate, ...], ...]
]


class Linker:
    """Links the places, people and organisations that a text names.

    A context manager; ``close`` frees the gazetteer when the linker opened it. One linker may be
    used from several threads.

    Args:
        gazetteer: An open gazetteer, the path of one, or None for the embedded one; or all
            options at once, as ``LinkerOptions``.
        options: The other fields of ``LinkerOptions``, by name.

    Attributes:
        options: What it is made of.
        gazetteer: The gazetteer, open.
        live: What asks live services, or None.
        decider: What honours the decisions, or None.

    Raises:
        GazetteerError: The gazetteer cannot be used.
        ArgumentError: ``min_score`` is no probability or ``seconds_per_document`` no time, the
            country or the place is unknown, or a tagger is given for a stage 1 that is replaced.
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
        chosen = self.options
        loaded = None if chosen.tagger is None else _load_tagger(chosen.tagger)
        self._roles = None if chosen.roles is None else role_set(chosen.roles)
        self.live: Live | None = None
        given = chosen.gazetteer
        self._owned = not isinstance(given, Gazetteer)
        self.gazetteer = (
            given if isinstance(given, Gazetteer) else open_gazetteer(given, chosen.user_gazetteer)
        )
        self._own_tagger = _own_tagger(self.gazetteer if given is None else None)
        self.decider = self._deciding(chosen.decisions)
        if self.decider is not None:
            self.gazetteer = self.decider.gazetteer
        reader = loaded or self._own_tagger
        find_mentions = chosen.find_mentions
        self._find_mentions: FindMentions = find_mentions or MentionFinder(self.gazetteer, reader)
        self._find_candidates: FindCandidates = CandidateFinder(self.gazetteer)
        try:
            country = self._known_country(chosen.country) if chosen.country else None
            ranker = Ranker(
                self.gazetteer, load_weights(chosen.weights), cast("float", chosen.min_score),
                country, chosen.prefer,
            )  # fmt: skip
            self._near = None if chosen.near is None else place_near(self.gazetteer, chosen.near)
        except InputError:
            self.close()
            raise
        self._profiles: dict[str, Profile] = {}
        self._ranker = ranker
        self._attempts = Attempts(
            self._read, ranker, self._result, self._nothing,
            cast("float", chosen.seconds_per_document),
        )  # fmt: skip
        self.live = _asking(chosen.live, self.gazetteer, ranker)
        offices = OfficeLinker(self.gazetteer, ranker.min_score)
        self._link_offices = None if find_mentions else offices
        self._outlet = chosen.outlet
        self._models = {
            "mentions": "the caller's own" if find_mentions else reader.id,
            "rank": ranker.weights.id,
        }
        self._settings = {
            "min_score": ranker.min_score,
            "country": ranker.country,
            "outlet": chosen.outlet,
            "near": None if self._near is None else self._near.name,
            "prefer": ranker.prefer,
            "roles": None if self._roles is None else roles_named(self._roles),
            "live": chosen.live is not None and chosen.live.asks,
        }

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
            text, id, title, cast("str | None", published), language, outlet or self._outlet, {},
            None if mentions is None else tuple(checked_span(m) for m in mentions),
        )  # fmt: skip
        (draft,) = self._drafts([document], strict=True)
        profile = self._profile_of(self._outlet_of(document))
        (result,) = self._completed([self._attempts.decided(draft, profile, strict=True)])
        return result

    def _result(self, draft: Draft, links: tuple[Link, ...]) -> Result:
        document = draft.document
        run = self._run(document)
        if note := title_note(draft, links):
            run["notes"].append(note)
        if self.decider is not None:
            links = self.decider.links(links, draft)
        if self._link_offices is not None:
            links = self._link_offices(document, links)
        if self.decider is not None:
            links, run["decisions"] = self.decider.finished(document, links, draft.decided)
        return Result(
            document, links, self.gazetteer.build_id, {**run, **draft.live}, primary_place(links),
            self._roles,
        )  # fmt: skip

    def _drafts(self, documents: Iterable[Document], *, strict: bool) -> Iterator[Draft]:
        """Read documents, and complete what is read where a live service may be asked.

        Args:
            documents: Any.
            strict: Whether one that cannot be read is an error; else its draft tells.
        """
        attempts = self._attempts
        if self.live is None:
            return (attempts.draft(document, strict=strict) for document in documents)
        readings = (attempts.reading(document, strict=strict) for document in documents)
        return self.live.drafts(readings)

    def _nothing(self, document: Document) -> Result:
        """The result of a document that was not read."""
        build_id, run = self.gazetteer.build_id, self._run(document)
        return Result(document, (), build_id, run, None, self._roles)

    def _completed(self, results: Iterable[Result]) -> Iterator[Result]:
        return map(_as_written, results if self.live is None else self.live.completed(results))

    def link_many(self, documents: Iterable[Document | str]) -> Iterator[Result]:
        """Yield the result of each document, in order; a string is the text of one.

        One that cannot be read has no links, and ``Result.error`` says why; the others come out as
        ever. Where it holds what cannot be written out, only the rest of it is in the result.

        Documents that have an outlet (or, in ``metadata``, a ``url``) are read in windows, and
        each is decided in the light of the other articles of its outlet: a local paper's
        "Springfield" is the one its other articles are around.
        """
        if isinstance(documents, str | Document):
            raise ArgumentError("link_many takes several documents: give a list of them")
        several = (Document(one) if isinstance(one, str) else one for one in documents)
        drafts = self._drafts(several, strict=False)
        with_outlets = (
            (draft, "" if is_nothing(draft) else self._outlet_of(draft.document))
            for draft in drafts
        )
        results = link_batch(
            with_outlets, self._attempts.footprint, self._attempts.decided, self._profile_of
        )
        return self._completed(results)

    def learn(self, documents: Iterable[Document]) -> Mapping[str, int]:
        """Learn what outlets write about from articles of theirs, without labels.

        What is learnt is used for every later document of the same outlet, alone or in a batch. Of
        documents that cannot be read, nothing of the call is learnt.

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
        learnt: dict[str, Profile] = {}
        for document in documents:
            if outlet := self._outlet_of(document):
                footprint = self._ranker.footprint(self._ranker.draft(self._read(document)))
                if outlet not in learnt:
                    known = self._profile_of(outlet)
                    learnt[outlet] = known.copy() if known else Profile()
                learnt[outlet].add(footprint)
        self._profiles |= learnt  # at once: other threads read them
        return {outlet: profile.articles for outlet, profile in self._profiles.items()}

    def close(self) -> None:
        """Close the gazetteer, unless the caller opened it."""
        if self._owned:
            self.gazetteer.close()
        self._own_tagger.close()
        if self.live is not None:
            self.live.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _outlet_of(self, document: Document) -> str:
        return outlet_of(document) or self._outlet or ""

    def _profile_of(self, outlet: str) -> Profile | None:
        """What was learnt of an outlet, or what the place given says; not to be added to."""
        if outlet in self._profiles:
            return self._profiles[outlet]
        return None if self._near is None else self._near.profile

    def _read(self, document: Document) -> Reading:
        """Find the mentions and their candidates."""
        if not isinstance(getattr(document, "origin", None), Origin):
            # Else it is the beginning of one that was normalised.
            document = normalise(checked_document(document), self._is_name)
        read = getattr(self._find_mentions, "read", None)
        found, beside = read(document) if read else (self._find_mentions(document), ())
        if document.spans is None:
            found = whole_mentions(document.text, found)
        if self.decider is not None:
            found = self.decider.mentions(document, found)
        headline, in_headline = self._headline(document)
        reading = Reading(
            document,
            found,
            self._find_candidates(found, document.text, beside),
            beside,
            self._find_candidates(beside, document.text, found),
            headline,
            in_headline,
        )
        return reading if self.decider is None else self.decider(reading)

    def _is_name(self, name: str) -> bool:
        return bool(self.gazetteer.known_keys((fold(name),)))

    def _deciding(self, decisions: Decisions | str | os.PathLike[str] | None) -> Decider | None:
        if decisions is None:
            return None
        from enrich.decisions import Decider, Decisions, read_decisions

        try:
            held = (
                decisions if isinstance(decisions, Decisions) else read_decisions(Path(decisions))
            )
            return Decider(held, self.gazetteer)
        except InputError:
            self.close()
            raise

    def _headline(
        self, document: Document
    ) -> tuple[tuple[Mention, ...], tuple[tuple[Candidate, ...], ...]]:
        """What the title names, unless the text begins with it anyway."""
        title = " ".join(document.title.split())
        if not title or document.text.lstrip().startswith(title):
            return (), ()
        language = document.language or detect_language(document.text).code
        found = self._find_mentions(Document(title, language=language))
        return found, self._find_candidates(found, title, ())

    def _known_country(self, country: str) -> str:
        code = country.upper()
        if len(code) == 2 and self.gazetteer.area(code) is not None:
            return code
        self.close()
        raise ArgumentError(
            f"country {country!r} is no ISO 3166-1 alpha-2 code that the gazetteer knows;"
            " give one such as AM, GB or US"
        )

    def _notes(self, document: Document) -> list[str]:
        """What the reader of the result should know: how names in another language were found."""
        made_for = getattr(self._find_mentions, "languages", None)
        if document.spans is not None or made_for is None:
            return []
        note = scan_note(detect_language(document.text, document.language), made_for)
        return [note] if note else []

    def _run(self, document: Document) -> dict[str, Any]:
        told = {"published": document.published, "language": document.language}
        return {
            "version": _version(),
            "input": {
                "sha256": hashlib.sha256(document.written.encode()).hexdigest(),
                **{key: value for key, value in told.items() if value is not None},
            },
            "gazetteer": self.gazetteer.build_id,
            "settings": self._settings,
            "notes": self._notes(document),
            "models": self._models,
        }


def _as_written(result: Result) -> Result:
    """A result whose offsets count in the text as it came."""
    origin = result.document.origin
    if origin is None:
        return result
    return replace(result, document=origin.document, links=tuple(map(origin.link, result.links)))


def _own_tagger(gazetteer: Gazetteer | None) -> NameTagger:
    """Our tagger, which loads when it is first needed.

    Args:
        gazetteer: The embedded one, if it is open already: names are known from that one, whatever
            gazetteer is linked to.
    """
    from enrich.mentions.taggers.model import NameTagger  # numpy is not needed to import enrich

    return NameTagger(gazetteer)


def _asking(options: LiveOptions | None, gazetteer: Gazetteer, ranker: Ranker) -> Live | None:
    if options is None or not options.asks:
        return None
    from enrich.live.looking import Live  # HTTP is needed only here

    return Live(gazetteer, ranker, options)


def _load_tagger(tagger: str | Tagger) -> Tagger:
    from enrich.mentions.taggers.registry import load_tagger

    return load_tagger(tagger)


@cache
def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("enrich-geo")
    except PackageNotFoundError:  # used from a source tree that was never installed
        return "unknown"
