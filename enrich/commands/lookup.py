"""``enrich lookup``: what the gazetteer has under a name, and Wikidata where that is asked too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.errors import ServiceError
from gazetteer.model import Kind
from gazetteer.names import fold
from gazetteer.store import Gazetteer, Hit

if TYPE_CHECKING:
    from enrich.live.options import LiveOptions

__all__ = ["hits_of"]


def hits_of(
    name: str, kind: Kind | None, gazetteer: Gazetteer, live: LiveOptions | None
) -> tuple[tuple[Hit, ...], str | None]:
    """Return what a name may mean, and a warning where Wikidata could not be asked.

    Args:
        name: The name.
        kind: Only entities of this kind.
        gazetteer: Where to look.
        live: How to ask Wikidata; None asks nobody.

    Raises:
        ServiceError: Wikidata cannot be asked, and must be.
    """
    if live is None:
        return _held(name, kind, gazetteer), None
    try:
        return _with_wikidata(name, kind, gazetteer, live), None
    except ServiceError as error:
        if live.required:
            raise
        return _held(name, kind, gazetteer), f"{error}; what is shown was found offline"


def _held(name: str, kind: Kind | None, gazetteer: Gazetteer) -> tuple[Hit, ...]:
    return gazetteer.lookup(name, kind) or gazetteer.fuzzy(name, kind)


def _with_wikidata(
    name: str, kind: Kind | None, gazetteer: Gazetteer, live: LiveOptions
) -> tuple[Hit, ...]:
    from enrich.commands.live import opened_wikidata
    from enrich.languages import detect_language
    from gazetteer.adopt import prepare
    from gazetteer.layers import Layer

    language = detect_language(name).code or "en"
    with opened_wikidata(gazetteer, live) as wikidata:
        found = dict.fromkeys(
            number
            for asked in ((kind,) if kind else (Kind.PERSON, Kind.PLACE))  # places: and all else
            for number in wikidata.search(name, asked, language)
        )
        rows = wikidata.rows(found, [language])
    layer = Layer(prepare(row, gazetteer) for row in rows.values())
    hits = {hit.entity.id: hit for hit in _held(name, kind, gazetteer.with_layer(layer))}
    # What Wikidata found under a name that it does not show is found under it all the same.
    for number in found:
        entity = layer.entities.get(f"wikidata:Q{number}")
        if entity is not None and kind in (None, entity.kind) and entity.id not in hits:
            names = [n for n in rows[number].names if fold(n.text) == fold(name)]
            from gazetteer.model import Name

            hits[entity.id] = Hit(entity, names[0] if names else Name(entity.name))
    return tuple(hits.values())
