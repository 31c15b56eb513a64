"""What ``enrich review`` asks: which links are the least certain, and how each is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from enrich.decisions.holding import hash_of, is_within
from enrich.model import Link, Nil, Result
from enrich.offices.phrases import FOUND_BY as OFFICE
from enrich.text.escape import one_line
from enrich.text.sentences import sentence_around
from gazetteer.model import Entity, Kind
from gazetteer.names import fold
from gazetteer.store import Gazetteer

_REACH: Final = 200  # code points of a sentence on either side of a name
_SPACE: Final = re.compile(r"\s+")
_CHOICES: Final = 9
_REACHES: Final = (25, 60, 150)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a name may mean, with its probability, None where it was not looked at."""

    entity: Entity
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A link that is asked about, what it is of, and how often it occurs in all documents."""

    link: Link
    result: Result
    times: int

    @property
    def name(self) -> str:
        """The name that is decided on."""
        mention = self.link.mention
        return mention.text if mention.found_by == OFFICE else mention.name

    @property
    def document(self) -> str:
        """What decisions call its document."""
        document = self.result.document
        return str(document.id) or hash_of(document.text)

    def told_apart(self) -> tuple[str, int | None]:
        """Return the words around the mention that no other of its name has around it.

        Where there are none, also which of them it is.
        """
        mention, text = self.link.mention, self.result.document.text
        key = fold(mention.text)
        namesakes = [
            k.mention
            for k in self.result.links
            if fold(k.mention.text) == key and k.mention.kind is mention.kind
        ]
        left = max((m.end for m in namesakes if m.end <= mention.start), default=0)
        right = min((m.start for m in namesakes if m.start >= mention.end), default=len(text))
        words = mention.text
        for reach in _REACHES:
            limits = max(left, mention.start - reach), min(right, mention.end + reach)
            words = _around(text, mention.start, mention.end, limits)
            within = [m for m in namesakes if is_within(m, text, words)]
            if len(within) == 1:
                return words, None
        return words, 1 + within.index(mention)


def _around(text: str, start: int, end: int, limits: tuple[int, int]) -> str:
    """Return a piece of a text within limits, from word to word where it has any."""
    first, last = limits
    before, after = text[first:start], text[end:last]
    if first and (gap := _SPACE.search(before)):
        before = before[gap.end() :]
    if last < len(text) and (gaps := list(_SPACE.finditer(after))):
        after = after[: gaps[-1].start()]
    return " ".join(f"{before}{text[start:end]}{after}".split())


def pick_questions(results: Sequence[Result], *, limit: int, below: float) -> list[Question]:
    """Return the least certain links, each name once, the likeliest to matter first.

    That is how near the score is to the bar, times how often it occurs. Of links, only those less
    sure than ``below`` are asked about; what is not linked, where there is anything to choose from.
    """
    times = Counter(_key(link) for r in results for link in r.links)
    asked: dict[tuple[str, str | None], Question] = {}
    bars = {}
    for result in results:
        for link in result.links:
            key = _key(link)
            if key not in asked and _is_open(link, below):
                asked[key] = Question(link, result, times[key])
                bars[key] = float(result.run.get("settings", {}).get("min_score", 0.0))
    found = sorted(asked, key=lambda k: -times[k] * (1 - abs(asked[k].link.score - bars[k])))
    return [asked[key] for key in found[:limit]]


def _key(link: Link) -> tuple[str, str | None]:
    return fold(link.mention.name), link.entity.id if link.entity else None


def _is_open(link: Link, below: float) -> bool:
    if link.is_decided and (link.score == 1.0 or link.nil is Nil.NOT_AN_ENTITY):
        return False
    return link.runner_up is not None if link.entity is None else link.score < below


def choices_of(link: Link, gazetteer: Gazetteer) -> list[Choice]:
    """Return what a name may mean: the link, the runner-up, then what else has the name."""
    found: dict[str, Choice] = {}
    if link.entity is not None:
        found[link.entity.id] = Choice(link.entity, link.score)
    if link.runner_up is not None:
        found.setdefault(link.runner_up.id, Choice(link.runner_up, link.runner_up_score))
    hits = [hit.entity for hit in gazetteer.lookup(link.mention.name)]
    for entity in sorted(hits, key=lambda e: e.kind is not link.mention.kind):
        found.setdefault(entity.id, Choice(entity))
    return list(found.values())[:_CHOICES]


def shown(question: Question, choices: Iterable[Choice], number: int, of: int) -> Iterator[str]:
    """Yield the lines of a question, nothing in them that a terminal would obey."""
    link = question.link
    before, after = _sentence(question)
    times = f", {question.times} times" if question.times > 1 else ""
    document = question.result.document
    title = f": {one_line(document.title)}" if document.title else ""
    yield f"\n{number} of {of}: {one_line(str(document.id))}{title}{times}"
    yield f"   {before}>>{one_line(link.mention.text)}<<{after}"
    if link.entity is not None:
        yield f"   linked to {_told(link.entity)}, {link.score:.0%} sure. {one_line(link.reason)}"
    else:
        yield f"   not linked. {one_line(link.reason)}"
    for index, choice in enumerate(choices, 1):
        sure = "" if choice.score is None else f", {choice.score:.0%}"
        yield f"   {index}  {_told(choice.entity)}{sure}"


def _sentence(question: Question) -> tuple[str, str]:
    """Return what stands before and behind the mention in its sentence."""
    text, mention = question.result.document.text, question.link.mention
    begin, stop = sentence_around(text, mention.start, mention.end, _REACH, wrapped=True)
    cut = "..." if 0 < begin == mention.start - _REACH else ""
    more = "..." if stop == mention.end + _REACH < len(text) else ""
    return f"{cut}{_flat(text[begin : mention.start])}", f"{_flat(text[mention.end : stop])}{more}"


def _flat(text: str) -> str:
    return one_line(_SPACE.sub(" ", text))


def _told(entity: Entity) -> str:
    parts = [*reversed(entity.admin), entity.country or ""]
    where = ", ".join(p for p in parts if p) if entity.kind is Kind.PLACE else entity.description
    if entity.kind is Kind.PLACE and entity.description:
        where = f"{where}: {entity.description}" if where else entity.description
    return one_line(f"{entity.name}{f' ({where})' if where else ''} {entity.kind} {entity.id}")
