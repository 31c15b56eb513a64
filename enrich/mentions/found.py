"""What stage 1 returns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from enrich.model import Mention


@dataclass(frozen=True, slots=True)
class Found(Sequence[Mention]):
    """The mentions of a document, as a sequence, and what else was seen.

    Attributes:
        mentions: What is to be linked, in the order of the text.
        beside: Names that are context only: where the caller gave the spans, the other names of
            the text tell where the given ones lie.
        languages: ISO 639-1 codes of the languages that the finder is made for, None for all;
            texts in others were scanned with the gazetteer alone.

    Example:
        >>> from gazetteer.model import Kind
        >>> found = Found((Mention(0, 7, "Yerevan", Kind.PLACE),))
        >>> [mention.text for mention in found], len(found), found.beside
        (['Yerevan'], 1, ())
    """

    mentions: tuple[Mention, ...] = ()
    beside: tuple[Mention, ...] = ()
    languages: frozenset[str] | None = None

    @overload
    def __getitem__(self, index: int) -> Mention: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Mention]: ...
    def __getitem__(self, index: int | slice) -> Mention | Sequence[Mention]:
        return self.mentions[index]

    def __len__(self) -> int:
        return len(self.mentions)

    def __iter__(self) -> Iterator[Mention]:
        return iter(self.mentions)
