"""Rows from elsewhere made ready for a layer over a gazetteer: which of them it holds already."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from gazetteer.codes import is_settlement
from gazetteer.errors import UnknownEntity
from gazetteer.model import Entity, Kind, Name, Position
from gazetteer.names import fold
from gazetteer.rows import Row
from gazetteer.store import Gazetteer
from gazetteer.store.known import KnownPlaces
from gazetteer.store.layers import Prepared, completed

_SAME_SPOT_KM: Final = 5.0


def prepare(row: Row, gazetteer: Gazetteer, *, new: bool = False) -> Prepared:
    """Make an entity of a row, or complete the one that the gazetteer holds.

    Args:
        row: The row.
        gazetteer: Knows the areas, and perhaps the entity.
        new: Whether it is known to be none that the gazetteer holds.

    Example:
        >>> with Gazetteer.open() as gazetteer:
        ...     row = Row("wikidata:Q615", Kind.PERSON, "Lionel Messi", source="mine")
        ...     prepare(row, gazetteer).entity.name
        'Lionel Messi'
    """
    held = None if new else _held(row, gazetteer)
    own = _entity_of(row, gazetteer)
    entity = completed(held, own) if held else own
    names: dict[tuple[str, str], Name] = {}
    for name in (Name(row.name), *row.names):
        if key := fold(name.text):
            names.setdefault((key, name.text), name)
    return Prepared(entity, tuple((key, n) for (key, _), n in names.items()), held is not None)


def _held(row: Row, gazetteer: Gazetteer) -> Entity | None:
    ids = [row.id]
    if row.wikidata:
        ids.append(f"wikidata:{row.wikidata}")
    if row.geonames:
        ids.append(f"geonames:{row.geonames}")
    for curie in ids:
        try:
            found = gazetteer.get(curie)
        except UnknownEntity:
            continue
        if found.kind is row.kind:
            return found
    return _near_by(row, gazetteer) if row.kind is Kind.PLACE else _without_id(row, gazetteer)


def _near_by(row: Row, gazetteer: Gazetteer) -> Entity | None:
    """The town of this name that lies at the same spot and has no item of its own.

    GeoNames has a town and its commune; Wikidata often has one item, and the id of the other.
    """
    if row.point is None or not is_settlement(row.feature):
        return None
    found = KnownPlaces(gazetteer).near(
        [row.name], "settlement", row.point, km=_SAME_SPOT_KM, country=row.country
    )
    return found if found is not None and found.id_in("wikidata") is None else None


def _without_id(row: Row, gazetteer: Gazetteer) -> Entity | None:
    """The one person or organisation of this name that is held without an id from elsewhere.

    A person must be born in the same year, or where that is not known be of the same country, as
    an organisation must.
    """
    known = [
        hit.entity
        for hit in gazetteer.lookup(row.name, row.kind)
        if hit.entity.id.startswith("enrich:") and not hit.entity.same_as
    ]
    if len(known) != 1:
        return None
    entity = known[0]
    if row.kind is Kind.PERSON and entity.valid[0] and row.valid[0]:
        return entity if entity.valid[0][:4] == row.valid[0][:4] else None
    return entity if entity.country and entity.country == row.country else None


def _entity_of(row: Row, gazetteer: Gazetteer) -> Entity:
    same_as = [f"geonames:{row.geonames}"] if row.geonames else []
    if row.wikidata:
        same_as.append(f"wikidata:{row.wikidata}")
    same_as += row.same_as
    containers: tuple[str, ...] = ()
    admin: tuple[str, ...] = ()
    code = (row.area or row.country) if row.kind is Kind.PLACE else None
    area = gazetteer.area(code) if code else None
    if area is not None:
        containers = (*area.containers, area.id)
        admin = (*area.admin, area.name) if area.containers else ()
    return Entity(
        row.id, row.name, row.kind, row.description,
        tuple(curie for curie in dict.fromkeys(same_as) if curie != row.id), row.country, admin,
        containers, row.feature, row.point, row.radius_km, row.population, row.prominence,
        row.valid, tuple(plain_position(held, gazetteer) for held in row.positions), row.source,
        len(row.names),
    )  # fmt: skip


def plain_position(held: Position, gazetteer: Gazetteer) -> Position:
    """Return an office without the state that it names: "minister of defence of Armenia".

    Example:
        >>> with Gazetteer.open() as gazetteer:
        ...     plain_position(Position("president of Armenia", "AM"), gazetteer).title
        'president'
    """
    area = gazetteer.area(held.country) if held.country else None
    if area is None:
        return held
    for form in (f" of {area.name}", f" of the {area.name}"):
        if held.title.endswith(form):
            return replace(held, title=held.title.removesuffix(form))
    return held
