"""Decisions as values, and which of them may hold for a name in a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from gazetteer.model import Kind
from gazetteer.names import fold
from gazetteer.rows import Row

BY_HASH: Final = "sha256:"
"""What begins a ``document`` that is told by its text, not by its id."""

Scope = tuple[str, str | None, str | None, int | None, Kind | None]


class Action(StrEnum):
    """What is decided."""

    ACCEPT = "accept"
    """The link is right: to ``entity``, or to the likeliest candidate where none is named."""
    REPLACE = "replace"
    """It means ``entity``, whatever the ranking says."""
    REJECT = "reject"
    """It does not mean ``entity``; where none is named, it is not a name of anything."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    Attributes:
        name: The name as texts have it; case and accents do not count.
        action: What is decided.
        entity: CURIE, or None.
        kind: Only for mentions of this kind, or None.
        document: Only in the document of this id, or of this text where it is "sha256:" and the
            digest of the text in UTF-8; None for all.
        occurrence: Only for the n-th mention of the name in the document, from 1, or None. With
            ``around``, the n-th of those within these words.
        note: Why; told in the reason.
        number: Its place in the file, from 1.
        around: Only for mentions within these words of the text, or None. White space and case
            do not count.
        by: Who decided; told in the reason.
        date: When; told in the reason.

    Example:
        >>> ship = Decision("Georgia", Action.REJECT, around="aboard the Georgia")
        >>> ship.specificity > Decision("Georgia", Action.ACCEPT, document="one").specificity
        True
    """

    name: str
    action: Action
    entity: str | None = None
    kind: Kind | None = None
    document: str | None = None
    occurrence: int | None = None
    note: str = ""
    number: int = 0
    around: str | None = None
    by: str = ""
    date: str = ""

    @property
    def scope(self) -> Scope:
        """What it is about: two of one scope contradict each other, but for rejections."""
        words = None if self.around is None else " ".join(self.around.split()).casefold()
        return fold(self.name), self.document, words, self.occurrence, self.kind

    @property
    def told(self) -> str:
        """What reasons tell of it: the note, who decided, and when; "" where nothing is known."""
        return _told(self.note, self.by, self.date)

    @property
    def specificity(self) -> tuple[int, bool, bool]:
        """How narrow it is: a mention, a document, all; of equals, one that names the kind.

        A mention told by the words around it goes before one told by its number: these words
        move with it when the text is edited.
        """
        mention = 2 * (self.around is not None) + (self.occurrence is not None)
        return mention, self.document is not None, self.kind is not None

    def gives_way(self, later: Decision) -> bool:
        """Return whether a later decision takes its place: one of the same scope.

        Only rejections of several entities stand beside each other.

        Example:
            >>> state = Decision("Georgia", Action.REJECT, "geonames:4197000")
            >>> state.gives_way(Decision("Georgia", Action.REJECT, "geonames:614540"))
            False
            >>> state.gives_way(Decision("georgia", Action.ACCEPT))
            True
        """
        if self.scope != later.scope:
            return False
        both = self.action is later.action is Action.REJECT
        named = None not in (self.entity, later.entity)
        return not (both and named and self.entity != later.entity)


@dataclass(frozen=True, slots=True)
class Merge:
    """Two ids that are of the same thing.

    Attributes:
        one: CURIE; what is linked to it comes out as ``into``.
        into: CURIE.
        note: Why; told in the reason.
        by: Who decided; told in the reason.
        date: When; told in the reason.
    """

    one: str
    into: str
    note: str = ""
    by: str = ""
    date: str = ""

    @property
    def told(self) -> str:
        """What reasons tell of it."""
        return _told(self.note, self.by, self.date)


def _told(note: str, by: str, date: str) -> str:
    return ", ".join(part for part in (note, f"by {by}" if by else "", date) if part)


class Decisions:
    """All decisions of a file; made once, then only read.

    Args:
        entries: In the order of the file; those without a number get the one of their place.
        merges: Ids that are the same thing here.
        entities: New local entities.
        file: Name of the file, without its folder, or "".
        digest: SHA-256 of the file, or "".

    Attributes:
        entries: As given, and so are the others.
        by_hash: Whether any document is told by its text.

    Example:
        >>> held = Decisions([Decision("Georgia", Action.REPLACE, "geonames:4197000")])
        >>> [d.entity for d in held.about("georgia", ["article"])]
        ['geonames:4197000']
    """

    def __init__(
        self,
        entries: Iterable[Decision] = (),
        merges: Iterable[Merge] = (),
        entities: Iterable[Row] = (),
        *,
        file: str = "",
        digest: str = "",
    ) -> None:
        self.entries = tuple(
            entry if entry.number else replace(entry, number=number)
            for number, entry in enumerate(entries, 1)
        )
        self.merges = tuple(merges)
        self.entities = tuple(entities)
        self.file = file
        self.digest = digest
        self.by_hash = any((d.document or "").startswith(BY_HASH) for d in self.entries)
        self._by_name: defaultdict[tuple[str, str | None], list[Decision]] = defaultdict(list)
        self._by_document: defaultdict[str, list[Decision]] = defaultdict(list)
        for decision in self.entries:
            self._by_name[fold(decision.name), decision.document].append(decision)
            if decision.document is not None:
                self._by_document[decision.document].append(decision)

    def about(self, name: str, documents: Iterable[str]) -> list[Decision]:
        """Return the decisions on a name that may hold in a document."""
        key, found = fold(name), list[Decision]()
        for document in (*documents, None):
            found += self._by_name.get((key, document), ())
        return found

    def of_document(self, documents: Iterable[str]) -> list[Decision]:
        """Return the decisions that are about one document alone, in the order of the file."""
        found = [d for called in documents for d in self._by_document.get(called, ())]
        return sorted(found, key=lambda d: d.number)
