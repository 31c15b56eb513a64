"""What a process of the service can be asked, and what it keeps open to answer.

A task is a function of a desk and of what is asked; its line in ``TASKS`` is all that a further
one needs. What goes in and comes out travels between processes, so it is plain: texts, bytes,
numbers, frozen values.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any, Final

from enrich.flow.options import LinkerOptions
from enrich.pipeline import Linker
from gazetteer.store import Gazetteer

TASKS: Final = {
    "link": "enrich.server.linking:link",
    "lookup": "enrich.server.knowing:lookup",
    "entity": "enrich.server.knowing:entity",
    "correct": "enrich.server.correcting:correct",
    "save": "enrich.server.correcting:save",
    "read file": "enrich.server.taking:read_file",
    "take in": "enrich.server.taking:take_in",
    "reconcile": "enrich.server.knowing:reconcile",
    "annotate": "enrich.server.annotating:annotate",
    "spot": "enrich.server.annotating:spot",
}
"""The tasks by their names: module and function."""
_KEPT: Final = 16  # linkers with options of their own; each takes some 20 ms to make
_WARM: Final = "Lavrov will meet Blinken in Yerevan."
Task = Callable[["Desk", Any], Any]


def task_of(name: str) -> Task:
    """Return a task by its name.

    Example:
        >>> task_of("entity").__name__
        'entity'
    """
    module, function = TASKS[name].split(":")
    task: Task = getattr(import_module(module), function)
    return task


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a process is asked at most.

    Attributes:
        seconds: In all.
        text: Characters of a text, its title counted in.
        documents: Documents at a time.
    """

    seconds: float
    text: int
    documents: int


@dataclass(slots=True)
class Desk:
    """What a process keeps open.

    Attributes:
        options: Of the linker, as the operator chose them.
        gazetteer: Open, with the local entities of the decisions.
        limits: Of what is asked.
        kept: What a task has made and wants to find again, by its name.

    Example:
        >>> with Gazetteer.open() as gazetteer:
        ...     desk = Desk(LinkerOptions(gazetteer), gazetteer, Limits(10.0, 1000, 1))
        ...     desk.linker(country="AM").options.country
        'AM'
    """

    options: LinkerOptions
    gazetteer: Gazetteer
    limits: Limits
    kept: dict[str, Any] = field(default_factory=dict)
    _linkers: OrderedDict[tuple[tuple[str, Any], ...], Linker] = field(default_factory=OrderedDict)

    def linker(self, **changes: Any) -> Linker:
        """Return a linker with some options of its own; the last few stay open.

        Raises:
            ArgumentError: There is no such country or place.
            OutputError: A role is unknown.
        """
        key = tuple(sorted(changes.items()))
        linker = self._linkers.pop(key, None) or Linker(replace(self.options, **changes))
        self._linkers[key] = linker
        if len(self._linkers) > _KEPT:
            oldest = next(k for k in self._linkers if k)  # the one without changes stays
            self._linkers.pop(oldest).close()
        return linker


def open_desk(options: LinkerOptions, limits: Limits) -> Desk:
    """Open all that a process needs, once, and try it out.

    The gazetteer, the tagger and the decisions are shared by its linkers, whatever else these are
    told.

    Raises:
        EnrichError: Something cannot be opened, or an option makes no sense.
    """
    from pathlib import Path

    from enrich.decisions import Decisions, read_decisions
    from enrich.mentions.taggers.model import NameTagger
    from enrich.mentions.taggers.registry import load_tagger
    from gazetteer.store.user import open_gazetteer

    given = options.gazetteer
    gazetteer = (
        given if isinstance(given, Gazetteer) else open_gazetteer(given, options.user_gazetteer)
    )
    tagger = (
        NameTagger(gazetteer if given is None else None)
        if options.tagger is None
        else load_tagger(options.tagger)
    )
    decisions = options.decisions
    if not isinstance(decisions, Decisions | None):
        decisions = read_decisions(Path(decisions))
    opened = replace(
        options,
        gazetteer=gazetteer,
        tagger=tagger,
        decisions=decisions,
        # What takes longer is read in part, which takes some more time: all of it within the limit.
        seconds_per_document=0.75 * limits.seconds,
    )
    Linker(replace(opened, live=None))(_WARM)
    desk = Desk(opened, gazetteer, limits)
    desk.gazetteer = desk.linker().gazetteer
    return desk
