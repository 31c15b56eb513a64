"""A gazetteer that holds slices of Wikidata, brought up to date without being built anew.

Asked for is what changed since a day: among the items held, and among all that belongs to the
slices that the manifest names, so that newcomers are found. What Wikidata says of an entity that
came from it takes the place of what was held; an entity of another source is completed by it.
All names of the gazetteer are in memory meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from gazetteer.build.writer import Builder
from gazetteer.errors import ArgumentError
from gazetteer.model import Kind, Position
from gazetteer.names import fold
from gazetteer.rows import Row
from gazetteer.sources.options import BuildOptions, Report
from gazetteer.sources.stored import StoredRows
from gazetteer.store.offices import description_since, merged_positions
from gazetteer.wikidata.ids import number_of
from gazetteer.wikidata.slice_source import NAME, iter_rows
from gazetteer.wikidata.slices import Brought, Slice, slice_of

HELD: Final = "held"
_UNSAID: Final = (None, "", (), 0, 0.0, (None, None))


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh changed.

    Attributes:
        new: Entities that were not held.
        changed: Entities of which something else is known now.
        offices: Terms in office that begin and were not held, of people who were.
        ended: Terms that were open and have an end now.
        deaths: People who were held as living and are not.
        build: Id of the new file.
    """

    new: int
    changed: int
    offices: int
    ended: int
    deaths: int
    build: str


def slices_since(path: Path, since: str) -> list[tuple[Slice, BuildOptions]]:
    """Return what is to be asked for: what changed among the items held, and in each slice.

    Args:
        path: Of the gazetteer.
        since: The day, ISO 8601.

    Raises:
        ArgumentError: The gazetteer holds no slice of Wikidata.
        GazetteerError: It is missing or damaged.
    """
    stored = StoredRows(path)
    try:
        told = _slices_of(stored.manifest, path)
        held = sorted({
            number
            for row in stored.iter_rows(f"s.name = '{NAME}'")
            if (number := _number(row)) is not None
        })  # fmt: skip
    finally:
        stored.close()
    found = [(replace(slice_of(one["slice"]), since=since), _options(one)) for one in told]
    if held:
        # Who has left a slice, such as by another citizenship, is kept: nothing is left out.
        languages = tuple(sorted({code for one in told for code in one["slice"]["languages"]}))
        every = BuildOptions(languages=frozenset(languages))
        found.append((Slice(HELD, (), 0, languages, since, tuple(held)), every))
    return found


def refresh(
    path: Path, output: Path, slices: Iterable[tuple[Brought, BuildOptions]], today: str
) -> Refreshed:
    """Write a gazetteer with what slices that were brought say; whole or not at all.

    Args:
        path: The gazetteer; stays as it is where ``output`` is another file.
        output: Where the new one goes.
        slices: From ``slices_since``, all of their pages brought.
        today: The day of the answers, for the manifest.

    Raises:
        SourceError: A page is missing.
        OutputError: The file cannot be written.
    """
    report = Report()
    learnt: dict[int, Row] = {}
    for brought, options in slices:
        for row in iter_rows(brought.folder, options, report):
            learnt.setdefault(int(row.id.rpartition("Q")[2]), row)
    stored = StoredRows(path)
    counts: Counter[str] = Counter()
    try:
        with Builder(output) as builder:
            builder.add(_iter_renewed(stored.iter_rows(), learnt, counts))
            builder.add_former_ids(stored.former_ids(), strict=False)
            counts["new"] = len(learnt)
            builder.add(learnt.values(), strict=False)
            counts["new"] -= builder.merged  # known under another id, such as a GeoNames one
            counts["changed"] += builder.merged
            builder.add_person_words(stored.person_words())
            manifest = builder.finish(_dated(stored.manifest["sources"], today))
    finally:
        stored.close()
    counted = {field.name: counts[field.name] for field in fields(Refreshed)[:-1]}
    return Refreshed(**counted, build=manifest["build"])


def _iter_renewed(
    rows: Iterator[Row], learnt: dict[int, Row], counts: Counter[str]
) -> Iterator[Row]:
    """Yield what is held, brought up to date; what has found its entity is learnt no more."""
    for row in rows:
        number = _number(row)
        fresh = learnt.pop(number, None) if number is not None else None
        if fresh is None or fresh.kind is not row.kind:
            yield row
            continue
        renewed = _renewed(row, fresh)
        _count(row, renewed, counts)
        yield renewed


def _renewed(held: Row, fresh: Row) -> Row:
    names = tuple(dict.fromkeys((*fresh.names, *held.names)))
    same_as = tuple(dict.fromkeys((*held.same_as, *fresh.same_as)))
    kept: Mapping[str, Any] = {"names": names, "same_as": same_as}
    if held.source == NAME:
        own = {name: getattr(held, name) for name in ("id", "code", "geometry", "wikidata")}
        known = {
            name: getattr(held, name)
            for name in ("geonames", "area", "feature", "point", "country", "radius_km")
            if getattr(fresh, name) is None
        }
        return replace(fresh, **own, **known, **kept)
    own_scheme = held.id.partition(":")[0]  # its number is in the id already
    filled = {
        field.name: getattr(fresh, field.name)
        for field in fields(Row)
        if getattr(held, field.name) in _UNSAID and field.name not in {"wikidata", own_scheme}
    }
    start, end = held.valid
    positions = merged_positions(held.positions, fresh.positions)
    return replace(
        held, **{
            **filled, **kept,
            "positions": positions,
            "description": description_since(held.description, held.positions, positions)
            or fresh.description,
            "valid": (start or fresh.valid[0], end or fresh.valid[1]),
            "prominence": max(held.prominence, fresh.prominence),
        },
    )  # fmt: skip


def _count(held: Row, renewed: Row, counts: Counter[str]) -> None:
    counts["changed"] += _comparable(held) != _comparable(renewed)
    if renewed.kind is not Kind.PERSON:
        return
    counts["deaths"] += held.valid[1] is None and renewed.valid[1] is not None
    before = {_term(p): p for p in held.positions}
    for position in renewed.positions:
        known = before.get(_term(position))
        counts["offices"] += known is None
        counts["ended"] += bool(known and known.end is None and position.end)


def _term(position: Position) -> tuple[str, str | None]:
    return position.title, position.start


def _comparable(row: Row) -> Row:
    """Return a row as a file holds it: of names, keys; of fractions, some places."""
    keys = {fold(name.text) for name in row.names} | {fold(row.name)}
    return replace(
        row, names=(), same_as=tuple(sorted({*row.same_as, *keys})),
        prominence=round(row.prominence, 4),
    )  # fmt: skip


def _number(row: Row) -> int | None:
    """Return the number of the item that an entity is."""
    return number_of(row.wikidata or row.id.removeprefix("wikidata:"))


def _slices_of(manifest: Mapping[str, Any], path: Path) -> list[dict[str, Any]]:
    told = [source for source in manifest["sources"] if "slice" in source]
    if not told:
        raise ArgumentError(
            f"{path}: holds no slice of Wikidata, so that nothing says what to ask for; build it"
            " with wikidata-query:people, or refresh what you have added without --since"
        )
    return told


def _options(told: Mapping[str, Any]) -> BuildOptions:
    kept: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, list) else value
        for name, value in told["options"].items()
    }
    return BuildOptions(**kept)


def _dated(sources: Iterable[Mapping[str, Any]], today: str) -> list[dict[str, Any]]:
    return [{**source, "date": today} if "slice" in source else dict(source) for source in sources]
