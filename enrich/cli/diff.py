"""``enrich diff``: what differs between two outputs, and whether a guard stops at it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from enrich.cli.errors import reporting
from enrich.cli.stdout import standard_output
from enrich.cli.values import one_of
from enrich.runs.differences import ChangeKind
from gazetteer.errors import InputError

if TYPE_CHECKING:
    from enrich.runs import Comparison

EXAMPLES = """\
enrich diff old.json new.json
enrich diff --guard --allow appeared old.jsonl new.jsonl"""

_ALWAYS: Final = (ChangeKind.SCORE, ChangeKind.MANIFEST)
_ALLOWABLE: Final = [str(kind) for kind in ChangeKind if kind not in _ALWAYS]


def _change_kinds(value: str | None) -> str | None:
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
    one_of(
        "--format",
        choices=("text", "json", "jsonl"),
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
        callback=_change_kinds,
        help=f"With --guard, let these changes through: {', '.join(_ALLOWABLE)}.",
    ),
]


def diff(
    old: OldFile,
    new: NewFile,
    *,
    format_: DiffFormat = "text",
    km: Km = 1.0,
    score: Score = 0.05,
    guard: Guarded = False,
    allow: Allow = None,
) -> None:
    """Compare two outputs of the same documents.

    Lists what appeared, vanished, moved, is linked otherwise or plays another role, and what
    differs in version, gazetteer, settings and models.
    """
    if allow and not guard:
        raise typer.BadParameter("--allow does nothing without --guard")
    with reporting():
        from enrich.runs import Limits, compare, read_output

        if str(old) == str(new) == "-":
            raise InputError("both files are standard input; name one of them")
        comparison = compare(read_output(old), read_output(new), Limits(km, score))
        with standard_output() as out:
            out.writelines(f"{line}\n" for line in _lines(comparison, format_))
    complaint = _complaint(comparison, allow.split(",") if allow else ()) if guard else None
    if complaint:
        typer.echo(f"enrich: {complaint}", err=True)
        raise typer.Exit(1)


def _complaint(comparison: Comparison, allow: Collection[str]) -> str | None:
    """Return what stops a run that is guarded, None where nothing does.

    Args:
        comparison: What differs.
        allow: Kinds of change that do not stop it, beside scores and manifest.
    """
    from enrich.runs.report import counts_in_words

    stopped = comparison.guarded(allow)
    return f"guard: {counts_in_words(stopped)}" if stopped else None


def _lines(comparison: Comparison, form: str) -> Iterator[str]:
    from enrich.records.record import dumps
    from enrich.runs import iter_report

    if form == "text":
        return iter_report(comparison)
    if form == "json":
        return iter([dumps(comparison.to_dict())])
    changes = [change.to_dict() for change in comparison.changes]
    return map(dumps, [change.to_dict() for change in comparison.manifest] + changes)
