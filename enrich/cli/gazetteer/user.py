"""What ``enrich gazetteer add``, ``remove`` and ``refresh`` do to the user gazetteer."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from enrich.cli.live import opened_wikidata
from enrich.live.options import LiveOptions
from gazetteer.atomic import expanded
from gazetteer.errors import InputError
from gazetteer.ids import is_curie
from gazetteer.model import Entity, Kind, NameType
from gazetteer.net.asking import Budget
from gazetteer.reading import read_plain
from gazetteer.rowlines import line_of, row_of
from gazetteer.rows import Row
from gazetteer.store import Gazetteer
from gazetteer.store.adopt import prepare
from gazetteer.store.offices import merged_positions
from gazetteer.store.user import UserGazetteer, default_user_path, open_gazetteer
from gazetteer.wikidata.client import SOURCE
from gazetteer.wikidata.ids import item_number, number_of, qid

_LIVE: Final = (SOURCE, "geocoded")
_NOTHING: Final[tuple[Any, ...]] = (None, "", 0, [], (), (None, None))  # said of an entity
_NONE: Final = "not a place, person or organisation that Wikidata has"
_MOST_BYTES: Final = 1 << 30
_TAKEN: Final = (
    "id", "kind", "name", "country", "feature", "radius_km", "population", "description",
    "positions",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where entities go, beside which gazetteer they are used, and how Wikidata is asked."""

    gazetteer: Path | None
    user: str | None
    live: LiveOptions


def _user_at(path: str | None) -> UserGazetteer:
    return UserGazetteer(default_user_path() if path is None else expanded(path))


def add_entities(ids: Sequence[str], from_run: Path | None, shelf: Shelf) -> Iterator[str]:
    """Add items and what a run found; yield lines that sum it up.

    Raises:
        InputError: Not an id, unknown to Wikidata, or the file is not output of a run.
            What could be added then has been.
        ServiceError: Wikidata cannot be asked.
        GazetteerError: The file cannot be written.
    """
    numbers = [item_number(item) for item in ids]
    user = _user_at(shelf.user)
    rows: list[Row] = []
    missing: list[str] = []
    with open_gazetteer(shelf.gazetteer, "") as gazetteer:
        if numbers:
            with opened_wikidata(gazetteer, shelf.live) as wikidata:
                found = wikidata.rows(numbers)
            missing = [qid(number) for number in numbers if number not in found]
            rows += found.values()
        if from_run is not None:
            rows += _of_run(from_run, gazetteer, shelf.live)
    if rows:
        new, replaced = user.add(rows)
        names = ", ".join(row.name for row in rows[:5]) + (", ..." if len(rows) > 5 else "")
        yield f"{new} added, {replaced} brought up to date in {user.path}: {names}"
    elif not missing:
        yield "nothing was added: that run used neither Wikidata nor a geocoder"
    if missing:
        raise InputError(f"{', '.join(missing)}: {_NONE}, and not added")


def remove_entities(ids: Sequence[str], path: str | None) -> Iterator[str]:
    """Remove entities from the user gazetteer; yield a line that sums it up."""
    user = _user_at(path)
    gone = user.remove(ids)
    missing = [curie for curie in ids if curie not in gone]
    told = f"; not in it: {', '.join(missing)}" if missing else ""
    yield f"{len(gone)} removed from {user.path}{told}"


def refresh_entities(ids: Sequence[str], country: str | None, shelf: Shelf) -> Iterator[str]:
    """Ask again for what was added, and for the offices of people; yield lines that sum it up.

    Args:
        ids: Items; none for all that were added.
        country: Codes, with commas between, of states whose officials are asked for besides. Of
            those, only the ones whose offices are others now are kept.
        shelf: Where it goes and who is asked.
    """
    user = _user_at(shelf.user)
    held = user.rows()
    numbers = [item_number(item) for item in ids]
    if not ids:
        numbers = [number for curie in held if (number := _number(curie)) is not None]
    codes = country.split(",") if country else []
    if not numbers and not codes:
        yield "the user gazetteer has no items to refresh; --country CC takes people in office"
        return
    with (
        open_gazetteer(shelf.gazetteer, "") as gazetteer,
        opened_wikidata(gazetteer, shelf.live, anew=True) as wikidata,
    ):
        officials = _officials(codes, gazetteer, numbers)
        found = wikidata.rows(numbers)
        merged = _merged(found, held)
        rows = {row.id: _renewed(held.get(row.id), row) for row in found.values()}
        for number, learnt in wikidata.positions(officials).items():
            person = officials[number]
            row = replace(held.get(person.id) or _skeleton(person), positions=learnt)
            if learnt and (
                person.id in held or prepare(row, gazetteer).entity.roles != person.roles
            ):
                rows[person.id] = row
    changed = {
        curie: row for curie, row in rows.items()
        if curie not in held or line_of(row) != line_of(held[curie])
    }  # fmt: skip
    if changed:
        user.add(changed.values())
    user.remove(merged)
    for old, new in merged.items():
        yield f"{old} is now {new}: Wikidata has merged them"
    for number in numbers:
        if number not in found:
            yield f"{qid(number)}: {_NONE}; what is held stays"
    yield (
        f"{len(numbers) + len(officials)} refreshed, {len(changed)} of them changed; in {user.path}"
    )


def _officials(
    codes: Iterable[str], gazetteer: Gazetteer, numbers: Collection[int]
) -> dict[int, Entity]:
    """Return who is in office in some states, by the number of the item, less those asked for."""
    for code in codes:
        if gazetteer.area(code) is None:
            raise InputError(f"{code!r} is not a state the gazetteer knows")
    return {
        number: entity
        for entity in gazetteer.people_in_office(codes)
        if (number := number_of(entity.id_in("wikidata"))) and number not in numbers
    }


def _renewed(before: Row | None, row: Row) -> Row:
    """Return what is known now: what was written by hand stays, and is completed."""
    if before is None:
        return row
    names = tuple(dict.fromkeys((*row.names, *before.names)))
    if before.source.startswith(_LIVE):
        return replace(row, names=names)
    known = {
        field.name: value
        for field in fields(Row)
        if (value := getattr(before, field.name)) not in _NOTHING
    }
    positions = merged_positions(before.positions, row.positions)
    return replace(row, **{**known, "names": names, "positions": positions})


def _skeleton(person: Entity) -> Row:
    return Row(
        person.id, Kind.PERSON, person.name, country=person.country,
        prominence=person.prominence, source=SOURCE,
    )  # fmt: skip


def _merged(found: dict[int, Row], held: Mapping[str, Row]) -> dict[str, str]:
    """Return ids that are held and that Wikidata has merged into others, with those.

    What was held under such an id, names of the user's own among it, goes over to the other, in
    ``found``.
    """
    merged = {}
    for number, row in found.items():
        old = f"wikidata:{qid(number)}"
        if old != row.id and old in held:
            merged[old] = row.id
            found[number] = replace(
                row,
                names=tuple(dict.fromkeys((*row.names, *held[old].names))),
                same_as=tuple(dict.fromkeys((*row.same_as, old))),
            )
    return merged


def _of_run(path: Path, gazetteer: Gazetteer, options: LiveOptions) -> list[Row]:
    """Return what a run found live: from the cache where it is still there, else from its output.

    Nothing is asked for again.
    """
    entities = _live_entities(path)
    items = {curie: _number(curie) for curie in entities}
    numbers = [number for number in items.values() if number is not None]
    with opened_wikidata(gazetteer, options) as wikidata:
        whole = wikidata.rows(numbers, budget=Budget(0, 0.0), on_error=lambda _: None)
    return [
        whole[number] if (number := items[curie]) in whole else _row(entity, path)
        for curie, entity in entities.items()
    ]


def _number(curie: str) -> int | None:
    """Return the number of the item that an id is of, None where it is of none."""
    scheme, _, local = curie.partition(":")
    return number_of(local) if scheme == "wikidata" else None


def _live_entities(path: Path) -> dict[str, dict[str, Any]]:
    """Return the entities of a run's output that came from a live service, with their names."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path}: too large to be read")
        found = json.loads(read_plain(path))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: cannot be read as the JSON of a run: {error}") from error
    documents = found if isinstance(found, list) else [found]
    entities: dict[str, dict[str, Any]] = {}
    for document in documents:
        if not isinstance(document, dict) or not isinstance(document.get("entities"), list):
            raise InputError(f"{path}: is not output of enrich --format json")
        for entity in document["entities"]:
            if _is_live(entity):
                entities.setdefault(entity["id"], {**entity, "written": {}})
        mentions = document.get("mentions")
        for mention in mentions if isinstance(mentions, list) else ():
            record = mention if isinstance(mention, dict) else {}
            known = entities.get(str(record.get("entity_id")))
            if known and isinstance(record.get("text"), str):
                known["written"][record["text"]] = None
    return entities


def _is_live(entity: Any) -> bool:
    return (
        isinstance(entity, dict)
        and isinstance(entity.get("id"), str)
        and is_curie(entity["id"])
        and any(live in str(entity.get("source") or "") for live in _LIVE)
    )


def _row(entity: Mapping[str, Any], path: Path) -> Row:
    """Return what the output of a run says of an entity, which anyone may have changed."""
    curie, name = entity["id"], entity.get("name")
    names = [{"text": n, "type": NameType.VARIANT} for n in entity["written"] if n != name]
    ids = {key: entity.get(key) for key in ("wikidata", "geonames")}
    dates = [entity.get("valid_from"), entity.get("valid_to")]
    lat, lon = entity.get("lat"), entity.get("lon")
    told = {
        **{key: entity.get(key) for key in _TAKEN},
        **{key: value for key, value in ids.items() if curie != f"{key}:{value}"},
        "source": SOURCE if SOURCE in entity["source"] else entity["source"],
        "names": names,
        "area": entity.get("country"),
        "point": None if lat is None or lon is None else {"lat": lat, "lon": lon},
        "valid": dates if any(dates) else None,
    }
    try:
        return row_of(json.dumps({key: value for key, value in told.items() if value}))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: entity {curie!r} cannot be added: {error}") from error
