"""What was read in a document before anything is decided: names, and what each might mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from enrich.model import Candidate, Document, Mention

__all__ = ["Reading"]

Options = tuple[tuple[Candidate, ...], ...]
"""The candidates of each of some mentions."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its mentions and their candidates.

    Attributes:
        document: The document.
        mentions: What is linked.
        candidates: For each of them, the best known first.
        beside: Names of the text that are not linked, and only tell of the others.
        beside_candidates: Likewise for them.
        headline: Names of the title, which are not linked either.
        headline_candidates: Likewise for them.
        decided: Decisions of the user's that hold for mentions, by the index of the mention.
        error: Why the document, or all of it but its beginning, was not read, or "".
        whole: The document, where ``document`` is only its beginning; else None.
        seconds: That reading it took.
    """

    document: Document
    mentions: Sequence[Mention]
    candidates: Options
    beside: Sequence[Mention] = ()
    beside_candidates: Options = ()
    headline: Sequence[Mention] = ()
    headline_candidates: Options = ()
    decided: Mapping[int, Any] = field(default_factory=dict)
    error: str = ""
    whole: Document | None = None
    seconds: float = 0.0

    def with_candidates(self, found: Mapping[int, tuple[Candidate, ...]]) -> Reading:
        """Return it with other candidates for some mentions, by their index."""
        candidates = tuple(found.get(i, old) for i, old in enumerate(self.candidates))
        return replace(self, candidates=candidates)
