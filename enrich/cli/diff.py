"""``enrich diff``: what differs between two outputs, and whether a guard stops at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from enrich.cli.parameters import flag, option
from enrich.cli.streams import reporting, say, standard_output
from enrich.cli.values import each
from enrich.runs.differences import ChangeKind
from gazetteer.errors import InputError

if TYPE_CHECKING:
    from enrich.runs import Comparison

EXAMPLES = """\
enrich diff old.json new.json
enrich diff --guard --allow appeared old.jsonl new.jsonl"""

_ALWAYS: Final = (ChangeKind.SCORE, ChangeKind.MANIFEST)
_ALLOWABLE: Final = [str(kind) for kind in ChangeKind if kind not in _ALWAYS]


def _change_kind(value: str) -> str:
    if value not in [*_ALLOWABLE, *_ALWAYS]:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(_ALLOWABLE)}")
    return value


OldFile = Annotated[
    Path,
    typer.Argument(metavar="OLD", help="Output of --format json or jsonl; - is standard input."),
]
NewFile = Annotated[Path, typer.Argument(metavar="NEW", help="A later output, to compare.")]


def diff(
    old: OldFile,
    new: NewFile,
    *,
    format_: str = option(
        "--format",
        "json is one object, jsonl one change per line.",
        default="text",
        choices=("text", "json", "jsonl"),
    ),
    km: float = option(
        "--km KM", "Ignore differences of coordinates and radii up to this.", default=1.0, min=0.0
    ),
    score: float = option(
        "--score X", "Ignore differences of scores up to this.", default=0.05, min=0.0, max=1.0
    ),
    guard: bool = flag("--guard", "Exit with 1 if anything but scores and the manifest changed."),
    allow: str | None = option(
        "--allow KIND,KIND",
        f"With --guard, allow these changes: {', '.join(_ALLOWABLE)}.",
        each(_change_kind),
    ),
) -> None:
    """Compare two outputs of the same documents.

    Lists what appeared, vanished, moved, or changed its link or role, and what differs in version,
    gazetteer, settings and models.
    """
    if allow and not guard:
        raise typer.BadParameter("--allow does nothing without --guard")
    with reporting():
        from enrich.runs import Limits, compare, read_output
        from enrich.runs.report import counts_in_words

        if str(old) == str(new) == "-":
            raise InputError("both files are standard input; name one of them")
        comparison = compare(read_output(old), read_output(new), Limits(km, score))
        with standard_output() as out:
            out.writelines(f"{line}\n" for line in _lines(comparison, format_))
    if guard and (stopped := comparison.guarded(allow.split(",") if allow else ())):
        say(f"guard: {counts_in_words(stopped)}")
        raise typer.Exit(1)


def _lines(comparison: Comparison, form: str) -> Iterator[str]:
    from enrich.records.record import dumps
    from enrich.runs import iter_report

    if form == "text":
        return iter_report(comparison)
    if form == "json":
        return iter([dumps(comparison.to_dict())])
    changes = [change.to_dict() for change in comparison.changes]
    return map(dumps, [change.to_dict() for change in comparison.manifest] + changes)
