"""``enrich gazetteer add``, ``remove`` and ``refresh``: the user gazetteer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from enrich.commands.live import opened_wikidata
from enrich.live.options import LiveOptions
from gazetteer.asking import Budget
from gazetteer.errors import InputError, ServiceError
from gazetteer.ids import is_curie
from gazetteer.layers import prepare
from gazetteer.model import Kind, NameType
from gazetteer.rowlines import row_of
from gazetteer.rows import Row
from gazetteer.store import Gazetteer
from gazetteer.user import UserGazetteer, default_user_path, open_gazetteer
from gazetteer.wikidata.client import SOURCE
from gazetteer.wikidata.ids import item_number, number_of, qid

__all__ = ["Order", "add_entities", "refresh_entities", "remove_entities"]

_LIVE: Final = (SOURCE, "geocoded")
_MOST_BYTES: Final = 1 << 30
_TAKEN: Final = (
    "id", "kind", "name", "country", "feature", "radius_km", "population", "description",
    "positions", "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """Where entities go and who is asked.

    Attributes:
        gazetteer: The gazetteer that they are used beside; None for the embedded one.
        user: The user gazetteer; None for the default one.
        live: How Wikidata is asked.
    """

    gazetteer: str | Path | None
    user: str | None
    live: LiveOptions | None

    @property
    def options(self) -> LiveOptions:
        """How Wikidata is asked."""
        return self.live or LiveOptions(wikidata=True, required=True)

    def user_gazetteer(self) -> UserGazetteer:
        """The user gazetteer.

        Raises:
            InputError: There is to be none.
        """
        return _user_at(self.user)


def _user_at(path: str | None) -> UserGazetteer:
    if path == "":
        raise InputError("--user-gazetteer none: there is nothing to add to or remove from")
    return UserGazetteer(default_user_path() if path is None else Path(path).expanduser())


def add_entities(ids: Sequence[str], from_run: Path | None, order: Order) -> Iterator[str]:
    """Add items and what a run found; yield lines that sum it up.

    Raises:
        InputError: An id is none, or the file is no output of a run.
        ServiceError: Wikidata cannot be asked.
        GazetteerError: The file cannot be written.
    """
    numbers = [item_number(item) for item in ids]
    user = order.user_gazetteer()
    rows: list[Row] = []
    with open_gazetteer(order.gazetteer, "") as gazetteer:
        if numbers:
            with opened_wikidata(gazetteer, order.options) as wikidata:
                found = wikidata.rows(numbers)
            for number in numbers:
                if number not in found:
                    yield f"{qid(number)}: no place, person or organisation that Wikidata has"
            rows += found.values()
        if from_run is not None:
            rows += _of_run(from_run, gazetteer, order.options)
    if not rows:
        yield "nothing was added"
        return
    new, replaced = user.add(rows)
    names = ", ".join(row.name for row in rows[:5]) + (", ..." if len(rows) > 5 else "")
    yield f"{new} added, {replaced} brought up to date in {user.path}: {names}"


def remove_entities(ids: Sequence[str], path: str | None) -> Iterator[str]:
    """Remove entities; yield a line that sums it up.

    Raises:
        InputError: An id is none.
        GazetteerError: The file cannot be written.
    """
    curies = [curie if ":" in curie else f"wikidata:{curie}" for curie in ids]
    for curie in curies:
        if not is_curie(curie):
            raise InputError(f"{curie!r} is no id; ids look like Q58217 or geonames:616052")
    user = _user_at(path)
    gone = user.remove(curies)
    missing = [curie for curie in curies if curie not in gone]
    told = f"; not in it: {', '.join(missing)}" if missing else ""
    yield f"{len(gone)} removed from {user.path}{told}"


def refresh_entities(ids: Sequence[str], country: str | None, order: Order) -> Iterator[str]:
    """Ask again for what was added, and for the offices of people; yield lines that sum it up.

    Raises:
        InputError: An id is none, or the state is not known.
        ServiceError: Wikidata cannot be asked.
        GazetteerError: The file cannot be written.
    """
    user = order.user_gazetteer()
    held = user.rows()
    numbers = [item_number(item) for item in ids]
    if not numbers and country is None:
        numbers = [number for curie in held if (number := _number(curie)) is not None]
    codes = [code.upper() for code in (country or "").split(",") if code]
    rows: list[Row] = []
    merged: dict[str, str] = {}
    with open_gazetteer(order.gazetteer, "") as gazetteer:
        for code in codes:
            if gazetteer.area(code) is None:
                raise InputError(f"{code!r} is no state that the gazetteer knows")
        with opened_wikidata(gazetteer, order.options, anew=True) as wikidata:
            found = wikidata.rows(numbers)
            merged = _merged(found, held)
            rows += {row.id: row for row in found.values()}.values()
            officials = {
                number: entity
                for entity in gazetteer.people_in_office(codes)
                if (number := number_of(entity.id_in("wikidata"))) and number not in numbers
            }
            for number, positions in wikidata.positions(officials).items():
                if positions:
                    person = officials[number]
                    rows.append(
                        Row(person.id, Kind.PERSON, person.name, country=person.country,
                            prominence=person.prominence, positions=list(positions),
                            source=SOURCE)
                    )  # fmt: skip
        changed = sum(_changes(row, held, gazetteer) for row in rows)
    if not rows:
        yield "nothing was asked for: the user gazetteer holds no item; --country CC asks for more"
        return
    user.add(rows)
    user.remove(merged)
    for old, new in merged.items():
        yield f"{old} is {new} now: Wikidata has merged them"
    yield f"{len(rows)} asked for again, {changed} of them changed; in {user.path}"


def _merged(found: Mapping[int, Row], held: Mapping[str, Row]) -> dict[str, str]:
    """Return ids that are held and that Wikidata has merged into others, with those.

    What was held under such an id, names of the user's own among it, goes over to the other.
    """
    merged = {}
    for number, row in found.items():
        old = f"wikidata:{qid(number)}"
        if old != row.id and old in held:
            merged[old] = row.id
            row.names += [name for name in held[old].names if name not in row.names]
            row.same_as = tuple(dict.fromkeys((*row.same_as, old)))
    return merged


def _changes(row: Row, held: Mapping[str, Row], gazetteer: Gazetteer) -> bool:
    before = held.get(row.id)
    if before is None:
        before = Row(row.id, row.kind, row.name, country=row.country)
    return prepare(before, gazetteer).entity != prepare(row, gazetteer).entity


# ------------------------------------------------------------------------------- of a run


def _of_run(path: Path, gazetteer: Gazetteer, options: LiveOptions) -> list[Row]:
    """Return what a run found live: from the cache where it is still there, else from its output.

    Nothing is asked for again.
    """
    entities = _live_entities(path)
    items = {n: e for e in entities.values() if (n := _item(e)) is not None}
    nothing = Budget(0, 0.0)
    failures: list[ServiceError] = []
    with opened_wikidata(gazetteer, options) as wikidata:
        whole = wikidata.rows(items, budget=nothing, on_error=failures.append)
    return [
        whole[number] if (number := _item(entity)) in whole else _row(entity, path)
        for entity in entities.values()
    ]


def _item(entity: Mapping[str, Any]) -> int | None:
    return _number(str(entity["id"]))


def _number(curie: str) -> int | None:
    """Return the number of the item that an id is of, None where it is of none."""
    scheme, _, local = curie.partition(":")
    return number_of(local) if scheme == "wikidata" else None


def _live_entities(path: Path) -> dict[str, dict[str, Any]]:
    """Return the entities of a run's output that came from a live service, with their names."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path}: larger than any output that can be read at once")
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: cannot be read as the JSON of a run: {error}") from error
    documents = found if isinstance(found, list) else [found]
    entities: dict[str, dict[str, Any]] = {}
    for document in documents:
        if not isinstance(document, dict) or not isinstance(document.get("entities"), list):
            raise InputError(f"{path}: is no output of enrich --format json")
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
        and str(entity.get("source") or "").startswith(_LIVE)
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
        "names": names,
        "area": entity.get("country"),
        "point": None if lat is None or lon is None else {"lat": lat, "lon": lon},
        "valid": dates if any(dates) else None,
    }
    try:
        return row_of(json.dumps({key: value for key, value in told.items() if value}))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: entity {curie!r} cannot be added: {error}") from error
