"""Ids as results of other days have them: an entity may have got another one since."""

from __future__ import annotations

from functools import cache

from gazetteer.errors import GazetteerError, UnknownEntity
from gazetteer.store import Gazetteer

_LOCAL = "enrich:"


def id_of_now(curie: str | None) -> str | None:
    """Return the id that an entity has now in the embedded gazetteer.

    Only ``enrich:`` ids give way to others; the rest, and what is not held, stay as they are.

    Example:
        >>> id_of_now("enrich:angela-merkel"), id_of_now("geonames:616052"), id_of_now(None)
        ('wikidata:Q567', 'geonames:616052', None)
    """
    return _looked_up(curie) if curie is not None and curie.startswith(_LOCAL) else curie


@cache
def _looked_up(curie: str) -> str:
    try:
        with Gazetteer.open() as gazetteer:
            return gazetteer.get(curie).id
    except (GazetteerError, UnknownEntity):
        return curie
