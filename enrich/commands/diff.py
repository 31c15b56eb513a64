"""``enrich diff``: what differs between two outputs, and whether a guard stops at it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from enrich.commands.stdout import standard_output
from enrich.records.record import dumps
from enrich.runs import Comparison, Limits, compare, iter_report, read_output
from enrich.runs.report import counts_in_words
from gazetteer.errors import InputError

__all__ = ["Guard", "diff_files"]


@dataclass(frozen=True, slots=True)
class Guard:
    """What stops a run that is guarded.

    Attributes:
        active: Whether anything does.
        allow: Kinds of change that do not, beside scores and manifest.
    """

    active: bool = False
    allow: Collection[str] = ()

    def complaint(self, comparison: Comparison) -> str | None:
        """Return what stops it, None where nothing does."""
        if not self.active:
            return None
        stopped = comparison.guarded(self.allow)
        return f"guard: {counts_in_words(stopped)}" if stopped else None


def diff_files(old: Path, new: Path, limits: Limits, form: str) -> Comparison:
    """Compare two files and write what differs to standard output.

    Args:
        old: The earlier one, "-" for standard input.
        new: The one now, likewise.
        limits: What to let pass.
        form: "text", "json" or "jsonl".

    Raises:
        EnrichError: A file cannot be read, or the output not be written.
    """
    if str(old) == str(new) == "-":
        raise InputError("both files are standard input; name one of them")
    comparison = compare(read_output(old), read_output(new), limits)
    with standard_output() as out:
        out.writelines(f"{line}\n" for line in _lines(comparison, form))
    return comparison


def _lines(comparison: Comparison, form: str) -> Iterator[str]:
    if form == "text":
        return iter_report(comparison)
    if form == "json":
        return iter([dumps(comparison.to_dict())])
    changes = [change.to_dict() for change in comparison.changes]
    return map(dumps, [change.to_dict() for change in comparison.manifest] + changes)
