"""The options of ``enrich diff``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from enrich.options import one_of
from enrich.runs.differences import ChangeKind

__all__ = ["Allow", "DiffFormat", "Guarded", "Km", "NewFile", "OldFile", "Score"]

_ALWAYS: Final = (ChangeKind.SCORE, ChangeKind.MANIFEST)
_ALLOWABLE: Final = [str(kind) for kind in ChangeKind if kind not in _ALWAYS]


def change_kinds(value: str | None) -> str | None:
    """Let a list of kinds of change pass."""
    if value is None:
        return None
    kinds = [kind.strip() for kind in value.split(",")]
    wrong = next((kind for kind in kinds if kind not in [*_ALLOWABLE, *_ALWAYS]), None)
    if wrong is not None:
        raise typer.BadParameter(f"{wrong!r} is none of {', '.join(_ALLOWABLE)}")
    return ",".join(kinds)


OldFile = Annotated[
    Path,
    typer.Argument(metavar="OLD", help="What --format json or jsonl wrote; - is standard input."),
]
NewFile = Annotated[Path, typer.Argument(metavar="NEW", help="The same, later.")]
DiffFormat = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="text|json|jsonl",
        callback=one_of(("text", "json", "jsonl")),
        help="json is one object, jsonl a change a line.",
    ),
]
Km = Annotated[
    float,
    typer.Option(
        "--km",
        min=0.0,
        metavar="KM",
        help="Let coordinates and radii differ by as many kilometres.",
    ),
]
Score = Annotated[
    float,
    typer.Option("--score", min=0.0, max=1.0, metavar="X", help="Let scores differ by as much."),
]
Guarded = Annotated[
    bool, typer.Option("--guard", help="Exit with 1 if more than scores or the manifest changed.")
]
Allow = Annotated[
    str | None,
    typer.Option(
        metavar="KIND,KIND",
        callback=change_kinds,
        help=f"With --guard, let these changes through: {', '.join(_ALLOWABLE)}.",
    ),
]
