"""``enrich review``: the least certain links, one question each, decided for good."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer

from enrich.commands.run import decisions_file
from enrich.decisions import Action, Decision, read_decisions
from enrich.decisions.file import NAME, parse_decisions
from enrich.decisions.writing import added
from enrich.escape import one_line
from enrich.model import Document, Link, Nil, Result
from enrich.pipeline import Linker
from enrich.writers.atomic import replacing
from gazetteer.errors import InputError, UnknownEntity
from gazetteer.model import Entity, Kind
from gazetteer.names import fold
from gazetteer.store import Gazetteer

__all__ = ["Order", "review_links"]

_AROUND: Final = 90
_CHOICES: Final = 6
_HELP: Final = (
    "a right   1-6 that one instead   r wrong: no such thing   i ID or NAME   s skip   u undo"
    "   e/d/m everywhere, in this document, this mention   q stop"
)
_SCOPES: Final = {"e": "everywhere", "d": "in this document", "m": "for this mention"}


@dataclass(frozen=True, slots=True)
class Order:
    """What is reviewed.

    Attributes:
        decisions: What ``--decisions`` names.
        gazetteer: The gazetteer; None for the embedded one.
        user: The user gazetteer.
        limit: Most names to ask about.
        below: Only links less sure than this.
    """

    decisions: str | None
    gazetteer: str | Path | None
    user: str | None
    limit: int
    below: float


@dataclass(frozen=True, slots=True)
class _Question:
    link: Link
    document: Document
    occurrence: int
    times: int


def review_links(documents: Iterable[Document], order: Order) -> None:
    """Ask about links on the terminal, or whatever standard input is, and write the answers.

    Raises:
        InputError: The file of decisions cannot be used.
        OutputError: It cannot be written.
    """
    if order.decisions == "none":
        raise InputError("--decisions none: there is no file to keep the answers in")
    named = decisions_file(order.decisions)
    path = named or Path(NAME)
    with Linker(
        order.gazetteer,
        user_gazetteer=order.user,
        decisions=path if path.exists() else None,
    ) as linker:
        questions = _questions(list(linker.link_many(documents)), order)
        _Review(linker.gazetteer, path).ask(questions)


def _questions(results: list[Result], order: Order) -> list[_Question]:
    """Return the least certain links, each name once, the likeliest to matter first."""
    times = Counter(_key(link) for r in results for link in r.links)
    asked: dict[tuple[str, str | None], _Question] = {}
    for result in results:
        seen: Counter[str] = Counter()
        for link in result.links:
            seen[fold(link.mention.name)] += 1
            decided = link.reason.startswith("Decided in ") and (
                link.score == 1.0 or link.nil is Nil.NOT_AN_ENTITY
            )
            if decided or (link.entity is not None and link.score >= order.below):
                continue
            if link.entity is None and link.runner_up is None:
                continue  # nothing to choose from
            key = _key(link)
            if key not in asked:
                at = seen[fold(link.mention.name)]
                asked[key] = _Question(link, result.document, at, times[key])
    found = sorted(asked.values(), key=lambda q: (-q.times * (1 - abs(q.link.score - 0.4)),))
    return found[: order.limit]


def _key(link: Link) -> tuple[str, str | None]:
    return fold(link.mention.name), link.entity.id if link.entity else None


class _Review:
    """Asks, and writes each answer at once.

    Args:
        gazetteer: Knows what else a name may mean.
        path: The file of decisions.
    """

    def __init__(self, gazetteer: Gazetteer, path: Path) -> None:
        self._gazetteer = gazetteer
        self._path = path
        self._before: list[tuple[int, str | None]] = []
        self._scopes: set[object] = set()
        self._at = 0
        self._scope = "e"

    def ask(self, questions: list[_Question]) -> None:
        """Ask each question until there is none left or the answer is to stop."""
        typer.echo(f"{len(questions)} names to look at; answers go to {self._path}", err=True)
        number = 0
        while 0 <= number < len(questions):
            self._at = number
            step = self._one(questions[number], number + 1, len(questions))
            if step is None:
                break
            number = max(0, number + step)
        held = len(read_decisions(self._path).entries) if self._path.exists() else 0
        typer.echo(
            f"{len(self._before)} answers; {self._path} has {held} decisions, which hold for every"
            " later run", err=True,
        )  # fmt: skip

    def _one(self, question: _Question, number: int, of: int) -> int | None:
        choices = list(self._choices(question.link))
        for line in _shown(question, choices, number, of):
            typer.echo(line)
        while True:
            typer.echo(f"[{_SCOPES[self._scope]}] {_HELP}\n> ", nl=False)
            line = sys.stdin.readline()
            if not line:
                return None
            answer = line.strip()
            if answer in {"q", "quit"}:
                return None
            if answer in {"s", ""}:
                return 1
            if answer == "u":
                return self._undone()
            if answer in _SCOPES:
                self._scope = answer
                continue
            decision = self._decision(question, choices, answer)
            if decision is None:
                typer.echo("That is no answer.")
                continue
            self._write(decision)
            return 1

    def _choices(self, link: Link) -> Iterator[Entity]:
        """Yield what the name may mean: the link, the runner-up, then what else bears it."""
        found: dict[str, Entity] = {}
        for entity in (link.entity, link.runner_up):
            if entity is not None:
                found.setdefault(entity.id, entity)
        for hit in self._gazetteer.lookup(link.mention.name):
            found.setdefault(hit.entity.id, hit.entity)
        yield from list(found.values())[:_CHOICES]

    def _decision(self, question: _Question, choices: list[Entity], answer: str) -> Decision | None:
        word, _, rest = answer.partition(" ")
        if word == "a" and question.link.entity is not None:
            return self._made(question, Action.ACCEPT, question.link.entity.id)
        if word == "r":
            return self._made(question, Action.REJECT, None, rest)
        if word.isdecimal() and 1 <= int(word) <= len(choices):
            return self._made(question, Action.REPLACE, choices[int(word) - 1].id)
        if word == "i" and rest:
            entity = self._named(rest.strip())
            return None if entity is None else self._made(question, Action.REPLACE, entity.id)
        return None

    def _named(self, text: str) -> Entity | None:
        curie = f"wikidata:{text}" if text[:1] == "Q" and text[1:].isdecimal() else text
        try:
            return self._gazetteer.get(curie)
        except UnknownEntity:
            hits = self._gazetteer.lookup(text)
        if len(hits) == 1:
            return hits[0].entity
        for hit in hits[:_CHOICES]:
            typer.echo(f"   {hit.entity.id}  {_told(hit.entity)}")
        typer.echo("Give the id of one of these." if hits else f"Nothing is {one_line(text)!r}.")
        return None

    def _made(
        self, question: _Question, action: Action, curie: str | None, note: str = ""
    ) -> Decision:
        mention = question.link.mention
        here = self._scope != "e"
        return Decision(
            mention.name,
            action,
            curie,
            mention.kind,
            question.document.id if here else None,
            question.occurrence if self._scope == "m" else None,
            note.strip(),
        )

    def _write(self, decision: Decision) -> None:
        before = self._path.read_text(encoding="utf-8") if self._path.exists() else None
        text = added(self._path, decision)
        parse_decisions(text.encode(), self._path)  # what is written can be read
        with replacing(self._path) as out:
            out.write(text)
        self._before.append((self._at, before))
        if decision.scope in self._scopes:
            typer.echo(
                "   This takes the place of an earlier answer on the same name; u undoes it, and"
                " d or m decides for this document or mention alone."
            )
        self._scopes.add(decision.scope)

    def _undone(self) -> int:
        if not self._before:
            typer.echo("There is nothing to undo.")
            return 0
        number, before = self._before.pop()
        if before is None:
            self._path.unlink(missing_ok=True)
        else:
            with replacing(self._path) as out:
                out.write(before)
        return number - self._at


def _shown(question: _Question, choices: list[Entity], number: int, of: int) -> Iterator[str]:
    link, text = question.link, question.document.text
    start, end = link.mention.start, link.mention.end
    before = one_line(text[max(0, start - _AROUND) : start])
    after = one_line(text[end : end + _AROUND])
    times = f", {question.times} times" if question.times > 1 else ""
    yield f"\n{number} of {of}: {one_line(question.document.id)}{times}"
    yield f"   ...{before}>>{one_line(link.mention.text)}<<{after}..."
    if link.entity is not None:
        yield f"   linked to {_told(link.entity)}, {link.score:.0%} sure. {one_line(link.reason)}"
    else:
        yield f"   not linked. {one_line(link.reason)}"
    for index, entity in enumerate(choices, 1):
        yield f"   {index}  {_told(entity)}"


def _told(entity: Entity) -> str:
    parts = [*reversed(entity.admin), entity.country or ""]
    where = ", ".join(p for p in parts if p) if entity.kind is Kind.PLACE else entity.description
    return one_line(f"{entity.name}{f' ({where})' if where else ''} {entity.id}")
