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
        note: What the reader of the result should know: how names were found in a text that the
            tagger is not made for. None where there is nothing to say.

    Example:
        >>> from gazetteer.model import Kind
        >>> found = Found((Mention(0, 7, "Yerevan", Kind.PLACE),))
        >>> [mention.text for mention in found], len(found), found.beside
        (['Yerevan'], 1, ())
    """

    mentions: tuple[Mention, ...] = ()
    beside: tuple[Mention, ...] = ()
    note: str | None = None

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
