"""``enrich entities``: what a corpus names over all its documents, and what is not linked in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, TextIO

import typer

from enrich.cli.parameters import INPUT, OUTPUT, flag, grouped, option
from enrich.cli.streams import is_terminal, reporting, standard_output
from enrich.cli.values import date
from enrich.text.counting import counted
from enrich.text.escape import one_line
from gazetteer.atomic import check_writable, replacing
from gazetteer.model import Kind

if TYPE_CHECKING:
    from enrich.corpus.tables import Chosen

EXAMPLES = """\
enrich entities linked/ --kind person --limit 20
enrich entities linked/ --since 2026-01-01 -o entities.csv
enrich entities linked/ --unlinked -o unlinked.jsonl     # then: enrich review unlinked.jsonl"""

_FORMATS: Final = ("table", "csv", "jsonl")
_SHOWN: Final = 50
_BESIDE: Final = 30  # code points

CorpusFolder = Annotated[
    Path, typer.Argument(metavar="LINKED", help="A folder that enrich corpus has written.")
]


@dataclass(frozen=True, slots=True)
class Documents:
    """Which documents of a corpus are looked at."""

    panel: ClassVar[str] = INPUT

    since: str | None = option("--since DATE", "Only documents of this day and later.", date)
    until: str | None = option("--until DATE", "Only documents up to this day.", date)
    outlet: str | None = option("--outlet NAME", "Only documents of this outlet.")

    @property
    def chosen(self) -> Chosen:
        """Return them as a ``Corpus`` takes them."""
        from enrich.corpus.tables import Chosen

        return Chosen(self.since, self.until, self.outlet)


@grouped
def entities(
    linked: CorpusFolder,
    *,
    unlinked: bool = flag(
        "--unlinked", "The names that are not linked instead, each with a sentence it stands in."
    ),
    kind: Kind | None = typer.Option(None, "--kind", help="Only this kind."),
    limit: int | None = option(
        "--limit N", f"So many at most; otherwise all, in a table {_SHOWN}.", min=1
    ),
    output: Path | None = option(
        "-o --output OUT", "File to write, whole or not at all.", panel=OUTPUT
    ),
    format_: str | None = option(
        "--format",
        "Otherwise the suffix of OUT tells; a terminal gets a table, a pipe gets jsonl.",
        choices=_FORMATS,
        panel=OUTPUT,
    ),
    documents: Documents,
) -> None:
    """List what a corpus names, that of the most documents first.

    With counts, the first and last day, and spellings.
    """
    with reporting() as report:
        chosen = format_ or _format_of(output)
        if output is not None:
            check_writable(output, inputs=[linked])
        from enrich.corpus.entities import ENTITY, UNLINKED, iter_entities, iter_unlinked
        from enrich.corpus.tables import Corpus

        most = _SHOWN if limit is None and chosen == "table" else limit
        found, columns = (iter_unlinked, UNLINKED) if unlinked else (iter_entities, ENTITY)
        with Corpus(linked, documents.chosen) as corpus:
            rows = list(found(corpus, None if kind is None else str(kind), most))
        with _opened(output, chosen) as out:
            _write(rows, columns, out, chosen)
        if output is not None:
            what = (
                counted(len(rows), "name") if unlinked else counted(len(rows), "entity", "entities")
            )
            report.note(f"{what} written to {output}")
        elif not rows:
            report.note("there are none")


def _format_of(output: Path | None) -> str:
    if output is None:
        return "table" if is_terminal() else "jsonl"
    suffix = output.suffix.lower().removeprefix(".")
    if suffix not in _FORMATS[1:]:
        raise typer.BadParameter(f"{output}: name it .csv or .jsonl, or give --format")
    return suffix


def _opened(output: Path | None, form: str) -> AbstractContextManager[TextIO]:
    return standard_output(styled=form == "table") if output is None else replacing(output)


def _write(rows: list[dict[str, Any]], columns: Iterable[str], out: TextIO, form: str) -> None:
    from enrich.records.record import dumps

    if form == "jsonl":
        out.writelines(f"{dumps(row)}\n" for row in rows)
    elif form == "csv":
        _write_csv(rows, columns, out)
    elif rows:
        _write_table(rows, out)


def _write_csv(rows: Sequence[Mapping[str, Any]], columns: Iterable[str], out: TextIO) -> None:
    from enrich.writers.csv import guarded

    cells = [name for name in columns if not any(_is_spans(row[name]) for row in rows)]
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(cells)
    for row in rows:
        table.writerow([guarded(_flat(row[column])) for column in cells])


def _is_spans(value: Any) -> bool:
    """Whether a value is a list of spans, which no cell can hold."""
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _flat(value: Any) -> Any:
    return " | ".join(value) if isinstance(value, list) else value


def _write_table(rows: Iterable[Mapping[str, Any]], out: TextIO) -> None:
    from rich.console import Console

    from enrich.writers.table import TextTable

    cells = list(map(_cells, rows))
    console = Console(file=out, highlight=False, markup=False, emoji=False)
    console.print(TextTable("", list(cells[0]), [list(map(one_line, c.values())) for c in cells]))


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    """Return what a table shows of an entity, or of a name that is not linked."""
    shown = {
        "name": row["name"],
        "kind": row["kind"],
        "documents": f"{row['documents']:,}",
        "n": f"{row['times'] if 'times' in row else row['mentions']:,}",
        "first": row["first"] or "",
        "last": row["last"] or "",
    }
    if "times" in row:
        return {**shown, "why": row["nil"], "for example": _around(row)}
    return {**shown, "id": row["id"], "also": ", ".join(_others(row))}


def _around(row: Mapping[str, Any]) -> str:
    """Return a few words around a name, for a table has no room for the sentence."""
    span, text = row["mentions"][0], row["text"]
    first, last = max(0, span["start"] - _BESIDE), span["end"] + _BESIDE
    before, after = "..." if first else "", "..." if last < len(text) else ""
    return f"{before}{text[first:last]}{after}"


def _others(row: Mapping[str, Any]) -> Iterator[str]:
    yield from (spelling for spelling in row["spellings"][:4] if spelling != row["name"])
