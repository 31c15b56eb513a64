"""What a desk has decided about names: kept in a file, honoured on every later run."""

from enrich.decisions.file import read_decisions
from enrich.decisions.model import Action, Decision, Decisions, Merge

__all__ = ["Action", "Decision", "Decisions", "Merge", "read_decisions"]
