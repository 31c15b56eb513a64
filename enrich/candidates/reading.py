"""What was read in a document before anything is decided: names, and what each might mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from enrich.model import Candidate, Document, Mention
from enrich.text.normalisation import Origin

Options = tuple[tuple[Candidate, ...], ...]
"""The candidates of each of some mentions."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its mentions and their candidates: what stages 1 and 2 come to.

    Attributes:
        document: The document, normalised.
        mentions: What is linked.
        candidates: For each of them, the best known first.
        beside: Names of the text that are not linked, and only tell of the others.
        beside_candidates: Likewise for them.
        headline: Names of the title, which are not linked either.
        headline_candidates: Likewise for them.
        origin: Where the characters of the normalised text were written; None where it is the text
            as it came.
    """

    document: Document
    mentions: Sequence[Mention] = ()
    candidates: Options = ()
    beside: Sequence[Mention] = ()
    beside_candidates: Options = ()
    headline: Sequence[Mention] = ()
    headline_candidates: Options = ()
    origin: Origin | None = None

    def with_candidates(self, found: Mapping[int, tuple[Candidate, ...]]) -> Reading:
        """Return it with other candidates for some mentions, by their index."""
        candidates = tuple(found.get(i, old) for i, old in enumerate(self.candidates))
        return replace(self, candidates=candidates)
