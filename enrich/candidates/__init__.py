"""Stage 2: what each mention may mean."""

from enrich.candidates.finder import MOST_EDITS, CandidateFinder, may_be_misspelt

__all__ = ["MOST_EDITS", "CandidateFinder", "may_be_misspelt"]
