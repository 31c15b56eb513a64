"""What ``enrich review`` asks, the least certain links first, and what it does with the answers."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer

from enrich.decisions import Action, Decision, read_decisions
from enrich.decisions.file import read_text
from enrich.decisions.holding import hash_of
from enrich.decisions.model import Scope
from enrich.decisions.telling import name_decided, told_apart
from enrich.decisions.writing import added
from enrich.model import Link, Nil, Result
from enrich.text.counting import counted
from enrich.text.escape import one_line
from enrich.text.sentences import sentence_around
from gazetteer.atomic import check_writable, replacing
from gazetteer.errors import InputError, UnknownEntity
from gazetteer.ids import written_id
from gazetteer.model import Entity, Kind
from gazetteer.names import fold
from gazetteer.store import Gazetteer

_REACH: Final = 200  # code points of a sentence on either side of a name
_SPACE: Final = re.compile(r"\s+")
_CHOICES: Final = 9
_INTERRUPTED: Final = 130
_HELP: Final = (
    "a right   1-9 that one instead   n not this one   r not a name   ID (Q1953) or i NAME another"
    "   s skip   u undo   q stop   e/d/m from now on: everywhere, in this text, for this mention"
)
_SCOPES: Final = {"e": "everywhere", "d": "in this text", "m": "for this mention"}
_WHERE: Final = (
    "   this text or everywhere? Enter everywhere   d this text   m this mention"
    "   s answer again\n> "
)


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
        return name_decided(self.link.mention)

    @property
    def document(self) -> str:
        """What decisions call its document."""
        document = self.result.document
        return str(document.id) or hash_of(document.text)

    def told_apart(self) -> tuple[str, int | None]:
        """Return the words around the mention that no other of its name has around it.

        Where there are none, also which of them it is.
        """
        mention = self.link.mention
        key = fold(mention.text)
        namesakes = [
            k.mention
            for k in self.result.links
            if fold(k.mention.text) == key and k.mention.kind is mention.kind
        ]
        return told_apart(mention, namesakes, self.result.document.text)


def pick_questions(results: Sequence[Result], *, limit: int, below: float) -> list[Question]:
    """Return the least certain links, each name once, the likeliest to matter first.

    That is how near the score is to the bar, times how often it occurs. Of links, only those less
    sure than ``below`` are asked about; what is not linked, where there is anything to choose from,
    or where it stands in a list of ``enrich entities``: whoever made that wants to decide on it.
    """
    times = Counter[tuple[str, str | None]]()
    for result in results:
        for link in result.links:
            times[_key(link)] += _times_of(result) or 1
    asked: dict[tuple[str, str | None], Question] = {}
    bars = {}
    for result in results:
        for link in result.links:
            key = _key(link)
            if key not in asked and _is_open(link, below, listed=_times_of(result) is not None):
                asked[key] = Question(link, result, times[key])
                bars[key] = float(result.run.get("settings", {}).get("min_score", 0.0))
    found = sorted(asked, key=lambda k: -times[k] * (1 - abs(asked[k].link.score - bars[k])))
    return [asked[key] for key in found[:limit]]


def _times_of(result: Result) -> int | None:
    """Return how often a name occurs of which a list of ``enrich entities`` has this document."""
    times = result.document.metadata.get("times")
    return times if isinstance(times, int) and times > 0 else None


def _key(link: Link) -> tuple[str, str | None]:
    return fold(link.mention.name), link.entity.id if link.entity else None


def _is_open(link: Link, below: float, *, listed: bool) -> bool:
    if link.is_decided and (link.score == 1.0 or link.nil is Nil.NOT_AN_ENTITY):
        return False
    return listed or link.runner_up is not None if link.entity is None else link.score < below


def _choices_of(link: Link, gazetteer: Gazetteer) -> list[Choice]:
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


def _shown(question: Question, choices: Iterable[Choice], number: int, of: int) -> Iterator[str]:
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


@dataclass(frozen=True, slots=True)
class _Step:
    """An answer: to which question, and the file before it (None: there was none) and after."""

    number: int
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What an answer decides about a name."""

    action: Action
    entity: Entity | None
    note: str = ""


def _asked_scope() -> str | None:
    """Ask where an answer holds; return one of ``_SCOPES``, everywhere unless another is given.

    None where the answer is taken back, or nothing more is said: then it decides nothing.
    """
    while True:
        typer.echo(_WHERE, nl=False)
        line = sys.stdin.readline()
        answer = line.strip()
        if not line or answer in ("s", "u", "q"):
            return None
        if not answer:
            return "e"
        if answer in _SCOPES:
            return answer
        typer.echo(f"   {one_line(answer)!r} is not one of e, d, m or s.")


def _made(question: Question, chosen: _Chosen, scope: str) -> Decision:
    mention, here = question.link.mention, scope == "m"
    around, occurrence = question.told_apart() if here else (None, None)
    return Decision(
        mention.text if here else question.name,
        chosen.action,
        None if chosen.entity is None else chosen.entity.id,
        mention.kind,
        None if scope == "e" else question.document,
        occurrence,
        chosen.note.strip(),
        around=around,
    )


def check_decisions(path: Path) -> None:
    """Say now that a file can take no decision, if it cannot."""
    check_writable(path)
    if path.exists():
        added(path, Decision("x", Action.REJECT))


class Review:
    """Asks, and writes each answer at once to the file of decisions."""

    def __init__(self, gazetteer: Gazetteer, path: Path) -> None:
        self._gazetteer = gazetteer
        self._path = path
        self._steps: list[_Step] = []
        self._scopes: set[Scope] = set()
        self._scope: str | None = None  # until one is given, each answer is asked about

    def ask(self, questions: list[Question]) -> None:
        """Ask each question until there is none left or the answer is to stop.

        Raises:
            typer.Exit: With code 130 when it was interrupted; what was answered is kept.
        """
        names = counted(len(questions), "name")
        typer.echo(f"{names} to look at; answers go to {self._path}", err=True)
        number: int | None = 0
        try:
            while number is not None and number < len(questions):
                number = self._asked(questions, number)
        except KeyboardInterrupt as error:
            typer.echo("", err=True)
            self._tell()
            raise typer.Exit(_INTERRUPTED) from error
        self._tell()

    def _tell(self) -> None:
        held = len(read_decisions(self._path).entries) if self._path.exists() else 0
        typer.echo(
            f"{counted(len(self._steps), 'answer')}; {self._path} has"
            f" {counted(held, 'decision')}, for every later run",
            err=True,
        )

    def _asked(self, questions: list[Question], number: int) -> int | None:
        """Ask one question; return the number of the next one, None to stop."""
        question = questions[number]
        choices = _choices_of(question.link, self._gazetteer)
        for line in _shown(question, choices, number + 1, len(questions)):
            typer.echo(line)
        while True:
            scope = f"[{_SCOPES[self._scope]}] " if self._scope else ""
            typer.echo(f"{scope}{_HELP}\n> ", nl=False)
            line = sys.stdin.readline()
            answer = line.strip()
            if not line or answer in {"q", "quit"}:
                return None
            if answer in {"s", ""}:
                return number + 1
            if answer == "u":
                return self._undone(number)
            if answer in _SCOPES:
                self._scope = answer
                continue
            chosen = self._chosen(question, choices, answer)
            if chosen is None:
                continue
            if (where := self._scope or _asked_scope()) is None:
                continue
            decision = _made(question, chosen, where)
            try:
                self._write(decision, number)
            except InputError as error:
                typer.echo(one_line(f"{error}. Answer again, or q to stop."))
                continue
            return number + 1

    def _chosen(self, question: Question, choices: list[Choice], answer: str) -> _Chosen | None:
        """Return what an answer decides; None after saying why it decides nothing."""
        word, _, rest = answer.partition(" ")
        linked = question.link.entity
        if word == "r":
            return _Chosen(Action.REJECT, None, rest)
        if word in {"a", "n"} and linked is not None:
            return _Chosen(Action.ACCEPT if word == "a" else Action.REJECT, linked, rest)
        if word.isdecimal() and 1 <= int(word) <= len(choices):
            return _Chosen(Action.REPLACE, choices[int(word) - 1].entity, rest)
        named, note = (rest.strip(), "") if word == "i" else (word, rest)
        if (word == "i" and named) or written_id(word):
            entity = self._named(named)
            return None if entity is None else _Chosen(Action.REPLACE, entity, note)
        if word in {"a", "n"}:
            typer.echo("   The name is not linked: answer with a number, an id, r or i NAME.")
        elif word.isdecimal():
            typer.echo(f"   There is no candidate {one_line(word)}.")
        else:
            typer.echo(f"   {one_line(answer)!r} is not one of the answers.")
        return None

    def _named(self, text: str) -> Entity | None:
        """Return the entity of an id or a name; None after saying why there is not just one."""
        curie = written_id(text)
        if curie is not None:
            try:
                return self._gazetteer.get(curie)
            except UnknownEntity:
                typer.echo(f"   The gazetteer has no {curie}.")
                return None
        hits = self._gazetteer.lookup(text)
        if len(hits) == 1:
            return hits[0].entity
        for hit in hits[:_CHOICES]:
            typer.echo(f"   {_told(hit.entity)}")
        typer.echo(
            "   Answer with the id of one of these."
            if hits
            else f"   Nothing is known under {one_line(text)!r}."
        )
        return None

    def _text(self) -> str | None:
        return read_text(self._path) if self._path.exists() else None

    def _write(self, decision: Decision, number: int) -> None:
        before, after = self._text(), added(self._path, decision)
        with replacing(self._path) as out:
            out.write(after)
        self._steps.append(_Step(number, before, after))
        typer.echo(f"   kept: {self._said(decision)}")
        if decision.scope in self._scopes and decision.action is not Action.REJECT:
            typer.echo(
                "   This replaces an earlier answer about the same name; u undoes it, and d or m"
                " decides for this text or mention alone."
            )
        self._scopes.add(decision.scope)

    def _said(self, decision: Decision) -> str:
        """Return what a decision says, for whoever made it."""
        entity = None if decision.entity is None else self._gazetteer.get(decision.entity)
        if decision.action is Action.REJECT:
            what = "not a name of anything" if entity is None else f"not {_told(entity)}"
        else:
            what = "" if entity is None else _told(entity)
        one_mention = decision.around is not None or decision.occurrence is not None
        where = "m" if one_mention else "d" if decision.document else "e"
        return one_line(f"{decision.name!r} is {what}, {_SCOPES[where]}")

    def _undone(self, number: int) -> int:
        """Take the last answer back; return the number of its question."""
        if not self._steps:
            typer.echo("There is nothing to undo.")
            return number
        step = self._steps[-1]
        if self._text() != step.after:
            typer.echo("The file has been changed by somebody else since: nothing was undone.")
            return number
        if step.before is None:
            self._path.unlink(missing_ok=True)
        else:
            with replacing(self._path) as out:
                out.write(step.before)
        return self._steps.pop().number
