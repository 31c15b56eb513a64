"""``decisions.toml``: read with every mistake named, written so that comments survive."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from enrich.decisions.model import Action, Decision, Decisions
from gazetteer.errors import InputError
from gazetteer.ids import is_curie
from gazetteer.model import Kind, Name, NameType, Point
from gazetteer.rows import Row

__all__ = ["NAME", "parse_decisions", "read_decisions"]

NAME: Final = "decisions.toml"
"""What the file is called that is used where it lies in the current folder."""

_SECTIONS: Final = frozenset({"decision", "merge", "entity"})
_KEYS: Final = {
    "decision": frozenset("name action entity kind document occurrence note".split()),
    "merge": frozenset({"id", "into", "note"}),
    "entity": frozenset("id name names kind lat lon country feature radius_km description".split()),
}
_MOST_BYTES: Final = 64 << 20
_SOURCE: Final = "decisions"
Table = Mapping[str, Any]


def read_decisions(path: Path) -> Decisions:
    r"""Read a file of decisions.

    Args:
        path: The file.

    Raises:
        InputError: It cannot be read, or an entry is none; the message says which and why.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, "decisions.toml")
        ...     _ = path.write_text('[[decision]]\nname = "Paris"\naction = "reject"\n')
        ...     read_decisions(path).entries[0].action
        <Action.REJECT: 'reject'>
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path}: larger than any file of decisions")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    return parse_decisions(data, path)


def parse_decisions(data: bytes, path: Path) -> Decisions:
    """Return the decisions that a file holds, or would hold.

    Args:
        data: Its content.
        path: Where it lies, for messages.

    Raises:
        InputError: It is no TOML, or an entry is no decision.
    """
    try:
        return _decisions(tomllib.loads(data.decode()), path.name, hashlib.sha256(data).hexdigest())
    except _Mistake as error:
        raise InputError(f"{path}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: no TOML: {error}") from error


class _Mistake(ValueError):
    """An entry breaks a rule."""


def _decisions(found: Table, name: str, digest: str) -> Decisions:
    if unknown := found.keys() - _SECTIONS:
        raise _Mistake(
            f"[[{min(unknown)}]] is no section; there are [[decision]], [[merge]] and [[entity]]"
        )
    entries = tuple(_each(found, "decision", _decision))
    _refuse_contradictions(entries)
    return Decisions(
        entries,
        _merges(list(_each(found, "merge", _merge))),
        _entities(list(_each(found, "entity", _entity))),
        file=name,
        digest=digest,
    )


def _each(found: Table, section: str, read: Callable[[Table, int], Any]) -> Iterator[Any]:
    tables = found.get(section, [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise _Mistake(f"write [[{section}]] with two brackets, once for each")
    for number, table in enumerate(tables, 1):
        try:
            _refuse_unknown(table, section)
            yield read(table, number)
        except _Mistake as error:
            raise _Mistake(f"[[{section}]] number {number}: {error}") from error


def _refuse_unknown(table: Table, section: str) -> None:
    if unknown := table.keys() - _KEYS[section]:
        known = ", ".join(sorted(_KEYS[section]))
        raise _Mistake(f"unknown key {min(unknown)!r}; there are {known}")


def _decision(table: Table, number: int) -> Decision:
    action = _choice(table, "action", tuple(Action))
    if action is None:
        raise _Mistake(f"action is missing; one of {', '.join(Action)}")
    entity = _curie(table, "entity")
    if action == Action.REPLACE and entity is None:
        raise _Mistake("replace needs the id of an entity")
    occurrence = table.get("occurrence")
    if occurrence is not None and (type(occurrence) is not int or occurrence < 1):
        raise _Mistake("occurrence is a whole number from 1")
    document = _string(table, "document")
    if occurrence is not None and document is None:
        raise _Mistake("occurrence needs the document that it counts in")
    kind = _choice(table, "kind", tuple(Kind))
    return Decision(
        name=_required(table, "name"),
        action=Action(action),
        entity=entity,
        kind=None if kind is None else Kind(kind),
        document=document,
        occurrence=occurrence,
        note=_string(table, "note") or "",
        number=number,
    )


def _refuse_contradictions(entries: tuple[Decision, ...]) -> None:
    seen: dict[Any, Decision] = {}
    for entry in entries:
        rejects = entry.action is Action.REJECT and entry.entity is not None
        key = (entry.scope, entry.entity if rejects else None)
        for other in (seen.get(key), None if rejects else seen.get((entry.scope, "any"))):
            if other is not None:
                same = (other.action, other.entity) == (entry.action, entry.entity)
                what = "repeats" if same else "contradicts"
                raise _Mistake(
                    f"[[decision]] number {entry.number}: {what} number {other.number} on"
                    f" {entry.name!r}; remove one, or give it another document or occurrence"
                )
        seen[key] = entry
        if not rejects:
            seen[entry.scope, "any"] = entry


def _merge(table: Table, _: int) -> tuple[str, str]:
    one, other = _curie(table, "id"), _curie(table, "into")
    if one is None or other is None:
        raise _Mistake("give id and into, two ids of which the first is to come out as the second")
    if one == other:
        raise _Mistake("an entity is the same as itself already")
    return one, other


def _merges(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Follow chains to their ends."""
    merges: dict[str, str] = {}
    for number, (one, other) in enumerate(pairs, 1):
        if one in merges:
            raise _Mistake(f"[[merge]] number {number}: {one} is merged into another already")
        merges[one] = other
    for one, other in tuple(merges.items()):
        seen, end = {one}, other
        while end in merges:
            if end in seen:
                raise _Mistake(f"[[merge]]: {end} is merged into itself, by way of others")
            seen.add(end)
            end = merges[end]
        merges[one] = end
    return merges


def _entity(table: Table, _: int) -> Row:
    curie = _curie(table, "id")
    if curie is None or not curie.startswith("enrich:"):
        raise _Mistake('a new entity has an id of your own, such as "enrich:our-town"')
    kind = _choice(table, "kind", tuple(Kind))
    if kind is None:
        raise _Mistake(f"kind is missing; one of {', '.join(Kind)}")
    names = table.get("names", [])
    if not isinstance(names, list) or not all(isinstance(n, str) and n.strip() for n in names):
        raise _Mistake('names is a list of names: ["Our Town", "The Town"]')
    country = _string(table, "country")
    return Row(
        curie,
        Kind(kind),
        _required(table, "name"),
        [Name(name, NameType.VARIANT) for name in names],
        country=country.upper() if country else None,
        area=country.upper() if country else None,
        feature=_string(table, "feature") or ("PPL" if kind == Kind.PLACE else None),
        point=_point(table),
        radius_km=_number(table, "radius_km"),
        prominence=0.5,  # a desk that writes an entity down expects it in its texts
        description=_string(table, "description") or "",
        source=_SOURCE,
    )


def _entities(rows: list[Row]) -> list[Row]:
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        if row.id in seen:
            raise _Mistake(f"[[entity]] number {number}: {row.id} is there already")
        seen.add(row.id)
    return rows


# ------------------------------------------------------------------------------------ values


def _string(table: Table, key: str) -> str | None:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise _Mistake(f"{key} is a text in quotes")
    return value


def _required(table: Table, key: str) -> str:
    value = _string(table, key)
    if not value or not value.strip():
        raise _Mistake(f"{key} is missing")
    return value


def _choice(table: Table, key: str, choices: tuple[str, ...]) -> str | None:
    value = _string(table, key)
    if value is not None and value not in choices:
        raise _Mistake(f"{key} {value!r} is none of {', '.join(choices)}")
    return value


def _curie(table: Table, key: str) -> str | None:
    value = _string(table, key)
    if value is None:
        return None
    whole = f"wikidata:{value}" if value.startswith("Q") else value
    if not is_curie(whole):
        raise _Mistake(
            f"{key} {value!r} is no id; they look like geonames:616052 or wikidata:Q1953"
        )
    return whole


def _number(table: Table, key: str) -> float | None:
    value = table.get(key)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise _Mistake(f"{key} is a number")
    return None if value is None else float(value)


def _point(table: Table) -> Point | None:
    lat, lon = _number(table, "lat"), _number(table, "lon")
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        raise _Mistake("lat and lon belong together")
    try:
        return Point(lat=lat, lon=lon)
    except ValueError as error:
        raise _Mistake(str(error)) from error
