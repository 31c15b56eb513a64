"""Tables for a person at a terminal: places, people, organisations, and what was not linked."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal, TextIO

from enrich.model import Link, Result
from enrich.records.record import place_fields
from enrich.records.tally import HEADINGS, Tally, role_counts, tally
from enrich.text.escape import one_line
from gazetteer.model import Entity, Kind

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

_NUMERIC: Final = {"n", "documents", "score", "prom.", "lat, lon", "± km"}
_WHOLE: Final = _NUMERIC | {"kind", "from, to"}
_GAP: Final = 2
_LEAST: Final = 12  # columns a word may be broken to


def write(results: Iterable[Result], out: TextIO) -> None:
    """Write tables of each document; with colour where ``out`` is a terminal."""
    from rich.console import Console

    console = Console(file=out, highlight=False, markup=False, emoji=False, soft_wrap=False)
    for result in results:
        _print_result(console, result)


def _print_result(console: Console, result: Result) -> None:
    title = f" {one_line(result.document.title)}" if result.document.title else ""
    console.print(f"{one_line(str(result.document.id))}{title}", style="bold")
    if not result.links:
        console.print("nothing found")
    counted = tally(result.links)
    for kind, heading in HEADINGS.items():
        rows = [row for row in counted.values() if row.entity.kind is kind]
        if rows:
            console.print(_kind_table(heading, kind, rows))
            console.print()
    for line in _unlinked(result.unlinked):
        console.print(line)
    if result.unlinked or not result.links:
        console.print()


def _unlinked(links: Iterable[Link]) -> Iterator[str]:
    """Return a line per reason, with every text once."""
    texts: dict[str, dict[str, None]] = {}
    for link in links:
        reason = f" ({link.nil})" if link.nil else ""
        texts.setdefault(reason, {})[one_line(link.mention.text)] = None
    return (f"Not linked{reason}: {', '.join(found)}" for reason, found in texts.items())


class TextTable:
    """A table as wide as the terminal, which breaks words only where it must.

    Empty columns are left out. Numbers and kinds keep their width; the other columns give way, the
    widest first: down to their longest word, then words are broken, and ids last of all.
    """

    def __init__(self, heading: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self._heading = heading
        used = [n for n in range(len(columns)) if any(row[n] for row in rows)]
        self._columns = [columns[n] for n in used]
        self._rows = [[row[n] for n in used] for row in rows]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich import box
        from rich.table import Table

        table = Table(
            title=self._heading or None,
            title_justify="left",
            title_style="bold cyan",
            box=box.SIMPLE_HEAD,
            show_edge=False,
            pad_edge=False,
            padding=(0, 1, 0, 0),
        )
        widths = self._widths(options.max_width - _GAP * (len(self._columns) - 1))
        for column, width in zip(self._columns, widths, strict=True):
            justify: Literal["left", "right"] = "right" if column in _NUMERIC else "left"
            table.add_column(column, justify=justify, width=width, overflow="fold")
        for row in self._rows:
            cells = zip(row, widths, strict=True)
            table.add_row(*(_wrapped(cell, width) for cell, width in cells))
        yield table

    def _widths(self, room: int) -> list[int]:
        from rich.cells import cell_len

        widths, floors = [], []
        for name, *cells in zip(self._columns, *self._rows, strict=True):
            lines = [name, *(line for cell in cells for line in cell.split("\n"))]
            width = min(max(map(cell_len, lines)), max(room, 1))
            word = max(cell_len(word) for cell in (name, *cells) for word in _words(cell))
            widths.append(width)
            floors.append(_floors(name, width, word))
        for floor in zip(*floors, strict=True):
            while sum(widths) > room:
                spare = [n for n, width in enumerate(widths) if width > floor[n]]
                if not spare:
                    break
                widths[max(spare, key=lambda n: (widths[n], -n))] -= 1
        return widths


def _floors(name: str, width: int, word: int) -> tuple[int, ...]:
    """Return how narrow a column may become, at first and when that is not enough."""
    if name in _WHOLE:
        return width, width, width, 1
    whole = min(width, word)
    broken = min(whole, _LEAST)
    return whole, whole if name == "id" else broken, broken, 1


def _words(text: str) -> list[str]:
    """Return what a line may be broken between: words, and their parts after hyphens."""
    return re.split(r"\s+|(?<=[\w.]-)(?=\w)", text)


def _wrapped(text: str, width: int) -> str:
    lines = text.split("\n")
    return "\n".join("\n".join(textwrap.wrap(line, width)) for line in lines)


def _kind_table(heading: str, kind: Kind, rows: Iterable[Tally]) -> TextTable:
    where = ("in", "± km", "roles") if kind is Kind.PLACE else ("who or what",)
    cells = []
    for row in rows:
        entity = row.entity
        about: tuple[str, ...] = (one_line(entity.description),)
        if kind is Kind.PLACE:  # a county would not fit beside the first-order area
            region = _within(*entity.admin[:1], entity.country)
            about = (region, _radius(entity), _roles(row))
        name, score = one_line(entity.name), f"{row.score:.2f}"
        cells.append((name, str(row.mentions), *about, entity.id, score))
    return TextTable(heading, ("name", "n", *where, "id", "score"), cells)


def _roles(row: Tally) -> str:
    """Return a role a line, with its count where a place has several.

    Its probability follows in brackets where a model told it: the mean over its mentions.
    """
    counts = role_counts(row.roles)
    likely = {
        str(role): f" ({sum(told) / len(told):.2f})" for role, told in row.told.items() if told
    }
    return "\n".join(
        f"{role}{f' {count}' if len(counts) > 1 else ''}{likely.get(role, '')}"
        for role, count in counts.items()
    )


def _within(*areas: str | None) -> str:
    return one_line(", ".join(area for area in areas if area))


def _radius(entity: Entity) -> str:
    radius_km = place_fields(entity)["radius_km"]
    return "" if radius_km is None else f"{radius_km:g}"


def entity_table(rows: Iterable[tuple[Entity, Sequence[str]]]) -> RenderableType:
    """Return a table of entities, with their prominence: 0 to 1, by which namesakes are ordered.

    Args:
        rows: Each entity with the spellings of it that match; those that differ from the name shown
            stand in brackets behind it.
    """
    cells = []
    for entity, spellings in rows:
        about = one_line(entity.description)
        if entity.kind is Kind.PLACE:
            about = _within(*reversed(entity.admin), entity.country)
        feature = f"({entity.feature})" if entity.feature else ""
        where = " ".join(part for part in (about, feature) if part)
        others = ", ".join(one for one in spellings if one != entity.name)
        name = one_line(f"{entity.name} ({others})" if others else entity.name)
        known = f"{entity.prominence:.2f}"
        point = f"{entity.point.lat:.2f}, {entity.point.lon:.2f}" if entity.point else ""
        cells.append((entity.id, str(entity.kind), name, where, known, point))
    return TextTable("", ("id", "kind", "name", "about", "prom.", "lat, lon"), cells)
