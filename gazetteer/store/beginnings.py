"""Entities by the first letters of a name, for somebody who is typing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from gazetteer.model import Kind, Name
from gazetteer.names import fold
from gazetteer.store import queries
from gazetteer.store.file import StoreFile
from gazetteer.store.hits import KINDS, Hit, name_of_row

_OWN_NAME: Final = 3_000
"""Ten-thousandths of prominence by which the name shown counts for more than another."""
_MOST_READ: Final = 20_000  # names: the answer is to come while somebody types
_ENTITY: Final = 18  # columns of a row that are the entity's
_LAST: Final = "\U0010ffff"


def iter_beginning(
    file: StoreFile, key: str, kind: Kind | None, most: int
) -> Iterator[tuple[tuple[Any, ...], Name]]:
    """Yield the rows of entities a name of which begins so, each with that name, the best first.

    Args:
        file: Where to look.
        key: The letters, folded.
        kind: Only entities of this kind.
        most: How many are wanted.
    """
    if not key:
        return
    number = None if kind is None else KINDS.index(kind)
    asked = (_OWN_NAME, key, key + _LAST, _MOST_READ, number, number, most)
    for row in file.all(queries.BEGINNING, asked):
        type_, text, language, valid_from, valid_to, _ = row[_ENTITY:]
        yield row, name_of_row(row[2], type_, text, language, (valid_from, valid_to))


def sorted_by_beginning(hits: Iterable[Hit], key: str, kind: Kind | None) -> tuple[Hit, ...]:
    """Return such hits once each: the best known first, those first whose own name begins so.

    Args:
        hits: The first of an entity counts.
        key: The letters, folded.
        kind: Only entities of this kind.

    Example:
        >>> from gazetteer.store import Gazetteer
        >>> with Gazetteer.open() as gazetteer:
        ...     gazetteer.beginning("Yerev", most=1)[0].entity.name
        'Yerevan'
    """

    def order(hit: Hit) -> tuple[float, str]:
        own = _OWN_NAME / 10_000 if fold(hit.entity.name).startswith(key) else 0.0
        return (-hit.entity.prominence - own, hit.entity.id)

    found: dict[str, Hit] = {}
    for hit in hits:
        if kind in (None, hit.entity.kind):
            found.setdefault(hit.entity.id, hit)
    return tuple(sorted(found.values(), key=order))
