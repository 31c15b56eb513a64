"""Corpora linked in several processes, every candidate noted beside the link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from enrich import Linker
from enrich.evaluation.decisions import quote
from enrich.evaluation.scores import touches
from enrich.flow.passes import Pass
from enrich.flow.progress import Window
from enrich.mentions.taggers.model import NameTagger
from enrich.model import Candidate, Link, Match, Mention, Nil
from gazetteer.model import Entity, Kind
from gazetteer.store import Gazetteer
from knowledge.decisions import BY_ID, Decision, facts_of, held, is_right, is_right_by_id
from knowledge.golds import PLACES, WORLD, Article, Expected

__all__ = ["FOUND", "GIVEN", "decide", "link_articles", "tasks_of"]

FOUND: Final = "found"
GIVEN: Final = "given"
_AT_ONCE: Final = 20  # documents of a task
_MOST_CANDIDATES: Final = 40

Spanned = dict[tuple[int, int], tuple[Candidate, ...]]


@dataclass(frozen=True, slots=True)
class _Task:
    """Articles that one process links together."""

    setting: str
    articles: tuple[Article, ...]


class _Watch(Pass):
    """Notes the candidates of every mention, where it was written."""

    def __init__(self) -> None:
        self.seen: dict[str | int, Spanned] = {}

    def after(self, window: Window) -> Window:
        for progress in window.documents:
            if progress.reading is None:
                continue
            reading = progress.reading
            written: Callable[[Mention], Mention] = (
                reading.origin.mention if reading.origin else lambda m: m
            )
            pairs = zip(map(written, reading.mentions), reading.candidates, strict=True)
            self.seen[progress.document.id] = {(m.start, m.end): found for m, found in pairs}
        return window


_opened: dict[str, Any] = {}


def link_articles(
    articles: Sequence[Article], gazetteer: Path, processes: int
) -> dict[str, list[Decision]]:
    """Link articles of raw text and, but for the place corpora, with the spans given.

    The names that the tagger knows are those of the same gazetteer, as in a package that ships it.

    Args:
        articles: Of any corpora.
        gazetteer: What is linked to.
        processes: How many work at once.

    Returns:
        The decisions by setting, in the order of the articles.
    """
    order = {article.id: number for number, article in enumerate(articles)}
    done: dict[str, list[Decision]] = {FOUND: [], GIVEN: []}
    tasks = sorted(tasks_of(articles), key=_size, reverse=True)  # the longest first
    open_here = partial(_open, gazetteer)
    with get_context("spawn").Pool(processes, initializer=open_here) as pool:
        for setting, decisions in pool.imap_unordered(_run, tasks):
            done[setting] += decisions
    for decisions in done.values():
        decisions.sort(key=lambda d: (order[d.document], d.start, d.end))
    return done


def tasks_of(articles: Iterable[Article]) -> Iterator[_Task]:
    """Yield what is linked together: all of world news, since its articles have outlets."""
    by_corpus: dict[str, list[Article]] = {}
    for article in articles:
        by_corpus.setdefault(article.corpus, []).append(article)
    for corpus, of_corpus in by_corpus.items():
        size = len(of_corpus) if corpus == WORLD else _AT_ONCE
        for first in range(0, len(of_corpus), size):
            part = tuple(of_corpus[first : first + size])
            yield _Task(FOUND, part)
            if corpus not in PLACES:
                yield _Task(GIVEN, part)


def decide(
    article: Article, links: Iterable[Link], candidates: Spanned, gazetteer: Gazetteer
) -> list[Decision]:
    """Bring together what came out and what is annotated, a decision for each span of either.

    A link to who held an office counts only where the phrase is annotated: few corpora mark these.

    Args:
        article: With its golds.
        links: What came out.
        candidates: Of each mention, by its span.
        gazetteer: What was linked to.
    """
    golds = {e.span: e for e in sorted(article.expected, key=lambda e: not e.ignored)}
    by_span: dict[tuple[int, int], Link] = {}
    for link in links:
        span = link.mention.start, link.mention.end
        if link.nil is Nil.NOT_AN_ENTITY or not article.is_annotated(*span):
            continue
        office = link.candidate is not None and link.candidate.match is Match.OFFICE
        if not office or span in golds:
            by_span[span] = link
    annotated = {s for s, e in golds.items() if e.kind in tuple(Kind)}
    decisions = []
    for span in sorted({*by_span, *annotated}):
        expected, found = golds.get(span), by_span.get(span)
        decision = _annotated(article, span, expected, found)
        holding = held(gazetteer, expected) if expected else (None, "")
        holds, held_by = holding
        decision = replace(decision, holds=holds.id if holds else "", held_by=held_by)
        if found is not None:
            decision = _linked(decision, found, candidates.get(span, ()), gazetteer)
            decision = _judged(decision, found.entity, expected, holding)
        decisions.append(decision)
    return decisions


def _annotated(
    article: Article, span: tuple[int, int], expected: Expected | None, link: Link | None
) -> Decision:
    """What is annotated at a span and around it."""
    around = {e.kind for e in article.expected if e.span != span and touches(span, [e.span])}
    kind = str(link.mention.kind) if link else expected.kind if expected else ""
    decision = Decision(
        article.corpus, article.id, *span, article.text[slice(*span)],
        quote(article.text, *span), kind, judged=kind in article.kinds,
        touches=tuple(sorted(around)), mentioned=link is not None,
    )  # fmt: skip
    if expected is None:
        return decision
    return replace(
        decision, expected=expected.kind, ids=tuple(sorted(expected.ids)), name=expected.name,
        nil=expected.nil, ignored=expected.ignored,
    )  # fmt: skip


def _linked(
    decision: Decision, link: Link, candidates: Sequence[Candidate], gazetteer: Gazetteer
) -> Decision:
    """What came out at a span."""
    entity, name = link.entity, link.mention.name
    hits = gazetteer.lookup(name, link.mention.kind) if decision.holds else ()
    best = link.runner_up if entity is None else None
    return replace(
        decision,
        looked_up=name,
        entity=facts_of(entity) if entity else None,
        match=str(link.candidate.match) if link.candidate else "",
        score=link.score,
        unlinked=str(link.nil) if link.nil else "",
        best=best.id if best else "",
        candidates=tuple(c.entity.id for c in candidates[:_MOST_CANDIDATES]),
        named=any(hit.entity.id == decision.holds for hit in hits),
    )


def _judged(
    decision: Decision,
    entity: Entity | None,
    expected: Expected | None,
    holding: tuple[Entity | None, str],
) -> Decision:
    """Whether what came out is right."""
    if entity is None or expected is None or not expected.known:
        return decision
    holds, held_by = holding
    return replace(
        decision,
        right=is_right(entity, expected, holds, held_by),
        right_by_id=is_right_by_id(entity, expected, holds if held_by == BY_ID else None),
    )


def _size(task: _Task) -> int:
    return sum(len(article.text) for article in task.articles)


def _open(path: Path) -> None:
    gazetteer = Gazetteer.open(path)
    linker = Linker(gazetteer, tagger=NameTagger(gazetteer), seconds_per_document=None)
    watch = _Watch()
    # A linker takes no passes of others: this one only looks on.
    stages = linker._stages  # noqa: SLF001
    linker._opened = replace(stages, passes=(*stages.passes, watch))  # noqa: SLF001
    _opened.update(gazetteer=gazetteer, linker=linker, watch=watch)


def _run(task: _Task) -> tuple[str, list[Decision]]:
    linker, watch = _opened["linker"], _opened["watch"]
    watch.seen.clear()
    given = task.setting == GIVEN
    results = linker.link_many([article.document(given=given) for article in task.articles])
    decisions: list[Decision] = []
    for article, result in zip(task.articles, results, strict=True):
        if result.error:
            raise RuntimeError(f"{article.id}: {result.error}")
        seen = watch.seen.get(article.id, {})
        decisions += decide(article, result.links, seen, _opened["gazetteer"])
    return task.setting, decisions
