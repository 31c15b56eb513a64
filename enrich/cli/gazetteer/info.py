"""``enrich gazetteer info`` and ``sources``: what a gazetteer is made of, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from enrich.cli.options import GAZETTEER, TEXT_OR_JSON
from enrich.cli.streams import reporting, standard_output

INFO_EXAMPLES = """\
enrich gazetteer info
enrich gazetteer info world.gaz --format json"""
SOURCES_EXAMPLES = """\
enrich gazetteer sources
enrich gazetteer sources --format json"""

InfoPath = Annotated[
    Path | None,
    typer.Argument(
        metavar="PATH", show_default=False, help="A gazetteer; otherwise the embedded one."
    ),
]


def info(
    path: InfoPath = None, *, gazetteer: Path | None = GAZETTEER, format_: str = TEXT_OR_JSON
) -> None:
    """Show what a gazetteer is made of: build, counts, sources.

    Sources are listed with their dates and licences.
    """
    if path is not None and gazetteer is not None:
        raise typer.BadParameter("PATH and --gazetteer mean the same: give only one")
    with reporting():
        from enrich.records.record import dumps
        from gazetteer.store import Gazetteer

        with Gazetteer.open(path or gazetteer) as opened, standard_output() as out:
            file = opened.path
            about = {"path": str(file), "bytes": file.stat().st_size, **opened.manifest}
            lines = [dumps(about)] if format_ == "json" else _about(about)
            out.writelines(f"{line}\n" for line in lines)


def sources(*, gazetteer: Path | None = GAZETTEER, format_: str = TEXT_OR_JSON) -> None:
    """Show the sources of a gazetteer and how to credit them.

    With the licence of each source and the attribution it asks for.
    """
    with reporting():
        from enrich.records.record import dumps
        from gazetteer.store import Gazetteer

        with Gazetteer.open(gazetteer) as opened, standard_output() as out:
            held = opened.manifest["sources"]
            lines = [dumps(held)] if format_ == "json" else _credits(held)
            out.writelines(f"{line}\n" for line in lines)


def _about(about: Mapping[str, Any]) -> Iterator[str]:
    for key in ("path", "bytes", "build", "built_at", "schema"):
        yield f"{key}: {about[key]}"
    yield from _counts(about["counts"])
    yield f"merged: {about['merged']:,}"
    for key, title in (
        ("conflicts", "conflicts left"),
        ("problems", "passed over"),
        ("countries", "countries"),
    ):
        if about.get(key):
            yield f"{title}:"
            yield from (f"    {line}" for line in _counts(about[key]))
    yield "sources:"
    yield from (f"    {line}" for line in _credits(about["sources"]))


def _counts(counts: Mapping[str, int]) -> Iterator[str]:
    return (f"{key}: {number:,}" for key, number in counts.items())


def _credits(sources: list[dict[str, Any]]) -> Iterator[str]:
    for source in sources:
        date = f" ({source['date']})" if source.get("date") else ""
        rows = f", {source['rows']:,} rows" if source.get("rows") is not None else ""
        yield f"{source['name']}{date}, {source['licence']}{rows}"
        for key in ("attribution", "url", "path"):
            if source.get(key):
                yield f"    {source[key]}"
