"""``decisions.toml`` read, with every mistake named."""

from __future__ import annotations

import os
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from enrich.decisions.model import BY_HASH, Action, Decision, Decisions, Merge, Scope
from enrich.decisions.values import (
    Mistake,
    Table,
    choice,
    curie,
    day,
    name,
    number,
    plain,
    point,
    quoted,
)
from enrich.settings import LOCAL_SOURCE
from enrich.text.hashing import text_hash
from gazetteer.errors import InputError
from gazetteer.model import Kind, Name, NameType
from gazetteer.reading import open_plain
from gazetteer.rows import Row

NAME: Final = "decisions.toml"
"""What the file is called that is used where it lies in the current folder."""

KEYS: Final = {
    "decision": "name action entity kind document occurrence around note by date".split(),
    "merge": "id into note by date".split(),
    "entity": "id name names kind lat lon country feature radius_km description note".split(),
}
"""The sections, and the keys of their entries in the order in which they are written."""
_MOST_BYTES: Final = 64 << 20
_HASH: Final = re.compile(BY_HASH + "[0-9a-f]{64}")
_FEATURE: Final = re.compile("[A-Z][A-Z0-9]{1,4}")
_COUNTRY: Final = re.compile("[A-Za-z]{2}")


def read_decisions(path: str | os.PathLike[str]) -> Decisions:
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
    return parse_decisions(read_text(path), path)


def read_text(path: str | os.PathLike[str]) -> str:
    """Return the text of a file of decisions, line ends as they are.

    Raises:
        InputError: It cannot be read, is not UTF-8, or is far too long.
    """
    try:
        with open_plain(path) as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise InputError(f"{os.fspath(path)}: larger than any file of decisions")
        return data.decode()
    except OSError as error:
        raise InputError(f"{os.fspath(path)}: cannot be read: {error.strerror}") from error
    except ValueError as error:  # the path holds a null, or the file no UTF-8
        raise InputError(f"{os.fspath(path)}: no TOML: {error}") from error


def parse_decisions(text: str, path: str | os.PathLike[str]) -> Decisions:
    """Return the decisions of a text.

    Args:
        text: TOML.
        path: The file it stands in, for messages and reasons.

    Raises:
        InputError: As ``read_decisions``.
    """
    digest = text_hash(text)
    try:
        found = tomllib.loads(text.removeprefix("\ufeff"))
        return _decisions(found, Path(path).name, digest)
    except Mistake as error:
        raise InputError(f"{os.fspath(path)}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{os.fspath(path)}: no TOML: {error}") from error


def decisions_of(found: Table, file: str = NAME) -> Decisions:
    """Return the decisions of tables, as TOML or JSON has them.

    Unlike those of a file, a later one takes the place of an earlier one of its scope, and they are
    numbered when that is done.

    Args:
        found: The entries of each section: ``decision``, ``merge``, ``entity``.
        file: What they are called in messages and reasons.

    Raises:
        InputError: An entry is none; the message says which and why.

    Example:
        >>> sent = [{"name": "Paris", "action": action} for action in ("accept", "reject")]
        >>> [entry.action.value for entry in decisions_of({"decision": sent}).entries]
        ['reject']
    """
    try:
        return _decisions(found, file, "", later_holds=True)
    except Mistake as error:
        raise InputError(f"{file}: {error}") from error


def _decisions(found: Table, file: str, digest: str, *, later_holds: bool = False) -> Decisions:
    if unknown := found.keys() - KEYS:
        raise Mistake(
            f"[[{min(unknown)}]] is not a section; there are [[decision]], [[merge]] and [[entity]]"
        )
    entries = tuple(_each(found, "decision", _decision))
    if later_holds:
        entries = _settled(entries)
    _refuse_contradictions(entries)
    merges = tuple(_each(found, "merge", _merge))
    _refuse_repeated("merge", (merge.one for merge in merges), "merged")
    entities = tuple(_each(found, "entity", _entity))
    _refuse_repeated("entity", (row.id for row in entities), "there")
    return Decisions(entries, merges, entities, file=file, digest=digest)


def _each(found: Table, section: str, read: Callable[[Table, int], Any]) -> Iterator[Any]:
    tables = found.get(section, [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise Mistake(f"write [[{section}]] with two brackets, once for each")
    for place, table in enumerate(tables, 1):
        try:
            _refuse_unknown(table, KEYS[section])
            yield read(table, place)
        except Mistake as error:
            raise Mistake(f"[[{section}]] number {place}: {error}") from error


def _refuse_unknown(table: Table, known: list[str]) -> None:
    if unknown := table.keys() - known:
        raise Mistake(f"unknown key {min(unknown)!r}; there are {', '.join(known)}")


# --------------------------------------------------------------------------------- decisions


def _decision(table: Table, place: int) -> Decision:
    action = choice(table, "action", tuple(Action))
    if action is None:
        raise Mistake(f"action is missing; one of {', '.join(Action)}")
    entity = curie(table, "entity")
    if action is Action.REPLACE and entity is None:
        raise Mistake("replace needs the id of an entity")
    document = _document(table)
    return Decision(
        name=name(quoted(table, "name"), "name"),
        action=action,
        entity=entity,
        kind=choice(table, "kind", tuple(Kind)),
        document=document,
        occurrence=_occurrence(table, document),
        note=quoted(table, "note") or "",
        number=place,
        around=quoted(table, "around"),
        by=quoted(table, "by") or "",
        date=day(table, "date"),
    )


def _document(table: Table) -> str | None:
    document = quoted(table, "document")
    if document and document.startswith(BY_HASH) and not _HASH.fullmatch(document):
        raise Mistake(f"document {document!r} is no {BY_HASH} with the 64 digits 0-9 a-f behind it")
    return document


def _occurrence(table: Table, document: str | None) -> int | None:
    occurrence = table.get("occurrence")
    if occurrence is None:
        return None
    if type(occurrence) is not int or occurrence < 1:
        raise Mistake("occurrence is a whole number from 1")
    if document is None:
        raise Mistake("occurrence needs the document that it counts in")
    return occurrence


def _refuse_contradictions(entries: tuple[Decision, ...]) -> None:
    """Of one scope there is one decision, or there are rejections of several entities."""
    seen: dict[Scope, dict[str | None, Decision]] = {}
    for entry in entries:
        others = seen.setdefault(entry.scope, {})
        rejected = entry.entity if entry.action is Action.REJECT else None
        other = next(iter(others.values()), None)
        if rejected is not None and None not in others:
            other = others.get(rejected)
        if other is not None:
            same = (other.action, other.entity) == (entry.action, entry.entity)
            raise Mistake(
                f"[[decision]] number {entry.number}:"
                f" {'repeats' if same else 'contradicts'} number {other.number} on"
                f" {entry.name!r}; remove one, or give it another document, occurrence or around"
            )
        others[rejected] = entry


def _settled(entries: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Return the decisions that no later one takes the place of, numbered anew."""
    held: defaultdict[Scope, list[Decision]] = defaultdict(list)
    for entry in entries:
        held[entry.scope] = [e for e in held[entry.scope] if not e.gives_way(entry)] + [entry]
    kept = sorted((e for found in held.values() for e in found), key=lambda e: e.number)
    return tuple(replace(entry, number=number) for number, entry in enumerate(kept, 1))


# ----------------------------------------------------------------------------------- merges


def _merge(table: Table, _: int) -> Merge:
    one, into = curie(table, "id"), curie(table, "into")
    if one is None or into is None:
        raise Mistake("give id and into, two ids: the first will be replaced by the second")
    if one == into:
        raise Mistake("an entity is the same as itself already")
    note, by = (quoted(table, key) or "" for key in ("note", "by"))
    return Merge(one, into, note, by, day(table, "date"))


# --------------------------------------------------------------------------------- entities


def _entity(table: Table, _: int) -> Row:
    own = curie(table, "id")
    if own is None or not own.startswith("enrich:"):
        raise Mistake('a new entity has an id of your own, such as "enrich:our-town"')
    kind = choice(table, "kind", tuple(Kind))
    if kind is None:
        raise Mistake(f"kind is missing; one of {', '.join(Kind)}")
    spot, feature, radius_km = point(table), plain(table, "feature"), number(table, "radius_km")
    if kind is not Kind.PLACE and (spot or feature or radius_km is not None):
        raise Mistake("lat, lon, feature and radius_km belong to places")
    if feature is not None and not _FEATURE.fullmatch(feature):
        raise Mistake(f"feature {feature!r} is not a GeoNames code such as PPL, ADM1 or BLDG")
    if radius_km is not None and radius_km < 0:
        raise Mistake("radius_km is less than nothing")
    country = plain(table, "country")
    if country is not None and not _COUNTRY.fullmatch(country):
        raise Mistake(f"country {country!r} is not an ISO 3166-1 alpha-2 code such as AM")
    quoted(table, "note")
    return Row(
        own,
        kind,
        name(plain(table, "name"), "name"),
        tuple(Name(other, NameType.VARIANT) for other in _names(table)),
        country=country.upper() if country else None,
        area=country.upper() if country else None,
        feature=feature or ("PPL" if kind is Kind.PLACE else None),
        point=spot,
        radius_km=radius_km,
        prominence=0.5,  # a desk that writes an entity down expects it in its texts
        description=plain(table, "description") or "",
        source=LOCAL_SOURCE,
    )


def _names(table: Table) -> list[str]:
    names = table.get("names", [])
    if not isinstance(names, list):
        raise Mistake('names is a list of names: ["Our Town", "The Town"]')
    return [name(plain({"names": one}, "names"), "names") for one in names]


def _refuse_repeated(section: str, ids: Iterable[str], already: str) -> None:
    seen: set[str] = set()
    for place, curie_ in enumerate(ids, 1):
        if curie_ in seen:
            raise Mistake(f"[[{section}]] number {place}: {curie_} is {already} already")
        seen.add(curie_)
