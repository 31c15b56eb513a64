"""A corpus in shards: so many documents in a row as are linked, written and repeated together."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from enrich.model import Document
from gazetteer.errors import InputError

LARGEST: Final = 1000
"""Documents of a shard: a minute or less of one core's work, so that little is lost with it."""
_FIRST: Final = 32
"""Documents of the first shard, each next one twice as large: the first results come at once."""
_CHARACTERS: Final = 3_000_000
"""Code points of a shard, more than which none but one long document has: long ones weigh more."""


@dataclass(slots=True)
class Shard:
    """Documents that are linked together.

    Attributes:
        number: Which it is, from 0.
        documents: In the order of the input.
        errors: What could not be read among them, and before the first.
    """

    number: int
    documents: list[Document] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def digest(self) -> str:
        """Return the SHA-256 of all that is in it, as hexadecimal digits."""
        found = hashlib.sha256()
        for document in self.documents:
            found.update(repr(document).encode(errors="surrogatepass"))
        found.update(pickle.dumps(self.errors, protocol=4))
        return found.hexdigest()


class Sharding:
    """Puts documents into shards as they are read.

    Where a shard ends depends on the documents before it alone, so that a run that is repeated has
    the same shards.

    Args:
        largest: Documents of a shard at most.
    """

    def __init__(self, largest: int = LARGEST) -> None:
        self._largest = largest
        self._open = Shard(0)

    def error(self, error: InputError) -> None:
        """Put down what could not be read."""
        self._open.errors.append(str(error))

    def __call__(self, documents: Iterator[Document]) -> Iterator[Shard]:
        """Yield the shards of documents.

        Example:
            >>> found = Sharding(largest=2)(iter([Document(f"{n}") for n in range(5)]))
            >>> [(shard.number, len(shard.documents)) for shard in found]
            [(0, 2), (1, 2), (2, 1)]
        """
        size = characters = 0
        for document in documents:
            self._open.documents.append(document)
            size, characters = size + 1, characters + len(document.text)
            if size >= self._limit() or characters >= _CHARACTERS:
                yield self._next()
                size = characters = 0
        if self._open.documents or self._open.errors:
            yield self._next()

    def _limit(self) -> int:
        return min(self._largest, _FIRST << min(self._open.number, 16))

    def _next(self) -> Shard:
        done, self._open = self._open, Shard(self._open.number + 1)
        return done
