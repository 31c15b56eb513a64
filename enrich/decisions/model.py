"""Decisions as values, and which of them holds for a mention."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gazetteer.model import Kind
from gazetteer.names import fold
from gazetteer.rows import Row

__all__ = ["Action", "Decision", "Decisions"]


class Action(StrEnum):
    """What is decided."""

    ACCEPT = "accept"
    """The link is right: to ``entity``, or to the likeliest candidate where none is named."""
    REPLACE = "replace"
    """It means ``entity``, whatever the ranking says."""
    REJECT = "reject"
    """It does not mean ``entity``; where none is named, it is no name of anything."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    Attributes:
        name: The name as texts have it; case and accents do not count.
        action: What is decided.
        entity: CURIE, or None.
        kind: Only for mentions of this kind, or None.
        document: Only in the document of this id, or None for all.
        occurrence: Only for the n-th mention of the name in the document, from 1, or None.
        note: Why; told in the reason.
        number: Its place in the file, from 1.
    """

    name: str
    action: Action
    entity: str | None = None
    kind: Kind | None = None
    document: str | None = None
    occurrence: int | None = None
    note: str = ""
    number: int = 0

    @property
    def scope(self) -> tuple[str, str | None, int | None, Kind | None]:
        """What it is about: two of one scope contradict each other, but for rejections."""
        return fold(self.name), self.document, self.occurrence, self.kind


_Scope = tuple[str, str | None, int | None, Kind | None]


class Decisions:
    """All decisions of a file; made once, then only read.

    Args:
        entries: In the order of the file.
        merges: Ids by those that they are the same as here: what is linked to the first comes out
            as the second.
        entities: New local entities.
        file: Name of the file, without its folder, or "".
        digest: SHA-256 of the file, or "".

    Attributes:
        entries: As given, and so are the others.

    Example:
        >>> held = Decisions([Decision("Georgia", Action.REPLACE, "geonames:4197000")])
        >>> [d.entity for d in held.holding("georgia", Kind.PLACE, "article", 1)]
        ['geonames:4197000']
    """

    def __init__(
        self,
        entries: Iterable[Decision] = (),
        merges: Mapping[str, str] | None = None,
        entities: Iterable[Row] = (),
        *,
        file: str = "",
        digest: str = "",
    ) -> None:
        self.entries = tuple(entries)
        self.merges = dict(merges or {})
        self.entities = tuple(entities)
        self.file = file
        self.digest = digest
        self._by_scope: defaultdict[_Scope, list[Decision]] = defaultdict(list)
        self._by_document: defaultdict[str, list[Decision]] = defaultdict(list)
        for decision in self.entries:
            self._by_scope[decision.scope].append(decision)
            if decision.document is not None:
                self._by_document[decision.document].append(decision)

    def holding(
        self, name: str, kind: Kind, document: str, occurrence: int
    ) -> tuple[Decision, ...]:
        """Return the decisions of the narrowest scope that holds for a mention.

        One of the mention goes before one of the document, and that before one of all; of equals,
        one that names the kind goes first. There are several where several entities are rejected.

        Args:
            name: Of the mention.
            kind: What it names.
            document: Id of its document.
            occurrence: Which mention of this name in the document it is, from 1.
        """
        key = fold(name)
        for where, number in ((document, occurrence), (document, None), (None, None)):
            for sort in (kind, None):
                if found := self._by_scope.get((key, where, number, sort)):
                    return tuple(found)
        return ()

    def of_document(self, document: str) -> tuple[Decision, ...]:
        """Return the decisions that are about one document alone."""
        return tuple(self._by_document.get(document, ()))
