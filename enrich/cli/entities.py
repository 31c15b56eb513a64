"""``enrich entities``: what a corpus names over all its documents, and what is not linked in it."""

from __future__ import annotations

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
from gazetteer.errors import OutputError
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
    Path, typer.Argument(metavar="LINKED", help="A folder written by enrich corpus.")
]


@dataclass(frozen=True, slots=True)
class Documents:
    """Which documents of a corpus are looked at."""

    panel: ClassVar[str] = INPUT

    since: str | None = option("--since DATE", "Only documents from this day on.", date)
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
        "--unlinked",
        "List the names that are not linked, each with a sentence it occurs in.",
    ),
    kind: Kind | None = typer.Option(None, "--kind", help="Only this kind."),
    limit: int | None = option(
        "--limit N", f"Most rows to list; all by default, {_SHOWN} in a table.", min=1, max=10**9
    ),
    output: Path | None = option(
        "-o --output OUT", "File to write; it is written whole or not at all.", panel=OUTPUT
    ),
    format_: str | None = option(
        "--format",
        "By default, chosen by the suffix of OUT; a terminal gets a table, a pipe jsonl.",
        choices=_FORMATS,
        panel=OUTPUT,
    ),
    documents: Documents,
) -> None:
    """List the entities a corpus names, the most frequent first.

    With counts, first and last day, and spellings.
    """
    with reporting() as report:
        chosen = format_ or _format_of(output)
        if output is not None:
            check_output(output, linked)
        from enrich.corpus.entities import ENTITY, UNLINKED, iter_entities, iter_unlinked
        from enrich.corpus.tables import Corpus

        most = _SHOWN if limit is None and chosen == "table" else limit
        found, columns = (iter_unlinked, UNLINKED) if unlinked else (iter_entities, ENTITY)
        with (
            Corpus(linked, documents.chosen) as corpus,
            _opened(output, chosen) as out,
        ):
            rows = found(corpus, None if kind is None else str(kind), most)
            number = _write(rows, columns, out, chosen)
        for note in corpus.notes:
            report.note(note)
        if output is not None:
            one, several = ("name", "names") if unlinked else ("entity", "entities")
            report.note(f"{counted(number, one, several)} written to {output}")
        elif not number:
            report.note("nothing was found")


def check_output(output: Path, linked: Path) -> None:
    """Make sure that a file can be written, and is not one of the corpus that it tells of.

    Raises:
        OutputError: It cannot, or it is.
    """
    if linked.resolve() in output.resolve().parents:
        raise OutputError(f"{output}: is inside the corpus; name a file outside {linked}")
    check_writable(output)


def _format_of(output: Path | None) -> str:
    if output is None:
        return "table" if is_terminal() else "jsonl"
    suffix = output.suffix.lower().removeprefix(".")
    if suffix not in _FORMATS[1:]:
        raise typer.BadParameter(f"{output}: name it .csv or .jsonl, or give --format")
    return suffix


def _opened(output: Path | None, form: str) -> AbstractContextManager[TextIO]:
    return standard_output(styled=form == "table") if output is None else replacing(output)


def _write(rows: Iterable[dict[str, Any]], columns: Sequence[str], out: TextIO, form: str) -> int:
    """Write rows as they come; return how many there were."""
    from enrich.records.record import dumps

    if form == "table":
        return _write_table(list(rows), out)
    if form == "csv":
        from enrich.writers.csv import write_rows

        # What is a list of spans, no cell can hold.
        cells = [name for name in columns if not (name == "mentions" and "times" in columns)]
        return write_rows(rows, cells, out)
    return sum(1 for _ in (out.write(f"{dumps(row)}\n") for row in rows))


def _write_table(rows: Sequence[Mapping[str, Any]], out: TextIO) -> int:
    from rich.console import Console

    from enrich.writers.table import TextTable

    if rows:
        cells = list(map(_cells, rows))
        console = Console(file=out, highlight=False, markup=False, emoji=False)
        console.print(TextTable("", list(cells[0]), [list(c.values()) for c in cells]))
    return len(rows)


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    """Return what a table shows of an entity, or of a name that is not linked."""
    shown = {
        "name": one_line(row["name"]),
        "kind": row["kind"],
        "documents": f"{row['documents']:,}",
        "n": f"{row['times'] if 'times' in row else row['mentions']:,}",
        "from, to": "\n".join(dict.fromkeys(filter(None, (row["first"], row["last"])))),
    }
    if "times" in row:
        return {**shown, "why": row["nil"], "for example": one_line(_around(row))}
    return {**shown, "id": row["id"], "also": one_line(", ".join(_others(row)))}


def _around(row: Mapping[str, Any]) -> str:
    """Return a few words around a name, for a table has no room for the sentence."""
    span, text = row["mentions"][0], row["text"]
    first, last = max(0, span["start"] - _BESIDE), span["end"] + _BESIDE
    before, after = "..." if first else "", "..." if last < len(text) else ""
    return f"{before}{text[first:last]}{after}"


def _others(row: Mapping[str, Any]) -> Iterator[str]:
    yield from (spelling for spelling in row["spellings"][:4] if spelling != row["name"])
