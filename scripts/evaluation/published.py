"""Section "Figures of others": what is published on the same tasks, and how far it compares."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from evaluation.markdown import table
from evaluation.trial import Trial

__all__ = ["measure", "render"]

_TABLE = Path(__file__).with_name("data") / "published.csv"


def measure(_trial: Trial) -> dict[str, Any]:
    """Read the table.

    Args:
        _trial: Not needed: these figures are not ours to measure.
    """
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        return {"rows": list(csv.DictReader(lines))}


def render(figures: dict[str, Any]) -> str:
    """Return the section in Markdown.

    Args:
        figures: What ``measure`` returned.
    """
    rows = figures["rows"]
    columns = ["task", "measure", "figure", "system", "setting", "comparable"]
    shown = table(
        [*columns[:-1], "how far it compares"],
        [[row[column] for column in columns] for row in rows],
        left=range(len(columns)),
    )
    return f"{_INTRODUCTION}\n\n{shown}"


_INTRODUCTION = """\
Published figures, taken from their authors. None was measured on exactly the documents of this
page: the last column says what differs."""
