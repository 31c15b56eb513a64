"""Section "Speed": what ``scripts/benchmark.py --json`` measured."""

from __future__ import annotations

import json
from typing import Any

from evaluation.markdown import table
from evaluation.trial import Trial

__all__ = ["measure", "render"]


def measure(trial: Trial) -> dict[str, Any]:
    """Read the file of figures, if one was given.

    Args:
        trial: Knows the file.
    """
    if trial.speed is None:
        return {}
    figures: dict[str, Any] = json.loads(trial.speed.read_text(encoding="utf-8"))
    return figures


def render(figures: dict[str, Any]) -> str:
    """Return the section in Markdown, marked as to be filled where there are no figures.

    Args:
        figures: What ``measure`` returned.
    """
    if not figures:
        return f"<!-- speed: no figures given -->\n{_MISSING}"
    machine = figures.get("machine", {})
    rows = [
        [name, f"{value:,}" if isinstance(value, int | float) else value]
        for name, value in figures.items()
        if name != "machine"
    ]
    told = f"Measured by `python scripts/benchmark.py` on {machine.get('cores', '?')} cores,"
    return f"{told} {machine.get('cpu', 'unknown')}.\n\n{table(['measure', 'value'], rows)}"


_MISSING = """\
Not measured for this page: run `python scripts/benchmark.py --json FILE` on an idle machine and
give the file to `--speed`."""
