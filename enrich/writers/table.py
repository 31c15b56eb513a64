"""Tables for a person at a terminal: places, people, organisations, and what was not linked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TextIO

from enrich.escape import one_line
from enrich.model import Link, Result
from enrich.writers.records import Tally, place_fields, roles_text, tally
from gazetteer.model import Entity, Kind

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["entity_table", "write"]

_TITLES = {Kind.PLACE: "Places", Kind.PERSON: "People", Kind.ORGANISATION: "Organisations"}


def write(results: Iterable[Result], out: TextIO, *, layer: str = "places") -> None:
    """Write tables of each document; with colour where ``out`` is a terminal.

    Args:
        results: One per document.
        out: Where to.
        layer: Not used.
    """
    del layer
    from rich.console import Console

    console = Console(file=out, highlight=False, markup=False, emoji=False, soft_wrap=False)
    for result in results:
        _print_result(console, result)


def _print_result(console: Console, result: Result) -> None:
    title = f" {one_line(result.document.title)}" if result.document.title else ""
    console.print(f"{one_line(result.document.id)}{title}", style="bold")
    if not result.links:
        console.print("nothing found")
    counted = tally(result.links)
    for kind, heading in _TITLES.items():
        rows = [row for row in counted.values() if row.entity.kind is kind]
        if rows:
            console.print(_kind_table(heading, kind, rows))
    if result.unlinked:
        console.print(f"Not linked: {', '.join(_names(result.unlinked))}")
    console.print()


def _names(links: Iterable[Link]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for link in links:
        seen.setdefault(one_line(link.mention.text), str(link.nil or ""))
    return (f"{text} ({nil})" if nil else text for text, nil in seen.items())


def _table(heading: str, columns: Iterable[str]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(title=heading, title_justify="left", title_style="bold cyan", box=box.SIMPLE_HEAD)
    for column in columns:
        numeric = column in {"n", "score", "lat, lon", "± km"}
        table.add_column(
            column,
            justify="right" if numeric else "left",
            no_wrap=numeric or column in {"id", "kind"},
            overflow="fold",
        )
    return table


def _kind_table(heading: str, kind: Kind, rows: Iterable[Tally]) -> Table:
    where = ("in", "± km", "roles") if kind is Kind.PLACE else ("who or what",)
    table = _table(heading, ("name", "n", *where, "id", "score"))
    for row in rows:
        entity = row.entity
        about = (
            (_container(entity), _radius(entity), roles_text(row.roles))
            if kind is Kind.PLACE
            else (one_line(entity.description),)
        )
        cells = (one_line(entity.name), str(row.mentions), *about, entity.id, f"{row.score:.2f}")
        table.add_row(*cells)
    return table


def _container(entity: Entity) -> str:
    parts = (*reversed(entity.admin), entity.country)
    return one_line(", ".join(part for part in parts if part))


def _radius(entity: Entity) -> str:
    radius_km = place_fields(entity)["radius_km"]
    return "" if radius_km is None else f"{radius_km:g}"


def entity_table(rows: Iterable[tuple[Entity, str]]) -> Table:
    """Return a table of entities, each with the name under which it was found.

    Args:
        rows: Entities and the name that matched where it is not the one shown.
    """
    table = _table("", ("id", "kind", "name", "matched", "about", "lat, lon"))
    for entity, matched in rows:
        about = _container(entity) if entity.kind is Kind.PLACE else one_line(entity.description)
        point = entity.point
        table.add_row(
            entity.id,
            str(entity.kind),
            one_line(entity.name),
            one_line(matched),
            " ".join(part for part in (about, entity.feature) if part),
            f"{point.lat:.2f}, {point.lon:.2f}" if point else "",
        )
    return table
