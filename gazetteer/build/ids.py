"""The keys of one build: of each id that it holds, and of those that entities had before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import count

from gazetteer.errors import CuratedFactError
from gazetteer.ids import Keys, key_of, local_key


class BuildIds:
    """Gives each id its key, and remembers which keys have an entity.

    Attributes:
        held: The keys of the entities that were added.

    Example:
        >>> ids = BuildIds()
        >>> ids.held.add(ids.key("wikidata:Q567"))
        >>> ids.add_former([("enrich:angela-merkel", "wikidata:Q567")])
        >>> ids.key("enrich:angela-merkel") == ids.key("wikidata:Q567")
        True
    """

    def __init__(self) -> None:
        self.held = Keys()
        self._slugs: dict[str, int] = {}
        self._numbers = count(1)
        self._former: dict[str, int] = {}

    def key(self, curie: str) -> int:
        """Return the key of an id, that of its entity where that has another id by now."""
        key = key_of(curie)
        if key is not None:
            return key
        slug = curie.partition(":")[2]
        if (now := self._former.get(slug)) is not None:
            return now
        if (key := self._slugs.get(slug)) is None:
            key = self._slugs[slug] = local_key(next(self._numbers))
        return key

    def add_former(self, pairs: Iterable[tuple[str, str]], *, strict: bool = True) -> None:
        """Let ids that entities had before lead to them, in the file and in what is added later.

        Args:
            pairs: The ``enrich:`` id that was, and the id that the entity has now.
            strict: Whether an id that leads nowhere is an error. Otherwise it waits for its
                entity, which a source may bring.

        Raises:
            CuratedFactError: A former id is that of an entity, or its entity is not held.
        """
        for former, curie in pairs:
            if key_of(former) is not None or self._holds(former):
                raise CuratedFactError(f"{former} is not a former id: an entity has it")
            if strict and not self._holds(curie):
                raise CuratedFactError(f"{former} is a former id of {curie}, which is not held")
            if key_of(curie) is not None or self._holds(curie):
                self._former[former.partition(":")[2]] = self.key(curie)

    def replace(self, curie: str, key: int) -> None:
        """Let an ``enrich:`` id, and what led to it, lead to the entity that it became part of."""
        slug = curie.partition(":")[2]
        old = self._slugs.pop(slug)
        self._former |= {s: key for s, now in self._former.items() if now == old} | {slug: key}

    def write(self, db: sqlite3.Connection) -> None:
        """Write the slugs, and the former ids of the entities that are held."""
        db.executemany("INSERT INTO local_id VALUES (?, ?)", sorted(self._slugs.items()))
        former = ((f"enrich:{s}", k) for s, k in sorted(self._former.items()) if k in self.held)
        db.executemany("INSERT OR IGNORE INTO same_as VALUES (?, ?)", former)

    def _holds(self, curie: str) -> bool:
        key = key_of(curie)
        if key is None:
            key = self._slugs.get(curie.partition(":")[2])
        return key is not None and key in self.held
