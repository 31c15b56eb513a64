"""A progress bar on standard error, for a person who waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from enrich.documents import is_table
from enrich.model import Result

__all__ = ["count_documents", "with_progress"]

_LARGEST: Final = 500_000_000  # bytes of a table that are read once more to count its documents
_PIECE: Final = 1 << 20


def count_documents(files: Iterable[str], input_format: str | None = None) -> int | None:
    """Return how many documents there are, or None where only reading would tell.

    Lines of a .jsonl file and rows of a table are counted without being read: one that turns out
    to be none counts too.

    Args:
        files: As given; "-" is standard input.
        input_format: What ``--input-format`` says that they are.
    """
    total = 0
    for file in files:
        path = Path(file)
        if not is_table(file, input_format):
            total += 1
        elif file == "-" or not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        else:
            quoted = (input_format or path.suffix.lower().lstrip(".")) in {"csv", "tsv"}
            total += max(0, _lines(path, quoted=quoted) - quoted)  # a table has a line of names
    return total


def _lines(path: Path, *, quoted: bool) -> int:
    """Count lines that are not empty, those inside of quotes not."""
    lines, inside, last = 0, False, b"\n"
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            for index, part in enumerate(piece.split(b'"') if quoted else [piece]):
                inside ^= index > 0
                if not inside:
                    # What ends a line that is empty ends none.
                    lines += part.count(b"\n") - (last + part).replace(b"\r", b"").count(b"\n\n")
                last = part[-1:] or last
            last = piece[-1:]
    return lines + (last != b"\n")


def with_progress(results: Iterable[Result], total: int | None) -> Iterator[Result]:
    """Pass results on; a bar appears with the second, so that a single one costs nothing.

    Args:
        results: One per document.
        total: How many documents there are, or None where only reading would tell.
    """
    iterator = iter(results)
    first = next(iterator, None)
    if first is None:
        return
    yield first
    second = next(iterator, None)
    if second is None:
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("documents", total=total, completed=2)
        yield second
        for result in iterator:
            progress.advance(task)
            yield result
