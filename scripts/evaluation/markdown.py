"""Small pieces of the generated page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

__all__ = ["code", "counts", "percent", "prf", "ratio", "table"]


def table(
    header: Sequence[str], rows: Iterable[Sequence[object]], left: Collection[int] = (0,)
) -> str:
    """Return a table in Markdown.

    Args:
        header: Names of the columns.
        rows: Cells.
        left: Indices of the columns that are text; the others are set to the right.

    Example:
        >>> print(table(["corpus", "F1"], [["lgl", 80.0]]))
        | corpus | F1 |
        |---|--:|
        | lgl | 80.0 |
    """
    rules = ["---" if i in left else "--:" for i in range(len(header))]
    lines = ["| " + " | ".join(header) + " |", "|" + "|".join(rules) + "|"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def percent(value: float | None) -> str:
    """Return a share as per cent with one decimal, or a dash for none."""
    return "–" if value is None else f"{100 * value:.1f}"


def prf(score: Mapping[str, Any]) -> list[str]:
    """Return precision, recall and F1 of ``Score.to_dict`` as three cells."""
    return [percent(score[name]) for name in ("precision", "recall", "f1")]


def counts(score: Mapping[str, Any]) -> str:
    """Return the counts of ``Score.to_dict`` as one cell."""
    return f"{score['right']} / {score['predicted']} / {score['gold']}"


def ratio(value: Mapping[str, Any]) -> str:
    """Return ``Ratio.to_dict`` as one cell, the counts in brackets."""
    return f"{percent(value['value'])} ({value['right']}/{value['of']})"


def code(text: str) -> str:
    r"""Return a quotation as code, so that no character of it is read as mark-up.

    Example:
        >>> print(code("[Reno]|`(x)"))
        `[Reno]\|'(x)`
    """
    return "`" + text.replace("`", "'").replace("|", "\\|") + "`"
