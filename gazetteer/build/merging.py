"""What a row says beside an entity that is there already: further names, and what differs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gazetteer.model import Name, NameType
from gazetteer.names import fold
from gazetteer.romanise import is_latin, romanise
from gazetteer.rows import Row

_FAR: Final = 100_000  # one degree, in hundred-thousandths


def iter_conflicts(
    row: Row,
    wikidata: tuple[int | None, int | None],
    country: str | None,
    place: tuple[int | None, int | None],
) -> Iterator[str]:
    """Yield what differs between a row and the entity that it is taken for.

    The Wikidata numbers are of the entity and of the row; country and place are the entity's.
    """
    if None not in wikidata and wikidata[0] != wikidata[1]:
        yield "another Wikidata id"
    if country and row.country and country != row.country:
        yield "another country"
    lat, lon = place
    if lat is None or lon is None or row.point is None or row.radius_km:
        return
    if abs(lat - row.point.lat * 100_000) > _FAR or abs(lon - row.point.lon * 100_000) > _FAR:
        yield "more than a degree apart"


def latin_names(row: Row) -> Iterator[Name]:
    """The name in Latin letters, where the source gives it in another script only."""
    if row.name.isascii() or is_latin(row.name) or any(is_latin(n.text) for n in row.names):
        return
    if latin := romanise(fold(row.name)):
        yield Name(latin.title(), NameType.VARIANT)
