"""The answers that ``enrich review`` gets, each written to the file of decisions at once."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer

from enrich.cli.questions import Choice, Question, choices_of, shown
from enrich.decisions import Action, Decision, read_decisions
from enrich.decisions.file import read_text
from enrich.decisions.model import Scope
from enrich.decisions.writing import added
from enrich.text.escape import one_line
from gazetteer.atomic import check_writable, replacing
from gazetteer.errors import InputError, UnknownEntity
from gazetteer.model import Entity
from gazetteer.store import Gazetteer

_INTERRUPTED: Final = 130
_NAMESAKES: Final = 9
_HELP: Final = (
    "a right   1-9 that one instead   n not this one   r no name of anything   i ID or NAME"
    "   s skip   u undo   e/d/m everywhere, in this document, this mention   q stop"
)
_SCOPES: Final = {"e": "everywhere", "d": "in this document", "m": "for this mention"}


@dataclass(frozen=True, slots=True)
class _Step:
    """An answer: to which question, and the file before it (None: there was none) and after."""

    number: int
    before: str | None
    after: str


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
        self._scope = "e"

    def ask(self, questions: list[Question]) -> None:
        """Ask each question until there is none left or the answer is to stop.

        Raises:
            typer.Exit: With code 130 when it was interrupted; what was answered is kept.
        """
        names = _counted(len(questions), "name")
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
            f"{_counted(len(self._steps), 'answer')}; {self._path} has"
            f" {_counted(held, 'decision')}, for every later run",
            err=True,
        )

    def _asked(self, questions: list[Question], number: int) -> int | None:
        """Ask one question; return the number of the next one, None to stop."""
        question = questions[number]
        choices = choices_of(question.link, self._gazetteer)
        for line in shown(question, choices, number + 1, len(questions)):
            typer.echo(line)
        while True:
            typer.echo(f"[{_SCOPES[self._scope]}] {_HELP}\n> ", nl=False)
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
            decision = self._decision(question, choices, answer)
            if decision is None:
                typer.echo("That is no answer.")
                continue
            try:
                self._write(decision, number)
            except InputError as error:
                typer.echo(one_line(f"{error}. Answer again, or q to stop."))
                continue
            return number + 1

    def _decision(self, question: Question, choices: list[Choice], answer: str) -> Decision | None:
        word, _, rest = answer.partition(" ")
        linked = question.link.entity
        if word == "r":
            return self._made(question, Action.REJECT, None, rest)
        if word in {"a", "n"} and linked is not None:
            action = Action.ACCEPT if word == "a" else Action.REJECT
            return self._made(question, action, linked.id, rest)
        if word.isdecimal() and 1 <= int(word) <= len(choices):
            return self._made(question, Action.REPLACE, choices[int(word) - 1].entity.id, rest)
        if word == "i" and rest.strip():
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
        for hit in hits[:_NAMESAKES]:
            where = ", ".join((*reversed(hit.entity.admin), hit.entity.country or ""))
            typer.echo(one_line(f"   {hit.entity.id}  {hit.entity.name} ({where})"))
        typer.echo("Give the id of one of these." if hits else f"Nothing is {one_line(text)!r}.")
        return None

    def _made(
        self, question: Question, action: Action, curie: str | None, note: str = ""
    ) -> Decision:
        mention, here = question.link.mention, self._scope == "m"
        around, occurrence = question.told_apart() if here else (None, None)
        return Decision(
            mention.text if here else question.name,
            action,
            curie,
            mention.kind,
            None if self._scope == "e" else question.document,
            occurrence,
            note.strip(),
            around=around,
        )

    def _text(self) -> str | None:
        return read_text(self._path) if self._path.exists() else None

    def _write(self, decision: Decision, number: int) -> None:
        before, after = self._text(), added(self._path, decision)
        with replacing(self._path) as out:
            out.write(after)
        self._steps.append(_Step(number, before, after))
        if decision.scope in self._scopes and decision.action is not Action.REJECT:
            typer.echo(
                "   This takes the place of an earlier answer on the same name; u undoes it, and"
                " d or m decides for this document or mention alone."
            )
        self._scopes.add(decision.scope)

    def _undone(self, number: int) -> int:
        """Take the last answer back; return the number of its question."""
        if not self._steps:
            typer.echo("There is nothing to undo.")
            return number
        step = self._steps[-1]
        if self._text() != step.after:
            typer.echo("The file was changed by somebody else since: nothing is undone.")
            return number
        if step.before is None:
            self._path.unlink(missing_ok=True)
        else:
            with replacing(self._path) as out:
                out.write(step.before)
        return self._steps.pop().number


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
