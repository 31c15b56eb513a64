"""A progress bar on standard error, for a person who waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from enrich.model import Result

__all__ = ["with_progress"]


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
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("documents", total=total, completed=2)
        yield second
        for result in iterator:
            progress.advance(task)
            yield result
