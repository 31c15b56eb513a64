"""Runs of a linker over golds: spans given or found, each document alone or with its outlet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

from enrich.evaluation.decisions import Judged, Knowledge, judge_found, judge_given
from enrich.evaluation.gold import GoldDocument
from enrich.flow.options import FindMentions
from enrich.model import Document, Mention, Result

GIVEN: Final = "gold spans"
"""The spans of the golds are given; each document is read by itself, its outlet not told."""
FOUND: Final = "end to end"
"""The linker finds the mentions itself; otherwise as ``GIVEN``."""
GIVEN_OUTLET: Final = "gold spans, with outlet"
"""All documents are read in one batch, each with its outlet: what else an outlet writes of helps,
without any label."""
FOUND_OUTLET: Final = "end to end, with outlet"

_Key = tuple[str, str, str | None, str | None, object]


class Links(Protocol):
    """The part of ``Linker`` that is evaluated."""

    def __call__(self, text: Document, /) -> Result:
        """Link one document."""
        ...

    def link_many(self, documents: Iterable[Document]) -> Iterator[Result]:
        """Yield the result of each document, in order."""
        ...


class KeptMentions:
    """Stage 1 with its answers kept, so that several linkers and settings read a text once.

    What it finds may depend on all of a document but its id and its outlet.

    Args:
        find_mentions: Stage 1, such as a ``MentionFinder``.

    Example:
        >>> kept = KeptMentions(lambda document: print("read") or ())
        >>> kept(Document("Yerevan", "a")), kept(Document("Yerevan", "b", outlet="o"))
        read
        ((), ())
    """

    def __init__(self, find_mentions: FindMentions) -> None:
        self._find = find_mentions
        self._kept: dict[_Key, Sequence[Mention]] = {}

    def __call__(self, document: Document) -> Sequence[Mention]:
        """Return what stage 1 finds in a document."""
        key = (document.text, document.title, document.published, document.language, document.spans)
        if key not in self._kept:
            self._kept[key] = self._find(document)
        return self._kept[key]


def judge_all(
    documents: Sequence[GoldDocument], linker: Links, known: Knowledge
) -> dict[str, list[Judged]]:
    """Judge documents in every setting that they allow.

    Args:
        documents: With their golds.
        linker: What is evaluated.
        known: What golds are compared with.

    Returns:
        What was decided, by setting; those with an outlet only where documents share one.
    """
    known = known.of(documents)
    alone = [judge_alone(document, linker, known) for document in documents]
    judged = {setting: [one[setting] for one in alone] for setting in (GIVEN, FOUND)}
    outlets = Counter(document.outlet for document in documents if document.outlet)
    if any(count > 1 for count in outlets.values()):
        judged |= judge_with_outlet(documents, linker, known)
    return judged


def judge_alone(document: GoldDocument, linker: Links, known: Knowledge) -> Mapping[str, Judged]:
    """Judge one document by itself, in ``GIVEN`` and ``FOUND``."""
    found = linker(document.document(given=False, outlet=False))
    given = linker(document.document(given=True, outlet=False))
    return {
        GIVEN: judge_given(document, given.links, known),
        FOUND: judge_found(document, found.links, known),
    }


def judge_with_outlet(
    documents: Sequence[GoldDocument],
    linker: Links,
    known: Knowledge,
    *,
    scored: Callable[[GoldDocument], bool] = lambda _: True,
) -> dict[str, list[Judged]]:
    """Judge documents that are linked in one batch, in ``GIVEN_OUTLET`` and ``FOUND_OUTLET``.

    Args:
        documents: All of the batch.
        linker: What is evaluated.
        known: What golds are compared with, ``of`` the corpus.
        scored: Which of them are judged; the others are read with them.
    """
    judged: dict[str, list[Judged]] = {}
    for setting, judge, given in (
        (GIVEN_OUTLET, judge_given, True),
        (FOUND_OUTLET, judge_found, False),
    ):
        results = linker.link_many([d.document(given=given, outlet=True) for d in documents])
        pairs = zip(documents, results, strict=True)
        judged[setting] = [judge(d, r.links, known) for d, r in pairs if scored(d)]
    return judged
