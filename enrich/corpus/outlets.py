"""What the outlets of a corpus write about, learnt from some articles of each in a first pass.

Which articles these are depends on the articles alone: those whose hashes are the lowest. What they
say is added up in the order of the hashes. So it is the same in any order of the input, in any
number of processes and on any machine.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from enrich.flow.windows import outlet_of
from enrich.model import Document

SAMPLE: Final = 200
"""Articles of an outlet that are learnt from; more change little."""


class Sample:
    """Chooses the articles of each outlet that are learnt from.

    Args:
        outlet: That of documents which name none, or None.
        size: How many of each.

    Example:
        >>> articles = [Document(f"Talks {n}.", outlet="The Herald") for n in range(5)]
        >>> chosen = [Sample(size=2).of(order) for order in (articles, articles[::-1])]
        >>> len(chosen[0]), chosen[0] == chosen[1]
        (2, True)
    """

    def __init__(self, outlet: str | None = None, size: int = SAMPLE) -> None:
        self._outlet, self._size = outlet or "", size

    def of(self, documents: Iterable[Document]) -> frozenset[bytes]:
        """Return the keys of the articles to learn from."""
        lowest: defaultdict[str, list[int]] = defaultdict(list)  # a heap of negatives, each
        held: defaultdict[str, set[int]] = defaultdict(set)
        for document in documents:
            outlet = outlet_of(document) or self._outlet
            if not outlet:
                continue
            key, heap, there = int.from_bytes(_key(document)), lowest[outlet], held[outlet]
            if key in there or (len(heap) >= self._size and key >= -heap[0]):
                continue
            there.add(key)
            heapq.heappush(heap, -key)
            if len(heap) > self._size:
                there.remove(-heapq.heappop(heap))
        return frozenset(key.to_bytes(_BYTES) for there in held.values() for key in there)


def chosen(
    documents: Iterable[Document], keys: frozenset[bytes]
) -> Iterator[tuple[bytes, Document]]:
    """Yield the documents that were chosen, each once, with its key."""
    wanted = set(keys)
    for document in documents:
        key = _key(document)
        if key in wanted:
            wanted.remove(key)
            yield key, document
        if not wanted:
            return


_BYTES: Final = 16


def _key(document: Document) -> bytes:
    told = (
        document.text,
        document.title,
        document.published,
        document.language,
        outlet_of(document),
    )
    return hashlib.sha256(repr(told).encode(errors="surrogatepass")).digest()[:_BYTES]
